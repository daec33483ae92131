"""The smallest wrong projects of tests/mistakes in; what is said of each, and a page of the manual, out."""

import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from leernet import catalogue
from leernet.catalogue.rule import Rule
from leernet.commands.choices import allocation_rules
from leernet.commands.project import (
    assumed_rules,
    attendance_rules,
    calendar_remarks,
    inventory_rules,
    read_project,
)
from leernet.files import project_files
from leernet.finding import Finding, in_file_order

FOLDERS = sorted(path for path in (Path(__file__).parent / "mistakes").iterdir() if path.is_dir())

INTRODUCTION = """# What leernet says about mistakes

Every finding has a place, a level, a sentence, the name of its rule and, on the next line, a way to mend
it. An *error* stops the command until it is mended, a *warning* may be meant, a *remark* is only good to
know. All are said at once, in the order of the files. Below, for each rule, the smallest project that breaks
it and what is said of it.

This page is made from `tests/mistakes` by `python -m tests.findings_page FILE`.
"""


def every_rule() -> tuple[Rule, ...]:
    """The rules of the catalogue, each way of breaking one, module by module."""
    modules = (import_module(found.name) for found in iter_modules(catalogue.__path__, "leernet.catalogue."))
    return tuple(rule for module in modules for rule in vars(module).values() if isinstance(rule, Rule))


def rule_of(folder: Path) -> str:
    """The rule that a folder breaks; what follows a full stop tells two ways of breaking it apart."""
    return folder.name.partition(".")[0]


def findings_in(folder: Path) -> tuple[Finding, ...]:
    """All that is said about a project."""
    opened, found = read_project(project_files(folder), _today(folder))
    if opened is None:
        return found
    rules = (attendance_rules, inventory_rules, allocation_rules, assumed_rules, calendar_remarks)
    return in_file_order((*found, *(finding for rule in rules for finding in rule(opened))))


def _today(folder: Path) -> date:
    """The day on which a project is looked at; most look the same on every day."""
    day = folder / "today"
    return date.fromisoformat(day.read_text().strip()) if day.exists() else date(2026, 9, 1)


def said(folder: Path) -> str:
    """What is printed about a project, in English."""
    return "".join(f"{finding}\n" for finding in findings_in(folder))


def page() -> str:
    """The manual's page of findings."""
    parts = [INTRODUCTION]
    for folder in FOLDERS:
        parts.append(f"## {rule_of(folder)}\n" if "." not in folder.name else "")
        parts.extend(_listing(folder, file) for file in project_files(folder))
        parts.append(f"```text\n{said(folder)}```\n")
    return "\n".join(part for part in parts if part)


def _listing(folder: Path, file: str) -> str:
    content = (folder / file).read_bytes()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return f"`{file}`, {len(content)} bytes.\n"
    shown = "".join(letter if letter.isprintable() or letter in "\n\t" else "�" for letter in text)
    return f"`{file}`\n\n```{'yaml' if file.endswith('.yaml') else 'text'}\n{shown.rstrip()}\n```\n"


if __name__ == "__main__":
    for mistake in FOLDERS:
        (mistake / "expected.txt").write_text(said(mistake), encoding="utf-8", newline="\n")
    Path(sys.argv[1]).write_text(page(), encoding="utf-8", newline="\n")

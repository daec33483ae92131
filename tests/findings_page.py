"""The smallest wrong projects of tests/mistakes in; what is said of each, and a page of the manual, out."""

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from leernet import catalogue
from leernet.catalogue.rule import Rule
from leernet.commands.check import CHECKS
from leernet.commands.project import read_project
from leernet.files import project_files
from leernet.finding import Finding, in_file_order
from leernet.words import Language, words
from tests.steps import last_words, today_of

FOLDERS = sorted(path for path in (Path(__file__).parent / "mistakes").iterdir() if path.is_dir())

# The modules of the catalogue as a facilitator meets them: what is written, collected, made and sent.
GROUPS = {
    "unread": ("Files that are not read", "Bestanden die niet gelezen worden"),
    "files": ("YAML files", "YAML-bestanden"),
    "tables": ("Tables", "Tabellen"),
    "values": ("Single values", "Losse waarden"),
    "definitions": ("Blocks, keys and names", "Blokken, sleutels en namen"),
    "members": ("Members", "Leden"),
    "places": ("Where schools are", "Waar scholen staan"),
    "networks": ("Networks", "Netwerken"),
    "dates": ("Dates and holidays", "Datums en vakanties"),
    "hosts": ("Hosts", "Gastscholen"),
    "programmes": ("Programmes", "Programma's"),
    "workshops": ("Workshops", "Workshops"),
    "inventory": ("inventory/", "inventory/"),
    "availability": ("availability/", "availability/"),
    "calendars": ("calendars/", "calendars/"),
    "choices": ("choices/", "choices/"),
    "records": ("Records", "Bestanden die leernet schrijft"),
    "year": ("leernet next-year", "leernet next-year"),
    "plan": ("leernet plan, and plan.yaml", "leernet plan, en plan.yaml"),
    "allocation": ("leernet allocate, and allocation/", "leernet allocate, en allocation/"),
    "proofs": ("leernet allocate --verify", "leernet allocate --verify"),
    "invitations": ("leernet invite, and sent.yaml", "leernet invite, en sent.yaml"),
    "replies": ("leernet invite replies", "leernet invite replies"),
    "answers": ("answers.csv", "answers.csv"),
    "attendance": ("attendance/", "attendance/"),
    "calendar_files": ("leernet invite --check", "leernet invite --check"),
    "site": ("leernet publish", "leernet publish"),
}

INTRODUCTIONS: dict[Language, str] = {
    "en": """# What leernet says about mistakes

Every finding has a place, a level, a sentence, the name of its rule and, on the next line, a way to mend it.
An *error* stops the command until it is mended, a *warning* may be meant, a *remark* is only good to know.
Below, for each rule, the smallest project that breaks it and what is said of it; where that takes more than
`leernet check`, the steps that were taken.
""",
    "nl": """# Wat leernet zegt over fouten

Elke bevinding heeft een plaats, een niveau, een zin, de naam van de regel en, op de volgende regel, hoe het
beter kan. Een *fout* houdt het commando tegen tot hij is verbeterd, een *waarschuwing* kan zo bedoeld zijn,
een *opmerking* is alleen goed om te weten. Hieronder staat bij elke regel het kleinste project dat hem breekt
en wat daarover gezegd wordt; waar dat meer vraagt dan `leernet check`, ook de stappen.
""",
}


def rules_by_group() -> dict[str, tuple[Rule, ...]]:
    """The rules of the catalogue, each way of breaking one, by module."""
    modules = (
        found.name for found in iter_modules(catalogue.__path__) if found.name not in ("rule", "mends")
    )
    return {name: _rules(vars(import_module(f"leernet.catalogue.{name}")).values()) for name in modules}


def _rules(values: Iterable[object]) -> tuple[Rule, ...]:
    return tuple(value for value in values if isinstance(value, Rule))


def every_rule() -> tuple[Rule, ...]:
    """The rules of the whole catalogue."""
    return tuple(rule for rules in rules_by_group().values() for rule in rules)


def rule_of(folder: Path) -> str:
    """The rule that a folder breaks; what follows a full stop tells two ways of breaking it apart."""
    return folder.name.partition(".")[0]


def findings_in(folder: Path) -> tuple[Finding, ...]:
    """All that ``leernet check`` says about a project."""
    opened, _how, found = read_project(project_files(folder), today_of(folder))
    if opened is None:
        return found
    return in_file_order((*found, *(finding for check in CHECKS for finding in check(opened))))


def said(folder: Path, language: Language = "en") -> str:
    """What is printed about a project."""
    if (folder / "steps").exists():
        return last_words(folder, language)
    return "".join(f"{finding.text(words(language))}\n" for finding in findings_in(folder))


def page(language: Language) -> str:
    """The manual's page of findings, by file and command; each rule once."""
    parts = [INTRODUCTIONS[language]]
    for group, names in chapters().items():
        parts.append(f"## {GROUPS[group][language == 'nl']}\n")
        parts.extend(of_rule(name, language) for name in names)
    return "\n".join(parts)


def chapters() -> dict[str, tuple[str, ...]]:
    """The rules that a project shows, by group, each at its first."""
    left = {rule_of(folder) for folder in FOLDERS}
    rules = rules_by_group()
    found: dict[str, tuple[str, ...]] = {}
    for group in GROUPS:
        found[group] = tuple(dict.fromkeys(rule.name for rule in rules[group] if rule.name in left))
        left.difference_update(found[group])
    return found


def of_rule(name: str, language: Language) -> str:
    """What the page says about one rule."""
    parts = [f"### {name}\n"]
    for folder in (one for one in FOLDERS if rule_of(one) == name):
        parts.extend(_listing(folder, file) for file in _shown_files(folder))
        parts.append(f"```text\n{said(folder, language)}```\n")
    return "\n".join(parts)


def _shown_files(folder: Path) -> tuple[str, ...]:
    files = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple(file for file in files if file not in ("expected.txt", "today"))


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
    for file, written in zip(sys.argv[1:], INTRODUCTIONS, strict=False):
        Path(file).write_text(page(written), encoding="utf-8", newline="\n")

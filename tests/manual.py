"""The pages of the manual as a reader follows them: each block is done in order, in a folder of its own.

A comment before a block says what it is; a reader of the page does not see it.

    <!-- example: studentworkshops -->    the project of this page; also: init, init workshops
    <!-- today: 2026-06-01 -->            the day of what follows
    <!-- plan, allocate -->               commands given before, of which the page does not speak
    <!-- file: leden.csv -->              the block after this is that file
    <!-- into the project -->             the block of YAML after this is laid over the files of the project
    <!-- workbook: kantoor.xlsx Leden --> the table after this is that sheet
    <!-- edit leden.csv: old -> new -->   a change by hand
    <!-- append leden.csv: a line -->     a line at its end
    <!-- remove: members.yaml -->         a file thrown away
    <!-- folder: answers -->              a new folder
    <!-- exit: 1 -->                      what the next commands end with
    <!-- mail server -->                  from here on there is one
    <!-- show: host, messages -->         of what is printed next only lines with one of these words
    <!-- not run -->                      the next block is not for leernet

A block ``sh`` is commands; a block ``text`` after it is exactly what they print; ``…`` at its end
stands for the rest.
``python -m tests.manual PAGE...`` writes there what is printed today; without a page, in all of them.
"""

import contextlib
import os
import re
import shlex
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

import yaml
from openpyxl import Workbook, load_workbook
from rich.console import Console
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.values import SchoolYear
from leernet.words import Language
from leernet.write.projects import example_files, init_files
from tests.constants import filled
from tests.steps import _Refusing, serving

DOCS = Path(__file__).parent.parent / "docs"
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_PART = re.compile(
    r"^<!-- (?P<mark>.*?) -->$|^```(?P<kind>\w*)\n(?P<text>.*?)^```$|^(?P<table>\|.*?)(?=\n(?!\|)|\Z)",
    re.MULTILINE | re.DOTALL,
)


class Part(NamedTuple):
    """A comment, a block or a table of a page, and where its text stands."""

    kind: str
    text: str
    start: int
    end: int


def pages(language: Language) -> tuple[Path, ...]:
    """The pages that people wrote; those of the reference are built."""
    return tuple(sorted(path for path in (DOCS / language).rglob("*.md") if "reference" not in path.parts))


def parts_of(text: str) -> Iterator[Part]:
    """The comments, blocks and tables of a page, in order."""
    for found in _PART.finditer(text):
        if found["mark"] is not None:
            yield Part("mark", found["mark"], *found.span("mark"))
        elif found["table"] is not None:
            yield Part("table", found["table"], *found.span("table"))
        else:
            yield Part(found["kind"], found["text"], *found.span("text"))


class Reader:
    """Somebody who follows a page in a folder of their own."""

    def __init__(self, folder: Path, language: Language, width: int = 80) -> None:
        self.home = self.folder = folder
        self.language = language
        self.console = partial(_console_of, width)
        self.today = "2026-06-01"
        self.exit = 0
        self.next = ""
        self.shown: tuple[str, ...] = ()
        self.environment: dict[str, str | None] = {"COLUMNS": f"{width}", "TERMINAL_WIDTH": f"{width}"}
        self.servers = contextlib.ExitStack()

    def note(self, mark: str) -> None:
        """What a comment asks for."""
        word, _colon, rest = mark.partition(": ")
        verb, _space, file = word.partition(" ")
        if verb in _CHANGES:
            _CHANGES[verb](self.folder / (file or rest), rest)
        elif word in ("file", "workbook", "not run", "into the project"):
            self.next = mark
        elif verb.rstrip(",") in COMMANDS:
            for command in mark.split(", "):
                self.run(f"leernet {command}")
        elif word == "mail server":
            self._serve()
        elif word == "example":
            self._begin(rest)
        elif word == "show":
            self.shown = tuple(rest.split(", "))
        elif word in ("today", "exit"):
            setattr(self, word, int(rest) if word == "exit" else rest)
        else:
            # Constants and tables are filled in elsewhere.
            assert word.startswith(("=", "/", "built", "end")), f"Unknown comment: {mark}"

    def _serve(self) -> None:
        port = self.servers.enter_context(serving(_Refusing("250 taken")))
        self.environment |= {
            "LEERNET_SMTP_HOST": "127.0.0.1",
            "LEERNET_SMTP_PORT": str(port),
            "LEERNET_SMTP_SECURITY": "none",
            "LEERNET_SMTP_PER_MINUTE": "6000",
        }

    def take(self, part: Part) -> str | None:
        """Do what a block says; for commands, what they print."""
        asked, self.next = self.next, ""
        if asked == "not run":
            return None
        if asked.startswith("file: "):
            self._write(asked.removeprefix("file: "), part.text)
        elif asked.startswith("workbook: "):
            file, sheet = asked.removeprefix("workbook: ").split()
            self._fill(file, sheet, part.text)
        elif asked == "into the project":
            lay_over(self.folder, yaml.load(part.text, yaml.BaseLoader))
        elif part.kind == "sh":
            return "".join(self.run(line) for line in part.text.splitlines() if line)
        return None

    def run(self, line: str, ends: int | None = 0) -> str:
        """What one command prints; it must end as the page says, or with None in any way but a mistake."""
        program, *arguments = shlex.split(line, comments=True)
        if program == "cd":
            self.folder = (self.folder / arguments[0]).resolve()
            return ""
        assert program == "leernet", f"Not a command of leernet: {line}"
        options = ["--lang", self.language, "--today", self.today]
        narrow = patch("leernet.commands.terminal.Console", self.console)
        with contextlib.chdir(self.folder), narrow:
            result = CliRunner().invoke(
                app, [*options, *arguments], prog_name="leernet", env=self.environment
            )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        asked = (0, 1, 2) if ends is None else (self.exit,)
        assert result.exit_code in asked, f"{line} ends with {result.exit_code}:\n{result.output}"
        printed = result.output.replace(str(self.home), "/home/femke")
        return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())

    def _begin(self, name: str) -> None:
        files = (
            init_files(self.language, SchoolYear(2026), workshops=name == "init workshops")
            if name.startswith("init")
            else example_files(name)
        )
        for path, content in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(content)

    def _write(self, file: str, text: str) -> None:
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_text(text, encoding="utf-8", newline="\n")

    def _fill(self, file: str, sheet: str, table: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        book = load_workbook(path) if path.exists() else Workbook()
        if not path.exists():
            del book[book.sheetnames[0]]
        written = book.create_sheet(sheet)
        for row in rows_of(table):
            written.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
        book.save(path)


def _console_of(columns: int, **options: Any) -> Console:
    return Console(**{**options, "width": columns})


COMMANDS = ("check", "plan", "allocate", "invite", "answer", "publish", "ask", "inventory", "purge")


def _edit(path: Path, change: str) -> None:
    old, _arrow, new = change.partition(" -> ")
    if path.suffix == ".xlsx":
        _edit_workbook(path, old, new)
        return
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}:\n{text}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def _append(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"{line}\n")


def _edit_workbook(path: Path, old: str, new: str) -> None:
    book = load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == old]
    assert cells, f"{old!r} is in no cell of {path.name}"
    cells[0].value = new
    book.save(path)


_CHANGES = {
    "edit": _edit,
    "append": _append,
    "remove": lambda path, _: path.unlink(),
    "folder": lambda path, _: path.mkdir(),
}


def rows_of(table: str) -> list[list[str]]:
    """The cells of a table of Markdown, without the line under its heading."""
    lines = [line.strip().strip("|").split("|") for line in table.strip().splitlines()]
    return [[cell.strip().strip("`") for cell in line] for at, line in enumerate(lines) if at != 1]


def lay_over(folder: Path, given: dict[str, Any]) -> None:
    """Write what a block of YAML says into the files of a project that define those things."""
    files = {
        path: yaml.load(path.read_text("utf-8"), yaml.BaseLoader) or {}
        for path in sorted(folder.glob("*.yaml"))
        if path.name not in ("plan.yaml", "sent.yaml")
    }
    for kind, entries in given.items():
        for id, entry in entries.items():
            path = next(
                (path for path, text in files.items() if id in (text.get(kind) or {})),
                next((path for path, text in files.items() if kind in text), folder / f"{kind}.yaml"),
            )
            own = files.setdefault(path, {}).setdefault(kind, {})
            own[id] = merged(own.get(id), entry)
    for path, text in files.items():
        path.write_text(yaml.safe_dump(text, allow_unicode=True, sort_keys=False), encoding="utf-8")


def merged(old: Any, new: Any) -> Any:
    """One value laid over another: blocks by key, lists of things with an id by it, all else replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}
    if _with_ids(old) and _with_ids(new):
        by_id = {one["id"]: one for one in old}
        return list((by_id | {one["id"]: merged(by_id.get(one["id"], {}), one) for one in new}).values())
    return new


def _with_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and "id" in one for one in value)


def followed(page: Path, language: Language) -> str:
    """The page with what its commands print today."""
    text = filled(page.read_text(encoding="utf-8"), language)
    written, done, printed = [], 0, None
    with TemporaryDirectory() as folder:
        reader = Reader(Path(folder).resolve(), language)
        with reader.servers:
            for part in parts_of(text):
                if part.kind == "mark":
                    reader.note(part.text)
                    continue
                if part.kind == "text" and printed is not None and not reader.next:
                    written += [text[done : part.start], shown(printed, part.text, reader.shown)]
                    reader.shown = ()
                    done, printed = part.end, None
                    continue
                printed = reader.take(part) if part.kind != "table" or "workbook" in reader.next else None
    return "".join(written) + text[done:]


def shown(printed: str, before: str, wanted: tuple[str, ...]) -> str:
    """What is printed: all of it, the lines that are wanted, or as many as before where ``…`` is the last."""
    lines = printed.splitlines(keepends=True)
    if wanted:
        kept = [line if any(word in line for word in wanted) else "…\n" for line in lines]
        assert set(kept) != {"…\n"}, f"None of {wanted} is in:\n{printed}"
        return "".join(
            line for at, line in enumerate(kept) if at == 0 or line != kept[at - 1] or line != "…\n"
        )
    return "".join(lines[: before.count("\n") - 1]) + "…\n" if before.endswith("…\n") else printed


if __name__ == "__main__":
    asked = [Path(name).resolve() for name in sys.argv[1:]]
    os.environ.pop("NO_COLOR", None)
    for language in LANGUAGES:
        for page in pages(language):
            if not asked or page in asked:
                try:
                    new = followed(page, language)
                except Exception as error:
                    raise SystemExit(f"{page}: {error}") from error
                if new != page.read_text(encoding="utf-8"):
                    page.write_text(new, encoding="utf-8", newline="\n")
                    sys.stdout.write(f"{page}\n")

"""One thing a person should look at: where it is, how bad it is, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from string import ascii_uppercase
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from leernet.words import ENGLISH, Sentence, Words, _, _n

# Where a value is in what was read: ("members", "a.bakker", "working_days", 2).
Path: TypeAlias = tuple[str | int, ...]


class Level(StrEnum):
    """How bad a finding is. Only an error stops a command."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


_LEVELS: Mapping[Level, Sentence] = {
    Level.ERROR: _("error"),
    Level.WARNING: _("warning"),
    Level.REMARK: _("remark"),
}


class Place(Struct, frozen=True):
    """A position in a file of the project.

    Attributes:
        file: path relative to the project folder, with forward slashes.
        line: from 1; in a sheet the row.
        column: from 1; in a CSV file none, as no editor counts cells.
        sheet: name of the sheet, in a workbook only.
    """

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            cell = f"{_column_letters(self.column)}{self.line}" if self.column else f"{self.line or ''}"
            return f"{self.file}:{self.sheet}!{cell}".removesuffix("!")
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def record(self) -> dict[str, object]:
        """The position as ``--json`` prints it."""
        found: dict[str, object] = {"file": self.file, "line": self.line, "column": self.column}
        return found if self.sheet is None else {**found, "sheet": self.sheet}

    @property
    def order(self) -> tuple[str, str, int, int]:
        """Sort key: file order."""
        return (self.file, self.sheet or "", self.line or 0, self.column or 0)


def _column_letters(column: int) -> str:
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = ascii_uppercase[letter] + letters
    return letters


class Finding(Struct, frozen=True):
    """One thing a person should look at.

    Attributes:
        place: where it is.
        level: an error stops the command.
        rule: name of the rule in kebab-case, the same in every language.
        sentence: what is wrong, in the user's words, with both numbers or names.
        hint: how to mend it.
        rows: of a table, all rows that have the same cause; empty where only the place has it.
        details: what ``--json`` tells besides.
    """

    place: Place
    level: Level
    rule: str
    sentence: Sentence
    hint: Sentence | None = None
    rows: tuple[int, ...] = ()
    details: Mapping[str, object] = {}

    def __hash__(self) -> int:
        return hash((self.place, self.rule, self.sentence))

    def with_rows(self, rows: Iterable[int]) -> Finding:
        """The same finding about several rows of a table."""
        return replace(self, rows=tuple(rows))

    def text(self, words: Words) -> str:
        """The finding as printed: place, level, sentence and rule; the hint on its own line."""
        lines = [f"{self.place}: {words.say(_LEVELS[self.level])}: {words.say(self.sentence)} [{self.rule}]"]
        others = [str(row) for row in self.rows if row != self.place.line]
        if others:
            lines.append(
                words.say(
                    _n("The same in row {rows}.", "The same in rows {rows}.", len(others), rows=_few(others))
                )
            )
        if self.hint is not None:
            lines.append(words.say(self.hint))
        return "\n    ".join(lines)

    def __str__(self) -> str:
        return self.text(ENGLISH)

    def record(self, words: Words) -> dict[str, object]:
        """The finding as ``--json`` prints it."""
        return {
            "place": self.place.record(),
            "level": str(self.level),
            "rule": self.rule,
            "message": words.say(self.sentence),
            "hint": None if self.hint is None else words.say(self.hint),
            **({"rows": list(self.rows)} if self.rows else {}),
            **{key: _said(value, words) for key, value in self.details.items()},
        }


# More rows than these are counted.
_ROWS_NAMED = 12


def _few(rows: list[str]) -> tuple[str | Sentence, ...]:
    if len(rows) <= _ROWS_NAMED:
        return tuple(rows)
    more = len(rows) - _ROWS_NAMED
    return (*rows[:_ROWS_NAMED], _n("{count} more", "{count} more", more))


# Whose row it is says nothing about the cause.
_WHOSE = frozenset(("member", "thing"))


def once_per_cause(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, with those about rows of a table that have one cause as one with all its rows."""
    causes: dict[object, list[Finding]] = {}
    for found in findings:
        causes.setdefault(_cause(found), []).append(found)
    return tuple(same[0] if len(same) == 1 else _with_all_rows(same) for same in causes.values())


def _with_all_rows(same: list[Finding]) -> Finding:
    rows = {row for found in same for row in found.rows or (found.place.line,) if row is not None}
    return same[0].with_rows(sorted(rows)) if rows else same[0]


def _cause(found: Finding) -> object:
    """What two findings about rows of one table share that have one cause; else the finding itself."""
    place = found.place
    if place.line is None or not place.file.casefold().endswith(_TABLES):
        return found
    said = tuple((name, value) for name, value in found.sentence.fields if name not in _WHOSE)
    whose = found.sentence.fields if found.sentence.many is not None or not said else said
    return (place.file, place.sheet, place.column, found.level, found.rule, found.sentence.one, whose)


_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")


def _said(value: object, words: Words) -> object:
    """A detail with its sentences in a language."""
    match value:
        case Sentence():
            return words.say(value)
        case Mapping():
            return {key: _said(inner, words) for key, inner in value.items()}
        case list():
            return [_said(inner, words) for inner in value]
    return value


def in_file_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by file, line and column, each once."""
    once = dict.fromkeys(findings)
    return tuple(sorted(once, key=lambda found: (found.place.order, found.rule)))


def summed_up(findings: Iterable[Finding], shown: int = 10) -> tuple[Finding, ...]:
    """The findings as a person reads them: of a kind in a file the first few, then how many more."""
    kept: list[Finding] = []
    alike: dict[tuple[str, str, Level], list[Finding]] = {}
    for found in findings:
        kind = alike.setdefault((found.place.file, found.rule, found.level), [])
        kind.append(found)
        if len(kind) <= shown:
            kept.append(found)
    # One more takes no more room than the line that says so.
    rest = [kind[shown:] for kind in alike.values() if len(kind) > shown]
    return in_file_order((*kept, *(more[0] if len(more) == 1 else _and_more(more) for more in rest)))


def _and_more(findings: list[Finding]) -> Finding:
    first = findings[0]
    return Finding(
        first.place,
        first.level,
        first.rule,
        _n("{count} more like these, from here on.", "{count} more like these, from here on.", len(findings)),
        _("The option --json lists them all."),
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether a command must stop here."""
    return any(found.level is Level.ERROR for found in findings)


class Places(Struct, frozen=True):
    """Where each value and each key of the definitions is.

    Attributes:
        values: place of the value at a path.
        keys: place of the key that leads to it.
    """

    values: Mapping[Path, Place] = {}
    keys: Mapping[Path, Place] = {}

    def of(self, *path: str | int) -> Place:
        """Place of the value at ``path``, or of the nearest thing around it that has one."""
        for length in range(len(path), -1, -1):
            place = self.values.get(path[:length])
            if place is not None:
                return place
        return Place("leernet.yaml")

    def key(self, *path: str | int) -> Place:
        """Place of the key at ``path``; in a list and in a table that of the value."""
        return self.keys.get(path) or self.of(*path)


class LeernetError(Exception):
    """What stops the run and is nobody's mistake in a file: no such folder, a file that cannot be written."""

    def __init__(self, sentence: Sentence, hint: Sentence | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.hint = hint

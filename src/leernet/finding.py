"""One thing a person should look at: where it stands, how bad it is, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import ascii_uppercase
from typing import TypeAlias

from leernet.words import ENGLISH, Sentence, Words, _, _n

# Where a value stands in what was read: ("members", "a.bakker", "working_days", 2).
Path: TypeAlias = tuple[str | int, ...]


class Level(StrEnum):
    """How bad a finding is. Only an error stops a command."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Place:
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
            cell = f"{_column_letters(self.column)}{self.line}" if self.column else f"{self.line}"
            return f"{self.file}:{self.sheet}!{cell}"
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should look at.

    Attributes:
        place: where it stands.
        level: an error stops the command.
        rule: name of the rule in kebab-case, the same in every language.
        sentence: what is wrong, in the user's words, with both numbers or names.
        hint: how to mend it.
    """

    place: Place
    level: Level
    rule: str
    sentence: Sentence
    hint: Sentence | None = None

    def text(self, words: Words) -> str:
        """The finding as printed: place, level, sentence and rule; the hint on its own line."""
        line = f"{self.place}: {self.level}: {words.say(self.sentence)} [{self.rule}]"
        return line if self.hint is None else f"{line}\n    {words.say(self.hint)}"

    def __str__(self) -> str:
        return self.text(ENGLISH)

    def record(self, words: Words) -> dict[str, object]:
        """The finding as ``--json`` prints it."""
        place: dict[str, object] = {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
        }
        if self.place.sheet is not None:
            place["sheet"] = self.place.sheet
        return {
            "place": place,
            "level": str(self.level),
            "rule": self.rule,
            "message": words.say(self.sentence),
            "hint": None if self.hint is None else words.say(self.hint),
        }


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


@dataclass(frozen=True, slots=True)
class Places:
    """Where each value and each key of the definitions stands.

    Attributes:
        values: place of the value at a path.
        keys: place of the key that leads to it.
    """

    values: Mapping[Path, Place] = field(default_factory=dict)
    keys: Mapping[Path, Place] = field(default_factory=dict)

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

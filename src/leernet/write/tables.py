"""Tables of text as CSV and as Markdown; equal bytes for equal rows."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TypeAlias

from msgspec import Struct

Cell: TypeAlias = str | int | date

# A spreadsheet runs what begins so (OWASP, "CSV injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# What a cell of CSV holds only between quotes.
_QUOTED = re.compile('[;"\r\n]')


class Sheet(Struct, frozen=True):
    """A table for people.

    Attributes:
        title: what it shows; also the name of its sheet.
        heading: one text a column.
        rows: each as long as the heading; numbers and days stay what they are in a workbook.
        stacked: columns of numbers that a workbook also draws, a bar a row; named by the column before them.
        for_a_program: whether a program reads it, so that rows need no height of their own.
    """

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    stacked: tuple[int, ...] = ()
    for_a_program: bool = False


def defused(cell: Cell) -> Cell:
    """The cell, with a quote before what a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def csv_bytes(sheet: Sheet) -> bytes:
    """As a Dutch or an English Excel opens it with a double click: UTF-8 with a mark, ``;`` between."""
    rows = _joined(";", _in_csv, (sheet.heading, *sheet.rows))
    return "".join(f"{cells}\r\n" for cells in rows).encode("utf-8-sig")


def _in_csv(cell: Cell) -> str:
    text = str(defused(cell))
    if not _QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def markdown_table(sheet: Sheet) -> str:
    """A table in Markdown, signs that mean something there taken as they are."""
    heading, *rows = _joined("|", _in_markdown, (sheet.heading, *sheet.rows))
    rule = "|".join([" --- "] * len(sheet.heading))
    return "".join(f"|{cells}|\n" for cells in (heading, rule, *rows))


def _in_markdown(cell: Cell) -> str:
    return f" {escaped_markdown(cell)} "


def _joined(separator: str, shown: Callable[[Cell], str], rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Rows with each cell as it is shown; most occur in many rows, and each is worked out once."""
    of = {cell: shown(cell) for cell in set(chain.from_iterable(rows))}
    return (separator.join([of[cell] for cell in row]) for row in rows)


_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")
_MANY_SPACES = re.compile(r"\s+")
# Most texts have neither.
_MARKDOWN_NEEDS = re.compile(r"[\\`*_\[\]<>#|~]|\s\s|[^\S ]")


def escaped_markdown(value: object) -> object:
    """A text on one line, its signs that mean something in Markdown or HTML taken as they are."""
    if not isinstance(value, str):
        return value
    if not _MARKDOWN_NEEDS.search(value):
        return value
    return _MARKDOWN_SIGNS.sub(r"\\\1", _MANY_SPACES.sub(" ", value))

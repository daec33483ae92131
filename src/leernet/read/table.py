"""The bytes of a CSV file or a workbook in; a heading and rows of text, each with its place, out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leernet.catalogue.tables import EMPTY_TABLE, LONG_LINE, LONG_ROW, SHORT_ROW
from leernet.finding import Finding, Place
from leernet.read.csv_text import csv_rows
from leernet.read.sheet import first_sheet

# Its first bytes tell more surely than its name what a file is: zip (.xlsx, .ods), older container (.xls).
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

# Marks that come along when an address or a title is copied from a mail or a page; nobody sees or means them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text, every row as long as the heading.

    Attributes:
        file: path relative to the project folder.
        sheet: name of the sheet; None in a CSV file.
        heading: the cells of the first row that is not empty, with single spaces; "" where unnamed.
        rows: the cells below, without spaces around them and marks that nobody sees; empty rows left out.
        numbers: for each row its number as Excel shows it, or the line in the file it starts on.
        heading_number: the same for the heading.
    """

    file: str
    sheet: str | None
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    heading_number: int = 1

    def place(self, row_index: int, column_index: int | None = None) -> Place:
        """Where a row or a cell stands, both counted from 0; a CSV file has no columns to point at."""
        return self._place(self.numbers[row_index], column_index)

    def heading_place(self, column_index: int | None = None) -> Place:
        """Where the heading or one of its cells stands."""
        return self._place(self.heading_number, column_index)

    def _place(self, number: int, column_index: int | None) -> Place:
        if self.sheet is None or column_index is None:
            return Place(self.file, number, None, self.sheet)
        return Place(self.file, number, column_index + 1, self.sheet)


def read_table(file: str, content: bytes) -> tuple[Table | None, tuple[Finding, ...]]:
    """A table from a CSV file or the first sheet with content of a workbook, and what was odd about it.

    Args:
        file: path relative to the project folder, for the places.
        content: what stands in the file.

    Returns:
        None when there is no table in it; then the last finding is an error.
    """
    sheet_name: str | None = None
    if content.startswith(_WORKBOOK_STARTS) or file.casefold().endswith((".xlsx", ".xls")):
        sheet, findings = first_sheet(file, content)
        if sheet is None:
            return None, findings or (_empty(file),)
        sheet_name, rows = sheet.name, sheet.rows
    else:
        rows, findings = csv_rows(file, content)
    if not rows:
        return None, (*findings, _empty(file))
    table, ragged = _table(file, sheet_name, rows)
    return table, (*findings, *ragged)


def _table(
    file: str, sheet: str | None, rows: list[tuple[int, list[str]]]
) -> tuple[Table, tuple[Finding, ...]]:
    heading_number, first = rows[0]
    heading = tuple(" ".join(_visible(cell).split()) for cell in first)
    width = max((column + 1 for column, name in enumerate(heading) if name), default=0)
    ragged = []
    cells: list[tuple[str, ...]] = []
    numbers = []
    for number, row in rows[1:]:
        trimmed = tuple(map(_visible, row))
        if not any(trimmed):
            continue
        if len(trimmed) != width:
            if len(trimmed) < width or any(trimmed[width:]):
                ragged.append(_ragged(Place(file, number, None, sheet), trimmed, width))
            trimmed = (trimmed + ("",) * width)[:width]
        cells.append(trimmed)
        numbers.append(number)
    table = Table(file, sheet, heading[:width], tuple(cells), tuple(numbers), heading_number)
    return table, tuple(ragged)


def _visible(cell: str) -> str:
    return cell.strip() if cell.isascii() else _INVISIBLE.sub("", cell).strip()


def _ragged(place: Place, cells: tuple[str, ...], width: int) -> Finding:
    if len(cells) < width:
        return SHORT_ROW.at(place, count=len(cells), columns=width)
    filled = max((column + 1 for column, cell in enumerate(cells) if cell), default=0)
    rule = LONG_LINE if place.sheet is None else LONG_ROW
    return rule.at(place, count=filled if len(cells) > width else len(cells), columns=width)


def _empty(file: str) -> Finding:
    return EMPTY_TABLE.at(Place(file))

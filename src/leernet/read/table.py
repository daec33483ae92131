"""The bytes of a table or a workbook in; headings and rows of text, each with its place, out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct, field

from leernet.catalogue import tables as rules
from leernet.finding import Finding, Place
from leernet.model.plain import plain
from leernet.read.csv_text import csv_rows
from leernet.read.sheet import Rows, sheets_of
from leernet.visible import visible

TABLE_ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")

# Its first bytes tell more surely than its name what a file is: zip (.xlsx, .ods), older container (.xls).
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

# A title above a table takes a few rows; further down a heading would be something else.
_TITLE_ROWS = 40

# What Excel writes where a formula has no answer, English and Dutch; in a CSV file only the text is left.
_ERRORS = frozenset(
    (
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!"),
        *("#N/B", "#VERW!", "#WAARDE!", "#DEEL/0!", "#NAAM?", "#GETAL!", "#LEEG!", "#OVERLOOP!"),
    )
)


_NO_VALUE = ("#", "=")


class Known(IntEnum):
    """What is known of a cell that may be a heading."""

    NO = 0
    MAYBE = 1
    SURE = 2


# The name of a sheet, None in a CSV file, and a cell in; what is known of it as a heading out.
Headings: TypeAlias = Callable[[str | None, str], Known]


class Table(Struct, frozen=True):
    """A table as text, every row as long as the heading.

    Attributes:
        file: path relative to the project folder.
        sheet: name of the sheet; None in a CSV file.
        heading: the cells of the row of headings, with single spaces; "" where unnamed.
        rows: the cells below, without spaces around them and marks that nobody sees; empty rows left out.
        numbers: for each row its number as Excel shows it, or the line in the file it starts on.
        heading_number: the same for the heading.
        broken: cells without a value, by row and column from 0, and what is in them: ``#N/A``, ``=A1``.
        above: what is in the cells above the heading: a title, and on sheets of leernet what they are for.
    """

    file: str
    sheet: str | None
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    heading_number: int = 1
    broken: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    above: tuple[str, ...] = ()

    def place(self, row_index: int, column_index: int | None = None) -> Place:
        """Where a row or a cell is, both counted from 0; a CSV file has no columns to point at."""
        return self._place(self.numbers[row_index], column_index)

    def heading_place(self, column_index: int | None = None) -> Place:
        """Where the heading or one of its cells is."""
        return self._place(self.heading_number, column_index)

    def columns(self, headings: Mapping[str, Iterable[str]]) -> dict[str, int]:
        """The first column of each kind that is there, by its headings as `plain` text."""
        names = [plain(heading) for heading in self.heading]
        found = {kind: [at for at, name in enumerate(names) if name in of] for kind, of in headings.items()}
        return {kind: places[0] for kind, places in found.items() if places}

    def _place(self, number: int, column_index: int | None) -> Place:
        if self.sheet is None or column_index is None:
            return Place(self.file, number, None, self.sheet)
        return Place(self.file, number, column_index + 1, self.sheet)


class Tables(Struct, frozen=True):
    """What a file holds.

    Attributes:
        tables: one for a CSV file, in a workbook one for each sheet that has a row of headings.
        unread: names of the sheets without one.
        findings: what was odd about the file and its rows.
    """

    tables: tuple[Table, ...] = ()
    unread: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def is_table(file: str) -> bool:
    """Whether a file is a table by the end of its name, capitals or not."""
    return PurePosixPath(file).suffix.casefold() in TABLE_ENDINGS


def read_tables(file: str, content: bytes, known: Headings | None = None) -> Tables:
    """The tables of a file: each begins with the first row that has two headings that are known.

    Where no row of a file has two, the first row with one is taken.

    Args:
        file: path relative to the project folder, for the places.
        content: what is in the file.
        known: whether a cell is a heading; None: the first row of each sheet holds the headings.
    """
    everything, findings = _everything_in(file, content)
    found = tuple(rows for rows in everything if rows.shown)
    if not any(rows.cells for rows in found):
        return Tables(findings=findings or (rules.EMPTY_TABLE.at(Place(file)),))
    tables: list[Table] = []
    odd = [*findings, *_hidden_tables(file, everything, known)]
    unread = []
    alone = len(found) == 1
    for rows in found:
        cells = [row for _number, row in rows.cells]
        at = 0 if known is None else heading_row(cells, rows.sheet, known, alone=alone)
        if at is None:
            unread.append(rows.sheet or "")
            continue
        table, ragged = _table(file, rows, at)
        tables.append(table)
        odd += ragged
        odd += _marked(table, rows)
    return Tables(tuple(tables), tuple(unread), tuple(odd))


def _marked(table: Table, rows: Rows) -> Iterator[Finding]:
    """What counts although who looks at the sheet does not see it, or sees a line through it."""
    for rule, numbers in ((rules.HIDDEN_ROWS, rows.hidden), (rules.STRUCK_ROWS, rows.struck)):
        if below := [number for number in numbers if number > table.heading_number]:
            place = Place(table.file, below[0], None, rows.sheet)
            yield rule.at(place, count=len(below)).with_rows(below)
    for column in rows.columns:
        if table.heading[column : column + 1] not in ((), ("",)):
            yield rules.HIDDEN_COLUMN.at(table.heading_place(column), heading=table.heading[column])


def _hidden_tables(file: str, found: Iterable[Rows], known: Headings | None) -> Iterator[Finding]:
    """Sheets without a tab that hold a table; the lists behind drop-down cells are no tables."""
    for rows in found if known is not None else ():
        cells = (row for _number, row in rows.cells)
        if known and not rows.shown and heading_row(cells, rows.sheet, known, alone=False) is not None:
            yield rules.HIDDEN_SHEET.at(Place(file, sheet=rows.sheet), sheet=rows.sheet or "")


def read_table(file: str, content: bytes) -> tuple[Table | None, tuple[Finding, ...]]:
    """The first table of a file, with its first row as the heading, and what was odd about it.

    Returns:
        None when there is no table in it; then the last finding is an error.
    """
    found = read_tables(file, content)
    return (found.tables[0] if found.tables else None), found.findings


def rows_in(file: str, content: bytes) -> tuple[tuple[Rows, ...], tuple[Finding, ...]]:
    """All rows of a file, of a workbook sheet by sheet, without looking for headings."""
    found, findings = _everything_in(file, content)
    return tuple(rows for rows in found if rows.shown), findings


def _everything_in(file: str, content: bytes) -> tuple[tuple[Rows, ...], tuple[Finding, ...]]:
    if content.startswith(_WORKBOOK_STARTS) or file.casefold().endswith(_WORKBOOKS):
        return sheets_of(file, content)
    rows, findings = csv_rows(file, content)
    return (Rows(None, rows, {}),), findings


def heading_row(
    rows: Iterable[list[str]], sheet: str | None, known: Headings, *, alone: bool = True
) -> int | None:
    """Which row, from 0, is the heading: the first with two headings that are known, one of them for sure.

    Args:
        alone: whether this is all there is, so that one heading is enough where no row has two.
    """
    with_one = None
    for at, row in zip(range(_TITLE_ROWS), rows, strict=False):
        found = [known(sheet, " ".join(visible(cell).split())) for cell in row if cell]
        if Known.SURE in found:
            if sum(one is not Known.NO for one in found) > 1:
                return at
            with_one = at if with_one is None else with_one
    return with_one if alone else None


def _table(file: str, rows: Rows, heading_at: int) -> tuple[Table, tuple[Finding, ...]]:
    heading_number, first = rows.cells[heading_at]
    heading = _under_labels(
        tuple(" ".join(visible(cell).split()) for cell in first),
        rows.cells[heading_at - 1] if heading_at else None,
        heading_number,
    )
    below = rows.cells[heading_at + 1 :]
    width = _width(heading, [cells for _number, cells in below])
    heading += ("",) * (width - len(heading))
    ragged = []
    cells: list[tuple[str, ...]] = []
    numbers = []
    broken: dict[tuple[int, int], str] = {}
    for number, row in below:
        whole = "".join(row)
        trimmed = _trimmed(row, whole)
        if not any(trimmed):
            continue
        if len(trimmed) < width or any(trimmed[width:]):
            ragged.append(_ragged(Place(file, number, None, rows.sheet), trimmed, width))
        trimmed = (trimmed + ("",) * width)[:width]
        for column, cell in enumerate(trimmed) if any(mark in whole for mark in _NO_VALUE) else ():
            if cell.startswith(_NO_VALUE) and (cell in _ERRORS or (number, column) in rows.broken):
                broken[len(cells), column] = cell
        cells.append(trimmed)
        numbers.append(number)
    above = tuple(visible(cell) for _number, row in rows.cells[:heading_at] for cell in row if cell)
    table = Table(
        file, rows.sheet, heading[:width], tuple(cells), tuple(numbers), heading_number, broken, above
    )
    return table, tuple(ragged)


def _trimmed(row: list[str], whole: str) -> tuple[str, ...]:
    """The cells without spaces around them and marks that nobody sees; most rows have none of those."""
    return tuple(map(str.strip, row if whole.isascii() and whole.isprintable() else map(visible, row)))


def _width(heading: tuple[str, ...], rows: list[list[str]]) -> int:
    """How many columns a table has: up to its last heading, or to one without that most rows fill."""
    width = max((column + 1 for column, name in enumerate(heading) if name), default=0)
    beyond = Counter(column for row in rows for column in range(width, len(row)) if row[column].strip())
    return max((column + 1 for column, count in beyond.items() if count * 2 > len(rows)), default=width)


def _under_labels(
    heading: tuple[str, ...], above: tuple[int, list[str]] | None, number: int
) -> tuple[str, ...]:
    """Headings of which several are the same, each with what is above it: ``Ronde 1 eerste keuze``."""
    times = Counter(plain(name) for name in heading if name)
    if above is None or above[0] != number - 1 or max(times.values(), default=0) < 2:
        return heading
    labels = []
    label = ""
    for at, _name in enumerate(heading):
        cell = above[1][at] if at < len(above[1]) else ""
        label = " ".join(visible(cell).split()) or label
        labels.append(label)
    return tuple(
        f"{label} {name}".strip() if times[plain(name)] > 1 else name
        for label, name in zip(labels, heading, strict=True)
    )


def _ragged(place: Place, cells: tuple[str, ...], width: int) -> Finding:
    if len(cells) < width:
        return rules.SHORT_ROW.at(place, count=len(cells), columns=width)
    last = max((column + 1 for column, cell in enumerate(cells) if cell), default=0)
    rule = rules.LONG_LINE if place.sheet is None else rules.LONG_ROW
    return rule.at(place, count=last, columns=width)

"""The bytes of a workbook in; the rows of its sheets, as people would type them, out."""

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from leernet.catalogue.tables import LOCKED_WORKBOOK, NO_SUCH_DATE_IN_SHEET, NOT_A_WORKBOOK, SHEET_TOO_LARGE
from leernet.finding import Finding, Place
from leernet.model.limits import FIRST_YEAR, LAST_YEAR, MOST_CELLS
from leernet.read.sheet_marks import Marks, Merged, marks_of
from leernet.read.workbook_size import too_large


class Rows(Struct, frozen=True):
    """What is in a sheet that is not empty, or in a file without sheets.

    Attributes:
        sheet: what its tab says; None in a CSV file.
        cells: row number from 1 and cells from column A; empty rows are left out. Merged cells hold their
            value in each of them.
        broken: cells that hold something but no value, by row from 1 and column from 0: ``#N/A``, ``=A1``.
        hidden: numbers of the rows that are hidden.
        shown: whether the sheet has a tab.
        columns: hidden columns, from 0.
        struck: numbers of the rows with text that is struck through.
    """

    sheet: str | None
    cells: list[tuple[int, list[str]]]
    broken: Mapping[tuple[int, int], str]
    hidden: tuple[int, ...] = ()
    shown: bool = True
    columns: tuple[int, ...] = ()
    struck: tuple[int, ...] = ()


# A workbook with a password is a container with this entry; in memory calamine takes it for no workbook.
_CONTAINER = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sheets_of(file: str, content: bytes) -> tuple[tuple[Rows, ...], tuple[Finding, ...]]:
    """The sheets that are not empty, in order."""
    if content.startswith(_CONTAINER) and _ENCRYPTED in content:
        return (), (_locked(file),)
    if large := too_large(file, content):
        return (), (large,)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(_sheets_with_content(workbook, marks_of(content))), ()
    except _TooLargeError as large_sheet:
        return (), (SHEET_TOO_LARGE.at(Place(file), corner=str(large_sheet)),)
    except _NoSuchDateError as dateless:
        place = Place(file, sheet=str(dateless))
        return (), (NO_SUCH_DATE_IN_SHEET.at(place, first=FIRST_YEAR, last=LAST_YEAR),)
    except PasswordError:
        return (), (_locked(file),)
    except (CalamineError, XmlError, ZipError):
        return (), (NOT_A_WORKBOOK.at(Place(file)),)


class _NoSuchDateError(Exception):
    """A sheet has a number that should be shown as a date, and is none."""


class _TooLargeError(Exception):
    """A sheet has more cells than can be held."""


def _sheets_with_content(workbook: CalamineWorkbook, marks: Mapping[str, Marks]) -> Iterator[Rows]:
    for sheet in workbook.sheets_metadata:
        found = workbook.get_sheet_by_name(sheet.name)
        # Of other kinds of workbooks nobody counted the cells before.
        if found.total_height * found.total_width > MOST_CELLS:
            raise _TooLargeError(f"{found.total_width} × {found.total_height}")
        marked = marks.get(sheet.name) or Marks()
        marked = marked if marked.merged else replace(marked, merged=_merged(found))
        try:
            cells = found.to_python(skip_empty_area=False)
        except (OverflowError, ValueError) as end:
            raise _NoSuchDateError(sheet.name) from end
        rows = {
            number: [_as_typed(cell) for cell in row]
            for number, row in enumerate(cells, 1)
            if any(cell != "" for cell in row)
        }
        for (number, column), text in marked.broken.items():
            row = rows.setdefault(number, [])
            row.extend([""] * (column + 1 - len(row)))
            row[column] = row[column] or text
        _fill_merged(rows, marked.merged)
        if rows:
            hidden = tuple(sorted(marked.hidden & rows.keys()))
            shown = sheet.visible is SheetVisibleEnum.Visible
            columns, struck = tuple(sorted(marked.columns)), tuple(sorted(marked.struck & rows.keys()))
            yield Rows(sheet.name, sorted(rows.items()), marked.broken, hidden, shown, columns, struck)


def _merged(sheet: CalamineSheet) -> tuple[Merged, ...]:
    """Merged cells as an older workbook tells them, rows from 1 and columns from 0."""
    ranges = getattr(sheet, "merged_cell_ranges", None) or ()
    return tuple((top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges)


def _fill_merged(rows: dict[int, list[str]], merged: Iterable[Merged]) -> None:
    # Blocks may be merged to the end of the sheet; beyond the table nothing is filled.
    last_row, last_column = max(rows, default=0), max(map(len, rows.values()), default=0) - 1
    for top, left, below, beside in merged:
        bottom, right = min(below, last_row), min(beside, last_column)
        first = rows.get(top, [])
        value = first[left] if left < len(first) else ""
        for number in range(top, bottom + 1):
            row = rows.get(number)
            if value and row is not None:
                row.extend([""] * (left - len(row)))
                row[left : right + 1] = [value] * (right + 1 - left)


def _as_typed(cell: Any) -> str:
    """A cell as a person would type it: ``2026-11-12 10:39:41``, ``09:00``, ``12``, ``true``."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            midnight = cell.time() == time()
            return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("seconds" if cell.second else "minutes")
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(cell)


def _locked(file: str) -> Finding:
    return LOCKED_WORKBOOK.at(Place(file))

"""The bytes of a workbook in; the rows of its first sheet with content, as people would type them, out."""

from __future__ import annotations

import functools
import io
import re
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from leernet.catalogue.tables import LOCKED_WORKBOOK, NOT_A_WORKBOOK, SEVERAL_SHEETS, SHEET_TOO_LARGE
from leernet.finding import Finding, Place

_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_LAST_ROW = re.compile(rb'<row r="(\d{1,7})"')
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})\d')
_MOST_COLUMNS = 16_384
# A hundred thousand people with thirty columns is three million cells.
_MOST_CELLS = 10_000_000
_MOST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that was read.

    Attributes:
        name: what its tab says.
        rows: row number from 1 and cells from column A; empty rows are left out.
    """

    name: str
    rows: list[tuple[int, list[str]]]


# A workbook with a password is a container with this entry; in memory calamine takes it for no workbook.
_CONTAINER = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def first_sheet(file: str, content: bytes) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """The first visible sheet in which something stands; that others were passed over is a remark."""
    if content.startswith(_CONTAINER) and _ENCRYPTED in content:
        return None, (_locked(file),)
    if corner := _far_corner(content):
        return None, (_too_large(file, corner),)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        filled = _sheets_with_content(workbook)
    except PasswordError:
        return None, (_locked(file),)
    except (CalamineError, XmlError, ZipError):
        return None, (_no_workbook(file),)
    if not filled:
        return None, ()
    passed_over = tuple(sheet.name for sheet in filled[1:])
    return filled[0], (_several_sheets(file, filled[0].name, passed_over),) if passed_over else ()


def _far_corner(content: bytes) -> str | None:
    """The last column and row of a sheet that is too large to hold; None when all can be held.

    A sheet is held as one block from its first cell to its last: a letter typed in the corner of an empty
    sheet would ask for more memory than there is, and end the program.
    """
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            sheets = [part for part in parts.infolist() if _SHEET_PART.fullmatch(part.filename)]
            if sum(part.file_size for part in sheets) > _MOST_BYTES:
                return "…"
            return next((corner for part in sheets if (corner := _corner(parts.read(part)))), None)
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        # An older or a damaged workbook; what reads it says what is wrong.
        return None


def _corner(sheet: bytes) -> str | None:
    last = _LAST_ROW.match(sheet, sheet.rfind(b'<row r="'))
    rows = int(last[1]) if last else 0
    if rows * _MOST_COLUMNS <= _MOST_CELLS:
        return None
    letters = max(
        {found[1] for found in _COLUMN.finditer(sheet)}, key=lambda name: (len(name), name), default=b"A"
    )
    columns = functools.reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)
    return f"{letters.decode()}{rows}" if rows * columns > _MOST_CELLS else None


def _sheets_with_content(workbook: CalamineWorkbook) -> list[Sheet]:
    sheets = []
    for sheet in workbook.sheets_metadata:
        if sheet.visible is not SheetVisibleEnum.Visible:
            continue
        cells = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        rows = [
            (number, [_as_typed(cell) for cell in row]) for number, row in enumerate(cells, 1) if any(row)
        ]
        if rows:
            sheets.append(Sheet(sheet.name, rows))
    return sheets


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


def _too_large(file: str, corner: str) -> Finding:
    return SHEET_TOO_LARGE.at(Place(file), corner=corner)


def _locked(file: str) -> Finding:
    return LOCKED_WORKBOOK.at(Place(file))


def _no_workbook(file: str) -> Finding:
    return NOT_A_WORKBOOK.at(Place(file))


def _several_sheets(file: str, used: str, passed_over: tuple[str, ...]) -> Finding:
    return SEVERAL_SHEETS.at(Place(file), used=used, passed_over=passed_over)

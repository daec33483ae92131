"""The bytes of a workbook in; what the reader of its values passes over out.

Cells with an error and formulas that were never calculated come out of python-calamine as empty; merged cells
hold their value once; hidden rows look like any other. Source: ECMA-376 part 1, 18.3.1 (worksheets);
OpenDocument 1.3 part 3, 9.1 (tables).
"""

import functools
import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from msgspec import Struct, field

from leernet.read.sheet_marks_xls import older_sheets
from leernet.read.workbook_size import DAMAGED

# A block of merged cells: first row and column, last row and column; rows from 1, columns from 0.
Merged = tuple[int, int, int, int]


class Marks(Struct, frozen=True):
    """What is special about the cells and rows of a sheet.

    Attributes:
        broken: cells that hold something but no value, by row from 1 and column from 0: ``#N/A``, ``=A1``.
        merged: blocks of cells that hold one value.
        hidden: rows that a filter or a hand hid.
        columns: hidden columns, from 0.
        struck: rows with text that is struck through.
    """

    broken: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    merged: tuple[Merged, ...] = ()
    hidden: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()


def marks_of(content: bytes) -> Mapping[str, Marks]:
    """The marks of each sheet by its name; none where the workbook is damaged."""
    if content.startswith(_CONTAINER):
        older = older_sheets(content).items()
        return {name: Marks(broken, hidden=hidden) for name, (broken, hidden) in older}
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            if "xl/workbook.xml" in names:
                struck = _struck_styles(parts.read(_STYLES)) if _STYLES in names else frozenset()
                found = ((name, part) for name, part in _parts(parts) if part in names)
                return {name: _marks(parts.read(part), struck) for name, part in found}
            if "content.xml" in names:
                return dict(_open_document(parts.read("content.xml")))
    except (*DAMAGED, LookupError, ElementTree.ParseError):
        # What is damaged is said by the reader of the values.
        return {}
    return {}


_CONTAINER = b"\xd0\xcf\x11\xe0"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _xml(content: bytes) -> Any:
    """The elements of a part; no office program declares entities, which can grow without end."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ElementTree.ParseError("a part with declarations")
    return ElementTree.fromstring(content)  # noqa: S314


def _parts(parts: ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet."""
    relations = _xml(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for one in _xml(parts.read("xl/workbook.xml")).iter():
        if one.tag.endswith("}sheet"):
            target = targets.get(one.get(_RELATION), "")
            yield one.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


_ERROR = re.compile(rb'<(?:\w+:)?c ([^>]*\bt="e"[^>]*)>.*?<(?:\w+:)?v>([^<]*)<', re.DOTALL)
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c ([^>/]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row ([^>]*\bhidden="(?:1|true)"[^>]*)>')
_ROW = re.compile(rb'\br="(\d{1,7})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


_STYLES = "xl/styles.xml"
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col ([^>]*\bhidden="(?:1|true)"[^>]*)>')
_FIRST_AND_LAST = re.compile(rb'\b(?:min|max)="(\d{1,5})"')
_STYLED = re.compile(rb'<(?:\w+:)?c ([^>]*\bs="(\d+)"[^>]*[^/>])>')


def _struck_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers of the styles of cells whose text is struck through, as cells name them."""
    if b"strike" not in styles:
        return frozenset()
    fonts: list[Any] = []
    cells: list[Any] = []
    for part in _xml(styles):
        fonts = list(part) if part.tag.endswith("}fonts") else fonts
        cells = list(part) if part.tag.endswith("}cellXfs") else cells
    struck = {str(at) for at, font in enumerate(fonts) if any(_is_strike(one) for one in font)}
    return frozenset(str(at).encode() for at, cell in enumerate(cells) if cell.get("fontId") in struck)


def _is_strike(mark: Any) -> bool:
    return str(mark.tag).endswith("}strike") and mark.get("val") not in ("0", "false")


def _hidden_columns(sheet: bytes) -> Iterator[int]:
    for about in _HIDDEN_COLUMNS.findall(sheet):
        ends = sorted(int(number) for number in _FIRST_AND_LAST.findall(about))
        yield from range(ends[0] - 1, ends[-1]) if ends else ()


def _marks(sheet: bytes, struck_styles: frozenset[bytes]) -> Marks:
    broken = dict(_broken(sheet))
    hidden = _HIDDEN.findall(sheet) if b"hidden=" in sheet else ()
    rows = frozenset(int(found[1]) for one in hidden if (found := _ROW.search(one)))
    merged = tuple(
        (int(top), _column(left), int(bottom), _column(right))
        for left, top, right, bottom in _MERGED.findall(sheet)
    )
    styled = _STYLED.findall(sheet) if struck_styles else ()
    cells = (_CELL.search(about) for about, style in styled if style in struck_styles)
    struck = frozenset(int(cell[2]) for cell in cells if cell)
    return Marks(broken, merged, rows, frozenset(_hidden_columns(sheet)), struck)


def _broken(sheet: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' in sheet:
        for about, error in _ERROR.findall(sheet):
            if cell := _CELL.search(about):
                yield (int(cell[2]), _column(cell[1])), error.decode("utf-8", "replace")
    if b"<f" in sheet or b":f" in sheet:
        for about, formula, value in _NO_VALUE.findall(sheet):
            # A formula whose value is an empty text has a value.
            if (cell := _CELL.search(about)) and not (value and b't="str"' in about):
                yield (int(cell[2]), _column(cell[1])), f"={formula.decode('utf-8', 'replace')}"


@functools.cache
def _column(letters: bytes) -> int:
    return functools.reduce(lambda number, letter: number * 26 + letter - 64, letters, 0) - 1


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def _open_document(content: bytes) -> Iterator[tuple[str, Marks]]:
    for table in _xml(content).iter(f"{_TABLE}table"):
        broken: dict[tuple[int, int], str] = {}
        merged: list[Merged] = []
        hidden: set[int] = set()
        number = 1
        for row in table.iter(f"{_TABLE}table-row"):
            again = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                # The rest of a sheet is one row, repeated a million times.
                hidden.update(range(number, number + min(again, 1000)))
            _open_document_row(row, number, broken, merged)
            number += again
        yield table.get(f"{_TABLE}name", ""), Marks(broken, tuple(merged), frozenset(hidden))


def _open_document_row(
    row: Any, number: int, broken: dict[tuple[int, int], str], merged: list[Merged]
) -> None:
    column = 0
    for cell in row:
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        right = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if down > 1 or right > 1:
            merged.append((number, column, number + down - 1, column + right - 1))
        text = "".join(cell.itertext())
        formula = cell.get(f"{_TABLE}formula")
        if cell.get(f"{_CALC}value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
            broken[number, column] = text or "#N/A"
        elif formula and not text and cell.get(f"{_OFFICE}value-type") != "string":
            broken[number, column] = formula.removeprefix("of:")
        column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))

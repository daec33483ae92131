"""Sheets for the printer in; a workbook out of which each prints on A4, equal bytes for equal sheets."""

import io
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from xlsxwriter import Workbook

from leernet.write.tables import Cell
from leernet.write.workbook import MADE, tab_name
from leernet.write.worksheet import Shapes, TextSheet

_A4 = 9
# Points: room to write a name by hand.
_ROOM_TO_SIGN = 24
_LINE = 15

_SHAPES = {
    "title": {"bold": True, "font_size": 16},
    "line": {"font_size": 11},
    "small": {"font_size": 8, "font_color": "#666666"},
    "bold": {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#e3efe9"},
    "cell": {"border": 1, "text_wrap": True, "valign": "vcenter"},
}


class PrintedSheet(Struct, frozen=True):
    """A sheet as it lies on a table.

    Attributes:
        tab: name of the sheet.
        title: what it is for, in large letters.
        lines: facts below the title: when, where, who leads it.
        heading: one text a column.
        rows: each as long as the heading.
        widths: of the columns, in characters.
        to_sign: whether each row has the height of a signature.
        reference: what it is for, small above the heading, by which the sheet is known when it comes back.
    """

    tab: str
    title: str
    lines: tuple[str, ...]
    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    to_sign: bool = True
    reference: str = ""


def printed_workbook(sheets: Sequence[PrintedSheet]) -> bytes:
    """A workbook with a tab for each sheet; one that fits is one page, a longer list repeats its heading."""
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    shapes = {name: Shapes(book.add_format(shape)) for name, shape in _SHAPES.items()}
    taken: set[str] = set()
    for number, sheet in enumerate(sheets, 1):
        name = tab_name(sheet.tab, number)
        # Two workshops may have one title; a workbook has each name once, whatever its case.
        if name.casefold() in taken:
            name = tab_name(f"{number} {sheet.tab}", number)
        taken.add(name.casefold())
        _fill(book.add_worksheet(name, TextSheet), sheet, shapes)
    book.close()
    return content.getvalue()


# So many names still fit on one page at a size that can be read.
_ON_ONE_PAGE = 40


def _fill(page: TextSheet, sheet: PrintedSheet, shapes: Mapping[str, Shapes]) -> None:
    page.write_cells(0, ((sheet.title,),), shapes["title"])
    page.write_cells(1, [(line,) for line in sheet.lines], shapes["line"])
    top = len(sheet.lines) + 2
    if sheet.reference:
        page.write_cells(top - 1, ((sheet.reference,),), shapes["small"])
    page.write_cells(top, (sheet.heading,), shapes["bold"])
    page.write_cells(top + 1, sheet.rows, shapes["cell"])
    if sheet.to_sign:
        page.set_heights(top + 1, _heights(sheet))
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.repeat_rows(top)
    page.set_portrait()
    page.set_paper(_A4)
    page.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 1 if len(sheet.rows) <= _ON_ONE_PAGE else 0)


def _heights(sheet: PrintedSheet) -> Iterator[int]:
    """Of each row in points: room to sign, and for every line of its longest cell."""
    for row in sheet.rows:
        lines = [-(-len(str(cell)) // width) for cell, width in zip(row, sheet.widths, strict=True)]
        yield max(_ROOM_TO_SIGN, _LINE * max(lines))

"""Tables in; a workbook with a tab for each out, equal bytes for equal tables."""

import io
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from leernet.write.tables import Cell, Sheet
from leernet.write.worksheet import Shapes, TextSheet

# A workbook says when it was made; the same for all, as equal tables are equal files.
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones

# Widths of columns, in characters: together at most what can still be read on A4, lying.
_WIDEST = 60
_ON_PAPER = 170
_LONGEST_HEADER = 100
# Points of height.
_LINE = 15

_BOLD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
_PLAIN = {"text_wrap": True, "valign": "top"}
_DAY = {"num_format": "dd-mm-yyyy", "align": "left", "valign": "top"}
_NUMBER = {"align": "right", "indent": 1, "valign": "top"}


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a tab for each table: heading in sight, columns wide enough, ready to print."""
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    bold, *formats = (book.add_format(shape) for shape in (_BOLD, _PLAIN, _DAY, _NUMBER))
    heading, cells = Shapes(bold), Shapes(*formats)
    for number, sheet in enumerate(sheets, 1):
        page = book.add_worksheet(tab_name(sheet.title, number), TextSheet)
        _fill(page, sheet, heading, cells)
        if sheet.stacked and sheet.rows:
            _draw(book, page, sheet)
    book.close()
    return content.getvalue()


def _fill(page: TextSheet, sheet: Sheet, heading: Shapes, cells: Shapes) -> None:
    page.write_cells(0, (sheet.heading,), heading)
    page.write_cells(1, sheet.rows, cells)
    columns = tuple(zip(sheet.heading, *sheet.rows, strict=True))
    widths = _widths(sheet.heading, [set(column[1:]) for column in columns])
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    if not sheet.for_a_program:
        # Not every program works out the height by itself when it opens the file.
        page.set_heights(0, [_LINE * lines for lines in _heights(columns, widths)])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.heading) - 1)
    ready_to_print(page, sheet.title)


def ready_to_print(page: Worksheet, title: str) -> None:
    """A4, as wide as one page; each page says what it is, which it is, and has the heading."""
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    page.fit_to_pages(1, 0)
    # A field of a header begins with this sign; a spreadsheet takes 255 characters.
    page.set_header("&L&B" + title[:_LONGEST_HEADER].replace("&", "&&"))
    page.set_footer("&R&P / &N")


def _widths(headings: Sequence[str], columns: Sequence[Collection[Cell]]) -> tuple[int, ...]:
    """Of each column in characters: what its cells need, the widest ones less where paper is too narrow.

    Headings take more lines rather than a wide column; a word stays whole.

    Args:
        columns: different cells of each column, below its heading.
    """
    lines = [2 + _longest(line for cell in cells for line in str(cell).split("\n")) for cells in columns]
    least = [3 + _longest(heading.split()) for heading in headings]
    widths = _at_most(_WIDEST, least, lines)
    if sum(widths) <= _ON_PAPER:
        return widths
    words = (_longest(word for cell in cells for word in str(cell).split()) for cells in columns)
    least = [min(_WIDEST, max(one, 2 + word)) for one, word in zip(least, words, strict=True)]
    narrower = (_at_most(most, least, lines) for most in range(_WIDEST - 1, 0, -1))
    return next((found for found in narrower if sum(found) <= _ON_PAPER), tuple(least))


def _heights(columns: Sequence[Sequence[Cell]], widths: Sequence[int]) -> Iterator[int]:
    """How many lines each row takes."""
    lines = []
    for cells, width in zip(columns, widths, strict=True):
        lines_of = {cell: _lines(cell, width) for cell in set(cells)}
        lines.append([lines_of[cell] for cell in cells])
    return map(max, zip(*lines, strict=True))


def _at_most(most: int, least: Sequence[int], lines: Sequence[int]) -> tuple[int, ...]:
    return tuple(max(one, min(line, most)) for one, line in zip(least, lines, strict=True))


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)


def _lines(cell: Cell, width: int) -> int:
    """How many lines a cell takes, words whole, in a column of so many characters."""
    if not isinstance(cell, str) or (len(cell) < width and "\n" not in cell):
        return 1
    return sum(len(textwrap.wrap(line, width - 1)) or 1 for line in cell.split("\n"))


def _draw(book: Workbook, page: TextSheet, sheet: Sheet) -> None:
    """Stacked bars below the table, the first row on top."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    last, named = len(sheet.rows), min(sheet.stacked) - 1
    for column in sheet.stacked:
        chart.add_series(
            {
                "name": [page.name, 0, column],
                "categories": [page.name, 1, named, last, named],
                "values": [page.name, 1, column, last, column],
                "gap": 40,
            }
        )
    chart.set_title({"name": sheet.title, "overlay": False})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 120 + 24 * last})
    page.insert_chart(last + 2, 0, chart, {"description": sheet.title})


def tab_name(title: str, number: int) -> str:
    """A name that Excel takes: 31 units of UTF-16, none of ``[]:*?/\\``, no quote at an end, not History."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip("' ")
    name = plain.encode("utf-16-le", "ignore")[: 2 * 31].decode("utf-16-le", "ignore").strip("' ")
    return name if name and name.casefold() != "history" else f"{number}"

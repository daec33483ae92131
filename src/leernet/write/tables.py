"""Tables of text as CSV, as a workbook and as Markdown; equal bytes for equal rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter import Workbook

from leernet.write.page import escaped_markdown
from leernet.write.worksheet import Cell, TextSheet

# A workbook says when it was made; the same for all, as equal tables are equal files.
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones

# A spreadsheet runs what begins so (OWASP, "CSV injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for people.

    Attributes:
        title: what it shows; also the name of its sheet.
        heading: one text a column.
        rows: each as long as the heading; numbers and days stay what they are in a workbook.
        stacked: columns of numbers that a workbook also draws, a bar a row; named by the column before them.
    """

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    stacked: tuple[int, ...] = ()


def defused(cell: Cell) -> Cell:
    """The cell, with a quote before what a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def csv_bytes(sheet: Sheet) -> bytes:
    """As a Dutch or an English Excel opens it with a double click: UTF-8 with a mark, ``;`` between."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([defused(cell) for cell in sheet.heading])
    writer.writerows([defused(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a tab for each table: heading in sight, columns wide enough, ready to print."""
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    for number, sheet in enumerate(sheets, 1):
        page = book.add_worksheet(tab_name(sheet.title, number), TextSheet)
        _fill(book, page, sheet)
        if sheet.stacked and sheet.rows:
            _draw(book, page, sheet)
    book.close()
    return content.getvalue()


def _fill(book: Workbook, page: TextSheet, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left", "valign": "top"})
    page.write_row(0, 0, sheet.heading, bold)
    for at, row in enumerate(sheet.rows, 1):
        page.write_cells(at, row, plain, day)
    for column in range(len(sheet.heading)):
        cells = (sheet.heading[column], *(row[column] for row in sheet.rows))
        widest = max(len(line) for cell in cells for line in str(cell).split("\n"))
        page.set_column(column, column, min(widest + 2, _WIDEST))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.heading) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _draw(book: Workbook, page: TextSheet, sheet: Sheet) -> None:
    """Stacked bars beside the table, the first row on top."""
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
    page.insert_chart(0, len(sheet.heading) + 1, chart, {"description": sheet.title})


def tab_name(title: str, number: int) -> str:
    """A name that Excel takes: 31 units of UTF-16, none of ``[]:*?/\\``, no quote at an end, not History."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip("' ")
    name = plain.encode("utf-16-le", "ignore")[: 2 * 31].decode("utf-16-le", "ignore").strip("' ")
    return name if name and name.casefold() != "history" else f"{number}"


def markdown_table(sheet: Sheet) -> str:
    """A table in Markdown, signs that mean something there taken as they are."""
    rule = f"|{'|'.join(' --- ' for _column in sheet.heading)}|"
    return "".join(
        f"{line}\n" for line in (_markdown_row(sheet.heading), rule, *map(_markdown_row, sheet.rows))
    )


def _markdown_row(cells: Sequence[Cell]) -> str:
    return f"| {' | '.join(str(escaped_markdown(cell)) for cell in cells)} |"

"""A question to people in; the text to paste into a form and a workbook with drop-down lists out.

Whatever is asked, the headings are our own or ordinals, so that what comes back is read with certainty.
"""

import io
from collections.abc import Mapping

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from leernet.write.workbook import MADE, ready_to_print, tab_name

FOLDER = "out/ask"
_LISTS = "_lists"
_WIDEST = 44
# Rows with drop-down lists below those that are filled in already.
_SPARE_ROWS = 20


class Column(Struct, frozen=True):
    """A column of the workbook.

    Attributes:
        heading: as it is read back.
        options: what the drop-down list offers; empty: anything may be typed.
    """

    heading: str
    options: tuple[str, ...] = ()


class Question(Struct, frozen=True):
    """What is asked, of whom and how.

    Attributes:
        name: of the files, without an ending.
        title: what it is about.
        text: the lines to paste into a form.
        columns: of the workbook.
        rows: what is filled in already: who is asked.
    """

    name: str
    title: str
    text: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def question_documents(question: Question) -> Mapping[str, bytes]:
    """The text and the workbook, by path."""
    text = "".join(f"{line}\n" for line in question.text)
    return {
        f"{FOLDER}/{question.name}.txt": text.encode(),
        f"{FOLDER}/{question.name}.xlsx": _workbook(question),
    }


def _workbook(question: Question) -> bytes:
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    page = book.add_worksheet(tab_name(question.title, 1))
    lists = book.add_worksheet(_LISTS)
    lists.hide()
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    for at, column in enumerate(question.columns):
        page.write_string(0, at, column.heading, bold)
        cells = [row[at] for row in question.rows if at < len(row)]
        widest = max(map(len, (column.heading, *column.options, *cells)))
        page.set_column(at, at, min(widest + 3, _WIDEST), text)
        _offer(page, lists, at, column, len(question.rows) + _SPARE_ROWS)
    for number, row in enumerate(question.rows, 1):
        for at, cell in enumerate(row):
            page.write_string(number, at, cell, text)
    page.freeze_panes(1, min(2, len(question.columns)))
    ready_to_print(page, question.title)
    book.close()
    return content.getvalue()


def _offer(page: Worksheet, lists: Worksheet, at: int, column: Column, rows: int) -> None:
    """A drop-down list in a column, of a sheet of its own: in the cell itself Excel takes 255 letters."""
    if not column.options:
        return
    lists.write_column(0, at, column.options)
    letters = _letters(at)
    source = f"={_LISTS}!${letters}$1:${letters}${len(column.options)}"
    page.data_validation(1, at, rows, at, {"validate": "list", "source": source, "ignore_blank": True})


def _letters(column: int) -> str:
    quotient, rest = divmod(column, 26)
    return (_letters(quotient - 1) if quotient else "") + chr(ord("A") + rest)

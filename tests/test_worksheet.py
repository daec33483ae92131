"""Workbooks are written by the row, with the bytes that xlsxwriter writes by the cell."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from leernet.write.workbook import MADE
from leernet.write.worksheet import Shapes, TextSheet

CELLS = st.one_of(
    st.just(""),
    st.text(alphabet="=a <&\x01\n\u00e9\U0001f600", max_size=5),
    st.integers(-(10**17), 10**17),
    st.dates(date(1900, 3, 1)),
)


def workbook(kind: type[Worksheet], sheets: list[dict[int, tuple[list, int]]]) -> bytes:
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    plain, day, number = (book.add_format(each) for each in ({}, {"num_format": "d"}, {"bold": True}))
    for rows in sheets:
        page = book.add_worksheet(None, kind)
        for at, (cells, height) in sorted(rows.items()):
            if kind is TextSheet:
                page.write_cells(at, [cells], Shapes(plain, day, number))
                page.set_heights(at, [height] if height else [])
            else:
                page.set_row(at, height or None)
                by_the_cell(page, at, cells, (plain, day, number))
    book.close()
    return content.getvalue()


def by_the_cell(page: Worksheet, at: int, cells: list, formats: tuple) -> None:
    plain, day, number = formats
    for column, cell in enumerate(cells):
        if cell == "":
            page.write_blank(at, column, None, plain)
        elif isinstance(cell, str):
            page.write_string(at, column, cell, plain)
        elif isinstance(cell, int):
            page.write_number(at, column, cell, number)
        else:
            page.write_datetime(at, column, cell, day)


@given(
    st.lists(
        st.dictionaries(
            st.integers(0, 40),
            st.tuples(st.lists(CELLS, min_size=1, max_size=4), st.sampled_from((0, 15, 30))),
        ),
        min_size=1,
        max_size=2,
    )
)
def test_rows_are_written_as_xlsxwriter_writes_cells(sheets):
    assert workbook(TextSheet, sheets) == workbook(Worksheet, sheets)


@pytest.mark.parametrize("letter", ["x", "\U0001f600"])
@pytest.mark.parametrize("length", [15_999, 16_000, 16_384, 32_767, 32_768])
def test_a_cell_has_as_much_of_a_long_text_as_fits(letter, length):
    sheets = [{0: ([letter * length, "short"], 0)}]

    assert workbook(TextSheet, sheets) == workbook(Worksheet, sheets)

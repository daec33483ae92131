"""A worksheet of thousands of texts, written in half the time that xlsxwriter takes, with the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | date


class TextSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that writes a row of cells at once, and texts and empty cells without a detour."""

    def write_cells(
        self,
        at: int,
        cells: Sequence[Cell],
        plain: Format,
        day: Format | None = None,
        number: Format | None = None,
    ) -> None:
        """A row of cells; a text stays text, whatever it begins with.

        Args:
            at: number of the row, from 0.
            day: format of days; none: these are texts.
            number: format of numbers; none: that of texts.
        """
        for column, cell in enumerate(cells):
            if cell == "":
                self._write_blank(at, column, None, plain)
            elif isinstance(cell, int):
                self._write_number(at, column, cell, number or plain)
            elif isinstance(cell, date) and day is not None:
                self.write_datetime(at, column, cell, day)
            else:
                self._write_string(at, column, str(cell), plain)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind, shape = type(cell).__name__, cell.format
        if shape is not None and kind == "String":
            at = f'r="{_letters(col)}{row + 1}" s="{shape._get_xf_index()}"'
            self.fh.write(f'<c {at} t="s"><v>{cell.string}</v></c>')
        elif shape is not None and kind == "Blank":
            self.fh.write(f'<c r="{_letters(col)}{row + 1}" s="{shape._get_xf_index()}"/>')
        else:
            super()._write_cell(row, col, cell)


@cache
def _letters(column: int) -> str:
    return str(xl_col_to_name(column))

"""A worksheet of thousands of rows, each different cell made once, with the bytes of xlsxwriter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from leernet.write.tables import Cell

# Rows that share one mention of the columns they take.
_ROWS_OF_A_SPAN = 16
_POINTS_OF_A_PIXEL = 0.75


class Shapes(NamedTuple):
    """How cells look.

    Attributes:
        plain: texts and empty cells.
        day: days; none: these are texts.
        number: numbers; none: as texts.
    """

    plain: Format
    day: Format | None = None
    number: Format | None = None


class TextSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that is written by rows only, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.filled: dict[int, tuple[Sequence[Cell], Mapping[Cell, str]]] = {}

    def write_cells(self, first: int, rows: Sequence[Sequence[Cell]], shapes: Shapes) -> None:
        """Rows of cells; a text stays text, whatever it begins with.

        Args:
            first: number of the first row, from 0.
        """
        if not rows:
            return
        self._check_dimensions(first, 0)
        self._check_dimensions(first + len(rows) - 1, max(map(len, rows)) - 1)
        # In order of rows and columns, which is that of texts in the file.
        times = Counter(chain.from_iterable(rows))
        written = {cell: self._written(first, cell, count, shapes) for cell, count in times.items()}
        self.filled.update((at, (row, written)) for at, row in enumerate(rows, first))

    def _written(self, at: int, cell: Cell, times: int, shapes: Shapes) -> str:
        """What stands behind the number of the row in a cell."""
        plain = shapes.plain
        if cell == "":
            return f'" s="{plain._get_xf_index()}"/>'
        if isinstance(cell, int):
            return f'" s="{(shapes.number or plain)._get_xf_index()}"><v>{cell:.16G}</v></c>'
        if isinstance(cell, date) and shapes.day is not None:
            return f'" s="{shapes.day._get_xf_index()}"><v>{self._convert_date_time(cell):.16G}</v></c>'
        # As much of a text as fits, and its number among all texts of the workbook.
        self._write_string(at, 0, str(cell), plain)
        self.str_table.count += times - 1
        return f'" s="{plain._get_xf_index()}" t="s"><v>{self.table.pop(at)[0].string}</v></c>'

    def _write_rows(self) -> None:
        letters = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        spans = self._spans()
        for at in range(self.dim_rowmin, self.dim_rowmax + 1):
            number = at + 1
            start = f'<row r="{number}"{spans.get(at // _ROWS_OF_A_SPAN, "")}{self._height(at)}'
            if at in self.filled:
                row, written = self.filled[at]
                columns = zip(letters, row, strict=False)
                cells = [f'<c r="{letter}{number}{written[cell]}' for letter, cell in columns]
                self.fh.write(f"{start}>{''.join(cells)}</row>")
            elif at in self.row_sizes:
                self.fh.write(f"{start}/>")

    def _spans(self) -> Mapping[int, str]:
        widest: dict[int, int] = {}
        for at, (row, _written) in self.filled.items():
            block = at // _ROWS_OF_A_SPAN
            widest[block] = max(widest.get(block, 0), len(row))
        return {block: f' spans="1:{width}"' for block, width in widest.items()}

    def _height(self, at: int) -> str:
        pixels, _hidden = self.row_sizes.get(at, (self.default_row_height, False))
        if pixels == self.default_row_height:
            return ""
        return f' ht="{pixels * _POINTS_OF_A_PIXEL:.16g}" customHeight="1"'

    def _get_range_data(self, first: int, left: int, last: int, right: int) -> list[str]:
        """What a chart keeps of the cells that it shows."""
        return [str(cell) for at in range(first, last + 1) for cell in self.filled[at][0][left : right + 1]]

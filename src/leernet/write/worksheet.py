"""A worksheet of thousands of rows, each different cell made once, with the bytes of xlsxwriter."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from leernet.write.tables import Cell

# Rows that share one mention of the columns they take.
_ROWS_OF_A_SPAN = 16
# Units of UTF-16 that a cell holds.
_LONGEST = 32_767


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
        self.widths: dict[int, int] = {}

    def write_cells(self, first: int, rows: Sequence[Sequence[Cell]], shapes: Shapes) -> None:
        """Rows of cells; a text stays text, whatever it begins with.

        Args:
            first: number of the first row, from 0.
            rows: all as long.
        """
        if not rows:
            return
        last, width = first + len(rows) - 1, len(rows[0])
        self._check_dimensions(first, 0)
        self._check_dimensions(last, width - 1)
        for block in range(first // _ROWS_OF_A_SPAN, last // _ROWS_OF_A_SPAN + 1):
            self.widths[block] = max(self.widths.get(block, 0), width)
        # In order of rows and columns, which is that of texts in the file.
        times = Counter(chain.from_iterable(rows))
        written = {cell: self._written(cell, count, shapes) for cell, count in times.items()}
        self.filled.update((at, (row, written)) for at, row in enumerate(rows, first))

    def set_heights(self, first: int, heights: Iterable[int]) -> None:
        """Heights, in points, of rows that have cells."""
        for at, points in enumerate(heights, first):
            if (pixels := points * 4 // 3) != self.default_row_height:
                self.row_sizes[at] = (pixels, False)

    def _written(self, cell: Cell, times: int, shapes: Shapes) -> str:
        """What stands behind the number of the row in a cell."""
        plain = shapes.plain
        if cell == "":
            return f'" s="{plain._get_xf_index()}"/>'
        if isinstance(cell, int):
            return f'" s="{(shapes.number or plain)._get_xf_index()}"><v>{cell:.16G}</v></c>'
        if isinstance(cell, date) and shapes.day is not None:
            return f'" s="{shapes.day._get_xf_index()}"><v>{self._convert_date_time(cell):.16G}</v></c>'
        index = self.str_table._get_shared_string_index(_fitting(str(cell)))
        self.str_table.count += times - 1
        return f'" s="{plain._get_xf_index()}" t="s"><v>{index}</v></c>'

    def _write_rows(self) -> None:
        letters = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        for at in range(self.dim_rowmin, self.dim_rowmax + 1):
            number = at + 1
            if at in self.filled:
                row, written = self.filled[at]
                columns = zip(letters, row, strict=False)
                cells = [f'<c r="{letter}{number}{written[cell]}' for letter, cell in columns]
                span = f' spans="1:{self.widths[at // _ROWS_OF_A_SPAN]}"'
                self.fh.write(f'<row r="{number}"{span}{self._height(at)}>{"".join(cells)}</row>')

    def _height(self, at: int) -> str:
        if at not in self.row_sizes:
            return ""
        pixels, _hidden = self.row_sizes[at]
        return f' ht="{pixels * 0.75:.16g}" customHeight="1"'

    def _get_range_data(self, first: int, left: int, last: int, right: int) -> list[str]:
        """What a chart keeps of the cells that it shows."""
        return [str(cell) for at in range(first, last + 1) for cell in self.filled[at][0][left : right + 1]]


def _fitting(text: str) -> str:
    """As much of a text as a cell holds."""
    if len(text) <= _LONGEST // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    return units[: 2 * _LONGEST].decode("utf-16-le", "ignore") if len(units) > 2 * _LONGEST else text

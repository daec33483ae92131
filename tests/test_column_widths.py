"""A table on the terminal folds as few lines as its width allows, and the short names last."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table
from rich.text import Text

from leernet.commands.terminal import _keep_words_whole, widths_with_fewest_folds

WORDS = st.text("abc", min_size=1, max_size=9)
CELLS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
COLUMNS = st.integers(1, 4).flatmap(
    lambda rows: st.lists(st.lists(CELLS, min_size=rows, max_size=rows), min_size=1, max_size=4)
)


def lines_of(texts, width):
    """As a terminal wraps them."""
    console = Console(file=io.StringIO(), width=width)
    return sum(len(Text(text).wrap(console, width)) for text in texts)


@given(COLUMNS, st.integers(0, 40))
def test_no_letter_that_is_left_would_save_a_line(columns, spare):
    least = [max(len(word) for text in texts for word in text.split()) for texts in columns]

    widths = widths_with_fewest_folds(columns, least, spare)

    left = spare - sum(widths) + sum(least)
    assert left >= 0
    for texts, narrow, width in zip(columns, least, widths, strict=True):
        assert width >= narrow
        assert lines_of(texts, width + left) == lines_of(texts, width)


def test_names_of_schools_stay_whole_where_there_is_room():
    table = Table("What", "Where", "Cannot come", box=None, padding=(0, 2, 0, 0))
    for title in ("autumn, with workshops for all", "spring, with visits to other schools"):
        table.add_row(f"Network of teacher trainers: {title}", "De Brug", "Anna Bakker and 14 more")
    console = Console(file=io.StringIO(), width=90)

    _keep_words_whole(table, console.width)
    console.print(table)

    lines = console.file.getvalue().splitlines()
    assert sum("De Brug" in line for line in lines) == 2
    assert all(len(line.rstrip()) <= 90 for line in lines)

"""The end of a record that only grows, read in pieces, is what splitting its lines says."""

from io import BytesIO

from hypothesis import example, given
from hypothesis import strategies as some

from leernet.files.growing import last_line

PIECE = 65536


@example([PIECE, PIECE], "")
@example([10, 3 * PIECE], "half")
@example([PIECE - 1], "x" * PIECE)
@example([], "x" * (2 * PIECE + 1))
@given(some.lists(some.integers(0, 3 * PIECE), max_size=4), some.text("ab", max_size=9))
def test_the_last_line_is_the_same_whatever_the_length_of_lines(lengths, rest):
    lines = "".join("a" * length + "\n" for length in lengths)

    assert last_line(BytesIO(f"{lines}{rest}".encode())) == (len(lines), rest.encode())

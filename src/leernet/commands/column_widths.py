"""Columns of texts and letters to share between them in; widths that fold the fewest lines out."""

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len

# More rows than anybody reads say no more about how wide a column had best be.
_LOOKED_AT = 200


def widths_with_fewest_folds(
    columns: Sequence[Sequence[str]], least: Sequence[int], spare: int
) -> tuple[int, ...]:
    """The least widths, and the spare letters where each saves most lines: short names stay whole first."""
    lines = [_lines_by_width(texts, width, spare) for texts, width in zip(columns, least, strict=True)]
    more = [0] * len(columns)
    while True:
        wider = [
            ((taken[now] - taken[then]) / (then - now), -then, -at)
            for at, (taken, now) in enumerate(zip(lines, more, strict=True))
            for then in range(now + 1, min(now + spare - sum(more), len(taken) - 1) + 1)
        ]
        saving, then, at = max(wider, default=(0, 0, 0))
        if saving <= 0:
            return tuple(width + extra for width, extra in zip(least, more, strict=True))
        more[-at] = -then


def _lines_by_width(texts: Sequence[str], least: int, spare: int) -> tuple[int, ...]:
    """How many lines a column takes at its least width, and at each letter more until it is whole."""
    cells = [
        (tuple(map(cell_len, text.split())), count) for text, count in Counter(texts[:_LOOKED_AT]).items()
    ]
    widest = max(map(cell_len, texts))
    return tuple(
        sum(_lines(words, width) * count for words, count in cells)
        for width in range(least, min(widest, least + spare) + 1)
    )


def _lines(words: tuple[int, ...], width: int) -> int:
    lines, used = 1, 0
    for word in words:
        if used and used + 1 + word > width:
            lines, used = lines + 1, word
        else:
            used += word + (used > 0)
    return lines

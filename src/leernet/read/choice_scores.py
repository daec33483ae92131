"""What people put beside each workshop in; whether these are ranks, and the order they give, out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from leernet.model.plain import plain
from leernet.read.ordinals import rank_in_cell

# What a number or a mark beside a workshop means.
Scale: TypeAlias = Literal["ranks", "high", "low", "ticked"]

# A question that asks for an order.
ASKS_FOR_ORDER = re.compile(
    r"rangschik|\btop\s?\d|op volgorde|in volgorde|volgorde van|rangorde|\brang\b|\brank(?!ing of)|in order"
    r"|order of",
    re.IGNORECASE,
)
# What a row of a grid may say instead of a rank; compared as `plain` text.
NOT_RANKED = frozenset(
    ("", "geen", "geenvoorkeur", "nvt", "nopreference", "none", "neutraal", "neutral", "no", "nee")
)
NEVER = frozenset(("nooit", "never", "zekerniet", "absoluutniet", "notatall"))

_NUMBER = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|/\s*\d{1,3}|punten|punt|pt|points?|sterren|ster|stars?)?", re.IGNORECASE
)
_STARS = re.compile("[★⭐✩✭☆*]+")
# What turns a sign into a picture: two stars of a telephone are ⭐️⭐️.
_AS_A_PICTURE = "\ufe0f"
_FULL_STAR = re.compile("[★⭐✭*]")
# How much people like something in words, from 1 to 5; compared as `plain` text.
_LIKED: Mapping[str, int] = {
    word: how_much
    for how_much, words in (
        (5, "heelgraag zeergraag heelerggraag helemaaleens zeereens geweldig helemaalmeeeens"),
        (5, "stronglyagree verymuch veryinterested love heelleuk zeerleuk"),
        (4, "graag leuk eens meeeens agree interested like interessant weleens"),
        (3, "neutraal maaktnietuit misschien neutral maybe geenmening"),
        (2, "lievernietechtt minderleuk lieverniet nietzograag oneens disagree meeoneens"),
        (2, "rathernot notinterested mindergraag nietgraag"),
        (1, "niet helemaalniet helemaaloneens helemaalmeeoneens zeeroneens nietleuk"),
        (1, "stronglydisagree dislike hate"),
    )
    for word in words.split()
}
_MARKED = frozenset(("x", "v", "ja", "yes", "j", "y", "1", "waar", "true"))
_YES_SIGNS = frozenset("\u2713\u2714\u2611\u2705\u221a\u00d7*")
_NO_MARKS = frozenset("-\u2013\u2014/.☐")
_NOT_MARKED = frozenset(("", "nee", "no", "n", "0", "onwaar", "false", "geen", "nvt"))


def is_ordinal(cell: str) -> bool:
    """Whether a cell names a choice in words or as an ordinal, not by a bare number."""
    return not cell.strip().isdecimal() and rank_in_cell(cell) is not None


def rows_are_ranks(rows: Iterable[Sequence[str]]) -> tuple[bool, tuple[int, ...]]:
    """Whether numbers in most rows are 1 to k, each once, and the rows, from 0, in which they are not."""
    broken = []
    filled = 0
    for at, row in enumerate(rows):
        ranks = sorted(rank for cell in row if (rank := rank_in_cell(cell)) is not None)
        filled += bool(ranks)
        if ranks != list(range(1, len(ranks) + 1)):
            broken.append(at)
    return len(broken) * 2 < filled, tuple(broken)


def liked(cell: str) -> float | None:
    """How much is said of a workshop by a number, stars or words; None where the cell says nothing known."""
    text = cell.strip().replace(_AS_A_PICTURE, "")
    if number := _NUMBER.fullmatch(text):
        return float(number[1].replace(",", "."))
    if _STARS.fullmatch(text):
        return float(len(_FULL_STAR.findall(text)))
    found = _LIKED.get(plain(text))
    return None if found is None else float(found)


def is_marked(cell: str) -> bool:
    """Whether a cell is ticked: anything but nothing and no."""
    return plain(cell) not in _NOT_MARKED or (bool(cell) and not plain(cell) and cell not in _NO_MARKS)


def marks_in(cells: Iterable[str]) -> tuple[str, ...]:
    """The marks beside workshops, all ways to say yes as one; of several it is not known which is a wish."""
    marked = sorted(cell for cell in cells if is_marked(cell))
    return tuple({"x" if _is_yes(cell) else plain(cell) or cell: cell for cell in marked}.values())


def _is_yes(cell: str) -> bool:
    return plain(cell) in _MARKED or cell.replace(_AS_A_PICTURE, "") in _YES_SIGNS


def levels(row: Mapping[str, str], scale: Scale) -> tuple[dict[str, int], tuple[str, ...]]:
    """The level from 1 of each workshop that is wished for, and the workshops whose cell says nothing known.

    Args:
        row: what is beside each workshop.
        scale: whether a high number is liked better or a low one, or marks are equal wishes.
    """
    if scale == "ticked":
        return {workshop: 1 for workshop, cell in row.items() if is_marked(cell)}, ()
    said = {
        workshop: liked(cell)
        for workshop, cell in row.items()
        if plain(cell) not in NOT_RANKED
        or _said(cell)
        or (cell and not plain(cell) and cell not in _NO_MARKS)
    }
    unknown = tuple(workshop for workshop, score in said.items() if score is None)
    # No points, no wish.
    known = {workshop: score for workshop, score in said.items() if score}
    order = sorted(set(known.values()), reverse=scale == "high")
    return {workshop: order.index(score) + 1 for workshop, score in known.items()}, unknown


def _said(cell: str) -> bool:
    """Whether a cell says something although no letters are in it, or a word that is also a grade."""
    return bool(cell.strip()) and liked(cell) is not None

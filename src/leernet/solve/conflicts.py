"""Lines of the user of which not all can hold in; the fewest that clash, and the cheapest ways out, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol, TypeVar

from leernet.catalogue.plan import LINE_CANNOT_BE_KEPT, LINES_CLASH, WAYS_OUT
from leernet.finding import Finding, Path, Places
from leernet.words import Sentence, _

WAYS_SHOWN = 3
# Where one line alone does not help two are given up; so many pairs are tried, the cheapest first.
_PAIRS_TRIED = 60
# A quorum is the last thing to give up, and days without one are never proposed.
QUORUM_PRICE = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One of the lines that clash.

    Attributes:
        path: where it stands.
        sentence: what it asks, as a part of a list.
    """

    path: Path
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class WayOut:
    """Giving up a line or two, and what becomes possible then.

    Attributes:
        sentence: what to give up and what it brings.
        price: the cheapest comes first.
        gives_up: where the lines stand; without them there is a plan, as far as this conflict goes.
    """

    sentence: Sentence
    price: int
    gives_up: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Lines that cannot all hold; without any one of them there is a plan as far as these go.

    Attributes:
        headline: what cannot be planned.
        lines: the smallest set that clashes.
        ways_out: the two or three cheapest.
    """

    headline: Sentence
    lines: tuple[Line, ...]
    ways_out: tuple[WayOut, ...]


class Asked(Protocol):
    """A line of the user with what it stands for in numbers."""

    @property
    def line(self) -> Line:
        """What is asked, and where."""

    @property
    def price(self) -> int:
        """How dear it is to give up."""


A = TypeVar("A", bound=Asked)


def smallest(asked: list[A], possible: Callable[[list[A]], bool]) -> list[A]:
    """A set that clashes and of which no part does: drop each in turn, the most negotiable first."""
    core = list(asked)
    # A clash that is there without the quorum is told without it.
    for one in sorted(asked, key=lambda one: (one.price != QUORUM_PRICE, one.price)):
        without = [other for other in core if other is not one]
        if not possible(without):
            core = without
    return core


def ways_out(
    asked: list[A],
    core: list[A],
    possible: Callable[[list[A]], bool],
    told: Callable[[tuple[A, ...]], Sentence],
) -> tuple[WayOut, ...]:
    """The two or three cheapest things to give up, each tried: a line of the core, or a pair with one of it.

    Args:
        asked: all lines.
        core: those that clash.
        possible: whether there is a plan with these lines only.
        told: what giving them up brings.
    """
    alone = [one for one in core if possible([other for other in asked if other is not one])]
    found: list[tuple[A, ...]] = [(one,) for one in sorted(alone, key=_price)[:WAYS_SHOWN]]
    if len(found) < 2:
        found += list(_pairs(asked, core, alone, possible, WAYS_SHOWN - len(found)))
    return tuple(
        WayOut(told(given_up), sum(map(_price, given_up)), tuple(one.line.path for one in given_up))
        for given_up in found
    )


def _price(asked: Asked) -> int:
    return asked.price


def _pairs(
    asked: list[A], core: list[A], alone: list[A], possible: Callable[[list[A]], bool], most: int
) -> Iterator[tuple[A, ...]]:
    pairs = [
        pair
        for pair in combinations([one for one in asked if one.price != QUORUM_PRICE], 2)
        if any(one in core for one in pair) and not any(one in alone for one in pair)
    ]
    for pair in sorted(pairs, key=lambda pair: pair[0].price + pair[1].price)[:_PAIRS_TRIED]:
        if most and possible([other for other in asked if other not in pair]):
            most -= 1
            yield pair


def without_lines(given_up: Iterable[Asked]) -> Sentence:
    """That it fits without these lines."""
    lines = tuple(_("\u201c{line}\u201d", line=one.line.sentence) for one in given_up)
    return _("without {lines} it fits", lines=lines)


def conflict_findings(conflicts: Iterable[Conflict], places: Places) -> tuple[Finding, ...]:
    """One finding for each line that clashes, where it stands; the ways out stand with the first."""
    found: list[Finding] = []
    for conflict in conflicts:
        for number, line in enumerate(conflict.lines):
            place, mend = places.of(*line.path), _ways(conflict) if number == 0 else None
            fields = {"headline": conflict.headline, "line": line.sentence}
            if others := tuple(other.sentence for other in conflict.lines if other is not line):
                found.append(LINES_CLASH.at(place, mend, others=others, **fields))
            else:
                found.append(LINE_CANNOT_BE_KEPT.at(place, mend, **fields))
    return tuple(found)


def _ways(conflict: Conflict) -> Sentence | None:
    if not conflict.ways_out:
        return None
    return WAYS_OUT(ways=tuple(way.sentence for way in conflict.ways_out))

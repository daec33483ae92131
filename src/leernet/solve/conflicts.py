"""Lines of the user that cannot all hold: the fewest that clash, and the cheapest ways out."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue.plan import LINE_CANNOT_BE_KEPT, LINES_CLASH, NO_WAY_OUT, WAYS_OUT
from leernet.finding import Finding, Path, Places
from leernet.model.year import Year
from leernet.solve.parameters import Prices
from leernet.words import Sentence, _

NO_PLAN_FOUND = "no-plan-found"


class Line(Struct, frozen=True):
    """One of the lines that clash.

    Attributes:
        path: where it is.
        sentence: what it asks, as a part of a list.
        price: how dear it is to give up.
    """

    path: Path
    sentence: Sentence
    price: int = 3


class WayOut(Struct, frozen=True):
    """Something to do otherwise, with which there is a plan.

    Attributes:
        sentence: what to do.
        price: the cheapest comes first.
        changes: places of the lines that it changes.
        days: on which days what could not be planned can be then.
        year: the year in which it is done.
    """

    sentence: Sentence
    price: int
    changes: tuple[Path, ...]
    days: tuple[date, ...]
    year: Callable[[Year], Year]


class Conflict(Struct, frozen=True):
    """Lines that cannot all hold; without any one of them there is a plan as far as these go.

    Attributes:
        headline: what cannot be planned.
        lines: the smallest set that clashes.
        part: what has no outcome because of it: a chain of meetings, the groups of a network, a series.
        meetings: references of what cannot be planned.
        workshop: id of the workshop that has no place; "" where none has.
        ways_out: the two or three cheapest.
        certain: whether they cannot all hold; else nothing that keeps them was found in the time.
    """

    headline: Sentence
    lines: tuple[Line, ...]
    part: str
    meetings: tuple[str, ...] = ()
    workshop: str = ""
    ways_out: tuple[WayOut, ...] = ()
    certain: bool = True


class Negotiable(Protocol):
    """A line of the user with what it stands for in numbers."""

    @property
    def line(self) -> Line:
        """What is asked, and where."""

    @property
    def price(self) -> int:
        """How dear it is to give up."""


A = TypeVar("A", bound=Negotiable)


def smallest(asked: list[A], possible: Callable[[list[A]], bool], prices: Prices) -> list[A]:
    """A set that clashes and of which no part does: drop each in turn, the most negotiable first."""
    core = list(asked)
    # A clash that is there without the quorum is told without it.
    for one in sorted(asked, key=lambda one: (one.price != prices.quorum, one.price)):
        without = [other for other in core if other is not one]
        if not possible(without):
            core = without
    return core


def conflict_findings(conflicts: Iterable[Conflict], places: Places) -> tuple[Finding, ...]:
    """One finding for each clash, at the first of its lines; the others and the ways out are details."""
    return tuple(_finding(conflict, places) for conflict in conflicts)


def _finding(conflict: Conflict, places: Places) -> Finding:
    details = {
        "lines": [places.of(*line.path).record() for line in conflict.lines],
        "ways_out": [
            {
                "change": places.of(*way.changes[0]).record(),
                "to": way.sentence,
                "price": way.price,
                "days": [str(day) for day in way.days],
            }
            for way in conflict.ways_out
        ],
    }
    place, asked = places.of(*conflict.lines[0].path), tuple(line.sentence for line in conflict.lines)
    ways = WAYS_OUT(ways=_one_or_other(conflict.ways_out)) if conflict.ways_out else NO_WAY_OUT()
    found = (
        LINES_CLASH.at(place, ways, headline=conflict.headline, lines=asked)
        if len(asked) > 1
        else LINE_CANNOT_BE_KEPT.at(place, ways, headline=conflict.headline, line=asked[0])
    )
    return replace(found, details=details, rule=found.rule if conflict.certain else NO_PLAN_FOUND)


def _one_or_other(ways: tuple[WayOut, ...]) -> Sentence:
    first, *others = ways
    if not others:
        return _way(first)
    return _("{way}; or {others}", way=_way(first), others=_one_or_other(tuple(others)))


def _way(way: WayOut) -> Sentence:
    if not way.days:
        return way.sentence
    return _("{way} ({days})", way=way.sentence, days=tuple(str(day) for day in way.days))

"""Conflicts of a year in; for each the cheapest things to do otherwise out, each tried on the whole year."""

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import heappop, heappush
from itertools import count
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from leernet.finding import Path
from leernet.model.year import Year
from leernet.solve.conflicts import Conflict, WayOut
from leernet.solve.limits import Limits
from leernet.solve.loosening import Loosening, loosenings, not_running, what_to_do
from leernet.solve.parts import year_without
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.solve.workshops.eased import without_workshops

# What is done together, the order in which it was found.
Way = tuple[Loosening, ...]


class _Trial(Struct, frozen=True, eq=False):
    """How a year is planned to see whether there is a plan at all.

    Attributes:
        known: the paths of the lines of each conflict that there is.
    """

    wishes: Wishes
    limits: Limits
    known: frozenset[tuple[Path, ...]]

    def new(self, outcome: NoPlan) -> tuple[Conflict, ...]:
        """The conflicts of an outcome that were not there before."""
        return tuple(found for found in outcome.conflicts if _lines(found) not in self.known)

    def outcome(self, year: Year, ways: Iterable[Way], without: frozenset[str]) -> Planned | NoPlan:
        """The outcome where these things are done, of the year without some parts."""
        for way in ways:
            year = _done(way, year)
        # Any plan will do: no work is spent on a good one.
        return plan_year(year_without(year, without), self.wishes, limits=self.limits.without_search())


def with_ways_out(
    year: Year,
    wishes: Wishes,
    conflicts: tuple[Conflict, ...],
    limits: Limits,
) -> tuple[Conflict, ...]:
    """The conflicts, each with two or three ways out: each, beside the first of the others, leads to a plan.

    Args:
        conflicts: all there are; with their parts left out there is a plan.
        limits: without time left no more ways are tried.
    """
    dates = replace(wishes.parameters.dates, loops=wishes.parameters.ways_out.loops)
    quick = replace(wishes, parameters=replace(wishes.parameters, dates=dates))
    trial = _Trial(quick, limits, frozenset(map(_lines, conflicts)))
    parts = frozenset(conflict.part for conflict in conflicts)
    tries = max(wishes.parameters.ways_out.least_tries, wishes.parameters.ways_out.tries // len(conflicts))
    found = []
    for conflict in conflicts:
        alone = _beside(year, conflict, conflicts)
        others = parts - {conflict.part}
        ways = tuple(_ways(alone, trial, conflict, others, tries)) or _fewer(alone, trial, conflict, others)
        found.append(ways)
    # What nothing helps is left out, so that the others are told what helps them.
    hopeless = frozenset(conflict.part for conflict, ways in zip(conflicts, found, strict=True) if not ways)
    firsts = _that_go_together(year, trial, conflicts, found, hopeless)
    return tuple(
        replace(conflict, ways_out=_told(year, trial, conflict, ways, firsts, at, hopeless))
        for at, (conflict, ways) in enumerate(zip(conflicts, found, strict=True))
    )


def _beside(year: Year, conflict: Conflict, conflicts: tuple[Conflict, ...]) -> Year:
    """The year in which the other workshops of a series that have no place do not run."""
    return without_workshops(
        year,
        (
            other.workshop
            for other in conflicts
            if other.workshop and other is not conflict and other.part == conflict.part
        ),
    )


def _ways(year: Year, trial: _Trial, conflict: Conflict, others: frozenset[str], tries: int) -> Iterator[Way]:
    """The cheapest ways out of a conflict as if it were the only one.

    A hitting-set tree: what is done about one line of a clash may leave another clash, of which a line is
    given up as well.

    Source: Reiter, "A theory of diagnosis from first principles" (1987), doi:10.1016/0004-3702(87)90062-2.
    """
    parameters = trial.wishes.parameters
    order = count()
    found: list[Way] = []
    cheapest = inf
    queue: list[tuple[int, int, Way]] = []
    for loosening in loosenings(year, conflict, parameters):
        heappush(queue, (loosening.price, next(order), (loosening,)))
    tried = 0
    while queue and tried < tries:
        if len(found) == parameters.ways_out.shown or trial.limits.over:
            return
        price, _order, way = heappop(queue)
        # Several lines together are told where that costs little more than the cheapest way out.
        dear = len(way) > 1 and price > 3 * cheapest
        if dear or any(set(_paths(less)) <= set(_paths(way)) for less in found):
            continue
        tried += 1
        outcome = trial.outcome(year, (way,), others)
        left = () if isinstance(outcome, Planned) else _left(trial, conflict, outcome)
        if left is None:
            continue
        if not left:
            found.append(way)
            cheapest = min(cheapest, price)
            yield way
        elif len(way) < parameters.ways_out.most_lines:
            for loosening in loosenings(year, left[0], parameters):
                if loosening.path not in _paths(way):
                    heappush(queue, (price + loosening.price, next(order), (*way, loosening)))


def _left(trial: _Trial, conflict: Conflict, outcome: NoPlan) -> tuple[Conflict, ...] | None:
    """What still clashes, but for what clashes anyhow; None where nobody knows."""
    same = any(_lines(found) == _lines(conflict) for found in outcome.conflicts)
    left = outcome.conflicts if same else trial.new(outcome)
    return left if left or outcome.certain else None


def _fewer(year: Year, trial: _Trial, conflict: Conflict, others: frozenset[str]) -> tuple[Way, ...]:
    """A way out with fewer workshops, as few of them as can be, beside one line given up at most."""
    running = tuple(sorted(_workshops_of(year, conflict.part)))
    parameters = trial.wishes.parameters
    lines = loosenings(year, conflict, parameters)[: parameters.ways_out.shown] if running else ()
    for given_up in ((), *((line,) for line in lines)):
        found = _fewest(year, trial, given_up, running, others)
        if found:
            return ((*given_up, not_running(year, found, parameters.prices.workshop * len(found))),)
    return ()


def _fewest(
    year: Year, trial: _Trial, given_up: Way, running: tuple[str, ...], others: frozenset[str]
) -> tuple[str, ...]:
    """Workshops of which every one must not run; none where all of them do not help.

    Source: Junker, "QuickXplain" (2004), AAAI 2004, 167-172.
    """

    def fits(without: tuple[str, ...]) -> bool:
        way = (*given_up, *((not_running(year, without, 0),) if without else ()))
        return not trial.limits.over and isinstance(trial.outcome(year, (way,), others), Planned)

    def needed(asked: tuple[str, ...], anyhow: tuple[str, ...]) -> tuple[str, ...]:
        if fits(anyhow):
            return ()
        if len(asked) == 1:
            return asked
        first, second = asked[: len(asked) // 2], asked[len(asked) // 2 :]
        late = needed(second, (*anyhow, *first))
        return (*needed(first, (*anyhow, *late)), *late)

    return needed(running, ()) if running and fits(running) else ()


def _workshops_of(year: Year, part: str) -> Iterator[str]:
    """The workshops that run in a series, or inside the meetings of a network."""
    for workshop in year.workshops.values():
        moments = year.series[workshop.series].moments.values()
        inside = any(moment.meeting.partition("/")[0] == part for moment in moments if moment.meeting)
        if workshop.runs != "no" and (inside or part == f"series:{workshop.series}"):
            yield workshop.id


def _lines(conflict: Conflict) -> tuple[Path, ...]:
    return tuple(line.path for line in conflict.lines)


def _paths(way: Way) -> tuple[Path, ...]:
    return tuple(loosening.path for loosening in way)


def _that_go_together(
    year: Year,
    trial: _Trial,
    conflicts: tuple[Conflict, ...],
    found: list[tuple[Way, ...]],
    hopeless: frozenset[str],
) -> tuple[Way, ...]:
    """For each conflict a way, where all of them together lead to a plan; else nothing for any."""
    firsts: tuple[Way, ...] = tuple(ways[0] if ways else () for ways in found)
    if len(found) < 2:
        return firsts
    price = trial.wishes.parameters.prices.workshop
    fewer: tuple[Way, ...] = tuple(
        (not_running(year, (conflict.workshop,), price),) if conflict.workshop and ways else first
        for conflict, ways, first in zip(conflicts, found, firsts, strict=True)
    )
    swapped = ((*firsts[:at], way, *firsts[at + 1 :]) for at, ways in enumerate(found) for way in ways[1:])
    for chosen in (firsts, *((fewer,) if fewer != firsts else ()), *swapped):
        if trial.limits.over:
            break
        if isinstance(trial.outcome(year, chosen, hopeless), Planned):
            return tuple(chosen)
    return _with_fewer(year, trial, conflicts, firsts, hopeless)


def _with_fewer(
    year: Year,
    trial: _Trial,
    conflicts: tuple[Conflict, ...],
    firsts: tuple[Way, ...],
    hopeless: frozenset[str],
) -> tuple[Way, ...]:
    """These ways out, with fewer workshops beside the first; nothing for any where that does not help."""
    parts = {conflict.part for conflict in conflicts} - hopeless
    running = tuple(sorted({id for part in parts for id in _workshops_of(year, part)}))
    together = tuple(loosening for way in firsts for loosening in way)
    found = _fewest(year, trial, together, running, hopeless)
    if not found:
        return tuple(() for _first in firsts)
    price = trial.wishes.parameters.prices.workshop * len(found)
    at = next(number for number, way in enumerate(firsts) if way)
    return (*firsts[:at], (*firsts[at], not_running(year, found, price)), *firsts[at + 1 :])


def _others(firsts: tuple[Way, ...], at: int) -> tuple[Way, ...]:
    return (*firsts[:at], *firsts[at + 1 :])


def _told(
    year: Year,
    trial: _Trial,
    conflict: Conflict,
    ways: tuple[Way, ...],
    firsts: tuple[Way, ...],
    at: int,
    hopeless: frozenset[str],
) -> tuple[WayOut, ...]:
    """Those ways that lead to a plan beside the first of every other conflict; its own first comes first."""
    told: list[WayOut] = []
    own = firsts[at]
    for way in (*((own,) if own else ()), *(way for way in ways if _paths(way) != _paths(own))):
        outcome = trial.outcome(year, (way, *_others(firsts, at)), hopeless)
        if isinstance(outcome, Planned):
            told.append(_way_out(way, conflict, outcome))
    return tuple(told[: trial.wishes.parameters.ways_out.shown])


def _way_out(way: Way, conflict: Conflict, outcome: Planned) -> WayOut:
    days: tuple[date, ...] = tuple(
        outcome.plan.meetings[reference].day
        for reference in conflict.meetings
        if reference in outcome.plan.meetings
    )
    return WayOut(
        what_to_do(way),
        sum(loosening.price for loosening in way),
        tuple(loosening.path for loosening in way),
        tuple(sorted(days)),
        lambda year: _done(way, year),
    )


def _done(way: Way, year: Year) -> Year:
    for loosening in way:
        year = loosening.year(year)
    return year

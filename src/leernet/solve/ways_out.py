"""Conflicts of a year in; for each the cheapest things to do otherwise out, each tried on the whole year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from heapq import heappop, heappush
from itertools import count

from leernet.finding import Path
from leernet.model.year import Year
from leernet.solve.conflicts import Conflict, WayOut
from leernet.solve.limits import Limits
from leernet.solve.loosening import Loosening, loosenings, what_to_do
from leernet.solve.parts import year_without
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year

# What is done together, the order in which it was found.
Way = tuple[Loosening, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
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
    trial = _Trial(wishes, limits, frozenset(map(_lines, conflicts)))
    parts = frozenset(conflict.part for conflict in conflicts)
    found = [tuple(_ways(year, trial, conflict, parts - {conflict.part})) for conflict in conflicts]
    # What nothing helps is left out, so that the others are told what helps them.
    hopeless = frozenset(conflict.part for conflict, ways in zip(conflicts, found, strict=True) if not ways)
    firsts = _that_go_together(year, trial, found, hopeless)
    return tuple(
        replace(conflict, ways_out=_told(year, trial, conflict, ways, _others(firsts, at), hopeless))
        for at, (conflict, ways) in enumerate(zip(conflicts, found, strict=True))
    )


def _ways(year: Year, trial: _Trial, conflict: Conflict, others: frozenset[str]) -> Iterator[Way]:
    """The cheapest ways out of a conflict as if it were the only one.

    A hitting-set tree: what is done about one line of a clash may leave another clash, of which a line is
    given up as well.

    Source: Reiter, "A theory of diagnosis from first principles" (1987), doi:10.1016/0004-3702(87)90062-2.
    """
    parameters = trial.wishes.parameters
    order = count()
    found: list[Way] = []
    queue: list[tuple[int, int, Way]] = []
    for loosening in loosenings(year, conflict.lines, conflict.meetings, parameters):
        heappush(queue, (loosening.price, next(order), (loosening,)))
    for _try in range(parameters.ways_out.tries):
        if not queue or len(found) == parameters.ways_out.shown or trial.limits.over:
            return
        price, _order, way = heappop(queue)
        if any(set(_paths(less)) <= set(_paths(way)) for less in found):
            continue
        outcome = trial.outcome(year, (way,), others)
        left = () if isinstance(outcome, Planned) else _left(trial, conflict, outcome)
        if left is None:
            continue
        if not left:
            found.append(way)
            yield way
        elif len(way) < parameters.ways_out.most_lines:
            for loosening in loosenings(year, left[0].lines, left[0].meetings, parameters):
                if loosening.path not in _paths(way):
                    heappush(queue, (price + loosening.price, next(order), (*way, loosening)))


def _left(trial: _Trial, conflict: Conflict, outcome: NoPlan) -> tuple[Conflict, ...] | None:
    """What still clashes, but for what clashes anyhow; None where nobody knows."""
    if not outcome.certain:
        return None
    same = any(_lines(found) == _lines(conflict) for found in outcome.conflicts)
    return outcome.conflicts if same else trial.new(outcome)


def _lines(conflict: Conflict) -> tuple[Path, ...]:
    return tuple(line.path for line in conflict.lines)


def _paths(way: Way) -> tuple[Path, ...]:
    return tuple(loosening.path for loosening in way)


def _that_go_together(
    year: Year, trial: _Trial, found: list[tuple[Way, ...]], hopeless: frozenset[str]
) -> tuple[Way, ...]:
    """For each conflict its first way, where all of them together lead to a plan; else nothing for any."""
    chosen = tuple(ways[0] if ways else () for ways in found)
    if len(found) < 2 or isinstance(trial.outcome(year, chosen, hopeless), Planned):
        return chosen
    for at, ways in enumerate(found):
        for way in ways[1:]:
            other = (*chosen[:at], way, *chosen[at + 1 :])
            if not trial.limits.over and isinstance(trial.outcome(year, other, hopeless), Planned):
                return other
    return tuple(() for _ways in found)


def _others(firsts: tuple[Way, ...], at: int) -> tuple[Way, ...]:
    return (*firsts[:at], *firsts[at + 1 :])


def _told(
    year: Year,
    trial: _Trial,
    conflict: Conflict,
    ways: tuple[Way, ...],
    others: tuple[Way, ...],
    hopeless: frozenset[str],
) -> tuple[WayOut, ...]:
    """Those ways that lead to a plan beside the first of every other conflict."""
    told = []
    for way in ways:
        outcome = trial.outcome(year, (way, *others), hopeless)
        if isinstance(outcome, Planned):
            told.append(_way_out(way, conflict, outcome))
    return tuple(told)


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

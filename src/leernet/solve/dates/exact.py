"""A choice of dates in; the best dates there are out, with their bound, from one integer program of flows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leernet.solve.dates.cut import Cut
from leernet.solve.dates.measures import Picks, clash, measures, too_close
from leernet.solve.dates.problem import Chain, DateProblem, Integers
from leernet.solve.dates.rhythms import Rhythm, all_weeks, any_spacing, gap_cost, miss_prices, weeks_below
from leernet.solve.dates.spacing import days_off_weeks
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.program import Outcome, Program


@dataclass(frozen=True, slots=True)
class DateOutcome:
    """What the integer program found.

    Attributes:
        picks: one possible day per event; empty when none that keep every rule were found.
        value: what they cost.
        bound: no dates cost less.
        proven: whether value and bound are the same.
        impossible: whether it is certain that no dates keep every rule.
    """

    picks: Picks
    value: int
    bound: int
    proven: bool
    impossible: bool


def exact_dates(
    problem: DateProblem,
    *,
    start: Picks | None = None,
    relaxed_gap: float = 0.0,
    limits: Limits = NO_LIMITS,
) -> DateOutcome:
    """The cheapest dates, proven unless a gap or a time limit stops the search.

    Each chain is a flow from the days of one event to the days of the next: its linear program is whole by
    itself, so only what the chains share has to be branched on.

    Args:
        problem: where an event of it has no possible day, the outcome is impossible.
        start: dates to begin from.
        relaxed_gap: stop at this share above the bound.
        limits: what ends it with the best so far.
    """
    if not all(len(event.days) for event in problem.events):
        return DateOutcome((), 0, 0, proven=False, impossible=True)
    # Any dates will do where it may stop above the bound: spacing is then for the search.
    weeks = None if relaxed_gap else _rhythms_up_to(problem, start)
    dates = DateProgram(problem, weeks)
    begin = dates.completed(start) if start is not None else None
    return dates.outcome(dates.program.solved(start=begin, relaxed_gap=relaxed_gap, limits=limits))


def dates_bound(problem: DateProblem, start: Picks | None = None, *, limits: Limits = NO_LIMITS) -> int:
    """No dates that keep every rule cost less than this; from the linear program alone, 0 without time.

    Args:
        start: dates that keep every rule; the bound is not above what they cost.
    """
    if limits.over:
        return 0
    program = DateProgram(problem, _rhythms_up_to(problem, start)).program
    found = program.solved(whole=False, limits=limits)
    bound = 0 if math.isinf(found.bound) else max(0, math.ceil(found.bound - 1e-6))
    return bound if start is None else min(bound, measures(problem, start).total)


def _rhythms_up_to(problem: DateProblem, start: Picks | None) -> tuple[tuple[Rhythm, ...], ...]:
    """The rhythms that dates no dearer than these may have; without any dates all there are."""
    if start is None:
        return all_weeks(problem)
    return weeks_below(problem, measures(problem, start).total + 1)


def fewest_changes(
    problem: DateProblem,
    changes: tuple[Integers, ...],
    *,
    limits: Limits = NO_LIMITS,
) -> tuple[DateOutcome, int]:
    """Dates that change as little as possible, and of those the cheapest; both proven unless stopped.

    Args:
        problem: events with at least one possible day each.
        changes: per event (C,) what each possible day counts for as a change.
        limits: what ends it with the best so far.

    Returns:
        The dates, their bound among those that change no more, and the fewest changes there can be.
    """
    dates = DateProgram(problem)
    counted = dates.per_day(changes)
    least = dates.program.solved(costs=counted, limits=limits)
    if not len(least.values):
        return dates.outcome(least), 0
    fewest = 0 if math.isinf(least.bound) else math.ceil(least.bound - 1e-6)
    start = dates.outcome(least).picks
    cheapest = DateProgram(problem, _rhythms_up_to(problem, start))
    cheapest.limit(cheapest.per_day(changes), math.floor(least.value + 0.5))
    best = cheapest.program.solved(start=cheapest.completed(start), limits=limits)
    if len(best.values):
        return cheapest.outcome(best), fewest
    total = measures(problem, start).total
    return DateOutcome(start, total, 0, proven=False, impossible=False), fewest


def cheapest_within(
    problem: DateProblem,
    changes: tuple[Integers, ...],
    most: int,
    worth: int,
    *,
    start: Picks,
    limits: Limits = NO_LIMITS,
) -> DateOutcome:
    """The cheapest dates with so many changes at most, each of which gains what it is worth.

    Args:
        problem: events with at least one possible day each.
        changes: per event (C,) what each possible day counts for as a change.
        most: so many changes.
        worth: what a change has to gain.
        start: dates to begin from, with no more changes than that.
        limits: what ends it with the best so far.

    Returns:
        The dates; no others with as many changes or fewer cost less than the bound.
    """
    spent = worth * sum(int(row[pick]) for row, pick in zip(changes, start, strict=True))
    weeks = weeks_below(problem, measures(problem, start).total + spent + 1)
    dates = DateProgram(problem, weeks)
    counted = dates.per_day(changes)
    dates.limit(counted, most)
    costs = np.array(dates.program.costs, np.int64) + worth * counted
    found = dates.outcome(dates.program.solved(costs=costs, start=dates.completed(start), limits=limits))
    if not found.picks:
        return found
    spent = worth * sum(int(row[pick]) for row, pick in zip(changes, found.picks, strict=True))
    return replace(found, value=found.value - spent, bound=max(0, found.bound - spent))


class DateProgram:
    """The choice of dates written down as an integer program."""

    def __init__(self, problem: DateProblem, weeks: tuple[tuple[Rhythm, ...], ...] | None = None) -> None:
        """Write it down.

        Args:
            weeks: for each chain the rhythms it may have, with bounds; None where spacing does not count.
        """
        self.problem, self.weeks = problem, any_spacing(problem) if weeks is None else weeks
        self.program = Program()
        self.on = [[self.program.choice(int(cost)) for cost in event.cost] for event in problem.events]
        for columns in self.on:
            self.program.row(1, 1, dict.fromkeys(columns, 1.0))
        self.flows: dict[tuple[int, int, int, int], int] = {}
        self.chosen: list[tuple[int, ...]] = []
        self.loads: list[tuple[int, tuple[int, ...]]] = []
        self.missed: list[tuple[tuple[int, ...], int, tuple[int, ...]]] = []
        for at, chain in enumerate(problem.chains):
            first = len(self.program.costs)
            self._flow(chain, self.weeks[at])
            self._misses(chain)
            self._at_least(chain, self.weeks[at], first)
        weights = problem.weights
        self._load(weights.same_day, lambda day: day)
        self._load(weights.same_week, problem.week)
        self._clashes()
        for cut in problem.all_cuts:
            self.add(cut)
        for order in problem.orders:
            self._later(order.first, order.later, order.least)

    def _flow(self, chain: Chain, rhythms: tuple[Rhythm, ...]) -> None:
        """A flow for each rhythm that the chain may have: what comes in at a day goes on in its rhythm."""
        self.chosen.append(tuple(self.program.choice() for _rhythm in rhythms))
        self.program.row(1, 1, dict.fromkeys(self.chosen[-1], 1.0))
        passing: dict[tuple[int, int], dict[int, float]] = {}
        for number, rhythm in enumerate(rhythms):
            arriving: dict[int, dict[int, float]] = {}
            for at, ((one, other), least) in enumerate(
                zip(pairwise(chain.events), chain.smallest_gap, strict=True)
            ):
                leaving: dict[int, dict[int, float]] = {}
                entering: dict[int, dict[int, float]] = {}
                costs = gap_cost(self.problem, one, other, least, rhythm.weeks)
                for place, after in np.argwhere(rhythm.open[at]).tolist():
                    flow = self.program.column(int(costs[place, after]), 0, 1)
                    self.flows[one, place, after, number] = flow
                    leaving.setdefault(place, {})[flow] = 1.0
                    entering.setdefault(after, {})[flow] = 1.0
                self._goes_on(arriving, leaving, self.chosen[-1][number] if at == 0 else None)
                for place, own in leaving.items():
                    passing.setdefault((one, place), {}).update(own)
                if at == len(chain.events) - 2:
                    for place, own in entering.items():
                        passing.setdefault((other, place), {}).update(own)
                arriving = entering
        if len(chain.events) > 1:
            for event in chain.events:
                for place, column in enumerate(self.on[event]):
                    self.program.row(0, 0, passing.get((event, place), {}) | {column: -1.0})

    def _goes_on(
        self,
        arriving: dict[int, dict[int, float]],
        leaving: dict[int, dict[int, float]],
        first: int | None,
    ) -> None:
        """What arrives on a day leaves from it; the first event is left as often as its rhythm is chosen."""
        if first is not None:
            every = {flow: 1.0 for own in leaving.values() for flow in own}
            self.program.row(0, 0, every | {first: -1.0})
            return
        for place in sorted(arriving.keys() | leaving.keys()):
            out = dict.fromkeys(leaving.get(place, {}), -1.0)
            self.program.row(0, 0, arriving.get(place, {}) | out)

    def _at_least(self, chain: Chain, rhythms: tuple[Rhythm, ...], first: int) -> None:
        """What is known of a chain by itself: its dates cost no less than the bound of its rhythm.

        Args:
            first: its columns, but for its days, begin here.
        """
        own = [column for number in chain.events for column in self.on[number]]
        own += range(first, len(self.program.costs))
        row = {column: float(self.program.costs[column]) for column in own if self.program.costs[column]}
        bounds = zip(self.chosen[-1], rhythms, strict=True)
        self.program.row(0, math.inf, row | {column: -float(rhythm.bound) for column, rhythm in bounds})

    def _misses(self, chain: Chain) -> None:
        """One column for each miss that costs something; as each costs more they fill in order."""
        for group, prices in enumerate(miss_prices(self.problem, chain).tolist()):
            missed = tuple(
                self.on[number][place]
                for number, misses in zip(chain.events, chain.misses, strict=True)
                for place in np.flatnonzero(misses[group]).tolist()
            )
            dear = prices[: int(chain.times[group])]
            free = sum(price == 0 for price in dear)
            steps = tuple(self.program.column(price, 0, 1) for price in dear[free:])
            row = dict.fromkeys(missed, 1.0) | dict.fromkeys(steps, -1.0)
            self.program.row(-math.inf, free, row)
            self.missed.append((missed, free, steps))

    def _load(self, weight: int, when: Callable[[int], int]) -> None:
        at_time: dict[int, list[tuple[int, int]]] = {}
        for chain, found in enumerate(self.problem.chains):
            for number in found.events:
                for day, column in zip(
                    self.problem.events[number].days.tolist(), self.on[number], strict=True
                ):
                    at_time.setdefault(when(day), []).append((chain, column))
        for _time, places in sorted(at_time.items()):
            self._load_at(weight, places)

    def _load_at(self, weight: int, places: list[tuple[int, int]]) -> None:
        by_chains: dict[tuple[int, ...], int] = {}
        present = sorted({chain for chain, _column in places})
        for kind, people in zip(self.problem.signatures, self.problem.people_of.tolist(), strict=True):
            inside = tuple(chain for chain in present if kind[chain])
            by_chains[inside] = by_chains.get(inside, 0) + people
        for inside, people in sorted(by_chains.items()):
            columns = tuple(column for chain, column in places if chain in inside)
            if len(columns) > 1:
                extra = self.program.column(weight * people, 0)
                self.program.row(-math.inf, 1, dict.fromkeys(columns, 1.0) | {extra: -1.0})
                self.loads.append((extra, columns))

    def _clashes(self) -> None:
        events = self.problem.events
        for one, first in enumerate(events):
            for other in range(one):
                second = events[other]
                if second.gathering.chain == first.gathering.chain or not too_close(self.problem, one, other):
                    continue
                for day in np.intersect1d(first.days, second.days).tolist():
                    if clash(self.problem, one, other, day):
                        columns = [
                            self.on[number][int(np.searchsorted(events[number].days, day))]
                            for number in (one, other)
                        ]
                        self.program.row(-math.inf, 1, dict.fromkeys(columns, 1.0))

    def add(self, cut: Cut) -> None:
        """From now on only dates that keep to this."""
        columns = {
            column: 1.0
            for number, own in cut.places
            for day, column in zip(self.problem.events[number].days.tolist(), self.on[number], strict=True)
            if day in own
        }
        if columns:
            self.program.row(-math.inf, cut.most, columns)

    def _later(self, first: int, later: int, least: int) -> None:
        """By each day the later event may only have been when the first was, so many days before."""
        days, earlier = self.problem.events[later].days, self.problem.events[first].days
        for at, day in enumerate(days.tolist()):
            been = self.on[first][: int(np.searchsorted(earlier, day - least, side="right"))]
            row = dict.fromkeys(self.on[later][: at + 1], 1.0) | dict.fromkeys(been, -1.0)
            self.program.row(-math.inf, 0, row)

    def per_day(self, counts: tuple[Integers, ...]) -> Integers:
        """(columns,) the costs of a program in which only the choice of days costs something."""
        costs = np.zeros(len(self.program.costs), np.int64)
        for columns, row in zip(self.on, counts, strict=True):
            costs[columns] = row
        return costs

    def limit(self, costs: Integers, most: int) -> None:
        """From now on only dates of at most this cost."""
        self.program.row(-math.inf, most, {int(at): float(costs[at]) for at in np.flatnonzero(costs)})

    def completed(self, picks: Picks) -> NDArray[np.float64]:
        """All columns of dates that are known."""
        values = np.zeros(len(self.program.costs))
        for number, pick in enumerate(picks):
            values[self.on[number][pick]] = 1
        for at, chain in enumerate(self.problem.chains):
            number = self._rhythm_of(at, picks)
            values[self.chosen[at][number]] = 1
            for one, other in pairwise(chain.events):
                values[self.flows[one, picks[one], picks[other], number]] = 1
        for missed, free, steps in self.missed:
            times = round(values[list(missed)].sum()) - free
            values[list(steps[: max(0, times)])] = 1
        for column, columns in self.loads:
            values[column] = max(0, values[list(columns)].sum() - 1)
        return values

    def _rhythm_of(self, at: int, picks: Picks) -> int:
        """Which of the rhythms of a chain suits these dates best, of those in which they are open."""
        chain, own = self.problem.chains[at], self.weeks[at]
        days = [int(self.problem.events[number].days[picks[number]]) for number in chain.events]
        gaps = [other - one for one, other in pairwise(days)]
        able = [
            number
            for number in range(len(own))
            if all(
                (one, picks[one], picks[other], number) in self.flows for one, other in pairwise(chain.events)
            )
        ]
        return min(able, key=lambda number: days_off_weeks(gaps, own[number].weeks or 1), default=0)

    def outcome(self, found: Outcome) -> DateOutcome:
        """The dates in the terms of the problem."""
        if not len(found.values):
            return DateOutcome((), 0, 0, proven=False, impossible=found.impossible)
        picks = tuple(int(np.argmax(found.values[columns])) for columns in self.on)
        value = math.floor(found.value + 0.5)
        bound = 0 if math.isinf(found.bound) else math.ceil(found.bound - 1e-6)
        return DateOutcome(picks, value, bound, found.proven, impossible=False)

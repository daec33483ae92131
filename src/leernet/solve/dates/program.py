"""A choice of dates in; an integer program of the days of each event, and what its chains share, out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from copy import copy
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leernet.model.plan_proofs import ClashPrice, LoadPrice, OrderPrice, RowPrice
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.measures import Picks, clash, overlapping_needs
from leernet.solve.dates.paths import Paths
from leernet.solve.dates.problem import DateProblem, Integers
from leernet.solve.program import Program

_WEEK = 7


class DateProgram:
    """One of the days of each event, and the load, clashes, cuts and orders that chains share.

    What a chain is by itself is added: the days between its events, or the dates it may have.
    """

    def __init__(self, problem: DateProblem) -> None:
        """Write it down; the columns of the days come first."""
        self.problem = problem
        self.program = Program()
        self.on = [[self.program.choice(int(cost)) for cost in event.cost] for event in problem.events]
        self.days = len(self.program.costs)
        self.loads: list[tuple[int, tuple[int, ...]]] = []
        # What rows are about, by number: a price on them can be told to others.
        self.about: dict[int, RowPrice] = {}
        self._load(problem.weights.same_day, lambda day: day, 1)
        self._load(problem.weights.same_week, problem.week, _WEEK)
        self._clashes()
        for cut in problem.all_cuts:
            self.add(cut)
        for order in problem.orders:
            self._later(order.first, order.later, order.least)

    def copy(self) -> DateProgram:
        """The same, to add chains to."""
        other = copy(self)
        other.program = self.program.copy()
        return other

    def apart(self) -> None:
        """One day for each event, and so many days between those of a chain as there are to be.

        By each day the later may only have been when the first was: the linear program of a chain is whole.
        """
        for columns in self.on:
            self.program.row(1, 1, dict.fromkeys(columns, 1.0))
        for chain in self.problem.chains:
            for (one, other), least in zip(pairwise(chain.events), chain.smallest_gap, strict=True):
                self._later(one, other, least)

    def dates_of(self, all_paths: Sequence[Paths]) -> list[list[int]]:
        """For each chain one of these dates; the columns of the dates of each chain, which cost all of it."""
        self.program.costs[: self.days] = [0] * self.days
        found = []
        for chain, paths in zip(self.problem.chains, all_paths, strict=True):
            columns = np.array([self.program.choice(cost) for cost in paths.costs.tolist()], np.int64)
            self.program.row(1, 1, dict.fromkeys(columns.tolist(), 1.0))
            for at, number in enumerate(chain.events):
                for place, column in enumerate(self.on[number]):
                    through = columns[paths.places[:, at] == place].tolist()
                    self.program.row(0, 0, dict.fromkeys(through, 1.0) | {column: -1.0})
            found.append(columns.tolist())
        return found

    def _load(self, weight: int, when: Callable[[int], int], length: int) -> None:
        at_time: dict[int, dict[int, list[int]]] = {}
        for at, own in enumerate(self.problem.chains):
            for number in own.events:
                days = self.problem.events[number].days.tolist()
                for day, column in zip(days, self.on[number], strict=True):
                    at_time.setdefault(when(day), {}).setdefault(at, []).append(column)
        for time, columns in sorted(at_time.items()):
            first = self.problem.day(time) if length == 1 else self.problem.monday(time)
            self._load_at(weight, columns, first, first + timedelta(length - 1))

    def _load_at(self, weight: int, columns: dict[int, list[int]], first: date, last: date) -> None:
        """Who has how many meetings at one time.

        Args:
            columns: of each chain that may have some.
            first: day of that time.
            last: day of it.
        """
        asked = [self.problem.chains[at].id for at in columns]
        people_of: dict[bytes, int] = {}
        present = self.problem.signatures[:, list(columns)]
        for kind, people in zip(present, self.problem.people_of.tolist(), strict=True):
            people_of[kind.tobytes()] = people_of.get(kind.tobytes(), 0) + people
        for inside, people in sorted(people_of.items()):
            own = (own for own, there in zip(columns.values(), inside, strict=True) if there)
            together = tuple(column for columns_of in own for column in columns_of)
            if len(together) > 1:
                own_ids = frozenset(id for id, there in zip(asked, inside, strict=True) if there)
                self.about[self.program.rows] = LoadPrice(first, last, frozenset(asked), own_ids, 0)
                extra = self.program.column(weight * people, 0)
                self.program.row(-math.inf, 1, dict.fromkeys(together, 1.0) | {extra: -1.0})
                self.loads.append((extra, together))

    def _clashes(self) -> None:
        events = self.problem.events
        for one, others in enumerate(overlapping_needs(self.problem)):
            for other in (other for other in others if other < one):
                for day in np.intersect1d(events[one].days, events[other].days).tolist():
                    if clash(self.problem, one, other, day):
                        columns = [
                            self.on[number][int(np.searchsorted(events[number].days, day))]
                            for number in (one, other)
                        ]
                        first, second = events[one].reference, events[other].reference
                        self.about[self.program.rows] = ClashPrice(first, second, self.problem.day(day), 0)
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
            references = self.problem.events[first].reference, self.problem.events[later].reference
            self.about[self.program.rows] = OrderPrice(*references, least, self.problem.day(day), 0)
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

    def picks(self, values: NDArray[np.float64]) -> Picks:
        """The dates of a solution."""
        return tuple(int(np.argmax(values[columns])) for columns in self.on)

    def completed(self, picks: Picks) -> NDArray[np.float64]:
        """All columns but those of whole chains, of dates that are known."""
        values = np.zeros(len(self.program.costs))
        for columns, pick in zip(self.on, picks, strict=True):
            values[columns[pick]] = 1
        for column, loaded in self.loads:
            values[column] = max(0, values[list(loaded)].sum() - 1)
        return values

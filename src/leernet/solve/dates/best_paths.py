"""Dates in; optimal dates out: column generation over the dates of each chain, priced by what chains share.

What chains share (a load, a clash, a limit) gets prices, so that each chain is by itself: the sum of their
cheapest dates, less what the prices allow, bounds all dates. The prices are those of a linear program of the
dates that chains were found to have; it grows by what is cheap at its prices. Dates of a chain that cost more
than its cheapest by as much as the best dates found lie above the bound are in no better plan; one integer
program chooses among those that are left. Where they are too many, the days of an event are divided.

Source: column generation with enumeration of what is left: Baldacci, Christofides & Mingozzi 2008,
doi:10.1007/s10107-007-0178-5.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from itertools import count
from typing import TypeVar

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from leernet.model.plan_proofs import ProofNode
from leernet.solve.dates.measures import FORBIDDEN, ONE_BOARD, Picks, measures
from leernet.solve.dates.paths import ChainPaths, Paths, merged
from leernet.solve.dates.problem import DateProblem, Integers, Truths
from leernet.solve.dates.program import DateProgram
from leernet.solve.dates.shared_rows import SharedRows
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.program import Outcome, Program

T = TypeVar("T")


class Within(Struct, frozen=True, eq=False):
    """Dates of which only so much may change.

    Attributes:
        changes: per event (C,) what each possible day counts for as a change.
        most: as much as that.
    """

    changes: tuple[Integers, ...]
    most: int


class _Proof(Struct, eq=False):
    """Prices that bound a part of the dates, and the days closed in each part that it was divided into."""

    prices: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    parts: tuple[tuple[tuple[Truths, ...], _Proof], ...] = ()


class _Node(Struct, frozen=True, order=True):
    """A part of the dates.

    Attributes:
        bound: none of them cost less.
        number: of equal bounds the first goes first.
        closed: per event (C,) the days that are not in it.
        prices: with which its pricing begins.
        among: for each chain all dates that may be in a better plan; empty where they are too many.
        proof: why none of them cost less.
    """

    bound: int
    number: int
    closed: tuple[Truths, ...]
    prices: Integers
    among: tuple[Paths, ...] = ()
    proof: _Proof = field(default_factory=_Proof)


class _Priced(Struct, frozen=True, eq=False):
    """What prices on what chains share make of the dates of a node.

    Attributes:
        bound: no dates of the node cost less.
        prices: of each row.
        charges: per event (C,) what each day is charged; closed days more than any dates cost.
        least: what each chain costs at least with these charges.
        values: of the columns of the linear program; empty without one.
    """

    bound: int
    prices: Integers
    charges: tuple[Integers, ...]
    least: tuple[int, ...]
    values: NDArray[np.float64]


class PathSearch:
    """The best dates so far and the dates that chains were found to have: the only things that change."""

    def __init__(
        self, problem: DateProblem, start: Picks, within: Within | None, below: float = math.inf
    ) -> None:
        self.parameters = problem.parameters.dates
        self.picks, self.value = start, int(min(measures(problem, start).total, below))
        self.dates = DateProgram(problem)
        if within is not None:
            self.dates.limit(self.dates.per_day(within.changes), within.most)
        self.shared = SharedRows(self.dates)
        self.chains = [ChainPaths(problem, chain) for chain in problem.chains]
        self.pool = [chain.one(_own(chain, start)) for chain in self.chains]
        self.step = _step(problem, self.chains)
        closed = tuple(np.zeros(len(event.days), np.bool_) for event in problem.events)
        self._root = _Node(0, 0, closed, np.zeros(len(self.shared.most), np.int64))

    def solve(self, divisions: float, limits: Limits) -> tuple[int, ProofNode]:
        """Look for better dates; no dates cost less than the bound that is returned, with why.

        Args:
            divisions: how often dates are divided of which not all that may be better are known.
        """
        numbers, nodes, known = count(1), [self._root], 0
        while nodes and nodes[0].bound < self.value:
            node = heapq.heappop(nodes)
            priced = self._priced_among(node) if node.among else self._priced(node, limits)
            node.proof.prices = priced.prices
            bound, among = max(node.bound, self._rounded_up(priced.bound)), node.among
            if bound < self.value and not limits.over and not among:
                among = self._chosen(priced, node, limits)
            if bound >= self.value:
                continue
            few = known < self.parameters.most_parts or math.isinf(divisions)
            enough = limits.over or not (few if among else divisions > 0)
            parts = (
                None if enough else self._divided(priced, node) if node.among or not among else [node.closed]
            )
            if parts is None:
                return min((bound, *(other.bound for other in nodes))), self._told(self._root.proof)
            # Where all that may be better is known now, the same dates are priced once more among these.
            known, divisions = (known + 1, divisions) if among else (known, divisions - 1)
            among = self._left(among, node, priced) if among else ()
            new = [_Node(bound, next(numbers), part, priced.prices, among) for part in parts]
            node.proof.parts = tuple((part.closed, part.proof) for part in new)
            for part in new:
                heapq.heappush(nodes, part)
        return self.value, self._told(self._root.proof)

    def bound(self, limits: Limits) -> int:
        """No dates cost less; without looking for better ones."""
        return min(self.value, self._rounded_up(self._priced(self._root, limits).bound))

    def below(self, limits: Limits) -> tuple[tuple[Paths, ...], bool]:
        """For each chain dates in plans no dearer than the best so far; whether these are all there are."""
        found = self._all_below(self._priced(self._root, limits), self.value)
        return tuple(found or self.pool), found is not None

    def _priced(self, node: _Node, limits: Limits) -> _Priced:
        """The best prices found; without time those to begin with."""
        best, new = self._priced_at(node.prices, node)
        for _round in range(self.parameters.price_rounds):
            if limits.over or self._rounded_up(best.bound) >= self.value:
                break
            value, solved = self._solved(self._inside(node, self.pool), whole=False)
            if not len(solved.values):
                break
            best = replace(best, values=solved.values)
            if not new or value - best.bound < self.step / 2:
                break
            found, new = self._priced_at(self.shared.rounded(solved.prices * self.step), node)
            if found.bound > best.bound:
                best = replace(found, values=best.values)
        return best

    def _priced_at(self, prices: Integers, node: _Node) -> tuple[_Priced, bool]:
        """The bound with these prices, and whether chains were found to have other dates than before."""
        charges = tuple(
            own + FORBIDDEN * closed
            for own, closed in zip(self.shared.charges(prices), node.closed, strict=True)
        )
        least, new = [], False
        for at, chain in enumerate(self.chains):
            cost, found = chain.near(_own(chain, charges), self.step)
            least.append(cost)
            if found is not None:
                had, self.pool[at] = len(self.pool[at].costs), merged([self.pool[at], found])
                new |= len(self.pool[at].costs) > had
        bound = sum(least) - self.shared.allowed(prices)
        return _Priced(bound, prices, charges, tuple(least), np.zeros(0)), new

    def _chosen(self, priced: _Priced, node: _Node, limits: Limits) -> tuple[Paths, ...]:
        """Choose among dates found so far, then among all that could be in a better plan; these, if few."""
        if node.number == 0:
            self._choose(self._cheapest(priced), limits, self.parameters.close)
        every = self._all_below(priced, self.value)
        if every is not None and node.number == 0:
            # The better the best so far, the fewer are left.
            self._choose(self.pool, limits)
            every = self._all_below(priced, self.value)
        if every is None:
            return ()
        self._choose(every, limits)
        return tuple(self._all_below(priced, self.value) or every)

    def _priced_among(self, node: _Node) -> _Priced:
        """The bound of dates of which all that may be in a better plan are known."""
        inside = self._inside(node, node.among)
        if not all(len(paths.costs) for paths in inside):
            return _Priced(FORBIDDEN, node.prices, (), (), np.zeros(0))
        prices, values = self._relaxed(inside)
        tried = (node.prices, self.shared.rounded(prices * self.step))
        bounds = [self._bound_among(prices, inside) for prices in tried]
        best = int(np.argmax(bounds))
        return _Priced(bounds[best], tried[best], (), (), values)

    def _relaxed(self, inside: Sequence[Paths]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The linear program of these dates alone, as only they are left: prices of rows, values of days."""
        program, chains = Program(), np.repeat(np.arange(len(inside)), [len(paths.costs) for paths in inside])
        for paths in inside:
            columns = [program.choice(cost) for cost in (paths.costs // self.step).tolist()]
            program.row(1, 1, dict.fromkeys(columns, 1.0))
        on = [np.array(own) for own in self.dates.on]
        owners, days, first = [], [], 0
        for chain, paths in zip(self.chains, inside, strict=True):
            for at, number in enumerate(chain.chain.events):
                owners.append(first + np.arange(len(paths.costs)))
                days.append(on[number][paths.places[:, at]])
            first += len(paths.costs)
        owner, day = np.concatenate(owners), np.concatenate(days)
        rows = self.shared.on_paths(owner, day, chains, len(inside))
        for row, coefficients in rows.items():
            extra = program.column(int(self.shared.dearest[row]) // self.step, 0)
            program.row(-math.inf, int(self.shared.most[row]), coefficients | {extra: -1.0})
        solved = program.solved(whole=False)
        prices, values = np.zeros(len(self.shared.most)), np.zeros(self.dates.days)
        if len(solved.values):
            prices[list(rows)] = solved.prices[len(inside) :]
            np.add.at(values, day, solved.values[owner])
        return prices, values

    def _left(self, among: tuple[Paths, ...], node: _Node, priced: _Priced) -> tuple[Paths, ...]:
        """Those in a node that may be in a better plan, by prices that bound it."""
        inside, charges, found = self._inside(node, among), self.shared.charges(priced.prices), []
        for chain, paths in zip(self.chains, inside, strict=True):
            charged = paths.charged(_own(chain, charges))
            found.append(
                paths.where(
                    np.flatnonzero(charged <= charged.min(initial=FORBIDDEN) + self.value - priced.bound)
                )
            )
        return tuple(found)

    def _bound_among(self, prices: Integers, inside: Sequence[Paths]) -> int:
        charges = self.shared.charges(prices)
        parts = zip(self.chains, inside, strict=True)
        least = (int(paths.charged(_own(chain, charges)).min()) for chain, paths in parts)
        return sum(least) - self.shared.allowed(prices)

    def _told(self, proof: _Proof) -> ProofNode:
        """A proof in words of the year; prices on what was found out about hosts are left out."""
        about = self.dates.about
        numbers = (row for row in np.flatnonzero(proof.prices).tolist() if row in about)
        rows = tuple(replace(about[row], price=int(proof.prices[row])) for row in numbers)
        if len(proof.parts) < 2:
            return ProofNode(rows, parts=tuple(self._told(part) for _closed, part in proof.parts))
        (one, _proof), (other, _other) = proof.parts
        number = next(at for at, closed in enumerate(one) if (closed != other[at]).any())
        event = self.dates.problem.events[number]
        last = self.dates.problem.day(int(event.days[~one[number]][-1]))
        return ProofNode(
            rows, event.reference, last, tuple(self._told(part) for _closed, part in proof.parts)
        )

    def _cheapest(self, priced: _Priced) -> list[Paths]:
        """Of the dates found so far those that cost hardly more than the least at these prices."""
        found = []
        for chain, paths, least in zip(self.chains, self.pool, priced.least, strict=True):
            charged = paths.charged(_own(chain, priced.charges))
            found.append(paths.where(np.flatnonzero(charged <= least + self.parameters.close * least)))
        return found

    def _choose(self, all_paths: Sequence[Paths], limits: Limits, relaxed_gap: float = 0.0) -> None:
        """Take the best of these dates if they are better."""
        start = self._places(all_paths)
        _value, solved = self._solved(
            all_paths, whole=True, start=start, relaxed_gap=relaxed_gap, limits=limits
        )
        if len(solved.values):
            picks = self.dates.picks(solved.values)
            total = measures(self.dates.problem, picks).total
            if total < self.value:
                self.picks, self.value = picks, total

    def _all_below(self, priced: _Priced, most: int) -> list[Paths] | None:
        """For each chain all dates that are in plans of no more than this cost; None where too many."""
        found: list[Paths] = []
        for chain, least in zip(self.chains, priced.least, strict=True):
            paths = chain.up_to(_own(chain, priced.charges), least + most - priced.bound)
            if paths is None or sum(len(own.costs) for own in (*found, paths)) > self.parameters.most_chosen:
                return None
            found.append(paths)
        return found

    def _solved(
        self,
        all_paths: Sequence[Paths],
        *,
        whole: bool,
        start: Sequence[int] | None = None,
        relaxed_gap: float = 0.0,
        limits: Limits = NO_LIMITS,
    ) -> tuple[float, Outcome]:
        """One of these dates for each chain, with costs in steps.

        Args:
            start: for each chain the number of the dates of the best so far.
            relaxed_gap: stop at this share above the bound.

        Returns:
            The cost, and the solution.
        """
        dates = self.dates.copy()
        columns = dates.dates_of(all_paths)
        costs = np.array(dates.program.costs, np.int64) // self.step
        begin = None
        if start is not None:
            begin = np.zeros(len(costs))
            known = dates.completed(self.picks)
            begin[: len(known)] = known
            for own, at in zip(columns, start, strict=True):
                begin[own[at]] = 1
        solved = dates.program.solved(
            costs=costs, whole=whole, start=begin, relaxed_gap=relaxed_gap, limits=limits
        )
        return solved.value * self.step, solved

    def _places(self, all_paths: Sequence[Paths]) -> list[int] | None:
        """For each chain the number of its dates in the best plan; None where they are not all there."""
        found: list[int] = []
        for chain, paths in zip(self.chains, all_paths, strict=True):
            same = np.flatnonzero((paths.places == np.array(_own(chain, self.picks))).all(axis=1))
            if not len(same):
                return None
            found.append(int(same[0]))
        return found

    def _inside(self, node: _Node, all_paths: Sequence[Paths]) -> list[Paths]:
        """Those of the dates of chains that are in a node."""
        found = []
        for chain, paths in zip(self.chains, all_paths, strict=True):
            closed = np.zeros(len(paths.costs), np.bool_)
            for at, own in enumerate(_own(chain, node.closed)):
                closed |= own[paths.places[:, at]]
            found.append(paths.where(np.flatnonzero(~closed)))
        return found

    def _divided(self, priced: _Priced, node: _Node) -> list[tuple[Truths, ...]] | None:
        """The dates of a node in two: the days of one event up to some day, and those after it.

        Returns:
            The parts, none where an event has no day; None where no event has a choice.
        """
        left = [int(np.count_nonzero(~closed)) for closed in node.closed]
        undecided = [number for number, count in enumerate(left) if count > 1]
        if 0 in left:
            return []
        if not undecided:
            return None
        shares = [
            np.where(closed, 0.0, priced.values[own] if len(priced.values) else 1 / count)
            for own, closed, count in zip(self.dates.on, node.closed, left, strict=True)
        ]
        number = max(undecided, key=lambda number: (1 - shares[number].max(), left[number]))
        days = np.flatnonzero(~node.closed[number])
        passed = np.cumsum(shares[number][days])
        at = min(int(np.searchsorted(passed, passed[-1] / 2 - 1e-9)), len(days) - 2)
        parts = []
        for kept in (days[: at + 1], days[at + 1 :]):
            closed = np.ones(len(node.closed[number]), np.bool_)
            closed[kept] = False
            parts.append((*node.closed[:number], closed, *node.closed[number + 1 :]))
        return parts

    def _rounded_up(self, bound: float) -> int:
        """What dates cost is a multiple of the step."""
        return math.ceil(bound / self.step - 1e-6) * self.step


def _own(chain: ChainPaths, of_events: Sequence[T]) -> tuple[T, ...]:
    """What belongs to the events of a chain."""
    return tuple(of_events[number] for number in chain.chain.events)


def _step(problem: DateProblem, chains: Sequence[ChainPaths]) -> int:
    """What all costs are multiples of."""
    weights = problem.weights
    loads = np.gcd(weights.same_day, weights.same_week) * problem.people_of
    return max(1, int(np.gcd.reduce([weights.gap_day, ONE_BOARD, *loads, *(chain.step for chain in chains)])))

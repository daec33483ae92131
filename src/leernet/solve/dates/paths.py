"""A chain of events with costs on its days in; its shortest path, or all paths below a limit, out.

Labels are extended event by event. A label is dropped when it cannot end below the limit: its
own cost, what its misses cost at least, and the shortest path onward, in which misses cost their multipliers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.solve.dates.measures import FORBIDDEN, misses_of
from leernet.solve.dates.problem import Chain, DateProblem, Integers
from leernet.solve.dates.rhythms import (
    Multipliers,
    costs_from,
    gap_costs,
    gaps_of,
    miss_prices,
    rhythms,
    shortest,
)


class Paths(Struct, frozen=True, eq=False):
    """Dates of a chain, each once, the cheapest first.

    Attributes:
        places: (N, K) for each event the place of its day in its possible days.
        costs: (N,) what they cost, without charges.
    """

    places: Integers
    costs: Integers

    def charged(self, charges: Sequence[Integers]) -> Integers:
        """(N,) what they cost with these charges on the days of each event."""
        return self.costs + sum(own[self.places[:, at]] for at, own in enumerate(charges))

    def where(self, kept: Integers) -> Paths:
        """Some of them."""
        return Paths(self.places[kept], self.costs[kept])


def merged(all_paths: Sequence[Paths]) -> Paths:
    """The dates of several lists, each once at the least that it costs in any."""
    places = np.concatenate([paths.places for paths in all_paths])
    costs = np.concatenate([paths.costs for paths in all_paths])
    order = np.lexsort((costs, *places.T[::-1]))
    places, costs = places[order], costs[order]
    first = np.ones(len(costs), np.bool_)
    first[1:] = (places[1:] != places[:-1]).any(axis=1)
    cheapest = np.argsort(costs[first], kind="stable")
    return Paths(places[first][cheapest], costs[first][cheapest])


class _Rhythm(Struct, eq=False):
    """Dates every so many weeks: what the days between cost, and multipliers that bound them well."""

    between: tuple[Integers, ...]
    multipliers: Multipliers
    learned: bool = False

    def bound(self, unary: list[Integers]) -> int:
        """No dates in this rhythm cost less."""
        charged = self.multipliers.charged(unary)
        path = shortest(charged, self.between)
        least = sum(int(row[place]) for row, place in zip(charged, path, strict=True))
        return least + gaps_of(self.between, path) - self.multipliers.most_charged()

    def learn(self, unary: list[Integers], enough: int, steps: int) -> int:
        """Find multipliers for these costs, whose bound is enough if it can be; the bound."""
        self.learned = True
        best, of_best = self.bound(unary), self.multipliers
        tried = Multipliers(of_best.chain, of_best.prices)
        for _step in range(steps if len(of_best.values) else 0):
            if best >= enough:
                break
            charged = tried.charged(unary)
            path = shortest(charged, self.between)
            least = sum(int(row[place]) for row, place in zip(charged, path, strict=True))
            bound = least + gaps_of(self.between, path) - tried.most_charged()
            if bound > best:
                best, of_best = bound, tried.copy()
            tried.learn(path)
        self.multipliers = of_best
        return best


class ChainPaths:
    """A chain of which dates are asked again and again, with other charges each time."""

    def __init__(self, problem: DateProblem, chain: Chain) -> None:
        self.chain = chain
        self.costs = [problem.events[number].cost for number in chain.events]
        prices = miss_prices(problem, chain)
        self.step = int(np.gcd.reduce(np.concatenate([*self.costs, prices.ravel()])))
        self.totals = np.cumsum(np.pad(prices, ((0, 0), (1, 0))), axis=1)
        self.steps = problem.parameters.dates.bound_steps
        self.most = problem.parameters.dates.most_paths
        self.at_a_time = problem.parameters.dates.at_a_time
        self.rhythms = [
            _Rhythm(gap_costs(problem, chain, weeks), Multipliers(chain, prices))
            for weeks in rhythms(problem, chain)
        ]
        # Most chains have nothing to choose where dates are kept.
        self.only = self.one((0,) * len(self.costs)) if all(len(own) == 1 for own in self.costs) else None

    def one(self, path: tuple[int, ...]) -> Paths:
        """Dates that are known."""
        missed = misses_of(self.chain, path)
        cost = sum(int(row[place]) for row, place in zip(self.costs, path, strict=True))
        cost += int(self.totals[np.arange(len(missed)), missed].sum())
        cost += min(gaps_of(rhythm.between, path) for rhythm in self.rhythms)
        return Paths(np.array([path]), np.array([cost]))

    def near(self, charges: Sequence[Integers], step: int) -> tuple[int, Paths | None]:
        """What the chain costs at least with these charges, and dates that cost hardly more.

        Args:
            step: costs are multiples of it.

        Returns:
            The least, or a bound where too many dates cost about as much; dates, None where there are none.
        """
        if self.only is not None:
            cost = int(self.only.charged(charges)[0])
            return (cost, self.only) if cost < FORBIDDEN // 2 else (FORBIDDEN, None)
        unary = [cost + own for cost, own in zip(self.costs, charges, strict=True)]
        bounds = self._bounds(unary)
        least = min(bounds)
        spare = max(step, least // 400)
        while least < FORBIDDEN // 2:
            found = self._up_to(unary, charges, bounds, least + spare, same=False)
            if found is None:
                return self._of_many(unary, charges, bounds, least + spare)
            if len(found.costs):
                return int(found.charged(charges).min()), found
            bounds = [max(bound, least + spare + 1) for bound in bounds]
            least, spare = least + spare + 1, 2 * spare
        return FORBIDDEN, None

    def up_to(self, charges: Sequence[Integers], most: int) -> Paths | None:
        """All dates that cost no more than this with these charges; None where they are too many."""
        if self.only is not None:
            return self.only.where(np.flatnonzero(self.only.charged(charges) <= most))
        unary = [cost + own for cost, own in zip(self.costs, charges, strict=True)]
        return self._up_to(unary, charges, self._bounds(unary), most, same=False)

    def _bounds(self, unary: list[Integers]) -> list[int]:
        """Per rhythm a bound; multipliers are found for those that may be the best."""
        bounds = [rhythm.bound(unary) for rhythm in self.rhythms]
        for at in sorted(range(len(bounds)), key=lambda at: bounds[at]):
            known = [bound for bound, rhythm in zip(bounds, self.rhythms, strict=True) if rhythm.learned]
            enough = min(known, default=FORBIDDEN)
            if not self.rhythms[at].learned and bounds[at] < enough:
                bounds[at] = self.rhythms[at].learn(unary, enough + enough // 200, self.steps)
        return bounds

    def _of_many(
        self, unary: list[Integers], charges: Sequence[Integers], bounds: list[int], upto: int
    ) -> tuple[int, Paths | None]:
        """The same where many dates cost about as much: of those with the same misses and last day one."""
        found = self._up_to(unary, charges, bounds, upto, same=True)
        if found is not None and len(found.costs):
            return int(found.charged(charges).min()), found
        best = min(range(len(bounds)), key=lambda at: bounds[at])
        rhythm = self.rhythms[best]
        path = shortest(rhythm.multipliers.charged(unary), rhythm.between)
        return (upto + 1 if found is not None else bounds[best]), self.one(path)

    def _up_to(
        self, unary: list[Integers], charges: Sequence[Integers], bounds: list[int], most: int, *, same: bool
    ) -> Paths | None:
        found = [Paths(np.zeros((0, len(unary)), np.int64), np.zeros(0, np.int64))]
        for rhythm, bound in zip(self.rhythms, bounds, strict=True):
            if bound > most:
                continue
            if not rhythm.learned and rhythm.learn(unary, FORBIDDEN, self.steps) > most:
                continue
            own = self._in_rhythm(rhythm, unary, most, same=same)
            if own is None:
                return None
            places, costs = own
            found.append(Paths(places, costs - sum(row[places[:, at]] for at, row in enumerate(charges))))
        return merged(found)

    def _in_rhythm(
        self, rhythm: _Rhythm, unary: list[Integers], most: int, *, same: bool
    ) -> tuple[Integers, Integers] | None:
        """Places (N, K) and costs with charges (N,) of all dates in a rhythm that cost no more than this."""
        charged = rhythm.multipliers.charged(unary)
        onward = costs_from(charged, rhythm.between)
        rows, events = len(self.totals), len(unary)
        nothing = (np.zeros((1, 0), np.int64), np.zeros(1, np.int64), np.zeros((rows, 1), np.int16))
        begun = self._begun(rhythm, events, *nothing)
        for at in range(events):
            parts: list[_Begun] = []
            for start in range(0, len(begun.costs), self.at_a_time):
                part = begun.where(slice(start, start + self.at_a_time))
                between = rhythm.between[at - 1][part.places[:, -1]] if at else np.zeros((1, 1), np.int64)
                ahead = between + onward[at][None, :]
                one, other = np.nonzero(part.least[:, None] + ahead <= most)
                grown = self._begun(
                    rhythm,
                    events - 1 - at,
                    np.column_stack([part.places[one], other]),
                    part.costs[one] + unary[at][other] + np.broadcast_to(between, ahead.shape)[one, other],
                    part.misses[:, one] + self.chain.misses[at][:, other],
                )
                parts.append(grown.where(grown.least + (onward[at] - charged[at])[other] <= most))
                if sum(len(grown.costs) for grown in parts) > self.most:
                    return None
            begun = _joined(parts)
            if same:
                begun = begun.where(_one_of_each(begun))
            if not len(begun.costs):
                return np.zeros((0, events), np.int64), begun.costs
        return begun.places, begun.least

    def _begun(
        self, rhythm: _Rhythm, left: int, places: Integers, costs: Integers, misses: NDArray[np.int16]
    ) -> _Begun:
        return _Begun(places, costs, misses, costs + self._at_least(rhythm, misses, left))

    def _at_least(self, rhythm: _Rhythm, misses: NDArray[np.int16], left: int) -> Integers:
        """(N,) what misses cost in all, at least, less the multipliers of those that are still to come.

        Args:
            misses: (G, N) so far.
            left: how many events are still to come.
        """
        passed = len(self.costs) - left
        cheapest = self.totals[:, : passed + 1]
        for more in range(1, left + 1):
            charge = more * rhythm.multipliers.values[:, None]
            cheapest = np.minimum(cheapest, self.totals[:, more : more + passed + 1] - charge)
        found = np.zeros(misses.shape[1], np.int64)
        for row, missed in zip(cheapest, misses, strict=True):
            found += row[missed]
        return found


class _Begun(Struct, eq=False):
    """Dates of the first events of a chain.

    Attributes:
        places: (N, k) as in ``Paths``.
        costs: (N,) with charges, without misses.
        misses: (G, N) of each pattern.
        least: (N,) the same with what the misses cost at least.
    """

    places: Integers
    costs: Integers
    misses: NDArray[np.int16]
    least: Integers

    def where(self, kept: slice | NDArray[Any]) -> _Begun:
        """Some of them."""
        return _Begun(self.places[kept], self.costs[kept], self.misses[:, kept], self.least[kept])


def _joined(parts: list[_Begun]) -> _Begun:
    if len(parts) == 1:
        return parts[0]
    return _Begun(
        np.concatenate([part.places for part in parts]),
        np.concatenate([part.costs for part in parts]),
        np.concatenate([part.misses for part in parts], axis=1),
        np.concatenate([part.least for part in parts]),
    )


def _one_of_each(begun: _Begun) -> Integers:
    """Numbers of the cheapest of those with the same last day and misses; a few may stay beside it."""
    weights = np.random.default_rng(0).integers(1, 2**40, len(begun.misses))
    mixed = weights @ begun.misses.astype(np.int64)
    order = np.lexsort((begun.costs, mixed, begun.places[:, -1]))
    one, other = order[:-1], order[1:]
    same = (begun.places[one, -1] == begun.places[other, -1]) & (
        begun.misses[:, one] == begun.misses[:, other]
    ).all(axis=0)
    return np.sort(order[np.concatenate([[True], ~same])])

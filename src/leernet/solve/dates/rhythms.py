"""One network in; what its dates cost at least in each rhythm of weeks, and the days left open, out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from leernet.solve.dates.measures import FORBIDDEN, ONE_BOARD, misses_of
from leernet.solve.dates.problem import Chain, DateProblem, Integers, Truths
from leernet.solve.dates.spacing import days_off_each


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """Dates of a chain that follow one another every so many weeks.

    Attributes:
        weeks: how many; None where spacing does not count.
        bound: no dates of the chain in this rhythm cost less.
        open: for each pair of events that follow one another (C, C') which days they may be on together.
    """

    weeks: int | None
    bound: int
    open: tuple[Truths, ...]


def chains_bound(problem: DateProblem) -> int:
    """No dates cost less than this: each chain at its best, as if it were alone; from its multipliers."""
    return sum(min(_bounds(problem, chain).values()) for chain in problem.chains)


def weeks_below(problem: DateProblem, total: int) -> tuple[tuple[Rhythm, ...], ...]:
    """For each chain the rhythms, and in each the pairs of days, that dates of less than this cost may have.

    Args:
        total: what dates that were found cost.
    """
    bounds = [_bounds(problem, chain) for chain in problem.chains]
    spare = total - sum(min(own.values()) for own in bounds)
    found = []
    for chain, own in zip(problem.chains, bounds, strict=True):
        enough = min(own.values()) + spare
        close = (_rhythm(problem, chain, weeks, enough) for weeks in sorted(own) if own[weeks] < enough)
        kept = tuple(rhythm for rhythm in close if rhythm.bound < enough)
        found.append(kept or (_rhythm(problem, chain, min(own, key=lambda weeks: own[weeks]), FORBIDDEN),))
    return tuple(found)


def all_weeks(problem: DateProblem) -> tuple[tuple[Rhythm, ...], ...]:
    """For each chain all rhythms that its dates may have."""
    return tuple(
        tuple(_rhythm(problem, chain, weeks, FORBIDDEN, 1) for weeks in rhythms(problem, chain))
        for chain in problem.chains
    )


def any_spacing(problem: DateProblem) -> tuple[tuple[Rhythm, ...], ...]:
    """One rhythm for each chain in which spacing costs nothing."""
    return tuple(
        (
            Rhythm(
                None,
                0,
                tuple(
                    gap_cost(problem, one, other, least, None) < FORBIDDEN
                    for (one, other), least in zip(pairwise(chain.events), chain.smallest_gap, strict=True)
                ),
            ),
        )
        for chain in problem.chains
    )


def _rhythm(problem: DateProblem, chain: Chain, weeks: int, enough: int, steps: int | None = None) -> Rhythm:
    """A rhythm with its bound; pairs of days through which no dates cost less than enough are closed.

    The shortest path through a pair, at the multipliers of the bound, bounds all dates with that pair.
    """
    bound, multipliers = _bound_of(problem, chain, weeks, enough, steps)
    between = gap_costs(problem, chain, weeks)
    unary = multipliers.charged([problem.events[number].cost for number in chain.events])
    before, after = _costs_up_to(unary, between), _costs_from(unary, between)
    most = multipliers.most_charged()
    return Rhythm(
        weeks if len(chain.events) > 2 else None,
        bound,
        tuple(
            (costs < FORBIDDEN) & (first[:, None] + costs + last[None, :] - most < enough)
            for costs, first, last in zip(between, before, after[1:], strict=False)
        ),
    )


def _costs_up_to(unary: list[Integers], between: tuple[Integers, ...]) -> list[Integers]:
    """Per event (C,) the cheapest way to be on a day, that day paid."""
    found = [unary[0]]
    for costs, row in zip(between, unary[1:], strict=True):
        found.append((found[-1][:, None] + costs).min(axis=0) + row)
    return found


def _costs_from(unary: list[Integers], between: tuple[Integers, ...]) -> list[Integers]:
    """Per event (C,) the cheapest way on from a day, that day paid."""
    found = [unary[-1]]
    for costs, row in zip(reversed(between), reversed(unary[:-1]), strict=True):
        found.append((costs + found[-1][None, :]).min(axis=1) + row)
    return found[::-1]


def rhythms(problem: DateProblem, chain: Chain) -> range:
    """The rhythms in weeks that dates of a chain may have; one where all dates are as evenly spaced."""
    if len(chain.events) <= 2:
        return range(1, 2)
    days = [problem.events[number].days for number in chain.events]
    longest = max(int(other[-1] - one[0]) for one, other in pairwise(days) if len(one) and len(other))
    return range(1, max(1, -(-longest // 7)) + 1)


def _bounds(problem: DateProblem, chain: Chain) -> dict[int, int]:
    """For each rhythm of a chain a bound; those above the least are stopped early."""
    least = {weeks: _bound_of(problem, chain, weeks, FORBIDDEN, 1)[0] for weeks in rhythms(problem, chain)}
    found: dict[int, int] = {}
    for weeks in sorted(least, key=lambda weeks: (least[weeks], weeks)):
        enough = min(found.values(), default=FORBIDDEN)
        above = least[weeks] >= enough
        found[weeks] = least[weeks] if above else _bound_of(problem, chain, weeks, enough)[0]
    return found


def _bound_of(
    problem: DateProblem, chain: Chain, weeks: int, enough: int, steps: int | None = None
) -> tuple[int, Multipliers]:
    """No dates of a chain in this rhythm cost less, and by which multipliers; no more than enough."""
    between, prices = gap_costs(problem, chain, weeks), miss_prices(problem, chain)
    unary = [problem.events[number].cost for number in chain.events]
    multipliers = Multipliers(chain, prices)
    best, of_best = -1, multipliers.copy()
    for _step in range(problem.parameters.dates.bound_steps if steps is None else steps):
        charged = multipliers.charged(unary)
        path = shortest(charged, between)
        least = sum(int(row[place]) for row, place in zip(charged, path, strict=True))
        bound = least + gaps_of(between, path) - multipliers.most_charged()
        if bound > best:
            best, of_best = bound, multipliers.copy()
        if best >= enough or not len(chain.groups):
            break
        multipliers.learn(path)
    return max(0, best), of_best


def gaps_of(between: tuple[Integers, ...], path: tuple[int, ...]) -> int:
    return sum(int(costs[one, other]) for costs, (one, other) in zip(between, pairwise(path), strict=True))


def miss_prices(problem: DateProblem, chain: Chain) -> Integers:
    """(G, K) what the first, second, … miss of the people of a pattern costs beside the absence itself.

    Each costs more than the one before: the k-th `again` times k - 1, and the last possible `never` on top.
    """
    events = np.arange(len(chain.events))
    prices = problem.weights.again * events + problem.weights.never * (chain.times[:, None] == events + 1)
    of_groups: Integers = chain.groups[:, None] * prices
    return of_groups


class Multipliers:
    """Whole numbers that stand for the prices of misses while a chain is a shortest path.

    They follow the price of the average of the paths so far, as the method of Frank and Wolfe does; any
    multipliers give a bound.
    """

    def __init__(self, chain: Chain, prices: Integers) -> None:
        self.chain, self.prices = chain, prices
        self.values = np.zeros(len(chain.groups), np.int64)
        self.seen = np.zeros(len(chain.groups), np.int64)
        self.paths = 0

    def copy(self) -> Multipliers:
        """The same multipliers, to keep."""
        other = Multipliers(self.chain, self.prices)
        other.values, other.seen, other.paths = self.values.copy(), self.seen.copy(), self.paths
        return other

    def charged(self, unary: list[Integers]) -> list[Integers]:
        """The costs of days with what the misses on them are charged."""
        return [row + self.values @ misses for row, misses in zip(unary, self.chain.misses, strict=True)]

    def learn(self, path: tuple[int, ...]) -> None:
        """Take a path into the average, half a miss of which lies on either side of a whole number."""
        self.seen += misses_of(self.chain, path)
        self.paths += 1
        last, halves = self.prices.shape[1] - 1, 2 * self.paths
        at = np.maximum(2 * self.seen - self.paths, 0)
        below, part = np.minimum(at // halves, last), at % halves
        rows = np.arange(len(self.values))
        one, other = self.prices[rows, below], self.prices[rows, np.minimum(below + 1, last)]
        self.values = one + (other - one) * part // halves

    def most_charged(self) -> int:
        """How much more than its price any number of misses can be charged, over all patterns."""
        totals = np.cumsum(np.pad(self.prices, ((0, 0), (1, 0))), axis=1)
        charged = self.values[:, None] * np.arange(totals.shape[1])
        possible = np.arange(totals.shape[1]) <= self.chain.times[:, None]
        return int(np.where(possible, charged - totals, 0).max(axis=1, initial=0).sum())


def shortest(unary: list[Integers], between: tuple[Integers, ...]) -> tuple[int, ...]:
    """The cheapest path, one place per event; of equals the one with the earlier days."""
    cost = unary[-1]
    choice: list[Integers] = []
    for row, costs in zip(reversed(unary[:-1]), reversed(between), strict=True):
        onward = costs + cost[None, :]
        pick = onward.argmin(axis=1)
        choice.append(pick)
        cost = row + onward[np.arange(len(row)), pick]
    path = [int(cost.argmin())]
    for pick in reversed(choice):
        path.append(int(pick[path[-1]]))
    return tuple(path)


def gap_costs(problem: DateProblem, chain: Chain, weeks: int) -> tuple[Integers, ...]:
    return tuple(
        gap_cost(problem, one, other, least, weeks if len(chain.events) > 2 else None)
        for (one, other), least in zip(pairwise(chain.events), chain.smallest_gap, strict=True)
    )


def gap_cost(problem: DateProblem, one: int, other: int, least: int, weeks: int | None) -> Integers:
    """(C, C') what the days between two events that follow one another cost in a rhythm of weeks.

    Args:
        weeks: None where spacing is not to count.
    """
    first, second = problem.events[one], problem.events[other]
    gap = second.days[None, :] - first.days[:, None]
    asked = (order.least for order in problem.orders if (order.first, order.later) == (one, other))
    least = max((least, *asked))
    cost = np.zeros(gap.shape, np.int64)
    if weeks is not None:
        cost += problem.weights.gap_day * days_off_each(gap, weeks)
    before, after = first.only_board[first.days][:, None], second.only_board[second.days][None, :]
    cost += ONE_BOARD * ((before == after) & (before >= 0))
    return np.where(gap < least, FORBIDDEN, cost)

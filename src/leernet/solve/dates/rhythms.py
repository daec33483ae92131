"""One network in; the rhythms of its dates, what the days between and misses cost, shortest paths, out."""

from __future__ import annotations

from copy import copy
from itertools import pairwise

import numpy as np

from leernet.solve.dates.measures import FORBIDDEN, ONE_BOARD, misses_of
from leernet.solve.dates.problem import Chain, DateProblem, Integers
from leernet.solve.dates.spacing import days_off_each


def costs_from(unary: list[Integers], between: tuple[Integers, ...]) -> list[Integers]:
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
        self.totals = np.cumsum(np.pad(prices, ((0, 0), (1, 0))), axis=1)
        self.counts = np.minimum(np.arange(self.totals.shape[1]), chain.times[:, None])
        self.totals = np.take_along_axis(self.totals, self.counts, axis=1)
        self.values = np.zeros(len(chain.groups), np.int64)
        self.seen = np.zeros(len(chain.groups), np.int64)
        self.paths = 0

    def copy(self) -> Multipliers:
        """The same multipliers, to keep."""
        other = copy(self)
        other.seen = self.seen.copy()
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
        return int((self.values[:, None] * self.counts - self.totals).max(axis=1, initial=0).sum())


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

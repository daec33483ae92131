"""A choice of dates in; good dates out, found by improving one network after the other."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from leernet.solve.dates.cut import Cut
from leernet.solve.dates.measures import FORBIDDEN, Picks, clash, measures, misses_of, overlapping_needs
from leernet.solve.dates.order import Order
from leernet.solve.dates.problem import Chain, DateProblem, Integers, Truths, only_bit
from leernet.solve.dates.rhythms import Multipliers, gap_costs, gaps_of, miss_prices, rhythms, shortest
from leernet.solve.dates.spacing import best_weeks
from leernet.solve.limits import NO_LIMITS, Limits


def possible(problem: DateProblem) -> bool:
    """Whether every event has a day, and every chain keeps its gaps when taken by itself."""
    return all(len(event.days) for event in problem.events) and all(
        chain_is_possible(problem, chain) for chain in problem.chains
    )


def chain_is_possible(problem: DateProblem, chain: Chain) -> bool:
    """Whether a chain can keep its gaps, with hosts of another board each time where asked; exact."""
    reached: list[tuple[int, int]] = [(-FORBIDDEN, -1)]
    for number, gap in zip(chain.events, (0, *chain.smallest_gap), strict=True):
        event = problem.events[number]
        reached = _reached(reached, gap, [(day, event.boards[day]) for day in event.days.tolist()])
    return bool(reached)


def _reached(before: list[tuple[int, int]], gap: int, days: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The days that can follow, each with the boards that can receive then, as bits."""
    found = []
    earlier, taken = 0, 0
    for day, boards in days:
        while taken < len(before) and before[taken][0] + gap <= day:
            earlier |= before[taken][1]
            taken += 1
        only = only_bit(earlier)
        left = 0 if not earlier else boards & ~(1 << only) if only >= 0 else boards
        if left:
            found.append((day, left))
    return found


def good_dates(
    problem: DateProblem,
    *,
    start: Picks | None = None,
    seed: int = 0,
    kicks: int | None = None,
    limits: Limits = NO_LIMITS,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Picks:
    """Dates found by improving one chain at a time, then kicking some and improving again.

    Each chain by itself is solved as a shortest path over its possible days. The same input and seed give
    the same dates on every machine: all costs are whole numbers and of equals the earliest is taken.

    Args:
        problem: every chain of it possible by itself.
        start: dates to begin from; otherwise each chain begins as if it were alone.
        seed: of the kicks.
        kicks: how many; None: as many as the parameters say.
        limits: looked at between kicks; the best so far is returned.
        progress: told after each kick how many are done, of how many.

    Source: coordinate descent with iterated local search; the multipliers are those of Lagrangian relaxation.
    """
    parameters = problem.parameters.dates
    search = _Search(problem, start)
    search.descend(range(len(problem.chains)))
    asked = parameters.kicks if kicks is None else kicks
    rounds = asked if len(problem.chains) > 1 else 0
    dice = np.random.default_rng(seed)
    best, best_total = search.picks, search.total()
    for done in range(rounds):
        if limits.over:
            break
        kicked = sorted(dice.permutation(len(problem.chains))[: parameters.kicked_chains].tolist())
        noise = int(dice.choice(parameters.kick_noise))
        for chain in kicked:
            search.kick(chain, dice, noise)
        search.descend(search.neighbours(kicked))
        total = search.total()
        if total < best_total:
            best, best_total = search.picks, total
        else:
            search.restore(best)
        progress(done + 1, rounds)
    return best


def charges_of_others(problem: DateProblem, picks: Picks, at: int) -> list[Integers]:
    """For each event of a chain (C,) what its days cost for where the other chains are."""
    search = _Search(problem, picks)
    search.lift(at)
    chain = problem.chains[at]
    unary = zip(search.unary(at), chain.events, strict=True)
    return [costs - problem.events[number].cost for costs, number in unary]


class _Search:
    """One choice of dates that is being improved; the only thing here that changes."""

    def __init__(self, problem: DateProblem, start: Picks | None) -> None:
        self.problem, self.parameters = problem, problem.parameters.dates
        self.picks: Picks = start or tuple(0 for _ in problem.events)
        self.chain_of = {number: at for at, chain in enumerate(problem.chains) for number in chain.events}
        self.gap_costs: dict[tuple[int, int], tuple[Integers, ...]] = {}
        self.miss_prices = tuple(miss_prices(problem, chain) for chain in problem.chains)
        self.weeks = problem.days // 7 + 2
        self.week_of = np.array([problem.week(day) for day in range(problem.days)], np.int64)
        self.on_day = np.zeros((len(problem.people_of), problem.days), np.int64)
        self.in_week = np.zeros((len(problem.people_of), self.weeks), np.int64)
        self.overlapping = overlapping_needs(problem)
        self.cuts_of: dict[int, list[Cut]] = {}
        for cut in problem.all_cuts:
            for number, _days in cut.places:
                self.cuts_of.setdefault(number, []).append(cut)
        # The same pairs on the same days are asked about in every round.
        self.clashes: dict[tuple[int, int, int], bool] = {}
        self.placed = [False] * len(problem.chains)
        if start is not None:
            for chain in range(len(problem.chains)):
                self._count(chain, 1)
                self.placed[chain] = True

    def descend(self, chains: range | list[int]) -> None:
        """Improve chains in turn until none of them gains."""
        gained = True
        while gained:
            gained = False
            for chain in chains:
                gained |= self.improve(chain)

    def improve(self, at: int) -> bool:
        """Give one chain its best dates while the others stay; whether that gained anything."""
        chain = self.problem.chains[at]
        self.lift(at)
        unary = self.unary(at)
        now = self._path_cost(at, unary, tuple(self.picks[number] for number in chain.events))
        path, cost = self._best_path(at, unary, self.parameters.multiplier_steps)
        better = not self.placed[at] or cost < now
        if better:
            self._set(chain, path)
        self._drop(at)
        return better

    def kick(self, at: int, dice: np.random.Generator, noise: int) -> None:
        """Move one chain to dates that are best under disturbed costs."""
        chain = self.problem.chains[at]
        self.lift(at)
        disturbed = [row + dice.integers(0, noise + 1, len(row)) for row in self.unary(at)]
        path, _cost = self._best_path(at, disturbed, self.parameters.kick_steps)
        self._set(chain, path)
        self._drop(at)

    def restore(self, picks: Picks) -> None:
        """Go back to dates found before."""
        for at, chain in enumerate(self.problem.chains):
            if any(self.picks[number] != picks[number] for number in chain.events):
                self.lift(at)
                self._set(chain, tuple(picks[number] for number in chain.events))
                self._drop(at)

    def neighbours(self, chains: list[int]) -> list[int]:
        """The chains that share people with these, and these."""
        shared = self.problem.signatures[self.problem.signatures[:, chains].any(axis=1)].any(axis=0)
        return sorted({*np.flatnonzero(shared).tolist(), *chains})

    def total(self) -> int:
        """What the dates cost, in all."""
        return measures(self.problem, self.picks).total

    def _set(self, chain: Chain, path: tuple[int, ...]) -> None:
        places = dict(zip(chain.events, path, strict=True))
        self.picks = tuple(places.get(number, pick) for number, pick in enumerate(self.picks))

    def lift(self, at: int) -> None:
        if self.placed[at]:
            self._count(at, -1)

    def _drop(self, at: int) -> None:
        self._count(at, 1)
        self.placed[at] = True

    def _count(self, at: int, by: int) -> None:
        inside = self.problem.signatures[:, at].astype(np.int64) * by
        for number in self.problem.chains[at].events:
            day = int(self.problem.events[number].days[self.picks[number]])
            self.on_day[:, day] += inside
            self.in_week[:, self.week_of[day]] += inside

    def unary(self, at: int) -> list[Integers]:
        weights = self.problem.weights
        people = self.problem.signatures[:, at] * self.problem.people_of
        per_day = weights.same_day * (people @ (self.on_day > 0))
        per_week = weights.same_week * (people @ (self.in_week > 0))
        load: Integers = per_day + per_week[self.week_of]
        return [self._event_cost(number, load) for number in self.problem.chains[at].events]

    def _event_cost(self, number: int, load: Integers) -> Integers:
        event = self.problem.events[number]
        cost: Integers = event.cost + load[event.days]
        for other in self.overlapping[number]:
            if not self.placed[self.chain_of[other]]:
                continue
            day = int(self.problem.events[other].days[self.picks[other]])
            at = int(np.searchsorted(event.days, day))
            if at < len(event.days) and event.days[at] == day and self._clash(number, other, day):
                cost[at] += FORBIDDEN
        for order in self.problem.orders:
            if number in (order.first, order.later):
                cost[self._too_early(number, order)] += FORBIDDEN
        for cut in self.cuts_of.get(number, ()):
            if self._is_full(cut, number):
                mine = dict(cut.places)[number]
                cost[np.isin(event.days, sorted(mine))] += FORBIDDEN
        return cost

    def _too_early(self, number: int, order: Order) -> Truths:
        """(C,) on which days an event is not so much later than another, or the other not than it."""
        other = order.first if number == order.later else order.later
        event, placed = self.problem.events[number], self.problem.events[other]
        if not self.placed[self.chain_of[other]] or self.chain_of[other] == self.chain_of[number]:
            return np.zeros(len(event.days), np.bool_)
        day = int(placed.days[self.picks[other]])
        early: Truths = (
            event.days < day + order.least if number == order.later else event.days > day - order.least
        )
        return early

    def _is_full(self, cut: Cut, number: int) -> bool:
        """Whether events of other chains leave no room for this one in a cut."""
        others = {
            other: int(self.problem.events[other].days[self.picks[other]])
            for other, _days in cut.places
            if self.chain_of[other] != self.chain_of[number] and self.placed[self.chain_of[other]]
        }
        return cut.count(others) >= cut.most

    def _clash(self, number: int, other: int, day: int) -> bool:
        key = (min(number, other), max(number, other), day)
        if key not in self.clashes:
            self.clashes[key] = clash(self.problem, number, other, day)
        return self.clashes[key]

    def _path_cost(self, at: int, unary: list[Integers], path: tuple[int, ...]) -> int:
        cost = sum(int(row[place]) for row, place in zip(unary, path, strict=True))
        prices = self.miss_prices[at]
        paid = np.arange(prices.shape[1]) < misses_of(self.problem.chains[at], path)[:, None]
        return cost + gaps_of(self._gaps(at, self._weeks(at, path)), path) + int(prices[paid].sum())

    def _gaps(self, at: int, weeks: int) -> tuple[Integers, ...]:
        """What the days between the events of a chain cost in a rhythm of weeks."""
        if (at, weeks) not in self.gap_costs:
            self.gap_costs[at, weeks] = gap_costs(self.problem, self.problem.chains[at], weeks)
        return self.gap_costs[at, weeks]

    def _weeks(self, at: int, path: tuple[int, ...]) -> int:
        """The rhythm that suits the dates of a chain best."""
        events = (self.problem.events[number] for number in self.problem.chains[at].events)
        days = [int(event.days[place]) for event, place in zip(events, path, strict=True)]
        return best_weeks([other - one for one, other in pairwise(days)])

    def _rhythms(self, at: int, unary: list[Integers]) -> list[int]:
        """Those worth a look: the one there is and its neighbours, else the cheapest without multipliers."""
        possible = rhythms(self.problem, self.problem.chains[at])
        if self.placed[at]:
            own = tuple(self.picks[number] for number in self.problem.chains[at].events)
            weeks = self._weeks(at, own)
            return [near for near in (weeks, weeks - 1, weeks + 1) if near in possible] or [possible[0]]
        costs = []
        for weeks in possible:
            path = shortest(unary, self._gaps(at, weeks))
            costs.append((self._path_cost(at, unary, path), weeks))
        return [weeks for _cost, weeks in sorted(costs)[: self.parameters.rhythms]]

    def _best_path(self, at: int, unary: list[Integers], steps: int) -> tuple[tuple[int, ...], int]:
        chain = self.problem.chains[at]
        best: tuple[int, ...] = ()
        best_cost = -1
        for weeks in self._rhythms(at, unary):
            multipliers = Multipliers(chain, self.miss_prices[at])
            for _step in range(steps if len(chain.groups) else 1):
                path = shortest(multipliers.charged(unary), self._gaps(at, weeks))
                cost = self._path_cost(at, unary, path)
                if best_cost < 0 or cost < best_cost:
                    best, best_cost = path, cost
                multipliers.learn(path)
        best = self._settled(at, unary, best)
        return best, self._path_cost(at, unary, best)

    def _settled(self, at: int, unary: list[Integers], path: tuple[int, ...]) -> tuple[int, ...]:
        """A path of which no single event can be put on a better day."""
        misses, rows = self.problem.chains[at].misses, np.arange(len(self.miss_prices[at]))
        picks, missed, gained = list(path), misses_of(self.problem.chains[at], path), True
        gaps = self._gaps(at, self._weeks(at, path))
        while gained:
            gained = False
            for number, row in enumerate(unary):
                others = missed - misses[number][:, picks[number]]
                cost = row + self.miss_prices[at][rows, others] @ misses[number]
                if number:
                    cost = cost + gaps[number - 1][picks[number - 1]]
                if number < len(unary) - 1:
                    cost = cost + gaps[number][:, picks[number + 1]]
                place = int(cost.argmin())
                if cost[place] < cost[picks[number]]:
                    picks[number], gained = place, True
                missed = others + misses[number][:, picks[number]]
        return tuple(picks)

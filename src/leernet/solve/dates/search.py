"""A choice of dates in; good dates out, and how far they are from the best there can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, pairwise, product

import numpy as np

from leernet.model.distance import travel_minutes
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.order import Order
from leernet.solve.dates.problem import Chain, DateProblem, Integers, Truths, only_bit, there
from leernet.solve.dates.spacing import best_weeks, days_off, days_off_each

# Dearer than every plan of an allowed size costs together: stands for "not allowed" in whole numbers.
FORBIDDEN = 10**9
# Two meetings in a row that only schools of one board can receive, where that is not allowed: no host fits
# then, and where no other days are left it is for the hosts to say so.
ONE_BOARD = 10**6
_MULTIPLIER_STEPS = 12
_BOUND_STEPS = 60
_ROUNDS = 40
_KICKED_CHAINS = 3
_KICK_NOISE = (200, 800, 3000)
_KICK_STEPS = 3
# So many rhythms of whole weeks are looked at for a chain without dates, those that seem the cheapest.
_RHYTHMS = 3

# One possible day per event, as its place in ``Event.days``.
Picks = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """What a choice of dates costs, each kind by itself.

    Attributes:
        absent: wanted members who cannot come, over all meetings.
        never: members who can come to none of the meetings of a network.
        again: for each member and network every pair of meetings they miss: 0, 1, 3, 6, …
        same_day: second meetings of a person on a day.
        same_week: second meetings of a person in a week.
        gap_days: days that meetings are off every so many weeks, beyond a week.
        one_board: meetings in a row that only one board can receive, where that is not allowed.
        clashes: pairs of meetings at which one person is needed at the same time; gaps that are too small;
            meetings that are on days on which they cannot all be.
        total: all of it weighed.
    """

    absent: int
    never: int
    again: int
    same_day: int
    same_week: int
    gap_days: int
    one_board: int
    clashes: int
    total: int


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
    rounds: int = _ROUNDS,
    stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Picks:
    """Dates found by improving one chain at a time, then kicking three and improving again, so many rounds.

    Each chain by itself is solved as a shortest path over its possible days. The same input and seed give
    the same dates on every machine: all costs are whole numbers and of equals the earliest is taken.

    Args:
        problem: every chain of it possible by itself.
        start: dates to begin from; otherwise each chain begins as if it were alone.
        seed: of the kicks.
        rounds: how many kicks.
        stopped: asked between kicks; the best so far is returned.
        progress: told after each kick how many are done, of how many.

    Source: coordinate descent with iterated local search; the multipliers are those of Lagrangian relaxation.
    """
    search = _Search(problem, start)
    search.descend(range(len(problem.chains)))
    if len(problem.chains) < 2:
        rounds = 0
    dice = np.random.default_rng(seed)
    best, best_total = search.picks, search.total()
    for done in range(rounds):
        if stopped():
            break
        kicked = sorted(dice.permutation(len(problem.chains))[:_KICKED_CHAINS].tolist())
        noise = int(dice.choice(_KICK_NOISE))
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


def chains_bound(problem: DateProblem) -> int:
    """No dates cost less than this: each chain at its best, as if it were alone; from its multipliers."""
    return sum(min(_bounds(problem, chain).values()) for chain in problem.chains)


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


def _rhythm(problem: DateProblem, chain: Chain, weeks: int, enough: int, steps: int = _BOUND_STEPS) -> Rhythm:
    """A rhythm with its bound; pairs of days through which no dates cost less than enough are closed.

    The shortest path through a pair, at the multipliers of the bound, bounds all dates with that pair.
    """
    bound, multipliers = _bound_of(problem, chain, weeks, enough, steps)
    between = _gap_costs(problem, chain, weeks)
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
    problem: DateProblem, chain: Chain, weeks: int, enough: int, steps: int = _BOUND_STEPS
) -> tuple[int, _Multipliers]:
    """No dates of a chain in this rhythm cost less, and by which multipliers; no more than enough."""
    between, prices = _gap_costs(problem, chain, weeks), miss_prices(problem, chain)
    unary = [problem.events[number].cost for number in chain.events]
    multipliers = _Multipliers(chain, prices)
    best, of_best = -1, multipliers.copy()
    for _step in range(steps):
        charged = multipliers.charged(unary)
        path = _shortest(charged, between)
        least = sum(int(row[place]) for row, place in zip(charged, path, strict=True))
        bound = least + _gaps_of(between, path) - multipliers.most_charged()
        if bound > best:
            best, of_best = bound, multipliers.copy()
        if best >= enough or not len(chain.groups):
            break
        multipliers.learn(path)
    return max(0, best), of_best


def _gaps_of(between: tuple[Integers, ...], path: tuple[int, ...]) -> int:
    return sum(int(costs[one, other]) for costs, (one, other) in zip(between, pairwise(path), strict=True))


def miss_prices(problem: DateProblem, chain: Chain) -> Integers:
    """(G, K) what the first, second, … miss of the people of a pattern costs beside the absence itself.

    Each costs more than the one before: the k-th `again` times k - 1, and the last possible `never` on top.
    """
    events = np.arange(len(chain.events))
    prices = problem.weights.again * events + problem.weights.never * (chain.times[:, None] == events + 1)
    of_groups: Integers = chain.groups[:, None] * prices
    return of_groups


class _Multipliers:
    """Whole numbers that stand for the prices of misses while a chain is a shortest path.

    They follow the price of the average of the paths so far, as the method of Frank and Wolfe does; any
    multipliers give a bound.
    """

    def __init__(self, chain: Chain, prices: Integers) -> None:
        self.chain, self.prices = chain, prices
        self.values = np.zeros(len(chain.groups), np.int64)
        self.seen = np.zeros(len(chain.groups), np.int64)
        self.paths = 0

    def copy(self) -> _Multipliers:
        """The same multipliers, to keep."""
        other = _Multipliers(self.chain, self.prices)
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


def misses_of(chain: Chain, path: tuple[int, ...]) -> Integers:
    """(G,) how many events of a chain the people of each pattern miss."""
    missed = np.zeros(len(chain.groups), np.int64)
    for misses, place in zip(chain.misses, path, strict=True):
        missed += misses[:, place]
    return missed


def measures(problem: DateProblem, picks: Picks) -> Measures:
    """What a choice of dates costs."""
    events, weights = problem.events, problem.weights
    days = [int(event.days[pick]) for event, pick in zip(events, picks, strict=True)]
    absent = sum(event.absent(day) for event, day in zip(events, days, strict=True))
    own = sum(int(event.cost[pick]) for event, pick in zip(events, picks, strict=True))
    never, again = _left_out(problem, picks)
    same_day = _second(problem, days, lambda day: day)
    same_week = _second(problem, days, problem.week)
    deviation, too_small, one_board = _gaps(problem, days)
    on_day: dict[int, list[int]] = {}
    for number, day in enumerate(days):
        on_day.setdefault(day, []).append(number)
    by_number = dict(enumerate(days))
    too_small += sum(days[one.later] - days[one.first] < one.least for one in problem.orders)
    clashes = too_small + sum(max(0, cut.count(by_number) - cut.most) for cut in problem.all_cuts)
    clashes += sum(
        clash(problem, one, other, day)
        for day, together in on_day.items()
        for one, other in combinations(together, 2)
    )
    weighed = (
        own
        + weights.never * never
        + weights.again * again
        + weights.same_day * same_day
        + weights.same_week * same_week
        + weights.gap_day * deviation
        + ONE_BOARD * one_board
        + FORBIDDEN * clashes
    )
    return Measures(absent, never, again, same_day, same_week, deviation, one_board, clashes, weighed)


def _left_out(problem: DateProblem, picks: Picks) -> tuple[int, int]:
    """Who can never come, and how often who missed one before misses again."""
    never, again = 0, 0
    for chain in problem.chains:
        missed = misses_of(chain, tuple(picks[number] for number in chain.events))
        never += int(chain.groups[missed == chain.times].sum())
        again += int((chain.groups * missed * (missed - 1)).sum()) // 2
    return never, again


def _second(problem: DateProblem, days: list[int], when: Callable[[int], int]) -> int:
    counts: dict[int, Integers] = {}
    for at, chain in enumerate(problem.chains):
        for number in chain.events:
            row = counts.setdefault(when(days[number]), np.zeros(len(problem.people_of), np.int64))
            row += problem.signatures[:, at]
    return sum(int((np.maximum(row - 1, 0) * problem.people_of).sum()) for row in counts.values())


def _gaps(problem: DateProblem, days: list[int]) -> tuple[int, int, int]:
    deviation, too_small, one_board = 0, 0, 0
    for chain in problem.chains:
        gaps = [days[other] - days[one] for one, other in pairwise(chain.events)]
        deviation += days_off(gaps)
        too_small += sum(gap < least for gap, least in zip(gaps, chain.smallest_gap, strict=True))
        for one, other in pairwise(chain.events):
            boards = problem.events[one].only_board[days[one]], problem.events[other].only_board[days[other]]
            one_board += int(boards[0] >= 0 and boards[0] == boards[1])
    return deviation, too_small, one_board


def clash(problem: DateProblem, one: int, other: int, day: int) -> bool:
    """Whether two events on one day need more people at the same time than there are for both."""
    first, second = problem.events[one], problem.events[other]
    if not first.span.overlaps(second.span):
        return too_close(problem, one, other)
    if set(first.needed) & set(second.needed):
        return True
    return (
        _short(problem, first.pools, second.needed, day, one)
        or _short(problem, second.pools, first.needed, day, other)
        or any(
            len(there(problem, one, set(mine), day) | there(problem, other, set(theirs), day)) < k + m
            for mine, k in first.pools
            for theirs, m in second.pools
        )
    )


def too_close(problem: DateProblem, one: int, other: int) -> bool:
    """Whether two events of a day are at the same time, or so close that who is needed at both cannot travel.

    Where hosts are still to be chosen the two that lie closest together count.
    """
    first, second = problem.events[one], problem.events[other]
    if first.span.overlaps(second.span):
        return True
    if not set(first.needed) & set(second.needed) or set(first.hosts) & set(second.hosts):
        return False
    places = ([problem.schools[host].location for host in event.hosts] for event in (first, second))
    travel = min((travel_minutes(there, here) for there, here in product(*places)), default=0)
    return first.span.minutes_from(second.span) < travel


def _short(
    problem: DateProblem,
    pools: tuple[tuple[tuple[int, ...], int], ...],
    taken: tuple[int, ...],
    day: int,
    event: int,
) -> bool:
    return any(
        len(there(problem, event, set(members) - set(taken), day)) < at_least for members, at_least in pools
    )


class _Search:
    """One choice of dates that is being improved; the only thing here that changes."""

    def __init__(self, problem: DateProblem, start: Picks | None) -> None:
        self.problem = problem
        self.picks: Picks = start or tuple(0 for _ in problem.events)
        self.chain_of = {number: at for at, chain in enumerate(problem.chains) for number in chain.events}
        self.gap_costs: dict[tuple[int, int], tuple[Integers, ...]] = {}
        self.miss_prices = tuple(miss_prices(problem, chain) for chain in problem.chains)
        self.weeks = problem.days // 7 + 2
        self.week_of = np.array([problem.week(day) for day in range(problem.days)], np.int64)
        self.on_day = np.zeros((len(problem.people_of), problem.days), np.int64)
        self.in_week = np.zeros((len(problem.people_of), self.weeks), np.int64)
        self.overlapping = _overlapping_needs(problem)
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
        self._lift(at)
        unary = self._unary(at)
        now = self._path_cost(at, unary, tuple(self.picks[number] for number in chain.events))
        path, cost = self._best_path(at, unary, _MULTIPLIER_STEPS)
        better = not self.placed[at] or cost < now
        if better:
            self._set(chain, path)
        self._drop(at)
        return better

    def kick(self, at: int, dice: np.random.Generator, noise: int) -> None:
        """Move one chain to dates that are best under disturbed costs."""
        chain = self.problem.chains[at]
        self._lift(at)
        disturbed = [row + dice.integers(0, noise + 1, len(row)) for row in self._unary(at)]
        path, _cost = self._best_path(at, disturbed, _KICK_STEPS)
        self._set(chain, path)
        self._drop(at)

    def restore(self, picks: Picks) -> None:
        """Go back to dates found before."""
        for at, chain in enumerate(self.problem.chains):
            if any(self.picks[number] != picks[number] for number in chain.events):
                self._lift(at)
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

    def _lift(self, at: int) -> None:
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

    def _unary(self, at: int) -> list[Integers]:
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
        return cost + _gaps_of(self._gaps(at, self._weeks(at, path)), path) + int(prices[paid].sum())

    def _gaps(self, at: int, weeks: int) -> tuple[Integers, ...]:
        """What the days between the events of a chain cost in a rhythm of weeks."""
        if (at, weeks) not in self.gap_costs:
            self.gap_costs[at, weeks] = _gap_costs(self.problem, self.problem.chains[at], weeks)
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
            path = _shortest(unary, self._gaps(at, weeks))
            costs.append((self._path_cost(at, unary, path), weeks))
        return [weeks for _cost, weeks in sorted(costs)[:_RHYTHMS]]

    def _best_path(self, at: int, unary: list[Integers], steps: int) -> tuple[tuple[int, ...], int]:
        chain = self.problem.chains[at]
        best: tuple[int, ...] = ()
        best_cost = -1
        for weeks in self._rhythms(at, unary):
            multipliers = _Multipliers(chain, self.miss_prices[at])
            for _step in range(steps if len(chain.groups) else 1):
                path = _shortest(multipliers.charged(unary), self._gaps(at, weeks))
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


def _shortest(unary: list[Integers], between: tuple[Integers, ...]) -> tuple[int, ...]:
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


def _gap_costs(problem: DateProblem, chain: Chain, weeks: int) -> tuple[Integers, ...]:
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


def _overlapping_needs(problem: DateProblem) -> tuple[tuple[int, ...], ...]:
    """For each event the events of other chains that could need the same people at the same time."""
    people = [event.asked for event in problem.events]
    return tuple(
        tuple(
            other
            for other, second in enumerate(problem.events)
            if second.gathering.chain != first.gathering.chain
            and people[one] & people[other]
            and too_close(problem, one, other)
        )
        for one, first in enumerate(problem.events)
    )

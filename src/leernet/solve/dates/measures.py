"""Dates in; what they cost, term by term, out."""

from collections.abc import Callable, Container, Iterable
from itertools import combinations, pairwise, product

import numpy as np
from msgspec import Struct

from leernet.model.distance import travel_minutes
from leernet.solve.dates.problem import Chain, DateProblem, Integers, there
from leernet.solve.dates.spacing import days_off

# Dearer than every plan of an allowed size costs together: stands for "not allowed" in whole numbers.
FORBIDDEN = 10**9
# Two meetings in a row that only schools of one board can receive, where that is not allowed: no host fits
# then, and where no other days are left it is for the hosts to say so.
ONE_BOARD = 10**6
# One possible day per event, as its place in ``Event.days``.
Picks = tuple[int, ...]


class DateMeasures(Struct, frozen=True):
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


def measures(problem: DateProblem, picks: Picks) -> DateMeasures:
    """What a choice of dates costs."""
    events, weights = problem.events, problem.weights
    days = [int(event.days[pick]) for event, pick in zip(events, picks, strict=True)]
    absent = sum(event.absent(day) for event, day in zip(events, days, strict=True))
    own = sum(int(event.cost[pick]) for event, pick in zip(events, picks, strict=True))
    never, again = _left_out(problem.chains, picks)
    same_day = _second(problem, days, lambda day: day)
    same_week = _second(problem, days, problem.week)
    deviation, too_small, one_board = _gaps(problem, problem.chains, days)
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
    return DateMeasures(absent, never, again, same_day, same_week, deviation, one_board, clashes, weighed)


def change_of(problem: DateProblem, picks: Picks, number: int, place: int) -> int:
    """How much more dates cost in all when one event goes to another of its days: of its own part only."""
    other = (*picks[:number], place, *picks[number + 1 :])
    return _around(problem, other, number, picks) - _around(problem, picks, number, other)


def _around(problem: DateProblem, picks: Picks, number: int, other: Picks) -> int:
    """What dates cost, but for what stays the same when an event is where it is in the others.

    Meetings in the day and week of both are counted, so that what people have there is in both sums.
    """
    event, weights = problem.events[number], problem.weights
    days = [int(own.days[pick]) for own, pick in zip(problem.events, picks, strict=True)]
    both = (days[number], int(event.days[other[number]]))
    chain = tuple(chain for chain in problem.chains if number in chain.events)
    never, again = _left_out(chain, picks)
    deviation, clashes, one_board = _gaps(problem, chain, days)
    by_number = dict(enumerate(days))
    clashes += sum(
        days[one.later] - days[one.first] < one.least
        for one in problem.orders
        if number in (one.first, one.later)
    )
    clashes += sum(max(0, cut.count(by_number) - cut.most) for cut in problem.all_cuts)
    clashes += sum(
        clash(problem, number, at, day) for at, day in enumerate(days) if at != number and day == days[number]
    )
    return (
        int(event.cost[picks[number]])
        + weights.never * never
        + weights.again * again
        + weights.same_day * _second(problem, days, lambda day: day, set(both))
        + weights.same_week * _second(problem, days, problem.week, {problem.week(day) for day in both})
        + weights.gap_day * deviation
        + ONE_BOARD * one_board
        + FORBIDDEN * clashes
    )


def _left_out(chains: Iterable[Chain], picks: Picks) -> tuple[int, int]:
    """Who can never come, and how often who missed one before misses again."""
    never, again = 0, 0
    for chain in chains:
        missed = misses_of(chain, tuple(picks[number] for number in chain.events))
        never += int(chain.groups[missed == chain.times].sum())
        again += int((chain.groups * missed * (missed - 1)).sum()) // 2
    return never, again


def _second(
    problem: DateProblem, days: list[int], when: Callable[[int], int], only: Container[int] | None = None
) -> int:
    """Second meetings of a person at one time; only at some times where asked."""
    counts: dict[int, Integers] = {}
    for at, chain in enumerate(problem.chains):
        for number in chain.events:
            if only is not None and when(days[number]) not in only:
                continue
            row = counts.setdefault(when(days[number]), np.zeros(len(problem.people_of), np.int64))
            row += problem.signatures[:, at]
    return sum(int((np.maximum(row - 1, 0) * problem.people_of).sum()) for row in counts.values())


def _gaps(problem: DateProblem, chains: Iterable[Chain], days: list[int]) -> tuple[int, int, int]:
    deviation, too_small, one_board = 0, 0, 0
    for chain in chains:
        gaps = [days[other] - days[one] for one, other in pairwise(chain.events)]
        deviation += days_off(gaps)
        too_small += sum(gap < least for gap, least in zip(gaps, chain.smallest_gap, strict=True))
        for one, other in pairwise(chain.events):
            boards = problem.events[one].only_board[days[one]], problem.events[other].only_board[days[other]]
            one_board += int(boards[0] >= 0 and boards[0] == boards[1])
    return deviation, too_small, one_board


def misses_of(chain: Chain, path: tuple[int, ...]) -> Integers:
    """(G,) how many events of a chain the people of each pattern miss."""
    missed = np.zeros(len(chain.groups), np.int64)
    for misses, place in zip(chain.misses, path, strict=True):
        missed += misses[:, place]
    return missed


def clash(problem: DateProblem, one: int, other: int, day: int) -> bool:
    """Whether two events on one day need more people at the same time than there are for both."""
    first, second = problem.events[one], problem.events[other]
    if not first.asked & second.asked:
        return False
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
            if not set(mine).isdisjoint(theirs)
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


def overlapping_needs(problem: DateProblem) -> tuple[tuple[int, ...], ...]:
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


def _short(
    problem: DateProblem,
    pools: tuple[tuple[tuple[int, ...], int], ...],
    taken: tuple[int, ...],
    day: int,
    event: int,
) -> bool:
    return any(
        len(there(problem, event, set(members) - set(taken), day)) < at_least
        for members, at_least in pools
        if not set(taken).isdisjoint(members)
    )

"""Chains of events with their possible days in; whether all of them can take place, out."""

import math
from collections.abc import Container, Mapping
from itertools import combinations, pairwise

import numpy as np

from leernet.solve.dates.cut import Cut
from leernet.solve.dates.measures import clash, too_close
from leernet.solve.dates.problem import Chain, DateProblem
from leernet.solve.dates.search import chain_is_possible
from leernet.solve.dates.shared_people import people_cuts
from leernet.solve.program import Program


def possible_together(problem: DateProblem, chains: tuple[Chain, ...]) -> bool:
    """Whether these chains can all take place with nobody needed in two places at a time; exact."""
    if not all(chain_is_possible(problem, chain) for chain in chains):
        return False
    clashes = _clashes(problem, chains)
    numbers = {number for chain in chains for number in chain.events}
    follow = any(order.first in numbers and order.later in numbers for order in problem.orders)
    limits = _limits_within(problem, numbers)
    if not clashes and not follow and not limits and not _choose_among_people(problem, chains):
        return True
    program = Program()
    on = {
        number: {day: program.choice() for day in problem.events[number].days.tolist()}
        for chain in chains
        for number in chain.events
    }
    for columns in on.values():
        program.row(1, 1, dict.fromkeys(columns.values(), 1.0))
    for chain in chains:
        for (one, other), gap in zip(pairwise(chain.events), chain.smallest_gap, strict=True):
            _apart(program, on[one], on[other], gap)
    for order in problem.orders:
        if order.first in on and order.later in on:
            _apart(program, on[order.first], on[order.later], order.least)
    for cut in limits:
        places = ((on[number], own) for number, own in cut.places if number in on)
        inside = (columns[day] for columns, own in places for day in own & columns.keys())
        program.row(-math.inf, cut.most, dict.fromkeys(inside, 1.0))
    for one, other, day in clashes:
        program.row(-math.inf, 1, {on[one][day]: 1.0, on[other][day]: 1.0})
    return _with_people(problem, program, on)


def _limits_within(problem: DateProblem, numbers: Container[int]) -> tuple[Cut, ...]:
    """The limits that the possible days of these events could break."""
    return tuple(
        cut
        for cut in problem.limits
        if sum(number in numbers and _may_be_on(problem, number, own) for number, own in cut.places)
        > cut.most
    )


def _may_be_on(problem: DateProblem, number: int, days: frozenset[int]) -> bool:
    return not days.isdisjoint(problem.events[number].days.tolist())


def _with_people(problem: DateProblem, program: Program, on: Mapping[int, Mapping[int, int]]) -> bool:
    """Whether on some dates events at one time find the people they need; sets that do not are forbidden."""
    while True:
        outcome = program.solved()
        if not len(outcome.values):
            return not outcome.impossible
        days = {
            number: next(day for day, column in columns.items() if outcome.chosen(column))
            for number, columns in on.items()
        }
        cuts = people_cuts(problem, days)
        if not cuts:
            return True
        for cut in cuts:
            columns = (on[number][day] for number, own in cut.places for day in own if day in on[number])
            program.row(-math.inf, cut.most, dict.fromkeys(columns, 1.0))


def _choose_among_people(problem: DateProblem, chains: tuple[Chain, ...]) -> bool:
    """Whether several events need some of a group of people."""
    return sum(bool(problem.events[number].pools) for chain in chains for number in chain.events) > 1


def _apart(program: Program, one: Mapping[int, int], other: Mapping[int, int], gap: int) -> None:
    """By each day the second may only have been when the first was, a gap before.

    Sums that grow by one column a day keep the rows short.
    """
    by_day = {day - gap: column for day, column in other.items()}
    before, after = None, None
    for day in sorted({*one, *by_day}):
        before = _sum(program, before, one.get(day))
        after = _sum(program, after, by_day.get(day))
        if day in by_day and after is not None:
            program.row(-math.inf, 0, {after: 1.0} | ({} if before is None else {before: -1.0}))


def _sum(program: Program, total: int | None, column: int | None) -> int | None:
    if column is None:
        return total
    grown = program.column(0, 0, 1)
    program.row(0, 0, {grown: 1.0, column: -1.0} | ({} if total is None else {total: -1.0}))
    return grown


def _clashes(problem: DateProblem, chains: tuple[Chain, ...]) -> list[tuple[int, int, int]]:
    """Pairs of events of two chains, and the days on which they need the same people at the same time."""
    return [
        (one, other, day)
        for first, second in combinations(chains, 2)
        for one in first.events
        for other in second.events
        if _share(problem, one, other) and too_close(problem, one, other)
        for day in np.intersect1d(problem.events[one].days, problem.events[other].days).tolist()
        if clash(problem, one, other, day)
    ]


def _share(problem: DateProblem, one: int, other: int) -> bool:
    """Whether two events need the same people, or one comes after the other."""
    if any({one, other} == {order.first, order.later} for order in problem.orders):
        return True
    people = [event.asked for event in (problem.events[one], problem.events[other])]
    return bool(people[0] & people[1])


def parts_that_share_people(problem: DateProblem) -> tuple[tuple[Chain, ...], ...]:
    """The chains in parts that can take place or not independently of one another."""
    parts: list[list[Chain]] = []
    limited = [
        {number for number, own in cut.places if _may_be_on(problem, number, own)}
        for cut in _limits_within(problem, range(len(problem.events)))
    ]
    for chain in problem.chains:
        joined = [
            part
            for part in parts
            if any(
                _share(problem, one, other) for own in part for one in own.events for other in chain.events
            )
            or any(
                limit & set(chain.events) and any(limit & set(own.events) for own in part)
                for limit in limited
            )
        ]
        kept = [part for part in parts if not any(part is other for other in joined)]
        parts = [*kept, [*(own for part in joined for own in part), chain]]
    return tuple(tuple(part) for part in parts)

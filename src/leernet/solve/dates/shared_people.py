"""Dates in; the sets of overlapping events that cannot all have the people they need, as cuts, out.

"k of these people" at several events at one time is a matching between people and needs. Pairs of events are
not enough: three at once may each need one of the same two. Somebody who is at an event counts for all its
needs, and is at one event at a time.

Source: Hall, On representatives of subsets (1935), doi:10.1112/jlms/s1-10.37.26; here an integer program, as
several needs of one event and events that overlap in a row make it more than a bipartite matching.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from leernet.solve.dates.cut import Cut
from leernet.solve.dates.problem import DateProblem, there
from leernet.solve.program import Program


def people_cuts(problem: DateProblem, days: Mapping[int, int]) -> tuple[Cut, ...]:
    """What these dates show to be impossible: sets of events that cannot all be on one day; empty when none.

    Args:
        days: number of the day of each event, by number of the event.
    """
    on_day: dict[int, list[int]] = {}
    for number, day in sorted(days.items()):
        if problem.events[number].pools or problem.events[number].needed:
            on_day.setdefault(day, []).append(number)
    return tuple(
        cut
        for day, numbers in sorted(on_day.items())
        for part in _overlapping_parts(problem, numbers)
        if not _enough_people(problem, part, day)
        for cut in _cuts_of(problem, _smallest(problem, part, day), day)
    )


def _overlapping_parts(problem: DateProblem, numbers: list[int]) -> list[tuple[int, ...]]:
    """Events that overlap and share people, one after the other; at least one has a choice of people."""
    parts: list[list[int]] = []
    for number in numbers:
        joined = [part for part in parts if any(_meet(problem, number, other) for other in part)]
        parts = [part for part in parts if part not in joined]
        parts.append([*(other for part in joined for other in part), number])
    return [
        tuple(sorted(part))
        for part in parts
        if len(part) > 1 and any(problem.events[number].pools for number in part)
    ]


def _meet(problem: DateProblem, one: int, other: int) -> bool:
    first, second = problem.events[one], problem.events[other]
    return first.span.overlaps(second.span) and bool(first.asked & second.asked)


def _enough_people(problem: DateProblem, numbers: Iterable[int], day: int) -> bool:
    """Whether everybody who must be at these events, and of each group enough, can be at one at a time."""
    return not people_at(problem, numbers, day)[0].solved().impossible


def people_at(
    problem: DateProblem, numbers: Iterable[int], day: int
) -> tuple[Program, dict[tuple[int, int], int]]:
    """Who is at which of these events as a program, and the column of each person and event."""
    program = Program()
    at: dict[tuple[int, int], int] = {}
    for number in sorted(numbers):
        event = problem.events[number]
        for member in event.needed:
            at[member, number] = program.column(0, 1, 1, whole=True)
        for members, least in event.pools:
            able = there(problem, number, members, day)
            for member in sorted(able):
                if (member, number) not in at:
                    at[member, number] = program.choice()
            program.row(least, math.inf, {at[member, number]: 1.0 for member in sorted(able)})
    for one, other in combinations(sorted(numbers), 2):
        if problem.events[one].span.overlaps(problem.events[other].span):
            for member in sorted(problem.events[one].asked & problem.events[other].asked):
                if (member, one) in at and (member, other) in at:
                    program.row(-math.inf, 1, {at[member, one]: 1.0, at[member, other]: 1.0})
    return program, at


def _smallest(problem: DateProblem, numbers: tuple[int, ...], day: int) -> tuple[int, ...]:
    """Of events that do not go together a set of which each part does."""
    core = list(numbers)
    for number in numbers:
        rest = [other for other in core if other != number]
        if not _enough_people(problem, rest, day):
            core = rest
    return tuple(core)


def _cuts_of(problem: DateProblem, numbers: tuple[int, ...], day: int) -> Iterator[Cut]:
    """The events cannot all be on that day, nor on any other on which no more of their people can come."""
    for other in range(problem.days):
        possible = all(other in problem.events[number].days for number in numbers)
        if other == day or (possible and _no_more_people(problem, numbers, day, other)):
            yield Cut(tuple((number, frozenset((other,))) for number in numbers), len(numbers) - 1)


def _no_more_people(problem: DateProblem, numbers: tuple[int, ...], day: int, other: int) -> bool:
    return all(
        there(problem, number, members, other) <= there(problem, number, members, day)
        for number in numbers
        for members, _least in problem.events[number].pools
    )

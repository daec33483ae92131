"""Meetings that need some of a group in; which workshops those people can lead at that time, out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from itertools import combinations, islice

from msgspec import Struct

from leernet.model.plan import PlannedMeeting
from leernet.model.values import Span
from leernet.solve.dates.problem import DateProblem, there
from leernet.solve.program import Program


class Pool(Struct, frozen=True):
    """Some of these people are needed at a meeting, and can be there.

    Attributes:
        meeting: reference.
        day: number of the day.
        people: ids of those who can come.
        count: how many of them.
    """

    meeting: str
    day: int
    span: Span
    people: frozenset[str]
    count: int


class Engaged(Struct, frozen=True):
    """Who is at work somewhere.

    Attributes:
        day: number of the day.
        meeting: reference of the meeting it is, or is a part of; empty for neither.
        column: of the program, where that is still to be chosen.
    """

    people: frozenset[str]
    day: int
    span: Span
    meeting: str
    column: int | None = None


def pools_of(problem: DateProblem, meetings: Mapping[str, PlannedMeeting]) -> tuple[Pool, ...]:
    """What the planned meetings need of groups of people."""
    return tuple(
        Pool(
            event.reference,
            problem.number(meeting.day),
            meeting.span,
            frozenset(
                problem.people.members[member].id
                for member in there(problem, number, members, problem.number(meeting.day))
            ),
            count,
        )
        for number, event in enumerate(problem.events)
        if (meeting := meetings.get(event.reference)) is not None
        for members, count in event.pools
    )


def enough_left(program: Program, pools: tuple[Pool, ...], engaged: tuple[Engaged, ...], most: int) -> None:
    """Workshops leave meetings at the same time enough people of each group.

    At each time at which something begins every set of meetings has as many people as it needs (the condition
    of Hall); who leads a part of a meeting is there. Where there were too few anyhow no more of them lead.

    Args:
        most: sets that are looked at, at each time.
    """
    for day in sorted({pool.day for pool in pools}):
        here = [pool for pool in pools if pool.day == day]
        at_work = [one for one in engaged if one.day == day]
        spans = [*(pool.span for pool in here), *(one.span for one in at_work)]
        for at in sorted({span.start for span in spans}):
            running = [one for one in at_work if _runs(one.span, at)]
            free = [_left(pool, running) for pool in here if _runs(pool.span, at)]
            for chosen in islice(_sets(free), most):
                _leave(program, chosen, [one for one in running if one.column is not None])


def _runs(span: Span, at: time) -> bool:
    return span.start <= at < span.end


def _left(pool: Pool, running: Iterable[Engaged]) -> tuple[Pool, frozenset[str]]:
    """A need with who is left for it by what is certain."""
    taken = {id for one in running if one.column is None and one.meeting != pool.meeting for id in one.people}
    return pool, pool.people - taken


def _sets(free: list[tuple[Pool, frozenset[str]]]) -> Iterator[tuple[tuple[Pool, frozenset[str]], ...]]:
    """Sets of needs, no two of one meeting: within a meeting somebody may count for several."""
    for size in range(1, len(free) + 1):
        for chosen in combinations(free, size):
            if len({pool.meeting for pool, _people in chosen}) == size:
                yield chosen


def _leave(program: Program, chosen: tuple[tuple[Pool, frozenset[str]], ...], leading: list[Engaged]) -> None:
    everybody = frozenset[str]().union(*(people for _pool, people in chosen))
    row: dict[int, float] = {}
    lost: set[str] = set()
    for one in leading:
        stay = {id for pool, people in chosen if pool.meeting == one.meeting for id in people}
        gone = (one.people & everybody) - stay
        if gone and one.column is not None:
            row[one.column] = float(len(gone))
            lost |= gone
    spare = max(0, len(everybody) - sum(pool.count for pool, _people in chosen))
    if len(lost) > spare:
        program.row(0, spare, row)

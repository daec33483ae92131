"""A series, its plan, choices and allocation in; why its moments and workshops are as they are, out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from leernet.days.attendance import attends_series
from leernet.days.calendar import calendar_of
from leernet.model.allocation import AllocationProblem, AllocationRecord, Session
from leernet.model.plan import Plan
from leernet.model.selection import series_members
from leernet.model.weekdays import Half
from leernet.model.year import Moment, Series, Year
from leernet.solve.workshops.sessions import When, possible_times


class DayReason(Struct, frozen=True):
    """Why a moment is on its day.

    Attributes:
        why: ``given``: the definition says so; ``meeting``: it is part of one; ``window``: the plan chose it;
            ``unknown``: there is no day yet; ``dates``: each workshop is on one of several.
        able: people of the series who can attend then.
        people: people of the series.
        better: another day of the window on which more people can attend, with how many; none: there is none.
        dates: of a moment on several dates each of them, with the people of the series who can attend then.
    """

    day: date | None
    why: str
    able: int
    people: int
    better: tuple[date, int] | None = None
    dates: tuple[tuple[date, int], ...] = ()


class SessionReason(Struct, frozen=True):
    """How full a session is, and why.

    Attributes:
        wished: how many of those who may attend it listed the workshop.
        placed: how many are in it; none: nothing was allocated yet.
    """

    session: Session
    wished: int
    placed: int | None


class MomentReasons(Struct, frozen=True):
    """A moment and what runs there."""

    moment: str
    day: DayReason
    sessions: tuple[SessionReason, ...]


def moment_reasons(
    year: Year,
    plan: Plan,
    series: Series,
    problem: AllocationProblem,
    record: AllocationRecord | None,
    moment: str,
) -> MomentReasons:
    """Why a moment is on its day, and what became of each workshop there."""
    wished = Counter(
        name
        for person in problem.participants
        for listed in ({workshop for group in person.wishes for workshop in group},)
        for name in person.sessions
        if name.partition("/")[2] in listed
    )
    placed = _placed(record)
    sessions = (
        SessionReason(each, wished[each.id], None if placed is None else placed.get(each.id, 0))
        for each in sorted(problem.sessions, key=lambda each: each.id)
        if each.moment == moment
    )
    return MomentReasons(moment, _day_reason(year, plan, series, problem, moment), tuple(sessions))


def _placed(record: AllocationRecord | None) -> Mapping[str, int] | None:
    if record is None:
        return None
    return Counter("/".join(place) for places in record.placements.values() for place in places.items())


def _day_reason(year: Year, plan: Plan, series: Series, problem: AllocationProblem, moment: str) -> DayReason:
    asked = series.moments[moment]
    workshop = next((each.workshop for each in problem.sessions if each.moment == moment), "")
    known = next(iter(possible_times(year, plan, series, moment, workshop)), When())
    members = series_members(year, series)
    halves = known.span.halves if known.span else tuple(Half)

    def able(day: date) -> int:
        return sum(attends_series(member, day, halves) for member in members)

    if asked.has_several_dates:
        dates = tuple((day, able(day)) for day in asked.days)
        return DayReason(known.day, "dates", 0, len(members), dates=dates)
    if known.day is None:
        return DayReason(None, "unknown", 0, len(members))
    if asked.meeting:
        return DayReason(known.day, "meeting", able(known.day), len(members))
    if asked.window is None:
        return DayReason(known.day, "given", able(known.day), len(members))
    others = [(-able(day), day) for day in _days(year, asked, known)]
    most, best = min(others, default=(0, known.day))
    better = (best, -most) if -most > able(known.day) else None
    return DayReason(known.day, "window", able(known.day), len(members), better)


def _days(year: Year, asked: Moment, known: When) -> Iterator[date]:
    """The other days of the window on which the moment could be."""
    assert asked.window is not None  # that is asked before
    closed = calendar_of(year).everybody
    day = asked.window.first
    while day <= asked.window.last:
        weekdays = {each[0] for each in asked.weekdays} if asked.weekdays else set(range(5))
        if day != known.day and day.weekday() in weekdays and day not in closed:
            yield day
        day += timedelta(days=1)

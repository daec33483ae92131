"""Dates of moments and meetings in; when workshops of a series can be, out."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from msgspec import Struct

from leernet.model.plan import PlannedMeeting
from leernet.model.values import Span
from leernet.model.year import Series, Workshop
from leernet.solve.dates.problem import DateProblem


class Slot(Struct, frozen=True):
    """A moment of a series with its date.

    Attributes:
        moment: id of the moment.
        day: number of the day.
        span: from when until when.
        school: id of the host, of a moment inside a meeting.
        location: of a meeting that is not at a school.
        meeting: reference of the meeting, of a moment inside one.
        several: whether the moment has other dates, of which each workshop gets one.
    """

    moment: str
    day: int
    span: Span
    school: str | None = None
    location: str = ""
    meeting: str = ""
    several: bool = False


class Option(Struct, frozen=True):
    """A workshop at a moment on a date and at a school, and what that costs."""

    workshop: Workshop
    slot: Slot
    school: str | None
    cost: int


# Options, each with its column.
Places: TypeAlias = list[tuple[Option, int]]


def slots_of(
    problem: DateProblem,
    series: Series,
    days: Mapping[str, int],
    meetings: Mapping[str, PlannedMeeting],
    today: date | None,
    held: bool,
) -> tuple[Slot, ...]:
    """The dates of the moments of a series on which something can still be planned.

    Args:
        held: whether something of the series has been by now; else a moment that has passed is planned as it
            was.
    """
    found = (
        slot
        for id, moment in series.moments.items()
        for slot in _of_moment(problem, series, id, days, meetings)
    )
    ahead = tuple(sorted(found, key=lambda slot: (slot.day, slot.moment)))
    if today is None:
        return ahead
    first = problem.number(today)
    open_moments = {slot.moment for slot in ahead if slot.day >= first}
    return tuple(
        slot
        for slot in ahead
        if slot.day >= first or not (held or (slot.several and slot.moment in open_moments))
    )


def _of_moment(
    problem: DateProblem,
    series: Series,
    id: str,
    days: Mapping[str, int],
    meetings: Mapping[str, PlannedMeeting],
) -> Iterator[Slot]:
    moment = series.moments[id]
    meeting = meetings.get(moment.meeting)
    if meeting is not None:
        span, day = moment.time or meeting.span, problem.number(meeting.day)
        yield Slot(id, day, span, meeting.host, meeting.location, moment.meeting)
    elif not moment.meeting and moment.time is not None:
        several = moment.has_several_dates
        of_moment = map(problem.number, moment.days) if several else (days[f"{series.id}/{id}"],)
        yield from (Slot(id, day, moment.time, several=several) for day in of_moment)

"""Meetings and workshops that are planned in; who must be where and when, out."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from leernet.model.distance import travel_minutes
from leernet.model.plan import PlannedMeeting, PlannedSession
from leernet.model.values import Span
from leernet.model.year import Year
from leernet.solve.dates.problem import DateProblem


class Duty(Struct, frozen=True):
    """Where somebody must be.

    Attributes:
        member: id.
        meeting: reference of the meeting; empty for a workshop.
        part_of: reference of the meeting that a workshop is a part of; empty for one of its own.
    """

    member: str
    day: int
    span: Span
    school: str | None
    meeting: str = ""
    part_of: str = ""

    def leaves_room(self, year: Year, day: int, span: Span, school: str | None) -> bool:
        """Whether who has this duty can be at a school then as well, travel counted."""
        if self.day != day:
            return True
        here, there = (year.schools.get(id or "") for id in (self.school, school))
        travel = travel_minutes(here.location, there.location) if here and there else 0
        return self.span.minutes_from(span) >= travel


def meeting_duties(problem: DateProblem, meetings: Mapping[str, PlannedMeeting]) -> Iterator[Duty]:
    """Who must be at meetings each; not those of whom some will do."""
    for event in problem.events:
        meeting = meetings.get(event.reference)
        if meeting is not None:
            for member in event.needed:
                id, day = problem.people.members[member].id, problem.number(meeting.day)
                yield Duty(id, day, meeting.span, meeting.host, event.reference)


def session_duties(
    year: Year, problem: DateProblem, sessions: Mapping[str, PlannedSession]
) -> Iterator[Duty]:
    """Who leads workshops."""
    for reference, session in sessions.items():
        series, moment, workshop = reference.split("/")
        moments = year.series[series].moments
        part_of = moments[moment].meeting if moment in moments else ""
        for id in year.workshops[workshop].presenter:
            day = problem.number(session.day)
            yield Duty(id, day, session.span, session.school, part_of=part_of)

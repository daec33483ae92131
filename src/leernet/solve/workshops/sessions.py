"""A year, its plan and a series in; the sessions of that series and when each of them is out."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import Session
from leernet.model.gathering import given_moments
from leernet.model.plan import Plan, session_reference
from leernet.model.selection import series_workshops
from leernet.model.values import Span
from leernet.model.year import Moment, Series, Workshop, Year


class When(Struct, frozen=True):
    """When a session is, as far as it is known, and where.

    Attributes:
        school: id; None where nobody knows yet or where it is no school.
        location: text, where it is no school.
    """

    day: date | None = None
    span: Span | None = None
    school: str | None = None
    location: str = ""


def series_sessions(year: Year, plan: Plan | None, series: Series) -> tuple[Session, ...]:
    """The sessions of a series, by id: each workshop at the moments that the plan or its definition gives it.

    A workshop without moments is at the only one there is, or at none where there are several.
    """
    return tuple(
        Session(
            f"{moment}/{workshop.id}",
            moment,
            workshop.id,
            workshop.seats.smallest,
            workshop.seats.largest,
            workshop.runs,
            workshop.tour or 0,
        )
        for moment in sorted(series.moments)
        for workshop in series_workshops(year, series.id)
        if moment in workshop_moments(plan, series, workshop)
    )


def workshop_moments(plan: Plan | None, series: Series, workshop: Workshop) -> tuple[str, ...]:
    """At which moments of its series a workshop is held; empty while nobody has decided."""
    if workshop.moments:
        return tuple(moment for moment in sorted(series.moments) if moment in workshop.moments)
    planned = tuple(
        moment
        for moment in sorted(series.moments)
        if plan is not None and session_reference(series.id, moment, workshop.id) in plan.sessions
    )
    return planned or given_moments(series, workshop)


def when(year: Year, plan: Plan | None, series: Series, moment: str, workshop: str) -> When:
    """When and where a session is: as planned, or as far as its moment and its workshop say."""
    defined = year.workshops.get(workshop)
    school = defined.school if defined else None
    reference = session_reference(series.id, moment, workshop)
    if plan is not None and reference in plan.sessions:
        session = plan.sessions[reference]
        return When(session.day, session.span, session.school or school, session.location)
    asked = series.moments.get(moment, Moment())
    if plan is not None and asked.meeting in plan.meetings:
        meeting = plan.meetings[asked.meeting]
        return When(meeting.day, asked.time or meeting.span, school or meeting.host, meeting.location)
    return When(asked.days[0] if len(asked.days) == 1 else None, asked.time, school)


def possible_times(
    year: Year, plan: Plan | None, series: Series, moment: str, workshop: str
) -> tuple[When, ...]:
    """When a session is; while it has no day of its own, when it may be: at its moment like the others.

    On each date of a moment on several dates, else when others of the moment are; none where nobody knows.
    """
    known = when(year, plan, series, moment, workshop)
    if known.day is not None:
        return (known,)
    asked = series.moments.get(moment, Moment())
    if asked.has_several_dates:
        return tuple(replace(known, day=day) for day in asked.days)
    at_moment = f"{series.id}/{moment}/"
    others = (
        {
            (other.day, other.span)
            for reference, other in plan.sessions.items()
            if reference.startswith(at_moment)
        }
        if plan is not None
        else ()
    )
    return tuple(replace(known, day=day, span=span) for day, span in sorted(others))

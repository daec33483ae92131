"""A year and a plan in; every rule about workshops and moments that the plan breaks out, with its place."""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from leernet.catalogue import plan as rules
from leernet.days.calendar import Calendar, Openness
from leernet.finding import Finding, Path, Place
from leernet.model.known import is_session
from leernet.model.plan import Plan, PlannedSession
from leernet.model.year import Series, Workshop, Year
from leernet.verify.attendance import counts_as_there


class Sessions(Struct, frozen=True):
    """What the rules about workshops look at.

    Attributes:
        place: where a part of the plan is.
    """

    year: Year
    plan: Plan
    calendar: Calendar
    place: Callable[[Path], Place]


def broken_session_rules(check: Sessions) -> Iterator[Finding]:
    """Every rule that workshops break, by themselves and with those of their series."""
    for reference, session in sorted(check.plan.sessions.items()):
        yield from _session_place_rules(check, reference, session)
    for _id, series in sorted(check.year.series.items()):
        yield from _series_rules(check, series)


def _session_place_rules(check: Sessions, reference: str, session: PlannedSession) -> Iterator[Finding]:
    known = check.year.workshops.get(reference.rpartition("/")[2])
    if known is None or not is_session(check.year, reference):
        yield rules.PLAN_UNKNOWN_SESSION.at(check.place(("sessions", reference)), session=reference)
        return
    yield from _presenter_rules(check, reference, session, known)
    yield from _session_school_rule(check, reference, session)


def _presenter_rules(
    check: Sessions, reference: str, session: PlannedSession, known: Workshop
) -> Iterator[Finding]:
    for id in known.presenter:
        member = check.year.members.get(id)
        if member is not None and not counts_as_there(check.calendar, member, session.day, session.span):
            yield rules.PLAN_PRESENTER_MISSING.at(
                check.place(("sessions", reference, "date")),
                member=member.name,
                workshop=known.title or known.id,
                day=session.day,
            )


def _session_school_rule(check: Sessions, reference: str, session: PlannedSession) -> Iterator[Finding]:
    school = check.year.schools.get(session.school or "")
    if session.school is not None and school is None:
        yield rules.PLAN_UNKNOWN_HOST.at(
            check.place(("sessions", reference, "school")), meeting=reference, host=session.school
        )
    if school is not None:
        verdict = check.calendar.school(school.id, session.day)
        if verdict.level is Openness.CLOSED and verdict.reason is not None:
            yield rules.PLAN_SESSION_AT_CLOSED_SCHOOL.at(
                check.place(("sessions", reference, "school")),
                school=school.name,
                meeting=reference,
                day=session.day,
                reason=verdict.reason,
            )


def _series_rules(check: Sessions, series: Series) -> Iterator[Finding]:
    sessions = {
        reference: session
        for reference, session in sorted(check.plan.sessions.items())
        if reference.split("/")[0] == series.id and is_session(check.year, reference)
    }
    yield from _moments_at_once(check, series, sessions)
    for id, moment in series.moments.items():
        own = {ref: found for ref, found in sessions.items() if ref.split("/")[1] == id}
        dates = {moment.date} if moment.date is not None else set(moment.dates)
        several = len(dates) > 1 and not moment.meeting
        if len({(None if several else session.day, session.span) for session in own.values()}) > 1:
            yield rules.PLAN_MOMENT_SPLIT.at(check.place(("sessions", list(own)[-1], "date")), moment=id)
        for reference, session in own.items():
            if dates and not moment.meeting and session.day not in dates:
                yield rules.PLAN_NOT_ONE_OF_DATES.at(
                    check.place(("sessions", reference, "date")), meeting=reference, day=session.day
                )


def _moments_at_once(
    check: Sessions, series: Series, sessions: Mapping[str, PlannedSession]
) -> Iterator[Finding]:
    """Two moments of a series are not at one time on a day; each pair of moments is said once."""
    seen: set[tuple[str, str]] = set()
    for (one, first), (other, second) in combinations(sessions.items(), 2):
        moments = one.split("/")[1], other.split("/")[1]
        inside = any(series.moments[moment].meeting for moment in moments)
        together = first.day == second.day and first.span.overlaps(second.span)
        if moments[0] != moments[1] and together and not inside and moments not in seen:
            seen.add(moments)
            place = check.place(("sessions", other, "date"))
            yield rules.PLAN_MOMENTS_AT_ONCE.at(place, one=one, other=other, day=first.day)

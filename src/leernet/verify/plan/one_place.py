"""A plan in; who would have to be in two places at one time, out."""

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from leernet.catalogue.plan import PLAN_HOST_TWICE, PLAN_NO_TIME_TO_TRAVEL, PLAN_TWO_PLACES
from leernet.finding import Finding, Path
from leernet.model.distance import travel_minutes
from leernet.model.gathering import asked_host, needs
from leernet.model.known import is_session
from leernet.model.values import Span
from leernet.model.year import Year
from leernet.verify.plan.checked import Checked


class _Duty(Struct, frozen=True):
    """Somebody who must be somewhere: a meeting, or a session they lead."""

    member: str
    reference: str
    path: Path
    span: Span
    school: str | None


def one_place_rules(check: Checked) -> Iterator[Finding]:
    """Nobody who must be there is needed in two places at one time."""
    by_day: dict[tuple[str, str], list[_Duty]] = {}
    for reference, (gathering, meeting) in check.planned.items():
        duties = {
            id
            for need in needs(check.year, gathering)
            if need.at_least >= len(need.members)
            for id in need.members
        }
        if meeting.facilitator is not None and meeting.facilitator in check.year.members:
            duties.add(meeting.facilitator)
        for id in sorted(duties):
            duty = _Duty(id, reference, ("meetings", reference, "date"), meeting.span, meeting.host)
            by_day.setdefault((id, str(meeting.day)), []).append(duty)
    for reference, session in sorted(check.plan.sessions.items()):
        for id in _presenters(check.year, reference) if is_session(check.year, reference) else ():
            duty = _Duty(id, reference, ("sessions", reference, "date"), session.span, session.school)
            by_day.setdefault((id, str(session.day)), []).append(duty)
    for (id, day), of_day in sorted(by_day.items()):
        for one, other in combinations(of_day, 2):
            if not _within(check, one.reference, other.reference):
                yield from _both_duties(check, check.year.members[id].name, day, one, other)


def _both_duties(check: Checked, name: str, day: str, one: _Duty, other: _Duty) -> Iterator[Finding]:
    if one.span.overlaps(other.span):
        yield PLAN_TWO_PLACES.at(
            check.place(other.path), member=name, one=one.reference, other=other.reference, day=day
        )
        return
    minutes = one.span.minutes_from(other.span)
    here, there = (check.year.schools.get(duty.school or "") for duty in (one, other))
    if here is None or there is None or travel_minutes(here.location, there.location) <= minutes:
        return
    yield PLAN_NO_TIME_TO_TRAVEL.at(
        check.place(other.path),
        member=name,
        one=one.reference,
        other=other.reference,
        day=day,
        minutes=minutes,
        here=here.name,
        there=there.name,
        travel=travel_minutes(here.location, there.location),
    )


def _presenters(year: Year, reference: str) -> tuple[str, ...]:
    workshop = year.workshops.get(reference.rpartition("/")[2])
    return tuple(id for id in workshop.presenter if id in year.members) if workshop is not None else ()


def _within(check: Checked, meeting: str, session: str) -> bool:
    """Whether a session is a part of the meeting."""
    series, _stroke, rest = session.partition("/")
    moments = check.year.series[series].moments if series in check.year.series else {}
    moment = moments.get(rest.partition("/")[0])
    return moment is not None and moment.meeting == meeting


def one_group_at_a_time(check: Checked) -> Iterator[Finding]:
    hosted = [
        (gathering, meeting)
        for gathering, meeting in check.planned.values()
        if meeting.host in check.year.schools
    ]
    for (one, first), (other, second) in combinations(hosted, 2):
        given = asked_host(one) is not None and asked_host(other) is not None
        if (first.host, first.day) != (second.host, second.day) or given:
            continue
        if first.span.overlaps(second.span):
            yield PLAN_HOST_TWICE.at(
                check.place(("meetings", other.reference, "host")),
                school=check.year.schools[second.host or ""].name,
                one=one.reference,
                other=other.reference,
            )

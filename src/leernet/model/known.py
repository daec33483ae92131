"""A year and a record of it in; the part of the record whose ids the year still has, out.

The one door through which ids from records reach everything that shows, explains or sends. What is taken out
here is told by ``verify/``, which holds the record as it is against the year.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Literal, TypeVar

from leernet.model.allocation import AllocationRecord, SessionRecord
from leernet.model.gathering import gatherings
from leernet.model.plan import Plan, PlannedMeeting, PlannedSession
from leernet.model.selection import series_workshops
from leernet.model.year import Series, Year

P = TypeVar("P", PlannedMeeting, PlannedSession)


def known_plan(year: Year, plan: Plan) -> Plan:
    """The plan without meetings, sessions and people that the year no longer has.

    A school that is gone becomes the location, so that people still read where they were to be.
    """
    held = {gathering.reference for gathering in gatherings(year)}
    people = year.members.keys()
    return plan.model_copy(
        update={
            "meetings": {
                reference: _known_meeting(year, meeting)
                for reference, meeting in plan.meetings.items()
                if reference in held
            },
            "sessions": {
                reference: _at_known_school(year, session, "school")
                for reference, session in plan.sessions.items()
                if is_session(year, reference)
            },
            "pairs": {
                reference: _known_groups(people, groups)
                for reference, groups in plan.pairs.items()
                if reference.rpartition("/")[0] in year.networks
            },
            "visits": tuple(
                visit
                for visit in plan.visits
                if visit.network in year.networks and {visit.visitor, visit.visited} <= people
            ),
            "assumed": {
                region: known
                for region, schools in plan.assumed.items()
                if (known := _known(year.schools.keys(), schools))
            },
        }
    )


def running_plan(plan: Plan, allocations: Iterable[AllocationRecord]) -> Plan:
    """The plan without the sessions that do not run, as people were placed for others."""
    closed = {
        f"{record.series}/{session}"
        for record in allocations
        for session, line in record.sessions.items()
        if not line.runs
    }
    sessions = {reference: session for reference, session in plan.sessions.items() if reference not in closed}
    return plan.model_copy(update={"sessions": sessions})


def known_allocation(
    record: AllocationRecord, sessions: Container[str], people: Container[str]
) -> AllocationRecord:
    """The record of a series without sessions and people that there no longer are.

    Args:
        sessions: ``moment/workshop`` of those that there are.
        people: ids of members.
    """
    return record.model_copy(
        update={
            "draw": record.draw.model_copy(update={"order": _known(people, record.draw.order)}),
            "sessions": {
                session: _known_session(people, line)
                for session, line in record.sessions.items()
                if session in sessions
            },
            "placements": _known_places(record.placements, sessions, people),
            "missing": {member: why for member, why in record.missing.items() if member in people},
            "before": _known_places(record.before, sessions, people),
            "tours_before": {
                session: _known(people, members)
                for session, members in record.tours_before.items()
                if session in sessions
            },
            "floor": _known(people, record.floor),
        }
    )


def sessions_of(year: Year, series: Series) -> frozenset[str]:
    """``moment/workshop`` of every session that a series may have."""
    workshops = series_workshops(year, series.id)
    return frozenset(f"{moment}/{workshop.id}" for moment in series.moments for workshop in workshops)


def is_session(year: Year, reference: str) -> bool:
    """Whether the year has the series, the moment and the workshop of a session."""
    series_id, _, session = reference.partition("/")
    moment, _, workshop_id = session.partition("/")
    series, workshop = year.series.get(series_id), year.workshops.get(workshop_id)
    return (
        series is not None
        and moment in series.moments
        and workshop is not None
        and workshop.series == series_id
    )


def _known_meeting(year: Year, meeting: PlannedMeeting) -> PlannedMeeting:
    people = year.members.keys()
    known = meeting.model_copy(
        update={
            "absent": _known(people, meeting.absent),
            "groups": {number: _known(people, group) for number, group in meeting.groups.items()},
            "roles": {
                number: {role: member for role, member in roles.items() if member in people}
                for number, roles in meeting.roles.items()
            },
        }
    )
    return _at_known_school(year, known, "host")


def _at_known_school(year: Year, planned: P, key: Literal["host", "school"]) -> P:
    """A meeting or session whose school, if it is gone, is a location."""
    school: str | None = getattr(planned, key)
    if school is None or school in year.schools:
        return planned
    return planned.model_copy(update={key: None, "location": planned.location or school})


def _known_session(people: Container[str], line: SessionRecord) -> SessionRecord:
    return line.model_copy(update={"placed": _known(people, line.placed), "tour": _known(people, line.tour)})


def _known_places(
    of_people: Mapping[str, Mapping[str, str]], sessions: Container[str], people: Container[str]
) -> Mapping[str, Mapping[str, str]]:
    return {
        member: {moment: workshop for moment, workshop in has.items() if f"{moment}/{workshop}" in sessions}
        for member, has in of_people.items()
        if member in people
    }


def _known(ids: Container[str], named: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(id for id in named if id in ids)


def _known_groups(people: Container[str], groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Pairs of whom at least two are left."""
    left = (_known(people, group) for group in groups)
    return tuple(group for group in left if len(group) > 1)

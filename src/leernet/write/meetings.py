"""A year and its plan in; its meetings with when and where they are, as far as that is known, out."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from leernet.model.plan import Plan, meeting_reference
from leernet.model.selection import meeting_span
from leernet.model.values import Span
from leernet.model.year import Meeting, Network, OwnDates, Year


class Appointment(Struct, frozen=True):
    """When and where a meeting is, as far as it is known.

    Attributes:
        host: id of a school; None where the group meets elsewhere, or nobody knows yet.
        location: text, where it is no school.
    """

    reference: str
    network: Network
    meeting: Meeting
    day: date | None
    span: Span | None
    host: str | None
    location: str


def appointments(year: Year, plan: Plan) -> tuple[Appointment, ...]:
    """Every meeting of every network, by day and reference; those without a day last."""
    found = [_appointment(plan, network, meeting) for network, meeting in _meetings(year, plan)]
    return tuple(sorted(found, key=lambda one: (one.day is None, one.day or date.min, one.reference)))


def _meetings(year: Year, plan: Plan) -> Iterator[tuple[Network, Meeting]]:
    for _id, network in sorted(year.networks.items()):
        yield from ((network, meeting) for meeting in network.meetings)
        yield from ((network, meeting) for meeting in _group_meetings(network, plan))


def _group_meetings(network: Network, plan: Plan) -> Iterator[Meeting]:
    """Meetings of groups on dates of their own: they are in the plan, and nobody defined them."""
    if network.groups is None or not isinstance(network.groups.meetings, OwnDates):
        return
    defined = {meeting.id for meeting in network.meetings}
    for reference in sorted(plan.meetings):
        circle, _stroke, id = reference.partition("/")
        if circle == network.id and id not in defined:
            # "intervisie-2" is called "Intervisie 2": several under one name could not be told apart.
            yield Meeting(id=id, title=id.replace("-", " ").capitalize(), programme="intervisie")


def _appointment(plan: Plan, network: Network, meeting: Meeting) -> Appointment:
    reference = meeting_reference(network.id, meeting.id)
    planned = plan.meetings.get(reference)
    hosts = network.hosts
    if planned is not None:
        return Appointment(
            reference, network, meeting, planned.day, planned.span, planned.host, planned.location
        )
    return Appointment(
        reference,
        network,
        meeting,
        meeting.date,
        meeting_span(network, meeting),
        meeting.host or (hosts.school if hosts and not meeting.location else None),
        meeting.location or (hosts.location if hosts else ""),
    )


def place_of(year: Year, appointment: Appointment) -> str:
    """Where a meeting is: school, room and address, or the location; empty while it is not known."""
    school = year.schools.get(appointment.host or "")
    room = appointment.meeting.room
    if school is None:
        return ", ".join(part for part in (appointment.location or appointment.host or "", room) if part)
    # An address usually ends in the place; only where there is none does the place say enough.
    return ", ".join(part for part in (school.name, room, school.address or school.place) if part)


def short_place(year: Year, appointment: Appointment) -> str:
    """The name of the school and where it is, without address and room."""
    school = year.schools.get(appointment.host or "")
    if school is None:
        return appointment.location or appointment.host or ""
    return ", ".join(part for part in (school.name, school.place) if part)

"""One entry in; what it does not say of who is asked to what out (RFC 5545 3.6.1, RFC 5546 3.2)."""

import re
from collections.abc import Callable, Iterator, Mapping

from leernet.catalogue import calendar_files as rules
from leernet.catalogue.rule import Rule
from leernet.finding import Finding
from leernet.read.icalendar_text import Component
from leernet.write.calendar_check.found import CalendarObject
from leernet.write.calendar_check.tables import NEEDED_BY_METHOD
from leernet.write.calendar_check.times import times


def _identity(found: CalendarObject, _calendar: Component, event: Component) -> Iterator[Finding]:
    uid = event.text("UID")
    if not uid:
        yield rules.ICS_NO_UID.at(found.at(event.line))
        return
    start = event.text("DTSTART")[:8]
    if start and start in uid.replace("-", ""):
        yield rules.ICS_UID_DATE.at(found.at(event.line), uid=uid)


_MISSING: Mapping[str, Rule] = {
    "DTSTAMP": rules.ICS_NO_DTSTAMP,
    "DTSTART": rules.ICS_NO_DTSTART,
    "SUMMARY": rules.ICS_NO_SUMMARY,
    "ORGANIZER": rules.ICS_NO_ORGANIZER,
    "ATTENDEE": rules.ICS_NO_ATTENDEE,
    "SEQUENCE": rules.ICS_NO_SEQUENCE,
}


def _needed(found: CalendarObject, calendar: Component, event: Component) -> Iterator[Finding]:
    method = calendar.text("METHOD").strip().upper()
    for name in ("DTSTAMP", *NEEDED_BY_METHOD.get(method, ("DTSTART",))):
        if not event.first(name):
            yield _MISSING[name].at(found.at(event.line))


def _stamps(found: CalendarObject, _calendar: Component, event: Component) -> Iterator[Finding]:
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        stamp = event.first(name)
        if stamp and not re.fullmatch(r"\d{8}T\d{6}Z", stamp.value.strip()):
            yield rules.ICS_STAMP_NOT_UTC.at(found.at(stamp.line), name=name, text=stamp.value)


def _sequence(found: CalendarObject, calendar: Component, event: Component) -> Iterator[Finding]:
    sequence = event.first("SEQUENCE")
    if sequence is None:
        return
    if not sequence.value.strip().isdecimal():
        yield rules.ICS_SEQUENCE_NUMBER.at(found.at(sequence.line), text=sequence.value)
    elif calendar.text("METHOD").upper() == "CANCEL" and int(sequence.value) == 0:
        yield rules.ICS_CANCEL_SEQUENCE.at(found.at(sequence.line))


def _people(found: CalendarObject, calendar: Component, event: Component) -> Iterator[Finding]:
    method = calendar.text("METHOD").upper()
    for person in (*event.all("ORGANIZER"), *event.all("ATTENDEE")):
        if not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", person.value.strip(), re.IGNORECASE):
            yield rules.ICS_NO_MAILTO.at(found.at(person.line), name=person.name, text=person.value)
    if method == "PUBLISH" and (attendees := event.all("ATTENDEE")):
        yield rules.ICS_PUBLISHED_PEOPLE.at(found.at(attendees[0].line), count=len(attendees))
    if method != "REQUEST":
        return
    for attendee in event.all("ATTENDEE"):
        if attendee.parameters.get("RSVP", "").upper() != "TRUE":
            yield rules.ICS_ATTENDEE.at(found.at(attendee.line))


def _state(found: CalendarObject, calendar: Component, event: Component) -> Iterator[Finding]:
    method, status = calendar.text("METHOD").upper(), event.text("STATUS").upper()
    place = found.at(event.line)
    if method == "REQUEST" and status == "CANCELLED":
        yield rules.ICS_CANCELLED_REQUEST.at(place)
    if method == "CANCEL" and status not in ("", "CANCELLED"):
        yield rules.ICS_CANCEL_STATUS.at(place, status=status)
    if method == "CANCEL" and event.inner("VALARM"):
        yield rules.ICS_CANCEL_ALARM.at(found.at(event.inner("VALARM")[0].line))
    if status == "CANCELLED" and not re.match(r"(\w+ )?[A-Z]{5,}: ", event.text("SUMMARY")):
        yield rules.ICS_CANCELLED_TITLE.at(place)


EVENT_RULES: tuple[Callable[[CalendarObject, Component, Component], Iterator[Finding]], ...] = (
    _identity,
    _needed,
    _stamps,
    _sequence,
    _people,
    _state,
    times,
)

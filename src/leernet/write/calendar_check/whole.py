"""A calendar in; what is wrong with it as a whole, and as a feed, out (RFC 5545 3.4 and 3.6, RFC 7986)."""

from collections.abc import Callable, Iterator

from leernet.catalogue import calendar_files as rules
from leernet.finding import Finding
from leernet.read.icalendar_text import Component, zone_called
from leernet.write.calendar_check.found import CalendarObject


def _frame(found: CalendarObject, calendar: Component) -> Iterator[Finding]:
    if not _is_closed(calendar):
        yield rules.ICS_NOT_CLOSED.at(found.at(calendar.line))
    if calendar.text("VERSION") != "2.0":
        yield rules.ICS_VERSION.at(found.at(calendar.line))
    if not calendar.text("PRODID"):
        yield rules.ICS_PRODUCT.at(found.at(calendar.line))
    if not calendar.inner("VEVENT"):
        yield rules.ICS_NO_EVENT.at(found.at(calendar.line))


def _is_closed(component: Component) -> bool:
    return component.closed and all(map(_is_closed, component.components))


def _one_identity(found: CalendarObject, calendar: Component) -> Iterator[Finding]:
    method = calendar.text("METHOD").upper()
    uids = [event.text("UID") for event in calendar.inner("VEVENT")]
    masters = [one.text("UID") for one in calendar.inner("VEVENT") if not one.first("RECURRENCE-ID")]
    if method in ("REQUEST", "CANCEL") and len(set(uids)) > 1:
        yield rules.ICS_SEVERAL_UIDS.at(found.at(calendar.line), count=len(set(uids)), method=method)
    for event in calendar.inner("VEVENT"):
        # A changed instance of a repeating entry has the UID of the whole (5545 3.8.4.4).
        twice = masters.count(event.text("UID")) > 1 and not event.first("RECURRENCE-ID")
        if not method and twice and event.text("UID"):
            yield rules.ICS_UID_TWICE.at(found.at(event.line), uid=event.text("UID"))


def _zones(found: CalendarObject, calendar: Component) -> Iterator[Finding]:
    for zone in calendar.inner("VTIMEZONE"):
        turns = [*zone.inner("STANDARD"), *zone.inner("DAYLIGHT")]
        place = found.at(zone.line)
        name = zone.text("TZID")
        if any(turn.first("RDATE") for turn in turns):
            yield rules.ICS_ZONE_DATES.at(place, zone=name)
        elif len(turns) > 1 and any(turn.first("RRULE") is None for turn in turns):
            yield rules.ICS_ZONE_STOPS.at(place, zone=name)
        if name and zone_called(name) is None:
            yield rules.ICS_ZONE_NAME.at(place, zone=name)


CALENDAR_RULES: tuple[Callable[[CalendarObject, Component], Iterator[Finding]], ...] = (
    _frame,
    _one_identity,
    _zones,
)


def _feed_names(found: CalendarObject, calendar: Component) -> Iterator[Finding]:
    place = found.at(calendar.line)
    refresh = calendar.first("REFRESH-INTERVAL")
    if refresh and refresh.parameters.get("VALUE", "").upper() != "DURATION":
        yield rules.ICS_REFRESH.at(found.at(refresh.line))
    if len(calendar.inner("VEVENT")) > 1 and not (calendar.text("NAME") and calendar.text("X-WR-CALNAME")):
        yield rules.ICS_FEED_NAME.at(place)


def _feed_people(found: CalendarObject, calendar: Component) -> Iterator[Finding]:
    for event in calendar.inner("VEVENT"):
        for name in ("ATTENDEE", "ORGANIZER"):
            # That it is published with guests is said already.
            if (people := event.all(name)) and not calendar.text("METHOD"):
                yield rules.ICS_FEED_PEOPLE.at(found.at(people[0].line), name=name, count=len(people))
        missing = tuple(name for name in ("SEQUENCE", "LAST-MODIFIED") if not event.first(name))
        if missing:
            yield rules.ICS_FEED_REVISION.at(found.at(event.line), names=missing)


FEED_RULES: tuple[Callable[[CalendarObject, Component], Iterator[Finding]], ...] = (_feed_names, _feed_people)

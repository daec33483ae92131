"""A calendar as its lines are written in; where it breaks the grammar of RFC 5545 and 5546, by line, out.

Three tables say it: how often a property may be in a component (3.6), of what type its value is (3.3, 3.8),
which words it may be (3.8, 5546 3.2). A property or a component that is not in them is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from leernet.catalogue.calendar_files import (
    ICS_DAY_AND_TIME,
    ICS_GUEST_TWICE,
    ICS_NO_PART,
    ICS_PUBLISH_ORGANIZER,
    ICS_TWICE,
    ICS_VALUE,
    ICS_WORD,
    ICS_ZONE_AND_UTC,
)
from leernet.catalogue.rule import Broken
from leernet.read.calendar_reply import mail_address
from leernet.read.icalendar_text import Component, Property
from leernet.words import Sentence, _


class Fault(NamedTuple):
    """What is wrong on a line."""

    line: int
    broken: Broken


# 3.6: what stands at most once; what must be there has rules of its own, or stands in _NEEDED.
_ONCE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "VCALENDAR": frozenset(("PRODID", "VERSION", "CALSCALE", "METHOD")),
        "VEVENT": frozenset(
            (
                *("DTSTAMP", "UID", "DTSTART", "DTEND", "DURATION", "CLASS", "CREATED", "DESCRIPTION", "GEO"),
                *("LAST-MODIFIED", "LOCATION", "ORGANIZER", "PRIORITY", "SEQUENCE", "STATUS", "SUMMARY"),
                *("TRANSP", "URL", "RECURRENCE-ID", "RRULE"),
            )
        ),
        "VALARM": frozenset(("ACTION", "TRIGGER", "DURATION", "REPEAT", "DESCRIPTION", "SUMMARY")),
        "VTIMEZONE": frozenset(("TZID", "LAST-MODIFIED", "TZURL")),
        "STANDARD": frozenset(("DTSTART", "TZOFFSETTO", "TZOFFSETFROM", "RRULE")),
        "DAYLIGHT": frozenset(("DTSTART", "TZOFFSETTO", "TZOFFSETFROM", "RRULE")),
    }
)
_NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "VALARM": ("ACTION", "TRIGGER"),
        "VTIMEZONE": ("TZID",),
        "STANDARD": ("DTSTART", "TZOFFSETTO", "TZOFFSETFROM"),
        "DAYLIGHT": ("DTSTART", "TZOFFSETTO", "TZOFFSETFROM"),
    }
)
_NEEDED_OF_ALARM: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"DISPLAY": ("DESCRIPTION",), "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE")}
)

# The words of 3.8.1.11, 3.8.2.7, 3.7.1 and 5546 1.4; where others may be made up they are not held.
_WORDS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("VCALENDAR", "CALSCALE"): ("GREGORIAN",),
        ("VCALENDAR", "METHOD"): (
            *("PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"),
        ),
        ("VEVENT", "STATUS"): ("TENTATIVE", "CONFIRMED", "CANCELLED"),
        ("VEVENT", "TRANSP"): ("OPAQUE", "TRANSPARENT"),
    }
)

_DATE, _DATE_TIME = re.compile(r"\d{8}"), re.compile(r"(\d{8})T(\d{6})Z?")
_DURATION = re.compile(r"\+?P(\d+W|\d+D(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|T(?=\d)(\d+H)?(\d+M)?(\d+S)?)")
_OFFSET = re.compile(r"[+-](?!0000(00)?$|-)([01]\d|2[0-3])[0-5]\d([0-5]\d)?|\+0000")
_WHOLE = re.compile(r"[+-]?\d{1,10}")
_FREQUENCY = re.compile(r"(?i)(^|;)FREQ=(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)")
_COUNT, _UNTIL = re.compile(r"(?i)(^|;)COUNT="), re.compile(r"(?i)(^|;)UNTIL=")

# 3.8: of what type a value is.
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("DTSTART", "DTEND", "RECURRENCE-ID"), "moment"),
        **dict.fromkeys(("DTSTAMP", "CREATED", "LAST-MODIFIED"), "stamp"),
        "DURATION": "duration",
        "TRIGGER": "trigger",
        "REPEAT": "number",
        "PRIORITY": "priority",
        "EXDATE": "moments",
        "GEO": "point",
        "RRULE": "rule",
        **dict.fromkeys(("TZOFFSETTO", "TZOFFSETFROM"), "offset"),
    }
)
_CALLED: Mapping[str, Sentence] = MappingProxyType(
    {
        "stamp": _("a moment that exists"),
        "moment": _("a day or a moment, for example 20261112 or 20261112T080000Z"),
        "duration": _("a duration, for example PT1H30M"),
        "trigger": _("a time before the start, for example -P1D, or a moment in UTC"),
        "number": _("a whole number"),
        "priority": _("a whole number from 0 to 9"),
        "moments": _("days or moments with commas between"),
        "point": _("latitude and longitude, for example 52.09;5.12"),
        "rule": _("a rule with FREQ, and with COUNT or UNTIL but not both"),
        "offset": _("an offset from UTC, for example +0100"),
    }
)


def faults(calendar: Component) -> Iterator[Fault]:
    """Where a calendar breaks the grammar."""
    yield from _faults(calendar)
    method = calendar.text("METHOD").strip().upper()
    for event in calendar.inner("VEVENT"):
        yield from _times(event)
        yield from _guests(event)
        if method == "PUBLISH" and not event.first("ORGANIZER"):
            yield Fault(event.line, ICS_PUBLISH_ORGANIZER.broken())


def _faults(component: Component) -> Iterator[Fault]:
    yield from _counts(component)
    for written in component.properties:
        yield from _value(component.name, written)
    for inner in component.components:
        yield from _faults(inner)


def _counts(component: Component) -> Iterator[Fault]:
    once = _ONCE.get(component.name, frozenset())
    seen: set[str] = set()
    for written in component.properties:
        if written.name in once and written.name in seen:
            yield Fault(written.line, ICS_TWICE.broken(name=written.name))
        seen.add(written.name)
    action = component.text("ACTION").strip().upper() if component.name == "VALARM" else ""
    for name in (*_NEEDED.get(component.name, ()), *_NEEDED_OF_ALARM.get(action, ())):
        if name not in seen:
            yield Fault(component.line, ICS_NO_PART.broken(component=component.name, name=name))
    if component.name == "VTIMEZONE" and not component.components:
        yield Fault(component.line, ICS_NO_PART.broken(component="VTIMEZONE", name="STANDARD"))


def _value(component: str, written: Property) -> Iterator[Fault]:
    value = written.value.strip()
    words = _WORDS.get((component, written.name))
    if words is not None and value.upper() not in words:
        yield Fault(written.line, ICS_WORD.broken(name=written.name, text=value, words=words))
    kind = _TYPES.get(written.name)
    if kind is not None and not _is(kind, value, written):
        called = _CALLED[kind]
        yield Fault(written.line, ICS_VALUE.broken(name=written.name, text=value, called=called))
    if "TZID" in written.parameters and _DATE_TIME.fullmatch(value) and value.endswith("Z"):
        yield Fault(written.line, ICS_ZONE_AND_UTC.broken(name=written.name))


def _is(kind: str, value: str, written: Property) -> bool:
    match kind:
        case "moment":
            whole_day = written.parameters.get("VALUE", "").upper() == "DATE"
            return _is_moment(value) and (bool(_DATE.fullmatch(value)) or not whole_day)
        case "stamp":
            # That it is in UTC has a rule of its own.
            return not _DATE_TIME.fullmatch(value) or _is_moment(value)
        case "duration":
            return bool(_DURATION.fullmatch(value))
        case "trigger":
            is_moment = _DATE_TIME.fullmatch(value) and _is_moment(value)
            return bool(_DURATION.fullmatch(value.removeprefix("-")) or is_moment)
        case "number":
            return bool(_WHOLE.fullmatch(value))
        case "priority":
            return bool(re.fullmatch(r"\+?0*\d", value))
        case "moments":
            return all(map(_is_moment, value.split(",")))
        case "point":
            return bool(re.fullmatch(r"[+-]?\d{1,2}(\.\d+)?;[+-]?\d{1,3}(\.\d+)?", value))
        case "rule":
            return bool(_FREQUENCY.search(value)) and not (_COUNT.search(value) and _UNTIL.search(value))
    return bool(_OFFSET.fullmatch(value))


def _is_moment(value: str) -> bool:
    """Whether a value is a day or a moment that exists; 24.00 and the 31st of November do not."""
    try:
        if _DATE.fullmatch(value):
            datetime.strptime(value, "%Y%m%d")  # noqa: DTZ007 - only whether it exists
            return True
        if _DATE_TIME.fullmatch(value):
            datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
            return True
    except ValueError:
        pass
    return False


def _times(event: Component) -> Iterator[Fault]:
    """A day goes with a day, a moment with a moment (3.8.2.2)."""
    start, end = event.first("DTSTART"), event.first("DTEND")
    if start is None or end is None:
        return
    both = (start.value.strip(), end.value.strip())
    if all(map(_is_moment, both)) and len({bool(_DATE.fullmatch(one)) for one in both}) == 2:
        yield Fault(end.line, ICS_DAY_AND_TIME.broken())


def _guests(event: Component) -> Iterator[Fault]:
    seen: set[str] = set()
    for guest in event.all("ATTENDEE"):
        address = mail_address(guest.value)
        asked = guest.parameters.get("RSVP", "FALSE").strip()
        if asked.upper() not in ("TRUE", "FALSE"):
            yield Fault(guest.line, ICS_WORD.broken(name="RSVP", text=asked, words=("TRUE", "FALSE")))
        if address in seen:
            yield Fault(guest.line, ICS_GUEST_TWICE.broken(address=address))
        seen.add(address)

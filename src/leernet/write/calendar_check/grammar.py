"""A calendar as its lines are written in; where it breaks the grammar of RFC 5545 and 5546, by line, out."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from leernet.catalogue import calendar_files as rules
from leernet.catalogue.rule import Broken
from leernet.read.calendar_reply import mail_address
from leernet.read.icalendar_text import Component, Property, parameter_names
from leernet.write.calendar_check.tables import (
    ANSWERS,
    HOLDS,
    LISTS,
    NEEDED_OF_ALARM,
    NOT_BY_METHOD,
    OTHERS,
    PARAMETER_TYPES,
    PARAMETER_WORDS,
    TYPES,
    VALUE_NAMES,
    VALUE_TYPES,
    WORDS,
)
from leernet.write.calendar_check.values import CALLED, is_day, is_moment, is_of_type


class Fault(NamedTuple):
    """What is wrong on a line."""

    line: int
    broken: Broken


def faults(calendar: Component) -> Iterator[Fault]:
    """Where a calendar breaks the grammar."""
    method = calendar.text("METHOD").strip().upper()
    yield from _faults(calendar, method)
    for event in calendar.inner("VEVENT"):
        yield from _times(event)
        yield from _guests(event)
        if method == "PUBLISH" and not event.first("ORGANIZER"):
            yield Fault(event.line, rules.ICS_PUBLISH_ORGANIZER.broken())


def _faults(component: Component, method: str) -> Iterator[Fault]:
    yield from _counts(component, method)
    for written in component.properties:
        yield from _value(component.name, written)
        yield from _parameters(component.name, written)
    holds = HOLDS.get(component.name)
    for inner in component.components:
        if holds is not None and inner.name in HOLDS and inner.name not in holds.inner:
            yield Fault(inner.line, rules.ICS_MISPLACED.broken(name=inner.name, component=component.name))
        yield from _faults(inner, method)


def _counts(component: Component, method: str) -> Iterator[Fault]:
    """What is there too often, is missing, or belongs elsewhere."""
    holds = HOLDS.get(component.name)
    if holds is None:
        return
    once = holds.needed | holds.once
    not_here = NOT_BY_METHOD.get(method, frozenset()) if component.name == "VEVENT" else frozenset()
    seen: set[str] = set()
    for written in component.properties:
        if written.name in seen:
            yield Fault(written.line, rules.ICS_TWICE.broken(name=written.name))
        elif written.name in TYPES and written.name not in (once | holds.many) - not_here:
            where = f"METHOD:{method}" if written.name in not_here else component.name
            yield Fault(written.line, rules.ICS_MISPLACED.broken(name=written.name, component=where))
        seen |= {written.name} & once
    for name in _missing(component, holds.needed):
        yield Fault(component.line, rules.ICS_NO_PART.broken(component=component.name, name=name))
    if component.name == "VTODO" and component.first("DUE") and (length := component.first("DURATION")):
        yield Fault(length.line, rules.ICS_END_AND_DURATION.broken())


# 3.8.6.2: how often again goes with how long between.
_AGAIN = frozenset(("DURATION", "REPEAT"))


def _missing(component: Component, needed: frozenset[str]) -> Iterator[str]:
    written = {one.name for one in component.properties}
    if component.name == "VTIMEZONE" and not component.components:
        yield "STANDARD"
    if component.name == "VALARM":
        needed |= frozenset(NEEDED_OF_ALARM.get(component.text("ACTION").strip().upper(), ()))
        needed |= _AGAIN if _AGAIN & written else frozenset()
    yield from sorted(needed - written)


def _value(component: str, written: Property) -> Iterator[Fault]:
    value = written.value.strip()
    words = WORDS.get((component, written.name))
    if words is not None and not _is_word(value, words):
        yield Fault(written.line, rules.ICS_WORD.broken(name=written.name, text=value, words=words))
    if kinds := TYPES.get(written.name):
        yield from _type_faults(component, written, kinds, value)
    if "TZID" in written.parameters and is_moment(value) and value.endswith("Z"):
        yield Fault(written.line, rules.ICS_ZONE_AND_UTC.broken(name=written.name))


def _type_faults(component: str, written: Property, kinds: tuple[str, ...], value: str) -> Iterator[Fault]:
    """Whether a value is of the type that VALUE names, else of the first one."""
    by_name = {VALUE_NAMES.get(kind, kind): kind for kind in kinds}
    named = written.parameters.get("VALUE", next(iter(by_name))).strip().upper()
    if named not in by_name:
        # What no standard of calendars calls a type was added by a later one.
        if named in VALUE_TYPES:
            yield Fault(written.line, rules.ICS_WORD.broken(name="VALUE", text=named, words=tuple(by_name)))
        return
    kind = by_name[named]
    if _has_a_rule_of_its_own(component, written.name, kind, value):
        return
    values = value.split(",") if written.name in LISTS else [value]
    if kind == "DATE-TIME" and written.name == "TRIGGER":
        kind = "UTC"
    encoded = written.parameters.get("ENCODING", "").strip().upper() == "BASE64"
    if not all(is_of_type(kind, one) for one in values) or encoded != (kind == "BINARY"):
        called = CALLED["BINARY" if encoded else kind]
        yield Fault(written.line, rules.ICS_VALUE.broken(name=written.name, text=value[:40], called=called))


def _has_a_rule_of_its_own(component: str, name: str, kind: str, value: str) -> bool:
    """Whether it is told elsewhere what is wrong; and a sound may be a name that only its program knows."""
    if component == "VALARM" and name == "ATTACH":
        return True
    not_in_utc = kind == "UTC" and not re.fullmatch(r"\d{8}T\d{6}Z", value)
    return component == "VEVENT" and (not_in_utc or kind in ("SEQUENCE", "CAL-ADDRESS"))


def _parameters(component: str, written: Property) -> Iterator[Fault]:
    """What a parameter says, and that it says so once."""
    for name, count in Counter(parameter_names(written.raw)).items():
        value = written.parameters[name].strip()
        words = ANSWERS.get(component) if name == "PARTSTAT" else PARAMETER_WORDS.get(name)
        kind = PARAMETER_TYPES.get(name)
        if count > 1:
            yield Fault(written.line, rules.ICS_TWICE.broken(name=name))
        if words is not None and not _is_word(value, words):
            yield Fault(written.line, rules.ICS_WORD.broken(name=name, text=value, words=words))
        if kind is not None and not is_of_type(kind, value):
            yield Fault(written.line, rules.ICS_VALUE.broken(name=name, text=value, called=CALLED[kind]))


def _is_word(value: str, words: tuple[str, ...]) -> bool:
    return value.upper() in words or (OTHERS in words and value.upper().startswith("X-"))


def _times(event: Component) -> Iterator[Fault]:
    """A day goes with a day, a moment with a moment (3.8.2.2)."""
    start, end = event.first("DTSTART"), event.first("DTEND")
    if start is None or end is None:
        return
    first, last = start.value.strip(), end.value.strip()
    if (is_day(first) and is_moment(last)) or (is_moment(first) and is_day(last)):
        yield Fault(end.line, rules.ICS_DAY_AND_TIME.broken())


def _guests(event: Component) -> Iterator[Fault]:
    seen: set[str] = set()
    for guest in event.all("ATTENDEE"):
        address = mail_address(guest.value)
        if address in seen:
            yield Fault(guest.line, rules.ICS_GUEST_TWICE.broken(address=address))
        seen.add(address)

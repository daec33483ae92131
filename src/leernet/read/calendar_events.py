"""The bytes of a calendar file in; its entries of a school year, recurring ones unrolled, out.

Source: RFC 5545, sections 3.3.10 (recurrence), 3.6.1 (VEVENT) and 3.8.4.4 (changed instances).
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice, takewhile

from dateutil.rrule import rrule, rruleset, rrulestr
from msgspec import Struct

from leernet.model.limits import FIRST_YEAR, LAST_YEAR, MOST_INSTANCES, MOST_MOMENTS
from leernet.model.timezone import ZONE
from leernet.model.values import Days
from leernet.read.icalendar_text import Component, Property, moment_in, read_components

_DAY = timedelta(days=1)


class CalendarEvent(Struct, frozen=True):
    """An entry of a calendar, in local time.

    Attributes:
        last: the last day, included.
        time: from when until when on a single day; None: the whole day, or several.
    """

    first: date
    last: date
    title: str
    time: tuple[time, time] | None = None


class Events(Struct, frozen=True):
    """What a calendar holds.

    Attributes:
        events: the entries that touch the days that were asked for, in order; changed ones as changed.
        broken: the line and the text of what cannot be counted as dates, of entries that are left out.
    """

    events: tuple[CalendarEvent, ...]
    broken: tuple[tuple[int, str], ...]


def events_in(content: bytes, within: Days) -> Events:
    """The entries that touch these days, without cancelled ones."""
    components = [
        event
        for calendar in read_components(content)
        for event in (calendar.inner("VEVENT") if calendar.name == "VCALENDAR" else ())
    ]
    changed = {
        (one.text("UID"), moment)
        for one in components
        for instance in one.all("RECURRENCE-ID")
        if (moment := _moment(instance)) is not None
    }
    budget = iter(range(MOST_MOMENTS))
    found: list[CalendarEvent] = []
    broken: list[tuple[int, str]] = []
    for one in components:
        try:
            found += _events(one, within, changed, budget)
        except (ValueError, OverflowError, TypeError, IndexError, KeyError):
            # What dateutil and dates themselves say of a rule or a length that no calendar has.
            odd = one.first("RRULE") or one.first("DURATION") or one.first("DTSTART")
            broken.append((odd.line, odd.raw or odd.value) if odd else (one.line, one.name))
    ordered = sorted(found, key=lambda event: (event.first, event.last, event.title))
    return Events(tuple(ordered), tuple(broken))


def _events(
    component: Component, within: Days, changed: set[tuple[str, datetime]], budget: Iterator[int]
) -> Iterator[CalendarEvent]:
    start_property = component.first("DTSTART")
    start = _moment(start_property) if start_property else None
    if start_property is None or component.text("STATUS").upper() == "CANCELLED":
        return
    if start is None:
        raise ValueError(start_property.value)
    whole_day = _is_day(start_property)
    length = _length(component, start, whole_day=whole_day)
    title = " ".join(component.text("SUMMARY").split()) or "-"
    uid = component.text("UID")
    is_change = component.first("RECURRENCE-ID") is not None
    for moment in _moments(component, start, length, within, budget):
        event = _event(moment, length, title, whole_day=whole_day)
        if event.last >= within.first and (is_change or (uid, moment) not in changed):
            yield event


def _event(start: datetime, length: timedelta, title: str, *, whole_day: bool) -> CalendarEvent:
    end = start + length
    # The end of an entry is its first moment after: midnight belongs to the day before.
    last = (end - timedelta(microseconds=1)).date() if length else start.date()
    if whole_day or last != start.date():
        return CalendarEvent(start.date(), last, title)
    until = time.max if end.date() > start.date() else end.time()
    return CalendarEvent(start.date(), last, title, (start.time(), until))


def _moments(
    component: Component, start: datetime, length: timedelta, within: Days, budget: Iterator[int]
) -> Iterator[datetime]:
    """When it begins, each time, from the days that these days can still see.

    Raises:
        ValueError: it comes too often, or the entries before it did.
    """
    first = datetime.combine(within.first, time.min) - length
    last = datetime.combine(within.last, time.max)
    rule, more = component.first("RRULE"), component.all("RDATE")
    if rule is None and not more:
        if first <= start <= last:
            yield start
        return
    moments = rruleset()
    moments.rdate(start)
    if rule is not None:
        repeated = _repetition(rule.value, start, last)
        if next(budget, None) is None:
            raise ValueError(rule.value)
        opening = list(islice(repeated, 1))
        # For a day that never comes dateutil looks until the year 9999, which two entries may cost.
        deque(islice(budget, 0 if opening else MOST_MOMENTS // 2), maxlen=0)
        # It asks for nothing but its moments.
        moments.rrule(chain(opening, repeated))  # type: ignore[arg-type]
    for one in more:
        for moment in _each(one):
            moments.rdate(moment)
    for one in component.all("EXDATE"):
        for moment in _each(one):
            moments.exdate(moment)
    shown = (moment for moment in _counted(moments, budget) if moment >= first)
    yield from islice(takewhile(lambda moment: moment <= last, shown), MOST_INSTANCES)


def _counted(moments: Iterable[datetime], budget: Iterator[int]) -> Iterator[datetime]:
    for moment in moments:
        if next(budget, None) is None:
            raise ValueError(moment)
        yield moment


# How often an entry of a school comes; by the second, or every nought days, nothing ever ends.
_REPEATED = re.compile(r"FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;|$)")
_NEVER_ON = re.compile(r"INTERVAL=0+(?:;|$)")


_COUNT = re.compile(r"COUNT=(\d+);?")
_UNTIL = re.compile(r"UNTIL=(\d{8})[^;]*;?")


def _repetition(rule: str, start: datetime, last: datetime) -> Iterator[datetime]:
    """The moments of a rule until the last that matters; one that never comes again ends there too."""
    written = rule.strip().upper()
    if not _REPEATED.search(written) or _NEVER_ON.search(written):
        raise ValueError(rule)
    whole = _local_until(written)
    count, until = _COUNT.search(whole), _UNTIL.search(whole)
    bounded = _COUNT.sub("", whole)
    if until is None or until[1] > f"{last:%Y%m%d}":
        bounded = f"{_UNTIL.sub('', bounded).rstrip(';')};UNTIL={last:%Y%m%dT%H%M%S}"
    found = rrulestr(bounded.rstrip(";"), dtstart=start)
    if not isinstance(found, rrule):
        raise ValueError(rule)  # noqa: TRY004 - it is text that is wrong
    return islice(iter(found), int(count[1]) if count else None)


def _local_until(rule: str) -> str:
    """The rule with its end as local time without a zone, as the moments it makes are."""

    def local(found: re.Match[str]) -> str:
        moment = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return f"UNTIL={moment.astimezone(ZONE):%Y%m%dT%H%M%S}"

    return re.sub(r"UNTIL=(\d{8}T\d{6})Z", local, rule)


def _length(component: Component, start: datetime, *, whole_day: bool) -> timedelta:
    end = component.first("DTEND")
    until = _moment(end) if end else None
    if until is not None:
        return max(until - start, _DAY if whole_day else timedelta())
    duration = _DURATION.fullmatch(component.text("DURATION").strip())
    if duration is not None:
        parts = {name: int(number) for name, number in duration.groupdict().items() if number}
        return timedelta(**parts)
    return _DAY if whole_day else timedelta()


_DURATION = re.compile(
    r"\+?P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


def _is_day(found: Property) -> bool:
    return found.parameters.get("VALUE", "").upper() == "DATE" or "T" not in found.value


def _each(found: Property) -> Iterator[datetime]:
    for value in found.value.split(","):
        # Of a period only when it begins matters here.
        moment = _moment_of(value.partition("/")[0], found.parameters)
        if moment is not None:
            yield moment


def _moment(found: Property) -> datetime | None:
    return _moment_of(found.value, found.parameters)


def _moment_of(value: str, parameters: Mapping[str, str]) -> datetime | None:
    """Local time without a zone; None where it is none, or in a year that no calendar is made for."""
    text = value.strip()
    if not text[:4].isdecimal() or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return None
    moment = moment_in(text, parameters, ZONE)
    return None if moment is None else moment.astimezone(ZONE).replace(tzinfo=None)

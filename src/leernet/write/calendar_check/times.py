"""The times of one entry in; whether everybody shows them at the same moment out (RFC 5545 3.6.5, 3.8.2)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from leernet.catalogue import calendar_files as rules
from leernet.finding import Finding, Place
from leernet.read.icalendar_text import Component, Property, moment_in, zone_called
from leernet.write.calendar_check.found import CalendarObject


def times(found: CalendarObject, calendar: Component, event: Component) -> Iterator[Finding]:
    """What is wrong with start, end and repetition, and where some program shows another moment."""
    start, end = event.first("DTSTART"), event.first("DTEND")
    if end and event.first("DURATION"):
        yield rules.ICS_END_AND_DURATION.at(found.at(end.line))
    if start and end and (begins := moment_of(start)) and (ends := moment_of(end)) and ends <= begins:
        yield rules.ICS_END_BEFORE_START.at(found.at(end.line))
    for rule in ("RRULE", "RDATE"):
        if repeated := event.first(rule):
            yield rules.ICS_REPEATS.at(found.at(repeated.line), name=rule)
    for written in (start, end):
        if written:
            yield from _zone_findings(found, calendar, written)


def _zone_findings(found: CalendarObject, calendar: Component, written: Property) -> Iterator[Finding]:
    """Whether everybody shows this moment at the same time."""
    value, name = written.value.strip(), written.parameters.get("TZID", "")
    place = found.at(written.line)
    if "T" not in value or value.endswith("Z"):
        return
    if not name:
        yield rules.ICS_FLOATING.at(place, name=written.name)
        return
    if f'TZID="{name}"' in written.raw:
        yield rules.ICS_ZONE_QUOTED.at(place, zone=name)
    zones = [zone for zone in calendar.inner("VTIMEZONE") if zone.text("TZID") == name]
    local = _local(value)
    if not zones:
        yield rules.ICS_NO_ZONE.at(place, zone=name)
    elif local is not None and (known := zone_called(name)) is not None:
        yield from _offset_findings(place, zones[0], local, known)


def _offset_findings(place: Place, zone: Component, local: datetime, known: ZoneInfo) -> Iterator[Finding]:
    real = local.replace(tzinfo=known)
    if real.utcoffset() != real.replace(fold=1).utcoffset():
        yield rules.ICS_CLOCK_TURNS.at(place, text=f"{local:%Y-%m-%d %H:%M}")
        return
    offset, right = _zone_offset(zone, local), real.utcoffset()
    if offset is None or right is None or offset == right:
        return
    minutes = round((right - offset).total_seconds() / 60)
    rule = rules.ICS_LATE if minutes > 0 else rules.ICS_EARLY
    yield rule.at(place, minutes=abs(minutes), zone=known.key)


def _zone_offset(zone: Component, local: datetime) -> timedelta | None:
    """The offset that a time zone block gives at a local time; None where it says nothing we can follow."""
    latest: tuple[datetime, timedelta] | None = None
    for turn in zone.components:
        begin, offset = _local(turn.text("DTSTART")), _offset(turn.text("TZOFFSETTO"))
        if begin is None or offset is None:
            return None
        onset = _last_onset(turn, begin, local)
        if onset is not None and (latest is None or onset > latest[0]):
            latest = (onset, offset)
    return latest[1] if latest else None


def _last_onset(turn: Component, begin: datetime, local: datetime) -> datetime | None:
    onsets = [
        begin,
        *filter(None, (_local(value) for one in turn.all("RDATE") for value in one.value.split(","))),
    ]
    rule = turn.first("RRULE")
    if rule is not None:
        onsets.append(_onset_by_rule(rule.value, begin, local) or begin)
    return max((onset for onset in onsets if onset <= local), default=None)


# What clock changes are written with; a rule with more in it could take hours to follow.
_TURN_RULE = re.compile(
    r"(?=.*FREQ=YEARLY)((FREQ|BYMONTH|BYDAY|BYMONTHDAY|UNTIL|INTERVAL|WKST)=[A-Z0-9,+-]{1,20}(;|$))+",
    re.IGNORECASE,
)


@cache
def _onset_by_rule(rule: str, begin: datetime, local: datetime) -> datetime | None:
    if not _TURN_RULE.fullmatch(rule):
        return None
    try:
        return rrulestr(re.sub(r"UNTIL=(\d{8}T\d{6})Z", r"UNTIL=\1", rule), dtstart=begin).before(
            local, inc=True
        )
    except (ValueError, TypeError):
        return None


def _offset(text: str) -> timedelta | None:
    match = re.fullmatch(r"([+-])(\d{2})(\d{2})(\d{2})?", text)
    if match is None:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return size if match[1] == "+" else -size


def _local(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip()[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone is beside it
    except ValueError:
        return None


def moment_of(written: Property) -> datetime | None:
    """The moment of a DTSTART or DTEND; of a day its beginning; None when it is neither."""
    return moment_in(written.value, written.parameters, UTC)

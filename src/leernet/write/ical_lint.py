"""Calendar files and mails in; what some program will show wrongly, and why, out. Numbers are RFCs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from functools import cache
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr

from leernet.catalogue.calendar_files import (
    ICS_ATTENDEE,
    ICS_BOM,
    ICS_CANCEL_ALARM,
    ICS_CANCEL_SEQUENCE,
    ICS_CANCEL_STATUS,
    ICS_CANCELLED_REQUEST,
    ICS_CANCELLED_TITLE,
    ICS_CARET,
    ICS_CLOCK_TURNS,
    ICS_CONTROL_CHARACTER,
    ICS_EARLY,
    ICS_END_AND_DURATION,
    ICS_END_BEFORE_START,
    ICS_ESCAPED_TWICE,
    ICS_FEED_NAME,
    ICS_FEED_PEOPLE,
    ICS_FEED_REVISION,
    ICS_FLOATING,
    ICS_HTML,
    ICS_LATE,
    ICS_LINE_ENDS,
    ICS_LONG_LINE,
    ICS_NAME_QUOTE,
    ICS_NO_ATTENDEE,
    ICS_NO_CALENDAR,
    ICS_NO_DTSTAMP,
    ICS_NO_DTSTART,
    ICS_NO_EVENT,
    ICS_NO_MAILTO,
    ICS_NO_ORGANIZER,
    ICS_NO_SEQUENCE,
    ICS_NO_SUMMARY,
    ICS_NO_UID,
    ICS_NO_ZONE,
    ICS_NOT_CLOSED,
    ICS_NOT_UTF8,
    ICS_PRODUCT,
    ICS_PUBLISHED_PEOPLE,
    ICS_REFRESH,
    ICS_REPEATS,
    ICS_SAME_REVISION,
    ICS_SEQUENCE_NUMBER,
    ICS_SEVERAL_UIDS,
    ICS_SPLIT_CHARACTER,
    ICS_STAMP_NOT_UTC,
    ICS_STRAY_LINE,
    ICS_UID_DATE,
    ICS_UID_TWICE,
    ICS_UNESCAPED,
    ICS_VERSION,
    ICS_ZONE_DATES,
    ICS_ZONE_NAME,
    ICS_ZONE_QUOTED,
    ICS_ZONE_STOPS,
    MAIL_CHARSET,
    MAIL_DISPOSITION,
    MAIL_HIDDEN_CALENDAR,
    MAIL_METHOD,
    MAIL_NO_DATE,
    MAIL_NO_HEADER,
    MAIL_NO_ID,
    MAIL_NOT_A_MAIL,
    MAIL_NOT_INVITED,
    MAIL_RECEIVERS,
    MAIL_SENDER,
    MAIL_SHAPE,
)
from leernet.finding import Finding, Place, in_file_order
from leernet.read.icalendar_text import Component, Property, read_components, read_property, unfolded
from leernet.read.mailbox import mails_in_mbox
from leernet.read.replies import mail_address
from leernet.write.dates import long_date
from leernet.write.ical_grammar import faults


@dataclass(frozen=True, slots=True)
class _Object:
    """A calendar object and where it comes from.

    Attributes:
        place: of the file, or of the mail in an mbox.
        mail: the mail it is part of.
        part: of the mail, the part it is.
    """

    place: Place
    content: bytes
    mail: Message | None = None
    part: Message | None = None

    def at(self, line: int) -> Place:
        """A line of the object; in a mail only the mail is known, as its lines are encoded."""
        return self.place if self.mail is not None else replace(self.place, line=line)


# What a calendar file is meant for: to subscribe to, to invite somebody, or to keep a calendar.
Kind = Literal["feed", "invitation", "export"]


def lint(files: Mapping[str, bytes], kind: Kind | None = None) -> tuple[Finding, ...]:
    """What is wrong with ``.ics``, ``.eml`` and ``.mbox`` files, in file order; others are left alone.

    Args:
        kind: what the files are meant for; None: each says so itself.
    """
    findings: list[Finding] = []
    objects: list[_Object] = []
    for file, content in sorted(files.items()):
        for found in _objects(file, content):
            if isinstance(found, Finding):
                findings.append(found)
            else:
                objects.append(found)
                findings += _object_findings(found, kind)
    return in_file_order((*findings, *_same_revision_twice(objects)))


def calendars_in(files: Mapping[str, bytes]) -> int:
    """How many calendars there are to look at."""
    found = (one for file, content in files.items() for one in _objects(file, content))
    return sum(isinstance(one, _Object) for one in found)


def _objects(file: str, content: bytes) -> Iterator[_Object | Finding]:
    name = file.lower()
    if name.endswith(".ics"):
        yield _Object(Place(file), content)
    elif name.endswith(".eml"):
        yield from _in_mail(Place(file), content)
    elif name.endswith(".mbox"):
        for line, mail in mails_in_mbox(content):
            yield from _in_mail(Place(file, line), mail)


def _in_mail(place: Place, content: bytes) -> Iterator[_Object | Finding]:
    mail = message_from_bytes(content)
    if not mail.keys():
        yield MAIL_NOT_A_MAIL.at(place)
        return
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    hidden = [] if parts else [part for part in mail.walk() if _holds_calendar(part)]
    for part in hidden:
        yield MAIL_HIDDEN_CALENDAR.at(place, kind=part.get_content_type())
    is_draft = bool(mail.get("X-Unsent") or mail.get("X-Mozilla-Draft-Info"))
    if not (parts := parts or hidden):
        # Without a receiver it is one that somebody is still to send.
        if not is_draft and _addresses(mail, "To", "Cc", "Bcc"):
            yield from _mail_header_findings(place, mail)
        return
    if is_draft:
        # A draft: who sends it and when, and in what shape, is up to the program that sends it.
        payload = parts[0].get_payload(decode=True)
        yield _Object(place, payload if isinstance(payload, bytes) else b"")
        return
    payload = parts[0].get_payload(decode=True)
    yield _Object(place, payload if isinstance(payload, bytes) else b"", mail, parts[0])


def _holds_calendar(part: Message) -> bool:
    payload = part.get_payload(decode=True)
    return isinstance(payload, bytes) and payload.lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def _object_findings(calendar_object: _Object, kind: Kind | None) -> Iterator[Finding]:
    yield from _byte_findings(calendar_object)
    yield from _line_findings(calendar_object)
    calendars = [one for one in read_components(calendar_object.content) if one.name == "VCALENDAR"]
    if not calendars:
        yield ICS_NO_CALENDAR.at(calendar_object.place)
    for calendar in calendars:
        for rule in (*_CALENDAR_RULES, *(_FEED_RULES if _is_feed(calendar, kind) else ())):
            yield from rule(calendar_object, calendar)
        for event in calendar.inner("VEVENT"):
            for check in _EVENT_RULES:
                yield from check(calendar_object, calendar, event)
        for fault in faults(calendar):
            yield fault.broken.at(calendar_object.at(fault.line))
    if calendar_object.mail is not None and calendar_object.part is not None and calendars:
        yield from _mail_findings(calendar_object, calendar_object.mail, calendar_object.part, calendars[0])


def _is_feed(calendar: Component, kind: Kind | None) -> bool:
    """Whether a calendar is one to subscribe to: it is published, or lists several entries without guests."""
    if kind is not None:
        return kind == "feed"
    method, events = calendar.text("METHOD").strip().upper(), calendar.inner("VEVENT")
    alone = not any(event.first("ATTENDEE") for event in events)
    return method == "PUBLISH" or (not method and len(events) > 1 and alone)


# Bytes and lines: 5545 3.1, 3.3.11; 6868.


def _byte_findings(found: _Object) -> Iterator[Finding]:
    content = found.content
    if content.startswith(b"\xef\xbb\xbf"):
        yield ICS_BOM.at(found.at(1))
    raw = content.removeprefix(b"\xef\xbb\xbf")
    bare = re.search(rb"(?<!\r)\n", raw)
    # In a mail the transport writes the line ends.
    if bare and found.mail is None:
        yield ICS_LINE_ENDS.at(found.at(raw.count(b"\n", 0, bare.start()) + 1))
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", raw), start=1):
        if len(line) > 75:
            yield ICS_LONG_LINE.at(found.at(number), octets=len(line))
        if line[:1] in (b" ", b"\t") and 0x80 <= (line[1] if len(line) > 1 else 0) < 0xC0:
            yield ICS_SPLIT_CHARACTER.at(found.at(number))
    try:
        b"".join(re.split(rb"(?:\r\n|\n|\r)[ \t]", raw)).decode()
    except UnicodeDecodeError:
        yield ICS_NOT_UTF8.at(found.at(1))


_TEXTS_OF_EVENTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT")
_UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[,;]")


def _line_findings(found: _Object) -> Iterator[Finding]:
    for number, text in unfolded(found.content):
        written = read_property(text, number)
        place = found.at(number)
        if written is None:
            yield (ICS_NAME_QUOTE if '"' in text else ICS_STRAY_LINE).at(place)
            continue
        if any((ord(character) < 32 and character != "\t") or ord(character) == 127 for character in text):
            yield ICS_CONTROL_CHARACTER.at(place, name=written.name)
        if any("^" in value for value in written.parameters.values()):
            yield ICS_CARET.at(place, name=written.name)
        if written.name in _TEXTS_OF_EVENTS:
            yield from _text_findings(place, written)


def _text_findings(place: Place, written: Property) -> Iterator[Finding]:
    if _UNESCAPED.search(written.value):
        yield ICS_UNESCAPED.at(place, name=written.name)
    if re.search(r"\\\\[n,;]", written.value):
        yield ICS_ESCAPED_TWICE.at(place, name=written.name)
    if written.name == "DESCRIPTION" and re.search(
        r"<(p|br|div|html|a|b|ul|li)\b[^>]*>", written.value, re.I
    ):
        yield ICS_HTML.at(place)


# The calendar: 5545 3.4, 3.6; 5546 3.2.


def _frame(found: _Object, calendar: Component) -> Iterator[Finding]:
    if not calendar.closed or any(not inner.closed for inner in calendar.components):
        yield ICS_NOT_CLOSED.at(found.at(calendar.line))
    if calendar.text("VERSION") != "2.0":
        yield ICS_VERSION.at(found.at(calendar.line))
    if not calendar.text("PRODID"):
        yield ICS_PRODUCT.at(found.at(calendar.line))
    if not calendar.inner("VEVENT"):
        yield ICS_NO_EVENT.at(found.at(calendar.line))


def _one_identity(found: _Object, calendar: Component) -> Iterator[Finding]:
    method = calendar.text("METHOD").upper()
    uids = [event.text("UID") for event in calendar.inner("VEVENT")]
    masters = [one.text("UID") for one in calendar.inner("VEVENT") if not one.first("RECURRENCE-ID")]
    if method in ("REQUEST", "CANCEL") and len(set(uids)) > 1:
        yield ICS_SEVERAL_UIDS.at(found.at(calendar.line), count=len(set(uids)), method=method)
    for event in calendar.inner("VEVENT"):
        # A changed instance of a repeating entry has the UID of the whole (5545 3.8.4.4).
        twice = masters.count(event.text("UID")) > 1 and not event.first("RECURRENCE-ID")
        if not method and twice and event.text("UID"):
            yield ICS_UID_TWICE.at(found.at(event.line), uid=event.text("UID"))


def _zones(found: _Object, calendar: Component) -> Iterator[Finding]:
    for zone in calendar.inner("VTIMEZONE"):
        turns = [*zone.inner("STANDARD"), *zone.inner("DAYLIGHT")]
        place = found.at(zone.line)
        name = zone.text("TZID")
        if any(turn.first("RDATE") for turn in turns):
            yield ICS_ZONE_DATES.at(place, zone=name)
        elif len(turns) > 1 and any(turn.first("RRULE") is None for turn in turns):
            yield ICS_ZONE_STOPS.at(place, zone=name)
        if name and name not in _known_zones():
            yield ICS_ZONE_NAME.at(place, zone=name)


_CALENDAR_RULES: tuple[Callable[[_Object, Component], Iterator[Finding]], ...] = (
    _frame,
    _one_identity,
    _zones,
)


# Feeds and files for CalDAV, which have no METHOD: 5545 3.8.4; 7986 5.


def _feed_names(found: _Object, calendar: Component) -> Iterator[Finding]:
    place = found.at(calendar.line)
    refresh = calendar.first("REFRESH-INTERVAL")
    if refresh and refresh.parameters.get("VALUE", "").upper() != "DURATION":
        yield ICS_REFRESH.at(found.at(refresh.line))
    if len(calendar.inner("VEVENT")) > 1 and not (calendar.text("NAME") and calendar.text("X-WR-CALNAME")):
        yield ICS_FEED_NAME.at(place)


def _feed_people(found: _Object, calendar: Component) -> Iterator[Finding]:
    for event in calendar.inner("VEVENT"):
        for name in ("ATTENDEE", "ORGANIZER"):
            # That it is published with guests is said already.
            if (people := event.all(name)) and not calendar.text("METHOD"):
                yield ICS_FEED_PEOPLE.at(found.at(people[0].line), name=name, count=len(people))
        missing = tuple(name for name in ("SEQUENCE", "LAST-MODIFIED") if not event.first(name))
        if missing:
            yield ICS_FEED_REVISION.at(found.at(event.line), names=missing)


_FEED_RULES: tuple[Callable[[_Object, Component], Iterator[Finding]], ...] = (_feed_names, _feed_people)


# One entry.


def _identity(found: _Object, _calendar: Component, event: Component) -> Iterator[Finding]:
    uid = event.text("UID")
    if not uid:
        yield ICS_NO_UID.at(found.at(event.line))
        return
    start = event.text("DTSTART")[:8]
    if start and start in uid.replace("-", ""):
        yield ICS_UID_DATE.at(found.at(event.line), uid=uid)


_MISSING = MappingProxyType(
    {
        "DTSTAMP": ICS_NO_DTSTAMP,
        "DTSTART": ICS_NO_DTSTART,
        "SUMMARY": ICS_NO_SUMMARY,
        "ORGANIZER": ICS_NO_ORGANIZER,
        "ATTENDEE": ICS_NO_ATTENDEE,
        "SEQUENCE": ICS_NO_SEQUENCE,
    }
)


def _needed(found: _Object, calendar: Component, event: Component) -> Iterator[Finding]:
    needed = ["DTSTAMP", "DTSTART"]
    if calendar.text("METHOD").upper() == "REQUEST":
        needed += ["SUMMARY", "ORGANIZER", "ATTENDEE", "SEQUENCE"]
    elif calendar.text("METHOD").upper() == "CANCEL":
        needed += ["ORGANIZER", "ATTENDEE", "SEQUENCE"]
    for name in needed:
        if not event.first(name):
            yield _MISSING[name].at(found.at(event.line))


def _stamps(found: _Object, _calendar: Component, event: Component) -> Iterator[Finding]:
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        stamp = event.first(name)
        if stamp and not re.fullmatch(r"\d{8}T\d{6}Z", stamp.value.strip()):
            yield ICS_STAMP_NOT_UTC.at(found.at(stamp.line), name=name, text=stamp.value)


def _sequence(found: _Object, calendar: Component, event: Component) -> Iterator[Finding]:
    sequence = event.first("SEQUENCE")
    if sequence is None:
        return
    if not sequence.value.strip().isdecimal():
        yield ICS_SEQUENCE_NUMBER.at(found.at(sequence.line), text=sequence.value)
    elif calendar.text("METHOD").upper() == "CANCEL" and int(sequence.value) == 0:
        yield ICS_CANCEL_SEQUENCE.at(found.at(sequence.line))


def _people(found: _Object, calendar: Component, event: Component) -> Iterator[Finding]:
    method = calendar.text("METHOD").upper()
    for person in (*event.all("ORGANIZER"), *event.all("ATTENDEE")):
        if not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", person.value.strip(), re.IGNORECASE):
            yield ICS_NO_MAILTO.at(found.at(person.line), name=person.name, text=person.value)
    if method == "PUBLISH" and (attendees := event.all("ATTENDEE")):
        yield ICS_PUBLISHED_PEOPLE.at(found.at(attendees[0].line), count=len(attendees))
    if method != "REQUEST":
        return
    for attendee in event.all("ATTENDEE"):
        if attendee.parameters.get("RSVP", "").upper() != "TRUE":
            yield ICS_ATTENDEE.at(found.at(attendee.line))


def _state(found: _Object, calendar: Component, event: Component) -> Iterator[Finding]:
    method, status = calendar.text("METHOD").upper(), event.text("STATUS").upper()
    place = found.at(event.line)
    if method == "REQUEST" and status == "CANCELLED":
        yield ICS_CANCELLED_REQUEST.at(place)
    if method == "CANCEL" and status not in ("", "CANCELLED"):
        yield ICS_CANCEL_STATUS.at(place, status=status)
    if method == "CANCEL" and event.inner("VALARM"):
        yield ICS_CANCEL_ALARM.at(found.at(event.inner("VALARM")[0].line))
    if status == "CANCELLED" and not re.match(r"(\w+ )?[A-Z]{5,}: ", event.text("SUMMARY")):
        yield ICS_CANCELLED_TITLE.at(place)


def _times(found: _Object, calendar: Component, event: Component) -> Iterator[Finding]:
    start, end = event.first("DTSTART"), event.first("DTEND")
    if end and event.first("DURATION"):
        yield ICS_END_AND_DURATION.at(found.at(end.line))
    if start and end and (begins := moment_of(start)) and (ends := moment_of(end)) and ends <= begins:
        yield ICS_END_BEFORE_START.at(found.at(end.line))
    for rule in ("RRULE", "RDATE"):
        if repeated := event.first(rule):
            yield ICS_REPEATS.at(found.at(repeated.line), name=rule)
    for written in (start, end):
        if written:
            yield from _zone_findings(found, calendar, written)


def _zone_findings(found: _Object, calendar: Component, written: Property) -> Iterator[Finding]:
    """Whether everybody shows this moment at the same time."""
    value, name = written.value.strip(), written.parameters.get("TZID", "")
    place = found.at(written.line)
    if "T" not in value or value.endswith("Z"):
        return
    if not name:
        yield ICS_FLOATING.at(place, name=written.name)
        return
    if f'TZID="{name}"' in written.raw:
        yield ICS_ZONE_QUOTED.at(place, zone=name)
    zones = [zone for zone in calendar.inner("VTIMEZONE") if zone.text("TZID") == name]
    local = _local(value)
    if not zones:
        yield ICS_NO_ZONE.at(place, zone=name)
    elif local is not None and name in _known_zones():
        yield from _offset_findings(place, zones[0], local, ZoneInfo(name))


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _offset_findings(place: Place, zone: Component, local: datetime, known: ZoneInfo) -> Iterator[Finding]:
    real = local.replace(tzinfo=known)
    if real.utcoffset() != real.replace(fold=1).utcoffset():
        yield ICS_CLOCK_TURNS.at(place, text=f"{local:%Y-%m-%d %H:%M}")
        return
    offset, right = _zone_offset(zone, local), real.utcoffset()
    if offset is None or right is None or offset == right:
        return
    minutes = round((right - offset).total_seconds() / 60)
    rule = ICS_LATE if minutes > 0 else ICS_EARLY
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
    value = written.value.strip()
    local = _local(value if "T" in value else f"{value}T000000")
    if local is None:
        return None
    name = written.parameters.get("TZID", "")
    return local.replace(tzinfo=ZoneInfo(name) if name in _known_zones() else UTC)


_EVENT_RULES: tuple[Callable[[_Object, Component, Component], Iterator[Finding]], ...] = (
    _identity,
    _needed,
    _stamps,
    _sequence,
    _people,
    _state,
    _times,
)


# Mails: 6047 2.4; 5546 3.2.


def _mail_findings(found: _Object, mail: Message, part: Message, calendar: Component) -> Iterator[Finding]:
    place = found.place
    yield from _mail_header_findings(place, mail)
    method = calendar.text("METHOD").upper()
    named = str(part.get_param("method") or "").upper()
    if named != method:
        yield MAIL_METHOD.at(place, named=named or "-", method=method or "-")
    if part.get_content_charset() not in ("utf-8", "us-ascii"):
        yield MAIL_CHARSET.at(place)
    if part.get("Content-Disposition"):
        yield MAIL_DISPOSITION.at(place)
    alternatives = [one for one in mail.walk() if one.get_content_type() == "multipart/alternative"]
    inner = [one for box in alternatives for one in box.get_payload() if isinstance(one, Message)]
    if part not in inner or inner[-1] is not part:
        yield MAIL_SHAPE.at(place)
    for event in calendar.inner("VEVENT"):
        yield from _mail_people(place, mail, event, method)
        yield from _mail_facts(place, mail, event)


def _mail_header_findings(place: Place, mail: Message) -> Iterator[Finding]:
    for name in ("From", "Date"):
        if not mail.get(name):
            yield MAIL_NO_HEADER.at(place, name=name)
    if not mail.get("Message-ID"):
        yield MAIL_NO_ID.at(place)
    receivers = _addresses(mail, "To", "Cc", "Bcc")
    if len(receivers) != 1:
        yield MAIL_RECEIVERS.at(place, count=len(receivers))


def _addresses(mail: Message, *headers: str) -> list[str]:
    written = [str(value) for header in headers for value in mail.get_all(header, [])]
    return [address.casefold() for _name, address in getaddresses(written) if address]


def _mail_people(place: Place, mail: Message, event: Component, method: str) -> Iterator[Finding]:
    organizer = event.first("ORGANIZER")
    senders = _addresses(mail, "From")
    if organizer and method in ("REQUEST", "CANCEL"):
        owners = (mail_address(organizer.value), mail_address(organizer.parameters.get("SENT-BY", "")))
        if senders and senders[0] not in owners:
            yield MAIL_SENDER.at(place, sender=senders[0], organizer=owners[0])
    attendees = {mail_address(attendee.value) for attendee in event.all("ATTENDEE")}
    for receiver in _addresses(mail, "To"):
        if attendees and receiver not in attendees:
            yield MAIL_NOT_INVITED.at(place, receiver=receiver)


def _mail_facts(place: Place, mail: Message, event: Component) -> Iterator[Finding]:
    start = event.first("DTSTART")
    moment = moment_of(start) if start else None
    texts = [part for part in mail.walk() if part.get_content_type() == "text/plain"]
    payload = texts[0].get_payload(decode=True) if texts else None
    if moment is None or not isinstance(payload, bytes):
        return
    text = payload.decode("utf-8", "replace").casefold()
    if not any(written.casefold() in text for written in _ways_to_write(moment.date())):
        yield MAIL_NO_DATE.at(place, day=moment.date())


def _ways_to_write(day: date) -> tuple[str, ...]:
    spoken = [long_date(day, language).partition(" ")[2] for language in ("nl", "en")]
    return (*spoken, day.isoformat(), f"{day.day}-{day.month}-{day.year}", f"{day:%d-%m-%Y}")


# Several files: 5546 2.1.5.


def _same_revision_twice(objects: Iterable[_Object]) -> Iterator[Finding]:
    """Two objects that claim to be the same revision and say something else: programs keep the first."""
    seen: dict[tuple[object, ...], tuple[object, ...]] = {}
    for found in objects:
        for calendar in read_components(found.content):
            for event in calendar.inner("VEVENT") if calendar.text("METHOD") else ():
                people = tuple(sorted(mail_address(one.value) for one in event.all("ATTENDEE")))
                at = (*(event.text(name) for name in ("UID", "SEQUENCE", "DTSTAMP")), people)
                says = tuple(
                    event.text(name) for name in ("DTSTART", "DTEND", "LOCATION", "SUMMARY", "STATUS")
                )
                if seen.setdefault(at, says) != says:
                    yield ICS_SAME_REVISION.at(found.at(event.line), uid=event.text("UID"))

"""A mail with a calendar in; what a mail program makes no invitation of out (RFC 6047 2.4, RFC 5546 3.2)."""

from collections.abc import Iterator
from datetime import date
from email.message import Message

from leernet.catalogue import calendar_files as rules
from leernet.finding import Finding, Place
from leernet.read.calendar_reply import mail_address
from leernet.read.icalendar_text import Component
from leernet.write.calendar_check.found import CalendarObject, addresses, header_findings
from leernet.write.calendar_check.times import moment_of
from leernet.write.dates import long_date


def mail_findings(
    found: CalendarObject, mail: Message, part: Message, calendar: Component
) -> Iterator[Finding]:
    """What is wrong with a mail around its calendar object."""
    place = found.place
    yield from header_findings(place, mail)
    method = calendar.text("METHOD").upper()
    named = str(part.get_param("method") or "").upper()
    if named != method:
        yield rules.MAIL_METHOD.at(place, named=named or "-", method=method or "-")
    if part.get_content_charset() not in ("utf-8", "us-ascii"):
        yield rules.MAIL_CHARSET.at(place)
    if part.get("Content-Disposition"):
        yield rules.MAIL_DISPOSITION.at(place)
    alternatives = [one for one in mail.walk() if one.get_content_type() == "multipart/alternative"]
    inner = [one for box in alternatives for one in box.get_payload() if isinstance(one, Message)]
    if part not in inner or inner[-1] is not part:
        yield rules.MAIL_SHAPE.at(place)
    for event in calendar.inner("VEVENT"):
        yield from _mail_people(place, mail, event, method)
        yield from _mail_facts(place, mail, event)


def _mail_people(place: Place, mail: Message, event: Component, method: str) -> Iterator[Finding]:
    organizer = event.first("ORGANIZER")
    senders = addresses(mail, "From")
    if organizer and method in ("REQUEST", "CANCEL"):
        owners = (mail_address(organizer.value), mail_address(organizer.parameters.get("SENT-BY", "")))
        if senders and senders[0] not in owners:
            yield rules.MAIL_SENDER.at(place, sender=senders[0], organizer=owners[0])
    attendees = {mail_address(attendee.value) for attendee in event.all("ATTENDEE")}
    for receiver in addresses(mail, "To"):
        if attendees and receiver not in attendees:
            yield rules.MAIL_NOT_INVITED.at(place, receiver=receiver)


def _mail_facts(place: Place, mail: Message, event: Component) -> Iterator[Finding]:
    start = event.first("DTSTART")
    moment = moment_of(start) if start else None
    texts = [part for part in mail.walk() if part.get_content_type() == "text/plain"]
    payload = texts[0].get_payload(decode=True) if texts else None
    if moment is None or not isinstance(payload, bytes):
        return
    text = payload.decode("utf-8", "replace").casefold()
    if not any(written.casefold() in text for written in _ways_to_write(moment.date())):
        yield rules.MAIL_NO_DATE.at(place, day=moment.date())


def _ways_to_write(day: date) -> tuple[str, ...]:
    spoken = [long_date(day, language).partition(" ")[2] for language in ("nl", "en")]
    return (*spoken, day.isoformat(), f"{day.day}-{day.month}-{day.year}", f"{day:%d-%m-%Y}")

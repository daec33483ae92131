"""A revision and its letter in; the bytes of an iTIP object out, one entry for one person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration, vText, vUri

from leernet.model.revision import Revision
from leernet.model.view import Presence, View
from leernet.model.year import Organiser
from leernet.write.facts import venue_text
from leernet.write.letter import Letter, description
from leernet.write.timezone import ZONE, ZONE_BLOCK

PRODUCT = "-//leernet//leernet//NL"
_ROLES: dict[Presence, str] = {
    "required": "REQ-PARTICIPANT",
    "optional": "OPT-PARTICIPANT",
    "off": "OPT-PARTICIPANT",
}


def invitation(revision: Revision, letter: Letter, organiser: Organiser) -> bytes:
    """The REQUEST or CANCEL for one person, UTF-8 with CRLF, folded at 75 octets (RFC 5545, 5546).

    Raises:
        ValueError: for a reminder, which is a mail only.
    """
    if revision.entry.method == "REMINDER":
        raise ValueError("a reminder is no calendar object")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", revision.entry.method)
    calendar.add_component(_event(revision, letter, organiser))
    return with_zone(calendar)


def with_zone(calendar: Calendar) -> bytes:
    """The calendar's bytes, the time zone before its first entry.

    As text, as the library writes the rules of a zone in an order of its own.
    """
    written: bytes = calendar.to_ical()
    if b";TZID=" not in written:
        return written
    # With its line ends: a title may read so too.
    entry = b"\r\nBEGIN:VEVENT\r\n"
    return written.replace(entry, b"\r\n" + ZONE_BLOCK.encode() + entry[2:], 1)


def _event(revision: Revision, letter: Letter, organiser: Organiser) -> Event:
    entry = revision.entry
    event = entry_of(revision.view, letter.summary, description(letter), letter.link)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.dtstamp)
    event.add("last-modified", entry.dtstamp)
    event.add("organizer", calendar_user(organiser.name, organiser.email), encode=False)
    if entry.method == "REQUEST":
        event.add("status", "CONFIRMED")
    elif revision.why == "cancelled":
        # Who is only taken off the list gets no STATUS: for the others the meeting goes on (RFC 5546, 3.2.5).
        event.add("status", "CANCELLED")
    event.add("attendee", _attendee(entry.name, entry.address, revision.view.presence, entry.method))
    for other in revision.others:
        event.add("attendee", _attendee(other.name, other.address, other.view.presence, entry.method))
    if revision.invite.alarm and entry.method == "REQUEST":
        event.add_component(_alarm(letter.summary))
    return event


def entry_of(view: View, summary: str, text: str, link: str) -> Event:
    """An entry with its times, place and texts; who and which revision comes later."""
    event = Event()
    event.add("summary", summary)
    event.add("dtstart", _start(view))
    event.add("dtend", _end(view))
    # A week in which a visit is to be planned must not make people look busy all week.
    event.add("transp", "OPAQUE" if view.span else "TRANSPARENT")
    place = venue_text(view.venue)
    if place:
        event.add("location", f"{place} ({view.room})" if view.room else place)
    event.add("description", text)
    if link.startswith(("https://", "http://")):
        event.add("url", vUri(quote(link, safe=_URL_CHARACTERS)))
    return event


_URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"


def _start(view: View) -> datetime | date:
    return datetime.combine(view.day, view.span.start, ZONE) if view.span else view.day


def _end(view: View) -> datetime | date:
    return datetime.combine(view.day, view.span.end, ZONE) if view.span else view.until + timedelta(days=1)


def calendar_user(name: str, address: str) -> vCalAddress:
    """A ``mailto:`` with a name."""
    user = vCalAddress(f"mailto:{quote(address, safe=_ADDRESS_CHARACTERS)}")
    user.params["CN"] = vText(parameter_text(name))
    return user


# What RFC 6068 allows in a mailto: address; "%" itself is encoded.
_ADDRESS_CHARACTERS = "!$&'*+-./=?@^_`{|}~"


def parameter_text(name: str) -> str:
    """A name as the value of a parameter.

    A double quote makes one library drop the attendee, and ``^`` begins an escape that half the programs do
    not know (RFC 6868); both are replaced.
    """
    return name.replace('"', "'").replace("^", " ").replace("\\", "/").strip() or "?"


def _attendee(name: str, address: str, presence: Presence, method: str) -> vCalAddress:
    attendee = calendar_user(name, address)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText(_ROLES[presence])
    if method == "REQUEST":
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        attendee.params["RSVP"] = vText("TRUE")
    return attendee


def _alarm(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", vDuration(timedelta(days=-1)))
    return alarm

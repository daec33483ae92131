"""A revision and its letter in; the bytes of an iTIP object out, one entry for one person."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration, vText, vUri
from icalendar.parser import Contentline

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


def invitation(revision: Revision, letter: Letter, organiser: Organiser) -> tuple[bytes, ...]:
    """The REQUEST or CANCEL for one person, UTF-8 with CRLF, folded at 75 octets (RFC 5545, 5546).

    Most of a run differ in their guest only: the rest is written once, and the guests are put in.

    Returns:
        Pieces of whole lines.

    Raises:
        ValueError: for a mail without an appointment.
    """
    entry, view = revision.entry, revision.view
    if entry.method not in ("REQUEST", "CANCEL"):
        raise ValueError("only a REQUEST and a CANCEL are calendar objects")
    shared = _Shared(
        method=entry.method,
        uid=entry.uid,
        sequence=entry.sequence,
        dtstamp=entry.dtstamp,
        # Who is only taken off the list gets no STATUS: for the others the meeting goes on (RFC 5546, 3.2.5).
        status="CONFIRMED" if entry.method == "REQUEST" else "" if entry.withdrawn else "CANCELLED",
        view=view,
        summary=letter.summary,
        text=description(letter),
        link=letter.link,
        organiser=(organiser.name, organiser.email),
        alarm=revision.invite.alarm and entry.method == "REQUEST",
    )
    said = _PARTSTAT.get(revision.answer or "", _UNANSWERED)
    guests = (
        (entry.name, entry.address, view.presence, said),
        *((other.name, other.address, other.view.presence, _UNANSWERED) for other in revision.others),
    )
    lines = b"".join(_attendee_line(*guest, entry.method) for guest in guests)
    head, tail = _object(shared)
    return (head, lines, tail)


class _Shared(NamedTuple):
    """What is the same for all guests who see the same."""

    method: str
    uid: str
    sequence: int
    dtstamp: datetime
    status: str
    view: View
    summary: str
    text: str
    link: str
    organiser: tuple[str, str]
    alarm: bool


# In the place of the guests; nothing else is written so, as every address of ours is one.
_GUEST_LINE = b"ATTENDEE:invalid:guest\r\n"


@lru_cache(maxsize=256)
def _object(shared: _Shared) -> tuple[bytes, bytes]:
    """What is before the guests, and what is behind them."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", shared.method)
    calendar.add_component(_event(shared))
    # With the line end before it: a title may read so too.
    head, _line, tail = with_zone(calendar).partition(b"\r\n" + _GUEST_LINE)
    return head + b"\r\n", tail


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


def _event(shared: _Shared) -> Event:
    event = entry_of(shared.view, shared.summary, shared.text, shared.link)
    event.add("uid", shared.uid)
    event.add("sequence", shared.sequence)
    event.add("dtstamp", shared.dtstamp)
    event.add("last-modified", shared.dtstamp)
    event.add("organizer", calendar_user(*shared.organiser), encode=False)
    if shared.status:
        event.add("status", shared.status)
    event.add("attendee", vCalAddress("invalid:guest"))
    if shared.alarm:
        event.add_component(_alarm(shared.summary))
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


_UNANSWERED = "NEEDS-ACTION"
_PARTSTAT = MappingProxyType(
    {"accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE", "counter": "TENTATIVE"}
)


@lru_cache(maxsize=8192)
def _attendee_line(name: str, address: str, presence: Presence, said: str, method: str) -> bytes:
    attendee = calendar_user(name, address)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText(_ROLES[presence])
    if method == "REQUEST":
        attendee.params["PARTSTAT"] = vText(said)
        attendee.params["RSVP"] = vText("TRUE")
    line: bytes = Contentline.from_parts("ATTENDEE", attendee.params, attendee).to_ical()
    return line + b"\r\n"


def _alarm(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", vDuration(timedelta(days=-1)))
    return alarm

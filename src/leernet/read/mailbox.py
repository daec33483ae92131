"""The files of a folder of answers, whatever program they were dragged out of, in; the mails in them out."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property
from html import unescape

from msgspec import Struct

from leernet.catalogue.replies import MAIL_TOO_LARGE, MSG_UNREADABLE, NOT_A_MAIL
from leernet.finding import Finding, Place
from leernet.model.limits import DEEPEST, LONGEST_CELL, MOST_BYTES_OF_A_MAIL
from leernet.read.mapi import mail_of, msg_properties, reply_calendar, tnef_properties

_OLE_START = b"\xd0\xcf\x11\xe0"
_MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")


class Arrived(Struct, frozen=True, dict=True):
    """A mail, or a calendar file by itself.

    Attributes:
        calendars: calendar objects in it, in order, the empty ones left out.
        mail: None for a calendar file.
    """

    place: Place
    calendars: tuple[bytes, ...] = ()
    mail: Message | None = None

    @cached_property
    def sender(self) -> str:
        """Address it came from, in small letters; empty: not known, as in a calendar file."""
        written = [str(one) for one in self.mail.get_all("From", [])] if self.mail else []
        return next((address.casefold() for _name, address in getaddresses(written) if address), "")

    @property
    def receivers(self) -> frozenset[str]:
        """Addresses it went to, in small letters."""
        written = [str(one) for one in self.mail.get_all("To", [])] if self.mail else []
        return frozenset(address.casefold() for _name, address in getaddresses(written) if address)

    def header(self, name: str) -> str:
        """A header on one line, as it reads; empty when it is not there."""
        written = str(self.mail.get(name, ""))[:LONGEST_CELL] if self.mail else ""
        return " ".join(_decoded(written).split())

    @property
    def date(self) -> datetime | None:
        """When it was sent; None where it does not say."""
        try:
            found = parsedate_to_datetime(self.header("Date"))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)

    @property
    def answers_to(self) -> tuple[str, ...]:
        """Ids of the messages this is an answer to, the nearest first."""
        nearest = _MESSAGE_ID.findall(self.header("In-Reply-To"))
        return (*nearest, *reversed(_MESSAGE_ID.findall(self.header("References"))))

    @cached_property
    def text(self) -> str:
        """All its plain text, of parts and of mails within it, with their headers."""
        if self.mail is None:
            return ""
        texts = [_text(part) for part in self.mail.walk() if part.get_content_maintype() == "text"]
        inner = [part for part in self.mail.walk() if part.get_content_type() == "message/rfc822"]
        headers = [str(one.items()) for box in inner for one in box.get_payload() if isinstance(one, Message)]
        return "\n".join((*texts, *headers))

    @property
    def first_line(self) -> str:
        """The first line that somebody wrote."""
        if self.mail is None:
            return ""
        parts = [part for part in self.mail.walk() if part.get_content_type() == "text/plain"]
        lines = (line.strip() for part in parts[:1] for line in _text(part).splitlines())
        return next((line for line in lines if line and not line.startswith(">")), "")


def _decoded(header: str) -> str:
    """A header without the encoded words of RFC 2047, where they can be read."""
    try:
        return str(make_header(decode_header(header)))
    except (ValueError, LookupError, MessageError):
        return header


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        text = payload.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = payload.decode("utf-8", "replace")
    return unescape(re.sub(r"<[^<>]*>", " ", text)) if part.get_content_subtype() == "html" else text


def arrived(files: Mapping[str, bytes]) -> Iterator[Arrived | Finding]:
    """Every mail and calendar in the files; a file in which there is none is a finding.

    What a file is its bytes tell: ``.eml``, ``.emlx``, ``.msg``, ``.ics``, and an mbox whatever its name.
    """
    for file, content in sorted(files.items()):
        yield from _arrived(Place(file), content)


def _arrived(place: Place, content: bytes) -> Iterator[Arrived | Finding]:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        yield Arrived(place, (content,))
    elif content.startswith(_OLE_START):
        yield _outlook(place, content)
    elif content.startswith(b"From "):
        for line, inside in mails_in_mbox(content):
            at = Place(place.file, line)
            yield _too_large(at, inside) or _in_mail(at, mail_from_bytes(inside))
    elif large := _too_large(place, content):
        yield large
    elif _is_mail(mail := mail_from_bytes(_without_apple(content))):
        yield _in_mail(place, mail)
    else:
        yield NOT_A_MAIL.at(place)


def _too_large(place: Place, content: bytes) -> Finding | None:
    if len(content) <= MOST_BYTES_OF_A_MAIL:
        return None
    return MAIL_TOO_LARGE.at(place, megabytes=MOST_BYTES_OF_A_MAIL // 2**20)


def _without_apple(content: bytes) -> bytes:
    """The mail in an ``.emlx``: below its length, above a list in XML; any other file as it is.

    The length does not count: it is not right any more once a copy got other ends of line.
    """
    length = re.match(rb"\d{1,12}[ \t]*\r?\n", content)
    if not length:
        return content
    inside = content[length.end() :]
    return inside.rpartition(b"<?xml")[0] or inside


def mail_from_bytes(content: bytes) -> Message:
    """A mail; only the headers of one whose parts are nested deeper than any program nests them."""
    with suppress(RecursionError):
        mail = message_from_bytes(content)
        level, depth = [mail], 0
        while level and depth < DEEPEST:
            level = [part for one in level if one.is_multipart() for part in one.get_payload()]  # type: ignore[misc]
            depth += 1
        if not level:
            return mail
    return BytesParser().parsebytes(content, headersonly=True)


def _is_mail(mail: Message) -> bool:
    return any(mail.get(name) for name in ("From", "Message-ID", "Received", "Content-Type"))


_FROM_LINE = re.compile(rb"^From .*\r?\n", re.MULTILINE)


def mails_in_mbox(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The mails of an mbox, each with the line on which it begins."""
    starts = list(_FROM_LINE.finditer(content))
    ends = (*(start.start() for start in starts), len(content))
    line, at = 1, 0
    for start, end in zip(starts, ends[1:], strict=True):
        line, at = line + content.count(b"\n", at, start.start()), start.start()
        yield line, re.sub(rb"(?m)^>(>*From )", rb"\1", content[start.end() : end])


def _outlook(place: Place, content: bytes) -> Arrived | Finding:
    try:
        properties = msg_properties(content)
    except ValueError:
        return MSG_UNREADABLE.at(place)
    calendar = reply_calendar(properties)
    return Arrived(place, () if calendar is None else (calendar,), mail_of(properties))


_CALENDAR_TYPES = ("text/calendar", "application/ics")


def _in_mail(place: Place, mail: Message) -> Arrived:
    calendars = [calendar for part in mail.walk() for calendar in _calendars_in(part, mail)]
    return Arrived(place, tuple(one for one in calendars if b"BEGIN:VEVENT" in one.upper()), mail)


def _calendars_in(part: Message, mail: Message) -> Iterator[bytes]:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return
    kind, name = part.get_content_type(), (part.get_filename() or "").casefold()
    if kind == "application/ms-tnef" or name == "winmail.dat":
        yield from _in_winmail(payload, mail)
    elif kind in _CALENDAR_TYPES or payload.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        charset = part.get_content_charset() or ""
        is_western = charset.startswith(("iso-8859", "windows-125"))
        yield payload.decode("cp1252", "replace").encode() if is_western else payload


def _in_winmail(payload: bytes, mail: Message) -> Iterator[bytes]:
    try:
        properties = tnef_properties(payload)
    except ValueError:
        return
    sender = next((address for _name, address in getaddresses([str(mail.get("From", ""))])), "")
    yield from (one for one in properties[0] if one.lstrip()[:15].upper() == b"BEGIN:VCALENDAR")
    calendar = reply_calendar(properties, sender)
    if calendar is not None:
        yield calendar

"""Files and mails in; every calendar object in them, with its place, out."""

from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue import calendar_files as rules
from leernet.finding import Finding, Place
from leernet.read.mailbox import mail_from_bytes, mails_in_mbox


class CalendarObject(Struct, frozen=True):
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


def objects_in(file: str, content: bytes) -> Iterator[CalendarObject | Finding]:
    """The calendar objects in a file; of a mail also what is wrong with it where it hides or has none."""
    name = file.lower()
    if name.endswith(".ics"):
        yield CalendarObject(Place(file), content)
    elif name.endswith(".eml"):
        yield from _in_mail(Place(file), content)
    elif name.endswith(".mbox"):
        for line, mail in mails_in_mbox(content):
            yield from _in_mail(Place(file, line), mail)


def _in_mail(place: Place, content: bytes) -> Iterator[CalendarObject | Finding]:
    mail = mail_from_bytes(content)
    if not mail.keys():
        yield rules.MAIL_NOT_A_MAIL.at(place)
        return
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    hidden = [] if parts else [part for part in mail.walk() if _holds_calendar(part)]
    for part in hidden:
        yield rules.MAIL_HIDDEN_CALENDAR.at(place, kind=part.get_content_type())
    is_draft = bool(mail.get("X-Unsent") or mail.get("X-Mozilla-Draft-Info"))
    if not (parts := parts or hidden):
        # Without a receiver it is one that somebody is still to send.
        if not is_draft and addresses(mail, "To", "Cc", "Bcc"):
            yield from header_findings(place, mail)
        return
    if is_draft:
        # A draft: who sends it and when, and in what shape, is up to the program that sends it.
        payload = parts[0].get_payload(decode=True)
        yield CalendarObject(place, payload if isinstance(payload, bytes) else b"")
        return
    payload = parts[0].get_payload(decode=True)
    yield CalendarObject(place, payload if isinstance(payload, bytes) else b"", mail, parts[0])


def _holds_calendar(part: Message) -> bool:
    payload = part.get_payload(decode=True)
    return isinstance(payload, bytes) and payload.lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def addresses(mail: Message, *headers: str) -> list[str]:
    """The addresses in headers of a mail, in small letters."""
    written = [str(value) for header in headers for value in mail.get_all(header, [])]
    return [address.casefold() for _name, address in getaddresses(written) if address]


def header_findings(place: Place, mail: Message) -> Iterator[Finding]:
    """What a mail lacks, whatever is in it."""
    for name in ("From", "Date"):
        if not mail.get(name):
            yield rules.MAIL_NO_HEADER.at(place, name=name)
    if not mail.get("Message-ID"):
        yield rules.MAIL_NO_ID.at(place)
    receivers = addresses(mail, "To", "Cc", "Bcc")
    if len(receivers) != 1:
        yield rules.MAIL_RECEIVERS.at(place, count=len(receivers))

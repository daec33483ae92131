"""A year, its plan, its placements, a ledger and a moment in; messages and documents out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from leernet.explain.other_place import why_other_place
from leernet.model.feeds import FeedBook
from leernet.model.identity import identified
from leernet.model.ledger import Ledger, Sent
from leernet.model.occasion import occasions
from leernet.model.plan import file_name
from leernet.model.records import Records
from leernet.model.revision import Revision
from leernet.model.view import clean
from leernet.model.year import Organiser, Year
from leernet.words import Words, _, words
from leernet.write.document import Document, whole
from leernet.write.facts import venue_text, when_text
from leernet.write.feed import feed_path
from leernet.write.feeds import feeds
from leernet.write.host_letter import host_letter
from leernet.write.invitation import invitation
from leernet.write.letter import Letter, Signed, letter
from leernet.write.mail import mail, mail_to, message_id, text_part
from leernet.write.messages_due import MessagesAsked, due_messages, situation, to_send_by_hand
from leernet.write.no_place import no_place_letter
from leernet.write.papers.attendance import attendance_lists
from leernet.write.papers.people import gathered
from leernet.write.programme_names import SeriesNames
from leernet.write.tables import Sheet, csv_bytes
from leernet.write.told import Told, told_in


class Message(Struct, frozen=True):
    """A mail to one person; its bytes are made when they are asked for, as a year has 36,000 of them.

    Attributes:
        revision: with the entry that the ledger gets once the transport took it.
        path: of its documents under ``out/``, without what is behind the dot.
        letter: what it says, below the greeting.
        unattended: nobody started the run.
    """

    revision: Revision
    path: str
    letter: Letter
    signed: Signed
    unattended: bool = False

    @property
    def entry(self) -> Sent:
        """What the ledger says once the transport took it."""
        return self.revision.entry

    @property
    def organiser(self) -> str:
        """Address it comes from."""
        return self.signed.organiser.email

    @property
    def to(self) -> str:
        """Name and address."""
        return mail_to(self.entry.name, self.entry.address)

    @property
    def subject(self) -> str:
        """The subject."""
        return self.letter.subject

    @property
    def text(self) -> str:
        """The letter as plain text."""
        return text_part(self.letter, self.entry)

    @property
    def has_calendar(self) -> bool:
        """Whether it is about an appointment."""
        return self.entry.method in ("REQUEST", "CANCEL")

    @property
    def calendar(self) -> bytes | None:
        """Bytes of the ``.ics``; None for a mail without an appointment."""
        return b"".join(self.calendar_pieces()) or None

    @property
    def mail(self) -> bytes:
        """Bytes of the ``.eml``."""
        return b"".join(self.mail_pieces())

    def mail_pieces(self) -> tuple[bytes]:
        """The ``.eml``, made now."""
        calendar = self.calendar_pieces()
        return (mail(self.revision, self.letter, self.signed, calendar, unattended=self.unattended),)

    def calendar_pieces(self) -> tuple[bytes, ...]:
        """The ``.ics``, made now; nothing for a mail without an appointment."""
        return invitation(self.revision, self.letter, self.signed.organiser) if self.has_calendar else ()


def attendance_documents(year: Year, records: Records) -> dict[str, bytes]:
    """The attendance lists of all meetings, by path under ``out/``."""
    return attendance_lists(gathered(year, records), words(year.settings.language))


def book_now(year: Year, records: Records) -> FeedBook:
    """What feeds have shown once they are written as the plan is now."""
    found = occasions(year, records.plan, records.placements, records.tours)
    uids = identified(year, found, records.ledger, records.book)
    return feeds(year, records.plan, found, records.ledger, uids, records.book).book


class Outbox(Struct, frozen=True):
    """What ``invite`` has to send and to show.

    Attributes:
        messages: in the order in which they are to be sent.
        made: its documents by path under ``out/``, those of the messages made when they are written.
        ledger: what it will be once everything was sent.
        book: what feeds have shown then.
    """

    messages: tuple[Message, ...]
    made: Mapping[str, Document]
    ledger: Ledger
    book: FeedBook

    @property
    def documents(self) -> dict[str, bytes]:
        """All bytes of all documents, by path under ``out/``."""
        return {path: whole(document) for path, document in self.made.items()}


def invitations(year: Year, records: Records, asked: MessagesAsked, now: datetime) -> Outbox:
    """What is to be sent so that every calendar shows what the plan says.

    Args:
        now: with a time zone; the same input and moment give the same bytes.

    Raises:
        ValueError: the year has no organiser.
    """
    told = situation(year, records, now)
    messages = tuple(_messages(year, records, due_messages(told, asked), told.organiser, asked))
    spoken = words(year.settings.language)
    circles = {one.partition("/")[0] for one in asked.names}
    shown = feeds(year, records.plan, told.found, records.ledger, told.uids, records.book, circles)
    by_hand = _messages(year, records, to_send_by_hand(told, asked), told.organiser, asked)
    documents: dict[str, Document] = {
        **{f"{message.path}.eml": message.mail for message in by_hand},
        **message_documents(messages),
        "invitations/overview.csv": overview(messages, spoken),
        **shown.documents,
        **attendance_lists(gathered(year, records), spoken),
    }
    sent = (*records.ledger.sent, *(message.entry for message in messages))
    return Outbox(messages, documents, replace(records.ledger, sent=sent), shown.book)


def _messages(
    year: Year, records: Records, revisions: Iterable[Revision], organiser: Organiser, asked: MessagesAsked
) -> Iterator[Message]:
    used: Counter[str] = Counter()
    signed: dict[str, Signed] = {}
    for revision in revisions:
        path = _path(revision, used)
        entry = replace(revision.entry, message_id=message_id(revision.entry, organiser))
        if entry.circle not in signed:
            signed[entry.circle] = replace(signed_by(year, organiser, entry.circle), by_file=asked.drafts)
        by_whom = signed[entry.circle].read_by(entry.address)
        told = told_in(revision, why_other_place(year, records, revision))
        written = _written(year, records, entry, told, by_whom)
        yield Message(replace(revision, entry=entry), path, written, by_whom, asked.unattended)


def _written(year: Year, records: Records, entry: Sent, told: Told, signed: Signed) -> Letter:
    match entry.kind:
        case "host":
            return host_letter(told, signed)
        case "no-place":
            names = SeriesNames(year, records.plan, year.series[entry.circle], words(told.language))
            return no_place_letter(told, signed, names)
    return letter(told, signed)


def signed_by(year: Year, organiser: Organiser, circle: str) -> Signed:
    """Who signs the letters of a network or a series: its facilitator, where they can be reached."""
    series, network = year.series.get(circle), year.networks.get(circle)
    if series is not None:
        network = year.networks.get(series.network or "")
    leader = year.members.get(network.facilitator) if network else None
    page = clean(year.settings.page.url) if year.settings.page else ""
    feed = page.rstrip("/").partition("://")[2]
    known = network is not None or series is not None
    return Signed(
        organiser=organiser,
        contact=Organiser(name=clean(leader.name), email=leader.email)
        if leader is not None and leader.email is not None
        else organiser,
        page=page,
        feed=f"webcal://{feed}/{feed_path(circle)}" if feed and known else "",
    )


def _path(revision: Revision, used: Counter[str]) -> str:
    """Ids and nothing else; an id holds no two hyphens in a row, so what follows them cannot be one."""
    entry = revision.entry
    reference = file_name(entry.occasion.partition("#")[0])
    to = f"host-{entry.saw.venue.host}" if entry.kind == "host" else entry.member
    path = f"invitations/{reference}/{to}"
    if revision.entry.method == "REMINDER":
        path += "--reminder"
    elif revision.entry.method == "NOTE":
        path += "--old-address"
    used[path] += 1
    return path if used[path] == 1 else f"{path}--{used[path]}"


def message_documents(messages: tuple[Message, ...]) -> dict[str, Document]:
    """The files of the messages, by path under ``out/``, each made when it is written."""
    documents: dict[str, Document] = {}
    for message in messages:
        documents[f"{message.path}.eml"] = message.mail_pieces
        if message.has_calendar:
            documents[f"{message.path}.ics"] = message.calendar_pieces
    documents["invitations/all.mbox"] = lambda: map(_mbox_entry, messages)
    return documents


def _mbox_entry(message: Message) -> bytes:
    head = f"From {message.organiser} {message.entry.dtstamp:%a %b %d %H:%M:%S %Y}\n"
    return mbox_entry(head, message.mail)


_LIKE_A_NEW_MAIL = re.compile(rb"^(?=>*From )", re.MULTILINE)


def mbox_entry(head: str, mail: bytes) -> bytes:
    """A mail as an mbox has it; a line that would begin a new one gets one ">" more (mboxrd)."""
    return head.encode() + _LIKE_A_NEW_MAIL.sub(b">", mail.replace(b"\r\n", b"\n")).rstrip(b"\n") + b"\n\n"


def overview(messages: tuple[Message, ...], spoken: Words) -> bytes:
    """A table of the messages, as Excel opens it with a double click."""
    headings = (
        _("What"),
        _("When"),
        _("Where"),
        _("Occasion"),
        _("Member"),
        _("Name"),
        _("Address"),
        _("Subject"),
        _("File"),
    )
    rows = tuple(
        (
            spoken.say(WHY_WORDS[message.revision.why]),
            when_text(message.entry.saw, spoken),
            venue_text(message.entry.saw.venue),
            message.entry.occasion,
            message.entry.member,
            message.entry.name,
            message.entry.address,
            message.subject,
            f"{message.path}.eml",
        )
        for message in messages
    )
    return csv_bytes(Sheet("overview", tuple(spoken.say(heading) for heading in headings), rows))


WHY_WORDS = {
    "new": _("new"),
    "changed": _("changed"),
    "moved": _("moved"),
    "exchanged": _("another workshop"),
    "revived": _("takes place after all"),
    "back": _("on the list again"),
    "address": _("new address"),
    "organiser": _("new organiser"),
    "left": _("old address"),
    "host": _("host school asked"),
    "host-changed": _("host school told of a change"),
    "host-off": _("host school no longer needed"),
    "cancelled": _("cancelled"),
    "removed": _("withdrawn"),
    "within": _("part of a meeting now"),
    "reminder": _("reminder"),
    "no-place": _("no place"),
}

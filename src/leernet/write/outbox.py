"""A year, its plan, its placements, a ledger and a moment in; messages and documents out."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from leernet.model.ledger import Ledger, Sent
from leernet.model.occasion import NO_TOURS, Placements, Tours, occasions
from leernet.model.plan import Plan
from leernet.model.reminder import due_reminders
from leernet.model.revision import Project, Revision, due_revisions, uids_of
from leernet.model.view import Occasion, clean
from leernet.model.year import Organiser, Year
from leernet.words import Words, _, words
from leernet.write.feed import feed, feed_entries, never_announced, personal_entries
from leernet.write.invitation import invitation
from leernet.write.letter import letter, venue_text, when_text
from leernet.write.mail import mail, message_id
from leernet.write.papers.attendance import attendance_lists
from leernet.write.papers.people import gathered
from leernet.write.tables import Sheet, csv_bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A mail to one person.

    Attributes:
        entry: what the ledger says once the transport took it.
        organiser: address it comes from.
        path: of its documents under ``out/``, without what is behind the dot.
        calendar: bytes of the ``.ics``; None for a reminder.
        mail: bytes of the ``.eml``.
    """

    entry: Sent
    revision: Revision
    organiser: str
    path: str
    subject: str
    calendar: bytes | None
    mail: bytes


@dataclass(frozen=True, slots=True)
class Outbox:
    """What ``invite`` has to send and to show.

    Attributes:
        messages: in the order in which they are to be sent.
        documents: bytes by path under ``out/``.
        ledger: what it will be once everything was sent.
    """

    messages: tuple[Message, ...]
    documents: Mapping[str, bytes]
    ledger: Ledger


def invitations(
    year: Year,
    plan: Plan,
    placements: Placements,
    ledger: Ledger,
    now: datetime,
    circles: Iterable[str] = (),
    tours: Tours = NO_TOURS,
) -> Outbox:
    """What is to be sent so that every calendar shows what the plan says.

    Args:
        now: with a time zone; the same input and moment give the same bytes.
        circles: ids of the networks and series to look at; none named, all.
        tours: of the series in which seats on tours were given out.

    Raises:
        ValueError: the year has no organiser.
    """
    named = year.settings.organiser
    if named is None:
        raise ValueError("invitations need an organiser")
    organiser = named.model_copy(update={"name": clean(named.name)})
    found = occasions(year, plan, placements, tours)
    uids = uids_of(found, ledger, Project(str(year.school_year), organiser.email))
    due = (
        *due_revisions(found, ledger, uids, plan.revision, now),
        *due_reminders(found, uids, ledger, plan.revision, now),
    )
    asked = frozenset(circles)
    page = clean(year.settings.page.url) if year.settings.page else ""
    messages = tuple(
        _messages((one for one in due if not asked or one.entry.circle in asked), organiser, page)
    )
    documents = {
        **_message_documents(messages, organiser),
        "invitations/overview.csv": overview(messages, words(year.settings.language)),
        **feeds(year, plan, found, ledger, uids, asked or frozenset((*year.networks, *year.series))),
        **attendance_lists(gathered(year, plan, ledger), words(year.settings.language)),
    }
    sent = (*ledger.sent, *(message.entry for message in messages))
    return Outbox(messages, documents, Ledger(sent, ledger.answers))


def _messages(revisions: Iterable[Revision], organiser: Organiser, page: str) -> Iterator[Message]:
    used: Counter[str] = Counter()
    for revision in revisions:
        path = _path(revision, used)
        entry = replace(revision.entry, message_id=message_id(revision.entry, organiser))
        identified = replace(revision, entry=entry)
        written = letter(identified, organiser, page)
        calendar = None if entry.method == "REMINDER" else invitation(identified, written, organiser)
        posted = mail(identified, written, organiser, calendar)
        yield Message(entry, identified, organiser.email, path, written.subject, calendar, posted)


def _path(revision: Revision, used: Counter[str]) -> str:
    """Ids and nothing else; an id holds no two hyphens in a row, so what follows them cannot be one."""
    reference = revision.entry.occasion.partition("#")[0].replace("/", "-")
    path = f"invitations/{reference}/{revision.entry.member}"
    if revision.entry.method == "REMINDER":
        path += "--reminder"
    used[path] += 1
    return path if used[path] == 1 else f"{path}--{used[path]}"


def _message_documents(messages: tuple[Message, ...], organiser: Organiser) -> dict[str, bytes]:
    documents: dict[str, bytes] = {}
    for message in messages:
        documents[f"{message.path}.eml"] = message.mail
        if message.calendar is not None:
            documents[f"{message.path}.ics"] = message.calendar
    documents["invitations/all.mbox"] = b"".join(_mbox_entry(message, organiser) for message in messages)
    return documents


def _mbox_entry(message: Message, organiser: Organiser) -> bytes:
    lines = message.mail.replace(b"\r\n", b"\n").split(b"\n")
    # A line that would begin a new mail gets one ">" more, which readers take off again (mboxrd).
    quoted = b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)
    head = f"From {organiser.email} {message.entry.dtstamp:%a %b %d %H:%M:%S %Y}\n"
    return head.encode() + quoted.rstrip(b"\n") + b"\n\n"


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
    "revived": _("takes place after all"),
    "cancelled": _("cancelled"),
    "removed": _("withdrawn"),
    "reminder": _("reminder"),
}


# CSS colours (RFC 7986, 5.9) that can be told apart; by the place of a circle in the order of the ids.
COLORS = (
    "steelblue",
    "seagreen",
    "darkorange",
    "mediumpurple",
    "firebrick",
    "teal",
    "goldenrod",
    "slategray",
)


def feeds(
    year: Year,
    plan: Plan,
    found: tuple[Occasion, ...],
    ledger: Ledger,
    uids: Mapping[str, str],
    circles: Iterable[str],
) -> dict[str, bytes]:
    """A feed for each network and series, by path under ``out/``; visits and parts of meetings stay out."""
    spoken = words(year.settings.language)
    documents: dict[str, bytes] = {}
    for at, circle in enumerate(sorted({*year.networks, *year.series})):
        if circle not in circles:
            continue
        sent = tuple(
            one for one in ledger.sent if one.circle == circle and one.kind in ("meeting", "session")
        )
        own = _public([one for one in found if one.circle == circle])
        entries = feed_entries(own, uids, Ledger(sent), plan.revision, year.school_year.starts_in)
        # A calendar without an entry is none (RFC 5545, 3.6).
        if not entries:
            continue
        page = clean(year.settings.page.url).rstrip("/") if year.settings.page else ""
        source = f"{page}/calendars/{circle}.ics" if page else ""
        title = _circle_title(year, circle)
        documents[f"calendars/{circle}.ics"] = feed(title, COLORS[at % len(COLORS)], source, entries, spoken)
    return documents


def meeting_calendar(year: Year, plan: Plan, ledger: Ledger, reference: str, spoken: Words) -> bytes | None:
    """One meeting for any calendar, as in the feed of its network; None while it has no date.

    Raises:
        ValueError: the year has no organiser.
    """
    organiser = year.settings.organiser
    if organiser is None:
        raise ValueError("identifiers need an organiser")
    found = occasions(year, plan, {})
    uids = uids_of(found, ledger, Project(str(year.school_year), organiser.email))
    shown = [one for one in found if one.reference == reference]
    if not shown:
        return None
    entries = feed_entries(shown, uids, Ledger(()), plan.revision, year.school_year.starts_in)
    return feed(shown[0].view.title, COLORS[0], "", entries, spoken)


PERSONAL_LIST = "invitations/personal-feeds.csv"


def personal_feeds(
    year: Year, plan: Plan, placements: Placements, ledger: Ledger, secret: bytes, tours: Tours = NO_TOURS
) -> dict[str, bytes]:
    """A feed for each member under a name that nobody can guess, and a list of who has which, by path.

    Args:
        secret: of the project; who knows it can tell the names.
        tours: of the series in which seats on tours were given out.
    """
    organiser = year.settings.organiser
    if organiser is None:
        raise ValueError("identifiers need an organiser")
    found = occasions(year, plan, placements, tours)
    uids = uids_of(found, ledger, Project(str(year.school_year), organiser.email))
    never = never_announced(year.school_year.starts_in, plan.revision)
    documents: dict[str, bytes] = {}
    rows: list[tuple[str, str, str]] = []
    for member in sorted({guest.member for occasion in found for guest in occasion.guests}):
        named = year.members[member]
        entries = personal_entries(found, uids, ledger, member, never)
        path = f"calendars/{member}-{feed_token(secret, year, member)}.ics"
        spoken = words(named.language or year.settings.language)
        documents[path] = feed(f"{clean(named.name)} {year.school_year}", "steelblue", "", entries, spoken)
        rows.append((member, clean(named.name), path))
    spoken = words(year.settings.language)
    heading = tuple(spoken.say(one) for one in (_("Member"), _("Name"), _("File")))
    # Not beside the feeds: that folder is published.
    documents[PERSONAL_LIST] = csv_bytes(Sheet("feeds", heading, tuple(rows)))
    return documents


def feed_token(secret: bytes, year: Year, member: str) -> str:
    """What makes the address of a personal feed unguessable; another one each school year."""
    return hmac.new(secret, f"{year.school_year}\n{member}".encode(), sha256).hexdigest()[:32]


def _public(found: list[Occasion]) -> list[Occasion]:
    """Meetings and sessions; once people were placed, not the workshops that nobody comes to."""
    shown = [one for one in found if one.kind in ("meeting", "session")]
    placed = any(one.guests for one in shown if one.kind == "session")
    return [one for one in shown if one.guests or not placed or one.kind == "meeting"]


def _circle_title(year: Year, circle: str) -> str:
    named = year.networks.get(circle) or year.series[circle]
    return f"{clean(named.title) or circle} {year.school_year}"

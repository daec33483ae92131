"""A year, its records and its occasions in; the feeds to subscribe to, and what they have shown then, out."""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from leernet.model.appointments import Appointments
from leernet.model.feeds import NO_FEEDS, NOTHING_SHOWN, FeedBook, FeedEntry, Shown
from leernet.model.identity import identified
from leernet.model.ledger import Ledger, Sent
from leernet.model.occasion import NO_PLACEMENTS, NO_TOURS, Placements, Tours, occasions
from leernet.model.plan import Plan
from leernet.model.view import Occasion, clean
from leernet.model.year import Year
from leernet.words import Words, _, words
from leernet.write.feed import feed, feed_entries, feed_path, never_announced, personal_entries
from leernet.write.tables import Sheet, csv_bytes

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


class Feeds(NamedTuple):
    """Feeds by path under ``out/``, and what all feeds of the project have shown then."""

    documents: Mapping[str, bytes]
    book: FeedBook


def feeds(
    year: Year,
    plan: Plan,
    found: tuple[Occasion, ...],
    ledger: Ledger,
    uids: Mapping[str, str],
    book: FeedBook,
    circles: Iterable[str] = (),
) -> Feeds:
    """A feed for each network and series; visits stay out, and of a meeting the whole is shown.

    Also for a network that is no more: its feed shows what became of its meetings, under whatever name.

    Args:
        book: what feeds showed before.
        circles: ids of networks and series; none named, all.
    """
    spoken = words(year.settings.language)
    never = never_announced(year.school_year.starts_in, plan.revision)
    documents: dict[str, bytes] = {}
    shown = dict(book)
    asked = frozenset(circles)
    for at, circle in enumerate(_circles(year, ledger, book)):
        if asked and circle not in asked:
            continue
        own = _public(list(_shown_in(circle, year, found, uids, ledger, book)))
        had = _had(circle, frozenset(uids[one.key] for one in own), ledger, book)
        entries = feed_entries(own, uids, had.announced, had.shown, never)
        # A calendar without an entry is none (RFC 5545, 3.6).
        if not entries:
            continue
        page = clean(year.settings.page.url).rstrip("/") if year.settings.page else ""
        source = f"{page}/{feed_path(circle)}" if page else ""
        title = _circle_title(year, circle)
        color = COLORS[at % len(COLORS)]
        documents[f"calendars/{circle}.ics"] = feed(title, color, source, entries, spoken)
        shown[circle] = _by_uid(entries)
    return Feeds(documents, shown)


def _circles(year: Year, ledger: Ledger, book: FeedBook) -> list[str]:
    """The networks and series that have a feed: those of the year, then those that had one."""
    now = {*year.networks, *year.series}
    announced = {one.circle for one in ledger.sent if one.is_public}
    before = {circle for circle in book if ":" not in circle} | announced
    return [*sorted(now), *sorted(before - now)]


class _Had(NamedTuple):
    """What people know of the entries of a feed: what was mailed, and what feeds showed."""

    announced: tuple[Sent, ...]
    shown: Shown


def _had(circle: str, uids: Set[str], ledger: Ledger, book: FeedBook) -> _Had:
    """What people know of a feed, and of entries with these UIDs under the name its network had before."""
    announced = tuple(
        one for one in ledger.sent if one.is_public and (one.circle == circle or one.uid in uids)
    )
    elsewhere = [
        entry
        for feed, shown in book.items()
        if feed != circle and ":" not in feed
        for entry in shown.values()
        if entry.uid in uids
    ]
    before = {entry.uid: entry for entry in sorted(elsewhere, key=lambda one: (one.sequence, one.stamp))}
    return _Had(announced, {**before, **book.get(circle, NOTHING_SHOWN)})


def _shown_in(
    circle: str,
    year: Year,
    found: tuple[Occasion, ...],
    uids: Mapping[str, str],
    ledger: Ledger,
    book: FeedBook,
) -> Iterator[Occasion]:
    if circle in year.networks or circle in year.series:
        yield from (one for one in found if one.circle == circle)
        return
    had = {*book.get(circle, NOTHING_SHOWN), *(one.uid for one in ledger.sent if one.circle == circle)}
    yield from (one for one in found if uids[one.key] in had)


def _by_uid(entries: Iterable[FeedEntry]) -> dict[str, FeedEntry]:
    return {entry.uid: entry for entry in entries}


def meeting_calendar(
    year: Year, plan: Plan, ledger: Ledger, book: FeedBook, reference: str, spoken: Words
) -> bytes | None:
    """One meeting for any calendar, as in the feed of its network; None while it has no date."""
    found = occasions(year, plan, NO_PLACEMENTS)
    uids = identified(year, found, ledger, book)
    asked = [one for one in found if one.reference == reference]
    if not asked:
        return None
    (one,) = asked
    entries = _entries_of(asked, year, plan, uids, ledger, book)
    return feed(one.view.title, COLORS[0], "", entries, spoken)


def _entries_of(
    occasions: list[Occasion], year: Year, plan: Plan, uids: Mapping[str, str], ledger: Ledger, book: FeedBook
) -> tuple[FeedEntry, ...]:
    """These occasions of one network or series, as its feed shows them, and nothing that is no more."""
    never = never_announced(year.school_year.starts_in, plan.revision)
    known = frozenset(uids[one.key] for one in occasions)
    had = _had(occasions[0].circle, known, ledger, book)
    shown = {uid: entry for uid, entry in had.shown.items() if uid in known}
    sent = [line for line in had.announced if line.uid in known]
    return feed_entries(occasions, uids, sent, shown, never)


def year_calendar(year: Year, plan: Plan, ledger: Ledger, book: FeedBook, spoken: Words) -> bytes:
    """All meetings and sessions of the year for any calendar, as in the feeds; there must be one at least."""
    found = [one for one in occasions(year, plan, NO_PLACEMENTS) if one.kind in ("meeting", "session")]
    uids = identified(year, tuple(found), ledger, book)
    entries: list[FeedEntry] = []
    for circle in sorted({one.circle for one in found}):
        own = [one for one in found if one.circle == circle]
        entries += _entries_of(own, year, plan, uids, ledger, book)
    entries.sort(key=lambda entry: (entry.view.day, entry.uid))
    title = clean(year.settings.title) or str(year.school_year)
    return feed(title, COLORS[0], "", tuple(entries), spoken)


PERSONAL_LIST = "invitations/personal-feeds.csv"


def personal_feeds(
    year: Year,
    plan: Plan,
    placements: Placements,
    ledger: Ledger,
    secret: bytes,
    today: date,
    tours: Tours = NO_TOURS,
    book: FeedBook = NO_FEEDS,
) -> Feeds:
    """A feed for each member under a name that nobody can guess, and a list of who has which.

    Args:
        secret: of the project; who knows it can tell the names.
        tours: of the series in which seats on tours were given out.
        book: what feeds showed before.
    """
    found = occasions(year, plan, placements, tours)
    uids = identified(year, found, ledger, book, today)
    appointments = Appointments(ledger, uids)
    never = never_announced(year.school_year.starts_in, plan.revision)
    documents: dict[str, bytes] = {}
    shown = dict(book)
    rows: list[tuple[str, str, str]] = []
    guests = {guest.member for occasion in found for guest in occasion.guests}
    had = {feed.removeprefix("member:") for feed in book if feed.startswith("member:")}
    for member in sorted(guests | (had & set(year.members))):
        named = year.members[member]
        before = book.get(f"member:{member}", NOTHING_SHOWN)
        entries = personal_entries(found, appointments, member, before, never)
        path = f"calendars/{member}-{feed_token(secret, year, member)}.ics"
        spoken = words(named.language or year.settings.language)
        documents[path] = feed(f"{clean(named.name)} {year.school_year}", "steelblue", "", entries, spoken)
        shown[f"member:{member}"] = _by_uid(entries)
        rows.append((member, clean(named.name), path))
    spoken = words(year.settings.language)
    heading = tuple(spoken.say(one) for one in (_("Member"), _("Name"), _("File")))
    # Not beside the feeds: that folder is published.
    documents[PERSONAL_LIST] = csv_bytes(Sheet("feeds", heading, tuple(rows)))
    return Feeds(documents, shown)


def feed_token(secret: bytes, year: Year, member: str) -> str:
    """What makes the address of a personal feed unguessable; another one each school year."""
    return hmac.new(secret, f"{year.school_year}\n{member}".encode(), sha256).hexdigest()[:32]


def _public(found: list[Occasion]) -> list[Occasion]:
    """Meetings and sessions; once people were placed, not the workshops that nobody comes to."""
    shown = [one for one in found if one.kind in ("meeting", "session")]
    placed = any(one.guests for one in shown if one.kind == "session")
    return [one for one in shown if one.guests or not placed or one.kind == "meeting"]


def _circle_title(year: Year, circle: str) -> str:
    named = year.networks.get(circle) or year.series.get(circle)
    return f"{(clean(named.title) if named else '') or circle} {year.school_year}"

"""Occasions and a ledger in; the feeds that calendars subscribe to out, without the name of any guest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vDuration, vText, vUri

from leernet.model.ledger import Ledger, Sent
from leernet.model.view import Occasion, View
from leernet.words import Words, _
from leernet.write.invitation import PRODUCT, entry_of, with_zone
from leernet.write.letter import cancelled_title, facts, moved_title, programme_lines, when_text
from leernet.write.timezone import ZONE_NAME

REFRESH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An occasion as a feed shows it.

    Attributes:
        view: what everybody may see; of a cancelled one what was seen last.
        first: what was seen first, where the occasion was moved since.
        stamp: when this revision was made; UTC.
    """

    uid: str
    view: View
    sequence: int
    stamp: datetime
    cancelled: bool = False
    first: View | None = None


def feed_entries(
    occasions: Iterable[Occasion],
    uids: Mapping[str, str],
    ledger: Ledger,
    plan_revision: int,
    school_year_starts_in: int,
) -> tuple[FeedEntry, ...]:
    """The occasions, and those that people were invited to and that are no more, by day and UID.

    An entry changes only when what it shows changes. What was never announced counts its revisions by those
    of the plan: the clock has no say, so that the same plan gives the same bytes.
    """
    announced: dict[str, list[Sent]] = {}
    for sent in ledger.sent:
        if sent.method != "REMINDER":
            announced.setdefault(sent.uid, []).append(sent)
    never = never_announced(school_year_starts_in, plan_revision)
    entries = [
        _entry(occasion, uids[occasion.key], announced.get(uids[occasion.key], []), never)
        for occasion in occasions
    ]
    live = {entry.uid for entry in entries}
    entries += [_cancelled(sent[-1]) for uid, sent in announced.items() if uid not in live]
    return tuple(sorted(entries, key=lambda entry: (entry.view.day, entry.uid)))


def never_announced(school_year_starts_in: int, plan_revision: int) -> datetime:
    """The DTSTAMP of what was never announced: later for a later revision of the plan."""
    return datetime(school_year_starts_in, 1, 1, tzinfo=UTC) + timedelta(seconds=plan_revision)


def _entry(occasion: Occasion, uid: str, sent: list[Sent], never: datetime) -> FeedEntry:
    view = public_view(occasion.view)
    if not sent:
        return FeedEntry(uid, view, 0, never)
    same = [one for one in sent if one.method == "REQUEST" and public_view(one.saw) == view]
    latest = max(one.dtstamp for one in sent)
    at = [one.sequence for one in sent if one.saw.appointment == view.appointment]
    return FeedEntry(
        uid,
        view,
        max(at) if at else 1 + max(one.sequence for one in sent),
        max(one.dtstamp for one in same) if same else latest + timedelta(seconds=1),
        first=sent[0].saw if sent[0].saw.appointment != view.appointment else None,
    )


def personal_entries(
    occasions: Iterable[Occasion], uids: Mapping[str, str], ledger: Ledger, member: str, never: datetime
) -> tuple[FeedEntry, ...]:
    """What one member is invited to, with their own group, role and times, by day and UID."""
    entries: list[FeedEntry] = []
    for occasion in occasions:
        for guest in occasion.guests:
            if guest.member == member:
                last = ledger.newest.get((uids[occasion.key], guest.address.casefold()))
                entries.append(_personal(uids[occasion.key], guest.view, last, never))
    return tuple(sorted(entries, key=lambda entry: (entry.view.day, entry.uid)))


def _personal(uid: str, view: View, last: Sent | None, never: datetime) -> FeedEntry:
    if last is None:
        return FeedEntry(uid, view, 0, never)
    if last.method == "REQUEST" and last.saw == view:
        return FeedEntry(uid, view, last.sequence, last.dtstamp)
    moved = last.method == "CANCEL" or last.saw.appointment != view.appointment
    stamp = last.dtstamp + timedelta(seconds=1)
    return FeedEntry(uid, view, last.sequence + moved, stamp, first=last.saw if moved else None)


def _cancelled(last: Sent) -> FeedEntry:
    is_sent = last.method == "CANCEL"
    return FeedEntry(
        last.uid,
        public_view(last.saw),
        last.sequence if is_sent else last.sequence + 1,
        last.dtstamp if is_sent else last.dtstamp + timedelta(seconds=1),
        cancelled=True,
    )


def public_view(view: View) -> View:
    """A view without anything of one person."""
    return replace(view, group="", duties=(), company=(), workshops=(), presence="required")


def feed(title: str, color: str, source: str, entries: tuple[FeedEntry, ...], spoken: Words) -> bytes:
    """A calendar to subscribe to: no METHOD, no ORGANIZER, no ATTENDEE (RFC 5545, RFC 7986).

    Args:
        color: a CSS colour name.
        source: where the feed will be found; empty: not known.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, title)
    calendar.add("x-wr-timezone", ZONE_NAME)
    # The library leaves out VALUE=DURATION, which RFC 7986 requires.
    refresh = vDuration(REFRESH)
    refresh.params["VALUE"] = vText("DURATION")
    calendar.add("refresh-interval", refresh)
    calendar.add("x-published-ttl", vDuration(REFRESH))
    if source:
        address = vUri(source)
        address.params["VALUE"] = vText("URI")
        calendar.add("source", address)
    calendar.add("color", color)
    for event in _events(entries, spoken):
        calendar.add_component(event)
    return with_zone(calendar)


def _events(entries: tuple[FeedEntry, ...], spoken: Words) -> Iterator[Event]:
    for entry in entries:
        event = entry_of(entry.view, _title(entry, spoken), _text(entry, spoken), entry.view.link)
        event.add("uid", entry.uid)
        event.add("sequence", entry.sequence)
        event.add("dtstamp", entry.stamp)
        event.add("last-modified", entry.stamp)
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
        yield event


def _title(entry: FeedEntry, spoken: Words) -> str:
    if entry.cancelled:
        return cancelled_title(entry.view.title, spoken)
    return moved_title(entry.view.title, spoken) if entry.first else entry.view.title


def _text(entry: FeedEntry, spoken: Words) -> str:
    lines = [f"{fact.label}: {fact.now}" for fact in facts(entry.view, spoken)]
    lines += programme_lines(entry.view, spoken)
    if entry.cancelled:
        lines.insert(0, spoken.say(_("This is cancelled.")))
    elif entry.first:
        lines.insert(0, spoken.say(_("Moved; it was {when}.", when=when_text(entry.first, spoken))))
    if entry.view.contact:
        lines.append(spoken.say(_("Questions? Ask {contact}.", contact=entry.view.contact)))
    return "\n".join(lines)

"""Occasions and a ledger in; the feeds that calendars subscribe to out, without the name of any guest."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vDuration, vText, vUri
from msgspec.structs import replace

from leernet.model.appointments import Appointments
from leernet.model.feeds import FeedEntry, Shown
from leernet.model.ledger import Sent
from leernet.model.view import Occasion, View
from leernet.words import Words, _
from leernet.write.facts import facts, programme_lines, when_text
from leernet.write.invitation import PRODUCT, entry_of, with_zone
from leernet.write.letter_subject import cancelled_title, moved_title
from leernet.write.timezone import ZONE_NAME

REFRESH = timedelta(hours=12)


def feed_path(circle: str) -> str:
    """Where the feed of a network or series is below the address of the site."""
    return f"feeds/{circle}.ics"


def feed_entries(
    occasions: Iterable[Occasion],
    uids: Mapping[str, str],
    sent: Iterable[Sent],
    shown: Shown,
    never: datetime,
) -> tuple[FeedEntry, ...]:
    """The occasions, and those that are no more after they were shown or invited to, by day and UID.

    An entry changes only when what it shows changes, whether or not anything was mailed: another day, time or
    place raises its SEQUENCE, another text its DTSTAMP. The clock has no say.

    Args:
        sent: messages about the whole of an occasion.
        shown: what this feed showed before.
        never: DTSTAMP of what was never shown nor announced.
    """
    announced: dict[str, list[Sent]] = {}
    for one in sent:
        if one.method in ("REQUEST", "CANCEL"):
            announced.setdefault(one.uid, []).append(one)
    entries: list[FeedEntry] = []
    for occasion in occasions:
        uid = uids[occasion.key]
        told = sorted(announced.get(uid, ()), key=lambda one: one.age)
        view = public_view(occasion.view)
        if uid in shown:
            entries.append(_next(shown[uid], replace(shown[uid], key=occasion.key), view, told))
        else:
            entries.append(_first(occasion.key, uid, view, told, never))
    live = {entry.uid for entry in entries}
    entries += [_off(shown[uid], announced.get(uid, [])) for uid in shown if uid not in live]
    entries += [
        _cancelled(max(told, key=lambda one: one.age))
        for uid, told in announced.items()
        if uid not in live and uid not in shown
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.view.day, entry.uid)))


def never_announced(school_year_starts_in: int, plan_revision: int) -> datetime:
    """The DTSTAMP of what was never announced: later for a later revision of the plan."""
    return datetime(school_year_starts_in, 1, 1, tzinfo=UTC) + timedelta(seconds=plan_revision)


def _next(before: FeedEntry, named: FeedEntry, view: View, told: list[Sent]) -> FeedEntry:
    """The entry that follows one that was shown."""
    if not before.cancelled and before.view == view:
        return named
    same = not before.cancelled and before.view.appointment == view.appointment
    at = [one.sequence for one in told if one.saw.appointment == view.appointment]
    first = before.first or before.view
    return replace(
        named,
        view=view,
        sequence=before.sequence if same else max((before.sequence + 1, *at)),
        stamp=before.stamp + timedelta(seconds=1),
        cancelled=False,
        first=first if first.appointment != view.appointment else None,
    )


def _off(before: FeedEntry, told: list[Sent]) -> FeedEntry:
    """The entry of what was shown and is no more."""
    if before.cancelled:
        return before
    cancelled = [one.sequence for one in told if one.method == "CANCEL"]
    return replace(
        before,
        sequence=max((before.sequence + 1, *cancelled)),
        stamp=before.stamp + timedelta(seconds=1),
        cancelled=True,
        first=None,
    )


def _first(key: str, uid: str, view: View, told: list[Sent], never: datetime) -> FeedEntry:
    """The entry of what this feed never showed; people may have been invited to it."""
    if not told:
        return FeedEntry(key=key, uid=uid, sequence=0, stamp=never, view=view)
    same = [one for one in told if one.method == "REQUEST" and public_view(one.saw) == view]
    latest = max(one.dtstamp for one in told)
    at = [one.sequence for one in told if one.saw.appointment == view.appointment]
    return FeedEntry(
        key=key,
        uid=uid,
        sequence=max(at) if at else 1 + max(one.sequence for one in told),
        stamp=max(one.dtstamp for one in same) if same else latest + timedelta(seconds=1),
        view=view,
        first=told[0].saw if told[0].saw.appointment != view.appointment else None,
    )


def _cancelled(last: Sent) -> FeedEntry:
    is_sent = last.method == "CANCEL"
    return FeedEntry(
        key=last.occasion,
        uid=last.uid,
        sequence=last.sequence if is_sent else last.sequence + 1,
        stamp=last.dtstamp if is_sent else last.dtstamp + timedelta(seconds=1),
        cancelled=True,
        view=public_view(last.saw),
    )


def personal_entries(
    occasions: Iterable[Occasion], appointments: Appointments, member: str, shown: Shown, never: datetime
) -> tuple[FeedEntry, ...]:
    """What one member is or was invited to, with their own group, role and times, by day and UID."""
    entries: list[FeedEntry] = []
    for occasion in occasions:
        for guest in occasion.guests:
            if guest.member == member:
                last, uid = appointments.of(occasion, guest), appointments.key(occasion, guest)[0]
                if uid in shown:
                    told = [last] if last else []
                    entries.append(_next(shown[uid], replace(shown[uid], key=occasion.key), guest.view, told))
                else:
                    entries.append(_personal(occasion.key, uid, guest.view, last, never))
    live = {entry.uid for entry in entries}
    entries += [_off(shown[uid], []) for uid in shown if uid not in live]
    return tuple(sorted(entries, key=lambda entry: (entry.view.day, entry.uid)))


def _personal(key: str, uid: str, view: View, last: Sent | None, never: datetime) -> FeedEntry:
    if last is None:
        return FeedEntry(key=key, uid=uid, sequence=0, stamp=never, view=view)
    is_known = last.method == "REQUEST" and last.saw == view
    moved = last.method == "CANCEL" or last.saw.appointment != view.appointment
    return FeedEntry(
        key=key,
        uid=uid,
        sequence=last.sequence + moved,
        stamp=last.dtstamp if is_known else last.dtstamp + timedelta(seconds=1),
        view=view,
        first=last.saw if moved else None,
    )


def public_view(view: View) -> View:
    """A view without anything of one person."""
    return replace(
        view.news, group="", duties=(), company=(), workshops=(), leads=(), reach=(), presence="required"
    )


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

"""Occasions and a ledger in; the UID of each, the one its guests have, out."""

from collections.abc import Iterator, Mapping, Set
from datetime import date
from hashlib import sha256
from itertools import count
from types import MappingProxyType

from msgspec import Struct

from leernet.model.feeds import NOTHING_SHOWN, FeedBook, FeedEntry
from leernet.model.ledger import Ledger, NewName, Sent
from leernet.model.places import ToldPlaces, place_key
from leernet.model.view import Occasion
from leernet.model.year import Year

NOTHING_REMEMBERED: Mapping[str, str] = MappingProxyType({})


class ProjectIdentity(Struct, frozen=True):
    """What identifies a project in calendars.

    Attributes:
        school_year: ``2026-2027``.
        organiser: address that sends and gets the answers.
    """

    school_year: str
    organiser: str


def project_of(year: Year) -> ProjectIdentity:
    """What identifies the project of a year in calendars."""
    organiser = year.settings.organiser
    return ProjectIdentity(str(year.school_year), organiser.email if organiser else "")


def uids_of(
    occasions: tuple[Occasion, ...],
    ledger: Ledger,
    project: ProjectIdentity,
    remembered: Mapping[str, str] = NOTHING_REMEMBERED,
    today: date = date.min,
) -> dict[str, str]:
    """The UID of each occasion and each place by its key: the one its guests have, or a new one.

    A new UID comes from project and key alone, so it is the same before anything was sent; once sent it is
    taken from the ledger and never made again.

    Args:
        remembered: UIDs by key that feeds have shown.
        today: places of before it are not moved to another moment.
    """
    named = _named(ledger)
    known = {
        key: named[key]
        for occasion in occasions
        for key in (occasion.key, f"{occasion.key}#part")
        if key in named
    }
    known.update(_renamed(occasions, ledger, known))
    taken = {*named.values(), *known.values()}
    for occasion in occasions:
        if occasion.key not in known:
            shown = remembered.get(occasion.key, "")
            uid = shown if shown and shown not in taken else _new_uid(occasion.key, project, taken)
            known[occasion.key] = uid
            taken.add(uid)
    return {**known, **_of_places(ToldPlaces(occasions, ledger, known, today), ledger, project, remembered)}


def _of_places(
    places: ToldPlaces, ledger: Ledger, project: ProjectIdentity, remembered: Mapping[str, str]
) -> dict[str, str]:
    """The UIDs of places; one may have that of a session, from before places had their own."""
    found, used = dict(places.known), set(places.known.values())
    taken = used | {entry.uid for entry in (*ledger.sent, *ledger.doubtful) if entry.moment}
    for key in places.unknown:
        shown = remembered.get(key, "")
        found[key] = shown if shown and shown not in used else _new_uid(key, project, taken)
        used.add(found[key])
        taken.add(found[key])
    return found


def called(ledger: Ledger) -> dict[str, str]:
    """By UID what its occasion is called: as its last message has it, or a new name since."""
    return {uid: last.occasion for uid, last in last_words(ledger).items()}


def _named(ledger: Ledger) -> dict[str, str]:
    """The UID of each key; of several that were called so, one that is in calendars."""
    standing = {one.uid for one in ledger.newest.values() if one.method == "REQUEST" and not one.moment}
    in_order = sorted(last_words(ledger).values(), key=lambda one: (one.uid in standing, *_lateness(one)))
    return {entry.occasion: entry.uid for entry in in_order}


def last_words(ledger: Ledger) -> dict[str, Sent | NewName]:
    """By UID the last line that names its occasion; places in workshops have names of their own."""
    latest: dict[str, Sent | NewName] = {}
    doubtful = (one for one in ledger.doubtful if one.method in ("REQUEST", "CANCEL"))
    told = (one for one in (*ledger.newest.values(), *doubtful) if not one.moment)
    said: tuple[Sent | NewName, ...] = (*told, *ledger.names)
    for entry in said:
        latest[entry.uid] = max(latest.get(entry.uid, entry), entry, key=_lateness)
    return latest


def _lateness(entry: Sent | NewName) -> tuple[object, ...]:
    age = entry.age if isinstance(entry, Sent) else ()
    return (entry.dtstamp, isinstance(entry, NewName), *age, entry.occasion)


def _renamed(
    occasions: tuple[Occasion, ...], ledger: Ledger, known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Occasions under a new key that are one the ledger knows: same day, time and place, and same people.

    Of a network that is called as before one of the same day, time and place is enough. Else half of the
    people must be the same, and no other occasion may fit as well.
    """
    gone: dict[tuple[object, ...], dict[str, set[str]]] = {}
    circles: dict[str, str] = {}
    for at, entry in ledger.newest.items():
        if entry.method != "REQUEST" or entry.moment or at in ledger.left:
            continue
        if entry.uid not in known.values():
            alike = gone.setdefault((entry.kind, entry.saw.appointment), {})
            alike.setdefault(entry.uid, set()).add(at[1])
            circles[entry.uid] = entry.circle
    taken: set[str] = set()
    for occasion in occasions:
        if occasion.key in known:
            continue
        guests = {guest.address.casefold() for guest in occasion.guests}
        alike = gone.get((occasion.kind, occasion.view.appointment), {})
        near = {uid: people for uid, people in alike.items() if circles[uid] == occasion.circle}
        found = list(near) if len(near) == 1 else _same_people(guests, alike)
        if len(found) == 1 and found[0] not in taken:
            taken.add(found[0])
            yield occasion.key, found[0]


def _same_people(guests: set[str], alike: Mapping[str, set[str]]) -> list[str]:
    return [uid for uid, people in alike.items() if are_the_same(people, guests)]


def are_the_same(people: Set[str], others: Set[str]) -> bool:
    """Whether half of all these people, or more, are in both."""
    return bool(people & others) and 2 * len(people & others) >= len(people | others)


def _new_uid(key: str, project: ProjectIdentity, taken: set[str]) -> str:
    domain = project.organiser.rpartition("@")[2].lower()
    for attempt in count():
        minted = sha256("\n".join((project.school_year, project.organiser, key, str(attempt))).encode())
        uid = f"{minted.hexdigest()[:32]}@{domain}"
        if uid not in taken:
            return uid
    raise AssertionError


def identified(
    year: Year, found: tuple[Occasion, ...], ledger: Ledger, book: FeedBook, today: date = date.min
) -> dict[str, str]:
    """The UID of each occasion and place by its key, as people have it or as feeds have shown it."""
    remembered = {**_remembered(found, book), **_remembered_places(found, book)}
    return uids_of(found, ledger, project_of(year), remembered, today)


def _remembered_places(found: tuple[Occasion, ...], book: FeedBook) -> dict[str, str]:
    """UIDs under which feeds of members have shown their places, by key."""
    return {
        place_key(guest): entry.uid
        for occasion in found
        for guest in occasion.guests
        if guest.moment
        for entry in book.get(f"member:{guest.member}", NOTHING_SHOWN).values()
        if entry.key.rpartition("/")[0] == guest.moment and _is_place(entry) and not entry.cancelled
    }


def _is_place(entry: FeedEntry) -> bool:
    """Whether an entry in the feed of a member is their place in a session."""
    return entry.key.count("/") == 2 and not {"presenter", "visitor", "visited"} & set(entry.view.duties)


def _remembered(found: tuple[Occasion, ...], book: FeedBook) -> dict[str, str]:
    """UIDs that feeds have shown, by key; under a new key recognised by title, day, time and place."""
    entries = [
        entry
        for feed, shown in book.items()
        for entry in shown.values()
        if not (feed.startswith("member:") and _is_place(entry))
    ]
    by_key = {entry.key: entry.uid for entry in entries if not entry.cancelled}
    keys = {occasion.key for occasion in found}
    gone: dict[object, set[str]] = {}
    for entry in entries:
        if entry.key not in keys and not entry.cancelled:
            gone.setdefault((entry.view.title, entry.view.appointment), set()).add(entry.uid)
    for occasion in found:
        alike = gone.get((occasion.view.title, occasion.view.appointment), set())
        if occasion.key not in by_key and len(alike) == 1:
            by_key[occasion.key] = next(iter(alike))
    return by_key

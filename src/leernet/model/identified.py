"""Occasions, a ledger and what feeds have shown in; the UID of each, as people and feeds have it, out."""

from datetime import date

from leernet.model.feeds import NOTHING_SHOWN, FeedBook, FeedEntry
from leernet.model.identity import project_of, uids_of
from leernet.model.ledger import Ledger
from leernet.model.places import place_key
from leernet.model.view import Occasion
from leernet.model.year import Year


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

"""What feeds have shown, which outlives the feeds themselves, and as it is kept."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

from leernet.model.kept import Moment, Number, Text, record_of
from leernet.model.view import KeptView

FEED_BOOK_FILE = ".leernet/feeds.json"


class FeedEntry(Struct, frozen=True, kw_only=True):
    """An occasion as a feed shows it.

    Attributes:
        key: of the occasion.
        view: what everybody may see; of a cancelled one what was seen last.
        first: what was seen first, where the occasion was moved since.
        stamp: when this revision was made; UTC.
    """

    key: Text
    uid: Text
    sequence: Number
    stamp: Moment
    cancelled: bool = False
    view: KeptView
    first: KeptView | None = None


# What a feed has shown, by UID.
Shown: TypeAlias = Mapping[str, FeedEntry]
NOTHING_SHOWN: Shown = MappingProxyType({})
# By feed: the id of a network or a series, or ``member:`` and the id of whose own feed it is.
FeedBook: TypeAlias = Mapping[str, Shown]
NO_FEEDS: FeedBook = MappingProxyType({})


def feed_book_bytes(book: FeedBook) -> bytes:
    """What feeds have shown, as a file: an entry a line, in the order of feeds and days."""
    lines = [
        json.dumps({"feed": feed, **record_of(entry)}, ensure_ascii=False)
        for feed, shown in sorted(book.items())
        for entry in sorted(shown.values(), key=lambda one: (one.view.day, one.uid))
    ]
    return ('{"schema": 1, "entries": [\n' + ",\n".join(lines) + "\n]}\n").encode()

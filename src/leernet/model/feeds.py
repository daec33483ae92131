"""What feeds have shown, which outlives the feeds themselves, and as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from leernet.model.ledger import utc_text
from leernet.model.view import View, view_record

FEED_BOOK_FILE = ".leernet/feeds.json"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An occasion as a feed shows it.

    Attributes:
        key: of the occasion.
        view: what everybody may see; of a cancelled one what was seen last.
        first: what was seen first, where the occasion was moved since.
        stamp: when this revision was made; UTC.
    """

    key: str
    uid: str
    view: View
    sequence: int
    stamp: datetime
    cancelled: bool = False
    first: View | None = None


# What a feed has shown, by UID.
Shown: TypeAlias = Mapping[str, FeedEntry]
NOTHING_SHOWN: Shown = MappingProxyType({})
# By feed: the id of a network or a series, or ``member:`` and the id of whose own feed it is.
FeedBook: TypeAlias = Mapping[str, Shown]
NO_FEEDS: FeedBook = MappingProxyType({})


def feed_book_bytes(book: FeedBook) -> bytes:
    """What feeds have shown, as a file: an entry a line, in the order of feeds and days."""
    lines = [
        json.dumps({"feed": feed, **_entry_record(entry)}, ensure_ascii=False)
        for feed, shown in sorted(book.items())
        for entry in sorted(shown.values(), key=lambda one: (one.view.day, one.uid))
    ]
    return ('{"schema": 1, "entries": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def _entry_record(entry: FeedEntry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "uid": entry.uid,
        "sequence": entry.sequence,
        "stamp": utc_text(entry.stamp),
        **({"cancelled": True} if entry.cancelled else {}),
        "view": view_record(entry.view),
        **({"first": view_record(entry.first)} if entry.first else {}),
    }

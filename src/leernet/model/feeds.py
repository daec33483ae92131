"""What feeds have shown, which outlives the feeds themselves, and as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from leernet.model.view import View, view_from_record, view_record

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


def feed_book_from_bytes(content: bytes) -> FeedBook:
    """What :func:`feed_book_bytes` wrote, or what a merge made of two of them: of each entry the newest.

    Raises:
        ValueError: it is something else.
    """
    found: dict[str, dict[str, FeedEntry]] = {}
    try:
        for record in _records(content):
            shown, entry = found.setdefault(record["feed"], {}), _entry_from_record(record)
            shown[entry.uid] = max(shown.get(entry.uid, entry), entry, key=_age)
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError("no book of feeds") from error
    return found


def _age(entry: FeedEntry) -> tuple[int, datetime]:
    return (entry.sequence, entry.stamp)


_MERGE_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def _records(content: bytes) -> list[Any]:
    try:
        return list(json.loads(content)["entries"])
    except json.JSONDecodeError:
        # A merge leaves whole lines: marks go, and the first and the last may be there twice.
        lines = [line.rstrip(",") for line in content.decode().splitlines()]
        frame = ('{"schema": 1, "entries": [', "]}", "")
        return [json.loads(line) for line in lines if line not in frame and not line.startswith(_MERGE_MARKS)]


_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def _entry_record(entry: FeedEntry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "uid": entry.uid,
        "sequence": entry.sequence,
        "stamp": entry.stamp.astimezone(UTC).strftime(_STAMP),
        **({"cancelled": True} if entry.cancelled else {}),
        "view": view_record(entry.view),
        **({"first": view_record(entry.first)} if entry.first else {}),
    }


def _entry_from_record(record: Mapping[str, Any]) -> FeedEntry:
    return FeedEntry(
        record["key"],
        record["uid"],
        view_from_record(record["view"]),
        int(record["sequence"]),
        datetime.strptime(record["stamp"], _STAMP).replace(tzinfo=UTC),
        cancelled=record.get("cancelled") is True,
        first=view_from_record(record["first"]) if "first" in record else None,
    )

"""``.leernet/feeds.json`` in; what feeds have shown out, where every value is of its type."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from leernet.catalogue.invitations import KEY_PASSED_OVER
from leernet.catalogue.records import DAMAGED, NEW_ADDRESSES
from leernet.finding import Finding, Place
from leernet.model.feeds import FEED_BOOK_FILE, FeedBook, FeedEntry
from leernet.model.kept import value_of
from leernet.read.ledger_entry import NOT_WHAT_IT_SAYS, keys_passed_over

# What the addresses of everybody's own calendar are made with.
FEEDS_KEY = ".leernet/feeds.key"
_KEY = re.compile(rb"[0-9a-f]{64}")


def key_findings(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Whether the key is not as leernet made it."""
    if _KEY.fullmatch(files.get(FEEDS_KEY, b"0" * 64)):
        return ()
    return (DAMAGED.at(Place(FEEDS_KEY), NEW_ADDRESSES(), file=FEEDS_KEY),)


def feed_book_from_bytes(content: bytes) -> FeedBook:
    """What ``feed_book_bytes`` wrote, or what a merge made of two of them: of each entry the newest.

    Raises:
        ValueError: it is something else.
    """
    found: dict[str, dict[str, FeedEntry]] = {}
    try:
        for record in _records(content):
            feed, entry = _entry(record)
            shown = found.setdefault(feed, {})
            shown[entry.uid] = max(
                shown.get(entry.uid, entry), entry, key=lambda one: (one.sequence, one.stamp)
            )
    except NOT_WHAT_IT_SAYS as error:
        raise ValueError("no book of feeds") from error
    return found


_KEYS = ("feed", *FeedEntry.__struct_fields__)


def feed_key_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """What the book of feeds says that this leernet does not know."""
    if FEED_BOOK_FILE not in files:
        return
    keys: dict[str, None] = {}
    for record in _records(files[FEED_BOOK_FILE]):
        keys |= dict.fromkeys(key for key in record if key not in _KEYS)
        for view in (record["view"], record.get("first") or {}):
            keys |= dict.fromkeys(keys_passed_over({"saw": view}))
    for key in keys:
        yield KEY_PASSED_OVER.at(Place(FEED_BOOK_FILE), key=key)


_MERGE_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def _records(content: bytes) -> list[Any]:
    try:
        book = json.loads(content)
        if book["schema"] != 1:
            raise ValueError(book["schema"])
        return list(book["entries"])
    except json.JSONDecodeError:
        # A merge leaves whole lines: marks go, and the first and the last may be there twice.
        lines = [line.rstrip(",") for line in content.decode().splitlines()]
        if lines[-1:] != ["]}"]:
            # It was cut off: nobody knows what is missing.
            raise
        frame = ('{"schema": 1, "entries": [', "]}", "")
        return [json.loads(line) for line in lines if line not in frame and not line.startswith(_MERGE_MARKS)]


def _entry(record: Any) -> tuple[str, FeedEntry]:
    """The feed, and what it has shown."""
    feed = record["feed"]
    if not isinstance(feed, str) or not feed:
        raise TypeError("a feed has a name")
    return feed, value_of(FeedEntry, record)

"""What is on members' minds before a meeting: questions, cases, good practices and offers."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from leernet.finding import Place


class Contribution(Struct, frozen=True):
    """What one member brought in one row of an inventory.

    Attributes:
        place: the row.
        question: what they want to ask; "" for none, as for the other texts.
        practice: a good practice they could show.
        topic: what it is about, as the facilitator or the member called it.
        leads: ids of the members who offer to lead a workshop on the topic.
        take_home: what the member took home from a meeting.
        named: whether the member may be named with it.
        answered_at: when the form was filled in, local time.
    """

    place: Place
    member: str
    question: str = ""
    case: str = ""
    practice: str = ""
    topic: str = ""
    take_home: str = ""
    leads: tuple[str, ...] = ()
    named: bool = False
    answered_at: datetime | None = None

    @property
    def asks(self) -> bool:
        """Whether the member wants something answered."""
        return bool(self.question or self.case)


# Contributions by reference of the meeting they are for, in file order.
Inventories = Mapping[str, tuple[Contribution, ...]]


class Topic(Struct, frozen=True):
    """A topic of an inventory with how often it was brought.

    Attributes:
        name: as it was written most often.
        named: rows about it.
        leads: ids of the members who offer to lead it, sorted.
        asked_by: ids of the members with a question or a case about it, sorted.
    """

    name: str
    named: int
    questions: int
    cases: int
    practices: int
    leads: tuple[str, ...]
    asked_by: tuple[str, ...]


class ProposedSession(NamedTuple):
    """A workshop on a topic, led by a member in a round; rounds are counted from 1."""

    round: int
    topic: str
    leader: str


def topics_of(contributions: Iterable[Contribution]) -> tuple[Topic, ...]:
    """The topics that contributions name, the most named first; rows without a topic are left out.

    Writings that differ in case and spaces only are one topic.
    """
    by_topic: dict[str, list[Contribution]] = {}
    for one in contributions:
        if one.topic:
            by_topic.setdefault(topic_key(one.topic), []).append(one)
    return tuple(
        sorted(map(_topic, by_topic.values()), key=lambda topic: (-topic.named, topic_key(topic.name)))
    )


def topic_key(topic: str) -> str:
    """What two writings of one topic have in common."""
    return " ".join(topic.casefold().split())


def topic_slug(topic: str) -> str:
    """Letters and digits of a topic with dashes between, as an id is written."""
    bare = unicodedata.normalize("NFKD", topic.casefold()).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in bare).split()
    return "-".join(words)[:40].strip("-") or "workshop"


def _topic(rows: list[Contribution]) -> Topic:
    writings = Counter(row.topic for row in rows)
    return Topic(
        min(writings, key=lambda name: (-writings[name], name)),
        len(rows),
        sum(bool(row.question) for row in rows),
        sum(bool(row.case) for row in rows),
        sum(bool(row.practice) for row in rows),
        tuple(sorted({leader for row in rows for leader in row.leads})),
        tuple(sorted({row.member for row in rows if row.asks})),
    )

"""Rows of an inventory without a topic in; what they may be about, as a help for who labels them, out."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from leernet.model.inventory import Contribution, topics_of
from leernet.model.plain import bare_words

# Shorter words say nothing of a topic, as the common words that are data.
_LETTERS = 5


class PossibleTopic(NamedTuple):
    """Rows that share a topic of the inventory, or a word.

    Attributes:
        name: the topic, or the word as it is in the first of the rows.
        rows: their contributions.
    """

    name: str
    rows: tuple[Contribution, ...]


def possible_topics(contributions: Iterable[Contribution]) -> tuple[PossibleTopic, ...]:
    """What rows without a topic may be about: first labels that are there, then words of several people."""
    rows = tuple(contributions)
    left = [row for row in rows if not row.topic and _text(row)]
    found: list[PossibleTopic] = []
    for topic in topics_of(rows):
        own = set(_telling(topic.name))
        alike = tuple(row for row in left if own and own <= set(_telling(_text(row))))
        if alike:
            found.append(PossibleTopic(topic.name, alike))
            left = [row for row in left if row not in alike]
    while (shared := _most_shared(left)) is not None:
        found.append(shared)
        left = [row for row in left if row not in shared.rows]
    return tuple(found)


def _most_shared(rows: list[Contribution]) -> PossibleTopic | None:
    """The word that most people use, whatever its end; of several the first of the alphabet."""
    users: dict[str, list[Contribution]] = {}
    for row in rows:
        for word in dict.fromkeys(_stem(word) for word in _telling(_text(row))):
            users.setdefault(word, []).append(row)
    many = {word: found for word, found in users.items() if len({row.member for row in found}) > 1}
    if not many:
        return None
    word = min(many, key=lambda one: (-len({row.member for row in many[one]}), one))
    written = next(one for one in _telling(_text(many[word][0])) if _stem(one) == word)
    return PossibleTopic(written, tuple(many[word]))


def _text(row: Contribution) -> str:
    return " ".join(filter(None, (row.question, row.case, row.practice)))


def _telling(text: str) -> Iterator[str]:
    return (word for word in bare_words(text) if len(word) >= _LETTERS and word not in _common())


def _stem(word: str) -> str:
    """What a Dutch plural and a verb have in common with the word: ``gesprek`` of ``gesprekken``."""
    for end in ("en", "s"):
        if word.endswith(end) and len(word) - len(end) >= _LETTERS:
            bare = word.removesuffix(end)
            return bare[:-1] if bare[-1] == bare[-2] else bare
    return word


@cache
def _common() -> frozenset[str]:
    return frozenset(
        json.loads((files("leernet") / "data" / "common-words.json").read_text(encoding="utf-8"))
    )

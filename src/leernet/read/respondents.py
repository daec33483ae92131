"""Which member a row of a form is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from leernet.model.plain import plain, plain_words
from leernet.model.year import Member
from leernet.read.near import nearest

# What a form writes where it does not know who answered; compared as `plain` text.
_NOBODY = frozenset(("", "anonymous", "anoniem", "anonymoususer"))

# As mail programs copy it: "Anne Bakker <a.bakker@kiem.example>;", "mailto:a.bakker@kiem.example".
_ADDRESS = re.compile(r"[^\s<>();,:]+@[^\s<>();,:]*\w")

# Letters at the start or the end of a name that a slip of the finger elsewhere in it leaves as they are.
_INTACT = 2
# Where more names than this look alike, as numbers do, a guess means nothing.
_MOST_ALIKE = 300


@dataclass(frozen=True, slots=True)
class Respondents:
    """How members may be called in an answer.

    Attributes:
        called: id, e-mail address, what is in it before the ``@``, name and words of the name, as people
            compare them, and the member; None where two are called so.
        alike: ids, addresses and names by what is before the ``@``, its first and its last letters.
    """

    called: Mapping[str, str | None]
    alike: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> str | None:
        """The member with this id, address, number before the ``@`` of it, or name in whatever order."""
        return next((member for way in _ways(text) if (member := self.called.get(way))), None)

    def shared(self, text: str) -> bool:
        """Whether several members are called so."""
        return any(way in self.called and self.called[way] is None for way in _ways(text))

    def meant(self, text: str) -> str | None:
        """The id, address or name that was probably meant."""
        whole, *edges = _edges(text)
        if same_local_part := self.alike.get(whole):
            return nearest(text.strip(), same_local_part) or same_local_part[0]
        near = dict.fromkeys(name for edge in edges for name in self.alike.get(edge, ()))
        return nearest(text.strip(), near) if len(near) <= _MOST_ALIKE else None


def names_somebody(text: str) -> bool:
    """Whether a cell holds more than the word for somebody unknown."""
    return plain(text) not in _NOBODY


def respondents(members: Collection[Member]) -> Respondents:
    """How members may be called: id, address or the first part of it, and name, its parts in any order."""
    called: dict[str, str | None] = {}
    alike: dict[str, list[str]] = {}
    for member in members:
        for name in {plain(member.name), _in_any_order(member.name)} - {""}:
            called[name] = None if called.get(name, member.id) != member.id else member.id
        for text in (member.id, member.email or "", member.name):
            for edge in set(_edges(text)) if text else ():
                alike.setdefault(edge, []).append(text)
    first_parts = Counter(_local(member.email) for member in members if member.email)
    for member in members:
        if member.email:
            first_part = _local(member.email)
            called.setdefault(first_part, member.id if first_parts[first_part] == 1 else None)
    # An id or an address is somebody's own, whatever others are called.
    for member in members:
        called[member.id] = member.id
        if member.email:
            called[member.email.casefold()] = member.id
    return Respondents(called, {edge: tuple(texts) for edge, texts in alike.items()})


def _ways(text: str) -> Iterator[str]:
    """How a text may be among what members are called, the surest first."""
    lower = text.casefold().strip()
    yield lower
    addresses = _ADDRESS.findall(lower)
    if len(addresses) == 1:
        yield addresses[0]
    yield plain(lower)
    yield _in_any_order(lower)


def _in_any_order(name: str) -> str:
    return " ".join(plain_words(name))


def _local(text: str) -> str:
    return text.strip().casefold().partition("@")[0]


def _edges(text: str) -> tuple[str, str, str]:
    """What is before the ``@`` of an address, or the whole name, and its first and its last letters."""
    local = _local(text)
    return local, f"{local[:_INTACT]}…", f"…{local[-_INTACT:]}"

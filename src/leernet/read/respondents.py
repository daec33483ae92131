"""The members of a year in; who of them a row of a form is about out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leernet.model.year import Member
from leernet.read.near import nearest, plain

# What a form writes where it does not know who answered; compared as `plain` text.
_NOBODY = frozenset(("", "anonymous", "anoniem", "anonymoususer"))

# Letters at the start or the end of a name that a slip of the finger elsewhere in it leaves as they are.
_INTACT = 2
# Where more names than this look alike, as numbers do, a guess means nothing.
_MOST_ALIKE = 300


@dataclass(frozen=True, slots=True)
class Respondents:
    """How members may be called in an answer.

    Attributes:
        called: id, e-mail address or name in lower case, and the member; None where two share a name.
        alike: ids, addresses and names by what stands before the ``@``, its first and its last letters.
    """

    called: Mapping[str, str | None]
    alike: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> str | None:
        """The member with this id, address or name."""
        lower = text.casefold().strip().removeprefix("mailto:")
        return self.called.get(lower) or self.called.get(plain(lower))

    def shared(self, text: str) -> bool:
        """Whether this is the name of several members."""
        name = plain(text)
        return name in self.called and self.called[name] is None

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


def respondents(members: Iterable[Member]) -> Respondents:
    """How these members may be called: by id, by address, by name, and by name with the family name first."""
    called: dict[str, str | None] = {}
    alike: dict[str, list[str]] = {}
    for member in members:
        given, _space, family = member.name.partition(" ")
        for name in {plain(member.name), plain(f"{family}{given}")} - {""}:
            called[name] = None if called.get(name, member.id) != member.id else member.id
        for text in (member.id, member.email or "", member.name):
            for edge in set(_edges(text)) if text else ():
                alike.setdefault(edge, []).append(text)
    # An id or an address is somebody's own, whatever others are called.
    for member in members:
        called[member.id] = member.id
        if member.email:
            called[member.email.casefold()] = member.id
    return Respondents(called, {edge: tuple(texts) for edge, texts in alike.items()})


def _edges(text: str) -> tuple[str, str, str]:
    """What stands before the ``@`` of an address, or the whole name, and its first and its last letters."""
    local = text.strip().casefold().partition("@")[0]
    return local, f"{local[:_INTACT]}…", f"…{local[-_INTACT:]}"

"""Which member a row of a form is about."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from leernet.model.plain import bare_words, plain, plain_words
from leernet.model.year import Member
from leernet.read.near import edges, nearest, nearest_of_few

# What a form writes where it does not know who answered; compared as `plain` text.
_NOBODY = frozenset(("", "anonymous", "anoniem", "anonymoususer"))

# As mail programs copy it: "Anne Bakker <a.bakker@kiem.example>;", "mailto:a.bakker@kiem.example".
_ADDRESS = re.compile(r"[^\s<>();,:]+@[^\s<>();,:]*\w")


class Respondents(Struct, frozen=True, dict=True):
    """How members may be called in an answer.

    Attributes:
        called: id, e-mail address, what is in it before the ``@``, name and words of the name, as people
            compare them, and the members, of whom nobody goes before another.
        written: ids, addresses and names.
    """

    called: Mapping[str, Sequence[str]]
    written: tuple[str, ...]

    @cached_property
    def alike(self) -> Mapping[str, tuple[str, ...]]:
        """What is written, by what is before the ``@``, its first and its last letters."""
        alike: dict[str, list[str]] = {}
        for text in self.written:
            for edge in set(_edges(text)):
                alike.setdefault(edge, []).append(text)
        return {edge: tuple(texts) for edge, texts in alike.items()}

    def find(self, text: str) -> str | None:
        """The member with this id, address, number before the ``@`` of it, or name in whatever order."""
        return next((members[0] for members in self._ways(text) if len(members) == 1), None)

    def shared(self, text: str) -> Sequence[str]:
        """The members who are called so, where there are several."""
        return next((members for members in self._ways(text) if len(members) > 1), ())

    def _ways(self, text: str) -> Iterator[Sequence[str]]:
        return (self.called.get(way, ()) for way in _ways(text))

    def meant(self, text: str) -> str | None:
        """The id, address or name that was probably meant; none where several are called so."""
        if self.shared(text):
            return None
        whole, *parts = _edges(text)
        if same_local_part := self.alike.get(whole):
            return nearest(text.strip(), same_local_part) or same_local_part[0]
        near = dict.fromkeys(name for edge in parts for name in self.alike.get(edge, ()))
        return nearest_of_few(text.strip(), near)


def names_somebody(text: str) -> bool:
    """Whether a cell holds more than the word for somebody unknown."""
    return plain(text) not in _NOBODY


def respondents(members: Collection[Member]) -> Respondents:
    """How members may be called: id, address or the first part of it, and name, its parts in any order."""
    called: defaultdict[str, list[str]] = defaultdict(list)
    first_parts: defaultdict[str, list[str]] = defaultdict(list)
    for member in members:
        words = bare_words(member.name)
        for name in {"".join(words), " ".join(sorted(words))} - {""}:
            called[name].append(member.id)
        if member.email:
            first_parts[_local(member.email)].append(member.id)
    # An id or an address is somebody's own, whatever others are called.
    own = {one.id: [one.id] for one in members}
    own |= {one.email.casefold(): [one.id] for one in members if one.email}
    written = (text for one in members for text in (one.id, one.email or "", one.name) if text)
    return Respondents({**first_parts, **called, **own}, tuple(written))


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
    return (local, *edges(local))

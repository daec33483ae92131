"""Participants in; agent types and the bundles that each could have, all of them or the fullest, out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np

from leernet.model.allocation import Participant, ProofNode
from leernet.verify.allocation.exact import Ints
from leernet.verify.allocation.growth import Bundle
from leernet.verify.allocation.reckoning import Reckoning

# All bundles; those with the fewest places missing.
Width: TypeAlias = Literal["all", "full"]


def bundle_table(bundles: Mapping[Bundle, int], number: Mapping[str, int]) -> Ints:
    """(B, most) sessions of each bundle, filled up with one past the last."""
    most = max((len(bundle) for bundle in bundles), default=0)
    taken = np.full((len(bundles), most), len(number), np.int64)
    for at, bundle in enumerate(bundles):
        taken[at, : len(bundle)] = [number[session] for session in bundle]
    return taken


def kinds_of(order: Sequence[Participant]) -> tuple[list[Participant], Ints]:
    """One participant of each kind, and the kind of everybody."""
    number: dict[tuple[object, ...], int] = {}
    people: list[Participant] = []
    of = np.zeros(len(order), np.int64)
    for at, person in enumerate(order):
        shared = (person.wishes, person.sessions, person.need, person.never, person.placed, person.waits)
        been = (person.had, person.once, person.ruled_out_then)
        kind = number.setdefault((shared, person.evidence, person.previous, been), len(number))
        if kind == len(people):
            people.append(person)
        of[at] = kind
    return people, of


def width_of(node: ProofNode) -> Width:
    """What the first certificates leave of the bundles: where nothing has a price, only the best of each."""
    proven = node.certificates[:-1] if node.verdict == "empty" else node.certificates
    free = [certificate.goal for certificate in proven[:1] if not certificate.prices]
    return "full" if free == ["seats missing"] else "all"


class AllBundles:
    """All bundles, or only those that the first goals leave, numbered as they are met."""

    def __init__(self, reckoning: Reckoning, closed: frozenset[str], width: Width) -> None:
        self.reckoning = reckoning
        self.sessions = {name: each for name, each in reckoning.sessions.items() if name not in closed}
        self.width = width
        self.number: dict[Bundle, int] = {}
        self.known: dict[tuple[object, ...], Ints] = {}

    def of(self, person: Participant) -> Ints:
        """Numbers of the bundles of a participant."""
        width: Width = "all" if person.waits else self.width
        key = (width, person.sessions, person.need, person.never, person.fixed, person.ruled_out_then)
        if key not in self.known:
            made = [tuple(sorted(bundle)) for bundle in self._made(person, width)]
            numbers = [self.number.setdefault(bundle, len(self.number)) for bundle in made]
            self.known[key] = np.array(numbers, np.int64)
        return self.known[key]

    def _made(self, person: Participant, width: Width) -> list[Bundle]:
        placed = tuple(f"{moment}/{workshop}" for moment, workshop in person.fixed)
        if not all(name in self.sessions and name in person.sessions for name in placed):
            return []
        sizes = range(person.need, len(placed) - 1, -1)
        if width == "all" or person.never or person.ruled_out_then:
            every = [bundle for size in sizes for bundle in self._sized(person, placed, size)]
            return every if width == "all" else self._fullest(person, every)
        for size in sizes:
            if found := list(self._sized(person, placed, size)):
                return found
        return []

    def _fullest(self, person: Participant, bundles: list[Bundle]) -> list[Bundle]:
        """Those with the fewest places missing; what was ruled out does not count as missing."""
        of = [
            len(each) + self.reckoning.ruled_out(person, dict(name.split("/", 1) for name in each))
            for each in bundles
        ]
        most = max(of, default=0)
        return [bundle for bundle, places in zip(bundles, of, strict=True) if places == most]

    def _sized(self, person: Participant, placed: Bundle, size: int) -> Iterator[Bundle]:
        """Bundles of so many sessions."""
        may = [self.sessions[name] for name in person.sessions if name in self.sessions]
        may = [session for session in may if session.workshop not in person.never]
        moments = sorted({session.moment for session in may} - {name.partition("/")[0] for name in placed})
        used = frozenset(name.partition("/")[2] for name in placed)
        at_moment = [[each for each in may if each.moment == moment] for moment in moments]

        def extended(at: int, bundle: Bundle, used: frozenset[str]) -> Iterator[Bundle]:
            if len(bundle) + len(moments) - at < size:
                return
            if len(bundle) == size:
                yield bundle
                return
            for each in at_moment[at]:
                if each.workshop not in used:
                    yield from extended(at + 1, (*bundle, each.id), used | {each.workshop})
            yield from extended(at + 1, bundle, used)

        yield from extended(0, placed, used)

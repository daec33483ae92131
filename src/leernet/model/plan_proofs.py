"""Why no dates, hosts or pairs are better, as whole numbers with which anybody can add up a bound."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from msgspec import Struct


class LoadPrice(Struct, frozen=True):
    """What a meeting at some time is charged, for people who may have several then.

    Attributes:
        first: the first day of that time.
        last: its last day: the same of a day, six days later of a week.
        asked: the networks and series that may have meetings then.
        inside: those of them that these people are in.
        price: no more than a second meeting then costs all of these people.
    """

    first: date
    last: date
    asked: frozenset[str]
    inside: frozenset[str]
    price: int


class ClashPrice(Struct, frozen=True):
    """What two meetings that cannot both be on a day are charged for that day, by reference."""

    one: str
    other: str
    day: date
    price: int


class OrderPrice(Struct, frozen=True):
    """What a meeting is charged until a day, and one that comes before it is given until so much earlier.

    Attributes:
        first: reference of the one that comes first.
        later: of the other.
        days: how many days the other is later, at least.
        day: until when the later one is charged.
    """

    first: str
    later: str
    days: int
    day: date
    price: int


RowPrice: TypeAlias = LoadPrice | ClashPrice | OrderPrice


class ProofNode(Struct, frozen=True):
    """Prices for a part of the dates, and the parts of it where these do not prove enough.

    Attributes:
        meeting: reference of what divides the dates; empty where they are not divided.
        day: its last day in the first of the two parts.
        parts: until that day, and after it; where nothing is divided, other prices for what may be better.
    """

    prices: tuple[RowPrice, ...] = ()
    meeting: str = ""
    day: date = date.min
    parts: tuple[ProofNode, ...] = ()


NO_PROOF = ProofNode()


# What places share, by kind and ids: ("turns", network, school), ("year", school), ("at most", school),
# ("board", meeting, next meeting, board), ("area", meeting, next meeting, area), and
# ("apart", meeting, school, other meeting, other school), where both are on one day; and ("changes", first
# meeting of a part), where the school of the plan before is another.
SharedName: TypeAlias = tuple[str, ...]
# Prices are in parts of what one costs, so that those of a linear program are seldom rounded.
PARTS = 12


class HostProof(Struct, frozen=True):
    """Prices for a part of the choices of hosts, and the parts of it where these do not prove enough.

    Attributes:
        prices: what each place is charged for what it shares.
        meeting: reference of what divides the choices; empty where they are not divided.
        school: its host in the first of the two parts, and not in the other.
    """

    prices: Mapping[SharedName, int] = {}
    meeting: str = ""
    school: str = ""
    parts: tuple[HostProof, ...] = ()


NO_HOST_PROOF = HostProof()
# Meetings, with the proof of their hosts; no meeting is in two of them.
HostProofs: TypeAlias = tuple[tuple[frozenset[str], HostProof], ...]


Pair: TypeAlias = tuple[str, str]


class PairProof(Struct, frozen=True):
    """Prices that cover every possible pair of one round; together they allow no more than the pairs weigh.

    Attributes:
        weights: sorted pair of ids to what the pair weighs; every pair that is possible in this round.
        pairs: those of greatest total weight, before anybody joined them as a third.
        prices: id to price, twice over, of everybody who was to be paired.
        odd_sets: ids of an odd set of people and its price, twice over.
        partners: sorted pairs of ids who are partners in this round, as pair or trio; never paired again.
    """

    weights: Mapping[Pair, int]
    pairs: tuple[Pair, ...]
    prices: Mapping[str, int]
    odd_sets: tuple[tuple[tuple[str, ...], int], ...]
    partners: frozenset[Pair] = frozenset()

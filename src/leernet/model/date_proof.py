"""Why no dates cost less, as whole prices with which anybody can add up a bound, network by network."""

from __future__ import annotations

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

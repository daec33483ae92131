"""Why no hosts cost less, as whole prices with which anybody can add up a bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

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

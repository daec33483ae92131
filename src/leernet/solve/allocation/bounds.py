"""Dual values in; lower bounds in whole numbers, safe from rounding, and the optimal face they leave, out.

Sources: Neumaier & Shcherbina (2004), doi:10.1007/s10107-003-0433-3, for bounds that no rounding spoils;
Dantzig, Fulkerson & Johnson (1954), doi:10.1287/opre.2.4.393, for fixing by reduced cost.
"""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.solve.allocation.arrays import Ints
from leernet.solve.allocation.optimal_face import Face, with_row


class Duals(Struct, frozen=True):
    """Duals of sessions and of the goals kept as rows; all whole, to be divided by ``scale``."""

    sessions: Ints
    rows: Ints
    scale: int

    def named(self, sessions: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
        """Id and dual of the sessions that have one; what has no id has room for all, and needs none."""
        return tuple(
            (sessions[at], int(self.sessions[at])) for at in np.flatnonzero(self.sessions) if sessions[at]
        )

    @property
    def multipliers(self) -> tuple[int, ...]:
        """The duals of the goals kept as rows."""
        return tuple(int(row) for row in self.rows)


class Bound(Struct, frozen=True):
    """What duals prove.

    Attributes:
        scaled: ``scale`` times the cost of any allocation on the face is at least this.
        least: no allocation on the face costs less.
        reduced: (C,) what each column costs, scaled and with duals, above the cheapest of its kind.
    """

    scaled: int
    least: int
    reduced: Ints


def no_duals(sessions: int, rows: int) -> Duals:
    """Everything free."""
    return Duals(np.zeros(sessions, np.int64), np.zeros(rows, np.int64), 1)


def bound(face: Face, cost: Ints, duals: Duals) -> Bound:
    """Weak duality, in whole numbers: valid for any duals, so no tolerance enters the proof."""
    paid = duals.scale * cost + face.priced(duals.sessions, duals.rows)[face.pattern]
    cheapest = face.smallest(paid)
    scaled = exact_sum(face.count * cheapest) - most_paid(face, duals)
    return Bound(scaled, -(-scaled // duals.scale), paid - np.repeat(cheapest, np.diff(face.start)))


def most_paid(face: Face, duals: Duals) -> int:
    """The most that all sessions, and the goals kept as rows, can be paid."""
    loads = np.where(duals.sessions > 0, duals.sessions * face.high, duals.sessions * face.low)
    return int(loads.sum()) + int((duals.rows * face.limits).sum())


def exact_sum(numbers: Ints) -> int:
    """The sum as a Python integer; in two limbs, as 64 bits could overflow with large scales."""
    high, low = numbers >> 20, numbers & ((1 << 20) - 1)
    return (int(high.sum()) << 20) + int(low.sum())


def reduced_cost_fixed(face: Face, cost: Ints, duals: Duals, proof: Bound, value: int) -> Face:
    """The face of the allocations that cost ``value``; with slack in the proof, a row keeps it there.

    Columns whose reduced cost exceeds the slack cannot be used; a session dearer than the slack is full, and
    one that costs less than minus the slack has its least load.
    """
    slack = value * duals.scale - proof.scaled
    kept = proof.reduced <= slack
    low = np.where(duals.sessions > slack, face.high, face.low)
    high = np.where(duals.sessions < -slack, face.low, face.high)
    smaller = replace(face.only(kept), low=low, high=high)
    return smaller if slack == 0 else with_row(smaller, cost[kept], value)

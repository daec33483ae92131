"""Prices in, proofs out: what no allocation can beat, in whole numbers, and the face where it is reached."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from leernet.solve.allocation.arrays import Ints
from leernet.solve.allocation.optimal_face import Face, with_row


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of sessions and of the goals kept as rows; all whole, to be divided by ``scale``."""

    sessions: Ints
    rows: Ints
    scale: int

    def named(self, sessions: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
        """Id and price of the sessions that have one; what has no id has room for all, and needs none."""
        return tuple(
            (sessions[at], int(self.sessions[at])) for at in np.flatnonzero(self.sessions) if sessions[at]
        )

    @property
    def multipliers(self) -> tuple[int, ...]:
        """The prices of the goals kept as rows."""
        return tuple(int(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Bound:
    """What prices prove.

    Attributes:
        scaled: ``scale`` times the cost of any allocation on the face is at least this.
        least: no allocation on the face costs less.
        reduced: (C,) what each column costs, scaled and with prices, above the cheapest of its kind.
    """

    scaled: int
    least: int
    reduced: Ints


def no_prices(sessions: int, rows: int) -> Prices:
    """Everything free."""
    return Prices(np.zeros(sessions, np.int64), np.zeros(rows, np.int64), 1)


def bound(face: Face, cost: Ints, prices: Prices) -> Bound:
    """Weak duality, in whole numbers: valid for any prices, so no tolerance enters the proof."""
    paid = prices.scale * cost + face.priced(prices.sessions, prices.rows)[face.pattern]
    cheapest = face.smallest(paid)
    scaled = exact_sum(face.count * cheapest) - most_paid(face, prices)
    return Bound(scaled, -(-scaled // prices.scale), paid - np.repeat(cheapest, np.diff(face.start)))


def most_paid(face: Face, prices: Prices) -> int:
    """The most that all sessions, and the goals kept as rows, can be paid."""
    loads = np.where(prices.sessions > 0, prices.sessions * face.high, prices.sessions * face.low)
    return int(loads.sum()) + int((prices.rows * face.limits).sum())


def exact_sum(numbers: Ints) -> int:
    """The sum as a Python integer; in two limbs, as 64 bits could overflow with large scales."""
    high, low = numbers >> 20, numbers & ((1 << 20) - 1)
    return (int(high.sum()) << 20) + int(low.sum())


def peeled(face: Face, cost: Ints, prices: Prices, proof: Bound, value: int) -> Face:
    """The face of the allocations that cost ``value``; with slack in the proof, a row keeps it there.

    Columns whose reduced cost exceeds the slack cannot be used; a session dearer than the slack is full, and
    one that costs less than minus the slack has its least load.
    """
    slack = value * prices.scale - proof.scaled
    kept = proof.reduced <= slack
    low = np.where(prices.sessions > slack, face.high, face.low)
    high = np.where(prices.sessions < -slack, face.low, face.high)
    smaller = replace(face.only(kept), low=low, high=high)
    return smaller if slack == 0 else with_row(smaller, cost[kept], value)

"""An optimal face and a cost in; classes of agent types that this cost does not tell apart, out."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.solve.allocation.arrays import Ints, in_order_of_first, ranges
from leernet.solve.allocation.optimal_face import Face


class Classes(Struct, frozen=True):
    """Interchangeable kinds.

    Attributes:
        of: (T,) class of each kind.
        count: (K,) participants of each class.
        start: (K + 1,) first column of each class.
        column: columns of the classes, as positions in the face.
    """

    of: Ints
    count: Ints
    start: Ints
    column: Ints

    @property
    def owner(self) -> Ints:
        """Class of each column."""
        return np.repeat(np.arange(len(self.count)), np.diff(self.start))

    def chosen(self, numbers: Ints) -> Classes:
        """Some of the classes only; ``of`` keeps its meaning for nobody."""
        sizes = np.diff(self.start)[numbers]
        return Classes(
            self.of[:0],
            self.count[numbers],
            np.concatenate(([0], np.cumsum(sizes))),
            self.column[ranges(self.start[numbers], sizes)],
        )


def classes(face: Face, cost: Ints) -> Classes:
    """Agent types merged when they have the same patterns left at the same cost above their own cheapest.

    The merging goes by a 64-bit hash. Two kinds that share one by accident could make duals worse, never a
    proof wrong: bounds are computed over all kinds.
    """
    relative = cost - np.repeat(face.smallest(cost), np.diff(face.start))
    # One is added before mixing: a hash of zero would not be changed by its factor.
    hashes = _mixed(
        _mixed(face.pattern.astype(np.uint64) + np.uint64(1)) + relative.astype(np.uint64) + np.uint64(1)
    )
    keys = np.add.reduceat(hashes, face.start[:-1]) if len(hashes) else hashes
    # In order of their first kind, so that the order follows the lots and not the hash.
    first, of = in_order_of_first(keys)
    count = np.bincount(of, weights=face.count, minlength=len(first)).astype(np.int64)
    sizes = np.diff(face.start)[first]
    start = np.concatenate(([0], np.cumsum(sizes)))
    return Classes(of, count, start, ranges(face.start[first], sizes))


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64: every bit of the input reaches every bit of the output.

    Source: Steele, Lea & Flood (2014), doi:10.1145/2660193.2660195.
    """
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed

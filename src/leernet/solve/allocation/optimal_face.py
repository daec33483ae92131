"""Optimal faces: what is still possible with the goals so far fixed at their optimum."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.columns import Columns

_Number = TypeVar("_Number", np.int64, np.float64)


class Face(Struct, frozen=True):
    """The columns and loads that are left.

    A *pattern* is what a column takes: its sessions, and its share in every earlier goal that is kept as a
    row.

    Attributes:
        start: (T + 1,) first column left of each kind.
        count: (T,) participants of the kind.
        column: (C,) number of each column left, as in ``Columns``.
        pattern: (C,) pattern of each.
        sessions: (B, most) sessions of each pattern, filled up with S.
        shares: (B, E) share of each pattern in the goals that are kept as rows.
        low: (S,) least load of each session.
        high: (S,) most load.
        limits: (E,) most of each goal that is kept as a row.
    """

    start: Ints
    count: Ints
    column: Ints
    pattern: Ints
    sessions: Ints
    shares: Ints
    low: Ints
    high: Ints
    limits: Ints

    @property
    def kind(self) -> Ints:
        """(C,) kind of each column left."""
        return np.repeat(np.arange(len(self.count)), np.diff(self.start))

    def smallest(self, values: Ints) -> Ints:
        """(T,) smallest value among the columns left of each kind."""
        return np.minimum.reduceat(values, self.start[:-1]) if len(values) else values

    def priced(self, duals: NDArray[_Number], multipliers: NDArray[_Number]) -> NDArray[_Number]:
        """(B,) what each pattern pays."""
        padded = np.append(duals, 0)
        paid: NDArray[_Number] = padded[self.sessions].sum(axis=1) + self.shares @ multipliers
        return paid

    def only(self, kept: Truths) -> Face:
        """The face without the other columns; every kind must keep one."""
        ends = np.concatenate(([0], np.cumsum(kept)))
        return replace(self, start=ends[self.start], column=self.column[kept], pattern=self.pattern[kept])


def whole(made: Columns, count: Ints, low: Ints, high: Ints) -> Face:
    """Everything that these loads allow."""
    nothing = np.zeros((len(made.sessions), 0), np.int64)
    return Face(
        made.start,
        count,
        np.arange(len(made.kind)),
        made.bundle,
        made.sessions,
        nothing,
        low,
        high,
        np.zeros(0, np.int64),
    )


def with_row(face: Face, cost: Ints, limit: int) -> Face:
    """The face with one more goal kept as a row: ``cost`` (C,), added up, is at most ``limit``."""
    pairs = np.stack([face.pattern, cost])
    unique, pattern = np.unique(pairs, axis=1, return_inverse=True)
    origin, share = unique
    return replace(
        face,
        pattern=pattern.reshape(-1),
        sessions=face.sessions[origin],
        shares=np.column_stack([face.shares[origin], share]),
        limits=np.append(face.limits, limit),
    )


def split(face: Face, kinds: Ints, got: list[int | None], worth: Ints) -> tuple[Face, Ints]:
    """The face in which participants keep only columns worth what they got, and the new kind of each.

    Args:
        types: of the participants.
        got: what each got is worth; none: keeps all.
        worth: (C,) of each column.
    """
    number: dict[tuple[int, int | None], int] = {}
    new_kinds = [number.setdefault(pair, len(number)) for pair in zip(kinds.tolist(), got, strict=True)]
    positions = []
    for kind, value in number:
        position = np.arange(face.start[kind], face.start[kind + 1])
        positions.append(position if value is None else position[worth[position] == value])
    position = np.concatenate(positions) if positions else np.zeros(0, np.int64)
    smaller = replace(
        face,
        start=np.concatenate([[0], np.cumsum([len(each) for each in positions], dtype=np.int64)]),
        count=np.bincount(new_kinds, minlength=len(number)),
        column=face.column[position],
        pattern=face.pattern[position],
    )
    return smaller, np.array(new_kinds, np.int64)

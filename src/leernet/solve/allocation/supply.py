"""Sets of people and limits on loads in; a division that leaves the limits as little as can be, out."""

from __future__ import annotations

import highspy
import numpy as np

from leernet.solve.allocation.arrays import Ints, ranges
from leernet.solve.allocation.face import Face
from leernet.solve.allocation.linear import Reals, Solution, careful_solver


class Supply:
    """A linear problem that grows and changes a little at a time, solved from where it was.

    Limits may be left at a cost of one for each place, so that the optimum is the least number of places
    lacking; its prices say which.
    """

    def __init__(self, face: Face, low: Reals, high: Reals) -> None:
        self.rows = len(low)
        self.sets = 0
        self.entries, self.row, self.value = _entries(face)
        self.solver = careful_solver()
        self.solver.addRows(
            self.rows, low, high, 0, np.zeros(self.rows, np.int32), np.zeros(0, np.int32), np.zeros(0)
        )
        short = np.flatnonzero(low > 0)
        loosened = np.concatenate([np.arange(self.rows), short])
        self.elastic = len(loosened)
        signs = np.concatenate([np.full(self.rows, -1.0), np.ones(len(short))])
        self._add_columns(np.ones(self.elastic), np.arange(self.elastic), loosened, signs)

    def add(self, patterns: Ints, sizes: Ints) -> None:
        """Sets of nobody, with the patterns of all of them one after the other."""
        first_row = self.rows + self.sets
        nobody = np.zeros(len(sizes))
        none = np.zeros(0, np.int32)
        self.solver.addRows(len(sizes), nobody, nobody, 0, np.zeros(len(sizes), np.int32), none, np.zeros(0))
        first, count = self.entries[patterns], np.diff(self.entries)[patterns]
        taken = ranges(first, count)
        row, value = self.row[taken], self.value[taken]
        # The last entry of a pattern is that of its set.
        last = np.cumsum(count) - 1
        row[last] = np.repeat(first_row + np.arange(len(sizes)), sizes)
        self._add_columns(np.zeros(len(patterns)), last + 1 - count, row, value)
        self.sets += len(sizes)

    def count(self, number: int, people: int) -> None:
        """Let a set, numbered in the order of adding, have so many people."""
        self.solver.changeRowBounds(self.rows + number, people, people)

    def optimum(self) -> Solution:
        """People on the columns, in the order of their adding."""
        self.solver.run()
        found = self.solver.getSolution()
        values = np.array(found.col_value)
        prices = -np.array(found.row_dual)[: self.rows]
        return Solution(
            values[self.elastic :], prices, 0.0, float(values[: self.elastic].sum()), optimal=True
        )

    def _add_columns(self, cost: Reals, start: Ints, row: Ints, value: Reals) -> None:
        columns = len(cost)
        self.solver.addCols(
            columns, cost, np.zeros(columns), np.full(columns, highspy.kHighsInf),
            len(row), start.astype(np.int32), row.astype(np.int32), value,
        )  # fmt: skip


def _entries(face: Face) -> tuple[Ints, Ints, Reals]:
    """(B + 1,) start, and row and value, of what each pattern takes; one more at its end, for its set."""
    sessions = len(face.low)
    goals = np.broadcast_to(np.arange(len(face.limits)) + sessions, face.shares.shape)
    own = np.full((len(face.sessions), 1), -1)
    rows = np.column_stack([face.sessions, goals, own])
    values = np.column_stack([np.ones(face.sessions.shape), face.shares, np.ones(own.shape)])
    there = values != 0
    there[:, : face.sessions.shape[1]] = face.sessions < sessions
    start = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    return start, rows[there], values[there]

"""Restricted master problem: sets of people and limits on loads in; a division that exceeds them least, out.

Source: Lübbecke & Desrosiers (2005), doi:10.1287/opre.1050.0234.
"""

import highspy
import numpy as np
from msgspec import Struct

from leernet.solve.allocation.arrays import Ints, ranges, within
from leernet.solve.allocation.bundles import first_of_each
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.linear_programs import WHOLE_WITHIN, Reals, careful_solver, work_of
from leernet.solve.allocation.optimal_face import Face
from leernet.solve.allocation.parameters import Parameters
from leernet.solve.limits import LimitReachedError, Limits


class MasterSolution(Struct, frozen=True):
    """Sets of people divided over columns.

    Attributes:
        people: on each column, in the order in which they were added.
        duals: (R,) of the limits on loads.
        paid: what one of each set pays for the best of its columns.
        outside: places lacking.
    """

    people: Reals
    duals: Reals
    paid: Reals
    outside: float


class ElasticProgram:
    """A linear problem that grows and changes a little at a time, solved from where it was.

    Limits may be left at a cost of one for each place, so that the optimum is the least number of places
    lacking; its duals say which.

    Args:
        low: (R,) least loads.
        high: (R,) most.
    """

    def __init__(self, low: Reals, high: Reals) -> None:
        self.rows = len(low)
        self.solver = careful_solver()
        short = np.flatnonzero(low > 0)
        # That a session may be empty says nothing, and must have no dual.
        low = np.where(low > 0, low, -highspy.kHighsInf)
        self._add_rows(low, high)
        loosened = np.concatenate([np.arange(self.rows), short])
        self.elastic = len(loosened)
        signs = np.concatenate([np.full(self.rows, -1.0), np.ones(len(short))])
        self._add_columns(np.ones(self.elastic), np.arange(self.elastic), loosened, signs)

    def add_sets(self, people: Ints) -> None:
        """Sets of so many people, without columns yet."""
        count = people.astype(float)
        self._add_rows(count, count)

    def count(self, number: int, people: int) -> None:
        """Let a set, numbered in the order of adding, have so many people."""
        self.solver.changeRowBounds(self.rows + number, people, people)

    def limit(self, row: int, low: int, high: int) -> None:
        """Let a load be this; one that could not be too small before has no least."""
        self.solver.changeRowBounds(row, low if low > 0 else -highspy.kHighsInf, high)

    def add_columns(self, start: Ints, row: Ints, value: Reals) -> None:
        """Columns with their entries one after the other; rows of sets come after those of loads."""
        self._add_columns(np.zeros(len(start)), start, row, value)

    def division(self, limits: Limits) -> MasterSolution:
        """The division that leaves the limits as little as can be.

        Raises:
            LimitReachedError: when a limit is reached before.
        """
        limits.check()
        # The clock of the solver runs on from one time to the next.
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + limits.seconds_left)
        self.solver.run()
        limits.spend(work_of(self.solver))
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
            raise LimitReachedError
        found = self.solver.getSolution()
        values, duals = np.array(found.col_value), -np.array(found.row_dual)
        outside = float(values[: self.elastic].sum())
        # What a set pays for one of its people is the negative of the dual of its row.
        return MasterSolution(values[self.elastic :], duals[: self.rows], -duals[self.rows :], outside)

    def _add_rows(self, low: Reals, high: Reals) -> None:
        """Rows without entries."""
        none = np.array([], np.int32)
        starts = np.zeros(len(low), np.int32)
        self.solver.addRows(len(low), low, high, none.size, starts, none, none.astype(float))

    def _add_columns(self, cost: Reals, start: Ints, row: Ints, value: Reals) -> None:
        columns = len(cost)
        self.solver.addCols(
            columns, cost, np.zeros(columns), np.full(columns, highspy.kHighsInf),
            len(row), start.astype(np.int32), row.astype(np.int32), value,
        )  # fmt: skip


class RestrictedMaster:
    """The problem of dividing sets of people over patterns of a face.

    Of large sets it has some patterns only, and others once they are cheaper.

    Attributes:
        patterns_each: patterns of a set that it has at first, and whenever cheaper ones are there.
        taken: (L,) number of the entry of each pattern that it has, in the order in which sets brought them.
    """

    def __init__(self, face: Face, low: Reals, high: Reals, patterns_each: int) -> None:
        self.face = face
        self.patterns_each = patterns_each
        self.program = ElasticProgram(low, high)
        self.entries, self.row, self.value = entries_of(face)
        self.people = np.zeros(0, np.int64)
        self.first = np.zeros(1, np.int64)
        self.pattern = np.zeros(0, np.int64)
        self.has = np.zeros(0, np.bool_)
        self.taken = np.zeros(0, np.int64)

    def add(self, patterns: Ints, sizes: Ints) -> None:
        """Sets of nobody, with the patterns of all of them one after the other."""
        self.program.add_sets(np.zeros(len(sizes), np.int64))
        entries = len(self.pattern)
        self.people = np.concatenate([self.people, np.zeros(len(sizes), np.int64)])
        self.first = np.concatenate([self.first, entries + np.cumsum(sizes)])
        self.pattern = np.concatenate([self.pattern, patterns])
        self.has = np.concatenate([self.has, np.zeros(len(patterns), np.bool_)])
        # Evenly spread over a set, so that they differ.
        at, of = within(sizes), np.repeat(sizes, sizes)
        picked = at * self.patterns_each // of != (at - 1) * self.patterns_each // of
        self._take(entries + np.flatnonzero(picked))

    def count(self, number: int, people: int) -> None:
        """Let a set, numbered in the order of adding, have so many people."""
        self.people[number] = people
        self.program.count(number, people)

    def optimum(self, limits: Limits) -> MasterSolution:
        """People on the patterns ``taken``.

        Raises:
            LimitReachedError: when a limit is reached before.
        """
        while True:
            found = self.program.division(limits)
            if found.outside <= WHOLE_WITHIN or not self._take_cheaper(found):
                return found

    def _take_cheaper(self, found: MasterSolution) -> bool:
        """Patterns that are cheaper than what their set pays now, the cheapest of each; whether there are."""
        if self.has.all():
            return False
        sessions = len(self.face.low)
        each = self.face.priced(found.duals[:sessions], found.duals[sessions:])
        sizes = np.diff(self.first)
        set_of = np.repeat(np.arange(len(sizes)), sizes)
        dearer = each[self.pattern] - found.paid[set_of]
        cheaper = np.flatnonzero((dearer < -1e-7) & ~self.has & (self.people > 0)[set_of])
        self._take(cheaper[first_of_each(set_of[cheaper], dearer[cheaper], self.patterns_each)])
        return len(cheaper) > 0

    def _take(self, entries: Ints) -> None:
        """Have these patterns of the sets as well."""
        number = np.searchsorted(self.first, entries, side="right") - 1
        patterns = self.pattern[entries]
        first, count = self.entries[patterns], np.diff(self.entries)[patterns]
        taken = ranges(first, count)
        row, value = self.row[taken], self.value[taken]
        # The last entry of a pattern is that of its set.
        last = np.cumsum(count) - 1
        row[last] = self.program.rows + number
        self.program.add_columns(last + 1 - count, row, value)
        self.has[entries] = True
        self.taken = np.concatenate([self.taken, entries])


def entries_of(face: Face) -> tuple[Ints, Ints, Reals]:
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


def master_of_everybody(face: Face, low: Ints, high: Ints, parameters: Parameters) -> RestrictedMaster:
    """All classes of a face to be divided over its patterns, so many at least and at most of each session."""
    merged = classes(face, np.zeros(len(face.column), np.int64))
    least = np.concatenate([low, np.full(len(face.limits), -np.inf)])
    most = np.concatenate([high, face.limits]).astype(float)
    master = RestrictedMaster(face, least, most, parameters.patterns_each)
    master.add(face.pattern[merged.column], np.diff(merged.start))
    for number, people in enumerate(merged.count.tolist()):
        master.count(number, people)
    return master

"""A face in; sets of people with the same bundles left, and whether all of them can be placed together, out.

A placing of everybody, if need be in parts of people, is always *held*: who can be moved to fewer bundles
within it asks for no solving.
"""

from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.solve.allocation.arrays import Ints, ranges
from leernet.solve.allocation.bounds import Duals
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.duals import rationalized
from leernet.solve.allocation.linear_programs import WHOLE_WITHIN, Model, Reals, integer_optimum, is_whole
from leernet.solve.allocation.optimal_face import Face
from leernet.solve.allocation.parameters import Parameters
from leernet.solve.allocation.restricted_master import RestrictedMaster
from leernet.solve.limits import Limits

# Patterns, ascending.
Patterns: TypeAlias = Ints

# Whether everybody is to be placed in whole, or may be in parts: far quicker to ask, and rarely different.
People: TypeAlias = Literal["whole", "parts"]


# More than anybody pays; marks what is infeasible.
_UNREACHABLE = 1 << 62


class Paid(Struct, frozen=True):
    """What everybody pays at some duals.

    Attributes:
        each: (entries,) of each set for each of its patterns.
        cheapest: (sets,) the least that one of a set pays.
        left_over: what the loads can pay at most, less what all together pay at least; below 0 proves that
            not everybody can be placed.
    """

    each: Ints
    cheapest: Ints
    left_over: int


class FeasibilityOracle:
    """Sets of participants with the same patterns left, and whether all of them can be placed together.

    Every set has an *entry* for each of its patterns, those of a set side by side.

    Attributes:
        patterns: of each set.
        people: (sets,) in each set.
        first: first entry of each set, and one past the last.
        pattern: (entries,) pattern of each.
        dead: (entries,) whether set and pattern can no longer go together.
        held: (entries,) people, in the placing of everybody that is held.
        turns: taken so far.
        refused: turns before which somebody could no longer have something, with duals that show it; none
            where a search did.
    """

    def __init__(self, face: Face, people: People, limits: Limits, parameters: Parameters) -> None:
        self.face = face
        self.limits = limits
        self.parameters = parameters
        self.in_whole = people == "whole"
        self.row_low = np.concatenate([face.low, np.full(len(face.limits), -np.inf)])
        self.row_high = np.concatenate([face.high, face.limits]).astype(float)
        self.patterns: list[Patterns] = []
        self.number: dict[bytes, int] = {}
        self.people = np.zeros(0, np.int64)
        self.first = [0]
        self.pattern = np.zeros(0, np.int64)
        self.dead = np.zeros(0, np.bool_)
        self.held = np.zeros(0)
        self.master = RestrictedMaster(face, self.row_low, self.row_high, parameters.patterns_each)
        self.supplied: dict[int, int] = {}
        self.supplied_entries = np.zeros(0, np.int64)
        self.stale: set[int] = set()
        self.turns = 0
        self.refused: list[tuple[int, Duals | None]] = []
        self.set_of_type = self._sets_of_types()

    def _sets_of_types(self) -> Ints:
        """(T,) the set of each kind, with everybody in it."""
        merged = classes(self.face, np.zeros(len(self.face.column), np.int64))
        set_of_class = np.array(
            [
                self.set_of(np.sort(self.face.pattern[merged.column[first:last]]))
                for first, last in zip(merged.start[:-1], merged.start[1:], strict=True)
            ],
            np.int64,
        )
        np.add.at(self.people, set_of_class, merged.count)
        self.stale = set(range(len(self.patterns)))
        of: Ints = set_of_class[merged.of]
        return of

    def set_of(self, patterns: Patterns) -> int:
        """Number of the set with these patterns."""
        number = self.number.setdefault(patterns.tobytes(), len(self.patterns))
        if number == len(self.patterns):
            self.patterns.append(patterns)
            self._make_room(number + 1, self.first[-1] + len(patterns))
            self.pattern[self.first[-1] : self.first[-1] + len(patterns)] = patterns
            self.first.append(self.first[-1] + len(patterns))
        return number

    def _make_room(self, sets: int, entries: int) -> None:
        """Arrays grow to twice of what is asked for, so that they rarely grow."""
        if sets > len(self.people):
            self.people = np.concatenate([self.people, np.zeros(2 * sets, np.int64)])
        if entries > len(self.pattern):
            self.pattern = np.concatenate([self.pattern, np.zeros(2 * entries, np.int64)])
            self.dead = np.concatenate([self.dead, np.zeros(2 * entries, np.bool_)])
            self.held = np.concatenate([self.held, np.zeros(2 * entries)])

    def entries(self, number: int, wanted: Patterns) -> Ints:
        """Entries of a set for some of its patterns, ascending."""
        first, last = self.first[number], self.first[number + 1]
        found: Ints = first + np.searchsorted(self.pattern[first:last], wanted)
        return found

    def test(self) -> Duals | bool:
        """Whether everybody can be placed, in the way that is asked; if not, duals that prove it, if any."""
        return self.works_whole() if self.in_whole else self.works()

    def works(self) -> Duals | bool:
        """Whether everybody can be placed, if need be in parts; if not, duals that prove it.

        The placing is held then.

        Raises:
            LimitReachedError: when a limit is reached before.
        """
        self._supply()
        solution = self.master.optimum(self.limits)
        if solution.outside > WHOLE_WITHIN:
            return rationalized(solution.duals, self.face.low, self.parameters)
        self.held[:] = 0
        self.held[self.supplied_entries[self.master.taken]] = solution.people
        return True

    def works_whole(self) -> Duals | bool:
        """As ``works``, in whole people; duals only where it does not even work in parts."""
        outcome = self.works()
        if outcome is not True or self.is_whole:
            return outcome
        if not self.settle(None, None, self.limits):
            # What was not found in time may be there all the same.
            self.limits.check()
            return False
        return True

    @property
    def is_whole(self) -> bool:
        """Whether what is held is in whole people."""
        return is_whole(self.held)

    def shift(self, origin: Ints, target: Ints) -> None:
        """Count people in other sets; what is held is for ``works`` to find."""
        sets = len(self.people)
        change = np.bincount(target, minlength=sets) - np.bincount(origin, minlength=sets)
        self.people += change
        self.stale.update(np.flatnonzero(change).tolist())

    def room(self, entries: Ints) -> int:
        """How many of a set can be moved to these entries within what is held."""
        return int(self.held[entries].sum() + WHOLE_WITHIN)

    def take(self, entries: Ints, target: int, people: int) -> None:
        """Move people of a set, who are held at these entries, to the set of just these patterns."""
        there = self.held[entries]
        before = np.cumsum(there) - there
        taken = np.clip(people - before, 0, there)
        self.held[entries] -= taken
        self.held[self.first[target] : self.first[target + 1]] += taken

    def paid(self, duals: Duals) -> Paid:
        """What everybody pays at these duals at least."""
        first, last = np.array(self.first[:-1], np.int64), self.first[-1]
        pattern = self.pattern[:last]
        each = self.face.priced(duals.sessions, duals.rows)[pattern]
        cheapest = np.minimum.reduceat(np.where(self.dead[:last], _UNREACHABLE, each), first)
        rows = np.concatenate([duals.sessions, duals.rows])
        # Only a session with a least load gets a dual below zero; a goal kept as a row has none.
        least = np.where(rows < 0, self.row_low, 0).astype(np.int64)
        most = int(np.where(rows > 0, rows * self.row_high, rows * least).sum())
        people = self.people[: len(first)]
        held = people > 0
        return Paid(each, cheapest, most - int((people[held] * cheapest[held]).sum()))

    def learn(self, duals: Duals) -> Ints:
        """At these duals nobody can have a pattern that is dearer than what all together leave over.

        Returns:
            entries that are found dead by this.
        """
        paid = self.paid(duals)
        sizes = np.diff(self.first)
        held = np.repeat(self.people[: len(sizes)] > 0, sizes)
        too_dear = held & (paid.each - np.repeat(paid.cheapest, sizes) > paid.left_over)
        found: Ints = np.flatnonzero(too_dear & ~self.dead[: len(too_dear)])
        self.dead[found] = True
        return found

    def settle(self, cost: Reals | None, minimum: Ints | None, limits: Limits) -> bool:
        """Hold a placing in whole people, the cheapest; false, and no change, when there is none.

        Args:
            cost: (B,) of each pattern; none: all are equal.
            minimum: (S,) where above 1, the session gets nobody or at least so many.
        """
        model, entries = self._model()
        if cost is not None:
            model = replace(model, cost=cost[self.pattern[entries]])
        solution = integer_optimum(model, minimum, limits)
        if solution is None:
            return False
        self.held[:] = 0
        self.held[entries] = np.rint(solution.people)
        return True

    def loads(self) -> Ints:
        """(S,) people in each session in the whole placing that is held."""
        load = np.zeros(len(self.face.low) + 1, np.int64)
        taken = np.flatnonzero(self.held)
        people = np.rint(self.held[taken]).astype(np.int64)
        np.add.at(load, self.face.sessions[self.pattern[taken]], people[:, None])
        return load[:-1]

    def handed_out(self, sets: Ints) -> Ints:
        """(N,) pattern of each participant, in order of lots, in the whole placing that is held.

        All of a set are interchangeable: its patterns are handed out in ascending order.
        """
        people = np.rint(self.held).astype(np.int64)
        patterns = np.empty(len(sets), np.int64)
        patterns[np.argsort(sets, kind="stable")] = np.repeat(self.pattern, people)
        return patterns

    def _model(self) -> tuple[Model, Ints]:
        """The problem of dividing all sets over their patterns; the entry of each column."""
        alive = np.flatnonzero(self.people)
        first = np.array(self.first, np.int64)
        sizes = np.diff(first)[alive]
        entries = ranges(first[alive], sizes)
        pattern = self.pattern[entries]
        model = Model(
            self.people[alive],
            np.repeat(np.arange(len(alive)), sizes),
            self.face.sessions[pattern],
            self.face.shares[pattern],
            np.zeros(len(entries)),
            self.row_low,
            self.row_high,
        )
        return model, entries

    def _supply(self) -> None:
        """Tell the linear problem how many are in each set."""
        new = [number for number in sorted(self.stale) if number not in self.supplied and self.people[number]]
        if new:
            first = np.array(self.first, np.int64)
            sizes = np.diff(first)[new]
            entries = ranges(first[new], sizes)
            self.master.add(self.pattern[entries], sizes)
            self.supplied_entries = np.concatenate([self.supplied_entries, entries])
            self.supplied |= {number: len(self.supplied) + at for at, number in enumerate(new)}
        for number in self.stale & self.supplied.keys():
            self.master.count(self.supplied[number], int(self.people[number]))
        self.stale.clear()

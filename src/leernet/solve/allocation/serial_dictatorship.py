"""A feasibility oracle and an order of lots in, for everybody the bundles that their lot leaves them out.

In order of lots each participant keeps the best bundles that the goals, and those who drew before, still
allow. Whether a set of people can be narrowed for so many depends on the numbers of people per set alone, so
everybody is tried at once. If that does not work, duals tell who is the first that cannot have the best
bundle. What one of a set cannot have then, none of that set can ever have later, as every lot leaves less.

Sources: Abdulkadiroğlu & Sönmez (1998), doi:10.2307/2998580; the draft: Budish & Cantillon (2012),
doi:10.1257/aer.102.5.2237.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from leernet.solve.allocation.arrays import Ints, distinct
from leernet.solve.allocation.bounds import Duals
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.feasibility_oracle import FeasibilityOracle, Patterns
from leernet.solve.allocation.linear_programs import Reals

# What is feasible, best first: a value, and the patterns that have it.
Options: TypeAlias = list[tuple[int, Patterns]]


class Drawn(Struct, frozen=True):
    """What the lots gave.

    Attributes:
        sets: (N,) of each participant.
        choices: values chosen, in the order of the turns.
    """

    sets: Ints
    choices: tuple[int, ...]


def drawn_by_level(oracle: FeasibilityOracle, kinds: Ints, asked: Ints, level: Ints) -> Drawn | None:
    """One turn each: the lowest level that can still be had; none when somebody can only be placed in parts.

    Args:
        types: (N,) of the participants, in order of lots.
        asked: positions of those who have a turn, ascending.
        level: (C,) of the columns of the face.
    """
    face = oracle.face
    merged = classes(face, level)
    lowest = face.smallest(level)
    relative = level - np.repeat(lowest, np.diff(face.start))
    columns_of = np.split(merged.column, merged.start[1:-1])
    options = [_grouped(relative[columns][:, None], face.pattern[columns]) for columns in columns_of]
    numbers = [oracle.set_of(np.sort(face.pattern[columns])) for columns in columns_of]
    sets = oracle.set_of_type[kinds]
    taken = _Turn(oracle, numbers, options).taken(merged.of[kinds[asked]])
    if taken is None:
        return None
    values, sets[asked] = taken
    return Drawn(sets, tuple((values + lowest[kinds[asked]]).tolist()))


def drawn_by_wish(oracle: FeasibilityOracle, kinds: Ints, asked: Ints, wishes: Ints) -> Drawn | None:
    """A turn for every place, from the first lot to the last and back: the best wish that can still be had.

    None when somebody can only be placed in parts.

    Args:
        types: (N,) of the participants, in order of lots.
        asked: positions of those who have turns, ascending.
        wishes: (C, need) of the columns of the face, the level of the wish for each place, a missing one
            too; -1 where less is needed.
    """
    sets = oracle.set_of_type[kinds]
    done: dict[int, tuple[int, ...]] = dict.fromkeys(asked.tolist(), ())
    left_of = _wishes_left(oracle, wishes)
    turn, choices = asked.tolist(), []
    while turn:
        states: dict[tuple[int, int, tuple[int, ...]], int] = {}
        options: list[Options] = []
        of = []
        for position in turn:
            state = (int(kinds[position]), int(sets[position]), done[position])
            if state not in states:
                states[state] = len(states)
                options.append(_grouped(left_of(*state), oracle.patterns[state[1]]))
            of.append(states[state])
        turn = [position for position, state in zip(turn, of, strict=True) if options[state]]
        of = [state for state in of if options[state]]
        numbers = [number for _, number, _ in states]
        taken = _Turn(oracle, numbers, options).taken(np.array(of, np.int64))
        if taken is None:
            return None
        values, sets[turn] = taken
        for position, value in zip(turn, values.tolist(), strict=True):
            done[position] = (*done[position], value)
        choices += values.tolist()
        turn = turn[::-1]
    return Drawn(sets, tuple(choices))


def _wishes_left(oracle: FeasibilityOracle, wishes: Ints) -> Callable[[int, int, tuple[int, ...]], Ints]:
    """Of a kind, a set and wishes taken before: for each pattern of the set the other wishes, -1 for none."""
    face = oracle.face
    in_order = np.lexsort([face.pattern, face.kind])
    pattern, wish = face.pattern[in_order], wishes[in_order]

    def left(kind: int, number: int, done: tuple[int, ...]) -> Ints:
        first, last = face.start[kind], face.start[kind + 1]
        rows = first + np.searchsorted(pattern[first:last], oracle.patterns[number])
        others: Ints = wish[rows]
        every = np.arange(len(rows))
        for taken in done:
            others[every, np.argmax(others == taken, axis=1)] = -1
        return others

    return left


def _grouped(values: Ints, patterns: Patterns) -> Options:
    """The values of each pattern turned round: values, best first, with the patterns that have them.

    Args:
        values: (patterns, most), -1 for none.
    """
    return [
        (value, np.sort(patterns[(values == value).any(axis=1)]))
        for value in distinct(values).tolist()
        if value >= 0
    ]


class _Limit(Struct, frozen=True):
    """Who cannot have what they aim at once all before them do, and duals that prove it where there are."""

    at: int
    duals: Duals | None = None


class _Turn:
    """One turn of everybody; those with the same set and the same options are in the same state.

    Attributes:
        numbers: set of each state.
        value: of what each state aims at.
        target: set of the patterns it aims at.
        entries: of its own set, those with these patterns.
    """

    def __init__(self, oracle: FeasibilityOracle, numbers: list[int], options: list[Options]) -> None:
        self.oracle = oracle
        self.numbers = np.array(numbers, np.int64)
        self.options = options
        self.value = np.zeros(len(numbers), np.int64)
        self.target = np.zeros(len(numbers), np.int64)
        self.entries: list[Ints] = [np.zeros(0, np.int64)] * len(numbers)
        for state in range(len(numbers)):
            self._aim(state)

    def _aim(self, state: int) -> bool:
        """The best option that is not known to be impossible; whether there is one."""
        oracle, number = self.oracle, int(self.numbers[state])
        for value, patterns in self.options[state]:
            entries = oracle.entries(number, patterns)
            dead = oracle.dead[entries]
            if not dead.all():
                alive = entries[~dead]
                self.value[state], self.target[state] = value, oracle.set_of(oracle.pattern[alive])
                self.entries[state] = alive
                return True
        return False

    def taken(self, of: Ints) -> tuple[Ints, Ints] | None:
        """Value and new set of everybody, whose states are given in the order of their turns.

        None when somebody can only be placed in parts.
        """
        values, sets = np.zeros(len(of), np.int64), np.zeros(len(of), np.int64)
        done, end, limit = 0, len(of), _Limit(len(of))
        while done < len(of):
            begin, done = done, done + self._held(of[done:end])
            if done < end:
                outcome = self._tried(of[done:end])
                if outcome is True:
                    done = end
                else:
                    limit = self._limit(of, done, end, outcome)
            values[begin:done], sets[begin:done] = self.value[of[begin:done]], self.target[of[begin:done]]
            if done == limit.at < len(of):
                self.oracle.refused.append((self.oracle.turns + done, limit.duals))
                if not self._refuse(int(of[done]), limit.duals):
                    return None
                limit = _Limit(len(of))
            # Without duals whoever is the first may come sooner: then half of them are tried.
            sure = limit.duals is not None or limit.at == len(of)
            end = limit.at if sure else (done + limit.at + 1) // 2
        self.oracle.turns += len(of)
        return values, sets

    def _limit(self, of: Ints, done: int, end: int, outcome: Duals | bool) -> _Limit:
        """The first who does not get what they aim at if all before them do; all up to ``end`` do not."""
        if isinstance(outcome, Duals):
            paid = self.oracle.paid(outcome)
            rise = (paid.cheapest[self.target] - paid.cheapest[self.numbers])[of[done:end]]
            beyond = np.cumsum(rise) > paid.left_over
            if beyond.any():
                return _Limit(done + int(np.argmax(beyond)), outcome)
        return _Limit(end - 1)

    def _held(self, of: Ints) -> int:
        """How many, from the first on, have what they aim at within what is held; they are moved to it."""
        done, window = 0, 64
        while done < len(of):
            some = of[done : done + window]
            moved = self._moved(some)
            done += moved
            if moved < len(some):
                break
            window *= 2
        return done

    def _moved(self, of: Ints) -> int:
        """As ``_held``, of a few."""
        states, which, counts = np.unique(of, return_inverse=True, return_counts=True)
        room = np.array([self._room(state) for state in states.tolist()])
        if np.any(counts > room):
            order = np.argsort(which, kind="stable")
            turn = np.empty(len(of), np.int64)
            turn[order] = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
            of = of[: int(np.argmax(turn >= room[which]))]
        # States with the same set share what is held: then fewer may have room than it seemed.
        while len(of) and not self._move(of):
            of = of[: len(of) // 2]
        return len(of)

    def _room(self, state: int) -> int:
        if self.target[state] == self.numbers[state]:
            return len(self.oracle.face.column) + int(self.oracle.people.sum())
        return self.oracle.room(self.entries[state])

    def _move(self, of: Ints) -> bool:
        oracle = self.oracle
        of = of[self.numbers[of] != self.target[of]]
        states, counts = np.unique(of, return_counts=True)
        before = oracle.held.copy()
        for state, people in zip(states.tolist(), counts.tolist(), strict=True):
            if oracle.room(self.entries[state]) < people:
                oracle.held = before
                return False
            oracle.take(self.entries[state], int(self.target[state]), people)
        oracle.shift(self.numbers[of], self.target[of])
        return True

    def _tried(self, of: Ints) -> Duals | bool:
        """Move everybody if that works, nobody otherwise."""
        origin, target = self.numbers[of], self.target[of]
        moving = origin != target
        if not moving.any():
            return True
        self.oracle.shift(origin[moving], target[moving])
        outcome = self.oracle.test()
        if outcome is not True:
            self.oracle.shift(target[moving], origin[moving])
        return outcome

    def _refuse(self, state: int, duals: Duals | None) -> bool:
        """The state cannot have what it aims at, nor can others of its set; whether it can have anything.

        Duals show of other sets, too, what can no longer be had.
        """
        dead = self.entries[state] if duals is None else self.oracle.learn(duals)
        self.oracle.dead[self.entries[state]] = True
        self._aim_again(dead)
        return self._aim(state)

    def _aim_again(self, dead: Ints) -> None:
        """All states that aimed at what is dead now."""
        first = np.array(self.oracle.first, np.int64)
        sets = distinct(np.searchsorted(first, dead, side="right") - 1)
        for state in np.flatnonzero(np.isin(self.numbers, sets)).tolist():
            if self.oracle.dead[self.entries[state]].any():
                self._aim(state)


def tie_breaker(seed: str, session_ids: list[str], sessions: Ints) -> Reals:
    """(B,) a cost per pattern, from the seed, that decides between allocations that lots leave equal."""
    cost = np.empty(len(sessions))
    for pattern, taken in enumerate(sessions.tolist()):
        names = "\n".join(session_ids[at] for at in taken if at < len(session_ids))
        cost[pattern] = int.from_bytes(sha256(f"{seed}\n{names}".encode()).digest()[:2], "big")
    return cost

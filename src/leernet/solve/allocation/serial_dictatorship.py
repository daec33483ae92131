"""A completion and an order of lots in, for everybody the bundles that their lot leaves them out.

In order of lots each participant keeps the best bundles that the goals, and those who drew before, still
allow. Whether a set of people can be narrowed for so many depends on the numbers of people per set alone, so
everybody is tried at once. If that does not work, prices tell who is the first that cannot have the best
bundle. What one of a set cannot have then, none of that set can ever have later, as every lot leaves less.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

import numpy as np

from leernet.solve.allocation.arrays import Ints, distinct
from leernet.solve.allocation.bounds import Prices
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.feasibility_oracle import Completion, Patterns
from leernet.solve.allocation.linear_programs import Reals

# What can be had, best first: a value, and the patterns that have it.
Options: TypeAlias = list[tuple[int, Patterns]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the lots gave.

    Attributes:
        sets: (N,) of each participant.
        choices: values chosen, in the order of the turns.
    """

    sets: Ints
    choices: tuple[int, ...]


def drawn_by_level(completion: Completion, kinds: Ints, asked: Ints, level: Ints) -> Drawn | None:
    """One turn each: the lowest level that can still be had; none when somebody can only be placed in parts.

    Args:
        kinds: (N,) of the participants, in order of lots.
        asked: positions of those who have a turn, ascending.
        level: (C,) of the columns of the face.
    """
    face = completion.face
    merged = classes(face, level)
    lowest = face.smallest(level)
    relative = level - np.repeat(lowest, np.diff(face.start))
    columns_of = np.split(merged.column, merged.start[1:-1])
    options = [_grouped(relative[columns][:, None], face.pattern[columns]) for columns in columns_of]
    numbers = [completion.set_of(np.sort(face.pattern[columns])) for columns in columns_of]
    sets = completion.set_of_kind[kinds]
    taken = _Turn(completion, numbers, options).taken(merged.of[kinds[asked]])
    if taken is None:
        return None
    values, sets[asked] = taken
    return Drawn(sets, tuple((values + lowest[kinds[asked]]).tolist()))


def drawn_by_wish(completion: Completion, kinds: Ints, asked: Ints, wishes: Ints) -> Drawn | None:
    """A turn for every place, from the first lot to the last and back: the best wish that can still be had.

    None when somebody can only be placed in parts.

    Args:
        kinds: (N,) of the participants, in order of lots.
        asked: positions of those who have turns, ascending.
        wishes: (C, need) of the columns of the face, the level of the wish for each place, a missing one
            too; -1 where less is needed.
    """
    sets = completion.set_of_kind[kinds]
    done: dict[int, tuple[int, ...]] = dict.fromkeys(asked.tolist(), ())
    left_of = _wishes_left(completion, wishes)
    turn, choices = asked.tolist(), []
    while turn:
        states: dict[tuple[int, int, tuple[int, ...]], int] = {}
        options: list[Options] = []
        of = []
        for position in turn:
            state = (int(kinds[position]), int(sets[position]), done[position])
            if state not in states:
                states[state] = len(states)
                options.append(_grouped(left_of(*state), completion.patterns[state[1]]))
            of.append(states[state])
        turn = [position for position, state in zip(turn, of, strict=True) if options[state]]
        of = [state for state in of if options[state]]
        numbers = [number for _, number, _ in states]
        taken = _Turn(completion, numbers, options).taken(np.array(of, np.int64))
        if taken is None:
            return None
        values, sets[turn] = taken
        for position, value in zip(turn, values.tolist(), strict=True):
            done[position] = (*done[position], value)
        choices += values.tolist()
        turn = turn[::-1]
    return Drawn(sets, tuple(choices))


def _wishes_left(completion: Completion, wishes: Ints) -> Callable[[int, int, tuple[int, ...]], Ints]:
    """Of a kind, a set and wishes taken before: for each pattern of the set the other wishes, -1 for none."""
    face = completion.face
    in_order = np.lexsort([face.pattern, face.kind])
    pattern, wish = face.pattern[in_order], wishes[in_order]

    def left(kind: int, number: int, done: tuple[int, ...]) -> Ints:
        first, last = face.start[kind], face.start[kind + 1]
        rows = first + np.searchsorted(pattern[first:last], completion.patterns[number])
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


@dataclass(frozen=True, slots=True)
class _Limit:
    """Who cannot have what they aim at once all before them do, and prices that prove it where there are."""

    at: int
    prices: Prices | None = None


class _Turn:
    """One turn of everybody; those with the same set and the same options are in the same state.

    Attributes:
        numbers: set of each state.
        value: of what each state aims at.
        target: set of the patterns it aims at.
        entries: of its own set, those with these patterns.
    """

    def __init__(self, completion: Completion, numbers: list[int], options: list[Options]) -> None:
        self.completion = completion
        self.numbers = np.array(numbers, np.int64)
        self.options = options
        self.value = np.zeros(len(numbers), np.int64)
        self.target = np.zeros(len(numbers), np.int64)
        self.entries: list[Ints] = [np.zeros(0, np.int64)] * len(numbers)
        for state in range(len(numbers)):
            self._aim(state)

    def _aim(self, state: int) -> bool:
        """The best option that is not known to be impossible; whether there is one."""
        completion, number = self.completion, int(self.numbers[state])
        for value, patterns in self.options[state]:
            entries = completion.entries(number, patterns)
            dead = completion.dead[entries]
            if not dead.all():
                alive = entries[~dead]
                self.value[state], self.target[state] = value, completion.set_of(completion.pattern[alive])
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
                self.completion.refused.append((self.completion.turns + done, limit.prices))
                if not self._refuse(int(of[done]), limit.prices):
                    return None
                limit = _Limit(len(of))
            # Without prices whoever is the first may come sooner: then half of them are tried.
            sure = limit.prices is not None or limit.at == len(of)
            end = limit.at if sure else (done + limit.at + 1) // 2
        self.completion.turns += len(of)
        return values, sets

    def _limit(self, of: Ints, done: int, end: int, outcome: Prices | bool) -> _Limit:
        """The first who does not get what they aim at if all before them do; all up to ``end`` do not."""
        if isinstance(outcome, Prices):
            paid = self.completion.paid(outcome)
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
            return len(self.completion.face.column) + int(self.completion.people.sum())
        return self.completion.room(self.entries[state])

    def _move(self, of: Ints) -> bool:
        completion = self.completion
        of = of[self.numbers[of] != self.target[of]]
        states, counts = np.unique(of, return_counts=True)
        before = completion.held.copy()
        for state, people in zip(states.tolist(), counts.tolist(), strict=True):
            if completion.room(self.entries[state]) < people:
                completion.held = before
                return False
            completion.take(self.entries[state], int(self.target[state]), people)
        completion.shift(self.numbers[of], self.target[of])
        return True

    def _tried(self, of: Ints) -> Prices | bool:
        """Move everybody if that works, nobody otherwise."""
        origin, target = self.numbers[of], self.target[of]
        moving = origin != target
        if not moving.any():
            return True
        self.completion.shift(origin[moving], target[moving])
        outcome = self.completion.test()
        if outcome is not True:
            self.completion.shift(target[moving], origin[moving])
        return outcome

    def _refuse(self, state: int, prices: Prices | None) -> bool:
        """The state cannot have what it aims at, nor can others of its set; whether it can have anything.

        Prices show of other sets, too, what can no longer be had.
        """
        dead = self.entries[state] if prices is None else self.completion.learn(prices)
        self.completion.dead[self.entries[state]] = True
        self._aim_again(dead)
        return self._aim(state)

    def _aim_again(self, dead: Ints) -> None:
        """All states that aimed at what is dead now."""
        first = np.array(self.completion.first, np.int64)
        sets = distinct(np.searchsorted(first, dead, side="right") - 1)
        for state in np.flatnonzero(np.isin(self.numbers, sets)).tolist():
            if self.completion.dead[self.entries[state]].any():
                self._aim(state)


def tie_breaker(seed: str, session_ids: list[str], sessions: Ints) -> Reals:
    """(B,) a cost per pattern, from the seed, that decides between allocations that lots leave equal."""
    cost = np.empty(len(sessions))
    for pattern, taken in enumerate(sessions.tolist()):
        names = "\n".join(session_ids[at] for at in taken if at < len(session_ids))
        cost[pattern] = int.from_bytes(sha256(f"{seed}\n{names}".encode()).digest()[:2], "big")
    return cost

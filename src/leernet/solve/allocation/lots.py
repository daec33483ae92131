"""A face and an order of lots in, for everybody the bundles their lot leaves them out.

In order of lots each participant keeps the best bundles that the goals, and those who drew before, still
allow. All who have the same bundles left form a *set*; a *stock* says how many of a set hold each bundle in
one allocation that is known to work. As long as that allocation can be mended by hand, nothing needs to be
solved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import TypeAlias

import numpy as np

from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.face import Face
from leernet.solve.allocation.kinds import Ints
from leernet.solve.allocation.linear import Model, integer_optimum

Patterns: TypeAlias = tuple[int, ...]

# What a participant can still do better or worse with: values, best first, and the patterns that have them.
Options: TypeAlias = Callable[[int, Patterns, tuple[int, ...]], list[tuple[int, Patterns]]]


class Completion:
    """An allocation of everybody over the bundles they have left, which changes only when it must.

    Attributes:
        patterns: of each set, ascending.
        people: in each set.
        stock: of each set, people per pattern.
    """

    def __init__(self, face: Face) -> None:
        self.face = face
        self.row_low = np.concatenate([face.low, np.full(len(face.limits), np.iinfo(np.int64).min)])
        self.row_high = np.concatenate([face.high, face.limits])
        self.patterns: list[Patterns] = []
        self.people: list[int] = []
        self.stock: list[dict[int, int]] = []
        self.number: dict[Patterns, int] = {}
        self.dead: set[tuple[int, int]] = set()
        self.load = np.zeros(len(self.row_low), np.int64)
        merged = classes(face, np.zeros(len(face.column), np.int64))
        self.set_of_kind = [
            self._set(tuple(sorted(face.pattern[merged.column[first:last]].tolist())))
            for first, last in zip(merged.start[:-1], merged.start[1:], strict=True)
        ]
        for number, count in zip(self.set_of_kind, merged.count.tolist(), strict=True):
            self.people[number] += count
        self.set_of_kind = [self.set_of_kind[each] for each in merged.of.tolist()]

    def _set(self, patterns: Patterns) -> int:
        number = self.number.setdefault(patterns, len(self.patterns))
        if number == len(self.patterns):
            self.patterns.append(patterns)
            self.people.append(0)
            self.stock.append({})
        return number

    def taken(self, load_pattern: int) -> Ints:
        """(S + E,) what a pattern adds to the loads."""
        rows = np.zeros(len(self.row_low), np.int64)
        sessions = self.face.sessions[load_pattern]
        rows[sessions[sessions < len(self.face.low)]] = 1
        rows[len(self.face.low) :] = self.face.shares[load_pattern]
        return rows

    def model(self) -> tuple[Model, list[tuple[int, int]]]:
        """The problem of dividing all sets over their patterns; set and pattern of each column."""
        alive = [number for number, people in enumerate(self.people) if people]
        pairs = [(number, pattern) for number in alive for pattern in self.patterns[number]]
        owner = np.repeat(np.arange(len(alive)), [len(self.patterns[number]) for number in alive])
        pattern = np.array([pattern for _, pattern in pairs], np.int64)
        count = np.array([self.people[number] for number in alive], np.int64)
        low = np.where(self.row_low < 0, -np.inf, self.row_low)
        model = Model(
            count,
            owner,
            self.face.sessions[pattern],
            self.face.shares[pattern],
            np.zeros(len(pairs)),
            low,
            self.row_high.astype(float),
        )
        return model, pairs

    def settle(self, cost: Callable[[int], float], minimum: Ints | None, seconds: float | None) -> bool:
        """Find an allocation, the cheapest; false, and no change, when there is none.

        Args:
            cost: of a pattern.
            minimum: (S,) where above 1, the session gets nobody or at least so many.
        """
        model, pairs = self.model()
        prices = np.array([cost(pattern) for _, pattern in pairs], float)
        solution = integer_optimum(
            Model(model.count, model.owner, model.sessions, model.shares, prices, model.low, model.high),
            minimum,
            seconds,
        )
        if solution is None:
            return False
        people = np.rint(solution.people).astype(np.int64)
        self.stock = [{} for _ in self.patterns]
        self.load = np.zeros(len(self.row_low), np.int64)
        for column in np.flatnonzero(people):
            number, pattern = pairs[column]
            self.stock[number][pattern] = int(people[column])
            self.load += people[column] * self.taken(pattern)
        return True

    def narrow(self, number: int, wanted: Patterns) -> int | None:
        """Leave one of a set the wanted patterns only: the set they are in from now on, if that can be.

        What cannot be now can never be later, as every step leaves less; so each pattern is tried once per
        set.
        """
        hopeful = tuple(pattern for pattern in wanted if (number, pattern) not in self.dead)
        if not hopeful:
            return None
        if hopeful == self.patterns[number]:
            return number
        held = next((pattern for pattern in hopeful if self.stock[number].get(pattern)), None)
        if held is not None:
            return self._move(number, held, hopeful, held)
        for pattern in hopeful:
            for given_up in sorted(self.stock[number]):
                if self._exchange_fits(pattern, given_up):
                    return self._move(number, given_up, hopeful, pattern)
        return next(
            (found for pattern in hopeful if (found := self._solved(number, pattern, hopeful)) is not None),
            None,
        )

    def _exchange_fits(self, taken: int, given_up: int) -> bool:
        load = self.load + self.taken(taken) - self.taken(given_up)
        return bool(np.all(load <= self.row_high) and np.all(load >= self.row_low))

    def _move(self, number: int, given_up: int, hopeful: Patterns, taken: int) -> int:
        target = self._set(hopeful)
        self.people[number] -= 1
        self.people[target] += 1
        self.stock[number][given_up] -= 1
        if not self.stock[number][given_up]:
            del self.stock[number][given_up]
        self.stock[target][taken] = self.stock[target].get(taken, 0) + 1
        self.load += self.taken(taken) - self.taken(given_up)
        return target

    def _solved(self, number: int, pattern: int, hopeful: Patterns) -> int | None:
        """Try whether one of the set can have the pattern when all others give way."""
        alone, target = self._set((pattern,)), self._set(hopeful)
        self.people[number] -= 1
        self.people[alone] += 1
        found = self.settle(lambda _: 0.0, None, None)
        self.people[alone] -= 1
        if not found:
            self.people[number] += 1
            self.dead.add((number, pattern))
            return None
        self.people[target] += 1
        if alone != target:
            self.stock[alone][pattern] -= 1
            if not self.stock[alone][pattern]:
                del self.stock[alone][pattern]
            self.stock[target][pattern] = self.stock[target].get(pattern, 0) + 1
        return target


def by_level(face: Face, level: Ints) -> Options:
    """One turn each: the level of the whole bundle.

    Args:
        level: (C,) level of each of all columns.
    """
    values = level[face.column]
    known: dict[int, list[tuple[int, Patterns]]] = {}

    def options(kind: int, _: Patterns, done: tuple[int, ...]) -> list[tuple[int, Patterns]]:
        if done:
            return []
        if kind not in known:
            first, last = face.start[kind], face.start[kind + 1]
            known[kind] = _grouped(
                zip(values[first:last].tolist(), face.pattern[first:last].tolist(), strict=True)
            )
        return known[kind]

    return options


def by_wish(ranks: Callable[[int, int], tuple[int, ...]]) -> Options:
    """A turn for every place: the best wish that can still be had, next to those taken before.

    Args:
        ranks: of a kind and a pattern: the levels of its wishes, missing places as well.
    """

    def options(kind: int, patterns: Patterns, done: tuple[int, ...]) -> list[tuple[int, Patterns]]:
        found = []
        for pattern in patterns:
            left = list(ranks(kind, pattern))
            for taken in done:
                left.remove(taken)
            found += [(rank, pattern) for rank in set(left)]
        return _grouped(found)

    return options


def _grouped(values: Iterable[tuple[int, int]]) -> list[tuple[int, Patterns]]:
    """Values, best first, with their patterns, ascending."""
    return [
        (value, tuple(pattern for _, pattern in same))
        for value, same in groupby(sorted(values), key=lambda pair: pair[0])
    ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the lots gave: the set of each participant, and the values chosen, in order of the turns."""

    sets: list[int]
    choices: list[int]


def drawn(completion: Completion, kinds: list[int], asked: list[bool], options: Options) -> Drawn:
    """Everybody's turns: first to last lot, then back, until nobody has a turn left.

    Args:
        kinds: of the participants, in order of lots.
        asked: whether the participant has turns now.
    """
    sets = [completion.set_of_kind[kind] for kind in kinds]
    done: list[tuple[int, ...]] = [()] * len(kinds)
    turn = [position for position, asks in enumerate(asked) if asks]
    choices: list[int] = []
    while turn:
        again = []
        for position in turn:
            possible = options(kinds[position], completion.patterns[sets[position]], done[position])
            if not possible:
                continue
            value, sets[position] = _chosen(completion, sets[position], possible)
            done[position] = (*done[position], value)
            choices.append(value)
            again.append(position)
        turn = again[::-1]
    return Drawn(sets, choices)


def _chosen(completion: Completion, number: int, possible: list[tuple[int, Patterns]]) -> tuple[int, int]:
    if len(possible) == 1:
        return possible[0][0], number
    for value, patterns in possible:
        narrowed = completion.narrow(number, patterns)
        if narrowed is not None:
            return value, narrowed
    raise AssertionError("the allocation at hand gives everybody something")


def tie_breaker(seed: str, session_ids: list[str], sessions: Ints) -> Callable[[int], float]:
    """A cost per pattern, from the seed, that decides between allocations that lots leave equal."""
    drawn_cost: dict[int, float] = {}

    def cost(pattern: int) -> float:
        if pattern not in drawn_cost:
            names = "\n".join(session_ids[at] for at in sessions[pattern] if at < len(session_ids))
            digest = sha256(f"{seed}\n{names}".encode()).digest()
            drawn_cost[pattern] = float(int.from_bytes(digest[:2], "big"))
        return drawn_cost[pattern]

    return cost

"""A face and an order of lots in, for everybody the bundles that their lot leaves them out.

In order of lots each participant keeps the best bundles that the goals, and those who drew before, still
allow. All who have the same bundles left form a *set*. Whether a set can be narrowed for so many depends on
the numbers of people per set alone, so a whole stretch of lots is tried at once, and halved until the first
who cannot have the best bundle is found. What one of a set cannot have then, none of that set can ever have
later, as every lot leaves less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, groupby
from typing import TypeAlias

import numpy as np

from leernet.solve.allocation.bounds import Prices
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.face import Face
from leernet.solve.allocation.kinds import Ints
from leernet.solve.allocation.linear import WHOLE_WITHIN, Model, Supply, integer_optimum, is_whole
from leernet.solve.allocation.prices import snapped

Patterns: TypeAlias = tuple[int, ...]

# What can be had, best first: a value, and the patterns that have it.
Options: TypeAlias = list[tuple[int, Patterns]]

# Whether everybody can be placed; prices where they prove that not.
Test: TypeAlias = "Callable[[], Prices | bool]"


class Completion:
    """Sets of participants with the same patterns left, and whether all of them can be placed together.

    Attributes:
        patterns: of each set, ascending.
        people: in each set.
        dead: set and pattern that can no longer go together.
        stock: of each set, people per pattern, in the allocation that was settled on.
    """

    def __init__(self, face: Face) -> None:
        self.face = face
        self.row_low = np.concatenate([face.low, np.full(len(face.limits), -np.inf)])
        self.row_high = np.concatenate([face.high, face.limits])
        self.patterns: list[Patterns] = []
        self.people: list[int] = []
        self.number: dict[Patterns, int] = {}
        self.dead: set[tuple[int, int]] = set()
        self.stock: list[dict[int, int]] = []
        self.supply = Supply(self.row_low, self.row_high)
        self.supplied: dict[int, int] = {}
        self.whole = True
        merged = classes(face, np.zeros(len(face.column), np.int64))
        set_of_class = [
            self.set_of(tuple(sorted(face.pattern[merged.column[first:last]].tolist())))
            for first, last in zip(merged.start[:-1], merged.start[1:], strict=True)
        ]
        for number, count in zip(set_of_class, merged.count.tolist(), strict=True):
            self.people[number] += count
        self.set_of_kind = np.array(set_of_class, np.int64)[merged.of]
        self.stale = set(range(len(self.patterns)))

    def set_of(self, patterns: Patterns) -> int:
        """Number of the set with these patterns."""
        number = self.number.setdefault(patterns, len(self.patterns))
        if number == len(self.patterns):
            self.patterns.append(patterns)
            self.people.append(0)
        return number

    def works(self) -> Prices | bool:
        """Whether everybody can be placed, if need be in parts; if not, prices that prove it."""
        for number in sorted(self.stale):
            self._supply(number)
        self.stale.clear()
        solution = self.supply.optimum()
        self.whole = is_whole(solution.people)
        return snapped(solution.prices, len(self.face.low)) if solution.outside > WHOLE_WITHIN else True

    def works_whole(self) -> Prices | bool:
        """Whether everybody can be placed; if not even in parts, prices that prove it."""
        outcome = self.works()
        return outcome if outcome is not True or self.whole else self.settle(lambda _: 0.0, None, None)

    def restore(self, people: list[int], dead: set[tuple[int, int]]) -> None:
        """Go back to an earlier state; sets met since then stay, with nobody in them."""
        for number in range(len(self.people)):
            self.people[number] = people[number] if number < len(people) else 0
        self.dead = set(dead)
        self.stale.update(range(len(self.people)))

    def shift(self, origin: Ints, target: Ints) -> None:
        """Move participants from set to set."""
        sets = len(self.people)
        change = np.bincount(target, minlength=sets) - np.bincount(origin, minlength=sets)
        for number in np.flatnonzero(change).tolist():
            self.people[number] += int(change[number])
            self.stale.add(number)

    def hopeful(self, number: int, wanted: Patterns) -> Patterns:
        """Those of the wanted patterns that one of the set may still get."""
        return tuple(pattern for pattern in wanted if (number, pattern) not in self.dead)

    def learn(self, prices: Prices) -> None:
        """At these prices nobody can have a pattern that is dearer than what all together leave over."""
        model, pairs = self._model()
        rows = np.concatenate([prices.sessions, prices.rows])
        pattern = np.array([pattern for _, pattern in pairs], np.int64)
        paid = self.face.priced(prices.sessions, prices.rows)[pattern]
        cheapest = np.minimum.reduceat(paid, np.flatnonzero(np.diff(model.owner, prepend=-1)))
        # Only a session with a least load gets a price below zero; a goal kept as a row has none.
        least = np.where(rows < 0, self.row_low, 0).astype(np.int64)
        most = np.where(rows > 0, rows * self.row_high, rows * least).sum()
        left_over = int(most) - int((model.count * cheapest).sum())
        too_dear = paid - cheapest[model.owner] > left_over
        self.dead.update(pairs[column] for column in np.flatnonzero(too_dear))

    def settle(self, cost: Callable[[int], float], minimum: Ints | None, seconds: float | None) -> bool:
        """Find an allocation in whole people, the cheapest; false, and no change, when there is none.

        Args:
            cost: of a pattern.
            minimum: (S,) where above 1, the session gets nobody or at least so many.
        """
        model, pairs = self._model()
        costs = np.array([cost(pattern) for _, pattern in pairs], float)
        solution = integer_optimum(replace(model, cost=costs), minimum, seconds)
        if solution is None:
            return False
        people = np.rint(solution.people).astype(np.int64)
        self.stock = [{} for _ in self.patterns]
        for column in np.flatnonzero(people).tolist():
            number, pattern = pairs[column]
            self.stock[number][pattern] = int(people[column])
        return True

    def loads(self) -> Ints:
        """(S,) people in each session in the allocation that was settled on."""
        load = np.zeros(len(self.face.low) + 1, np.int64)
        for stock in self.stock:
            for pattern, people in stock.items():
                np.add.at(load, self.face.sessions[pattern], people)
        return load[:-1]

    def _model(self) -> tuple[Model, list[tuple[int, int]]]:
        """The problem of dividing all sets over their patterns; set and pattern of each column."""
        alive = [number for number, people in enumerate(self.people) if people]
        pairs = [(number, pattern) for number in alive for pattern in self.patterns[number]]
        owner = np.repeat(np.arange(len(alive)), [len(self.patterns[number]) for number in alive])
        pattern = np.array([pattern for _, pattern in pairs], np.int64)
        count = np.array([self.people[number] for number in alive], np.int64)
        sessions, shares = self.face.sessions[pattern], self.face.shares[pattern]
        free = np.zeros(len(pairs))
        return Model(count, owner, sessions, shares, free, self.row_low, self.row_high.astype(float)), pairs

    def _supply(self, number: int) -> None:
        """Tell the linear problem how many are in a set."""
        if number not in self.supplied:
            entries = [self._entries(pattern) for pattern in self.patterns[number]]
            self.supplied[number] = self.supply.add_class(entries)
        self.supply.count(self.supplied[number], self.people[number])

    def _entries(self, pattern: int) -> tuple[Ints, Ints]:
        """Rows a pattern takes from, and how much."""
        sessions = self.face.sessions[pattern]
        sessions = sessions[sessions < len(self.face.low)]
        goals = np.flatnonzero(self.face.shares[pattern])
        values = np.concatenate([np.ones_like(sessions), self.face.shares[pattern][goals]])
        return np.concatenate([sessions, goals + len(self.face.low)]), values


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the lots gave.

    Attributes:
        sets: (N,) of each participant.
        choices: values chosen, in the order of the turns.
    """

    sets: Ints
    choices: tuple[int, ...]


def drawn_by_level(completion: Completion, kinds: Ints, asked: Ints, level: Ints) -> Drawn:
    """One turn each: the lowest level that can still be had.

    Args:
        kinds: (N,) of the participants, in order of lots.
        asked: positions of those who have a turn, ascending.
        level: (C,) of the columns of the face.
    """
    face = completion.face
    merged = classes(face, level)
    lowest = face.smallest(level)
    relative = level - np.repeat(lowest, np.diff(face.start))
    options = [
        _grouped(zip(relative[columns].tolist(), face.pattern[columns].tolist(), strict=True))
        for columns in np.split(merged.column, merged.start[1:-1])
    ]
    numbers = [completion.set_of(tuple(sorted(chain(*(group for _, group in each))))) for each in options]
    sets = completion.set_of_kind[kinds]
    turn = _Turn(completion, numbers, options)
    values, sets[asked] = turn.taken(merged.of[kinds[asked]])
    return Drawn(sets, tuple((values + lowest[kinds[asked]]).tolist()))


def drawn_by_wish(
    completion: Completion, kinds: Ints, asked: Ints, ranks: Callable[[int, int], tuple[int, ...]]
) -> Drawn:
    """A turn for every place, from the first lot to the last and back: the best wish that can still be had.

    Args:
        kinds: (N,) of the participants, in order of lots.
        asked: positions of those who have turns, ascending.
        ranks: of a kind and a pattern, the levels of its wishes; those of missing places as well.
    """
    sets = completion.set_of_kind[kinds]
    done: dict[int, tuple[int, ...]] = dict.fromkeys(asked.tolist(), ())
    turn, choices = asked.tolist(), []
    while turn:
        states: dict[tuple[int, int, tuple[int, ...]], int] = {}
        options: list[Options] = []
        of = []
        for position in turn:
            state = (int(kinds[position]), int(sets[position]), done[position])
            if state not in states:
                states[state] = len(states)
                options.append(_next_wishes(ranks, completion.patterns[state[1]], *state))
            of.append(states[state])
        turn = [position for position, state in zip(turn, of, strict=True) if options[state]]
        of = [state for state in of if options[state]]
        numbers = [number for _, number, _ in states]
        values, sets[turn] = _Turn(completion, numbers, options).taken(np.array(of, np.int64))
        for position, value in zip(turn, values.tolist(), strict=True):
            done[position] = (*done[position], value)
        choices += values.tolist()
        turn = turn[::-1]
    return Drawn(sets, tuple(choices))


def _next_wishes(
    ranks: Callable[[int, int], tuple[int, ...]], patterns: Patterns, kind: int, _: int, done: tuple[int, ...]
) -> Options:
    """What can be wished for next to what was taken before."""
    found = []
    for pattern in patterns:
        left = list(ranks(kind, pattern))
        for taken in done:
            left.remove(taken)
        found += [(rank, pattern) for rank in set(left)]
    return _grouped(found)


def _grouped(values: Iterable[tuple[int, int]]) -> Options:
    """Values, best first, with their patterns, ascending."""
    return [
        (value, tuple(pattern for _, pattern in same))
        for value, same in groupby(sorted(values), key=lambda pair: pair[0])
    ]


class _Turn:
    """One turn of everybody; those with the same set and the same options are in the same state."""

    def __init__(self, completion: Completion, numbers: list[int], options: list[Options]) -> None:
        self.completion = completion
        self.numbers = np.array(numbers, np.int64)
        self.options = options
        self.value = np.zeros(len(numbers), np.int64)
        self.target = np.zeros(len(numbers), np.int64)
        for state in range(len(numbers)):
            self._aim(state)

    def _aim(self, state: int) -> bool:
        """The best option that is not known to be impossible; whether there is one."""
        number = int(self.numbers[state])
        for value, patterns in self.options[state]:
            hopeful = self.completion.hopeful(number, patterns)
            if hopeful:
                self.value[state], self.target[state] = value, self.completion.set_of(hopeful)
                return True
        return False

    def taken(self, of: Ints) -> tuple[Ints, Ints]:
        """Value and new set of everybody, whose states are given in the order of their turns.

        Whether all can be placed in whole people is asked at the end only; if they cannot, after every step.
        """
        people, dead = list(self.completion.people), set(self.completion.dead)
        found = self._taken(of, self.completion.works)
        if found is not None and self.completion.works_whole() is True:
            return found
        self.completion.restore(people, dead)
        for state in range(len(self.numbers)):
            self._aim(state)
        found = self._taken(of, self.completion.works_whole)
        assert found is not None  # whole people can always have something
        return found

    def _taken(self, of: Ints, works: Test) -> tuple[Ints, Ints] | None:
        """As ``taken``; none when somebody can only be placed in parts."""
        values, sets = np.zeros(len(of), np.int64), np.zeros(len(of), np.int64)
        begin = 0
        while begin < len(of):
            end, prices = self._stretch(of, begin, works)
            values[begin:end], sets[begin:end] = self.value[of[begin:end]], self.target[of[begin:end]]
            begin = end
            if begin < len(of) and not self._fail(int(of[begin]), prices):
                return None
        return values, sets

    def _stretch(self, of: Ints, begin: int, works: Test) -> tuple[int, Prices | bool]:
        """Let as many as possible have what they aim at: the first who cannot, and prices that prove it.

        Steps double as long as they work, as small changes are solved fastest, and are halved after that.
        """
        done, fails, step = begin, len(of) + 1, 1
        prices: Prices | bool = True
        while done < min(fails - 1, len(of)):
            end = min(done + step, len(of)) if fails > len(of) else (done + fails) // 2
            outcome = self._tried(of[done:end], works)
            if outcome is True:
                done, step = end, step * 2
            else:
                fails, prices = end, outcome
        return done, prices

    def _tried(self, of: Ints, works: Test) -> Prices | bool:
        """Move everybody if that works, nobody otherwise."""
        origin, target = self.numbers[of], self.target[of]
        moving = origin != target
        if not moving.any():
            return True
        self.completion.shift(origin[moving], target[moving])
        outcome = works()
        if outcome is not True:
            self.completion.shift(target[moving], origin[moving])
        return outcome

    def _fail(self, state: int, prices: Prices | bool) -> bool:
        """The state cannot have what it aims at, nor can others of its set; whether it can have anything."""
        number, dead = int(self.numbers[state]), self.completion.dead
        dead.update((number, pattern) for pattern in self.completion.patterns[self.target[state]])
        if isinstance(prices, Prices):
            self.completion.learn(prices)
        for each in range(len(self.numbers)):
            aimed = self.completion.patterns[self.target[each]]
            if each != state and any((int(self.numbers[each]), pattern) in dead for pattern in aimed):
                self._aim(each)
        return self._aim(state)


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

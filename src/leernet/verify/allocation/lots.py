"""Columns that the goals leave, who has a turn when, and what each got in; turns that nothing proves out.

In order of lots everybody must have the best that those before them leave. What somebody can no longer have
is shown by prices, as for the goals; see ``docs/en/background/allocation.md``.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.model.allocation import Refusal
from leernet.verify.allocation.columns import CheckedColumns
from leernet.verify.allocation.exact import Group, Ints, fits

# More than any price; marks what is infeasible.
_UNREACHABLE = 1 << 62

# What a turn gave is not shown to be the best; it is not the best; what it gave is infeasible here.
Doubt: TypeAlias = Literal["unknown", "better", "impossible"]


class DoubtfulTurn(Struct, frozen=True):
    """A turn that the prices do not bear out.

    Attributes:
        person: position in the order of lots.
    """

    person: int
    doubt: Doubt


class _Set(Struct):
    """People who still have the same choice.

    Attributes:
        patterns: what they could have, ascending.
        alive: which of these are not known to be impossible.
        people: how many.
    """

    patterns: Ints
    alive: NDArray[np.bool_]
    people: int = 0


class _AgentType(Struct, frozen=True):
    """Kinds with the same patterns for the same worth.

    Attributes:
        patterns: ascending.
        worth: (k, R) of each pattern, at each turn.
    """

    patterns: Ints
    worth: Ints


def doubtful_turns(
    columns: CheckedColumns, asked: NDArray[np.bool_], got: Ints, refusals: Sequence[Refusal]
) -> Iterator[DoubtfulTurn]:
    """Turns, in order, that are not shown to give the best there was.

    A turn that gave something infeasible is the last: nothing can be said about those after it.

    Args:
        asked: (N,) who has turns, in order of lots.
        got: (N, R) what each got is worth, at each turn.
        refusals: with prices there are sessions for.
    """
    replay = _Lots(columns, got)
    # At the same turn in the order in which they stand: what one shows, the next may need.
    ahead = sorted(refusals, key=lambda refusal: refusal.turn)[::-1]
    learned: list[Refusal] = []
    searched = {refusal.turn for refusal in refusals if not refusal.prices}
    for number, (person, turn) in enumerate(turns_in_order(columns, asked)):
        while ahead and ahead[-1].turn <= number:
            learned.append(ahead.pop())
            replay.learn(learned[-1])
        if replay.could_be_better(person, turn):
            # Every turn leaves less, so that the same prices show more.
            for refusal in learned:
                replay.learn(refusal)
        doubt = replay.taken(person, turn, number in searched)
        if doubt is not None:
            yield DoubtfulTurn(person, doubt)
        if doubt == "impossible":
            return


def turns_in_order(columns: CheckedColumns, asked: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Who has which of their turns, in order: one each, or with ``draft`` there and back."""
    people = np.flatnonzero(asked).tolist()
    if not columns.in_turns:
        yield from ((person, 0) for person in people)
        return
    need = [columns.people[kind].need for kind in columns.kind_of.tolist()]
    turn = 0
    while people := [person for person in people if need[person] > turn]:
        yield from ((person, turn) for person in (people[::-1] if turn % 2 else people))
        turn += 1


class _Lots:
    """What everybody can still have, turn by turn.

    A *pattern* is what a column takes: its bundle and what it adds to the goals that are kept as rows.
    Whether somebody can have one depends on what patterns everybody may have, not on what they are worth.
    """

    def __init__(self, columns: CheckedColumns, got: Ints) -> None:
        self.columns = columns
        worth, lowest = columns.worth, np.zeros(len(columns.people), np.int64)
        if not columns.in_turns and len(worth):
            lowest = np.minimum.reduceat(worth[:, 0], np.flatnonzero(np.diff(columns.kind, prepend=-1)))
        self.got = (got - lowest[columns.kind_of, None]).tolist()
        self.kinds: list[_AgentType] = []
        self.sets: list[_Set] = []
        self.number: dict[bytes, int] = {}
        self.moves: dict[tuple[int, int, int, int, bool], tuple[int, Doubt | None]] = {}
        # The first column of each pattern stands for all.
        self.column, pattern = _patterns(columns)
        of = self._merged(pattern, worth - lowest[columns.kind, None])
        set_of = np.array([self._set(kind.patterns) for kind in self.kinds], np.int64)[of]
        for number, people in zip(set_of.tolist(), columns.count.tolist(), strict=True):
            self.sets[number].people += people
        self.kind_of = of[columns.kind_of].tolist()
        self.set_of = set_of[columns.kind_of].tolist()

    def _merged(self, pattern: Ints, worth: Ints) -> Ints:
        """(T,) number of the merged kind of each kind."""
        kind = self.columns.kind
        table = np.column_stack([pattern, worth])[np.lexsort((pattern, kind))]
        ends = np.searchsorted(kind, np.arange(len(self.columns.people) + 1)).tolist()
        numbers: dict[bytes, int] = {}
        of = []
        for first, last in pairwise(ends):
            number = numbers.setdefault(table[first:last].tobytes(), len(numbers))
            if number == len(self.kinds):
                patterns = np.ascontiguousarray(table[first:last, 0])
                self.kinds.append(_AgentType(patterns, table[first:last, 1:]))
            of.append(number)
        return np.array(of, np.int64)

    def _set(self, patterns: Ints) -> int:
        number = self.number.setdefault(patterns.tobytes(), len(self.sets))
        if number == len(self.sets):
            self.sets.append(_Set(patterns, np.ones(len(patterns), np.bool_)))
        return number

    def learn(self, refusal: Refusal) -> None:
        """At these prices nobody can have what is dearer than what all together leave over."""
        held = [each for each in self.sets if each.people]
        if not held or not all(each.alive.any() for each in held):
            return
        paid = self.columns.paid(refusal)[self.column]
        of_set = [np.where(each.alive, paid[each.patterns], _UNREACHABLE) for each in held]
        cheapest = [int(some.min()) for some in of_set]
        by_people = sum(each.people * least for each, least in zip(held, cheapest, strict=True))
        left_over = self.columns.most(refusal) - by_people
        for each, some, least in zip(held, of_set, cheapest, strict=True):
            each.alive &= some - least <= left_over
        self.moves.clear()

    def taken(self, person: int, turn: int, searched: bool) -> Doubt | None:
        """Let a participant take what they got at a turn; what is doubtful about it."""
        origin = self.set_of[person]
        key = (self.kind_of[person], origin, turn, self.got[person][turn], searched)
        if key not in self.moves:
            self.moves[key] = self._move(*key)
        target, doubt = self.moves[key]
        self.sets[origin].people -= 1
        self.sets[target].people += 1
        self.set_of[person] = target
        return doubt

    def could_be_better(self, person: int, turn: int) -> bool:
        """Whether what is known by now does not show that a turn gave the best."""
        key = (self.kind_of[person], self.set_of[person], turn, self.got[person][turn], False)
        if key not in self.moves:
            self.moves[key] = self._move(*key)
        return self.moves[key][1] == "better"

    def _move(self, kind: int, origin: int, turn: int, got: int, searched: bool) -> tuple[int, Doubt | None]:
        """The set of those who took this at this turn."""
        here, known = self.sets[origin], self.kinds[kind]
        worth = known.worth[np.searchsorted(known.patterns, here.patterns), turn]
        same = here.patterns[here.alive & (worth == got)]
        if not len(same):
            return origin, "impossible"
        better = here.alive & (worth < got)
        return self._set(same), self._doubt(here, better, searched) if better.any() else None

    def _doubt(self, here: _Set, better: NDArray[np.bool_], searched: bool) -> Doubt | None:
        """Whether one of a set could have one of these patterns, which no prices forbid."""
        if not searched:
            return "better"
        others = [(each.people - (each is here), each.patterns[each.alive]) for each in self.sets]
        groups = [
            Group(people, self.columns.takes(self.column[patterns]))
            for people, patterns in ((1, here.patterns[better]), *others)
        ]
        found = fits(groups, *self.columns.resources())
        if found is False:
            here.alive &= ~better
            return None
        return "better" if found else "unknown"


def _patterns(columns: CheckedColumns) -> tuple[Ints, Ints]:
    """One column of each pattern, and (C,) the pattern of each column."""
    pattern: Ints = columns.bundle
    for row in columns.rows:
        _unique, share = np.unique(row, return_inverse=True)
        pattern = pattern * (int(share.max(initial=0)) + 1) + share
    _unique, first, of = np.unique(pattern, return_index=True, return_inverse=True)
    return first, of.reshape(-1)

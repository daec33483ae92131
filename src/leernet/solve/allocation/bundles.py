"""The values that pricing works on: the sessions open to an agent type, their costs, and bundles of them."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from leernet.solve.allocation.agent_types import AgentTypes, Programme
from leernet.solve.allocation.arrays import Ints, Truths, within

# More than anything costs; small enough to add a few up.
OUT_OF_REACH = 1 << 55


class Offer(Struct, frozen=True):
    """What each kind could have.

    Attributes:
        able: (T,) whether placements by hand go together and fit.
        need: (T,) places wanted.
        placed: (T, most) sessions that they must attend, filled up with S.
        may: (T, S) sessions to choose from besides these.
        moment: (S,) number of the moment.
        workshop: (S + 1,) number of the workshop.
    """

    able: Truths
    need: Ints
    placed: Ints
    may: Truths
    moment: Ints
    workshop: Ints

    def at(self, kinds: Ints) -> Offer:
        """Of these kinds only."""
        return replace(
            self,
            able=self.able[kinds],
            need=self.need[kinds],
            placed=self.placed[kinds],
            may=self.may[kinds],
        )


class LinearCost(Struct, frozen=True):
    """What bundles cost: something in any case, and so much for each session.

    Attributes:
        base: (T,) without any session.
        session: (T, S + 1) the last for "no session", which costs nothing.
    """

    base: Ints
    session: Ints

    def of(self, kind: Ints, taken: Ints) -> Ints:
        """(C,) what bundles cost; ``taken`` (C, most) are their sessions."""
        cost: Ints = self.base[kind]
        of_kind = kind * self.session.shape[1]
        for slot in range(taken.shape[1]):
            cost += self.session.take(of_kind + taken[:, slot])
        return cost

    def at(self, kinds: Ints) -> LinearCost:
        """Of these kinds only."""
        return LinearCost(self.base[kinds], self.session[kinds])

    def times(self, factor: int) -> LinearCost:
        """So many times as dear."""
        return LinearCost(factor * self.base, factor * self.session)

    def plus(self, other: LinearCost) -> LinearCost:
        """Both together."""
        return LinearCost(self.base + other.base, self.session + other.session)


class Cost(Struct, frozen=True):
    """A linear cost, and a ``height`` on top of it for bundles that cost more than ``above`` by another one.

    Attributes:
        steps: linear cost, (T,) above, height.
    """

    linear: LinearCost
    steps: tuple[tuple[LinearCost, Ints, int], ...] = ()

    def of(self, kind: Ints, taken: Ints) -> Ints:
        """(C,) what bundles are charged, as ``Tariff.of``."""
        reduced_cost = self.linear.of(kind, taken)
        for linear, above, height in self.steps:
            reduced_cost += height * (linear.of(kind, taken) > above[kind])
        return reduced_cost

    def at(self, kinds: Ints) -> Cost:
        """Of these kinds only."""
        steps = tuple((linear.at(kinds), above[kinds], height) for linear, above, height in self.steps)
        return Cost(self.linear.at(kinds), steps)

    def times(self, factor: int) -> Cost:
        """So many times as dear."""
        steps = tuple((linear, above, factor * height) for linear, above, height in self.steps)
        return Cost(self.linear.times(factor), steps)

    def plus(self, other: Cost) -> Cost:
        """Both together."""
        return Cost(self.linear.plus(other.linear), self.steps + other.steps)


class CostLimit(Struct, frozen=True):
    """A cost and the (T,) most it may be."""

    objective: Cost
    most: Ints

    def at(self, kinds: Ints) -> CostLimit:
        """Of these kinds only."""
        return CostLimit(self.objective.at(kinds), self.most[kinds])


class Bundles(Struct, frozen=True):
    """Bundles of several kinds.

    Attributes:
        kind: (C,) ascending.
        taken: (C, most) sessions, ascending, filled up with S.
    """

    kind: Ints
    taken: Ints


class Placing(Struct, frozen=True):
    """Everybody in a bundle.

    Attributes:
        bundles: those that somebody has.
        people: (C,) how many of the kind have each.
    """

    bundles: Bundles
    people: Ints

    def cost(self, objective: Cost) -> int:
        """What all of them are charged."""
        return int((self.people * objective.of(self.bundles.kind, self.bundles.taken)).sum())

    def load(self, none: int) -> Ints:
        """(S,) people in each session; ``none`` is S."""
        taken = self.bundles.taken
        people = np.repeat(self.people, taken.shape[1])
        return np.bincount(taken.ravel(), people, minlength=none + 1).astype(np.int64)[:none]


def placing_of(kind: Ints, taken: Ints) -> Placing:
    """One bundle for each person: (N,) their kind and (N, most) their sessions."""
    rows, people = np.unique(np.column_stack([kind, np.sort(taken, axis=1)]), axis=0, return_counts=True)
    return Placing(Bundles(rows[:, 0], rows[:, 1:]), people)


def offer(some: AgentTypes, running: Programme, closed: frozenset[int] = frozenset()) -> Offer:
    """What these kinds could have, when nobody can be in the closed sessions."""
    sessions = len(running.sessions)
    may = some.attends.copy()
    may[:, sorted(closed)] = False
    by_hand = some.placed.sum(axis=1)
    able = ~(some.placed & ~may).any(axis=1) & (by_hand <= some.need)
    placed = np.full((len(some), by_hand.max(initial=0)), sessions, np.int64)
    kind, session = np.nonzero(some.placed)
    placed[kind, within(by_hand)] = session
    for same in (running.moment, running.workshop[:-1]):
        together = (same[:, None] == same).astype(np.int64)
        able &= ~(some.placed & (some.placed @ together > 1)).any(axis=1)
        may &= ~(some.placed @ together > 0)
    return Offer(able, some.need, placed, may, running.moment, running.workshop)


def first_of_each(kind: Ints, value: Ints | NDArray[np.float64], most: int) -> Ints:
    """Positions of the ``most`` smallest values of each kind, by kind; of equal ones the first."""
    order = np.lexsort((value, kind))
    first = np.flatnonzero(np.diff(kind[order], prepend=-1))
    place = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    return order[place < most]


def joined(*parts: Bundles, none: int) -> Bundles:
    """All of them, each once, in order; ``none`` fills up the shorter ones."""
    width = max(part.taken.shape[1] for part in parts)
    taken = [
        np.pad(part.taken, ((0, 0), (0, width - part.taken.shape[1])), constant_values=none) for part in parts
    ]
    together = np.sort(np.concatenate(taken), axis=1)
    kind = np.concatenate([part.kind for part in parts])
    order = np.lexsort((*together.T[::-1], kind))
    kind, together = kind[order], together[order]
    new = np.append(True, (np.diff(kind) != 0) | (np.diff(together, axis=0) != 0).any(axis=1))[: len(kind)]
    return Bundles(kind[new], together[new])

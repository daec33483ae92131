"""What kinds may have and what it costs in, bundles out: all that a budget allows, or the cheapest.

Bundles grow moment after moment. What the places still to come must cost at least is known beforehand, so
most of what a budget does not allow is never made.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from itertools import accumulate, islice

import numpy as np
from numpy.typing import NDArray

from leernet.solve.allocation.agent_types import Programme, Traits
from leernet.solve.allocation.arrays import Ints, Truths, within

# More than anything costs; small enough to add a few up.
OUT_OF_REACH = 1 << 55
# Rows that are worked on at once; bounds the memory.
AT_A_TIME = 1 << 14


@dataclass(frozen=True, slots=True)
class Offer:
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


@dataclass(frozen=True, slots=True)
class Tariff:
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

    def at(self, kinds: Ints) -> Tariff:
        """Of these kinds only."""
        return Tariff(self.base[kinds], self.session[kinds])

    def times(self, factor: int) -> Tariff:
        """So many times as dear."""
        return Tariff(factor * self.base, factor * self.session)

    def plus(self, other: Tariff) -> Tariff:
        """Both together."""
        return Tariff(self.base + other.base, self.session + other.session)


@dataclass(frozen=True, slots=True)
class Charge:
    """A tariff, and a ``height`` on top of it for bundles that cost more than ``above`` by another one.

    Attributes:
        steps: tariff, (T,) above, height.
    """

    tariff: Tariff
    steps: tuple[tuple[Tariff, Ints, int], ...] = ()

    def of(self, kind: Ints, taken: Ints) -> Ints:
        """(C,) what bundles are charged, as ``Tariff.of``."""
        charged = self.tariff.of(kind, taken)
        for tariff, above, height in self.steps:
            charged += height * (tariff.of(kind, taken) > above[kind])
        return charged

    def at(self, kinds: Ints) -> Charge:
        """Of these kinds only."""
        steps = tuple((tariff.at(kinds), above[kinds], height) for tariff, above, height in self.steps)
        return Charge(self.tariff.at(kinds), steps)

    def times(self, factor: int) -> Charge:
        """So many times as dear."""
        steps = tuple((tariff, above, factor * height) for tariff, above, height in self.steps)
        return Charge(self.tariff.times(factor), steps)

    def plus(self, other: Charge) -> Charge:
        """Both together."""
        return Charge(self.tariff.plus(other.tariff), self.steps + other.steps)


@dataclass(frozen=True, slots=True)
class Budget:
    """A charge and the (T,) most it may be."""

    charge: Charge
    most: Ints

    def at(self, kinds: Ints) -> Budget:
        """Of these kinds only."""
        return Budget(self.charge.at(kinds), self.most[kinds])


@dataclass(frozen=True, slots=True)
class Bundles:
    """Bundles of several kinds.

    Attributes:
        kind: (C,) ascending.
        taken: (C, most) sessions, ascending, filled up with S.
    """

    kind: Ints
    taken: Ints


def offer(some: Traits, running: Programme, closed: frozenset[int] = frozenset()) -> Offer:
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


def every_bundle(
    offered: Offer, kinds: Ints, budgets: tuple[Budget, ...], most: int | None = None
) -> Bundles | None:
    """All bundles of these kinds within the budgets; none when there are more than ``most``."""
    growth = _Growth(offered, budgets)
    undone = [(0, rows) for rows in _blocks(growth.planted(kinds))]
    done: list[_Rows] = []
    made = 0
    while undone:
        moment, rows = undone.pop()
        if moment == growth.moments:
            done.append(rows)
            made += len(rows.kind)
            if most is not None and made > most:
                return None
        else:
            undone += [(moment + 1, some) for some in _blocks(growth.grown(rows, moment))]
    return _sorted(offered, done)


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The cheapest bundles that there are.

    Attributes:
        least: (T,) what they are charged; what was asked to beat, where nothing beats it.
        bundles: some that beat it, the cheapest of each kind among them.
    """

    least: Ints
    bundles: Bundles


def cheapest(
    offered: Offer, budgets: tuple[Budget, ...], charge: Charge, to_beat: Ints, most_each: int, step: int = 1
) -> Cheapest:
    """The least charge of every kind within the budgets, exactly, where it is less than ``to_beat``.

    Kinds are searched a little further above what is certainly too cheap, round by round, with the most
    promising rows only; where rows had to be left out, again with more of them.

    Args:
        most_each: bundles given back of each kind and round.
        step: how far to look above what is certainly too cheap at first; twice as far each time.
    """
    least = to_beat.copy()
    unbound = _Growth(offered, (*budgets, Budget(charge, least)))
    floor = unbound.at_least()
    margin, width = np.zeros_like(least), max(16, 2 * most_each)
    found: list[_Rows] = []
    undecided = np.flatnonzero(offered.able & (floor < least))
    while len(undecided):
        most = np.minimum(floor + margin, least - 1)
        beaten = np.zeros(len(least), np.bool_)
        cut = np.zeros(len(least), np.bool_)
        growth = unbound.limited(most)
        for some in np.array_split(undecided, -(-len(undecided) * width // AT_A_TIME)):
            rows, left_out = growth.narrowed(some, width)
            cut[left_out] = True
            if len(rows.kind):
                charged = charge.of(rows.kind, rows.taken)
                np.minimum.at(least, rows.kind, charged)
                beaten[rows.kind] = True
                found.append(rows.at(first_of_each(rows.kind, charged, most_each)))
        finished = beaten & ~cut
        floor = np.where(~beaten & ~cut, most + 1, floor)
        margin = np.where(cut, margin, np.maximum(2 * margin, step))
        if (cut & ~beaten).any():
            width *= 4
        undecided = undecided[~finished[undecided] & (floor < least)[undecided]]
    return Cheapest(least, _sorted(offered, found))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Bundles that are growing.

    Attributes:
        kind: (R,).
        taken: (R, most) sessions so far, filled up with S.
        places: (R,) how many.
        paid: (R, P) what they cost so far, by every tariff.
    """

    kind: Ints
    taken: Ints
    places: Ints
    paid: Ints

    def at(self, which: Ints | Truths) -> _Rows:
        return _Rows(self.kind[which], self.taken[which], self.places[which], self.paid[which])


class _Growth:
    """Rows that grow from moment to moment within budgets."""

    def __init__(self, offered: Offer, budgets: tuple[Budget, ...]) -> None:
        self.offered = offered
        self.given = budgets
        self.budgets = (*_together(budgets), *budgets)
        self.moments = int(offered.moment.max(initial=-1)) + 1
        self.sessions_at = [np.flatnonzero(offered.moment == moment) for moment in range(self.moments)]
        self.tariffs = [
            tariff
            for budget in self.budgets
            for tariff in (budget.charge.tariff, *(step[0] for step in budget.charge.steps))
        ]
        self.left = [self._left(tariff) for tariff in self.tariffs]

    def limited(self, most: Ints) -> _Growth:
        """The same with another most for the last budget."""
        same = copy(self)
        same.given = (*self.given[:-1], replace(self.given[-1], most=most))
        limits = (*_most_together(same.given), *(budget.most for budget in same.given))
        same.budgets = tuple(map(Budget, (budget.charge for budget in self.budgets), limits))
        return same

    def planted(self, kinds: Ints) -> _Rows:
        """Only placements by hand, within the budgets."""
        rows = self._seeds(kinds)
        return rows.at(self._within(rows, 0))

    def _seeds(self, kinds: Ints) -> _Rows:
        """Only placements by hand."""
        offered, none = self.offered, len(self.offered.moment)
        kinds = kinds[offered.able[kinds]]
        width = max(int(offered.need[kinds].max(initial=0)), offered.placed.shape[1], 1)
        taken = np.full((len(kinds), width), none, np.int64)
        taken[:, : offered.placed.shape[1]] = offered.placed[kinds]
        paid = np.zeros((len(kinds), len(self.tariffs)), np.int64)
        for part, tariff in enumerate(self.tariffs):
            paid[:, part] = tariff.base[kinds] + tariff.session[kinds[:, None], taken].sum(axis=1)
        return _Rows(kinds, taken, np.count_nonzero(taken < none, axis=1), paid)

    def grown(self, rows: _Rows, moment: int) -> _Rows:
        """Every row with each session of the moment that it may have, and without."""
        offered, options = self.offered, self.sessions_at[moment]
        fits = offered.may[rows.kind[:, None], options] & (rows.places < offered.need[rows.kind])[:, None]
        for slot in range(rows.taken.shape[1]):
            fits &= offered.workshop[rows.taken[:, slot], None] != offered.workshop[options]
        row, option = np.nonzero(fits)
        session = options[option]
        longer = rows.at(row)
        for part, tariff in enumerate(self.tariffs):
            longer.paid[:, part] += tariff.session[longer.kind, session]
        longer = _Rows(longer.kind, longer.taken, longer.places + 1, longer.paid)
        within = self._within(longer, moment + 1)
        longer, session = longer.at(within), session[within]
        longer.taken[np.arange(len(session)), longer.places - 1] = session
        as_they_are = rows.at(self._within(rows, moment + 1))
        return _Rows(
            np.concatenate([longer.kind, as_they_are.kind]),
            np.concatenate([longer.taken, as_they_are.taken]),
            np.concatenate([longer.places, as_they_are.places]),
            np.concatenate([longer.paid, as_they_are.paid]),
        )

    def narrowed(self, kinds: Ints, width: int) -> tuple[_Rows, Ints]:
        """Grown to the end, with the most promising ``width`` rows of each kind; kinds that had more."""
        rows, cut = self.planted(kinds), []
        for moment in range(self.moments):
            rows = self.grown(rows, moment)
            promise = self._charged(rows, len(self.budgets) - 1, moment + 1)
            kept = first_of_each(rows.kind, promise, width)
            if len(kept) < len(rows.kind):
                cut.append(np.flatnonzero(np.bincount(rows.kind) > width))
                rows = rows.at(kept)
        return rows, np.concatenate(cut) if cut else np.zeros(0, np.int64)

    def at_least(self) -> Ints:
        """(T,) what no bundle can be charged less than, by the last budget."""
        least = np.full(len(self.offered.need), OUT_OF_REACH)
        rows = self._seeds(np.flatnonzero(self.offered.able))
        least[rows.kind] = self._charged(rows, len(self.budgets) - 1, 0)
        return least

    def _within(self, rows: _Rows, moment: int) -> Truths:
        within = rows.places <= self.offered.need[rows.kind]
        for number, budget in enumerate(self.budgets):
            within &= self._charged(rows, number, moment) <= budget.most[rows.kind]
        return within

    def _charged(self, rows: _Rows, number: int, moment: int) -> Ints:
        """(R,) what the rows will be charged at least, by one of the budgets."""
        part = sum(1 + len(budget.charge.steps) for budget in self.budgets[:number])
        charged = self._cost(rows, part, moment)
        for at, (_, above, height) in enumerate(self.budgets[number].charge.steps):
            beyond = self._cost(rows, part + 1 + at, moment) > above[rows.kind]
            # What is still to come could bring a reduction.
            charged = charged + (height if height < 0 and moment < self.moments else height * beyond)
        return charged

    def _cost(self, rows: _Rows, part: int, moment: int) -> Ints:
        places = np.minimum(rows.places, self.left[part].shape[2] - 1)
        cost: Ints = rows.paid[:, part] + self.left[part][moment, rows.kind, places]
        return cost

    def _left(self, tariff: Tariff) -> Ints:
        """(M + 1, T, most + 1) the least that is still to pay from a moment on, with so many places taken."""
        offered = self.offered
        most = int(offered.need.max(initial=0))
        placed = np.full((len(offered.need), most + 1), OUT_OF_REACH)
        placed[:, 0] = 0
        once = _OfEachWorkshop(offered)
        left = np.empty((self.moments + 1, len(offered.need), most + 1), np.int64)
        for moment in range(self.moments, -1, -1):
            if moment < self.moments:
                here = self.sessions_at[moment]
                costs = np.where(offered.may[:, here], tariff.session[:, here], OUT_OF_REACH)
                best = costs.min(axis=1, initial=OUT_OF_REACH)[:, None]
                placed[:, 1:] = np.minimum(placed[:, 1:], np.minimum(best + placed[:, :-1], OUT_OF_REACH))
                once.add(here, costs)
            least = np.maximum(placed, once.placed(most)) if once.matters else placed
            for places in range(most + 1):
                reachable = np.arange(most + 1) <= np.maximum(offered.need - places, 0)[:, None]
                left[moment, :, places] = np.where(reachable, least, OUT_OF_REACH).min(axis=1)
        return left


def _together(budgets: tuple[Budget, ...]) -> list[Budget]:
    """The first two as one, the first three, and so on.

    Two wishes at one moment may each be within their budget and never both: that is seen in the sum, of which
    what is still to pay is known beforehand as well.
    """
    charges = accumulate((budget.charge for budget in budgets if not budget.charge.steps), Charge.plus)
    return list(map(Budget, islice(charges, 1, None), _most_together(budgets)))


def _most_together(budgets: tuple[Budget, ...]) -> list[Ints]:
    """The most of the first two together, of the first three, and so on."""
    sums: list[Ints] = []
    for budget in budgets:
        if not budget.charge.steps:
            sums.append(budget.most if not sums else np.minimum(sums[-1] + budget.most, OUT_OF_REACH))
    return sums[1:]


class _OfEachWorkshop:
    """The cheapest session of each workshop so far, moments aside: nobody attends a workshop twice.

    Attributes:
        matters: whether some workshop is given twice; else there is nothing to add to what moments tell.
    """

    def __init__(self, offered: Offer) -> None:
        self.workshop = offered.workshop[:-1]
        workshops = int(self.workshop.max(initial=-1)) + 1
        self.matters = len(self.workshop) > len(set(self.workshop.tolist()))
        self.cheapest = np.full((len(offered.need), workshops if self.matters else 0), OUT_OF_REACH)

    def add(self, sessions: Ints, costs: Ints) -> None:
        """Sessions of one moment, with (T, sessions) what they cost."""
        if self.matters:
            # One that somebody ruled out is there a second time.
            for at, workshop in enumerate(self.workshop[sessions].tolist()):
                self.cheapest[:, workshop] = np.minimum(self.cheapest[:, workshop], costs[:, at])

    def placed(self, most: int) -> Ints:
        """(T, most + 1) the least that so many places of different workshops cost."""
        some = min(most, self.cheapest.shape[1])
        smallest = np.sort(np.partition(self.cheapest, some - 1, axis=1)[:, :some]) if some else self.cheapest
        placed = np.full((len(self.cheapest), most + 1), OUT_OF_REACH)
        placed[:, 0] = 0
        placed[:, 1 : some + 1] = np.minimum(np.cumsum(smallest[:, :some], axis=1), OUT_OF_REACH)
        return placed


def _blocks(rows: _Rows) -> Iterator[_Rows]:
    for first in range(0, len(rows.kind), AT_A_TIME):
        yield rows.at(np.arange(first, min(first + AT_A_TIME, len(rows.kind))))


def first_of_each(kind: Ints, value: Ints | NDArray[np.float64], most: int) -> Ints:
    """Positions of the ``most`` smallest values of each kind, by kind; of equal ones the first."""
    order = np.lexsort((value, kind))
    first = np.flatnonzero(np.diff(kind[order], prepend=-1))
    place = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    return order[place < most]


def _sorted(offered: Offer, parts: list[_Rows]) -> Bundles:
    none = len(offered.moment)
    width = max((rows.taken.shape[1] for rows in parts), default=1)
    nothing = Bundles(np.zeros(0, np.int64), np.zeros((0, width), np.int64))
    return joined(nothing, *(Bundles(rows.kind, rows.taken) for rows in parts), none=none)


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

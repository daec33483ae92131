"""The pricing problem: all bundles of an agent type within a reduced-cost limit, or the cheapest one.

Label setting with completion bounds: bundles grow moment after moment, and what the places still to come must
cost at least is known beforehand, so most of what a limit does not allow is never made.

Source: Irnich & Desaulniers (2005), doi:10.1007/0-387-25486-2_2.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from itertools import accumulate, islice

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bundles import (
    OUT_OF_REACH,
    Bundles,
    Cost,
    CostLimit,
    LinearCost,
    Offer,
    first_of_each,
    joined,
)
from leernet.solve.allocation.parameters import DEFAULTS, Parameters
from leernet.solve.limits import NO_LIMITS, Limits

# A definition, not a choice: units of work of a row and a session, for each cost that is looked at.
_WORK = 0.5


def enumeration(
    offered: Offer,
    kinds: Ints,
    cost_limits: tuple[CostLimit, ...],
    most: int | None = None,
    parameters: Parameters = DEFAULTS,
) -> Bundles | None:
    """All bundles of these kinds within the cost limits; none when there are more than ``most``.

    Nor where so much is begun in vain that it would take too long to know.
    """
    growth, at_a_time = _Labels(offered, cost_limits), parameters.at_a_time
    undone = [(0, rows) for rows in _blocks(growth.planted(kinds), at_a_time)]
    done: list[_Rows] = []
    made = looked_at = 0
    while undone:
        moment, rows = undone.pop()
        looked_at += len(rows.kind)
        if most is not None and looked_at > parameters.begun_each * max(most, at_a_time):
            return None
        if moment == growth.moments:
            done.append(rows)
            made += len(rows.kind)
            if most is not None and made > most:
                return None
        else:
            undone += [(moment + 1, some) for some in _blocks(growth.grown(rows, moment), at_a_time)]
    return _sorted(offered, done)


class Priced(Struct, frozen=True):
    """The cheapest bundles that there are.

    Attributes:
        least: (T,) what they are charged; what was asked to beat, where nothing beats it.
        bundles: some that beat it, the cheapest of each kind among them.
    """

    least: Ints
    bundles: Bundles


def pricing(
    offered: Offer,
    cost_limits: tuple[CostLimit, ...],
    objective: Cost,
    to_beat: Ints,
    most_each: int,
    step: int = 1,
    *,
    widest: int = OUT_OF_REACH,
    limits: Limits = NO_LIMITS,
    parameters: Parameters = DEFAULTS,
) -> Priced:
    """The least cost of every kind within the cost limits, exactly, where it is less than ``to_beat``.

    Agent types are searched a little further above what is certainly too cheap, round by round, with the most
    promising rows only; where rows had to be left out, again with more of them.

    Args:
        most_each: bundles given back of each kind and round.
        step: how far to look above what is certainly too cheap at first; twice as far each time.
        widest: rows of a kind at most; with more than so many left out, cheap bundles and not the cheapest.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    least = to_beat.copy()
    unbound = _Labels(offered, (*cost_limits, CostLimit(objective, least)))
    floor = unbound.at_least()
    margin, width = np.zeros_like(least), max(16, 2 * most_each)
    found: list[_Rows] = []
    undecided = np.flatnonzero(offered.able & (floor < least))
    while len(undecided):
        most = np.minimum(floor + margin, least - 1)
        beaten = np.zeros(len(least), np.bool_)
        cut = np.zeros(len(least), np.bool_)
        growth = unbound.limited(most)
        for some in np.array_split(undecided, -(-len(undecided) * width // parameters.at_a_time)):
            limits.check()
            rows, left_out, work = growth.narrowed(some, width)
            limits.spend(work)
            cut[left_out] = True
            if len(rows.kind):
                reduced_cost = objective.of(rows.kind, rows.taken)
                np.minimum.at(least, rows.kind, reduced_cost)
                beaten[rows.kind] = True
                found.append(rows.at(first_of_each(rows.kind, reduced_cost, most_each)))
        if width >= widest:
            cut[:] = False
        finished = beaten & ~cut
        floor = np.where(~beaten & ~cut, most + 1, floor)
        margin = np.where(cut, margin, np.maximum(2 * margin, step))
        if (cut & ~beaten).any():
            width = min(4 * width, widest)
        undecided = undecided[~finished[undecided] & (floor < least)[undecided]]
    return Priced(least, _sorted(offered, found))


def floor_of(offered: Offer, objective: Cost) -> Ints:
    """(T,) what no bundle of a kind can cost less than; at once, and not always reached."""
    return _Labels(offered, (CostLimit(objective, np.full(len(offered.need), OUT_OF_REACH)),)).at_least()


class _Rows(Struct, frozen=True):
    """Bundles that are growing.

    Attributes:
        kind: (R,).
        taken: (R, most) sessions so far, filled up with S.
        places: (R,) how many.
        paid: (R, P) what they cost so far, by every linear cost.
    """

    kind: Ints
    taken: Ints
    places: Ints
    paid: Ints

    def at(self, which: Ints | Truths) -> _Rows:
        return _Rows(self.kind[which], self.taken[which], self.places[which], self.paid[which])


class _Labels:
    """Rows that grow from moment to moment within cost limits."""

    def __init__(self, offered: Offer, cost_limits: tuple[CostLimit, ...]) -> None:
        self.offered = offered
        self.given = cost_limits
        self.cost_limits = (*_together(cost_limits), *cost_limits)
        self.moments = int(offered.moment.max(initial=-1)) + 1
        self.sessions_at = [np.flatnonzero(offered.moment == moment) for moment in range(self.moments)]
        self.linears = [
            linear
            for cost_limit in self.cost_limits
            for linear in (cost_limit.objective.linear, *(step[0] for step in cost_limit.objective.steps))
        ]
        self.left = [self._left(linear) for linear in self.linears]

    def limited(self, most: Ints) -> _Labels:
        """The same with another most for the last cost limit."""
        same = copy(self)
        same.given = (*self.given[:-1], replace(self.given[-1], most=most))
        limits = (*_most_together(same.given), *(cost_limit.most for cost_limit in same.given))
        same.cost_limits = tuple(
            map(CostLimit, (cost_limit.objective for cost_limit in self.cost_limits), limits)
        )
        return same

    def planted(self, kinds: Ints) -> _Rows:
        """Only placements by hand, within the cost limits."""
        rows = self._seeds(kinds)
        return rows.at(self._within(rows, 0))

    def _seeds(self, kinds: Ints) -> _Rows:
        """Only placements by hand."""
        offered, none = self.offered, len(self.offered.moment)
        kinds = kinds[offered.able[kinds]]
        width = max(int(offered.need[kinds].max(initial=0)), offered.placed.shape[1], 1)
        taken = np.full((len(kinds), width), none, np.int64)
        taken[:, : offered.placed.shape[1]] = offered.placed[kinds]
        paid = np.zeros((len(kinds), len(self.linears)), np.int64)
        for part, linear in enumerate(self.linears):
            paid[:, part] = linear.base[kinds] + linear.session[kinds[:, None], taken].sum(axis=1)
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
        for part, linear in enumerate(self.linears):
            longer.paid[:, part] += linear.session[longer.kind, session]
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

    def narrowed(self, kinds: Ints, width: int) -> tuple[_Rows, Ints, float]:
        """Grown to the end, each kind with its most promising ``width`` rows; kinds with more, and work."""
        rows, cut, work = self.planted(kinds), [], 0.0
        for moment in range(self.moments):
            work += _WORK * len(rows.kind) * len(self.sessions_at[moment]) * (1 + len(self.linears))
            rows = self.grown(rows, moment)
            promise = self._charged(rows, len(self.cost_limits) - 1, moment + 1)
            kept = first_of_each(rows.kind, promise, width)
            if len(kept) < len(rows.kind):
                cut.append(np.flatnonzero(np.bincount(rows.kind) > width))
                rows = rows.at(kept)
        return rows, np.concatenate(cut) if cut else np.zeros(0, np.int64), work

    def at_least(self) -> Ints:
        """(T,) what no bundle can be charged less than, by the last cost limit."""
        least = np.full(len(self.offered.need), OUT_OF_REACH)
        rows = self._seeds(np.flatnonzero(self.offered.able))
        least[rows.kind] = self._charged(rows, len(self.cost_limits) - 1, 0)
        return least

    def _within(self, rows: _Rows, moment: int) -> Truths:
        within = rows.places <= self.offered.need[rows.kind]
        for number, cost_limit in enumerate(self.cost_limits):
            within &= self._charged(rows, number, moment) <= cost_limit.most[rows.kind]
        return within

    def _charged(self, rows: _Rows, number: int, moment: int) -> Ints:
        """(R,) what the rows will be charged at least, by one of the cost limits."""
        part = sum(1 + len(cost_limit.objective.steps) for cost_limit in self.cost_limits[:number])
        reduced_cost = self._cost(rows, part, moment)
        for at, (_, above, height) in enumerate(self.cost_limits[number].objective.steps):
            beyond = self._cost(rows, part + 1 + at, moment) > above[rows.kind]
            # What is still to come could bring a reduction.
            reduced_cost = reduced_cost + (
                height if height < 0 and moment < self.moments else height * beyond
            )
        return reduced_cost

    def _cost(self, rows: _Rows, part: int, moment: int) -> Ints:
        places = np.minimum(rows.places, self.left[part].shape[2] - 1)
        cost: Ints = rows.paid[:, part] + self.left[part][moment, rows.kind, places]
        return cost

    def _left(self, linear: LinearCost) -> Ints:
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
                costs = np.where(offered.may[:, here], linear.session[:, here], OUT_OF_REACH)
                best = costs.min(axis=1, initial=OUT_OF_REACH)[:, None]
                placed[:, 1:] = np.minimum(placed[:, 1:], np.minimum(best + placed[:, :-1], OUT_OF_REACH))
                once.add(here, costs)
            least = np.maximum(placed, once.placed(most)) if once.matters else placed
            for places in range(most + 1):
                reachable = np.arange(most + 1) <= np.maximum(offered.need - places, 0)[:, None]
                left[moment, :, places] = np.where(reachable, least, OUT_OF_REACH).min(axis=1)
        return left


def _together(cost_limits: tuple[CostLimit, ...]) -> list[CostLimit]:
    """The first two as one, the first three, and so on.

    Two wishes at one moment may each be within their limit and never both: that is seen in the sum, of which
    what is still to pay is known beforehand as well.
    """
    objectives = accumulate(
        (cost_limit.objective for cost_limit in cost_limits if not cost_limit.objective.steps), Cost.plus
    )
    return list(map(CostLimit, islice(objectives, 1, None), _most_together(cost_limits)))


def _most_together(cost_limits: tuple[CostLimit, ...]) -> list[Ints]:
    """The most of the first two together, of the first three, and so on."""
    sums: list[Ints] = []
    for cost_limit in cost_limits:
        if not cost_limit.objective.steps:
            sums.append(cost_limit.most if not sums else np.minimum(sums[-1] + cost_limit.most, OUT_OF_REACH))
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


def _blocks(rows: _Rows, size: int) -> Iterator[_Rows]:
    for first in range(0, len(rows.kind), size):
        yield rows.at(np.arange(first, min(first + size, len(rows.kind))))


def _sorted(offered: Offer, parts: list[_Rows]) -> Bundles:
    none = len(offered.moment)
    width = max((rows.taken.shape[1] for rows in parts), default=1)
    nothing = Bundles(np.zeros(0, np.int64), np.zeros((0, width), np.int64))
    return joined(nothing, *(Bundles(rows.kind, rows.taken) for rows in parts), none=none)

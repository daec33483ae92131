"""What kinds may have and a goal in, what the goal leaves of it out; bundles are made as prices ask for them.

For where there are too many bundles to make them all. A goal is priced over the few bundles made so far; at
these prices every kind is asked for something cheaper, and when no kind has anything, the prices are the best
over all bundles. What is left of the bundles then is a budget: so much may each cost, prices included.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np

from leernet.model.allocation import Certificate
from leernet.solve.allocation.arrays import Ints, in_order_of_first
from leernet.solve.allocation.bounds import Prices, exact_sum, no_prices
from leernet.solve.allocation.bundles import (
    OUT_OF_REACH,
    Budget,
    Bundles,
    Charge,
    Cheapest,
    Offer,
    Tariff,
    cheapest,
    every_bundle,
    joined,
)
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.columns import Columns
from leernet.solve.allocation.compact import direct_optimum
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.duals import Best, model_of, refined, snapped
from leernet.solve.allocation.goals import Floor, Levels, Sum, at_level
from leernet.solve.allocation.lexicographic import Held, certificate, unproven, with_goal, with_proof
from leernet.solve.allocation.linear_programs import integer_optimum
from leernet.solve.allocation.optimal_face import Face, whole, with_row
from leernet.solve.allocation.parameters import Parameters
from leernet.solve.limits import LimitReachedError


@dataclass(frozen=True, slots=True)
class Open:
    """What is still possible, while bundles are not all made.

    Attributes:
        offered: what each kind could have.
        count: (T,) participants of the kind.
        low: (S,) least load of each session.
        high: (S,) most load.
        budgets: what the goals held so far leave of the bundles.
        rows: charges and limits of the goals that are kept as rows.
    """

    offered: Offer
    count: Ints
    low: Ints
    high: Ints
    budgets: tuple[Budget, ...] = ()
    rows: tuple[tuple[Charge, int], ...] = ()

    def limited(self, charge: Charge, most: int) -> Open:
        """What is left when nobody may be charged more than this."""
        return replace(self, budgets=(*self.budgets, Budget(charge, np.full(len(self.count), most))))

    def merged(self, charge: Charge) -> tuple[Open, Charge, Ints]:
        """Kinds that are alike as far as this charge goes as one; the new kind of each."""
        charges = [charge, *(row for row, _ in self.rows), *(budget.charge for budget in self.budgets)]
        told = [self.offered.able, self.offered.need, self.offered.placed, self.offered.may]
        told += [budget.most for budget in self.budgets]
        for each in charges:
            for tariff in (each.tariff, *(step[0] for step in each.steps)):
                told += [tariff.base, tariff.session]
            told += [step[1] for step in each.steps]
        table = np.column_stack([part.astype(np.int64) for part in told])
        # In order of their first kind, so that the order follows the lots.
        first, of = in_order_of_first(np.unique(table, axis=0, return_inverse=True)[1].reshape(-1))
        alike = Open(
            self.offered.at(first),
            np.bincount(of, weights=self.count, minlength=len(first)).astype(np.int64),
            self.low,
            self.high,
            tuple(budget.at(first) for budget in self.budgets),
            tuple((row.at(first), limit) for row, limit in self.rows),
        )
        return alike, charge.at(first), of

    def at_prices(self, charge: Charge, prices: Prices) -> Charge:
        """What bundles are charged, scaled, when sessions and the goals kept as rows have prices."""
        charged = charge.times(prices.scale)
        for multiplier, (row, _) in zip(prices.rows.tolist(), self.rows, strict=True):
            if multiplier:
                charged = charged.plus(row.times(multiplier))
        nothing = np.zeros(len(self.count), np.int64)
        session = np.broadcast_to(np.append(prices.sessions, 0), charge.tariff.session.shape)
        return charged.plus(Charge(Tariff(nothing, session)))

    def scaled(self, least: Ints, prices: Prices) -> int:
        """The bound, scaled, when each of a kind is charged this at least; see ``bounds.bound``."""
        seats = np.where(prices.sessions > 0, prices.sessions * self.high, prices.sessions * self.low)
        limits = (limit for _, limit in self.rows)
        kept = sum(int(q) * limit for q, limit in zip(prices.rows, limits, strict=True))
        return exact_sum(self.count * least) - int(seats.sum()) - kept

    def face(self, made: Bundles) -> Face:
        """The face of these bundles only; every kind must have one."""
        sizes = np.bincount(made.kind, minlength=len(self.count))
        columns = np.arange(len(made.kind))
        shares = [row.of(made.kind, made.taken) for row, _ in self.rows]
        return Face(
            np.concatenate([[0], np.cumsum(sizes)]),
            self.count,
            columns,
            columns,
            made.taken,
            np.column_stack(shares) if shares else np.zeros((len(columns), 0), np.int64),
            self.low,
            self.high,
            np.array([limit for _, limit in self.rows], np.int64),
        )

    def face_of(self, made: Columns) -> Face:
        """The face of all bundles that are left."""
        face = whole(made, self.count, self.low, self.high)
        for row, limit in self.rows:
            face = with_row(face, made.cost(row)[face.column], limit)
        return face

    def held(self, charge: Charge, prices: Prices, least: Ints, value: int) -> Open:
        """What is left when the goal has this value; ``least`` (T,) is what each kind pays at the prices."""
        slack = value * prices.scale - self.scaled(least, prices)
        return replace(
            self,
            low=np.where(prices.sessions > slack, self.high, self.low),
            high=np.where(prices.sessions < -slack, self.low, self.high),
            budgets=(*self.budgets, Budget(self.at_prices(charge, prices), least + slack)),
            rows=self.rows if slack == 0 else (*self.rows, (charge, value)),
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """What a goal leaves, none when nothing fits, and the goals so far with this one."""

    left: Open | None
    so_far: Held


def settled(before: Open, step: Sum, so_far: Held, control: Control) -> Settled | None:
    """The goal at its best; none when a search finds nothing in whole people."""
    control.tell(step.name)
    alike, charge, of = before.merged(step.charge)
    source = Unmade(alike, charge, control.parameters)
    try:
        best = _best(alike, charge, source, control)
    except LimitReachedError:
        if control.when_over == "stop":
            raise
        own = source.asked(no_prices(len(alike.low), len(alike.rows)))[0]
        return Settled(before, unproven(so_far, step.name, step.sign * own, step))
    if not best.fits:
        return Settled(None, with_proof(so_far, certificate(step.name, 0, best.prices, so_far.sessions)))
    least = source.least(best.prices)
    scaled = alike.scaled(least, best.prices)
    value = bound = -(-scaled // best.prices.scale)
    if control.searched:
        near = Budget(alike.at_prices(charge, best.prices), least - scaled)
        found = _searched(alike, charge, near, best.prices.scale, bound, control)
        if found is None:
            return None
        value = found
    control.tell(step.name, float(value - bound))
    proof = certificate(step.name, step.sign * value, best.prices, so_far.sessions)
    left = before.held(step.charge, best.prices, least[of], value)
    return Settled(left, with_goal(so_far, step.name, step.sign, value, proof))


def floored(before: Open, step: Floor | Levels, so_far: Held, control: Control) -> Settled | None:
    """The lowest worst level, and as few there as can be, as ``settled``.

    Raises:
        LimitReachedError: when the worst level is not known in time.
    """
    name = f"worst level{step.suffix}"
    control.tell(name)
    beyond = np.full(len(before.count), OUT_OF_REACH)
    own = cheapest(before.offered, before.budgets, step.level, beyond, 1).least
    highest = int(_dearest(step.level, before.offered).max(initial=0))
    lowest = int(own.max(initial=0))
    worst = _lowest_that_fits(before, step.level, lowest, highest, control)
    while True:
        limited = before.limited(step.level, worst)
        reached = with_goal(so_far, name, 1, worst, Certificate(name, worst))
        if worst == 0:
            return Settled(limited, reached)
        counted = settled(limited, at_level(step, worst), reached, control)
        nothing = counted is None or counted.left is None
        if nothing and worst < highest:
            worst += 1
        elif nothing or counted is None or worst == lowest or counted.so_far.goals[-1].value > 0:
            return counted
        else:
            worst -= 1


def _lowest_that_fits(before: Open, level: Charge, lowest: int, highest: int, control: Control) -> int:
    """The lowest worst level at which something fits, if need be in parts; the highest if nothing does."""

    def fits(worst: int) -> bool:
        limited, free, _of = before.limited(level, worst).merged(level.times(0))
        return _best(limited, free, Unmade(limited, free, control.parameters), control).fits

    failing, fitting, further = lowest - 1, lowest, 1
    while fitting < highest and not fits(fitting):
        failing, fitting, further = fitting, min(fitting + further, highest), 2 * further
    return bisect_left(range(fitting), True, lo=failing + 1, key=fits)


def _best(alike: Open, charge: Charge, source: Unmade, control: Control) -> Best:
    """The best prices: of people divided over sessions where that is quick, or else of bundles asked for."""
    free = no_prices(len(alike.low), len(alike.rows))
    charges = [charge, *(budget.charge for budget in alike.budgets), *(row for row, _ in alike.rows)]
    if alike.offered.may.sum() > control.parameters.most_in_compact or any(each.steps for each in charges):
        return refined(source, free, control)
    budgets = tuple((budget.charge.tariff, budget.most) for budget in alike.budgets)
    rows = tuple((row.tariff, limit) for row, limit in alike.rows)
    limits = alike.low, alike.high
    optimum = direct_optimum(
        alike.offered, alike.count, charge.tariff, budgets, rows, *limits, control.limits
    )
    if optimum is None:
        return refined(source, free, control)
    cost, prices = optimum
    tried = snapped(prices, alike.low, control.parameters)
    if source.asked(tried)[0] >= (cost - 1e-6) * tried.scale:
        return Best(tried, fits=True)
    return refined(source, tried, control)


class Unmade:
    """All bundles that are left; those are known that were asked for at some prices.

    Attributes:
        made: those that are known.
    """

    def __init__(self, left: Open, charge: Charge, parameters: Parameters) -> None:
        self.left = left
        self.charge = charge
        self.columns_each = parameters.columns_each
        self.dearest = exact_sum(left.count * _dearest(charge, left.offered))
        self.made = self._cheapest(charge, self._beyond(), 1).bundles

    def known(self) -> tuple[Face, Ints]:
        return self.left.face(self.made), self.charge.of(self.made.kind, self.made.taken)

    def asked(self, prices: Prices) -> tuple[int, bool]:
        charged = self.left.at_prices(self.charge, prices)
        known = self._beyond()
        np.minimum.at(known, self.made.kind, charged.of(self.made.kind, self.made.taken))
        found = self._cheapest(charged, known, prices.scale)
        news = len(found.bundles.kind) > 0
        if news:
            self.made = joined(self.made, found.bundles, none=len(self.left.low))
        return self.left.scaled(found.least, prices), news

    def least(self, prices: Prices) -> Ints:
        """(T,) the least that each kind is charged at these prices."""
        return self._cheapest(self.left.at_prices(self.charge, prices), self._beyond(), prices.scale).least

    def _beyond(self) -> Ints:
        return np.full(len(self.left.count), OUT_OF_REACH)

    def _cheapest(self, charged: Charge, to_beat: Ints, step: int) -> Cheapest:
        return cheapest(self.left.offered, self.left.budgets, charged, to_beat, self.columns_each, step)


def _dearest(charge: Charge, offered: Offer) -> Ints:
    """(T,) more than any bundle is charged."""
    steps = sum(max(height, 0) for _, _, height in charge.steps)
    dear: Ints = charge.tariff.base + offered.need * np.maximum(charge.tariff.session.max(axis=1), 0) + steps
    return dear


def _searched(
    alike: Open, charge: Charge, near: Budget, scale: int, bound: int, control: Control
) -> int | None:
    """The least in whole people, by search; none when there is nothing.

    What costs at most a little more than is proven uses only bundles that are at most so much dearer than the
    cheapest of their kind.

    Args:
        near: what bundles are charged, and the most of what would cost nothing at all.
    """
    kinds = np.arange(len(alike.count))
    for more in (1, 2, 4, 8, 16):
        budgets = (*alike.budgets, replace(near, most=near.most + (bound + more) * scale))
        made = every_bundle(alike.offered, kinds, budgets, control.parameters.most_searched)
        if made is None:
            # Among so many there is nearly always one in whole people; if not, no allocation is found.
            return bound
        face, cost = alike.face(made), charge.of(made.kind, made.taken)
        model = model_of(face, classes(face, cost), cost)
        found = integer_optimum(model, None, control.limits)
        if found is not None:
            value = int(np.rint(found.people @ model.cost))
            if value <= bound + more:
                return max(value, bound)
    return None

"""Column generation for one goal: bundles of negative reduced cost are added until pricing finds none.

For where there are too many bundles to make them all. The restricted master problem has the
bundles made so far; at its duals the pricing problem looks for a cheaper bundle of every agent type. When
there is none, the duals are optimal over all bundles, and what the goal leaves is a limit on reduced cost.

Source: Lübbecke & Desrosiers (2005), doi:10.1287/opre.1050.0234.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import Certificate
from leernet.solve.allocation.arrays import Ints, in_order_of_first
from leernet.solve.allocation.bounds import Duals, exact_sum, no_duals
from leernet.solve.allocation.bundles import (
    OUT_OF_REACH,
    Bundles,
    Cost,
    CostLimit,
    LinearCost,
    Offer,
    Placing,
    joined,
)
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.columns import Columns
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.duals import BestDuals, model_of, rationalized, refined
from leernet.solve.allocation.goals import Leximin, Sum, WorstLevel, at_level
from leernet.solve.allocation.lexicographic import FixedGoals, certificate, unproven, with_goal, with_proof
from leernet.solve.allocation.linear_programs import WHOLE_WITHIN, integer_optimum
from leernet.solve.allocation.optimal_face import Face, whole, with_row
from leernet.solve.allocation.pricing import Priced, enumeration, floor_of, pricing
from leernet.solve.allocation.restricted_master import ElasticProgram, entries_of
from leernet.solve.limits import OVER, LimitReachedError


class Remaining(Struct, frozen=True):
    """What is still possible, while bundles are not all made.

    Attributes:
        offered: what each kind could have.
        count: (T,) participants of the kind.
        low: (S,) least load of each session.
        high: (S,) most load.
        cost_limits: what the goals held so far leave of the bundles.
        rows: costs and limits of the goals that are kept as rows.
    """

    offered: Offer
    count: Ints
    low: Ints
    high: Ints
    cost_limits: tuple[CostLimit, ...] = ()
    rows: tuple[tuple[Cost, int], ...] = ()

    def limited(self, objective: Cost, most: int) -> Remaining:
        """What is left when nobody may be charged more than this."""
        return replace(
            self, cost_limits=(*self.cost_limits, CostLimit(objective, np.full(len(self.count), most)))
        )

    def merged(self, objective: Cost) -> tuple[Remaining, Cost, Ints]:
        """Agent types that are alike as far as this cost goes as one; the new kind of each."""
        objectives = [
            objective,
            *(row for row, _ in self.rows),
            *(cost_limit.objective for cost_limit in self.cost_limits),
        ]
        told = [self.offered.able, self.offered.need, self.offered.placed, self.offered.may]
        told += [cost_limit.most for cost_limit in self.cost_limits]
        for each in objectives:
            for linear in (each.linear, *(step[0] for step in each.steps)):
                told += [linear.base, linear.session]
            told += [step[1] for step in each.steps]
        table = np.column_stack([part.astype(np.int64) for part in told])
        # In order of their first kind, so that the order follows the lots.
        first, of = in_order_of_first(np.unique(table, axis=0, return_inverse=True)[1].reshape(-1))
        alike = Remaining(
            self.offered.at(first),
            np.bincount(of, weights=self.count, minlength=len(first)).astype(np.int64),
            self.low,
            self.high,
            tuple(cost_limit.at(first) for cost_limit in self.cost_limits),
            tuple((row.at(first), limit) for row, limit in self.rows),
        )
        return alike, objective.at(first), of

    def at_duals(self, objective: Cost, duals: Duals) -> Cost:
        """What bundles are charged, scaled, when sessions and the goals kept as rows have duals."""
        reduced_cost = objective.times(duals.scale)
        for multiplier, (row, _) in zip(duals.rows.tolist(), self.rows, strict=True):
            if multiplier:
                reduced_cost = reduced_cost.plus(row.times(multiplier))
        nothing = np.zeros(len(self.count), np.int64)
        session = np.broadcast_to(np.append(duals.sessions, 0), objective.linear.session.shape)
        return reduced_cost.plus(Cost(LinearCost(nothing, session)))

    def scaled(self, least: Ints, duals: Duals) -> int:
        """The bound, scaled, when each of a kind is charged this at least; see ``bounds.bound``."""
        seats = np.where(duals.sessions > 0, duals.sessions * self.high, duals.sessions * self.low)
        limits = (limit for _, limit in self.rows)
        kept = sum(int(q) * limit for q, limit in zip(duals.rows, limits, strict=True))
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

    def held(self, objective: Cost, duals: Duals, least: Ints, value: int) -> Remaining:
        """What is left when the goal has this value; ``least`` (T,) is what each kind pays at the duals."""
        slack = value * duals.scale - self.scaled(least, duals)
        return replace(
            self,
            low=np.where(duals.sessions > slack, self.high, self.low),
            high=np.where(duals.sessions < -slack, self.low, self.high),
            cost_limits=(*self.cost_limits, CostLimit(self.at_duals(objective, duals), least + slack)),
            rows=self.rows if slack == 0 else (*self.rows, (objective, value)),
        )


class GoalFixed(Struct, frozen=True):
    """What a goal leaves, none when nothing fits, and the goals so far with this one."""

    left: Remaining | None
    so_far: FixedGoals


def goal_fixed(
    before: Remaining, step: Sum, so_far: FixedGoals, control: Control, known: Placing | None = None
) -> GoalFixed | None:
    """The goal at its best; none when a search finds nothing in whole people.

    Args:
        known: a placing of everybody that is allowed; duals that prove that nothing is better are the best.
    """
    control.tell(step.name)
    alike, objective, of = before.merged(step.objective)
    if known is not None:
        known = Placing(Bundles(of[known.bundles.kind], known.bundles.taken), known.people)
    priced = control.in_time(lambda: _priced(alike, objective, control, known))
    if priced is OVER:
        own = exact_sum(alike.count * floor_of(alike.offered, objective))
        return GoalFixed(before, unproven(so_far, step.name, step.sign * own, step))
    best, least = priced
    if not best.fits:
        return GoalFixed(None, with_proof(so_far, certificate(step.name, 0, best.duals, so_far.sessions)))
    scaled = alike.scaled(least, best.duals)
    value = bound = -(-scaled // best.duals.scale)
    if control.searched:
        near = CostLimit(alike.at_duals(objective, best.duals), least - scaled)
        found = _searched(alike, objective, near, best.duals.scale, bound, control)
        if found is None:
            return None
        value = found
    control.tell(step.name, step.sign * value, step.sign * bound)
    proof = certificate(step.name, step.sign * value, best.duals, so_far.sessions)
    left = before.held(step.objective, best.duals, least[of], value)
    return GoalFixed(left, with_goal(so_far, step.name, step.sign, value, proof))


def _priced(
    alike: Remaining, objective: Cost, control: Control, known: Placing | None
) -> tuple[BestDuals, Ints]:
    """The best duals, and (T,) what each kind pays at them at least.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    source = ColumnPool(alike, objective, control)
    if known is not None:
        source.take(known.bundles)
    reached = None if known is None else known.cost(objective)
    best = refined(source, no_duals(len(alike.low), len(alike.rows)), control, reached)
    return best, source.least(best.duals) if best.fits else alike.count


def worst_level_fixed(
    before: Remaining, step: WorstLevel | Leximin, so_far: FixedGoals, control: Control
) -> GoalFixed | None:
    """The lowest worst level, and as few there as can be, as ``settled``.

    Raises:
        LimitReachedError: when the worst level is not known in time.
    """
    name = f"worst level{step.suffix}"
    control.tell(name)
    beyond = np.full(len(before.count), OUT_OF_REACH)
    limits, parameters = control.limits, control.parameters
    own = pricing(
        before.offered, before.cost_limits, step.level, beyond, 1, limits=limits, parameters=parameters
    ).least
    highest = int(_dearest(step.level, before.offered).max(initial=0))
    lowest = int(own.max(initial=0))
    worst = _lowest_that_fits(before, step.level, lowest, highest, control)
    while True:
        limited = before.limited(step.level, worst)
        reached = with_goal(so_far, name, 1, worst, Certificate(name, worst))
        if worst == 0:
            return GoalFixed(limited, reached)
        counted = goal_fixed(limited, at_level(step, worst), reached, control)
        if counted is not None and counted.left is not None and not counted.so_far.goals[-1].proven:
            # How many must be there is what proves the level.
            raise LimitReachedError
        nothing = counted is None or counted.left is None
        if nothing and worst < highest:
            worst += 1
        elif nothing or counted is None or worst == lowest or counted.so_far.goals[-1].value > 0:
            return counted
        else:
            worst -= 1


def _lowest_that_fits(before: Remaining, level: Cost, lowest: int, highest: int, control: Control) -> int:
    """The lowest worst level at which something fits, if need be in parts; the highest if nothing does."""
    alike, _free, of = before.merged(level)
    search = _Fits(alike, level.at(in_order_of_first(of)[0]), control)
    failing, fitting, further = lowest - 1, lowest, 1
    while fitting < highest and not search.fits(fitting):
        failing, fitting, further = fitting, min(fitting + further, highest), 2 * further
    return bisect_left(range(fitting), True, lo=failing + 1, key=search.fits)


class _Fits:
    """Whether something fits when nobody is below a level; what one level needs serves the next."""

    def __init__(self, left: Remaining, level: Cost, control: Control) -> None:
        self.left = left
        self.level = level
        self.control = control
        self.duals = no_duals(len(left.low), len(left.rows))
        self.made = Bundles(np.zeros(0, np.int64), np.zeros((0, 1), np.int64))

    def fits(self, worst: int) -> bool:
        """Whether no duals prove the opposite, of a division that leaves limits as little as can be."""
        left, none = self.left.limited(self.level, worst), len(self.left.low)
        pool = ColumnPool(left, self.level.times(0), self.control)
        within = self.level.of(self.made.kind, self.made.taken) <= worst
        pool.take(Bundles(self.made.kind[within], self.made.taken[within]))
        # Duals that prove it of one level mostly prove it of some of the next.
        proven = pool.asked(self.duals)[0] > 0
        program = _elastic(left)
        pool.latest = pool.made
        while not proven:
            _add(program, left.face(pool.latest), pool.latest.kind)
            found = program.division(self.control.limits)
            if found.outside <= WHOLE_WITHIN:
                break
            self.duals = rationalized(found.duals, left.low, self.control.parameters)
            scaled, news = pool.asked(self.duals)
            proven = scaled > 0
            if not news:
                break
        self.made = joined(self.made, pool.made, none=none)
        return not proven


def _elastic(left: Remaining) -> ElasticProgram:
    limits = np.array([limit for _row, limit in left.rows], float)
    low = np.concatenate([left.low, np.full(len(limits), -np.inf)])
    program = ElasticProgram(low, np.concatenate([left.high, limits]).astype(float))
    program.add_sets(left.count)
    return program


def _add(program: ElasticProgram, face: Face, kind: Ints) -> None:
    """Columns of these agent types to the problem."""
    entries, row, value = entries_of(face)
    row[entries[1:] - 1] = program.rows + kind
    program.add_columns(entries[:-1], row, value)


class ColumnPool:
    """All bundles that are left; those are known that were asked for at some duals.

    Attributes:
        made: those that are known.
        latest: those that were found last.
    """

    def __init__(self, left: Remaining, objective: Cost, control: Control) -> None:
        self.left = left
        self.objective = objective
        self.parameters = control.parameters
        self.limits = control.limits
        self.dearest = exact_sum(left.count * _dearest(objective, left.offered))
        self.made = self.latest = self._priced(objective, self._beyond(), 1).bundles

    def take(self, bundles: Bundles) -> None:
        """Know these as well."""
        self.made = joined(self.made, bundles, none=len(self.left.low))

    def known(self) -> tuple[Face, Ints]:
        return self.left.face(self.made), self.objective.of(self.made.kind, self.made.taken)

    def asked(self, duals: Duals) -> tuple[int, bool]:
        reduced_cost = self.left.at_duals(self.objective, duals)
        known = self._beyond()
        np.minimum.at(known, self.made.kind, reduced_cost.of(self.made.kind, self.made.taken))
        found = self._priced(reduced_cost, known, duals.scale)
        news = len(found.bundles.kind) > 0
        if news:
            self.latest = found.bundles
            self.take(found.bundles)
        return self.left.scaled(found.least, duals), news

    def least(self, duals: Duals) -> Ints:
        """(T,) the least that each kind is charged at these duals."""
        return self._priced(self.left.at_duals(self.objective, duals), self._beyond(), duals.scale).least

    def _beyond(self) -> Ints:
        return np.full(len(self.left.count), OUT_OF_REACH)

    def _priced(self, reduced_cost: Cost, to_beat: Ints, step: int) -> Priced:
        return pricing(
            self.left.offered,
            self.left.cost_limits,
            reduced_cost,
            to_beat,
            self.parameters.columns_each,
            step,
            limits=self.limits,
            parameters=self.parameters,
        )


def _dearest(objective: Cost, offered: Offer) -> Ints:
    """(T,) more than any bundle is charged."""
    steps = sum(max(height, 0) for _, _, height in objective.steps)
    dear: Ints = (
        objective.linear.base + offered.need * np.maximum(objective.linear.session.max(axis=1), 0) + steps
    )
    return dear


def _searched(
    alike: Remaining, objective: Cost, near: CostLimit, scale: int, bound: int, control: Control
) -> int | None:
    """The least in whole people, by search; none when there is nothing.

    What costs at most a little more than is proven uses only bundles that are at most so much dearer than the
    cheapest of their kind.

    Args:
        near: what bundles are charged, and the most of what would cost nothing at all.
    """
    kinds, parameters = np.arange(len(alike.count)), control.parameters
    for more in (1, 2, 4, 8, 16):
        cost_limits = (*alike.cost_limits, replace(near, most=near.most + (bound + more) * scale))
        made = enumeration(alike.offered, kinds, cost_limits, parameters.most_searched, parameters)
        if made is None:
            # Among so many there is nearly always one in whole people; if not, no allocation is found.
            return bound
        face, cost = alike.face(made), objective.of(made.kind, made.taken)
        model = model_of(face, classes(face, cost), cost)
        found = integer_optimum(model, None, control.limits)
        if found is not None:
            value = int(np.rint(found.people @ model.cost))
            if value <= bound + more:
                return max(value, bound)
    return None

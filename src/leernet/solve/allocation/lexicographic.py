"""Lexicographic optimisation: goals in order in; the face where all are optimal, with duals as proof, out.

Source: Isermann (1982), doi:10.1007/BF01782758.
"""

from bisect import bisect_left
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import Certificate, Goal
from leernet.solve.allocation.arrays import Ints, distinct
from leernet.solve.allocation.bounds import Duals, exact_sum, most_paid, reduced_cost_fixed
from leernet.solve.allocation.bundles import OUT_OF_REACH
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.columns import Columns
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.duals import DualOptimum, infeasibility_certificate, model_of, optimal_duals
from leernet.solve.allocation.goals import Leximin, Step, Sum, WorstLevel
from leernet.solve.allocation.linear_programs import integer_optimum
from leernet.solve.allocation.optimal_face import Face
from leernet.solve.limits import OVER


class CountedGoal(Struct, frozen=True):
    """A goal that is added up: its name, (C,) what each of all columns adds, and its sign as in ``Sum``."""

    name: str
    cost: Ints
    sign: Literal[1, -1] = 1


class Worst(Struct, frozen=True):
    """The worst level: (C,) the level of each of all columns."""

    level: Ints


class FixedGoals(Struct, frozen=True):
    """Goals held at their best so far.

    Attributes:
        face: what is left; none when the last certificate proves that nothing fits.
        sessions: their ids.
        goals: in order.
        costs: what each goal costs, smaller is better; to compare allocations with.
        certificates: in order, of the goals that are proven.
        open: goals that there was no time for, with their place among the goals.
    """

    face: Face | None
    sessions: tuple[str, ...]
    goals: tuple[Goal, ...] = ()
    costs: tuple[int, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    open: tuple[tuple[int, Sum | CountedGoal | Worst], ...] = ()


def lexicographic_optimum(
    so_far: FixedGoals, made: Columns, steps: tuple[Step | CountedGoal, ...], control: Control
) -> FixedGoals:
    """All goals held, one after the other."""
    for step in steps:
        face = so_far.face
        if face is None or control.is_beaten(so_far.costs):
            break
        match step:
            case Sum():
                so_far = _with_sum(so_far, face, CountedGoal(step.name, step.cost(made), step.sign), control)
            case CountedGoal():
                so_far = _with_sum(so_far, face, step, control)
            case WorstLevel():
                so_far = _with_worst_level(so_far, face, step.suffix, made.cost(step.level), control)
            case Leximin():
                so_far = _with_leximin(so_far, face, step, made.cost(step.level), control)
    return so_far


def _with_sum(so_far: FixedGoals, face: Face, goal: CountedGoal, control: Control) -> FixedGoals:
    control.tell(goal.name)
    cost = goal.cost[face.column]
    smallest = face.smallest(cost)
    least = exact_sum(face.count * smallest)
    if bool(np.all(cost == np.repeat(smallest, np.diff(face.start)))):
        proof = Certificate(goal.name, goal.sign * least)
        return with_goal(so_far, goal.name, goal.sign, least, proof)
    priced = control.in_time(lambda: optimal_duals(face, cost, control))
    if priced is OVER:
        return unproven(so_far, goal.name, goal.sign * least, goal)
    if not priced.fits:
        empty = certificate(goal.name, 0, priced.duals, so_far.sessions)
        return replace(with_proof(so_far, empty), face=None)
    value = _searched_value(face, cost, priced, control) if control.searched else priced.proof.least
    if value is None:
        return replace(so_far, face=None)
    proven = certificate(goal.name, goal.sign * value, priced.duals, so_far.sessions)
    left = reduced_cost_fixed(face, cost, priced.duals, priced.proof, value)
    control.tell(goal.name, goal.sign * value, goal.sign * priced.proof.least)
    return with_goal(replace(so_far, face=left), goal.name, goal.sign, value, proven)


def with_goal(so_far: FixedGoals, name: str, sign: int, value: int, proof: Certificate) -> FixedGoals:
    """The goals with one more; ``value`` is what it costs, smaller is better."""
    reached = Goal(name, sign * value, sign * value, proven=True)
    goals, costs = (*so_far.goals, reached), (*so_far.costs, value)
    return replace(with_proof(so_far, proof), goals=goals, costs=costs)


def with_proof(so_far: FixedGoals, proof: Certificate) -> FixedGoals:
    """The certificates with one more."""
    return replace(so_far, certificates=(*so_far.certificates, proof))


def unproven(so_far: FixedGoals, name: str, bound: int, goal: Sum | CountedGoal | Worst) -> FixedGoals:
    """Out of time: the bound that is known; the value follows from the allocation."""
    reached = Goal(name, bound, bound, proven=False)
    return replace(
        so_far,
        goals=(*so_far.goals, reached),
        costs=(*so_far.costs, bound),
        open=(*so_far.open, (len(so_far.goals), goal)),
    )


def certificate(name: str, value: int, duals: Duals, sessions: tuple[str, ...]) -> Certificate:
    """Duals as they are kept."""
    return Certificate(name, value, duals.scale, duals.named(sessions), duals.multipliers)


def _searched_value(face: Face, cost: Ints, priced: DualOptimum, control: Control) -> int | None:
    """The least cost in whole people, by search; none when there is no allocation in whole people.

    An allocation that costs at most one more than is proven uses only columns that are at most so much dearer
    than the cheapest of their kind, so these are searched first.
    """
    proof, most = priced.proof, priced.proof.least + 1
    near = proof.reduced <= most * priced.duals.scale - proof.scaled
    value = _least_whole(face.only(near), cost[near], control)
    if value is None or value > most:
        value = _least_whole(face, cost, control)
    return None if value is None else max(value, proof.least)


def _least_whole(face: Face, cost: Ints, control: Control) -> int | None:
    smallest = face.smallest(cost)
    relative = cost - np.repeat(smallest, np.diff(face.start))
    model = model_of(face, classes(face, relative), relative)
    solution = integer_optimum(model, None, control.limits)
    if solution is None:
        return None
    return exact_sum(face.count * smallest) + int(np.rint(solution.people @ model.cost))


def _with_worst_level(
    so_far: FixedGoals, face: Face, suffix: str, level: Ints, control: Control
) -> FixedGoals:
    """The lowest worst level, and as few people there as can be; the bound of the second proves the first."""
    name = f"worst level{suffix}"
    control.tell(name)
    levels = level[face.column]
    own = int(face.smallest(levels).max(initial=0))
    # Without anybody the worst level is 0.
    candidates = [int(each) for each in distinct(levels) if each >= own] or [0]
    at = control.in_time(lambda: _lowest_that_fits(face, levels, candidates, control))
    if at is OVER:
        return unproven(so_far, name, own, Worst(level))
    while True:
        worst = candidates[at]
        reached = Goal(name, worst, worst, proven=True)
        lowered = face.only(levels <= worst)
        worst_level_fixed = replace(
            so_far,
            face=lowered,
            goals=(*so_far.goals, reached),
            costs=(*so_far.costs, worst),
            certificates=(*so_far.certificates, Certificate(name, worst)),
        )
        if worst == 0:
            return worst_level_fixed
        counted = _with_sum(worst_level_fixed, lowered, _at_level(level, worst, suffix), control)
        if counted.face is None and at + 1 < len(candidates):
            at += 1
        elif (
            counted.face is not None and counted.goals[-1].value == 0 and counted.goals[-1].proven and at > 0
        ):
            at -= 1
        else:
            return counted


def _lowest_that_fits(face: Face, levels: Ints, candidates: list[int], control: Control) -> int:
    """Position of the lowest worst level at which something seems to fit, of the last if nothing ever does.

    Duals that prove that nothing fits at one level prove it for some of the next as well.
    """
    at = 0
    while (duals := infeasibility_certificate(face.only(levels <= candidates[at]), control)) is not None:
        paid = face.priced(duals.sessions, duals.rows)[face.pattern]
        most = most_paid(face, duals)

        def is_proven(worst: int, paid: Ints = paid, most: int = most) -> bool:
            cheapest = face.smallest(np.where(levels <= worst, paid, OUT_OF_REACH))
            return exact_sum(face.count * cheapest) > most

        at = bisect_left(candidates, True, lo=at + 1, key=lambda worst: not is_proven(worst))
        if at == len(candidates):
            return at - 1
    return at


def _at_level(level: Ints, worst: int, suffix: str) -> CountedGoal:
    return CountedGoal(f"members at level {worst}{suffix}", (level == worst).astype(np.int64))


def _with_leximin(so_far: FixedGoals, face: Face, step: Leximin, level: Ints, control: Control) -> FixedGoals:
    below = step.below
    if below is None:
        so_far = _with_worst_level(so_far, face, step.suffix, level, control)
        if so_far.face is None or not so_far.goals:
            return so_far
        worst = next(goal for goal in reversed(so_far.goals) if goal.name == f"worst level{step.suffix}")
        # Below a worst level that is not proven, levels mean nothing.
        below = worst.value if worst.proven else 0
    for lower in range(below - 1, 0, -1):
        if so_far.face is None:
            break
        so_far = _with_sum(so_far, so_far.face, _at_level(level, lower, step.suffix), control)
    return so_far

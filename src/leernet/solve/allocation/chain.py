"""A face and goals in order in, the face where all are at their best out, with the prices that prove it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Literal

import numpy as np

from leernet.model.allocation import Certificate, Goal
from leernet.solve.allocation.bounds import Prices, exact_sum, peeled
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.face import Face
from leernet.solve.allocation.goals import Floor, Levels, Step, Sum
from leernet.solve.allocation.kinds import Ints
from leernet.solve.allocation.linear import integer_optimum
from leernet.solve.allocation.prices import Priced, best_prices, fits, model_of


@dataclass(frozen=True, slots=True)
class Watch:
    """How the chain runs.

    Attributes:
        until: moment, on the monotonic clock, after which goals are no longer proven; none: take the time it
            takes.
        progress: told the goal being solved, and the gap that is left once it is known.
        lots: what is looked at after a turn. Whole people are needed only where everybody could be placed
            in parts only.
        searched: after every goal look for the best in whole people. Needed only where prices prove less than
            is true.
    """

    until: float | None = None
    progress: Callable[[str, float | None], None] | None = None
    lots: Literal["parts", "whole"] = "parts"
    searched: bool = False

    @property
    def over(self) -> bool:
        """Whether time is up."""
        return self.until is not None and monotonic() >= self.until

    @property
    def seconds(self) -> float | None:
        """Time left."""
        return None if self.until is None else max(self.until - monotonic(), 0.0)

    def tell(self, goal: str, gap: float | None = None) -> None:
        """Tell the progress."""
        if self.progress is not None:
            self.progress(goal, gap)


@dataclass(frozen=True, slots=True)
class Held:
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
    open: tuple[tuple[int, Sum | Floor], ...] = ()


def held(so_far: Held, steps: tuple[Step, ...], watch: Watch) -> Held:
    """All goals held, one after the other."""
    for step in steps:
        face = so_far.face
        if face is None:
            break
        match step:
            case Sum():
                so_far = _with_sum(so_far, face, step, watch)
            case Floor():
                so_far = _with_floor(so_far, face, step.suffix, step.level, watch)
            case Levels():
                so_far = _with_levels(so_far, face, step, watch)
    return so_far


def _with_sum(so_far: Held, face: Face, goal: Sum, watch: Watch) -> Held:
    watch.tell(goal.name)
    cost = goal.cost[face.column]
    smallest = face.smallest(cost)
    least = exact_sum(face.count * smallest)
    if bool(np.all(cost == np.repeat(smallest, np.diff(face.start)))):
        return _added(so_far, face, goal, least, Certificate(goal.name, goal.sign * least))
    if watch.over:
        return _unproven(so_far, goal.name, goal.sign * least, goal)
    priced = best_prices(face, cost)
    if not priced.fits:
        empty = _certificate(goal.name, 0, priced.prices, so_far.sessions)
        return replace(so_far, face=None, certificates=(*so_far.certificates, empty))
    value = _searched_value(face, cost, priced, watch) if watch.searched else priced.proof.least
    if value is None:
        return replace(so_far, face=None)
    certificate = _certificate(goal.name, goal.sign * value, priced.prices, so_far.sessions)
    left = peeled(face, cost, priced.prices, priced.proof, value)
    watch.tell(goal.name, float(value - priced.proof.least))
    return _added(so_far, left, goal, value, certificate)


def _added(so_far: Held, face: Face, goal: Sum, value: int, certificate: Certificate) -> Held:
    reached = Goal(goal.name, goal.sign * value, goal.sign * value, proven=True)
    return replace(
        so_far,
        face=face,
        goals=(*so_far.goals, reached),
        costs=(*so_far.costs, value),
        certificates=(*so_far.certificates, certificate),
    )


def _unproven(so_far: Held, name: str, bound: int, goal: Sum | Floor) -> Held:
    """Out of time: the bound that needs no prices; the value follows from the allocation."""
    reached = Goal(name, bound, bound, proven=False)
    return replace(
        so_far,
        goals=(*so_far.goals, reached),
        costs=(*so_far.costs, bound),
        open=(*so_far.open, (len(so_far.goals), goal)),
    )


def _certificate(name: str, value: int, prices: Prices, sessions: tuple[str, ...]) -> Certificate:
    return Certificate(name, value, prices.scale, prices.named(sessions), prices.multipliers)


def _searched_value(face: Face, cost: Ints, priced: Priced, watch: Watch) -> int | None:
    """The least cost in whole people, by search; none when there is no allocation in whole people.

    An allocation that costs at most one more than is proven uses only columns that are at most so much dearer
    than the cheapest of their kind, so these are searched first.
    """
    proof, most = priced.proof, priced.proof.least + 1
    near = proof.reduced <= most * priced.prices.scale - proof.scaled
    value = _least_whole(face.only(near), cost[near], watch)
    if value is None or value > most:
        value = _least_whole(face, cost, watch)
    return None if value is None else max(value, proof.least)


def _least_whole(face: Face, cost: Ints, watch: Watch) -> int | None:
    smallest = face.smallest(cost)
    relative = cost - np.repeat(smallest, np.diff(face.start))
    model = model_of(face, classes(face, relative), relative)
    solution = integer_optimum(model, None, watch.seconds)
    if solution is None:
        return None
    return exact_sum(face.count * smallest) + int(np.rint(solution.people @ model.cost))


def _with_floor(so_far: Held, face: Face, suffix: str, level: Ints, watch: Watch) -> Held:
    """The lowest worst level, and as few people there as can be; the bound of the second proves the first."""
    name = f"worst level{suffix}"
    watch.tell(name)
    levels = level[face.column]
    own = int(face.smallest(levels).max(initial=0))
    # Without anybody the worst level is 0.
    candidates = [int(each) for each in np.unique(levels) if each >= own] or [0]
    if watch.over:
        return _unproven(so_far, name, own, Floor(suffix, level))
    at = next(
        (at for at, worst in enumerate(candidates) if fits(face.only(levels <= worst))), len(candidates) - 1
    )
    while True:
        worst = candidates[at]
        reached = Goal(name, worst, worst, proven=True)
        lowered = face.only(levels <= worst)
        floored = replace(
            so_far,
            face=lowered,
            goals=(*so_far.goals, reached),
            costs=(*so_far.costs, worst),
            certificates=(*so_far.certificates, Certificate(name, worst)),
        )
        if worst == 0:
            return floored
        counted = _with_sum(floored, lowered, _at_level(level, worst, suffix), watch)
        if counted.face is None and at + 1 < len(candidates):
            at += 1
        elif (
            counted.face is not None and counted.goals[-1].value == 0 and counted.goals[-1].proven and at > 0
        ):
            at -= 1
        else:
            return counted


def _at_level(level: Ints, worst: int, suffix: str) -> Sum:
    return Sum(f"members at level {worst}{suffix}", (level == worst).astype(np.int64))


def _with_levels(so_far: Held, face: Face, goal: Levels, watch: Watch) -> Held:
    so_far = _with_floor(so_far, face, goal.suffix, goal.level, watch)
    if so_far.face is None or not so_far.goals:
        return so_far
    worst = next(
        reached.value for reached in reversed(so_far.goals) if reached.name == f"worst level{goal.suffix}"
    )
    for lower in range(worst - 1, 0, -1):
        if so_far.face is None:
            break
        so_far = _with_sum(so_far, so_far.face, _at_level(goal.level, lower, goal.suffix), watch)
    return so_far

"""The goals of a policy in order of importance; each knows what every column adds to it."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct

from leernet.model.allocation import AllocationProblem
from leernet.solve.allocation.agent_types import Population, Programme
from leernet.solve.allocation.arrays import Ints
from leernet.solve.allocation.bundles import Cost, LinearCost
from leernet.solve.allocation.columns import Columns
from leernet.solve.allocation.costs import (
    WishPoints,
    counted,
    of_changes,
    of_evidence,
    of_missing,
    of_points,
    of_position,
)

# Those who answered in time come first, with all their goals and lots; then those who wait.
Group: TypeAlias = Literal["in time", "late"]


class Sum(Struct, frozen=True):
    """A number to add up over everybody and to keep as small as can be.

    Attributes:
        name: as in ``model.allocation.Goal``.
        objective: what each bundle adds.
        sign: -1 where the name counts something good, and the cost is its negative.
    """

    name: str
    objective: Cost
    sign: Literal[1, -1] = 1

    def cost(self, made: Columns) -> Ints:
        """(C,) what each of all columns adds."""
        return made.cost(self.objective)


class WorstLevel(Struct, frozen=True):
    """The worst level as low as can be, then as few participants there as can be."""

    suffix: str
    level: Cost


class Leximin(Struct, frozen=True):
    """As few participants at the worst level as can be, then at the next, and so on.

    Attributes:
        below: the levels from this one on are counted already; none: the worst level is not known yet.
    """

    suffix: str
    level: Cost
    below: int | None = None


Step: TypeAlias = Sum | WorstLevel | Leximin


def at_level(step: WorstLevel | Leximin, number: int) -> Sum:
    """How many are at a level."""
    level = step.level.linear
    nothing = level.times(0)
    above = np.full(len(level.base), number)
    objective = Cost(nothing, ((level, above - 1, 1), (level, above, -1)))
    return Sum(f"members at level {number}{step.suffix}", objective)


class Accounts(Struct, frozen=True):
    """What is needed to say what a bundle adds to a goal.

    Attributes:
        wished: what the kinds wish for.
        best: (T,) points of the best bundle each kind could have alone.
    """

    problem: AllocationProblem
    running: Programme
    everyone: Population
    wished: WishPoints
    best: Ints

    def level(self) -> LinearCost:
        """Points above the best alone."""
        points = of_points(self.everyone.types, self.wished, self.running)
        return LinearCost(points.base - self.best, points.session)


def steps(accounts: Accounts, group: Group) -> tuple[Step, ...]:
    """The goals of one group, most important first; an earlier result is looked at with the first group."""
    problem, running = accounts.problem, accounts.running
    suffix = " (late)" if group == "late" else ""
    who = _counted(accounts, group)

    def total(name: str, objective: Cost, sign: Literal[1, -1] = 1) -> Sum:
        return Sum(f"{name}{suffix}", counted(objective, who), sign)

    some = accounts.everyone.types
    first: tuple[Step, ...] = (total("seats missing", Cost(of_missing(some, running))),)
    wanted: tuple[Step, ...] = ()
    if problem.policy not in ("lottery", "draft"):
        if problem.evidence_first:
            missed = of_evidence(some, running, problem.evidence_at_most)
            wanted = (total("evidence choices missed", missed),)
        wanted += _policy_steps(accounts, total, counted(Cost(accounts.level()), who), suffix)
    if group == "late":
        return (*first, *wanted)
    match problem.keep:
        case "frozen":
            return (_changed(accounts), *first, *wanted)
        case "improve":
            return (*_worse(accounts), *first, *wanted, _changed(accounts))
        case "fewest":
            return (*first, _changed(accounts), *wanted)
        case None:
            return (*first, *wanted)


def _policy_steps(
    accounts: Accounts, total: Callable[..., Sum], level: Cost, suffix: str
) -> tuple[Step, ...]:
    sum_of_levels = total("sum of levels", Cost(accounts.level()))
    match accounts.problem.policy:
        case "leximin":
            return (Leximin(suffix, level),)
        case "best-sum":
            return (sum_of_levels,)
        case "most-first-choices":
            some = accounts.everyone.types
            return tuple(
                total(f"places at wish {at + 1}", Cost(of_position(some, accounts.running, at)), -1)
                for at in range(some.last_position + 1)
            )
        case _:
            return (WorstLevel(suffix, level), sum_of_levels)


def _counted(accounts: Accounts, group: Group) -> Ints:
    """(T,) 1 for the kinds of this group, 0 for those of the other."""
    counted: Ints = (accounts.everyone.types.waits == (group == "late")).astype(np.int64)
    return counted


def _worse(accounts: Accounts) -> tuple[Sum, ...]:
    """Who would be worse off than before; no earlier result, no loss.

    What nobody can give back leaves the rest without protection, so that the rest is looked at as well.
    """
    before = accounts.everyone.types.before
    worse = (_worse_than(accounts, before.points, "members worse off than before"),)
    if not np.any(before.left < before.places):
        return worse
    left = "members worse off than with what is left of before"
    return (*worse, _worse_than(accounts, before.points_left, left))


def _worse_than(accounts: Accounts, points_before: Ints, name: str) -> Sum:
    some = accounts.everyone.types
    before = np.where(some.before.places > 0, points_before, np.iinfo(np.int64).max)
    points = of_points(some, accounts.wished, accounts.running)
    free = LinearCost(np.zeros_like(before), np.zeros_like(points.session))
    return Sum(name, Cost(free, ((points, before, 1),)))


def _changed(accounts: Accounts) -> Sum:
    """Earlier placements that a bundle does not hold, those that are gone among them."""
    linear = of_changes(accounts.everyone.types, accounts.running)
    return Sum("placements changed", Cost(linear))

"""Agent types and the programme in, costs out: what a session and a missing place add to each goal."""

import numpy as np
from msgspec import Struct

from leernet.solve.allocation.agent_types import AgentTypes, Programme, points_missing
from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bundles import OUT_OF_REACH, Cost, LinearCost


class WishPoints(Struct, frozen=True):
    """What kinds wish for, as points.

    Attributes:
        rank: (T, W + 1) level of the wish for each workshop; what is not listed has the level after the last
            that is, what is ruled out the one after that; 0 for "no session".
        missing: points of a missing place.
    """

    rank: Ints
    missing: int


def wishes(some: AgentTypes, running: Programme) -> WishPoints:
    """Level of the wish of every kind for every workshop."""
    workshops = len(running.workshops)
    rank = np.zeros((len(some), workshops + 1), np.int64)
    unlisted = np.where(some.wished, some.rank, some.listed[:, None])
    rank[:, :workshops] = np.where(some.refused, some.listed[:, None] + 1, unlisted)
    return WishPoints(rank, points_missing(running, int(some.listed.max(initial=0))))


def of_missing(some: AgentTypes, running: Programme) -> LinearCost:
    """Places missing."""
    session = np.full((len(some), len(running.sessions) + 1), -1, np.int64)
    session[:, -1] = 0
    return LinearCost(some.need, session)


def of_points(some: AgentTypes, wished: WishPoints, running: Programme) -> LinearCost:
    """Levels of the wishes, and most for a missing place."""
    session = wished.rank[:, running.workshop] - wished.missing
    session[:, -1] = 0
    return LinearCost(wished.missing * some.need, session)


def of_position(some: AgentTypes, running: Programme, position: int) -> LinearCost:
    """Places at this place of the list, as something to get less of: the negative."""
    there = np.column_stack([(some.position == position) & ~some.refused, np.zeros(len(some), np.bool_)])
    linear = _of_workshops(there, running)
    return LinearCost(linear.base, -linear.session)


def of_evidence(some: AgentTypes, running: Programme, at_most: int) -> Cost:
    """Workshops marked as evidence that are not in the bundle, at most so many counted of those marked."""
    marked = np.column_stack([some.evidence, np.zeros(len(some), np.bool_)])
    each = _of_workshops(marked, running)
    missed = LinearCost(marked.sum(axis=1), -each.session)
    if at_most >= int(missed.base.max(initial=0)):
        return Cost(missed)
    nothing = LinearCost(np.zeros_like(missed.base), np.zeros_like(missed.session))
    # One step for the first that is got, one for the second, …; who marked fewer has no step more.
    return Cost(
        nothing,
        tuple(
            (missed, np.where(missed.base >= number, missed.base - number, OUT_OF_REACH), 1)
            for number in range(1, at_most + 1)
        ),
    )


def of_changes(some: AgentTypes, running: Programme) -> LinearCost:
    """Earlier placements that a bundle does not hold, those that are gone among them."""
    session = np.zeros((len(some), len(running.sessions) + 1), np.int64)
    session[:, :-1] = -some.before.session.astype(np.int64)
    return LinearCost(some.before.places, session)


def counted(objective: Cost, who: Ints) -> Cost:
    """The cost for some kinds only: ``who`` (T,) is 1 for these and 0 for the others."""

    def of(linear: LinearCost) -> LinearCost:
        return LinearCost(linear.base * who, linear.session * who[:, None])

    steps = (
        (of(linear), np.where(who, above, OUT_OF_REACH), height) for linear, above, height in objective.steps
    )
    return Cost(of(objective.linear), tuple(steps))


def _of_workshops(of_workshop: Truths, running: Programme) -> LinearCost:
    """The base is nothing; (T, W + 1) what a workshop costs, at whatever moment."""
    return LinearCost(np.zeros(len(of_workshop), np.int64), of_workshop[:, running.workshop].astype(np.int64))

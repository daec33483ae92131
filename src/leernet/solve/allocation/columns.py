"""Agent types in, columns out: every bundle of sessions each could get, and what it is worth."""

from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct

from leernet.solve.allocation.agent_types import AgentTypes, Population, Programme
from leernet.solve.allocation.arrays import Ints, Truths, alike, as_columns
from leernet.solve.allocation.bundles import OUT_OF_REACH, Bundles, Cost, CostLimit, LinearCost, Offer, offer
from leernet.solve.allocation.costs import WishPoints, of_missing, of_points, wishes
from leernet.solve.allocation.pricing import enumeration, pricing

# Sessions, ascending.
Bundle: TypeAlias = tuple[int, ...]

# All bundles; those with as few places missing as somebody alone can have.
Kept: TypeAlias = Literal["all", "full"]


class Columns(Struct, frozen=True):
    """All columns, those of one kind side by side.

    Attributes:
        start: (T + 1,) first column of each kind.
        kind: (C,) kind of each column.
        bundle: (C,) bundle of each column.
        sessions: (B, most) sessions of each bundle, filled up with S for "no session".
        best: (T,) points of the best bundle each kind could have alone.
        level: (C,) points above that.
        wished: what the kinds wish for.
    """

    start: Ints
    kind: Ints
    bundle: Ints
    sessions: Ints
    best: Ints
    level: Ints
    wished: WishPoints

    def cost(self, objective: Cost) -> Ints:
        """(C,) what the columns are charged."""
        return objective.of(self.kind, self.sessions[self.bundle])


def columns(
    everyone: Population, running: Programme, closed: frozenset[int], best: Ints | None, kept: Kept
) -> Columns | None:
    """Columns of every kind; none when placements by hand leave a kind without any bundle.

    Args:
        closed: sessions that get nobody.
        best: (T,) points of the best bundle each kind could have alone; none: that of the columns made.
        kept: which bundles of those who answered in time; leaving some out is exact whenever something
            feasible is left and the goals come in this order.
    """
    first, family = _families(everyone.types)
    families = everyone.types.at(first)
    offered = offer(families, running, closed)
    missing = of_missing(families, running)
    cost_limits = () if kept == "all" else (own_least(offered, (), missing, families.waits),)
    made = enumeration(offered, np.arange(len(families)), cost_limits)
    assert made is not None  # there is no most
    sizes = np.bincount(made.kind, minlength=len(families))
    if not sizes.all():
        return None
    begin = np.cumsum(sizes) - sizes
    sessions, bundle = _numbered(made, len(running.sessions))
    of_family = sizes[family]
    start = np.concatenate([[0], np.cumsum(of_family)])
    position = np.arange(int(of_family.sum())) + np.repeat(begin[family] - start[:-1], of_family)
    kind = np.repeat(np.arange(len(family)), of_family)
    wished = wishes(everyone.types, running)
    return _measured(everyone, running, start, kind, bundle[position], sessions, wished, best)


def columns_of(everyone: Population, running: Programme, made: Bundles, best: Ints) -> Columns | None:
    """Columns of bundles that were made elsewhere; none when a kind has none."""
    sizes = np.bincount(made.kind, minlength=len(everyone.types))
    if not sizes.all():
        return None
    sessions, bundle = _numbered(made, len(running.sessions))
    wished = wishes(everyone.types, running)
    start = np.concatenate([[0], np.cumsum(sizes)])
    return _measured(everyone, running, start, made.kind, bundle, sessions, wished, best)


def _measured(
    everyone: Population,
    running: Programme,
    start: Ints,
    kind: Ints,
    bundle: Ints,
    sessions: Ints,
    wished: WishPoints,
    best: Ints | None,
) -> Columns:
    points = of_points(everyone.types, wished, running).of(kind, sessions[bundle])
    if best is None and everyone.alone is not everyone.types:
        best = least_points(everyone, running)
    elif best is None:
        best = np.minimum.reduceat(points, start[:-1]) if len(kind) else points
    return Columns(start, kind, bundle, sessions, best, points - best[kind], wished)


def _families(some: AgentTypes) -> tuple[Ints, Ints]:
    """Agent types with the same bundles: the first of each family, and the family of each kind."""
    columns = [some.need, some.waits.astype(np.int64), *as_columns(some.attends), *as_columns(some.placed)]
    return alike(columns, len(some))


def own_least(
    offered: Offer, cost_limits: tuple[CostLimit, ...], linear: LinearCost, free: Truths
) -> CostLimit:
    """The least that each kind can have alone, as a cost limit; ``free`` (T,) kinds may go beyond it."""
    objective = Cost(linear)
    beyond = np.full(len(offered.need), OUT_OF_REACH)
    least = pricing(offered, cost_limits, objective, beyond, 1).least
    return CostLimit(objective, np.where(free, beyond, least))


def most_bundles(everyone: Population, running: Programme) -> int:
    """How many bundles the kind with the most could have, at least if no workshop had a second moment."""
    some = everyone.types
    here = some.attends @ (running.moment[:, None] == np.unique(running.moment)).astype(np.int64)
    first, _of = alike([some.need, *here.T], len(some))
    most = 0
    for need, at_moment in zip(some.need[first].tolist(), here[first].tolist(), strict=True):
        ways = [1] + [0] * need
        for sessions in at_moment:
            ways = [more + sessions * fewer for more, fewer in zip(ways, [0, *ways], strict=False)]
        most = max(most, sum(ways))
    return most


def least_points(everyone: Population, running: Programme) -> Ints:
    """(T,) points of the best bundle each kind could have alone."""
    alone = everyone.alone
    offered = offer(alone, running)
    wished = wishes(alone, running)
    beyond = np.full(len(offered.need), OUT_OF_REACH)
    return pricing(offered, (), Cost(of_points(alone, wished, running)), beyond, 1).least


def _numbered(made: Bundles, none: int) -> tuple[Ints, Ints]:
    """The bundles that occur, each once and in order, and the number of each one made."""
    width = made.taken.shape[1]
    if (none + 1) ** width >= 1 << 62:
        sessions, number = np.unique(made.taken, axis=0, return_inverse=True)
        return sessions, number.reshape(-1)
    # One whole number instead of a row of them sorts ten times as fast.
    packed = np.zeros(len(made.kind), np.int64)
    for slot in range(width):
        packed = packed * (none + 1) + made.taken[:, slot]
    _, first, number = np.unique(packed, return_index=True, return_inverse=True)
    return made.taken[first], number.reshape(-1)

"""The sessions open to an agent type and their costs in; its bundles within limits, and the least cost, out.

A bundle is given up as soon as the sessions so far, with the cheapest that could follow, cost too much.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterator, Mapping, Sequence

from msgspec import Struct

from leernet.model.allocation import Participant, Session

Bundle = tuple[str, ...]


class AgentType(Struct):
    """What one kind could have.

    Attributes:
        options: for each moment without a placement by hand, the sessions.
        spare: places wanted besides those.
        limits: costs with the most that a bundle may cost.
        family: equal for kinds that are alike so far.
    """

    person: Participant
    rank: Mapping[str, int]
    placed: Bundle
    options: tuple[tuple[Session, ...], ...]
    spare: int
    possible: bool
    family: Hashable
    limits: list[ReducedCostLimit] = []


class BundleCost(Struct, frozen=True):
    """What a bundle costs: something in any case, so much for each session, and more or less beyond limits.

    Attributes:
        steps: another cost, what it may cost, and what a bundle costs more beyond that.
    """

    base: int
    session: Mapping[str, int]
    steps: tuple[tuple[BundleCost, int, int], ...] = ()

    def of(self, bundle: Bundle) -> int:
        cost = self.base + sum(self.session[name] for name in bundle)
        return cost + sum(more * (other.of(bundle) > limit) for other, limit, more in self.steps)

    @property
    def reduction(self) -> int:
        """How much less than by its sessions a bundle may cost."""
        return sum(max(-more, 0) for _other, _limit, more in self.steps)


class ReducedCostLimit(Struct):
    """A cost with the most that a bundle may cost."""

    cost: BundleCost
    most: int


def least_cost(kind: AgentType, cost: BundleCost, limits: Sequence[ReducedCostLimit]) -> int:
    """The least that a bundle within these limits costs; more than anything does where there is none."""
    limit = ReducedCostLimit(cost, sys.maxsize)
    for bundle in Growth(kind, [limit, *limits]).bundles():
        limit.most = cost.of(bundle) - 1
    return limit.most + 1


class Growth:
    """The bundles of a kind within limits, which may shrink meanwhile; cheap by the first come first."""

    def __init__(self, kind: AgentType, limits: Sequence[ReducedCostLimit]) -> None:
        self.kind = kind
        self.limits = limits
        self.stepped = [limit for limit in limits if limit.cost.steps]
        self.options = kind.options
        if limits:
            price = limits[0].cost.session
            self.options = tuple(
                tuple(sorted(some, key=lambda each: price[each.id])) for some in kind.options
            )
        self.left = [_least_left(self.options, kind.spare, limit.cost.session) for limit in limits]
        self.reductions = [limit.cost.reduction for limit in limits]
        self.together = list(self._sums())

    def _sums(self) -> Iterator[tuple[int, list[list[int]]]]:
        """Limits, one after the other, and what is least left to pay of all so far together.

        Two sessions may each be within their limit and never both. The first limit, which shrinks, is last.
        """
        session: Mapping[str, int] = {}
        for number in (*range(1, len(self.limits)), *range(len(self.limits[:1]))):
            cost = self.limits[number].cost
            if not cost.steps:
                session = {name: price + session.get(name, 0) for name, price in cost.session.items()}
                yield number, _least_left(self.options, self.kind.spare, session)

    def bundles(self) -> Iterator[Bundle]:
        """Bundles, from placements by hand on."""
        kind = self.kind
        paid = [
            limit.cost.base + sum(limit.cost.session[name] for name in kind.placed) for limit in self.limits
        ]
        yield from self._grown(0, kind.placed, frozenset(), kind.spare, paid)

    def _grown(
        self, moment: int, bundle: Bundle, used: frozenset[str], spare: int, paid: list[int]
    ) -> Iterator[Bundle]:
        if not self._is_within(paid, moment, spare):
            return
        if moment == len(self.options):
            if all(limit.cost.of(bundle) <= limit.most for limit in self.stepped):
                yield bundle
            return
        for session in self.options[moment] if spare else ():
            if session.workshop not in used:
                more = [
                    so_far + limit.cost.session[session.id]
                    for so_far, limit in zip(paid, self.limits, strict=True)
                ]
                longer, taken = (*bundle, session.id), used | {session.workshop}
                yield from self._grown(moment + 1, longer, taken, spare - 1, more)
        yield from self._grown(moment + 1, bundle, used, spare, paid)

    def _is_within(self, paid: list[int], moment: int, spare: int) -> bool:
        every = zip(self.limits, paid, self.left, self.reductions, strict=True)
        for limit, so_far, least, reduction in every:
            if so_far + least[moment][spare] > limit.most + reduction:
                return False
        so_far = most = 0
        for number, left in self.together:
            so_far, most = so_far + paid[number], most + self.limits[number].most
            if so_far + left[moment][spare] > most:
                return False
        return True


def _least_left(
    options: tuple[tuple[Session, ...], ...], spare: int, session: Mapping[str, int]
) -> list[list[int]]:
    """For each moment and places to spare: the least that is still to pay from that moment on."""
    left = [[0] * (spare + 1)]
    for some in reversed(options):
        best = min((session[each.id] for each in some), default=0)
        after = left[0]
        left.insert(0, [after[0], *(min(after[n], best + after[n - 1]) for n in range(1, spare + 1))])
    return left

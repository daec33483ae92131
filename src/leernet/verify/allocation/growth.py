"""What one kind could have and what it costs in; the bundles within limits, and the least charged, out.

A bundle is given up as soon as the sessions so far, with the cheapest that could follow, cost too much.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from leernet.model.allocation import Participant, Session

Bundle = tuple[str, ...]

# More than anything is charged.
FAR = 1 << 60


@dataclass(slots=True)
class Kind:
    """What one kind could have.

    Attributes:
        options: for each moment without a placement by hand, the sessions.
        spare: places wanted besides those.
        budgets: tariffs with the most that a bundle may cost.
        family: equal for kinds that are alike so far.
    """

    person: Participant
    rank: Mapping[str, int]
    placed: Bundle
    options: tuple[tuple[Session, ...], ...]
    spare: int
    possible: bool
    family: Hashable
    budgets: list[Budget] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a bundle costs: something in any case, so much for each session, and more or less beyond limits.

    Attributes:
        steps: another tariff, what it may cost, and what a bundle costs more beyond that.
    """

    base: int
    session: Mapping[str, int]
    steps: tuple[tuple[Tariff, int, int], ...] = ()

    def of(self, bundle: Bundle) -> int:
        cost = self.base + sum(self.session[name] for name in bundle)
        return cost + sum(more * (other.of(bundle) > limit) for other, limit, more in self.steps)

    @property
    def reduction(self) -> int:
        """How much less than by its sessions a bundle may cost."""
        return sum(max(-more, 0) for _other, _limit, more in self.steps)


@dataclass(slots=True)
class Budget:
    """A tariff with the most that a bundle may cost."""

    tariff: Tariff
    most: int


def least_charged(kind: Kind, tariff: Tariff, budgets: Sequence[Budget]) -> int:
    """The least that a bundle within these budgets is charged; ``FAR`` where there is none."""
    budget = Budget(tariff, FAR - 1)
    for bundle in Growth(kind, [budget, *budgets]).bundles():
        budget.most = tariff.of(bundle) - 1
    return budget.most + 1


class Growth:
    """The bundles of a kind within budgets, which may shrink meanwhile; cheap by the first come first."""

    def __init__(self, kind: Kind, budgets: Sequence[Budget]) -> None:
        self.kind = kind
        self.budgets = budgets
        self.stepped = [budget for budget in budgets if budget.tariff.steps]
        self.options = kind.options
        if budgets:
            price = budgets[0].tariff.session
            self.options = tuple(
                tuple(sorted(some, key=lambda each: price[each.id])) for some in kind.options
            )
        self.left = [_least_left(self.options, kind.spare, budget.tariff.session) for budget in budgets]
        self.reductions = [budget.tariff.reduction for budget in budgets]
        self.together = list(self._sums())

    def _sums(self) -> Iterator[tuple[int, list[list[int]]]]:
        """Budgets, one after the other, and what is least left to pay of all so far together.

        Two sessions may each be within their budget and never both. The first budget, which shrinks, is last.
        """
        session: Mapping[str, int] = {}
        for number in (*range(1, len(self.budgets)), *range(len(self.budgets[:1]))):
            tariff = self.budgets[number].tariff
            if not tariff.steps:
                session = {name: price + session.get(name, 0) for name, price in tariff.session.items()}
                yield number, _least_left(self.options, self.kind.spare, session)

    def bundles(self) -> Iterator[Bundle]:
        """Bundles, from placements by hand on."""
        kind = self.kind
        paid = [
            budget.tariff.base + sum(budget.tariff.session[name] for name in kind.placed)
            for budget in self.budgets
        ]
        yield from self._grown(0, kind.placed, frozenset(), kind.spare, paid)

    def _grown(
        self, moment: int, bundle: Bundle, used: frozenset[str], spare: int, paid: list[int]
    ) -> Iterator[Bundle]:
        if not self._is_within(paid, moment, spare):
            return
        if moment == len(self.options):
            if all(budget.tariff.of(bundle) <= budget.most for budget in self.stepped):
                yield bundle
            return
        for session in self.options[moment] if spare else ():
            if session.workshop not in used:
                more = [
                    so_far + budget.tariff.session[session.id]
                    for so_far, budget in zip(paid, self.budgets, strict=True)
                ]
                longer, taken = (*bundle, session.id), used | {session.workshop}
                yield from self._grown(moment + 1, longer, taken, spare - 1, more)
        yield from self._grown(moment + 1, bundle, used, spare, paid)

    def _is_within(self, paid: list[int], moment: int, spare: int) -> bool:
        every = zip(self.budgets, paid, self.left, self.reductions, strict=True)
        for budget, so_far, least, reduction in every:
            if so_far + least[moment][spare] > budget.most + reduction:
                return False
        so_far = most = 0
        for number, left in self.together:
            so_far, most = so_far + paid[number], most + self.budgets[number].most
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

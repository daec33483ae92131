"""What the goals leave, who has a turn when, and what each got in; turns that no prices prove out.

For where there are too many bundles to make them all. A turn is proven by prices at which everybody together
would pay too much if it had given anything better: those with earlier turns for what these gave, the others
for whatever is cheapest. What each pays at least is searched for among all bundles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from leernet.model.allocation import Refusal
from leernet.verify.allocation.columns import Columns, Ints
from leernet.verify.allocation.lots import DoubtfulTurn, turns_in_order
from leernet.verify.allocation.sieve import FAR, Budget, Kind, Sieve, Tariff, least_charged


def doubtful_turns_of_unmade(
    columns: Columns,
    sieve: Sieve,
    asked: NDArray[np.bool_],
    got: Ints,
    refusals: Sequence[Refusal],
    *,
    chosen: bool,
) -> Iterator[DoubtfulTurn]:
    """Turns, in order, that are not shown to give the best there was; see ``doubtful_turns``.

    Args:
        asked: (N,) who has turns, in order of lots.
        got: (N, R) what each got is worth, at each turn.
        refusals: with prices there are sessions for.
        chosen: whether everybody has what they got in this branch, so that it is possible.
    """
    lots = _Lots(columns, sieve, got)
    known = [_Known(refusal, lots) for refusal in refusals if refusal.prices]
    searched = {refusal.turn for refusal in refusals if not refusal.prices}
    for number, (person, turn) in enumerate(turns_in_order(columns, asked)):
        if lots.could_be_better(person, turn):
            # Those that were found for turns around this one first.
            ahead = sorted(known, key=lambda each: (each.refusal.turn > number, -each.refusal.turn))
            if not any(each.proves(person, turn, lots.had) for each in ahead):
                yield DoubtfulTurn(person, "unknown" if number in searched else "better")
        if not chosen and (
            not lots.could_be(person, turn) or any(each.forbids(person, turn, lots.had) for each in known)
        ):
            yield DoubtfulTurn(person, "impossible")
            return
        lots.had[person] = turn + 1


class _Lots:
    """What bundles there are for those who had turns.

    Attributes:
        had: turns of everybody so far.
    """

    def __init__(self, columns: Columns, sieve: Sieve, got: Ints) -> None:
        self.sieve = sieve
        self.in_turns = columns.in_turns
        self.kind_of = columns.kind_of.tolist()
        self.got = [tuple(each) for each in got.tolist()]
        self.had = [0] * len(self.kind_of)
        self.alone: dict[tuple[int, tuple[int, ...], int | None], bool] = {}
        self.missing = sieve.reckoning.missing

    def could_be_better(self, person: int, turn: int) -> bool:
        """Whether somebody alone, with what they had by then, could have had something better."""
        got = self.got[person]
        return self._could(self.kind_of[person], got[:turn], got[turn])

    def could_be(self, person: int, turn: int) -> bool:
        """Whether somebody alone could have what they have after this turn."""
        return self._could(self.kind_of[person], self.got[person][: turn + 1], None)

    def _could(self, number: int, had: tuple[int, ...], below: int | None) -> bool:
        if (number, had, below) not in self.alone:
            kind = self.sieve.kinds[number]
            nothing = Tariff(0, dict.fromkeys(self.sieve.cost(kind, "seats missing").session, 0))
            budgets = [*kind.budgets, *self.budgets(kind, had, below, 1)]
            there = not self.in_turns or below is None or self._are_so_many(kind, had, below)
            self.alone[number, had, below] = there and least_charged(kind, nothing, budgets) < FAR
        return self.alone[number, had, below]

    def _are_so_many(self, kind: Kind, had: tuple[int, ...], below: int) -> bool:
        """Whether there are enough workshops at better levels at all: nobody attends one twice."""
        better = {name for name, level in self._wishes(kind).items() if level < below}
        return len({name.partition("/")[2] for name in better}) > sum(level < below for level in had)

    def budgets(self, kind: Kind, had: tuple[int, ...], below: int | None, place: int) -> Iterator[Budget]:
        """What bundles must keep to that give this and next, if asked for, something below that.

        Args:
            place: what a place counts for; more than any price, so that sums of both tell more.
        """
        if self.in_turns:
            yield from self._of_wishes(kind, had, below, place)
            return
        level = self.sieve.cost(kind, "sum of levels")
        most = had[0] if below is None else below - 1
        yield Budget(level, most)
        if below is None:
            yield _at_least(level, most)

    def _of_wishes(self, kind: Kind, had: tuple[int, ...], below: int | None, place: int) -> Iterator[Budget]:
        """So many places at these levels."""
        wish = self._wishes(kind)
        for level in sorted({*had}):
            if level == self.missing:
                places = kind.person.need - had.count(level)
                yield Budget(Tariff(0, dict.fromkeys(wish, place)), place * places)
            else:
                session = {name: -place * (each == level) for name, each in wish.items()}
                yield Budget(Tariff(0, session), -place * had.count(level))
        if below is not None:
            more = sum(level < below for level in had) + 1
            session = {name: -place * (each < below) for name, each in wish.items()}
            yield Budget(Tariff(0, session), -place * more)

    def _wishes(self, kind: Kind) -> dict[str, int]:
        """Level of the wish for each session that there is for somebody."""
        names = self.sieve.cost(kind, "seats missing").session
        return {name: self.sieve.level(kind, name) for name in names}


def _at_least(level: Tariff, least: int) -> Budget:
    """That a bundle is not of a lower level, as a budget that is looked at once a bundle is complete."""
    return Budget(Tariff(0, dict.fromkeys(level.session, 0), ((level, least - 1, -1),)), -1)


class _Known:
    """Prices, and what everybody pays at them.

    Attributes:
        most: what all together can pay.
        least: what is paid at least, by kind, what turns gave, and what the next is to be better than.
    """

    def __init__(self, refusal: Refusal, lots: _Lots) -> None:
        self.refusal = refusal
        self.lots = lots
        self.place = 1 + max(abs(price) for _session, price in refusal.prices)
        self.most = lots.sieve.most(refusal)
        self.least: dict[tuple[int, tuple[int, ...], int | None], int] = {}
        self.had = [0] * len(lots.had)
        self.paid = [self._paid(person, 0, None) for person in range(len(lots.had))]
        self.total = sum(self.paid)

    def proves(self, person: int, turn: int, had: Sequence[int]) -> bool:
        """Whether all would pay too much if this turn gave anything better than it did."""
        return self._others(person, had) + self._paid(person, turn, self.lots.got[person][turn]) > self.most

    def forbids(self, person: int, turn: int, had: Sequence[int]) -> bool:
        """Whether all would pay too much even as it is."""
        return self._others(person, had) + self._paid(person, turn + 1, None) > self.most

    def _others(self, person: int, had: Sequence[int]) -> int:
        """What everybody else pays at least, after so many turns."""
        for each, turns in enumerate(had):
            if self.had[each] != turns:
                paid = self._paid(each, turns, None)
                self.total += paid - self.paid[each]
                self.had[each], self.paid[each] = turns, paid
        return self.total - self.paid[person]

    def _paid(self, person: int, turns: int, below: int | None) -> int:
        """What somebody pays at least for what so many turns gave and next something below that."""
        lots = self.lots
        key = (lots.kind_of[person], lots.got[person][:turns], below)
        if key not in self.least:
            kind = lots.sieve.kinds[key[0]]
            tariff = lots.sieve.priced(kind, self.refusal, free=True)
            asked = () if not turns and below is None else lots.budgets(kind, key[1], below, self.place)
            self.least[key] = least_charged(kind, tariff, [*kind.budgets, *asked])
        return self.least[key]

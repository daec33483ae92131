"""Lots drawn among some bundles in; prices that show that no other bundles would have given more, out.

For where there are too many bundles to make them all. A turn is *proven* by prices at which everybody
together would pay too much if it gave anything better; what each pays at least is asked of all bundles. Where
no prices show that, the bundles with which somebody could have had something better are found on the way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from leernet.solve.allocation.arrays import Ints, Truths, distinct
from leernet.solve.allocation.bounds import Prices, exact_sum, no_prices
from leernet.solve.allocation.bundles import (
    OUT_OF_REACH,
    Budget,
    Bundles,
    Charge,
    Cheapest,
    Tariff,
    cheapest,
    joined,
)
from leernet.solve.allocation.column_generation import Open, Unmade
from leernet.solve.allocation.columns import Bundle
from leernet.solve.allocation.duals import refined
from leernet.solve.allocation.goals import Accounts

# Turns that are looked at together.
AT_A_TIME = 32
# How many levels the dearest session counts for when bundles are sought that lots may need.
LEVELS_WORSE = (6, 1000)
# Bundles of each kind then.
BEST_EACH = 8
# What a place counts for in a budget: more than any session costs, so that what is paid as well shows what a
# bundle with that place costs.
PLACE = 1 << 24


class Rule(Protocol):
    """What a turn gives, in budgets."""

    def budgets(self, kind: Ints, got: Ints, taken: Ints, better: Truths) -> tuple[Budget, ...]:
        """What bundles must keep to.

        Args:
            kind: (A,) of some people.
            got: (A, R) what each of their turns gives.
            taken: (A,) how many turns they have had, which gave just that.
            better: (A,) whether the next turn is to give something better.
        """
        ...


@dataclass(frozen=True, slots=True)
class ByLevel:
    """One turn each, which gives a level."""

    level: Tariff

    def budgets(self, kind: Ints, got: Ints, taken: Ints, better: Truths) -> tuple[Budget, ...]:
        """As ``Rule``."""
        level, done = self.level.at(kind), taken > 0
        return (
            *_if_any(level.times(-1), -got[:, 0], done),
            *_if_any(level, np.where(done, got[:, 0], got[:, 0] - 1), done | better),
        )


@dataclass(frozen=True, slots=True)
class ByWish:
    """A turn for every place, which gives a level of wish; those not had yet come later.

    Attributes:
        need: (T,) places wanted.
        wish: (T, S + 1) level of the wish for each session; the last is not used.
        alone: (T, missing + 1) whether one workshop at most is at a level: then so many levels are as many
            places.
        missing: level of a missing place, above all others.
    """

    need: Ints
    wish: Ints
    alone: Truths
    missing: int

    def budgets(self, kind: Ints, got: Ints, taken: Ints, better: Truths) -> tuple[Budget, ...]:
        """As ``Rule``."""
        turns = np.arange(got.shape[1])
        before = turns < taken[:, None]
        wish = self.wish[kind]
        alone = before & self.alone[kind[:, None], got]
        had = np.zeros((len(kind), self.missing + 1), np.bool_)
        had[np.nonzero(alone)[0], got[alone]] = True
        counted = -np.take_along_axis(had, wish, axis=1).astype(np.int64)
        as_many = alone.sum(axis=1)
        found = [*_if_any(_places(counted), -PLACE * as_many, as_many > 0)]
        for turn in range(int(taken.max(initial=0))):
            given = got[:, turn, None]
            as_many = ((got == given) & before).sum(axis=1)
            missing = given[:, 0] == self.missing
            # So many places at this level at least; or so many less than wanted at most.
            counted = np.where(missing[:, None], 1, -(wish == given).astype(np.int64))
            most = np.where(missing, self.need[kind] - as_many, -as_many)
            shared = before[:, turn] & ~alone[:, turn]
            found += _if_any(_places(counted), PLACE * most, shared)
        if better.any():
            given = np.take_along_axis(got, np.minimum(taken, turns[-1])[:, None], axis=1)
            more = ((got < given) & before).sum(axis=1) + 1
            counted = -(wish < given).astype(np.int64)
            found += _if_any(_places(counted), -PLACE * more, better)
        return tuple(found)


def _if_any(tariff: Tariff, most: Ints, asked: Truths) -> tuple[Budget, ...]:
    """A budget for some; for the others nothing is charged and nothing may be.

    Without a limit for them it would show nothing of what they pay together with others.
    """
    if not asked.any():
        return ()
    charged = Tariff(tariff.base * asked, tariff.session * asked[:, None])
    return (Budget(Charge(charged), np.where(asked, most, 0)),)


def _places(counted: Ints) -> Tariff:
    """(A, S + 1) how many places each session counts for, as a tariff."""
    counted[:, -1] = 0
    return Tariff(np.zeros(len(counted), np.int64), PLACE * counted)


@dataclass(frozen=True, slots=True)
class Turns:
    """Who had a turn when, and what it gave.

    Attributes:
        kind: (N,) of the participants, in order of lots.
        got: (N, R) what each of their turns gave; -1 for turns that they do not have.
        person: (Q,) who has each turn.
        number: (Q,) which of their turns it is.
        bundles: (N, most) what they have, filled up with S.
    """

    kind: Ints
    got: Ints
    person: Ints
    number: Ints
    bundles: Ints

    def gives(self, turn: int) -> int:
        """What a turn gave."""
        return int(self.got[self.person[turn], self.number[turn]])

    def giving(self, turn: int, what: int) -> Turns:
        """The same but for what one turn gives."""
        got = self.got.copy()
        got[self.person[turn], self.number[turn]] = what
        return replace(self, got=got)


def turns_of(accounts: Accounts, sessions: Sequence[Bundle], bundle: Ints) -> Turns:
    """The turns of those who answered in time, and what they gave.

    Args:
        sessions: of each bundle.
        bundle: (N,) what everybody has, in order of lots.
    """
    everyone, wished, none = accounts.everyone, accounts.wished, len(accounts.running.sessions)
    kind = everyone.of
    need = everyone.kinds.need[kind]
    most = max(int(need.max(initial=0)), 1)
    filled = [(*each, *[none] * (most - len(each))) for each in sessions]
    bundles = np.array(filled, np.int64).reshape(-1, most)[bundle]
    if accounts.problem.policy == "draft":
        wish = wished.rank[kind[:, None], accounts.running.workshop[bundles]]
        got = np.sort(np.where(bundles < none, wish, wished.missing), axis=1)
        got[np.arange(most) >= need[:, None]] = -1
    else:
        got = accounts.level().of(kind, bundles)[:, None]
    in_time = ~everyone.kinds.waits[kind]
    rounds = [np.flatnonzero(in_time & (given >= 0)) for given in got.T]
    person = np.concatenate([some[::-1] if at % 2 else some for at, some in enumerate(rounds)])
    return Turns(kind, got, person, np.repeat(np.arange(len(rounds)), list(map(len, rounds))), bundles)


def rule_of(accounts: Accounts) -> Rule:
    """What a turn gives under the policy."""
    if accounts.problem.policy != "draft":
        return ByLevel(accounts.level())
    rank, missing = accounts.wished.rank, accounts.wished.missing
    at_level = np.zeros((len(rank), missing + 1), np.int64)
    np.add.at(at_level, (np.arange(len(rank))[:, None], rank[:, :-1]), 1)
    alone = (at_level <= 1) & (np.arange(missing + 1) < missing)
    return ByWish(accounts.everyone.kinds.need, rank[:, accounts.running.workshop], alone, missing)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A turn that no prices prove.

    Attributes:
        turn: its number.
        more: bundles with which it could give the best, perhaps in parts.
    """

    turn: int
    more: Bundles


@dataclass(frozen=True, slots=True)
class _Known:
    """Prices, and what is known at them.

    Attributes:
        charged: what bundles are charged.
        free: (T,) what each kind is charged at least before it has had a turn.
        most: what all together can be charged.
        least: what those who had some turns are charged at least, by kind, what the turns gave, and whether
            the last is to give something better instead.
    """

    prices: Prices
    charged: Charge
    free: Ints
    most: int
    least: dict[tuple[bool, int, bytes], int]


class UnmadeLots:
    """What shows that turns gave the best there was. Prices that were found once are tried again."""

    def __init__(self, left: Open, rule: Rule) -> None:
        self.left = left
        self.rule = rule
        nothing = np.zeros(len(left.count), np.int64)
        self.nothing = Charge(Tariff(nothing, np.zeros((len(left.count), len(left.low) + 1), np.int64)))
        self.free = self._known(no_prices(len(left.low), len(left.rows)))
        self.known: list[_Known] = []

    def best_at(self, prices: Prices, level: Tariff) -> Bundles:
        """The best of each kind when a session is the worse, the dearer it is."""
        dearest = int(np.abs(prices.sessions).max(initial=1))
        each, kinds = self.left.at_prices(self.nothing, prices), np.arange(len(self.left.count))
        charges = [Charge(level.times(dearest)).plus(each.times(worse)) for worse in LEVELS_WORSE]
        found = [self._cheapest(charge, kinds, most_each=BEST_EACH).bundles for charge in charges]
        return joined(*found, none=len(self.left.low))

    def shown(self, turns: Turns, until: float | None) -> tuple[tuple[int, Prices], ...] | Doubt:
        """Prices that prove all turns, each with the first turn that none before it proves; or a doubt.

        Raises:
            OutOfTimeError: when it takes until after ``until``, on the monotonic clock.
        """
        proves: dict[int, int] = {}
        for first in range(0, len(turns.person), AT_A_TIME):
            some = np.arange(first, min(first + AT_A_TIME, len(turns.person)))
            unproven = self._least(self.free, turns, some, better=True) < OUT_OF_REACH
            # What proved the turns before these comes first.
            untried = sorted(range(len(self.known)), key=lambda number: number in proves)
            while unproven.any():
                if not untried:
                    doubt = self._doubt(turns, first + int(np.argmax(unproven)), until)
                    if doubt is not None:
                        return doubt
                    untried = [len(self.known) - 1]
                number = untried.pop()
                proven = unproven & self._proven(self.known[number], turns, some)
                if proven.any():
                    proves.setdefault(number, first + int(np.argmax(proven)))
                    unproven[proven] = False
        in_order = sorted((turn, number) for number, turn in proves.items())
        return tuple((turn, self.known[number].prices) for turn, number in in_order)

    def _doubt(self, turns: Turns, turn: int, until: float | None) -> Doubt | None:
        """Whether a turn could give something better; prices that say what it could not are known then."""
        made: list[Bundles] = []
        against: dict[int, Prices] = {}

        def could(than: int) -> bool:
            found = self._searched(turns.giving(turn, than), turn, until)
            if isinstance(found, Bundles):
                made.append(found)
                return True
            if found is not None:
                against[than] = found
            return False

        given = turns.gives(turn)
        if could(given):
            bisect_left(range(given), True, key=could)
        if against:
            self.known.append(self._known(against[max(against)]))
        return Doubt(turn, joined(*made, none=len(self.left.low))) if made else None

    def _known(self, prices: Prices) -> _Known:
        charged = self.left.at_prices(self.nothing, prices)
        free = self._cheapest(charged, np.arange(len(self.left.count))).least
        return _Known(prices, charged, free, -self.left.scaled(np.zeros_like(free), prices), {})

    def _proven(self, known: _Known, turns: Turns, some: Ints) -> Truths:
        """Of some turns whether everybody would pay too much if they gave anything better."""
        paid = known.free[turns.kind]
        latest = np.full(len(paid), -1)
        latest[turns.person[: some[0]]] = np.arange(some[0])
        had = np.flatnonzero(latest >= 0)
        paid[had] = self._least(known, turns, latest[had])
        others = exact_sum(paid)
        then = self._least(known, turns, some)
        now = np.empty_like(then)
        # Near an end somebody may have two turns of those that are looked at.
        for turn, (person, least) in enumerate(zip(turns.person[some].tolist(), then.tolist(), strict=True)):
            now[turn], paid[person] = paid[person], least
        before = others + np.cumsum(then - now) - then
        # What cannot be at all costs more than anything.
        proven: Truths = self._least(known, turns, some, better=True) > known.most - before
        return proven

    def _least(self, known: _Known, turns: Turns, some: Ints, *, better: bool = False) -> Ints:
        """What whoever has a turn is charged at least after it, or if it were to give more than it did."""
        person, number = turns.person[some], turns.number[some]
        kind, got = turns.kind[person], turns.got[person]
        keys = [
            (better, of, given[: at + 1].tobytes())
            for of, given, at in zip(kind.tolist(), got, number.tolist(), strict=True)
        ]
        new = {key: turn for turn, key in enumerate(keys) if key not in known.least}
        asked = np.array([*new.values()], np.int64)
        for at in distinct(number[asked]).tolist():
            here = asked[number[asked] == at]
            taken, more = np.full(len(here), at + (not better)), np.full(len(here), better)
            budgets = self.rule.budgets(kind[here], got[here], taken, more)
            least = self._cheapest(known.charged, kind[here], budgets).least
            known.least.update(zip((keys[turn] for turn in here.tolist()), least.tolist(), strict=True))
        return np.array([known.least[key] for key in keys], np.int64)

    def _cheapest(
        self, charged: Charge, kind: Ints, more: tuple[Budget, ...] = (), most_each: int = 1
    ) -> Cheapest:
        """The cheapest bundles of these kinds, within these budgets as well."""
        budgets = (*(budget.at(kind) for budget in self.left.budgets), *more)
        beyond = np.full(len(kind), OUT_OF_REACH)
        step = max(1, int(np.abs(charged.tariff.session).max(initial=0)) // 4)
        return cheapest(self.left.offered.at(kind), budgets, charged.at(kind), beyond, most_each, step)

    def _searched(self, turns: Turns, turn: int, until: float | None) -> Prices | Bundles | None:
        """The best prices to prove a turn with; where there are none, bundles with which it could give more.

        None when even alone nobody could have more.
        """
        taken = np.bincount(turns.person[:turn], minlength=len(turns.kind))
        better = np.arange(len(turns.kind)) == turns.person[turn]
        had = np.arange(turns.got.shape[1]) < (taken + better)[:, None]
        table = np.column_stack([turns.kind, taken, better, np.where(had, turns.got, -1)])
        _, first, of = np.unique(table, axis=0, return_index=True, return_inverse=True)
        kind = turns.kind[first]
        start = self.known[-1] if self.known else self.free
        now = Open(
            self.left.offered.at(kind),
            np.bincount(of.reshape(-1), minlength=len(first)),
            self.left.low,
            self.left.high,
            (
                *(budget.at(kind) for budget in self.left.budgets),
                *self.rule.budgets(kind, turns.got[first], taken[first], better[first]),
            ),
            tuple((row.at(kind), limit) for row, limit in self.left.rows),
        )
        # Whoever has the turn has nothing yet that is good enough.
        others = np.flatnonzero(~better)
        has = Bundles(of.reshape(-1)[others], turns.bundles[others])
        source = Unmade(now, self.nothing.at(kind), has)
        if len(np.unique(source.made.kind)) < len(kind):
            return None
        best = refined(source, start.prices, until)
        if not best.fits:
            return best.prices
        return joined(Bundles(kind[source.made.kind], source.made.taken), none=len(now.low))

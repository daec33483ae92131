"""A network with charges on its days in; what its dates cost at least, and all that cost little, out.

Dates are written down meeting by meeting. What is begun is left once it costs more than the limit with the
cheapest days that are still to come, where a miss to come costs a price of its own: with any price of a miss
that is no more than they cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import gcd

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.verify.plan.date_days import DaysOf, Prices, Truths

Integers = NDArray[np.int64]
# Dearer than all dates of a year.
NEVER = 10**9
_MOST, _AT_A_TIME, _STEPS = 150_000, 4_000, 20


class Dates(Struct, frozen=True, eq=False):
    """Dates of a network: (N, K) places in the days of each meeting, and (N,) what they cost uncharged."""

    places: Integers
    costs: Integers

    def charged(self, charges: Sequence[Integers]) -> Integers:
        """(N,) what they cost with charges on the days of each meeting."""
        return self.costs + sum(own[self.places[:, at]] for at, own in enumerate(charges))

    def inside(self, open_days: Sequence[Truths]) -> Dates:
        """Those of which all days are open."""
        kept = np.ones(len(self.costs), np.bool_)
        for at, own in enumerate(open_days):
            kept &= own[self.places[:, at]]
        return self._where(kept)

    def up_to(self, charges: Sequence[Integers], most: int) -> Dates:
        """Those that cost no more than this with charges."""
        return self._where(self.charged(charges) <= most)

    def _where(self, kept: Truths) -> Dates:
        return Dates(self.places[kept], self.costs[kept])


class NetworkDates:
    """The meetings of a network, in order."""

    def __init__(self, events: Sequence[DaysOf], least_gap: Sequence[int], prices: Prices) -> None:
        self.events, self.prices = events, prices
        self._weigh_misses()
        self._between = [self._gaps(weeks, least_gap) for weeks in self._rhythms()]

    @property
    def step(self) -> int:
        """What is a part of every cost."""
        gap = self.prices.gap_day if len(self.events) > 2 else 0
        of_days = (int(np.gcd.reduce(own.costs)) for own in self.events)
        return gcd(gap, *of_days, int(np.gcd.reduce(self._each.ravel(), initial=0)))

    def _weigh_misses(self) -> None:
        """People who miss the same days count as one; `_each` (G, K): what each miss costs them."""
        rows: dict[bytes, tuple[int, int, list[Truths]]] = {}
        for id in sorted({id for own in self.events for id in own.misses}):
            own = [event.misses.get(id, np.zeros(len(event.days), np.bool_)) for event in self.events]
            times = sum(id in event.lasts for event in self.events)
            if any(misses.any() for misses in own):
                key = b"".join(misses.tobytes() for misses in own) + bytes([times])
                people = rows[key][0] if key in rows else 0
                rows[key] = people + 1, times, own
        count = len(self.events)
        counts = np.array([found[0] for found in rows.values()], np.int64)
        wanted = np.array([found[1] for found in rows.values()], np.int64)
        self._misses = [
            np.array([found[2][at] for found in rows.values()], np.bool_).reshape(len(rows), len(event.days))
            for at, event in enumerate(self.events)
        ]
        each = self.prices.again * np.arange(count) + self.prices.never * (
            wanted[:, None] == np.arange(1, count + 1)
        )
        self._each = counts[:, None] * each
        self._all = np.cumsum(np.pad(self._each, ((0, 0), (1, 0))), axis=1)

    def _rhythms(self) -> range:
        if len(self.events) <= 2:
            return range(1, 2)
        longest = max(int(later.days[-1] - first.days[0]) for first, later in pairwise(self.events))
        return range(1, max(1, -(-longest // 7)) + 1)

    def _gaps(self, weeks: int, least: Sequence[int]) -> list[Integers]:
        """For each two in a row (C, C') what the days between cost every so many weeks."""
        found = []
        for (first, later), fewest in zip(pairwise(self.events), least, strict=True):
            gap = later.days[None, :] - first.days[:, None]
            cost = np.zeros(gap.shape, np.int64)
            if len(self.events) > 2:
                cost = self.prices.gap_day * np.maximum(0, np.abs(gap - 7 * weeks) - 7)
            mine, theirs = np.array(first.boards)[:, None], np.array(later.boards)[None, :]
            found.append(np.where((gap < fewest) | ((mine == theirs) & (mine != "")), NEVER, cost))
        return found

    def cost(self, places: Sequence[int], charges: Sequence[Integers]) -> int:
        """What dates cost with charges on the days."""
        unary = sum(
            int(event.costs[at] + own[at])
            for event, own, at in zip(self.events, charges, places, strict=True)
        )
        gaps = min(
            sum(int(row[pair]) for row, pair in zip(between, pairwise(places), strict=True))
            for between in self._between
        )
        missed = self._missed(places)
        return unary + gaps + int(self._all[np.arange(len(missed)), missed].sum())

    def _missed(self, places: Sequence[int]) -> Integers:
        found = np.zeros(len(self._all), np.int64)
        for misses, at in zip(self._misses, places, strict=True):
            found += misses[:, at]
        return found

    def least(self, charges: Sequence[Integers], known: Sequence[int]) -> int:
        """No dates cost less with these charges.

        Args:
            known: places of dates, which are the cheapest or near to it.
        """
        prices = self._miss_prices(charges, known)
        least, most = min(self._bounds(charges, prices)), self.cost(known, charges)
        for tried in (least + (most - least) // 4, most):
            found = self._up_to(charges, prices, tried)
            if found is None:
                return least
            if len(found.costs):
                return int(found.charged(charges).min())
            least = tried + 1
        return least

    def up_to(self, charges: Sequence[Integers], known: Sequence[int], most: int) -> Dates | None:
        """All dates that cost no more than this with these charges; None where they are too many."""
        return self._up_to(charges, self._miss_prices(charges, known), most)

    def _miss_prices(self, charges: Sequence[Integers], known: Sequence[int]) -> Integers:
        """(G,) what a miss to come is taken to cost: near what one more costs at the dates that are known."""
        rows = np.arange(len(self._all))
        costs = [
            min(
                sum(int(row[pair]) for row, pair in zip(between, pairwise(known), strict=True)),
                NEVER,
            )
            for between in self._between
        ]
        between = self._between[int(np.argmin(costs))]
        seen, paths = self._missed(known), 1
        best, best_bound = np.zeros(len(rows), np.int64), -NEVER
        for _step in range(_STEPS if len(rows) else 0):
            # The slope of the price at the average of the dates so far, half a miss on either side of it.
            twice = np.maximum(2 * seen - paths, 0)
            below = np.minimum(twice // (2 * paths), len(self.events) - 1)
            part = twice % (2 * paths)
            one = self._each[rows, below]
            other = self._each[rows, np.minimum(below + 1, len(self.events) - 1)]
            prices = one + (other - one) * part // (2 * paths)
            onward = self._onward(charges, prices, between)
            bound = int(onward[0].min()) + self._least_of_misses(prices, len(self.events))[:, 0].sum()
            if bound > best_bound:
                best, best_bound = prices, int(bound)
            seen = seen + self._missed(self._walk(onward, between))
            paths += 1
        return best

    def _onward(
        self, charges: Sequence[Integers], prices: Integers, between: Sequence[Integers]
    ) -> list[Integers]:
        """For each meeting (C,) what its day and the cheapest days after it cost, misses at their prices."""
        parts = zip(self.events, charges, self._misses, strict=True)
        unary = [event.costs + own + prices @ misses for event, own, misses in parts]
        found = [unary[-1]]
        for costs, row in zip(unary[-2::-1], between[::-1], strict=True):
            found.append(costs + (row + found[-1]).min(axis=1))
        return found[::-1]

    def _walk(self, onward: Sequence[Integers], between: Sequence[Integers]) -> list[int]:
        places = [int(onward[0].argmin())]
        for row, costs in zip(between, onward[1:], strict=True):
            places.append(int((row[places[-1]] + costs).argmin()))
        return places

    def _least_of_misses(self, prices: Integers, left: int) -> Integers:
        """(G, K + 1) of so many misses so far what all cost at least, less the prices of those to come."""
        count = self._all.shape[1]
        found = self._all.copy()
        for more in range(1, left + 1):
            later = self._all[:, more:] - more * prices[:, None]
            found[:, : count - more] = np.minimum(found[:, : count - more], later)
        return found

    def _bounds(self, charges: Sequence[Integers], prices: Integers) -> list[int]:
        """For each rhythm what dates cost at least."""
        misses = int(self._least_of_misses(prices, len(self.events))[:, 0].sum())
        return [int(self._onward(charges, prices, between)[0].min()) + misses for between in self._between]

    def _up_to(self, charges: Sequence[Integers], prices: Integers, most: int) -> Dates | None:
        found = []
        for between, bound in zip(self._between, self._bounds(charges, prices), strict=True):
            if bound <= most:
                own = self._in_rhythm(charges, prices, between, most)
                if own is None:
                    return None
                found.append(own)
        places = [np.zeros((0, len(self.events)), np.int64), *(own.places for own in found)]
        return Dates(
            np.concatenate(places), np.concatenate([np.zeros(0, np.int64), *(own.costs for own in found)])
        )

    def _in_rhythm(
        self, charges: Sequence[Integers], prices: Integers, between: Sequence[Integers], most: int
    ) -> Dates | None:
        onward = self._onward(charges, prices, between)
        places = np.zeros((1, 0), np.int64)
        costs, missed = np.zeros(1, np.int64), np.zeros((1, len(self._all)), np.int8)
        for at, (event, own) in enumerate(zip(self.events, charges, strict=True)):
            begun = costs + self._of_misses(prices, len(self.events) - at, missed)
            parts = []
            for start in range(0, len(costs), _AT_A_TIME):
                part = slice(start, start + _AT_A_TIME)
                gaps = between[at - 1][places[part, -1]] if at else np.zeros((1, len(event.days)), np.int64)
                one, other = np.nonzero(begun[part, None] + gaps + onward[at] <= most)
                parts.append(
                    (
                        np.column_stack([places[part][one], other]),
                        costs[part][one] + gaps[one, other] + (event.costs + own)[other],
                        missed[part][one] + self._misses[at].T[other],
                    )
                )
                if sum(len(grown[1]) for grown in parts) > _MOST:
                    return None
            places, costs, missed = (np.concatenate(kind) for kind in zip(*parts, strict=True))
            if not len(costs):
                return Dates(np.zeros((0, len(self.events)), np.int64), costs)
        costs = costs + self._of_misses(prices, 0, missed)
        kept = costs <= most
        charged = sum(own[places[kept, at]] for at, own in enumerate(charges))
        return Dates(places[kept], costs[kept] - charged)

    def _of_misses(self, prices: Integers, left: int, missed: NDArray[np.int8]) -> Integers:
        """(N,) what misses cost at least, less the prices of those to come."""
        table = self._least_of_misses(prices, left)
        found = np.zeros(len(missed), np.int64)
        for row, own in zip(table, missed.T, strict=True):
            found += row[own]
        return found

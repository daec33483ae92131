"""Prices on what networks share in; what days are charged by those that stand for something, out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from leernet.model.date_proof import ClashPrice, LoadPrice, OrderPrice, RowPrice
from leernet.model.gathering import Gathering, needs
from leernet.model.year import Year
from leernet.verify.plan.date_days import DaysOf, Prices
from leernet.verify.plan.order import asked_orders

Integers = NDArray[np.int64]
# The number of a gathering, the first and last of its days that are charged, and how often.
Charge = tuple[int, date, date, int]


class PriceRows:
    """The gatherings of a year, to weigh prices on what they share.

    A price that is more than what it stands for, or that stands twice, counts for nothing.
    """

    def __init__(
        self,
        year: Year,
        events: Sequence[DaysOf],
        people: Mapping[frozenset[str], int],
        prices: Prices,
        past: Mapping[str, date],
    ) -> None:
        self.events, self.people, self.prices = events, people, prices
        self.number = {event.gathering.reference: at for at, event in enumerate(events)}
        self.needed = [_needed(year, event.gathering) for event in events]
        self.orders = {
            (first, later): max(1, least) for first, later, least in asked_orders(year) if later not in past
        }

    def charged(self, prices: Iterable[RowPrice]) -> tuple[list[Integers], int]:
        """For each gathering (C,) what its days are charged, and how much of that is allowed."""
        charges = [np.zeros(len(event.days), np.int64) for event in self.events]
        allowed, seen = 0, set()
        asked: dict[tuple[date, date], frozenset[str]] = {}
        for row in prices:
            match row:
                case LoadPrice():
                    key: object = (row.first, row.last, row.inside)
                    same = asked.setdefault((row.first, row.last), row.asked) == row.asked
                    of_row, most = self._load(row) if same else ((), -1)
                case ClashPrice():
                    key = (row.one, row.other, row.day)
                    of_row, most = self._clash(row)
                case OrderPrice():
                    key = (row.first, row.later, row.days, row.day)
                    of_row, most = self._order(row)
            if not 0 <= row.price <= most or key in seen:
                continue
            seen.add(key)
            allowed += 0 if isinstance(row, OrderPrice) else row.price
            for number, first, last, times in of_row:
                days = self.events[number].days
                on = (days >= first.toordinal()) & (days <= last.toordinal())
                charges[number] += times * row.price * on
        return charges, allowed

    def _load(self, row: LoadPrice) -> tuple[tuple[Charge, ...], int]:
        """What a second meeting at this time costs all who are in just these of what is asked then."""
        same = row.first == row.last
        whole_week = row.first.weekday() == 0 and (row.last - row.first).days == 6
        if not (same or whole_week) or not row.inside <= row.asked:
            return (), -1
        people = sum(count for chains, count in self.people.items() if chains & row.asked == row.inside)
        inside = (at for at, event in enumerate(self.events) if event.gathering.chain in row.inside)
        most = people * (self.prices.same_day if same else self.prices.same_week)
        return tuple((number, row.first, row.last, 1) for number in inside), most

    def _clash(self, row: ClashPrice) -> tuple[tuple[Charge, ...], int]:
        """Two that are at one time, and need one person both."""
        if row.one == row.other or not {row.one, row.other} <= self.number.keys():
            return (), -1
        one, other = self.number[row.one], self.number[row.other]
        first, second = self.events[one].gathering.span, self.events[other].gathering.span
        at_once = first is not None and second is not None and first.overlaps(second)
        if not at_once or self.needed[one].isdisjoint(self.needed[other]):
            return (), -1
        return ((one, row.day, row.day, 1), (other, row.day, row.day, 1)), row.price

    def _order(self, row: OrderPrice) -> tuple[tuple[Charge, ...], int]:
        """The later of two has been only when the first has, so many days before."""
        if not 0 < row.days <= self.orders.get((row.first, row.later), 0):
            return (), -1
        if not {row.first, row.later} <= self.number.keys():
            return (), -1
        before = date.fromordinal(row.day.toordinal() - row.days)
        first, later = self.number[row.first], self.number[row.later]
        return ((later, date.min, row.day, 1), (first, date.min, before, -1)), row.price


def _needed(year: Year, gathering: Gathering) -> frozenset[str]:
    return frozenset(need.members[0] for need in needs(year, gathering) if len(need.members) == 1)

"""A year, its plan and the dual values of its proof in; a lower bound on the cost of dates, exact, out.

Prices on what networks share make each network its own: the cheapest dates of each, less what the prices
allow, are a bound whatever the prices are. Dates that cost more than the cheapest of their network by as much
as the plan lies above the bound are in no better plan; parts of a proof only look at those that are left.

Source: Lagrangian relaxation (Geoffrion 1974, doi:10.1007/BFb0120690).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.days.calendar import calendar_of
from leernet.model.gathering import Gathering, gatherings, needs
from leernet.model.plan import Plan
from leernet.model.plan_proofs import NO_PROOF, ClashPrice, LoadPrice, OrderPrice, ProofNode, RowPrice
from leernet.model.year import Year
from leernet.verify.plan.date_days import PRICES, DaysOf, Prices, Truths, YearDays, days_of
from leernet.verify.plan.date_paths import NEVER, Dates, Integers, NetworkDates
from leernet.verify.plan.order import asked_orders
from leernet.verify.plan.planned_times import at_planned_times
from leernet.verify.plan.standing import Standing, dates_of

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


class Certain(Struct, frozen=True):
    """What is certain of dates.

    Attributes:
        value: what those of the plan cost.
        bound: none that keep what can be kept cost less.
        absent: of no possible dates fewer wanted members are absent.
        never: nor can fewer come to none of the meetings of a network.
    """

    value: int
    bound: int
    absent: int
    never: int


def certain_of_dates(year: Year, plan: Plan, proof: ProofNode, standing: Standing) -> Certain | None:
    """What the dates of a plan cost, and what no dates are below.

    Where the plan moves a date that could have been kept, all dates there are count, without a proof.

    Returns:
        None where the plan has dates on days that seem impossible from here: then nothing is known.
    """
    year = at_planned_times(year, plan)
    dates = DateBound(year, plan, standing)
    if not dates.is_planned:
        dates, proof = DateBound(year, plan, replace(standing, dates={})), NO_PROOF
    if not dates.is_planned:
        return None
    return Certain(dates.value(), dates.bound(proof), dates.fewest_absent(), dates.fewest_never())


class DateBound:
    """The dates of a year, to add up proofs about them."""

    def __init__(self, year: Year, plan: Plan, standing: Standing) -> None:
        self.prices = PRICES[standing.prefer]
        lookup = YearDays(year, calendar_of(year), self.prices)
        found = [
            days_of(
                lookup,
                gathering,
                standing.today,
                standing.told.get(gathering.reference),
                standing.past.get(gathering.reference),
            )
            for gathering in gatherings(year)
        ]
        self.free = found
        self.events = [_kept(own, standing.dates.get(own.gathering.reference)) for own in found]
        self.chains: dict[str, list[int]] = {}
        for number, event in enumerate(self.events):
            self.chains.setdefault(event.gathering.chain, []).append(number)
        self.number = {event.gathering.reference: at for at, event in enumerate(self.events)}
        self.people = self._people()
        self.rows = PriceRows(year, self.events, self.people, self.prices, standing.past)
        planned = dates_of(plan)
        self.places = [_place(event, planned.get(event.gathering.reference)) for event in self.events]
        self.networks = {}
        for id, numbers in self.chains.items() if self.is_planned else ():
            own = [self.events[number] for number in numbers]
            self.networks[id] = NetworkDates(own, _least_gaps(own, self.rows.orders), self.prices)

    @property
    def is_planned(self) -> bool:
        """Whether the plan has each date on one of the days that are possible."""
        return None not in self.places

    def _people(self) -> dict[frozenset[str], int]:
        """How many people are wanted in which networks and series."""
        wanted: dict[str, set[str]] = {}
        for event in self.events:
            for id in event.misses:
                wanted.setdefault(id, set()).add(event.gathering.chain)
        counts: dict[frozenset[str], int] = {}
        for chains in wanted.values():
            counts[frozenset(chains)] = counts.get(frozenset(chains), 0) + 1
        return counts

    def value(self) -> int:
        """What the dates of the plan cost; rules that they break not counted."""
        return self.cost(self._known())

    def cost(self, places: Sequence[int]) -> int:
        """What dates cost, given as places in the days of each meeting."""
        free = [np.zeros(len(event.days), np.int64) for event in self.events]
        total = sum(
            network.cost(self._of(id, places), self._of(id, free)) for id, network in self.networks.items()
        )
        days = [int(event.days[at]) for event, at in zip(self.events, places, strict=True)]
        for chains, people in self.people.items():
            own = [days[number] for id in chains for number in self.chains[id]]
            weeks = {(day - 1) // 7 for day in own}
            total += people * self.prices.same_day * (len(own) - len(set(own)))
            total += people * self.prices.same_week * (len(own) - len(weeks))
        return total

    def fewest_absent(self) -> int:
        """Wanted members who are absent, each meeting on its best day whatever was kept."""
        return sum(
            int(np.sum([*event.misses.values()], axis=0).min(initial=NEVER)) if event.misses else 0
            for event in self.free
        )

    def fewest_never(self) -> int:
        """Members who miss every possible day of every meeting of a network in their time, in all."""
        found = 0
        for numbers in self.chains.values():
            own = [self.free[number] for number in numbers]
            for id in {id for event in own for id in event.misses}:
                missed = sum(id in event.misses and bool(event.misses[id].all()) for event in own)
                found += 0 < missed == sum(id in event.lasts for event in own)
        return found

    def bound(self, proof: ProofNode) -> int:
        """No dates cost less than this: as far as the proof shows, and no more than the plan costs."""
        if not self.events:
            return 0
        steps = [network.step for network in self.networks.values()]
        for people in self.people.values():
            steps += [people * self.prices.same_day, people * self.prices.same_week]
        step, value = int(np.gcd.reduce(steps)) or 1, self.value()
        open_days = [np.ones(len(event.days), np.bool_) for event in self.events]
        return min(value, self._proven(proof, open_days, None, value, step))

    def _proven(
        self,
        node: ProofNode,
        open_days: Sequence[Truths],
        every: Mapping[str, Dates] | None,
        value: int,
        step: int,
    ) -> int:
        """No dates on open days cost less, but for some that cost no less than the plan.

        Args:
            every: of each network all dates that may be in a better plan; None where they are too many.
        """
        charges, allowed = self.rows.charged(node.prices)
        least = self._least(charges, open_days, every)
        bound = -(-(sum(least.values()) - allowed) // step) * step
        split = self.number.get(node.meeting)
        if bound >= value or not node.parts or (split is None) != (len(node.parts) == 1):
            return min(bound, value)
        every = self._below(charges, least, value - bound, every)
        if split is None:
            return max(bound, self._proven(node.parts[0], open_days, every, value, step))
        until = self.events[split].days <= node.day.toordinal()
        of_parts = []
        for part, side in zip(node.parts[:2], (until, ~until), strict=True):
            own = [days & side if at == split else days for at, days in enumerate(open_days)]
            of_parts.append(self._proven(part, own, every, value, step) if own[split].any() else value)
        return max(bound, min(of_parts))

    def _least(
        self, charges: Sequence[Integers], open_days: Sequence[Truths], every: Mapping[str, Dates] | None
    ) -> dict[str, int]:
        """Of each network what its dates on open days cost at least, with charges."""
        found = {}
        for id, network in self.networks.items():
            if every is not None:
                dates = every[id].inside(self._of(id, open_days))
                found[id] = int(dates.charged(self._of(id, charges)).min(initial=NEVER))
                continue
            closed = [
                own + NEVER * ~days
                for own, days in zip(self._of(id, charges), self._of(id, open_days), strict=True)
            ]
            found[id] = network.least(closed, self._of(id, self._known()))
        return found

    def _below(
        self,
        charges: Sequence[Integers],
        least: Mapping[str, int],
        above: int,
        every: Mapping[str, Dates] | None,
    ) -> dict[str, Dates] | None:
        """Of each network all dates that cost so much above the least at most; None where they are too many.

        Of those that cost more a plan is no better: every cost is a multiple of the same step.
        """
        found = {}
        for id, network in self.networks.items():
            own, most = self._of(id, charges), least[id] + above
            dates = (
                network.up_to(own, self._of(id, self._known()), most)
                if every is None
                else every[id].up_to(own, most)
            )
            if dates is None:
                return None
            found[id] = dates
        return found

    def _known(self) -> list[int]:
        return [at for at in self.places if at is not None]

    def _of(self, chain: str, of_events: Sequence[object]) -> list:  # type: ignore[type-arg]
        """What belongs to the meetings of a network."""
        return [of_events[number] for number in self.chains[chain]]


def _place(event: DaysOf, day: date | None) -> int | None:
    found = [] if day is None else np.flatnonzero(event.days == day.toordinal()).tolist()
    return found[0] if found else None


def _kept(event: DaysOf, day: date | None) -> DaysOf:
    """Only the day it had, where that is still possible."""
    at = _place(event, day)
    if at is None:
        return event
    return DaysOf(
        event.gathering,
        event.days[[at]],
        event.costs[[at]],
        {id: misses[[at]] for id, misses in event.misses.items()},
        event.lasts,
        (event.boards[at],),
    )


def _least_gaps(events: Sequence[DaysOf], orders: Mapping[tuple[str, str], int]) -> list[int]:
    """The days between two in a row, at least; two that the user put on a day at other times may share it."""
    found: list[int] = []
    for one, other in pairwise(event.gathering for event in events):
        network = one.network if one.network is not None and one.chain == one.network.id else None
        weeks = 0 if network is None else network.spacing.min_weeks
        given = one.fixed and other.fixed and one.span and other.span and not one.span.overlaps(other.span)
        least = 7 * weeks if weeks or given else 1
        found.append(max(least, orders.get((one.reference, other.reference), least)))
    return found

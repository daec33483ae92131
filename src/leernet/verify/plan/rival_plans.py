"""A plan that changed one before in; how few changes there can be, all other plans looked at, out.

First what is certain at once: a date on which a meeting cannot be any more has to move, and a host that
cannot receive its meeting has to change. Where the plan changes more, all plans that change as few dates are
looked at: each breaks a rule, or changes no less. A rule that is left out only leaves more plans to look at.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.plan import Plan
from leernet.model.plan_proofs import HostProofs
from leernet.model.year import Year
from leernet.verify.plan.certain_hosts import changes_of
from leernet.verify.plan.date_bound import DateBound
from leernet.verify.plan.date_rules import DateRules
from leernet.verify.plan.host_bound import NEVER, least_cost
from leernet.verify.plan.possible_hosts import PossibleHosts, hosted_on, rules_of
from leernet.verify.plan.standing import Standing, dates_of

# So many meetings on dates are looked at.
_MOST_LOOKED_AT = 6_000


class CertainChanges(Struct, frozen=True):
    """What is certain of changes.

    Attributes:
        dates: no plan changes fewer.
        hosts: of those that change as few dates none changes fewer.
        cost: of those that change as few of both none has dates that cost less; 0 where that is not known.
    """

    dates: int
    hosts: int
    cost: int


_NOTHING = CertainChanges(0, 0, 0)


def certain_changes(
    year: Year, plan: Plan, proofs: HostProofs, standing: Standing, *, with_cost: bool
) -> CertainChanges:
    """How few dates and hosts of the plan before can change.

    Args:
        plan: the plan of now.
        proofs: why no fewer hosts change on its dates.
        with_cost: whether it is asked what dates cost then; it takes longer.
    """
    if any(len(meeting.times) > 1 for network in year.networks.values() for meeting in network.meetings):
        # At other times there may be plans that change less.
        return _NOTHING
    rivals = _Rivals(year, plan, proofs, standing)
    if not rivals.dates.is_planned:
        return _NOTHING
    at_once = rivals.at_once()
    if at_once is not None and not with_cost:
        return at_once
    looked_at = rivals.looked_at()
    return looked_at if at_once is None else replace(at_once, cost=looked_at.cost)


class _Rivals:
    """All dates and hosts there are, to hold beside those of a plan."""

    def __init__(self, year: Year, plan: Plan, proofs: HostProofs, standing: Standing) -> None:
        self.year, self.plan, self.proofs, self.standing = year, plan, proofs, standing
        self.dates = DateBound(year, plan, replace(standing, dates={}))
        self.events = self.dates.events
        self.rules = DateRules(year, plan, self.dates, standing.today)
        planned = dates_of(plan)
        self.had = [standing.dates.get(event.gathering.reference) for event in self.events]
        now = [planned.get(event.gathering.reference) for event in self.events]
        pairs = list(zip(self.events, self.had, now, strict=True))
        self.moved = [at for at, (_event, had, day) in enumerate(pairs) if had not in (None, day)]
        self.forced = [
            at
            for at, (event, had, _day) in enumerate(pairs)
            if had is not None and had.toordinal() not in event.days
        ]
        hosts = {ref: meeting.host for ref, meeting in plan.meetings.items() if meeting.host is not None}
        self.changed = sum(host != standing.hosts.get(ref, host) for ref, host in hosts.items())

    def at_once(self) -> CertainChanges | None:
        """What is certain without looking at other plans; None where that is too little."""
        if self.moved != self.forced:
            return None
        days = {
            event.gathering.reference: tuple(event.days[places].tolist())
            for event, places in zip(self.events, self._every(frozenset(self.moved)), strict=True)
        }
        enough = least_cost(self._hosts(days), self.proofs) >= self.changed
        return CertainChanges(len(self.moved), self.changed, 0) if enough else None

    def looked_at(self) -> CertainChanges:
        """The fewest changes of all plans that change as few dates or fewer, one by one."""
        fewest, cost, left = self.changed, self.dates.value(), _MOST_LOOKED_AT
        for count, places in self._rivals():
            left -= len(self.events)
            if left < 0:
                return CertainChanges(count, 0, 0)
            hosts = self._fewest_hosts(places) if self.rules.kept(places) else NEVER
            if count < len(self.moved) and hosts < NEVER:
                return CertainChanges(count, 0, 0)
            fewest = min(fewest, hosts)
            if hosts <= self.changed:
                cost = min(cost, self.dates.cost(places))
        return CertainChanges(len(self.moved), fewest, cost if fewest == self.changed else 0)

    def _rivals(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """How many dates change, and all dates that change so many, fewer first."""
        others = [
            at for at, had in enumerate(self.had) if had is not None and at not in self.forced + self._settled
        ]
        for count in range(len(self.forced), len(self.moved) + 1):
            for more in combinations(others, count - len(self.forced)):
                for places in product(*self._every(frozenset((*self.forced, *more)))):
                    yield count, places

    @property
    def _settled(self) -> list[int]:
        return [at for at, event in enumerate(self.events) if len(event.days) == 1]

    def _every(self, moved: frozenset[int]) -> list[list[int]]:
        """For each meeting the places of its days: others than before where it moves, else that of before."""
        found = []
        for at, (event, had) in enumerate(zip(self.events, self.had, strict=True)):
            was = np.zeros(len(event.days), np.bool_) if had is None else event.days == had.toordinal()
            found.append(np.flatnonzero(~was if had is None or at in moved else was).tolist())
        return found

    def _fewest_hosts(self, places: Sequence[int]) -> int:
        """How many hosts change at least on dates; NEVER where there are none."""
        pairs = zip(self.events, places, strict=True)
        days = {event.gathering.reference: (int(event.days[place]),) for event, place in pairs}
        return least_tried(self._hosts(days))

    def _hosts(self, days: Mapping[str, tuple[int, ...]]) -> PossibleHosts:
        """The choice of hosts with each meeting on one of some days, in which a change costs 1."""
        dates = {ref: tuple(map(date.fromordinal, own)) for ref, own in days.items()}
        meetings = hosted_on(self.year, dates, self.standing)
        costs = {one.reference: dict.fromkeys(sorted(one.schools), 0) for one in meetings}
        rules = rules_of(self.year, meetings, self.standing)
        return changes_of(PossibleHosts(costs, rules), self.standing.hosts)


_MOST_TRIED = 2_000


def least_tried(possible: PossibleHosts) -> int:
    """What possible hosts cost at least, as far as can be tried; NEVER where there are none.

    What is shared only forbids here: what it costs is not counted.
    """
    search = _Search(possible)
    search.go_on(0, 0)
    return search.best if search.tried <= _MOST_TRIED else 0


class _Search:
    """Hosts for one meeting after the other; those with least choice first."""

    def __init__(self, possible: PossibleHosts) -> None:
        self.costs = possible.costs
        self.order = sorted(possible.costs, key=lambda meeting: (len(possible.costs[meeting]), meeting))
        self.least = [min(possible.costs[meeting].values(), default=NEVER) for meeting in self.order]
        self.rules_of: dict[tuple[str, str], list[int]] = {}
        self.rules = [shared for shared in possible.shared.values() if not shared.steps]
        for number, rule in enumerate(self.rules):
            for place in rule.places:
                self.rules_of.setdefault(place, []).append(number)
        self.counts = [0] * len(self.rules)
        self.best, self.tried = NEVER, 0

    def go_on(self, at: int, cost: int) -> None:
        """Try all schools for the next meeting.

        Args:
            at: so many meetings have a host.
            cost: what these cost.
        """
        self.tried += 1
        if cost + sum(self.least[at:]) >= self.best or self.tried > _MOST_TRIED:
            return
        if at == len(self.order):
            self.best = cost
            return
        meeting = self.order[at]
        for more, school in sorted((more, school) for school, more in self.costs[meeting].items()):
            own = self.rules_of.get((meeting, school), ())
            for number in own:
                self.counts[number] += 1
            if all(self.counts[number] <= self.rules[number].most for number in own):
                self.go_on(at + 1, cost + more)
            for number in own:
                self.counts[number] -= 1

"""Dates and the turns of earlier years in; the choice of hosts written down as an integer program out."""

import math
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise, product

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.model.distance import travel_minutes
from leernet.model.plan import Plan
from leernet.model.plan_proofs import SharedName
from leernet.model.turns import Turns, last_host, turns_before
from leernet.model.year import Network, School, Year
from leernet.solve.dates.problem import DateProblem
from leernet.solve.hosts.candidates import Candidate, known_sum, on_one_day
from leernet.solve.limits import Limits
from leernet.solve.program import Outcome, Program


class HostChoice(Struct, frozen=True):
    """The hosts of all meetings.

    Attributes:
        hosts: school id by reference; meetings at a place that is no school are not there.
        without: meetings for which no host was left.
        value: what the choice costs.
        bound: no choice costs less.
        proven: whether value and bound are the same.
        travel_km: what all members together travel there, one way, each journey counted up to the cap; None
            where the location of a school is not known.
        least_km: what they would travel with every meeting at the nearest school with room, whoever's turn;
            None where a location is not known.
    """

    hosts: Mapping[str, str]
    without: tuple[str, ...]
    value: int
    bound: int
    proven: bool
    travel_km: int | None
    least_km: int | None
    values: tuple[int, ...] = ()


def whole(value: float) -> int:
    return math.floor(value + 0.5)


def at_least(bound: float) -> int:
    """The smallest whole number above a bound; 0 where the time was up before there was one."""
    return 0 if math.isinf(bound) else math.ceil(bound - 1e-6)


class HostProgram:
    """The choice of hosts written down as an integer program."""

    def __init__(
        self,
        year: Year,
        problem: DateProblem,
        days: Mapping[str, int],
        history: tuple[Plan, ...],
        candidates: tuple[Candidate, ...],
    ) -> None:
        self.year, self.problem, self.days = year, problem, days
        self.history, self.candidates = history, candidates
        self.parameters = problem.parameters.hosts
        self.program = Program()
        # What rows are about, by number: a price on them can be told to others.
        self.about: dict[int, SharedName] = {}
        self.chosen = [self.program.choice(candidate.cost) for candidate in candidates]
        self.of_event: dict[int, list[int]] = {}
        for at, candidate in enumerate(candidates):
            self.of_event.setdefault(candidate.event, []).append(at)
        hosted = [at for at, event in enumerate(problem.events) if event.reference in days and event.hosts]
        # Columns that stay 0 unless nothing fits: then they tell which meeting has no host.
        self.missing = {
            event: self.program.column(self.parameters.missing, 0, 0, whole=True) for event in hosted
        }
        for event in hosted:
            columns = {self.chosen[at]: 1.0 for at in self.of_event.get(event, ())}
            self.program.row(1, 1, columns | {self.missing[event]: 1.0})
        for chain in problem.chains:
            network = problem.events[chain.events[0]].gathering.network
            if problem.events[chain.events[0]].gathering.meeting is not None and network is not None:
                self._network(network, sorted(set(chain.events) & set(hosted), key=self._day))
        self._one_group_at_a_time()
        self._time_to_travel()
        self._load_over_networks()
        self._at_most()
        self.costs = np.array(self.program.costs, np.int64)

    def day_of(self, event: int) -> int:
        """The number of the day of an event."""
        return self.days[self.problem.events[event].reference]

    def _day(self, event: int) -> tuple[int, int]:
        return (self.day_of(event), event)

    def _network(self, network: Network, events: list[int]) -> None:
        hosts = network.hosts
        if hosts is None or hosts.rotate is None or not events:
            return
        turns = turns_before(self.year, network, self.history)
        self._turns(network.id, turns, events)
        last = last_host(self.year, network, self.history)
        if hosts.not_same_board_in_a_row:
            self._not_in_a_row(events, board_of, last)
        if hosts.alternate is not None:
            self._alternate(events, last)

    def _columns(self, event: int, group: Callable[[School], str]) -> dict[str, dict[int, float]]:
        found: dict[str, dict[int, float]] = {}
        for at in self.of_event.get(event, ()):
            school = self.problem.schools[self.candidates[at].school]
            found.setdefault(group(school), {})[self.chosen[at]] = 1.0
        return found

    def _turns(self, network: str, turns: Mapping[str, Turns], events: list[int]) -> None:
        """The sum of squares is least when turns differ least; unlike a limit it is always possible."""
        least = min((turn.counted for turn in turns.values()), default=0)
        by_school: dict[str, dict[int, float]] = {}
        for event in events:
            for school, columns in self._columns(event, lambda school: school.id).items():
                by_school.setdefault(school, {}).update(columns)
        for school, columns in sorted(by_school.items()):
            turn = turns.get(school)
            base = turn.counted - least if turn is not None else 0
            rest = self._rest(turn)
            for column in columns:
                self.program.costs[column] += rest
            steps = {
                self.program.column(self.parameters.turn * (2 * (base + times) + 1), 0, 1): -1.0
                for times in range(len(columns))
            }
            self._shared(("turns", network, school), 0, 0, columns | steps)

    def _shared(
        self, name: SharedName, lower: float, upper: float, coefficients: Mapping[int, float]
    ) -> None:
        """A row of which others know what it is about."""
        self.about[self.program.rows] = name
        self.program.row(lower, upper, coefficients)

    def _reference(self, event: int) -> str:
        return self.problem.events[event].reference

    def _rest(self, turn: Turns | None) -> int:
        if turn is None or turn.last is None:
            return 0
        years = self.year.school_year.starts_in - turn.last.starts_in
        return self.parameters.rest_year * max(0, self.parameters.rest_years - years)

    def _not_in_a_row(self, events: list[int], group: Callable[[School], str], last: School | None) -> None:
        if last is not None:
            again = self._columns(events[0], group).get(group(last), {})
            if again:
                name = ("board", "", self._reference(events[0]), group(last))
                self._shared(name, -math.inf, 0, again | {self.missing[events[0]]: -1.0})
        for one, other in pairwise(events):
            first, second = self._columns(one, group), self._columns(other, group)
            for shared in sorted(first.keys() & second.keys()):
                slack = {self.missing[one]: -1.0, self.missing[other]: -1.0}
                name = ("board", self._reference(one), self._reference(other), shared)
                self._shared(name, -math.inf, 1, first[shared] | second[shared] | slack)

    def _alternate(self, events: list[int], last: School | None) -> None:
        if last is not None and last.area:
            for column in self._columns(events[0], lambda school: school.area).get(last.area, {}):
                self.program.costs[column] += self.parameters.same_area
        for one, other in pairwise(events):
            first, second = (self._columns(event, lambda school: school.area) for event in (one, other))
            for area in sorted((first.keys() & second.keys()) - {""}):
                again = self.program.column(self.parameters.same_area, 0, 1)
                name = ("area", self._reference(one), self._reference(other), area)
                self._shared(name, -math.inf, 1, first[area] | second[area] | {again: -1.0})

    def _one_group_at_a_time(self) -> None:
        taken: dict[tuple[int, int], list[int]] = {}
        for at, candidate in enumerate(self.candidates):
            day = self.days[self.problem.events[candidate.event].reference]
            taken.setdefault((day, candidate.school), []).append(at)
        for places in taken.values():
            for second, at in enumerate(places):
                for other in places[:second]:
                    self._not_both(at, other)

    def _time_to_travel(self) -> None:
        """Who must be at two meetings of a day can get from one to the other."""
        number = {event.reference: at for at, event in enumerate(self.problem.events)}
        for first, second in on_one_day(self.problem, self.days):
            minutes = first.span.minutes_from(second.span)
            one, other = number[first.reference], number[second.reference]
            for at, place in product(self.of_event.get(one, ()), self.of_event.get(other, ())):
                here, there = (self.problem.schools[self.candidates[column].school] for column in (at, place))
                if travel_minutes(here.location, there.location) > minutes:
                    self._apart(at, place, one)

    def _not_both(self, at: int, other: int) -> None:
        one, two = (self.problem.events[self.candidates[place].event] for place in (at, other))
        # Where the user put two groups in one school at one time, there is nothing left to choose.
        if one.span.overlaps(two.span) and not (one.fixed_host and two.fixed_host):
            self._apart(other, at, self.candidates[at].event)

    def _apart(self, at: int, other: int, missing: int) -> None:
        """Not both of two candidates, unless that event has none."""
        places = (self.candidates[place] for place in (at, other))
        name = ((self._reference(one.event), self.problem.schools[one.school].id) for one in places)
        both = {self.chosen[at]: 1.0, self.chosen[other]: 1.0, self.missing[missing]: -1.0}
        self._shared(("apart", *(part for place in name for part in place)), -math.inf, 1, both)

    def _load_over_networks(self) -> None:
        by_school: dict[int, dict[int, float]] = {}
        for at, candidate in enumerate(self.candidates):
            by_school.setdefault(candidate.school, {})[self.chosen[at]] = 1.0
        for school, columns in sorted(by_school.items()):
            if len(columns) > 1:
                steps = {
                    self.program.column(2 * self.parameters.second_in_year * times, 0, 1): -1.0
                    for times in range(len(columns))
                }
                self._shared(("year", self.problem.schools[school].id), 0, 0, columns | steps)

    def _at_most(self) -> None:
        """No more turns a year than a school says; what was held or given stays where it is."""
        by_school: dict[int, list[int]] = {}
        for at, candidate in enumerate(self.candidates):
            by_school.setdefault(candidate.school, []).append(at)
        for school, places in sorted(by_school.items()):
            most = self.problem.schools[school].host_at_most
            if most is not None:
                settled = sum(self.candidates[at].settled for at in places)
                columns = {self.chosen[at]: 1.0 for at in places}
                name = ("at most", self.problem.schools[school].id)
                self._shared(name, -math.inf, max(most, settled), columns)

    def cannot_host(self, events: Sequence[int], limits: Limits) -> bool:
        """Whether it is certain that these cannot all have a host, whatever the others do."""
        asked = [self.missing[event] for event in events]
        asked += [self.chosen[at] for event in events for at in self.of_event.get(event, ())]
        # The others have none, which leaves most room: rows in which one of them may be missing say nothing.
        part = self.program.part(asked, self.chosen)
        last = limits.with_at_least(self.parameters.last_seconds, self.parameters.last_work)
        return part.solved(limits=last).impossible

    def changes(self, keep: Mapping[str, str]) -> NDArray[np.int64]:
        """(columns,) 1 for every choice that changes a host that was there."""
        changed = np.zeros(len(self.program.costs), np.int64)
        for at, candidate in enumerate(self.candidates):
            had = keep.get(self.problem.events[candidate.event].reference)
            changed[self.chosen[at]] = had is not None and had != self.problem.schools[candidate.school].id
        return changed

    def ties(self) -> NDArray[np.int64]:
        """(columns,) a number for each meeting and school that depends on their names only."""
        keys = np.zeros(len(self.program.costs), np.int64)
        for at, candidate in enumerate(self.candidates):
            event, school = self.problem.events[candidate.event], self.problem.schools[candidate.school]
            digest = sha256(f"{event.reference} {school.id}".encode()).digest()
            keys[self.chosen[at]] = int.from_bytes(digest[:3], "big") >> 4
        return keys

    def limit(self, costs: NDArray[np.int64], most: int) -> None:
        """From now on only choices of at most this cost."""
        self.program.row(-math.inf, most, {int(at): float(costs[at]) for at in np.flatnonzero(costs)})

    def solved(self, costs: NDArray[np.int64], limits: Limits) -> Outcome:
        """The cheapest choice under these costs."""
        return self.program.solved(costs=costs, limits=limits)

    def any_solution(self) -> Outcome:
        """The first choice that fits, however long that takes."""
        return self.program.solved(costs=self.costs, relaxed_gap=1.0)

    def elastic_choice(self, limits: Limits) -> HostChoice:
        """Where not every meeting can have a host: as many as possible, and which have none."""
        for column in self.missing.values():
            self.program.uppers[column] = 1
        best = self.program.solved(limits=limits)
        return self.choice(best, best)

    def _least_km(self, places: list[int]) -> int | None:
        known = [travel for at in places if (travel := self.candidates[at].travel_km) is not None]
        return min(known) if len(known) == len(places) else None

    def choice(self, chosen: Outcome, best: Outcome) -> HostChoice:
        """The hosts in words of the year."""
        if not len(chosen.values):
            without = tuple(self.problem.events[event].reference for event in self.missing)
            return HostChoice({}, without, 0, 0, proven=False, travel_km=0, least_km=0)
        taken = [candidate for at, candidate in enumerate(self.candidates) if chosen.chosen(self.chosen[at])]
        without = tuple(
            self.problem.events[event].reference
            for event, column in self.missing.items()
            if chosen.chosen(column)
        )
        return HostChoice(
            {
                self.problem.events[candidate.event].reference: self.problem.schools[candidate.school].id
                for candidate in taken
            },
            without,
            whole(best.value),
            at_least(best.bound),
            best.proven,
            known_sum(candidate.travel_km for candidate in taken),
            known_sum(self._least_km(places) for places in self.of_event.values()),
            (whole(best.value),),
        )


def board_of(school: School) -> str:
    """What counts as its board where none may receive twice in a row."""
    # A school without a board is its own: it does not follow itself either.
    return school.board or f"school {school.id}"

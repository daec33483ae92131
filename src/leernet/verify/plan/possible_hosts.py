"""A plan in; which schools can receive its meetings, what that costs and what they share, counted anew, out.

What a host costs in words: ``docs/en/background/planning.md``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise, product

from msgspec import Struct

from leernet.days.calendar import Calendar, Openness, calendar_of
from leernet.model.distance import distance_km, travel_minutes
from leernet.model.gathering import (
    Gathering,
    asked_host,
    expected_spans,
    gatherings,
    hosts_by_turn,
    needs,
    rooms_needed,
)
from leernet.model.plan import Plan
from leernet.model.plan_proofs import SharedName
from leernet.model.selection import possible_hosts
from leernet.model.turns import Turns, last_host, turns_before
from leernet.model.values import Point
from leernet.model.year import Network, School, Year
from leernet.verify.attendance import counts_as_there, is_member
from leernet.verify.plan.headcount import must_come, seats_for
from leernet.verify.plan.hosting import receives
from leernet.verify.plan.standing import Standing
from leernet.verify.polls import heard

# What one of each costs, in kilometres that one person travels.
_TURN, _AREA, _SECOND, _REST_YEAR, _REST_YEARS = 500_000, 60_000, 20_000, 4_000, 5
_PROBABLY_CLOSED, _FARTHEST_KM = 10**7, 60


class Shared(Struct, frozen=True):
    """What some places share.

    Attributes:
        places: meetings, each at a school.
        most: so many of them cost nothing.
        steps: what each further one costs, never less than the one before; there are no more than these.
    """

    places: frozenset[tuple[str, str]]
    most: int
    steps: tuple[int, ...] = ()


class PossibleHosts(Struct, frozen=True, eq=False):
    """The choice of hosts.

    Attributes:
        costs: by meeting what each school that can receive it costs by itself.
        shared: what places share.
        least_km: what all travel with each meeting at the nearest of these; None where a place is not known.
    """

    costs: Mapping[str, Mapping[str, int]]
    shared: Mapping[SharedName, Shared]
    least_km: int | None = None


class Hosted(Struct, frozen=True, eq=False):
    """A meeting that has a school, on one of some days.

    Attributes:
        schools: ids of those that can receive it on one of them.
        chosen: whether the host is to be chosen.
        past: whether it lies behind us.
    """

    gathering: Gathering
    days: Sequence[date]
    schools: frozenset[str]
    chosen: bool
    past: bool

    @property
    def reference(self) -> str:
        """``network/meeting``."""
        return self.gathering.reference

    def at(self, school: str) -> tuple[str, str]:
        """Its place at a school."""
        return self.gathering.reference, school


class Journeys(Struct, frozen=True):
    """How far those who come to a meeting travel together, one way, each journey up to a limit.

    Attributes:
        km: to each school; None where that does not say where it is.
        least: to the nearest; None where that is not certain.
    """

    km: Mapping[str, int | None]
    least: int | None


def hosts_on(year: Year, plan: Plan, standing: Standing) -> PossibleHosts:
    """The choice of hosts on the dates of a plan, with what it costs."""
    meetings = hosted_on(year, {ref: (meeting.day,) for ref, meeting in plan.meetings.items()}, standing)
    travel, costs, least = _Travel(year, calendar_of(year)), {}, []
    for one in meetings:
        journeys = travel.journeys(one)
        costs[one.reference] = travel.costs(one, journeys)
        least.append(journeys.least)
    shared = rules_of(year, meetings, standing) | _second_in_year(meetings)
    for network, own in _by_network(year, meetings):
        turns, last = turns_before(year, network, standing.history), None
        shared |= _turns(network, own, turns)
        if network.hosts is not None and network.hosts.alternate is not None:
            last = last_host(year, network, standing.history)
            shared |= _areas(year, own)
        for one in own:
            more = costs[one.reference]
            for id in more:
                again = one is own[0] and last is not None and last.area == year.schools[id].area != ""
                more[id] += _rest(year, turns.get(id)) + _AREA * int(again)
    known = [km for km in least if km is not None]
    return PossibleHosts(costs, shared, sum(known) if known == least else None)


def hosted_on(year: Year, days: Mapping[str, Sequence[date]], standing: Standing) -> list[Hosted]:
    """The meetings that have a school on one of these days, in order."""
    calendar, found = calendar_of(year), []
    for gathering in gatherings(year):
        reference, asked = gathering.reference, asked_host(gathering)
        given = standing.given.get(reference)
        if reference not in days or not (asked or hosts_by_turn(gathering)):
            continue
        if given is not None:
            schools = frozenset((given,)) & year.schools.keys()
        elif asked is not None:
            schools = frozenset((asked,))
        else:
            schools = _welcome(year, calendar, gathering, days[reference])
        if schools or given is None:
            chosen = asked is None and given is None
            found.append(Hosted(gathering, days[reference], schools, chosen, given is not None))
    return found


def _welcome(year: Year, calendar: Calendar, gathering: Gathering, days: Sequence[date]) -> frozenset[str]:
    """The schools of which it is the turn, that are open to guests on one of these days and have room."""
    span, network, rooms = gathering.span, gathering.network, rooms_needed(year, gathering)
    if span is None or network is None:
        return frozenset()
    seats = {day: _seats(year, network, gathering, day) for day in days}
    return frozenset(
        school.id
        for school in possible_hosts(year, network)
        if (school.rooms is None or school.rooms >= rooms)
        and any(
            calendar.school(school.id, day).level is not Openness.CLOSED
            and receives(school, day, span)
            and (school.host_seats or 0) >= seats[day]
            for day in days
        )
    )


def _seats(year: Year, network: Network, gathering: Gathering, day: date) -> int:
    asked, wanted = needs(year, gathering), expected_spans(year, gathering).keys()
    counted = sum(is_member(year.members[id], day) for id in wanted - must_come(asked))
    return seats_for(network, asked, wanted, counted)


def rules_of(year: Year, meetings: Sequence[Hosted], standing: Standing) -> dict[SharedName, Shared]:
    """What hosts may not do together."""
    found: dict[SharedName, Shared] = {}
    for id, school in sorted(year.schools.items()):
        own = [one for one in meetings if id in one.schools]
        if school.host_at_most is not None and own:
            most = max(school.host_at_most, sum(not one.chosen for one in own))
            found["at most", id] = Shared(frozenset(one.at(id) for one in own), most)
    for network, own in _by_network(year, meetings):
        if network.hosts is not None and network.hosts.not_same_board_in_a_row:
            found |= _boards(year, own, last_host(year, network, standing.history))
    for one, other in combinations(meetings, 2):
        if len(one.days) == len(other.days) == 1 and one.days[0] == other.days[0]:
            found |= _on_one_day(year, one, other)
    return found


def _by_network(year: Year, meetings: Sequence[Hosted]) -> Iterator[tuple[Network, list[Hosted]]]:
    """The meetings of each network that takes turns, in order of time."""
    of_network: dict[str, list[Hosted]] = {}
    for one in meetings:
        of_network.setdefault(one.gathering.chain, []).append(one)
    for id, own in of_network.items():
        network = year.networks.get(id)
        if network is not None and network.hosts is not None and network.hosts.rotate is not None:
            in_order = all(len(one.days) == 1 for one in own)
            yield network, sorted(own, key=lambda one: one.days[0]) if in_order else own


def _boards(year: Year, own: Sequence[Hosted], last: School | None) -> dict[SharedName, Shared]:
    """Not the same board twice in a row; whoever was given may be."""
    found: dict[SharedName, Shared] = {}
    again = frozenset[tuple[str, str]]() if last is None else _by(year, own[0], board_of).get(board_of(last))
    if last is not None and again and own[0].chosen:
        found["board", "", own[0].reference, board_of(last)] = Shared(again, 0)
    for one, other in pairwise(own):
        first, second = _by(year, one, board_of), _by(year, other, board_of)
        for board in sorted(first.keys() & second.keys()) if other.chosen else ():
            found["board", one.reference, other.reference, board] = Shared(first[board] | second[board], 1)
    return found


def board_of(school: School) -> str:
    """What counts as its board: a school without one is its own."""
    return school.board or f"school {school.id}"


def _by(year: Year, one: Hosted, group: Callable[[School], str]) -> dict[str, frozenset[tuple[str, str]]]:
    """The places of a meeting by board or area of their schools."""
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for id in one.schools:
        name = group(year.schools[id])
        found[name] = found.get(name, frozenset()) | {one.at(id)}
    return found


def _on_one_day(year: Year, one: Hosted, other: Hosted) -> dict[SharedName, Shared]:
    """One group at a time in a school; who must be at both can get from one to the other."""
    first, second = one.gathering.span, other.gathering.span
    if first is None or second is None:
        return {}
    pairs: Iterable[tuple[str, str]] = ()
    if first.overlaps(second):
        pairs = ((id, id) for id in one.schools & other.schools if one.chosen or other.chosen)
    elif not one.past and not other.past and _must(year, one) & _must(year, other):
        pairs = (
            (here, there)
            for here, there in product(one.schools, other.schools)
            if travel_minutes(year.schools[here].location, year.schools[there].location)
            > first.minutes_from(second)
        )
    return {
        ("apart", *one.at(here), *other.at(there)): Shared(frozenset((one.at(here), other.at(there))), 1)
        for here, there in pairs
    }


def _must(year: Year, one: Hosted) -> set[str]:
    return must_come(needs(year, one.gathering))


def _turns(network: Network, own: Sequence[Hosted], turns: Mapping[str, Turns]) -> dict[SharedName, Shared]:
    """The sum of squares of turns, as steps."""
    least = min((turn.counted for turn in turns.values()), default=0)
    found: dict[SharedName, Shared] = {}
    for id in sorted({id for one in own for id in one.schools}):
        places = frozenset(one.at(id) for one in own if id in one.schools)
        had = turns[id].counted - least if id in turns else 0
        steps = tuple(_TURN * (2 * (had + more) + 1) for more in range(len(places)))
        found["turns", network.id, id] = Shared(places, 0, steps)
    return found


def _rest(year: Year, turn: Turns | None) -> int:
    if turn is None or turn.last is None:
        return 0
    return _REST_YEAR * max(0, _REST_YEARS - (year.school_year.starts_in - turn.last.starts_in))


def _areas(year: Year, own: Sequence[Hosted]) -> dict[SharedName, Shared]:
    """The same area twice in a row, where areas alternate."""
    found: dict[SharedName, Shared] = {}
    for one, other in pairwise(own):
        first, second = _by(year, one, _area_of), _by(year, other, _area_of)
        for area in sorted((first.keys() & second.keys()) - {""}):
            both = Shared(first[area] | second[area], 1, (_AREA,))
            found["area", one.reference, other.reference, area] = both
    return found


def _area_of(school: School) -> str:
    return school.area


def _second_in_year(meetings: Sequence[Hosted]) -> dict[SharedName, Shared]:
    """Further turns of a school this year, whatever the network."""
    found: dict[SharedName, Shared] = {}
    for id in sorted({id for one in meetings for id in one.schools}):
        places = frozenset(one.at(id) for one in meetings if id in one.schools)
        if len(places) > 1:
            found["year", id] = Shared(places, 1, tuple(_SECOND * (at + 1) for at in range(len(places) - 1)))
    return found


class _Travel:
    """How far all who come travel together, one way."""

    def __init__(self, year: Year, calendar: Calendar) -> None:
        self.year, self.calendar = year, calendar
        self._km: dict[tuple[Point, Point], int] = {}

    def journeys(self, one: Hosted) -> Journeys:
        """How far it is to each school that can receive a meeting."""
        homes = self._homes(one)
        known = Counter(home for home in homes if home is not None)
        places = {id: self.year.schools[id].location for id in sorted(one.schools)}
        km = {id: None if to is None else self._together(known, to) for id, to in places.items()}
        certain = known.total() == len(homes) and None not in km.values()
        least = min((far for far in km.values() if far is not None), default=None)
        return Journeys(km, least if certain else None)

    def costs(self, one: Hosted, journeys: Journeys) -> dict[str, int]:
        """What each school costs by itself: travel, and one that is perhaps closed."""
        farthest = max((far for far in journeys.km.values() if far is not None), default=0)
        perhaps = {
            id
            for id in one.schools
            if self.calendar.school(id, one.days[0]).level is Openness.PROBABLY_CLOSED
        }
        return {
            id: (farthest if far is None else far) + _PROBABLY_CLOSED * (id in perhaps)
            for id, far in journeys.km.items()
        }

    def _homes(self, one: Hosted) -> list[Point | None]:
        """From where each who comes sets out; None where their school does not say where it is."""
        day, year, found = one.days[0], self.year, []
        for id, span in expected_spans(year, one.gathering).items():
            member, home = year.members[id], year.members[id].school or ""
            said = heard(year, one.gathering, id, day)
            comes = is_member(member, day) and counts_as_there(self.calendar, member, day, span, said)
            if comes and home in year.schools:
                found.append(year.schools[home].location)
        return found

    def _together(self, homes: Mapping[Point, int], to: Point) -> int:
        for home in homes:
            if (home, to) not in self._km:
                self._km[home, to] = min(distance_km(home, to), _FARTHEST_KM)
        return sum(people * self._km[home, to] for home, people in homes.items())

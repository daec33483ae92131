"""Dates and the schools that take turns in; which can receive a meeting then, with what it costs, out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from leernet.days.calendar import Openness
from leernet.model.distance import distance_km
from leernet.model.values import Point
from leernet.solve.dates.problem import DateProblem, Event, can_host


class Candidate(Struct, frozen=True):
    """A school that can receive a meeting on its day.

    Attributes:
        event: number of the event.
        school: number of the school.
        cost: what it costs by itself: rest, travel, a school that is only probably open.
        travel_km: what the members together travel; None where the location of a school is not known.
        settled: whether the host was given or has been, and is not to be chosen.
    """

    event: int
    school: int
    cost: int
    travel_km: int | None
    settled: bool


def known_sum(kilometres: Iterable[int | None]) -> int | None:
    """The sum; None where a part of it is not known, which is not 0."""
    parts = tuple(kilometres)
    known = tuple(part for part in parts if part is not None)
    return sum(known) if len(known) == len(parts) else None


def candidates_on(
    problem: DateProblem, days: Mapping[str, int], given: Mapping[str, str]
) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    for number, event in enumerate(problem.events):
        if event.reference in days:
            day = days[event.reference]
            possible = _possible(problem, event, day, given.get(event.reference))
            settled = event.fixed_host or event.reference in given
            homes = _homes(problem, event, day) if possible else _Homes(Counter(), 0)
            travels = [_travel_km(problem, homes.known, school) for school in possible]
            # A school whose place is not known must not look nearer than the others.
            farthest = max((travel for travel in travels if travel is not None), default=0)
            found += (
                _candidate(
                    problem, number, school, day, travel, farthest, certain=not homes.unknown, settled=settled
                )
                for school, travel in zip(possible, travels, strict=True)
            )
    return tuple(found)


def _possible(problem: DateProblem, event: Event, day: int, given: str | None) -> tuple[int, ...]:
    if given is not None:
        return tuple(at for at, school in enumerate(problem.schools) if school.id == given)
    if event.fixed_host:
        return event.hosts
    return tuple(school for school in event.hosts if can_host(problem, event, school, day))


def _candidate(
    problem: DateProblem,
    number: int,
    school: int,
    day: int,
    travel: int | None,
    farthest: int,
    *,
    certain: bool,
    settled: bool,
) -> Candidate:
    """A school with what it costs by itself, and the kilometres in that."""
    probably = problem.openness[school, day] == Openness.PROBABLY_CLOSED
    cost = (farthest if travel is None else travel) + problem.parameters.hosts.probably_closed * int(probably)
    return Candidate(number, school, cost, travel if certain else None, settled)


def travel_km(problem: DateProblem, event: Event, school: int, day: int) -> int | None:
    """What the members who come travel together to a school, one way, each journey up to a cap.

    Returns:
        None where the location of that school, or of one from which somebody comes, is not known.
    """
    homes = _homes(problem, event, day)
    return None if homes.unknown else _travel_km(problem, homes.known, school)


class _Homes(Struct, frozen=True):
    """Where those who come set out: at their schools; who works at none sets out nowhere.

    Attributes:
        known: how many set out from each place.
        unknown: how many set out from a school that does not say where it is.
    """

    known: Counter[Point]
    unknown: int


def _homes(problem: DateProblem, event: Event, day: int) -> _Homes:
    located = {school.id: school.location for school in problem.schools}
    coming = event.wanted[problem.people.belongs[event.wanted, day] & ~event.misses[:, day]].tolist()
    schools = (problem.people.members[member].school or "" for member in coming)
    places = [located[school] for school in schools if school in located]
    known = Counter(place for place in places if place is not None)
    return _Homes(known, len(places) - known.total())


def _travel_km(problem: DateProblem, homes: Mapping[Point, int], school: int) -> int | None:
    to, farthest = problem.schools[school].location, problem.parameters.hosts.farthest_km
    if to is None:
        return None
    return sum(people * min(distance_km(home, to), farthest) for home, people in homes.items())


def on_one_day(problem: DateProblem, days: Mapping[str, int]) -> Iterator[tuple[Event, Event]]:
    """Pairs of meetings, one after the other on a day, that need one person."""
    by_day: dict[int, list[Event]] = {}
    for event in problem.events:
        if event.hosts and event.reference in days:
            by_day.setdefault(days[event.reference], []).append(event)
    for of_day in by_day.values():
        for one, other in combinations(of_day, 2):
            if not one.span.overlaps(other.span) and set(one.needed) & set(other.needed):
                yield one, other

"""Dates that leave meetings without a host in; what they show to be impossible for dates, as cuts, out.

Logic-based Benders decomposition: dates are the master, hosts the subproblem. Of the meetings that cannot all
have a host on their days the smallest set is looked for, and that set is forbidden together. A cut never
forbids dates that have hosts.

Source: Hooker & Ottosson, Logic-based Benders decomposition (2003), doi:10.1007/s10107-003-0375-9.
"""

from collections.abc import Iterator, Mapping
from datetime import time

from msgspec import Struct

from leernet.model.plan import Plan
from leernet.model.year import Year
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.problem import DateProblem, Event, can_host
from leernet.solve.hosts.choice import host_programs
from leernet.solve.hosts.program import HostProgram
from leernet.solve.limits import Limits


class Hosting(Struct, frozen=True, eq=False):
    """Who may receive what, on whatever day.

    Attributes:
        given: hosts that stay, by reference.
    """

    problem: DateProblem
    given: Mapping[str, str]

    def pool(self, number: int, day: int) -> frozenset[int]:
        """The schools that can receive a meeting on a day, by number."""
        event = self.problem.events[number]
        given = self.given.get(event.reference)
        if given is not None:
            return frozenset(at for at, school in enumerate(self.problem.schools) if school.id == given)
        if event.fixed_host:
            return frozenset(event.hosts)
        return frozenset(school for school in event.hosts if can_host(self.problem, event, school, day))

    def is_settled(self, number: int) -> bool:
        """Whether the host is not to be chosen."""
        event = self.problem.events[number]
        return event.fixed_host or event.reference in self.given

    def days_within(self, number: int, pool: frozenset[int]) -> frozenset[int]:
        """The possible days of a meeting on which no other schools can receive it."""
        days = self.problem.events[number].days.tolist()
        return frozenset(day for day in days if self.pool(number, day) <= pool)


def host_cuts(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    history: tuple[Plan, ...],
    given: Mapping[str, str],
    without: tuple[str, ...],
    limits: Limits,
) -> tuple[Cut, ...]:
    """What is impossible, shown by dates on which some meetings have no host; empty where it is not certain.

    Args:
        days: number of the day of each gathering, by reference.
        history: plans of earlier years.
        given: hosts that stay, by reference.
        without: references of meetings for which no host was left.
        limits: of the search; a question may take a second even then. What they end is not certain.
    """
    hosting = Hosting(problem, given)
    found: list[Cut] = []
    for program in host_programs(year, problem, days, history, given):
        missing = [number for number in program.missing if problem.events[number].reference in without]
        if missing:
            core = _smallest(program, missing, limits)
            if core:
                found += _strengthened(hosting, {number: program.day_of(number) for number in core})
    return tuple(dict.fromkeys(found))


def _smallest(program: HostProgram, missing: list[int], limits: Limits) -> tuple[int, ...]:
    """Meetings that cannot all have a host and of which each part can; empty where that is not certain."""
    days = {program.day_of(number) for number in missing}
    core = [number for number in program.missing if program.day_of(number) in days]
    if not program.cannot_host(core, limits):
        core = list(program.missing)
        if not program.cannot_host(core, limits):
            return ()
    return tuple(_without(program, core, core, limits))


def _without(program: HostProgram, core: list[int], part: list[int], limits: Limits) -> list[int]:
    """What is left of a set without those of a part that it can do without, from the first on.

    Many at a time are left out where that can be, which comes to the same as one at a time.
    """
    rest = [number for number in core if number not in part]
    if rest and program.cannot_host(rest, limits):
        return rest
    half = len(part) // 2
    for own in (part[:half], part[half:]) if half else ():
        core = _without(program, core, own, limits)
    return core


def _strengthened(hosting: Hosting, core: Mapping[int, int]) -> Iterator[Cut]:
    """Cuts that forbid the set, and with it as much as is certain to be impossible too.

    Args:
        core: number of the day of each meeting that cannot all have a host.
    """
    events = hosting.problem.events
    pool = frozenset().union(*(hosting.pool(number, day) for number, day in core.items()))
    settled = any(hosting.is_settled(number) for number in core)
    at = _common_time([events[number] for number in core])
    turns = _turns_left(hosting, pool)
    one_day = len(set(core.values())) == 1
    if one_day and at is not None and not settled and len(pool) < len(core):
        yield from _one_host_each(hosting, at, pool)
    elif not settled and turns is not None and len(core) > turns:
        yield _turns_of_a_year(hosting, pool, turns)
    elif len(set(core.values())) == len(core):
        # None of them meets another: fewer schools on other days are as little.
        places = tuple(
            (number, hosting.days_within(number, hosting.pool(number, day)) | {day})
            for number, day in sorted(core.items())
        )
        yield Cut(places, len(core) - 1)
    else:
        yield from _the_set_alone(hosting, core)


def _common_time(events: list[Event]) -> time | None:
    """A time at which all of these run, on whatever day; None where there is none."""
    start = max(event.span.start for event in events)
    return start if all(start < event.span.end for event in events) else None


def _one_host_each(hosting: Hosting, at: time, pool: frozenset[int]) -> Iterator[Cut]:
    """On each day by itself no more meetings that run at a time than there are schools for them."""
    within = [
        (number, hosting.days_within(number, pool))
        for number, event in enumerate(hosting.problem.events)
        if event.hosts and not hosting.is_settled(number) and event.span.start <= at < event.span.end
    ]
    for day in range(hosting.problem.days):
        numbers = [number for number, days in within if day in days]
        if len(numbers) > len(pool):
            yield Cut(tuple((number, frozenset((day,))) for number in numbers), len(pool))


def _turns_left(hosting: Hosting, pool: frozenset[int]) -> int | None:
    """How often these schools can still receive this year; None where one does not say how often."""
    left = 0
    for school in sorted(pool):
        most = hosting.problem.schools[school].host_at_most
        if most is None:
            return None
        taken = sum(
            event.hosts != () and hosting.is_settled(number) and hosting.pool(number, 0) == {school}
            for number, event in enumerate(hosting.problem.events)
        )
        left += max(0, most - taken)
    return left


def _turns_of_a_year(hosting: Hosting, pool: frozenset[int], most: int) -> Cut:
    """Schools that together can receive so many times a year receive no more, whatever the days."""
    places = (
        (number, hosting.days_within(number, pool))
        for number, event in enumerate(hosting.problem.events)
        if event.hosts and not hosting.is_settled(number)
    )
    return Cut(tuple((number, days) for number, days in places if days), most)


def _the_set_alone(hosting: Hosting, core: Mapping[int, int]) -> Iterator[Cut]:
    """The set itself, and where all of it is on one day the same set on days with no more schools."""
    yield Cut(tuple((number, frozenset((day,))) for number, day in sorted(core.items())), len(core) - 1)
    if len(set(core.values())) > 1:
        return
    (day,) = set(core.values())
    shared = set.intersection(
        *({int(other) for other in hosting.days_within(number, hosting.pool(number, day))} for number in core)
    )
    for other in sorted(shared - {day}):
        yield Cut(tuple((number, frozenset((other,))) for number in sorted(core)), len(core) - 1)

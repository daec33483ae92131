"""Pairs and the days on which each can in; a calendar of visits with the load spread out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct, field

from leernet.model.plan import Goal
from leernet.model.plan import Visit as RecordedVisit
from leernet.model.weekdays import Half, HalfDay, HalfDays
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.parameters import DEFAULTS, VisitParameters

Visit = tuple[str, str]
Cycle = tuple[Visit, ...]
Week = tuple[int, int]

MOST_AWAY = "most visitors away from one school on one day"

_IMPOSSIBLE = 10**12


class Visitor(Struct, frozen=True):
    """Somebody who visits and is visited.

    Attributes:
        id: of the member.
        school: id of the school, or "".
        free: bit mask over the days of the problem; bits 2 i and 2 i + 1 are morning and afternoon of day i.
    """

    id: str
    school: str
    free: int


class VisitProblem(Struct, frozen=True):
    """Which visits are to be planned.

    Attributes:
        days: those on which visits can be, ascending.
        people: sorted by id.
        cycles: for each pair or trio its visits in order: visitor and visited.
        given: number of a cycle to the places of the days that it keeps.
        parameters: how far apart visits are, and what a day costs.
    """

    days: tuple[date, ...]
    people: tuple[Visitor, ...]
    cycles: tuple[Cycle, ...]
    given: Mapping[int, tuple[int, ...]] = {}
    parameters: VisitParameters = DEFAULTS.visits


class PlannedVisit(Struct, frozen=True):
    """A visit in a week.

    Attributes:
        visitor: id of who comes.
        visited: id of whose lesson it is.
        day: the day that spreads the load best.
        half_days: all of that week on which both can, ascending.
    """

    visitor: str
    visited: str
    day: date
    half_days: HalfDays


class Unplanned(Struct, frozen=True):
    """A cycle for which there are no days.

    Attributes:
        cycle: its visits.
        days: for each visit the number of days on which both can.
    """

    cycle: Cycle
    days: tuple[int, ...]


class VisitCalendar(Struct, frozen=True):
    """The visits, and those for which there is no day.

    Attributes:
        visits: by day, then visitor.
        unplanned: cycles that do not fit.
        goals: in order of importance.
    """

    visits: tuple[PlannedVisit, ...]
    unplanned: tuple[Unplanned, ...]
    goals: tuple[Goal, ...]


class _Grid(Struct, frozen=True):
    """A problem with what is looked up often.

    Attributes:
        problem: as asked.
        school: of each person.
        weeks: of each day, the ISO year and week.
        free: of each visit the indices of the days on which visitor and visited share a free half day.
    """

    problem: VisitProblem
    school: Mapping[str, str]
    weeks: tuple[Week, ...]
    free: Mapping[Visit, tuple[int, ...]]


class _Load(Struct):
    """How many visits take somebody away from a school, bring somebody to it, or are there at all."""

    away: Counter[tuple[str, int]] = field(default_factory=Counter)
    away_in_week: Counter[tuple[str, Week]] = field(default_factory=Counter)
    visitors: Counter[tuple[str, int]] = field(default_factory=Counter)
    week: Counter[Week] = field(default_factory=Counter)


def visit_calendar(problem: VisitProblem, limits: Limits = NO_LIMITS) -> VisitCalendar:
    """Days for all visits: both can, in order and far enough apart, and nowhere too many away at once.

    Cycles with fewest days choose first; then each in turn may choose again, some times round. Exact for one
    cycle given the others; no proof for all together. A cycle that does not fit at the asked distance is
    planned at half of it, or else at a day. Once a limit is reached nobody chooses again.
    """
    grid = _grid(problem)
    load = _Load()
    chosen = dict(problem.given)
    for number, days in chosen.items():
        _count(load, grid, problem.cycles[number], days, +1)
    open_cycles = (number for number in range(len(problem.cycles)) if number not in chosen)
    order = sorted(open_cycles, key=lambda number: _fewest_days(grid, number))
    for number in order * (1 + problem.parameters.repair_sweeps):
        if number in chosen and limits.over:
            break
        cycle = problem.cycles[number]
        _count(load, grid, cycle, chosen.get(number, ()), -1)
        distances = (problem.parameters.days_between, problem.parameters.days_between // 2, 1)
        tries = (_best_days(grid, cycle, load, distance) for distance in distances)
        chosen[number] = next(filter(None, tries), ())
        _count(load, grid, cycle, chosen[number], +1)
    return _calendar(grid, chosen, load)


def _fewest_days(grid: _Grid, number: int) -> int:
    return min((len(grid.free[visit]) for visit in grid.problem.cycles[number]), default=0)


def _grid(problem: VisitProblem) -> _Grid:
    people = {person.id: person for person in problem.people}
    days = range(len(problem.days))
    free = {}
    for visitor, visited in (visit for cycle in problem.cycles for visit in cycle):
        both = people[visitor].free & people[visited].free
        free[visitor, visited] = tuple(day for day in days if both >> 2 * day & 0b11)
    schools = {person.id: person.school for person in problem.people}
    return _Grid(problem, schools, tuple(_week(day) for day in problem.days), free)


def _week(day: date) -> Week:
    year, week, _ = day.isocalendar()
    return (year, week)


def _best_days(grid: _Grid, cycle: Cycle, load: _Load, days_between: int) -> tuple[int, ...]:
    """The cheapest days for the visits of one cycle, in order and far enough apart; empty: there are none.

    Dynamic programming: for each visit and day the cheapest way to have come so far.
    """
    days = grid.problem.days
    reached: dict[int, tuple[int, tuple[int, ...]]] = {-1: (0, ())}
    for visit in cycle:
        best: dict[int, tuple[int, tuple[int, ...]]] = {}
        for day in grid.free[visit]:
            before = [
                so_far
                for last, so_far in reached.items()
                if last < 0 or days[day] - days[last] >= timedelta(days_between)
            ]
            price = _price(grid, visit, day, load)
            if before and price < _IMPOSSIBLE:
                cost, earlier = min(before)
                best[day] = (cost + price, (*earlier, day))
        reached = best
    return min(reached.values())[1] if reached else ()


def _price(grid: _Grid, visit: Visit, day: int, load: _Load) -> int:
    costs = grid.problem.parameters
    home, there, week = grid.school[visit[0]], grid.school[visit[1]], grid.weeks[day]
    if load.away[home, day] >= grid.problem.parameters.most_away:
        return _IMPOSSIBLE
    return (
        costs.away_same_day * load.away[home, day]
        + costs.away_same_week * load.away_in_week[home, week]
        + costs.visitors_same_day * load.visitors[there, day]
        + costs.same_week * load.week[week]
    )


def _count(load: _Load, grid: _Grid, cycle: Cycle, days: tuple[int, ...], times: int) -> None:
    """Adds a cycle's visits to the load, or with -1 takes them out; no days, nothing to count."""
    for (visitor, visited), day in zip(cycle, days, strict=False):
        load.away[grid.school[visitor], day] += times
        load.away_in_week[grid.school[visitor], grid.weeks[day]] += times
        load.visitors[grid.school[visited], day] += times
        load.week[grid.weeks[day]] += times


def _calendar(grid: _Grid, chosen: Mapping[int, tuple[int, ...]], load: _Load) -> VisitCalendar:
    people = {person.id: person for person in grid.problem.people}
    visits = []
    unplanned = []
    for number, cycle in enumerate(grid.problem.cycles):
        if not chosen[number]:
            unplanned.append(Unplanned(cycle, tuple(len(grid.free[visit]) for visit in cycle)))
        for (visitor, visited), day in zip(cycle, chosen[number], strict=False):
            half_days = _half_days_of_week(grid, people[visitor].free & people[visited].free, day)
            visits.append(PlannedVisit(visitor, visited, grid.problem.days[day], half_days))
    visits.sort(key=lambda visit: (visit.day, visit.visitor, visit.visited))
    return VisitCalendar(tuple(visits), tuple(unplanned), _goals(grid, chosen, load))


def _half_days_of_week(grid: _Grid, both: int, day: int) -> HalfDays:
    return tuple(
        HalfDay(other.weekday(), half)
        for index, other in enumerate(grid.problem.days)
        if grid.weeks[index] == grid.weeks[day]
        for half in Half
        if both >> 2 * index + half & 1
    )


def _goals(grid: _Grid, chosen: Mapping[int, tuple[int, ...]], load: _Load) -> tuple[Goal, ...]:
    days, least = grid.problem.days, timedelta(grid.problem.parameters.days_between)
    close = sum(
        days[second] - days[first] < least for places in chosen.values() for first, second in pairwise(places)
    )
    unplanned = sum(not places for places in chosen.values())
    most_away = max(load.away.values(), default=0)
    return visit_goals(unplanned, close, most_away)


def visit_goals(unplanned: int, close: int, most_away: int) -> tuple[Goal, ...]:
    """How many cycles have no days, how many visits follow too soon, how many are away from one school."""
    return (
        _goal("cycles of visits without days", unplanned, 0),
        _goal("visits close upon one another", close, 0),
        _goal(MOST_AWAY, most_away, min(most_away, 1)),
    )


def _goal(name: str, value: int, bound: int) -> Goal:
    return Goal(name=name, value=value, bound=bound, proven=value == bound)


def visits_of(members: tuple[str, ...], links: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The visits of a pair, or of a trio: round a ring where all three are partners, else along both links.

    >>> visits_of(("a", "b"), (("a", "b"),))
    (('a', 'b'), ('b', 'a'))
    >>> visits_of(("a", "b", "c"), (("a", "b"), ("a", "c"), ("b", "c")))
    (('a', 'b'), ('b', 'c'), ('c', 'a'))
    """
    if len(links) == len(members) > 2:
        return tuple(zip(members, (*members[1:], members[0]), strict=True))
    return tuple(visit for a, b in links for visit in ((a, b), (b, a)))


def minutes_of_visits(visits: Iterable[PlannedVisit | RecordedVisit], cycle_minutes: int) -> dict[str, int]:
    """What the visits cost each person: visitor and visited both go through the whole cycle. By id."""
    minutes = Counter[str]()
    for visit in visits:
        minutes[visit.visitor] += cycle_minutes
        minutes[visit.visited] += cycle_minutes
    return dict(sorted(minutes.items()))


def days_of_rounds(days: tuple[date, ...], rounds: int) -> tuple[tuple[date, ...], ...]:
    """The days of each round: whole weeks, as evenly many as can be, in order."""
    weeks = sorted({day.isocalendar()[:2] for day in days})
    part = {week: number * rounds // len(weeks) for number, week in enumerate(weeks)}
    return tuple(
        tuple(day for day in days if part[day.isocalendar()[:2]] == round_) for round_ in range(rounds)
    )

"""A workshop and a date of a moment in; the schools where it can be then, with what each costs, out."""

from collections.abc import Iterable, Mapping

from leernet.days.attendance import asked_bits, attends_series
from leernet.days.calendar import Openness
from leernet.model.distance import distance_km
from leernet.model.plan import PlannedSession, session_reference
from leernet.model.selection import series_members
from leernet.model.year import School, Series, Workshop, Year
from leernet.solve.dates.problem import DateProblem
from leernet.solve.workshops.slots import Option, Slot


def options_of(
    year: Year,
    problem: DateProblem,
    series: Series,
    workshop: Workshop,
    slot: Slot,
    keep: Mapping[str, PlannedSession],
) -> list[Option]:
    """The schools at which a workshop can be at a moment on a date, each with what it costs."""
    if not presenters_able(problem, workshop, slot):
        return []
    had = keep.get(session_reference(series.id, slot.moment, workshop.id))
    had_a_place = any(reference.endswith(f"/{workshop.id}") for reference in keep)
    away = _cost_of_date(year, problem, series, slot) if slot.several else 0
    found = []
    for school in _schools(year, problem, workshop, slot):
        cost = _cost(year, problem, workshop, slot, school) + away
        moved = had is not None and slot.several and problem.number(had.day) != slot.day
        if had_a_place and (had is None or had.school != school or moved):
            cost += problem.parameters.workshops.changed
        found.append(Option(workshop, slot, school, cost))
    return found


def _cost_of_date(year: Year, problem: DateProblem, series: Series, slot: Slot) -> int:
    """What a date costs by the share of the people who cannot come then."""
    members, day = series_members(year, series), problem.day(slot.day)
    away = sum(not attends_series(member, day, slot.span.halves) for member in members)
    return problem.parameters.workshops.all_away * away // max(1, len(members))


def presenters_able(problem: DateProblem, workshop: Workshop, slot: Slot) -> bool:
    """Whether all who lead a workshop work then."""
    asked = asked_bits(slot.span)
    numbers = [problem.people.number[id] for id in workshop.presenter if id in problem.people.number]
    return all(int(problem.people.able[number, slot.day]) & asked == asked for number in numbers)


def _own_schools(year: Year, workshop: Workshop) -> set[str]:
    return {
        year.members[id].school or "" for id in workshop.presenter if id in year.members
    } & year.schools.keys()


def _schools(year: Year, problem: DateProblem, workshop: Workshop, slot: Slot) -> list[str | None]:
    """Where it can be: where the user says, with the meeting, at a presenter's school, at any with room."""
    open_schools = {
        school.id
        for number, school in enumerate(problem.schools)
        if problem.openness[number, slot.day] < Openness.CLOSED
    }
    if workshop.school is not None:
        return [workshop.school] if workshop.school in open_schools else []
    if slot.school is not None or slot.location:
        return [slot.school]
    own = _own_schools(year, workshop)
    return [
        school.id
        for school in problem.schools
        if school.id in open_schools
        and (school.id in own or (school.host_seats or 0) >= workshop.seats.largest)
    ]


def _cost(year: Year, problem: DateProblem, workshop: Workshop, slot: Slot, school: str | None) -> int:
    if school is None or workshop.school is not None or slot.school is not None:
        return 0
    own = _own_schools(year, workshop)
    at = next(number for number, found in enumerate(problem.schools) if found.id == school)
    costs, probably = problem.parameters.workshops, problem.openness[at, slot.day] == Openness.PROBABLY_CLOSED
    cost = costs.probably_closed * int(probably)
    if workshop.tour and not year.schools[school].tour:
        cost += costs.no_tour
    if school not in own:
        cost += costs.other_school
        cost += _journey_km([year.schools[id] for id in sorted(own)], year.schools[school])
    return cost


def _journey_km(own: Iterable[School], to: School) -> int:
    return max(
        (
            distance_km(school.location, to.location)
            for school in own
            if school.location is not None and to.location is not None
        ),
        default=0,
    )

"""Where and when each workshop of a series can be in; which of it is chosen, as an integer program, out."""

import math
from itertools import combinations

from msgspec import Struct

from leernet.model.plan import PlannedSession
from leernet.model.year import Workshop, Year
from leernet.solve.dates.problem import DateProblem
from leernet.solve.duties import Duty
from leernet.solve.parameters import WorkshopParameters
from leernet.solve.program import Program
from leernet.solve.workshops.pools import Engaged, Pool, enough_left
from leernet.solve.workshops.slots import Option, Places, Slot


class SessionProgram(Struct, frozen=True, eq=False):
    """The program with the columns that mean something.

    Attributes:
        places: options, each with its column.
        missing: workshops, each with a column that is 1 where it has no place.
        uneven: columns that say how many workshops moments are from offering as many.
    """

    program: Program
    places: Places
    missing: list[tuple[str, int]]
    uneven: list[int]


def session_program(
    year: Year,
    problem: DateProblem,
    workshops: list[Workshop],
    slots: tuple[Slot, ...],
    options: list[Option],
    duties: tuple[Duty, ...],
    pools: tuple[Pool, ...],
    elsewhere: tuple[PlannedSession, ...],
) -> SessionProgram:
    """Every workshop once, or at each of its moments, where rooms and people suffice; the best costs least.

    Args:
        options: where and when each workshop can be while those who lead it are free.
        duties: who must be where already.
        pools: meetings that need some of a group at the same time.
        elsewhere: sessions of other series, which take rooms too.
    """
    parameters, program = problem.parameters.workshops, Program()
    places = [(option, program.choice(option.cost)) for option in options]
    missing = _one_each(program, workshops, slots, places, parameters.missing)
    _rooms(program, problem, workshops, places, elsewhere)
    _one_place_at_a_time(program, places)
    _time_to_travel(program, year, places)
    enough_left(program, pools, _engaged(duties, places), parameters.most_pool_sets)
    uneven = balance(program, workshops, slots, places, parameters)
    return SessionProgram(program, places, missing, uneven)


def _one_each(
    program: Program,
    workshops: list[Workshop],
    slots: tuple[Slot, ...],
    places: Places,
    cost: int,
) -> list[tuple[str, int]]:
    """A session at each given moment, or one at any; a workshop for which there is none is told."""
    missing = []
    for workshop in workshops:
        given = dict.fromkeys(slot.moment for slot in slots if slot.moment in workshop.moments)
        stretches = [[slot for slot in slots if slot.moment == moment] for moment in given] or [list(slots)]
        for stretch in stretches:
            slack = program.choice(cost)
            missing.append((workshop.id, slack))
            row = {
                column: 1.0
                for option, column in places
                if option.workshop is workshop and option.slot in stretch
            }
            program.row(1, 1, row | {slack: 1.0})
    return missing


def _rooms(
    program: Program,
    problem: DateProblem,
    workshops: list[Workshop],
    places: Places,
    elsewhere: tuple[PlannedSession, ...],
) -> None:
    """No more workshops run at one time than a school has rooms; rounds in a row share them."""
    schools = {school.id: school for school in problem.schools}
    slots = sorted({option.slot for option, _column in places}, key=lambda slot: (slot.day, slot.moment))
    for slot in slots:
        at_once: dict[str, dict[int, float]] = {}
        for option, column in places:
            if option.school is not None and _runs_when_begins(option.slot, slot):
                at_once.setdefault(option.school, {})[column] = 1.0
        for school, row in sorted(at_once.items()):
            rooms = schools[school].rooms
            if rooms is None and slot.school == school:
                continue
            taken = sum(
                session.school == school
                and session.day == problem.day(slot.day)
                and session.start <= slot.span.start < session.end
                for session in elsewhere
            )
            # Where nobody said how many rooms there are, what the user placed there by name stays there.
            placed = sum(
                workshop.school == school and slot.moment in workshop.moments for workshop in workshops
            )
            program.row(-math.inf, max(1, placed) if rooms is None else rooms - taken, row)


def _runs_when_begins(slot: Slot, other: Slot) -> bool:
    """Whether a round runs when another begins: the most run at one time when some round begins."""
    return slot.day == other.day and slot.span.start <= other.span.start < slot.span.end


def _one_place_at_a_time(program: Program, places: Places) -> None:
    at_work: dict[tuple[str, Slot], dict[int, float]] = {}
    for option, column in places:
        for presenter in option.workshop.presenter:
            at_work.setdefault((presenter, option.slot), {})[column] = 1.0
    for (_who, _slot), row in sorted(at_work.items(), key=lambda item: (item[0][0], item[0][1].moment)):
        program.row(-math.inf, 1, row)


def _time_to_travel(program: Program, year: Year, places: Places) -> None:
    """Who leads workshops at two moments of a day can get from one to the other."""
    slots = {option.slot for option, _column in places}
    twice = {slot for slot in slots if sum(other.day == slot.day for other in slots) > 1}
    twice_a_day = [place for place in places if place[0].slot in twice]
    for (one, at), (other, place) in combinations(twice_a_day, 2):
        if one.slot.day == other.slot.day and one.slot != other.slot:
            shared = set(one.workshop.presenter) & set(other.workshop.presenter)
            duty = Duty("", one.slot.day, one.slot.span, one.school)
            if shared and not duty.leaves_room(year, other.slot.day, other.slot.span, other.school):
                program.row(-math.inf, 1, {at: 1.0, place: 1.0})


def _engaged(duties: tuple[Duty, ...], places: Places) -> tuple[Engaged, ...]:
    """Who is at work when: surely, or where an option is chosen."""
    sure = (
        Engaged(frozenset((duty.member,)), duty.day, duty.span, duty.meeting or duty.part_of)
        for duty in duties
    )
    perhaps = (
        Engaged(
            frozenset(option.workshop.presenter),
            option.slot.day,
            option.slot.span,
            option.slot.meeting,
            column,
        )
        for option, column in places
    )
    return (*sure, *perhaps)


def balance(
    program: Program,
    workshops: list[Workshop],
    slots: tuple[Slot, ...],
    places: Places,
    parameters: WorkshopParameters,
) -> list[int]:
    """Moments offer about as much, and so do the dates of a moment; the columns that say how far moments do
    not in workshops.
    """
    moments = {slot.moment: [other for other in slots if other.moment == slot.moment] for slot in slots}
    for dates in moments.values():
        if len(dates) > 1:
            _dates_offer_as_much(program, dates, places, parameters)
    uneven: list[int] = []
    if len(moments) < 2 or all(workshop.moments for workshop in workshops):
        return uneven
    sessions = sum(max(1, len(workshop.moments)) for workshop in workshops)
    seats = sum(workshop.seats.largest * max(1, len(workshop.moments)) for workshop in workshops)
    for dates in moments.values():
        here = {column: option for option, column in places if option.slot in dates}
        for total, weight, size in (
            (sessions, parameters.uneven_count, lambda _workshop: 1),
            (seats, parameters.uneven_seats, lambda workshop: workshop.seats.largest),
        ):
            row = {column: float(size(option.workshop)) for column, option in here.items()}
            above, below = program.column(weight, 0), program.column(weight, 0)
            program.row(-math.inf, -(-total // len(moments)), row | {above: -1.0})
            program.row(total // len(moments), math.inf, row | {below: 1.0})
            if weight == parameters.uneven_count:
                uneven += [above, below]
    return uneven


def _dates_offer_as_much(
    program: Program,
    dates: list[Slot],
    places: Places,
    parameters: WorkshopParameters,
) -> None:
    """Of what a moment offers each date offers its share, rounded down or up; more or less costs."""
    here = {column: option for option, column in places if option.slot in dates}
    for weight, size in (
        (parameters.uneven_count, lambda _workshop: 1),
        (parameters.uneven_seats, lambda workshop: workshop.seats.largest),
    ):
        for slot in dates:
            # As many times what this date offers as there are dates, less what all of them offer.
            row = {
                column: float(size(option.workshop) * (len(dates) * (option.slot == slot) - 1))
                for column, option in here.items()
            }
            above, below = (program.column(weight // len(dates), 0) for _side in range(2))
            program.row(-math.inf, len(dates) - 1, row | {above: -1.0})
            program.row(1 - len(dates), math.inf, row | {below: 1.0})

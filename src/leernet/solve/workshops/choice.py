"""Dates of moments and meetings in; a moment and a school for every workshop that has none yet, out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import combinations

import numpy as np

from leernet.days.attendance import asked_bits, attends_series
from leernet.days.calendar import Openness
from leernet.model.choices import Choices
from leernet.model.distance import distance_km, travel_minutes
from leernet.model.plan import PlannedMeeting, PlannedSession, session_reference
from leernet.model.selection import series_members, series_workshops
from leernet.model.values import Span
from leernet.model.year import School, Series, Workshop, Year
from leernet.solve.dates.problem import DateProblem
from leernet.solve.program import Outcome, Program
from leernet.solve.workshops.balance import balance
from leernet.solve.workshops.pools import Engaged, Pool, enough_left, pools_of
from leernet.solve.workshops.side_by_side import MOST_SETS, Wishes, how_many_sets, possible_sets, wishes_of
from leernet.solve.workshops.slots import Option, Slot, slots_of

# A presenter's own school goes before balance, balance before tours, tours before travel.
_OTHER_SCHOOL = 3_000
_NO_TOUR = 1_500
# Half of the people away on one of several dates is as bad as one workshop too many on another.
_ALL_AWAY = 40_000
_PROBABLY_CLOSED = 50_000
_CHANGED = 10**6
_MISSING = 10**8


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """The sessions of all series.

    Attributes:
        sessions: by reference ``series/moment/workshop``.
        without: workshops for which no moment and school was left.
        wishes: by series what it costs students at least that some workshops run side by side, where what
            they chose decided that.
    """

    sessions: Mapping[str, PlannedSession]
    without: tuple[str, ...]
    wishes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Duty:
    """Where somebody must be.

    Attributes:
        member: id.
        meeting: reference of the meeting; empty for a workshop.
        part_of: reference of the meeting that a workshop is a part of; empty for one of its own.
    """

    member: str
    day: int
    span: Span
    school: str | None
    meeting: str = ""
    part_of: str = ""

    def leaves_room(self, year: Year, day: int, span: Span, school: str | None) -> bool:
        """Whether who has this duty can be at a school then as well, travel counted."""
        if self.day != day:
            return True
        here, there = (year.schools.get(id or "") for id in (self.school, school))
        travel = travel_minutes(here.location, there.location) if here and there else 0
        return self.span.minutes_from(span) >= travel


def sessions_for(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    meetings: Mapping[str, PlannedMeeting],
    keep: Mapping[str, PlannedSession] | None = None,
    choices: Mapping[str, Choices] | None = None,
    today: date | None = None,
) -> SessionChoice:
    """When and where every workshop runs.

    A workshop of which the user gave moments runs at each of them; others run once. Presenters work that day
    and are in one place at a time; no more workshops side by side than a school has rooms. What is free is
    chosen so that moments offer about as many workshops and seats, presenters stay at their own school and
    tours are where there is one. Where choices are in and nothing was planned yet, they decide which run side
    by side: those that let students attend most of what they chose.

    Args:
        year: what the user defined.
        problem: the choice of dates.
        days: day of each moment that has a date of its own, by reference.
        meetings: the meetings that were planned, by reference.
        keep: sessions of the plan before, which stay where they can.
        choices: what came in for each series.
        today: sessions before it stay as they were, whatever has changed since.
    """
    sessions: dict[str, PlannedSession] = {}
    without: list[str] = []
    wishes: dict[str, int] = {}
    pools = pools_of(problem, meetings)
    for _id, series in sorted(year.series.items()):
        kept = keep or {}
        held = _held(year, series, kept, today)
        slots = slots_of(problem, series, days, meetings, today, bool(held))
        sessions |= held
        free = not any(reference.startswith(f"{series.id}/") for reference in kept)
        answers = (choices or {}).get(series.id) if free else None
        duties = (*_meeting_duties(problem, meetings), *_session_duties(year, problem, sessions))
        found, left, cost = _series_sessions(
            _still_to_come(year, held),
            problem,
            series,
            slots,
            kept,
            answers,
            duties,
            pools,
            tuple(sessions.values()),
        )
        sessions |= found
        without += left
        if cost is not None:
            wishes[series.id] = cost
    return SessionChoice(sessions, tuple(without), wishes)


def best_moment(
    year: Year, problem: DateProblem, workshop: Workshop, today: date | None = None
) -> str | None:
    """The moment that has most possible days on which those who lead a workshop can come; None without any.

    For a workshop that is at no moment yet: when its moment is known, dates are chosen so that they can.
    """
    series = year.series[workshop.series]
    events = {event.reference: event for event in problem.events}
    found: list[tuple[int, str]] = []
    for id, moment in sorted(series.moments.items()):
        event = events.get(moment.meeting or f"{series.id}/{id}")
        span = moment.time or (None if event is None else event.span)
        if span is None:
            continue
        days = map(problem.number, moment.days) if event is None else event.days.tolist()
        slots = [Slot(id, day, span) for day in days if today is None or problem.day(day) >= today]
        able = sum(_presenters_able(problem, workshop, slot) for slot in slots)
        if able:
            found.append((-able, id))
    return min(found)[1] if found else None


def _held(
    year: Year, series: Series, keep: Mapping[str, PlannedSession], today: date | None
) -> dict[str, PlannedSession]:
    """The sessions of a series that lie behind us, of workshops that there still are."""
    return {
        reference: session
        for reference, session in sorted(keep.items())
        if today is not None
        and session.day < today
        and reference.startswith(f"{series.id}/")
        and reference.rpartition("/")[2] in year.workshops
    }


def _still_to_come(year: Year, held: Mapping[str, PlannedSession]) -> Year:
    """The year with only what a workshop is yet to do: moments it was at are over, and once was enough."""
    been: dict[str, set[str]] = {}
    for reference in held:
        _series, moment, id = reference.split("/")
        been.setdefault(id, set()).add(moment)
    workshops = dict(year.workshops)
    for id, moments in been.items():
        rest = tuple(moment for moment in workshops[id].moments if moment not in moments)
        changed: dict[str, object] = {"moments": rest} if rest else {"runs": "no"}
        workshops[id] = workshops[id].model_copy(update=changed)
    return year.model_copy(update={"workshops": workshops})


def _meeting_duties(problem: DateProblem, meetings: Mapping[str, PlannedMeeting]) -> Iterator[_Duty]:
    for event in problem.events:
        meeting = meetings.get(event.reference)
        if meeting is not None:
            for member in event.needed:
                id, day = problem.people.members[member].id, problem.number(meeting.day)
                yield _Duty(id, day, meeting.span, meeting.host, event.reference)


def _session_duties(
    year: Year, problem: DateProblem, sessions: Mapping[str, PlannedSession]
) -> Iterator[_Duty]:
    for reference, session in sessions.items():
        series, moment, workshop = reference.split("/")
        moments = year.series[series].moments
        part_of = moments[moment].meeting if moment in moments else ""
        for id in year.workshops[workshop].presenter:
            day = problem.number(session.day)
            yield _Duty(id, day, session.span, session.school, part_of=part_of)


def _presenters_free(year: Year, duties: tuple[_Duty, ...], option: Option) -> bool:
    slot = option.slot
    return all(
        duty.leaves_room(year, slot.day, slot.span, option.school)
        for duty in duties
        if duty.member in option.workshop.presenter and (not slot.meeting or duty.meeting != slot.meeting)
    )


def _engaged(duties: tuple[_Duty, ...], options: list[Option], columns: list[int]) -> tuple[Engaged, ...]:
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
        for option, column in zip(options, columns, strict=True)
    )
    return (*sure, *perhaps)


def _series_sessions(
    year: Year,
    problem: DateProblem,
    series: Series,
    slots: tuple[Slot, ...],
    keep: Mapping[str, PlannedSession],
    choices: Choices | None,
    duties: tuple[_Duty, ...],
    pools: tuple[Pool, ...],
    elsewhere: tuple[PlannedSession, ...],
) -> tuple[dict[str, PlannedSession], list[str], int | None]:
    workshops = [workshop for workshop in series_workshops(year, series.id) if workshop.runs != "no"]
    if not workshops:
        return {}, [], None
    options = [
        option
        for workshop in workshops
        for slot in slots
        if not workshop.moments or slot.moment in workshop.moments
        for option in _options(year, problem, series, workshop, slot, keep)
        if _presenters_free(year, duties, option)
    ]
    program = Program()
    columns = [program.choice(option.cost) for option in options]
    missing = _one_each(program, workshops, slots, options, columns)
    _rooms(program, problem, workshops, options, columns, elsewhere)
    _one_place_at_a_time(program, options, columns)
    _time_to_travel(program, year, options, columns)
    enough_left(program, pools, _engaged(duties, options, columns))
    uneven = balance(program, workshops, slots, options, columns)
    best = program.solved()
    cost = None
    # Choices never change what is possible: where a workshop has no place they have nothing to say.
    everything_runs = not any(best.chosen(column) for _id, column in missing)
    if everything_runs and choices is not None and choices.answers and _everybody_comes(series, slots):
        steered = _steered(
            program.copy(),
            wishes_of(year, choices, workshops),
            slots,
            list(zip(options, columns, strict=True)),
            [*uneven, *(column for _id, column in missing)],
            best,
        )
        if steered is not None:
            program, cost, best = steered
    program.row(
        -math.inf, math.floor(best.value + 0.5), {at: cost for at, cost in enumerate(program.costs) if cost}
    )
    canonical = program.solved(costs=_ties(program, series, options, columns))
    chosen = canonical if len(canonical.values) else best
    taken = [option for option, column in zip(options, columns, strict=True) if chosen.chosen(column)]
    sessions = {
        session_reference(series.id, option.slot.moment, option.workshop.id): _session(problem, option)
        for option in taken
    }
    left = [f"{series.id}/{workshop}" for workshop, column in missing if chosen.chosen(column)]
    return dict(sorted(sessions.items())), left, cost


def _everybody_comes(series: Series, slots: tuple[Slot, ...]) -> bool:
    """Whether all come to every moment, so that what they choose at one does not depend on another."""
    return len(slots) == len(series.moments) == (series.choose or len(series.moments))


def _steered(
    program: Program,
    wishes: Wishes,
    slots: tuple[Slot, ...],
    places: list[tuple[Option, int]],
    first: list[int],
    best: Outcome,
) -> tuple[Program, int, Outcome] | None:
    """Only workshops side by side that cost students least: the program, how much, and the best in it.

    None where it is too much to look at, or nothing fits.

    One column stands for each set of workshops at a moment.

    Args:
        first: columns that count for more, and keep the value they have.
        best: the best places when nobody has chosen.
    """
    running = {
        slot: sum(best.chosen(column) for option, column in places if option.slot == slot) for slot in slots
    }
    offered = {slot: _offered(slot, places) for slot in slots}
    sizes = set(running.values())
    sets = sum(how_many_sets(len(free), len(given), sizes) for free, given in offered.values())
    if sets > MOST_SETS or not any(free for free, _given in offered.values()):
        return None
    costs: dict[int, int] = {}
    for slot, (free, given) in offered.items():
        _sets_at(program, wishes, slot, possible_sets(free, given, sizes), places, costs)
    program.row(-math.inf, sum(best.values[first]), dict.fromkeys(first, 1.0))
    by_column = np.zeros(len(program.costs), np.int64)
    for column, cost in costs.items():
        by_column[column] = cost
    found = program.solved(costs=by_column)
    if not len(found.values):
        return None
    least = math.floor(found.value + 0.5)
    program.row(-math.inf, least, {column: float(cost) for column, cost in costs.items() if cost})
    settled = program.solved()
    return (program, least, settled) if len(settled.values) else None


def _offered(slot: Slot, places: list[tuple[Option, int]]) -> tuple[list[Workshop], list[Workshop]]:
    """The workshops that may run at a moment, and those that the user put there."""
    found = {option.workshop.id: option.workshop for option, _column in places if option.slot == slot}
    return (
        [workshop for workshop in found.values() if not workshop.moments],
        [workshop for workshop in found.values() if workshop.moments],
    )


def _sets_at(
    program: Program,
    wishes: Wishes,
    slot: Slot,
    sets: list[tuple[Workshop, ...]],
    places: list[tuple[Option, int]],
    costs: dict[int, int],
) -> None:
    """One set runs at a moment: a workshop has a place there when it is in that set."""
    columns = [program.choice() for _set in sets]
    program.row(1, 1, dict.fromkeys(columns, 1.0))
    for column, workshops in zip(columns, sets, strict=True):
        costs[column] = wishes.cost(slot.moment, workshops)
    for id in sorted({workshop.id for workshops in sets for workshop in workshops}):
        row = {column: 1.0 for option, column in places if option.slot == slot and option.workshop.id == id}
        within = [
            column
            for column, workshops in zip(columns, sets, strict=True)
            if any(workshop.id == id for workshop in workshops)
        ]
        program.row(0, 0, row | dict.fromkeys(within, -1.0))


def _session(problem: DateProblem, option: Option) -> PlannedSession:
    slot = option.slot
    return PlannedSession(
        day=problem.day(slot.day),
        start=slot.span.start,
        end=slot.span.end,
        school=option.school,
        location="" if option.school is not None else slot.location,
    )


def _options(
    year: Year,
    problem: DateProblem,
    series: Series,
    workshop: Workshop,
    slot: Slot,
    keep: Mapping[str, PlannedSession],
) -> list[Option]:
    if not _presenters_able(problem, workshop, slot):
        return []
    had = keep.get(session_reference(series.id, slot.moment, workshop.id))
    elsewhere = any(_same_workshop(reference, series.id, workshop.id) for reference in keep)
    away = _cost_of_date(year, problem, series, slot) if slot.several else 0
    found = []
    for school in _schools(year, problem, workshop, slot):
        cost = _cost(year, problem, workshop, slot, school) + away
        moved = had is not None and slot.several and problem.number(had.day) != slot.day
        if elsewhere and (had is None or had.school != school or moved):
            cost += _CHANGED
        found.append(Option(workshop, slot, school, cost))
    return found


def _cost_of_date(year: Year, problem: DateProblem, series: Series, slot: Slot) -> int:
    """What a date costs by the share of the people who cannot come then."""
    members, day = series_members(year, series), problem.day(slot.day)
    away = sum(not attends_series(member, day, slot.span.halves) for member in members)
    return _ALL_AWAY * away // max(1, len(members))


def _same_workshop(reference: str, series: str, workshop: str) -> bool:
    parts = reference.split("/")
    return parts[0] == series and parts[-1] == workshop


def _presenters_able(problem: DateProblem, workshop: Workshop, slot: Slot) -> bool:
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
    cost = _PROBABLY_CLOSED * int(problem.openness[at, slot.day] == Openness.PROBABLY_CLOSED)
    if workshop.tour and not year.schools[school].tour:
        cost += _NO_TOUR
    if school not in own:
        cost += _OTHER_SCHOOL + _journey_km([year.schools[id] for id in sorted(own)], year.schools[school])
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


def _one_each(
    program: Program,
    workshops: list[Workshop],
    slots: tuple[Slot, ...],
    options: list[Option],
    columns: list[int],
) -> list[tuple[str, int]]:
    """A session at each given moment, or one at any; a workshop for which there is none is told."""
    missing = []
    for workshop in workshops:
        given = dict.fromkeys(slot.moment for slot in slots if slot.moment in workshop.moments)
        stretches = [[slot for slot in slots if slot.moment == moment] for moment in given] or [list(slots)]
        for stretch in stretches:
            slack = program.choice(_MISSING)
            missing.append((workshop.id, slack))
            row = {
                column: 1.0
                for option, column in zip(options, columns, strict=True)
                if option.workshop is workshop and option.slot in stretch
            }
            program.row(1, 1, row | {slack: 1.0})
    return missing


def _rooms(
    program: Program,
    problem: DateProblem,
    workshops: list[Workshop],
    options: list[Option],
    columns: list[int],
    elsewhere: tuple[PlannedSession, ...],
) -> None:
    """No more workshops run at one time than a school has rooms; rounds that follow one another share them.

    Args:
        elsewhere: sessions of other series, which take rooms too.
    """
    schools = {school.id: school for school in problem.schools}
    slots = sorted({option.slot for option in options}, key=lambda slot: (slot.day, slot.moment))
    for slot in slots:
        at_once: dict[str, dict[int, float]] = {}
        for option, column in zip(options, columns, strict=True):
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


def _one_place_at_a_time(program: Program, options: list[Option], columns: list[int]) -> None:
    at_work: dict[tuple[str, Slot], dict[int, float]] = {}
    for option, column in zip(options, columns, strict=True):
        for presenter in option.workshop.presenter:
            at_work.setdefault((presenter, option.slot), {})[column] = 1.0
    for (_who, _slot), row in sorted(at_work.items(), key=lambda item: (item[0][0], item[0][1].moment)):
        program.row(-math.inf, 1, row)


def _time_to_travel(program: Program, year: Year, options: list[Option], columns: list[int]) -> None:
    """Who leads workshops at two moments of a day can get from one to the other."""
    slots = {option.slot for option in options}
    twice = {slot for slot in slots if sum(other.day == slot.day for other in slots) > 1}
    places = [
        (option, column) for option, column in zip(options, columns, strict=True) if option.slot in twice
    ]
    for (one, at), (other, place) in combinations(places, 2):
        if one.slot.day == other.slot.day and one.slot != other.slot:
            shared = set(one.workshop.presenter) & set(other.workshop.presenter)
            duty = _Duty("", one.slot.day, one.slot.span, one.school)
            if shared and not duty.leaves_room(year, other.slot.day, other.slot.span, other.school):
                program.row(-math.inf, 1, {at: 1.0, place: 1.0})


def _ties(
    program: Program, series: Series, options: list[Option], columns: list[int]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    keys = np.zeros(len(program.costs), np.int64)
    for option, column in zip(options, columns, strict=True):
        name = f"{series.id} {option.slot.moment} {option.workshop.id} {option.school}"
        name += f" {option.slot.day}" if option.slot.several else ""
        keys[column] = int.from_bytes(sha256(name.encode()).digest()[:3], "big") >> 4
    return keys

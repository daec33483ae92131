"""Dates of moments and meetings in; a moment and a school for every workshop that has none yet, out."""

import math
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from leernet.model.choices import Choices
from leernet.model.plan import PlannedMeeting, PlannedSession, session_reference
from leernet.model.selection import series_workshops
from leernet.model.year import Series, Workshop, Year
from leernet.solve.dates.problem import DateProblem
from leernet.solve.duties import Duty, meeting_duties, session_duties
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.program import Outcome, Program
from leernet.solve.workshops.options import options_of, presenters_able
from leernet.solve.workshops.pools import Pool, pools_of
from leernet.solve.workshops.program import SessionProgram, session_program
from leernet.solve.workshops.side_by_side import wishes_of
from leernet.solve.workshops.slots import Option, Places, Slot, slots_of
from leernet.solve.workshops.steered import everybody_comes, steered


class SessionChoice(Struct, frozen=True):
    """The sessions of all series.

    Attributes:
        sessions: by reference ``series/moment/workshop``.
        without: workshops for which no moment and school was left.
        wishes: by series what it costs students at least that some workshops run side by side, where what
            they chose decided that.
    """

    sessions: Mapping[str, PlannedSession]
    without: tuple[str, ...]
    wishes: Mapping[str, int] = {}


def sessions_for(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    meetings: Mapping[str, PlannedMeeting],
    keep: Mapping[str, PlannedSession] | None = None,
    choices: Mapping[str, Choices] | None = None,
    today: date | None = None,
    limits: Limits = NO_LIMITS,
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
        limits: what ends the search with the best places so far.
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
        duties = (*meeting_duties(problem, meetings), *session_duties(year, problem, sessions))
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
            limits,
        )
        sessions |= found
        without += left
        if cost is not None:
            wishes[series.id] = cost
    return SessionChoice(sessions, tuple(without), wishes)


def has_a_place(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    meetings: Mapping[str, PlannedMeeting],
    reference: str,
    without: frozenset[str],
) -> bool:
    """Whether a workshop can run, as ``series/workshop``, without taking the place of another.

    Args:
        days: day of each moment that has a date of its own, by reference.
        meetings: the meetings that were planned, by reference.
        without: the workshops that have no place, as ``series/workshop``.
    """
    series = year.series[reference.partition("/")[0]]
    workshops = [workshop for workshop in series_workshops(year, series.id) if workshop.runs != "no"]
    slots = slots_of(problem, series, days, meetings, None, False)
    duties = tuple(meeting_duties(problem, meetings))
    options = _options(year, problem, series, workshops, slots, {}, duties)
    pools = pools_of(problem, meetings)
    asked = session_program(year, problem, workshops, slots, options, duties, pools, ())
    costs, own = np.zeros(len(asked.program.costs), np.int64), []
    for id, column in asked.missing:
        costs[column] = 0 if f"{series.id}/{id}" in without else 2
        if f"{series.id}/{id}" == reference:
            own.append(column)
    costs[own] = 1
    found = asked.program.solved(costs=costs)
    return not any(found.chosen(column) for column in own)


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
        able = sum(presenters_able(problem, workshop, slot) for slot in slots)
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


def _presenters_free(year: Year, duties: tuple[Duty, ...], option: Option) -> bool:
    slot = option.slot
    return all(
        duty.leaves_room(year, slot.day, slot.span, option.school)
        for duty in duties
        if duty.member in option.workshop.presenter and (not slot.meeting or duty.meeting != slot.meeting)
    )


def _series_sessions(
    year: Year,
    problem: DateProblem,
    series: Series,
    slots: tuple[Slot, ...],
    keep: Mapping[str, PlannedSession],
    choices: Choices | None,
    duties: tuple[Duty, ...],
    pools: tuple[Pool, ...],
    elsewhere: tuple[PlannedSession, ...],
    limits: Limits,
) -> tuple[dict[str, PlannedSession], list[str], int | None]:
    workshops = [workshop for workshop in series_workshops(year, series.id) if workshop.runs != "no"]
    if not workshops:
        return {}, [], None
    parameters = problem.parameters.workshops
    options = _options(year, problem, series, workshops, slots, keep, duties)
    asked = session_program(year, problem, workshops, slots, options, duties, pools, elsewhere)
    program, best = asked.program, _first(asked, limits.with_at_least(parameters.last_seconds))
    # Choices never change what is possible: where a workshop has no place they have nothing to say.
    everything_runs = not any(best.chosen(column) for _id, column in asked.missing)
    cost = None
    if everything_runs and choices is not None and choices.answers and everybody_comes(series, slots):
        wishes = wishes_of(year, choices, workshops, parameters)
        by_choices = steered(asked, wishes, slots, best, parameters.most_sets, limits)
        if by_choices is not None:
            program, cost, best = by_choices
    chosen = _canonical(program, best, _ties(program, series, asked.places), limits)
    sessions = {
        session_reference(series.id, option.slot.moment, option.workshop.id): _session(problem, option)
        for option, column in asked.places
        if chosen.chosen(column)
    }
    left = [f"{series.id}/{workshop}" for workshop, column in asked.missing if chosen.chosen(column)]
    return dict(sorted(sessions.items())), left, cost


def _options(
    year: Year,
    problem: DateProblem,
    series: Series,
    workshops: list[Workshop],
    slots: tuple[Slot, ...],
    keep: Mapping[str, PlannedSession],
    duties: tuple[Duty, ...],
) -> list[Option]:
    """Where and when each workshop can be while those who lead it are free."""
    return [
        option
        for workshop in workshops
        for slot in slots
        if not workshop.moments or slot.moment in workshop.moments
        for option in options_of(year, problem, series, workshop, slot, keep)
        if _presenters_free(year, duties, option)
    ]


def _first(asked: SessionProgram, limits: Limits) -> Outcome:
    """The best places in the time; where some workshop has none in them, that is certain."""
    program = asked.program
    found = program.solved(limits=limits)
    if found.proven or (len(found.values) and not any(found.chosen(column) for _id, column in asked.missing)):
        return found
    fewest = np.zeros(len(program.costs), np.int64)
    fewest[[column for _id, column in asked.missing]] = 1
    found = program.solved(costs=fewest)
    return replace(found, value=float(found.values @ np.array(program.costs)))


def _canonical(program: Program, best: Outcome, ties: NDArray[np.int64], limits: Limits) -> Outcome:
    """Of all that cost as little the one that names decide, so that no order of files does."""
    costs = {at: cost for at, cost in enumerate(program.costs) if cost}
    program.row(-math.inf, math.floor(best.value + 0.5), costs)
    found = program.solved(costs=ties, limits=limits)
    return found if len(found.values) else best


def _session(problem: DateProblem, option: Option) -> PlannedSession:
    slot = option.slot
    return PlannedSession(
        day=problem.day(slot.day),
        start=slot.span.start,
        end=slot.span.end,
        school=option.school,
        location="" if option.school is not None else slot.location,
    )


def _ties(program: Program, series: Series, places: Places) -> NDArray[np.int64]:
    keys = np.zeros(len(program.costs), np.int64)
    for option, column in places:
        name = f"{series.id} {option.slot.moment} {option.workshop.id} {option.school}"
        name += f" {option.slot.day}" if option.slot.several else ""
        keys[column] = int.from_bytes(sha256(name.encode()).digest()[:3], "big") >> 4
    return keys

"""A series, its choices and the problem they make in; what a person should know before it is solved out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from leernet.finding import Finding, Level, Places
from leernet.model.allocation import AllocationProblem
from leernet.model.choices import Choices
from leernet.model.plan import Plan
from leernet.model.selection import selected_members, series_workshops
from leernet.model.year import Series, Workshop, Year
from leernet.solve.allocation.clash_findings import clash_findings
from leernet.solve.allocation.placement_clashes import clashes
from leernet.solve.allocation.shortage_findings import shortage_findings
from leernet.solve.workshops.sessions import workshop_moments
from leernet.words import Field, _, _n


def choice_findings(
    year: Year,
    plan: Plan | None,
    series: Series,
    choices: Choices,
    problem: AllocationProblem,
    places: Places,
) -> tuple[Finding, ...]:
    """What in the definitions and the choices together cannot be, or will disappoint.

    Args:
        places: where the definitions stand.
    """
    undecided = tuple(undecided_workshops(year, plan, series, places))
    by_hand = clash_findings(clashes(problem), year, plan, series, choices, places)
    return (
        *by_hand,
        # While workshops have no moment, nobody knows how many seats a moment has.
        *(() if undecided or by_hand else shortage_findings(year, series, problem, places)),
        *_tours_short(year, series, problem, places),
        *_minimum_out_of_reach(year, problem, choices, places),
        *_not_open(problem, choices),
        *_late(series, choices, problem),
    )


def _name(workshop: Workshop) -> str:
    return workshop.title or workshop.id


def undecided_workshops(year: Year, plan: Plan | None, series: Series, places: Places) -> Iterator[Finding]:
    """Workshops without a moment: nobody can be placed in them yet."""
    for workshop in series_workshops(year, series.id):
        if workshop.runs != "no" and not workshop_moments(plan, series, workshop):
            yield Finding(
                places.of("workshops", workshop.id),
                Level.ERROR,
                "workshop-without-moment",
                _("Nobody has decided at which moment '{workshop}' is held.", workshop=_name(workshop)),
                _("Run leernet plan first, or give the workshop its moments."),
            )


def _tours_short(year: Year, series: Series, problem: AllocationProblem, places: Places) -> Iterator[Finding]:
    """More people who would like a tour than seats on tours."""
    asking = sum(person.tour for person in problem.participants)
    seats = sum(session.tour_seats for session in problem.sessions if session.runs != "no")
    if asking <= seats:
        return
    with_tour = [each.id for each in series_workshops(year, series.id) if each.tour]
    place = places.of("workshops", with_tour[0], "tour") if with_tour else places.of("series", series.id)
    yield Finding(
        place,
        Level.REMARK,
        "too-few-tour-seats",
        _("{people} people would like a tour, and there are {seats} seats.", people=asking, seats=seats),
        _("Give workshops more seats for a tour; lots decide who goes."),
    )


def _minimum_out_of_reach(
    year: Year, problem: AllocationProblem, choices: Choices, places: Places
) -> Iterator[Finding]:
    """Sessions that too few can come to; a workshop that too few may choose is a rule of its own."""
    able = Counter(name for person in problem.participants for name in person.sessions)
    wished = Counter(
        workshop for person in problem.participants for group in person.wishes for workshop in group
    )
    for session in problem.sessions:
        if session.runs != "decide" or session.seats_min <= 1:
            continue
        place = places.of("workshops", session.workshop, "seats")
        fields: dict[str, Field] = {
            "workshop": _name(year.workshops[session.workshop]),
            "moment": session.moment,
            "minimum": session.seats_min,
        }
        if able[session.id] < session.seats_min <= _allowed(year, problem, session.workshop):
            sentence = _(
                "'{workshop}' needs {minimum} people at {moment} and only {able} may come.",
                **fields,
                able=able[session.id],
            )
            yield Finding(place, Level.WARNING, "minimum-out-of-reach", sentence, _MINIMUM)
        elif choices.answers and wished[session.workshop] < session.seats_min <= able[session.id]:
            sentence = _(
                "'{workshop}' needs {minimum} people at {moment} and {wished} wished for it.",
                **fields,
                wished=wished[session.workshop],
            )
            yield Finding(place, Level.REMARK, "minimum-above-wishes", sentence, _MINIMUM)


def _allowed(year: Year, problem: AllocationProblem, workshop: str) -> int:
    """How many of those to be placed may choose a workshop, whether they are there or not."""
    open_to = year.workshops[workshop].open_to
    if open_to is None:
        return len(problem.participants)
    allowed = {member.id for member in selected_members(year, open_to)}
    return sum(person.id in allowed for person in problem.participants)


_MINIMUM = _("Lower the minimum in 'seats', let it run whatever comes (runs: yes), or let it go (runs: no).")


def _not_open(problem: AllocationProblem, choices: Choices) -> Iterator[Finding]:
    """Wishes that cannot come true, as no session of that workshop is open to the one who wished."""
    sessions = {session.id: session.workshop for session in problem.sessions}
    held = set(sessions.values())
    people = {person.id: person for person in problem.participants}
    for answer in choices.answers:
        person = people.get(answer.member)
        if person is None:
            continue
        possible = {sessions[name] for name in person.sessions}
        # A workshop without a session waits for the plan to give it a moment: nobody wished for it in vain.
        closed = held & set(answer.ranks) - possible
        vain = tuple(f"'{workshop}'" for workshop in sorted(closed))
        if vain:
            yield Finding(
                answer.place,
                Level.REMARK,
                "wish-in-vain",
                _n(
                    "{member} wished for {workshops}, which this member cannot or may not attend.",
                    "{member} wished for {workshops}, which this member cannot or may not attend.",
                    len(vain),
                    member=answer.member,
                    workshops=vain,
                ),
            )


def _late(series: Series, choices: Choices, problem: AllocationProblem) -> Iterator[Finding]:
    late = {person.id for person in problem.participants if person.late}
    for answer in choices.answers:
        if answer.member in late:
            yield Finding(
                answer.place,
                Level.REMARK,
                "late-answer",
                _(
                    "{member} answered on {day}, after {closes}, and is placed after those who were in time.",
                    member=answer.member,
                    day=str(answer.answered_at),
                    closes=str(series.closes),
                ),
            )

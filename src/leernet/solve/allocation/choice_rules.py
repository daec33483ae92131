"""What a person should know of a series and its choices before it is solved."""

from collections import Counter
from collections.abc import Iterator

from leernet.catalogue import choices as rules
from leernet.catalogue.allocation import ABSENT_YET_PLACED, SHORTER_THAN_ASKED
from leernet.days.attendance import Presence, presence
from leernet.days.calendar import calendar_of
from leernet.finding import Finding, Places
from leernet.model.allocation import AllocationProblem
from leernet.model.choices import Choices
from leernet.model.plan import Plan
from leernet.model.selection import selected_members, series_workshops
from leernet.model.values import Span
from leernet.model.year import Series, Workshop, Year
from leernet.solve.allocation.clash_findings import clash_findings
from leernet.solve.allocation.placement_clashes import clashes
from leernet.solve.allocation.shortage_findings import shortage_findings
from leernet.solve.workshops.sessions import when, workshop_moments
from leernet.words import Field, _, first_of


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
        places: where the definitions are.
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
        *_short(year, series, choices, problem),
        *_absent_yet_placed(year, plan, series, problem, places),
    )


def _absent_yet_placed(
    year: Year, plan: Plan | None, series: Series, problem: AllocationProblem, places: Places
) -> Iterator[Finding]:
    """Who misses a meeting as their own school is closed, and can attend a session at those hours."""
    for reference, meeting in plan.meetings.items() if plan is not None else ():
        at_that_time = {
            session.id
            for session in problem.sessions
            for known in (when(year, plan, series, session.moment, session.workshop),)
            if known.day == meeting.day and known.span and _overlap(known.span, meeting.span)
        }
        absent = {
            person.id
            for person in problem.participants
            if at_that_time and person.id in meeting.absent and not at_that_time.isdisjoint(person.sessions)
        }
        calendar = calendar_of(year) if absent else None
        closed = tuple(
            year.members[member].name
            for member in sorted(absent)
            if calendar is not None
            and member in year.members
            and presence(calendar, year.members[member], meeting.day, meeting.span.halves) in _OWN_SCHOOL
        )
        if closed:
            yield ABSENT_YET_PLACED.at(
                places.of("series", series.id),
                count=len(closed),
                meeting=reference,
                day=str(meeting.day),
                series=series.title or series.id,
                members=first_of(closed, _MOST_NAMES),
            )


_OWN_SCHOOL = (Presence.SCHOOL_CLOSED, Presence.SCHOOL_PROBABLY_CLOSED)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _short(year: Year, series: Series, choices: Choices, problem: AllocationProblem) -> Iterator[Finding]:
    """Lists with fewer workshops than asked for, though there are more to choose from."""
    if series.rank is None:
        return
    people = {person.id: person for person in problem.participants}
    short = []
    for answer in choices.answers:
        person = people.get(answer.member)
        if person is None or len(answer.ranks) >= series.rank:
            continue
        possible = {name.partition("/")[2] for name in person.sessions}
        if len(answer.ranks) < len(possible.difference(answer.never)):
            short.append(answer)
    if short:
        names = tuple(year.members[answer.member].name for answer in short)
        yield SHORTER_THAN_ASKED.at(
            short[0].place,
            count=len(short),
            rank=series.rank,
            members=first_of(names, _MOST_NAMES),
        )


# Nobody reads more names in one sentence.
_MOST_NAMES = 10


def _name(workshop: Workshop) -> str:
    return workshop.title or workshop.id


def undecided_workshops(year: Year, plan: Plan | None, series: Series, places: Places) -> Iterator[Finding]:
    """Workshops without a moment: nobody can be placed in them yet."""
    for workshop in series_workshops(year, series.id):
        if workshop.runs != "no" and not workshop_moments(plan, series, workshop):
            yield rules.WORKSHOP_WITHOUT_MOMENT.at(
                places.of("workshops", workshop.id), workshop=_name(workshop)
            )


def _tours_short(year: Year, series: Series, problem: AllocationProblem, places: Places) -> Iterator[Finding]:
    """More people who would like a tour than seats on tours."""
    asking = sum(person.tour for person in problem.participants)
    seats = sum(session.tour_seats for session in problem.sessions if session.runs != "no")
    if asking <= seats:
        return
    with_tour = [each.id for each in series_workshops(year, series.id) if each.tour]
    place = places.of("workshops", with_tour[0], "tour") if with_tour else places.of("series", series.id)
    yield rules.TOO_FEW_TOUR_SEATS.at(place, people=asking, seats=seats)


def _minimum_out_of_reach(
    year: Year, problem: AllocationProblem, choices: Choices, places: Places
) -> Iterator[Finding]:
    """Sessions that too few can come to; a workshop that too few may choose is a rule of its own."""
    able = Counter(name for person in problem.participants for name in person.sessions)
    wished = Counter(
        workshop for person in problem.participants for group in person.wishes for workshop in group
    )
    # One line for all moments of a workshop of which the same is true.
    too_few: dict[tuple[str, int, int | None], list[str]] = {}
    for session in problem.sessions:
        if session.runs != "decide" or session.seats_min <= 1:
            continue
        key = (session.workshop, session.seats_min)
        if able[session.id] < session.seats_min <= _allowed(year, problem, session.workshop):
            too_few.setdefault((*key, able[session.id]), []).append(session.moment)
        elif choices.answers and wished[session.workshop] < session.seats_min <= able[session.id]:
            too_few.setdefault((*key, None), []).append(session.moment)
    for (workshop, minimum, most), moments in too_few.items():
        place = places.of("workshops", workshop, "seats")
        fields: dict[str, Field] = {
            "workshop": _name(year.workshops[workshop]),
            "moment": tuple(moments),
            "minimum": minimum,
        }
        if most is None:
            yield rules.MINIMUM_ABOVE_WISHES.at(place, **fields, count=wished[workshop])
        else:
            yield rules.MINIMUM_OUT_OF_REACH.at(place, **fields, able=most)


def _allowed(year: Year, problem: AllocationProblem, workshop: str) -> int:
    """How many of those to be placed may choose a workshop, whether they are there or not."""
    open_to = year.workshops[workshop].open_to
    if open_to is None:
        return len(problem.participants)
    allowed = {member.id for member in selected_members(year, open_to)}
    return sum(person.id in allowed for person in problem.participants)


_MINIMUM = _("Lower the minimum in 'seats', let it run in any case (runs: yes), or drop it (runs: no).")


def _not_open(problem: AllocationProblem, choices: Choices) -> Iterator[Finding]:
    """Wishes that cannot come true, as no session of that workshop is open to the one who wished."""
    sessions = {session.id: session.workshop for session in problem.sessions}
    held = set(sessions.values())
    people = {person.id: person for person in problem.participants}
    for answer in choices.answers:
        person = people.get(answer.member)
        if person is None:
            continue
        possible = {sessions[name] for name in (*person.sessions, *person.once)}
        # A workshop without a session waits for the plan to give it a moment: nobody wished for it in vain.
        closed = held & set(answer.ranks) - possible
        vain = tuple(f"'{workshop}'" for workshop in sorted(closed))
        if vain:
            yield rules.WISH_IN_VAIN.at(answer.place, count=len(vain), member=answer.member, workshops=vain)


def _late(series: Series, choices: Choices, problem: AllocationProblem) -> Iterator[Finding]:
    late = {person.id for person in problem.participants if person.late}
    for answer in choices.answers:
        if answer.member in late and answer.answered_at is not None:
            yield rules.LATE_ANSWER.at(
                answer.place,
                member=answer.member,
                day=str(answer.answered_at.date()),
                closes=str(series.closes),
            )

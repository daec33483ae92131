"""A problem in, the placements by hand that cannot be out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from leernet.model.allocation import AllocationProblem, Participant, PinClash, Session
from leernet.solve.seat_shortage import most_places


def clashes(problem: AllocationProblem) -> tuple[PinClash, ...]:
    """What is wrong with placements by hand, looked at one person and one session at a time; sorted."""
    sessions = {(session.moment, session.workshop): session for session in problem.sessions}
    by_hand = (person for person in problem.participants if person.placed)
    people = sorted(by_hand, key=lambda person: person.id)
    found = [clash for person in people for clash in _of_person(person, sessions)]
    found += _of_sessions(people, sessions)
    return (*found, *(() if found or not people else _below_minimum(problem)))


def _of_person(person: Participant, sessions: dict[tuple[str, str], Session]) -> Iterator[PinClash]:
    who = (person.id,)
    moments: set[str] = set()
    workshops: set[str] = set()
    for moment, workshop in sorted(person.placed):
        name, session = f"{moment}/{workshop}", sessions.get((moment, workshop))
        if session is None:
            yield PinClash(who, name, "unknown")
        elif not session.can_run:
            yield PinClash(who, session.id, "closed")
        elif session.id not in person.sessions or workshop in person.never:
            yield PinClash(who, session.id, "may-not")
        if moment in moments:
            yield PinClash(who, name, "two-at-once")
        if workshop in workshops:
            yield PinClash(who, name, "twice")
        moments.add(moment)
        workshops.add(workshop)
    if len(person.placed) > person.need:
        first = "/".join(min(person.placed))
        yield PinClash(who, first, "too-many", person.need, len(person.placed) - person.need)


def _of_sessions(people: list[Participant], sessions: dict[tuple[str, str], Session]) -> Iterator[PinClash]:
    for session, placed in _placed(people, sessions):
        if session.can_run and len(placed) > session.seats_max:
            short = len(placed) - session.seats_max
            yield PinClash(tuple(placed), session.id, "full", session.seats_max, short)


def _placed(
    people: list[Participant], sessions: dict[tuple[str, str], Session]
) -> Iterator[tuple[Session, list[str]]]:
    """Sessions with who is placed there by hand, in order of id."""
    placed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for person in people:
        for place in person.placed:
            placed[place].append(person.id)
    known = [sessions[place] for place in placed if place in sessions]
    for session in sorted(known, key=lambda session: session.id):
        yield session, placed[session.moment, session.workshop]


def minimum_clashes(
    problem: AllocationProblem, fits: Callable[[AllocationProblem], bool]
) -> tuple[PinClash, ...]:
    """The smallest sets of sessions with somebody in by hand whose minima cannot be reached together.

    Args:
        fits: whether a problem has any allocation.
    """
    people = sorted(problem.participants, key=lambda person: person.id)
    placed = dict(_placed(people, {(each.moment, each.workshop): each for each in problem.sessions}))
    left = [session for session, there in placed.items() if _needs_more(session, there)]
    found = []
    while left and not fits(_with_minima(problem, placed, left)):
        core = left
        for session in left:
            others = [each for each in core if each is not session]
            if not fits(_with_minima(problem, placed, others)):
                core = others
        found.append(_minimum(people, {session: placed[session] for session in core}))
        left = [session for session in left if session not in core]
    return tuple(sorted(found, key=lambda clash: clash.session))


def _needs_more(session: Session, placed: Sequence[str]) -> bool:
    return session.runs == "decide" and session.seats_min > len(placed)


def _with_minima(
    problem: AllocationProblem, placed: Iterable[Session], kept: Sequence[Session]
) -> AllocationProblem:
    """Nothing but placements by hand and the minima of some of these sessions; nobody wishes for anything."""
    return replace(
        problem,
        sessions=tuple(each if each in kept else replace(each, runs="yes") for each in placed),
        participants=tuple(
            replace(person, wishes=(), evidence=(), previous=(), answered=True, late=False, tour=False)
            for person in problem.participants
        ),
        policy="best-sum",
        keep=None,
    )


def _below_minimum(problem: AllocationProblem) -> Iterator[PinClash]:
    """Sessions with somebody in by hand that too few can be in, whatever becomes of the others."""
    people = sorted(problem.participants, key=lambda person: person.id)
    sessions = {(session.moment, session.workshop): session for session in problem.sessions}
    for session, placed in _placed(people, sessions):
        if _needs_more(session, placed) and session.seats_min > _able(people, [session]):
            yield _minimum(people, {session: placed})


def _minimum(people: Sequence[Participant], core: Mapping[Session, Sequence[str]]) -> PinClash:
    """Minima that cannot be reached together, and what keeps people from these sessions."""
    first, *others = (session.id for session in core)
    wanted = sum(session.seats_min for session in core)
    away = (person for person in people if person.placed and not _places(person, core))
    return PinClash(
        tuple(sorted({name for placed in core.values() for name in placed})),
        first,
        "minimum",
        wanted,
        max(wanted - _able(people, core), 0),
        tuple(others),
        tuple(person.id for person in away if _places(replace(person, placed=()), core)),
    )


def _able(people: Iterable[Participant], sessions: Collection[Session]) -> int:
    """How many places in these sessions people could have at most, if only people were counted."""
    return sum(_places(person, sessions) for person in people)


def _places(person: Participant, sessions: Collection[Session]) -> int:
    """How many of these sessions somebody could be in, placements by hand kept."""
    moments = {moment for moment, _workshop in person.placed}
    workshops = {workshop for _moment, workshop in person.placed}
    there = [each for each in sessions if (each.moment, each.workshop) in person.placed]
    open_to = [
        session
        for session in sessions
        if session.id in person.sessions
        and session.workshop not in person.never
        and session.moment not in moments
        and session.workshop not in workshops
    ]
    return len(there) + min(person.need - len(person.placed), most_places(open_to))

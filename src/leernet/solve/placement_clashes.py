"""A problem in, the placements by hand that cannot be out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from leernet.model.allocation import AllocationProblem, Participant, PinClash, Session


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
    taken: set[str] = set()
    for moment, workshop in sorted(person.placed):
        name, session = f"{moment}/{workshop}", sessions.get((moment, workshop))
        if session is None:
            yield PinClash(who, name, "unknown")
        elif not session.can_run:
            yield PinClash(who, session.id, "closed")
        elif session.id not in person.sessions or workshop in person.never:
            yield PinClash(who, session.id, "may-not")
        if {moment, workshop} & taken:
            yield PinClash(who, name, "twice")
        taken |= {moment, workshop}
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


def minimum_clashes(problem: AllocationProblem) -> tuple[PinClash, ...]:
    """Sessions that someone is placed in by hand and whose minima cannot all be reached together."""
    return tuple(
        PinClash(clash.participants, clash.session, "minimum", clash.seats) for clash in _minima(problem)
    )


def _below_minimum(problem: AllocationProblem) -> Iterator[PinClash]:
    """Those of these sessions that too few can be in, whatever becomes of the others."""
    return (clash for clash in _minima(problem) if clash.short > 0)


def _minima(problem: AllocationProblem) -> Iterator[PinClash]:
    """Sessions that someone is placed in by hand and that others must join, with how many cannot be had."""
    sessions = {(session.moment, session.workshop): session for session in problem.sessions}
    people = sorted(problem.participants, key=lambda person: person.id)
    for session, placed in _placed(people, sessions):
        if session.runs == "decide" and session.seats_min > len(placed):
            short = session.seats_min - _able(people, session)
            yield PinClash(tuple(placed), session.id, "minimum", session.seats_min, short)


def _able(people: list[Participant], session: Session) -> int:
    """How many could be in a session, as far as their own placements by hand leave room for it."""
    return sum(_is_able(person, session) for person in people)


def _is_able(person: Participant, session: Session) -> bool:
    if (session.moment, session.workshop) in person.placed:
        return True
    taken = {part for place in person.placed for part in place}
    return (
        session.id in person.sessions
        and session.workshop not in person.never
        and len(person.placed) < person.need
        and not {session.moment, session.workshop} & taken
    )

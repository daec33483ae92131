"""Placements by hand that cannot be."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, Participant, PinClash, Place, Session
from leernet.solve.allocation.seat_shortage import most_places, told_apart


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
    # What has been takes its moment and its workshop like a placement by hand.
    had = [place for place in person.had if place not in person.placed]
    moments = {moment for moment, _workshop in had}
    workshops = {workshop for _moment, workshop in had}
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
    if len(person.fixed) > person.need:
        first = "/".join(min(person.placed))
        yield PinClash(who, first, "too-many", person.need, len(person.fixed) - person.need)


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
    crowd, wanting = _crowd(problem), _wanting(problem)
    left = list(wanting)
    found = []
    while left and not fits(_only(crowd, left)):
        core = left
        for session in left:
            others = [each for each in core if each is not session]
            if not fits(_only(crowd, others)):
                core = others
        found.append(_minimum(problem, crowd, {session: wanting[session] for session in core}))
        left = [session for session in left if session not in core]
    return tuple(sorted(found, key=lambda clash: clash.session))


def _below_minimum(problem: AllocationProblem) -> Iterator[PinClash]:
    """Sessions with somebody in by hand that too few can be in, whatever becomes of the others."""
    wanting = _wanting(problem)
    crowd = _crowd(problem) if wanting else ()
    for session, placed in wanting.items():
        if session.seats_min > _able(crowd, [session]):
            yield _minimum(problem, crowd, {session: placed})


def _wanting(problem: AllocationProblem) -> Mapping[Session, Sequence[str]]:
    """Sessions with fewer placed by hand than their minimum, and who is, in order of id."""
    people = sorted((each for each in problem.participants if each.placed), key=lambda person: person.id)
    sessions = {(session.moment, session.workshop): session for session in problem.sessions}
    return {
        session: placed
        for session, placed in _placed(people, sessions)
        if session.runs == "decide" and session.seats_min > len(placed)
    }


# One of those who may attend the same and have the same places by hand, and how many they are.
_Crowd: TypeAlias = Collection[tuple[Participant, int]]


def _crowd(problem: AllocationProblem) -> _Crowd:
    counts = Counter(map(told_apart, problem.participants))
    one = {told_apart(person): person for person in problem.participants}
    return [(one[key], count) for key, count in counts.items()]


def _only(crowd: _Crowd, kept: Sequence[Session]) -> AllocationProblem:
    """Nothing but these sessions and as many people for them as could matter; nobody wishes for anything."""
    alike: Counter[tuple[tuple[Place, ...], tuple[str, ...], int]] = Counter()
    for person, count in crowd:
        there, open_to = _there_and_open(person, kept)
        placed = tuple((session.moment, session.workshop) for session in there)
        names = tuple(session.id for session in (*there, *open_to))
        alike[placed, names, len(placed) + person.need - len(person.fixed)] += count
    wanted = sum(session.seats_min for session in kept)
    return AllocationProblem(
        "",
        tuple(kept),
        tuple(
            Participant(f"{number}/{copy}", need, (), names, placed=placed)
            for number, ((placed, names, need), count) in enumerate(sorted(alike.items()))
            for copy in range(min(count, wanted))
        ),
    )


def _minimum(problem: AllocationProblem, crowd: _Crowd, core: Mapping[Session, Sequence[str]]) -> PinClash:
    """Minima that cannot be reached together, and what keeps people from these sessions."""
    first, *others = (session.id for session in core)
    wanted = sum(session.seats_min for session in core)
    away = (person for person in problem.participants if person.fixed and not _places(person, core))
    return PinClash(
        tuple(sorted({name for placed in core.values() for name in placed})),
        first,
        "minimum",
        wanted,
        max(wanted - _able(crowd, core), 0),
        tuple(others),
        tuple(sorted(person.id for person in away if _places(replace(person, placed=()), core))),
    )


def _able(crowd: _Crowd, sessions: Collection[Session]) -> int:
    """How many places in these sessions people could have at most, if only people were counted."""
    return sum(count * _places(person, sessions) for person, count in crowd)


def _places(person: Participant, sessions: Collection[Session]) -> int:
    """How many of these sessions somebody could be in, placements by hand kept."""
    there, open_to = _there_and_open(person, sessions)
    return len(there) + min(person.need - len(person.fixed), most_places(open_to))


def _there_and_open(
    person: Participant, sessions: Collection[Session]
) -> tuple[list[Session], list[Session]]:
    """Those of these sessions that somebody is placed in by hand, and those that this leaves open to them."""
    moments = {moment for moment, _workshop in person.fixed}
    workshops = {workshop for _moment, workshop in person.fixed}
    there = [each for each in sessions if (each.moment, each.workshop) in person.fixed]
    open_to = [
        session
        for session in sessions
        if session.id in person.sessions
        and session.workshop not in person.never
        and session.moment not in moments
        and session.workshop not in workshops
    ]
    return there, open_to

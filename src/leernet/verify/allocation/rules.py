"""An allocation and its problem in, the rules it breaks out; recomputed, nothing comes from the solver."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from leernet.catalogue import allocation as rules
from leernet.catalogue.proofs import GOAL_VALUE
from leernet.catalogue.rule import Broken
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Participant, Session
from leernet.verify.allocation.reckoning import Placements, Reckoning


class BrokenRule(Struct, frozen=True):
    """A rule that an allocation does not keep.

    Attributes:
        about: ids of the participant and the session (``moment/workshop``), as far as it is about one.
        broken: the rule, and what is wrong.
    """

    about: tuple[str, ...]
    broken: Broken


def broken_rules(problem: AllocationProblem, outcome: AllocationOutcome) -> tuple[BrokenRule, ...]:
    """Every hard rule, count and goal value that does not hold; people first, then sessions, then goals."""
    return (
        *broken_placements(problem, outcome.placements),
        *broken_tours(problem, outcome.placements, {each.session: each.tour for each in outcome.sessions}),
        *_miscounted_sessions(outcome),
        *_wrong_goals(problem, outcome),
    )


def broken_placements(problem: AllocationProblem, placements: Placements) -> tuple[BrokenRule, ...]:
    """Every hard rule that placements break, whoever made them."""
    sessions = {(session.moment, session.workshop): session for session in problem.sessions}
    people = sorted(problem.participants, key=lambda person: person.id)
    known = {person.id for person in people}
    found = [
        BrokenRule((name,), rules.UNKNOWN_PARTICIPANT.broken(member=name))
        for name in placements
        if name not in known
    ]
    for person in people:
        found += _of_person(person, placements.get(person.id, {}), sessions)
    load = Counter(place for name in known for place in placements.get(name, {}).items())
    for session in sorted(problem.sessions, key=lambda session: session.id):
        found += _of_session(session, load[session.moment, session.workshop])
    return tuple(found)


def broken_tours(
    problem: AllocationProblem, placements: Placements, tours: Mapping[str, Sequence[str]]
) -> tuple[BrokenRule, ...]:
    """Every rule that tours break.

    Args:
        tours: ids of those who go on the tour with a session (``moment/workshop``).
    """
    went = Counter(person.had_tour for person in problem.participants if person.had_tour)
    asked = {person.id for person in problem.participants if person.tour or person.had_tour}
    seats = {session.id: went[session.id] or session.tour_seats for session in problem.sessions}
    times = Counter(member for members in tours.values() for member in members)
    found = []
    for session, members in sorted(tours.items()):
        moment, _stroke, workshop = session.partition("/")
        fields: dict[str, str | int] = {"workshop": workshop, "moment": moment}
        if len(members) > seats.get(session, 0):
            found.append(
                BrokenRule(
                    (session,),
                    rules.TOUR_TOO_FULL.broken(seats=seats.get(session, 0), people=len(members), **fields),
                )
            )
        for member in members:
            if placements.get(member, {}).get(moment) != workshop:
                found.append(
                    BrokenRule((session, member), rules.TOUR_ELSEWHERE.broken(member=member, **fields))
                )
            elif member not in asked:
                found.append(
                    BrokenRule((session, member), rules.TOUR_NOT_ASKED.broken(member=member, **fields))
                )
    twice = sorted(name for name, number in times.items() if number > 1)
    return (*found, *(BrokenRule((member,), rules.TOUR_TWICE.broken(member=member)) for member in twice))


def _of_person(
    person: Participant, has: Mapping[str, str], sessions: Mapping[tuple[str, str], Session]
) -> Iterator[BrokenRule]:
    if len(has) > person.need:
        yield BrokenRule(
            (person.id,), rules.TOO_MANY_PLACES.broken(member=person.id, places=len(has), need=person.need)
        )
    # What has been is said of the record as a whole.
    been = _repeated(dict(person.had))
    for workshop in (each for each in _repeated(has) if each not in been):
        yield BrokenRule((person.id,), rules.WORKSHOP_TWICE.broken(member=person.id, workshop=workshop))
    for moment, workshop in sorted(has.items()):
        session = sessions.get((moment, workshop))
        about = (person.id, f"{moment}/{workshop}")
        fields = {"member": person.id, "workshop": workshop, "moment": moment}
        if session is None:
            yield BrokenRule(about, rules.UNKNOWN_SESSION.broken(**fields))
        elif session.id not in person.sessions:
            yield BrokenRule(about, rules.MAY_NOT_ATTEND.broken(**fields))
        if workshop in person.never:
            yield BrokenRule(about, rules.RULED_OUT.broken(member=person.id, workshop=workshop))
    yield from _not_kept(person, has)


def _not_kept(person: Participant, has: Mapping[str, str]) -> Iterator[BrokenRule]:
    """Places that had to be kept, as they have been or were given by hand."""
    for moment, workshop in person.had:
        if has.get(moment) != workshop:
            yield BrokenRule(
                (person.id, f"{moment}/{workshop}"),
                rules.PAST_CHANGED.broken(member=person.id, workshop=workshop, moment=moment),
            )
    for moment, workshop in person.placed:
        if has.get(moment) != workshop:
            yield BrokenRule(
                (person.id, f"{moment}/{workshop}"),
                rules.NOT_AS_PLACED.broken(member=person.id, workshop=workshop, moment=moment),
            )


def _repeated(has: Mapping[str, str]) -> list[str]:
    if len(set(has.values())) == len(has):
        return []
    return sorted(name for name, times in Counter(has.values()).items() if times > 1)


def _of_session(session: Session, people: int) -> Iterator[BrokenRule]:
    fields: dict[str, str | int] = {"workshop": session.workshop, "moment": session.moment, "people": people}
    if people > session.seats_max:
        yield BrokenRule((session.id,), rules.SESSION_TOO_FULL.broken(seats=session.seats_max, **fields))
    if people and session.runs == "no":
        yield BrokenRule((session.id,), rules.DOES_NOT_RUN.broken(**fields))
    if session.runs == "decide" and 0 < people < session.seats_min:
        yield BrokenRule((session.id,), rules.BELOW_MINIMUM.broken(least=session.seats_min, **fields))


def _miscounted_sessions(outcome: AllocationOutcome) -> Iterator[BrokenRule]:
    """Sessions whose list of people is not that of the placements."""
    placed: dict[str, list[str]] = {}
    for name in sorted(outcome.placements):
        for moment, workshop in outcome.placements[name].items():
            placed.setdefault(f"{moment}/{workshop}", []).append(name)
    for session in outcome.sessions:
        people = tuple(placed.get(session.session, ()))
        if people != session.placed or (people and not session.runs):
            yield BrokenRule((session.session,), rules.WRONG_LIST.broken(session=session.session))


def _wrong_goals(problem: AllocationProblem, outcome: AllocationOutcome) -> Iterator[BrokenRule]:
    tallies = Reckoning(problem).tallies(outcome.placements, outcome.tours)
    for goal in outcome.goals:
        value = tallies.value(goal.name)
        if value != goal.value:
            yield BrokenRule(
                (goal.name,),
                GOAL_VALUE.broken(goal=goal.name, said=goal.value, value="?" if value is None else value),
            )

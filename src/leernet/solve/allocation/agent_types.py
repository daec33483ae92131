"""Participants in, agent types out: people with the same options, obligations and wishes are one type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter

import numpy as np
from msgspec import Struct

from leernet.model.allocation import AllocationProblem, Participant, Place, Session
from leernet.solve.allocation.arrays import Ints, Truths, alike, coded, within
from leernet.solve.allocation.seat_shortage import most_places

# Level of the wish for a workshop that was not wished for: below all others.
NOT_WISHED = np.iinfo(np.int64).max
# Begins the name of what stands for a workshop that was ruled out at a moment that is over; no id holds it.
_OVER = "/"


class Programme(Struct, frozen=True):
    """The sessions that can run, sorted by id, as numbers; then those that somebody ruled out, once more.

    Who takes the second kind of a session gets nothing there, only because of their own ``never``.
    Nobody else minds, so there is room for all; see ``docs/en/background/allocation.md``. At a moment that is
    over there is one for all who had ruled out what was left; its workshop is no other's.

    Attributes:
        sessions: S of them.
        ruled_out: (S,) whether it is the second kind.
        moment: (S,) number of the moment.
        workshop: (S + 1,) number of the workshop; the last entry, for "no session", is one past the
            workshops.
        seats: (S,) most people.
        minimum: (S,) fewest people, where it may also be closed; else 0.
        workshops: number by id.
    """

    sessions: tuple[Session, ...]
    ruled_out: Truths
    moment: Ints
    workshop: Ints
    seats: Ints
    minimum: Ints
    workshops: dict[str, int]

    @property
    def number(self) -> dict[str, int]:
        """Number of a session by its id."""
        return {session.id: number for number, session in enumerate(self.sessions)}

    @property
    def offered(self) -> int:
        """How many workshops there are, without those that stand for what was ruled out at a moment."""
        return sum(not name.startswith(_OVER) for name in self.workshops)


class Before(Struct, frozen=True):
    """What those of each kind had in an earlier result.

    Attributes:
        places: (T,) how many; 0 without an earlier result.
        session: (T, S) whether they had a session that can run now.
        points: (T,) what these places would cost now.
        left: (T,) how many of them they may still attend.
        points_left: (T,) what those would cost.
    """

    places: Ints
    session: Truths
    points: Ints
    left: Ints
    points_left: Ints

    def at(self, kinds: Ints) -> Before:
        """Of these kinds only."""
        return Before(
            self.places[kinds],
            self.session[kinds],
            self.points[kinds],
            self.left[kinds],
            self.points_left[kinds],
        )


class AgentTypes(Struct, frozen=True):
    """What those of each kind share, in numbers of the programme.

    Attributes:
        need: (T,) places wanted.
        attends: (T, S) sessions they may attend; those placed by hand are among them.
        placed: (T, S) sessions they must attend.
        rank: (T, W) level of the wish for each workshop, 0 is the first; ``NOT_WISHED``.
        position: (T, W) its place in the list, 0 is the first; equal wishes have that of the last of them.
        listed: (T,) levels that they have.
        refused: (T, W) workshops that they ruled out.
        evidence: (T, W) workshops marked as evidence.
        waits: (T,) whether they are placed after the others.
        before: what they had before.
    """

    need: Ints
    attends: Truths
    placed: Truths
    rank: Ints
    position: Ints
    listed: Ints
    refused: Truths
    evidence: Truths
    waits: Truths
    before: Before

    def __len__(self) -> int:
        return len(self.need)

    @property
    def wished(self) -> Truths:
        """(T, W) workshops that they wish for."""
        wished: Truths = self.rank != NOT_WISHED
        return wished

    @property
    def last_position(self) -> int:
        """The last place in anybody's list; -1 without any."""
        return int(self.position[self.wished].max(initial=-1))

    def at(self, kinds: Ints) -> AgentTypes:
        """Of these kinds only."""
        return AgentTypes(
            self.need[kinds],
            self.attends[kinds],
            self.placed[kinds],
            self.rank[kinds],
            self.position[kinds],
            self.listed[kinds],
            self.refused[kinds],
            self.evidence[kinds],
            self.waits[kinds],
            self.before.at(kinds),
        )


class Population(Struct, frozen=True):
    """All kinds, in the order in which the lots bring them up.

    Attributes:
        types: what those of each of the T kinds share.
        of: (N,) kind of each participant, in order of lots.
        count: (T,) participants of the kind.
        alone: the same before anything had been; what each could have had alone is counted from there.
    """

    types: AgentTypes
    of: Ints
    count: Ints
    alone: AgentTypes


def programme(problem: AllocationProblem) -> Programme:
    """The sessions that can run at all."""
    real = sorted((session for session in problem.sessions if session.can_run), key=attrgetter("id"))
    running = (*real, *_ruled_out(problem, real))
    moments = _numbers(session.moment for session in running)
    workshops = _numbers(session.workshop for session in running)
    return Programme(
        running,
        np.arange(len(running)) >= len(real),
        np.array([moments[session.moment] for session in running], np.int64),
        np.array([*(workshops[session.workshop] for session in running), len(workshops)], np.int64),
        np.array([session.seats_max for session in running], np.int64),
        np.array([session.seats_min if session.runs == "decide" else 0 for session in running], np.int64),
        workshops,
    )


def _ruled_out(problem: AllocationProblem, real: Sequence[Session]) -> tuple[Session, ...]:
    """A second kind of the sessions that somebody could attend and ruled out."""
    named = {
        name
        for sessions, never in {
            ((*person.sessions, *person.once), person.never)
            for person in problem.participants
            if person.never
        }
        for name in sessions
        if name.partition("/")[2] in never
    }
    room = len(problem.participants) + 1
    again = ((each.moment, each.workshop) for each in real if each.id in named)
    then = {moment for person in problem.participants for moment in person.ruled_out_then}
    of_then = ((moment, f"{_OVER}{moment}") for moment in sorted(then))
    return tuple(
        Session("", moment, workshop, 0, room, "yes", been=workshop.startswith(_OVER))
        for moment, workshop in (*again, *of_then)
    )


def _numbers(ids: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(ids)))}


def population(
    problem: AllocationProblem, running: Programme, people: Sequence[Participant], order: Ints
) -> Population:
    """Agent types of the participants.

    Args:
        people: sorted by id.
        order: (N,) their positions, in order of lots.
    """
    columns = [coded(list(map(attrgetter(trait), people))) for trait in _looked_at(problem)]
    first, of = alike([column[order] for column in columns], len(people))
    one_of_each = [people[position] for position in order[first].tolist()]
    shared = alone = _traits(problem, running, one_of_each)
    if problem.past is not None:
        alone = _traits(problem, running, [person.at_first for person in one_of_each])
    return Population(shared, of, np.bincount(of, minlength=len(first)), alone)


def _looked_at(problem: AllocationProblem) -> list[str]:
    """What decides the kind of a participant; only what this problem looks at."""
    traits = ["wishes", "sessions", "need", "never", "placed", "answered", "late"]
    traits += ["had", "once", "ruled_out_then"] if problem.past is not None else []
    traits += ["evidence"] if problem.evidence_first else []
    return [*traits, "previous"] if problem.keep is not None else traits


def _traits(problem: AllocationProblem, running: Programme, first: Sequence[Participant]) -> AgentTypes:
    """What the kinds share; ``first`` is one of each."""
    evidence = np.zeros((len(first), len(running.workshops)), np.bool_)
    if problem.evidence_first:
        for kind, person in enumerate(first):
            known = [running.workshops[name] for name in person.evidence if name in running.workshops]
            evidence[kind, known] = True
    session_at = {(each.moment, each.workshop): at for at, each in enumerate(running.sessions) if each.id}
    refused = np.zeros((len(first), len(running.workshops)), np.bool_)
    for kind, person in enumerate(first):
        then = (f"{_OVER}{moment}" for moment in person.ruled_out_then)
        refused[
            kind, [running.workshops[name] for name in (*person.never, *then) if name in running.workshops]
        ] = True
    rank, position = _rank(running, first)
    placed = np.zeros((len(first), len(running.sessions)), np.bool_)
    for number, person in enumerate(first):
        if fixed := person.fixed:
            placed[number, [session_at[place] for place in fixed]] = True
    return AgentTypes(
        np.array([person.need for person in first], np.int64),
        _attends(running, first, refused),
        placed,
        rank,
        position,
        np.array([len(person.wishes) for person in first], np.int64),
        refused,
        evidence & ~refused,
        np.array([person.waits for person in first], np.bool_),
        _before(problem, session_at, running, first),
    )


def _attends(running: Programme, first: Sequence[Participant], refused: Truths) -> Truths:
    rows: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    row_of = [rows.setdefault((person.sessions, person.ruled_out_then), len(rows)) for person in first]
    here: dict[str, list[int]] = {}
    for at, session in enumerate(running.sessions):
        here.setdefault(f"{session.moment}/{session.workshop}", []).append(at)
    attends = np.zeros((len(rows), len(running.sessions)), np.bool_)
    for row, (sessions, then) in enumerate(rows):
        names = (*sessions, *(f"{moment}/{_OVER}{moment}" for moment in then))
        attends[row, [at for name in names for at in here.get(name, ())]] = True
    of_kind: Truths = attends[row_of] & (refused[:, running.workshop[:-1]] == running.ruled_out)
    return of_kind


def _rank(running: Programme, first: Sequence[Participant]) -> tuple[Ints, Ints]:
    """(T, W) level of every wish, and its place in the list."""
    workshops = len(running.workshops)
    number = running.workshops
    groups = [group for person in first for group in person.wishes]
    lists = np.array([len(person.wishes) for person in first], np.int64)
    level = within(lists)
    kind = np.repeat(np.arange(len(first)), lists)
    sizes = np.array([len(group) for group in groups], np.int64)
    named = np.array([number.get(name, workshops) for name in chain.from_iterable(groups)], np.int64)
    last = np.cumsum(sizes) - 1
    before = np.concatenate([[0], np.cumsum(sizes)])[np.cumsum(lists) - lists]
    position = last - np.repeat(before, lists)
    found = []
    for wish in (level, position):
        rank = np.full((len(first), workshops + 1), NOT_WISHED)
        # Who names a workshop twice wishes for it as much as the first time.
        np.minimum.at(rank, (np.repeat(kind, sizes), named), np.repeat(wish, sizes))
        found.append(rank[:, :workshops])
    return found[0], found[1]


def _before(
    problem: AllocationProblem,
    session_at: dict[tuple[str, str], int],
    running: Programme,
    first: Sequence[Participant],
) -> Before:
    if problem.keep is None:
        none = np.zeros(len(first), np.int64)
        return Before(none, np.zeros((len(first), len(running.sessions)), np.bool_), none, none, none)
    before = [person.previous for person in first]
    session = np.zeros((len(first), len(running.sessions)), np.bool_)
    left: list[tuple[Place, ...]] = []
    for number, (person, places) in enumerate(zip(first, before, strict=True)):
        session[number, [session_at[place] for place in places if place in session_at]] = True
        left.append(tuple(place for place in places if place in session_at and _may_attend(person, place)))
    missing = points_missing(running, max((len(person.wishes) for person in first), default=0))

    def points(some: Sequence[tuple[Place, ...]]) -> Ints:
        pairs = zip(first, some, strict=True)
        return np.array([_points(running, person, places, missing) for person, places in pairs], np.int64)

    numbers = [np.array([len(places) for places in some], np.int64) for some in (before, left)]
    return Before(numbers[0], session, points(before), numbers[1], points(left))


def _may_attend(person: Participant, place: Place) -> bool:
    return "/".join(place) in person.sessions and place[1] not in person.never


def points_missing(running: Programme, longest: int) -> int:
    """Points of a missing place: more than of any workshop, ruled out or not.

    Args:
        longest: levels of the longest list.
    """
    return max(running.offered, longest) + 2


def _points(running: Programme, person: Participant, places: tuple[Place, ...], missing: int) -> int:
    """What these places cost somebody: levels, and what is missing."""
    level = {name: at for at, group in reversed([*enumerate(person.wishes)]) for name in group}
    cost = sum(level.get(workshop, len(person.wishes)) for _moment, workshop in places)
    lacking = max(person.need - len(places), 0)
    ruled_out = person.never or person.ruled_out_then
    refused = min(lacking, _refused(running, person, places)) if lacking and ruled_out else 0
    return cost + refused * (len(person.wishes) + 1) + (lacking - refused) * missing


def _refused(running: Programme, person: Participant, places: tuple[Place, ...]) -> int:
    """How many places more somebody could have in what they ruled out."""
    taken = {name for place in places for name in place}
    then = {f"{moment}/{_OVER}{moment}" for moment in person.ruled_out_then}
    could = [
        each
        for each, ruled_out in zip(running.sessions, running.ruled_out.tolist(), strict=True)
        if ruled_out
        and ((name := f"{each.moment}/{each.workshop}") in then or each.workshop in person.never)
        and (name in then or name in person.sessions)
        and each.moment not in taken
        and each.workshop not in taken
    ]
    return most_places(could)

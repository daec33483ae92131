"""Participants in, kinds out: all who may attend, must attend and wish the same are counted as one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np

from leernet.model.allocation import AllocationProblem, Participant, Place, Session
from leernet.solve.allocation.arrays import Ints, Truths, alike, coded, within

# Level of the wish for a workshop that was not wished for: below all others.
NOT_WISHED = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Programme:
    """The sessions that can run, sorted by id, as numbers.

    Attributes:
        sessions: S of them.
        moment: (S,) number of the moment.
        workshop: (S + 1,) number of the workshop; the last entry, for "no session", is one past the
            workshops.
        seats: (S,) most people.
        minimum: (S,) fewest people, where it may also be closed; else 0.
        workshops: number by id.
    """

    sessions: tuple[Session, ...]
    moment: Ints
    workshop: Ints
    seats: Ints
    minimum: Ints
    workshops: dict[str, int]

    @property
    def number(self) -> dict[str, int]:
        """Number of a session by its id."""
        return {session.id: number for number, session in enumerate(self.sessions)}


@dataclass(frozen=True, slots=True)
class Worth:
    """What some places of those of each kind are worth.

    Attributes:
        places: (T,) how many.
        level: (T,) levels of the wishes that they are, added up.
        not_wished: (T,) how many are of workshops that were not wished for.
    """

    places: Ints
    level: Ints
    not_wished: Ints

    def at(self, kinds: Ints) -> Worth:
        """Of these kinds only."""
        return Worth(self.places[kinds], self.level[kinds], self.not_wished[kinds])


@dataclass(frozen=True, slots=True)
class Before:
    """What those of each kind had in an earlier result.

    Attributes:
        places: (T,) how many; 0 without an earlier result.
        session: (T, S) whether they had a session that can run now.
        all: what these places were worth.
        left: what those were worth that they may still attend.
    """

    places: Ints
    session: Truths
    all: Worth
    left: Worth


@dataclass(frozen=True, slots=True)
class Traits:
    """What those of each kind share, in numbers of the programme.

    Attributes:
        need: (T,) places wanted.
        attends: (T, S) sessions they may attend; those placed by hand are among them.
        placed: (T, S) sessions they must attend.
        rank: (T, W) level of the wish for each workshop, 0 is the first; ``NOT_WISHED``.
        evidence: (T, W) workshops marked as evidence.
        waits: (T,) whether they are placed after the others.
        before: what they had before.
    """

    need: Ints
    attends: Truths
    placed: Truths
    rank: Ints
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
    def worst_wish(self) -> int:
        """The lowest wish that anybody has; -1 without any."""
        return int(self.rank[self.wished].max(initial=-1))

    def at(self, kinds: Ints) -> Traits:
        """Of these kinds only."""
        before = self.before
        return Traits(
            self.need[kinds],
            self.attends[kinds],
            self.placed[kinds],
            self.rank[kinds],
            self.evidence[kinds],
            self.waits[kinds],
            Before(before.places[kinds], before.session[kinds], before.all.at(kinds), before.left.at(kinds)),
        )


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds, in the order in which the lots bring them up.

    Attributes:
        kinds: what those of each of the T kinds share.
        of: (N,) kind of each participant, in order of lots.
        count: (T,) participants of the kind.
        alone: the same before anything had been; what each could have had alone is counted from there.
    """

    kinds: Traits
    of: Ints
    count: Ints
    alone: Traits


def programme(problem: AllocationProblem) -> Programme:
    """The sessions that can run at all."""
    running = sorted(
        (session for session in problem.sessions if session.can_run),
        key=lambda session: session.id,
    )
    moments = _numbers(session.moment for session in running)
    workshops = _numbers(session.workshop for session in running)
    return Programme(
        tuple(running),
        np.array([moments[session.moment] for session in running], np.int64),
        np.array([*(workshops[session.workshop] for session in running), len(workshops)], np.int64),
        np.array([session.seats_max for session in running], np.int64),
        np.array([session.seats_min if session.runs == "decide" else 0 for session in running], np.int64),
        workshops,
    )


def _numbers(ids: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(ids)))}


def kinds(
    problem: AllocationProblem, running: Programme, people: Sequence[Participant], order: Ints
) -> Kinds:
    """Kinds of the participants.

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
    return Kinds(shared, of, np.bincount(of, minlength=len(first)), alone)


def _looked_at(problem: AllocationProblem) -> list[str]:
    """What decides the kind of a participant; only what this problem looks at."""
    traits = ["wishes", "sessions", "need", "never", "placed", "answered", "late"]
    traits += ["had", "once"] if problem.past is not None else []
    traits += ["evidence"] if problem.evidence_first else []
    return [*traits, "previous"] if problem.keep is not None else traits


def _traits(problem: AllocationProblem, running: Programme, first: Sequence[Participant]) -> Traits:
    """What the kinds share; ``first`` is one of each."""
    evidence = np.zeros((len(first), len(running.workshops)), np.bool_)
    if problem.evidence_first:
        for kind, person in enumerate(first):
            known = [running.workshops[name] for name in person.evidence if name in running.workshops]
            evidence[kind, known] = True
    session_at = {(each.moment, each.workshop): at for at, each in enumerate(running.sessions)}
    placed = np.zeros((len(first), len(running.sessions)), np.bool_)
    for number, person in enumerate(first):
        if fixed := person.fixed:
            placed[number, [session_at[place] for place in fixed]] = True
    return Traits(
        np.array([person.need for person in first], np.int64),
        _attends(running, first),
        placed,
        _rank(running, first),
        evidence,
        np.array([person.waits for person in first], np.bool_),
        _before(problem, session_at, first),
    )


def _attends(running: Programme, first: Sequence[Participant]) -> Truths:
    number = running.number
    rows: dict[tuple[str, ...], int] = {}
    row_of = [rows.setdefault(person.sessions, len(rows)) for person in first]
    attends = np.zeros((len(rows), len(running.sessions)), np.bool_)
    for row, sessions in enumerate(rows):
        attends[row, [number[name] for name in sessions if name in number]] = True
    of_kind: Truths = attends[row_of]
    for kind, person in enumerate(first):
        if person.never:
            of_kind[kind] &= np.array(
                [each.workshop not in person.never for each in running.sessions], np.bool_
            )
    return of_kind


def _rank(running: Programme, first: Sequence[Participant]) -> Ints:
    workshops = len(running.workshops)
    number = running.workshops
    groups = [group for person in first for group in person.wishes]
    lists = np.array([len(person.wishes) for person in first], np.int64)
    level = within(lists)
    kind = np.repeat(np.arange(len(first)), lists)
    sizes = np.array([len(group) for group in groups], np.int64)
    named = np.array([number.get(name, workshops) for name in chain.from_iterable(groups)], np.int64)
    rank = np.full((len(first), workshops + 1), NOT_WISHED)
    # Who names a workshop twice wishes for it as much as the first time.
    np.minimum.at(rank, (np.repeat(kind, sizes), named), np.repeat(level, sizes))
    return rank[:, :workshops]


def _before(
    problem: AllocationProblem, session_at: dict[tuple[str, str], int], first: Sequence[Participant]
) -> Before:
    before = [person.previous if problem.keep is not None else () for person in first]
    session = np.zeros((len(first), len(session_at)), np.bool_)
    left: list[tuple[Place, ...]] = []
    for number, (person, places) in enumerate(zip(first, before, strict=True)):
        session[number, [session_at[place] for place in places if place in session_at]] = True
        left.append(tuple(place for place in places if place in session_at and _may_attend(person, place)))
    sizes = np.array([len(places) for places in before], np.int64)
    return Before(sizes, session, _worth(first, before), _worth(first, left))


def _may_attend(person: Participant, place: Place) -> bool:
    return "/".join(place) in person.sessions and place[1] not in person.never


def _worth(first: Sequence[Participant], places: Sequence[tuple[Place, ...]]) -> Worth:
    levels = [
        [_level(person, workshop) for _, workshop in mine] for person, mine in zip(first, places, strict=True)
    ]
    wished = [[each for each in mine if each is not None] for mine in levels]
    number, chosen = ([len(mine) for mine in some] for some in (levels, wished))
    return Worth(
        np.array(number, np.int64),
        np.array([sum(mine) for mine in wished], np.int64),
        np.array(number, np.int64) - np.array(chosen, np.int64),
    )


def _level(person: Participant, workshop: str) -> int | None:
    return next((level for level, group in enumerate(person.wishes) if workshop in group), None)

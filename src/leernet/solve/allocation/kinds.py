"""Participants in, kinds out: all who may attend, must attend and wish the same are counted as one kind."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leernet.model.allocation import AllocationProblem, Participant, Session

Ints = NDArray[np.int64]


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


class Kind(NamedTuple):
    """What those of one kind share, in numbers of the programme.

    Attributes:
        need: places wanted.
        attends: sessions they may attend, ascending; those placed by hand are among them.
        placed: sessions they must attend.
        rank: number of a workshop → level of the wish, 0 is the first.
        evidence: workshops marked as evidence.
        previous: sessions held before; none stands for one that is gone. Empty without an earlier result.
        previous_ranks: level of the wish each of them was; none for a workshop that was not wished for.
        waits: whether they are placed after the others.
    """

    need: int
    attends: tuple[int, ...]
    placed: tuple[int, ...]
    rank: dict[int, int]
    evidence: frozenset[int]
    previous: tuple[int | None, ...]
    previous_ranks: tuple[int | None, ...]
    waits: bool


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds, in the order in which the lots bring them up.

    Attributes:
        kinds: T of them.
        of: (N,) kind of each participant, in order of lots.
        count: (T,) participants of the kind.
    """

    kinds: tuple[Kind, ...]
    of: Ints
    count: Ints


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
    signature = _signature(problem)
    # Where many wish the same they often share the very same lists, which need no comparing.
    by_identity: dict[tuple[int, ...], int] = {}
    by_content: dict[tuple[Hashable, ...], int] = {}
    numbers = np.empty(len(people), np.int64)
    for position, person in enumerate(people):
        parts = signature(person)
        same = tuple(map(id, parts))
        number = by_identity.get(same)
        if number is None:
            number = by_identity[same] = by_content.setdefault(parts, len(by_content))
        numbers[position] = number
    first, of = _in_order_of_first(numbers[order])
    builder = _KindBuilder(problem, running)
    made = tuple(builder.kind(people[position]) for position in order[first].tolist())
    return Kinds(made, of, np.bincount(of, minlength=len(made)))


def _in_order_of_first(numbers: Ints) -> tuple[Ints, Ints]:
    """Where each number stands first, ascending, and for every number which of these it is."""
    _, first, which = np.unique(numbers, return_index=True, return_inverse=True)
    by_first = np.argsort(first)
    place = np.empty_like(by_first)
    place[by_first] = np.arange(len(by_first))
    return first[by_first], place[which.reshape(-1)]


def _signature(problem: AllocationProblem) -> Callable[[Participant], tuple[Hashable, ...]]:
    """What decides the kind of a participant; only what this problem looks at."""
    looked_at = ["wishes", "sessions", "need", "never", "placed", "answered", "late"]
    looked_at += ["evidence"] if problem.evidence_first else []
    looked_at += ["previous"] if problem.keep is not None else []
    return attrgetter(*looked_at)


class _KindBuilder:
    """Turns ids into numbers; keeps what many participants share."""

    def __init__(self, problem: AllocationProblem, running: Programme) -> None:
        self.problem = problem
        self.running = running
        self.number = running.number
        self.session_at = {(each.moment, each.workshop): at for at, each in enumerate(running.sessions)}
        self.numbers_of_sessions: dict[tuple[str, ...], tuple[int, ...]] = {}

    def kind(self, person: Participant) -> Kind:
        previous = person.previous if self.problem.keep is not None else ()
        return Kind(
            person.need,
            self._attends(person),
            tuple(sorted([self.session_at[place] for place in person.placed])),
            self._rank(person),
            self._evidence(person),
            tuple([self.session_at.get(place) for place in previous]),
            tuple([_level(person, workshop) for _, workshop in previous]),
            person.waits,
        )

    def _attends(self, person: Participant) -> tuple[int, ...]:
        numbers = self.numbers_of_sessions.get(person.sessions)
        if numbers is None:
            known = {self.number[name] for name in person.sessions if name in self.number}
            numbers = self.numbers_of_sessions[person.sessions] = tuple(sorted(known))
        if not person.never:
            return numbers
        return tuple(at for at in numbers if self.running.sessions[at].workshop not in person.never)

    def _rank(self, person: Participant) -> dict[int, int]:
        workshops = self.running.workshops
        ranks: dict[int, int] = {}
        for level, group in enumerate(person.wishes):
            for name in group:
                if name in workshops:
                    ranks.setdefault(workshops[name], level)
        return ranks

    def _evidence(self, person: Participant) -> frozenset[int]:
        if not self.problem.evidence_first:
            return frozenset()
        workshops = self.running.workshops
        return frozenset(workshops[name] for name in person.evidence if name in workshops)


def _level(person: Participant, workshop: str) -> int | None:
    return next((level for level, group in enumerate(person.wishes) if workshop in group), None)

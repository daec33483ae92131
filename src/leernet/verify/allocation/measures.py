"""Columns in; what each is worth to its agent type, in places, wishes, evidence and changes, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from leernet.model.allocation import AllocationProblem, Participant
from leernet.verify.allocation.exact import Ints
from leernet.verify.allocation.reckoning import Reckoning, positions, ranks


class Measures(NamedTuple):
    """What columns are worth.

    Attributes:
        wish: (C, most) level of the wish for each session taken, -1 for none.
        position: (C, most) place in the list of each; of no columns where nothing asks for it.
        missing: (C,) places.
        ruled_out: (C,) places that are missing only as the workshop was ruled out.
        evidence_missed: (C,).
        changed: (C,) places before that it does not hold.
        points: (C,).
        level: (C,) points above the best alone.
    """

    wish: Ints
    position: Ints
    missing: Ints
    ruled_out: Ints
    evidence_missed: Ints
    changed: Ints
    points: Ints
    level: Ints

    def at(self, columns: Ints) -> Measures:
        """Those of some columns; nothing stays nothing."""
        return Measures(*(each[columns] if len(each) else each for each in self))

    def cost(self, goal: str) -> Ints:
        """(C,) what each column adds to a goal that counts places or levels, smaller is better."""
        kind, _space, number = goal.rpartition(" ")
        if kind == "members at level":
            there: Ints = (self.level == int(number)).astype(np.int64)
            return there
        if kind == "places at wish":
            places: Ints = -(self.position == int(number) - 1).sum(axis=1)
            return places
        return {"seats missing": self.missing, "evidence choices missed": self.evidence_missed}.get(
            goal, self.level
        )


class TourMeasures(NamedTuple):
    """What columns are worth once tours are chosen: each (C,), whether one is missed, is another, is lost."""

    missed: Ints
    changed: Ints
    lost: Ints

    def at(self, columns: Ints) -> TourMeasures:
        """Those of some columns; nothing stays nothing."""
        return TourMeasures(*(each[columns] if len(each) else each for each in self))


NO_MEASURES = Measures(*(np.zeros(0, np.int64) for _field in Measures._fields))
NO_TOUR_MEASURES = TourMeasures(*(np.zeros(0, np.int64) for _field in TourMeasures._fields))


class Taken(Struct, frozen=True):
    """What is measured.

    Attributes:
        people: one of each kind.
        kind: (C,) kind of each column.
        sessions: (C, most) what it takes, filled up with S.
        number: of each session.
    """

    problem: AllocationProblem
    reckoning: Reckoning
    people: Sequence[Participant]
    kind: Ints
    sessions: Ints
    number: Mapping[str, int]


def measured(taken: Taken) -> Measures:
    """What every column is worth to its kind."""
    names, of_session = np.unique([name.partition("/")[2] for name in taken.number], return_inverse=True)
    of_session = np.append(of_session.reshape(-1), len(names))
    at = {str(name): number for number, name in enumerate(names)}
    people, kind, reckoning = taken.people, taken.kind, taken.reckoning
    there = taken.sessions < len(taken.number)
    wish = np.where(there, _levels(people, at)[kind[:, None], of_session[taken.sessions]], -1)
    need = np.array([person.need for person in people], np.int64)
    ruled_out = _ruled_out(taken)
    missing = need[kind] - there.sum(axis=1) - ruled_out
    unlisted = np.array([len(person.wishes) for person in people], np.int64)[kind]
    points = np.where(there, wish, 0).sum(axis=1) + missing * reckoning.missing + ruled_out * (unlisted + 1)
    # The best alone, by another way than enumeration.
    best = np.array([reckoning.best(person) for person in people], np.int64)
    return Measures(
        wish,
        _positions(taken, at, of_session),
        missing,
        ruled_out,
        _evidence_missed(taken, at, of_session),
        _changed(taken),
        points,
        points - best[kind],
    )


def _levels(people: Sequence[Participant], at: Mapping[str, int]) -> Ints:
    """(T, W + 1) level of the wish that each workshop is to each kind."""
    unlisted = np.array([len(person.wishes) for person in people], np.int64)
    level_of = np.repeat(unlisted[:, None], len(at) + 1, axis=1)
    every = [ranks(person) for person in people]
    kind = np.repeat(np.arange(len(every)), [len(rank) for rank in every])
    workshop = np.array([at.get(name, len(at)) for rank in every for name in rank], np.int64)
    level_of[kind, workshop] = [level for rank in every for level in rank.values()]
    return level_of


def _evidence_missed(taken: Taken, at: Mapping[str, int], of_session: Ints) -> Ints:
    evidence = np.zeros((len(taken.people), len(at) + 1), np.int64)
    marked = [
        (kind, at[name], 1)
        for kind, person in enumerate(taken.people)
        for name in person.evidence
        if name in at and name not in person.never
    ]
    _assign(evidence, marked)
    got = evidence[taken.kind[:, None], of_session[taken.sessions]].sum(axis=1)
    counted = np.minimum(evidence.sum(axis=1), taken.problem.evidence_at_most)[taken.kind]
    missed: Ints = np.maximum(counted - got, 0)
    return missed


def _ruled_out(taken: Taken) -> Ints:
    """(C,) places that are missing only as the workshop was ruled out."""
    found = np.zeros(len(taken.kind), np.int64)
    names = list(taken.number)
    some = np.array([bool(each.never or each.ruled_out_then) for each in taken.people])
    for column in np.flatnonzero(some[taken.kind]).tolist():
        there = (names[at] for at in taken.sessions[column].tolist() if at < len(names))
        has = dict(name.split("/", 1) for name in there)
        found[column] = taken.reckoning.ruled_out(taken.people[taken.kind[column]], has)
    return found


def _positions(taken: Taken, at: Mapping[str, int], of_session: Ints) -> Ints:
    """(C, most) place in the list of each session taken, -1 for what is not in it."""
    if taken.problem.policy != "most-first-choices":
        return np.full((len(taken.kind), 0), -1, np.int64)
    table = np.full((len(taken.people), len(at) + 1), -1, np.int64)
    _assign(
        table,
        [
            (kind, at[name], place)
            for kind, person in enumerate(taken.people)
            for name, place in positions(person).items()
            if name in at
        ],
    )
    found: Ints = table[taken.kind[:, None], of_session[taken.sessions]]
    return found


def _changed(taken: Taken) -> Ints:
    held = np.zeros((len(taken.people), len(taken.number) + 1), np.int64)
    places = [
        (kind, taken.number[f"{moment}/{name}"], 1)
        for kind, person in enumerate(taken.people)
        for moment, name in person.previous
        if f"{moment}/{name}" in taken.number
    ]
    _assign(held, places)
    before = np.array([len(person.previous) for person in taken.people], np.int64)
    changed: Ints = before[taken.kind] - held[taken.kind[:, None], taken.sessions].sum(axis=1)
    return changed


def _assign(table: Ints, entries: list[tuple[int, int, int]]) -> None:
    if entries:
        rows, columns, values = np.array(entries, np.int64).T
        table[rows, columns] = values


def counts_good(goal: str) -> bool:
    """Whether more is better."""
    return goal.startswith("places at wish ")

"""The best allocation in numbers in, the outcome in ids out, with what is missing and what was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from leernet.model.allocation import (
    AllocationOutcome,
    AllocationProblem,
    Closure,
    Goal,
    Missing,
    Participant,
    ProofNode,
    Session,
    SessionOutcome,
    WhyMissing,
)
from leernet.solve.allocation.arrays import Ints
from leernet.solve.allocation.branch_and_bound import Found, best_allocation
from leernet.solve.allocation.columns import Bundle
from leernet.solve.allocation.draw import draw
from leernet.solve.allocation.lexicographic import Watch
from leernet.solve.allocation.node import Branch, Question


def outcome(
    question: Question,
    people: Sequence[Participant],
    order: Ints,
    found: Found,
    watch: Watch,
    *,
    had_they_run: bool,
) -> AllocationOutcome:
    """The outcome as the rest of the program knows it.

    Args:
        people: sorted by id.
        order: (N,) their positions, in order of lots.
        had_they_run: whether to find the best result had a session run that does not.
    """
    problem = question.problem
    ids = [person.id for person in people]
    bundles = np.empty(len(people), np.int64)
    bundles[order] = found.attempt.bundle
    sessions = question.running.sessions
    mappings = [
        {sessions[at].moment: sessions[at].workshop for at in bundle} for bundle in found.attempt.sessions
    ]
    sizes = np.array([len(bundle) for bundle in found.attempt.sessions], np.int64)
    placements = dict(zip(ids, map(mappings.__getitem__, bundles.tolist()), strict=True))
    placed = _placed(question, ids, bundles, found.attempt.sessions)
    tours = _tours(question, ids, order, found.attempt.tours)
    return AllocationOutcome(
        problem.policy,
        placements,
        tuple(
            SessionOutcome(
                each.id, bool(who) or each.runs == "yes", each.seats_max, who, tours.get(each.id, ())
            )
            for each in sorted(problem.sessions, key=lambda session: session.id)
            for who in (placed.get(each.id, ()),)
        ),
        _missing(question, people, placements, sizes[bundles]),
        draw(problem.seed, ids, order),
        found.attempt.goals if found.finished else _unfinished(found),
        _closures(question, placements, placed, found, watch if had_they_run else None),
        tuple(map(_needed, found.proof)) if found.finished else (),
        found.narrowed,
    )


def _needed(node: ProofNode) -> ProofNode:
    """The branch without what shows nothing: where it was split, its halves do."""
    return ProofNode(node.closed, node.filled, (), "branched", node.session) if node.session else node


def _tours(
    question: Question, ids: Sequence[str], order: Ints, tours: Ints | None
) -> Mapping[str, tuple[str, ...]]:
    """Who goes on the tour with each session, sorted."""
    going: dict[str, list[str]] = {}
    sessions = question.running.sessions
    if tours is not None:
        of = np.empty(len(ids), np.int64)
        of[order] = tours
        for name, tour in zip(ids, of.tolist(), strict=True):
            if tour >= 0:
                going.setdefault(sessions[tour].id, []).append(name)
    return {session: tuple(members) for session, members in going.items()}


def _placed(
    question: Question, ids: Sequence[str], bundles: Ints, sessions: tuple[Bundle, ...]
) -> Mapping[str, tuple[str, ...]]:
    """Who is in each session that can run, sorted."""
    named = np.array(ids, object)
    placed = {}
    for number, session in enumerate(question.running.sessions):
        there = np.array([number in bundle for bundle in sessions], np.bool_)
        placed[session.id] = tuple(named[there[bundles]].tolist()) if ids else ()
    return placed


def _unfinished(found: Found) -> tuple[Goal, ...]:
    """Not every way to close and fill was looked at: nothing is proven, and only the first bound is known.

    The first branch looked at leaves all sessions open, so no other can do better at the most important goal.
    """
    root = found.proof[0].certificates
    first = root[0].value if root else None
    bounds = (first, *(None for _ in found.attempt.goals[1:]))
    return tuple(
        replace(goal, bound=bound, proven=False)
        for goal, bound in zip(found.attempt.goals, bounds, strict=True)
    )


def _missing(
    question: Question,
    people: Sequence[Participant],
    placements: Mapping[str, Mapping[str, str]],
    got: Ints,
) -> tuple[Missing, ...]:
    """The moments at which people lack a place; where they may attend something comes first.

    Args:
        got: (N,) places of each.
    """
    moments = sorted({session.moment for session in question.problem.sessions})
    running = {session.id: session for session in question.running.sessions}
    wanted = np.array([person.need for person in people], np.int64)
    lacking = [people[at] for at in np.flatnonzero(wanted > got).tolist()]
    # Many lack the same for the same reason.
    known: dict[tuple[object, ...], list[tuple[str, WhyMissing]]] = {}
    found: list[Missing] = []
    for person in lacking:
        has = placements[person.id]
        key = (person.need, person.sessions, person.never, *has.items())
        if key not in known:
            could = _could_attend(person, has, running)
            free = sorted((at for at in moments if at not in has), key=lambda at: (at not in could, at))
            lacked = sorted(free[: person.need - len(has)])
            known[key] = [(at, "no-seat" if at in could else "no-session") for at in lacked]
        found += [Missing(person.id, moment, why) for moment, why in known[key]]
    return tuple(found)


def _could_attend(person: Participant, has: Mapping[str, str], running: Mapping[str, Session]) -> set[str]:
    """Moments with a session that this person may attend, in a workshop not attended at another moment."""
    there = (running[name] for name in person.sessions if name in running)
    return {
        session.moment
        for session in there
        if session.workshop not in person.never and session.workshop not in has.values()
    }


def _closures(
    question: Question,
    placements: Mapping[str, Mapping[str, str]],
    placed: Mapping[str, tuple[str, ...]],
    found: Found,
    watch: Watch | None,
) -> tuple[Closure, ...]:
    """Sessions with a minimum and nobody in: who would have liked them, and the best result had they run."""
    closures = []
    for number, session in enumerate(question.running.sessions):
        if question.running.minimum[number] > 1 and not placed[session.id]:
            losers = _losers(question.problem, placements, session)
            closures.append(Closure(session.id, losers, *_had_it_run(question, number, found, watch)))
    return tuple(closures)


def _had_it_run(
    question: Question, number: int, found: Found, watch: Watch | None
) -> tuple[tuple[Goal, ...] | None, bool]:
    """The best result with a session filled to its minimum, and whether there was time to find it."""
    if watch is None or watch.over:
        return None, False
    filled = best_allocation(question, watch, Branch(filled=frozenset({number})), found.attempts)
    if watch.over:
        return None, False
    return (None if filled is None else filled.attempt.goals), True


def _losers(
    problem: AllocationProblem, placements: Mapping[str, Mapping[str, str]], session: Session
) -> tuple[str, ...]:
    """Who may attend a session and would have liked it better than what they would give up for it; sorted."""
    return tuple(
        sorted(
            person.id
            for person in problem.participants
            if session.id in person.sessions
            and session.workshop not in person.never
            and _is_wished_more(person, session, placements[person.id])
        )
    )


def _is_wished_more(person: Participant, session: Session, has: Mapping[str, str]) -> bool:
    rank = {name: level for level, group in enumerate(person.wishes) for name in group}
    if session.workshop in has.values() or session.workshop not in rank:
        return False
    if session.moment not in has and len(has) < person.need:
        return True
    # Nobody is at two places at once; who has enough elsewhere gives up the least of it.
    moments = {session.moment} & set(has) or set(has)
    given_up = (rank.get(has[at], len(rank)) for at in moments if (at, has[at]) not in person.placed)
    return rank[session.workshop] < max(given_up, default=0)

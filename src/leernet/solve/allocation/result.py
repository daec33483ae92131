"""The best allocation in numbers in, the outcome in ids out, with what is missing and what was closed."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from leernet.model.allocation import (
    MISSING,
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
from leernet.solve.allocation.branch_and_bound import ProvenBest, best_allocation
from leernet.solve.allocation.columns import Bundle
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.draw import draw
from leernet.solve.allocation.instance import Instance, Node


def outcome(
    instance: Instance, found: ProvenBest, control: Control, *, had_they_run: bool
) -> AllocationOutcome:
    """The outcome as the rest of the program knows it.

    Args:
        had_they_run: whether to find the best result had a session run that does not.
    """
    problem, people, order = instance.problem, instance.people, instance.order
    timed_out = control.limits.seconds_left <= 0
    ids = [person.id for person in people]
    bundles = np.empty(len(people), np.int64)
    bundles[order] = found.result.bundle
    sessions = instance.running.sessions
    mappings = [
        {sessions[at].moment: sessions[at].workshop for at in bundle if not instance.running.ruled_out[at]}
        for bundle in found.result.sessions
    ]
    placements = dict(zip(ids, map(mappings.__getitem__, bundles.tolist()), strict=True))
    placed = _placed(instance, ids, bundles, found.result.sessions)
    tours = _tours(instance, found.result.tours)
    goals = found.result.goals if found.finished else _unfinished(found)
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
        missing_places(problem, people, placements, placed),
        draw(problem.seed, ids, order),
        goals,
        _closures(instance, placements, placed, found, control if had_they_run else None),
        _proof(found, goals),
        found.narrowed or not found.finished,
        timed_out=timed_out,
    )


def _needed(node: ProofNode) -> ProofNode:
    """The branch without what shows nothing: where it was split, its halves do."""
    return ProofNode(node.closed, node.filled, (), "branched", node.session) if node.session else node


def _tours(instance: Instance, tours: Ints | None) -> Mapping[str, tuple[str, ...]]:
    """Who goes on the tour with each session, or has gone, sorted."""
    going: dict[str, list[str]] = {}
    sessions = instance.running.sessions
    of = np.full(len(instance.people), -1, np.int64)
    if tours is not None:
        of[instance.order] = tours
    for person, tour in zip(instance.people, of.tolist(), strict=True):
        if person.had_tour or tour >= 0:
            going.setdefault(person.had_tour or sessions[tour].id, []).append(person.id)
    return {session: tuple(members) for session, members in going.items()}


def _placed(
    instance: Instance, ids: Sequence[str], bundles: Ints, sessions: tuple[Bundle, ...]
) -> Mapping[str, tuple[str, ...]]:
    """Who is in each session that can run, sorted."""
    named = np.array(ids, object)
    placed = {}
    for number, session in enumerate(instance.running.sessions):
        if not session.id:
            break
        there = np.array([number in bundle for bundle in sessions], np.bool_)
        placed[session.id] = tuple(named[there[bundles]].tolist()) if ids else ()
    return placed


def _unfinished(found: ProvenBest) -> tuple[Goal, ...]:
    """Not every way to close and fill was looked at: the root, which leaves all sessions open, gives bounds.

    No other node is better: goal by goal as long as its values are reached, and these are proven by that, and
    then for one goal more. What comes after lots depends on these, so that the root says nothing of it.
    """
    root = {certificate.goal: certificate.value for certificate in found.proof[0].certificates}
    goals: list[Goal] = []
    reached = True
    for goal in found.result.goals:
        after_lots = goal.name.endswith(" (late)") or goal.name.startswith("tours ")
        bound = root.get(goal.name) if reached and not after_lots else None
        reached = bound == goal.value
        goals.append(replace(goal, bound=bound, proven=reached))
    for at, goal in enumerate(goals):
        # A worst level is proven by how many must be there, which is the goal that comes next.
        if goal.name == "worst level" and goal.value and not (at + 1 < len(goals) and goals[at + 1].bound):
            goals[at:] = [replace(each, bound=None, proven=False) for each in goals[at:]]
    return tuple(goals)


def _proof(found: ProvenBest, goals: Sequence[Goal]) -> tuple[ProofNode, ...]:
    """The tree; of one that was not finished the root, for what it proves of goals, and nothing of lots."""
    if found.finished:
        return tuple(map(_needed, found.proof))
    if not any(goal.proven for goal in goals):
        return ()
    bounded = {goal.name for goal in goals if goal.bound is not None}
    root = found.proof[0]
    certificates = tuple(each for each in root.certificates if each.goal in bounded)
    return (ProofNode((), (), certificates, "chosen", "", root.searched, ()),)


def missing_places(
    problem: AllocationProblem,
    people: Sequence[Participant],
    placements: Mapping[str, Mapping[str, str]],
    placed: Mapping[str, tuple[str, ...]],
) -> tuple[Missing, ...]:
    """The moments at which people lack a place, and why; where they could have had one comes first.

    Args:
        people: sorted by id.
        placed: who is in each session that has anybody.
    """
    moments: dict[str, list[Session]] = {moment: [] for moment in problem.moments}
    for session in problem.sessions:
        moments.setdefault(session.moment, []).append(session)
    real = [each for each in problem.sessions if each.can_run]
    full = {each.id for each in real if len(placed.get(each.id, ())) >= each.seats_max}
    runs = {each.id for each in real if placed.get(each.id) or each.runs == "yes"}
    # Many lack the same for the same reason.
    known: dict[tuple[object, ...], list[tuple[str, WhyMissing]]] = {}
    found: list[Missing] = []
    for person in people:
        has = placements[person.id]
        lacking = max(person.need, person.choose) - len(has)
        if lacking <= 0:
            continue
        key = (lacking, person.sessions, person.never, person.not_there, person.lacked, *has.items())
        if key not in known:
            why = {
                moment: _why(person, has, sessions, runs, full)
                for moment, sessions in moments.items()
                if moment not in has
            }
            why |= {moment: reason for moment, reason in person.not_there if moment not in has}
            why |= dict(person.lacked)
            in_order = sorted(why, key=lambda moment: (_REASONS.index(why[moment]), moment))
            known[key] = [(moment, why[moment]) for moment in sorted(in_order[:lacking])]
        found += [Missing(person.id, moment, reason) for moment, reason in known[key]]
    return tuple(found)


_REASONS: tuple[WhyMissing, ...] = tuple(MISSING)


def _why(
    person: Participant, has: Mapping[str, str], there: Sequence[Session], runs: set[str], full: set[str]
) -> WhyMissing:
    """Why somebody has no place at a moment at which they are there.

    Args:
        there: the sessions at the moment.
        runs: ids of those that run.
        full: ids of those without a seat left.
    """
    may = [each for each in there if each.id in person.sessions]
    fresh = [each for each in may if each.workshop not in has.values()]
    ruled_out = [each for each in fresh if each.workshop in person.never]
    open_to = [each for each in fresh if each.workshop not in person.never]
    running = [each for each in open_to if each.id in runs]
    if any(each.id in runs - full for each in ruled_out):
        return "never"
    if running:
        return "no-seat" if all(each.id in full for each in running) else "costs-others"
    if open_to:
        return "closed"
    if ruled_out:
        return "never"
    return "elsewhere" if may else "no-session"


def _closures(
    instance: Instance,
    placements: Mapping[str, Mapping[str, str]],
    placed: Mapping[str, tuple[str, ...]],
    found: ProvenBest,
    control: Control | None,
) -> tuple[Closure, ...]:
    """Sessions with a minimum and nobody in: who would have liked them, and the best result had they run."""
    closures = []
    for number, session in enumerate(instance.running.sessions):
        if instance.running.minimum[number] > 1 and not placed[session.id] and not session.been:
            losers = _losers(instance.problem, placements, session)
            closures.append(Closure(session.id, losers, *_had_it_run(instance, number, found, control)))
    return tuple(closures)


def _had_it_run(
    instance: Instance, number: int, found: ProvenBest, control: Control | None
) -> tuple[tuple[Goal, ...] | None, bool]:
    """The best result with a session filled to its minimum, and whether there was time to find it."""
    if control is None or control.limits.over:
        return None, False
    filled = best_allocation(instance, control, Node(filled=frozenset({number})), found.results)
    if control.limits.over:
        return None, False
    return (None if filled is None else filled.result.goals), True


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

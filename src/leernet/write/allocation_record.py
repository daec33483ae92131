"""An outcome in; the record that is kept, and the proof beside it, out."""

import json
from collections import defaultdict
from collections.abc import Mapping

from leernet.explain.allocated import Allocated
from leernet.model.allocation import (
    MISSING,
    AllocationOutcome,
    AllocationProblem,
    AllocationRecord,
    DrawRecord,
    SessionRecord,
)
from leernet.model.plan import Goal as GoalRecord
from leernet.read.records import SCHEMA
from leernet.verify.allocation.inputs import before_sha256


def allocation_record(allocated: Allocated) -> AllocationRecord:
    """What is kept of an outcome: who attends what, how good it is, and all it takes to check it again."""
    problem, outcome = allocated.problem, allocated.outcome
    missing: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for each in outcome.missing:
        missing[each.participant][each.moment] = MISSING[each.reason]
    levels = {member: each.level for member, each in allocated.everybody.items()}
    worst = max(levels.values(), default=0)
    return AllocationRecord(
        series=problem.series,
        policy=outcome.policy,
        draw=DrawRecord(
            seed=outcome.draw.seed, members_sha256=outcome.draw.members_sha256, order=outcome.draw.order
        ),
        inputs_sha256=allocated.inputs_sha256,
        sessions={
            each.session: SessionRecord(runs=each.runs, seats=each.seats, placed=each.placed, tour=each.tour)
            for each in outcome.sessions
        },
        placements=outcome.placements,
        missing=missing,
        keep=problem.keep,
        before=_before(problem, outcome) if problem.keep else {},
        tours_before=_tours_before(problem) if problem.keep else {},
        before_sha256=before_sha256(problem),
        rounds=outcome.rounds,
        past=problem.past,
        joined={person.id: person.joined for person in problem.participants if person.joined is not None},
        lacked=_lacked(problem, missing),
        floor=tuple(member for member, level in sorted(levels.items()) if level == worst > 0),
        goals=tuple(
            GoalRecord(name=each.name, value=each.value, bound=each.bound, proven=each.proven)
            for each in outcome.goals
        ),
    )


def _lacked(
    problem: AllocationProblem, missing: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Why moments that are over were without a place, as far as that is not listed as missing any more."""
    found = {
        person.id: {
            moment: MISSING[why]
            for moment, why in person.lacked
            if why != "past" and moment not in missing.get(person.id, {})
        }
        for person in problem.participants
        if person.lacked
    }
    return {member: reasons for member, reasons in found.items() if reasons}


def _before(problem: AllocationProblem, outcome: AllocationOutcome) -> dict[str, dict[str, str]]:
    """What those had before for whom it was something else; who was not there had nothing."""
    before = {person.id: dict((*person.previous, *person.set_aside)) for person in problem.participants}
    return {member: places for member, places in before.items() if places != dict(outcome.placements[member])}


def _tours_before(problem: AllocationProblem) -> dict[str, tuple[str, ...]]:
    """Who went on the tour with each session before, sorted."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for person in problem.participants:
        if person.previous_tour:
            found[person.previous_tour].append(person.id)
    return {session: tuple(sorted(members)) for session, members in sorted(found.items())}


def proof_bytes(outcome: AllocationOutcome, inputs: Mapping[str, Mapping[str, str]]) -> bytes:
    """``allocation/<series>.proof.json``: prices for each goal, for a checker that knows no solver.

    Args:
        inputs: digits of a hash of every part of them, by which a change can be named.
    """
    nodes = [
        {
            "closed": node.closed,
            "filled": node.filled,
            "verdict": node.verdict,
            "session": node.session,
            "searched": node.searched,
            "certificates": [
                {
                    "goal": each.goal,
                    "value": each.value,
                    "scale": each.scale,
                    "prices": dict(each.prices),
                    "multipliers": each.multipliers,
                }
                for each in node.certificates
            ],
            "lots": [
                [
                    {"turn": each.turn, "prices": dict(each.prices), "multipliers": each.multipliers}
                    for each in refused
                ]
                for refused in node.lots
            ],
        }
        for node in outcome.proof
    ]
    document = {"schema": SCHEMA, "nodes": nodes, "inputs": inputs}
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()

"""The proof of an allocation, replayed without a solver: honest ones hold, tampered ones name the line."""

from __future__ import annotations

import dataclasses

import pytest

from leernet.model.allocation import Impossible
from leernet.solve.allocation import allocate
from leernet.verify.allocation_proof import replay, searched_goals
from tests.allocation_cases import POLICIES, nine, record_of, tiny


def honest(problem):
    outcome = allocate(problem, seconds=None)
    return record_of(outcome), outcome.proof


def lines(problem, record, proof):
    return [(line.file, line.path, str(line.sentence)) for line in replay(problem, record, proof)]


@pytest.mark.parametrize("policy", POLICIES)
def test_an_honest_proof_holds(policy):
    problem = nine(60, policy=policy, late=0.1)

    assert lines(problem, *honest(problem)) == []


@pytest.mark.parametrize("keep", [None, "frozen", "improve", "fewest"])
@pytest.mark.parametrize("policy", POLICIES)
def test_an_honest_proof_of_a_nasty_problem_holds(policy, keep):
    broken = []
    for number in range(25):
        problem = tiny(number, policy, keep)
        outcome = allocate(problem, seconds=None)
        if not isinstance(outcome, Impossible) and lines(problem, record_of(outcome), outcome.proof):
            broken.append(number)

    assert broken == []


@pytest.fixture(scope="module")
def sixty():
    problem = nine(60)
    return problem, *honest(problem)


def with_certificate(proof, at, **changed):
    certificates = list(proof[0].certificates)
    certificates[at] = dataclasses.replace(certificates[at], **changed)
    return (dataclasses.replace(proof[0], certificates=tuple(certificates)), *proof[1:])


def test_another_order_of_lots_is_rejected_at_the_first_wrong_lot(sixty):
    problem, record, proof = sixty
    first, second, third, *rest = record.draw.order
    draw = record.draw.model_copy(update={"order": (first, third, second, *rest)})

    assert lines(problem, record.model_copy(update={"draw": draw}), proof) == [
        ("record", ("draw", "order", 1), "The draw gives another order from lot 2 on.")
    ]


def test_another_seed_is_rejected(sixty):
    problem, record, proof = sixty
    draw = record.draw.model_copy(update={"seed": "mine"})

    assert lines(problem, record.model_copy(update={"draw": draw}), proof) == [
        ("record", ("draw", "seed"), "The draw's seed is not that of the series.")
    ]


def test_a_placement_changed_by_hand_is_rejected(sixty):
    problem, record, proof = sixty
    placements = {**record.placements, "s0000": {}}
    found = lines(problem, record.model_copy(update={"placements": placements}), proof)

    assert [path for _, path, _ in found if path[0] == "sessions"] == [
        ("sessions", session, "placed")
        for session in record.sessions
        if "s0000" in record.sessions[session].placed
    ]
    assert next(path for _, path, _ in found if path[0] == "goals") == ("goals", 0)


def test_a_prettier_goal_is_rejected(sixty):
    problem, record, proof = sixty
    goals = [*record.goals[:-1], record.goals[-1].model_copy(update={"value": 0, "bound": 0})]
    said = f"Goal 'sum of levels' is said to be 0 and is {record.goals[-1].value}."

    assert lines(problem, record.model_copy(update={"goals": tuple(goals)}), proof) == [
        ("record", ("goals", len(goals) - 1), said)
    ]


def test_a_goal_left_out_is_rejected(sixty):
    problem, record, proof = sixty

    assert lines(problem, record.model_copy(update={"goals": record.goals[1:]}), proof) == [
        ("record", ("goals",), "The goals are not those of policy 'floor-first'.")
    ]


def test_a_changed_value_in_the_proof_is_rejected(sixty):
    problem, record, proof = sixty
    value = record.goals[-1].value

    assert lines(problem, record, with_certificate(proof, -1, value=value + 1)) == [
        (
            "proof",
            ("nodes", 0, "certificates", len(record.goals) - 1),
            f"Goal 'sum of levels' is {value} in the record and {value + 1} here.",
        )
    ]


def test_prices_that_prove_less_are_rejected(sixty):
    problem, record, proof = sixty
    value = record.goals[-1].value
    found = lines(problem, record, with_certificate(proof, -1, prices=(), multipliers=()))

    assert [(file, path) for file, path, _ in found] == [
        ("proof", ("nodes", 0, "certificates", len(record.goals) - 1))
    ]
    assert found[0][2].endswith(f", not {value}.")


def test_prices_of_a_session_that_does_not_exist_are_rejected(sixty):
    problem, record, proof = sixty

    assert lines(problem, record, with_certificate(proof, -1, prices=(("m9/w9", 1),))) == [
        (
            "proof",
            ("nodes", 0, "certificates", len(record.goals) - 1),
            "The prices of goal 'sum of levels' are not prices of its sessions.",
        )
    ]


def test_a_split_that_lacks_a_half_is_rejected():
    problem = next(
        problem
        for problem in (tiny(number) for number in range(200))
        if not isinstance(outcome := allocate(problem, seconds=None), Impossible) and len(outcome.proof) > 2
    )
    record, proof = honest(problem)
    shorter = tuple(node for node in proof if node.verdict in ("branched", "chosen"))[:2]

    found = lines(problem, record, shorter)

    assert found[0][:2] == ("proof", ("nodes", 0, "session"))


def test_a_worse_allocation_with_an_honest_looking_proof_is_rejected(sixty):
    problem, _, _ = sixty
    worse = allocate(dataclasses.replace(problem, policy="lottery"), seconds=None)
    record, proof = record_of(worse), allocate(problem, seconds=None).proof

    assert [path for _, path, _ in replay_of_policy(problem, record, proof)] != []


def replay_of_policy(problem, record, proof):
    return lines(problem, record.model_copy(update={"policy": problem.policy}), proof)


def test_goals_that_needed_a_search_are_named():
    searched = next(
        outcome
        for outcome in (allocate(tiny(number, "leximin"), seconds=None) for number in range(400))
        if not isinstance(outcome, Impossible) and any(node.searched for node in outcome.proof)
    )

    assert set(searched_goals(searched.proof)) <= {goal.name for goal in searched.goals}

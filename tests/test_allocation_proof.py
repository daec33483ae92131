"""The proof of an allocation, replayed without a solver: honest ones hold, tampered ones name the line."""

from __future__ import annotations

import pytest
from msgspec import structs

from leernet.model.allocation import (
    AllocationProblem,
    Certificate,
    Impossible,
    Participant,
    ProofNode,
    Refusal,
    Session,
)
from leernet.solve.allocation.solver import allocate
from leernet.verify.allocation.proof import replay
from leernet.verify.allocation.reckoning import Reckoning
from tests.allocation_cases import POLICIES, Enumeration, nine, record_of, tiny


def honest(problem):
    outcome = allocate(problem)
    return record_of(outcome), outcome.proof


def lines(problem, record, proof):
    return [(line.file, line.path, str(line.broken.sentence)) for line in replay(problem, record, proof)]


@pytest.mark.parametrize("policy", POLICIES)
def test_an_honest_proof_holds(policy):
    problem = nine(60, policy=policy, late=0.1)

    assert lines(problem, *honest(problem)) == []


def test_prices_for_the_same_turn_build_on_each_other():
    problem = nine(12, 5, "leximin", slack=0.95, late=0.2)
    record, proof = honest(problem)

    assert [refusal.turn for refusal in proof[0].lots[0]] == [3, 3]
    assert lines(problem, record, proof) == []


@pytest.mark.parametrize("numbers", [range(8), pytest.param(range(8, 60), marks=pytest.mark.slow)])
@pytest.mark.parametrize("keep", [None, "frozen", "improve", "fewest"])
@pytest.mark.parametrize("policy", POLICIES)
def test_an_honest_proof_of_a_nasty_problem_holds(policy, keep, numbers):
    broken = []
    for number in numbers:
        problem = tiny(number, policy, keep)
        outcome = allocate(problem)
        if not isinstance(outcome, Impossible) and lines(problem, record_of(outcome), outcome.proof):
            broken.append(number)

    assert broken == []


@pytest.fixture(scope="module")
def sixty():
    problem = nine(60)
    return problem, *honest(problem)


def with_certificate(proof, at, **changed):
    certificates = list(proof[0].certificates)
    certificates[at] = structs.replace(certificates[at], **changed)
    return (structs.replace(proof[0], certificates=tuple(certificates)), *proof[1:])


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
        ("record", ("draw", "seed"), "The seed of the draw is not that of the series.")
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
    said = f"The record says 0 for 'sum of levels'; the placements give {record.goals[-1].value}."

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
            "The proof of goal 'sum of levels' names sessions that this series does not have.",
        )
    ]


def test_a_split_that_lacks_a_half_is_rejected():
    problem = next(
        problem
        for problem in (tiny(number) for number in range(200))
        if not isinstance(outcome := allocate(problem), Impossible) and len(outcome.proof) > 2
    )
    record, proof = honest(problem)
    shorter = tuple(node for node in proof if node.verdict in ("branched", "chosen"))[:2]

    found = lines(problem, record, shorter)

    assert found[0][:2] == ("proof", ("nodes", 0, "session"))


def test_a_worse_allocation_with_an_honest_looking_proof_is_rejected(sixty):
    problem, _, _ = sixty
    worse = allocate(structs.replace(problem, policy="lottery"))
    record, proof = record_of(worse), allocate(problem).proof

    assert [path for _, path, _ in replay_of_policy(problem, record, proof)] != []


def replay_of_policy(problem, record, proof):
    return lines(problem, record.model_copy(update={"policy": problem.policy}), proof)


# Two want the only seat of a; the lot of p comes first. Where it goes to q all goals are the same.
ONE_SEAT = AllocationProblem(
    "s",
    (Session("m/a", "m", "a", 0, 1), Session("m/b", "m", "b", 0, 5)),
    tuple(Participant(name, 1, (("a",), ("b",)), ("m/a", "m/b")) for name in ("p", "q")),
    seed="seed",
)


def swapped(record, one, other):
    """The record with the places of two people exchanged, and lists that agree with it."""
    placements = {
        **record.placements,
        one: record.placements[other],
        other: record.placements[one],
    }
    placed = {name: [] for name in record.sessions}
    for name in sorted(placements):
        for moment, workshop in placements[name].items():
            placed[f"{moment}/{workshop}"].append(name)
    sessions = {
        name: line.model_copy(update={"placed": tuple(placed[name])})
        for name, line in record.sessions.items()
    }
    return record.model_copy(update={"placements": placements, "sessions": sessions})


def test_the_proof_of_a_lot_is_a_price_that_shows_who_could_have_no_better():
    record, proof = honest(ONE_SEAT)

    assert (record.draw.order, record.placements) == (("p", "q"), {"p": {"m": "a"}, "q": {"m": "b"}})
    assert [node.lots for node in proof] == [((Refusal(turn=1, prices=(("m/a", 1),)),),)]
    assert lines(ONE_SEAT, record, proof) == []


def test_a_seat_that_went_to_the_later_lot_is_rejected_at_the_one_who_lost_it():
    record, proof = honest(ONE_SEAT)

    assert lines(ONE_SEAT, swapped(record, "p", "q"), proof) == [
        (
            "record",
            ("placements", "p"),
            "The proof does not show that p, who drew lot 1, could not have had anything better.",
        )
    ]


@pytest.mark.parametrize("policy", POLICIES)
def test_two_who_exchange_what_lots_gave_them_are_found_out_among_many(policy):
    problem = nine(60, policy=policy)
    record, proof = honest(problem)
    reckoning = Reckoning(problem)
    people = {person.id: person for person in problem.participants}

    def level(name, other):
        return reckoning.level(people[name], record.placements[other])

    alike = [
        (one, other)
        for one in record.draw.order
        for other in record.draw.order
        if level(one, one) < level(other, other) == level(one, other) and level(other, one) == level(one, one)
    ]
    accepted = [pair for pair in alike if lines(problem, swapped(record, *pair), proof) == []]

    assert (alike != [], accepted) == (True, [])


def test_every_allocation_with_the_same_goals_that_lots_did_not_give_is_rejected():
    accepted, tried = [], 0
    for number in range(250):
        problem = tiny(number, ("lottery", "best-sum", "draft")[number % 3])
        outcome = allocate(problem)
        if isinstance(outcome, Impossible):
            continue
        cases = Enumeration(problem)
        best = set(cases.best()[0])
        for allocation in [each for each in cases.allocations() if each not in best][:40]:
            record = with_placements(record_of(outcome), cases.people, allocation)
            found = replay(problem, record, outcome.proof)
            if not any(line.path[0] == "goals" for line in found):
                tried += 1
                accepted += [] if any(not line.undecided for line in found) else [number]

    assert (tried > 20, accepted) == (True, [])


def with_placements(record, people, allocation):
    placements = {person.id: dict(bundle) for person, bundle in zip(people, allocation, strict=True)}
    return swapped(record.model_copy(update={"placements": placements}), people[0].id, people[0].id)


def test_lots_without_their_prices_are_rejected(sixty):
    problem, record, proof = sixty
    found = lines(problem, record, (structs.replace(proof[0], lots=((),)),))

    assert [(file, path[0]) for file, path, _ in found] == [("record", "placements")]


def test_a_proof_without_lots_says_nothing_of_them(sixty):
    problem, record, proof = sixty

    assert lines(problem, record, (structs.replace(proof[0], lots=()),)) == [
        ("record", ("draw", "order"), "It is not proven that lots gave everybody the best that was left.")
    ]


def test_a_lot_with_prices_of_a_session_that_does_not_exist_is_rejected(sixty):
    problem, record, proof = sixty
    node = structs.replace(proof[0], lots=((Refusal(0, (("m9/w9", 1),)),),))

    assert lines(problem, record, (node,)) == [
        (
            "proof",
            ("nodes", 0, "lots", 0, 0),
            "This part of the proof names sessions that this series does not have.",
        )
    ]


def test_goals_said_to_be_searched_are_searched_again():
    record, proof = honest(ONE_SEAT)
    bare = [structs.replace(each, prices=()) for each in proof[0].certificates]
    searched = (structs.replace(proof[0], certificates=tuple(bare), searched=True),)

    assert lines(ONE_SEAT, record, searched) == []
    assert lines(ONE_SEAT, record, (structs.replace(searched[0], searched=False),)) != []


def test_saying_that_a_worse_result_was_searched_does_not_help():
    """All three could have their first wish; the record and its proof say that one could not."""
    problem = structs.replace(
        ONE_SEAT, sessions=(Session("m/a", "m", "a", 0, 2), Session("m/b", "m", "b", 0, 5))
    )
    worse, _proof = honest(ONE_SEAT)
    seats = {"m/a": worse.sessions["m/a"].model_copy(update={"seats": 2})}
    record = worse.model_copy(update={"sessions": {**worse.sessions, **seats}})
    certificates = tuple(Certificate(goal.name, goal.value) for goal in record.goals)
    claimed = (ProofNode((), (), certificates, "chosen", searched=True),)

    assert lines(problem, record, claimed) == [
        (
            "proof",
            ("nodes", 0, "certificates", 2),
            "The proof of goal 'members at level 1' shows 0, not 1.",
        )
    ]


def test_what_is_too_much_to_search_again_is_said_not_to_be_proven():
    problem = nine(60)
    record, proof = honest(problem)
    bare = [structs.replace(each, prices=(), multipliers=()) for each in proof[0].certificates]
    claimed = (structs.replace(proof[0], certificates=tuple(bare), searched=True),)
    first = replay(problem, record, claimed)[0]

    assert (first.undecided, str(first.broken.sentence)) == (
        True,
        "A search found nothing better than 22 for goal 'members at level 1', but it left no proof to check.",
    )


def test_a_split_on_a_session_without_a_minimum_to_decide_on_is_rejected():
    problem = structs.replace(
        ONE_SEAT, sessions=(Session("m/a", "m", "a", 2, 2, "yes"), ONE_SEAT.sessions[1])
    )
    record, proof = honest(problem)
    halves = [structs.replace(proof[0], closed=("m/a",)), structs.replace(proof[0], filled=("m/a",))]
    split = ProofNode((), (), (), "branched", "m/a")

    assert lines(problem, record, (split, *halves))[0] == (
        "proof",
        ("nodes", 0, "session"),
        "The proof splits on the minimum of session 'm/a', which has none.",
    )


def test_a_branch_with_goals_left_out_does_not_count_as_beaten():
    problem, record, proof, at = next(
        (problem, record_of(outcome), outcome.proof, at)
        for problem in (tiny(number, "best-sum") for number in range(300))
        if not isinstance(outcome := allocate(problem), Impossible)
        for at, node in enumerate(outcome.proof)
        if node.verdict == "worse" and node.certificates[0].value == outcome.goals[0].value
    )
    shorter = [
        structs.replace(node, certificates=node.certificates[:1]) if number == at else node
        for number, node in enumerate(proof)
    ]

    assert lines(problem, record, proof) == []
    assert [path for _, path, _ in lines(problem, record, tuple(shorter))] == [("nodes", at, "verdict")]


@pytest.mark.parametrize(
    ("at", "key", "changed"),
    [
        (0, "certificates", {"certificates": (Certificate("seats missing", -1),)}),
        (0, "lots", {"lots": ((Refusal(0),),)}),
        (1, "session", {"session": "m1/a"}),
        (1, "lots", {"lots": ((), (), (), (), (Refusal(0),))}),
    ],
)
def test_what_has_no_part_in_the_proof_is_rejected(at, key, changed):
    problem, record, proof = next(
        (problem, record_of(outcome), outcome.proof)
        for problem in map(tiny, range(300))
        if not isinstance(outcome := allocate(problem), Impossible) and len(outcome.proof) > 2
    )
    edited = (*proof[:at], structs.replace(proof[at], **changed), *proof[at + 1 :])

    assert lines(problem, record, proof) == []
    assert ("proof", ("nodes", at, key), "This line belongs to no branch of the proof.") in lines(
        problem, record, edited
    )

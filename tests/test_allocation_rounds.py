"""Rounds that are alike, taken as one and given out again, against plain enumeration and by their numbers."""

from __future__ import annotations

from collections import Counter
from random import Random
from time import process_time

import pytest
from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, Participant, Session
from leernet.solve.allocation.rounds import equitably_coloured, taken_together
from leernet.solve.allocation.solver import allocate
from leernet.verify.allocation.proof import replay
from leernet.verify.allocation.rules import broken_rules
from tests.allocation_cases import POLICIES, Enumeration, record_of
from tests.test_allocation_exact import ASKED_FOR, differs_from_enumeration, is_other_than_enumerated
from tests.test_allocation_tours import is_as_enumerated


def alike(number, policy="floor-first", *, minima=True):
    """A few people and workshops in two or three rounds that are alike, perhaps with a moment that is not."""
    draw = Random(f"rounds {number}")
    moments = ["r1", "r2", "r3"][: draw.choice([2, 2, 3])]
    numbers = {
        name: (draw.choice([0, 1, 2, 2]) if minima else 0, draw.choice([1, 2, 2, 3]), draw.choice([0, 0, 1]))
        for name in "abc"[: draw.randint(2, 3)]
    }
    sessions = [
        Session(f"{moment}/{name}", moment, name, least, most, "decide" if minima else "yes", tour)
        for moment in moments
        for name, (least, most, tour) in numbers.items()
    ]
    if draw.random() < 0.3:
        sessions.append(Session("z/a", "z", "a", 0, 2))
    people = tuple(_person(draw, at, sessions, moments, [*numbers]) for at in range(draw.randint(1, 3)))
    return AllocationProblem(
        "s",
        tuple(sessions),
        people,
        policy,
        draw.random() < 0.5,
        str(number),
        evidence_at_most=draw.randint(1, 2),
    )


def _person(draw, at, sessions, moments, names):
    away = draw.choice(moments) if draw.random() < 0.25 else ""
    there = [each for each in sessions if each.moment != away]
    asked = draw.sample(names, draw.randint(0, len(names)))
    wishes = [[name] for name in asked]
    if len(wishes) > 1 and draw.random() < 0.3:
        wishes[:2] = [sorted(wishes[0] + wishes[1])]
    return Participant(
        f"p{at}",
        draw.randint(0, len(moments) - bool(away)),
        tuple(map(tuple, wishes)),
        tuple(each.id for each in there),
        evidence=tuple(name for name in asked if draw.random() < 0.4),
        never=tuple(name for name in names if draw.random() < 0.15),
        answered=bool(asked) or draw.random() < 0.5,
        late=draw.random() < 0.15,
        tour=draw.random() < 0.4,
    )


@pytest.mark.parametrize("numbers", [range(4), pytest.param(range(4, 40), marks=pytest.mark.slow)])
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("minima", [False, True])
def test_rounds_as_one_give_what_plain_enumeration_gives(policy, minima, numbers):
    problems = [(number, alike(number, policy, minima=minima)) for number in numbers]
    without_tours = [
        (number, replace(each, participants=tuple(replace(one, tour=False) for one in each.participants)))
        for number, each in problems
    ]

    assert [number for number, each in without_tours if differs_from_enumeration(each, ASKED_FOR)] == []
    together = [allocate(each, parameters=ASKED_FOR) for _number, each in without_tours]
    assert sum(bool(getattr(each, "rounds", ())) for each in together) > len(numbers) / 2


def test_tours_are_as_enumerated_with_rounds_as_one():
    for number in range(30):
        problem = alike(number)
        outcome = allocate(problem, parameters=ASKED_FOR)
        assert is_as_enumerated(problem, outcome), number


def test_where_no_rounds_can_be_found_they_are_not_taken_as_one():
    """Two each in AB, BC and AC, and every session needs two: in two rounds there is no way."""
    names = ("r1/a", "r1/b", "r1/c", "r2/a", "r2/b", "r2/c")
    sessions = tuple(Session(name, *name.split("/"), 2, 2) for name in names)
    wishes = ("ab", "bc", "ac")
    people = tuple(
        Participant(f"p{at}", 2, tuple((name,) for name in both), names) for at, both in enumerate(wishes)
    )
    problem = AllocationProblem("s", sessions, people)

    assert taken_together(problem) is not None
    outcome = allocate(problem, parameters=ASKED_FOR)
    assert outcome.rounds == ()
    assert not is_other_than_enumerated(problem, outcome, ASKED_FOR)


@pytest.mark.parametrize("seed", range(20))
def test_every_round_gets_an_equal_share(seed):
    draw = Random(seed)
    colours = draw.randint(1, 6)
    people, workshops = draw.randint(1, 12), draw.randint(1, 9)
    edges = [
        (f"p{person}", f"w{workshop}")
        for person in range(people)
        for workshop in draw.sample(range(workshops), min(colours, workshops, draw.randint(0, colours)))
    ]
    first = frozenset(edge for edge in edges if draw.random() < 0.3)
    colour = equitably_coloured(edges, first, colours)

    assert len({(edge[0], each) for edge, each in zip(edges, colour, strict=True)}) == len(edges)
    for some in (
        [*zip(edges, colour, strict=True)],
        [(e, c) for e, c in zip(edges, colour, strict=True) if e in first],
    ):
        shares = Counter((edge[1], each) for edge, each in some)
        for workshop in {edge[1] for edge, _colour in some}:
            counts = [shares[workshop, each] for each in range(colours)]
            assert max(counts) - min(counts) <= 1


def rounds(people, workshops, moments, need, seats, absent=0.0):
    """Everybody lists five of the workshops, each of which runs in every round."""
    draw = Random(people)
    names = [(f"r{moment}", f"w{at:02}") for moment in range(moments) for at in range(workshops)]
    sessions = tuple(Session(f"{moment}/{name}", moment, name, *seats) for moment, name in names)
    everybody = []
    for at in range(people):
        away = f"r{draw.randrange(moments)}" if draw.random() < absent else ""
        listed = tuple((f"w{name:02}",) for name in draw.sample(range(workshops), 5))
        may = tuple(each.id for each in sessions if each.moment != away)
        everybody.append(Participant(f"s{at:02}", min(need, moments - bool(away)), listed, may))
    return AllocationProblem("s", sessions, tuple(everybody), seed="s")


@pytest.mark.parametrize(
    ("numbers", "seconds"),
    [((30, 9, 6, 3, (2, 12)), 2), ((30, 9, 9, 3, (2, 12)), 2), ((60, 12, 8, 8, (2, 12)), 5)],
)
@pytest.mark.parametrize("absent", [0, 0.15])
def test_wide_programmes_of_equal_rounds_end_quickly(numbers, seconds, absent):
    problem = rounds(*numbers, absent)
    start = process_time()
    outcome = allocate(problem)

    assert process_time() - start < seconds
    assert outcome.rounds != ()
    assert broken_rules(problem, outcome) == ()
    assert all(goal.proven for goal in outcome.goals)
    assert replay(problem, record_of(outcome), outcome.proof) == ()


def test_rounds_that_are_not_alike_prove_nothing():
    problem = rounds(6, 5, 3, 2, (0, 4))
    outcome = allocate(problem, parameters=ASKED_FOR)
    first = problem.sessions[0]
    other = replace(problem, sessions=(replace(first, seats_max=3), *problem.sessions[1:]))
    lines = replay(other, record_of(outcome), outcome.proof)

    assert [(line.path, str(line.broken.sentence)) for line in lines] == [
        (("rounds",), "The proof treats these moments as interchangeable, and they are not.")
    ]
    assert Enumeration(replace(problem, participants=problem.participants[:1])).best() is not None

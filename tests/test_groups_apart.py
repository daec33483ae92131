"""Wishes to be apart are kept wherever that can be, and it is certain when it cannot."""

import random
from itertools import combinations

import pytest

from leernet.solve.groups.division import grouping
from leernet.solve.groups.problem import Grouping, GroupPerson, GroupProblem, NoGrouping


def asked(people, sizes, together, apart):
    return GroupProblem(
        people=tuple(GroupPerson(id=f"p{number}", name=f"P{number}") for number in range(people)),
        size_min=sizes[0],
        size_max=sizes[1],
        rounds=1,
        together=together,
        apart=apart,
    )


def can_be(problem, left=None):
    """Whether any division keeps sizes and wishes, by trying them all."""
    left = tuple(person.id for person in problem.people) if left is None else left
    if not left:
        return True
    groups = (
        {left[0], *others}
        for size in range(problem.size_min, problem.size_max + 1)
        for others in combinations(left[1:], size - 1)
    )
    return any(
        can_be(problem, tuple(one for one in left if one not in group))
        for group in groups
        if not any(group.issuperset(pair) for pair in problem.apart)
        and all(len(group & set(wish)) in (0, len(set(wish))) for wish in problem.together)
    )


def test_those_who_must_be_apart_are_where_only_one_division_allows_it():
    problem = asked(8, (4, 4), (("p0", "p5"), ("p4", "p6")), (("p0", "p1"), ("p0", "p2"), ("p0", "p3")))

    found = grouping(problem)

    assert isinstance(found, Grouping)
    assert found.rounds == ((("p0", "p4", "p5", "p6"), ("p1", "p2", "p3", "p7")),)


@pytest.mark.parametrize("number", range(300))
def test_groups_are_found_just_where_there_are_any(number):
    chance = random.Random(number)
    people, smallest = chance.randint(4, 9), chance.randint(2, 4)
    ids = [f"p{number}" for number in range(people)]
    problem = asked(
        people,
        (smallest, smallest + chance.randint(0, 2)),
        tuple(tuple(sorted(chance.sample(ids, 2))) for _ in range(chance.randint(0, 2))),
        tuple(sorted({tuple(sorted(chance.sample(ids, 2))) for _ in range(chance.randint(0, 5))})),
    )

    assert isinstance(grouping(problem), NoGrouping) == (not can_be(problem))

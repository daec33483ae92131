"""Two who come and go touch as few groups as possible: held against every division there is."""

import random
from itertools import combinations

import pytest

from leernet.solve.groups.division import grouping
from leernet.solve.groups.problem import GroupPerson, GroupProblem, NoGrouping
from leernet.solve.groups.repair import mended_grouping

IDS = tuple("abcdefghijkl")


def divisions(problem, left):
    """Every division of these people that keeps sizes and wishes."""
    if not left:
        yield ()
        return
    for size in range(problem.size_min, problem.size_max + 1):
        for others in combinations(left[1:], size - 1):
            group = {left[0], *others}
            if any(group.issuperset(pair) for pair in problem.apart):
                continue
            if any(0 < len(group & set(wish)) < len(wish) for wish in problem.together):
                continue
            rest = tuple(one for one in left if one not in group)
            for division in divisions(problem, rest):
                yield (tuple(sorted(group)), *division)


def fewest_changed(problem, standing):
    """How many of the standing groups are in none of the divisions at least; None without a division."""
    here = {person.id for person in problem.people}
    kept = [tuple(one for one in group if one in here) for group in standing]
    every = divisions(problem, tuple(sorted(here)))
    return min((len({group for group in kept if group} - set(one)) for one in every), default=None)


def a_division(chance, people, smallest, largest):
    """People dealt out by lot into groups of these sizes, or None."""
    counts = [n for n in range(1, people + 1) if smallest * n <= people <= largest * n]
    if not counts:
        return None
    count, ids = chance.choice(counts), list(IDS[:people])
    chance.shuffle(ids)
    return tuple(tuple(sorted(ids[number::count])) for number in range(count))


def an_event(seed):
    """Standing groups, and the problem after some left, some came and some wishes were made; or None."""
    chance = random.Random(seed)
    smallest = chance.choice([2, 3, 3, 4])
    largest = smallest + chance.choice([0, 1, 1])
    before = chance.randint(6, 10)
    standing = a_division(chance, before, smallest, largest)
    if standing is None:
        return None
    left = set(chance.sample(IDS[:before], chance.randint(0, 2)))
    here = [one for one in IDS[: before + chance.randint(0, 2)] if one not in left]
    apart = {tuple(sorted(chance.sample(here, 2))) for _ in range(chance.choice([0, 0, 1, 2, 5]))}
    together = tuple(tuple(sorted(chance.sample(here, 2))) for _ in range(chance.choice([0, 0, 1, 2])))
    people = tuple(GroupPerson(one, one.upper()) for one in here)
    return standing, GroupProblem(people, smallest, largest, together=together, apart=tuple(sorted(apart)))


@pytest.mark.parametrize("seed", range(150))
def test_as_few_groups_change_as_in_any_division_and_that_is_proven(seed):
    event = an_event(seed)
    if event is None:
        return
    standing, problem = event

    found = mended_grouping(problem, (standing,))

    fewest = fewest_changed(problem, standing)
    assert isinstance(found, NoGrouping) == (fewest is None) == isinstance(grouping(problem), NoGrouping)
    if fewest is not None:
        changed = found.goals[0]
        assert (changed.name, changed.value, changed.bound) == ("groups changed", fewest, fewest)

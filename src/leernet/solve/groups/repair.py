"""Announced groups and the people there are now in; groups that change as few of them as possible out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice

import numpy as np

from leernet.model.plan import Goal
from leernet.solve.groups.division import division_costs, grouping, grouping_goals, groups_of
from leernet.solve.groups.problem import Group, Grouping, GroupProblem, NoGrouping, Pair, Round, clusters_of
from leernet.solve.groups.search import Numbers, cheaper_division
from leernet.solve.limits import NO_LIMITS, Limits


def mended_grouping(
    problem: GroupProblem, previous: tuple[Round, ...], limits: Limits = NO_LIMITS
) -> Grouping | NoGrouping:
    """The previous groups, less those who left and with those who came, as few groups changed as found.

    Groups that still hold stay as they are. A set of groups is opened up only when no smaller set will do;
    among equally large sets the one that leaves most people in known company. From scratch when even all
    groups will not do.

    Args:
        problem: with one round for each of ``previous``.
        previous: the groups as they were announced.
        limits: looked at before each exchange.
    """
    rounds = [present(problem, groups) for groups in previous]
    for number in range(len(rounds)):
        others = [groups for other, groups in enumerate(rounds) if other != number]
        mended = _mended_round(_with_encounters(problem, others), rounds[number], limits)
        if mended is None:
            return grouping(problem, limits)
        rounds[number] = mended
    goals = (_touched_goal(problem, previous, tuple(rounds)), *grouping_goals(problem, tuple(rounds)))
    return Grouping(tuple(rounds), goals)


def present(problem: GroupProblem, groups: Round) -> Round:
    """The groups with only those who are still to be in one."""
    ids = {person.id for person in problem.people}
    left = (tuple(person for person in group if person in ids) for group in groups)
    return tuple(group for group in left if group)


def _with_encounters(problem: GroupProblem, others: list[Round]) -> GroupProblem:
    """The problem of one round, in which the other rounds are encounters of before."""
    met = Counter(dict(problem.earlier))
    met.update(pair for groups in others for group in groups for pair in combinations(group, 2))
    return replace(problem, rounds=1, earlier=dict(met))


def _mended_round(problem: GroupProblem, groups: Round, limits: Limits) -> Round | None:
    placed = {person for group in groups for person in group}
    newcomers = tuple(person.id for person in problem.people if person.id not in placed)
    broken = [group for group in groups if _is_broken(problem, group)]
    if not broken and not newcomers:
        return tuple(sorted(groups))
    # Roomiest first: a group of many can spare somebody; the tie keeps the order.
    whole = sorted((group for group in groups if group not in broken), key=lambda group: (-len(group), group))
    for extra in range(len(whole) + 1):
        trials = [
            found
            for opened in islice(combinations(whole, extra), problem.parameters.mending_trials)
            for found in _redivisions(problem, (*broken, *opened), newcomers, limits)
        ]
        if trials:
            _, opened, again = min(trials)
            kept = (group for group in groups if group not in opened)
            return tuple(sorted((*kept, *again)))
    return None


def _is_broken(problem: GroupProblem, group: Group) -> bool:
    members = set(group)
    wrong_size = not problem.size_min <= len(group) <= problem.size_max
    split = any(members & set(cluster) and not members >= set(cluster) for cluster in clusters_of(problem))
    return wrong_size or split or any(members.issuperset(pair) for pair in problem.apart)


def _redivisions(
    problem: GroupProblem, opened: Round, newcomers: Group, limits: Limits
) -> Iterator[tuple[int, Round, Round]]:
    """New divisions of the people of the opened groups: cost, the opened groups, the groups instead."""
    ids = {*newcomers, *(person for group in opened for person in group)}
    people = tuple(person for person in problem.people if person.id in ids)
    part = replace(problem, people=people)
    clusters = clusters_of(part)
    costs = division_costs(part, clusters)
    known = frozenset(pair for group in opened for pair in combinations(sorted(group), 2))
    strange = np.array([[_new_pairs(a, b, known) for b in clusters] for a in clusters]).reshape(
        costs.linear.shape
    )
    new = problem.parameters.new_company * strange * (costs.weight > 0)
    costs = replace(costs, linear=costs.linear + new)
    for first in _starts(part, clusters, opened):
        division = cheaper_division(
            costs,
            first[None, :],
            bound=0,
            iterations=problem.parameters.mending_iterations,
            seed=problem.seed,
            limits=limits,
        )
        if division.cost < problem.parameters.apart:
            yield division.cost, opened, groups_of(clusters, division.group[0])


def _new_pairs(first: Group, second: Group, known: frozenset[Pair]) -> int:
    """How many pairs between two clusters have not shared a group before."""
    return sum((min(a, b), max(a, b)) not in known for a in first for b in second)


def _starts(problem: GroupProblem, clusters: tuple[Group, ...], opened: Round) -> Iterator[Numbers]:
    """First divisions near to the opened groups: as many groups, the smallest one dissolved, or one more."""
    before = np.full(len(clusters), -1, dtype=np.int64)
    for number, cluster in enumerate(clusters):
        before[number] = next((index for index, group in enumerate(opened) if cluster[0] in group), -1)
    for groups in range(max(len(opened) - 1, 1), len(opened) + 2):
        labels = before.copy()
        if groups < len(opened):
            smallest = min(range(len(opened)), key=lambda number: (len(opened[number]), number))
            labels[before == smallest] = -1
            labels[before > smallest] -= 1
        if _levelled(labels, [len(cluster) for cluster in clusters], groups, problem):
            yield labels


def _levelled(labels: Numbers, sizes: list[int], groups: int, problem: GroupProblem) -> bool:
    """Places those without a group, then evens out, a cluster at a time; whether all sizes then hold."""
    loads = [sum(np.array(sizes)[labels == group].tolist()) for group in range(groups)]
    for cluster in sorted(np.flatnonzero(labels < 0).tolist(), key=lambda number: -sizes[number]):
        labels[cluster] = loads.index(min(loads))
        loads[labels[cluster]] += sizes[cluster]
    for _ in range(len(sizes)):
        fullest, emptiest = loads.index(max(loads)), loads.index(min(loads))
        if loads[fullest] <= problem.size_max and loads[emptiest] >= problem.size_min:
            return True
        spare = loads[fullest] - loads[emptiest]
        movable = [number for number in np.flatnonzero(labels == fullest).tolist() if sizes[number] < spare]
        if not movable:
            return False
        moved = min(movable, key=lambda number: sizes[number])
        labels[moved] = emptiest
        loads[fullest] -= sizes[moved]
        loads[emptiest] += sizes[moved]
    return False


def _touched_goal(problem: GroupProblem, previous: tuple[Round, ...], rounds: tuple[Round, ...]) -> Goal:
    """Groups that changed for another reason than somebody leaving; at least those that are broken."""
    pairs = [(present(problem, before), after) for before, after in zip(previous, rounds, strict=True)]
    touched = sum(len(set(before) - set(after)) for before, after in pairs)
    bound = sum(_fewest_touched(problem, before) for before, _ in pairs)
    return Goal(name="groups changed", value=touched, bound=bound, proven=touched == bound)


def _fewest_touched(problem: GroupProblem, groups: Round) -> int:
    """Groups that no longer hold; or the one that takes in newcomers too few for a group of their own."""
    broken = sum(_is_broken(problem, group) for group in groups)
    newcomers = len(problem.people) - sum(len(group) for group in groups)
    return max(broken, int(0 < newcomers < problem.size_min and bool(groups)))

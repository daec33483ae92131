"""People and wishes in; groups for each round out, with what is proven of them, or the wishes that clash."""

from collections import Counter
from itertools import combinations
from math import comb

import numpy as np
from msgspec import Struct

from leernet.model.plan import Goal
from leernet.solve.groups.apart import separated
from leernet.solve.groups.bounds import crowded_pairs, history_bound, repeat_bound
from leernet.solve.groups.problem import (
    ALL_HALF_DAYS,
    Group,
    Grouping,
    GroupPerson,
    GroupProblem,
    NoGrouping,
    Pair,
    Round,
    clusters_of,
)
from leernet.solve.groups.search import Costs, Numbers, cheaper_division
from leernet.solve.groups.start import constructed_rounds
from leernet.solve.groups.wishes import (
    apart_is_impossible,
    apart_not_found,
    clashing_wishes,
    clusters_do_not_fit,
    packing,
    possible_group_counts,
)
from leernet.solve.limits import NO_LIMITS, Limits


class _Bounds(Struct, frozen=True):
    """What no grouping into so many groups can go below, over all rounds.

    Attributes:
        colleagues: for each thing to mix, pairs of colleagues in one group.
        repeats: repeated encounters.
    """

    colleagues: tuple[int, ...]
    repeats: int


def grouping(problem: GroupProblem, limits: Limits = NO_LIMITS) -> Grouping | NoGrouping:
    """Groups of the sizes asked, with as few repeated encounters and colleagues together as can be found.

    Sizes, together and apart always hold. Then count: groups without a common half day, colleagues in one
    group, repeated encounters. Equal problems give equal groups unless time runs out.
    """
    clashes = clashing_wishes(problem)
    if clashes:
        return NoGrouping(clashes)
    clusters = clusters_of(problem)
    fits = False
    for groups in possible_group_counts(problem):
        packed = packing([len(cluster) for cluster in clusters], groups, problem)
        if packed is None:
            continue
        fits = True
        first = _first_division(problem, clusters, packed, groups)
        found = _divided(problem, clusters, first, groups, limits)
        if not _sharing(found.rounds, problem.apart):
            return found
        apart = separated(problem, clusters, groups, limits)
        if apart is not None:
            first = np.tile(np.array(apart, dtype=np.int64), (problem.rounds, 1))
            return _divided(problem, clusters, first, groups, limits)
    if not fits:
        return NoGrouping((clusters_do_not_fit(problem, clusters),))
    return NoGrouping((apart_not_found(problem) if limits.over else apart_is_impossible(problem),))


def _divided(
    problem: GroupProblem,
    clusters: tuple[Group, ...],
    first: Numbers,
    groups: int,
    limits: Limits,
) -> Grouping:
    bounds, parameters = _bounds(problem, clusters, groups), problem.parameters
    division = cheaper_division(
        division_costs(problem, clusters),
        first,
        bound=parameters.colleagues * sum(bounds.colleagues) + bounds.repeats,
        iterations=min(parameters.iterations, parameters.iterations_each * len(clusters)),
        seed=problem.seed,
        limits=limits,
    )
    rounds = tuple(groups_of(clusters, numbers) for numbers in division.group)
    return Grouping(rounds, grouping_goals(problem, rounds))


def groups_of(clusters: tuple[Group, ...], numbers: Numbers) -> Round:
    """The groups that a division's numbers mean, sorted."""
    members: dict[int, list[str]] = {}
    for cluster, number in zip(clusters, numbers.tolist(), strict=True):
        members.setdefault(number, []).extend(cluster)
    return tuple(sorted(tuple(sorted(group)) for group in members.values()))


def division_costs(problem: GroupProblem, clusters: tuple[Group, ...]) -> Costs:
    """What it costs that clusters share a group, in the terms of the search."""
    people = problem.people
    index = {person.id: number for number, person in enumerate(people)}
    linear = np.zeros((len(people), len(people)), dtype=np.int64)
    for attribute in problem.mix:
        value = np.array([_attribute(person, attribute) for person in people])
        same = (value[:, None] == value[None, :]) & (value != "")[:, None]
        linear += problem.parameters.colleagues * same
    for pairs, cost in ((problem.earlier, 1), (dict.fromkeys(problem.apart, 1), problem.parameters.apart)):
        for (first, second), times in pairs.items():
            if first in index and second in index:
                linear[index[first], index[second]] += times * cost
                linear[index[second], index[first]] += times * cost
    belongs = np.zeros((len(people), len(clusters)), dtype=np.int64)
    for number, cluster in enumerate(clusters):
        belongs[[index[person] for person in cluster], number] = 1
    size = belongs.sum(axis=0)
    between = 1 - np.eye(len(clusters), dtype=np.int64)
    half_days = [_common_half_days(problem, cluster) for cluster in clusters]
    return Costs(
        size=size,
        weight=np.outer(size, size) * between,
        linear=belongs.T @ linear @ belongs * between,
        half_days=np.array(half_days, dtype=np.int64),
        parameters=problem.parameters,
    )


def _attribute(person: GroupPerson, attribute: str) -> str:
    return person.board if attribute == "boards" else person.school


def _common_half_days(problem: GroupProblem, ids: Group) -> int:
    common = ALL_HALF_DAYS
    for person in problem.people:
        if person.id in ids:
            common &= person.half_days
    return common


def _first_division(
    problem: GroupProblem, clusters: tuple[Group, ...], packed: tuple[int, ...], groups: int
) -> Numbers:
    """Constructed rounds when all clusters have one size; else the packing, clusters of a size permuted.

    Colleagues are next to one another before the construction: it puts neighbours in different groups.
    """
    people = {person.id: person for person in problem.people}
    if len({len(cluster) for cluster in clusters}) == 1:
        by_colleagues = sorted(
            range(len(clusters)),
            key=lambda number: [_attribute(people[clusters[number][0]], each) for each in problem.mix],
        )
        division = np.zeros((problem.rounds, len(clusters)), dtype=np.int64)
        division[:, by_colleagues] = constructed_rounds(len(clusters), groups, problem.rounds)
        return division
    rng = np.random.default_rng(problem.seed)
    size = np.array([len(cluster) for cluster in clusters])
    division = np.tile(np.array(packed, dtype=np.int64), (problem.rounds, 1))
    for numbers in division:
        for each in np.unique(size):
            numbers[size == each] = rng.permutation(numbers[size == each])
    return division


def _bounds(problem: GroupProblem, clusters: tuple[Group, ...], groups: int) -> _Bounds:
    """Clusters count once: their inner pairs share every group because that is wished."""
    number = {person: index for index, cluster in enumerate(clusters) for person in cluster}
    met = Counter[tuple[int, int]]()
    for (first, second), times in problem.earlier.items():
        a, b = number.get(first, -1), number.get(second, -1)
        if a != b and min(a, b) >= 0:
            met[min(a, b), max(a, b)] += times
    colleagues = tuple(
        problem.rounds
        * sum(crowded_pairs(many, groups) for many in _clusters_per_value(problem, clusters, attribute))
        for attribute in problem.mix
    )
    repeats = repeat_bound(len(clusters), groups, problem.rounds)
    return _Bounds(colleagues, repeats + problem.rounds * history_bound(len(clusters), groups, met))


def _clusters_per_value(
    problem: GroupProblem, clusters: tuple[Group, ...], attribute: str
) -> tuple[int, ...]:
    """For each board or school the number of clusters with somebody of it."""
    value = {person.id: _attribute(person, attribute) for person in problem.people}
    present = [{value[person] for person in cluster if value[person]} for cluster in clusters]
    return tuple(Counter(one for values in present for one in values).values())


def grouping_goals(problem: GroupProblem, rounds: tuple[Round, ...]) -> tuple[Goal, ...]:
    """What a grouping reaches, in order of importance, and what none into as many groups can pass."""
    clusters = clusters_of(problem)
    bounds = _bounds(problem, clusters, max(len(groups) for groups in rounds))
    without_half_day = sum(not _common_half_days(problem, group) for groups in rounds for group in groups)
    goals = [_goal("groups without a common half day", without_half_day, 0)]
    cluster_of = {person: number for number, cluster in enumerate(clusters) for person in cluster}
    sharing = Counter(
        pair
        for groups in rounds
        for group in groups
        for pair in combinations(group, 2)
        if cluster_of[pair[0]] != cluster_of[pair[1]]
    )
    people = {person.id: person for person in problem.people}
    for attribute, bound in zip(problem.mix, bounds.colleagues, strict=True):
        together = sum(
            times for pair, times in sharing.items() if _same(people[pair[0]], people[pair[1]], attribute)
        )
        goals.append(_goal(f"pairs of one {attribute.removesuffix('s')} in a group", together, bound))
    before = problem.earlier
    again = sum(comb(times, 2) + times * before.get(pair, 0) for pair, times in sharing.items())
    goals.append(_goal("repeated encounters", again, bounds.repeats))
    return tuple(goals)


def _same(first: GroupPerson, second: GroupPerson, attribute: str) -> bool:
    value = _attribute(first, attribute)
    return value != "" and value == _attribute(second, attribute)


def _goal(name: str, value: int, bound: int) -> Goal:
    return Goal(name=name, value=value, bound=bound, proven=value == bound)


def _sharing(rounds: tuple[Round, ...], pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """The pairs that share a group in some round."""
    groups = [set(group) for groups in rounds for group in groups]
    return tuple(pair for pair in pairs if any(group.issuperset(pair) for group in groups))

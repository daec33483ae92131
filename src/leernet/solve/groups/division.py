"""People and wishes in; groups for each round out, with what is proven of them, or the wishes that clash."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from math import comb

import numpy as np
from msgspec import Struct

from leernet.model.plan import Goal
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
from leernet.solve.program import Program


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


def separated(
    problem: GroupProblem, clusters: tuple[Group, ...], groups: int, limits: Limits
) -> tuple[int, ...] | None:
    """The number of a group for each cluster, sizes kept and pairs apart; None: there is none, or no time.

    Exact, and so slower than the search for good groups: asked where that finds nobody kept apart.

    Args:
        clusters: people who stay together.
        groups: how many groups there are.
        limits: what ends the search, without an answer.
    """
    program = Program()
    # A cluster goes into a group whose number is not above its own: groups are alike, so nothing is lost.
    column = {
        (cluster, group): program.choice()
        for cluster in range(len(clusters))
        for group in range(min(cluster + 1, groups))
    }
    for cluster in range(len(clusters)):
        program.row(1, 1, {column[place]: 1 for place in column if place[0] == cluster})
    for group in range(groups):
        within = {column[place]: len(clusters[place[0]]) for place in column if place[1] == group}
        program.row(problem.size_min, problem.size_max, within)
    number = {person: cluster for cluster, people in enumerate(clusters) for person in people}
    for first, second in problem.apart:
        one, other = number.get(first), number.get(second)
        for group in range(groups) if one is not None and other is not None else ():
            both = [column[place] for place in ((one, group), (other, group)) if place in column]
            program.row(0, 1, dict.fromkeys(both, 1))
    outcome = program.solved(limits=limits)
    if not len(outcome.values):
        return None
    chosen = {cluster: group for (cluster, group), at in column.items() if outcome.chosen(at)}
    return tuple(chosen[cluster] for cluster in range(len(clusters)))


def crowded_pairs(people: int, groups: int) -> int:
    """The fewest pairs that share a group when so many people are spread over so many groups.

    Reached by spreading them evenly, as pairs in a group grow faster than its size.

    >>> crowded_pairs(6, 4), crowded_pairs(4, 4)
    (2, 0)
    """
    fuller, rest = people // groups, people % groups
    return rest * comb(fuller + 1, 2) + (groups - rest) * comb(fuller, 2)


def repeat_bound(units: int, groups: int, rounds: int) -> int:
    """Fewest repeated encounters over the rounds: the sum over pairs of (meetings choose 2).

    Any two rounds share at least the pairs that each group of the one must have within the groups of the
    other. A group's share is convex in its size, so equal groups give a bound that holds for all sizes.

    Args:
        units: people, or clusters of people that always stay together.
        groups: groups in each round.
        rounds: how often groups are made.
    """
    fuller, rest = units // groups, units % groups
    shared = rest * crowded_pairs(fuller + 1, groups) + (groups - rest) * crowded_pairs(fuller, groups)
    return comb(rounds, 2) * shared


def history_bound(units: int, groups: int, met: Mapping[tuple[int, int], int]) -> int:
    """Fewest encounters in one round with those met before, each counted as often as they met.

    Former groups are cliques of people who all met: of a large one, spread over the groups, some meet again.

    Args:
        units: how many there are, numbered from 0.
        groups: groups in the round.
        met: (first, second) with first < second, and how often they met before; at least 1.
    """
    left: list[dict[int, int]] = [{} for _ in range(units)]
    for (first, second), often in met.items():
        left[first][second] = left[second][first] = often
    bound = 0
    for first in range(units):
        clique = _clique_from(first, left)
        while crowded_pairs(len(clique), groups):
            times = min(left[a][b] for a, b in combinations(clique, 2))
            bound += times * crowded_pairs(len(clique), groups)
            _take(left, clique, times)
            clique = _clique_from(first, left)
    return bound


def _clique_from(first: int, met: list[dict[int, int]]) -> tuple[int, ...]:
    """People from ``first`` on who all met one another: whoever fits, in the order of their numbers."""
    clique = [first]
    for other in sorted(met[first]):
        if other > first and all(other in met[member] for member in clique):
            clique.append(other)
    return tuple(clique)


def _take(met: list[dict[int, int]], clique: tuple[int, ...], times: int) -> None:
    """Takes encounters out, so that no encounter is counted in two cliques."""
    for a, b in combinations(clique, 2):
        often = met[a].pop(b) - times
        del met[b][a]
        if often:
            met[a][b] = met[b][a] = often

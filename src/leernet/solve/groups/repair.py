"""Announced groups and the people there are now in; groups that change as few of them as possible out."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.plan import Goal
from leernet.solve.groups.division import division_costs, grouping, grouping_goals, groups_of
from leernet.solve.groups.problem import Group, Grouping, GroupProblem, NoGrouping, Pair, Round, clusters_of
from leernet.solve.groups.search import Numbers, cheaper_division
from leernet.solve.groups.wishes import clashing_wishes, possible_group_counts
from leernet.solve.limits import NO_LIMITS, Limits, Work
from leernet.solve.program import Outcome, Program

# What it costs, the groups opened up, the groups instead.
_Trial = tuple[int, Round, Round]


def mended_grouping(
    problem: GroupProblem, previous: tuple[Round, ...], limits: Limits = NO_LIMITS
) -> Grouping | NoGrouping:
    """The previous groups, less those who left and with those who came, as few groups changed as found.

    Groups that still hold stay as they are. A set of groups is opened up only when no smaller set will do,
    which counting sizes or else an integer program shows; among equally large sets the one that leaves most
    people in known company.

    Args:
        problem: with one round for each of ``previous``.
        previous: the groups as they were announced.
        limits: looked at before each exchange.
    """
    clashes = clashing_wishes(problem)
    if clashes:
        return NoGrouping(clashes)
    rounds = [present(problem, groups) for groups in previous]
    least = 0
    for number in range(len(rounds)):
        others = [groups for other, groups in enumerate(rounds) if other != number]
        mended = _mended_round(_with_encounters(problem, others), rounds[number], limits)
        if mended is None:
            return _from_scratch(problem, previous, limits)
        rounds[number] = mended.groups
        least += mended.least
    changed = _changed_goal(problem, previous, tuple(rounds), least)
    return Grouping(tuple(rounds), (changed, *grouping_goals(problem, tuple(rounds))))


def _from_scratch(
    problem: GroupProblem, previous: tuple[Round, ...], limits: Limits
) -> Grouping | NoGrouping:
    found = grouping(problem, limits)
    if isinstance(found, NoGrouping):
        return found
    return replace(found, goals=(_changed_goal(problem, previous, found.rounds, 0), *found.goals))


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


class _Mended(Struct, frozen=True):
    """One round of groups after it was mended.

    Attributes:
        groups: as they are now.
        least: how many of the groups of before change at least, whatever is done.
    """

    groups: Round
    least: int


def _mended_round(problem: GroupProblem, groups: Round, limits: Limits) -> _Mended | None:
    """The round with the fewest groups changed; None where no division keeps sizes and wishes."""
    placed = {person for group in groups for person in group}
    newcomers = tuple(person.id for person in problem.people if person.id not in placed)
    broken = tuple(group for group in groups if _is_broken(problem, group))
    if not broken and not newcomers:
        return _Mended(tuple(sorted(groups)), 0)
    # Roomiest first: a group of many can spare somebody; the tie keeps the order.
    whole = sorted((group for group in groups if group not in broken), key=lambda group: (-len(group), group))
    least = fewest_by_size(problem, len(newcomers) + sum(map(len, broken)), whole)
    trials = _trials(problem, broken, whole, least, newcomers, limits)
    if not trials:
        work = Limits(limits.until, Work(problem.parameters.mending_work), limits.interrupted)
        exact = fewest_changed(problem, whole, work)
        if not exact.groups:
            return None
        least = exact.least
        opened = tuple(group for group in whole if group not in exact.groups)
        again = tuple(group for group in exact.groups if group not in whole)
        trials = [
            *_trials(problem, broken, whole, len(opened), newcomers, limits),
            *_redivisions(problem, (*broken, *opened), newcomers, limits, again),
        ]
    return _Mended(_instead(groups, min(trials)), len(broken) + least)


def _instead(groups: Round, trial: _Trial) -> Round:
    """The groups with those that were opened divided anew."""
    _cost, opened, again = trial
    return tuple(sorted((*(group for group in groups if group not in opened), *again)))


def _trials(
    problem: GroupProblem, broken: Round, whole: list[Group], count: int, newcomers: Group, limits: Limits
) -> list[_Trial]:
    """Divisions of the people of the groups that do not hold and of so many that do."""
    sets = islice(combinations(whole, count), problem.parameters.mending_trials)
    return [
        found for opened in sets for found in _redivisions(problem, (*broken, *opened), newcomers, limits)
    ]


def _is_broken(problem: GroupProblem, group: Group) -> bool:
    members = set(group)
    wrong_size = not problem.size_min <= len(group) <= problem.size_max
    split = any(members & set(cluster) and not members >= set(cluster) for cluster in clusters_of(problem))
    return wrong_size or split or any(members.issuperset(pair) for pair in problem.apart)


def _redivisions(
    problem: GroupProblem, opened: Round, newcomers: Group, limits: Limits, start: Round = ()
) -> Iterator[_Trial]:
    """New divisions of the people of the opened groups.

    Args:
        start: a division of these people that keeps sizes and wishes.
    """
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
    known_good = (_numbers(clusters, start),) if start else ()
    for first in (*_starts(part, clusters, opened), *known_good):
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


def _numbers(clusters: tuple[Group, ...], groups: Round) -> Numbers:
    """The number of the group that each cluster is in; -1 where it is in none."""
    first = ((number for number, group in enumerate(groups) if cluster[0] in group) for cluster in clusters)
    return np.array([next(found, -1) for found in first], dtype=np.int64)


def _new_pairs(first: Group, second: Group, known: frozenset[Pair]) -> int:
    """How many pairs between two clusters have not shared a group before."""
    return sum((min(a, b), max(a, b)) not in known for a in first for b in second)


def _starts(problem: GroupProblem, clusters: tuple[Group, ...], opened: Round) -> Iterator[Numbers]:
    """First divisions near to the opened groups: as many groups, the smallest one dissolved, or one more."""
    before = _numbers(clusters, opened)
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


def _changed_goal(
    problem: GroupProblem, previous: tuple[Round, ...], rounds: tuple[Round, ...], least: int
) -> Goal:
    """Groups that changed for another reason than somebody leaving."""
    pairs = [(present(problem, before), after) for before, after in zip(previous, rounds, strict=True)]
    changed = sum(len(set(before) - set(after)) for before, after in pairs)
    return Goal(name="groups changed", value=changed, bound=least, proven=changed == least)


class FewestChanged(Struct, frozen=True):
    """A division of everybody in which few groups change.

    Attributes:
        groups: who is together; none where no division was found.
        least: in no division fewer of the groups that hold change.
        impossible: whether it is certain that there is no division at all.
    """

    groups: Round
    least: int
    impossible: bool


def fewest_by_size(problem: GroupProblem, left: int, whole: Iterable[Group]) -> int:
    """How many groups must be opened at least so that the people in them can be divided at all.

    Wishes are not looked at, so fewer will never do.

    Args:
        left: people without a group, and those in groups that do not hold.
        whole: the groups that hold.
    """
    sums: list[set[int]] = [{left}]
    for group in whole:
        sums.append(set())
        for opened in range(len(sums) - 1, 0, -1):
            sums[opened] |= {people + len(group) for people in sums[opened - 1]}
    divisible = (
        opened for opened, people in enumerate(sums) if any(_divides(problem, one) for one in people)
    )
    return next(divisible, len(sums) - 1)


def _divides(problem: GroupProblem, people: int) -> bool:
    return -(-people // problem.size_max) * problem.size_min <= people


def fewest_changed(problem: GroupProblem, whole: Sequence[Group], limits: Limits) -> FewestChanged:
    """The division in which the fewest of the groups that hold change, by an integer program.

    Args:
        whole: the groups that hold.
        limits: what ends the search with the best so far.
    """
    program, clusters = Program(), clusters_of(problem)
    size = [len(cluster) for cluster in clusters]
    changes = [program.choice(1) for _group in whole]
    slots = max(possible_group_counts(problem), default=0)
    columns = [[program.choice() for _slot in range(max(slots, len(whole)))] for _cluster in clusters]
    for cluster, places in zip(clusters, columns, strict=True):
        program.row(1, 1, dict.fromkeys(places, 1))
        for slot, group in enumerate(whole):
            if cluster[0] in group:
                program.row(1, math.inf, {places[slot]: 1, changes[slot]: 1})
            else:
                program.row(-math.inf, 0, {places[slot]: 1, changes[slot]: -1})
    for slot in range(max(slots, len(whole))):
        used = program.choice()
        load = {places[slot]: size[number] for number, places in enumerate(columns)}
        program.row(0, math.inf, {**load, used: -problem.size_min})
        program.row(-math.inf, 0, {**load, used: -problem.size_max})
    _keep_apart(program, problem, clusters, columns)
    outcome = program.solved(limits=limits)
    least = 0 if outcome.impossible else max(0, math.ceil(outcome.bound - 0.5))
    return FewestChanged(_groups(outcome, clusters, columns), least, outcome.impossible)


def _keep_apart(
    program: Program, problem: GroupProblem, clusters: Sequence[Group], columns: Sequence[Sequence[int]]
) -> None:
    number = {person: cluster for cluster, people in enumerate(clusters) for person in people}
    for pair in problem.apart:
        both = [columns[number[person]] for person in pair if person in number]
        for one, other in zip(*both, strict=True) if len(both) == len(pair) else ():
            # A cluster that holds both has the same column twice: it has no place at all.
            program.row(0, 1, {one: 1, other: 1} if one != other else {one: 2})


def _groups(outcome: Outcome, clusters: Sequence[Group], columns: Sequence[Sequence[int]]) -> Round:
    """Who is together in a solution; none where there is none."""
    if not len(outcome.values):
        return ()
    together: dict[int, list[str]] = {}
    for cluster, places in zip(clusters, columns, strict=True):
        chosen = next(slot for slot, column in enumerate(places) if outcome.chosen(column))
        together.setdefault(chosen, []).extend(cluster)
    return tuple(sorted(tuple(sorted(group)) for group in together.values()))

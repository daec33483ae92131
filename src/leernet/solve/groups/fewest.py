"""Groups of before and who is to be divided now in; the fewest of those groups that must change out."""

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

from leernet.solve.groups.problem import Group, GroupProblem, Round, clusters_of
from leernet.solve.groups.wishes import possible_group_counts
from leernet.solve.limits import Limits
from leernet.solve.program import Outcome, Program


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

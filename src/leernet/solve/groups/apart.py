"""Clusters of people and pairs that must be apart in; a division that keeps them so out, if there is one."""

from leernet.solve.groups.problem import Group, GroupProblem
from leernet.solve.limits import Limits
from leernet.solve.program import Program


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

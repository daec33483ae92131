"""A grouping problem in; how many groups there can be, where clusters fit, and which wishes clash out."""

from collections.abc import Iterator
from fractions import Fraction

from leernet.solve.groups.problem import Group, GroupProblem, clusters_of
from leernet.words import Sentence, _


def possible_group_counts(problem: GroupProblem) -> tuple[int, ...]:
    """How many groups there can be, the number whose mean size is nearest the middle of the range first."""
    people, middle = len(problem.people), Fraction(problem.size_min + problem.size_max, 2)
    fewest, most = -(-people // problem.size_max), people // problem.size_min
    counts = range(max(fewest, 1), most + 1)
    return tuple(sorted(counts, key=lambda groups: (abs(Fraction(people, groups) - middle), groups)))


def clashing_wishes(problem: GroupProblem) -> tuple[Sentence, ...]:
    """The wishes that no grouping can keep, as far as counting shows it; each on its own."""
    counts = possible_group_counts(problem)
    if not counts:
        return (_wrong_number(problem),)
    return (
        *_clusters_too_large(problem),
        *_together_and_apart(problem),
        *_too_many_apart(problem, max(counts)),
    )


def _wrong_number(problem: GroupProblem) -> Sentence:
    return _(
        "{people} people cannot be divided into groups of {smallest} to {largest}.",
        people=len(problem.people),
        smallest=problem.size_min,
        largest=problem.size_max,
    )


def _clusters_too_large(problem: GroupProblem) -> Iterator[Sentence]:
    for cluster in clusters_of(problem):
        if len(cluster) > problem.size_max:
            yield _(
                "{names} must be together: that is {count} people, and a group has {largest} at most.",
                names=_names(problem, cluster),
                count=len(cluster),
                largest=problem.size_max,
            )


def _together_and_apart(problem: GroupProblem) -> Iterator[Sentence]:
    cluster_of = {person: cluster for cluster in clusters_of(problem) for person in cluster}
    for first, second in sorted(set(problem.apart)):
        if cluster_of.get(first, ("",)) == cluster_of.get(second):
            yield _(
                "{names} must be apart, but wishes to be together join them: {cluster}.",
                names=_names(problem, (first, second)),
                cluster=_names(problem, cluster_of[first]),
            )


def _too_many_apart(problem: GroupProblem, most_groups: int) -> Iterator[Sentence]:
    enemies = _enemies(problem)
    everybody = sorted(enemies, key=lambda person: (-len(enemies[person]), person))
    clique: list[str] = []
    for person in everybody:
        if all(person in enemies[member] for member in clique):
            clique.append(person)
    if len(clique) > most_groups:
        yield _(
            "{names} must all be in different groups: that takes {count} groups, "
            "and {people} people fill {most} at most.",
            names=_names(problem, tuple(sorted(clique))),
            count=len(clique),
            people=len(problem.people),
            most=most_groups,
        )


def clusters_do_not_fit(problem: GroupProblem, clusters: tuple[Group, ...]) -> Sentence:
    joined = tuple(person for cluster in clusters if len(cluster) > 1 for person in cluster)
    return _(
        "The wishes of {names} to be together do not fit into groups of {smallest} to {largest}, however the "
        "others are spread.",
        names=_names(problem, joined),
        smallest=problem.size_min,
        largest=problem.size_max,
    )


def apart_is_impossible(problem: GroupProblem) -> Sentence:
    return _(
        "There are no groups of {smallest} to {largest} that keep {names} apart as asked.",
        names=_to_be_apart(problem),
        smallest=problem.size_min,
        largest=problem.size_max,
    )


def apart_not_found(problem: GroupProblem) -> Sentence:
    return _(
        "No groups of {smallest} to {largest} were found in time that keep {names} apart as asked.",
        names=_to_be_apart(problem),
        smallest=problem.size_min,
        largest=problem.size_max,
    )


def _to_be_apart(problem: GroupProblem) -> tuple[str, ...]:
    return _names(problem, tuple(sorted({person for pair in problem.apart for person in pair})))


def _names(problem: GroupProblem, ids: Group) -> tuple[str, ...]:
    names = {person.id: person.name for person in problem.people}
    return tuple(names.get(id, id) for id in ids)


def _enemies(problem: GroupProblem) -> dict[str, set[str]]:
    enemies: dict[str, set[str]] = {}
    for first, second in problem.apart:
        enemies.setdefault(first, set()).add(second)
        enemies.setdefault(second, set()).add(first)
    return enemies


def packing(sizes: list[int], groups: int, problem: GroupProblem) -> tuple[int, ...] | None:
    """A group for each cluster so that every size can be kept, as even as found; None when there is none.

    Clusters are placed from large to small, emptiest group first; single people then fill up and always fit.
    """
    order = sorted(range(len(sizes)), key=lambda cluster: (-sizes[cluster], cluster))
    placed = [-1] * len(sizes)
    loads = [0] * groups
    seen: set[tuple[int, tuple[int, ...]]] = set()

    def place(step: int) -> bool:
        if step == len(order) or sizes[order[step]] == 1:
            return _fill(placed, loads, order[step:], problem)
        if (step, tuple(sorted(loads))) in seen:
            return False
        seen.add((step, tuple(sorted(loads))))
        for group in sorted(range(groups), key=lambda number: (loads[number], number)):
            if loads[group] + sizes[order[step]] <= problem.size_max:
                loads[group] += sizes[order[step]]
                placed[order[step]] = group
                if place(step + 1):
                    return True
                loads[group] -= sizes[order[step]]
        return False

    return tuple(placed) if place(0) else None


def _fill(placed: list[int], loads: list[int], singles: list[int], problem: GroupProblem) -> bool:
    """Puts single people into the emptiest groups; whether all groups then have a size that is asked."""
    filled = list(loads)
    for single in singles:
        placed[single] = filled.index(min(filled))
        filled[placed[single]] += 1
    return min(filled) >= problem.size_min and max(filled) <= problem.size_max

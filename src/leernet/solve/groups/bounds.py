"""A grouping problem's sizes and history in; lower bounds on what any grouping costs out."""

from collections.abc import Mapping
from itertools import combinations
from math import comb


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

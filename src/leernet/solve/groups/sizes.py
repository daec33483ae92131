"""People and the current groups in; the sizes with which they can be divided, and what those cost, out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from leernet.model.values import Range
from leernet.solve.groups.problem import GroupProblem, NoGrouping, Round
from leernet.solve.groups.repair import mended_grouping, present
from leernet.solve.groups.wishes import possible_group_counts
from leernet.solve.limits import Limits


@dataclass(frozen=True, slots=True)
class OtherSizes:
    """Groups that do not have the size asked.

    Attributes:
        asked: the sizes asked.
        sizes: how many people each of those groups has, in order.
        people: how many there are to divide.
        moved: how many people would be in other company in groups of the sizes asked; None where so many
            people cannot be divided so.
        possible: into how many groups of which sizes they can be divided instead.
    """

    asked: Range
    sizes: tuple[int, ...]
    people: int
    moved: int | None
    possible: tuple[tuple[int, Range], ...]


def with_possible_sizes(problem: GroupProblem, standing: Round = ()) -> GroupProblem:
    """The problem with sizes into which so many people can be divided: those asked, or the nearest.

    Args:
        standing: the current fixed groups; one that shrank stays together while it has three people.
    """
    left = [len(group) for group in present(problem, standing)]
    least = min((problem.size_min, *(size for size in left if size >= problem.parameters.stays)))
    for wider in range(max(len(problem.people), least) + 1):
        for less in range(wider + 1):
            smallest, largest = max(least - less, 1), max(problem.size_max, 2) + wider - less
            found = replace(problem, size_min=smallest, size_max=largest)
            if possible_group_counts(found):
                return found
    return problem


def other_sizes(problem: GroupProblem, groups: Round, standing: Round, limits: Limits) -> OtherSizes | None:
    """Which of the groups do not have the size asked; None where all have.

    Args:
        problem: with the sizes asked.
        groups: as they are planned.
        standing: fixed groups of before.
    """
    asked = Range(problem.size_min, problem.size_max)
    outside = tuple(
        sorted(len(group) for group in groups if not asked.smallest <= len(group) <= asked.largest)
    )
    if not outside:
        return None
    moved: int | None = None
    if possible_group_counts(problem):
        instead = mended_grouping(replace(problem, rounds=1), (standing or groups,), limits)
        moved = None if isinstance(instead, NoGrouping) else _moved(groups, instead.rounds[0])
    return OtherSizes(asked, outside, len(problem.people), moved, _possible(len(problem.people), asked))


def _moved(groups: Round, instead: Round) -> int:
    """How many people would be in another group than most of those they are with."""
    return sum(
        len(group) - max(len(set(group) & set(other)) for other in instead) for group in groups if group
    )


def _possible(people: int, asked: Range) -> tuple[tuple[int, Range], ...]:
    """The numbers of groups on either side of what was asked, with the sizes they would have."""
    counts = {max(1, people // asked.largest), max(1, -(-people // asked.largest))}
    return tuple((count, Range(people // count, -(-people // count))) for count in sorted(counts) if people)

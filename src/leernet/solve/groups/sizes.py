"""People and the current groups in; the sizes with which they can be divided, and what those cost, out."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue.networks import (
    A_DIVISION,
    A_DIVISION_AT_COST,
    COSTS_OF_GROUPS,
    COULD_BE,
    COULD_BE_EITHER,
    OTHER_GROUP_SIZE,
    WOULD_MOVE,
    WOULD_MOVE_AT_COST,
)
from leernet.catalogue.rule import Broken
from leernet.model.plan import Goal
from leernet.model.values import Range
from leernet.model.year import Network
from leernet.solve.groups.division import grouping, grouping_goals
from leernet.solve.groups.problem import GroupProblem, NoGrouping, Round
from leernet.solve.groups.repair import mended_grouping, present
from leernet.solve.groups.wishes import possible_group_counts
from leernet.solve.limits import Limits
from leernet.words import Sentence


class Division(Struct, frozen=True):
    """Everybody in so many groups, and what those reach: the goals of groups, in order of importance."""

    count: int
    size: Range
    goals: tuple[Goal, ...]


class OtherSizes(Struct, frozen=True):
    """Groups that do not have the size asked.

    Attributes:
        asked: the sizes asked.
        sizes: how many people each of those groups has, in order.
        people: how many there are to divide.
        moved: how many people would be in other company in groups of the sizes asked; None where so many
            people cannot be divided so.
        asked_goals: what groups of the sizes asked reach; nothing where there are none.
        goals: what the groups reach.
        possible: how they can be divided instead.
    """

    asked: Range
    sizes: tuple[int, ...]
    people: int
    moved: int | None
    asked_goals: tuple[Goal, ...]
    goals: tuple[Goal, ...]
    possible: tuple[Division, ...]


def with_possible_sizes(problem: GroupProblem, standing: Round = ()) -> Iterator[GroupProblem]:
    """The problem with sizes into which so many people can be divided: those asked, then the nearest.

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
                yield found


def other_sizes(
    problem: GroupProblem, rounds: tuple[Round, ...], standing: Round, limits: Limits
) -> OtherSizes | None:
    """Which of the groups do not have the size asked, the last time that there are any; None where all have.

    Args:
        problem: with the sizes asked, of as many rounds.
        rounds: as they are planned.
        standing: fixed groups of before, of which there is one round.
    """
    groups = rounds[-1] if rounds else ()
    asked = Range(problem.size_min, problem.size_max)
    outside = tuple(
        sorted(len(group) for group in groups if not asked.smallest <= len(group) <= asked.largest)
    )
    if not outside:
        return None
    moved: int | None = None
    goals: tuple[Goal, ...] = ()
    if possible_group_counts(problem):
        instead = mended_grouping(problem, (standing,) if standing else rounds, limits)
        if not isinstance(instead, NoGrouping):
            moved, goals = _moved(groups, instead.rounds[-1]), grouping_goals(problem, instead.rounds)
    return OtherSizes(
        asked,
        outside,
        len(problem.people),
        moved,
        goals,
        grouping_goals(problem, rounds),
        tuple(_divisions(problem, limits)),
    )


def _moved(groups: Round, instead: Round) -> int:
    """How many people would be in another group than most of those they are with."""
    return sum(
        len(group) - max(len(set(group) & set(other)) for other in instead) for group in groups if group
    )


def _divisions(problem: GroupProblem, limits: Limits) -> Iterator[Division]:
    """The numbers of groups on either side of what was asked that keep the wishes."""
    people = len(problem.people)
    for count in sorted({max(1, people // problem.size_max), max(1, -(-people // problem.size_max))}):
        size = Range(people // count, -(-people // count))
        found = grouping(replace(problem, size_min=size.smallest, size_max=size.largest), limits)
        if not isinstance(found, NoGrouping):
            yield Division(count, size, found.goals)


def other_size(network: Network, other: OtherSizes) -> Broken:
    """That groups have another size, and which sizes are possible instead."""
    return OTHER_GROUP_SIZE.broken(
        _mend(other),
        count=len(other.sizes),
        network=network.title or network.id,
        asked=_size(other.asked),
        sizes=tuple(str(size) for size in other.sizes),
    )


def _mend(other: OtherSizes) -> Sentence | None:
    if other.moved is not None:
        differ = _that_differ((other.goals, other.asked_goals))
        if not differ:
            return WOULD_MOVE(count=other.moved)
        asked, now = _costs(other.asked_goals, differ), _costs(other.goals, differ)
        return WOULD_MOVE_AT_COST(count=other.moved, asked=asked, now=now)
    differ = _that_differ([other.goals, *(division.goals for division in other.possible)])
    divisions = [_division(division, differ) for division in other.possible]
    if len(divisions) > 1:
        return COULD_BE_EITHER(people=other.people, one=divisions[0], other=divisions[1])
    if divisions:
        size = _size(other.possible[0].size)
        return COULD_BE(people=other.people, division=divisions[0], size=size)
    return None


def _division(division: Division, differ: frozenset[str]) -> Sentence:
    count, size = division.count, _size(division.size)
    if not differ:
        return A_DIVISION(count=count, size=size)
    return A_DIVISION_AT_COST(count=count, size=size, costs=_costs(division.goals, differ))


def _that_differ(ways: Iterable[tuple[Goal, ...]]) -> frozenset[str]:
    """Names of the goals that are not reached alike."""
    reached = [{goal.name: goal.value for goal in goals if goal.name in COSTS_OF_GROUPS} for goals in ways]
    return frozenset(name for one in reached for name in one if len({each.get(name) for each in reached}) > 1)


def _costs(goals: tuple[Goal, ...], names: frozenset[str]) -> tuple[Sentence, ...]:
    return tuple(COSTS_OF_GROUPS[goal.name](count=goal.value) for goal in goals if goal.name in names)


def _size(size: Range) -> str:
    return str(size) if size.smallest < size.largest else str(size.largest)

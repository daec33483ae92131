"""Groups that do not have the size asked in; what is said of them, and what other sizes would cost, out."""

from collections.abc import Iterable

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
from leernet.solve.groups.sizes import Division, OtherSizes
from leernet.words import Sentence


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

"""A year in; the plan of all parts of it that fit, and what clashes in the others, out."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.plan import Plan
from leernet.model.year import Year
from leernet.solve.conflicts import Conflict
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.parts import plan_with, plan_without, year_without
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.solve.ways_out import with_ways_out


class PartlyPlanned(Struct, frozen=True, eq=False):
    """What of a year could be planned.

    Attributes:
        planned: the plan of the parts that fit.
        fitting: the year of those parts.
        plan: the same, with what the plan before had of the other parts.
        conflicts: why the other parts do not fit, with ways out, or were not found in the time.
    """

    planned: Planned
    fitting: Year
    plan: Plan
    conflicts: tuple[Conflict, ...]


def plan_what_fits(
    year: Year,
    wishes: Wishes,
    *,
    limits: Limits = NO_LIMITS,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> PartlyPlanned | NoPlan:
    """The plan of a year; parts that do not fit are left out, so that they stop nothing else.

    Args:
        year: what the user defined, without errors.
        wishes: how to plan.
        limits: what ends the search with the best so far.
        progress: told how many steps of how many are done.
    """
    parts: frozenset[str] = frozenset()
    conflicts: tuple[Conflict, ...] = ()
    while True:
        fitting = year_without(year, parts)
        before = wishes.previous
        asked = wishes if before is None else replace(wishes, previous=plan_without(before, year, fitting))
        outcome = plan_year(fitting, asked, limits=limits, progress=progress)
        if isinstance(outcome, Planned):
            break
        conflicts += tuple(replace(found, certain=outcome.certain) for found in outcome.conflicts)
        if not outcome.conflicts:
            return NoPlan(conflicts, certain=False)
        parts |= {conflict.part for conflict in outcome.conflicts}
    conflicts = _with_ways_out(year, wishes, conflicts, limits)
    plan = outcome.plan if before is None or not parts else plan_with(outcome.plan, before, year, fitting)
    if conflicts and not (outcome.plan.meetings or outcome.plan.sessions or outcome.plan.pairs):
        return NoPlan(conflicts, all(conflict.certain for conflict in conflicts))
    return PartlyPlanned(outcome, fitting, plan, conflicts)


def _with_ways_out(
    year: Year, wishes: Wishes, conflicts: tuple[Conflict, ...], limits: Limits
) -> tuple[Conflict, ...]:
    """The conflicts with ways out; those for which only the time was too short need more of that.

    A workshop without a place has ways out in either case: fewer workshops always help.
    """
    unsure = tuple(one for one in conflicts if not one.certain and not one.workshop)
    sure = tuple(one for one in conflicts if one.certain or one.workshop)
    if not sure:
        return unsure
    rest = year_without(year, frozenset(conflict.part for conflict in unsure))
    return (*with_ways_out(rest, wishes, sure, limits), *unsure)

"""What was planned in; the same out, in which the bound of its dates is what other code adds up."""

from __future__ import annotations

from dataclasses import replace

from leernet.model.plan import Plan
from leernet.solve.partly import PartlyPlanned
from leernet.solve.plan import Planned, Wishes
from leernet.verify.plan.date_bound import bound_of_dates, stands

_DATES = "weighted cost of the dates"


def with_certain_bound(found: PartlyPlanned, wishes: Wishes) -> PartlyPlanned:
    """The plan in which nothing is called proven of its dates but what is added up anew."""
    if found.planned.compared is None and wishes.previous is not None:
        # Nothing became different: the plan is the one before, byte for byte.
        return found
    bound = _bound(found, wishes)
    planned = replace(found.planned, plan=_with_bound(found.planned.plan, bound))
    return replace(found, planned=planned, plan=_with_bound(found.plan, bound))


def _bound(found: PartlyPlanned, wishes: Wishes) -> int | None:
    """None where nothing is certain."""
    if not found.planned.all_times:
        return None
    keep = not wishes.fresh and not wishes.max_moves
    standing = stands(wishes.previous, wishes.announced, wishes.today, keep=keep, prefer=wishes.prefer)
    values, bounds = [], []
    for outcome in (found.planned, *found.planned.others):
        proof = outcome.chosen.dates.proof
        certain = bound_of_dates(found.fitting, outcome.plan, proof, standing)
        if certain is None:
            return None
        values.append(certain[0])
        bounds.append(certain[1])
    return min(bounds) if values[0] == _value(found.planned) else None


def _value(planned: Planned) -> int | None:
    return next((goal.value for goal in planned.plan.goals if goal.name == _DATES), None)


def _with_bound(plan: Plan, bound: int | None) -> Plan:
    goals = tuple(
        goal.model_copy(update={"bound": bound or None, "proven": bound == goal.value})
        if goal.name == _DATES
        else goal
        for goal in plan.goals
    )
    return plan.model_copy(update={"goals": goals})

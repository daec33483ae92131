"""What was planned in; the same out, in which the bound of its dates is what other code adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from leernet.model.plan import Goal, Plan
from leernet.solve.partly import PartlyPlanned
from leernet.solve.plan import Planned, Wishes
from leernet.verify.plan.date_bound import certain_of_dates, stands

_DATES, _ABSENT, _NEVER = (
    "weighted cost of the dates",
    "wanted members absent",
    "members who can never come",
)


def with_certain_bound(found: PartlyPlanned, wishes: Wishes) -> PartlyPlanned:
    """The plan in which nothing is called proven of its dates but what is added up anew."""
    if found.planned.compared is None and wishes.previous is not None:
        # Nothing became different: the plan is the one before, byte for byte.
        return found
    bounds = _bounds(found, wishes)
    planned = replace(found.planned, plan=_with_bounds(found.planned.plan, bounds))
    return replace(found, planned=planned, plan=_with_bounds(found.plan, bounds))


def _bounds(found: PartlyPlanned, wishes: Wishes) -> Mapping[str, int]:
    """By name of a goal what is certain; nothing where the dates are not counted the same."""
    keep = not wishes.fresh and not wishes.max_moves
    standing = stands(wishes.previous, wishes.announced, wishes.today, keep=keep, prefer=wishes.prefer)
    tried = (found.planned, *found.planned.others) if found.planned.all_times else ()
    certain = [
        certain_of_dates(found.fitting, outcome.plan, outcome.chosen.dates.proof, standing)
        for outcome in tried
    ]
    known = [one for one in certain if one is not None]
    if len(known) < len(certain) or not known or known[0].value != _value(found.planned):
        return {}
    return {
        _DATES: min(one.bound for one in known),
        _ABSENT: min(one.absent for one in known),
        _NEVER: min(one.never for one in known),
    }


def _value(planned: Planned) -> int | None:
    return next((goal.value for goal in planned.plan.goals if goal.name == _DATES), None)


def _with_bounds(plan: Plan, bounds: Mapping[str, int]) -> Plan:
    return plan.model_copy(update={"goals": tuple(_certain(goal, bounds) for goal in plan.goals)})


def _certain(goal: Goal, bounds: Mapping[str, int]) -> Goal:
    if goal.name not in (_DATES, _ABSENT, _NEVER):
        return goal
    if goal.name not in bounds:
        return goal.model_copy(update={"bound": None, "proven": False})
    bound = bounds[goal.name] if goal.name == _DATES else min(goal.bound or 0, bounds[goal.name])
    proven = bound == goal.value
    # That dates cost nothing at least says nothing, but of those that do cost nothing.
    told = None if goal.name == _DATES and not bound and not proven else bound
    return goal.model_copy(update={"bound": told, "proven": proven})

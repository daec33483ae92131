"""What was planned in; the same out, in which every bound is what other code adds up."""

from collections.abc import Mapping

from msgspec.structs import replace

from leernet.model.plan import Goal, Plan
from leernet.model.plan_proofs import HostProofs
from leernet.solve.dates_and_hosts import proofs_of_hosts
from leernet.solve.partly import PartlyPlanned
from leernet.solve.plan import Planned, Wishes
from leernet.verify.plan.certain_hosts import certain_of_hosts
from leernet.verify.plan.date_bound import certain_of_dates
from leernet.verify.plan.rival_plans import certain_changes
from leernet.verify.plan.standing import Standing, stands

_DATES, _ABSENT, _NEVER = (
    "weighted cost of the dates",
    "wanted members absent",
    "members who can never come",
)
_HOSTS, _TRAVEL = "weighted cost of the hosts", "kilometres travelled"
_MOVED, _OTHER_HOSTS = "dates changed", "hosts changed"
_CHECKED = (_DATES, _ABSENT, _NEVER, _HOSTS, _TRAVEL, _MOVED, _OTHER_HOSTS)


def with_certain_bound(found: PartlyPlanned, wishes: Wishes) -> PartlyPlanned:
    """The plan in which nothing is called proven of its dates and hosts but what is added up anew."""
    if found.planned.compared is None and wishes.previous is not None:
        # Nothing became different: the plan is the one before, byte for byte.
        return found
    standing = stands(
        wishes.previous,
        wishes.history,
        wishes.announced,
        wishes.today,
        fresh=wishes.fresh,
        prefer=wishes.prefer,
    )
    free = replace(standing, dates={}) if wishes.max_moves else standing
    of_costs, of_changes = proofs_of_hosts(found.planned.case, found.planned.chosen)
    bounds: Mapping[str, int] = {**_of_dates(found, free), **_of_hosts(found, of_costs, of_changes, standing)}
    bounds = _with_changes(bounds, found, of_changes, standing)
    planned = replace(found.planned, plan=_with_bounds(found.planned.plan, bounds))
    return replace(found, planned=planned, plan=_with_bounds(found.plan, bounds))


def _of_dates(found: PartlyPlanned, standing: Standing) -> Mapping[str, int]:
    """By name of a goal what is certain; nothing where the dates are not counted the same."""
    tried = (found.planned, *found.planned.others) if found.planned.all_times else ()
    certain = [
        certain_of_dates(found.fitting, outcome.plan, outcome.chosen.dates.proof, standing)
        for outcome in tried
    ]
    known = [one for one in certain if one is not None]
    if len(known) < len(certain) or not known or known[0].value != _value(found.planned, _DATES):
        return {}
    return {
        _DATES: min(one.bound for one in known),
        _ABSENT: min(one.absent for one in known),
        _NEVER: min(one.never for one in known),
    }


def _of_hosts(
    found: PartlyPlanned, of_costs: HostProofs, of_changes: HostProofs, standing: Standing
) -> Mapping[str, int]:
    """The same of the hosts on these dates."""
    value = _value(found.planned, _HOSTS)
    if value is None:
        return {}
    certain = certain_of_hosts(found.fitting, found.planned.plan, of_costs, of_changes, standing)
    if certain.value != value:
        return {}
    travel = {} if certain.least_km is None else {_TRAVEL: certain.least_km}
    return {_HOSTS: certain.bound, **travel}


def _with_changes(
    bounds: Mapping[str, int], found: PartlyPlanned, of_changes: HostProofs, standing: Standing
) -> Mapping[str, int]:
    """With how few dates and hosts of the plan before can change, and what dates cost then."""
    planned = found.planned
    if _value(planned, _MOVED) is None:
        return bounds
    with_cost = _DATES in bounds and bounds[_DATES] < (_value(planned, _DATES) or 0)
    certain = certain_changes(found.fitting, planned.plan, of_changes, standing, with_cost=with_cost)
    cost = {_DATES: max(bounds[_DATES], certain.cost)} if _DATES in bounds else {}
    return {**bounds, **cost, _MOVED: certain.dates, _OTHER_HOSTS: certain.hosts}


def _value(planned: Planned, name: str) -> int | None:
    return next((goal.value for goal in planned.plan.goals if goal.name == name), None)


def _with_bounds(plan: Plan, bounds: Mapping[str, int]) -> Plan:
    return plan.model_copy(update={"goals": tuple(_certain(goal, bounds) for goal in plan.goals)})


def _certain(goal: Goal, bounds: Mapping[str, int]) -> Goal:
    if goal.name not in _CHECKED:
        return goal
    if goal.name not in bounds:
        return goal.model_copy(update={"bound": None, "proven": False})
    bound = min(goal.value, bounds[goal.name])
    proven = bound == goal.value
    # That dates cost nothing at least says nothing, but of those that do cost nothing.
    told = None if goal.name == _DATES and not bound and not proven else bound
    return goal.model_copy(update={"bound": told, "proven": proven})

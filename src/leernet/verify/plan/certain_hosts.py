"""A year, its plan and proofs about its hosts in; what these cost, and what none are below, out."""

from collections.abc import Collection, Mapping

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.plan import Plan
from leernet.model.plan_proofs import HostProofs, SharedName
from leernet.model.year import Year
from leernet.verify.plan.host_bound import cost_of, least_cost
from leernet.verify.plan.planned_times import at_planned_times
from leernet.verify.plan.possible_hosts import PossibleHosts, Shared, hosts_on
from leernet.verify.plan.standing import Standing


class CertainHosts(Struct, frozen=True):
    """What is certain of hosts on the dates of a plan.

    Attributes:
        value: what those of the plan cost.
        bound: none that change as few hosts of the plan before cost less.
        least_km: what all travel at least; None where a place is not known.
    """

    value: int
    bound: int
    least_km: int | None


def certain_of_hosts(
    year: Year, plan: Plan, of_costs: HostProofs, of_changes: HostProofs, standing: Standing
) -> CertainHosts:
    """What the hosts of a plan cost, and what none are below."""
    possible = hosts_on(at_planned_times(year, plan), plan, standing)
    hosts = {ref: plan.meetings[ref].host or "" for ref in possible.costs}
    value = cost_of(possible, hosts)
    within = _as_few_changes(possible, hosts, of_costs, of_changes, standing.hosts)
    return CertainHosts(value, min(value, least_cost(within, of_costs)), possible.least_km)


def _as_few_changes(
    possible: PossibleHosts,
    hosts: Mapping[str, str],
    of_costs: HostProofs,
    of_changes: HostProofs,
    kept: Mapping[str, str],
) -> PossibleHosts:
    """The choice in which no more hosts change: in each part no more where no part can change fewer."""
    if not kept:
        return possible
    parts = [meetings for meetings, _proof in of_costs]
    changed = [sum(host != kept.get(ref, host) for ref, host in hosts.items() if ref in own) for own in parts]
    if len(parts) > 1 and fewest_changed(possible, of_changes, kept) < sum(changed):
        return possible
    rows: dict[SharedName, Shared] = {
        ("changes", min(own, default="")): Shared(_elsewhere(possible, own, kept), most)
        for own, most in zip(parts, changed, strict=True)
    }
    return replace(possible, shared={**possible.shared, **rows})


def _elsewhere(
    possible: PossibleHosts, meetings: Collection[str], kept: Mapping[str, str]
) -> frozenset[tuple[str, str]]:
    """The places of meetings where they are not at the school of the plan before."""
    return frozenset(
        (meeting, id)
        for meeting in meetings
        if meeting in kept
        for id in possible.costs.get(meeting, {})
        if id != kept[meeting]
    )


def fewest_changed(possible: PossibleHosts, proofs: HostProofs, kept: Mapping[str, str]) -> int:
    """No choice changes fewer hosts of the plan before than this."""
    return least_cost(changes_of(possible, kept), proofs)


def changes_of(possible: PossibleHosts, kept: Mapping[str, str]) -> PossibleHosts:
    """The choice in which a host costs 1 where it is not that of the plan before."""
    costs = {
        meeting: {id: int(id != kept.get(meeting, id)) for id in own}
        for meeting, own in possible.costs.items()
    }
    return PossibleHosts(costs, {name: own for name, own in possible.shared.items() if not own.steps})

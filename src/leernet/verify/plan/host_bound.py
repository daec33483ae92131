"""The problem of choosing hosts and the dual values of a proof in; a lower bound on the cost of hosts out.

Dual values on what places share separate the meetings: the cheapest school of each, less what the dual values
allow, is a lower bound whatever they are.

Source: Lagrangian relaxation (Geoffrion 1974, doi:10.1007/BFb0120690).
"""

from collections.abc import Mapping

from msgspec.structs import replace

from leernet.model.plan_proofs import PARTS, HostProof, HostProofs
from leernet.verify.plan.possible_hosts import PossibleHosts, Shared

# Dearer than all hosts of a year.
NEVER = 10**12


def cost_of(choice: PossibleHosts, hosts: Mapping[str, str]) -> int:
    """What hosts cost; NEVER or more where they are not possible."""
    alone = sum(own.get(hosts.get(meeting, ""), NEVER) for meeting, own in choice.costs.items())
    taken = frozenset(hosts.items())
    return alone + sum(_cost(shared, len(shared.places & taken)) for shared in choice.shared.values())


def _cost(shared: Shared, count: int) -> int:
    over = max(0, count - shared.most)
    return NEVER if over > len(shared.steps) else sum(shared.steps[:over])


def least_cost(choice: PossibleHosts, proofs: HostProofs) -> int:
    """No possible hosts cost less than this, as far as the proofs show.

    Parts may share something: what all places of it cost is no less than what those of each part cost.
    """
    left, found = dict(choice.costs), 0
    for meetings, proof in proofs:
        own = {meeting: left.pop(meeting) for meeting in meetings & left.keys()}
        found += _least(replace(choice, costs=own), proof)
    return found


def _least(choice: PossibleHosts, proof: HostProof) -> int:
    bound = -(-_bound(choice, proof) // PARTS)
    here = choice.costs.get(proof.meeting, {}).get(proof.school)
    if here is None or len(proof.parts) != 2:
        return bound
    others = {id: cost for id, cost in choice.costs[proof.meeting].items() if id != proof.school}
    sides = zip(({proof.school: here}, others), proof.parts, strict=True)
    of_parts = (
        _least(replace(choice, costs={**choice.costs, proof.meeting: own}), part) for own, part in sides
    )
    return max(bound, min(of_parts))


def _bound(choice: PossibleHosts, proof: HostProof) -> int:
    """What hosts cost at least with these prices, in parts; a price of nothing known counts for nothing."""
    charged = {
        meeting: {id: PARTS * cost for id, cost in own.items()} for meeting, own in choice.costs.items()
    }
    allowed = 0
    for name, price in proof.prices.items():
        shared = choice.shared.get(name)
        if shared is None or price <= 0:
            continue
        allowed += price * shared.most + sum(max(0, price - PARTS * step) for step in shared.steps)
        for meeting, school in shared.places:
            if school in charged.get(meeting, {}):
                charged[meeting][school] += price
    return sum(min(own.values(), default=PARTS * NEVER) for own in charged.values()) - allowed

"""Hosts in; the dual values that prove that none cost less, for the verifier to add up, out.

The linear program gives dual values. Where they do not prove enough, it branches on the host that is most
fractional.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from leernet.model.plan_proofs import NO_HOST_PROOF, PARTS, HostProof, HostProofs
from leernet.solve.hosts.program import HostChoice, HostProgram, whole
from leernet.solve.program import Program

_ROUNDING = 1e-6


def host_proofs(
    programs: Sequence[HostProgram], keep: Mapping[str, str], chosen: HostChoice
) -> tuple[HostProofs, HostProofs]:
    """Why no hosts cost less of those that change as few, and why no fewer change.

    Args:
        programs: the choice of hosts, in parts that do not depend on one another.
        keep: hosts of the plan before.
        chosen: what was chosen, part by part.
    """
    of_costs, of_changes = [], []
    for program, value in zip(programs, chosen.values, strict=True):
        own = [program.problem.events[event].reference for event in program.missing]
        changes, costs = program.changes(keep), np.array(program.program.costs, np.int64)
        pairs = ((chosen.hosts[reference], keep.get(reference)) for reference in own)
        changed = sum(had is not None and had != host for host, had in pairs)
        if changed:
            of_changes.append((frozenset(own), _proof(program, changes, changed)))
        if changes.any():
            program.about[program.program.rows] = ("changes", min(own))
            program.limit(changes, changed)
        of_costs.append((frozenset(own), _proof(program, costs, value)))
    return tuple(of_costs), tuple(of_changes)


def _proof(program: HostProgram, costs: NDArray[np.int64], value: int) -> HostProof:
    """Why no hosts of a program cost less than this, as far as its parameters allow."""
    relaxed = program.program.copy()
    relaxed.costs = costs.tolist()
    # So there always is a choice, and prices: without a host is dearer than all others.
    for column in program.missing.values():
        relaxed.uppers[column] = 1
        relaxed.costs[column] = max(relaxed.costs[column], value + 1)
    return _Proofs(program, relaxed, value).proof()


class _Proofs:
    """Parts of the choices, divided until each is proven or there are too many."""

    def __init__(self, program: HostProgram, relaxed: Program, value: int) -> None:
        self.program, self.relaxed, self.value = program, relaxed, value
        self.left = program.parameters.most_parts

    def proof(self) -> HostProof:
        """Why none of this part costs less."""
        self.left -= 1
        solved = self.relaxed.solved(whole=False)
        if not len(solved.values):
            return NO_HOST_PROOF
        rounded = {name: whole(PARTS * float(solved.prices[row])) for row, name in self.program.about.items()}
        prices = {name: price for name, price in rounded.items() if price > 0}
        undecided = [abs(solved.values[column] - 0.5) for column in self.program.chosen]
        at = int(np.argmin(undecided)) if undecided else 0
        enough = math.ceil(solved.value - _ROUNDING) >= self.value
        if enough or self.left < 2 or not undecided or undecided[at] > 0.5 - _ROUNDING:
            return HostProof(prices)
        candidate = self.program.candidates[at]
        meeting = self.program.problem.events[candidate.event].reference
        parts = tuple(self._part(self.program.chosen[at], side) for side in (1, 0))
        return HostProof(prices, meeting, self.program.problem.schools[candidate.school].id, parts)

    def _part(self, column: int, side: int) -> HostProof:
        had = self.relaxed.lowers[column], self.relaxed.uppers[column]
        self.relaxed.lowers[column] = self.relaxed.uppers[column] = side
        found = self.proof()
        self.relaxed.lowers[column], self.relaxed.uppers[column] = had
        return found

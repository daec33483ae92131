"""An instance in, the best allocation and its proof out; minimum numbers met by closing or filling.

Branch and bound, depth first: goals and lots of a node, compared as a list, can only get worse further down.
Source: Land & Doig (1960), doi:10.2307/1910129.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import numpy as np

from leernet.model.allocation import ProofNode, Refusal, Verdict
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.instance import ROOT, Instance, Node
from leernet.solve.allocation.node import solved_node
from leernet.solve.allocation.node_result import Infeasible, NodeOptimum, NodeResult, Pruned
from leernet.solve.limits import OVER, in_time


@dataclass(frozen=True, slots=True)
class Found:
    """The best allocation and the tree that proves it.

    Attributes:
        results: of all nodes that were solved.
        narrowed: whether, here or in a node that came out worse, lots chose among some bundles only.
    """

    result: NodeOptimum
    node: Node
    proof: tuple[ProofNode, ...]
    finished: bool
    results: Mapping[Node, NodeOptimum | Infeasible]
    narrowed: bool


NONE_KNOWN: Mapping[Node, NodeOptimum | Infeasible] = MappingProxyType({})


def best_allocation(
    instance: Instance,
    control: Control,
    start: Node = ROOT,
    known: Mapping[Node, NodeOptimum | Infeasible] = NONE_KNOWN,
) -> Found | None:
    """The best over all ways to close or fill sessions; none when there is no allocation at all.

    Args:
        start: sessions that are to be closed or filled in any case.
        known: results that were found before.
    """
    results, undecided = dict(known), [start]
    tree: list[tuple[Node, NodeResult, int | None]] = []
    best: tuple[Node, NodeOptimum] | None = None
    while undecided and not (best is not None and control.limits.over):
        node = undecided[-1]
        incumbent = None if best is None else best[1]
        tried = partial(_tried, instance, node, control, incumbent)
        result = results[node] if node in results else in_time(tried)
        if result is OVER:
            break
        undecided.pop()
        better = isinstance(result, NodeOptimum) and (incumbent is None or result.key < incumbent.key)
        session = result.short if isinstance(result, NodeOptimum) and better else None
        tree.append((node, result, session))
        if not isinstance(result, Pruned):
            results[node] = result
        if session is not None:
            undecided += _children(node, session, control)
        elif isinstance(result, NodeOptimum) and better:
            best = node, result
    if best is None:
        return None
    chosen, optimum = best
    proof = tuple(_proof_node(instance, *looked_at, optimum) for looked_at in tree)
    narrowed = any(
        isinstance(each, NodeOptimum) and each.short is None and each.narrowed for _, each, _ in tree
    )
    finished = not undecided and not optimum.hurried
    return Found(optimum, chosen, proof, finished, results, narrowed or optimum.hurried)


def _tried(instance: Instance, node: Node, control: Control, best: NodeOptimum | None) -> NodeResult:
    """The best for a node, unless it is beaten."""
    if best is None:
        return solved_node(instance, node, control)
    return solved_node(instance, node, replace(control, when_over="stop", to_beat=best.key))


def _children(node: Node, session: int, control: Control) -> list[Node]:
    """Closed and filled; the last is looked at first: filled, or out of time closed, to settle sooner."""
    closed = replace(node, closed=node.closed | {session})
    filled = replace(node, filled=node.filled | {session})
    return [filled, closed] if control.limits.over else [closed, filled]


def _proof_node(
    instance: Instance, node: Node, result: NodeResult, session: int | None, optimum: NodeOptimum
) -> ProofNode:
    """A node as it is kept; ``session`` is the one by which it was branched."""
    names = instance.names
    verdict: Verdict = "worse" if session is None else "branched"
    if isinstance(result, Infeasible):
        verdict = "empty"
    elif result is optimum:
        verdict = "chosen"
    return ProofNode(
        tuple(names[at] for at in sorted(node.closed)),
        tuple(names[at] for at in sorted(node.filled)),
        result.certificates,
        verdict,
        "" if session is None else names[session],
        result.searched,
        _lots(instance, result) if isinstance(result, NodeOptimum) else (),
    )


def _lots(instance: Instance, result: NodeOptimum) -> tuple[tuple[Refusal, ...], ...]:
    """What lots could not give; where they chose among some bundles only, no turn has anything to show."""
    if not result.narrowed:
        return result.lots
    need = instance.everyone.types.need[instance.everyone.of]
    turns = int(np.maximum(need, 1).sum())
    return tuple(tuple(map(Refusal, range(turns))) for _group in result.lots)

"""Branch and bound on sessions with a minimum number: each is closed, or filled to its minimum.

Depth first: the goals and lots of a node, compared in order, are a bound for all nodes below it.
Source: Land & Doig (1960), doi:10.2307/1910129.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import ProofNode, Refusal, Verdict
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.dive import dived
from leernet.solve.allocation.instance import ROOT, Instance, Node
from leernet.solve.allocation.node import solved_node
from leernet.solve.allocation.node_result import (
    GoalsReached,
    Infeasible,
    NodeOptimum,
    Pruned,
    Searched,
    Undecided,
)
from leernet.solve.limits import OVER, in_time


class ProvenBest(Struct, frozen=True):
    """The best allocation and the tree that proves it.

    Attributes:
        results: of all nodes that were solved.
        narrowed: whether, here or in a node that came out worse, lots chose among some bundles only.
    """

    result: NodeOptimum
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
) -> ProvenBest | None:
    """The best over all ways to close or fill sessions; none when there is no allocation at all.

    Args:
        start: sessions that are to be closed or filled in any case.
        known: results that were found before.
    """
    results, undecided = dict(known), [start]
    tree: list[tuple[Node, Searched, int | None]] = []
    best: _Incumbent | None = None
    while undecided and not (best is not None and control.limits.over):
        node = undecided[-1]
        tried = partial(_tried, instance, node, control, best)
        found = results[node] if node in results else in_time(tried)
        if found is OVER:
            break
        undecided.pop()
        result, reached = _without_columns(found)
        better = isinstance(result, NodeOptimum) and (best is None or best.is_beaten_by(result))
        session = result.short if isinstance(result, NodeOptimum) and better else None
        tree.append((node, result, session))
        if not isinstance(result, Pruned):
            results[node] = result
        if session is not None:
            undecided += _children(node, session, control)
            if best is None and reached is not None:
                first = dived(instance, node, reached, control)
                best = None if first is None else _Incumbent(first, in_tree=False)
        elif isinstance(result, NodeOptimum) and better:
            best = _Incumbent(result, in_tree=True)
    return None if best is None else _found(instance, tree, best, results, finished=not undecided)


def _without_columns(found: Searched) -> tuple[Searched, GoalsReached | None]:
    """What is kept of a node, and its goals with all columns, which are too many to keep for each."""
    if not isinstance(found, NodeOptimum):
        return found, None
    return replace(found, reached=None), found.reached


class _Incumbent(Struct, frozen=True):
    """The best so far; one of the tree is taken before one that a dive came upon."""

    optimum: NodeOptimum
    in_tree: bool

    def is_beaten_by(self, other: NodeOptimum) -> bool:
        """Whether the other is better, or as good and of the tree."""
        return other.key < self.optimum.key if self.in_tree else other.key <= self.optimum.key


def _found(
    instance: Instance,
    tree: list[tuple[Node, Searched, int | None]],
    best: _Incumbent,
    results: Mapping[Node, NodeOptimum | Infeasible],
    *,
    finished: bool,
) -> ProvenBest:
    optimum = best.optimum
    proof = tuple(_proof_node(instance, *looked_at, optimum) for looked_at in tree)
    narrowed = optimum.hurried or any(
        isinstance(each, NodeOptimum) and each.short is None and each.narrowed for _, each, _ in tree
    )
    finished = finished and best.in_tree and not optimum.hurried
    return ProvenBest(optimum, proof, finished, results, narrowed)


def _tried(instance: Instance, node: Node, control: Control, best: _Incumbent | None) -> Searched:
    """The best for a node, unless it is beaten."""
    if best is not None:
        control = replace(control, when_over="stop", to_beat=best.optimum.key)
    found = solved_node(instance, node, control)
    assert not isinstance(found, Undecided)  # only a dive asks for that
    return found


def _children(node: Node, session: int, control: Control) -> list[Node]:
    """Closed and filled; the last is looked at first: filled, or out of time closed, to settle sooner."""
    closed = replace(node, closed=node.closed | {session})
    filled = replace(node, filled=node.filled | {session})
    return [filled, closed] if control.limits.over else [closed, filled]


def _proof_node(
    instance: Instance, node: Node, result: Searched, session: int | None, optimum: NodeOptimum
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

"""A dive from the goals of a node: a good allocation with all minimum numbers kept, before the tree has one.

The tree of ``branch_and_bound`` closes and fills one session after the other, each time with all goals and
lots. A dive decides them together, and then changes one at a time where goals gain by it.

Source: Achterberg (2007), Constraint Integer Programming, chapter 9, doi:10.14279/depositonce-1634.
"""

from functools import partial
from typing import Literal

from msgspec.structs import replace

from leernet.solve.allocation.control import Control
from leernet.solve.allocation.instance import Instance, Node
from leernet.solve.allocation.lots import lots_after
from leernet.solve.allocation.node import solved_node
from leernet.solve.allocation.node_result import GoalsReached, Infeasible, NodeOptimum, NodeResult, Undecided
from leernet.solve.limits import OVER, OutOfTime, in_time


def dived(instance: Instance, node: Node, reached: GoalsReached, control: Control) -> NodeOptimum | None:
    """A first answer, long before the tree has one; none where there is none on the way.

    Args:
        reached: goals of the node, with columns.
    """
    diving = replace(control, dives=True, limits=control.for_dive)
    after = partial(lots_after, instance, reached.made, reached.begun, reached.first, diving)
    result: NodeResult | Literal[OutOfTime.OVER] = in_time(after)
    sessions: frozenset[int] = frozenset()
    while result is not OVER and (further := _further(node, result)) is not None:
        node = further
        sessions = node.closed | node.filled
        result = in_time(partial(solved_node, instance, node, diving))
    if not isinstance(result, NodeOptimum) or result.short is not None:
        return None
    for session in sorted(sessions):
        other = _turned(node, session)
        tried = in_time(partial(_better, instance, other, result, diving))
        if tried is OVER:
            break
        if tried is not None:
            node, result = other, tried
    return result


def _further(node: Node, result: NodeResult) -> Node | None:
    """Where goals have to give way, or nothing fits what is to be filled; none: the dive is over."""
    if isinstance(result, Undecided):
        closed = node.closed | result.closed
        further = Node(closed, (node.filled | result.filled) - closed)
    elif isinstance(result, Infeasible):
        further = Node(node.closed | node.filled)
    else:
        return None
    return None if further == node else further


def _turned(node: Node, session: int) -> Node:
    """The same with one session closed and not filled, or filled and not closed."""
    only = frozenset({session})
    if session in node.closed:
        return Node(node.closed - only, node.filled | only)
    return Node(node.closed | only, node.filled - only)


def _better(instance: Instance, node: Node, best: NodeOptimum, control: Control) -> NodeOptimum | None:
    """The best with what a node closes and fills, where its goals are better; none where they are not.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    goals = sum(
        not goal.name.endswith(" (late)") and not goal.name.startswith("tours ") for goal in best.goals
    )
    *first, last = best.key[:goals]
    careful = replace(control, when_over="stop", to_beat=(*first, last - 1))
    found = solved_node(instance, node, careful)
    if isinstance(found, NodeOptimum) and found.short is None and found.key < best.key:
        return found
    return None

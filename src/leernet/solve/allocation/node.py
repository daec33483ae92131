"""Solves one node: the lexicographic optimum with some sessions closed or filled, other minima aside."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from leernet.solve.allocation.column_enumeration import priced_and_enumerated, surely_placed
from leernet.solve.allocation.columns import Columns, Kept, columns
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.duals import infeasibility_certificate
from leernet.solve.allocation.goals import steps
from leernet.solve.allocation.instance import Instance, Node
from leernet.solve.allocation.lexicographic import FixedGoals, lexicographic_optimum
from leernet.solve.allocation.lots import lots_after
from leernet.solve.allocation.node_result import Infeasible, NodeResult
from leernet.solve.limits import OVER


def solved_node(instance: Instance, node: Node, control: Control) -> NodeResult:
    """The best for a node, or what there is once limits are reached.

    Raises:
        LimitReachedError: when a limit is reached and nothing less than the best will do.
    """
    found = control.in_time(partial(_best_of, instance, node, control))
    if found is OVER or (isinstance(found, Infeasible) and not found.proven and control.limits.over):
        return surely_placed(instance, node, control)
    return found


def _best_of(instance: Instance, node: Node, control: Control) -> NodeResult:
    """With the fewest columns, with all, and with a search at every goal.

    A proof by duals holds for parts of people too, and so do lots. When no allocation in whole people gets
    there, whole people are looked at after every lot, and if need be after every goal.
    """
    if instance.lean is None:
        return _carefully(lambda careful: priced_and_enumerated(instance, node, careful), control)
    # What was placed before comes before places missing: then nothing may be left out.
    if instance.problem.keep not in ("frozen", "improve"):
        made = _columns(instance, node, instance.lean, "full")
        if (
            made is not None
            and infeasibility_certificate(instance.face(made, node), control.unlimited) is None
        ):
            found = _enumerated(instance, node, made, "full", control)
            if not isinstance(found, Infeasible):
                return found
    made = _columns(instance, node, instance.lean, "all")
    return Infeasible() if made is None else _enumerated(instance, node, made, "all", control)


def _carefully(solved: Callable[[Control], NodeResult], control: Control) -> NodeResult:
    found = solved(control)
    if isinstance(found, Infeasible) and not found.proven:
        found = solved(replace(control, lots="whole", searched=True))
    return found


def _columns(instance: Instance, node: Node, lean: Columns, kept: Kept) -> Columns | None:
    if kept != "all" and not node.closed:
        return lean
    return columns(instance.everyone, instance.running, node.closed, instance.best, kept)


def _enumerated(instance: Instance, node: Node, made: Columns, kept: Kept, control: Control) -> NodeResult:
    begun = FixedGoals(instance.face(made, node), instance.names)
    wanted = steps(instance.accounts, "in time")

    def solved(careful: Control) -> NodeResult:
        key = (node, kept, careful.searched)
        first = (instance.goals or {}).get(key) or lexicographic_optimum(begun, made, wanted, careful)
        if instance.goals is not None and not careful.is_beaten(first.costs):
            instance.goals[key] = first
        return lots_after(instance, made, begun, first, careful)

    return _carefully(solved, control)

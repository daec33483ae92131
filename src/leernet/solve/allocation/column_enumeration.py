"""Solves a node that has too many bundles to enumerate before its first goals are fixed.

Goals are fixed one by one by column generation. A fixed goal usually leaves few bundles within the
reduced-cost limit: those are enumerated, and all that follows is solved over them.

Source: Baldacci, Christofides & Mingozzi (2008), doi:10.1007/s10107-007-0178-5, who enumerate the columns
within the gap of routes.
"""

from functools import partial

import numpy as np
from msgspec.structs import replace

from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bundles import (
    OUT_OF_REACH,
    Bundles,
    Cost,
    CostLimit,
    Offer,
    Placing,
    joined,
    offer,
)
from leernet.solve.allocation.column_generation import GoalFixed, Remaining, goal_fixed, worst_level_fixed
from leernet.solve.allocation.columns import Columns, columns_of
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.costs import of_missing, of_points
from leernet.solve.allocation.duals import infeasibility_certificate
from leernet.solve.allocation.first_answer import one_by_one, with_ruled_out
from leernet.solve.allocation.goals import Leximin, Step, Sum, WorstLevel, at_level, steps
from leernet.solve.allocation.instance import ROOT, Instance, Node
from leernet.solve.allocation.lexicographic import FixedGoals, lexicographic_optimum
from leernet.solve.allocation.lots import lots_after
from leernet.solve.allocation.neighbourhoods import first_goal_improved, improved
from leernet.solve.allocation.node_result import Infeasible, NodeOptimum, NodeResult, Pruned
from leernet.solve.allocation.pricing import enumeration, pricing
from leernet.solve.limits import NO_LIMITS, OVER, Limits


def priced_and_enumerated(instance: Instance, node: Node, control: Control) -> NodeResult:
    """Goals fixed by column generation, until few enough bundles are left to enumerate them."""
    everyone = instance.everyone
    offered = offer(everyone.types, instance.running, node.closed)
    if not offered.able.all():
        return Infeasible()
    left = Remaining(offered, everyone.count, *instance.loads(node))
    first = first_placing(instance, node, offered)
    if node == ROOT:
        first = first_goal_improved(instance, left, first, control.for_first_answer)
    so_far = FixedGoals(None, instance.names)
    wanted = steps(instance.accounts, "in time")
    known = first if np.all(first.load(len(left.low)) >= left.low) else None
    while wanted:
        step, *later = wanted
        if not isinstance(step, Sum) or _few(left, instance):
            found = control.in_time(partial(_enumerated, instance, left, so_far, wanted, control))
            if found is not OVER and found is not None:
                return found
        reached = control.in_time(partial(_priced, left, step, so_far, known, control))
        if reached is OVER:
            break
        if reached is None or reached.left is None:
            certificates = so_far.certificates if reached is None else reached.so_far.certificates
            return Infeasible(certificates, searched=control.searched)
        left, so_far, known = reached.left, reached.so_far, None
        if control.is_beaten(so_far.costs):
            return Pruned(so_far.certificates, control.searched)
        wanted = (*_still_wanted(step, so_far), *later)
    return _settled(instance, node, left, so_far, wanted, first, control)


def _settled(
    instance: Instance,
    node: Node,
    left: Remaining,
    so_far: FixedGoals,
    wanted: tuple[Step, ...],
    first: Placing,
    control: Control,
) -> NodeResult:
    """Of all bundles if that is quick, else among some; over a limit without goals that are proven."""
    if not (control.limits.over and wanted):
        every = control.in_time(partial(_enumerated, instance, left, so_far, wanted, control))
        if every is not OVER and every is not None:
            return every
        fitting = control.in_time(partial(_within_goals, instance, left, so_far, wanted, control))
        if fitting is not OVER and not (isinstance(fitting, Infeasible) and control.limits.over):
            return fitting
    found = answer_from(instance, node, first, control)
    if not isinstance(found, NodeOptimum):
        return found
    return replace(found, certificates=so_far.certificates, hurried=True)


def _within_goals(
    instance: Instance, left: Remaining, so_far: FixedGoals, wanted: tuple[Step, ...], control: Control
) -> NodeResult:
    some = _best_that_fit(instance, left, control.for_placing)
    return _among_some(instance, left, so_far, wanted, some, control)


def first_placing(instance: Instance, node: Node, offered: Offer) -> Placing:
    """Everybody placed one by one."""
    return one_by_one(instance, offered, instance.loads(node)[1])


def answer_from(instance: Instance, node: Node, first: Placing, control: Control) -> NodeResult:
    """A placing improved while its own share of work lasts: the answer that comes in any case."""
    offered = offer(instance.everyone.types, instance.running, node.closed)
    everything = Remaining(offered, instance.everyone.count, *instance.loads(node))
    best = improved(instance, everything, first, control.for_first_answer)
    load, minimum = best.load(len(everything.low)), instance.running.minimum
    kept = replace(everything, low=np.where(load >= minimum, minimum, everything.low))
    goals, begun = steps(instance.accounts, "in time"), FixedGoals(None, instance.names)
    return _among_some(instance, kept, begun, goals, best.bundles, control.unlimited)


def surely_placed(instance: Instance, node: Node, control: Control) -> NodeResult:
    """An answer, whatever limits say."""
    offered = offer(instance.everyone.types, instance.running, node.closed)
    if not offered.able.all():
        return Infeasible()
    return answer_from(instance, node, first_placing(instance, node, offered), control)


def _priced(
    left: Remaining, step: Step, so_far: FixedGoals, known: Placing | None, control: Control
) -> GoalFixed | None:
    """A goal fixed, of levels only the next, by column generation."""
    match step:
        case Sum():
            return goal_fixed(left, step, so_far, control, known)
        case Leximin(below=int(below)):
            return goal_fixed(left, at_level(step, below - 1), so_far, control)
        case _:
            return worst_level_fixed(left, step, so_far, control)


def _still_wanted(step: Step, so_far: FixedGoals) -> tuple[Step, ...]:
    """The levels below the one that was counted."""
    if not isinstance(step, Leximin):
        return ()
    worst = (goal.value for goal in reversed(so_far.goals) if goal.name == f"worst level{step.suffix}")
    below = next(worst) if step.below is None else step.below - 1
    return (replace(step, below=below),) if below > 1 else ()


def _few(left: Remaining, instance: Instance) -> bool:
    kinds = np.arange(len(left.count))
    most = instance.parameters.many_bundles * len(kinds)
    return enumeration(left.offered, kinds, left.cost_limits, most, instance.parameters) is not None


def _enumerated(
    instance: Instance, left: Remaining, so_far: FixedGoals, wanted: tuple[Step, ...], control: Control
) -> NodeResult | None:
    """All bundles that are left; of those who are placed last, where these are very many, some.

    None when there are too many to enumerate, or a limit is reached before it is known.
    """
    late = np.flatnonzero(instance.late_types)
    most = instance.parameters.late_each * len(left.count)
    every = enumeration(left.offered, late, left.cost_limits, most, instance.parameters)
    if every is not None:
        return _level_by_level(instance, left, so_far, wanted, every, control)
    some = _some_of_late(instance, left, late, np.ones(len(left.low), np.bool_))
    first = _level_by_level(instance, left, so_far, wanted, some, control)
    if not isinstance(first, NodeOptimum):
        return first
    more = _some_of_late(instance, left, late, _free_seats(instance, first) > 0)
    both = joined(some, more, none=len(left.low))
    found = _level_by_level(instance, left, so_far, wanted, both, control)
    return _without_proof_of_late(found) if isinstance(found, NodeOptimum) else found


def _level_by_level(
    instance: Instance,
    left: Remaining,
    so_far: FixedGoals,
    wanted: tuple[Step, ...],
    late: Bundles,
    control: Control,
) -> NodeResult | None:
    """Where the worst level comes next, bundles are enumerated up to a level, until everybody fits.

    Then no better allocation has anybody below it. None as in ``_enumerated``.

    Args:
        late: bundles of those who are placed last.
    """
    level = wanted[0].level if wanted and isinstance(wanted[0], (WorstLevel, Leximin)) else None
    kinds, parameters = np.flatnonzero(~instance.late_types), instance.parameters
    most_columns = parameters.most_columns if wanted else parameters.most_for_lots
    found: NodeResult = Infeasible()
    for most in (None,) if level is None else (*parameters.worst_levels, None):
        cost_limits = left.cost_limits
        if level is not None and most is not None:
            cost_limits = (*cost_limits, CostLimit(level, np.full(len(left.count), most)))
        in_time = enumeration(left.offered, kinds, cost_limits, most_columns, parameters)
        if in_time is None:
            return None
        made = _columns(instance, joined(in_time, late, none=len(left.low)))
        if made is None:
            continue
        face = left.face_of(made)
        unfit = partial(infeasibility_certificate, face, control)
        certificate = None if most is None else control.in_time(unfit)
        if certificate is OVER:
            return None
        if certificate is None:
            found = _solved(instance, made, replace(so_far, face=face), wanted, control)
            if not (isinstance(found, Infeasible) and found.proven):
                return found
    return found


def _solved(
    instance: Instance, made: Columns, begun: FixedGoals, wanted: tuple[Step, ...], control: Control
) -> NodeResult:
    return lots_after(instance, made, begun, lexicographic_optimum(begun, made, wanted, control), control)


def _columns(instance: Instance, bundles: Bundles) -> Columns | None:
    return columns_of(instance.everyone, instance.running, bundles, instance.best)


def _some_of_late(instance: Instance, left: Remaining, late: Ints, sessions: Truths) -> Bundles:
    """The best of each size, of these sessions, for those who are placed last.

    With whatever they are needed for, which is to fill sessions to their minimum: so the goals of those who
    answered in time are proven all the same.
    """
    filling = replace(left.offered, may=left.offered.may & (left.low > 0))
    fillers = enumeration(filling, late, left.cost_limits)
    assert fillers is not None  # there is no most
    among = replace(left, offered=replace(left.offered, may=left.offered.may & sessions))
    best = _best_of_each_size(instance, among, late)
    return with_ruled_out(instance, joined(fillers, best, none=len(left.low)))


def _best_of_each_size(instance: Instance, left: Remaining, kinds: Ints) -> Bundles:
    everyone = instance.everyone.types
    points = Cost(of_points(everyone, instance.wished, instance.running))
    fewer = Cost(of_missing(everyone, instance.running).times(-1))
    to_beat = np.full(len(left.count), -OUT_OF_REACH)
    to_beat[kinds] = OUT_OF_REACH
    some = []
    for missing in range(int(left.offered.need.max(initial=0)) + 1):
        cost_limits = (*left.cost_limits, CostLimit(fewer, np.full(len(left.count), -missing)))
        some.append(_promising(instance, left.offered, cost_limits, points, to_beat))
    return joined(*some, none=len(left.low))


def _promising(
    instance: Instance,
    offered: Offer,
    cost_limits: tuple[CostLimit, ...],
    cost: Cost,
    to_beat: Ints,
    step: int = 1,
    *,
    limits: Limits = NO_LIMITS,
) -> Bundles:
    """Some of the cheapest bundles of each kind, where nothing that follows is proven.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    parameters = instance.parameters
    return pricing(
        offered,
        cost_limits,
        cost,
        to_beat,
        parameters.best_each,
        step,
        widest=parameters.widest,
        limits=limits,
        parameters=parameters,
    ).bundles


def _free_seats(instance: Instance, found: NodeOptimum) -> Ints:
    """(S,) seats that those who answered in time leave."""
    free = instance.running.seats.copy()
    bundles, people = np.unique(found.bundle[~instance.waits], return_counts=True)
    for bundle, taken in zip(bundles.tolist(), people.tolist(), strict=True):
        free[list(found.sessions[bundle])] -= taken
    return free


def _without_proof_of_late(found: NodeOptimum) -> NodeOptimum:
    """Not all bundles of those who are placed last were weighed."""

    def is_proven(goal: str) -> bool:
        return not goal.endswith(" (late)") and not goal.startswith("tours")

    return replace(
        found,
        goals=tuple(
            goal if is_proven(goal.name) else replace(goal, bound=None, proven=False) for goal in found.goals
        ),
        certificates=tuple(each for each in found.certificates if is_proven(each.goal)),
        lots=found.lots[:1],
    )


def _among_some(
    instance: Instance,
    left: Remaining,
    so_far: FixedGoals,
    wanted: tuple[Step, ...],
    some: Bundles,
    control: Control,
) -> NodeResult:
    """Too many bundles for lots, or a limit reached: some of them, and nothing that follows is proven."""
    made = _columns(instance, with_ruled_out(instance, some))
    assert made is not None  # everybody has the best bundles there are
    found = _solved(instance, made, replace(so_far, face=left.face_of(made)), wanted, control)
    if isinstance(found, Infeasible):
        # Among all bundles there may be something.
        return replace(found, proven=False, searched=True)
    if not isinstance(found, NodeOptimum):
        return found
    proven = len(so_far.goals)
    later = (replace(goal, bound=None, proven=False) for goal in found.goals[proven:])
    return replace(
        found,
        goals=(*found.goals[:proven], *later),
        certificates=so_far.certificates,
        narrowed=True,
    )


def _best_that_fit(instance: Instance, left: Remaining, limits: Limits) -> Bundles:
    """The best bundles of each type, and others until everybody fits.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    parameters, kinds = instance.parameters, np.arange(len(left.count))
    level = Cost(instance.accounts.level())
    beyond = np.full(len(kinds), OUT_OF_REACH)
    some = _promising(instance, left.offered, left.cost_limits, level, beyond, limits=limits)
    without = beyond.copy()
    without[some.kind] = -OUT_OF_REACH
    exact = pricing(
        left.offered, left.cost_limits, level, without, 1, limits=limits, parameters=parameters
    ).bundles
    some = joined(some, exact, none=len(left.low))
    for most in parameters.worst_levels:
        cost_limits = (*left.cost_limits, CostLimit(level, np.full(len(kinds), most)))
        most_columns = parameters.lots_each * len(kinds)
        more = enumeration(left.offered, kinds, cost_limits, most_columns, parameters)
        if more is None:
            break
        some = joined(some, more, none=len(left.low))
    control = Control(limits, parameters=parameters)
    while (duals := infeasibility_certificate(left.face(some), control)) is not None:
        reduced_cost = left.at_duals(level.times(0), duals)
        paid = beyond.copy()
        np.minimum.at(paid, some.kind, reduced_cost.of(some.kind, some.taken))
        cheaper = _promising(
            instance, left.offered, left.cost_limits, reduced_cost, paid, duals.scale, limits=limits
        )
        if not len(cheaper.kind):
            break
        some = joined(some, cheaper, none=len(left.low))
    return some

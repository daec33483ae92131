"""What goals and lots leave in, one allocation of it out, with the values that the goals have there."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import Goal, Refusal
from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.columns import Bundle, Columns
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.feasibility_oracle import FeasibilityOracle
from leernet.solve.allocation.goals import Sum
from leernet.solve.allocation.instance import Instance
from leernet.solve.allocation.lexicographic import CountedGoal, FixedGoals, Worst
from leernet.solve.allocation.node_result import Infeasible, NodeOptimum, NodeResult
from leernet.solve.allocation.serial_dictatorship import tie_breaker
from leernet.solve.allocation.tours import Tours


class Stage(Struct, frozen=True):
    """Where things are after a group.

    Attributes:
        held: goals, and what they leave.
        types: (N,) of the participants, by which that counts.
        oracle: with what lots gave, ``sets`` (N,) of it; none before the first lot.
        drawn: (N,) who had a turn.
        worth: (C,) of what the goals leave, for lots.
        tours: the choice of tours, once it is about these.
        hurried: whether time ran out and lots chose among the columns of one placing only.
    """

    held: FixedGoals
    types: Ints
    oracle: FeasibilityOracle | None = None
    sets: Ints | None = None
    drawn: Truths | None = None
    worth: Ints | None = None
    key: tuple[int, ...] = ()
    lots: tuple[tuple[Refusal, ...], ...] = ()
    tours: Tours | None = None
    hurried: bool = False


def placed(instance: Instance, made: Columns, state: Stage, control: Control) -> NodeResult:
    """One allocation of those that goals and lots leave, by a hash; minima kept if they can be."""
    running, oracle = instance.running, state.oracle
    assert oracle is not None  # there is always a first group
    assert state.sets is not None
    minimum = np.zeros(len(oracle.face.low), np.int64)
    minimum[: len(running.minimum)] = running.minimum
    cost = tie_breaker(instance.problem.seed, [*state.held.sessions], oracle.face.sessions)
    if not oracle.settle(cost, None, control.for_placing) and not oracle.is_whole:
        return Infeasible(state.held.certificates, proven=False)
    short = _furthest_below(oracle.loads(), minimum)
    if short is not None and oracle.settle(cost, minimum, control.for_placing):
        short = None
    bundle = oracle.handed_out(state.sets)
    none = len(running.sessions)
    sessions = tuple(tuple(at for at in pattern if at < none) for pattern in oracle.face.sessions.tolist())
    tours = None if state.tours is None else state.tours.taken(oracle.face, bundle)
    goals = tuple(_reached(instance, made, state, bundle, sessions))
    return NodeOptimum(
        key=state.key,
        goals=goals,
        certificates=state.held.certificates,
        bundle=bundle,
        sessions=sessions,
        tours=tours,
        short=short,
        searched=control.searched,
        lots=state.lots,
        hurried=state.hurried,
    )


def _furthest_below(load: Ints, minimum: Ints) -> int | None:
    """The session with the most people too few, among those with anybody."""
    lacking = np.where((load > 0) & (load < minimum), minimum - load, 0)
    return int(np.argmax(lacking)) if lacking.any() else None


def _reached(
    instance: Instance, made: Columns, state: Stage, bundle: Ints, sessions: tuple[Bundle, ...]
) -> list[Goal]:
    """The goals; those that there was no time for with the value that this allocation happens to reach."""
    goals = list(state.held.goals)
    for place, step in state.held.open:
        if isinstance(step, CountedGoal) and step.name.startswith("tours "):
            column = _choices_of(state, bundle)
        else:
            column = _columns_of(instance, made, bundle, sessions)
        reached = (
            int(step.level[column].max())
            if isinstance(step, Worst)
            else step.sign * int(_cost_of(step, made)[column].sum())
        )
        # Above 0 a worst level is proven by how many must be there, which was not counted.
        shown = reached == goals[place].bound and (not isinstance(step, Worst) or reached == 0)
        goals[place] = replace(goals[place], value=reached, proven=shown)
    return goals


def _cost_of(goal: Sum | CountedGoal, made: Columns) -> Ints:
    return goal.cost(made) if isinstance(goal, Sum) else goal.cost


def _choices_of(state: Stage, bundle: Ints) -> Ints:
    """(N,) the column of each participant's choice, tours included."""
    assert state.oracle is not None  # lots were drawn
    face = state.oracle.face
    in_order = np.lexsort([face.pattern, face.kind])
    keys = face.kind[in_order] * len(face.sessions) + face.pattern[in_order]
    column: Ints = face.column[in_order[np.searchsorted(keys, state.types * len(face.sessions) + bundle)]]
    return column


def _columns_of(instance: Instance, made: Columns, bundle: Ints, sessions: tuple[Bundle, ...]) -> Ints:
    """(N,) the column of each participant's bundle."""
    none = len(instance.running.sessions)
    number = {tuple(at for at in row if at < none): known for known, row in enumerate(made.sessions.tolist())}
    known = np.array([number[each] for each in sessions], np.int64)[bundle]
    # Columns of a kind are side by side, but not in order of bundle.
    in_order = np.lexsort([made.bundle, made.kind])
    keys = made.kind[in_order] * len(made.sessions) + made.bundle[in_order]
    column: Ints = in_order[np.searchsorted(keys, instance.everyone.of * len(made.sessions) + known)]
    return column

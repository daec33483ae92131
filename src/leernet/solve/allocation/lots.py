"""Goals fixed in, an allocation out: lots within them, the late, tours, and one of what is left."""

from collections.abc import Callable
from functools import partial

import numpy as np
from msgspec.structs import replace

from leernet.model.allocation import Refusal
from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bounds import Duals
from leernet.solve.allocation.bundles import first_of_each
from leernet.solve.allocation.classes import classes
from leernet.solve.allocation.columns import Columns
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.duals import infeasibility_certificate, model_of
from leernet.solve.allocation.feasibility_oracle import FeasibilityOracle
from leernet.solve.allocation.goals import steps
from leernet.solve.allocation.instance import Instance
from leernet.solve.allocation.lexicographic import FixedGoals, lexicographic_optimum
from leernet.solve.allocation.linear_programs import integer_optimum
from leernet.solve.allocation.minimum_numbers import decided
from leernet.solve.allocation.node_result import (
    GoalsReached,
    Infeasible,
    NodeOptimum,
    NodeResult,
    Pruned,
    Undecided,
)
from leernet.solve.allocation.optimal_face import Face, split
from leernet.solve.allocation.placing import Stage, placed
from leernet.solve.allocation.serial_dictatorship import Drawn, drawn_by_level, drawn_by_wish
from leernet.solve.allocation.tours import with_tours
from leernet.solve.limits import NO_LIMITS, OVER, LimitReachedError, Limits


def lots_after(
    instance: Instance, made: Columns, begun: FixedGoals, first: FixedGoals, control: Control
) -> NodeResult:
    """Lots of those who answered in time, goals and lots of the others in what is left, and then of tours.

    In whole people where parts lead nowhere.

    Args:
        first: the goals of those who answered in time, fixed.
    """
    if control.dives and first.face is not None:
        choice = decided(first.face, instance.running.minimum, control.for_lots, control.parameters)
        if choice.face is None:
            return Undecided(choice.closed, choice.lacking)
        first = replace(first, face=choice.face)
    found = _after_goals(instance, made, begun, first, control)
    if isinstance(found, Infeasible) and not found.proven and control.lots == "parts":
        found = _after_goals(instance, made, begun, first, replace(control, lots="whole"))
    if isinstance(found, NodeOptimum) and found.short is not None and instance.lean is None:
        return replace(found, reached=GoalsReached(made, begun, first))
    return found


def _after_goals(
    instance: Instance, made: Columns, begun: FixedGoals, first: FixedGoals, control: Control
) -> NodeResult:
    """Everything but the first goals, which are held already."""
    state = Stage(begun, instance.everyone.of)
    for group in instance.groups:
        state = _narrowed(state)
        goals = steps(instance.accounts, group)
        passed = _passed(
            state,
            first if group == "in time" else lexicographic_optimum(state.held, made, goals, control),
            lambda oracle, kinds, asked: _drawn(instance, made, oracle, kinds, asked),
            lambda face: _worth(instance, made, face),
            instance.waits == (group == "late"),
            control,
        )
        if not isinstance(passed, Stage):
            return passed
        state = passed
        # What comes after lots cannot be held against what came before them.
        control = replace(control, to_beat=None)
    if instance.problem.has_tours:
        toured = _toured(instance, made, state, control)
        if not isinstance(toured, Stage):
            return toured
        state = toured
    return placed(instance, made, state, control)


def _toured(instance: Instance, made: Columns, state: Stage, control: Control) -> Stage | Pruned | Infeasible:
    """Goals and lots of tours, in what those of workshops left."""
    state = _narrowed(state)
    before = state.held
    assert before.face is not None  # lots were drawn from it
    order = [instance.people[at] for at in instance.order.tolist()]
    tours = with_tours(instance.problem, instance.running, order, before.face, state.types)
    names = tuple(f"{instance.running.sessions[at].id}/tour" for at in tours.sessions.tolist())
    toured = replace(before, face=tours.face, sessions=(*before.sessions, *names))
    state = Stage(toured, tours.types, key=state.key, lots=state.lots, tours=tours)
    for group in instance.groups:
        state = _narrowed(state)
        passed = _passed(
            state,
            lexicographic_optimum(state.held, made, tours.steps(group, instance.problem.keep), control),
            lambda oracle, kinds, asked: drawn_by_level(
                oracle, kinds, asked, tours.missed[oracle.face.column]
            ),
            lambda face: tours.missed[face.column],
            instance.waits == (group == "late"),
            control,
        )
        if not isinstance(passed, Stage):
            return passed
        state = passed
    return state


def _narrowed(state: Stage) -> Stage:
    """What is left when everybody who had a turn keeps what is worth as much."""
    oracle, drawn = state.oracle, state.drawn
    if oracle is None or state.sets is None or drawn is None or state.worth is None:
        return state
    got = _got(oracle, state.types, state.sets, state.worth, ~drawn)
    smaller, kinds = split(oracle.face, state.types, got, state.worth)
    return replace(state, held=replace(state.held, face=smaller), types=kinds)


def _passed(
    state: Stage,
    reached: FixedGoals,
    draw: Callable[[FeasibilityOracle, Ints, Ints], Drawn | None],
    worth: Callable[[Face], Ints],
    asked: Truths,
    control: Control,
) -> Stage | Pruned | Infeasible:
    """Lots drawn for those who are asked, within the goals that are reached now."""
    before, face = state.held, reached.face
    if face is None:
        return Infeasible(reached.certificates, searched=control.searched)
    if control.is_beaten(reached.costs):
        return Pruned(reached.certificates, control.searched)
    hurried = (
        len(reached.open) > len(before.open)
        and np.diff(face.start).max(initial=0) > control.parameters.best_each
    )
    in_time = partial(_taken, face, draw, state.types, asked, control, control.for_lots)
    taking = OVER if hurried else control.in_time(in_time)
    if taking is OVER:
        hurried = True
        face = _placed_quickly(_fewest_that_fit(face, worth(face), control), worth, control)
        reached = replace(reached, face=face)
        taking = _taken(face, draw, state.types, asked, control, NO_LIMITS)
    if taking is None:
        return Infeasible(reached.certificates, proven=control.searched, searched=control.searched)
    oracle, result = taking
    # Goals that were held before bundles were made count as well.
    new = 0 if state.oracle is None else len(before.costs)
    refused = tuple(_refusal(turn, duals, reached.sessions) for turn, duals in oracle.refused)
    return replace(
        state,
        held=reached,
        oracle=oracle,
        sets=result.sets,
        drawn=asked if state.drawn is None else asked | state.drawn,
        worth=worth(face),
        key=(
            *state.key,
            *reached.costs[new:],
            *result.choices,
        ),
        lots=(*state.lots, refused),
        hurried=state.hurried or bool(hurried),
    )


def _taken(
    face: Face,
    draw: Callable[[FeasibilityOracle, Ints, Ints], Drawn | None],
    kinds: Ints,
    asked: Truths,
    control: Control,
    limits: Limits,
) -> tuple[FeasibilityOracle, Drawn] | None:
    """All turns taken; none when somebody can only be placed in parts."""
    oracle = FeasibilityOracle(face, control.lots, limits, control.parameters)
    if oracle.test() is not True:
        return None
    control.tell("lots")
    drawn = draw(oracle, kinds, np.flatnonzero(asked))
    return None if drawn is None else (oracle, drawn)


def _refusal(turn: int, duals: Duals | None, sessions: tuple[str, ...]) -> Refusal:
    return Refusal(turn) if duals is None else Refusal(turn, duals.named(sessions), duals.multipliers)


def _fewest_that_fit(face: Face, worth: Ints, control: Control) -> Face:
    """Out of time: of the columns of each kind those of the lowest worth, as many as fit everybody.

    Raises:
        LimitReachedError: when what is kept for this is over as well.
    """
    quick = replace(control, limits=control.for_placing)
    most = control.parameters.best_each
    while most < int(np.diff(face.start).max(initial=0)):
        few = np.zeros(len(face.column), np.bool_)
        few[first_of_each(face.kind, worth, most)] = True
        if infeasibility_certificate(face.only(few), quick) is None:
            return face.only(few)
        most *= 4
    return face


def _placed_quickly(face: Face, worth: Callable[[Face], Ints], control: Control) -> Face:
    """Over a limit: of these columns only those of one good placing of everybody, so that lots are quick.

    Raises:
        LimitReachedError: when none is found in what is kept for this.
    """
    found = _of_one_placing(face, worth, control) or _of_one_placing(_support(face, control), worth, control)
    if found is None:
        raise LimitReachedError
    return found


def _of_one_placing(face: Face, worth: Callable[[Face], Ints], control: Control) -> Face | None:
    values = worth(face)
    relative = values - np.repeat(face.smallest(values), np.diff(face.start))
    merged = classes(face, relative)
    found = integer_optimum(model_of(face, merged, relative), None, control.for_placing)
    if found is None:
        return None
    used = np.flatnonzero(found.people > 0.5)
    patterns = len(face.sessions)
    keys = merged.owner[used] * patterns + face.pattern[merged.column[used]]
    return face.only(np.isin(merged.of[face.kind] * patterns + face.pattern, keys))


def _support(face: Face, control: Control) -> Face:
    """The columns of one placing of everybody in parts of people: few, and nearly always enough."""
    oracle = FeasibilityOracle(face, "parts", control.for_placing, control.parameters)
    if oracle.works() is not True:
        return face
    patterns, entries = len(face.sessions), np.flatnonzero(oracle.held)
    sets = np.searchsorted(oracle.first, entries, side="right") - 1
    keys = sets * patterns + oracle.pattern[entries]
    return face.only(np.isin(oracle.set_of_type[face.kind] * patterns + face.pattern, keys))


def _worth(instance: Instance, made: Columns, face: Face) -> Ints:
    """(C,) a number for what a column is worth, the same for columns that lots do not tell apart."""
    if instance.problem.policy != "draft":
        return made.level[face.column]
    _unique, number = np.unique(_wishes(instance, made, face, 0), axis=0, return_inverse=True)
    return number.reshape(-1)


def _got(oracle: FeasibilityOracle, kinds: Ints, sets: Ints, worth: Ints, waits: Truths) -> list[int | None]:
    """What each participant got is worth; none for those who have not had a turn."""
    face = oracle.face
    known: dict[tuple[int, int], int] = {}

    def of(kind: int, number: int) -> int:
        first, last = face.start[kind], face.start[kind + 1]
        here = np.isin(face.pattern[first:last], oracle.patterns[number])
        return int(worth[first + np.flatnonzero(here)[0]])

    for pair in zip(kinds.tolist(), sets.tolist(), strict=True):
        if pair not in known:
            known[pair] = of(*pair)
    pairs = zip(kinds.tolist(), sets.tolist(), waits.tolist(), strict=True)
    return [None if late else known[kind, number] for kind, number, late in pairs]


def _drawn(
    instance: Instance, made: Columns, oracle: FeasibilityOracle, kinds: Ints, asked: Ints
) -> Drawn | None:
    face = oracle.face
    if instance.problem.policy != "draft":
        return drawn_by_level(oracle, kinds, asked, made.level[face.column])
    need = instance.everyone.types.need[made.kind[face.column]]
    wishes = _wishes(instance, made, face, need.max(initial=0))
    there = (wishes >= 0).sum(axis=1)
    # Missing places come after those that are there.
    missing = (np.arange(wishes.shape[1]) >= there[:, None]) & (np.arange(wishes.shape[1]) < need[:, None])
    return drawn_by_wish(oracle, kinds, asked, np.where(missing, made.wished.missing, wishes))


def _wishes(instance: Instance, made: Columns, face: Face, most: int) -> Ints:
    """(C, most) levels of the wishes of each column, the worst first, then -1."""
    none = len(instance.running.sessions)
    taken = face.sessions[face.pattern]
    wishes = made.wished.rank[made.kind[face.column][:, None], instance.running.workshop[taken]]
    levels = np.full((len(taken), max(most, taken.shape[1])), -1, np.int64)
    levels[:, : taken.shape[1]] = np.where(taken < none, wishes, -1)
    return -np.sort(-levels, axis=1)

"""The linear programs for HiGHS: classes, costs and limits in, people per column and dual values out."""

import math
from collections.abc import Sequence
from itertools import count
from typing import Any

import highspy
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.solve.allocation.arrays import Ints
from leernet.solve.limits import NO_LIMITS, OVER, LimitReachedError, Limits, in_time

Reals = NDArray[np.float64]

WHOLE_WITHIN = 1e-6
# Of the simplex, between two questions whether a search in whole people should end.
_ITERATIONS_A_QUESTION = 50


class Model(Struct, frozen=True):
    """Classes of people, each to be divided over its columns, within limits on loads.

    Attributes:
        count: (K,) people of each class; real where it stands for a sample.
        owner: (C,) class of each column, ascending.
        sessions: (C, most) sessions of each column, filled up with S.
        shares: (C, E) share in the goals kept as rows.
        cost: (C,).
        low: (S + E,) least load of sessions, then of the goals kept as rows.
        high: (S + E,) most load.
    """

    count: Reals | Ints
    owner: Ints
    sessions: Ints
    shares: Ints
    cost: Reals | Ints
    low: Reals
    high: Reals


class Elastic(Struct, frozen=True):
    """What it costs to leave the limits of a row: (S + E,) least and most dual it may get."""

    least: Reals
    most: Reals


class Solution(Struct, frozen=True):
    """An optimum.

    Attributes:
        people: (C,) people on each column.
        duals: (S + E,) duals of the rows; of an integer problem meaningless.
        cost: of the people on the columns.
        outside: how many people too many or too few, where the limits are elastic.
        optimal: whether the search ended, or ran out of time with something feasible.
    """

    people: Reals
    duals: Reals
    cost: float
    outside: float
    optimal: bool


class _Added(Struct):
    """Columns with one entry each, that loosen or tie a row."""

    row: list[int] = []
    value: list[float] = []
    cost: list[float] = []
    low: list[float] = []
    high: list[float] = []

    def add(self, row: int, value: float, cost: float, low: float, high: float) -> None:
        for entries, entry in zip(
            (self.row, self.value, self.cost, self.low, self.high),
            (row, value, cost, low, high),
            strict=True,
        ):
            entries.append(entry)  # type: ignore[attr-defined]


def linear_optimum(
    model: Model, elastic: Elastic | None = None, limits: Limits = NO_LIMITS
) -> Solution | None:
    """The optimum of the linear problem, with duals; none when nothing is feasible.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    low, high = model.low.astype(float), model.high.astype(float)
    added = _Added()
    if elastic is not None:
        low, high = _loosened(low, high, elastic, added)
    solution = _optimum(model, low, high, added, None, limits)
    if solution is not None and not solution.optimal:
        raise LimitReachedError
    return solution


def integer_optimum(model: Model, minimum: Ints | None = None, limits: Limits = NO_LIMITS) -> Solution | None:
    """A best division in whole people; none when there is none, or none was found in time.

    Args:
        minimum: (S,) where above 1, the session gets nobody or at least so many.
    """
    low, high = model.low.astype(float), model.high.astype(float)
    added = _Added()
    if minimum is not None:
        for session in np.flatnonzero(minimum > 1):
            most = float(high[session])
            if low[session] < 1 and most >= minimum[session]:
                # HiGHS takes half-open columns up to 100,000 only.
                scale = max(1.0, most / 10_000)
                added.add(int(session), -scale, 0.0, float(minimum[session]) / scale, most / scale)
                low[session] = high[session] = 0.0
            elif low[session] < 1:
                high[session] = 0.0
    whole = np.full(len(model.owner) + len(added.row), int(highspy.HighsVarType.kInteger), np.int64)
    whole[len(model.owner) :] = int(highspy.HighsVarType.kSemiContinuous)
    if not added.row:
        relaxed = in_time(lambda: _optimum(model, low, high, added, None, limits))
        if relaxed is OVER:
            return None
        if relaxed is None or is_whole(relaxed.people):
            return relaxed
    found = in_time(lambda: _optimum(model, low, high, added, whole, limits))
    return None if found is OVER else found


def feasible_choice(
    rows: Sequence[tuple[float, float, Sequence[tuple[int, float]]]], columns: int, most_nodes: int
) -> list[bool] | None:
    """Zeros and ones that keep all rows; none where there are none, or none were found in so many nodes.

    Args:
        rows: least, most, and the columns with their factors.
    """
    solver = _solver(NO_LIMITS)
    solver.setOptionValue("mip_max_nodes", most_nodes)
    start = np.cumsum([0, *(len(entries) for _low, _high, entries in rows)])
    index = np.array([column for _low, _high, entries in rows for column, _factor in entries], np.int32)
    value = np.array([factor for _low, _high, entries in rows for _column, factor in entries], float)
    solver.passModel(
        columns, len(rows), len(index),
        int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0,
        np.zeros(columns), np.zeros(columns), np.ones(columns),
        np.array([row[0] for row in rows], float), np.array([row[1] for row in rows], float),
        start[:-1].astype(np.int32), index, value, np.ones(columns, np.int32),
    )  # fmt: skip
    solver.run()
    if solver.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return None
    return [each > 0.5 for each in solver.getSolution().col_value]


def work_of(solver: highspy.Highs) -> float:
    """Units of work of the last run: simplex iterations, each as dear as the problem is large."""
    info = solver.getInfo()
    size = solver.getNumRow() + solver.getNumCol()
    iterations = max(info.simplex_iteration_count, 0) + 100 * max(info.ipm_iteration_count, 0)
    return 10_000.0 + size * (1 + iterations)


def is_whole(numbers: Reals) -> bool:
    """Whether all are whole, within what HiGHS is exact to."""
    return bool(np.all(np.abs(numbers - np.rint(numbers)) < WHOLE_WITHIN))


def _loosened(low: Reals, high: Reals, elastic: Elastic, added: _Added) -> tuple[Reals, Reals]:
    """A dual that may not fall below a positive one means the row is full, if need be with nobody."""
    full, least = elastic.least > 0, elastic.most < 0
    low, high = np.where(full, high, low), np.where(least, low, high)
    for row, (cheap, dear) in enumerate(zip(elastic.least, elastic.most, strict=True)):
        # A row that may be empty cannot have too few, unless its dual makes it full.
        if np.isfinite(low[row]) and (low[row] > 0 or full[row]):
            added.add(row, 1.0, -cheap, 0.0, np.inf)
        added.add(row, -1.0, dear, 0.0, np.inf)
    return low, high


def _optimum(
    model: Model, low: Reals, high: Reals, added: _Added, whole: Ints | None, limits: Limits
) -> Solution | None:
    people, classes, rows = len(model.owner), len(model.count), len(model.count) + len(low)
    if people + len(added.row) == 0:
        fits = bool(np.all(low <= 0) and np.all(high >= 0))
        return Solution(np.zeros(0), np.zeros(len(low)), 0.0, 0.0, True) if fits else None
    start, index, value = _matrix(model, added)
    column_low = np.concatenate([np.zeros(people), added.low])
    column_high = np.concatenate([np.full(people, np.inf), added.high])
    kinds = np.zeros(len(column_low), np.int64) if whole is None else whole
    solver = _solver(limits)
    solver.passModel(
        len(column_low), rows, len(index),
        int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0,
        np.concatenate([model.cost, added.cost]).astype(float), column_low, column_high,
        np.concatenate([model.count, low]).astype(float), np.concatenate([model.count, high]).astype(float),
        start.astype(np.int32), index.astype(np.int32), value, kinds.astype(np.int32),
    )  # fmt: skip
    solver.setOptionValue("simplex_iteration_limit", 10_000 + 20 * (len(column_low) + rows))
    if whole is not None and not math.isinf(limits.work.left):
        _stop_after(solver, int(limits.work.left / (_ITERATIONS_A_QUESTION * (len(column_low) + rows))))
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kIterationLimit:
        _be_careful(solver)
        solver.run()
    limits.spend(work_of(solver))
    return _read(solver, model, classes)


def _stop_after(solver: highspy.Highs, questions: int) -> None:
    """End a search after so many questions whether it should end, which are the same on every machine."""
    asked = count()

    def interrupt(event: Any) -> None:
        event.data_in.user_interrupt = next(asked) >= questions

    solver.cbMipInterrupt.subscribe(interrupt)


def _matrix(model: Model, added: _Added) -> tuple[Ints, Ints, Reals]:
    """Start, row and value of the entries, column by column: class, sessions, goals kept as rows."""
    classes, sessions = len(model.count), len(model.low) - model.shares.shape[1]
    goals = np.arange(model.shares.shape[1]) + classes + sessions
    rows = np.column_stack(
        [model.owner, model.sessions + classes, np.broadcast_to(goals, model.shares.shape)]
    )
    values = np.column_stack([np.ones((len(model.owner), 1 + model.sessions.shape[1])), model.shares])
    there = values != 0
    there[:, 1 : 1 + model.sessions.shape[1]] = model.sessions < sessions
    ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    start = np.concatenate([ends[:-1], ends[-1] + np.arange(len(added.row))])
    index = np.concatenate([rows[there], np.array(added.row, np.int64) + classes])
    return start, index, np.concatenate([values[there], added.value])


def _solver(limits: Limits) -> highspy.Highs:
    limits.check()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        # Dantzig pricing: the default steepest edge is up to fifty times slower on these problems.
        ("simplex_strategy", 1),
        ("simplex_dual_edge_weight_strategy", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.99),
    ):
        solver.setOptionValue(option, setting)
    solver.setOptionValue("time_limit", limits.seconds_left)
    return solver


def careful_solver() -> highspy.Highs:
    """A solver for problems that are changed and solved again, many times."""
    solver = _solver(NO_LIMITS)
    _be_careful(solver)
    return solver


def _be_careful(solver: highspy.Highs) -> None:
    """Dantzig pricing can go round in circles: begin again with devex, which does not here."""
    solver.clearSolver()
    solver.setOptionValue("simplex_iteration_limit", int(highspy.kHighsIInf))
    solver.setOptionValue("simplex_dual_edge_weight_strategy", 1)


def _read(solver: highspy.Highs, model: Model, classes: int) -> Solution | None:
    status, people = solver.getModelStatus(), len(model.owner)
    optimal = status == highspy.HighsModelStatus.kOptimal
    feasible = solver.getInfo().primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    stopped = status in (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)
    if stopped and not feasible:
        raise LimitReachedError
    if not (optimal or stopped):
        return None
    found = solver.getSolution()
    values = np.array(found.col_value)
    # HiGHS gives the change of the objective per unit of load allowed; a dual is what a unit of load pays.
    duals = -np.array(found.row_dual)[classes:]
    cost = float(values[:people] @ model.cost)
    return Solution(values[:people], duals, cost, float(values[people:].sum()), optimal)

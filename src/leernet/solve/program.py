"""An integer program in; its best solution and bound, and whether it is proven optimal, out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import highspy
import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from leernet.solve.limits import NO_LIMITS, Limits

# Every cost is a whole number, so a bound above the next one below proves the value; this much is rounding.
_ROUNDING = 1e-6
# A node of the search is taken to cost so many simplex iterations on each row.
_ITERATIONS_A_NODE = 10


class Outcome(Struct, frozen=True, eq=False):
    """What the solver found.

    Attributes:
        values: one per column; empty when nothing was found.
        value: cost of the solution, a whole number where all columns are.
        bound: no solution costs less.
        proven: whether value and bound are the same.
        impossible: whether it is certain that there is no solution.
        prices: what a row would save if its upper limit were one more; of linear programs only.
    """

    values: NDArray[np.float64]
    value: float
    bound: float
    proven: bool
    impossible: bool
    prices: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def chosen(self, column: int) -> bool:
        """Whether a column of 0 or 1 is 1."""
        return bool(self.values[column] > 0.5)


class Program:
    """An integer program while it is written down, column by column and row by row."""

    def __init__(self) -> None:
        self.costs: list[int] = []
        self.lowers: list[float] = []
        self.uppers: list[float] = []
        self.whole: list[bool] = []
        self.row_lowers: list[float] = []
        self.row_uppers: list[float] = []
        self.starts: list[int] = [0]
        self.indices: list[int] = []
        self.values: list[float] = []

    def copy(self) -> Program:
        """The same program, to try rows that may leave no solution."""
        other = Program()
        for name, values in vars(self).items():
            setattr(other, name, list(values))
        return other

    def part(self, kept: Sequence[int], absent: Sequence[int]) -> Program:
        """Some of the columns, without costs, and the rows that ask something of them alone.

        Args:
            kept: the columns.
            absent: these are 0; rows with any other column are left out.
        """
        place = np.full(len(self.costs), -2)
        place[absent], place[kept] = -1, np.arange(len(kept))
        lengths = np.diff(self.starts)
        rows, places = np.repeat(np.arange(len(lengths)), lengths), place[self.indices]
        asks = np.bincount(rows[places >= 0], minlength=len(lengths)) > 0
        asks[rows[places == -2]] = False
        there = (places >= 0) & asks[rows]
        other = Program()
        other.costs = [0] * len(kept)
        for name in ("lowers", "uppers", "whole"):
            setattr(other, name, [getattr(self, name)[column] for column in kept])
        other.row_lowers = np.array(self.row_lowers)[asks].tolist()
        other.row_uppers = np.array(self.row_uppers)[asks].tolist()
        ends = np.cumsum(np.bincount(rows[there], minlength=len(lengths))[asks])
        other.starts = [0, *ends.tolist()]
        other.indices, other.values = places[there].tolist(), np.array(self.values)[there].tolist()
        return other

    @property
    def rows(self) -> int:
        """How many rows there are: the number of the next."""
        return len(self.row_lowers)

    def choice(self, cost: int = 0) -> int:
        """A column that is 0 or 1; its number."""
        return self.column(cost, 0, 1, whole=True)

    def column(self, cost: int, lower: float, upper: float = math.inf, *, whole: bool = False) -> int:
        """A column; its number."""
        self.costs.append(cost)
        self.lowers.append(lower)
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, lower: float, upper: float, coefficients: Mapping[int, float]) -> None:
        """A sum of columns between two limits."""
        self.row_lowers.append(lower)
        self.row_uppers.append(upper)
        self.indices += coefficients
        self.values += coefficients.values()
        self.starts.append(len(self.indices))

    def solved(
        self,
        *,
        costs: NDArray[np.int64] | None = None,
        start: NDArray[np.float64] | None = None,
        relaxed_gap: float = 0.0,
        whole: bool = True,
        limits: Limits = NO_LIMITS,
    ) -> Outcome:
        """The best solution.

        Args:
            costs: other costs than those of the columns.
            start: a solution to begin from.
            relaxed_gap: stop at this share above the bound; nothing is then proven unless they meet.
            whole: columns are whole where they ask it; otherwise only the bound means anything.
            limits: what ends it with the best so far.
        """
        if not self.costs:
            return self._empty()
        highs = _quiet_solver()
        highs.setOptionValue("mip_rel_gap", relaxed_gap)
        highs.setOptionValue("mip_abs_gap", 1 - _ROUNDING)
        if not math.isinf(limits.seconds_left):
            highs.setOptionValue("time_limit", max(limits.seconds_left, 0.01))
        if not math.isinf(limits.work.left):
            nodes = limits.work.left / (_ITERATIONS_A_NODE * max(1, len(self.row_lowers)))
            highs.setOptionValue("mip_max_nodes", max(1, int(nodes)))
        if not whole:
            # Dantzig's rule: steepest edges take fifty times as long on programs with a row for each chain.
            highs.setOptionValue("simplex_strategy", 1)
            highs.setOptionValue("simplex_dual_edge_weight_strategy", 0)
        highs.passModel(self._model(costs, whole=whole))
        if start is not None:
            given = highspy.HighsSolution()
            given.col_value = list(start)
            highs.setSolution(given)
        if limits.interrupted is not None:

            def interrupt(event: Any) -> None:
                event.data_in.user_interrupt = limits.over

            highs.cbMipInterrupt.subscribe(interrupt)
        highs.run()
        return _outcome(highs, whole=whole and any(self.whole))

    def _empty(self) -> Outcome:
        """Without a column every row is 0: the solver has no opinion about such a model."""
        fits = all(lower <= 0 <= upper for lower, upper in zip(self.row_lowers, self.row_uppers, strict=True))
        value = 0.0 if fits else math.inf
        return Outcome(np.zeros(0), value, value, proven=True, impossible=not fits)

    def _model(self, costs: NDArray[np.int64] | None, *, whole: bool) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self.row_lowers)
        model.col_cost_ = np.array(self.costs if costs is None else costs, np.float64)
        model.col_lower_ = np.array(self.lowers, np.float64)
        model.col_upper_ = np.array(self.uppers, np.float64)
        model.row_lower_ = np.array(self.row_lowers, np.float64)
        model.row_upper_ = np.array(self.row_uppers, np.float64)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self.starts, np.int32)
        model.a_matrix_.index_ = np.array(self.indices, np.int32)
        model.a_matrix_.value_ = np.array(self.values, np.float64)
        if whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[asked] for asked in self.whole]
        return model


def _quiet_solver() -> highspy.Highs:
    highs: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    # One thread and a fixed seed: ties would otherwise follow the timing of threads.
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    return highs


def _outcome(highs: highspy.Highs, *, whole: bool) -> Outcome:
    status, info = highs.getModelStatus(), highs.getInfo()
    nothing = np.zeros(0)
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Outcome(nothing, math.inf, math.inf, proven=True, impossible=True)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    optimal = status == highspy.HighsModelStatus.kOptimal
    # The value of a linear program that was stopped says nothing yet.
    bound = info.mip_dual_bound if whole else info.objective_function_value if optimal else -math.inf
    if not found:
        return Outcome(nothing, math.inf, bound, proven=False, impossible=False)
    value = info.objective_function_value
    proven = optimal and (not whole or value - bound < 1 - _ROUNDING / 2)
    solution = highs.getSolution()
    prices = np.zeros(0) if whole else -np.array(solution.row_dual)
    return Outcome(np.array(solution.col_value), value, bound, proven, impossible=False, prices=prices)

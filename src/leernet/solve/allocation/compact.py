"""What is left and a cost in, duals out that are the best for people in parts; no bundle is made for it.

An agent type's people are divided over sessions instead of over bundles. That is no looser: what a person can
have is a matching of moments and workshops, and the corners of these are whole.

Source: Hoffman & Kruskal (1956), doi:10.1007/978-3-540-68279-0_3.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from leernet.solve.allocation.arrays import Ints
from leernet.solve.allocation.bundles import LinearCost, Offer
from leernet.solve.allocation.linear_programs import Reals, solved
from leernet.solve.limits import Limits


@dataclass(slots=True)
class _Rows:
    """Rows of a linear problem, as they are added."""

    low: list[Reals] = field(default_factory=list)
    high: list[Reals] = field(default_factory=list)
    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    value: list[Reals] = field(default_factory=list)
    count: int = 0

    def add(
        self, row: Ints, column: Ints, value: Ints | Reals, low: Reals | Ints, high: Reals | Ints
    ) -> None:
        """Rows with their limits; ``row`` counts from the first of these."""
        self.row.append(row + self.count)
        self.column.append(column)
        self.value.append(value.astype(float))
        self.low.append(low.astype(float))
        self.high.append(high.astype(float))
        self.count += len(low)


def compact_optimum(
    offered: Offer,
    count: Ints,
    objective: LinearCost,
    cost_limits: tuple[tuple[LinearCost, Ints], ...],
    rows: tuple[tuple[LinearCost, int], ...],
    low: Ints,
    high: Ints,
    limits: Limits,
) -> tuple[float, Reals] | None:
    """The least cost of everybody in parts of people, and (S + rows,) duals; none when nothing fits.

    Args:
        cost_limits: linear costs with (T,) the most that each of a kind may cost, on average.
        rows: linear costs with the most that all may cost together.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    kind, session = np.nonzero(offered.may)
    problem = _formulation(offered, count, cost_limits, rows, low, high)
    optimum = solved(
        objective.session[kind, session].astype(float),
        np.concatenate(problem.low),
        np.concatenate(problem.high),
        np.concatenate(problem.row),
        np.concatenate(problem.column),
        np.concatenate(problem.value),
        limits,
    )
    if optimum is None:
        return None
    cost, duals = optimum
    base = int((count * _of_placed(objective, offered)).sum())
    return cost + base, duals[: len(low) + len(rows)]


def _formulation(
    offered: Offer,
    count: Ints,
    cost_limits: tuple[tuple[LinearCost, Ints], ...],
    rows: tuple[tuple[LinearCost, int], ...],
    low: Ints,
    high: Ints,
) -> _Rows:
    """Loads of sessions, then goals kept as rows, then what a kind may have: places, costs, one of a sort."""
    kind, session = np.nonzero(offered.may)
    columns, problem = np.arange(len(kind)), _Rows()
    one = np.ones(len(columns))
    load = _placed_load(offered, count)
    problem.add(session, columns, one, low - load, high - load)
    for linear, limit in rows:
        spent = int((count * _of_placed(linear, offered)).sum())
        each = linear.session[kind, session]
        problem.add(np.zeros_like(columns), columns, each, np.array([-np.inf]), np.array([limit - spent]))
    never = np.full(len(count), -np.inf)
    pins = np.count_nonzero(offered.placed < len(offered.moment), axis=1)
    problem.add(kind, columns, one, never, count * (offered.need - pins))
    for linear, most in cost_limits:
        problem.add(
            kind, columns, linear.session[kind, session], never, count * (most - _of_placed(linear, offered))
        )
    for group in (offered.moment, offered.workshop[:-1]):
        groups = int(group.max(initial=-1)) + 1
        high_each = np.repeat(count, groups)
        problem.add(kind * groups + group[session], columns, one, np.full(len(high_each), -np.inf), high_each)
    return problem


def _of_placed(linear: LinearCost, offered: Offer) -> Ints:
    """(T,) what placements by hand alone cost."""
    kinds = np.arange(len(offered.need))
    return linear.of(kinds, offered.placed)


def _placed_load(offered: Offer, count: Ints) -> Ints:
    load = np.zeros(len(offered.moment) + 1, np.int64)
    np.add.at(load, offered.placed, count[:, None])
    return load[:-1]

"""An optimal face and a cost in; dual values that prove the least cost, or that the face is empty, out.

Source: Marsten, Hogan & Blankenship (1975), doi:10.1287/opre.23.3.389, for the box that moves and grows.
"""

from fractions import Fraction
from math import lcm
from typing import Protocol

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bounds import Bound, Duals, bound, exact_sum, no_duals
from leernet.solve.allocation.bundles import first_of_each
from leernet.solve.allocation.classes import Classes, classes
from leernet.solve.allocation.control import Control
from leernet.solve.allocation.linear_programs import Elastic, Model, Reals, Solution, linear_optimum
from leernet.solve.allocation.optimal_face import Face
from leernet.solve.allocation.parameters import Parameters
from leernet.solve.allocation.restricted_master import master_of_everybody


class DualOptimum(Struct, frozen=True):
    """Duals and what they prove; ``fits`` is false when they prove that nothing fits the face at all."""

    duals: Duals
    proof: Bound
    fits: bool


def model_of(face: Face, merged: Classes, cost: Ints | Reals) -> Model:
    """The problem of dividing these classes over their columns; ``cost`` is that of the face's columns."""
    pattern = face.pattern[merged.column]
    return Model(
        merged.count,
        merged.owner,
        face.sessions[pattern],
        face.shares[pattern],
        cost[merged.column],
        np.concatenate([face.low, np.full(len(face.limits), -np.inf)]),
        np.concatenate([face.high, face.limits]).astype(float),
    )


def optimal_duals(face: Face, cost: Ints, control: Control) -> DualOptimum:
    """Duals that prove the least cost on the face, up to rounding up.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    merged = classes(face, cost)
    if len(merged.count) > control.parameters.many_classes:
        duals = _sampled(face, merged, cost, control)
    elif len(merged.column) > control.parameters.many_columns:
        duals = no_duals(len(face.low), len(face.limits))
    else:
        solution = linear_optimum(model_of(face, merged, cost), limits=control.limits)
        if solution is None:
            return _infeasible(face, control)
        duals = rationalized(solution.duals, face.low, control.parameters)
        return DualOptimum(duals, bound(face, cost, duals), fits=True)
    best = refined(_Made(face, cost, duals, control.parameters), duals, control)
    if not best.fits:
        return DualOptimum(best.duals, bound(face, np.zeros_like(cost), best.duals), fits=False)
    return DualOptimum(best.duals, bound(face, cost, best.duals), fits=True)


def infeasibility_certificate(face: Face, control: Control) -> Duals | None:
    """Duals that prove that nothing fits the face; none when something seems to.

    With many classes a sample of them is asked, which may miss such duals.
    """
    parameters = control.parameters
    free = np.zeros(len(face.column), np.int64)
    merged = classes(face, free)
    if len(merged.count) > parameters.many_classes:
        sample = _sample(face, merged, free, parameters.many_classes)
        solution = linear_optimum(sample, box(face, 1.0), control.limits)
        assert solution is not None  # elastic limits always hold
        real = solution.duals
    else:
        real = _outside(face, merged, control)
    duals = rationalized(real, face.low, parameters)
    return duals if bound(face, free, duals).scaled > 0 else None


def _outside(face: Face, merged: Classes, control: Control) -> Reals:
    """Duals of the division that leaves limits as little as can be; columns come as duals ask for them."""
    if len(merged.column) <= control.parameters.many_columns:
        free = np.zeros(len(face.column), np.int64)
        solution = linear_optimum(model_of(face, merged, free), box(face, 1.0), control.limits)
        assert solution is not None  # elastic limits always hold
        return solution.duals
    return master_of_everybody(face, face.low, face.high, control.parameters).optimum(control.limits).duals


def rationalized(duals: Reals, low: Ints, parameters: Parameters) -> Duals:
    """Duals as whole numbers over a common scale, exact where they are simple fractions.

    Args:
        low: (S,) least load of each session. That one may stay empty has no dual: nothing below zero.
    """
    sessions = len(low)
    least = np.concatenate([np.where(low > 0, -np.inf, 0), np.full(len(duals) - sessions, -np.inf)])
    duals = np.maximum(duals, least)
    fractions = [Fraction(float(price)).limit_denominator(parameters.largest_denominator) for price in duals]
    scale = lcm(*(fraction.denominator for fraction in fractions)) if fractions else 1
    near = all(abs(float(fraction) - price) < 2e-6 for fraction, price in zip(fractions, duals, strict=True))
    if scale > parameters.largest_scale or not near:
        scale = parameters.largest_scale
        whole = np.rint(duals * scale).astype(np.int64)
    else:
        whole = np.array([int(fraction * scale) for fraction in fractions], np.int64)
    # A goal kept as a row has a most and no least: a negative dual is numerical noise.
    return Duals(whole[:sessions], np.maximum(whole[sessions:], 0), scale)


def _infeasible(face: Face, control: Control) -> DualOptimum:
    """Duals at which everything together pays for more than there is: the proof that nothing fits."""
    free = np.zeros(len(face.column), np.int64)
    merged = classes(face, free)
    solution = linear_optimum(model_of(face, merged, free), box(face, 1.0), control.limits)
    assert solution is not None  # elastic limits always hold
    duals = rationalized(solution.duals, face.low, control.parameters)
    return DualOptimum(duals, bound(face, free, duals), fits=False)


def box(face: Face, most: float) -> Elastic:
    """Limits that may be left, at no more than ``most`` for each place."""
    rows = len(face.low) + len(face.limits)
    least = np.full(rows, -most)
    # A session that may stay empty never needs a dual below zero; neither does a goal kept as a row.
    least[: len(face.low)][face.low == 0] = 0
    least[len(face.low) :] = 0
    return Elastic(least, np.full(rows, most))


def _sample(face: Face, merged: Classes, cost: Ints, many: int) -> Model:
    """The problem of all classes, with evenly picked ones standing for the rest where there is a choice."""
    sizes = np.diff(merged.start)
    settled = model_of(face, merged.chosen(np.flatnonzero(sizes == 1)), cost)
    open_ = np.flatnonzero(sizes > 1)
    total = int(merged.count[open_].sum())
    step = total / many
    points = (np.arange(many) + 0.5) * step
    picked, times = np.unique(np.searchsorted(np.cumsum(merged.count[open_]), points), return_counts=True)
    if len(open_) > many:
        chosen, weight = merged.chosen(open_[picked]), (times * step).astype(float)
    else:
        chosen, weight = merged.chosen(open_), merged.count[open_].astype(float)
    load = _loads(settled, settled.count[settled.owner])
    model = model_of(face, chosen, cost)
    return replace(model, count=weight, low=model.low - load, high=model.high - load)


def _loads(model: Model, people: Reals | Ints) -> Reals:
    """(S + E,) what people on the columns add up to."""
    sessions = len(model.low) - model.shares.shape[1]
    load = np.zeros(sessions + 1)
    for slot in range(model.sessions.shape[1]):
        load += np.bincount(model.sessions[:, slot], weights=people, minlength=sessions + 1)
    return np.concatenate([load[:-1], people @ model.shares])


def _sampled(face: Face, merged: Classes, cost: Ints, control: Control) -> Duals:
    spread = int(cost.max() - cost.min())
    sample = _sample(face, merged, cost, control.parameters.many_classes)
    solution = linear_optimum(
        sample,
        box(face, 6.0 * max(spread, 1)),
        control.limits,
    )
    assert solution is not None  # elastic limits always hold
    return rationalized(solution.duals, face.low, control.parameters)


class ColumnSource(Protocol):
    """Columns, of which a few are known at first and more as duals ask for them.

    Attributes:
        dearest: no allocation costs more.
    """

    dearest: int

    def known(self) -> tuple[Face, Ints]:
        """The columns known so far and what they cost; every kind has one."""
        ...

    def asked(self, duals: Duals) -> tuple[int, bool]:
        """What these duals prove over all columns, scaled; whether cheaper ones than known were found."""
        ...


class BestDuals(Struct, frozen=True):
    """The best duals; ``fits`` is false when, with all costs 0, they prove that nothing fits."""

    duals: Duals
    fits: bool


def refined(source: ColumnSource, duals: Duals, control: Control, reached: int | None = None) -> BestDuals:
    """The best duals over all columns: in a box that moves and grows, while cheaper columns are found.

    They are when the problem over the known columns is feasible without leaving a limit, and nothing cheaper
    is found or it costs no more than what is proven.

    Args:
        reached: what is known to be possible; none: nothing is.
    """
    proven, _ = source.asked(duals)
    width = 1.0
    while -(-proven // duals.scale) <= source.dearest:
        if reached is not None and -(-proven // duals.scale) >= reached:
            return BestDuals(duals, fits=True)
        face, cost = source.known()
        solution = _in_box(face, cost, duals, width, control)
        tried = rationalized(solution.duals, face.low, control.parameters)
        scaled, news = source.asked(tried)
        settled = solution.outside < 1e-6
        if settled and not news:
            return BestDuals(tried, fits=True)
        if scaled * duals.scale > proven * tried.scale:
            duals, proven = tried, scaled
        elif not news:
            width *= 2
        if settled and solution.cost <= proven / duals.scale + 1e-6:
            return BestDuals(duals, fits=True)
    return BestDuals(duals, fits=False)


class _Made:
    """Columns of a face; those are known that were among the cheapest of their kind at some duals."""

    def __init__(self, face: Face, cost: Ints, duals: Duals, parameters: Parameters) -> None:
        self.face = face
        self.cost = cost
        self.columns_each = parameters.columns_each
        self.dearest = exact_sum(-face.count * face.smallest(-cost))
        self.active = np.zeros(len(face.column), np.bool_)
        self._add(bound(face, cost, duals).reduced, np.ones(len(face.column), np.bool_))

    def known(self) -> tuple[Face, Ints]:
        return self.face.only(self.active), self.cost[self.active]

    def asked(self, duals: Duals) -> tuple[int, bool]:
        proof = bound(self.face, self.cost, duals)
        far = np.iinfo(np.int64).max
        known = self.face.smallest(np.where(self.active, proof.reduced, far))
        beaten = np.repeat(known > 0, np.diff(self.face.start))
        self._add(proof.reduced, beaten & ~self.active)
        return proof.scaled, bool(beaten.any())

    def _add(self, reduced: Ints, among: Truths) -> None:
        # With dearer ones, too, kinds would differ in what is known of them, and fewer be of one class.
        candidates = np.flatnonzero(among & (reduced <= 0))
        kind = self.face.kind[candidates]
        self.active[candidates[first_of_each(kind, reduced[candidates], self.columns_each)]] = True


def _in_box(face: Face, cost: Ints, duals: Duals, width: float, control: Control) -> Solution:
    """The optimum when duals may be no further than ``width`` from these."""
    now = np.concatenate([duals.sessions, duals.rows]) / duals.scale
    limits = box(face, np.inf)
    around = Elastic(np.maximum(now - width, limits.least), now + width)
    # Agent types of one class may differ in their smallest cost.
    smallest = face.smallest(cost)
    relative = cost - np.repeat(smallest, np.diff(face.start))
    solution = linear_optimum(model_of(face, classes(face, relative), relative), around, control.limits)
    assert solution is not None  # elastic limits always hold
    return replace(solution, cost=solution.cost + exact_sum(face.count * smallest))

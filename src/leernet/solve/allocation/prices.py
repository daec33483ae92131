"""A face and a cost in, prices out that prove the least cost, or the news that nothing fits the face."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from leernet.solve.allocation.bounds import Bound, Prices, bound
from leernet.solve.allocation.classes import Classes, classes
from leernet.solve.allocation.face import Face
from leernet.solve.allocation.kinds import Ints
from leernet.solve.allocation.linear import Elastic, Model, Reals, Solution, linear_optimum

# More classes than this are sampled first; the sample's prices are then made exact on all of them.
MANY_CLASSES = 1200
LARGEST_DENOMINATOR = 1000
LARGEST_SCALE = 1 << 20


@dataclass(frozen=True, slots=True)
class Priced:
    """Prices and what they prove; ``fits`` is false when they prove that nothing fits the face at all."""

    prices: Prices
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


def best_prices(face: Face, cost: Ints) -> Priced:
    """Prices that prove the least cost on the face, up to rounding up."""
    merged = classes(face, cost)
    if len(merged.count) > MANY_CLASSES:
        return _refined(face, cost, _sampled(face, merged, cost))
    solution = linear_optimum(model_of(face, merged, cost))
    if solution is None:
        return _nothing_fits(face)
    prices = snapped(solution.prices, len(face.low))
    return Priced(prices, bound(face, cost, prices), fits=True)


def fits(face: Face) -> bool:
    """Whether something seems to fit the face; with many classes a sample is asked, which may be wrong."""
    free = np.zeros(len(face.column), np.int64)
    merged = classes(face, free)
    if len(merged.count) <= MANY_CLASSES:
        return linear_optimum(model_of(face, merged, free)) is not None
    solution = linear_optimum(_sample(face, merged, free), box(face, 1.0))
    return solution is not None and solution.outside < 1e-6


def snapped(prices: Reals, sessions: int) -> Prices:
    """Prices as whole numbers over a common scale, exact where they are simple fractions."""
    fractions = [Fraction(float(price)).limit_denominator(LARGEST_DENOMINATOR) for price in prices]
    scale = lcm(*(fraction.denominator for fraction in fractions)) if fractions else 1
    near = all(abs(float(fraction) - price) < 2e-6 for fraction, price in zip(fractions, prices, strict=True))
    if scale > LARGEST_SCALE or not near:
        scale = LARGEST_SCALE
        whole = np.rint(prices * scale).astype(np.int64)
    else:
        whole = np.array([int(fraction * scale) for fraction in fractions], np.int64)
    # A goal kept as a row has a most and no least: a negative price is numerical noise.
    return Prices(whole[:sessions], np.maximum(whole[sessions:], 0), scale)


def _nothing_fits(face: Face) -> Priced:
    """Prices at which everything together pays for more than there is: the proof that nothing fits."""
    free = np.zeros(len(face.column), np.int64)
    merged = classes(face, free)
    solution = linear_optimum(model_of(face, merged, free), box(face, 1.0))
    assert solution is not None  # elastic limits always hold
    prices = snapped(solution.prices, len(face.low))
    return Priced(prices, bound(face, free, prices), fits=False)


def box(face: Face, most: float) -> Elastic:
    """Limits that may be left, at no more than ``most`` for each place."""
    rows = len(face.low) + len(face.limits)
    least = np.full(rows, -most)
    # A session that may stay empty never needs a price below zero; neither does a goal kept as a row.
    least[: len(face.low)][face.low == 0] = 0
    least[len(face.low) :] = 0
    return Elastic(least, np.full(rows, most))


def _sample(face: Face, merged: Classes, cost: Ints) -> Model:
    """The problem of all classes, with evenly picked ones standing for the rest where there is a choice."""
    sizes = np.diff(merged.start)
    settled = model_of(face, merged.chosen(np.flatnonzero(sizes == 1)), cost)
    open_ = np.flatnonzero(sizes > 1)
    total = int(merged.count[open_].sum())
    step = total / MANY_CLASSES
    points = (np.arange(MANY_CLASSES) + 0.5) * step
    picked, times = np.unique(np.searchsorted(np.cumsum(merged.count[open_]), points), return_counts=True)
    if len(open_) > MANY_CLASSES:
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


def _sampled(face: Face, merged: Classes, cost: Ints) -> Prices:
    spread = int(cost.max() - cost.min())
    solution = linear_optimum(_sample(face, merged, cost), box(face, 6.0 * max(spread, 1)))
    assert solution is not None  # elastic limits always hold
    return snapped(solution.prices, len(face.low))


def _refined(face: Face, cost: Ints, prices: Prices) -> Priced:
    """The best prices over all kinds, from nearly good ones: in a box that moves and grows, column by column.

    Only columns that are the cheapest of their kind at some prices met so far take part; at the best prices
    the problem over these columns is feasible without leaving any limit, which is the test.
    """
    proof = bound(face, cost, prices)
    active = proof.reduced <= 0
    width, dearest = 1.0, int((face.count * -face.smallest(-cost)).sum())
    while proof.least <= dearest:
        within = face.only(active)
        solution = _in_box(within, cost[active], prices, width)
        tried = snapped(solution.prices, len(face.low))
        tried_proof = bound(face, cost, tried)
        if solution.outside < 1e-6 and not (cheapest := tried_proof.reduced <= 0)[~active].any():
            return Priced(tried, tried_proof, fits=True)
        cheapest = tried_proof.reduced <= 0
        settled = not cheapest[~active].any()
        active |= cheapest
        if tried_proof.scaled * prices.scale > proof.scaled * tried.scale:
            prices, proof = tried, tried_proof
        elif settled:
            width *= 2
    free = np.zeros(len(face.column), np.int64)
    return Priced(prices, bound(face, free, prices), fits=False)


def _in_box(face: Face, cost: Ints, prices: Prices, width: float) -> Solution:
    now = np.concatenate([prices.sessions, prices.rows]) / prices.scale
    limits = box(face, np.inf)
    around = Elastic(np.maximum(now - width, limits.least), now + width)
    solution = linear_optimum(model_of(face, classes(face, cost), cost), around)
    assert solution is not None  # elastic limits always hold
    return solution

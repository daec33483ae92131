"""The cheapest bundles, found with bounds, against all that there are."""

import numpy as np
import pytest

from leernet.solve.allocation.bundles import OUT_OF_REACH, Cost, CostLimit, LinearCost, Offer
from leernet.solve.allocation.duals import rationalized
from leernet.solve.allocation.parameters import DEFAULTS
from leernet.solve.allocation.pricing import enumeration, pricing

KINDS, MOMENTS, WORKSHOPS = 6, 3, 4


def offer_of_workshops_given_twice(draw):
    """Every workshop at two moments, some of which a kind may not attend."""
    workshop = np.repeat(np.arange(WORKSHOPS), 2)
    moment = np.array([at for first in range(WORKSHOPS) for at in (first % MOMENTS, (first + 1) % MOMENTS)])
    return Offer(
        able=np.ones(KINDS, np.bool_),
        need=draw.integers(0, MOMENTS + 1, KINDS),
        placed=np.zeros((KINDS, 0), np.int64),
        may=draw.random((KINDS, len(workshop))) < 0.8,
        moment=moment,
        workshop=np.append(workshop, WORKSHOPS),
    )


def linear(draw, offered):
    session = draw.integers(-3, 4, (KINDS, len(offered.moment) + 1))
    session[:, -1] = 0
    return LinearCost(draw.integers(0, 3, KINDS), session)


@pytest.mark.parametrize("seed", range(40))
def test_the_cheapest_within_budgets_costs_as_little_as_anything_listed(seed):
    draw = np.random.default_rng(seed)
    offered = offer_of_workshops_given_twice(draw)
    cost_limits = (CostLimit(Cost(linear(draw, offered)), draw.integers(0, 3, KINDS)),)
    objective = Cost(linear(draw, offered))
    beyond = np.full(KINDS, OUT_OF_REACH)

    listed = enumeration(offered, np.arange(KINDS), cost_limits)
    least = beyond.copy()
    np.minimum.at(least, listed.kind, objective.of(listed.kind, listed.taken))

    assert pricing(offered, cost_limits, objective, beyond, most_each=1).least.tolist() == least.tolist()


def bundles_one_by_one(offered, kind):
    """All sets of sessions at different moments, of different workshops, no more than are needed."""
    found = {()}
    for session in np.flatnonzero(offered.may[kind]).tolist():
        found |= {
            (*bundle, session)
            for bundle in found
            if len(bundle) < offered.need[kind]
            and offered.moment[session] not in offered.moment[list(bundle)]
            and offered.workshop[session] not in offered.workshop[list(bundle)]
        }
    return found


@pytest.mark.parametrize("seed", range(10))
def test_within_budgets_nothing_is_left_out(seed):
    draw = np.random.default_rng(seed)
    offered = offer_of_workshops_given_twice(draw)
    cost_limit = CostLimit(Cost(linear(draw, offered)), draw.integers(0, 3, KINDS))
    listed = enumeration(offered, np.arange(KINDS), (cost_limit,))
    none = len(offered.moment)
    made = [
        (kind, tuple(sorted(at for at in taken if at < none)))
        for kind, taken in zip(listed.kind.tolist(), listed.taken.tolist(), strict=True)
    ]

    wanted = [
        (kind, tuple(sorted(bundle)))
        for kind in range(KINDS)
        for bundle in bundles_one_by_one(offered, kind)
        if cost_limit.objective.linear.base[kind]
        + cost_limit.objective.linear.session[kind, list(bundle)].sum()
        <= cost_limit.most[kind]
    ]
    assert sorted(made) == sorted(wanted)


def test_that_a_session_may_stay_empty_has_no_price_below_zero():
    duals = rationalized(np.array([-1.5, -1.5, 2.0]), low=np.array([0, 3]), parameters=DEFAULTS)

    assert (duals.sessions.tolist(), duals.rows.tolist(), duals.scale) == ([0, -3], [4], 2)

"""What sharing a group costs and a first division in; a cheaper division, found by tabu search, out.

Units are people, or clusters of people who always stay together. The cost of a division is

    sum over pairs of units   weight * (rounds together choose 2)  +  linear * rounds together
    + no_common_half_day for each group whose members share no half day

One step exchanges two units of equal size in one round; all such exchanges are weighed at once.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.solve.limits import Limits
from leernet.solve.parameters import DEFAULTS, GroupParameters

Numbers = NDArray[np.int64]


_NEVER = np.iinfo(np.int64).max // 4


class Costs(Struct, frozen=True):
    """What it costs when units share a group; U units.

    Attributes:
        size: (U,) people in each unit.
        weight: (U, U) symmetric, of meeting in two rounds instead of one; zero diagonal.
        linear: (U, U) symmetric, of each round together; zero diagonal.
        half_days: (U,) bit mask of the half days on which the whole unit works.
        parameters: what the search is tuned with.
    """

    size: Numbers
    weight: Numbers
    linear: Numbers
    half_days: Numbers
    parameters: GroupParameters = DEFAULTS.groups


class Division(Struct, frozen=True):
    """A division of the units into groups, for each round.

    Attributes:
        group: (rounds, U) group numbers from 0.
        cost: as the module says.
    """

    group: Numbers
    cost: int


class _State(Struct):
    """A division under change, with what each exchange needs.

    Attributes:
        group: (R, U).
        price: (R, U, U) cost of sharing a group in this round, given the other rounds.
        load: (R, U, G) summed price of a unit with the members of a group.
        total: cost of the division.
    """

    costs: Costs
    group: Numbers
    price: Numbers
    load: Numbers
    total: int


def cheaper_division(
    costs: Costs,
    first: Numbers,
    *,
    bound: int,
    iterations: int,
    seed: int,
    limits: Limits,
) -> Division:
    """The cheapest division found; stops at ``bound``, after ``iterations``, or when out of time.

    Args:
        costs: of U units.
        first: (rounds, U) group numbers of the division to start from.
        bound: no division costs less.
        iterations: exchanges to make at most.
        seed: of ties, tenures and kicks; equal seeds give equal divisions.
        limits: looked at before each exchange.
    """
    rng = np.random.default_rng(seed)
    state = _state(costs, first)
    best = Division(state.group.copy(), state.total)
    tabu_until = np.zeros(state.price.shape, dtype=np.int64)
    exchangeable = np.triu(costs.size[:, None] == costs.size[None, :], 1)
    patience = max(2000, 40 * len(costs.size))
    last_gain = 0
    for iteration in range(iterations):
        if best.cost <= bound or not exchangeable.any() or limits.over:
            break
        if iteration - last_gain > patience:
            _kick(state, exchangeable, rng)
            last_gain = iteration
        found = _best_exchange(state, exchangeable, tabu_until > iteration, best.cost, rng)
        if found is None:
            continue
        round_, a, b, change = found
        _exchange(state, round_, a, b, change)
        tabu_until[round_, a, b] = iteration + rng.integers(*costs.parameters.tenure)
        if state.total < best.cost:
            best = Division(state.group.copy(), state.total)
            last_gain = iteration
    return best


def division_cost(costs: Costs, group: Numbers) -> int:
    """The cost of a division, counted from scratch."""
    together = (group[:, :, None] == group[:, None, :]).sum(axis=0)
    pairs = np.triu(costs.weight * (together * (together - 1) // 2) + costs.linear * together, 1).sum()
    apart = sum(int((_common(costs, numbers) == 0).sum()) for numbers in group)
    return int(pairs) + costs.parameters.no_common_half_day * apart


def _common(costs: Costs, group: Numbers) -> Numbers:
    """(G,) the half days that all members of each group work."""
    common = np.full(int(group.max(initial=0)) + 1, -1, dtype=np.int64)
    np.bitwise_and.at(common, group, costs.half_days)
    return common


def _state(costs: Costs, first: Numbers) -> _State:
    group = np.array(first, dtype=np.int64)
    shares = group[:, :, None] == group[:, None, :]
    price = costs.linear + costs.weight * (shares.sum(axis=0) - shares)
    members = group[:, :, None] == np.arange(int(group.max(initial=0)) + 1)
    # Whole numbers in floating point are exact here and multiply much faster.
    load = np.rint(price.astype(float) @ members.astype(float)).astype(np.int64)
    return _State(costs, group, price, load, division_cost(costs, group))


def _best_exchange(
    state: _State,
    exchangeable: NDArray[np.bool_],
    tabu: NDArray[np.bool_],
    best: int,
    rng: np.random.Generator,
) -> tuple[int, int, int, int] | None:
    """The round, the two units and the change in cost of the best exchange; ties are drawn."""
    changes = np.stack([_changes(state, number) for number in range(len(state.group))])
    differ = state.group[:, :, None] != state.group[:, None, :]
    allowed = exchangeable & differ & (~tabu | (changes < best - state.total))
    changes = np.where(allowed, changes, _NEVER)
    least = int(changes.min())
    if least == _NEVER:
        return None
    ties = np.flatnonzero(changes == least)
    chosen = int(ties[rng.integers(len(ties))])
    round_, a, b = (int(index) for index in np.unravel_index(chosen, changes.shape))
    return round_, a, b, least


def _changes(state: _State, round_: int) -> Numbers:
    """(U, U) change in cost when two units of different groups exchange places in a round."""
    group, load, price = state.group[round_], state.load[round_], state.price[round_]
    joins = load[:, group]  # row: the unit that comes; column: the unit whose group it comes to
    own = load[np.arange(len(group)), group]
    changes: Numbers = joins + joins.T - 2 * price - own[:, None] - own[None, :]
    return changes + _half_day_changes(state, round_)


def _half_day_changes(state: _State, round_: int) -> Numbers:
    """(U, U) change in cost of groups without a common half day."""
    masks, group = state.costs.half_days, state.group[round_]
    if np.bitwise_and.reduce(masks):
        return np.zeros_like(state.costs.weight)
    without = _common_without_each(masks, group)
    comes = ((without[None, :] & masks[:, None]) == 0).astype(np.int64)
    now = (_common(state.costs, group) == 0).astype(np.int64)[group]
    cost = state.costs.parameters.no_common_half_day
    changes: Numbers = cost * (comes + comes.T - now[:, None] - now[None, :])
    return changes


def _common_without_each(masks: Numbers, group: Numbers) -> Numbers:
    """(U,) the half days common to all others in each unit's group."""
    bits = np.arange(int(masks.max()).bit_length())
    misses = (masks[:, None] >> bits & 1) == 0
    missing = np.zeros((int(group.max()) + 1, len(bits)), dtype=np.int64)
    np.add.at(missing, group, misses)
    without: Numbers = ((missing[group] - misses == 0) << bits).sum(axis=1)
    return without


def _exchange(state: _State, round_: int, a: int, b: int, change: int) -> None:
    """Lets two units exchange places and brings prices and loads up to date."""
    group = state.group[round_]
    from_a, from_b = int(group[a]), int(group[b])
    load, price = state.load[round_], state.price[round_]
    moved = price[:, b] - price[:, a]
    load[:, from_a] += moved
    load[:, from_b] -= moved
    with_a, with_b = (group == from_a).astype(np.int64), (group == from_b).astype(np.int64)
    with_a[[a, b]] = with_b[[a, b]] = 0
    group[a], group[b] = from_b, from_a
    for other in range(len(state.group)):
        if other != round_:
            _reprice(state, other, a, (with_b - with_a) * state.costs.weight[a])
            _reprice(state, other, b, (with_a - with_b) * state.costs.weight[b])
    state.total += change


def _reprice(state: _State, round_: int, unit: int, change: Numbers) -> None:
    """Adds a change to the price of a unit with all others in a round."""
    price, load, group = state.price[round_], state.load[round_], state.group[round_]
    price[unit] += change
    price[:, unit] += change
    np.add.at(load[unit], group, change)
    load[:, group[unit]] += change


def _kick(state: _State, exchangeable: NDArray[np.bool_], rng: np.random.Generator) -> None:
    """Makes a few exchanges by lot, to leave a part of the search that is used up."""
    for _ in range(state.costs.parameters.kick_exchanges):
        round_ = int(rng.integers(len(state.group)))
        group = state.group[round_]
        pairs = np.argwhere(exchangeable & (group[:, None] != group[None, :]))
        if len(pairs):
            a, b = (int(unit) for unit in pairs[rng.integers(len(pairs))])
            _exchange(state, round_, a, b, int(_changes(state, round_)[a, b]))

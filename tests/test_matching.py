"""Pairs of greatest weight: against every matching there is, and proven by prices that anybody can add up."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leernet.model.plan_proofs import PairProof
from leernet.solve.pairs.matching import heaviest_matching
from leernet.verify.plan.pair_proof import proof_flaws


def table(people, weights):
    weight = np.zeros((people, people), dtype=np.int64)
    for (a, b), value in weights.items():
        weight[a, b] = weight[b, a] = value
    return weight


def flaws(weights, found):
    """What the prices fail to prove, with people named by their numbers."""
    names = [f"{number:02}" for number in range(len(found.mate))]
    return proof_flaws(
        PairProof(
            {(names[a], names[b]): weight for (a, b), weight in weights.items()},
            tuple((names[a], names[b]) for a, b in enumerate(found.mate) if a < b),
            dict(zip(names, found.prices, strict=True)),
            tuple((tuple(names[one] for one in members), price) for members, price in found.odd_sets),
        )
    )


def every_matching(people):
    if not people:
        yield ()
        return
    first, *rest = people
    yield from every_matching(rest)
    for partner in rest:
        for pairs in every_matching([person for person in rest if person != partner]):
            yield ((first, partner), *pairs)


def test_two_lighter_pairs_outweigh_one_heavy_pair():
    weights = {(0, 1): 5, (1, 2): 8, (2, 3): 5}

    found = heaviest_matching(table(4, weights))

    assert found.mate == (1, 0, 3, 2)
    assert flaws(weights, found) == ()


def test_a_triangle_leaves_one_person_over_and_an_odd_set_proves_it():
    weights = {(0, 1): 6, (0, 2): 6, (1, 2): 6}

    found = heaviest_matching(table(3, weights))

    assert (
        sorted(found.mate) == [-1, 0, 1]
        or sorted(found.mate) == [-1, 0, 2]
        or sorted(found.mate) == [-1, 1, 2]
    )
    assert flaws(weights, found) == ()
    assert found.odd_sets == (((0, 1, 2), 12),)


def test_nobody_has_no_partner():
    assert heaviest_matching(np.zeros((0, 0), dtype=np.int64)).mate == ()
    assert heaviest_matching(np.zeros((3, 3), dtype=np.int64)).mate == (-1, -1, -1)


GRAPHS = st.integers(2, 8).flatmap(
    lambda people: st.dictionaries(
        st.sampled_from(tuple(combinations(range(people), 2))), st.integers(1, 12), max_size=28
    ).map(lambda weights: (people, weights))
)


@settings(max_examples=300, deadline=None)
@given(GRAPHS)
def test_no_matching_of_all_there_are_weighs_more(graph):
    people, weights = graph
    best = max(
        sum(weights[pair] for pair in pairs)
        for pairs in every_matching(list(range(people)))
        if all(pair in weights for pair in pairs)
    )

    found = heaviest_matching(table(people, weights))

    assert sum(weights[a, b] for a, b in enumerate(found.mate) if a < b) == best
    assert flaws(weights, found) == ()


@pytest.mark.parametrize("seed", range(20))
def test_the_proof_holds_where_blossoms_lie_within_blossoms(seed):
    # Few different weights and few pairs a person: many ties, many odd cycles.
    rng = np.random.default_rng(seed)
    weights = {
        pair: int(weight) + 1000
        for pair, weight in zip(combinations(range(60), 2), rng.integers(1, 4, 1770), strict=True)
        if rng.random() < 0.06
    }

    found = heaviest_matching(table(60, weights))

    assert flaws(weights, found) == ()


WEIGHTS = {("a", "b"): 5, ("b", "c"): 8}


@pytest.mark.parametrize(
    ("pairs", "prices", "odd_sets", "said"),
    [
        ([("b", "c")], {"a": 0, "b": 12, "c": 4}, [], ()),
        (
            [("a", "b")],
            {"a": 0, "b": 12, "c": 4},
            [],
            ("pairs weigh 10 of the 16 that prices allow, both twice over",),
        ),
        ([("b", "c")], {"a": 0, "b": 9, "c": 7}, [], ("prices cover 9 of twice 5 for ('a', 'b')",)),
        ([("b", "c")], {"a": -2, "b": 12, "c": 6}, [], ("the price of a is below 0",)),
        (
            [("a", "c")],
            {"a": 0, "b": 12, "c": 4},
            [],
            (
                "('a', 'c') is not a possible pair",
                "pairs weigh 0 of the 16 that prices allow, both twice over",
            ),
        ),
        (
            [("a", "b"), ("b", "c")],
            {"a": 10, "b": 12, "c": 4},
            [],
            ("b is in two pairs",),
        ),
        ([("b", "c")], {"a": 0, "b": 10, "c": 4}, [(("b", "c"), 2)], ("a set of 2 is no odd set",)),
    ],
)
def test_a_proof_that_does_not_add_up_is_refused(pairs, prices, odd_sets, said):
    found = proof_flaws(PairProof(WEIGHTS, tuple(pairs), prices, tuple(odd_sets)))

    assert [flaw for flaw in found if flaw in said] == list(said)
    assert (found == ()) == (said == ())

"""Pairs and the proof that comes with them in; what is wrong with either out. Whole numbers, no solver."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from leernet.model.plan import Plan
from leernet.model.plan_proofs import Pair, PairProof
from leernet.model.year import Year
from leernet.verify.plan.pair_rules import partners_of, partners_who_met, surely_possible
from leernet.verify.plan.past import past_rounds


def unproven_pairs(
    year: Year,
    history: Iterable[Plan],
    proofs: Mapping[str, Sequence[PairProof]],
    plan: Plan,
    today: date | None = None,
) -> Iterator[str]:
    """What keeps proofs from showing that no pairs are better; nothing where they do.

    Args:
        year: what the user defined, without errors.
        history: plans of earlier years: partners of then are no possible pair.
        proofs: by network, of its rounds in order.
        plan: that they are about.
        today: rounds that are over by then were chosen before, and need no proof.
    """
    earlier = (met for before in history for met in partners_of(before.pairs))
    known = frozenset((*earlier, *partners_who_met(plan, today)))
    over = past_rounds(plan, today)
    for id, of_rounds in proofs.items():
        met = known
        for number, proof in enumerate(of_rounds, 1):
            if f"{id}/{number}" in over:
                continue
            others = (pair for pair in combinations(sorted(proof.prices), 2) if pair not in proof.weights)
            possible = surely_possible(year, year.networks[id], others, met)
            left_out = (f"{pair} is left out" for pair in possible)
            yield from (f"{id}, round {number}: {flaw}" for flaw in (*proof_flaws(proof), *left_out))
            met |= {(id, *pair) for pair in proof.partners}


def proof_flaws(proof: PairProof) -> tuple[str, ...]:
    """What keeps prices from proving that no pairs weigh more than these; nothing when they do.

    Source: linear programming duality with the odd-set constraints of Edmonds (1965),
        doi:10.6028/jres.069B.013.
    """
    weights, pairs, prices, odd_sets = proof.weights, proof.pairs, proof.prices, proof.odd_sets
    return (
        *_not_pairs(weights, pairs),
        *_not_prices(prices, odd_sets),
        *_not_covered(weights, prices, odd_sets),
        *_not_equal(weights, pairs, prices, odd_sets),
    )


def _not_pairs(weights: Mapping[Pair, int], pairs: tuple[Pair, ...]) -> Iterable[str]:
    yield from (f"{pair} is not a possible pair" for pair in pairs if pair not in weights)
    people = [person for pair in pairs for person in pair]
    yield from (f"{person} is in two pairs" for person in sorted(set(people)) if people.count(person) > 1)


def _not_prices(prices: Mapping[str, int], odd_sets: Sequence[tuple[Sequence[str], int]]) -> Iterable[str]:
    yield from (f"the price of {person} is below 0" for person, price in prices.items() if price < 0)
    for members, price in odd_sets:
        if price < 0:
            yield f"the price of a set of {len(members)} is below 0"
        if len(set(members)) != len(members) or len(members) % 2 == 0:
            yield f"a set of {len(members)} is no odd set"


def _not_covered(
    weights: Mapping[Pair, int], prices: Mapping[str, int], odd_sets: Sequence[tuple[Sequence[str], int]]
) -> Iterable[str]:
    inside: dict[Pair, int] = {}
    for members, price in odd_sets:
        for pair in combinations(sorted(members), 2):
            inside[pair] = inside.get(pair, 0) + price
    for pair, weight in weights.items():
        cover = prices.get(pair[0], 0) + prices.get(pair[1], 0) + inside.get(pair, 0)
        if cover < 2 * weight:
            yield f"prices cover {cover} of twice {weight} for {pair}"


def _not_equal(
    weights: Mapping[Pair, int],
    pairs: tuple[Pair, ...],
    prices: Mapping[str, int],
    odd_sets: Sequence[tuple[Sequence[str], int]],
) -> Iterable[str]:
    bound = sum(prices.values()) + sum((len(members) - 1) // 2 * price for members, price in odd_sets)
    total = 2 * sum(weights.get(pair, 0) for pair in pairs)
    if total != bound:
        yield f"pairs weigh {total} of the {bound} that prices allow, both twice over"

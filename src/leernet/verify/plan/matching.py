"""Pairs and the proof that comes with them in; what is wrong with either out. Whole numbers, no solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

Pair = tuple[str, str]


def proof_flaws(
    weights: Mapping[Pair, int],
    pairs: Iterable[Pair],
    prices: Mapping[str, int],
    odd_sets: Sequence[tuple[Sequence[str], int]],
) -> tuple[str, ...]:
    """What keeps prices from proving that no pairs weigh more than these; nothing when they do.

    Args:
        weights: sorted pair of ids to its weight, for every pair that is possible.
        pairs: sorted, each of them possible, nobody in two.
        prices: of each person, twice over.
        odd_sets: ids of an odd number of people and the price of the set, twice over.

    Source: linear programming duality with the odd-set constraints of Edmonds (1965),
        doi:10.6028/jres.069B.013.
    """
    chosen = tuple(pairs)
    return (
        *_not_pairs(weights, chosen),
        *_not_prices(prices, odd_sets),
        *_not_covered(weights, prices, odd_sets),
        *_not_equal(weights, chosen, prices, odd_sets),
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

"""Why no other coaching pairs weigh more, as whole numbers that anybody can add up."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

Pair: TypeAlias = tuple[str, str]


class PairProof(Struct, frozen=True):
    """Prices that cover every possible pair of one round; together they allow no more than the pairs weigh.

    Attributes:
        weights: sorted pair of ids to what the pair weighs; every pair that is possible in this round.
        pairs: those of greatest total weight, before anybody joined them as a third.
        prices: id to price, twice over, of everybody who was to be paired.
        odd_sets: ids of an odd set of people and its price, twice over.
        partners: sorted pairs of ids who are partners in this round, as pair or trio; never paired again.
    """

    weights: Mapping[Pair, int]
    pairs: tuple[Pair, ...]
    prices: Mapping[str, int]
    odd_sets: tuple[tuple[tuple[str, ...], int], ...]
    partners: frozenset[Pair] = frozenset()

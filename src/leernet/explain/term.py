"""What another choice would cost more or less, weighed as the solver weighs it, with what it means."""

from collections.abc import Iterable

from msgspec import Struct

from leernet.words import Sentence


class CostTerm(Struct, frozen=True):
    """One term of a difference of the objective.

    Attributes:
        weight: how much more the other choice costs by it; below zero less.
        said: what it is, as a part of a list.
    """

    weight: int
    said: Sentence


def largest_first(terms: Iterable[CostTerm]) -> tuple[CostTerm, ...]:
    """The terms that make a difference, the one that matters most first."""
    return tuple(sorted((term for term in terms if term.weight), key=lambda term: -abs(term.weight)))


def against(terms: Iterable[CostTerm]) -> tuple[Sentence, ...]:
    """What speaks against the other choice."""
    return tuple(term.said for term in terms if term.weight > 0)


def in_favour(terms: Iterable[CostTerm]) -> tuple[Sentence, ...]:
    """What speaks for it."""
    return tuple(term.said for term in terms if term.weight < 0)

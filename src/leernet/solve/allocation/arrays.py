"""The types of arrays, and what is asked of them everywhere."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]

# Truths that fit into one whole number without its sign.
_TRUTHS_EACH = 62


def alike(columns: Iterable[Ints], rows: int) -> tuple[Ints, Ints]:
    """First row of each set of equal rows, ascending, and for every row which of these sets it is in.

    Args:
        columns: (rows,) of each; whole numbers, 0 or more.
    """
    number = np.zeros(rows, np.int64)
    for column in columns:
        highest = int(column.max(initial=0))
        # Two numbers below the number of rows make one that is small enough.
        part = column if highest < rows else np.unique(column, return_inverse=True)[1]
        if highest:
            _, number = np.unique(number * (min(highest, rows) + 1) + part, return_inverse=True)
    return in_order_of_first(number)


def in_order_of_first(numbers: Ints | NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Where each number is found first, ascending, and for every number which of these it is."""
    _, first, which = np.unique(numbers, return_index=True, return_inverse=True)
    by_first = np.argsort(first)
    place = np.empty_like(by_first)
    place[by_first] = np.arange(len(by_first))
    return first[by_first], place[which.reshape(-1)]


def as_columns(truths: Truths) -> list[Ints]:
    """(rows, any) truths as a few columns of whole numbers that tell rows apart as well."""
    columns = []
    for first in range(0, truths.shape[1], _TRUTHS_EACH):
        some = truths[:, first : first + _TRUTHS_EACH]
        columns.append(some @ (1 << np.arange(some.shape[1])))
    return columns


def coded(values: Sequence[Hashable]) -> Ints:
    """A whole number for each value, from 0 on, the same for equal ones."""
    if not values or values.count(values[0]) == len(values):
        return np.zeros(len(values), np.int64)
    # Where many have the same they often share the very same value, which needs no comparing.
    address = np.fromiter(map(id, values), np.int64, len(values))
    _, first, which = np.unique(address, return_index=True, return_inverse=True)
    known: dict[Hashable, int] = {}
    codes = [known.setdefault(values[at], len(known)) for at in first.tolist()]
    return np.array(codes, np.int64)[which.reshape(-1)]


def distinct(numbers: Ints) -> Ints:
    """The numbers that occur, each once, ascending."""
    # Asked for nothing else, np.unique imports masked arrays: as long as placing a hundred people takes.
    return np.unique(numbers, return_counts=True)[0]


def ranges(first: Ints, sizes: Ints) -> Ints:
    """``first[0], first[0] + 1, …`` of the given sizes, one after the other."""
    before = np.cumsum(sizes) - sizes
    numbers: Ints = np.arange(int(sizes.sum())) + np.repeat(first - before, sizes)
    return numbers


def within(sizes: Ints) -> Ints:
    """``0, 1, …`` of the given sizes, one after the other."""
    return ranges(np.zeros_like(sizes), sizes)

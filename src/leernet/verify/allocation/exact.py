"""Groups of people with what each may take, and limits, in; whether it all fits, by plain search, out.

For the rare, small cases that dual values cannot settle. No solver: all loads that can be reached are listed,
one person after the other.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]


class Group(Struct, frozen=True):
    """People who may take the same.

    Attributes:
        people: how many.
        takes: (k, R) what each of their choices takes of every resource.
    """

    people: int
    takes: Ints


def fits(groups: Sequence[Group], low: Ints, high: Ints, most_loads: int = 20_000) -> bool | None:
    """Whether everybody can choose so that every resource ends between low and high; none: too much to say.

    Args:
        low: (R,) least to be taken of each resource.
        high: (R,) most.
        most_loads: loads that are kept; with more, nothing is said.
    """
    groups = sorted((group for group in groups if group.people), key=lambda group: len(group.takes))
    if not all(len(group.takes) for group in groups):
        return False
    loads = np.zeros((1, len(low)), np.int64)
    # What those still to come take at least and at most.
    least = sum((group.people * group.takes.min(axis=0) for group in groups), np.zeros_like(low))
    most = sum((group.people * group.takes.max(axis=0) for group in groups), np.zeros_like(low))
    for group in groups:
        takes = np.unique(group.takes, axis=0)
        # Who has no choice, all at once.
        steps, each = (1, group.people) if len(takes) == 1 else (group.people, 1)
        for _step in range(steps):
            least, most = least - each * takes.min(axis=0), most - each * takes.max(axis=0)
            if len(loads) * len(takes) > most_loads * 10:
                return None
            loads = (loads[:, None, :] + each * takes[None, :, :]).reshape(-1, len(low))
            loads = loads[((loads + least <= high) & (loads + most >= low)).all(axis=1)]
            loads = np.unique(loads, axis=0)
            if not len(loads):
                return False
            if len(loads) > most_loads:
                return None
    return True


def exact_sum(some: Ints, others: Ints) -> int:
    """The sum of products as a Python integer: 64 bits could overflow."""
    return sum(one * other for one, other in zip(some.tolist(), others.tolist(), strict=True))

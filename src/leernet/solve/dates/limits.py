"""Who is expected where in; how many meetings of a month each of them may have at most, as cuts, out."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leernet.model.values import Days
from leernet.solve.dates.cut import Cut


class MeetingLoad(NamedTuple):
    """A meeting and the people who are expected there.

    Attributes:
        event: its number.
        members: numbers of who is wanted and of who must be there each.
        settled: number of its day where it lies behind us; else None.
    """

    event: int
    members: frozenset[int]
    settled: int | None


def monthly_limits(
    expected: Sequence[MeetingLoad], belongs: NDArray[np.bool_], days: Days, most: int
) -> tuple[Cut, ...]:
    """That nobody has more than so many meetings in a calendar month, each set of meetings once.

    Whether somebody can come does not matter: otherwise days would be sought on which people stay away. Where
    more lie behind us already, no more are added.

    Args:
        belongs: (P, D) whether each takes part in the partnership that day.
        days: the school year.
    """
    months = list(_months(days))
    cuts: dict[object, Cut] = {}
    for member in range(len(belongs)):
        own = [one for one in expected if member in one.members]
        if len(own) <= most:
            continue
        there = belongs[member]
        for month in months:
            inside = month if there[list(month)].all() else frozenset(day for day in month if there[day])
            places = tuple((one.event, inside) for one in own)
            if inside:
                had = sum(one.settled in inside for one in own)
                cuts[places] = Cut(places, max(most, had))
    return tuple(cuts.values())


def _months(days: Days) -> Iterable[frozenset[int]]:
    """The numbers of the days of each month."""
    numbered: Iterable[tuple[int, date]] = enumerate(days)
    for _month, own in groupby(numbered, key=lambda pair: (pair[1].year, pair[1].month)):
        yield frozenset(number for number, _day in own)

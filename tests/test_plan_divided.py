"""Dates that are divided: each is in exactly one part, whatever was closed before or a program says."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from leernet.days.calendar import calendar_of
from leernet.solve.dates.best_paths import PathSearch, _Node, _Priced
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.search import good_dates

from .test_plan_spacing import a_year

PROBLEM = date_problem(a_year(5), calendar_of(a_year(5)))
SEARCH = PathSearch(PROBLEM, good_dates(PROBLEM), None)


def inside(closed):
    return set(product(*(np.flatnonzero(~own).tolist() for own in closed)))


@settings(max_examples=60)
@given(some.data(), some.booleans())
def test_each_of_the_dates_is_in_one_part_of_two(data, has_values):
    lengths = [len(event.days) for event in PROBLEM.events]
    closed = tuple(
        np.array(data.draw(some.lists(some.booleans(), min_size=length, max_size=length)), np.bool_)
        for length in lengths
    )
    shares = data.draw(some.lists(some.integers(0, 2), min_size=sum(lengths), max_size=sum(lengths)))
    values = np.array(shares if has_values else [], np.float64) / 2
    node = _Node(0, 1, closed, np.zeros(0, np.int64))
    priced = _Priced(0, node.prices, (), (), values)

    parts = SEARCH._divided(priced, node)

    before = inside(closed)
    if len(before) == 1:
        assert parts is None
        return
    found = [inside(part) for part in parts]
    assert set().union(*found) == before
    assert sum(map(len, found)) == len(before)
    assert all(len(part) < len(before) for part in found)

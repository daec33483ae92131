"""Which rows are equal, of numbers and of truths, many of them in a row; what places of before are worth."""

from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leernet.solve.allocation.agent_types import _points, points_missing, programme
from leernet.solve.allocation.arrays import alike, as_columns, coded
from leernet.verify.allocation.lots import _patterns
from leernet.verify.allocation.reckoning import Reckoning
from tests.allocation_cases import tiny


def sets_one_by_one(rows):
    """First row of each set, and the set of each row, by comparing whole rows."""
    known = {}
    of = [known.setdefault(row, len(known)) for row in rows]
    return [of.index(number) for number in range(len(known))], of


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([0, 1, 1 << 61])), max_size=12))
def test_rows_of_numbers_that_are_equal_are_one_set(rows):
    table = np.array(rows, np.int64).reshape(len(rows), 2)

    first, of = alike(table.T, len(rows))

    assert (first.tolist(), of.tolist()) == sets_one_by_one(rows)


@given(st.lists(st.sets(st.sampled_from([0, 1, 60, 61, 62, 63, 129])), max_size=12))
def test_rows_of_truths_that_are_equal_are_one_set_however_long_they_are(rows):
    truths = np.array([[at in row for at in range(130)] for row in rows], np.bool_).reshape(len(rows), 130)

    first, of = alike(as_columns(truths), len(rows))

    assert (first.tolist(), of.tolist()) == sets_one_by_one(list(map(frozenset, rows)))


@given(st.lists(st.lists(st.sampled_from("ab"), max_size=2).map(tuple), max_size=12))
def test_equal_values_have_one_code_whether_or_not_they_are_the_same_object(values):
    assert sets_one_by_one(coded(values).tolist()) == sets_one_by_one(values)


def test_places_of_before_are_worth_as_much_as_whoever_checks_says():
    for number in range(150):
        problem = tiny(number, keep=1)
        running, reckoning = programme(problem), Reckoning(problem)
        missing = points_missing(running, max(len(each.wishes) for each in problem.participants))
        for each in problem.participants:
            # Where two places of one moment were written down, only one can be had.
            has = dict(each.previous)
            worth = _points(running, each, tuple(has.items()), missing)
            assert worth == reckoning.points(each, has)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-3, 3), st.integers(0, 9)), min_size=1, max_size=30))
def test_columns_of_one_bundle_that_take_as_much_of_each_row_are_one_pattern(rows):
    bundle, *shares = np.array(rows, np.int64).T

    first, of = _patterns(SimpleNamespace(bundle=bundle, rows=shares))

    assert [rows[at] for at in first[of].tolist()] == rows
    assert len(first) == len(set(rows))

"""A command that is killed, or whose disk refuses, leaves all as it was or what the next command finishes."""

import pytest

from tests.faults import CASES, faults

QUICK = ("init", "plan again")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.name, marks=() if case.name in QUICK else pytest.mark.hours)
        for case in CASES
    ],
)
def test_whatever_is_stopped_is_old_or_new_and_goes_on(case, tmp_path):
    # One in the middle and the last; `.ci/faults` tries them all.
    found = list(faults(case, tmp_path, lambda points: {points[len(points) // 2], points[-1]}))

    assert [(at, refusal, one.wrong) for at, refusal, one in found if one.wrong] == []

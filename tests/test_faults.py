"""A command that is killed, or whose disk refuses, leaves all as it was or what the next command finishes."""

import pytest

from tests.faults import Trial
from tests.faults_project import CASES
from tests.faults_run import warm

QUICK = ("init", "answer")


@pytest.fixture(scope="module", autouse=True)
def _warm():
    warm()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.name, marks=() if case.name in QUICK else pytest.mark.slow)
        for case in CASES
    ],
)
def test_whatever_is_stopped_is_old_or_new_and_goes_on(case, tmp_path):
    # A tenth, a half and the last of them; `.ci/faults` tries them all.
    found = list(Trial(case, tmp_path).faults(lambda all_: [all_[-1] // 10, all_[-1] // 2, all_[-1]]))

    assert [(one.at, one.operation, one.refusal, one.wrong) for one in found if one.wrong] == []

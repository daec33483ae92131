"""The examples that show planning: they are right, plan at once, and are made by the scripts beside them."""

from pathlib import Path
from runpy import run_path

import pytest

from leernet.files import project_files
from leernet.finding import Places
from leernet.read.definitions import read_definitions
from leernet.read.records import history_findings, read_history
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.parametrize(
    "example", ["starterscoaches", "schoolopleiders", "bsc-slb", "collegiale-coaching", "pos"]
)
def test_an_example_is_planned_without_breaking_a_rule(example):
    files = project_files(EXAMPLES / example)
    definitions, findings = read_definitions(files)
    history = tuple(read_history(files).values())
    assert [*findings, *history_findings(files)] == []
    assert definitions.year is not None

    outcome = plan_year(definitions.year, Wishes(history=history))

    assert isinstance(outcome, Planned)
    assert broken_rules(definitions.year, outcome.plan, Places(), history) == ()


def test_the_partnership_is_as_big_as_it_says_and_made_by_its_script():
    made = run_path(str(EXAMPLES / "make_pos.py"))["partnership"]()

    assert {path: (EXAMPLES / "pos" / path).read_text(encoding="utf-8") for path in made} == made
    rows = {name: made[f"{name}.csv"].count("\n") - 1 for name in ("boards", "schools", "members")}
    assert rows == {"boards": 38, "schools": 95, "members": 579}
    assert made["networks.yaml"].count("facilitator:") == 12
    assert made["networks.yaml"].count("window:") == 59


def test_schoolopleiders_remember_three_years_of_hosts_and_take_the_next_in_turn():
    files = project_files(EXAMPLES / "schoolopleiders")
    definitions, _findings = read_definitions(files)
    history = tuple(read_history(files).values())
    assert definitions.year is not None

    outcome = plan_year(definitions.year, Wishes(history=history))

    assert isinstance(outcome, Planned)
    before = [meeting.host for plan in history for meeting in plan.meetings.values()]
    now = [meeting.host for meeting in outcome.plan.meetings.values()]
    # Who never hosted comes in; de-dom, with most turns, waits.
    assert "de-eemhoeve" in now
    assert "de-dom" not in now
    assert len(before) == 9

"""What does not fit stops nothing else: the other parts are planned, and it keeps what it had."""

import json

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import Places
from leernet.solve.conflicts import conflict_findings
from leernet.solve.limits import Limits, Work
from leernet.solve.partly import PartlyPlanned, plan_what_fits
from leernet.solve.plan import Planned, Wishes, plan_year

from .plan_projects import PROJECT, year_of

# Dirk, who must be there, works on no Wednesday.
NO_DAY = """\
  opleiders:
    title: Opleiders
    facilitator: dirk
    members: {roles: [opleider]}
    weekdays: [wo]
    time: 9.00-12.00
    meetings: [{id: a, window: 2026-09-14..2026-11-27}]
"""
NOWHERE = """\
series:
  w:
    for: {roles: [coach]}
    moments: {een: {window: 2026-10-05..2026-10-16, weekdays: [wo], time: 9.00-12.00}}
workshops:
  a: {series: w, seats: 6, presenter: dirk, school: beuk, moments: [een]}
"""


def run(folder, *arguments):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", "2026-08-01", *arguments])


@pytest.mark.parametrize("text", [NO_DAY, NOWHERE])
def test_the_parts_that_fit_are_planned_as_if_the_other_were_not_there(text):
    found = plan_what_fits(year_of(PROJECT + text), Wishes())
    alone = plan_year(year_of(PROJECT), Wishes())

    assert isinstance(found, PartlyPlanned)
    assert isinstance(alone, Planned)
    assert found.plan == alone.plan
    assert len(found.conflicts) == 1


def test_with_exit_1_the_plan_of_what_fits_is_written_and_the_clash_has_its_lines_and_ways_out(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT + NO_DAY)

    shown = run(tmp_path, "--json", "plan")

    (found,) = [one for one in json.loads(shown.stdout)["findings"] if one["rule"] == "no-plan-fits"]
    assert shown.exit_code == 1
    assert "coaches/herfst" in (tmp_path / "plan.yaml").read_text()
    assert "opleiders/a" not in (tmp_path / "plan.yaml").read_text()
    assert [place["line"] for place in found["lines"]] == [27, 29]
    assert [(way["change"]["line"], way["to"], way["days"]) for way in found["ways_out"]] == [
        (29, "without “it is on Wednesday”", ["2026-10-15"]),
    ]


def test_a_part_that_no_longer_fits_keeps_what_it_had(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT + NO_DAY.replace("[wo]", "[do]"))
    assert run(tmp_path, "plan").exit_code == 0
    record = (tmp_path / "plan.yaml").read_bytes()
    (tmp_path / "leernet.yaml").write_text(PROJECT + NO_DAY)

    shown = run(tmp_path, "plan")

    assert shown.exit_code == 1
    assert (tmp_path / "plan.yaml").read_bytes() == record


def test_where_nothing_fits_nothing_is_written(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT.replace("[di, do]", "[wo]"))

    shown = run(tmp_path, "plan")

    assert shown.exit_code == 1
    assert not (tmp_path / "plan.yaml").exists()


def one_hall(networks, last):
    """Networks that all meet in one hall on Tuesdays up to a day."""
    numbers = range(1, networks + 1)
    members = "".join(f"  m{one}: {{name: M{one}, school: hal, roles: [r{one}]}}\n" for one in numbers)
    circles = "".join(
        f"  n{one}: {{facilitator: m{one}, members: {{roles: [r{one}]}}, weekdays: [di], time: 13.00-16.00, "
        f"hosts: {{rotate: schools}}, meetings: [{{id: a, window: 2026-11-03..{last}}}]}}\n"
        for one in numbers
    )
    schools = "schools: {hal: {name: De Hal, host_seats: 9}}\n"
    return f"year: {{school_year: 2026-2027}}\n{schools}members:\n{members}networks:\n{circles}"


def test_what_was_found_within_the_limits_is_planned_and_the_rest_is_not_called_impossible():
    year = year_of(one_hall(3, "2026-11-10"))
    found = plan_what_fits(year, Wishes(), limits=Limits(work=Work(0.0)))

    assert isinstance(found, PartlyPlanned)
    assert sorted({*found.plan.meetings} | {one for part in found.conflicts for one in part.meetings}) == [
        "n1/a",
        "n2/a",
        "n3/a",
    ]
    assert found.plan.meetings
    assert {one.rule for one in conflict_findings(found.conflicts, Places())} == {"no-plan-found"}
    assert {one.rule for one in conflict_findings(plan_what_fits(year, Wishes()).conflicts, Places())} == {
        "no-plan-fits"
    }

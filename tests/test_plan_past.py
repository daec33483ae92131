"""What was held stays in the plan as it was, whatever changes afterwards, and is no mistake of anybody."""

from datetime import date

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import Places
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import PROJECT, year_of
from .test_plan_workshops import SERIES

WINTER = date(2027, 1, 4)
TEXT = PROJECT + SERIES


def planned(text, **wishes):
    outcome = plan_year(year_of(text), Wishes(**wishes))
    assert isinstance(outcome, Planned)
    return outcome.plan


BEFORE = planned(TEXT)
HERFST = BEFORE.meetings["coaches/herfst"]
HOST = {"beuk": "De Beuk", "eik": "De Eik", "iep": "De Iep"}[HERFST.host]


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("{name: Anna,", "{name: Anna, away: [2026-08-24..2026-12-18],"),
        (f"{{name: {HOST},", f"{{name: {HOST}, closed: [2026-08-24..2026-12-18],"),
        ("time: 13.30-16.30", "time: 13.00-16.00"),
        ("presenter: bas", "presenter: dirk"),
        ("host_seats: 10", "host_seats: 4"),
        (
            "rotate: schools",
            "rotate: schools, among: {schools: [wilg, beuk, eik, iep]}, hosted_before: {wilg: 9}",
        ),
    ],
)
def test_no_new_fact_changes_what_was_held(line, instead, fresh):
    text = TEXT.replace(line, instead)
    assert text != TEXT

    plan = planned(text, previous=BEFORE, today=WINTER, fresh=fresh)

    assert plan.meetings["coaches/herfst"] == HERFST
    assert plan.sessions == BEFORE.sessions
    errors = [
        str(finding)
        for finding in broken_rules(year_of(text), plan, Places(), today=WINTER)
        if finding.level == "error"
    ]
    assert errors == []


def test_a_school_that_received_one_and_is_gone_since_stands_where_it_stood():
    meeting = HERFST.model_copy(update={"host": "opgeheven"})
    before = BEFORE.model_copy(update={"meetings": {**BEFORE.meetings, "coaches/herfst": meeting}})

    assert planned(TEXT, previous=before, today=WINTER).meetings["coaches/herfst"] == meeting


def test_a_workshop_that_was_not_held_yet_can_still_move():
    between = max(session.day for ref, session in BEFORE.sessions.items() if ref.startswith("w/een/"))
    today = date.fromordinal(between.toordinal() + 1)
    coming = next(ref for ref in sorted(BEFORE.sessions) if ref.startswith("w/twee/"))
    day = BEFORE.sessions[coming].day
    text = TEXT.replace("twee: {window: 2026-11-09..2026-11-13,", "twee: {window: 2026-11-16..2026-11-20,")

    plan = planned(text, previous=BEFORE, today=today)

    held = {ref: session for ref, session in BEFORE.sessions.items() if ref.startswith("w/een/")}
    assert {ref: session for ref, session in plan.sessions.items() if ref.startswith("w/een/")} == held
    assert plan.sessions[coming].day > day


def test_planning_in_winter_after_a_fact_about_autumn_writes_a_plan_and_check_is_content(tmp_path):
    def run(today, *arguments):
        options = ["-C", str(tmp_path), "--lang", "en", "--today", today]
        return CliRunner().invoke(app, [*options, *arguments])

    (tmp_path / "leernet.yaml").write_text(TEXT, encoding="utf-8")
    assert run("2026-08-03", "plan").exit_code == 0
    away = TEXT.replace("{name: Anna,", f"{{name: Anna, away: [{HERFST.day}],")
    (tmp_path / "leernet.yaml").write_text(away, encoding="utf-8")

    assert run("2027-01-04", "plan").exit_code == 0
    assert run("2027-01-04", "check").exit_code == 0
    # In autumn the same plan would have been wrong.
    assert run("2026-08-03", "check").exit_code == 1

"""A plan, solved or edited by hand, is held against every rule; what breaks one is told where it stands."""

from datetime import date, time

import pytest

from leernet.finding import Places
from leernet.model.plan import PlannedSession
from leernet.read.records import read_plan
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules
from leernet.write.records import record_text

from .plan_projects import PROJECT, year_of

YEAR = year_of(PROJECT.replace("not_same", "not_same"))


def plan_of(year):
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)
    return outcome.plan


PLAN = plan_of(YEAR)


def edited(reference="coaches/herfst", **changes):
    """The plan after somebody changed a meeting by hand."""
    meetings = {**PLAN.meetings, reference: PLAN.meetings[reference].model_copy(update=changes)}
    return PLAN.model_copy(update={"meetings": meetings})


def rules(plan, year=YEAR):
    return [finding.rule for finding in broken_rules(year, plan, Places())]


def test_a_plan_that_was_solved_breaks_no_rule():
    assert rules(PLAN) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"day": date(2026, 12, 1)}, "plan-outside-window"),
        ({"day": date(2026, 9, 16)}, "plan-wrong-weekday"),
        ({"start": time(14, 0)}, "plan-other-time"),
        ({"host": "wilg"}, "plan-host-too-small"),
        ({"host": "esdoorn"}, "unknown-school"),
        ({"host": None}, "plan-without-host"),
        ({"absent": ()}, "plan-absent-differs"),
    ],
)
def test_an_edited_meeting_is_held_against_its_network(changes, rule):
    assert rule in rules(edited(**changes))


def test_a_finding_stands_at_its_line_in_plan_yaml():
    plan, places, findings = read_plan({"plan.yaml": record_text(edited(host="wilg"))})

    assert findings == ()
    assert plan is not None
    assert [str(finding) for finding in broken_rules(YEAR, plan, places)] == [
        "plan.yaml:9:11: error: De Wilg has 2 seats and coaches/herfst needs 4, whether"
        " or not all can come. [plan-host-too-small]\n"
        "    Change it back, or run `leernet plan` to choose again."
    ]


def test_meetings_too_close_together_are_told():
    text = PROJECT.replace("2027-02-22..2027-04-23", "2026-09-14..2026-11-27")
    year = year_of(text)
    plan = plan_of(year)
    first = plan.meetings["coaches/herfst"].day
    meetings = {
        **plan.meetings,
        "coaches/lente": plan.meetings["coaches/lente"].model_copy(update={"day": first}),
    }

    assert "plan-too-close" in rules(plan.model_copy(update={"meetings": meetings}), year)


def test_nobody_meets_on_a_closed_day():
    day = PLAN.meetings["coaches/herfst"].day
    closed = YEAR.model_copy(
        update={
            "settings": type(YEAR.settings).model_validate(
                {"school_year": "2026-2027", "holiday_region": "zuid", "closed": [str(day)]}
            )
        }
    )

    # Everybody is then absent too, and the one who must be there.
    assert rules(PLAN, closed) == [
        "plan-absent-differs",
        "plan-day-closed",
        "plan-host-closed",
        "plan-no-quorum",
        "plan-required-missing",
    ]


def test_someone_who_must_be_there_and_cannot_come_is_told():
    text = PROJECT.replace("{name: Anna,", f"{{name: Anna, away: [{PLAN.meetings['coaches/herfst'].day}],")

    assert "plan-required-missing" in rules(PLAN, year_of(text))


def test_a_host_that_is_closed_is_told_and_one_probably_closed_is_a_warning():
    host, day = PLAN.meetings["coaches/herfst"].host, PLAN.meetings["coaches/herfst"].day
    name = {"beuk": "De Beuk", "eik": "De Eik", "iep": "De Iep"}[host]
    closed = year_of(PROJECT.replace(f"{{name: {name},", f"{{name: {name}, closed: [{day}],"))

    assert "plan-host-closed" in rules(PLAN, closed)
    autumn_holiday = edited(day=date(2026, 10, 20))
    levels = {finding.rule: finding.level for finding in broken_rules(YEAR, autumn_holiday, Places())}
    assert levels["plan-host-probably-closed"] == "warning"


@pytest.mark.parametrize("way", ["host: {host}", "hosts: {{school: {host}}}"])
def test_a_host_that_was_given_is_held_against_its_closures_as_well(way):
    host, day = PLAN.meetings["coaches/herfst"].host, PLAN.meetings["coaches/herfst"].day
    asked = way.format(host=host)
    text = (
        PROJECT.replace("2026-11-27}", f"2026-11-27, {asked}}}")
        if way.startswith("host:")
        else PROJECT.replace("hosts: {rotate: schools}", asked)
    )
    name = YEAR.schools[host].name

    assert "plan-host-closed" not in rules(PLAN, year_of(text))
    assert "plan-host-closed" in rules(
        PLAN, year_of(text.replace(f"{{name: {name},", f"{{name: {name}, closed: [{day}],"))
    )


def test_the_same_board_twice_in_a_row_is_told():
    year = year_of(PROJECT.replace("rotate: schools", "rotate: schools, not_same_board_in_a_row: true"))
    meetings = {
        "coaches/herfst": PLAN.meetings["coaches/herfst"].model_copy(update={"host": "beuk"}),
        "coaches/lente": PLAN.meetings["coaches/lente"].model_copy(update={"host": "eik"}),
    }

    assert "plan-same-board" in rules(PLAN.model_copy(update={"meetings": meetings}), year)


def test_a_meeting_nobody_defined_and_one_nobody_planned_are_warnings():
    meetings = {
        "coaches/zomer": PLAN.meetings["coaches/lente"],
        "coaches/lente": PLAN.meetings["coaches/lente"],
    }
    found = broken_rules(YEAR, PLAN.model_copy(update={"meetings": meetings}), Places())

    assert [(finding.rule, finding.level) for finding in found] == [
        ("plan-meeting-missing", "warning"),
        ("plan-unknown-meeting", "warning"),
    ]


def test_a_plan_of_another_year_is_told_and_nothing_else():
    next_year = year_of(
        PROJECT.replace("2026-2027", "2027-2028")
        .replace("2026-", "2027-")
        .replace("..2026", "..2027")
        .replace("2027-02-22..2027-04-23", "2028-02-22..2028-04-21")
    )

    assert rules(PLAN, next_year) == ["plan-of-another-year"]


def test_someone_who_leads_a_workshop_is_in_one_place():
    series = """\
series:
  w: {for: {roles: [coach]}, moments: {m: {date: 2026-09-29, time: 13.00-15.00}}}
workshops:
  rekenen: {series: w, presenter: anna, school: iep, moments: [m], seats: 6}
"""
    year = year_of(PROJECT + series)
    session = PlannedSession.model_validate(
        {"date": date(2026, 9, 29), "start": "13:00", "end": "15:00", "school": "iep"}
    )
    plan = edited(day=date(2026, 9, 29)).model_copy(update={"sessions": {"w/m/rekenen": session}})

    assert "plan-two-places" in rules(plan, year)
    assert "plan-two-places" not in rules(plan_of(year), year)


def test_a_block_whose_lead_cannot_come_then_is_told_and_may_stand():
    blocks = "[{title: Werk, lead: [dirk, een gast]}, {title: Slot, minutes: 30, lead: anna}]"
    year = year_of(PROJECT.replace("    meetings:", f"    programme: {blocks}\n    meetings:"))
    tuesday = next(reference for reference, meeting in PLAN.meetings.items() if meeting.day.weekday() == 1)

    assert [str(finding) for finding in broken_rules(year, PLAN, Places())] == [
        f"plan.yaml: warning: Dirk leads 'Werk' of {tuesday} and cannot come on {PLAN.meetings[tuesday].day}."
        " [lead-absent]\n    Choose somebody else for the block, or another date for the meeting."
    ]

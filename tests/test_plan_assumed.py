"""Before summer calendars are missing: what was assumed stands in the plan and is checked when they come."""

from leernet.read.records import read_plan
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules
from leernet.write.records import record_text

from .plan_projects import PROJECT, year_of


def planned(text, **wishes):
    outcome = plan_year(year_of(text), Wishes(**wishes))
    assert isinstance(outcome, Planned)
    return outcome.plan


BEFORE = planned(PROJECT)
HERFST = BEFORE.meetings["coaches/herfst"]
NAMES = {"beuk": "De Beuk", "eik": "De Eik", "iep": "De Iep", "wilg": "De Wilg"}


def with_calendar(school, days):
    return PROJECT.replace(f"{{name: {NAMES[school]},", f"{{name: {NAMES[school]}, closed: [{days}],")


def found(text, plan):
    """What the check says of a plan, with the line of plan.yaml it stands at."""
    content = record_text(plan)
    read, places, findings = read_plan({"plan.yaml": content})
    assert findings == ()
    lines = content.decode().splitlines()
    return [
        (finding.rule, lines[finding.place.line - 1].strip().partition(" ")[0])
        for finding in broken_rules(year_of(text), read, places)
    ]


def test_the_schools_without_a_calendar_stand_once_by_region():
    assert BEFORE.assumed == {"zuid": ("beuk", "eik", "iep", "wilg")}
    assert "assumed:\n  zuid: [beuk, eik, iep, wilg]\n" in record_text(BEFORE).decode()
    noord = PROJECT.replace("{name: De Iep,", "{name: De Iep, holiday_region: noord,")
    assert planned(noord).assumed == {"noord": ("iep",), "zuid": ("beuk", "eik", "wilg")}


def test_a_school_that_gave_its_days_is_not_assumed():
    assert planned(with_calendar("iep", "2026-10-05")).assumed == {"zuid": ("beuk", "eik", "wilg")}


def test_a_calendar_that_comes_is_told_and_what_no_longer_fits_stands_where_it_is():
    text = with_calendar(HERFST.host, HERFST.day)

    rules = found(text, BEFORE)

    assert ("plan-host-closed", "host:") in rules
    assert rules[-1] == ("plan-calendar-came", "zuid:")


def test_a_calendar_that_changes_nothing_is_taken_over_without_a_new_revision():
    text = with_calendar("wilg", "2026-08-03")

    again = planned(text, previous=BEFORE)

    assert found(text, BEFORE) == [("plan-calendar-came", "zuid:")]
    assert (again.revision, again.meetings, again.changes) == (BEFORE.revision, BEFORE.meetings, ())
    assert again.assumed == {"zuid": ("beuk", "eik", "iep")}
    assert found(text, again) == []

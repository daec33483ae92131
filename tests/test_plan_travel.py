"""Who must be at two places on a day can travel from one to the other."""

import pytest

from leernet.finding import Places
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of

# De Eik lies 11 km from De Beuk: 25 minutes; De Iep lies 40 km away: more than an hour.
TEXT = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools:
  beuk: {name: De Beuk, host_seats: 20, location: [51.70, 5.30]}
  eik: {name: De Eik, host_seats: 20, location: [51.60, 5.30]}
  iep: {name: De Iep, host_seats: 20, location: [51.34, 5.30]}
members:
  anna: {name: Anna, school: beuk, roles: [een, twee]}
  bas: {name: Bas, school: eik, roles: [een]}
networks:
  een:
    facilitator: anna
    members: {roles: [een]}
    time: 9.00-12.00
    hosts: {school: beuk}
    meetings: [{id: a, date: 2026-09-15}]
  twee:
    facilitator: anna
    members: {roles: [twee]}
    time: 12.45-15.00
    hosts: HOSTS
    meetings: [{id: a, window: 2026-09-15..2026-09-16}]
"""


def planned(hosts, text=TEXT):
    year = year_of(text.replace("HOSTS", hosts))
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)
    assert broken_rules(year, outcome.plan, Places()) == ()
    return outcome.plan


ONE_DAY = TEXT.replace("2026-09-15..2026-09-16", "2026-09-15..2026-09-15")


def test_a_meeting_near_by_can_be_on_the_same_day():
    assert str(planned("{school: eik}", ONE_DAY).meetings["twee/a"].day) == "2026-09-15"


def test_a_meeting_too_far_away_goes_to_another_day():
    assert str(planned("{school: iep}").meetings["twee/a"].day) == "2026-09-16"


def test_where_there_is_no_other_day_the_clash_is_told():
    outcome = plan_year(year_of(ONE_DAY.replace("HOSTS", "{school: iep}")), Wishes())

    assert isinstance(outcome, NoPlan)
    (conflict,) = outcome.conflicts
    assert ("networks", "twee", "hosts") in [line.path for line in conflict.lines]


def test_of_the_schools_that_take_turns_one_within_reach_receives():
    # De Iep would be first in turn.
    hosts = "{rotate: schools, among: {schools: [eik, iep]}, hosted_before: {eik: 3}}"

    assert planned(hosts, ONE_DAY).meetings["twee/a"].host == "eik"


def test_a_workshop_is_within_reach_of_the_meeting_its_presenter_leads():
    series = """\
series:
  w: {for: {roles: [een]}, moments: {een: {date: 2026-09-15, time: 12.45-15.00}}}
workshops:
  a: {series: w, presenter: anna, seats: 6SCHOOL}
"""
    base = TEXT.partition("  twee:")[0]

    assert planned("", base + series.replace("SCHOOL", "")).sessions["w/een/a"].school == "beuk"
    far = plan_year(year_of(base + series.replace("SCHOOL", ", school: iep")), Wishes())
    assert isinstance(far, NoPlan)
    assert far.conflicts[0].lines[0].path == ("workshops", "a", "school")


@pytest.mark.parametrize(("host", "rules"), [("eik", []), ("iep", ["plan-no-time-to-travel"])])
def test_an_edited_plan_is_checked(host, rules):
    year = year_of(ONE_DAY.replace("HOSTS", "{rotate: schools, among: {schools: [eik, iep]}}"))
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)
    meeting = outcome.plan.meetings["twee/a"].model_copy(update={"host": host})
    edited = outcome.plan.model_copy(update={"meetings": {**outcome.plan.meetings, "twee/a": meeting}})

    found = [finding for finding in broken_rules(year, edited, Places()) if finding.level == "error"]

    assert [finding.rule for finding in found] == rules

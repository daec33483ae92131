"""What a facilitator can ask of dates and hosts: each decides, and `check` finds a plan that breaks it."""

from datetime import date, time

import pytest

from leernet.finding import Places
from leernet.model.values import Span
from leernet.model.weekdays import WORKING_WEEK
from leernet.rules.attendance import never_can_come
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules
from leernet.words import words

from .plan_projects import conflicts_of, year_of


def a_project(*, schools="", other_school="", away="", facilitator="gea", network="", meetings, more=""):
    return year_of(f"""\
year: {{school_year: 2026-2027, holiday_region: zuid}}
schools:
  eik: {{name: De Eik, host_seats: 20{schools}}}
  beuk: {{name: De Beuk, host_seats: 20{other_school}}}
members:
  gea: {{name: Gea, organisation: Pabo{away}}}
  hans: {{name: Hans, organisation: Pabo, away: [2026-11-10]}}
  anna: {{name: Anna, school: eik, roles: [coach], away: [2026-11-12], prefer: [vr]}}
  bas: {{name: Bas, school: eik, roles: [coach], prefer: [vr]}}
  cato: {{name: Cato, school: eik, roles: [coach]}}
networks:
  coaches:
    facilitator: {facilitator}
    members: {{roles: [coach]}}
    time: 13.30-16.30
    hosts: {{rotate: schools{network}}}
    meetings: [{meetings}]
{more}""")


def plan_of(year, **wishes):
    outcome = plan_year(year, Wishes(**wishes))
    assert isinstance(outcome, Planned)
    assert [
        str(found) for found in broken_rules(year, outcome.plan, Places()) if found.level == "error"
    ] == []
    return outcome.plan


def rules(year, plan, reference="coaches/a", **changes):
    meetings = {**plan.meetings, reference: plan.meetings[reference].model_copy(update=changes)}
    found = broken_rules(year, plan.model_copy(update={"meetings": meetings}), Places())
    return [rule.rule for rule in found if rule.level == "error"]


WEEK = "{id: a, window: 2026-11-09..2026-11-13}"


def test_a_school_receives_on_its_days_only():
    year = a_project(
        schools=", host_days: [do], host_not: [2026-11-12]",
        meetings="{id: a, window: 2026-11-09..2026-11-27}",
    )
    plan = plan_of(year)

    assert plan.meetings["coaches/a"].day in (date(2026, 11, 19), date(2026, 11, 26))
    assert rules(year, plan, day=date(2026, 11, 12)) == ["plan-host-not-then"]
    assert rules(year, plan, day=date(2026, 11, 10)) == ["plan-host-not-then"]


def test_a_school_receives_so_often_at_most():
    two = "{id: a, window: 2026-11-09..2026-11-13}, {id: b, window: 2026-12-07..2026-12-11}"
    among = ", among: {schools: [eik, beuk]}, hosted_before: {beuk: 6}"
    year = a_project(schools=", host_at_most: 1", network=among, meetings=two)
    plan = plan_of(year)

    assert sorted(meeting.host for meeting in plan.meetings.values()) == ["beuk", "eik"]
    other = next(ref for ref, meeting in plan.meetings.items() if meeting.host == "beuk")
    assert rules(year, plan, other, host="eik") == ["plan-host-too-often"]
    alone = a_project(schools=", host_at_most: 1", network=", among: {schools: [eik]}", meetings=two)
    assert isinstance(plan_year(alone, Wishes()), NoPlan)


@pytest.mark.parametrize(
    "days",
    ["host_not: [2026-11-01..2026-12-31]", "host_days: [ma, di]", "host_days: [ma], host_not: [2026-12-08]"],
)
def test_where_one_school_has_had_its_turns_and_another_is_not_there_then_both_are_named(days):
    two = "{id: a, dates: [2026-11-11]}, {id: b, dates: [2026-12-09]}"
    year = a_project(
        schools=", host_at_most: 1",
        network=", among: {schools: [eik, beuk]}",
        meetings=two,
        other_school=f", {days}",
    )
    (conflict,) = conflicts_of(year)

    named = {line.path[1] for line in conflict.lines if line.path[0] == "schools"}
    assert named == {"eik", "beuk"}
    told = [words("en").say(way.sentence) for way in conflict.ways_out]
    assert [any(name in way for way in told) for name in ("De Eik", "De Beuk")] == [True, True]
    for way in conflict.ways_out:
        assert isinstance(plan_year(way.year(year), Wishes()), Planned), way.sentence


def test_a_speaker_of_one_meeting_decides_among_its_dates():
    year = a_project(
        meetings="{id: a, required: [hans], dates: [2026-11-10, 2026-11-12]}, "
        "{id: b, window: 2026-12-01..2026-12-04}"
    )
    plan = plan_of(year)

    assert plan.meetings["coaches/a"].day == date(2026, 11, 12)
    assert rules(year, plan, day=date(2026, 11, 10)) == ["plan-required-missing"]
    assert rules(year, plan, day=date(2026, 11, 11)) == ["plan-not-one-of-dates"]


def test_a_meeting_comes_after_another_of_another_network():
    other = """\
  mentoren: {facilitator: gea, members: {roles: [coach]}, time: 9.00-10.00, hosts: {location: Hier},
    meetings: [{id: x, window: 2026-11-11..2026-11-13}]}
"""
    year = a_project(
        meetings="{id: a, window: 2026-11-09..2026-11-27, after: {meeting: mentoren/x, min_weeks: 1}}",
        more=other,
    )
    plan = plan_of(year)

    assert (plan.meetings["coaches/a"].day - plan.meetings["mentoren/x"].day).days >= 7
    assert "plan-not-after" in rules(year, plan, day=plan.meetings["mentoren/x"].day)
    soon = a_project(meetings="{id: a, window: 2026-11-09..2026-11-11, after: mentoren/x}", more=other)
    assert isinstance(plan_year(soon, Wishes()), NoPlan)


def test_a_meeting_comes_after_another_of_its_own_network_named_alone():
    both = "{id: a, window: 2026-11-09..2026-11-27, after: b}, {id: b, window: 2026-11-09..2026-11-27}"
    year = a_project(meetings=both)
    meetings = plan_of(year).meetings

    assert year.networks["coaches"].meetings[0].after.meeting == "coaches/b"
    assert meetings["coaches/a"].day > meetings["coaches/b"].day


def test_people_come_rather_on_days_they_prefer():
    assert plan_of(a_project(meetings=WEEK)).meetings["coaches/a"].day == date(2026, 11, 13)


def test_days_on_which_an_organisation_is_closed_count_for_its_people():
    closed = "organisations: {pabo: {name: Pabo, closed: [2026-11-11..2026-11-13]}}\n"
    plan = plan_of(a_project(meetings=WEEK, more=closed))

    assert plan.meetings["coaches/a"].day in (date(2026, 11, 9), date(2026, 11, 10))


def test_of_two_who_may_facilitate_one_who_can_come_does():
    year = a_project(
        facilitator="{one_of: [gea, hans]}",
        away=", away: [2026-11-11..2026-11-13]",
        meetings="{id: a, window: 2026-11-10..2026-11-12}",
    )
    plan = plan_of(year)
    meeting = plan.meetings["coaches/a"]

    assert meeting.facilitator == ("gea" if meeting.day == date(2026, 11, 10) else "hans")
    assert rules(year, plan, facilitator="anna") == ["plan-facilitator"]
    assert "plan-facilitator" in rules(
        year, plan, facilitator="gea" if meeting.facilitator == "hans" else "hans"
    )


@pytest.mark.parametrize("required", ["", ", required: [gea, hans]"])
def test_two_who_may_facilitate_take_turns_over_the_year(required):
    days = ("2026-11-10", "2026-11-17", "2026-11-24", "2026-12-01")
    meetings = ", ".join(
        f"{{id: {id}, date: {day}{required if id == 'b' else ''}}}"
        for id, day in zip("dbca", days, strict=True)
    )
    plan = plan_of(a_project(facilitator="{one_of: [gea, hans]}", meetings=meetings))
    in_order = sorted(plan.meetings.values(), key=lambda one: one.day)

    assert [one.facilitator for one in in_order] == ["gea", "hans", "gea", "hans"]


def test_who_leads_a_workshop_then_does_not_facilitate_and_who_facilitates_stays():
    meetings = "{id: a, date: 2026-11-16}, {id: b, date: 2026-11-23}, {id: c, date: 2026-11-30}"
    workshop = """\
series: {w: {for: {roles: [coach]}, moments: {x: {date: 2026-11-DAY, time: 15.00-17.00}}}}
workshops: {drum: {series: w, presenter: gea, school: beuk, moments: [x], seats: 9}}
"""

    def who(plan):
        return [plan.meetings[f"coaches/{id}"].facilitator for id in "abc"]

    def project(day):
        more = workshop.replace("DAY", day)
        return a_project(facilitator="{one_of: [gea, hans]}", meetings=meetings, more=more)

    plan = plan_of(project("17"))

    assert who(plan) == ["gea", "hans", "gea"]
    assert who(plan_of(project("16"))) == ["hans", "gea", "gea"]
    # Only the one who cannot is another, and turns stay as even as they can be.
    assert who(plan_of(project("16"), previous=plan)) == ["hans", "hans", "gea"]
    assert who(plan_of(project("24"), previous=plan, today=date(2026, 11, 17))) == who(plan)


@pytest.mark.parametrize("far", [False, True])
def test_nobody_facilitates_two_meetings_between_which_they_cannot_travel(far):
    places = ", location: [51.6, 5.3]", f", location: [51.7, {'5.9' if far else '5.31'}]"
    other = """\
  mentoren: {facilitator: {one_of: [gea, hans]}, members: {roles: [coach]}, quorum: 0, time: 17.00-18.00,
    hosts: {school: beuk}, meetings: [{id: x, date: 2026-11-16}]}
"""
    year = a_project(
        schools=places[0],
        facilitator="{one_of: [gea, hans]}",
        network=", among: {schools: [eik]}",
        meetings="{id: a, date: 2026-11-16}",
        more=other,
    )
    beuk = year_of(
        f"year: {{school_year: 2026-2027}}\nschools: {{beuk: {{name: De Beuk{places[1]}}}}}\n"
    ).schools
    located = year.schools["beuk"].model_copy(update={"location": beuk["beuk"].location})
    plan = plan_of(year.model_copy(update={"schools": {**year.schools, "beuk": located}}))
    found = {meeting.facilitator for meeting in plan.meetings.values()}

    assert found == ({"gea", "hans"} if far else {"gea"})


@pytest.mark.parametrize("day", [10, 12])
def test_two_networks_at_one_hour_share_two_facilitators_and_not_one(day):
    other = """\
  mentoren: {facilitator: {one_of: [hans, gea]}, members: {roles: [coach]}, quorum: 0, time: 14.00-15.00,
    hosts: {location: Hier}, meetings: [{id: x, date: 2026-11-DAY}]}
"""
    year = a_project(
        facilitator="{one_of: [gea, hans]}",
        meetings=f"{{id: a, date: 2026-11-{day}}}",
        more=other.replace("DAY", str(day)),
    )
    outcome = plan_year(year, Wishes())

    if day == 10:
        assert isinstance(outcome, NoPlan)
    else:
        assert isinstance(outcome, Planned)
        assert {meeting.facilitator for meeting in outcome.plan.meetings.values()} == {"gea", "hans"}


def test_of_several_times_the_one_is_chosen_that_most_can_come_to():
    mornings = "{id: a, window: 2026-11-10..2026-11-13, time: [9.00-11.00, 13.30-15.30]}"
    year = a_project(meetings=mornings)
    afternoon = {
        id: member.model_copy(update={"working_days": tuple(half for half in WORKING_WEEK if half.half)})
        for id, member in year.members.items()
        if id in ("bas", "cato")
    }
    year = year.model_copy(update={"members": {**year.members, **afternoon}})
    plan = plan_of(year)

    assert str(plan.meetings["coaches/a"].span) == "13:30-15:30"
    assert plan_of(year, previous=plan) == plan
    assert "plan-other-time" in rules(year, plan, start=time(10, 0))
    assert "plan-no-quorum" in rules(year, plan, start=time(9, 0), end=time(11, 0))


def test_who_can_come_at_one_of_several_times_is_not_said_never_to_come():
    year = a_project(meetings="{id: a, window: 2026-11-10..2026-11-13, time: [9.00-11.00, 13.30-15.30]}")
    only = tuple(half for half in WORKING_WEEK if half.half)
    afternoon = {"bas": year.members["bas"].model_copy(update={"working_days": only})}
    year = year.model_copy(update={"members": {**year.members, **afternoon}})
    early = year.networks["coaches"].meetings[0].model_copy(update={"times": (Span(time(9), time(11)),)})
    network = year.networks["coaches"].model_copy(update={"meetings": (early,)})

    assert list(never_can_come(year, Places())) == []
    found = never_can_come(year.model_copy(update={"networks": {"coaches": network}}), Places())
    assert [one.rule for one in found] == ["never-can-come"]

"""Workshops over moments and schools: presenters can come, rooms suffice, moments offer about as much."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.gathering import gatherings
from leernet.model.plan import Plan, PlannedSession
from leernet.solve.dates.formulation import date_problem
from leernet.solve.limits import NO_LIMITS, within
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.solve.program import Outcome, Program
from leernet.verify.plan.rules import broken_rules

from .plan_projects import PROJECT, year_of

SERIES = """\
series:
  w:
    title: Workshops
    for: {roles: [coach]}
    moments:
      een: {window: 2026-10-05..2026-10-09, weekdays: [di, do], time: 9.00-12.00}
      twee: {window: 2026-11-09..2026-11-13, weekdays: [di, do], time: 9.00-12.00}
workshops:
  a: {series: w, presenter: anna, seats: 6}
  b: {series: w, presenter: bas, seats: 6}
  c: {series: w, presenter: cato, seats: 6}
  d: {series: w, presenter: anna, seats: 6}
"""


def sessions(text):
    year = year_of(text)
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)
    assert broken_rules(year, outcome.plan, Places()) == ()
    return outcome.plan.sessions


def test_workshops_without_a_moment_are_divided_evenly_and_presenters_are_in_one_place():
    found = sessions(PROJECT + SERIES)

    moments = {reference.split("/")[2]: reference.split("/")[1] for reference in found}
    assert Counter(moments.values()) == {"een": 2, "twee": 2}
    assert moments["a"] != moments["d"]


def test_a_presenter_stays_at_their_own_school():
    schools = {
        reference.split("/")[2]: session.school for reference, session in sessions(PROJECT + SERIES).items()
    }

    assert schools == {"a": "beuk", "b": "eik", "c": "iep", "d": "beuk"}


def test_no_more_workshops_side_by_side_than_there_are_rooms():
    text = PROJECT + SERIES.replace("presenter: bas", "presenter: guest")
    one_moment = text.replace(
        "      twee: {window: 2026-11-09..2026-11-13, weekdays: [di, do], time: 9.00-12.00}\n", ""
    )

    found = sessions(one_moment.replace("  d: {series: w, presenter: anna, seats: 6}\n", ""))

    assert sorted(Counter(session.school for session in found.values()).values()) == [1, 1, 1]


def test_a_moment_inside_a_meeting_is_where_and_when_the_meeting_is():
    series = SERIES.partition("      een:")[0] + "      een: {meeting: coaches/lente, time: 14.00-15.00}\n"
    text = PROJECT + series + "workshops:\n  a: {series: w, seats: 6}\n"
    year = year_of(text)
    outcome = plan_year(year, Wishes())

    assert isinstance(outcome, Planned)
    meeting, session = outcome.plan.meetings["coaches/lente"], outcome.plan.sessions["w/een/a"]
    assert (session.day, session.school, str(session.span)) == (meeting.day, meeting.host, "14:00-15:00")


def test_a_workshop_may_be_at_a_school_that_is_probably_closed_and_not_at_a_closed_one():
    # In a holiday schools are probably closed.
    moment = "    moments: {een: {date: 2026-10-20, time: 9.00-12.00}}\n"
    workshop = "workshops:\n  a: {series: w, school: iep, seats: 6}\n"
    text = PROJECT + SERIES.partition("    moments:")[0] + moment + workshop
    session = PlannedSession.model_validate(
        {"date": date(2026, 10, 20), "start": "09:00", "end": "12:00", "school": "iep"}
    )
    plan = Plan(school_year="2026-2027", sessions={"w/een/a": session})

    def told(text):
        return [one.rule for one in broken_rules(year_of(text), plan, Places()) if "closed" in one.rule]

    assert told(text) == []
    assert told(text.replace("{name: De Iep,", "{name: De Iep, closed: [2026-10-20],")) == [
        "plan-host-closed"
    ]


def test_given_moments_and_schools_stay():
    text = PROJECT + SERIES.replace(
        "presenter: anna, seats: 6}\n  b", "school: iep, moments: [een, twee], seats: 6}\n  b"
    )

    found = {
        reference: session.school for reference, session in sessions(text).items() if reference.endswith("/a")
    }

    assert found == {"w/een/a": "iep", "w/twee/a": "iep"}


def test_a_presenter_who_can_never_come_leaves_no_plan():
    text = PROJECT + SERIES.replace("working_days", "working_days").replace(
        "presenter: cato", "presenter: dirk"
    )
    closed = text.replace("weekdays: [di, do]", "weekdays: [di]")

    outcome = plan_year(year_of(closed), Wishes())

    assert isinstance(outcome, NoPlan)
    assert [conflict.lines[0].path for conflict in outcome.conflicts] == [("workshops", "c", "presenter")]


# Dirk works on Thursday and Friday; of the others only Bas works on Friday, and nobody on Thursday here.
DIRK = PROJECT + SERIES.replace("presenter: cato", "presenter: dirk").replace(
    "weekdays: [di, do]", "weekdays: [di, vr]"
).replace("d: {series: w, presenter: anna", "d: {series: w, presenter: gast")


def test_dates_are_chosen_so_that_who_leads_a_workshop_can_come_to_one_of_them():
    found = sessions(DIRK)

    (with_dirk,) = (session for reference, session in found.items() if reference.endswith("/c"))
    assert with_dirk.day.weekday() == 4
    assert len(found) == 4


def test_planning_again_keeps_such_a_workshop_where_it_is():
    year = year_of(DIRK)
    first = plan_year(year, Wishes())
    assert isinstance(first, Planned)

    again = plan_year(year, Wishes(previous=first.plan))

    assert isinstance(again, Planned)
    assert again.plan is first.plan


@pytest.mark.parametrize(("rooms", "fits"), [("", True), (", rooms: 3", True), (", rooms: 2", False)])
def test_a_meeting_brings_its_workshops_to_its_school_unless_that_says_how_many_rooms_it_has(rooms, fits):
    school = "eik: {name: De Eik"
    assert school in PROJECT
    series = SERIES.partition("      een:")[0] + "      een: {meeting: coaches/lente, time: 14.00-15.00}\n"
    led = "".join(f"  {id}: {{series: w, seats: 6}}\n" for id in "abc")
    given = PROJECT.replace("{id: lente,", "{id: lente, host: eik,")
    assert given != PROJECT
    year = year_of(given.replace(school, school + rooms) + series + "workshops:\n" + led)

    assert isinstance(plan_year(year, Wishes()), Planned) == fits


def test_planning_again_keeps_a_workshop_at_the_school_that_people_were_told():
    text = PROJECT + SERIES
    first = plan_year(year_of(text), Wishes()).plan
    moved = text.replace("{name: Bas, school: eik,", "{name: Bas, school: beuk,")
    assert moved != text

    kept, fresh = (plan_year(year_of(moved), Wishes(previous=before)).plan for before in (first, None))

    def school_of_b(plan):
        return next(one.school for reference, one in plan.sessions.items() if reference.endswith("/b"))

    assert (school_of_b(first), school_of_b(kept), school_of_b(fresh)) == ("eik", "eik", "beuk")


def test_weeks_begin_on_monday():
    year = year_of(PROJECT)
    problem = date_problem(year, calendar_of(year))
    mondays = [
        problem.day(number) - timedelta(problem.day(number).weekday()) for number in range(problem.days)
    ]

    weeks = [problem.week(number) for number in range(problem.days)]
    assert [(monday - mondays[0]).days // 7 for monday in mondays] == weeks


def test_a_workshop_has_no_place_only_where_that_is_certain(monkeypatch):
    """A search that time ends without an answer leaves no workshop out that has a place."""
    solved = Program.solved

    def in_no_time(self, *, limits=NO_LIMITS, **asked):
        nothing = Outcome(np.zeros(0), np.inf, -np.inf, proven=False, impossible=False)
        return nothing if limits is not NO_LIMITS and self.costs.count(10**8) else solved(self, **asked)

    monkeypatch.setattr(Program, "solved", in_no_time)
    year = year_of(PROJECT + SERIES)
    outcome = plan_year(year, Wishes(), limits=within(600))

    assert isinstance(outcome, Planned)
    assert len(outcome.plan.sessions) == 4
    assert broken_rules(year, outcome.plan, Places()) == ()


def test_a_moment_is_of_the_network_of_its_series_where_that_has_one():
    own = {"w": SERIES, "n": SERIES.replace("  w:\n", "  w:\n    network: coaches\n")}

    found = {
        name: {one.network and one.network.id for one in gatherings(year_of(PROJECT + text)) if one.series}
        for name, text in own.items()
    }

    assert found == {"w": {None}, "n": {"coaches"}}

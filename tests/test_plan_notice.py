"""Of dates that cost the same people have the one of which they are told in time."""

import random
from datetime import timedelta
from itertools import product

import pytest
from msgspec.structs import replace

from leernet.days.calendar import calendar_of
from leernet.days.notice import notice_day_of
from leernet.finding import Places
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import change_of, measures
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of
from .test_plan_all_there_are import a_project
from .test_plan_at_once import a_year


def date_of(
    meeting, *, members="b: {name: Bas, organisation: P, roles: [coach]}", hosts="{location: Zaal}", **wishes
):
    year = year_of(f"""
year: {{school_year: 2026-2027, holiday_region: zuid}}
schools:
  eik: {{name: De Eik, host_seats: 9, host_days: [wo]}}
  beuk: {{name: De Beuk, host_seats: 9}}
members:
  a: {{name: Anne, organisation: P, roles: [coach]}}
  {members}
networks:
  n:
    facilitator: a
    members: {{roles: [coach]}}
    time: 9.00-12.00
    hosts: {hosts}
    meetings: [{meeting}]
""")
    outcome = plan_year(year, Wishes(**wishes))
    assert isinstance(outcome, Planned)
    assert [
        found.rule for found in broken_rules(year, outcome.plan, Places()) if found.level == "error"
    ] == []
    return str(outcome.plan.meetings["n/m"].day)


AWAY = "b: {name: Bas, organisation: P, roles: [coach], away: [AWAY]}"


@pytest.mark.parametrize(
    ("meeting", "away", "day"),
    [
        # The last day of the first fortnight that costs nothing.
        ("{id: m, window: 2026-11-02..2026-11-27}", "2027-01-01", "2026-11-13"),
        ("{id: m, window: 2026-11-02..2026-11-27}", "2026-11-12..2026-11-13", "2026-11-11"),
        # Later than that it is the first, as it always was.
        ("{id: m, window: 2026-11-02..2026-11-27}", "2026-11-02..2026-11-16", "2026-11-17"),
        # Six weeks before 30 November to 4 December is the autumn holiday.
        ("{id: m, window: 2026-11-23..2026-12-11}", "2026-11-23..2026-11-29", "2026-12-07"),
        ("{id: m, window: 2026-11-30..2026-12-18}", "2027-01-01", "2026-12-11"),
        # Nothing else in the fortnight: the first day after the holiday.
        ("{id: m, window: 2026-08-31..2026-12-18}", "2027-01-01", "2026-10-05"),
        # Where all dates that cost the same are like that, one of them.
        ("{id: m, window: 2026-11-30..2026-12-04}", "2027-01-01", "2026-12-04"),
        # A date is never dearer for it.
        ("{id: m, window: 2026-11-30..2026-12-18}", "2026-12-05..2026-12-18", "2026-12-04"),
        ("{id: m, date: 2026-11-30}", "2027-01-01", "2026-11-30"),
    ],
)
def test_a_date_that_costs_the_same_leaves_time_to_invite(meeting, away, day):
    assert date_of(meeting, members=AWAY.replace("AWAY", away)) == day


def test_hosts_do_not_cost_more_for_it():
    # De Beuk received before: the turn of De Eik, which receives on Wednesdays only, goes first.
    hosts = "{rotate: schools, among: {schools: [eik, beuk]}, hosted_before: {beuk: 3}}"

    assert date_of("{id: m, window: 2026-11-04..2026-11-06}", hosts=hosts) == "2026-11-04"


@pytest.mark.parametrize("seed", range(25))
def test_no_dates_of_a_network_leave_more_time_at_the_same_cost(seed):
    chance = random.Random(seed)
    away = ", ".join(f"2026-11-{day:02}" for day in sorted(chance.sample(range(2, 28), chance.randint(0, 6))))
    meetings = ", ".join(
        f"{{id: m{at}, window: 2026-11-{first:02}..2026-11-{min(30, first + chance.choice([4, 16])):02}}}"
        for at, first in enumerate((2, chance.choice([4, 9]), chance.choice([12, 16])))
    )
    year = year_of(f"""
year: {{school_year: 2026-2027, holiday_region: zuid}}
members:
  a: {{name: Anne, organisation: P, roles: [coach]}}
  b: {{name: Bas, organisation: P, roles: [coach], away: [{away}]}}
networks:
  n: {{facilitator: a, members: {{roles: [coach]}}, quorum: 0, weekdays: [ma, di, do], time: 9.00-12.00,
    hosts: {{location: Zaal}}, spacing: {{min_weeks: 1}}, meetings: [{meetings}]}}
""")
    outcome = plan_year(year, Wishes())
    if not isinstance(outcome, Planned):
        return
    problem, picks = outcome.case.problem, outcome.chosen.dates.picks
    notice_day = notice_day_of(year)

    def ranks(places):
        found = []
        for event, place, own in zip(problem.events, places, picks, strict=True):
            day, now = (problem.day(int(event.days[at])) for at in (place, own))
            soon = event.gathering.window.first + timedelta(14)
            due_in_holiday = notice_day(day, 42) != day - timedelta(42)
            later = 0 if now >= soon else -day.toordinal() if day < soon else 0
            found.append((due_in_holiday, later))
        return found

    total, own = measures(problem, picks).total, ranks(picks)
    for places in product(*(range(len(event.days)) for event in problem.events)):
        others = ranks(places)
        if others != own and all(other <= now for other, now in zip(others, own, strict=True)):
            assert measures(problem, places).total != total


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("a_small_year", [a_project, a_year])
def test_what_another_day_changes_is_the_difference_of_all_costs(a_small_year, seed):
    year = a_small_year(seed)
    dice, problem = random.Random(seed), date_problem(year, calendar_of(year))
    if not all(len(event.days) for event in problem.events):
        return
    places = [(at, frozenset(event.days.tolist()[::2])) for at, event in enumerate(problem.events)]
    problem = replace(problem, cuts=(Cut(tuple(places), 1),))
    for _time in range(20):
        picks = tuple(dice.randrange(len(event.days)) for event in problem.events)
        number = dice.randrange(len(picks))
        place = dice.randrange(len(problem.events[number].days))
        other = (*picks[:number], place, *picks[number + 1 :])

        found = change_of(problem, picks, number, place)

        assert found == measures(problem, other).total - measures(problem, picks).total

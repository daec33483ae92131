"""Dates: in the window, on the weekdays, spaced, those needed there, and the best for those wanted."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.solve.dates.exact import dates_bound, exact_dates
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, measures
from leernet.solve.dates.search import good_dates
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import MEMBERS, NETWORK, PROJECT, SCHOOLS, YEAR, year_of


def planned(text, **wishes):
    outcome = plan_year(year_of(text), Wishes(**wishes))
    assert isinstance(outcome, Planned)
    return outcome.plan


def days(plan):
    return {reference: str(meeting.day) for reference, meeting in plan.meetings.items()}


def test_meetings_get_days_in_their_window_on_their_weekdays_with_most_members_there():
    plan = planned(PROJECT)

    # On Tuesday only Dirk is missing, on Thursday only Cato: one of each, and nobody misses both.
    weekdays = {meeting.day.weekday() for meeting in plan.meetings.values()}
    assert weekdays == {1, 3}
    assert sorted(absent for meeting in plan.meetings.values() for absent in meeting.absent) == [
        "cato",
        "dirk",
    ]
    assert broken_rules(year_of(PROJECT), plan, Places()) == ()


def test_every_goal_of_a_small_plan_is_proven():
    assert [(goal.value, goal.bound, goal.proven) for goal in planned(PROJECT).goals[:3]] == [
        (200, 200, True),
        (2, 2, True),
        (0, 0, True),
    ]


def test_a_date_that_the_user_gave_stays():
    text = PROJECT.replace("2027-02-22..2027-04-23}", "2027-02-22..2027-04-23, date: 2027-03-09}")

    assert days(planned(text))["coaches/lente"] == "2027-03-09"


def test_nobody_meets_on_a_closed_day_and_avoided_days_are_left_alone_where_that_is_cheap():
    open_tuesdays = ("2026-09-15", "2026-09-22")
    text = PROJECT.replace("2026-09-14..2026-11-27", "2026-09-14..2026-09-25").replace("[di, do]", "[di]")
    closed = text.replace("holiday_region: zuid", "holiday_region: zuid, closed: [2026-09-15]")
    avoided = text.replace("holiday_region: zuid", "holiday_region: zuid, avoid: [2026-09-22]")

    assert days(planned(text))["coaches/herfst"] in open_tuesdays
    assert days(planned(closed))["coaches/herfst"] == "2026-09-22"
    assert days(planned(avoided))["coaches/herfst"] == "2026-09-15"


def test_who_must_be_there_decides():
    text = PROJECT.replace(
        "    weekdays: [di, do]\n",
        "    weekdays: [di, do]\n    quorum: 0\n    required: [{any_of: {roles: [opleider]}}]\n",
    )

    assert {meeting.day.weekday() for meeting in planned(text).meetings.values()} == {3}


def test_meetings_keep_their_distance_and_spread_evenly_within_it():
    three = (
        "    meetings: [{id: a, window: 2026-09-07..2027-06-25}, {id: b, window: 2026-09-07..2027-06-25}, "
        "{id: c, window: 2026-09-07..2027-06-25}]\n"
    )
    text = YEAR + SCHOOLS + MEMBERS + NETWORK.partition("    meetings:")[0] + three
    plan = planned(text)

    a, b, c = (plan.meetings[f"coaches/{id}"].day for id in "abc")
    # Every so many weeks, a week more or less.
    assert abs((b - a).days - (c - b).days) <= 14


def test_nobody_is_needed_in_two_places():
    other = """\
  opleiders:
    facilitator: anna
    members: {roles: [opleider]}
    time: 15.00-17.00
    meetings: [{id: a, window: 2026-09-14..2026-09-17}]
"""
    text = PROJECT.replace("2026-09-14..2026-11-27", "2026-09-14..2026-09-17") + other
    plan = planned(text)

    # Anna works on Monday, Tuesday and Thursday and leads both: they cannot share an afternoon.
    assert plan.meetings["coaches/herfst"].day != plan.meetings["opleiders/a"].day


def test_a_meeting_half_the_group_comes_to_for_a_part_counts_only_that_part():
    programme = (
        "    programme: [{title: Samen, minutes: 60}, {title: Alleen de coaches, start: 13.00, "
        "for: {members: [anna, bas]}}]\n"
    )
    text = (PROJECT.replace("time: 13.30-16.30\n", "time: 9.00-16.00\n" + programme)).replace(
        "working_days: [ma, di, wo]", "working_days: [ma, di-ochtend, do-ochtend]"
    )

    # Cato has mornings only and is meant for the morning only.
    assert [meeting.absent for meeting in planned(text).meetings.values()] == [(), ()]


def test_no_date_is_chosen_before_today():
    plan = planned(PROJECT, today=date(2026, 11, 20))

    assert days(plan)["coaches/herfst"] in ("2026-11-24", "2026-11-26")


def test_a_year_that_has_passed_can_still_be_planned():
    assert days(planned(PROJECT, today=date(2028, 1, 1))) == days(planned(PROJECT))


def test_a_meeting_that_is_cancelled_gets_no_date():
    text = PROJECT.replace("{id: lente,", "{id: lente, cancelled: true,")

    assert list(planned(text).meetings) == ["coaches/herfst"]


def test_groups_that_meet_by_themselves_get_days_too():
    own = "    groups: {size: 2, meetings: {times: 2, time: 15.30-17.00, window: 2027-01-11..2027-02-05}}\n"
    plan = planned(PROJECT + own)

    assert [reference for reference in plan.meetings if "intervisie" in reference] == [
        "coaches/intervisie-1",
        "coaches/intervisie-2",
    ]
    assert plan.meetings["coaches/intervisie-1"].host is None


def test_days_are_chosen_on_which_another_board_can_receive_the_next_meeting():
    closed = "closed: [2026-08-01..2027-03-24, 2027-03-26..2027-07-31],"
    text = PROJECT.replace("{rotate: schools}", "{rotate: schools, not_same_board_in_a_row: true}").replace(
        "{name: De Iep,", f"{{name: De Iep, {closed}"
    )

    # De Iep, the only one of another board with seats enough, is open on one day of the year.
    assert days(planned(text))["coaches/lente"] == "2027-03-25"


TINY = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools: {eik: {name: De Eik}}
members:
  anna: {name: Anna, school: eik, roles: [een, twee]}
  bas: {name: Bas, school: eik, roles: [een], working_days: [BAS]}
  cato: {name: Cato, school: eik, roles: [een, twee], working_days: [CATO]}
  dirk: {name: Dirk, school: eik, roles: [twee], working_days: [DIRK]}
networks:
  een:
    facilitator: anna
    members: {roles: [een]}
    time: 9.00-12.00
    spacing: {min_weeks: 1}
    meetings: [{id: a, window: 2026-09-07..2026-09-18}, {id: b, window: 2026-09-14..2026-09-25}]
  twee:
    facilitator: bas
    members: {roles: [twee]}
    time: 11.00-13.00
    meetings: [{id: a, window: 2026-09-07..2026-09-11}, {id: b, window: 2026-09-16..2026-09-18}]
"""

WEEKDAYS = some.lists(some.sampled_from(["ma", "di", "wo", "do", "vr"]), min_size=1, unique=True)


@settings(max_examples=12, deadline=None)
@given(bas=WEEKDAYS, cato=WEEKDAYS, dirk=WEEKDAYS)
def test_dates_are_the_best_of_all_there_are(bas, cato, dirk):
    text = TINY.replace("[BAS]", f"[{', '.join(bas)}]").replace("[CATO]", f"[{', '.join(cato)}]")
    year = year_of(text.replace("[DIRK]", f"[{', '.join(dirk)}]"))
    problem = date_problem(year, calendar_of(year))
    every = product(*(range(len(event.days)) for event in problem.events))
    best = min((measures(problem, picks).total for picks in every), default=FORBIDDEN)

    exact = exact_dates(problem)

    if best >= FORBIDDEN:
        assert exact.impossible
        assert isinstance(plan_year(year, Wishes()), NoPlan)
    else:
        assert (exact.value, exact.bound, exact.proven) == (best, best, True)
        assert measures(problem, exact.picks).total == best
        assert dates_bound(problem, exact.picks) <= best <= measures(problem, good_dates(problem)).total
        outcome = plan_year(year, Wishes())
        assert isinstance(outcome, Planned)
        assert outcome.plan.goals[0].value == best
        assert broken_rules(year, outcome.plan, Places()) == ()


def test_the_same_files_give_the_same_plan_in_any_order():
    shuffled = NETWORK + MEMBERS + SCHOOLS + YEAR

    assert planned(PROJECT) == planned(shuffled) == planned(PROJECT)


@pytest.mark.parametrize("prefer", ["attendance", "spread", "fairness"])
def test_a_preference_changes_weights_and_breaks_no_rule(prefer):
    assert broken_rules(year_of(PROJECT), planned(PROJECT, prefer=prefer), Places()) == ()

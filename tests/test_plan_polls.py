"""Polls of dates decide who can come: yes beats working days, if need be costs a third, no is no."""

import random
from datetime import date, time

import pytest

from leernet.days.calendar import calendar_of
from leernet.explain.meeting import meeting_reasons
from leernet.finding import Places
from leernet.model.gathering import gatherings, said_about
from leernet.model.poll import Poll, PollOption, Stance
from leernet.solve.dates.formulation import date_problem
from leernet.solve.limits import NO_LIMITS
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.solve.ways_out import with_ways_out
from leernet.verify.plan.rules import broken_rules
from leernet.verify.polls import heard, refused_by_all

from .plan_projects import year_of

PROJECT = """
year: {school_year: 2026-2027, holiday_region: noord}
members:
  a: {name: Anne, organisation: P, roles: [coach], working_days: [ma]}
  b: {name: Bas, organisation: P, roles: [coach]}
  c: {name: Carla, organisation: P, roles: [coach]}
  f: {name: Femke, organisation: P, working_days: [di]}
networks:
  n:
    facilitator: f
    members: {roles: [coach]}
    quorum: 0
    time: 9.00-12.00
    weekdays: [di, do]
    hosts: {location: Zaal}
    meetings: [{id: m, MEETING}]
"""
DAYS = [date(2027, 3, day) for day in (2, 4, 9)]
MARKS = {"+": Stance.YES, "?": Stance.IF_NEED_BE, "-": Stance.NO, ".": None}


def polled(meeting, **answers):
    """A year with a poll about three days, whatever each member said in it."""
    year = year_of(PROJECT.replace("MEETING", meeting))
    said = {member: tuple(MARKS[mark] for mark in marks) for member, marks in answers.items()}
    poll = Poll("availability/n-m.csv", "n", "m", tuple(map(PollOption, DAYS)), said)
    return year.model_copy(update={"polls": (poll,)})


def planned(year):
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)
    assert [found.rule for found in broken_rules(year, outcome.plan, Places())] == []
    return outcome.plan.meetings["n/m"], outcome.plan


@pytest.mark.parametrize(
    ("answers", "day", "absent"),
    [
        # Thursday is no working day of Anne and Femke; both say yes to it.
        ({"a": ".+.", "f": ".+."}, 4, ()),
        ({"a": "..+"}, 9, ()),
        ({"a": "+++", "b": "--."}, 9, ()),
        # Three who come if need be cost less than one who does not come.
        ({"a": "+-?", "b": "--?", "c": "+-+", "f": "+++"}, 9, ()),
        ({"a": "-.?", "b": "+-?", "c": "+-?", "f": "+-+"}, 9, ()),
        # Everybody refuses the only day on which nobody else is away.
        ({"a": "-..", "b": "-.."}, 9, ("a",)),
    ],
)
def test_what_people_answered_decides_the_date(answers, day, absent):
    meeting, _plan = planned(polled("dates: poll", **answers))

    assert (meeting.day, meeting.absent) == (date(2027, 3, day), absent)


def test_the_dates_of_a_poll_are_the_only_days_whatever_weekdays_the_network_has():
    year = polled("dates: poll")

    assert gatherings(year)[0].dates == tuple(DAYS)


def test_without_a_poll_any_day_of_the_window_will_do():
    year = year_of(PROJECT.replace("MEETING", "dates: poll, window: 2027-03-01..2027-03-12"))

    assert planned(year)[0].day == date(2027, 3, 9)


def test_a_poll_that_everybody_refuses_leaves_no_plan_and_two_ways_out():
    year = polled("dates: poll", a="---", b="---")

    outcome = plan_year(year, Wishes())

    assert isinstance(outcome, NoPlan)
    (conflict,) = with_ways_out(year, Wishes(), outcome.conflicts, NO_LIMITS)
    assert {line.path for line in conflict.lines} == {
        ("networks", "n", "meetings", 0, "dates"),
        ("availability", "availability/n-m.csv"),
    }
    assert [way.changes for way in conflict.ways_out] == [
        (("networks", "n", "meetings", 0, "dates"),),
        (("availability", "availability/n-m.csv"),),
    ]


def test_explain_says_who_said_no_and_who_comes_if_need_be():
    year = polled("dates: poll", a="-?-", b="-+-", f="+++", c="+--")
    meeting, plan = planned(year)

    reasons = meeting_reasons(year, plan, "n/m")

    assert meeting.day == DAYS[1]
    assert [(name, str(why)) for name, why in reasons.absent] == [("Carla", "said no in the poll")]
    assert reasons.reluctant == ("Anne",)


def test_a_poll_of_the_whole_network_counts_where_the_meeting_has_none_of_its_own():
    year = polled("dates: poll", a="+..")
    general = Poll(
        "availability/n.csv",
        "n",
        "",
        tuple(map(PollOption, DAYS)),
        {"a": (Stance.NO,) * 3, "b": (Stance.NO,) * 3},
    )

    said = said_about(year.model_copy(update={"polls": (*year.polls, general)}), gatherings(year)[0])

    assert {key: stance.name for key, stance in said.items() if key[1] == DAYS[0]} == {
        ("a", DAYS[0]): "YES",
        ("b", DAYS[0]): "NO",
    }
    assert said["a", DAYS[1]] is Stance.NO


@pytest.mark.parametrize("seed", range(40))
def test_whoever_plans_and_whoever_checks_read_answers_to_parts_of_a_day_alike(seed):
    chance = random.Random(seed)
    clocks = [None, time(8), time(9), time(9, 45), time(10, 30), time(12), time(13)]
    options = []
    for _number in range(5):
        start, end = chance.choice(clocks), chance.choice(clocks)
        starts_first = start is not None and end is not None and start < end
        options.append(PollOption(chance.choice(DAYS), start, end if starts_first else None))
    said = {id: tuple(chance.choice([None, *Stance]) for _option in options) for id in "abcf"}
    year = polled("window: 2027-03-01..2027-03-12")
    poll = Poll("availability/n.csv", "n", "", tuple(options), said)
    year = year.model_copy(update={"polls": (poll,)})
    (gathering,) = gatherings(year)
    about = said_about(year, gathering)

    for day in DAYS:
        answers = {id: about.get((id, day)) for id in "abcf"}
        assert {id: None if one is None else one > 0 for id, one in answers.items()} == {
            id: heard(year, gathering, id, day) for id in "abcf"
        }
        refused = any(one is Stance.NO for one in answers.values()) and not any(answers.values())
        assert refused_by_all(year, gathering, day) is refused


def test_if_need_be_costs_a_third_of_an_absence():
    costs = []
    for mark in ".?-":
        year = polled("dates: poll", b=f"{mark}..", a="+++", f="+++")
        problem = date_problem(year, calendar_of(year))
        costs.append(int(problem.events[0].cost[0]))

    assert costs == [0, 33, 100]

"""Hosts take turns: who hosted least and longest ago is next, if open, big enough, of another board."""

from datetime import date

import pytest

from leernet.explain.meeting import meeting_reasons
from leernet.finding import Places
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.selection import possible_hosts
from leernet.model.turns import Turns, turns_before
from leernet.model.values import SchoolYear
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import PROJECT, year_of


def hosts(text, **wishes):
    year = year_of(text)
    outcome = plan_year(year, Wishes(**wishes))
    assert isinstance(outcome, Planned)
    assert broken_rules(year, outcome.plan, Places(), wishes.get("history", ())) == ()
    return [outcome.plan.meetings[f"coaches/{id}"].host for id in ("herfst", "lente")]


def earlier(school_year, *schools):
    """A plan of an earlier year in which these schools hosted, in this order."""
    meetings = {
        f"coaches/{number}": PlannedMeeting.model_validate(
            {"date": date(school_year, 9 + number, 10), "start": "13:30", "end": "16:30", "host": school}
        )
        for number, school in enumerate(schools)
    }
    return Plan(school_year=SchoolYear(school_year), revision=1, meetings=meetings)


def test_only_schools_that_the_group_fits_in_take_turns():
    assert "wilg" not in hosts(PROJECT)


def test_who_hosted_less_is_next():
    text = PROJECT.replace("rotate: schools", "rotate: schools, hosted_before: {beuk: 2, eik: 1}")

    # The wilg fits nobody, the iep never hosted: it is first, and once level with the eik the eik is next.
    assert set(hosts(text)) == {"iep", "eik"}


def test_turns_are_remembered_over_the_years():
    assert set(hosts(PROJECT, history=(earlier(2025, "beuk", "iep"), earlier(2024, "beuk")))) == {
        "eik",
        "iep",
    }


def test_of_schools_that_hosted_as_often_the_one_longest_ago_is_next():
    history = (earlier(2023, "eik"), earlier(2024, "iep"), earlier(2025, "beuk"))

    assert set(hosts(PROJECT, history=history)) == {"eik", "iep"}


@pytest.mark.parametrize(("last", "counts"), [(2020, False), (2021, False), (2022, True)])
@pytest.mark.parametrize("school", ["beuk", "eik", "iep"])
def test_a_turn_of_five_years_ago_is_as_long_ago_as_any_earlier_one(school, last, counts):
    others = sorted({"beuk", "eik", "iep"} - {school})

    found = hosts(PROJECT, history=(earlier(2020, *others), earlier(last, school)))

    # By the journeys alone the eik and then the beuk receive.
    assert found == ["eik", "beuk"] if not counts else school not in found


def test_a_newcomer_starts_level_with_the_others():
    text = PROJECT.replace("school: iep,", "school: iep, from: 2026-08-01,")
    year = year_of(text)
    history = (earlier(2024, "beuk", "eik"), earlier(2025, "beuk", "eik"))

    turns = turns_before(year, year.networks["coaches"], history)

    # The wilg has two seats and never had a turn: it is not among those who share them.
    assert turns["iep"] == Turns(hosted=0, credit=2, last=None)
    assert (turns["beuk"].counted, turns["eik"].counted) == (2, 2)


def test_who_cannot_host_this_year_is_named_as_an_exception_and_the_others_stay_those_of_the_members():
    text = PROJECT.replace("rotate: schools", "rotate: schools, among: {except: [iep]}").replace(
        "  wilg:", "  els: {name: De Els, host_seats: 40}\n  wilg:"
    )
    year = year_of(text)

    assert [school.id for school in possible_hosts(year, year.networks["coaches"])] == ["beuk", "eik", "wilg"]
    assert set(hosts(text)) == {"beuk", "eik"}


def test_the_same_board_does_not_receive_twice_in_a_row():
    text = PROJECT.replace("rotate: schools", "rotate: schools, not_same_board_in_a_row: true")
    boards = {"beuk": "kiem", "eik": "kiem", "iep": "zaad"}

    found = hosts(text.replace("rotate: schools", "rotate: schools, hosted_before: {iep: 5}"))
    after_kiem = hosts(text, history=(earlier(2025, "beuk"),))

    assert len({boards[host] for host in found}) == 2
    assert after_kiem[0] == "iep"


def test_areas_alternate_where_turns_leave_the_choice():
    text = PROJECT.replace("rotate: schools", "rotate: schools, alternate: areas")

    assert "iep" in hosts(text)


def test_a_school_that_is_closed_that_day_cannot_receive():
    text = (
        PROJECT.replace("    time:", "    quorum: 1\n    time:")
        .replace("2026-09-14..2026-11-27", "2026-09-15..2026-09-15")
        .replace("{name: De Iep,", "{name: De Iep, closed: [2026-09-15],")
    )

    assert (
        hosts(text.replace("rotate: schools", "rotate: schools, hosted_before: {eik: 9, beuk: 9}"))[0]
        != "iep"
    )


def test_a_host_that_the_user_gave_stays_even_when_it_is_too_small():
    text = PROJECT.replace("2027-02-22..2027-04-23}", "2027-02-22..2027-04-23, host: wilg}")

    assert hosts(text)[1] == "wilg"


@pytest.mark.parametrize(
    ("where", "expected"),
    [("{school: iep}", ("iep", "")), ("{location: 'Kerkstraat 4, Ede'}", (None, "Kerkstraat 4, Ede"))],
)
def test_a_network_may_always_meet_at_one_place(where, expected):
    outcome = plan_year(year_of(PROJECT.replace("{rotate: schools}", where)), Wishes())

    assert isinstance(outcome, Planned)
    assert {(meeting.host, meeting.location) for meeting in outcome.plan.meetings.values()} == {expected}


def test_no_school_receives_two_groups_at_once():
    other = """\
  tweede:
    facilitator: bas
    members: {members: [bas]}
    time: 13.30-16.30
    hosts: {rotate: schools, among: {schools: [iep]}}
    meetings: [{id: a, date: 2026-09-15}]
"""
    text = PROJECT.replace("2026-09-14..2026-11-27", "2026-09-15..2026-09-15").replace(
        "rotate: schools", "rotate: schools, hosted_before: {beuk: 9, eik: 9}"
    )

    assert hosts(text)[0] == "iep"
    assert hosts(text + other)[0] != "iep"


def test_a_date_without_a_host_is_given_up_for_one_with():
    # Only the iep and the eik can receive them, both of other boards; on the best days both are closed.
    text = PROJECT.replace("rotate: schools", "rotate: schools, among: {schools: [eik]}").replace(
        "{name: De Eik,", "{name: De Eik, closed: [2026-09-14..2026-11-13],"
    )
    outcome = plan_year(year_of(text), Wishes())

    assert isinstance(outcome, Planned)
    assert outcome.plan.meetings["coaches/herfst"].day >= date(2026, 11, 16)


def test_without_any_school_that_can_receive_the_group_there_is_no_plan_and_the_line_is_named():
    outcome = plan_year(year_of(PROJECT.replace("host_seats", "rooms")), Wishes())

    assert isinstance(outcome, NoPlan)
    assert [[line.path for line in conflict.lines] for conflict in outcome.conflicts] == [
        [("networks", "coaches", "hosts")]
    ]


def test_a_host_has_a_room_for_every_workshop_of_the_meeting_and_without_any_needs_none():
    series = """\
series:
  w: {for: {roles: [coach]}, moments: {een: {meeting: coaches/herfst}, twee: {meeting: coaches/lente}}}
workshops:
  a: {series: w, seats: 6}
  b: {series: w, seats: 6}
  c: {series: w, seats: 6}
"""
    text = PROJECT.replace("{name: De Beuk,", "{name: De Beuk, rooms: 1,").replace(
        "{name: De Eik,", "{name: De Eik, rooms: 2,"
    )

    assert set(hosts(text + series)) == {"eik", "iep"}
    year = year_of(text + series)
    plan = plan_year(year, Wishes()).plan
    said = [
        (turn.school, [str(sentence) for sentence in turn.barred])
        for reference in plan.meetings
        for turn in meeting_reasons(year, plan, reference).other_hosts
        if turn.school == "beuk"
    ]
    assert said == [("beuk", ["too few rooms"])] * 2
    assert hosts(PROJECT.replace("{name: De ", "{rooms: 0, name: De ")) == hosts(PROJECT)


TWO_ON_A_DAY = """\
year: {school_year: 2026-2027}
schools:
  eik: {name: De Eik, host_seats: 9, host_at_most: 0}
  beuk: {name: De Beuk, host_seats: 9}
members:
  gea: {name: Gea}
  anna: {name: Anna, school: eik, roles: [a]}
  ada: {name: Ada, roles: [a], working_days: [ma]}
  bas: {name: Bas, school: beuk, roles: [b]}
  bo: {name: Bo, roles: [b], working_days: [ma]}
networks:
"""
OF_TWO_DAYS = """\
  NAME:
    facilitator: LEAD
    members: {roles: [NAME]}
    quorum: 0
    time: 13.00-14.00
    hosts: {rotate: schools, among: {schools: [eik, beuk]}}
    meetings: [{id: m, window: 2026-11-02..2026-11-03}]
"""


def test_a_date_moves_where_of_two_schools_one_hosts_nobody_this_year():
    networks = {"a": "anna", "b": "bas"}
    text = "".join(OF_TWO_DAYS.replace("NAME", one).replace("LEAD", lead) for one, lead in networks.items())

    outcome = plan_year(year_of(TWO_ON_A_DAY + text), Wishes())

    assert isinstance(outcome, Planned)
    planned = outcome.plan.meetings.values()
    assert sorted((one.day.day, one.host) for one in planned) == [(2, "beuk"), (3, "beuk")]

"""A moment on several dates: each workshop gets one of them, and nobody attends two workshops of it."""

import json
import random
from datetime import date
from itertools import product

import pytest
import yaml
from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import Places
from leernet.model.allocation import MISSING
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of

PROJECT = """\
year: {school_year: 2026-2027}
schools:
  eik: {name: De Eik, host_seats: 20, rooms: ROOMS, closed: [EIK]}
  iep: {name: De Iep, host_seats: 20, rooms: ROOMS, closed: [IEP]}
members:
  anna: {name: Anna, school: eik, away: [ANNA]}
  bas: {name: Bas, school: iep, away: [BAS]}
  s1: {name: S1, roles: [student], away: [S1]}
  s2: {name: S2, roles: [student], away: [S2]}
series:
  w:
    for: {roles: [student]}
    moments:
      herfst: {dates: [DATES], time: 9.00-12.00}
      MORE
workshops:
  a: {series: w, presenter: anna, moments: [herfst], seats: 10}
  b: {series: w, presenter: anna, moments: [herfst], seats: 10}
  c: {series: w, presenter: bas, moments: [herfst], seats: 10}
  d: {series: w, presenter: gast, SCHOOL, moments: [herfst], seats: 10}
"""
DAYS = tuple(date(2026, 10, day) for day in (6, 13, 15))


def project(
    dates=DAYS[:2], rooms=4, school="school: eik", more="winter: {date: 2027-01-14, time: 9.00-12.00}", **away
):
    text = PROJECT.replace("DATES", ", ".join(map(str, dates))).replace("ROOMS", str(rooms))
    for name in ("EIK", "IEP", "ANNA", "BAS", "S1", "S2"):
        text = text.replace(f"[{name}]", f"[{', '.join(map(str, away.get(name.lower(), ())))}]")
    return text.replace("SCHOOL", school).replace("MORE", more)


def plan_of(text, **wishes):
    year = year_of(text)
    outcome = plan_year(year, Wishes(**wishes))
    assert isinstance(outcome, Planned)
    assert [str(one) for one in broken_rules(year, outcome.plan, Places()) if one.level == "error"] == []
    return outcome.plan


def places(plan):
    return {ref.rpartition("/")[2]: (found.day, found.school) for ref, found in plan.sessions.items()}


def test_each_workshop_gets_one_date_and_who_leads_two_leads_them_on_two():
    found = places(plan_of(project()))

    assert {found["a"][0], found["b"][0]} == set(DAYS[:2])
    assert sorted(day for day, _school in found.values()) == [DAYS[0], DAYS[0], DAYS[1], DAYS[1]]


def test_who_leads_two_workshops_of_one_moment_needs_two_dates_and_rooms_count_for_each(tmp_path):
    def found(text):
        (tmp_path / "leernet.yaml").write_text(
            text.replace("2026-2027}", "2026-2027, holiday_region: zuid}", 1)
        )
        shown = CliRunner().invoke(app, ["-C", str(tmp_path), "--today", "2026-08-01", "--json", "check"])
        return {one["rule"] for one in json.loads(shown.stdout)["findings"] if one["level"] == "error"}

    at_eik = project(rooms=1).replace("presenter: bas,", "presenter: bas, school: eik,")
    assert found(project()) == found(at_eik) == set()
    assert found(project(dates=DAYS[:1])) == {"presenter-twice"}
    assert found(at_eik.replace("presenter: anna,", "presenter: anna, school: eik,")) == {"too-few-rooms"}


def test_a_date_on_which_no_student_can_come_gets_no_more_than_it_must():
    found = places(plan_of(project(s1=DAYS[:1], s2=DAYS[:1])))

    # Anna leads two.
    assert sorted(day for day, _school in found.values()) == [DAYS[0], DAYS[1], DAYS[1], DAYS[1]]


def test_a_school_needs_rooms_for_each_date_only():
    assert isinstance(plan_year(year_of(project(rooms=1, iep=DAYS)), Wishes()), NoPlan)
    assert set(places(plan_of(project(rooms=1, dates=DAYS)))) == {"a", "b", "c", "d"}


def test_what_has_been_stays_and_what_is_to_come_is_not_planned_in_the_past():
    before = plan_of(project())
    today = date(2026, 10, 8)
    after = plan_of(project(school="school: iep"), previous=before, today=today)
    held = {ref: found for ref, found in before.sessions.items() if found.day < today}

    assert held.items() <= after.sessions.items()
    late = plan_year(year_of(project(dates=DAYS)), Wishes(today=today)).plan
    assert {found.day for found in late.sessions.values()} == set(DAYS[1:])


def test_a_date_that_stays_keeps_its_workshops_and_one_that_goes_moves_only_its_own():
    before = plan_of(project(dates=DAYS))
    after = plan_of(project(dates=DAYS[1:]), previous=before, today=date(2026, 9, 1))

    kept = {ref for ref, found in before.sessions.items() if found.day in DAYS[1:]}
    moved = {ref for ref in before.sessions if before.sessions[ref] != after.sessions[ref]}
    # Anna can lead one workshop a date.
    assert len(moved - (before.sessions.keys() - kept)) <= 1
    assert {change.what for change in after.changes} == {"moved"}


def test_check_names_a_session_on_another_day_or_at_another_time():
    plan = plan_of(project())
    other = plan.sessions["w/herfst/c"].model_copy(update={"day": DAYS[2]})
    wrong = plan.model_copy(update={"sessions": {**plan.sessions, "w/herfst/c": other}})

    assert [one.rule for one in broken_rules(year_of(project()), wrong, Places())] == [
        "plan-not-one-of-dates"
    ]


TEACHES = {"a": "anna", "b": "anna", "c": "bas"}


def is_possible(year, chosen):
    leaders = [year.members[id] for id in TEACHES.values()]
    closed = [year.schools[school].closed for _day, school in chosen.values()]
    closed_there = any(
        day in days for (day, _school), own in zip(chosen.values(), closed, strict=True) for days in own
    )
    away = any(
        day in days
        for (day, _school), leader in zip(chosen.values(), leaders, strict=False)
        for days in (*leader.away, *year.schools[leader.school].closed)
    )
    rooms = year.schools["eik"].rooms
    crowded = any(list(chosen.values()).count(place) > rooms for place in chosen.values())
    twice = chosen["a"][0] == chosen["b"][0]
    return not (closed_there or away or crowded or twice or chosen["d"][1] != "eik")


def cost(year, days, chosen):
    """What a choice of date and school for each workshop costs, counted apart."""
    total = 3000 * sum(chosen[name][1] != year.members[id].school for name, id in TEACHES.items())
    for day, _school in chosen.values():
        total += 20_000 * sum(any(day in away for away in year.members[id].away) for id in ("s1", "s2"))
    for weight, size in ((20_000, 1), (20, 10)):
        for day in days:
            off = size * (len(days) * sum(on == day for on, _school in chosen.values()) - len(chosen))
            total += weight // len(days) * (max(0, off - len(days) + 1) + max(0, -off - len(days) + 1))
    return total


@pytest.mark.parametrize(
    "seed", [*range(12), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 25))]
)
def test_no_choice_of_dates_and_schools_is_better(seed):
    lot = random.Random(seed)
    days = DAYS[: lot.choice((2, 3))]
    names = ("eik", "iep", "anna", "bas", "s1", "s2")
    away = {name: [day for day in days if lot.random() < 0.25] for name in names}
    text = project(days, lot.choice((1, 2, 4)), more="", **away)
    ways = product(product(days, ("eik", "iep")), repeat=4)
    year = year_of(text)
    all_ways = [dict(zip("abcd", way, strict=True)) for way in ways]
    least = min((cost(year, days, way) for way in all_ways if is_possible(year, way)), default=None)
    outcome = plan_year(year, Wishes())

    assert isinstance(outcome, Planned) == (least is not None)
    if isinstance(outcome, Planned):
        assert broken_rules(year, outcome.plan, Places()) == ()
        assert cost(year, days, places(outcome.plan)) == least


CASE = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools:
  eik: {name: De Eik, host_seats: 40, closed: [2026-10-13]}
  iep: {name: De Iep, host_seats: 40, closed: [2026-10-06]}
members:
MEMBERS
series:
  w:
    for: {roles: [student]}
    choose: 2
    moments:
      herfst: {dates: [2026-10-06, 2026-10-13], time: 9.00-12.00}
      winter: {date: 2027-01-14, time: 9.00-12.00}
workshops:
  eerst: {series: w, presenter: LEADER, school: eik, moments: [herfst], seats: SEATS}
  dan: {series: w, presenter: gast, school: iep, moments: [herfst], seats: SEATS}
  kou: {series: w, presenter: gast, school: eik, moments: [winter], seats: 9}
"""


def placed(folder, away, leader="gast", seats=9, today="2026-09-01"):
    """Who is where at the moment on two dates, after planning and placing in a folder."""
    members = "".join(
        f"  s{at}: {{name: S{at}, roles: [student], away: [{', '.join(map(str, days))}]}}\n"
        for at, days in enumerate(away)
    )
    text = CASE.replace("MEMBERS\n", members).replace("LEADER", leader).replace("SEATS", str(seats))
    (folder / "leernet.yaml").write_text(text)
    (folder / "choices").mkdir(exist_ok=True)
    rows = "".join(f"s{at},eerst,dan,kou\n" for at in range(len(away)))
    (folder / "choices" / "w.csv").write_text(f"member,1,2,3\n{rows}")
    for command in ("plan", "allocate", "allocate --verify"):
        arguments = ["-C", str(folder), "--lang", "en", "--today", today, *command.split()]
        shown = CliRunner().invoke(app, arguments)
        assert shown.exit_code == 0, shown.output
    record = yaml.safe_load((folder / "allocation" / "w.yaml").read_text())
    return {member: has.get("herfst") for member, has in record["placements"].items()}, record


def test_nobody_attends_two_workshops_of_the_moment_and_each_is_there_on_a_day_that_suits(tmp_path):
    found, record = placed(tmp_path, [(), DAYS[:1], DAYS[1:2], DAYS[:2]])

    assert found == {"s0": "eerst", "s1": "dan", "s2": "eerst", "s3": None}
    assert record["missing"] == {"s3": {"herfst": MISSING["away"]}}


def test_who_leads_on_one_date_attends_on_the_other(tmp_path):
    found, _record = placed(tmp_path, [(), ()], leader="s0")

    assert found == {"s0": "dan", "s1": "eerst"}


def test_after_the_first_date_its_places_stay_and_who_came_since_attends_on_the_second(tmp_path):
    before, _record = placed(tmp_path, [(), (), DAYS[:1]], seats=2)
    after, record = placed(tmp_path, [(), (), DAYS[:1], ()], seats=2, today="2026-10-08")

    assert before == {"s0": "eerst", "s1": "eerst", "s2": "dan"}
    assert after == {**before, "s3": "dan"}
    assert record["past"] == date(2026, 10, 6)


@pytest.mark.parametrize("seed", range(6))
def test_as_many_as_can_be_have_a_place_on_a_day_that_suits(tmp_path, seed):
    lot = random.Random(seed)
    away = [tuple(day for day in DAYS[:2] if lot.random() < 0.4) for _person in range(5)]
    seats = lot.choice((1, 2))
    found, _record = placed(tmp_path, away, seats=seats)
    ways = product((None, *DAYS[:2]), repeat=len(away))
    able = (
        way
        for way in ways
        if not any(day in days for day, days in zip(way, away, strict=True))
        and all(way.count(day) <= seats for day in DAYS[:2])
    )
    days = {"eerst": DAYS[0], "dan": DAYS[1]}

    assert all(days[has] not in away[int(member[1:])] for member, has in found.items() if has)
    assert sum(map(bool, found.values())) == max(len(way) - way.count(None) for way in able)


def test_a_moment_in_a_window_is_not_planned_on_a_date_of_another_at_that_time():
    more = "extra: {window: 2026-10-13..2026-10-14, time: TIME}"
    for time, day in (("11.00-13.00", date(2026, 10, 14)), ("12.00-13.00", date(2026, 10, 13))):
        text = project(anna=[date(2026, 10, 14)] * (day.day == 13), more=more.replace("TIME", time))
        extra = "  e: {series: w, presenter: PRESENTER, moments: [extra], seats: 10}\n"
        plan = plan_of(text + extra.replace("PRESENTER", "anna" if day.day == 13 else "gast"))

        assert plan.sessions["w/extra/e"].day == day

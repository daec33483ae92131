"""What happens at one time: rooms are a peak, and people for several meetings are a matching."""

import random
from datetime import date, time
from itertools import combinations, product

import pytest

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.plan import Plan, PlannedMeeting, PlannedSession
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.shared_people import people_cuts
from leernet.solve.plan import NoPlan, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of


def a_year(seed):
    """Three or four meetings on one day that each need some of five people, at times that overlap or not.

    Some need only one of the five to lead them, who is then not to be had for another.
    """
    chance = random.Random(seed)
    members = [
        f"  p{at}: {{name: P{at}, organisation: P, away: [{chance.choice(['2026-11-11', '2026-11-10'])}]}}"
        for at in range(5)
    ]
    members += [f"  l{at}: {{name: L{at}, organisation: P, roles: [r{at}]}}" for at in range(4)]
    networks = []
    for at in range(chance.choice([3, 4])):
        pool = sorted(chance.sample(["p0", "p1", "p2", "p3", "p4"], chance.choice([2, 3])))
        span = chance.choice(["9.00-11.00", "10.00-12.00", "9.30-10.30", "11.00-12.00"])
        leads = chance.choice([f"l{at}", f"l{at}", f"l{at}", "p0", "p1", "p2", "p3", "p4"])
        required = f"required: [{{any_of: {{members: [{', '.join(pool)}]}}, at_least: 1}}], "
        networks.append(
            f"  n{at}: {{facilitator: {leads}, members: {{roles: [r{at}]}}, hosts: {{location: Zaal}}, "
            f"{required if leads.startswith('l') else ''}time: {span}, "
            "meetings: [{id: b, date: 2026-11-10}]}"
        )
    return year_of(
        "year: {school_year: 2026-2027, holiday_region: noord}\nmembers:\n"
        + "\n".join(members)
        + "\nnetworks:\n"
        + "\n".join(networks)
        + "\n"
    )


def can_be_shared_out(year):
    """Whether each meeting can have one of its people, nobody at two at a time: every way tried."""
    day = date(2026, 11, 10)
    asked = []
    for network in year.networks.values():
        leads = network.facilitators[0]
        asks = network.required[0].any_of.members if network.required else (leads,)
        able = [id for id in asks if not any(day in days for days in year.members[id].away)]
        if any(day in days for days in year.members[leads].away):
            return False
        asked.append((network.time, able, leads))
    return any(
        all(
            {one, first[2]}.isdisjoint({other, second[2]}) or not first[0].overlaps(second[0])
            for (first, one), (second, other) in combinations(list(zip(asked, chosen, strict=True)), 2)
        )
        for chosen in product(*(able for _span, able, _leads in asked))
    )


def one_leads_two(year):
    """Whether somebody leads two meetings at one time."""
    return any(
        one.facilitators == other.facilitators and one.time.overlaps(other.time)
        for one, other in combinations(year.networks.values(), 2)
    )


@pytest.mark.parametrize("seed", range(60))
def test_people_for_several_meetings_are_shared_out_where_they_can_be(seed):
    year = a_year(seed)
    problem = date_problem(year, calendar_of(year))
    fits = can_be_shared_out(year)

    # Somebody who must lead two at once is no choice of people, and is ruled out by the days already.
    if all(len(event.days) for event in problem.events) and not one_leads_two(year):
        days = {number: int(event.days[0]) for number, event in enumerate(problem.events)}
        pairs = {(one, other) for one, other in combinations(days, 2)}
        cuts = people_cuts(problem, days)
        assert bool(cuts) is not fits
        assert all(len(cut.places) - 1 == cut.most for cut in cuts)
        assert all(on == {days[number]} for cut in cuts for number, on in cut.places)
        assert pairs
    assert isinstance(plan_year(year, Wishes()), NoPlan) is not fits


def test_the_verifier_finds_three_meetings_for_two_people_by_itself():
    year = year_of(
        """\
year: {school_year: 2026-2027, holiday_region: noord}
members:
  a: {name: A, organisation: P}
  b: {name: B, organisation: P}
  l1: {name: L1, organisation: P, roles: [r1]}
  l2: {name: L2, organisation: P, roles: [r2]}
  l3: {name: L3, organisation: P, roles: [r3]}
networks:
"""
        + "".join(
            f"  n{at}: {{facilitator: l{at}, members: {{roles: [r{at}]}}, hosts: {{location: Zaal}}, "
            "time: 9.00-11.00, required: [{any_of: {members: [a, b]}}], "
            "meetings: [{id: x, window: 2026-11-10..2026-11-13}]}\n"
            for at in (1, 2, 3)
        )
    )

    def a_plan(*days):
        return Plan(
            school_year=year.school_year,
            revision=1,
            meetings={
                f"n{at}/x": PlannedMeeting(
                    day=date(2026, 11, day), start=time(9), end=time(11), location="Zaal"
                )
                for at, day in zip((1, 2, 3), days, strict=True)
            },
        )

    def rules(plan):
        return [found.rule for found in broken_rules(year, plan, Places()) if found.level == "error"]

    assert rules(a_plan(10, 10, 11)) == []
    assert rules(a_plan(10, 10, 10)) == ["plan-too-few-people"]


@pytest.mark.parametrize(
    ("pools", "leads", "found"),
    [
        ([], ["a"], []),
        (["[a, b]"], ["a"], []),
        (["[a, b]", "[a, b]"], ["c"], []),
        (["[a, b]", "[a, b]"], ["a"], ["plan-too-few-people"]),
        (["[a, b]"], ["a", "b"], ["plan-too-few-people"]),
    ],
)
def test_who_is_needed_at_another_meeting_then_is_not_one_of_those_that_a_meeting_needs_some_of(
    pools, leads, found
):
    networks = [
        f"  n{at}: {{facilitator: l{at}, members: {{members: [l{at}]}}, hosts: {{location: Zaal}}, "
        f"required: [{{any_of: {{members: {pool}}}}}], time: 9.00-11.00, "
        "meetings: [{id: x, window: 2026-11-10..2026-11-13}]}\n"
        for at, pool in enumerate(pools)
    ]
    networks += [
        f"  o{at}: {{facilitator: {lead}, members: {{members: [{lead}]}}, hosts: {{location: Zaal}}, "
        "time: 10.00-12.00, meetings: [{id: x, window: 2026-11-10..2026-11-13}]}\n"
        for at, lead in enumerate(leads)
    ]
    members = "".join(
        f"  {id}: {{name: {id.upper()}, organisation: P}}\n" for id in ("a", "b", "c", "l0", "l1")
    )
    year = year_of(
        "year: {school_year: 2026-2027, holiday_region: noord}\n"
        f"members:\n{members}networks:\n{''.join(networks)}"
    )
    meetings = {
        f"{id}/x": PlannedMeeting(
            day=date(2026, 11, 10), start=network.time.start, end=network.time.end, location="Zaal"
        )
        for id, network in year.networks.items()
    }
    plan = Plan(school_year=year.school_year, revision=1, meetings=meetings)

    assert [each.rule for each in broken_rules(year, plan, Places()) if each.level == "error"] == found


def test_the_verifier_counts_rooms_at_each_time():
    year = year_of("""\
year: {school_year: 2026-2027, holiday_region: noord}
schools: {eik: {name: De Eik, rooms: 2, host_seats: 30}}
members: {a: {name: A, school: eik, roles: [r]}}
series:
  w:
    for: {roles: [r]}
    moments: {een: {date: 2026-11-10, time: 9.00-11.00}, twee: {date: 2026-11-10, time: 11.00-12.00}}
workshops:
  een: {series: w, seats: 9, school: eik, moments: [een, twee]}
  twee: {series: w, seats: 9, school: eik, moments: [een]}
  drie: {series: w, seats: 9, moments: [twee]}
""")

    def session(start, end):
        return PlannedSession(day=date(2026, 11, 10), start=start, end=end, school="eik")

    def rules(second):
        plan = Plan(
            school_year=year.school_year,
            revision=1,
            sessions={
                "w/een/een": session(time(9), time(11)),
                "w/een/twee": session(time(9), time(11)),
                "w/twee/een": session(second, time(12)),
                "w/twee/drie": session(second, time(12)),
            },
        )
        return [found.rule for found in broken_rules(year, plan, Places()) if found.rule == "plan-rooms"]

    # One after the other they share rooms; when they overlap four run at once.
    assert rules(time(11)) == []
    assert rules(time(10, 30)) == ["plan-rooms"]


@pytest.mark.parametrize("at", ["meeting: n/x", "date: 2026-11-10"])
def test_who_leads_a_part_of_the_meeting_is_there_and_who_leads_elsewhere_is_not(at):
    year = year_of(f"""\
year: {{school_year: 2026-2027, holiday_region: noord}}
schools: {{eik: {{name: De Eik}}}}
members:
  a: {{name: A, organisation: P}}
  b: {{name: B, organisation: P}}
  k: {{name: K, organisation: P}}
  l: {{name: L, organisation: P}}
networks:
  n: {{facilitator: l, members: {{members: [l]}}, hosts: {{location: Zaal}}, time: 9.00-12.00,
      required: [{{any_of: {{members: [a, b]}}}}], meetings: [{{id: x, date: 2026-11-10}}]}}
  o: {{facilitator: k, members: {{members: [k]}}, hosts: {{location: Zaal}}, time: 9.00-12.00,
      required: [{{any_of: {{members: [a, b]}}}}], meetings: [{{id: x, date: 2026-11-10}}]}}
series:
  w: {{for: {{members: [l]}}, moments: {{m: {{{at}, time: 10.00-11.00}}}}}}
workshops:
  v: {{series: w, seats: 9, presenter: a, school: eik}}
""")
    meeting = PlannedMeeting(day=date(2026, 11, 10), start=time(9), end=time(12), location="Zaal")
    session = PlannedSession(day=date(2026, 11, 10), start=time(10), end=time(11), school="eik")
    plan = Plan(
        school_year=year.school_year, meetings={"n/x": meeting, "o/x": meeting}, sessions={"w/m/v": session}
    )

    found = [one.rule for one in broken_rules(year, plan, Places()) if one.rule == "plan-too-few-people"]
    assert found == ([] if at.startswith("meeting") else ["plan-too-few-people"])


@pytest.mark.parametrize(
    ("leads", "at", "found"),
    [
        (["a"], 10, []),
        (["a", "b"], 10, ["plan-leads-elsewhere"]),
        (["a", "b"], 12, []),
        (["a", "k"], 10, []),
    ],
)
def test_a_meeting_of_which_all_who_may_come_lead_workshops_elsewhere_has_too_few(leads, at, found):
    workshops = "".join(
        f"  {id}: {{series: w, seats: 9, presenter: {id}, school: eik}}\n" for id in ("a", "b", "k")
    )
    year = year_of(f"""\
year: {{school_year: 2026-2027, holiday_region: noord}}
schools: {{eik: {{name: De Eik}}}}
members:
  a: {{name: A, organisation: P}}
  b: {{name: B, organisation: P}}
  k: {{name: K, organisation: P}}
  l: {{name: L, organisation: P}}
networks:
  n: {{facilitator: l, members: {{members: [l]}}, hosts: {{location: Zaal}}, time: 9.00-12.00,
      required: [{{any_of: {{members: [a, b]}}}}], meetings: [{{id: x, date: 2026-11-10}}]}}
series:
  w: {{for: {{members: [l]}}, moments: {{m: {{window: 2026-11-01..2026-11-30, time: {at}.00-{at + 1}.00}}}}}}
workshops:
{workshops}""")
    meeting = PlannedMeeting(day=date(2026, 11, 10), start=time(9), end=time(12), location="Zaal")
    session = PlannedSession(day=date(2026, 11, 10), start=time(at), end=time(at + 1), school="eik")
    sessions = {f"w/m/{id}": session for id in leads}
    plan = Plan(school_year=year.school_year, meetings={"n/x": meeting}, sessions=sessions)

    assert [
        one.rule for one in broken_rules(year, plan, Places()) if "people" in one.rule or "leads" in one.rule
    ] == found

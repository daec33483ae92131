"""Generated projects: every plan, and every plan made from it when facts change, keeps all rules."""

import random

from hypothesis import example, given, settings
from hypothesis import strategies as some

from leernet.finding import Places, has_errors
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of

WEEK = ("ma", "di", "wo", "do", "vr")


def a_project(seed, changed=()):
    """A small project; ``changed`` adds facts: who is away when, which school is closed when."""
    chance = random.Random(seed)
    away = {who: day for who, day in changed if who.startswith("m")}
    closed = {who: day for who, day in changed if who.startswith("s")}
    schools = [
        f"  s{number}: {{name: School {number}, board: b{number % 3}, area: a{number % 2}, rooms: 3, "
        f"host_seats: {chance.choice([6, 12, 20])}, location: [51.{60 + number}, 5.{30 + number}], "
        f"closed: [2026-10-1{number}{', ' + closed[f's{number}'] if f's{number}' in closed else ''}]}}"
        for number in range(6)
    ]
    members = [
        f"  m{number:02}: {{name: Lid {number}, school: s{number % 6}, roles: [r{number % 3}, alle], "
        f"working_days: [{', '.join(sorted(chance.sample(WEEK, chance.randint(2, 5)), key=WEEK.index))}], "
        f"away: [2026-11-{10 + number}{', ' + away[f'm{number:02}'] if f'm{number:02}' in away else ''}]}}"
        for number in range(15)
    ]
    networks = [_network(chance, number) for number in range(3)]
    return (
        "year: {school_year: 2026-2027, holiday_region: zuid, avoid: [2027-01-18..2027-01-22]}\n"
        "boards: {b0: {name: B0}, b1: {name: B1}, b2: {name: B2}}\n"
        "schools:\n" + "\n".join(schools) + "\nmembers:\n" + "\n".join(members) + "\n"
        "networks:\n" + "\n".join(networks) + "\n" + _series(chance)
    )


def _network(chance, number):
    hosts = chance.choice(
        [
            "{rotate: schools}",
            "{rotate: schools, not_same_board_in_a_row: true, alternate: areas, among: {areas: [a0, a1]}}",
            "{rotate: schools, hosted_before: {s1: 2, s2: 1}}",
            "{location: Ergens}",
        ]
    )
    needed = chance.choice(["", "required: [{any_of: {roles: [r0]}, at_least: 2}], "])
    return (
        f"  n{number}: {{facilitator: m{number:02}, members: {{roles: [r{number}]}}, {needed}"
        f"time: {chance.choice(['9.00-12.00', '13.30-16.30', '9.00-16.00'])}, hosts: {hosts}, "
        f"spacing: {{min_weeks: {chance.randint(0, 8)}}}, meetings: ["
        "{id: a, window: 2026-09-07..2026-12-11}, {id: b, window: 2026-10-26..2027-02-05}, "
        f"{{id: c, window: 2027-01-11..2027-{chance.choice(['03-26', '06-25'])}}}]}}"
    )


def _series(chance):
    moments = "{x: {meeting: n0/b}, y: {window: 2027-03-01..2027-03-26, time: 9.00-12.00}}"
    workshops = [
        f"  w{number}: {{series: w, seats: 6, presenter: m{number:02}{moments}}}"
        for number, moments in zip((0, 3, 6, 9), chance.choices(["", ", moments: [y]"], k=4), strict=True)
    ]
    return (
        f"series: {{w: {{for: {{roles: [r0]}}, moments: {moments}}}}}\nworkshops:\n"
        + "\n".join(workshops)
        + "\n"
    )


def errors(year, plan):
    return [str(finding) for finding in broken_rules(year, plan, Places()) if finding.level == "error"]


@settings(max_examples=4)
@given(seed=some.integers(0, 10**6))
@example(seed=7437)  # Of who is needed at n2/b some lead workshops at n0/b on the same day.
def test_plans_and_plans_made_from_them_keep_every_rule(seed):
    year = year_of(a_project(seed))
    outcome = plan_year(year, Wishes())
    if not isinstance(outcome, Planned):
        assert all(conflict.lines for conflict in outcome.conflicts) and outcome.conflicts  # noqa: PT018
        return
    assert errors(year, outcome.plan) == []
    assert not has_errors(broken_rules(year, outcome.plan, Places()))
    chance = random.Random(seed)
    touched = chance.choice(sorted(outcome.plan.meetings))
    meeting = outcome.plan.meetings[touched]
    changed = year_of(
        a_project(seed, [(f"m{touched[1]:0>2}", str(meeting.day)), (meeting.host or "s0", str(meeting.day))])
    )

    again = plan_year(changed, Wishes(previous=outcome.plan, announced=frozenset({"n1/a"})))

    if isinstance(again, Planned):
        assert errors(changed, again.plan) == []
        assert again.plan.meetings[touched].day != meeting.day
        assert [change.meeting for change in again.plan.changes if change.what in ("moved", "host")]

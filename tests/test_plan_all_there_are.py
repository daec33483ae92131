"""Small random projects, everything there is tried: `plan` finds the best, or that there is none.

Dates and hosts of networks that share both, priced as the solver prices them; `test_plan_every_key.py` does
the same with all keys and prices of its own.
"""

import random
from itertools import product

import pytest

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.plan import Plan, PlannedMeeting
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, measures
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of

DAYS = [f"2027-03-{day:02}" for day in (1, 2, 3, 4, 8, 9)]
KEEP_DAYS = [
    "{rotate: schools, among: {schools: [eik, beuk]}}",
    "{rotate: schools, among: {schools: [eik, beuk]}, not_same_board_in_a_row: true}",
    "{rotate: schools, among: {schools: [eik]}}",
    "{rotate: schools, among: {schools: [beuk, eik]}}",
]


def a_project(seed):
    """Two or three networks of one or two meetings that share two schools and some people, six days."""
    chance = random.Random(seed)

    def closed():
        return ", ".join(chance.sample(DAYS, chance.randint(0, 4)))

    schools = [
        f"  {id}: {{name: {id}, board: {chance.choice(['a', 'b'])}, host_seats: {chance.choice([2, 9, 9])}, "
        f"closed: [{closed()}]{chance.choice(['', '', ', host_at_most: 1', ', host_at_most: 2'])}}}"
        for id in ("eik", "beuk")
    ]
    members = [
        f"  m{at}: {{name: M{at}, organisation: P, roles: [r{at % 3}], away: [{closed()}]}}"
        for at in range(6)
    ]
    networks = []
    for at in range(chance.choice([2, 2, 3])):
        pool = chance.choice(["", "", "required: [{any_of: {members: [m0, m4]}, at_least: 1}], "])
        meetings = ", ".join(
            f"{{id: b{number}, window: 2027-03-0{chance.choice([1, 3])}..2027-03-0{chance.choice([4, 9])}}}"
            for number in range(chance.choice([1, 2]))
        )
        networks.append(
            f"  n{at}: {{facilitator: m{chance.choice([at, at + 3])}, members: {{roles: [r{at}]}}, "
            f"quorum: 0, {pool}time: {chance.choice(['9.00-12.00', '11.00-13.00', '13.00-15.00'])}, "
            f"hosts: {chance.choice(KEEP_DAYS)}, meetings: [{meetings}]}}"
        )
    return year_of(
        "year: {school_year: 2026-2027, holiday_region: noord}\nboards: {a: {name: A}, b: {name: B}}\n"
        "schools:\n"
        + "\n".join(schools)
        + "\nmembers:\n"
        + "\n".join(members)
        + "\nnetworks:\n"
        + "\n".join(networks)
        + "\n"
    )


def best_of_all(year):
    """The least that dates cost with which some hosts keep all rules; None where there are no such dates."""
    problem = date_problem(year, calendar_of(year))
    every = product(*(range(len(event.days)) for event in problem.events))
    priced = sorted((measures(problem, picks).total, picks) for picks in every)
    for total, picks in priced:
        days = [problem.day(event.days[pick]) for event, pick in zip(problem.events, picks, strict=True)]
        if total < FORBIDDEN and any(
            not errors(year, a_plan(year, problem, days, hosts))
            for hosts in product(sorted(year.schools), repeat=len(days))
        ):
            return total
    return None


def a_plan(year, problem, days, hosts):
    return Plan(
        school_year=year.school_year,
        revision=1,
        meetings={
            event.reference: PlannedMeeting(
                day=day, start=event.span.start, end=event.span.end, host=host, location="", absent=()
            )
            for event, day, host in zip(problem.events, days, hosts, strict=True)
        },
    )


def errors(year, plan):
    return [found.rule for found in broken_rules(year, plan, Places()) if found.level == "error"]


@pytest.mark.parametrize(
    "seed", [seed if seed < 6 else pytest.param(seed, marks=pytest.mark.hours) for seed in range(300)]
)
def test_a_plan_is_found_where_there_is_one_and_is_the_best(seed):
    year = a_project(seed)
    best = best_of_all(year)

    outcome = plan_year(year, Wishes())

    if best is None:
        assert isinstance(outcome, NoPlan)
        assert outcome.conflicts
        return
    assert isinstance(outcome, Planned)
    assert errors(year, outcome.plan) == []
    cost = outcome.plan.goals[0]
    assert (cost.value, cost.proven) == (best, True)

"""Even spacing is a property of the dates: one figure for a plan, the least over all rhythms of weeks."""

import random
from datetime import date, timedelta
from itertools import product

import pytest
from msgspec.structs import replace

from leernet.days.calendar import calendar_of
from leernet.solve.dates.exact import dates_bound, exact_dates
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, measures
from leernet.solve.dates.search import good_dates
from leernet.solve.dates.spacing import best_weeks, days_off

from .plan_projects import year_of


@pytest.mark.parametrize(
    ("gaps", "off"),
    [((49, 49, 49, 49, 49), 0), ((42, 42, 84, 35, 49), 35), ((100,), 0), ((), 0), ((42, 47, 56, 42, 49), 0)],
)
def test_days_off_an_even_spacing(gaps, off):
    assert days_off(gaps) == off
    assert off == min(
        (sum(max(0, abs(gap - 7 * weeks) - 7) for gap in gaps) for weeks in range(1, 60)), default=0
    )


def test_of_rhythms_that_suit_as_well_the_shortest_is_told():
    assert best_weeks((49, 49)) == 6


def a_year(seed):
    """Two networks of three to five meetings that share people, a few possible days each."""
    chance = random.Random(seed)
    members = []
    for at in range(7):
        roles = "een, twee" if at % 3 == 0 else ("een", "twee")[at % 2]
        days = ", ".join(sorted(chance.sample(["ma", "di", "wo", "do", "vr"], 3)))
        # The facilitator of both can always come.
        key = "working_days" if at else "prefer"
        members.append(f"  m{at}: {{name: M{at}, organisation: P, roles: [{roles}], {key}: [{days}]}}")
    networks = []
    for role in ("een", "twee"):
        starts = sorted(chance.sample(range(6, 44), chance.choice([3, 3, 4])))
        meetings = []
        for at, week in enumerate(starts):
            year, number = (2026, week + 30) if week + 30 <= 53 else (2027, week - 23)
            first = date.fromisocalendar(year, number, 1)
            last = first + timedelta(chance.choice([1, 4]))
            meetings.append(f"{{id: b{at}, window: {first}..{last}}}")
        networks.append(
            f"  {role}: {{facilitator: m0, members: {{roles: [{role}]}}, quorum: 0, time: 9.00-12.00, "
            f"hosts: {{location: Hier}}, meetings: [{', '.join(meetings)}]}}"
        )
    return year_of(
        "year: {school_year: 2026-2027, holiday_region: noord}\nmembers:\n"
        + "\n".join(members)
        + "\nnetworks:\n"
        + "\n".join(networks)
        + "\n"
    )


@pytest.mark.parametrize(
    "seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 15))]
)
def test_dates_are_the_best_of_all_and_every_bound_is_below(seed):
    problem = date_problem(a_year(seed), calendar_of(a_year(seed)))
    every = product(*(range(len(event.days)) for event in problem.events))
    best = (
        min((measures(problem, picks).total, picks) for picks in every)
        if all(len(event.days) for event in problem.events)
        else (FORBIDDEN, ())
    )
    if best[0] >= FORBIDDEN:
        return
    found = good_dates(problem)
    total = measures(problem, found).total

    assert dates_bound(problem, found) <= best[0]
    assert best[0] <= total
    # With room for few dates side by side the days are divided until there are no more.
    dates = replace(problem.parameters.dates, most_paths=1, most_chosen=3, price_rounds=1)
    for parameters in (problem.parameters, replace(problem.parameters, dates=dates)):
        for start in (None, found):
            exact = exact_dates(replace(problem, parameters=parameters), start=start)
            assert (exact.value, exact.proven) == (best[0], True)
            assert measures(problem, exact.picks).total == best[0]

"""Weekdays go round: who missed one meeting of a network is spared the next, at a price that is proven."""

from collections import Counter
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from leernet.days.calendar import calendar_of
from leernet.model.gathering import expected_spans
from leernet.solve.dates.exact import dates_bound, exact_dates
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import measures
from leernet.solve.dates.paths import ChainPaths
from leernet.solve.dates.search import good_dates
from leernet.solve.plan import Planned, Wishes, plan_year

from .plan_projects import year_of

# Two full-timers, three who do not work on Tuesday and four who do not work on Thursday.
PART_TIMERS = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools: {eik: {name: De Eik}}
members:
  a1: {name: A1, school: eik, roles: [coach]}
  a2: {name: A2, school: eik, roles: [coach]}
  di1: {name: Di1, school: eik, roles: [coach], working_days: [ma, wo, do, vr]}
  di2: {name: Di2, school: eik, roles: [coach], working_days: [ma, wo, do]}
  do1: {name: Do1, school: eik, roles: [coach], working_days: [ma, di, wo, vr]}
  do2: {name: Do2, school: eik, roles: [coach], working_days: [ma, di, vr]}
  di3: {name: Di3, school: eik, roles: [coach], working_days: [do]}
  do3: {name: Do3, school: eik, roles: [coach], working_days: [ma, di]}
  do4: {name: Do4, school: eik, roles: [coach], working_days: [di]}
networks:
  coaches:
    facilitator: a1
    quorum: 0
    members: {roles: [coach]}
    weekdays: [di, do]
    time: 13.30-16.30
    spacing: {min_weeks: 3}
    meetings:
      - {id: a, window: 2026-09-07..2026-09-18}
      - {id: b, window: 2026-11-02..2026-11-13}
      - {id: c, window: 2027-01-11..2027-01-22}
      - {id: d, window: 2027-03-08..2027-03-19}
      - {id: e, window: 2027-05-10..2027-05-21}
      - {id: f, window: 2027-06-28..2027-07-09}
"""


def planned(text):
    outcome = plan_year(year_of(text), Wishes())
    assert isinstance(outcome, Planned)
    return outcome.plan


def test_the_same_people_do_not_miss_every_time():
    plan = planned(PART_TIMERS)

    missed = Counter(member for meeting in plan.meetings.values() for member in meeting.absent)
    # Tuesdays only would cost two absences less, and the same three people would miss all six.
    assert missed == {"di1": 4, "di2": 4, "di3": 4, "do1": 2, "do2": 2, "do3": 2, "do4": 2}
    goals = {goal.name: (goal.value, goal.proven) for goal in plan.goals}
    assert goals["weighted cost of the dates"] == (20 * 100 + 20 * (3 * 6 + 4 * 1), True)
    assert goals["repeated misses"][0] == 3 * 6 + 4 * 1


def test_without_a_price_for_missing_again_the_cheapest_day_would_be_taken_every_time():
    year = year_of(PART_TIMERS)
    problem = date_problem(year, calendar_of(year))
    free = replace(problem, weights=replace(problem.weights, again=0, never=0))

    assert measures(free, exact_dates(free).picks).absent == 18


SMALL = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools: {eik: {name: De Eik}}
members:
  anna: {name: Anna, school: eik, roles: [een]}
  bas: {name: Bas, school: eik, roles: [een], working_days: [BAS]}
  cato: {name: Cato, school: eik, roles: [een], working_days: [CATO], away: [2026-09-15]}
  dirk: {name: Dirk, school: eik, roles: [een, gast], working_days: [DIRK]}
networks:
  een:
    facilitator: anna
    quorum: 0
    members: {roles: [een]}
    time: 9.00-12.00
    meetings:
      - {id: a, window: 2026-09-07..2026-09-11}
      - {id: b, window: 2026-09-14..2026-09-18}
      - id: c
        window: 2026-09-21..2026-09-25
        programme: [{title: Voor een deel, minutes: 180, for: {members: [anna, bas, cato]}}]
"""
WEEKDAYS = some.lists(some.sampled_from(["ma", "di", "wo", "do", "vr"]), min_size=1, unique=True)


def counted(problem, year, picks):
    """The cost of dates from who misses what, one person at a time."""
    weights, missed, wanted = problem.weights, Counter(), Counter()
    total = measures(replace(problem, weights=replace(weights, never=0, again=0)), picks).total
    for event, pick in zip(problem.events, picks, strict=True):
        wanted.update(sorted(expected_spans(year, event.gathering)))
        for member, row in zip(event.wanted.tolist(), event.misses, strict=True):
            missed[problem.people.members[member].id] += bool(row[event.days[pick]])
    for id, times in missed.items():
        total += sum(weights.again * earlier for earlier in range(times))
        total += weights.never * (times == wanted[id])
    return total


@settings(max_examples=10, deadline=None)
@given(bas=WEEKDAYS, cato=WEEKDAYS, dirk=WEEKDAYS, again=some.sampled_from([20, 200]))
def test_dates_are_the_best_of_all_there_are_when_missing_again_costs_more(bas, cato, dirk, again):
    text = SMALL.replace("[BAS]", f"[{', '.join(bas)}]").replace("[CATO]", f"[{', '.join(cato)}]")
    year = year_of(text.replace("[DIRK]", f"[{', '.join(dirk)}]"))
    problem = date_problem(year, calendar_of(year))
    problem = replace(problem, weights=replace(problem.weights, again=again))
    every = {
        picks: counted(problem, year, picks)
        for picks in product(*(range(len(event.days)) for event in problem.events))
    }
    best = min(every.values())

    exact = exact_dates(problem)

    assert all(measures(problem, picks).total == cost for picks, cost in every.items())
    assert (exact.value, exact.bound, exact.proven, every[exact.picks]) == (best, best, True, best)
    found = good_dates(problem)
    assert dates_bound(problem, found) <= best <= every[found]


@pytest.mark.parametrize("again", [0, 20, 500])
def test_the_search_finds_what_the_proof_finds_for_one_network(again):
    year = year_of(PART_TIMERS)
    problem = date_problem(year, calendar_of(year))
    problem = replace(problem, weights=replace(problem.weights, again=again))

    assert measures(problem, good_dates(problem)).total == exact_dates(problem).value


@pytest.mark.parametrize(("again", "best"), [(0, 1900), (20, 2440), (100, 4200), (500, 12600)])
def test_a_price_for_missing_again_is_in_the_bound_once_multipliers_are_learned(again, best):
    year = year_of(PART_TIMERS)
    problem = date_problem(year, calendar_of(year))
    problem = replace(problem, weights=replace(problem.weights, again=again))
    paths = ChainPaths(problem, problem.chains[0])

    unlearned = min(rhythm.bound(paths.costs) for rhythm in paths.rhythms)
    learned = min(rhythm.learn(paths.costs, best, paths.steps) for rhythm in paths.rhythms)

    assert exact_dates(problem).value == best
    assert (unlearned, 0.99 * best < learned <= best) == (1800, True)


MEETINGS = PART_TIMERS[PART_TIMERS.index("    meetings:") :]


def networks_of_part_timers(seed):
    """Three networks that share part-timers, each of whom works two to four days."""
    dice, days = Random(seed), ["ma", "di", "wo", "do", "vr"]
    lines = PART_TIMERS.splitlines()[:3]
    for person in range(14):
        works = ", ".join(sorted(dice.sample(days, dice.randint(2, 4)), key=days.index))
        roles = ", ".join(f"n{network}" for network in range(3) if dice.random() < 0.6) or "n0"
        lines.append(
            f"  p{person}: {{name: P{person}, school: eik, roles: [{roles}], working_days: [{works}]}}"
        )
    lines.append("networks:")
    for network in range(3):
        lines += [
            f"  n{network}:",
            f"    facilitator: p{network}",
            "    quorum: 0",
            f"    members: {{roles: [n{network}]}}",
            "    weekdays: [ma, di, do]",
            "    time: 13.30-16.30",
            "    spacing: {min_weeks: 3}",
            MEETINGS.rstrip(),
        ]
    return "\n".join(lines)


@pytest.mark.parametrize(("seed", "cost"), [(6, 5060), (10, 9790), (11, 8910)])
def test_dates_before_any_kick_are_as_good_as_they_were(seed, cost):
    year = year_of(networks_of_part_timers(seed))
    problem = date_problem(year, calendar_of(year))

    assert measures(problem, good_dates(problem, kicks=0)).total == cost

"""Of hosts only that is called proven which other code adds up; forged proofs prove no more."""

import random
from functools import cache
from itertools import product

import pytest
from msgspec.structs import replace

from leernet.commands.certain import with_certain_bound
from leernet.finding import Places
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.plan_proofs import HostProof
from leernet.solve.dates_and_hosts import proofs_of_hosts
from leernet.solve.partly import PartlyPlanned, plan_what_fits
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.certain_hosts import certain_of_hosts
from leernet.verify.plan.host_bound import NEVER, cost_of, least_cost
from leernet.verify.plan.planned_times import at_planned_times
from leernet.verify.plan.possible_hosts import hosts_on
from leernet.verify.plan.rules import broken_rules
from leernet.verify.plan.standing import Standing, stands

from . import test_plan_all_there_are, test_plan_every_key, test_plan_generated
from .plan_projects import PROJECT, YEAR, year_of
from .test_plan_fewest_changes import with_an_event

KINDS = {
    "shared": test_plan_all_there_are.a_project,
    "every key": lambda seed: year_of(test_plan_every_key.a_project(seed)),
    "generated": lambda seed: year_of(test_plan_generated.a_project(seed)),
}
WHICH = [(kind, seed) for kind in KINDS for seed in range(4 if kind == "generated" else 10)]
# Of one board, in one area, far apart: what hosts cost, and may not, at five meetings of two networks.
SCHOOLS = """\
schools:
  beuk: {name: De Beuk, board: kiem, area: oost, host_seats: 9, location: [51.70, 5.30], host_at_most: 2}
  eik: {name: De Eik, board: kiem, area: west, host_seats: 9, location: [51.60, 5.10]}
  iep: {name: De Iep, board: zaad, area: west, host_seats: 9, location: [51.65, 5.50]}
members:
  anna: {name: Anna, school: beuk, roles: [coach]}
  bas: {name: Bas, school: eik, roles: [coach, mentor]}
  cato: {name: Cato, school: iep, roles: [mentor]}
"""
# Seeds of years made by hand that have a plan.
BY_HAND = (0, 1, 4, 14, 16, 17, 18, 19, 20, 21, 23, 25)
NAME = "weighted cost of the hosts"
NETWORK = """\
  {id}:
    facilitator: {who}
    members: {{roles: [{role}]}}
    time: {time}
    hosts: {{rotate: schools, alternate: areas, not_same_board_in_a_row: {board}}}
    meetings: [{meetings}]
"""


def a_shared_year(seed):
    """Two networks that share schools, dates given, one or two of them on one day."""
    chance = random.Random(seed)

    def network(id, who, role, days):
        meetings = ", ".join(f"{{id: b{at}, date: 2027-03-{day:02}}}" for at, day in enumerate(sorted(days)))
        time = chance.choice(["9.00-12.00", "13.00-16.00"])
        board = chance.choice(["true", "false"])
        return NETWORK.format(id=id, who=who, role=role, time=time, board=board, meetings=meetings)

    days = chance.sample(range(1, 6), 3)
    return year_of(
        YEAR
        + SCHOOLS
        + "boards: {kiem: {name: Kiem}, zaad: {name: Zaad}}\nnetworks:\n"
        + network("coaches", "anna", "coach", days)
        + network("mentors", "cato", "mentor", chance.sample([*days, 8, 9], 2))
    )


@cache
def planned(kind, seed):
    """A year with its plan; None where no plan fits, or nothing has a host."""
    year = a_shared_year(seed) if kind == "by hand" else KINDS[kind](seed)
    outcome = plan_year(year, Wishes())
    has_hosts = isinstance(outcome, Planned) and outcome.chosen.hosts.hosts
    return (outcome.case.year, outcome) if has_hosts else None


def possible(year, plan):
    return hosts_on(at_planned_times(year, plan), plan, Standing())


def every_choice(choice):
    return (
        dict(zip(choice.costs, schools, strict=True))
        for schools in product(*(sorted(own) for own in choice.costs.values()))
    )


@pytest.mark.parametrize(("kind", "seed"), [*WHICH, *(("by hand", seed) for seed in BY_HAND)])
def test_what_the_solver_calls_proven_of_hosts_is_proven(kind, seed):
    found = planned(kind, seed)
    if found is None:
        return
    year, outcome = found
    certain = certain_of_hosts(year, outcome.plan, *proofs_of_hosts(outcome.case, outcome.chosen), Standing())

    hosts = outcome.chosen.hosts
    assert hosts.proven
    assert (certain.value, certain.bound, certain.least_km) == (hosts.value, hosts.bound, hosts.least_km)


def test_all_hosts_that_break_no_rule_are_possible_and_none_cost_less():
    tried = kept = 0
    for seed in BY_HAND:
        year, outcome = planned("by hand", seed)
        choice = possible(year, outcome.plan)
        costs = []
        for hosts in every_choice(choice):
            tried += 1
            if not errors(year, outcome.plan, hosts):
                kept += 1
                costs.append(cost_of(choice, hosts))
        assert min(costs) == outcome.chosen.hosts.value
        assert max(costs) < NEVER
    assert (tried, kept) == (384, 222)


def errors(year, plan, hosts):
    meetings = {
        ref: PlannedMeeting(
            day=own.day, start=own.start, end=own.end, host=hosts.get(ref), location="", absent=own.absent
        )
        for ref, own in plan.meetings.items()
    }
    other = Plan(school_year=year.school_year, revision=1, meetings=meetings)
    return [found.rule for found in broken_rules(year, other, Places()) if found.level == "error"]


def forged(chance, choice, proof):
    """A proof with prices that are too high, on what is not there, or for parts that are not all."""
    names = [*choice.shared, ("turns", "coaches", "nobody"), ("board", "", "", "kiem"), ()]
    more = {name: chance.choice([-9, 7, 60_000, 10**7, 10**9]) for name in chance.choices(names, k=4)}
    meeting = chance.choice([*choice.costs, "nothing"])
    school = chance.choice([*choice.costs.get(meeting, {}), "nobody"])
    part = HostProof({**proof.prices, **more})
    parts = chance.choice([(), (part,), (part, part), (part, part, part)])
    return HostProof({**more, **proof.prices}, meeting, school, parts)


def test_three_hundred_forged_proofs_prove_nothing_that_is_not_so():
    chance, tried = random.Random(2), 0
    for seed in BY_HAND:
        year, outcome = planned("by hand", seed)
        choice, least = possible(year, outcome.plan), outcome.chosen.hosts.value
        of_costs, _of_changes = proofs_of_hosts(outcome.case, outcome.chosen)
        for _forgery in range(30):
            proofs = tuple((meetings, forged(chance, choice, proof)) for meetings, proof in of_costs)
            twice = (*proofs, *proofs, (frozenset(choice.costs), proofs[0][1]))
            assert least_cost(choice, chance.choice([proofs, twice, proofs[::-1]])) <= least
            tried += 1

    assert tried >= 300


def test_a_cost_or_a_bound_of_hosts_that_is_made_up_is_not_told():
    found = plan_what_fits(a_shared_year(BY_HAND[0]), Wishes())
    assert isinstance(found, PartlyPlanned)
    year, plan = found.fitting, found.planned.plan
    (cost,) = (goal for goal in with_certain_bound(found, Wishes()).plan.goals if goal.name == NAME)
    assert (cost.bound, cost.proven) == (cost.value, True)
    assert certain_of_hosts(year, plan, (), (), Standing()).bound == 0

    less = tuple(
        goal.model_copy(update={"value": goal.value - 1, "bound": goal.value - 1})
        if goal.name == NAME
        else goal
        for goal in plan.goals
    )
    made_up = replace(found.planned, plan=plan.model_copy(update={"goals": less}))
    told = with_certain_bound(replace(found, planned=made_up, plan=made_up.plan), Wishes()).plan.goals

    assert [(goal.bound, goal.proven) for goal in told if goal.name == NAME] == [(None, False)]


def test_what_is_planned_at_schools_that_are_probably_closed_is_proven_too():
    text = PROJECT.replace("window: 2026-09-14..2026-11-27", "date: 2026-10-20")
    found = plan_what_fits(year_of(text), Wishes())
    assert isinstance(found, PartlyPlanned)

    (cost,) = (goal for goal in with_certain_bound(found, Wishes()).plan.goals if goal.name == NAME)

    assert (cost.value // 10**7, cost.bound, cost.proven) == (1, cost.value, True)


@pytest.mark.parametrize("seed", range(30))
def test_of_hosts_that_are_kept_as_few_change_and_none_of_those_cost_less(seed):
    year = test_plan_all_there_are.a_project(seed)
    first = plan_year(year, Wishes())
    if not isinstance(first, Planned):
        return
    changed = with_an_event(year, first.plan, seed)
    outcome = plan_year(changed, Wishes(previous=first.plan))
    if not isinstance(outcome, Planned) or outcome.compared is None:
        return
    standing = stands(first.plan, (), frozenset(), None, fresh=False, prefer=None)

    proofs = proofs_of_hosts(outcome.case, outcome.chosen)
    certain = certain_of_hosts(outcome.case.year, outcome.plan, *proofs, standing)

    assert (certain.value, certain.bound) == (outcome.chosen.hosts.value, outcome.chosen.hosts.bound)

"""Small random projects, a random event each, all plans tried: none changes less than is proven."""

import random
from itertools import product

import pytest

from leernet.commands.certain import with_certain_bound
from leernet.days.calendar import calendar_of
from leernet.model.values import Days
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, measures
from leernet.solve.dates_and_hosts import proofs_of_hosts
from leernet.solve.partly import PartlyPlanned, plan_what_fits
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan.rival_plans import certain_changes
from leernet.verify.plan.standing import stands

from .test_plan_all_there_are import a_plan, a_project, errors


def with_an_event(year, plan, seed):
    """The year after one new fact: somebody is away, or a school closed or out of turns, on a planned day."""
    chance = random.Random(seed)
    reference = chance.choice(sorted(plan.meetings))
    meeting = plan.meetings[reference]
    day = (Days(meeting.day, meeting.day),)
    what = chance.choice(["facilitator", "host", "host", "turns"])
    if what == "facilitator":
        member = year.members[year.networks[reference.split("/")[0]].facilitator]
        away = member.model_copy(update={"away": (*member.away, *day)})
        return year.model_copy(update={"members": {**year.members, member.id: away}})
    school = year.schools[meeting.host]
    update = {"closed": (*school.closed, *day)} if what == "host" else {"host_at_most": 1}
    changed = school.model_copy(update=update)
    return year.model_copy(update={"schools": {**year.schools, school.id: changed}})


def new_facts(before, year):
    """The names of the people and schools of which something is different."""
    was, now = ({**one.members, **one.schools} for one in (before, year))
    return {now[id].name for id in now if now[id] != was[id]}


def fewest_changes(year, before):
    """(dates, hosts, cost): the fewest dates that change in any plan, then hosts, then what dates cost."""
    problem = date_problem(year, calendar_of(year))
    references = [event.reference for event in problem.events]
    best = None
    for picks in product(*(range(len(event.days)) for event in problem.events)):
        cost = measures(problem, picks).total
        if cost >= FORBIDDEN:
            continue
        days = [problem.day(event.days[pick]) for event, pick in zip(problem.events, picks, strict=True)]
        moved = sum(before.meetings[ref].day != day for ref, day in zip(references, days, strict=True))
        if best is not None and moved > best[0]:
            continue
        for hosts in product(sorted(year.schools), repeat=len(days)):
            other = sum(
                before.meetings[ref].host != host for ref, host in zip(references, hosts, strict=True)
            )
            fewer = best is None or (moved, other, cost) < best
            if fewer and not errors(year, a_plan(year, problem, days, hosts)):
                best = (moved, other, cost)
    return best


@pytest.mark.parametrize(
    "seed", [seed if seed < 6 else pytest.param(seed, marks=pytest.mark.hours) for seed in range(300)]
)
def test_no_plan_changes_fewer_dates_and_hosts_than_is_proven(seed):
    first = plan_year(a_project(seed), Wishes())
    if isinstance(first, NoPlan):
        return
    year = with_an_event(a_project(seed), first.plan, seed)
    fewest = fewest_changes(year, first.plan)

    wishes = Wishes(previous=first.plan)
    found = plan_what_fits(year, wishes)

    if fewest is None:
        assert isinstance(found, NoPlan) or found.conflicts
        return
    assert isinstance(found, PartlyPlanned)
    outcome = found.planned
    assert errors(year, outcome.plan) == []
    goals = {goal.name: goal for goal in with_certain_bound(found, wishes).plan.goals}
    if outcome.compared is None:
        assert fewest[:2] == (0, 0)
        return
    # There is one new fact, so that is the reason of every change.
    (fact,) = new_facts(a_project(seed), year)
    assert [change for change in outcome.plan.changes if fact not in change.reason] == []
    three = [goals[name] for name in ("dates changed", "hosts changed", "weighted cost of the dates")]
    assert tuple(goal.value for goal in three) == fewest
    # What is called proven is what other code added up, or found by looking at every other plan.
    assert [goal.proven for goal in three] == [True, True, True]


@pytest.mark.parametrize(
    "seed", [seed if seed < 12 else pytest.param(seed, marks=pytest.mark.hours) for seed in range(300)]
)
def test_nothing_is_certain_of_a_plan_that_changes_too_much_but_what_is_so(seed):
    first = plan_year(a_project(seed), Wishes())
    if isinstance(first, NoPlan):
        return
    year = with_an_event(a_project(seed), first.plan, seed)
    afresh = plan_year(year, Wishes(prefer="spread"))
    if not isinstance(afresh, Planned):
        return
    fewest = fewest_changes(year, first.plan)
    standing = stands(first.plan, (), frozenset(), None, fresh=False, prefer=None)

    _of_costs, of_changes = proofs_of_hosts(afresh.case, afresh.chosen)
    for proofs in ((), of_changes):
        found = certain_changes(year, afresh.plan, proofs, standing, with_cost=True)
        assert (found.dates, found.hosts, found.cost) <= fewest

"""Small random projects, a random event each, all plans tried: none changes less than is proven."""

import random
from itertools import product

import pytest

from leernet.days.calendar import calendar_of
from leernet.model.values import Days
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, measures
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year

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
    """(dates, hosts): the fewest dates that change in any plan, and with so few dates the fewest hosts."""
    problem = date_problem(year, calendar_of(year))
    references = [event.reference for event in problem.events]
    best = None
    for picks in product(*(range(len(event.days)) for event in problem.events)):
        if measures(problem, picks).total >= FORBIDDEN:
            continue
        days = [problem.day(event.days[pick]) for event, pick in zip(problem.events, picks, strict=True)]
        moved = sum(before.meetings[ref].day != day for ref, day in zip(references, days, strict=True))
        if best is not None and moved > best[0]:
            continue
        for hosts in product(sorted(year.schools), repeat=len(days)):
            other = sum(
                before.meetings[ref].host != host for ref, host in zip(references, hosts, strict=True)
            )
            fewer = best is None or (moved, other) < best
            if fewer and not errors(year, a_plan(year, problem, days, hosts)):
                best = (moved, other)
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

    outcome = plan_year(year, Wishes(previous=first.plan))

    if fewest is None:
        assert isinstance(outcome, NoPlan)
        return
    assert isinstance(outcome, Planned)
    assert errors(year, outcome.plan) == []
    goals = {goal.name: goal for goal in outcome.plan.goals}
    if outcome.plan is first.plan:
        assert fewest == (0, 0)
        return
    # There is one new fact, so that is the reason of every change.
    (fact,) = new_facts(a_project(seed), year)
    assert [change for change in outcome.plan.changes if fact not in change.reason] == []
    dates, hosts = goals["dates changed"], goals["hosts changed"]
    assert (dates.value, hosts.value) == fewest
    assert (dates.proven, hosts.proven) == (True, True)

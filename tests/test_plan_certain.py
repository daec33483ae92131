"""Of dates only that is called proven which other code adds up; forged proofs prove no more."""

import random
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from msgspec.structs import replace

from leernet.commands.certain import with_certain_bound
from leernet.days.calendar import calendar_of
from leernet.model.plan_proofs import NO_PROOF, ClashPrice, LoadPrice, OrderPrice, ProofNode
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, measures
from leernet.solve.partly import PartlyPlanned, plan_what_fits
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.date_bound import DateBound, certain_of_dates
from leernet.verify.plan.standing import Standing

from . import test_plan_all_there_are, test_plan_at_once, test_plan_every_key, test_plan_spacing
from .plan_projects import NETWORK, SCHOOLS, YEAR, year_of

KINDS = {
    "shared": test_plan_all_there_are.a_project,
    "at once": test_plan_at_once.a_year,
    "spaced": test_plan_spacing.a_year,
    "every key": lambda seed: year_of(test_plan_every_key.a_project(seed)),
}
WHICH = [(kind, seed) for kind in KINDS for seed in range(8)]


@cache
def planned(kind, seed):
    """A small year with its plan; None where no plan fits."""
    year = KINDS[kind](seed)
    outcome = plan_year(year, Wishes())
    return (year, outcome) if isinstance(outcome, Planned) and outcome.case.problem.events else None


def of_all(year, plan):
    """What dates cost at least, of all there are, and the plan on the worst that are possible.

    Hosts are not looked at.
    """
    problem = date_problem(year, calendar_of(year))
    every = [
        (total, picks)
        for picks in product(*(range(len(event.days)) for event in problem.events))
        if (total := measures(problem, picks).total) < FORBIDDEN
    ]
    days = {
        event.reference: problem.day(event.days[pick])
        for event, pick in zip(problem.events, max(every)[1], strict=True)
    }
    meetings = {
        reference: meeting.model_copy(update={"day": days.get(reference, meeting.day)})
        for reference, meeting in plan.meetings.items()
    }
    return min(every)[0], plan.model_copy(update={"meetings": meetings})


@pytest.mark.parametrize(("kind", "seed"), WHICH)
def test_days_and_costs_are_counted_anew_and_come_out_the_same(kind, seed):
    found = planned(kind, seed)
    if found is None:
        return
    _year, outcome = found
    problem = outcome.case.problem
    dates = DateBound(outcome.case.year, outcome.plan, Standing())

    for event, other in zip(problem.events, dates.events, strict=True):
        assert {problem.day(day).toordinal() for day in event.days} <= set(other.days.tolist())
    assert dates.value() == measures(problem, outcome.chosen.dates.picks).total


@pytest.mark.parametrize(("kind", "seed"), WHICH)
def test_what_the_solver_calls_proven_is_proven(kind, seed):
    found = planned(kind, seed)
    if found is None:
        return
    _year, outcome = found
    if outcome.case.problem.cuts or outcome.others:
        return
    claimed = outcome.chosen.dates
    certain = certain_of_dates(outcome.case.year, outcome.plan, claimed.proof, Standing())

    assert certain.bound == claimed.bound
    told = {goal.name: goal.bound for goal in outcome.plan.goals}
    assert certain.absent == told["wanted members absent"]
    assert certain.never == told["members who can never come"]


def forged(chance, dates, proof):
    """A proof with something in it that is not so."""
    events = [event for event in dates.events if len(event.days)]
    one, other = chance.choice(events), chance.choice(events)
    first = one.gathering.window.first + timedelta(chance.randrange(20))
    monday = first - timedelta(first.weekday())
    chains = sorted(dates.chains)
    some = frozenset(chance.sample(chains, chance.randint(1, len(chains))))
    price = chance.choice([10, 60, 300, 5000, -200])
    rows = (
        LoadPrice(first, first, frozenset(chains), some, price),
        LoadPrice(monday, monday + timedelta(6), some, some, price),
        LoadPrice(first, first + timedelta(30), frozenset(chains), some, price),
        ClashPrice(one.gathering.reference, other.gathering.reference, first, price),
        OrderPrice(one.gathering.reference, other.gathering.reference, 7, first, price),
    )
    forgery = (*proof.prices, *chance.choices(rows, k=3), *proof.prices)
    parts = chance.choice([(), (NO_PROOF,), (NO_PROOF, NO_PROOF), (ProofNode(forgery), ProofNode(forgery))])
    return ProofNode(forgery, one.gathering.reference, first, parts)


def test_a_hundred_forged_proofs_prove_nothing_that_is_not_so():
    chance, tried, higher = random.Random(1), 0, 0
    for kind, seed in WHICH:
        found = planned(kind, seed)
        if found is None or len(found[1].case.problem.events) > 4 or found[1].others:
            continue
        year, outcome = found[1].case.year, found[1]
        # Of a plan that costs much a bound may be high before it is more than the plan.
        least, worst = of_all(year, outcome.plan)
        dates = DateBound(year, worst, Standing())
        higher += dates.value() > least
        for _forgery in range(30):
            assert dates.bound(forged(chance, dates, outcome.chosen.dates.proof)) <= max(least, 0)
            tried += 1

    assert (tried >= 200, higher >= 5) == (True, True)


def test_a_price_on_an_order_costs_nothing_where_the_order_is_kept_and_counts_once():
    year = year_of(
        YEAR.replace(", holiday_region: zuid", "")
        + "members: {a: {name: A}, b: {name: B, roles: [x]}}\nnetworks:\n"
        + "  n: {facilitator: a, members: {roles: [x]}, time: 9.00-10.00,"
        + " meetings: [{id: eerst, window: 2026-11-02..2026-11-20}]}\n"
        + "  m: {facilitator: a, members: {roles: [x]}, time: 11.00-12.00,"
        + " meetings: [{id: dan, window: 2026-11-02..2026-11-27, after: {meeting: n/eerst, min_weeks: 1}}]}\n"
    )
    dates = DateBound(year, plan_year(year, Wishes()).plan, Standing())
    at = {event.gathering.reference: number for number, event in enumerate(dates.events)}
    first, later = (dates.events[at[reference]].days for reference in ("n/eerst", "m/dan"))

    for days, day in product(range(9), range(2, 28)):
        row = OrderPrice("n/eerst", "m/dan", days, date(2026, 11, day), 5)
        charges, allowed = dates.rows.charged((row, row, replace(row, price=-5)))
        in_all = charges[at["n/eerst"]][:, None] + charges[at["m/dan"]]
        until, before = date(2026, 11, day).toordinal(), date(2026, 11, day).toordinal() - days
        expected = 5 * ((later <= until).astype(int) - (first <= before).astype(int)[:, None])
        assert allowed == 0
        assert (in_all == (expected if 0 < days <= 7 else 0)).all()
        assert (in_all[later - first[:, None] >= 7] <= 0).all()


def test_a_bound_that_is_made_up_is_not_told():
    found = plan_what_fits(KINDS["every key"](21), Wishes())
    assert isinstance(found, PartlyPlanned)
    certain = with_certain_bound(found, Wishes()).plan.goals[0]
    assert (certain.value, certain.bound, certain.proven) == (180, 180, True)

    dates = replace(found.planned.chosen.dates, proof=NO_PROOF)
    made_up = replace(found.planned, chosen=replace(found.planned.chosen, dates=dates))
    told = with_certain_bound(replace(found, planned=made_up), Wishes()).plan.goals[0]

    assert (told.value, told.proven) == (180, False)
    assert (told.bound or 0) < 180


def test_dates_that_cost_nothing_are_proven_with_a_bound():
    always = [f"  {one}: {{name: {one}, school: beuk, roles: [coach]}}\n" for one in ("anna", "bas", "cato")]
    members = "members:\n" + "".join(always)
    found = plan_what_fits(year_of(YEAR + SCHOOLS + members + NETWORK), Wishes())
    assert isinstance(found, PartlyPlanned)

    cost = with_certain_bound(found, Wishes()).plan.goals[0]

    assert (cost.name, cost.value, cost.bound, cost.proven) == ("weighted cost of the dates", 0, 0, True)


def test_a_plan_with_a_date_that_is_not_possible_proves_nothing():
    year, outcome = planned("spaced", 5)
    reference, meeting = next(iter(outcome.plan.meetings.items()))
    never = meeting.model_copy(update={"day": meeting.day - timedelta(300)})
    plan = outcome.plan.model_copy(update={"meetings": {**outcome.plan.meetings, reference: never}})

    assert certain_of_dates(year, plan, outcome.chosen.dates.proof, Standing()) is None

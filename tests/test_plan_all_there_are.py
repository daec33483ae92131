"""Small random projects, everything there is tried: `plan` finds the best, or that there is none.

First dates and hosts of networks that share both, priced as the solver prices them; then dates, hosts, times
and facilitators of projects that use every key there is, priced by what the documentation says.
"""

import random
from collections import Counter
from datetime import date
from itertools import pairwise, product

import pytest

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.gathering import expected_spans, gatherings
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.poll import Poll, PollOption, Stance
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, measures
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.attendance import counts_as_there, falls_on, is_member
from leernet.verify.plan.rules import broken_rules
from leernet.verify.polls import heard

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
    "seed", [seed if seed < 12 else pytest.param(seed, marks=pytest.mark.hours) for seed in range(300)]
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


def a_project_of_keys(seed):
    """Two networks of up to three meetings that ask for whatever can be asked; six days, two schools."""
    chance = random.Random(seed)

    def some(*texts):
        return chance.choice(["", "", "", *texts])

    def days(most):
        return ", ".join(chance.sample(DAYS, chance.randint(0, most)))

    schools = [
        f"  {id}: {{name: {id}, board: {id[0]}, host_seats: {chance.choice([4, 9])}, closed: [{days(1)}]"
        + some(", host_days: [ma, di, do]", ", host_days: [di-ochtend, wo]", ", host_days: [ma, wo]")
        + some(", host_not: [2027-03-03]", ", host_not: [2027-03-01..2027-03-04]")
        + some(", host_at_most: 1")
        + "}"
        for id in ("eik", "beuk")
    ]
    members = [
        f"  m{at}: {{name: M{at}, organisation: {chance.choice(['Pabo', 'P'])}, roles: [r{at % 2}], "
        f"away: [{days(1)}]"
        + some(
            ", working_days: [ma, di, wo even]",
            ", working_days: [ma oneven, wo, do]",
            ", working_days: [di, do]",
        )
        + some(", prefer: [ma]", ", prefer: [do]")
        + "}"
        for at in range(6)
    ]
    networks = []
    for at, count in enumerate(chance.choice([(1, 2), (2, 1), (1, 1)])):
        facilitator = chance.choice([f"m{at}", f"m{at + 2}", f"{{one_of: [m{at}, m{at + 2}]}}"])
        meetings = ", ".join(_a_meeting(chance, at, number) for number in range(count))
        networks.append(
            f"  n{at}: {{facilitator: {facilitator}, members: {{roles: [r{at}]}}, "
            f"quorum: {chance.choice(['0', '1', '50 %'])}, "
            f"time: {chance.choice(['9.00-12.00', '13.00-15.00', '19.00-20.30'])}, "
            f"hosts: {{rotate: schools, among: {{schools: [eik, beuk]}}{some(', expect: 50 %')}}}, "
            f"meetings: [{meetings}]}}"
        )
    limits = some(", limits: {meetings_per_month: 1}", ", limits: {meetings_per_month: 2}")
    year = year_of(
        f"year: {{school_year: 2026-2027, holiday_region: noord, avoid: [{days(1)}]{limits}}}\n"
        "boards: {e: {name: E}, b: {name: B}}\norganisations: {pabo: {name: Pabo, closed: ["
        + days(1)
        + "]}}\nschools:\n"
        + "\n".join(schools)
        + "\nmembers:\n"
        + "\n".join(members)
        + "\nnetworks:\n"
        + "\n".join(networks)
        + "\n"
    )
    return year.model_copy(update={"polls": tuple(_some_polls(chance, year))})


def _a_meeting(chance, network, number):
    when = chance.choice(
        [
            f"window: 2027-03-0{chance.choice([1, 3])}..2027-03-0{chance.choice([4, 9])}",
            f"dates: [{', '.join(chance.sample(DAYS, 3))}]",
            "dates: poll, window: 2027-03-01..2027-03-09",
        ]
    )
    time = chance.choice(["", "", ", time: [9.00-11.00, 13.30-16.00]"])
    required = chance.choice(["", "", "", f", required: [m{chance.randrange(6)}]"])
    after = ", after: n0/b0" if (network, number) == (1, 0) and chance.random() < 0.5 else ""
    return f"{{id: b{number}, {when}{time}{required}{after}}}"


def _some_polls(chance, year):
    """A poll where the dates are those of one, and sometimes elsewhere; of whole days."""
    for network in year.networks.values():
        for meeting in network.meetings:
            if meeting.dates == "poll" or chance.random() < 0.3:
                options = tuple(PollOption(date.fromisoformat(day)) for day in sorted(chance.sample(DAYS, 4)))
                answers = {
                    member: tuple(chance.choice([None, *Stance]) for _option in options)
                    for member in year.members
                    if chance.random() < 0.6
                }
                yield Poll(
                    f"availability/{network.id}-{meeting.id}.csv", network.id, meeting.id, options, answers
                )


def best_of_all_keys(year):
    """The least that dates at some times cost with which some hosts and facilitators keep all rules."""
    asked = [one for one in gatherings(year) if one.meeting is not None]
    calendar = calendar_of(year)
    times = [one.meeting.times or (one.network.time,) for one in asked]
    days = [one.dates or tuple(one.window) for one in asked]
    in_order = (on for on in product(*days) if _in_order(asked, on))
    ways = ((price(year, calendar, asked, on, at), on, at) for on in in_order for at in product(*times))
    for cost, on, at in sorted(ways, key=lambda way: way[0]):
        if any(not errors(year, plan) for plan in _plans(year, asked, on, at)):
            return cost
    return None


# What another host or facilitator can mend.
_OF_HOSTS = ("plan-host", "plan-school", "plan-two-places", "plan-facilitator", "plan-no-time-to-travel")


def _in_order(asked, days):
    """Meetings of a network take place one after the other, those with the earlier window first."""
    return all(
        first < second
        for (one, first), (other, second) in pairwise(zip(asked, days, strict=True))
        if one.chain == other.chain
    )


def _plans(year, asked, days, spans):
    """The plans with these dates at these times: each choice of hosts and facilitators."""
    leaders = [one.network.facilitators if len(one.network.facilitators) > 1 else (None,) for one in asked]
    for hosts in product(sorted(year.schools), repeat=len(asked)):
        for led_by in product(*leaders):
            meetings = {
                one.reference: PlannedMeeting(
                    day=day,
                    start=span.start,
                    end=span.end,
                    host=host,
                    facilitator=leader,
                    location="",
                    absent=(),
                )
                for one, day, span, host, leader in zip(asked, days, spans, hosts, led_by, strict=True)
            }
            plan = Plan(school_year=year.school_year, revision=1, meetings=meetings)
            if not all(rule.startswith(_OF_HOSTS) for rule in errors(year, plan)):
                return
            yield plan


def price(year, calendar, asked, days, spans):
    """What dates cost by docs/planning.md, counted person by person."""
    cost = 0
    missed, wanted_at, on_day, in_week = Counter(), Counter(), Counter(), Counter()
    for one, day, span in zip(asked, days, spans, strict=True):
        for id in expected_spans(year, one):
            member, said = year.members[id], heard(year, one, id, day)
            there = counts_as_there(calendar, member, day, span, said)
            wanted_at[id, one.chain] += 1
            on_day[id, day] += 1
            in_week[id, day.isocalendar()[:2]] += 1
            cost += 30 * any(day in stretch for stretch in year.settings.avoid)
            if not there:
                missed[id, one.chain] += is_member(member, day)
                cost += 100
            else:
                dislikes = member.prefer is not None and not any(
                    falls_on(half, day) for half in member.prefer
                )
                cost += 10 * dislikes + 33 * (_answer(year, one, id, day) is Stance.IF_NEED_BE)
    cost += sum(300 for key, misses in missed.items() if misses == wanted_at[key])
    cost += sum(20 * misses * (misses - 1) // 2 for misses in missed.values())
    cost += sum(60 * (times - 1) for times in on_day.values())
    cost += sum(20 * (times - 1) for times in in_week.values())
    for network in year.networks:
        own = [day for one, day in zip(asked, days, strict=True) if one.chain == network]
        gaps = [(later - earlier).days for earlier, later in pairwise(own)]
        cost += 30 * min(sum(max(0, abs(gap - 7 * weeks) - 7) for gap in gaps) for weeks in range(1, 3))
    return cost


def _answer(year, gathering, id, day):
    """What somebody said of a day in a poll of whole days."""
    for poll in year.polls:
        if f"{poll.network}/{poll.meeting}" == gathering.reference:
            said = dict(zip((option.day for option in poll.options), poll.answers.get(id, ()), strict=False))
            if said.get(day) is not None and not any(day in away for away in year.members[id].away):
                return said[day]
    return None


@pytest.mark.parametrize(
    "seed", [seed if seed < 12 else pytest.param(seed, marks=pytest.mark.hours) for seed in range(300)]
)
def test_with_every_key_a_plan_is_found_where_there_is_one_and_is_the_best(seed, monkeypatch):
    year = a_project_of_keys(seed)
    calendar = calendar_of(year)
    monkeypatch.setattr("leernet.verify.plan.rules.calendar_of", lambda _year: calendar)
    best = best_of_all_keys(year)

    outcome = plan_year(year, Wishes())

    if best is None:
        assert isinstance(outcome, NoPlan)
        assert outcome.certain
        return
    assert isinstance(outcome, Planned)
    assert errors(year, outcome.plan) == []
    cost = outcome.plan.goals[0]
    assert (cost.value, cost.proven) == (best, True)

"""Rounds of pairs that have been are data: they stay as they were, and only who met in them were partners."""

import random
from datetime import date, timedelta
from itertools import combinations

import pytest

from leernet.days.calendar import calendar_of
from leernet.explain.pairs import pair_reasons
from leernet.finding import Places
from leernet.model.plan import Plan
from leernet.solve.pairs.plan import planned_pairs
from leernet.solve.pairs.weeks import all_behind, week_name
from leernet.verify.plan.pair_proof import unproven_pairs
from leernet.verify.plan.past import rewritten_rounds
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of

# The first round lies before 4 December and the second after it.
PROJECT = """\
year: {{school_year: 2026-2027}}
schools: {{beuk: {{name: De Beuk}}, iep: {{name: De Iep}}}}
members:
  ina: {{name: Ina}}
{members}
networks:
  maatjes:
    facilitator: ina
    members: {{roles: [coach]}}
    pairs: {{rounds: {rounds}, window: 2026-09-07..2027-01-29{more}}}
"""


def year_with(people, rounds=2, more=""):
    """People by id, each with what more there is to say of them; those who left altogether are not there."""
    members = "\n".join(
        f"  {id}: {{name: {id}, roles: [coach]{said}}}" for id, said in sorted(people.items())
    )
    return year_of(PROJECT.format(members=members, rounds=rounds, more=more))


def planned(year, previous=None, today=None):
    """What there is of pairs, and the plan; it keeps the rules and its proofs hold."""
    found = planned_pairs(
        year, year.networks["maatjes"], calendar_of(year), {}, previous=previous, today=today
    )
    plan = Plan(school_year="2026-2027", revision=1, pairs=found.pairs, visits=found.visits)
    broken = broken_rules(year, plan, Places(), today=today)
    assert [str(one) for one in broken if one.level == "error"] == []
    proofs = {"maatjes": tuple(one.proof for one in found.rounds)}
    assert tuple(unproven_pairs(year, (), proofs, plan, today)) == ()
    if previous is not None:
        assert tuple(rewritten_rounds(year, previous, plan, today)) == ()
    return found, plan


def test_a_week_is_behind_us_from_the_monday_after_it():
    for later in range(400):
        day = date(2026, 9, 1) + timedelta(later)
        sunday = day + timedelta(6 - day.weekday())

        behind = [all_behind([week_name(day)], sunday + timedelta(days)) for days in range(-7, 3)]

        assert behind == [False] * 8 + [True] * 2
    assert not all_behind([], day)


def weeks_of(plan, number):
    return [visit.week for visit in plan.visits if visit.round == number]


def has_been(plan, number, today):
    weeks = weeks_of(plan, number)
    return bool(weeks) and max(weeks) < week_of(today)


def week_of(day):
    return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"


def as_it_was(plan, number):
    visits = sorted((visit for visit in plan.visits if visit.round == number), key=lambda visit: visit.place)
    return plan.pairs.get(f"maatjes/{number}"), visits


def met(plan, numbers):
    return {
        tuple(sorted(pair))
        for number in numbers
        for group in plan.pairs.get(f"maatjes/{number}", ())
        for pair in combinations(group, 2)
        if any(
            {visit.visitor, visit.visited} <= set(group) and visit.round == number for visit in plan.visits
        )
    }


def most_pairs(people, possible):
    if not people:
        return 0
    one, *rest = people
    with_one = (other for other in rest if tuple(sorted((one, other))) in possible)
    paired = (1 + most_pairs([each for each in rest if each != other], possible) for other in with_one)
    return max(most_pairs(rest, possible), *paired, 0)


@pytest.mark.parametrize("seed", range(12))
def test_whoever_comes_and_goes_on_any_day_rounds_that_have_been_stay_and_only_who_met_are_kept_apart(seed):
    lot = random.Random(f"past {seed}")
    rounds, more = lot.choice((2, 3)), lot.choice(("", ", other: [school]"))
    people = {f"p{one}": f", school: {lot.choice(('beuk', 'iep'))}" for one in range(lot.randrange(3, 7))}
    _found, plan = planned(year_with(people, rounds, more))
    today = date(2026, 9, 1)
    for step in range(5):
        today += timedelta(lot.randrange(45))
        gone = lot.sample(sorted(people), lot.randrange(2))
        people = {id: said for id, said in people.items() if id not in gone}
        people |= {
            f"n{step}{one}": f", school: {lot.choice(('beuk', 'iep'))}" for one in range(lot.randrange(4))
        }
        was, year = plan, year_with(people, rounds, more)
        found, plan = planned(year, was, today)
        over = [number for number in range(1, rounds + 1) if has_been(was, number, today)]

        assert [as_it_was(plan, number) for number in over] == [as_it_was(was, number) for number in over]
        assert found.goals[0].value == sum(map(len, plan.pairs.values()))
        assert all(
            goal.bound is None or goal.name != "pairs" or goal.value <= goal.bound for goal in found.goals
        )
        ahead = [number for number in range(1, rounds + 1) if f"maatjes/{number}" in plan.pairs]
        ahead = [number for number in ahead if number not in over]
        if ahead and not any(week <= week_of(today) for week in weeks_of(was, ahead[0])):
            apart = met(plan, over)
            possible = {
                pair
                for pair in combinations(sorted(people), 2)
                if pair not in apart and not (more and people[pair[0]] == people[pair[1]])
            }
            assert found.rounds[ahead[0] - 1].goals[0].value == most_pairs(sorted(people), possible)


def test_two_who_come_after_the_first_round_are_paired_in_the_second():
    _found, before = planned(year_with({"anna": "", "bas": ""}))
    # The window is over two rounds; on 4 January the second is still to come.
    today = date(2027, 1, 4)
    assert has_been(before, 1, today)
    year = year_with({"cato": "", "dirk": ""})
    first, plan = planned(year, before, today)
    # On paper, as a plan of before may have them: they did not meet.
    paper = {"maatjes/1": (*before.pairs["maatjes/1"], ("cato", "dirk"))}
    _again, other = planned(year, before.model_copy(update={"pairs": paper}), today)

    assert plan.pairs == {"maatjes/1": (("anna", "bas"),), "maatjes/2": (("cato", "dirk"),)}
    assert other.pairs == {**paper, "maatjes/2": (("cato", "dirk"),)}
    assert [(goal.name, goal.value, goal.proven) for goal in first.goals[:1]] == [("pairs", 2, True)]
    (_one, two) = pair_reasons(year, other, year.networks["maatjes"], "cato", today=today)
    assert two.excluded == ()


def test_a_round_whose_days_are_gone_before_there_was_a_plan_gets_no_pairs():
    found, plan = planned(year_with({"anna": "", "bas": "", "cato": "", "dirk": ""}), today=date(2027, 1, 4))

    assert list(plan.pairs) == ["maatjes/2"]
    assert {visit.round for visit in plan.visits} == {2}
    assert found.rounds[0].unpaired == ()


def test_a_plan_that_rewrites_a_round_that_is_over_is_found_out():
    year = year_with({"anna": "", "bas": "", "cato": "", "dirk": ""})
    _found, before = planned(year)
    last = max(weeks_of(before, 1))
    today = date.fromisocalendar(int(last[:4]), int(last[6:]), 7) + timedelta(1)
    assert not has_been(before, 2, today)
    added = {**before.pairs, "maatjes/1": (*before.pairs["maatjes/1"], ("x", "y"))}
    fewer = tuple(visit for visit in before.visits if visit != before.visits[0])

    for wrong in ({"pairs": added}, {"pairs": {}}, {"visits": fewer}):
        assert len(tuple(rewritten_rounds(year, before, before.model_copy(update=wrong), today))) == 1
    later = {**before.pairs, "maatjes/2": ()}
    assert tuple(rewritten_rounds(year, before, before.model_copy(update={"pairs": later}), today)) == ()

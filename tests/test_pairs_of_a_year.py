"""Coaching pairs of a network: rules from the year, visits when people work and schools are open."""

from datetime import date

from leernet.days.calendar import calendar_of
from leernet.model.plan import Plan, PlannedMeeting, Visit
from leernet.model.weekdays import Half, HalfDay
from leernet.solve.pairs.formulation import pair_problem
from leernet.solve.pairs.plan import planned_pairs
from leernet.solve.pairs.problem import PairPerson, Unpaired
from leernet.solve.pairs.visit_days import visit_problem

from .plan_projects import year_of

PROJECT = """\
year: {school_year: 2026-2027, holiday_region: zuid, avoid: [2026-11-09..2026-11-13]}
schools:
  beuk: {name: De Beuk, board: kiem, location: [51.65, 5.29], closed: [2026-11-17]}
  iep: {name: De Iep, board: zaad}
boards: {kiem: {name: Kiem}, zaad: {name: Zaad}}
members:
  anna: {name: Anna, school: beuk, roles: [coach], working_days: [di, do-ochtend], grade_band: lower}
  bas: {name: Bas, school: beuk, roles: [coach], working_days: [di, wo]}
  cato: {name: Cato, school: iep, roles: [coach], working_days: [wo, do]}
  dirk: {name: Dirk, school: iep, roles: [coach], working_days: [di], manager: bas}
  ina: {name: Ina}
networks:
  maatjes:
    facilitator: ina
    members: {roles: [coach]}
    pairs:
      rounds: 1
      window: 2026-11-02..2026-12-04
      cycle:
        - {title: Voorgesprek, minutes: 20}
        - {title: Klassenbezoek, minutes: 50}
        - {title: Nagesprek, minutes: 30}
      other: [school]
      wishes: {anna: [cato]}
"""

TUESDAY = (HalfDay(1, Half.MORNING), HalfDay(1, Half.AFTERNOON))
WEDNESDAY = (HalfDay(2, Half.MORNING), HalfDay(2, Half.AFTERNOON))


def of(text):
    year = year_of(text)
    return year, year.networks["maatjes"], calendar_of(year)


def visit(visitor, visited, week, days):
    return Visit(network="maatjes", round=1, visitor=visitor, visited=visited, week=week, days=days)


def plan_with(found):
    return Plan(school_year="2026-2027", revision=1, pairs=found.pairs, visits=found.visits)


def test_the_year_says_who_works_where_and_when():
    year, network, _ = of(PROJECT)

    problem = pair_problem(year, network, network.pairs)

    assert problem.people[0] == PairPerson(
        "anna", "beuk", "kiem", "lower", (51.65, 5.29), 0b01001100 * (1 + 2**10 + 2**20)
    )
    assert problem.people[2].location is None
    assert problem.managers == {("bas", "dirk")}
    assert problem.wishes == {"anna": ("cato",)}
    assert [person.id for person in problem.people] == ["anna", "bas", "cato", "dirk"]


def test_pairs_and_visits_are_planned_on_days_both_schools_are_open():
    year, network, calendar = of(PROJECT)

    found = planned_pairs(year, network, calendar, {})

    # Were the wish of Anna granted, Bas and Dirk would be left, and Bas is Dirk's manager.
    assert found.pairs == {"maatjes/1": (("anna", "dirk"), ("bas", "cato"))}
    # Not in the week of 9 November, which is avoided; not on Tuesday 17 November, when De Beuk is closed.
    assert found.visits == (
        visit("anna", "dirk", "2026-W45", TUESDAY),
        visit("bas", "cato", "2026-W47", WEDNESDAY),
        visit("dirk", "anna", "2026-W48", TUESDAY),
        visit("cato", "bas", "2026-W49", WEDNESDAY),
    )
    assert found.minutes == {"anna": 200, "bas": 200, "cato": 200, "dirk": 200}
    assert {goal.name: goal.value for goal in found.goals} == {
        "pairs": 2,
        "mutual wishes granted": 0,
        "one-sided wishes granted": 0,
        "ease of pairs": 2040,
        "people without a partner": 0,
        "cycles of visits without days": 0,
        "visits close upon one another": 0,
        "most visitors away from one school on one day": 1,
    }


def test_whoever_leaves_for_a_visit_leaves_their_own_school():
    year, network, calendar = of(PROJECT.replace("name: Cato, school: iep", "name: Cato"))
    (round_,) = planned_pairs(year, network, calendar, {}).rounds

    problem = visit_problem(year, calendar, round_, (date(2026, 11, 3),), {}, None)

    schools = {"anna": "beuk", "bas": "beuk", "cato": "", "dirk": "iep"}
    assert {person.id: person.school for person in problem.people} == schools


def test_of_several_rounds_only_what_holds_for_all_together_is_called_proven():
    year, network, calendar = of(
        PROJECT.replace("rounds: 1", "rounds: 2").replace("      other: [school]\n", "")
    )

    found = planned_pairs(year, network, calendar, {})

    # In the second round Dirk, whose manager is Bas, shares no day with the one who is left for him.
    assert found.pairs == {
        "maatjes/1": (("anna", "dirk"), ("bas", "cato")),
        "maatjes/2": (("anna", "bas", "cato"),),
    }
    assert [(goal.name, goal.value, goal.bound, goal.proven) for goal in found.goals] == [
        ("pairs", 3, 4, False),
        ("mutual wishes granted", 0, 0, True),
        ("one-sided wishes granted", 1, 1, True),
        ("ease of pairs", 3060, None, False),
        ("people without a partner", 1, 0, False),
        ("cycles of visits without days", 2, 0, False),
        ("visits close upon one another", 0, 0, True),
        ("most visitors away from one school on one day", 1, 1, True),
    ]


def test_nobody_visits_on_the_day_of_a_meeting():
    year, network, calendar = of(PROJECT)
    meeting = PlannedMeeting(day=date(2026, 11, 3), start="9.00", end="12.00")

    found = planned_pairs(year, network, calendar, {"maatjes/start": meeting})

    assert [one.week for one in found.visits if "anna" in (one.visitor, one.visited)] == [
        "2026-W48",
        "2026-W49",
    ]


def test_partners_of_earlier_years_are_not_paired_again():
    year, network, calendar = of(PROJECT)
    before = Plan(school_year="2025-2026", pairs={"maatjes/2": (("anna", "dirk"),)})

    found = planned_pairs(year, network, calendar, {}, history=[before])

    assert found.pairs == {"maatjes/1": (("anna", "bas", "cato"),)}
    assert found.rounds[0].unpaired == (Unpaired("dirk", (("manager", 1), ("earlier", 1), ("school", 1))),)


def test_a_plan_that_still_holds_is_kept_to_the_letter():
    year, network, calendar = of(PROJECT)
    found = planned_pairs(year, network, calendar, {})

    again = planned_pairs(year, network, calendar, {}, previous=plan_with(found), today=date(2026, 11, 16))

    assert (again.pairs, again.visits) == (found.pairs, found.visits)


def test_when_somebody_leaves_the_other_pairs_and_their_visits_stay():
    year, network, calendar = of(PROJECT)
    found = planned_pairs(year, network, calendar, {})
    left = of(PROJECT.replace("name: Dirk,", "name: Dirk, until: 2026-11-13,"))

    again = planned_pairs(*left, {}, previous=plan_with(found), today=date(2026, 11, 16))

    assert again.pairs == {"maatjes/1": (("anna", "bas", "cato"),)}
    assert [one.id for one in again.rounds[0].unpaired] == []
    assert again.rounds[0].links == ((("anna", "cato"), ("bas", "cato")),)


def test_a_network_without_pairs_gets_none():
    year, network, calendar = of(PROJECT[: PROJECT.index("    pairs:")])

    assert planned_pairs(year, network, calendar, {}).pairs == {}


def test_wishes_that_pairs_people_know_of_keep_out_are_counted():
    # Without Bas's being her manager, Dirk can be anybody's partner.
    wished = PROJECT.replace(", manager: bas", "")
    known = Plan(school_year="2026-2027", pairs={"maatjes/1": (("anna", "dirk"), ("bas", "cato"))})

    def kept_out(text, **known):
        return planned_pairs(*of(text), {}, **known).wishes_kept_out

    told = frozenset({"maatjes/1/anna--dirk", "maatjes/1/bas--cato"})
    assert kept_out(wished, previous=known, told=told) == 1
    assert kept_out(wished, previous=known) == 0
    assert kept_out(wished.replace("anna: [cato]", "anna: [dirk]"), previous=known, told=told) == 0
    assert (
        kept_out(wished.replace("anna: [cato]", "anna: [cato], cato: [anna]"), previous=known, told=told) == 2
    )


def test_who_leaves_before_a_round_is_in_no_pair_of_it_and_who_comes_takes_the_place():
    before = of(PROJECT)
    was = planned_pairs(*before, {}, today=date(2026, 9, 1))
    emma = "  emma: {name: Emma, school: iep, roles: [coach], manager: bas, from: 2026-10-20}\n"
    text = PROJECT.replace("name: Dirk,", "name: Dirk, until: 2026-10-20,").replace("  ina:", f"{emma}  ina:")

    found = planned_pairs(*of(text), {}, previous=plan_with(was), today=date(2026, 9, 8))

    assert was.pairs == {"maatjes/1": (("anna", "dirk"), ("bas", "cato"))}
    assert found.pairs == {"maatjes/1": (("anna", "emma"), ("bas", "cato"))}
    assert found.unplanned == ((),)
    assert found.rounds[0].unpaired == ()


def test_who_comes_for_the_second_round_is_in_no_pair_of_the_first():
    emma = "  emma: {name: Emma, school: iep, roles: [coach], working_days: [di], from: 2026-11-25}\n"
    text = PROJECT.replace("rounds: 1", "rounds: 2").replace("  ina:", f"{emma}  ina:")

    found = planned_pairs(*of(text), {}, today=date(2026, 9, 8))

    where = {ref: sum("emma" in group for group in groups) for ref, groups in found.pairs.items()}
    assert where == {"maatjes/1": 0, "maatjes/2": 1}
    assert all(goal.bound is None or goal.bound >= goal.value for goal in found.goals if goal.name == "pairs")

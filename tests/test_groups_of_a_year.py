"""Groups of a network: who, at which meetings, kept over the year and remembered over the years."""

from datetime import date
from itertools import combinations

from leernet.model.gathering import network_gatherings
from leernet.model.plan import Plan, PlannedMeeting
from leernet.solve.groups.plan import group_meetings, group_problem, planned_groups
from leernet.solve.groups.problem import ALL_HALF_DAYS, NoGrouping

from .plan_projects import year_of

PROJECT = """\
year: {school_year: 2026-2027, holiday_region: zuid}
boards: {kiem: {name: Kiem}, zaad: {name: Zaad}}
schools:
  beuk: {name: De Beuk, board: kiem}
  iep: {name: De Iep, board: zaad}
members:
  anna: {name: Anna, school: beuk, roles: [coach], working_days: [ma, di-middag]}
  bas: {name: Bas, school: beuk, roles: [coach], manager: dirk}
  cato: {name: Cato, school: beuk, roles: [coach], manager: bas}
  dirk: {name: Dirk, school: iep, roles: [coach]}
  eva: {name: Eva, school: iep, roles: [coach]}
  fem: {name: Fem, school: iep, roles: [coach]}
  gijs: {name: Gijs, roles: [coach]}
  hans: {name: Hans, roles: [coach]}
  ina: {name: Ina, roles: [facilitator]}
networks:
  bsc:
    facilitator: ina
    members: {roles: [coach]}
    time: 13.30-16.30
    meetings:
      - {id: start, date: 2026-09-15}
      - {id: herfst, date: 2026-11-17}
      - {id: lente, date: 2027-03-16}
    groups:
      size: 4
      meetings: [herfst, lente]
      fixed: true
      mix: [boards]
      together: [[anna, eva]]
      apart: [[gijs, hans]]
      rotate: [case_owner, chair]
"""

EVERYBODY = ("anna", "bas", "cato", "dirk", "eva", "fem", "gijs", "hans")


def meeting(day, absent=(), groups=None, roles=None):
    return PlannedMeeting(
        day=day, start="13.30", end="16.30", absent=absent, groups=groups or {}, roles=roles or {}
    )


MEETINGS = {
    "bsc/herfst": meeting(date(2026, 11, 17)),
    "bsc/lente": meeting(date(2027, 3, 16)),
    "bsc/start": meeting(date(2026, 9, 15)),
    "ander/herfst": meeting(date(2026, 11, 17)),
}


def of(text):
    year = year_of(text)
    return year, year.networks["bsc"]


def plan_with(found, meetings=MEETINGS):
    """The plan after the groups found were written into it."""
    with_groups = {
        ref: one.model_copy(update={"groups": found.groups.get(ref, {}), "roles": found.roles.get(ref, {})})
        for ref, one in meetings.items()
    }
    return Plan(school_year="2026-2027", revision=1, meetings=with_groups)


def test_groups_are_made_at_the_meetings_named_in_order_of_time():
    _year, network = of(PROJECT)

    assert group_meetings(network, MEETINGS) == ("bsc/herfst", "bsc/lente")


def test_without_names_groups_are_made_at_all_meetings():
    _year, network = of(PROJECT.replace("      meetings: [herfst, lente]\n", ""))

    assert group_meetings(network, MEETINGS) == ("bsc/start", "bsc/herfst", "bsc/lente")


def test_groups_on_days_of_their_own_meet_then_and_only_then():
    own = "{times: 2, time: 15.30-17.00, window: 2026-11-02..2027-05-28}"
    year, network = of(PROJECT.replace("[herfst, lente]", own))
    meetings = {**MEETINGS, "bsc/intervisie-1": meeting(date(2026, 12, 1))}

    problem = group_problem(year, network, network.groups)

    assert group_meetings(network, meetings) == ("bsc/intervisie-1",)
    titles = [one.title for one in network_gatherings(year, network)]
    assert titles == ["bsc, start", "bsc, herfst", "bsc, lente", "bsc, intervisie-1", "bsc, intervisie-2"]
    # Anna works on Monday and on Tuesday afternoon: bits 1 and 3, counted from Monday morning.
    assert problem.people[0].half_days == 0b1010


def test_wishes_managers_and_the_place_of_work_reach_the_problem():
    year, network = of(PROJECT)

    problem = group_problem(year, network, network.groups)

    assert tuple(person.id for person in problem.people) == EVERYBODY
    assert [person.board for person in problem.people] == ["kiem"] * 3 + ["zaad"] * 3 + ["", ""]
    assert {person.half_days for person in problem.people} == {ALL_HALF_DAYS}
    assert (problem.size_min, problem.size_max, problem.mix) == (4, 4, ("boards",))
    assert problem.together == (("anna", "eva"),)
    # Cato's manager is Bas, whose manager is Dirk: he stands above both.
    assert problem.apart == (("bas", "cato"), ("bas", "dirk"), ("cato", "dirk"), ("gijs", "hans"))


def test_managers_above_one_another_in_too_few_groups_are_named():
    year, network = of(PROJECT)

    found = planned_groups(year, network, MEETINGS)

    assert isinstance(found, NoGrouping)
    assert [str(reason) for reason in found.reasons] == [
        "Bas, Cato and Dirk must all be in different groups: that takes 3 groups, "
        "and 8 people fill 2 at most."
    ]


FEWER = PROJECT.replace(", manager: bas", "")


def test_fixed_groups_are_the_same_all_year_and_roles_go_round():
    year, network = of(FEWER)

    found = planned_groups(year, network, MEETINGS)

    groups = {"1": ("anna", "dirk", "eva", "hans"), "2": ("bas", "cato", "fem", "gijs")}
    assert found.groups == {"bsc/herfst": groups, "bsc/lente": groups}
    assert found.roles == {
        "bsc/herfst": {
            "1": {"case_owner": "anna", "chair": "eva"},
            "2": {"case_owner": "bas", "chair": "fem"},
        },
        "bsc/lente": {
            "1": {"case_owner": "dirk", "chair": "hans"},
            "2": {"case_owner": "cato", "chair": "gijs"},
        },
    }
    assert found.without_turn == {
        "case_owner": ("eva", "fem", "gijs", "hans"),
        "chair": ("anna", "bas", "cato", "dirk"),
    }


def test_who_is_absent_gets_no_role_that_day():
    year, network = of(FEWER)
    meetings = {**MEETINGS, "bsc/herfst": meeting(date(2026, 11, 17), absent=("anna", "dirk", "eva"))}

    found = planned_groups(year, network, meetings)

    assert found.roles["bsc/herfst"]["1"] == {"case_owner": "hans"}


def test_new_groups_each_time_have_as_few_repeats_as_can_be():
    each_time = FEWER.replace("fixed: true", "fixed: false").replace("[herfst", "[start, herfst")
    year, network = of(each_time)

    found = planned_groups(year, network, MEETINGS)

    assert list(found.groups) == ["bsc/start", "bsc/herfst", "bsc/lente"]
    assert all(len(groups) == 2 for groups in found.groups.values())


def test_groups_of_an_earlier_year_count_once_when_they_stayed_the_same():
    year, network = of(FEWER)
    groups = {"1": ("anna", "bas"), "2": ("cato", "dirk")}
    before = Plan(
        school_year="2025-2026",
        meetings={
            "bsc/herfst": meeting(date(2025, 11, 18), groups=groups),
            "bsc/lente": meeting(date(2026, 3, 17), groups=groups),
            "ander/lente": meeting(date(2026, 3, 17), groups={"1": ("anna", "fem")}),
        },
    )

    problem = group_problem(year, network, network.groups, history=[before])

    assert problem.earlier == {("anna", "bas"): 1, ("cato", "dirk"): 1}


def test_a_plan_that_still_holds_is_kept_to_the_letter():
    year, network = of(FEWER)
    found = planned_groups(year, network, MEETINGS)

    again = planned_groups(year, network, MEETINGS, previous=plan_with(found))

    assert (again.groups, again.roles) == (found.groups, found.roles)


def test_when_somebody_leaves_past_meetings_stay_and_other_groups_too():
    wider = FEWER.replace("size: 4", "size: 3-5")
    year, network = of(wider)
    found = planned_groups(year, network, MEETINGS)
    left = of(wider.replace("name: Hans, roles", "name: Hans, until: 2026-12-31, roles"))

    again = planned_groups(*left, MEETINGS, previous=plan_with(found), today=date(2027, 1, 11))

    assert again.groups["bsc/herfst"] == found.groups["bsc/herfst"]
    assert again.groups["bsc/lente"] == {
        number: tuple(person for person in members if person != "hans")
        for number, members in found.groups["bsc/lente"].items()
    }
    assert again.roles["bsc/herfst"] == found.roles["bsc/herfst"]


def test_a_network_without_groups_gets_none():
    year, network = of(FEWER[: FEWER.index("    groups:")])

    found = planned_groups(year, network, MEETINGS)

    assert (found.groups, found.roles, found.goals) == ({}, {}, ())


def test_over_the_year_everybody_meets_everybody_where_that_can_be():
    # Nine people in threes, four times: the square of order three.
    people = "".join(f"  p{number}: {{name: P{number}, roles: [coach]}}\n" for number in range(9))
    dates = "".join(f"      - {{id: m{number}, date: 2026-1{number}-17}}\n" for number in range(3))
    year, network = of(
        "year: {school_year: 2026-2027}\nmembers:\n"
        + people
        + "  ina: {name: Ina}\nnetworks:\n  bsc:\n    facilitator: ina\n    members: {roles: [coach]}\n"
        + "    time: 13.30-16.30\n    meetings:\n"
        + dates
        + "      - {id: m3, date: 2027-03-17}\n    groups: {size: 3, fixed: false}\n"
    )
    meetings = {f"bsc/m{number}": meeting(date(2026, 10 + number, 17)) for number in range(3)}
    meetings["bsc/m3"] = meeting(date(2027, 3, 17))

    found = planned_groups(year, network, meetings)

    met = [
        pair
        for groups in found.groups.values()
        for group in groups.values()
        for pair in combinations(group, 2)
    ]
    assert sorted(met) == list(combinations(sorted(f"p{number}" for number in range(9)), 2))

"""Groups and roles in a plan, solved or edited by hand, are held against every rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leernet.finding import Places
from leernet.model.plan import Plan
from leernet.solve.groups.plan import planned_groups
from leernet.solve.groups.problem import NoGrouping
from leernet.verify.plan.groups import broken_group_rules

from .plan_projects import year_of
from .test_groups_of_a_year import FEWER, MEETINGS, meeting, plan_with

YEAR = year_of(FEWER)
GROUPS = {"1": ("anna", "dirk", "eva", "hans"), "2": ("bas", "cato", "fem", "gijs")}
ROLES = {"1": {"case_owner": "anna", "chair": "eva"}, "2": {"case_owner": "bas", "chair": "fem"}}


def findings(groups=GROUPS, roles=ROLES, absent=(), year=YEAR):
    planned = meeting(date(2026, 11, 17), absent, groups, roles)
    plan = Plan(school_year="2026-2027", meetings={"bsc/herfst": planned})
    return broken_group_rules(year, plan, Places())


def said(*changes, **more):
    return [(finding.rule, str(finding.sentence)) for finding in findings(*changes, **more)]


def test_groups_that_were_solved_break_no_rule():
    assert (
        broken_group_rules(YEAR, plan_with(planned_groups(YEAR, YEAR.networks["bsc"], MEETINGS)), Places())
        == ()
    )
    assert said() == []


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (
            {"1": ("anna", "dirk", "eva", "hans", "fem"), "2": ("bas", "cato", "gijs")},
            [
                ("plan-group-size", "Group 1 of bsc/herfst has 5 people; groups have 4 to 4."),
                ("plan-group-size", "Group 2 of bsc/herfst has 3 people; groups have 4 to 4."),
            ],
        ),
        (
            {"1": ("anna", "dirk", "eva", "ina"), "2": ("bas", "cato", "fem", "gijs")},
            [
                (
                    "plan-group-stranger",
                    "Ina is in group 1 of bsc/herfst and is not a member of the network.",
                ),
                ("plan-group-missing", "Hans is in no group of bsc/herfst."),
            ],
        ),
        (
            {"1": ("anna", "dirk", "eva", "hans"), "2": ("bas", "cato", "fem", "hans")},
            [
                ("plan-group-twice", "Hans is in groups 1 and 2 of bsc/herfst."),
                ("plan-group-missing", "Gijs is in no group of bsc/herfst."),
            ],
        ),
        (
            {"1": ("anna", "dirk", "fem", "hans"), "2": ("bas", "cato", "eva", "gijs")},
            [
                (
                    "plan-group-not-together",
                    "Anna and Eva must be together and are in different groups of bsc/herfst.",
                )
            ],
        ),
        (
            {"1": ("anna", "bas", "eva", "dirk"), "2": ("cato", "fem", "gijs", "hans")},
            [
                (
                    "plan-group-manager",
                    "Bas and Dirk are manager and staff and are both in group 1 of bsc/herfst.",
                ),
                (
                    "plan-group-not-apart",
                    "Gijs and Hans must be apart and are both in group 2 of bsc/herfst.",
                ),
            ],
        ),
    ],
)
def test_edited_groups_are_held_against_the_wishes(groups, expected):
    assert said(groups, {}) == expected


@pytest.mark.parametrize(
    ("roles", "absent", "expected"),
    [
        (
            {"1": {"case_owner": "bas"}},
            (),
            ("plan-role-outside-group", "Bas has a role in group 1 of bsc/herfst and is not in that group."),
        ),
        (
            {"1": {"case_owner": "anna"}},
            ("anna",),
            ("plan-role-absent", "Anna has a role in group 1 of bsc/herfst and cannot come that day."),
        ),
        (
            {"1": {"case_owner": "anna", "chair": "anna"}},
            (),
            ("plan-two-roles", "Anna has two roles in group 1 of bsc/herfst."),
        ),
    ],
)
def test_edited_roles_are_held_against_the_groups(roles, absent, expected):
    assert said(GROUPS, roles, absent) == [expected]


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=4),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=3),
    st.dictionaries(st.integers(0, 11), st.integers(0, 11), max_size=4),
    st.booleans(),
)
def test_whatever_is_wished_groups_that_are_found_break_no_rule(apart, together, managers, fixed):
    def pairs(wishes):
        return str([[f"p{one}", f"p{other}"] for one, other in wishes if one != other])

    members = "".join(
        f"  p{number}: {{name: P{number}, roles: [coach]"
        + (f", manager: p{managers[number]}" if managers.get(number, number) < number else "")
        + "}\n"
        for number in range(12)
    )
    year = year_of(
        "year: {school_year: 2026-2027}\nmembers:\n  ina: {name: Ina}\n"
        + members
        + "networks:\n  bsc:\n    facilitator: ina\n    members: {roles: [coach]}\n"
        + "    meetings: [{id: herfst}, {id: lente}]\n"
        + f"    groups: {{size: 3-5, fixed: {str(fixed).lower()}, rotate: [case_owner, chair, note_taker],"
        + f" together: {pairs(together)}, apart: {pairs(apart)}}}\n"
    )
    meetings = {ref: MEETINGS[ref] for ref in ("bsc/herfst", "bsc/lente")}

    found = planned_groups(year, year.networks["bsc"], meetings)

    assert (
        isinstance(found, NoGrouping) or broken_group_rules(year, plan_with(found, meetings), Places()) == ()
    )

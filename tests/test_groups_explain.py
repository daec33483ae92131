"""Why this group: who is in it by a wish, who met before, and what stands in the way of every other group."""

from datetime import date

from leernet.explain.groups import group_lines, group_reasons
from leernet.model.plan import Plan
from leernet.words import words

from .plan_projects import year_of
from .test_groups_of_a_year import FEWER, meeting

YEAR = year_of(FEWER)
GROUPS = {"1": ("anna", "dirk", "eva", "hans"), "2": ("bas", "cato", "fem", "gijs")}
ROLES = {"1": {"case_owner": "anna"}}
PLAN = Plan(school_year="2026-2027", meetings={"bsc/herfst": meeting(date(2026, 11, 17), (), GROUPS, ROLES)})
BEFORE = Plan(
    school_year="2025-2026",
    meetings={"bsc/herfst": meeting(date(2025, 11, 18), (), {"1": ("anna", "hans"), "2": ("bas", "fem")})},
)


def explained(member, language="en", history=()):
    found = group_reasons(YEAR, PLAN, "bsc/herfst", member, history)
    return [words(language).say(line) for line in group_lines(found)]


def test_a_wish_an_encounter_and_a_board_are_told():
    assert explained("anna", history=[BEFORE]) == [
        "Anna is in group 1 of bsc/herfst with Dirk, Eva and Hans.",
        "There: together with Eva, as asked, shared a group before with Hans and "
        "nobody else of the same board.",
        "Not in group 2: apart from Eva, though they are to be together.",
    ]


def test_manager_staff_and_wishes_to_be_apart_stand_in_the_way():
    assert explained("bas")[2] == "Not in group 1: Dirk is their manager."
    assert explained("dirk")[2] == "Not in group 2: they are the manager of Bas."
    assert explained("hans")[2] == "Not in group 2: apart from Gijs, as asked."


def test_what_another_group_would_bring_is_told():
    assert explained("fem", history=[BEFORE]) == [
        "Fem is in group 2 of bsc/herfst with Bas, Cato and Gijs.",
        "There: shared a group before with Bas and nobody else of the same board.",
        "In group 1: only in exchange for somebody and of the same board as Dirk and Eva.",
    ]


def test_the_reasons_read_in_dutch():
    assert explained("anna", "nl") == [
        "Anna zit in groep 1 van bsc/herfst met Dirk, Eva en Hans.",
        "Daar: samen met Eva, zoals gevraagd, zat nog met geen van hen in een groep en "
        "niemand anders van hetzelfde bestuur.",
        "Niet in groep 2: niet bij Eva, hoewel dat gevraagd is.",
    ]


def test_who_is_in_no_group_has_no_reasons():
    assert group_reasons(YEAR, PLAN, "bsc/herfst", "ina") is None
    assert group_reasons(YEAR, PLAN, "bsc/lente", "anna") is None

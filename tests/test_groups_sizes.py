"""A person fewer never makes the year impossible: groups of other sizes are made and told."""

import json
from datetime import date
from itertools import combinations

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.solve.groups.division import grouping
from leernet.solve.groups.problem import GroupPerson, GroupProblem, NoGrouping
from leernet.solve.groups.repair import mended_grouping
from leernet.solve.groups.sizes import other_size, other_sizes, with_possible_sizes
from leernet.solve.limits import NO_LIMITS
from leernet.solve.plan import Planned, Wishes, plan_year

from .plan_projects import NETWORK, SCHOOLS, YEAR, year_of

TODAY = date(2026, 8, 1)
NAMES = "abcdefghijkl"


def problem(people, least, most):
    return GroupProblem(tuple(GroupPerson(id, id.upper()) for id in NAMES[:people]), least, most)


@pytest.mark.parametrize("people", range(1, 13))
@pytest.mark.parametrize(("least", "most"), list(combinations(range(2, 7), 2)))
def test_every_number_of_people_is_divided_and_in_the_sizes_asked_where_those_divide_it(people, least, most):
    asked = problem(people, least, most)
    found = grouping(next(with_possible_sizes(asked)))

    assert not isinstance(found, NoGrouping)
    (groups,) = found.rounds
    assert sorted(one for group in groups for one in group) == list(NAMES[:people])
    divides = any(least * count <= people <= most * count for count in range(1, people + 1))
    assert all(least <= len(group) <= most for group in groups) == divides
    assert (other_sizes(asked, (groups,), (), NO_LIMITS) is None) == divides


def test_a_fixed_group_of_three_stays_together_and_what_groups_of_the_size_asked_would_cost_is_told():
    standing = (tuple("abcde"), tuple("fghi"))
    asked = problem(8, 4, 5)
    left = next(with_possible_sizes(asked, standing))
    found = mended_grouping(left, (standing,))

    assert not isinstance(found, NoGrouping)
    assert found.rounds == ((tuple("abcde"), tuple("fgh")),)
    outside = other_sizes(asked, found.rounds, standing, NO_LIMITS)
    assert outside is not None
    assert (outside.sizes, outside.moved) == ((3,), 1)


def test_a_fixed_group_of_two_is_divided_over_the_others_with_the_fewest_changes():
    standing = (tuple("abcd"), tuple("efgh"), tuple("ijkl"))
    found = mended_grouping(next(with_possible_sizes(problem(10, 4, 5), standing)), (standing,))

    assert not isinstance(found, NoGrouping)
    (groups,) = found.rounds
    assert sorted(map(len, groups)) == [5, 5]
    assert sum(set("abcd") <= set(group) for group in groups) == 1


PEOPLE = "members:\n" + "".join(
    f"  {id}: {{name: {id.upper()}, school: beuk, roles: [coach]}}\n" for id in ("anna", *"bcdefg")
)


def test_seven_who_cannot_be_groups_of_four_to_five_are_planned_with_a_finding(tmp_path):
    network = NETWORK.replace("    meetings:", "    groups: {size: 4-5}\n    meetings:")
    (tmp_path / "leernet.yaml").write_text(YEAR + SCHOOLS + PEOPLE + network)

    arguments = ["-C", str(tmp_path), "--lang", "en", "--today", "2026-08-01", "--json", "plan"]
    shown = CliRunner().invoke(app, arguments)

    document = json.loads(shown.stdout)
    assert shown.exit_code == 0
    assert sorted(
        len(group) for group in document["plan"]["meetings"]["coaches/herfst"]["groups"].values()
    ) == [3, 4]
    assert [(one["rule"], one["message"], one["hint"]) for one in document["findings"]][-1] == (
        "other-group-size",
        "1 group of Coaches is outside 4-5: of 3.",
        "7 people can be 1 group of 7 or 2 groups of 3-4; write the size you want under 'size'.",
    )


def hint_of(asked, found, standing=()):
    other = other_sizes(asked, found.rounds, standing, NO_LIMITS)
    assert other is not None
    return str(other_size(year_of(YEAR + SCHOOLS + PEOPLE + NETWORK).networks["coaches"], other).mend)


def test_other_sizes_are_offered_with_what_they_cost():
    # Seven people, four of one board; half of them come on Monday, the others on Tuesday.
    people = tuple(
        GroupPerson(
            id, id.upper(), board="kiem" if id in "abcd" else "", half_days=0b01 if id in "aceg" else 0b10
        )
        for id in NAMES[:7]
    )
    asked = GroupProblem(people, 4, 5, mix=("boards",))

    assert hint_of(asked, grouping(next(with_possible_sizes(asked)))) == (
        "7 people can be 1 group of 7 (with 1 group without half a day on which all work and 6 pairs of one "
        "board) or 2 groups of 3-4 (with 0 groups without half a day on which all work and 2 pairs of one "
        "board); write the size you want under 'size'."
    )


def test_groups_of_the_size_asked_are_offered_with_what_they_cost_instead():
    standing = (tuple("abcde"), tuple("fghi"))
    people = tuple(GroupPerson(id, id.upper(), board="kiem" if id in "abcde" else "") for id in NAMES[:8])
    asked = GroupProblem(people, 4, 5, mix=("boards",))

    found = mended_grouping(next(with_possible_sizes(asked, standing)), (standing,))

    assert hint_of(asked, found, standing) == (
        "In groups of the size asked 1 person would be with others, with 6 pairs of one board instead of 10 "
        "pairs of one board; `leernet plan --fresh` makes them."
    )


APART = """\
    groups: {size: SIZE, apart: [[anna, b, c]]}
    meetings:"""


@pytest.mark.parametrize(("size", "sizes"), [("3", [2, 3, 3]), ("3-4", [2, 3, 3])])
def test_a_person_fewer_never_makes_groups_impossible(size, sizes):
    # Nine people in threes, three of them apart; with eight, two fours would put two of those together.
    people = PEOPLE + "  h: {name: H, roles: [coach]}\n  i: {name: I, roles: [coach]}\n"
    text = YEAR + SCHOOLS + people + NETWORK.replace("    meetings:", APART.replace("SIZE", size))
    before = plan_year(year_of(text), Wishes(today=TODAY))
    assert isinstance(before, Planned)

    left = text.replace("  i: {name: I,", "  i: {name: I, until: 2026-09-01,")
    after = plan_year(year_of(left), Wishes(today=TODAY, previous=before.plan))

    assert isinstance(after, Planned)
    groups = after.plan.meetings["coaches/herfst"].groups
    assert sorted(map(len, groups.values())) == sizes

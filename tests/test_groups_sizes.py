"""A person fewer never makes the year impossible: groups of other sizes are made and told."""

import json
from itertools import combinations

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.solve.groups.division import grouping
from leernet.solve.groups.problem import GroupPerson, GroupProblem, NoGrouping
from leernet.solve.groups.repair import mended_grouping
from leernet.solve.groups.sizes import other_sizes, with_possible_sizes
from leernet.solve.limits import NO_LIMITS

from .plan_projects import NETWORK, SCHOOLS, YEAR

NAMES = "abcdefghijkl"


def problem(people, least, most):
    return GroupProblem(tuple(GroupPerson(id, id.upper()) for id in NAMES[:people]), least, most)


@pytest.mark.parametrize("people", range(1, 13))
@pytest.mark.parametrize(("least", "most"), list(combinations(range(2, 7), 2)))
def test_every_number_of_people_is_divided_and_in_the_sizes_asked_where_those_divide_it(people, least, most):
    asked = problem(people, least, most)
    found = grouping(with_possible_sizes(asked))

    assert not isinstance(found, NoGrouping)
    (groups,) = found.rounds
    assert sorted(one for group in groups for one in group) == list(NAMES[:people])
    divides = any(least * count <= people <= most * count for count in range(1, people + 1))
    assert all(least <= len(group) <= most for group in groups) == divides
    assert (other_sizes(asked, groups, (), NO_LIMITS) is None) == divides


def test_a_fixed_group_of_three_stays_together_and_what_groups_of_the_size_asked_would_cost_is_told():
    standing = (tuple("abcde"), tuple("fghi"))
    asked = problem(8, 4, 5)
    left = with_possible_sizes(asked, standing)
    found = mended_grouping(left, (standing,))

    assert not isinstance(found, NoGrouping)
    assert found.rounds == ((tuple("abcde"), tuple("fgh")),)
    outside = other_sizes(asked, found.rounds[0], standing, NO_LIMITS)
    assert outside is not None
    assert (outside.sizes, outside.moved) == ((3,), 1)


def test_a_fixed_group_of_two_is_divided_over_the_others_with_the_fewest_changes():
    standing = (tuple("abcd"), tuple("efgh"), tuple("ijkl"))
    found = mended_grouping(with_possible_sizes(problem(10, 4, 5), standing), (standing,))

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

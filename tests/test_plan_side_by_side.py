"""When choices are in before workshops have moments, they decide which workshops run side by side."""

import random
from itertools import combinations, permutations

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import Places
from leernet.model.choices import Answer, Choices
from leernet.solve.parameters import DEFAULTS
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import PROJECT, year_of

STUDENTS = 7
WORKSHOPS = "abcdef"
SERIES = """\
series:
  w:
    for: {roles: [student]}
    choose: 3
    moments:
      een: {date: 2026-10-06, time: 9.00-12.00}
      twee: {date: 2026-11-10, time: 9.00-12.00}
      drie: {date: 2027-01-12, time: 9.00-12.00}
workshops:
""" + "".join(f"  {id}: {{series: w, presenter: gast {id}, seats: {3 + (id in 'ab')}}}\n" for id in WORKSHOPS)
MEMBERS = "".join(f"  s{number}: {{name: S{number}, roles: [student]}}\n" for number in range(STUDENTS))
TEXT = PROJECT.replace("networks:\n", f"{MEMBERS}networks:\n") + SERIES


def some_choices(seed):
    chance = random.Random(seed)
    answers = tuple(
        Answer(
            f"s{number}",
            {id: rank for rank, id in enumerate(chance.sample(WORKSHOPS, 3))},
            (),
            (),
            ("een",) if number == seed % 9 else (),
            (),
            False,
            None,
            None,
        )
        for number in range(STUDENTS - 1)
    )
    return Choices("w", answers, silent=(f"s{STUDENTS - 1}",))


def cheapest_places(choices, moment, pair):
    """Every way to put students in one of two workshops or in none."""
    seats = {id: 3 + (id in "ab") for id in WORKSHOPS}
    costs = [
        {id: answer.ranks.get(id, DEFAULTS.workshops.not_chosen) for id in pair}
        for answer in choices.answers
        if moment not in answer.absent
    ]
    costs += [dict.fromkeys(pair, 0) for _silent in choices.silent]
    reached = {(0, 0): 0}
    for cost in costs:
        then = {}
        for (one, other), so_far in reached.items():
            for state, more in (
                ((one + 1, other), cost[pair[0]]),
                ((one, other + 1), cost[pair[1]]),
                ((one, other), DEFAULTS.workshops.no_seat),
            ):
                if state[0] <= seats[pair[0]] and state[1] <= seats[pair[1]]:
                    then[state] = min(then.get(state, 10**9), so_far + more)
        reached = then
    return min(reached.values())


def least_of_all(choices):
    """Every way to put six workshops in three pairs at three moments."""
    pairs = list(combinations(WORKSHOPS, 2))
    cost = {
        (moment, pair): cheapest_places(choices, moment, pair)
        for moment in ("een", "twee", "drie")
        for pair in pairs
    }
    return min(
        sum(cost[at] for at in zip(("een", "twee", "drie"), three, strict=True))
        for three in permutations(pairs, 3)
        if len({id for pair in three for id in pair}) == 6
    )


def planned(text, **wishes):
    year = year_of(text)
    outcome = plan_year(year, Wishes(**wishes))
    assert isinstance(outcome, Planned)
    assert [found for found in broken_rules(year, outcome.plan, Places()) if found.level == "error"] == []
    return outcome.plan


def together(plan):
    """Which workshops run at each moment."""
    found = {}
    for reference in plan.sessions:
        _series, moment, workshop = reference.split("/")
        found.setdefault(moment, []).append(workshop)
    return {moment: tuple(sorted(workshops)) for moment, workshops in found.items()}


@pytest.mark.parametrize("dates", ["date: 2026-10-06", "dates: [2026-10-06, 2026-10-13]"])
@pytest.mark.parametrize("seed", range(6))
def test_the_workshops_side_by_side_are_the_best_of_all_partitions(seed, dates):
    choices = some_choices(seed)

    plan = planned(TEXT.replace("date: 2026-10-06", dates), choices={"w": choices})

    costs = {moment: cheapest_places(choices, moment, pair) for moment, pair in together(plan).items()}
    assert sum(costs.values()) == least_of_all(choices)
    assert [(goal.value, goal.bound, goal.proven) for goal in plan.goals if "wishes" in goal.name] == [
        (least_of_all(choices), least_of_all(choices), True)
    ]


def test_a_plan_that_was_made_is_not_turned_over_by_choices_that_come_later():
    before = planned(TEXT)

    assert planned(TEXT, previous=before, choices={"w": some_choices(1)}).sessions == before.sessions


def test_a_workshop_with_a_moment_of_its_own_stays_there():
    text = TEXT.replace("  a: {series: w,", "  a: {series: w, moments: [twee],")

    assert "a" in together(planned(text, choices={"w": some_choices(2)}))["twee"]


def test_a_presenter_who_cannot_come_goes_before_what_was_chosen():
    text = TEXT.replace("presenter: gast a", "presenter: dirk").replace(
        "date: 2027-01-12", "date: 2027-01-14"
    )

    # Dirk works on Thursday and Friday only.
    assert "a" in together(planned(text, choices={"w": some_choices(3)}))["drie"]


def test_choices_in_the_folder_are_taken_into_account(tmp_path):
    (tmp_path / "leernet.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "choices").mkdir()
    (tmp_path / "choices" / "w.csv").write_text(
        "member;1;2;3\n" + "".join(f"s{number};a;b;c\n" for number in range(6)), encoding="utf-8"
    )

    asked = ["-C", str(tmp_path), "--lang", "en", "--today", "2026-08-03", "plan", "--goals"]
    shown = CliRunner().invoke(app, asked)

    assert shown.exit_code == 0
    side_by_side = [line for line in shown.stdout.splitlines() if "at the same time" in line]
    assert len(side_by_side) == 1
    assert side_by_side[0].startswith(
        "steps that people lose because workshops they like run at the same time: "
    )
    assert side_by_side[0].endswith("proven optimal")
    sessions = [line.split(":")[0].strip() for line in (tmp_path / "plan.yaml").read_text().splitlines()]
    moments = {line.split("/")[2]: line.split("/")[1] for line in sessions if line.startswith("w/")}
    # All want the same three: they run at three moments.
    assert len({moments[id] for id in "abc"}) == 3

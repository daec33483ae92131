"""Where seats are short is known before anything is solved, as the smallest set of people and sessions."""

from __future__ import annotations

from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, Impossible, Participant, Session
from leernet.solve.allocation.seat_shortage import NotEnough, Shortage, shortages
from leernet.solve.allocation.solver import allocate
from tests.allocation_cases import tiny
from tests.test_allocate import PROJECT, project, run

A1 = Session("m/a", "m", "a", 0, 1)
B5 = Session("m/b", "m", "b", 0, 5)
C1 = Session("n/c", "n", "c", 0, 1)


def problem(*people, sessions=(A1, B5, C1)):
    return AllocationProblem("s", sessions, people)


def person(name, *sessions, need=1, **about):
    return Participant(name, need, (), sessions, **about)


def test_three_who_can_only_be_in_one_seat_are_two_short():
    found = shortages(problem(person("p", "m/a"), person("q", "m/a"), person("r", "m/a"), person("s", "m/b")))

    assert found == ((Shortage(("p", "q", "r"), ("m/a",), 3, 1, spare=(("m/b", 4),)),), ())


def test_who_could_be_elsewhere_at_the_same_moment_is_not_short():
    assert shortages(problem(person("p", "m/a"), person("q", "m/a", "m/b"))) == ((), ())


def test_two_moments_that_are_short_are_told_apart():
    everywhere = [person(name, "m/a", "n/c", need=2) for name in ("p", "q")]

    assert shortages(problem(*everywhere, sessions=(A1, C1))) == (
        (Shortage(("p", "q"), ("m/a",), 2, 1), Shortage(("p", "q"), ("n/c",), 2, 1)),
        (),
    )


def test_who_may_choose_the_moment_is_short_over_both_together():
    anywhere = [person(name, "m/a", "n/c") for name in ("p", "q", "r")]

    assert shortages(problem(*anywhere, sessions=(A1, C1))) == (
        (Shortage(("p", "q", "r"), ("m/a", "n/c"), 3, 2),),
        (),
    )


def test_nobody_attends_a_workshop_twice_to_have_enough():
    twice = (
        replace(A1, seats_max=2),
        replace(A1, id="n/a", moment="n", seats_max=9),
        Session("n/d", "n", "d", 0, 1),
    )
    people = [person(name, "m/a", "n/a", "n/d", need=2) for name in ("p", "q")]

    # Two places each: one in a, and so one in d, which has one seat; that a has seats left does not help.
    assert shortages(problem(*people, sessions=twice)) == (
        (Shortage(("p", "q"), ("n/d",), 2, 1),),
        (),
    )


def test_who_can_attend_too_little_is_named_apart():
    assert shortages(problem(person("p", "m/a", "m/b", need=2))) == ((), (NotEnough("p", 2, 1),))


def test_a_session_that_cannot_run_brings_no_seats():
    closed = Session("m/d", "m", "d", 0, 5, "no")
    unreachable = Session("m/e", "m", "e", 3, 5)
    people = [person(name, "m/a", "m/d", "m/e") for name in ("p", "q")]

    assert shortages(problem(*people, sessions=(A1, closed, unreachable))) == (
        (Shortage(("p", "q"), ("m/a",), 2, 1, closed=("m/d",)),),
        (),
    )


def test_placements_by_hand_are_kept():
    people = (person("p", "m/a", "m/b", placed=(("m", "a"),)), person("q", "m/a"))

    assert shortages(problem(*people)) == (
        (Shortage(("p", "q"), ("m/a",), 2, 1, spare=(("m/b", 5),)),),
        (),
    )


def test_as_many_seats_are_short_as_the_best_allocation_lacks():
    differing = []
    for number in range(300):
        asked = tiny(number, "lottery", minima=False)
        everybody = tuple(replace(each, late=False, answered=True) for each in asked.participants)
        asked = replace(asked, participants=everybody)
        outcome = allocate(asked)
        if not isinstance(outcome, Impossible):
            short, not_enough = shortages(asked)
            lacking = sum(each.short for each in short) + sum(each.wanted - each.most for each in not_enough)
            differing += [number] if lacking != outcome.goals[0].value else []

    assert differing == []


def test_a_moment_that_is_short_is_said_before_it_is_solved_and_the_rest_is_placed(tmp_path):
    definitions = PROJECT.replace("seats: 2}", "seats: 1}")
    allocated = run(project(tmp_path, definitions=definitions), "allocate")

    assert allocated.exit_code == 0
    assert [line for line in allocated.stderr.splitlines() if "at-moment" in line] == [
        "leernet.yaml:11:16: warning: At ochtend there is room for 2, but 3 places are"
        " needed, for Anne Bakker, Bram de Wit and Chloë Smit: 1 short."
        " [too-few-seats-at-moment]"
    ]
    assert [" ".join(line.split()) for line in allocated.stdout.splitlines()[1:4]] == [
        "1 place of 3 could not be given; 1 has their first choice among them;"
        " nobody is more than 4 steps below their",
        "best, and no other division is better.",
        "Places given 2 / 3",
    ]


def test_the_workshop_with_most_seats_left_is_named_to_be_opened_to_them(tmp_path):
    definitions = (
        PROJECT.replace("title: Koor, seats: 1}", "title: Koor, seats: 4, open_to: {members: [s3]}}").replace(
            "title: Drum, seats: 2}", "title: Drum, seats: 1}"
        )
        + "  fluit: {series: muziekdag, title: Fluit, seats: 2, open_to: {members: [s3]}}\n"
    )
    allocated = run(project(tmp_path, "member;1\ns1;Drum\n", definitions), "allocate")

    assert "'Koor' (leernet.yaml:13:61) has 3 seats left that they may not take." in allocated.stderr

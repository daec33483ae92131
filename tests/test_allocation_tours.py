"""Tours have seats of their own, and never cost anybody a workshop."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from leernet.explain.reasons import TourReason, tour_reason
from leernet.model.allocation import AllocationProblem, Goal, Impossible, Participant, Session
from leernet.solve.allocation.solver import allocate
from leernet.verify.allocation.proof import replay
from leernet.verify.allocation.rules import broken_rules, broken_tours
from tests.allocation_cases import POLICIES, Enumeration, nine, record_of, tiny, with_tours
from tests.test_allocate import PROJECT, project, run

KEEPS = (None, "frozen", "improve", "fewest")
A = Session("m/a", "m", "a", 0, 2, tour_seats=1)
B = Session("m/b", "m", "b", 0, 2)


def asking(name, *wishes, **about):
    return Participant(name, 1, tuple((wish,) for wish in wishes), ("m/a", "m/b"), tour=True, **about)


def solved(*people, sessions=(A, B), **about):
    return allocate(AllocationProblem("s", sessions, people, seed="x", **about))


def test_of_two_who_ask_the_first_lot_has_the_only_seat():
    found = solved(asking("p", "a"), asking("q", "a"))

    assert found.draw.order == ("p", "q")
    assert found.tours == {"p": "m/a"}
    assert found.goals[-1] == Goal("tours missed", 1, 1, proven=True)


def test_who_did_not_ask_goes_on_no_tour():
    found = solved(replace(asking("p", "a"), tour=False), asking("q", "b"))

    assert (found.tours, found.goals[-1].value) == ({}, 1)


def test_of_workshops_wished_for_equally_the_one_with_a_tour_is_taken():
    """Two equal workshops: who asked is placed in the one with a tour, the other makes room."""
    both = (("a", "b"),)
    people = tuple(
        Participant(name, 1, both, ("m/a", "m/b"), tour=name == "p") for name in ("p", "q", "r", "s")
    )
    found = solved(*people)

    assert (found.placements["p"], found.tours) == ({"m": "a"}, {"p": "m/a"})


def test_a_tour_costs_nobody_a_wish():
    found = solved(asking("p", "b", "a"))

    assert (found.placements, found.tours) == ({"p": {"m": "b"}}, {})


def test_nobody_goes_on_two_tours_and_so_more_people_go_on_one():
    sessions = (A, Session("n/c", "n", "c", 0, 2, tour_seats=1))
    people = (
        Participant("p", 2, (("a",), ("c",)), ("m/a", "n/c"), tour=True),
        Participant("q", 1, (("a",),), ("m/a",), tour=True),
    )

    assert solved(*people, sessions=sessions).tours == {"p": "n/c", "q": "m/a"}


def test_a_tour_of_who_answered_late_comes_after_all_others():
    late = [solved(asking("p", "a", late=p), asking("q", "a", late=not p)).tours for p in (True, False)]

    assert late == [{"q": "m/a"}, {"p": "m/a"}]


@pytest.mark.parametrize(("keep", "tours"), [(None, {"p": "m/a"}), ("improve", {"q": "m/a"})])
def test_a_tour_that_was_promised_stays(keep, tours):
    before = {"previous": (("m", "a"),), "previous_tour": "m/a"}
    found = solved(asking("p", "a"), asking("q", "a", **before), keep=keep)

    assert found.tours == tours


def differing_from_enumeration(numbers, keep, policy):
    """Numbers of the problems where solver and enumeration disagree, or where verification does."""
    wrong = []
    for number in numbers:
        problem = with_tours(tiny(number, policy, keep), number)
        if not is_as_enumerated(problem, allocate(problem)):
            wrong.append(number)
    return wrong


def is_as_enumerated(problem, outcome):
    """Whether places and tours are among those that are left, and verification says so too."""
    if isinstance(outcome, Impossible) or not problem.has_tours:
        return True
    cases = Enumeration(problem)
    pairs = cases.toured(cases.best()[0], [])
    left = {(tuple(tuple(sorted(each)) for each in bundles), tours) for bundles, tours in pairs}
    bundles = tuple(tuple(sorted(outcome.placements[person.id].items())) for person in cases.people)
    tours = tuple(outcome.tours.get(person.id) for person in cases.people)
    broken = (broken_rules(problem, outcome), replay(problem, record_of(outcome), outcome.proof))
    return (bundles, tours) in left and broken == ((), ())


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("keep", KEEPS)
def test_tours_are_what_plain_enumeration_gives_and_their_proof_holds(keep, policy):
    assert differing_from_enumeration(range(5), keep, policy) == []


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
def test_tours_are_what_plain_enumeration_gives_many_times(keep):
    wrong = [differing_from_enumeration(range(5, 60), keep, policy) for policy in POLICIES]

    assert wrong == [[]] * len(POLICIES)


def test_two_who_exchange_the_tour_that_lots_gave_one_of_them_are_found_out():
    problem = AllocationProblem("s", (A, B), (asking("p", "a"), asking("q", "a")), seed="x")
    outcome = allocate(problem)
    record = record_of(outcome)
    line = record.sessions["m/a"].model_copy(update={"tour": ("q",)})
    exchanged = record.model_copy(update={"sessions": {**record.sessions, "m/a": line}})
    found = replay(problem, exchanged, outcome.proof)

    assert [(line.path, str(line.broken.sentence)) for line in found] == [
        (
            ("placements", "p"),
            "The proof does not show that p, who drew lot 1, could not have had anything better.",
        )
    ]


def test_a_tour_that_was_left_empty_is_found_out():
    problem = replace(nine(60), participants=tuple(replace(p, tour=True) for p in nine(60).participants))
    problem = replace(problem, sessions=tuple(replace(each, tour_seats=3) for each in problem.sessions))
    outcome = allocate(problem)
    record = record_of(outcome)
    session, line = next((name, line) for name, line in record.sessions.items() if line.tour)
    emptier = {**record.sessions, session: line.model_copy(update={"tour": line.tour[1:]})}
    found = replay(problem, record.model_copy(update={"sessions": emptier}), outcome.proof)

    missed = record.goals[-1].value
    assert replay(problem, record, outcome.proof) == ()
    assert [str(each.broken.sentence) for each in found] == [
        f"The record says {missed} for 'tours missed'; the placements give {missed + 1}."
    ]


def test_every_rule_of_tours_is_checked():
    problem = AllocationProblem(
        "s", (A, B), (asking("p", "a"), asking("q", "a"), replace(asking("r", "a"), tour=False))
    )
    placements = {"p": {"m": "a"}, "q": {"m": "b"}, "r": {"m": "a"}}

    broken = broken_tours(problem, placements, {"m/a": ("p", "q", "r"), "m/b": ("q",)})

    assert [(each.broken.rule, each.about, str(each.broken.sentence)) for each in broken] == [
        ("too-few-tour-seats", ("m/a",), "The tour with 'a' at m has 1 seats, but 3 people go on it."),
        ("tour-elsewhere", ("m/a", "q"), "q goes on the tour with 'a' at m but is not in that workshop."),
        ("tour-not-asked", ("m/a", "r"), "r goes on the tour with 'a' at m but did not ask for one."),
        ("too-few-tour-seats", ("m/b",), "The tour with 'b' at m has 0 seats, but 1 people go on it."),
        ("tour-twice", ("q",), "q goes on more than one tour."),
    ]


def test_what_became_of_a_tour_is_explained():
    problem = AllocationProblem("s", (A, B), (asking("p", "a"), asking("q", "a"), asking("r", "b")))
    placements = {"p": {"m": "a"}, "q": {"m": "a"}, "r": {"m": "b"}}
    tours = {"p": "m/a"}

    assert [tour_reason(problem, placements, tours, member) for member in ("p", "q", "r")] == [
        TourReason(("m", "a")),
        TourReason(None, ((("m", "a"), 1),)),
        TourReason(None),
    ]


TOURS = PROJECT.replace("title: Koor, seats: 1}", "title: Koor, seats: 2, tour: 1}")
ASKED = "member;1;2;tour\ns1;Koor;Drum;ja\ns2;Koor;Drum;ja\ns3;Drum;Koor;ja\n"


def test_tours_go_from_the_form_to_record_lists_explanation_and_verification(tmp_path):
    allocated = run(project(tmp_path, ASKED, TOURS), "allocate")
    record = (tmp_path / "allocation" / "muziekdag.yaml").read_text(encoding="utf-8")
    attendance = (tmp_path / "out" / "lists" / "muziekdag-by-session.csv").read_text(encoding="utf-8-sig")
    explained = {who: run(tmp_path, "explain", "muziekdag", who).stdout.splitlines() for who in ("s2", "s3")}

    assert allocated.exit_code == 0
    assert "  ochtend/koor: {runs: true, seats: 2, placed: [s1, s2], tour: [s2]}" in record.splitlines()
    assert [line.split(";")[3:] for line in attendance.splitlines()] == [
        ["Name", "School", "Tour"],
        ["Chloë Smit", "", ""],
        ["Anne Bakker", "", ""],
        ["Bram de Wit", "", "yes"],
    ]
    assert [lines[-1] for lines in explained.values()] == [
        "    A seat on the tour of the school: with 'Koor', at Ochtend (Thu 12 Nov).",
        "    Er is om een rondleiding gevraagd, en bij geen van deze workshops is er een.",
    ]
    assert run(tmp_path, "allocate", "--verify").exit_code == 0


def test_a_record_with_somebody_on_the_tour_who_is_elsewhere_is_reported_by_check(tmp_path):
    run(project(tmp_path, ASKED, TOURS), "allocate")
    record = tmp_path / "allocation" / "muziekdag.yaml"
    edited = record.read_text(encoding="utf-8").replace("tour: [s2]", "tour: [s3]")
    record.write_text(edited, encoding="utf-8")

    checked = run(tmp_path, "check")

    assert checked.exit_code == 1
    assert checked.stderr.splitlines()[:2] == [
        "allocation/muziekdag.yaml:9:17: error: s3 goes on the tour with 'koor' at ochtend"
        " but is not in that workshop. [tour-elsewhere]",
        "    Undo the change, or run `leernet allocate` again.",
    ]


def test_a_tour_that_changes_is_said_and_one_that_was_promised_stays(tmp_path):
    run(project(tmp_path, ASKED, TOURS), "allocate", "--seed", "1")
    before = (tmp_path / "allocation" / "muziekdag.yaml").read_text(encoding="utf-8")
    first, other = ("s1", "s2") if "tour: [s1]" in before else ("s2", "s1")
    name = {"s1": "Anne Bakker", "s2": "Bram de Wit"}

    kept = run(tmp_path, "allocate", "--keep", "improve", "--seed", "2")
    gone = project(tmp_path, ASKED.replace(f"{first};Koor;Drum;ja", f"{first};Koor;Drum;nee"), TOURS)
    changed = run(gone, "allocate", "--keep", "improve")

    assert [line for line in kept.stdout.splitlines() if "tour" in line and ": " in line] == []
    assert [line for line in changed.stdout.splitlines() if "tour" in line and ": " in line] == sorted(
        [
            f"{name[first]}: no tour any more.",
            f"{name[other]}: a tour with 'Koor' at Ochtend (Thu 12 Nov).",
        ],
        key=lambda line: line[0] != "A",
    )

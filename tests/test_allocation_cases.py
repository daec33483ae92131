"""What an allocation says about the things people ask for: placed by hand, minima, missing places, time."""

from __future__ import annotations

from hashlib import sha256
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from leernet.model.allocation import (
    AllocationProblem,
    Closure,
    Goal,
    Impossible,
    Missing,
    Participant,
    PinClash,
    Session,
)
from leernet.solve.allocation.parameters import DEFAULTS, Parameters
from leernet.solve.allocation.solver import allocate
from leernet.solve.limits import within
from leernet.verify.allocation.proof import replay
from leernet.verify.allocation.rules import broken_rules
from tests.allocation_cases import POLICIES, Enumeration, nine, record_of

A, B = Session("m/a", "m", "a", 0, 1), Session("m/b", "m", "b", 0, 5)


def person(name, *wishes, **changed):
    return Participant(name, 1, tuple((wish,) for wish in wishes), ("m/a", "m/b"), **changed)


def solved(*people, sessions=(A, B), **changed):
    return allocate(AllocationProblem("s", sessions, people, seed="seed", **changed))


def placed(outcome):
    return {name: outcome.placements[name].get("m") for name in outcome.placements}


def test_two_by_hand_in_one_seat_clash():
    by_hand = (("m", "a"),)
    found = solved(person("p", placed=by_hand), person("q", placed=by_hand))

    assert found == Impossible((PinClash(("p", "q"), "m/a", "full", seats=1, short=1),))


def test_every_clash_of_placements_by_hand_is_named():
    found = solved(
        person("p", placed=(("m", "c"),)),
        person("q", placed=(("m", "a"),), never=("a",)),
        structs.replace(person("r", placed=(("m", "b"),)), need=0),
    )

    assert found == Impossible(
        (
            PinClash(("p",), "m/c", "unknown"),
            PinClash(("q",), "m/a", "may-not"),
            PinClash(("r",), "m/b", "too-many", seats=0, short=1),
        )
    )


def test_a_minimum_that_a_placement_by_hand_needs_and_nobody_can_reach_is_named():
    three = structs.replace(B, seats_min=3)
    found = solved(person("p", placed=(("m", "b"),)), person("q"), sessions=(A, three))

    assert found == Impossible((PinClash(("p",), "m/b", "minimum", seats=3, short=1),))


def by_hand(name, *places, need=1, may=("m/a", "m/b", "n/c"), **changed):
    return Participant(
        name, need, (), may, placed=tuple(tuple(each.split("/")) for each in places), **changed
    )


def test_only_minima_that_cannot_be_reached_together_are_named():
    """Two sessions at m want four people of three; that at n can have all it wants."""
    sessions = tuple(Session(name, *name.split("/"), 2, 5) for name in ("m/a", "m/b", "n/c"))
    found = solved(
        by_hand("p", "m/a", "n/c", need=2),
        by_hand("q", "m/b", need=2),
        by_hand("r", need=2),
        sessions=sessions,
    )

    assert found == Impossible((PinClash(("p", "q"), "m/a", "minimum", 4, 1, together=("m/b",)),))


def test_each_set_of_minima_is_named_that_cannot_be_reached_together():
    names = ("m/a", "m/b", "n/c", "n/d")
    sessions = tuple(Session(name, *name.split("/"), 2, 5) for name in names)
    people = (
        by_hand("p", "m/a", "n/c", need=2, may=names),
        by_hand("q", "m/b", "n/d", need=2, may=names),
        by_hand("r", need=2, may=names),
    )

    assert [(clash.session, clash.together) for clash in solved(*people, sessions=sessions).clashes] == [
        ("m/a", ("m/b",)),
        ("n/c", ("n/d",)),
    ]


def test_who_is_kept_away_from_a_minimum_by_another_placement_is_named():
    two = structs.replace(A, seats_min=2, seats_max=2)
    found = solved(by_hand("p", "m/a"), by_hand("q", "m/b"), sessions=(two, B))

    assert found == Impossible((PinClash(("p",), "m/a", "minimum", 2, 1, kept_away=("q",)),))


def test_a_workshop_may_be_called_as_a_moment_is():
    sessions = (Session("a/b", "a", "b", 0, 1), Session("b/c", "b", "c", 0, 1))
    found = solved(by_hand("p", "a/b", "b/c", need=2, may=("a/b", "b/c")), sessions=sessions)

    assert found.placements == {"p": {"a": "b", "b": "c"}}


def test_two_at_one_moment_and_one_workshop_at_two_are_told_apart():
    names = ("m/a", "m/b", "n/a")
    sessions = tuple(Session(name, *name.split("/"), 0, 5) for name in names)
    found = solved(
        by_hand("p", "m/a", "m/b", need=2, may=names),
        by_hand("q", "m/a", "n/a", need=2, may=names),
        sessions=sessions,
    )

    assert found == Impossible((PinClash(("p",), "m/b", "two-at-once"), PinClash(("q",), "n/a", "twice")))


def crowded(number):
    """A few people, most of them placed by hand in sessions that need others of them as well."""
    draw = Random(number)
    names = [f"{moment}/{workshop}" for moment in "mn" for workshop in "abc" if draw.random() < 0.7]
    sessions = tuple(Session(name, *name.split("/"), draw.choice([1, 2, 2, 3]), 5) for name in names)
    people = []
    for at in range(draw.randint(2, 4)):
        places = {place.partition("/")[0]: place for place in draw.sample(names, min(len(names), 2))}.values()
        kept = [place for place in places if draw.random() < 0.6]
        if len({place.partition("/")[2] for place in kept}) == len(kept):
            people.append(by_hand(f"p{at}", *kept, need=max(len(kept), draw.randint(1, 2)), may=tuple(names)))
    return AllocationProblem("s", sessions, tuple(people))


def test_every_set_of_minima_named_is_smallest():
    """They cannot be reached; with any one of them let go, the others of the set can."""
    seen = []
    for number in range(200):
        problem = crowded(number)
        outcome = allocate(problem)
        assert (Enumeration(problem).best() is None) == isinstance(outcome, Impossible)
        for clash in getattr(outcome, "clashes", ()):
            named = (clash.session, *clash.together)
            assert Enumeration(with_minima(problem, named)).best() is None
            for free in named:
                assert Enumeration(with_minima(problem, set(named) - {free})).best() is not None
            seen.append(len(named))
    assert set(seen) == {1, 2}


def with_minima(problem, kept):
    return structs.replace(
        problem,
        sessions=tuple(
            each if each.id in kept else structs.replace(each, seats_min=0) for each in problem.sessions
        ),
    )


def test_a_seat_that_is_short_is_a_missing_place_and_not_the_end():
    found = solved(person("p", "a"), person("q", "a"), sessions=(A,))

    assert found.goals[0] == Goal("seats missing", 1, 1, proven=True)
    assert [(missing.moment, missing.reason) for missing in found.missing] == [("m", "no-seat")]


def test_somebody_who_is_absent_has_no_session_there():
    absent = structs.replace(person("p", "a"), sessions=())

    assert solved(absent).missing == (Missing("p", "m", "no-session"),)


def test_the_lower_lot_gets_the_seat_that_two_want_equally():
    found = solved(person("p", "a", "b"), person("q", "a", "b"))
    first = min("pq", key=lambda name: sha256(f"seed\n{name}".encode()).hexdigest())

    assert placed(found) == {name: "a" if name == first else "b" for name in "pq"}
    assert found.draw.order[0] == first


def test_earlier_bad_luck_comes_first_in_the_lots():
    people = [person(name, "a", "b") for name in "pq"]
    for lucky in range(2):
        with_credit = [structs.replace(each, credit=int(at == lucky)) for at, each in enumerate(people)]

        assert placed(solved(*with_credit))["pq"[lucky]] == "a"


def test_a_late_answer_takes_no_seat_that_somebody_in_time_wished_for():
    for policy in POLICIES:
        found = solved(person("p", "a", "b"), person("q", "a", late=True, credit=9), policy=policy)

        assert placed(found) == {"p": "a", "q": "b"}


def test_a_session_below_its_minimum_closes_and_says_who_loses_what():
    two = structs.replace(B, seats_min=2)
    wide = structs.replace(A, seats_max=5)
    found = solved(person("p", "b", "a"), person("q", "a", "c"), sessions=(wide, two))

    assert placed(found) == {"p": "a", "q": "a"}
    assert found.closures == (
        Closure(
            "m/b",
            ("p",),
            (
                Goal("seats missing", 0, 0, proven=True),
                Goal("worst level", 2, 2, proven=True),
                Goal("members at level 2", 1, 1, proven=True),
                Goal("sum of levels", 2, 2, proven=True),
            ),
        ),
    )


def test_who_has_something_better_at_that_moment_loses_nothing_by_a_closure():
    """p is in a, the first wish, when b would have been; what p lacks at n has nothing to do with b."""
    sessions = (
        Session("m/a", "m", "a", 0, 5),
        Session("m/b", "m", "b", 3, 5),
        Session("n/c", "n", "c", 0, 5),
    )
    may = tuple(each.id for each in sessions)
    people = (Participant("p", 2, (("a",), ("b",)), may), Participant("q", 2, (("b",), ("a",)), may))
    found = solved(*people, sessions=sessions)

    assert found.placements == {"p": {"m": "a", "n": "c"}, "q": {"m": "a", "n": "c"}}
    assert [(each.session, each.losers, each.known) for each in found.closures] == [("m/b", ("q",), True)]


def test_without_time_it_is_not_known_what_a_closure_costs():
    sessions = (structs.replace(A, seats_max=5), structs.replace(B, seats_min=3))
    people = (person("p", "b"), person("q", "b"), person("r", "a"), person("s", "a"))
    problem = AllocationProblem("s", sessions, people)
    found = allocate(problem, limits=within(0))

    assert [(each.session, each.goals_if_run, each.known) for each in found.closures] == [
        ("m/b", None, False)
    ]


def test_without_time_goals_are_not_proven_and_say_what_came_out():
    problem = nine(40)
    found = allocate(problem, limits=within(0))

    assert broken_rules(problem, found) == ()
    unproven = [("goals", at) for at, goal in enumerate(found.goals) if not goal.proven]
    assert unproven != []
    lines = replay(problem, record_of(found), found.proof)
    assert [(line.path, line.undecided) for line in lines] == [(path, True) for path in unproven]


def test_the_goals_being_solved_are_told():
    told = []
    allocate(nine(20), progress=lambda *goal: told.append(goal))

    assert told[0] == ("seats missing", None, None)
    assert told[-1] == ("lots", None, None)
    assert [goal for goal, value, bound in told if value != bound] == []


def test_what_a_share_of_work_stops_comes_out_the_same_and_keeps_the_rules():
    problem = nine(40, slack=1.0)
    for share in (0.0, 1e4, 1e5, 1e6):
        spent = Parameters(most_work=share)
        found = allocate(problem, limits=within(1e9), parameters=spent)
        assert allocate(problem, limits=within(1e9), parameters=spent) == found
        assert broken_rules(problem, found) == ()
        assert all(line.undecided for line in replay(problem, record_of(found), found.proof))
    assert allocate(problem, limits=within(1e9)) == allocate(problem)


@settings(max_examples=12, deadline=None)
@given(people=st.integers(0, 25), seed=st.integers(0, 1000), policy=st.sampled_from(POLICIES))
def test_every_allocation_keeps_the_rules_and_its_proof_holds(people, seed, policy):
    problem = nine(people, seed, policy, slack=1.0, late=0.2)
    found = allocate(problem)

    assert broken_rules(problem, found) == ()
    assert replay(problem, record_of(found), found.proof) == ()


def test_without_time_those_who_ruled_out_much_are_counted_as_verification_counts_them():
    workshops = [f"w{at}" for at in range(9)]
    for number, policy in enumerate(POLICIES):
        draw = Random(number)
        problem = nine(40, number, policy, slack=1.0)
        people = tuple(
            structs.replace(each, never=tuple(draw.sample(workshops, draw.choice([0, 0, 4, 6]))))
            for each in problem.participants
        )
        problem = structs.replace(problem, participants=people)
        for parameters in (DEFAULTS, Parameters(many_bundles=0)):
            assert broken_rules(problem, allocate(problem, limits=within(0), parameters=parameters)) == ()

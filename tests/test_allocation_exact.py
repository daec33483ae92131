"""Allocations against plain enumeration, on tiny problems that are as nasty as they can be made."""

from __future__ import annotations

from random import Random

import pytest
from msgspec import structs

from leernet.model.allocation import AllocationProblem, Impossible, Participant, Session
from leernet.solve.allocation.parameters import DEFAULTS, Parameters
from leernet.solve.allocation.solver import allocate, allocate_again
from leernet.solve.limits import Limits, Work, within
from leernet.verify.allocation.proof import replay
from leernet.verify.allocation.reckoning import Reckoning
from leernet.verify.allocation.rules import broken_rules
from leernet.verify.allocation.sieve import Sizes
from tests.allocation_cases import POLICIES, Enumeration, nine, record_of, tiny, wide

KEEPS = ("frozen", "improve", "fewest")


def bundles(outcome, people):
    return tuple(tuple(sorted(outcome.placements[person.id].items())) for person in people)


# As if somebody could always have too many bundles to make them at once.
ASKED_FOR = Parameters(many_bundles=0)
# As if they were never few enough to enumerate them, until nothing but lots is left.
PRICED_ONLY = Parameters(many_bundles=0, most_columns=0)


def differs_from_enumeration(problem, parameters=DEFAULTS):
    """Whether solver and enumeration disagree, or verification does."""
    return is_other_than_enumerated(problem, allocate(problem, parameters=parameters), parameters)


def is_other_than_enumerated(problem, outcome, parameters):
    enumeration = Enumeration(problem)
    best = enumeration.best()
    if best is None or isinstance(outcome, Impossible):
        return best is not None or not isinstance(outcome, Impossible)
    left = {tuple(tuple(sorted(bundle)) for bundle in allocation) for allocation in best[0]}
    wrong = broken_rules(problem, outcome) != () or not all(goal.proven for goal in outcome.goals)
    sizes = Sizes(parameters.many_bundles, parameters.most_columns)
    lines = replay(problem, record_of(outcome), outcome.proof, sizes)
    broken = [line for line in lines if not line.undecided]
    return wrong or broken != [] or bundles(outcome, enumeration.people) not in left


@pytest.mark.parametrize("policy", POLICIES)
def test_goals_and_lots_give_what_plain_enumeration_gives(policy):
    assert [number for number in range(20) if differs_from_enumeration(tiny(number, policy))] == []


@pytest.mark.parametrize("numbers", [range(8), pytest.param(range(8, 30), marks=pytest.mark.slow)])
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("keep", KEEPS)
def test_an_earlier_result_is_kept_as_plain_enumeration_says(keep, policy, numbers):
    assert [number for number in numbers if differs_from_enumeration(tiny(number, policy, keep))] == []


def test_who_lost_a_place_that_is_gone_keeps_what_the_others_were_worth():
    sessions = (
        Session("m1/koor", "m1", "koor", 0, 5, runs="no"),
        Session("m2/dans", "m2", "dans", 0, 1),
        Session("m2/yoga", "m2", "yoga", 0, 5),
    )
    names = tuple(session.id for session in sessions)
    lost = Participant(
        "p0", 2, (("koor",), ("dans",), ("yoga",)), names, previous=(("m1", "koor"), ("m2", "dans"))
    )
    # Wishes for nothing else, so that without an earlier result the seat would be theirs.
    new = Participant("p1", 1, (("dans",),), names)
    outcome = allocate(AllocationProblem("s", sessions, (lost, new), keep="improve"))

    assert outcome.placements == {"p0": {"m2": "dans"}, "p1": {"m2": "yoga"}}
    assert [(goal.name, goal.value) for goal in outcome.goals[:2]] == [
        ("members worse off than before", 1),
        ("members worse off than with what is left of before", 0),
    ]


@pytest.mark.parametrize("policy", POLICIES)
def test_bundles_made_as_they_are_asked_for_give_what_plain_enumeration_gives(policy):
    problems = [tiny(number, policy) for number in range(6)]
    problems += [tiny(number, policy, keep) for keep in KEEPS for number in range(2)]

    assert [problem.seed for problem in problems if differs_from_enumeration(problem, ASKED_FOR)] == []


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES)
def test_bundles_made_as_they_are_asked_for_give_what_plain_enumeration_gives_a_thousand_times(policy):
    problems = [tiny(number, policy) for number in range(6, 240)]
    problems += [tiny(number, policy, keep) for keep in KEEPS for number in range(2, 20)]

    assert [problem.seed for problem in problems if differs_from_enumeration(problem, ASKED_FOR)] == []


@pytest.mark.parametrize("policy", ["floor-first", "leximin"])
def test_levels_held_before_bundles_are_made_are_what_plain_enumeration_gives(policy):
    problems = [tiny(number, policy) for number in range(10)]
    problems += [tiny(number, policy, keep) for keep in KEEPS for number in range(3)]

    assert [problem.seed for problem in problems if differs_from_enumeration(problem, PRICED_ONLY)] == []


@pytest.mark.parametrize("parameters", [DEFAULTS, ASKED_FOR, PRICED_ONLY])
def test_what_duals_cannot_prove_in_whole_people_is_searched(parameters):
    # Twice, two people want two of three seats again; in parts three of four would have them, in whole two.
    sessions, people = [], []
    for half in "ab":
        seats = [Session(f"m{at}/{half}{at}", f"m{at}", f"{half}{at}", 0, 1) for at in range(3)]
        wishes = (tuple(seat.workshop for seat in seats),)
        had = tuple((seat.moment, seat.workshop) for seat in seats[:2])
        names = tuple(seat.id for seat in seats)
        people += [Participant(f"{half}{at}", 2, wishes, names, previous=had) for at in range(2)]
        sessions += seats
    problem = AllocationProblem("s", tuple(sessions), tuple(people), keep="improve")

    outcome = allocate(problem, parameters=parameters)
    assert not is_other_than_enumerated(problem, outcome, parameters)
    assert outcome.goals[0].name == "members worse off than before"
    assert outcome.goals[0].value == 2


def levels(problem, placements):
    """Level of everybody by id."""
    return Reckoning(problem).tallies(placements).level


def with_placements(record, placements):
    """The record with other placements, and sessions that go with them."""
    there = {
        name: tuple(sorted(who for who, has in placements.items() if tuple(name.split("/")) in has.items()))
        for name in record.sessions
    }
    sessions = {
        name: line.model_copy(update={"placed": there[name]}) for name, line in record.sessions.items()
    }
    return record.model_copy(update={"placements": placements, "sessions": sessions})


def lines_of_node(problem, outcome, at, node):
    """What the replay says about a branch when this stands in its place."""
    proof = (*outcome.proof[:at], node, *outcome.proof[at + 1 :])
    lines = replay(problem, record_of(outcome), proof, Sizes(0, 0, 0))
    return [line for line in lines if line.path[:2] == ("nodes", at)]


@pytest.mark.parametrize(
    ("minimum", "wishes", "evidence"),
    [
        # To fill it would take evidence from somebody; closed it costs one step.
        (2, ["koor", "dans", "dans"], "dans"),
        # To close it takes evidence from two; filled it costs one step.
        (3, ["koor", "koor", "dans", "dans"], "koor"),
    ],
)
def test_a_branch_that_is_worse_is_shown_to_be_without_its_bundles(minimum, wishes, evidence):
    sessions = (Session("m/koor", "m", "koor", minimum, 6), Session("m/dans", "m", "dans", 0, 6))
    people = tuple(
        Participant(
            f"p{number}", 1, ((wish,),), ("m/koor", "m/dans"), evidence=(evidence,) * (wish == evidence)
        )
        for number, wish in enumerate(wishes)
    )
    problem = AllocationProblem("s", sessions, people, evidence_first=True)
    outcome = allocate(problem, parameters=ASKED_FOR)
    at = next(at for at, node in enumerate(outcome.proof) if node.verdict == "worse")
    worse = outcome.proof[at]
    goals = [each.goal for each in worse.certificates]
    decides = goals.index("evidence choices missed")
    too_few = structs.replace(worse, certificates=worse.certificates[:decides])

    assert lines_of_node(problem, outcome, at, worse) == []
    assert lines_of_node(problem, outcome, at, too_few) != []


@pytest.mark.parametrize("policy", ["floor-first", "leximin"])
def test_levels_held_before_bundles_are_made_are_proven_and_give_the_same(policy):
    problem = wide(24, policy)
    once = allocate(problem)
    asked = allocate(problem, parameters=Parameters(most_columns=500))

    assert (asked.goals, asked.placements) == (once.goals, once.placements)
    assert not asked.narrowed
    assert replay(problem, record_of(asked), asked.proof, Sizes(most=500)) == ()


@pytest.mark.parametrize("policy", POLICIES)
def test_drawing_again_gives_what_each_seed_gives_alone(policy):
    problems = [nine(30, 1, policy, slack=1.0), *(tiny(number, policy) for number in range(8))]
    for problem in problems:
        seeds = ("a", "b", problem.seed, "a")
        of_seed = {seed: allocate(structs.replace(problem, seed=seed)) for seed in set(seeds)}
        alone = [of_seed[seed] for seed in seeds]
        again = allocate_again(problem, seeds)
        if isinstance(again, Impossible):
            assert alone == [again] * 4
        else:
            assert [each.placements for each in again] == [each.placements for each in alone]
            assert [each.draw for each in again] == [each.draw for each in alone]
            assert [each.goals for each in again] == [each.goals for each in alone]


@pytest.mark.parametrize("policy", POLICIES)
def test_it_makes_no_difference_whether_bundles_are_made_at_once(policy):
    for seed in range(3):
        problem = nine(30, seed, policy, slack=1.0)
        once, asked = allocate(problem), allocate(problem, parameters=ASKED_FOR)
        assert asked.goals == once.goals
        assert asked.placements == once.placements


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES)
def test_goals_and_lots_give_what_plain_enumeration_gives_a_thousand_times(policy):
    assert [number for number in range(20, 1120) if differs_from_enumeration(tiny(number, policy))] == []


@pytest.mark.parametrize(
    "policy",
    ["floor-first", "leximin", "best-sum", pytest.param("most-first-choices", marks=pytest.mark.slow)],
)
def test_a_programme_with_very_many_bundles_is_proven_by_its_certificates(policy):
    problem = wide(24, policy)
    outcome = allocate(problem)
    bare = tuple(structs.replace(node, certificates=()) for node in outcome.proof)

    assert broken_rules(problem, outcome) == ()
    assert [goal.name for goal in outcome.goals if not goal.proven] == []
    assert replay(problem, record_of(outcome), outcome.proof) == ()
    assert replay(problem, record_of(outcome), bare, Sizes(most=1000)) != ()
    assert allocate(shuffled(problem, Random(1))) == outcome


@pytest.mark.parametrize("policy", POLICIES[4:])
def test_where_lots_choose_among_very_many_bundles_only_the_goals_are_proven(policy):
    problem = wide(10, policy)
    outcome = allocate(problem)

    assert broken_rules(problem, outcome) == ()
    assert outcome.narrowed
    assert [(goal.name, goal.proven) for goal in outcome.goals] == [("seats missing", True)]
    lines = replay(problem, record_of(outcome), outcome.proof)
    assert [line.path for line in lines] == [("draw", "order")]
    assert lines[0].undecided
    assert allocate(shuffled(problem, Random(1))) == outcome


@pytest.mark.parametrize("policy", POLICIES)
def test_goals_are_proven_though_bundles_are_too_many_for_lots(policy):
    few = Parameters(many_bundles=0, most_for_lots=0, lots_each=0, best_each=1)
    for problem in (tiny(number, policy) for number in range(8)):
        once, found = (allocate(problem, parameters=each) for each in (DEFAULTS, few))
        if isinstance(once, Impossible):
            continue
        assert broken_rules(problem, found) == ()
        lines = replay(problem, record_of(found), found.proof, Sizes(0, 0, 0))
        assert [line for line in lines if not line.undecided] == []
        for goal, true in zip(found.goals, once.goals, strict=False):
            if not goal.proven:
                break
            assert goal == true


@pytest.mark.parametrize("numbers", [range(12), pytest.param(range(12, 60), marks=pytest.mark.slow)])
@pytest.mark.parametrize("work", [0.0, 30_000.0, 60_000.0, 100_000.0, 200_000.0])
def test_a_share_of_work_gives_an_answer_of_which_all_that_is_claimed_is_true(work, numbers):
    for number in numbers:
        problem = tiny(number, POLICIES[number % len(POLICIES)])
        once = allocate(problem)
        if isinstance(once, Impossible):
            continue
        given = Parameters(many_bundles=0, most_work=work)
        found = allocate(problem, limits=within(1e9), parameters=given)
        assert broken_rules(problem, found) == ()
        assert [line for line in replay(problem, record_of(found), found.proof) if not line.undecided] == []
        for goal, true in zip(found.goals, once.goals, strict=False):
            sign = -1 if goal.name.startswith("places at") else 1
            if not goal.proven:
                assert goal.bound is None or goal.name != true.name or sign * (true.value - goal.bound) >= 0
                break
            assert goal == true


def test_where_late_answers_have_very_many_bundles_the_goals_of_others_are_proven():
    problem = wide(24, late=2)
    outcome = allocate(problem)

    assert broken_rules(problem, outcome) == ()
    assert [goal.name for goal in outcome.goals if goal.proven == goal.name.endswith("(late)")] == []
    assert all(line.undecided for line in replay(problem, record_of(outcome), outcome.proof))


def test_without_time_for_very_many_bundles_everybody_still_gets_some():
    problem = wide(24)
    outcome = allocate(problem, limits=within(0))

    assert broken_rules(problem, outcome) == ()
    assert [goal.name for goal in outcome.goals if not goal.proven] != []
    assert outcome.narrowed


def ruling_out(problem):
    """The same where everybody rules out what they do not list and sessions have one seat or two."""
    every = {each.workshop for each in problem.sessions}
    return structs.replace(
        problem,
        sessions=tuple(
            structs.replace(each, seats_min=at % 2, seats_max=1 + at % 2)
            for at, each in enumerate(problem.sessions)
        ),
        participants=tuple(
            structs.replace(each, never=tuple(sorted(every - {name for (name,) in each.wishes})[:9]))
            for each in problem.participants
        ),
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_a_first_answer_comes_without_any_work_and_says_what_the_places_give(policy):
    problem = ruling_out(wide(16, policy, late=2))
    outcome = allocate(
        problem,
        limits=within(1e9),
        parameters=Parameters(most_work=0.0, quick_work=0.0, dive_work=0.0, first_work=0.0),
    )

    assert broken_rules(problem, outcome) == ()
    assert outcome.narrowed
    assert not outcome.timed_out
    assert sum(map(len, outcome.placements.values())) >= 16 * 5 * 3 // 4


HARDLY_ANY = Parameters(most_work=1e5, quick_work=1e5, dive_work=1e5, first_work=1e5)


@pytest.mark.parametrize(
    "policy",
    [pytest.param(each, marks=pytest.mark.slow if each == "most-first-choices" else ()) for each in POLICIES],
)
def test_a_first_answer_depends_on_work_and_never_on_the_clock(policy, monkeypatch):
    def clock():
        raise AssertionError("what is found depends on the clock")

    monkeypatch.setattr("leernet.solve.limits.monotonic", clock)
    problem = wide(16, policy)
    sessions = tuple(structs.replace(each, seats_min=2) for each in problem.sessions)
    problem = structs.replace(problem, sessions=sessions)
    one, other = (
        allocate(problem, limits=Limits(work=Work(1.0)), parameters=HARDLY_ANY) for _again in range(2)
    )

    assert one == other
    assert not one.timed_out
    assert broken_rules(problem, one) == ()
    assert all(line.undecided for line in replay(problem, record_of(one), one.proof))


def test_a_first_answer_keeps_the_places_of_before():
    problem = wide(16)
    before = allocate(problem, limits=Limits(work=Work(1.0)), parameters=HARDLY_ANY)
    people = tuple(
        structs.replace(
            each,
            wishes=each.wishes[::-1],
            previous=tuple(sorted(before.placements[each.id].items())) if at % 2 else (),
        )
        for at, each in enumerate(problem.participants)
    )
    told = structs.replace(problem, participants=people, keep="frozen")
    after = allocate(told, limits=Limits(work=Work(1.0)), parameters=HARDLY_ANY)

    assert all(dict(after.placements[each.id]) == dict(each.previous) for each in people if each.previous)
    assert broken_rules(told, after) == ()


@pytest.mark.parametrize("policy", POLICIES)
def test_without_any_time_for_very_many_bundles_nothing_is_called_wrong(policy):
    problem = wide(10, policy)
    outcome = allocate(problem, limits=within(0))

    assert broken_rules(problem, outcome) == ()
    assert outcome.narrowed
    lines = replay(problem, record_of(outcome), outcome.proof)
    assert lines != ()
    assert all(line.undecided for line in lines)


@pytest.mark.parametrize("policy", POLICIES)
def test_lots_that_there_is_no_time_for_are_drawn_among_the_places_of_one_placing(policy):
    problem = nine(30, 1, policy)
    outcome = allocate(problem, limits=within(0), parameters=Parameters(lots_seconds=0.0))

    assert broken_rules(problem, outcome) == ()
    # What prices prove stays proven.
    few_goals = policy in ("lottery", "draft")
    assert all(goal.proven for goal in outcome.goals) == few_goals
    assert outcome.narrowed


def shuffled(problem, draw):
    """The same problem with everything that has no order in another order."""
    people = [
        structs.replace(person, sessions=tuple(draw.sample(person.sessions, len(person.sessions))))
        for person in problem.participants
    ]
    return structs.replace(
        problem,
        sessions=tuple(draw.sample(problem.sessions, len(problem.sessions))),
        participants=tuple(draw.sample(people, len(people))),
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_the_order_of_rows_does_not_matter(policy):
    draw = Random(3)
    for number in range(15):
        problem = tiny(number, policy)
        once = allocate(problem)
        assert allocate(shuffled(problem, draw)) == once


def test_nobody_to_place_is_an_allocation_too():
    outcome = allocate(AllocationProblem("s", (Session("m/a", "m", "a", 1, 2),), ()))

    assert dict(outcome.placements) == {}
    assert [session.runs for session in outcome.sessions] == [False]


def test_a_member_who_wants_nothing_gets_nothing():
    nobody = Participant("p", 0, (), ("m/a",))
    outcome = allocate(AllocationProblem("s", (Session("m/a", "m", "a", 1, 2),), (nobody,)))

    assert dict(outcome.placements) == {"p": {}}
    assert outcome.missing == ()


def test_what_those_placed_last_ruled_out_is_weighed_where_not_all_their_bundles_are():
    few = Parameters(many_bundles=0, late_each=0, best_each=1, widest=1)
    for number in (*range(20), 383):
        draw, problem = Random(f"late {number}"), tiny(number, POLICIES[number % len(POLICIES)])
        workshops = sorted({each.workshop for each in problem.sessions})
        people = tuple(_late_and_choosy(draw, each, workshops) for each in problem.participants)
        problem = structs.replace(problem, participants=people)
        outcome = allocate(problem, parameters=few)
        assert isinstance(outcome, Impossible) or not broken_rules(problem, outcome), number


def _late_and_choosy(draw, person, workshops):
    listed = {name for group in person.wishes for name in group}
    placed = {name for _moment, name in person.placed}
    late = person.answered and draw.random() < 0.6
    never = tuple(name for name in workshops if draw.random() < 0.4 and name not in listed | placed)
    return structs.replace(person, late=late, never=never)

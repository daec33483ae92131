"""Why somebody has these places and not others: facts for the facilitator and for the one it is about."""

import itertools
import random
from functools import cache

import pytest
from msgspec.structs import replace

from leernet.explain.allocation import Explainer, reasons
from leernet.explain.figures import figures, gini_thousandths, worst_off
from leernet.explain.improvements import Improvement, Improvements, improvements, worth_a_seat
from leernet.explain.one_more_seat import with_one_more_seat, with_seats
from leernet.explain.reasons import Holder, NotGot
from leernet.explain.standings import Got, Standing, standings
from leernet.model.allocation import AllocationProblem, Participant, Session
from leernet.solve.allocation.solver import allocate
from leernet.verify.allocation.reckoning import Reckoning
from leernet.verify.allocation.rules import broken_placements
from leernet.words import ENGLISH, words
from leernet.write.allocation_text import facilitator_facts, student_text
from leernet.write.programme_names import SeriesNames
from tests.allocation_cases import nine
from tests.projects import student_year


def session(name, seats=1, minimum=0, runs="decide"):
    moment, _, workshop = name.partition("/")
    return Session(name, moment, workshop, minimum, seats, runs)


def person(id, *wishes, sessions, need=1, **about):
    return Participant(id, need, tuple((wish,) for wish in wishes), sessions, **about)


ONE_MOMENT = ("herfst/drama", "herfst/muziek", "herfst/toets")


def problem_of(*people, seats=(1, 1, 1), **about):
    sessions = tuple(session(name, number) for name, number in zip(ONE_MOMENT, seats, strict=True))
    return AllocationProblem("workshops", sessions, people, seed="x", **about)


def test_a_standing_tells_what_somebody_got_and_by_what_right():
    sessions = ("herfst/drama", "lente/muziek", "winter/toets", "zomer/spel")
    problem = AllocationProblem(
        "workshops",
        tuple(session(name) for name in sessions),
        (
            person(
                "s1",
                "muziek",
                "spel",
                sessions=sessions,
                need=4,
                evidence=("spel",),
                placed=(("herfst", "drama"),),
            ),
            person("s2", "toets", sessions=("winter/toets",)),
        ),
    )
    placements = {"s1": {"herfst": "drama", "lente": "muziek", "winter": "toets", "zomer": "spel"}, "s2": {}}

    assert standings(problem, placements) == {
        "s1": Standing(
            "s1",
            (
                Got("herfst", "drama", None, "placed by hand"),
                Got("lente", "muziek", 1, "wish"),
                Got("winter", "toets", None, "not chosen"),
                Got("zomer", "spel", 2, "evidence"),
            ),
            missing=0,
            level=0,
            # Four missing places at 6, less the 2, 0, 2 and 1 of what s1 has, which is the best there is.
            nothing=19,
        ),
        # A missing place costs two more than there are workshops.
        "s2": Standing("s2", (), missing=1, level=6, nothing=6),
    }


def test_a_full_session_is_explained_by_who_has_it_and_by_what_right():
    problem = problem_of(
        person("s1", "drama", "muziek", sessions=ONE_MOMENT),
        person("s2", "drama", "muziek", sessions=ONE_MOMENT),
    )

    found = reasons(problem, {"s1": {"herfst": "muziek"}, "s2": {"herfst": "drama"}}, ("s2", "s1"), "s1")

    assert found.not_got == (
        NotGot(
            "drama",
            1,
            "full",
            "herfst",
            seats=1,
            wished=2,
            holders=(Holder("s2", "wish", 1, equal=True),),
        ),
    )
    assert (found.exchange, found.lot, found.lots, found.lots_decided) == (None, 2, 2, True)


def test_a_wish_beside_one_that_was_liked_better_is_missed_only_when_both_could_be_had():
    names = ("herfst/toets", "herfst/drama", "lente/koor", "lente/toets")
    sessions = tuple(session(name, 2) for name in names)
    has = {"herfst": "toets", "lente": "koor"}

    def missed(*open_to_them):
        people = (person("s1", "toets", "drama", sessions=open_to_them, need=2),)
        return reasons(AllocationProblem("w", sessions, people), {"s1": has}, ("s1",), "s1").not_got

    assert missed("herfst/toets", "herfst/drama", "lente/koor") == ()
    # With its first wish in spring, the second could be had in autumn.
    assert missed(*names) == (NotGot("drama", 2, "other", "herfst", seats=2, wished=1),)


def test_what_is_liked_as_much_as_what_they_have_is_not_missed():
    names = ("herfst/toets", "herfst/drama", "lente/koor", "lente/spel")
    sessions = tuple(session(name, 2) for name in names)
    wishes = (("toets", "drama"), ("spel",), ("koor",))
    problem = AllocationProblem("w", sessions, (Participant("s1", 2, wishes, names),))

    found = reasons(problem, {"s1": {"herfst": "toets", "lente": "spel"}}, ("s1",), "s1")

    assert found.not_got == ()


def test_between_unequal_claims_no_lots_decided():
    problem = problem_of(
        person("s1", "drama", "muziek", sessions=ONE_MOMENT),
        person("s2", "drama", "toets", "muziek", sessions=ONE_MOMENT),
    )

    found = reasons(problem, {"s1": {"herfst": "muziek"}, "s2": {"herfst": "drama"}}, ("s1", "s2"), "s1")

    assert [holder.equal for wish in found.not_got for holder in wish.holders] == [False]
    assert not found.lots_decided


def test_a_session_that_does_not_run_and_one_that_is_not_open_are_told_apart():
    problem = AllocationProblem(
        "workshops",
        (session("herfst/drama", 8, minimum=3), session("herfst/muziek", 8), session("herfst/toets", 8)),
        (person("s1", "drama", "toets", "muziek", sessions=("herfst/drama", "herfst/muziek")),),
    )

    found = reasons(problem, {"s1": {"herfst": "muziek"}}, ("s1",), "s1")

    assert found.not_got == (
        NotGot("drama", 1, "closed", "herfst", seats=8, minimum=3, wished=1),
        NotGot("toets", 2, "no-session"),
    )


def test_an_exchange_that_helps_one_and_hurts_nobody_is_found():
    problem = problem_of(
        person("s1", "drama", "muziek", "toets", sessions=ONE_MOMENT),
        person("s2", "muziek", "drama", "toets", sessions=ONE_MOMENT),
    )

    found = reasons(problem, {"s1": {"herfst": "muziek"}, "s2": {"herfst": "drama"}}, ("s1", "s2"), "s1")

    assert found.exchange == ("drama", "herfst")


def test_an_exchange_may_not_leave_a_session_below_its_minimum():
    sessions = (session("herfst/drama", 2), session("herfst/muziek", 2, minimum=2))
    names = tuple(each.id for each in sessions)
    problem = AllocationProblem(
        "workshops",
        sessions,
        (person("s1", "drama", sessions=names), person("s2", "muziek", sessions=names)),
    )

    both_there = {"s1": {"herfst": "muziek"}, "s2": {"herfst": "muziek"}}

    assert reasons(problem, both_there, ("s1", "s2"), "s1").exchange is None


def test_one_more_seat_is_tried_with_the_solver():
    problem = problem_of(
        person("s1", "drama", "muziek", sessions=ONE_MOMENT),
        person("s2", "drama", "muziek", sessions=ONE_MOMENT),
    )
    outcome = allocate(problem)
    loser = next(member for member, places in outcome.placements.items() if places == {"herfst": "muziek"})

    found = reasons(problem, outcome.placements, outcome.draw.order, loser)

    assert [wish.one_more_seat for wish in with_one_more_seat(problem, found, allocate).not_got] == ["better"]


def told_of_one_more_seat(problem, member):
    outcome = allocate(problem)
    found = reasons(problem, outcome.placements, outcome.draw.order, member)
    tried = with_one_more_seat(problem, found, allocate)
    return [(wish.workshop, wish.one_more_seat) for wish in tried.not_got]


def test_one_more_seat_that_stays_empty_is_not_said_to_go_to_somebody_else():
    """Without s1 there, muziek would have too few people, and s3 no place."""
    sessions = (session("herfst/drama"), session("herfst/muziek", 2, minimum=2))
    names = tuple(each.id for each in sessions)
    only_muziek = ("herfst/muziek",)
    people = (
        person("s1", "drama", "muziek", sessions=names),
        person("s2", "drama", sessions=("herfst/drama",)),
        person("s3", "muziek", sessions=only_muziek),
    )

    problem = AllocationProblem("workshops", sessions, people, seed="x")

    assert told_of_one_more_seat(problem, "s1") == [("drama", "no help")]


def test_one_more_seat_may_go_to_somebody_else():
    problem = problem_of(
        *(person(f"s{number}", "drama", "muziek", sessions=ONE_MOMENT) for number in range(2)),
        person("s2", "drama", sessions=ONE_MOMENT),
        seats=(1, 3, 3),
        policy="lottery",
    )
    last = allocate(problem).draw.order[-1]

    assert told_of_one_more_seat(problem, last) == [("drama", "taken")]


def test_a_session_that_cannot_run_or_needs_nobody_is_not_said_to_need_people():
    sessions = (
        session("herfst/drama", 8, minimum=3, runs="no"),
        session("herfst/muziek", 8),
        session("herfst/toets", 8, minimum=2),
    )
    names = tuple(each.id for each in sessions)
    problem = AllocationProblem(
        "workshops",
        sessions,
        (
            person("s1", "drama", "muziek", "toets", sessions=names),
            person("s2", "toets", sessions=names),
        ),
    )

    found = reasons(problem, {"s1": {"herfst": "toets"}, "s2": {"herfst": "toets"}}, ("s1", "s2"), "s1")

    assert [(wish.workshop, wish.why) for wish in found.not_got] == [
        ("drama", "cancelled"),
        ("muziek", "other"),
    ]


def test_seats_left_because_an_earlier_result_was_kept_are_told_as_that():
    problem = replace(problem_of(person("s1", "drama", "muziek", sessions=ONE_MOMENT)), keep="frozen")

    found = reasons(problem, {"s1": {"herfst": "muziek"}}, ("s1",), "s1")

    assert [(wish.workshop, wish.why) for wish in found.not_got] == [("drama", "kept")]


def test_where_somebody_was_placed_by_hand_nothing_is_missed():
    problem = problem_of(person("s1", "drama", "muziek", sessions=ONE_MOMENT, placed=(("herfst", "muziek"),)))

    assert reasons(problem, {"s1": {"herfst": "muziek"}}, ("s1",), "s1").not_got == ()


def test_what_would_only_take_the_place_of_something_better_is_not_missed():
    """The first wish is there; that music in spring was not chosen has nothing to do with drama in autumn."""
    sessions = tuple(
        session(name, 2) for name in ("herfst/toets", "herfst/drama", "lente/koor", "lente/muziek")
    )
    names = tuple(each.id for each in sessions)
    problem = AllocationProblem(
        "w", sessions, (person("s1", "toets", "koor", "drama", sessions=names, need=2),)
    )

    found = reasons(problem, {"s1": {"herfst": "toets", "lente": "muziek"}}, ("s1",), "s1")

    assert [wish.workshop for wish in found.not_got] == ["koor"]


def test_places_for_which_there_is_no_workshop_at_all_are_told_apart():
    sessions = (session("herfst/drama"), session("lente/drama"), session("lente/muziek"))
    problem = AllocationProblem(
        "w",
        sessions,
        (
            person("s1", sessions=("herfst/drama", "lente/drama"), need=2),
            person("s2", sessions=("herfst/drama", "lente/muziek"), need=2),
        ),
    )
    has = {"s1": {"herfst": "drama"}, "s2": {"herfst": "drama"}}

    assert [reasons(problem, has, (), member).missing for member in ("s1", "s2")] == [
        (("lente", "elsewhere"),),
        (("lente", "closed"),),
    ]


@pytest.mark.parametrize(("first", "exchange"), [(False, ("drama", "herfst")), (True, None)])
def test_an_exchange_that_costs_somebody_their_portfolio_choice_is_none_where_that_comes_first(
    first, exchange
):
    problem = problem_of(
        person("s1", "drama", "muziek", sessions=ONE_MOMENT),
        person("s2", "muziek", "drama", sessions=ONE_MOMENT, evidence=("drama",)),
        evidence_first=first,
    )

    found = reasons(problem, {"s1": {"herfst": "muziek"}, "s2": {"herfst": "drama"}}, ("s1", "s2"), "s1")

    assert found.exchange == exchange


def equal_claims(order=("s2", "s1"), **about):
    problem = problem_of(
        person("s1", "drama", "muziek", "toets", sessions=ONE_MOMENT),
        person("s2", "drama", "toets", "muziek", sessions=ONE_MOMENT),
        **about,
    )
    has = {"s1": {"herfst": "muziek"}, "s2": {"herfst": "drama"}}
    return reasons(problem, has, order, "s1").lots_decided


def test_lots_decided_only_where_a_change_keeps_the_goals_of_the_policy():
    assert not equal_claims(policy="best-sum")
    assert equal_claims(policy="lottery")
    # Whose lot was earlier did not lose by lots.
    assert not equal_claims(order=("s1", "s2"), policy="lottery")


def test_lots_did_not_decide_about_a_portfolio_choice():
    problem = problem_of(
        person("s1", "drama", "muziek", sessions=ONE_MOMENT),
        person("s2", "drama", "muziek", sessions=ONE_MOMENT, evidence=("drama",)),
        evidence_first=True,
    )
    has = {"s1": {"herfst": "muziek"}, "s2": {"herfst": "drama"}}

    assert not reasons(problem, has, ("s2", "s1"), "s1").lots_decided


def test_the_seats_that_help_most_come_first():
    problem = problem_of(
        *(person(f"s{number}", "drama", "muziek", "toets", sessions=ONE_MOMENT) for number in range(4)),
        seats=(1, 1, 2),
    )
    outcome = allocate(problem)

    found = improvements(problem, standings(problem, outcome.placements), allocate)

    # One more in the test brings nothing.
    assert found.best == (
        Improvement("herfst/drama", 1, missing=0, not_chosen=0, first=1, better=2, worse=0, steps=2),
        Improvement("herfst/muziek", 1, missing=0, not_chosen=0, first=0, better=1, worse=0, steps=1),
    )
    assert (found.tried, found.full) == (3, 3)


def test_a_seat_is_tried_in_every_session_that_is_full_also_where_nobody_misses_it():
    """Who does not mind goes to music if there is a seat, and leaves one in drama to who does."""
    either = Participant("s1", 1, (("drama", "muziek"),), ONE_MOMENT)
    problem = problem_of(
        either,
        person("s2", "muziek", sessions=ONE_MOMENT),
        person("s3", "drama", sessions=ONE_MOMENT),
        seats=(1, 1, 3),
    )
    outcome = allocate(problem)

    found = improvements(problem, standings(problem, outcome.placements), allocate)

    assert sorted(gain.session for gain in found.best) == ["herfst/drama", "herfst/muziek"]
    assert (found.tried, found.full) == (2, 2)


def test_who_all_have_their_best_need_no_more_seats():
    problem = problem_of(person("s1", "drama", sessions=ONE_MOMENT))
    outcome = allocate(problem)

    assert improvements(problem, standings(problem, outcome.placements), allocate) == Improvements()


def test_when_there_is_no_time_left_no_more_seats_are_tried():
    people = (person(f"s{number}", "drama", "muziek", sessions=ONE_MOMENT) for number in range(3))
    problem = problem_of(*people, seats=(1, 1, 2))
    outcome = allocate(problem)
    in_time = iter([allocate(with_seats(problem, "herfst/drama", 1)), None, None])

    found = improvements(problem, standings(problem, outcome.placements), lambda roomier: next(in_time))

    assert (found.tried, found.full) == (1, 2)
    assert [gain.session for gain in found.best] == ["herfst/drama"]


def test_figures_count_places_people_and_inequality():
    everybody = (
        Standing("s1", (Got("herfst", "drama", 1, "wish"), Got("lente", "toets", 4, "wish")), 0, 0, 18),
        Standing("s2", (Got("herfst", "drama", None, "not chosen"),), 1, 9, 18),
    )

    found = figures(everybody, closed=1)

    assert (found.people, found.wanted, found.given, found.missing, found.not_chosen) == (2, 4, 3, 1, 1)
    assert (found.ranks, found.with_first, found.within(3)) == ({1: 1, 4: 1}, 1, 1)
    assert (found.worst_level, found.at_worst, found.level_sum, found.inequality, found.closed) == (
        9,
        1,
        9,
        167,
        1,
    )
    assert [each.member for each in worst_off(everybody)] == ["s2"]


def test_inequality_of_nothing_at_all_is_none():
    assert (gini_thousandths([]), gini_thousandths([0, 0])) == (0, 0)


WORKSHOPS = {"drama": "Drama", "muziek": "Muziek", "toets": "Toets"}


def told(language):
    year = student_year(workshops=WORKSHOPS, moments=("herfst",), students=2)
    problem = problem_of(
        person("s1", "drama", "muziek", sessions=ONE_MOMENT),
        person("s2", "drama", "muziek", sessions=ONE_MOMENT),
    )
    found = reasons(problem, {"s1": {"herfst": "muziek"}, "s2": {"herfst": "drama"}}, ("s2", "s1"), "s1")
    says = ENGLISH if language == "en" else words("nl")
    names = SeriesNames(year, None, year.series["workshops"], says)
    return (
        [says.say(sentence) for sentence in facilitator_facts(found, names)],
        [says.say(sentence) for sentence in student_text(found, names)],
    )


def test_the_facilitator_reads_all_that_decided_and_the_student_no_other_names():
    facts, own = told("en")

    assert facts == [
        "Anne Bakker is 1 step below the best that was possible with these wishes.",
        "'Drama' (first choice) is full at Herfst (Thu 8 Oct), 1 seat: first choice: Bram de Wit.",
        "This member and Bram de Wit had equal claims, so lots decided.",
        "No exchange at any moment helps this member without making someone else worse off.",
        "Lot 2 of 2.",
    ]
    assert own == [
        "You are placed in 'Muziek', Thursday 8 October 2026 (second choice).",
        "'Drama', your first choice, is full at Herfst (Thu 8 Oct); on its 1 seat: 1× first choice.",
        "No exchange at any moment would give you something better without making someone else worse off.",
        "Someone else had an equal claim, so lots decided. Your lot was number 2 of 2.",
    ]


def test_the_same_in_dutch():
    assert told("nl")[1] == [
        "Je bent ingedeeld bij 'Muziek', donderdag 8 oktober 2026 (tweede keuze).",
        "'Drama', je eerste keuze, is vol op Herfst (do 8 okt); op die ene plaats: 1× eerste keuze.",
        "Geen enkele ruil op één moment geeft jou iets beters zonder dat iemand anders erop achteruitgaat.",
        "Iemand anders had evenveel recht; tussen jullie besliste het lot. Jij had nummer 2 van 2.",
    ]


@pytest.mark.parametrize("seed", range(20))
def test_no_exchange_is_claimed_only_where_brute_force_finds_none(seed):
    chance = random.Random(seed)
    problem = problem_of(
        *(
            person(f"s{number}", *chance.sample(("drama", "muziek", "toets"), 3), sessions=ONE_MOMENT)
            for number in range(3)
        )
    )
    placements = {
        f"s{number}": {"herfst": name} for number, name in enumerate(chance.sample(sorted(WORKSHOPS), 3))
    }
    reckoning = Reckoning(problem)

    def levels(places):
        return [reckoning.level(each, places[each.id]) for each in problem.participants]

    now = levels(placements)
    for at, each in enumerate(problem.participants):
        better = [
            workshops
            for workshops in itertools.permutations(WORKSHOPS)
            for then in [levels({f"s{number}": {"herfst": name} for number, name in enumerate(workshops)})]
            if then[at] < now[at] and all(new <= old for new, old in zip(then, now, strict=True))
        ]
        assert (Explainer(problem, placements, ()).reasons(each.id).exchange is not None) == bool(better)


def test_an_optimal_allocation_leaves_no_exchange():
    chance = random.Random(7)
    problem = replace(
        problem_of(
            *(
                person(f"s{number}", *chance.sample(("drama", "muziek", "toets"), 3), sessions=ONE_MOMENT)
                for number in range(12)
            ),
            seats=(3, 4, 5),
        ),
        policy="best-sum",
    )
    outcome = allocate(problem)
    explainer = Explainer(problem, outcome.placements, outcome.draw.order)

    assert broken_placements(problem, outcome.placements) == ()
    assert {explainer.reasons(each.id).exchange for each in problem.participants} == {None}


@pytest.mark.parametrize("policy", ["floor-first", "leximin", "best-sum"])
def test_a_session_without_a_price_is_not_tried_and_nothing_is_missed_by_that(policy):
    skipped = 0
    for seed in range(2):
        problem = nine(24, seed, policy, slack=1.0, late=0.1)
        outcome = allocate(problem)
        tried, allocations = [], cache(allocate)

        def solved(roomier, tried=tried, allocations=allocations):
            tried.append(roomier)
            return allocations(roomier)

        everything = improvements(problem, standings(problem, outcome.placements), solved)
        all_of_them, hopeful = len(tried), worth_a_seat(outcome)
        some = improvements(problem, standings(problem, outcome.placements), solved, hopeful=hopeful)

        assert some == everything
        skipped += 2 * all_of_them - len(tried)
    assert skipped > 2

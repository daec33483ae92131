"""The facilitator's page and the terminal tell how good an allocation is, for whom not, and why."""

import io
import re
from functools import partial
from itertools import product

import pytest
from msgspec.structs import replace
from rich.console import Console

from leernet.explain.allocated import Allocated
from leernet.explain.comparison import POLICIES, comparison, comparison_record, drawn
from leernet.explain.improvements import Improvements, improvements
from leernet.finding import Finding, Level, Place
from leernet.model.allocation import AllocationProblem, Goal, Impossible, Participant, Session
from leernet.model.choices import Answer, Choices, Placing
from leernet.solve.allocation.solver import allocate, allocate_again
from leernet.words import _, words
from leernet.write.allocation_documents import allocation_documents
from leernet.write.allocation_report import Bar, Passage, ReportRow, allocation_report, report_of
from leernet.write.allocation_summary import allocation_summary, comparison_rows, comparison_table
from leernet.write.goal_words import goal_words, policy_words
from leernet.write.programme_names import SeriesNames
from tests.projects import student_year

WORKSHOPS = {
    "drama": {"title": "Drama <b>", "seats": "1", "moments": ["herfst"]},
    "muziek": {"title": "Muziek", "seats": "4", "moments": ["herfst"]},
    "toets": {"title": "Toets", "seats": "3-4", "moments": ["herfst"]},
}
YEAR = student_year(workshops=WORKSHOPS, moments=("herfst",), students=4)
SESSIONS = (
    Session("herfst/drama", "herfst", "drama", 0, 1),
    Session("herfst/muziek", "herfst", "muziek", 0, 4),
    Session("herfst/toets", "herfst", "toets", 3, 4),
)
NAMES = tuple(each.id for each in SESSIONS)
PROBLEM = AllocationProblem(
    "workshops",
    SESSIONS,
    (
        Participant("s1", 1, (("drama",), ("muziek",)), NAMES),
        Participant("s2", 1, (("drama",), ("muziek",)), NAMES, placed=(("herfst", "drama"),)),
        Participant("s3", 1, (("toets",), ("muziek",)), NAMES),
        Participant("s4", 1, (), NAMES, answered=False),
    ),
    seed="x",
)
OUTCOME = allocate(PROBLEM)


def solve(problem):
    return allocate(problem)


def answer(member, *placed):
    return Answer(member, {}, (), (), (), placed, False, None, Place("choices/workshops.csv", 2))


CHOICES = Choices(
    "workshops",
    (answer("s1"), answer("s2", Placing("herfst", "drama", "speelt mee")), answer("s3")),
    silent=("s4",),
)
FINDINGS = (
    Finding(Place("choices/workshops.csv", 9), Level.WARNING, "anonymous-answer", _("Wrong.")),
    Finding(Place("choices/workshops.csv"), Level.REMARK, "several-sheets", _("Odd.")),
)


def names(language="en"):
    return SeriesNames(YEAR, None, YEAR.series["workshops"], words(language))


def report(language="en", outcome=OUTCOME):
    gains = improvements(PROBLEM, Allocated(PROBLEM, outcome).everybody, solve)
    return report_of(names(language), Allocated(PROBLEM, outcome), CHOICES, gains, FINDINGS)


def test_a_seat_that_brings_nothing_is_tried_and_not_told():
    found = improvements(PROBLEM, Allocated(PROBLEM, OUTCOME).everybody, lambda _problem: OUTCOME)

    assert (found.best, found.tried > 0) == ((), True)


def test_the_report_has_goals_with_their_proof():
    found = report()

    assert (found.policy, found.all_proven) == ("floor-first", True)
    assert found.goals[:2] == (
        ReportRow(("Places missing", "0", "0", "proven")),
        ReportRow(("Most steps below their best for anyone", "1", "1", "proven")),
    )


def test_a_goal_that_is_not_proven_says_so():
    unsure = replace(OUTCOME, goals=(Goal("seats missing", 3, 1, proven=False),))

    for timed_out, why in ((True, "as time was up"), (False, "as that takes more work than one run does")):
        assert report(outcome=replace(unsure, timed_out=timed_out)).goals == (
            ReportRow(("Places missing", "3", "1", f"not proven, {why}"), False),
        )
    assert not report(outcome=unsure).all_proven


def test_what_there_was_no_time_for_is_not_said_to_be_impossible():
    unsure = replace(
        OUTCOME,
        timed_out=True,
        goals=(Goal("seats missing", 3, None, proven=False),),
        closures=(replace(OUTCOME.closures[0], goals_if_run=None, known=False),),
    )
    found = report(outcome=unsure)
    summary = printed(allocation_summary(names(), Allocated(PROBLEM, unsure), goals=True))

    assert found.goals == (ReportRow(("Places missing", "3", "?", "not proven, as time was up"), False),)
    assert found.closures[0].sentences[1] == ("There was no time to find out what would happen if it ran.")
    assert [line.split() for line in summary if line.startswith("Places missing")] == [
        ["Places", "missing", "3", "?", "no"]
    ]


def test_charts_show_ranks_and_how_full_each_session_is():
    found = report()

    assert found.ranks.bars == (
        Bar("First choice", "1 (25%)", 50),
        Bar("Second choice", "2 (50%)", 100),
        Bar("Not chosen", "1 (25%)", 50, tone="low"),
    )
    assert [(chart.title, chart.bars) for chart in found.fill] == [
        (
            "Herfst (Thu 8 Oct)",
            (
                Bar("Drama <b>", "1 / 1", 25, 25),
                Bar("Muziek", "3 / 4", 75, 100),
                Bar("Toets", "does not run, minimum 3", 0, 100, 75),
            ),
        )
    ]


def test_the_worst_off_are_named_with_their_reasons():
    assert report().worst == (
        Passage(
            "Anne Bakker",
            (
                "Muziek (second choice)",
                "Anne Bakker is 1 step below the best that was possible with these wishes.",
                "'Drama <b>' (first choice) is full at Herfst (Thu 8 Oct), 1 seat: placed by hand: Bram de"
                " Wit.",
                "No exchange at any moment helps this member without making someone else worse off.",
                "Lot 2 of 4.",
            ),
        ),
        Passage(
            "Chloë Smit",
            (
                "Muziek (second choice)",
                "Chloë Smit is 1 step below the best that was possible with these wishes.",
                "'Toets' (first choice) does not run at Herfst (Thu 8 Oct): it needs 3 people and 1"
                " chose it.",
                "No exchange at any moment helps this member without making someone else worse off.",
                "Lot 3 of 4.",
            ),
        ),
    )


def test_who_did_not_answer_and_who_was_placed_by_hand_are_listed():
    found = report()

    assert found.silent == (ReportRow(("Daan Vos", "", "Muziek")),)
    assert found.by_hand == (ReportRow(("Bram de Wit", "'Drama <b>' at Herfst (Thu 8 Oct)", "speelt mee")),)


def test_closures_say_who_loses_what_and_what_running_would_cost():
    assert report().closures == (
        Passage(
            "'Toets' at Herfst (Thu 8 Oct)",
            (
                "It needs 3 people; 1 person would have liked to be there: Chloë Smit (first choice).",
                "If it ran: Most steps below their best for anyone: 2 instead of 1"
                " and People 2 steps below their best: 1 instead of 0.",
            ),
        ),
    )


def test_the_seats_that_would_help_are_named():
    assert report().improvements == (
        "One more seat in 'Drama <b>' at Herfst (Thu 8 Oct): 1 more person gets their first choice and"
        " 1 person is better off.",
    )


def test_it_is_said_how_many_sessions_were_tried():
    assert report().tried == ("One more seat was tried in the only workshop that is full.",)


@pytest.mark.parametrize(
    ("gains", "said"),
    [
        (Improvements(), ()),
        (Improvements((), 4, 4), ("One more seat was tried in each of the 4 that are full.",)),
        (
            Improvements((), 2, 30),
            ("One more seat was tried in 2 of the 30 that are full: the most popular ones.",),
        ),
    ],
)
def test_what_was_not_tried_is_not_kept_quiet(gains, said):
    assert report_of(names("en"), Allocated(PROBLEM, OUTCOME), CHOICES, gains, FINDINGS).tried == said


def test_remarks_about_rows_are_counted_and_those_about_the_file_are_not():
    assert (report().unused_rows, report().unused_count) == (("choices/workshops.csv:9: Wrong.",), 1)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_escapes_what_people_wrote_and_asks_nothing_of_a_network(language):
    page = allocation_report(
        names(language), Allocated(PROBLEM, OUTCOME), CHOICES, Improvements(), FINDINGS
    ).decode()

    assert "<b>" not in page
    assert "Drama &lt;b&gt;" in page
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"", page) == []
    assert "<script" not in page


def test_all_documents_are_made_and_made_alike_twice():
    made = [
        allocation_documents(names("nl"), Allocated(PROBLEM, allocate(PROBLEM)), CHOICES, Improvements(), ())
        for _time in range(2)
    ]

    assert made[0] == made[1]
    assert sorted(made[0]) == [
        "allocation/workshops.proof.json",
        "allocation/workshops.yaml",
        *(
            f"out/lists/workshops-by-{what}.{suffix}"
            for what in ("school", "session", "student")
            for suffix in ("csv", "md", "xlsx")
        ),
        "out/lists/workshops-signing.xlsx",
        "out/report-workshops.html",
    ]


def test_no_list_shows_a_rank_or_who_was_turned_down():
    lists = {
        path: content
        for path, content in allocation_documents(
            names(), Allocated(PROBLEM, OUTCOME), CHOICES, Improvements(), ()
        ).items()
        if path.startswith("out/lists/") and path.endswith((".csv", ".md"))
    }

    assert [
        path for path, content in lists.items() if re.search(r"choice|chosen|step", content.decode())
    ] == []


def printed(drawing, width=110):
    console = Console(file=io.StringIO(), width=width)
    console.print(drawing)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_the_terminal_shows_figures_goals_and_the_worst_off():
    shown = [
        " ".join(line.split())
        for line in printed(allocation_summary(names(), Allocated(PROBLEM, OUTCOME), goals=True))
    ]

    assert shown[:13] == [
        "workshops",
        "All 4 people have all their places; 1 has their first choice among them;"
        " nobody is more than 1 step below",
        "their best, and no other division is better.",
        "Places given 4 / 4",
        "First choices 1",
        "Within the first three 3",
        "Places not chosen 1",
        "People furthest below their best 2",
        "'Toets' does not run at Herfst (Thu 8 Oct); 1 person would have liked to be there.",
        "1 person did not answer and was placed last.",
        "",
        "Goal Reached Possible at best Proven",
        "Places missing 0 0 yes",
    ]
    assert printed(allocation_summary(names(), Allocated(PROBLEM, OUTCOME)))[9:] == [shown[9]]


ONE, TWO, THREE = (
    Participant(f"s{at}", 1, (("drama",), ("muziek",)), ("herfst/drama", "herfst/muziek"), choose=1)
    for at in (1, 2, 3)
)
SILENT = Participant("s4", 1, (), NAMES, answered=False, choose=1)
AWAY = Participant("s5", 0, (), (), answered=False, choose=1, not_there=(("herfst", "away"),))
NO_SESSIONS = tuple(replace(each, runs="no") for each in SESSIONS)


@pytest.mark.parametrize(
    ("people", "sessions", "en", "nl", "answered"),
    [
        (
            (AWAY,),
            SESSIONS,
            "There was nobody to place.",
            "Er was niemand om in te delen.",
            "There was nobody to place.",
        ),
        (
            (ONE, TWO),
            NO_SESSIONS,
            "Nobody could be given a place, and no other division is better.",
            "Niemand kon een plaats krijgen, en beter kon niet.",
            "Everyone answered.",
        ),
        (
            (SILENT,),
            SESSIONS,
            "1 person has all their places; nobody chose anything, and no other division is better.",
            "1 persoon heeft alle plaatsen; niemand heeft iets gekozen, en beter kon niet.",
            None,
        ),
        (
            (ONE, AWAY),
            SESSIONS[1:],
            "1 of 2 people has all their places, and no more could be given; nobody has their first choice",
            "1 van de 2 mensen heeft alle plaatsen, en meer waren er niet te geven; niemand heeft daarbij",
            "Everyone who could be placed answered.",
        ),
        (
            (ONE, TWO, THREE),
            SESSIONS,
            "All 3 people have all their places; 1 has their first choice among them; nobody is more than 1",
            "Alle 3 mensen hebben hun plaatsen; 1 heeft daarbij de eerste keuze; niemand hoefde meer dan 1",
            "Everyone answered.",
        ),
    ],
)
def test_one_sentence_says_how_it_went_and_is_true_of_odd_series_too(people, sessions, en, nl, answered):
    problem = AllocationProblem("workshops", sessions, people, seed="x", moments=("herfst",))
    allocated = Allocated(problem, allocate(problem))
    shown = {
        language: " ".join(" ".join(printed(allocation_summary(names(language), allocated), 400)).split())
        for language in ("en", "nl")
    }
    page = report_of(names(), allocated, Choices("workshops"), Improvements(), ())

    assert en in shown["en"]
    assert nl in shown["nl"]
    assert page.silent if answered is None else (page.silent, page.nobody_silent) == ((), answered)
    assert page.summary[0].startswith(en)


def test_who_asked_for_a_tour_and_gets_none_is_counted():
    sessions = (replace(SESSIONS[1], tour_seats=1),)
    people = tuple(replace(each, tour=True, sessions=("herfst/muziek",)) for each in (ONE, TWO, THREE))
    problem = AllocationProblem("workshops", sessions, people, seed="x", moments=("herfst",))
    shown = printed(allocation_summary(names(), Allocated(problem, allocate(problem))), 400)

    assert [line.rstrip() for line in shown][-1] == "2 of 3 people who asked for a tour get none."


def test_who_leads_at_the_only_moment_is_neither_silent_nor_short():
    leader = Participant("s5", 0, (), (), answered=False, choose=1, not_there=(("herfst", "leads"),))
    away = replace(leader, id="s6", not_there=(("herfst", "away"),))
    shown = {}
    for extra in ((leader,), (away,)):
        people = tuple(replace(each, choose=1) for each in PROBLEM.participants)
        problem = replace(PROBLEM, participants=(*people, *extra), moments=("herfst",))
        assert problem.silent == ("s4",)
        shown[extra[0].id] = " ".join(
            printed(allocation_summary(names(), Allocated(problem, allocate(problem))), 400)
        )

    assert "All 4 people have all their places; 1 has" in shown["s5"]
    assert "4 of 5 people have all their places, and no more could be given; 1 has" in shown["s6"]


@pytest.mark.parametrize("moments", [1, 2, 3])
def test_places_due_are_those_of_the_moments_one_does_not_lead_at(moments):
    every = tuple(f"m{number}" for number in range(moments))
    problem = replace(PROBLEM, moments=every)
    for choose, whys in product(range(1, moments + 1), product(("leads", "away", None), repeat=moments)):
        missed = tuple((moment, why) for moment, why in zip(every, whys, strict=True) if why)
        there = moments - len(missed)
        someone = Participant("s9", min(choose, there), (), (), choose=choose, not_there=missed)
        back = moments - whys.count("leads")
        assert problem.due(someone) == min(choose, back)


def draw_all(draws):
    return map(partial(drawn, allocate_again), draws)


def test_policies_stand_side_by_side():
    small = replace(PROBLEM, participants=PROBLEM.participants[:2], sessions=SESSIONS[:2])

    told = []

    compared = comparison(small, draw_all, 3, lambda done, of: told.append((done, of)))

    assert comparison_record(compared)["lottery"] == {
        "people": 2,
        "wanted": 2,
        "missing": 0,
        "not_chosen": 0,
        "ranks": {1: 1, 2: 1},
        "with_first": 1,
        "worst_level": 1,
        "at_worst": 1,
        "level_sum": 1,
        "inequality": 71,
        "closed": 0,
        "short": 0,
        "with_first_over_draws": (1, 1),
        "worst_level_over_draws": (1, 1),
        "draws": 3,
    }
    assert told == [(done, 18) for done in range(0, 19, 3)]
    assert {each.draws for each in compared} == {3}
    assert [each.policy for each in compared] == list(POLICIES)
    assert {each.figures.missing for each in compared} == {0}
    assert printed(comparison_table(words("en"), compared))[0].split() == ["Figure", *POLICIES]


def test_what_lots_make_of_places_that_are_equally_good_for_all_together_is_told_too():
    sessions = tuple(Session(f"m/{name}", "m", name, 0, 1) for name in "abcde")
    may = tuple(each.id for each in sessions)
    people = tuple(
        Participant(f"s{number}", 1, tuple((name,) for name in order), may)
        for number, order in enumerate(("bcd", "bcaed", "bdc", "dabce", "bdac"), 1)
    )
    problem = AllocationProblem("s", sessions, people, seed="x")

    compared = comparison(problem, draw_all, 6, lambda _done, _of: None)

    floor_first = next(each for each in compared if each.policy == "floor-first")
    assert (floor_first.firsts, floor_first.worst) == ((1, 2), (3, 3))
    rows = comparison_rows(words("en"), compared)
    assert rows["People with their first choice, over 6 draws"] == ("1–2", "1", "2", "1–2", "1–2", "1–2")


def test_a_comparison_of_what_cannot_be_is_impossible():
    clash = replace(PROBLEM.participants[0], placed=(("herfst", "drama"),))
    both = replace(PROBLEM, participants=(clash, PROBLEM.participants[1]))

    assert isinstance(comparison(both, draw_all, 1, lambda _done, _of: None), Impossible)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("worst level", "Most steps below their best for anyone"),
        ("members at level 3", "People 3 steps below their best"),
        ("places at wish 2", "Places in a workshop of choice number 2"),
        ("seats missing (late)", "Places missing, among those late or without an answer"),
        ("something new", "something new"),
    ],
)
def test_goals_have_words(name, said):
    assert str(goal_words(name)) == said


def test_policies_have_words():
    assert len({str(policy_words(policy)) for policy in POLICIES}) == len(POLICIES)

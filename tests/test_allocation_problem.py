"""A year and its choices become an allocation problem: who may attend what, and what each asked for."""

from datetime import date, datetime, time

import pytest

from leernet.finding import Place, Places
from leernet.model.allocation import (
    AllocationRecord,
    DrawRecord,
    EarlierAllocation,
    Participant,
    PinClash,
    Session,
    SessionRecord,
)
from leernet.model.choices import Answer, Choices, Placing
from leernet.model.known import known_plan
from leernet.model.plan import Plan, PlannedMeeting, PlannedSession
from leernet.model.values import SchoolYear, Span
from leernet.model.year import Moment
from leernet.solve.allocation.choice_rules import choice_findings, undecided_workshops
from leernet.solve.allocation.clash_findings import clash_findings
from leernet.solve.allocation.past import past
from leernet.solve.allocation.problem import allocation_problem
from tests.projects import student_year

WORKSHOPS = {
    "drama": {"title": "Drama", "seats": "2-4", "moments": ["herfst", "lente"]},
    "muziek": {"title": "Muziek", "seats": "4", "moments": ["lente"], "runs": "yes"},
    "toets": {"title": "Toets", "seats": "3-4", "moments": ["herfst"]},
}


def year_with(students=2, workshops=WORKSHOPS, **others):
    return student_year(workshops=workshops, students=students, **others)


def answer(member, line=2, **asked):
    empty = {
        "ranks": {},
        "never": (),
        "evidence": (),
        "absent": (),
        "placed": (),
        "tour": False,
        "answered_at": None,
    }
    return Answer(member, **{**empty, **asked}, place=Place("choices/workshops.csv", line))


def with_moment(year, about):
    """The year with a series of one moment, herfst."""
    moments = {"herfst": Moment.model_validate(about)}
    series = year.series["workshops"].model_copy(update={"moments": moments})
    return year.model_copy(update={"series": {"workshops": series}})


def problem_of(year, answers=(), plan=None, **asked):
    return allocation_problem(
        year, plan, year.series["workshops"], Choices("workshops", answers), **{"seed": "x", **asked}
    )


def people(problem):
    return {person.id: person for person in problem.participants}


ALL = ("herfst/drama", "herfst/toets", "lente/drama", "lente/muziek")


def test_a_problem_has_a_session_for_each_workshop_at_each_of_its_moments():
    problem = problem_of(year_with(), (answer("s1", ranks={"drama": 0, "toets": 1, "muziek": 1}),))

    assert problem.sessions == (
        Session("herfst/drama", "herfst", "drama", 2, 4),
        Session("herfst/toets", "herfst", "toets", 3, 4),
        Session("lente/drama", "lente", "drama", 2, 4),
        Session("lente/muziek", "lente", "muziek", 0, 4, "yes"),
    )
    assert problem.participants == (
        Participant("s1", 2, (("drama",), ("muziek", "toets")), ALL, choose=2),
        Participant("s2", 2, (), ALL, answered=False, choose=2),
    )
    assert (problem.policy, problem.seed, problem.keep) == ("floor-first", "x", None)


def test_who_is_absent_at_a_moment_asks_for_one_place_less():
    found = people(problem_of(year_with(), (answer("s1", ranks={"drama": 0}, absent=("herfst",)),)))

    assert (found["s1"].need, found["s1"].sessions) == (1, ("lente/drama", "lente/muziek"))
    assert found["s1"].not_there == (("herfst", "absent"),)


def test_who_is_away_or_not_yet_a_member_on_the_day_is_not_there():
    year = year_with(students=3, about={"s1": {"away": ["2026-10-08"]}, "s2": {"from": "2026-10-09"}})

    found = people(problem_of(year))

    assert [found[member].need for member in ("s1", "s2", "s3")] == [1, 1, 2]
    assert found["s1"].sessions == ("lente/drama", "lente/muziek")
    assert [found[member].not_there for member in ("s1", "s2", "s3")] == [(("herfst", "away"),)] * 2 + [()]


@pytest.mark.parametrize(
    ("moment", "away", "not_there"),
    [
        ({"dates": ["2026-10-06", "2026-10-08"]}, ["2026-10-06"], ()),
        ({"dates": ["2026-10-06", "2026-10-08"]}, ["2026-10-06", "2026-10-08"], (("herfst", "away"),)),
        ({"window": "2026-10-05..2026-10-09"}, ["2026-10-06"], ()),
        ({"window": "2026-10-05..2026-10-09"}, ["2026-10-08"], (("herfst", "away"),)),
    ],
)
def test_a_session_that_was_given_no_date_may_be_on_any_that_its_moment_has(moment, away, not_there):
    workshops = {
        "drama": {"title": "Drama", "moments": ["herfst"], "runs": "no"},
        "muziek": {"title": "Muziek", "moments": ["herfst"]},
    }
    year = with_moment(year_with(students=1, workshops=workshops, about={"s1": {"away": away}}), moment)
    session = PlannedSession(date="2026-10-08", start="09:00", end="12:00")
    plan = Plan(school_year="2026-2027", sessions={"workshops/herfst/muziek": session})

    assert people(problem_of(year, plan=plan))["s1"].not_there == not_there


def recorded(placements):
    """A record of these places, in which only the first session is."""
    return AllocationRecord(
        series="workshops",
        policy="floor-first",
        draw=DrawRecord(seed="x", members_sha256="", order=()),
        inputs_sha256="",
        sessions={"herfst/drama": SessionRecord(runs=True, seats=2)},
        placements=placements,
        goals=(),
    )


def test_a_workshop_that_is_not_in_the_files_any_more_was_on_the_day_the_plan_says():
    workshops = {"muziek": {"title": "Muziek", "moments": ["herfst"]}}
    year = with_moment(
        year_with(workshops=workshops, about={"s1": {"away": ["2026-10-06"]}}),
        {"dates": ["2026-10-06", "2026-10-08"]},
    )
    plan = Plan(
        school_year="2026-2027",
        sessions={
            f"workshops/herfst/{id}": PlannedSession(date=day, start="09:00", end="12:00")
            for id, day in (("drama", "2026-10-06"), ("muziek", "2026-10-08"))
        },
    )
    record = recorded({"s1": {}, "s2": {"herfst": "drama"}})
    been = past(year, plan, year.series["workshops"], record, date(2026, 10, 6))

    found = people(problem_of(year, plan=known_plan(year, plan), been=been))

    assert (found["s1"].once, found["s2"].had) == ((), (("herfst", "drama"),))


def test_of_the_places_of_before_those_one_misses_go_unless_they_have_been():
    year = year_with(about={"s1": {"away": ["2026-10-08", "2026-10-09"]}})
    record = recorded({id: {"herfst": "drama", "lente": "muziek"} for id in ("s1", "s2")})
    been = past(year, Plan(school_year="2026-2027"), year.series["workshops"], record, date(2026, 10, 8))

    found = people(problem_of(year, previous=record, been=been))

    assert (found["s1"].previous, found["s1"].set_aside) == ((("herfst", "drama"),), (("lente", "muziek"),))
    assert (found["s2"].previous, found["s2"].set_aside) == ((("herfst", "drama"), ("lente", "muziek")), ())


def test_a_presenter_attends_nothing_at_a_moment_at_which_they_present():
    workshops = {**WORKSHOPS, "toets": {**WORKSHOPS["toets"], "presenter": ["s1"]}}

    found = people(problem_of(year_with(workshops=workshops)))

    assert (found["s1"].need, found["s1"].sessions) == (1, ("lente/drama", "lente/muziek"))
    assert found["s1"].not_there == (("herfst", "leads"),)


def test_a_workshop_that_is_open_to_some_is_not_for_others():
    workshops = {**WORKSHOPS, "drama": {**WORKSHOPS["drama"], "open_to": {"members": ["s2"]}}}

    found = people(problem_of(year_with(workshops=workshops)))

    assert found["s1"].sessions == ("herfst/toets", "lente/muziek")
    assert found["s2"].sessions == ALL


def test_fewer_workshops_than_moments_can_be_asked_for():
    assert [person.need for person in problem_of(year_with(choose="1")).participants] == [1, 1]


def test_an_answer_after_the_closing_day_is_late():
    year = year_with(closes="2026-09-25")
    times = ("2026-09-25 23:59", "2026-09-26 00:00")

    problem = problem_of(
        year,
        tuple(
            answer(f"s{number}", ranks={"drama": 0}, answered_at=datetime.fromisoformat(time))
            for number, time in enumerate(times, 1)
        ),
    )

    assert [person.late for person in problem.participants] == [False, True]


def test_the_plan_says_where_a_workshop_without_moments_stands():
    workshops = {"drama": "Drama", "muziek": "Muziek"}
    session = PlannedSession(date="2026-10-09", start="09:00", end="12:00")
    plan = Plan(school_year="2026-2027", sessions={"workshops/lente/drama": session})
    year = year_with(workshops=workshops)

    problem = problem_of(year, plan=plan)

    assert [each.id for each in problem.sessions] == ["lente/drama"]
    assert [str(each) for each in undecided_workshops(year, plan, year.series["workshops"], Places())] == [
        "leernet.yaml: error: 'Muziek' has no moment yet. [workshop-without-moment]\n"
        "    Run `leernet plan` first, or give the workshop its moments."
    ]


def test_an_earlier_result_binds_only_when_it_is_to_be_kept():
    previous = AllocationRecord(
        series="workshops",
        policy="floor-first",
        draw=DrawRecord(members_sha256=""),
        placements={"s1": {"lente": "muziek", "herfst": "toets"}},
    )

    kept = problem_of(year_with(), previous=previous, keep="improve")

    assert (kept.keep, kept.participants[0].previous) == (
        "improve",
        (("herfst", "toets"), ("lente", "muziek")),
    )
    assert problem_of(year_with(), keep="improve").keep is None


@pytest.mark.parametrize(
    ("series", "school_year", "credit"),
    [
        ("other", None, [2, 2]),
        ("workshops", SchoolYear(2025), [2, 2]),
        # What this series came to itself is no earlier bad luck.
        ("workshops", None, [0, 0]),
    ],
)
def test_who_drew_the_short_straw_before_has_credit_where_the_series_looks_back(series, school_year, credit):
    record = AllocationRecord(
        series=series,
        policy="floor-first",
        draw=DrawRecord(members_sha256=""),
        floor=("s1", "s2"),
        missing={"s2": {"lente": "no seat"}},
    )
    before = EarlierAllocation(record, school_year)

    problems = [
        problem_of(year_with(credit=asked), earlier=(before, before)) for asked in ("none", "history")
    ]

    found = [[person.credit for person in problem.participants] for problem in problems]

    assert found == [[0, 0], credit]


def test_too_few_seats_minima_and_wishes_in_vain_are_told_beforehand():
    workshops = {
        "drama": {"title": "Drama", "seats": "1", "moments": ["herfst"]},
        "muziek": {"title": "Muziek", "seats": "3-9", "moments": ["lente"]},
        "spel": {"title": "Spel", "seats": "2-9", "moments": ["lente"]},
        # What runs with any number lacks nobody.
        "zang": {"title": "Zang", "seats": "3-9", "moments": ["lente"], "runs": "yes"},
        "toets": {"title": "Toets", "seats": "3-9", "moments": ["lente"], "open_to": {"members": ["s3"]}},
    }
    year = year_with(students=3, workshops=workshops)
    choices = Choices(
        "workshops", (answer("s1", ranks={"drama": 0, "toets": 1}), answer("s2", absent=("lente",)))
    )

    problem = allocation_problem(year, None, year.series["workshops"], choices, seed="x")
    found = choice_findings(year, None, year.series["workshops"], choices, problem, Places())

    assert [(each.rule, str(each.level), str(each.sentence)) for each in found] == [
        (
            "too-few-seats-at-moment",
            "warning",
            "At herfst there is room for 1, but 3 places are needed, for Anne Bakker,"
            " Bram de Wit and Chloë Smit: 2 short.",
        ),
        ("minimum-out-of-reach", "warning", "'Muziek' needs 3 people at lente and only 2 may come."),
        ("minimum-above-wishes", "remark", "'Spel' needs 2 people at lente and 0 chose it."),
        ("wish-in-vain", "remark", "s1 chose 'toets', but cannot or may not attend it."),
    ]


def test_placements_by_hand_that_clash_are_named_with_both_numbers_at_their_row():
    year = year_with(students=3)
    choices = Choices(
        "workshops", (answer("s1", 5, placed=(Placing("herfst", "drama"),)), answer("s2", 6), answer("s3", 7))
    )

    found = clash_findings(
        (PinClash(("s1", "s2", "s3"), "herfst/drama", "full", 2, 1),),
        year,
        None,
        year.series["workshops"],
        choices,
        Places(),
    )

    assert [str(each) for each in found] == [
        "choices/workshops.csv:5: error: 'Drama' at herfst has room for 2, but 3 people"
        " are placed there by hand: s1, s2 (choices/workshops.csv:6) and s3"
        " (choices/workshops.csv:7). [placed-full]\n"
        "    Give 'Drama' one more seat (leernet.yaml), or remove one of these placements."
    ]


def test_a_moment_that_is_part_of_a_meeting_is_not_for_who_cannot_come_to_it():
    year = year_with(students=2)
    moments = {
        **year.series["workshops"].moments,
        "herfst": Moment(meeting="coaches/herfst", time=Span(time(9), time(12))),
    }
    series = year.series["workshops"].model_copy(update={"moments": moments})
    year = year.model_copy(update={"series": {"workshops": series}})
    meeting = PlannedMeeting(day=date(2026, 10, 8), start=time(9), end=time(12), absent=("s1",))
    plan = Plan(school_year=SchoolYear(2026), meetings={"coaches/herfst": meeting})

    found = people(problem_of(year, plan=plan))

    assert [(found[id].need, found[id].not_there) for id in ("s1", "s2")] == [
        (1, (("herfst", "meeting"),)),
        (2, ()),
    ]

"""A record comes back from its file as it was written; an edited one is read like any file of the user."""

from datetime import date, time

import yaml

from leernet.model.plan import Change, Goal, Plan, PlannedMeeting, PlannedSession, Visit
from leernet.model.values import SchoolYear
from leernet.model.weekdays import Half, HalfDay
from leernet.read.records import history_findings, read_history, read_plan, read_record
from leernet.write.records import record_text

PLAN = Plan(
    school_year=SchoolYear(2026),
    revision=3,
    meetings={
        "schoolopleiders/lente": PlannedMeeting(
            day=date(2027, 3, 9), start=time(9), end=time(16), location="Kerkstraat 4, Ede"
        ),
        "schoolopleiders/herfst": PlannedMeeting(
            day=date(2026, 11, 12),
            start=time(9),
            end=time(16),
            host="de-regenboog",
            absent=("d.smit",),
            groups={"1": ("a.bakker", "e.vos"), "2": ("c.jansen", "d.smit")},
            roles={"1": {"case_owner": "a.bakker", "chair": "e.vos"}},
        ),
    },
    sessions={
        "studentworkshops/herfst/bewegen": PlannedSession(
            day=date(2026, 10, 15), start=time(9), end=time(12), school="de-regenboog"
        )
    },
    pairs={"collegiale-coaching/1": (("a.bakker", "e.vos"), ("c.jansen", "d.smit", "no"))},
    visits=(
        Visit(
            network="collegiale-coaching",
            round=1,
            visitor="a.bak",
            visited="e.vos",
            week="2026-W47",
            days=(HalfDay(0, Half.MORNING), HalfDay(0, Half.AFTERNOON)),
        ),
    ),
    changes=(
        Change(
            what="moved",
            meeting="schoolopleiders/lente",
            was={"date": "2027-03-02"},
            now={"date": "2027-03-09"},
            reason="De Regenboog: studiedag",
        ),
    ),
    goals=(Goal(name="wanted members absent", value=14, bound=14, proven=True),),
)

TEXT = """schema: 1  # complete if it ends with the line "# end"
school_year: 2026-2027
revision: 3
meetings:
  schoolopleiders/herfst:
    date: 2026-11-12
    start: "09:00"
    end: "16:00"
    host: de-regenboog
    absent: [d.smit]
    groups: {1: [a.bakker, e.vos], 2: [c.jansen, d.smit]}
    roles: {1: {case_owner: a.bakker, chair: e.vos}}
  schoolopleiders/lente:
    date: 2027-03-09
    start: "09:00"
    end: "16:00"
    location: "Kerkstraat 4, Ede"
sessions:
  studentworkshops/herfst/bewegen: {date: 2026-10-15, start: "09:00", end: "12:00", school: de-regenboog}
pairs:
  collegiale-coaching/1: [[a.bakker, e.vos], [c.jansen, d.smit, "no"]]
visits:
  - {network: collegiale-coaching, round: 1, visitor: a.bak, visited: e.vos, week: 2026-W47, days: [ma]}
changes:
  - {what: moved, meeting: schoolopleiders/lente, from: {date: 2027-03-02}, to: {date: 2027-03-09},
      reason: "De Regenboog: studiedag"}
goals:
  - {name: wanted members absent, value: 14, bound: 14, proven: true}
# end
"""


def test_a_record_is_written_so_that_people_can_read_and_compare_it():
    assert record_text(PLAN).decode() == TEXT


def test_a_record_comes_back_as_it_was():
    plan, _, findings = read_plan({"plan.yaml": TEXT.encode()})

    assert (plan, findings) == (PLAN, ())


def test_other_readers_of_yaml_find_the_same_in_it():
    written = yaml.safe_load(TEXT)

    assert written["meetings"]["schoolopleiders/herfst"]["date"] == date(2026, 11, 12)
    assert written["meetings"]["schoolopleiders/herfst"]["start"] == "09:00"
    assert written["pairs"]["collegiale-coaching/1"][1][2] == "no"


def test_entries_are_sorted_with_2_before_10_whatever_their_order_was():
    goal = {"start": time(9), "end": time(10), "date": date(2026, 11, 12)}
    plans = [
        Plan(school_year=SchoolYear(2026), sessions={name: PlannedSession(**goal) for name in names})
        for names in (("a/10/b", "a/2/b"), ("a/2/b", "a/10/b"))
    ]

    assert record_text(plans[0]) == record_text(plans[1])
    assert record_text(plans[0]).decode().splitlines()[3:-1] == [
        "sessions:",
        '  a/2/b: {date: 2026-11-12, start: "09:00", end: "10:00"}',
        '  a/10/b: {date: 2026-11-12, start: "09:00", end: "10:00"}',
    ]


def test_a_long_list_goes_on_in_the_next_line():
    absent = tuple(f"s{number:03}" for number in range(40))
    meeting = PlannedMeeting(day=date(2026, 11, 12), start=time(9), end=time(10), absent=absent)
    plan = Plan(school_year=SchoolYear(2026), meetings={"a/b": meeting})
    lines = record_text(plan).decode().splitlines()

    assert [line.split(",")[0] for line in lines[-4:-1]] == [
        "    absent: [s000",
        "      s018",
        "      s037",
    ]
    assert read_record(Plan, "plan.yaml", record_text(plan))[0] == plan


def test_an_edited_record_gets_findings_and_is_not_half_read():
    edited = TEXT.replace("host: de-regenboog", "gastheer: de-regenboog").replace("2026-11-12", "2026-11-31")
    plan, _, findings = read_plan({"plan.yaml": edited.encode()})

    assert plan is None
    assert [str(found) for found in findings] == [
        "plan.yaml:6:11: error: '2026-11-31' does not exist in the calendar. [no-such-day]\n"
        "    Months have 28 to 31 days; check the last number.",
        "plan.yaml:9:5: error: 'gastheer' is not a key of 'schoolopleiders/herfst'. [unknown-key]\n"
        "    The keys here are: date, start, end, host, location, facilitator, absent, groups, roles.",
    ]


def test_a_record_of_a_newer_leernet_is_not_guessed_at():
    _, _, findings = read_plan({"plan.yaml": b"schema: 2\nschool_year: 2026-2027\n"})

    assert [str(found) for found in findings] == [
        "plan.yaml:1:9: error: This record has schema 2, and this leernet reads 1. [newer-record]\n"
        "    It was written by a newer leernet: install that one."
    ]


def test_no_plan_yet_is_no_mistake():
    assert read_plan({"leernet.yaml": b""})[::2] == (None, ())


def test_history_is_the_plans_of_earlier_years():
    earlier = Plan(school_year=SchoolYear(2025))
    for path in ("history/2025-2026.yaml", "history/2025-2026/plan.yaml"):
        files = {path: record_text(earlier), "history/notes.md": b"x", "plan.yaml": b"x"}

        assert read_history(files) == {SchoolYear(2025): earlier}
        assert history_findings(files) == ()


def test_a_plan_under_the_name_of_another_year_is_left_out_and_said():
    files = {"history/2024-2025.yaml": record_text(Plan(school_year=SchoolYear(2025)))}

    assert read_history(files) == {}
    assert [str(found) for found in history_findings(files)] == [
        "history/2024-2025.yaml:2:14: error: 'history/2024-2025.yaml' holds the plan of 2025-2026."
        " [misnamed-history]\n"
        "    Rename it to history/2025-2026.yaml, or replace it with the plan its name promises."
    ]

"""What has been stays as it was: for the solver, in the record and its proof, on every day of a year."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
import yaml
from msgspec.structs import replace
from typer.testing import CliRunner

from leernet.cli import app
from tests.allocation_cases import POLICIES, tiny, with_past
from tests.test_allocation_exact import ASKED_FOR, KEEPS, differs_from_enumeration

EXAMPLE = Path(__file__).parent.parent / "examples" / "studentworkshops"


@pytest.mark.parametrize("numbers", [range(8), pytest.param(range(8, 80), marks=pytest.mark.slow)])
@pytest.mark.parametrize("policy", POLICIES)
def test_what_has_been_is_data_as_plain_enumeration_says(policy, numbers):
    problems = [(number, with_past(tiny(number, policy), number)) for number in numbers]

    assert [number for number, problem in problems if differs_from_enumeration(problem)] == []
    assert [number for number, problem in problems if differs_from_enumeration(problem, ASKED_FOR)] == []


@pytest.mark.parametrize("keep", KEEPS)
def test_what_has_been_is_kept_with_whatever_else_is(keep):
    problems = [(number, with_past(tiny(number, keep=keep), number)) for number in range(15)]

    assert [number for number, problem in problems if differs_from_enumeration(problem)] == []


def with_first_dates_past(problem, number):
    """The problem after the first dates of a moment on several: some were there, others can still come."""
    draw = Random(f"dates {number}")
    of_moment = [each.id for each in problem.sessions if each.moment == "m1"]
    been = frozenset(draw.sample(of_moment, min(len(of_moment), draw.randint(1, max(1, len(of_moment) - 1)))))
    people = tuple(_after_first_dates(draw, person, been) for person in problem.participants)
    there = Counter("/".join(place) for person in people for place in person.had)
    sessions = tuple(
        replace(each, seats_min=0, seats_max=max(each.seats_max, there[each.id]), runs="yes", been=True)
        if each.id in been
        else each
        for each in problem.sessions
    )
    return replace(problem, sessions=sessions, participants=people, past=date(2026, 10, 8))


def _after_first_dates(draw, person, been):
    placed = tuple(place for place in person.placed if "/".join(place) not in been)
    taken = {workshop for _moment, workshop in placed}
    open_to = [name for name in person.sessions if name in been]
    fresh = [name for name in open_to if name.partition("/")[2] not in taken]
    could = person.need and fresh and all(moment != "m1" for moment, _workshop in placed)
    had = (tuple(draw.choice(fresh).split("/")),) if could and draw.random() < 0.5 else ()
    came_later = not had and draw.random() < 0.3
    coming = tuple(name for name in person.sessions if name not in been)
    before = tuple(place for place in person.previous if place[0] != "m1")
    return replace(
        person,
        need=max(person.need, len(placed) + len(had)),
        sessions=(*coming, *map("/".join, had)),
        placed=placed,
        never=tuple(each for each in person.never if (("m1", each),) != had),
        previous=(*had, *before) if person.previous else (),
        had=had,
        once=() if came_later else tuple(name for name in open_to if tuple(name.split("/")) not in had),
    )


@pytest.mark.parametrize("numbers", [range(6), pytest.param(range(6, 30), marks=pytest.mark.slow)])
@pytest.mark.parametrize("policy", POLICIES)
def test_a_moment_of_which_some_dates_have_been_is_as_plain_enumeration_says(policy, numbers):
    keeps = {number: None if number % 3 else "improve" for number in numbers}
    problems = [
        (number, with_first_dates_past(tiny(number, policy, keep), number)) for number, keep in keeps.items()
    ]

    assert [number for number, problem in problems if differs_from_enumeration(problem)] == []
    assert [number for number, problem in problems if differs_from_enumeration(problem, ASKED_FOR)] == []


PROJECT = """year: {school_year: 2026-2027, holiday_region: zuid}
members:
  a.bos: {name: Aya Bos, roles: [student]}
  b.vos: {name: Bo Vos, roles: [student]}
series:
  ws:
    for: {roles: [student]}
    choose: 2
    moments:
      herfst: {date: 2026-10-08, time: 9.00-12.00}
      lente: {date: 2027-04-01, time: 9.00-12.00}
workshops:
  rekenen: {series: ws, title: Rekenen, seats: 4, moments: [herfst, lente]}
  drama: {series: ws, title: Drama, seats: 4, moments: [herfst, lente]}
  dans: {series: ws, title: Dans, seats: 4, moments: [herfst, lente]}
"""
CHOICES = "member,1,2\na.bos,rekenen,drama\nb.vos,drama,rekenen\n"
CAS = "  c.kok: {name: Cas Kok, roles: [student]}\n"
BEFORE, ON_THE_DAY, AFTER = "2026-10-07", "2026-10-08", "2026-12-01"


def leernet(folder, today, *arguments):
    options = ["-C", str(folder), "--lang", "en", "--today", today]
    return CliRunner().invoke(app, [*options, *arguments])


@pytest.fixture
def autumn(tmp_path):
    """The project as it was allocated in September."""
    (tmp_path / "choices").mkdir()
    (tmp_path / "leernet.yaml").write_text(PROJECT)
    (tmp_path / "choices" / "ws.csv").write_text(CHOICES)
    assert leernet(tmp_path, "2026-09-01", "allocate").exit_code == 0
    return tmp_path


def record(folder):
    return yaml.safe_load((folder / "allocation" / "ws.yaml").read_text())


def changed(folder, old, new):
    text = (folder / "leernet.yaml").read_text()
    assert old in text
    (folder / "leernet.yaml").write_text(text.replace(old, new))


def test_nothing_is_rewritten_when_only_the_day_is_another(autumn):
    before = record(autumn)
    assert leernet(autumn, BEFORE, "allocate").exit_code == 0
    assert record(autumn) == before

    for today in (ON_THE_DAY, AFTER):
        assert leernet(autumn, today, "allocate").exit_code == 0
        now = record(autumn)
        assert (now["placements"], now["goals"]) == (before["placements"], before["goals"])
        assert now["past"] == date(2026, 10, 8)


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--policy", "lottery"),
        ("--keep", KEEPS[0]),
        *(pytest.param(("--policy", each), marks=pytest.mark.slow) for each in POLICIES if each != "lottery"),
        *(pytest.param(("--keep", each), marks=pytest.mark.slow) for each in KEEPS[1:]),
    ],
)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Drama, seats: 4", "title: Drama, seats: 4, runs: no"),
        ("title: Rekenen, seats: 4", "title: Rekenen, seats: 0-1"),
        (
            "drama: {series: ws",
            "muziek: {series: ws, title: Muziek, seats: 4, moments: [herfst]}\n  drama: {series: ws",
        ),
        ("name: Bo Vos", "away: [2026-10-01..2026-10-31], name: Bo Vos"),
        ("seats: 4, moments: [herfst, lente]", "seats: 4, moments: [lente]"),
        ("  b.vos: {name: Bo Vos, roles: [student]}\n", ""),
    ],
)
def test_no_new_fact_changes_what_has_been(autumn, old, new, options):
    before = record(autumn)["placements"]
    changed(autumn, old, new)

    result = leernet(autumn, AFTER, "allocate", *options)

    assert result.exit_code == 0, result.output
    now = record(autumn)["placements"]
    assert {member: has["herfst"] for member, has in now.items()} == {
        member: has["herfst"] for member, has in before.items()
    }
    assert all(len({*has.values()}) == len(has) for has in now.values())
    for command in (("allocate", "--verify"), ("check",), ("explain", "ws", "a.bos"), ("status",)):
        assert leernet(autumn, "2027-03-01", *command).exit_code == 0, command


@pytest.mark.parametrize("again", [False, True], ids=["plan as it was", "planned again"])
@pytest.mark.parametrize("when", ["dates: [2026-10-08, 2026-10-15]", "window: 2026-10-08..2026-10-15"])
def test_a_workshop_that_was_taken_out_of_the_files_has_been_all_the_same(autumn, when, again):
    changed(autumn, "herfst: {date: 2026-10-08", f"herfst: {{{when}")
    changed(
        autumn, "members:", "schools: {sch: {name: School, place: Ede, host_seats: 9, rooms: 9}}\nmembers:"
    )
    changed(autumn, "series: ws,", "series: ws, school: sch,")
    for command in ("plan", "allocate"):
        assert leernet(autumn, "2026-09-01", command).exit_code == 0
    before = record(autumn)["placements"]
    gone = before["b.vos"]["herfst"]
    line = (
        f"  {gone}: {{series: ws, school: sch, title: {gone.title()}, seats: 4, moments: [herfst, lente]}}\n"
    )
    changed(autumn, line, "")
    (autumn / "choices" / "ws.csv").write_text(CHOICES.replace(gone, "dans"))

    for command in ("plan", "allocate") if again else ("allocate",):
        assert leernet(autumn, AFTER, command).exit_code == 0

    now = record(autumn)["placements"]
    assert {id: has["herfst"] for id, has in now.items()} == {id: has["herfst"] for id, has in before.items()}
    assert leernet(autumn, AFTER, "allocate", "--verify").exit_code == 0


def test_nobody_is_placed_at_a_moment_of_several_dates_that_are_all_over(autumn):
    changed(autumn, "herfst: {date: 2026-10-08", "herfst: {dates: [2026-10-08, 2026-10-15]")
    assert leernet(autumn, "2026-09-01", "allocate").exit_code == 0
    before = record(autumn)["placements"]
    changed(
        autumn, "  rekenen:", "  muziek: {series: ws, title: Muziek, seats: 4, moments: [herfst]}\n  rekenen:"
    )
    changed(autumn, "series:\n", f"{CAS}series:\n")
    (autumn / "choices" / "ws.csv").write_text(f"{CHOICES}c.kok,muziek,rekenen\n")

    assert leernet(autumn, AFTER, "allocate").exit_code == 0
    now = record(autumn)["placements"]
    assert now.pop("c.kok") == {"lente": "rekenen"}
    assert now == before


def test_on_the_day_before_everything_may_still_change(autumn):
    changed(autumn, "title: Drama, seats: 4", "title: Drama, seats: 4, runs: no")
    leernet(autumn, BEFORE, "allocate")

    assert "drama" not in record(autumn)["placements"]["b.vos"].values()


@pytest.mark.parametrize("now", ["drama;dans", "", "rekenen"], ids=["as then", "taken back", "another"])
def test_what_somebody_ruled_out_is_not_missing_once_the_moment_is_over(autumn, now):
    full = "title: Rekenen, seats: 4, moments: [herfst, lente]"
    changed(autumn, full, "title: Rekenen, seats: 1, moments: [lente]")
    rows = "member,1,2,never\na.bos,{},,{}\nb.vos,dans,drama,\n"
    (autumn / "choices" / "ws.csv").write_text(rows.format("rekenen", "drama;dans"))
    assert leernet(autumn, BEFORE, "allocate").exit_code == 0
    before = record(autumn)
    assert before["missing"] == {
        "a.bos": {"herfst": "all that was left at this moment was ruled out in the answer"}
    }
    assert before["goals"][0]["value"] == 0

    (autumn / "choices" / "ws.csv").write_text(rows.format("rekenen" if now != "rekenen" else "drama", now))
    assert leernet(autumn, AFTER, "allocate").exit_code == 0

    after = record(autumn)
    assert (after["missing"], after["goals"][0]["value"]) == (before["missing"], 0)
    assert leernet(autumn, AFTER, "allocate", "--verify").exit_code == 0


def test_who_comes_later_is_placed_in_what_is_left(autumn):
    changed(autumn, "series:\n", f"{CAS}series:\n")
    (autumn / "choices" / "ws.csv").write_text(f"{CHOICES}c.kok,drama,rekenen\n")
    leernet(autumn, AFTER, "allocate")
    first = record(autumn)

    assert first["placements"]["c.kok"] == {"lente": "drama"}
    assert first["missing"] == {"c.kok": {"herfst": "this moment was over when this member was placed"}}
    assert first["goals"][0] == {"name": "seats missing", "value": 0, "bound": 0, "proven": True}
    assert leernet(autumn, "2026-12-15", "allocate").exit_code == 0
    assert record(autumn) == first


def test_a_first_allocation_after_a_moment_fills_what_is_left(autumn):
    shutil.rmtree(autumn / "allocation")
    assert leernet(autumn, AFTER, "allocate").exit_code == 0
    now = record(autumn)

    assert now["placements"] == {"a.bos": {"lente": "rekenen"}, "b.vos": {"lente": "drama"}}
    assert leernet(autumn, "2027-02-01", "allocate", "--verify").exit_code == 0
    assert leernet(autumn, "2027-02-01", "allocate").exit_code == 0
    assert record(autumn) == now


def test_a_record_of_what_has_been_that_was_edited_is_found_out(autumn):
    leernet(autumn, AFTER, "allocate")
    path = autumn / "allocation" / "ws.yaml"
    text = path.read_text()
    for old, new in (("rekenen", "x"), ("drama", "rekenen"), ("x", "drama")):
        text = text.replace(f"herfst: {old}", f"herfst: {new}").replace(f"herfst/{old}:", f"herfst/{new}:")
    path.write_text(text)

    assert leernet(autumn, AFTER, "allocate", "--verify").exit_code == 1


# What happens in a year, and the day on which it does: file, what it says, and what it says then.
CHOICES_OF = "choices/studentworkshops.csv"
EVENTS = (
    (date(2026, 10, 1), "members.csv", "s001;", "s0001;"),
    (date(2026, 11, 2), "studentworkshops.yaml", "title: In gesprek met ouders\n", "runs: no\n"),
    (date(2027, 1, 11), "studentworkshops.yaml", "seats: 8-18", "seats: 8-9"),
    (
        date(2027, 2, 1),
        "members.csv",
        "s002;",
        "s222;Bo Bakx;bo@student.pabozuid.example;;student;2026\ns002;",
    ),
    (date(2027, 3, 1), "members.csv", "s003;", "#"),
    (date(2027, 4, 10), "studentworkshops.yaml", "    title: Buiten rekenen\n", ""),
)
COMMANDS = (
    ("allocate",),
    ("allocate", "--verify"),
    ("check",),
    ("status",),
    ("explain", "studentworkshops", "s010"),
    ("invite",),
    ("publish",),
)


def happens(folder, file, old, new):
    """People and workshops come, go and change; ``#`` takes the whole line away."""
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert any(old in line for line in lines), old
    changed = ["" if new == "#" and old in line else line.replace(old, new) for line in lines]
    path.write_text("".join(changed), encoding="utf-8")


def year_played(folder, days, commands):
    """What goes wrong when every command is given on each of these days, and things happen meanwhile."""
    shutil.copytree(EXAMPLE, folder)
    assert leernet(folder, "2026-09-01", "plan").exit_code == 0
    sessions = yaml.safe_load((folder / "plan.yaml").read_text())["sessions"]
    day_of = {name.split("/", 1)[1]: each["date"] for name, each in sessions.items()}
    wrong, been, to_come = [], {}, [*EVENTS]
    for day in days:
        while to_come and to_come[0][0] <= day:
            happens(folder, *to_come.pop(0)[1:])
        for command in commands:
            result = leernet(folder, str(day), *command)
            if result.exit_code:
                wrong.append((str(day), command, result.output[-600:]))
        kept = yaml.safe_load((folder / "allocation" / "studentworkshops.yaml").read_text())
        now = {
            (member, moment): workshop
            for member, has in kept["placements"].items()
            for moment, workshop in has.items()
            if day_of[f"{moment}/{workshop}"] <= day
        }
        if any(now.get(place) != workshop for place, workshop in been.items()):
            wrong.append((str(day), "past", sorted(been.items() - now.items())))
        moments = {moment for _member, moment in been}
        if any(moment in moments for _member, moment in now.keys() - been.keys()):
            wrong.append((str(day), "late in the past", sorted(now.items() - been.items())))
        been = now
    assert not to_come or days[-1] < to_come[0][0]
    return wrong


def test_what_has_been_is_never_rewritten_through_a_year_in_which_things_happen(tmp_path):
    days = [date(2026, 9, 28), *(day + timedelta(days=1) for day, *_event in EVENTS)]

    assert year_played(tmp_path / "year", days, COMMANDS[:3]) == []


@pytest.mark.hours
def test_every_command_works_on_every_day_of_a_year(tmp_path):
    days = [date(2026, 9, 1) + timedelta(days=number) for number in range(330)]

    assert year_played(tmp_path / "year", days, COMMANDS) == []


def test_the_summary_says_who_has_fewer_places_and_that_no_more_could_be_given(autumn):
    changed(autumn, "name: Bo Vos", "away: [2026-10-08], name: Bo Vos")
    some = leernet(autumn, BEFORE, "allocate")
    shutil.rmtree(autumn / "allocation")
    nobody = leernet(autumn, AFTER, "allocate")

    assert some.output.splitlines()[1].startswith(
        "1 of 2 people has all their places, and no more could be given; 2 have"
    )
    assert nobody.output.splitlines()[1].startswith(
        "Nobody has all their places, and no more could be given; 2 have"
    )


def test_a_wish_for_what_is_over_is_said_to_be_over_and_was_not_in_vain(autumn):
    changed(
        autumn,
        "title: Rekenen, seats: 4, moments: [herfst, lente]",
        "title: Rekenen, seats: 1, moments: [herfst]",
    )
    assert leernet(autumn, BEFORE, "allocate").exit_code == 0
    (lost,) = [
        member for member, has in record(autumn)["placements"].items() if "rekenen" not in has.values()
    ]

    now = leernet(autumn, AFTER, "allocate")
    told = leernet(autumn, AFTER, "explain", "ws", lost)

    assert "wish-in-vain" not in now.stderr
    assert "'Rekenen' (" in told.stdout
    assert "was at a moment that is over." in told.stdout


def test_a_record_holds_when_who_lacked_a_place_has_enough_since(autumn):
    changed(autumn, "choose: 2", "choose: 1")
    changed(autumn, "name: Bo Vos", "away: [2026-10-08, 2027-04-01], name: Bo Vos")
    assert leernet(autumn, BEFORE, "allocate").exit_code == 0
    assert set(record(autumn)["missing"]) == {"b.vos"}
    changed(autumn, "away: [2026-10-08, 2027-04-01], ", "away: [2026-10-08], ")

    assert leernet(autumn, AFTER, "allocate").exit_code == 0

    assert record(autumn)["placements"]["b.vos"] != {}
    assert "missing" not in record(autumn)
    for _again in range(2):
        assert leernet(autumn, AFTER, "allocate", "--verify").exit_code == 0
        before = record(autumn)
        assert leernet(autumn, AFTER, "allocate").exit_code == 0
        assert record(autumn) == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "name: Bo Vos",
            "away: [2026-10-08], name: Bo Vos",
            "leernet.yaml:4:17: error: 'away' of 'b.vos' has changed since",
        ),
        (
            "title: Dans,",
            'title: Dans, open_to: {cohorts: ["1999"]},',
            "leernet.yaml:15:44: error: 'open_to' of 'dans' has changed since",
        ),
        ("choose: 2", "choose: 1", "leernet.yaml:8:13: error: 'choose' of 'ws' has changed since"),
    ],
)
def test_verify_names_what_changed_once_and_no_row_that_did_not(autumn, old, new, said):
    changed(autumn, old, new)

    lines = leernet(autumn, BEFORE, "allocate", "--verify").stderr.splitlines()

    (line,) = [one for one in lines if "[other-inputs]" in one and not one.startswith("allocation/")]
    assert said in line

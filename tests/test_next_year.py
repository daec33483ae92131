"""The next school year's folder: the same weeks, turns that go on, what was assumed marked."""

import json
from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from leernet.cli import app
from leernet.commands.next_year import _findings
from leernet.model.plan import Plan
from leernet.model.values import Days, Region, SchoolYear
from leernet.read.definitions import read_definitions
from leernet.words import ENGLISH
from leernet.write.next_year.folder import closing_of, next_year_files, next_year_table
from leernet.write.next_year.name import beside
from leernet.write.next_year.yaml_text import ClosingYear, next_year_yaml, same_week, same_weeks, week_around
from leernet.write.projects import example_files, example_names

SAME_WEEKS = "the same weeks as before; it was 2026-11-09..2026-11-13"
CLOSING = ClosingYear(SchoolYear(2026), frozenset({"n"}), Region.ZUID, ENGLISH)


PLAN = Plan(school_year="2026-2027")


def run(folder, *arguments, today="2027-06-15"):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", today, *arguments])
    return result.exit_code, result.stdout, result.stderr


def written(folder, files):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def bytes_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("example", ["starterscoaches", "schoolopleiders"])
def test_three_years_on_end(tmp_path, example):
    folder = written(tmp_path / "2026-2027", dict(example_files(example)))
    out_of_turn = []
    for first in (2026, 2027, 2028):
        assert run(folder, "plan", today=f"{first}-06-01")[0] == 0
        if (folder / "choices").exists():
            assert run(folder, "allocate", today=f"{first}-06-01")[0] == 0
        before = bytes_in(folder)
        code, _, stderr = run(folder, "next-year", today=f"{first + 1}-06-15")
        assert (code, bytes_in(folder)) == (0, before), stderr
        plan = yaml.safe_load((folder / "plan.yaml").read_text(encoding="utf-8"))
        out_of_turn += [goal["value"] for goal in plan["goals"] if goal["name"] == "meetings out of turn"]
        folder = folder.with_name(f"{first + 1}-{first + 2}")
        assert run(folder, "check")[0] == 0
        assert not {"plan.yaml", "sent.yaml", "choices"} & {path.name for path in folder.iterdir()}
        assert (folder / "history" / f"{first}-{first + 1}.yaml").exists()
    assert out_of_turn == [0, 0, 0]


def test_where_the_year_was_raised_by_hand_the_year_of_the_plan_closes(tmp_path):
    folder = written(tmp_path / "pos", dict(example_files("starterscoaches")))
    assert run(folder, "plan", today="2026-06-01")[0] == 0
    file = folder / "leernet.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2026-2027", "2027-2028"), encoding="utf-8")

    assert run(folder, "next-year")[0] == 0

    made = tmp_path / "pos-2027-2028"
    assert (made / "history" / "2026-2027.yaml").exists()
    assert run(made, "check")[0] == 0


def test_who_was_absent_does_not_go_along(tmp_path):
    folder = written(tmp_path / "a", dict(example_files("starterscoaches")))
    assert run(folder, "plan", today="2026-06-01")[0] == 0
    assert "absent: [" in (folder / "plan.yaml").read_text(encoding="utf-8")

    assert run(folder, "next-year", str(tmp_path / "b"))[0] == 0

    assert "absent: [" not in (tmp_path / "b" / "history" / "2026-2027.yaml").read_text(encoding="utf-8")


def test_every_assumption_is_a_remark_where_it_stands_until_its_comment_is_gone(tmp_path):
    folder = written(tmp_path / "a", dict(example_files("starterscoaches")))
    run(folder, "plan", today="2026-06-01")
    run(folder, "next-year", str(tmp_path / "b"))

    def told():
        result = json.loads(run(tmp_path / "b", "--json", "check")[1])
        return [one for one in result["findings"] if one["rule"] == "carried-over"]

    marks = sum(
        path.read_text(encoding="utf-8").count("# next-year:") for path in (tmp_path / "b").glob("*.yaml")
    )
    assert (len(told()), marks > 0) == (marks, True)
    for one in told():
        lines = (tmp_path / "b" / one["place"]["file"]).read_text(encoding="utf-8").splitlines()
        assert lines[one["place"]["line"] - 1].strip().startswith("# next-year: ")
    for path in (tmp_path / "b").glob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(one for one in lines if "# next-year:" not in one), encoding="utf-8")
    assert told() == []


@pytest.mark.parametrize("what", ["a file", "something in it", "no plan", "another year"])
def test_what_cannot_be_is_said_and_nothing_is_written(tmp_path, what):
    folder = written(tmp_path / "a", dict(example_files("starterscoaches")))
    if what != "no plan":
        assert run(folder, "plan", today="2026-06-01")[0] == 0
    target = tmp_path / "b"
    if what == "a file":
        target.write_text("mine", encoding="utf-8")
    if what == "something in it":
        written(target, {"mine.txt": "mine"})
    if what == "another year":
        file = folder / "leernet.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("2026-2027", "2028-2029"), encoding="utf-8")
    before = bytes_in(tmp_path)

    code, stdout, stderr = run(folder, "next-year", str(target))

    assert (code, stdout, stderr.count("\n") >= 2, bytes_in(tmp_path)) == (1, "", True, before)


YEARS = st.integers(2024, 2028).map(SchoolYear)


@given(YEARS, st.integers(0, 364))
def test_the_same_week_has_the_same_number_and_weekday(year, number):
    day = year.days.first + timedelta(days=number)
    moved = same_week(day, year)

    assert moved in SchoolYear(year.starts_in + 1).days
    if day.isocalendar().week not in (30, 31, 53):
        assert moved.isocalendar()[1:] == day.isocalendar()[1:]


@given(YEARS, st.integers(0, 364), st.integers(0, 364))
def test_a_window_stays_a_window(year, one, other):
    first, last = sorted(year.days.first + timedelta(days=number) for number in (one, other))
    moved = same_weeks(Days(first, last), year)

    assert moved.first <= moved.last
    assert {
        moved.first in SchoolYear(year.starts_in + 1).days,
        moved.last in SchoolYear(year.starts_in + 1).days,
    } == {True}


def test_a_day_that_was_fixed_in_what_becomes_a_holiday_gets_the_weeks_around_it():
    year = SchoolYear(2026)
    week = Days(date(2027, 11, 15), date(2027, 11, 19))
    assert week_around(date(2026, 11, 10), year, Region.ZUID) == week
    # Week 42, 18 to 22 October in 2027, is then the autumn holiday of Noord.
    weeks = Days(date(2027, 10, 11), date(2027, 10, 29))
    assert week_around(date(2026, 10, 13), year, Region.NOORD) == weeks


LAYOUTS = {
    "a flow": (
        "networks:\n  n:\n    meetings:\n      - {id: a, date: 2026-11-10, host: els, link: x}  # dag\n",
        {"id": "a", "window": "2027-11-15..2027-11-19"},
    ),
    "a flow over lines": (
        "networks:\n  n:\n    meetings: [\n      {id: a,\n       window: 2026-11-09..2026-11-13,\n"
        "       date: 2026-11-10}]\n",
        {"id": "a", "window": "2027-11-15..2027-11-19"},
    ),
    "a block": (
        "networks:\n  n:\n    meetings:\n      - id: a\n        host: els   # eens\n        window:\n"
        "          from: 2026-11-09\n          until: 2026-11-13\n        link: https://x.example\n",
        {"id": "a", "window": {"from": "2027-11-15", "until": "2027-11-19"}},
    ),
    "a block whose first key goes": (
        "networks:\n  n:\n    meetings:\n      - host: els\n        id: a\n        date: di 2026-11-10\n",
        {"id": "a", "window": "2027-11-15..2027-11-19"},
    ),
    "a day of the next year": (
        "networks:\n  n:\n    meetings:\n      - {id: a, date: 2027-11-16}\n",
        {"id": "a", "date": "2027-11-16"},
    ),
    "no date": (
        "networks:\n  n:\n    meetings:\n      - {id: a, theme: Toetsen}\n",
        {"id": "a", "theme": "Toetsen"},
    ),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_meeting_is_carried_over_however_it_is_written(layout, newline):
    text, expected = LAYOUTS[layout]
    made = next_year_yaml(text.replace("\n", newline), CLOSING)

    read = yaml.load(made, Loader=yaml.BaseLoader)
    assert read["networks"]["n"]["meetings"] == [expected]
    assert made.replace("\r\n", "").count("\n") == (0 if newline == "\r\n" else made.count("\n"))
    # A second time nothing changes any more: all of it is of the next year now.
    assert yaml.load(next_year_yaml(made, CLOSING), Loader=yaml.BaseLoader) == read


@pytest.mark.parametrize(
    "text",
    [
        "schools:\n  els: {name: De Els, closed: [2026-10-05, {from: 2027-02-08, until: 2027-02-12}]}\n",
        "schools:\n  els:\n    closed:\n      - 2026-10-05   # studiedag\n      - from: 2027-02-08\n"
        "        until: 2027-02-12\n    name: De Els\n",
        "schools:\n  els: {name: De Els, closed: &a [2026-10-05]}\n  iep: {name: De Iep, closed: *a}\n",
        "members:\n  a: {name: A, away: 2026-10-05}\n",
        "year: {closed: [2026-12-03], avoid: [2027-01-18..2027-01-29]}\n",
    ],
)
def test_days_of_the_closing_year_are_left_out(text):
    made = next_year_yaml(text, CLOSING)

    assert yaml.load(made, Loader=yaml.BaseLoader)
    assert "2026-10" not in made
    assert "2027-0" not in made
    assert made.count("# next-year: ") == (2 if "iep" in text else 1)


@pytest.mark.parametrize(("runs", "marks"), [("no", 1), ("yes", 0), ("decide", 0)])
@pytest.mark.parametrize(
    "layout", ["{{title: Muziek, runs: {runs}}}", "\n    title: Muziek\n    runs: {runs}"]
)
def test_a_workshop_that_was_cancelled_is_to_be_looked_at(layout, runs, marks):
    text = f"workshops:\n  muziek: {layout.format(runs=runs)}\n"
    made = next_year_yaml(text, CLOSING)

    assert yaml.load(made, Loader=yaml.BaseLoader) == yaml.load(text, Loader=yaml.BaseLoader)
    assert made.count("# next-year: 'runs'") == marks


def test_days_that_were_given_for_the_next_year_stay():
    text = "schools:\n  els: {name: De Els, closed: [2026-10-05, 2027-10-04]}\n"
    assert next_year_yaml(text, CLOSING) == text


@pytest.mark.parametrize(("delimiter", "newline"), [(";", "\r\n"), (",", "\n"), ("\t", "\n")])
def test_of_a_table_only_the_days_go(delimiter, newline):
    rows = (
        ("id", "naam", "gesloten"),
        ("els", "De Els", "2026-10-05"),
        ("iep", "De Iep", "04-10-2027"),
    )
    text = (
        newline.join(delimiter.join(f'"{cell}"' if ";" in cell else cell for cell in row) for row in rows)
        + newline
    )

    made, emptied = next_year_table(text.encode("utf-8-sig"), SchoolYear(2027))

    assert emptied == ("gesloten",)
    assert (made.decode("utf-8-sig"), made[:3]) == (text.replace("2026-10-05", ""), b"\xef\xbb\xbf")
    assert next_year_table(made, SchoolYear(2027)) == (made, ())


@pytest.mark.parametrize("ending", ["csv", "CSV", "tsv"])
def test_days_go_from_every_table_of_the_folder_and_what_else_there_is_goes_along(ending):
    table = "id,name,closed\nels,De Els,2026-10-05\n"
    files = {
        "leernet.yaml": "year: {school_year: 2026-2027}\n",
        f"schools.{ending}": table,
        "notes.txt": table,
        "choices/ws.csv": table,
        "history/2025-2026.yaml": "school_year: 2025-2026\n",
    }

    made = next_year_files({path: text.encode() for path, text in files.items()}, PLAN, CLOSING)

    assert made[f"schools.{ending}"].decode() == table.replace("2026-10-05", "")
    assert made["leernet.yaml"].decode().startswith(f"# next-year: schools.{ending}: the days of 2026-2027")
    assert made["notes.txt"].decode() == table
    assert made["history/2025-2026.yaml"].decode() == files["history/2025-2026.yaml"]
    assert "choices/ws.csv" not in made


@pytest.mark.parametrize(
    ("year", "name", "beside_it"),
    [
        (2026, "coaches", "coaches-2027-2028"),
        (2026, "coaches-2026-2027", "coaches-2027-2028"),
        (2026, "2026-27 coaches", "2027-27 coaches"),
        (2026, "coaches 26-27", "coaches 27-28"),
        (2098, "coaches 98-99", "coaches 99-00"),
        (2099, "coaches 99-00", "coaches 00-01"),
        (2026, "coaches2026", "coaches2027"),
        (2026, "12026", "12026-2027-2028"),
    ],
)
def test_the_next_folder_stands_beside_with_the_year_raised(tmp_path, year, name, beside_it):
    assert beside(tmp_path / name, SchoolYear(year)) == (tmp_path / beside_it).resolve()


def test_text_that_only_one_parser_reads_is_carried_over_where_it_stands():
    text = (
        "# é 😀\nnetworks:\n  n:\n    programme: [{title: Wat is af?, minutes: 30}]\n"
        "    meetings: [{id: é, window: 2026-11-09..2026-11-13}]\n"
    )
    made = next_year_yaml(text, CLOSING)

    assert made.replace("2027-11-15..2027-11-19", "2026-11-09..2026-11-13") == text.replace(
        "    meetings", f"    # next-year: {SAME_WEEKS}\n    meetings"
    )


@pytest.mark.parametrize("example", example_names())
def test_the_next_year_of_every_example_passes_check(example):
    files = dict(example_files(example))
    definitions, _ = read_definitions(files)
    plan = Plan(school_year=definitions.year.school_year)
    made = next_year_files(files, plan, closing_of(definitions.year, plan, ENGLISH))

    found = [found for found in _findings(made) if found.level == "error"]
    assert found == []
    assert b"# next-year: " in b"".join(made.values())


def test_the_dates_of_a_moment_on_several_stay_several_in_the_same_weeks():
    text = "series: {w: {moments: {herfst: {dates: [2026-10-06, 2026-10-13], time: 9.00-12.00}}}}\n"
    made = yaml.load(next_year_yaml(text, CLOSING), Loader=yaml.BaseLoader)

    moment = {"dates": ["2027-10-12", "2027-10-19"], "time": "9.00-12.00"}
    assert made == {"series": {"w": {"moments": {"herfst": moment}}}}

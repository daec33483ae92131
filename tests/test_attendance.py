"""Who was there: the sheets that leernet wrote come back filled in, and say so for portfolios and boards."""

import json
import random
import re
import shutil
import stat
from datetime import date, time
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace

import openpyxl
import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.commands.project import read_project
from leernet.explain.coverage import coverage_of
from leernet.model.attended import AttendanceRecord, there_by_occasion, without_a_sheet
from leernet.model.values import Span
from leernet.model.year import Year
from leernet.write.papers.certificates import CertificateRow, hours, total_minutes
from leernet.write.projects import example_files
from tests.test_publish import project

PROJECT = """year:
  school_year: 2026-2027
  organiser: {name: Mieke Post, email: m.post@pos.example}
  holiday_region: zuid
boards: {kiem: {name: Kiem}}
schools:
  els: {name: De Els, board: kiem, host_seats: 30}
  iep: {name: De Iep, board: kiem, host_seats: 30}
members:
  m.post: {name: Mieke Post, email: m.post@pos.example, organisation: Pabo}
  a: {name: Anne Bakker, email: a@kiem.example, school: els, roles: [coach], cohort: 2024}
  b: {name: Bo Smit, school: els, roles: [coach], working_days: [ma, wo]}
  c: {name: Anne Bakker, email: c@kiem.example, school: iep, roles: [coach]}
  d: {name: Dirk Groot, email: d@kiem.example, school: iep, roles: [coach], language: en}
networks:
  coaches:
    title: Coaches
    facilitator: m.post
    members: {roles: [coach]}
    time: 9.00-12.00
    quorum: 2
    hosts: {school: els}
    invite: {bring_colleague: 2}
    meetings:
      - {id: herfst, title: Herfstdag, date: 2026-11-10, theme: Lesbezoek}
      - {id: lente, title: Lentedag, date: 2027-03-16}
"""
VISITS = """visits:
  - {network: coaches, round: 1, visitor: a, visited: d, week: 2026-W48, days: [ma]}
"""
AFTER = date(2027, 7, 1)


def run(folder, *arguments, today="2027-07-01"):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", today, *arguments])
    assert result.exit_code == 0, result.stderr
    return result


@cache
def planned_once():
    folder = project(Path(mkdtemp()), {"leernet.yaml": PROJECT})
    run(folder, "plan", today="2026-09-01")
    (folder / "attendance").mkdir()
    return folder


def planned(folder):
    return shutil.copytree(planned_once(), folder, dirs_exist_ok=True)


def opened(folder, today=AFTER):
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    return read_project({path: text for path, text in files.items() if not path.startswith("out/")}, today)[0]


def there(folder, today=AFTER):
    sheets, findings = opened(folder, today).attendance
    said = [finding.rule for finding in findings if finding.rule != "attendance-read"]
    return {key: sorted(people) for key, people in there_by_occasion(sheets).items()}, said


def signed(content, chosen):
    """A workbook as it comes back: initials at some of the names of each sheet to sign, and those names."""
    book = openpyxl.load_workbook(BytesIO(content))
    names = {}
    for sheet in book:
        rows = list(sheet.iter_rows())
        at = next((at for at, row in enumerate(rows) if row[-1].value == "Handtekening"), None)
        if at is not None:
            reference = rows[at - 1][0].value
            names[reference] = []
            for row in rows[at + 1 :]:
                if row[0].value and chosen(row[0].value):
                    row[-1].value = "".join(word[0] for word in row[0].value.split())
                    names[reference].append(row[0].value)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue(), names


@pytest.mark.parametrize("called", ["{}", "scan {} (1).xlsx"])
def test_each_sheet_of_an_example_comes_back_as_it_was_filled_in(tmp_path, called):
    folder = project(tmp_path, dict(example_files("schoolopleiders")))
    run(folder, "plan", today="2026-09-01")
    run(folder, "allocate", today="2026-09-01")
    (folder / "attendance").mkdir()
    draw = random.Random(19)
    expected = {}
    for path in sorted((folder / "out" / "lists").glob("*.xlsx")):
        if path.name.startswith("attendance-") or path.name.endswith("-signing.xlsx"):
            content, names = signed(path.read_bytes(), lambda _name: draw.random() < 0.7)
            (folder / "attendance" / called.format(path.name)).write_bytes(content)
            expected |= names
    found, said = there(folder)
    members = opened(folder).year.members
    assert said == []
    assert {key: sorted(members[id].name for id in people) for key, people in found.items()} == {
        key: sorted(people) for key, people in expected.items() if people
    }
    assert len(found) > 6


@pytest.mark.parametrize("example", ["schoolopleiders", "studentworkshops"])
def test_where_everybody_signs_who_was_expected_at_a_workshop_was_there(tmp_path, example):
    folder = project(tmp_path, dict(example_files(example)))
    run(folder, "plan", today="2026-09-01")
    run(folder, "allocate", today="2026-09-01")
    (folder / "attendance").mkdir()
    for path in (folder / "out" / "lists").glob("*.xlsx"):
        if path.name.endswith("-signing.xlsx"):
            (folder / "attendance" / path.name).write_bytes(signed(path.read_bytes(), lambda _name: True)[0])

    _sheets, findings = opened(folder).attendance
    told = [finding.sentence for finding in findings if finding.rule == "attendance-read"]
    assert len(told) > 3
    assert [str(one) for one in told if dict(one.fields)["there"] != one.count] == []


@pytest.mark.parametrize(
    ("text", "was_there"),
    [
        *((text, True) for text in ("x", "X", "ja", "Ja", "1", "✔", "aanwezig", "M.P.", "mp", "was er")),
        *((text, False) for text in ("", "nee", "0", "-", "✗", "afwezig", "ziek", "afgemeld", "was er niet")),
        *((text, None) for text in ("?", "ja?", "misschien")),
    ],
)
def test_a_mark_initials_and_ja_say_that_somebody_was_there(tmp_path, text, was_there):
    folder = planned(tmp_path)
    (folder / "attendance" / "coaches-herfst.csv").write_text(
        f"member;present\na;x\nb;{text}\n", encoding="utf-8"
    )
    found, said = there(folder)
    assert found == {"coaches/herfst": ["a", "b"] if was_there else ["a"]}
    assert said == (["attendance-unclear"] if was_there is None else [])


def test_of_two_with_one_name_the_school_says_who_it_was(tmp_path):
    folder = planned(tmp_path)
    path = folder / "attendance" / "coaches-herfst.csv"
    path.write_text("naam;school;handtekening\nAnne Bakker;De Iep;AB\n", encoding="utf-8")
    assert there(folder) == ({"coaches/herfst": ["c"]}, [])
    path.write_text("naam;handtekening\nAnne Bakker;AB\n", encoding="utf-8")
    assert there(folder) == ({}, ["unknown-attendee"])


def test_colleagues_who_came_along_are_guests_and_no_mistake(tmp_path):
    folder = planned(tmp_path)
    path = folder / "out" / "lists" / "attendance-coaches-herfst.xlsx"
    book = openpyxl.load_workbook(path)
    empty = next(row for row in book.worksheets[0].iter_rows(min_row=9) if row[0].value is None)
    empty[0].value, empty[-1].value = "Wilma van Ditzhuyzen", "WD"
    book.save(folder / "attendance" / path.name)
    assert there(folder) == ({"coaches/herfst": []}, ["guests-signed"])


def test_a_visit_that_took_place_took_place_for_both(tmp_path):
    folder = planned(tmp_path)
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + VISITS, encoding="utf-8")
    sheet = folder / "attendance" / "bezoeken.csv"
    sheet.write_text("bezoek;aanwezig\ncoaches/1/a;ja\ncoaches/herfst;ja\n", encoding="utf-8")
    assert there(folder)[0] == {"coaches/1/a--d": ["a", "d"]}
    assert there(folder, date(2026, 11, 1))[0] == {}


def test_a_proof_of_participation_says_what_when_and_how_long_and_names_nobody_else(tmp_path):
    folder = planned(tmp_path)
    for meeting, people in (("herfst", "a d"), ("lente", "a")):
        rows = "".join(f"{id};x\n" for id in people.split())
        (folder / "attendance" / f"coaches-{meeting}.csv").write_text(f"lid;aanwezig\n{rows}")
    result = CliRunner().invoke(app, ["-C", str(folder), "--today", "2027-07-01", "attendance"])
    assert result.exit_code == 0
    pages = folder / "out" / "certificates"
    assert sorted(path.name for path in pages.iterdir()) == ["a.html", "d.html"]
    own = re.sub(r"<style>.*?</style>|<[^>]+>", " ", (pages / "a.html").read_text(), flags=re.DOTALL)
    assert " ".join(own.split()) == (
        "Bewijs van deelname: Anne Bakker Naar de tekst Bewijs van deelname"
        " Anne Bakker nam in het schooljaar 2026-2027 deel aan: Datum Wat Uren"
        " dinsdag 10 november 2026 Coaches: Herfstdag Lesbezoek 3"
        " dinsdag 16 maart 2027 Coaches: Lentedag 3 Uren in totaal 6"
        " Volgens de presentielijsten van deze dagen. Georganiseerd door Mieke Post Naam Mieke Post"
        " Datum &nbsp; Handtekening &nbsp; &nbsp;"
    )
    assert "Proof of participation" in (pages / "d.html").read_text()
    written = [*pages.iterdir(), folder / "out" / "coverage.xlsx"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    # Who was there after all not, has no page any more.
    (folder / "attendance" / "coaches-herfst.csv").write_text("lid;aanwezig\na;x\n")
    run(folder, "attendance")
    assert [path.name for path in pages.iterdir()] == ["a.html"]


def test_hours_that_overlap_count_once():
    day = date(2026, 11, 10)

    def line(*span):
        return CertificateRow(day, "", (), Span(*map(time, span)) if span else None, 60)

    assert total_minutes((line(9, 16), line(10, 11))) == 420
    assert total_minutes((line(9, 12), line(11, 13), line(15, 16))) == 300
    assert total_minutes((line(), line(9, 10))) == 120
    assert (hours(165, "nl"), hours(165, "en"), hours(180, "nl")) == ("2,75", "2.75", "3")


RECORD = AttendanceRecord.model_validate(
    {
        "school_year": "2025-2026",
        "occasions": {
            # A Tuesday and a Thursday; b works on Mondays and Wednesdays.
            "coaches/een": {
                "date": "2025-11-11",
                "minutes": 120,
                "wanted": [*"abcd"],
                "there": ["a", "gone"],
            },
            "coaches/twee": {"date": "2026-03-12", "minutes": 60, "wanted": [*"abcd"], "there": ["a", "c"]},
        },
        "schools": {"a": "els", "b": "els", "c": "iep", "d": "iep", "gone": "els"},
        "cohorts": {"a": "2024"},
    }
)


def test_coverage_says_what_each_group_got_who_never_came_and_which_day_would_change_it(tmp_path):
    found = coverage_of(opened(planned(tmp_path)).year, [RECORD])
    shares = {
        kind: [(one.id, *[(s.came, s.expected) for s in one.years.values()], one.minutes) for one in groups]
        for kind, groups in found.groups.items()
    }
    assert shares == {
        "school": [("iep", (1, 4), 60), ("els", (3, 5), 300)],
        "board": [("kiem", (4, 9), 360)],
        "cohort": [("2024", (2, 2), 180)],
    }
    # Dirk works every day: it is not the day that keeps him.
    assert [(one.member, one.expected, one.not_working, one.weekday) for one in found.never] == [
        ("b", 2, 2, 0),
        ("d", 2, 0, None),
    ]
    assert [(one.never, one.weekday) for one in found.groups["school"]] == [(("d",), None), (("b",), 0)]


def test_the_next_year_knows_who_came_and_who_never_did(tmp_path):
    folder = planned(tmp_path / "one")
    (folder / "attendance" / "coaches-herfst.csv").write_text("lid;aanwezig\na;x\nd;x\n")
    run(folder, "next-year", str(tmp_path / "two"))
    kept = (tmp_path / "two" / "history" / "2026-2027" / "attendance.yaml").read_text()
    assert "coaches/herfst" in kept
    assert [name for name in ("Anne", "@", "Bakker") if name in kept] == []
    shown = run(tmp_path / "two", "--json", "attendance", today="2027-08-20").stdout
    assert json.loads(shown)["written"] == ["out/coverage.xlsx"]
    schools = openpyxl.load_workbook(tmp_path / "two" / "out" / "coverage.xlsx").worksheets[0]
    assert [row[:4] for row in schools.iter_rows(values_only=True)] == [
        ("School", "2026-2027: gekomen", "2026-2027: verwacht", "Uren in totaal"),
        ("De Els", 1, 2, 3),
        ("De Iep", 1, 2, 3),
    ]


@pytest.mark.parametrize("others", [0, 1, 2])
def test_members_who_were_not_expected_are_counted_apart(tmp_path, others):
    folder = planned(tmp_path)
    definitions = (folder / "leernet.yaml").read_text(encoding="utf-8")
    more = "".join(f"  o{at}: {{name: Ander {at}, school: iep}}\n" for at in range(2))
    (folder / "leernet.yaml").write_text(definitions.replace("networks:\n", f"{more}networks:\n"), "utf-8")
    rows = "".join(f"{id};x\n" for id in ("a", "d", *(f"o{at}" for at in range(others))))
    (folder / "attendance" / "coaches-herfst.csv").write_text(f"member;present\n{rows}", encoding="utf-8")

    (said,) = (str(one.sentence) for one in opened(folder).attendance[1] if one.rule == "attendance-read")
    also = ("", ", and 1 member who was not expected", ", and 2 members who were not expected")[others]
    assert said == f"coaches/herfst: 2 of the 5 people expected were there{also}."


def test_of_what_is_over_and_had_guests_a_sheet_is_asked_by_day():
    def occasion(reference, day, kind="meeting", guests=("a",)):
        view = SimpleNamespace(until=date(2026, 11, day))
        return SimpleNamespace(reference=reference, view=view, kind=kind, guests=guests)

    found = (
        occasion("n/c", 11),
        occasion("w/a/b", 10, "session"),
        occasion("n/today", 12),
        occasion("n/nobody", 9, guests=()),
        occasion("n/visit", 9, "visit"),
        occasion("n/known", 9),
    )
    year = Year.model_validate({"settings": {"school_year": "2026-2027"}})

    assert without_a_sheet(year, found, {"n/known": None}, date(2026, 11, 12)) == ("w/a/b", "n/c")

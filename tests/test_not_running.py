"""A workshop for which nobody was placed is in no programme, schedule, calendar or page any more."""

import pytest
from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """\
year: {school_year: 2026-2027, organiser: {name: P, email: p@kiem.example}, language: en}
schools: {eik: {name: De Eik, host_seats: 30, rooms: 3, holiday_region: zuid}}
members:
  t1: {name: Anne Bakker, email: t1@kiem.example, school: eik, roles: [trainer]}
  t2: {name: Bo Smit, email: t2@kiem.example, school: eik, roles: [trainer]}
  f.visser: {name: Femke Visser, email: f.visser@kiem.example, school: eik, roles: [facilitator]}
networks:
  trainers:
    title: Trainers
    facilitator: f.visser
    members: {roles: [trainer]}
    time: 9.00-16.00
    hosts: {school: eik}
    programme: full-day
    meetings: [{id: herfst, title: Autumn day, date: 2026-11-12}]
series:
  rounds: {title: R, for: {roles: [trainer]}, moments: {one: {meeting: trainers/herfst, time: 10.15-11.15}}}
  day:
    title: D
    for: {roles: [trainer]}
    programme: [{title: Together, minutes: 180, kind: workshops}]
    moments: {two: {date: 2026-11-19, time: 9.00-12.00}}
workshops:
  a: {series: rounds, title: Music, seats: 9}
  b: {series: rounds, title: Swimming, seats: 2-9}
  c: {series: day, title: Drama, school: eik, seats: 9}
  d: {series: day, title: Sailing, school: eik, seats: 2-9}
"""
CHOICES = {"rounds": "t1;a;b\nt2;a;b\n", "day": "t1;c;d\nt2;c;d\n"}
YEAR = ["year.md", "year.html", "year.ics"]


def run(folder, *arguments):
    command = ["-C", str(folder), "--lang", "en", "--today", "2026-10-01", *arguments]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def placed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "choices").mkdir()
    for series, rows in CHOICES.items():
        (folder / "choices" / f"{series}.csv").write_text(f"member;1;2\n{rows}", encoding="utf-8")
    run(folder, "plan")
    assert "Swimming" in (folder / "out" / "schedule.md").read_text(encoding="utf-8")
    run(folder, "allocate")
    run(folder, "plan")
    run(folder, "publish")
    for name in YEAR:
        run(folder, "agenda", "--to", name)
    return folder


@pytest.mark.parametrize(("meeting", "runs"), [("trainers/herfst", "Music"), ("day/two", "Drama")])
def test_the_agenda_has_what_runs(placed, meeting, runs):
    said = run(placed, "agenda", meeting)

    assert runs in said
    assert not [title for title in ("Swimming", "Sailing") if title in said]


def test_no_document_to_share_has_what_does_not_run(placed):
    shared = [*(placed / "out").glob("schedule*"), *(placed / "out" / "agendas").glob("*")]
    shared += [placed / name for name in YEAR] + [*(placed / "out" / "site").rglob("*.html")]
    texts = {
        path.relative_to(placed).as_posix(): path.read_text(encoding="utf-8")
        for path in shared
        if path.suffix in (".md", ".csv", ".html", ".ics")
    }

    assert len(texts) > 12
    assert [name for name, text in texts.items() if "Swimming" in text or "Sailing" in text] == []
    assert sum("Music" in text for text in texts.values()) > 5

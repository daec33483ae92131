"""Who left before the year, or comes after it, is asked for nothing in a series and counted nowhere."""

import json

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """\
year: {school_year: 2026-2027, holiday_region: zuid, language: en}
members:
  a.bos: {name: Aya Bos, roles: [student]}
  l.smit: {name: Lot Smit, roles: [student]}
  t.mos: {name: Teun Mos, roles: [student]DAYS}
series:
  ws:
    for: {roles: [student]}
    closes: 2026-10-01
    moments: {herfst: {date: 2026-11-12, time: 9.00-12.00}}
workshops: {music: {series: ws, title: Music, seats: 2}}
"""
NEVER = [", until: 2026-07-31", ", from: 2027-08-01"]


def run(folder, *arguments):
    command = ["-C", str(folder), "--lang", "en", "--today", "2026-09-26", *arguments]
    return CliRunner().invoke(app, command, catch_exceptions=False)


@pytest.mark.parametrize("days", NEVER)
def test_who_is_not_there_in_this_year_is_not_asked_nor_counted(tmp_path, days):
    (tmp_path / "leernet.yaml").write_text(PROJECT.replace("DAYS", days), encoding="utf-8")

    assert "too-few-seats" not in run(tmp_path, "check").stderr
    assert "0 of 2 people chose" in run(tmp_path, "status").stdout
    assert json.loads(run(tmp_path, "--json", "allocate").stdout)["allocation"]["ws"]["placements"] == {
        "a.bos": {"herfst": "music"},
        "l.smit": {"herfst": "music"},
    }
    assert "of 2 people" in run(tmp_path, "explain", "ws").stdout
    run(tmp_path, "ask", "ws")
    sheet = load_workbook(tmp_path / "out" / "ask" / "ws.xlsx").worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2) if row[0].value] == ["a.bos", "l.smit"]


@pytest.mark.parametrize("days", [*NEVER, ", until: 2026-11-11", ", from: 2026-11-13"])
def test_seats_are_counted_for_who_is_there_on_a_day_of_the_series(tmp_path, days):
    (tmp_path / "leernet.yaml").write_text(PROJECT.replace("DAYS", days), encoding="utf-8")
    assert "too-few-seats" not in run(tmp_path, "check").stderr

    there = days.replace("2026-11-11", "2026-11-12").replace("2026-11-13", "2026-11-12")
    if there != days:
        (tmp_path / "leernet.yaml").write_text(PROJECT.replace("DAYS", there), encoding="utf-8")
        assert "2 seats; 3 people attending 1 each need 3" in run(tmp_path, "check").stderr

"""Why a series, or a moment of it, looks as it does: its day, its workshops and how full they are."""

import pytest
from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """year: {school_year: 2026-2027, holiday_region: zuid}
members:
  a.bos: {name: Aya Bos, roles: [student]}
  b.vos: {name: Bo Vos, roles: [student], away: [2026-10-08]}
series:
  ws:
    for: {roles: [student]}
    choose: 1
    moments:
      herfst: {date: 2026-10-08, time: 9.00-12.00}
      winter: {date: 2027-01-14, time: 9.00-12.00}
workshops:
  dans: {series: ws, title: Dans, seats: 1, moments: [herfst, winter]}
  koor: {series: ws, title: Koor, seats: 2-4, moments: [winter]}
"""
HERFST = (
    "Herfst is on Thursday 8 October 2026, as its definition says; 1 of 2 people can be there.\n"
    "    'Dans' {dans}; listed by 1 of those who can attend.\n"
)


def explained(folder, *arguments):
    options = ["-C", str(folder), "--lang", "en", "--today", "2026-09-01"]
    return CliRunner().invoke(app, [*options, *arguments])


@pytest.fixture
def project(tmp_path):
    (tmp_path / "choices").mkdir()
    (tmp_path / "leernet.yaml").write_text(PROJECT)
    (tmp_path / "choices" / "ws.csv").write_text("member,1,2\na.bos,dans,koor\nb.vos,dans,koor\n")
    return tmp_path


def test_a_moment_says_why_it_is_on_its_day_and_what_runs_there(project):
    before = explained(project, "explain", "ws/herfst")
    explained(project, "allocate")
    after = explained(project, "explain", "ws/herfst")

    assert (before.exit_code, before.stdout) == (0, HERFST.format(dans="has 1 seats"))
    assert (after.exit_code, after.stdout) == (0, HERFST.format(dans="is full: 1 of 1 seats"))


def test_a_series_says_so_of_each_of_its_moments(project):
    explained(project, "allocate")
    found = explained(project, "explain", "ws").stdout

    assert found.startswith(HERFST.format(dans="is full: 1 of 1 seats"))
    assert found.splitlines()[2:] == [
        "Winter is on Thursday 14 January 2027, as its definition says; 2 of 2 people can be there.",
        "    'Dans' is full: 1 of 1 seats; listed by 2 of those who can attend.",
        "    'Koor' does not run: it needs 2 people; listed by 2 of those who can attend.",
    ]


def test_a_moment_that_does_not_exist_is_named_with_those_that_do(project):
    found = explained(project, "explain", "ws/zomer")

    assert (found.exit_code, found.stderr) == (
        1,
        "leernet: Series 'ws' has no moment 'zomer'; it has herfst and winter.\n",
    )


EVERY_KIND_OF_DAY = """year: {school_year: 2026-2027, holiday_region: zuid}
schools:
  eik: {name: De Eik, rooms: 4, host_seats: 40}
members:
  a.bos: {name: Aya Bos, roles: [student]}
  b.vos: {name: Bo Vos, roles: [student], away: [2027-05-13]}
  c.mos: {name: Cas Mos, email: c.mos@kiem.example, working_days: [do]}
networks:
  net:
    facilitator: c.mos
    members: {members: [c.mos]}
    hosts: {online: yes}
    meetings: [{id: lente, date: 2027-03-11, time: 9.00-12.00}]
series:
  ws:
    for: {roles: [student]}
    choose: 1
    moments:
      lente: {meeting: net/lente}
      los: {dates: [2027-04-12, 2027-04-14], time: 9.00-12.00}
      mei: {window: 2027-05-10..2027-05-14, time: 9.00-12.00}
      juni: {window: 2027-06-01..2027-06-03, time: 9.00-12.00}
workshops:
  dans: {series: ws, title: Dans, seats: 4, moments: [mei], presenter: c.mos}
  koor: {series: ws, title: Koor, seats: 4, moments: [juni]}
  toneel: {series: ws, title: Toneel, seats: 4, moments: [lente], runs: no}
  film: {series: ws, title: Film, seats: 4, moments: [los]}
"""


def test_every_kind_of_day_and_of_session_has_its_reason(tmp_path):
    (tmp_path / "leernet.yaml").write_text(EVERY_KIND_OF_DAY)
    (tmp_path / "choices").mkdir()
    (tmp_path / "choices" / "ws.csv").write_text("member,1\na.bos,dans\n")
    before = explained(tmp_path, "explain", "ws/mei")
    explained(tmp_path, "plan")
    explained(tmp_path, "allocate")

    assert before.stdout.splitlines() == [
        "Mei has no date yet; run `leernet plan`.",
        "    'Dans' has 4 seats; listed by 1 of those who can attend.",
    ]
    assert explained(tmp_path, "explain", "ws").stdout.splitlines() == [
        "Lente is part of net/lente, on Thursday 11 March 2027; 2 of 2 people can be there.",
        "    'Toneel' does not run: its definition says so.",
        "Los is on several dates, each workshop on one of them, everybody in one workshop: on Monday 12 April"
        " 2027 2 of 2 people can be there and on Wednesday 14 April 2027 2 of 2 people can be there.",
        "    'Film' does not run: nobody was placed in it; listed by 0 of those who can attend.",
        "Mei is on Thursday 13 May 2027, chosen between Monday 10 May 2027 and Friday 14 May 2027;"
        " 1 of 2 people can be there. On Monday 10 May 2027 2 could, but other meetings, presenters or"
        " schools count as well.",
        "    'Dans' has 1 of 4 seats taken; listed by 1 of those who can attend.",
        "Juni is on Tuesday 1 June 2027, chosen between Tuesday 1 June 2027 and Thursday 3 June 2027;"
        " 2 of 2 people can be there, and on no other day more.",
        "    'Koor' has 1 of 4 seats taken; listed by 0 of those who can attend.",
    ]

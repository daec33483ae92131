"""The command agenda: how a meeting is named, what is written where, and what it says when there is none."""

import json

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.calendar_check import lint
from leernet.write.projects import example_files

PROJECT = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools: {beuk: {name: De Beuk, place: Vught, host_seats: 20}}
members: {anna: {name: Anna, school: beuk, email: anna@kiem.example}}
networks:
  bsc:
    title: Basisschoolcoaches
    facilitator: anna
    members: {schools: [beuk]}
    time: 9.00-10.00
    programme: [{title: Werk}, {title: Slot, minutes: 15}]
    meetings:
      - {id: herfst, title: Najaar, date: 2026-11-10, host: beuk}
      - {id: lente, title: Voorjaar, date: 2027-03-09, host: beuk}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    return tmp_path


def agenda(folder, *arguments):
    common = ["-C", str(folder), "--lang", "en", "--today", "2026-12-01", "agenda"]
    result = CliRunner().invoke(app, [*common, *arguments])
    lines = "\n".join(line.rstrip() for line in result.stdout.splitlines())
    return result.exit_code, lines, result.stderr


def test_without_a_meeting_it_lists_what_is_coming(folder):
    assert agenda(folder) == (
        0,
        "Day       Time         Meeting  Where          Agenda\n"
        "Tue 9 Mar 9:00 – 10:00 Voorjaar De Beuk, Vught bsc/lente",
        "",
    )


@pytest.mark.parametrize("named", ["bsc/herfst", "herfst"])
def test_a_meeting_is_named_with_its_network_or_alone(folder, named):
    assert agenda(folder, named) == (
        0,
        "Najaar\n"
        "Basisschoolcoaches\n"
        "\n"
        "When         Tuesday 10 November 2026, 9:00 – 10:00\n"
        "Where        De Beuk, Vught\n"
        "Facilitator  Anna\n"
        "\n"
        "Programme\n"
        "Time          Part\n"
        "9:00 – 9:45   Werk\n"
        "9:45 – 10:00  Slot\n"
        "              The next meeting is on Tuesday 9 March 2027, 9:00 – 10:00, at De Beuk, Vught.\n"
        "\n"
        "• Think about the question: What do I take with me and what do I bring in?\n"
        "\n"
        "Can you not be there? Tell Anna. anna@kiem.example",
        "",
    )


def test_a_meeting_that_does_not_exist_is_wrong_usage_and_names_those_that_do(folder):
    code, stdout, stderr = agenda(folder, "winter")

    assert (code, stdout) == (2, "")
    assert (
        stderr.splitlines()[-1]
        == "Error: Invalid value: 'winter' is not one meeting or moment; choose from bsc/herfst, bsc/lente."
    )


def test_an_agenda_is_written_as_a_page_or_as_markdown_in_the_project(folder):
    for name in ("najaar.html", "najaar.md"):
        code, _stdout, stderr = agenda(folder, "herfst", "--to", f"out/{name}")
        assert (code, stderr) == (0, "")

    assert (folder / "out" / "najaar.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (folder / "out" / "najaar.md").read_text(encoding="utf-8").startswith("# Najaar\n")


def test_as_json_it_prints_one_object(folder):
    code, stdout, stderr = agenda(folder, "herfst", "--json")
    record = json.loads(stdout)

    assert (code, stderr, record["schema"], record["findings"]) == (0, "", 1, [])
    assert [(block["start"], block["end"], block["title"]) for block in record["agenda"]["blocks"]] == [
        ("09:00", "09:45", "Werk"),
        ("09:45", "10:00", "Slot"),
    ]


def test_a_planned_meeting_is_written_for_a_calendar_and_nothing_in_it_is_odd(folder):
    organised = PROJECT.replace(
        "zuid}", "zuid, organiser: {name: Planning, email: planning@kiem.example}}", 1
    )
    (folder / "leernet.yaml").write_text(organised, encoding="utf-8")
    CliRunner().invoke(app, ["-C", str(folder), "--today", "2026-06-01", "plan"])

    code, _stdout, stderr = agenda(folder, "lente", "--to", "out/voorjaar.ics")

    written = (folder / "out" / "voorjaar.ics").read_bytes()
    assert (code, stderr, lint({"voorjaar.ics": written})) == (0, "", ())
    assert [(event["summary"], event.start.isoformat()) for event in Calendar.from_ical(written).events] == [
        ("Basisschoolcoaches: Voorjaar", "2027-03-09T09:00:00+01:00")
    ]


def test_without_a_plan_or_an_organiser_there_is_no_calendar_entry_and_it_says_why(folder):
    assert agenda(folder, "lente", "--to", "out/voorjaar.ics") == (
        1,
        "",
        "leernet: No organiser is defined, and a calendar entry needs one.\n"
        "    Write under year: organiser: {name: …, email: …}\n",
    )


@pytest.mark.parametrize("ending", ["ics", "md", "html"])
def test_without_a_meeting_the_whole_year_is_written(tmp_path, ending):
    for path, content in example_files("starterscoaches").items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    common = ["-C", str(tmp_path), "--lang", "nl", "--today", "2027-05-01"]
    without = CliRunner().invoke(app, [*common, "agenda", "--to", f"out/jaar.{ending}"])
    assert (without.exit_code, (tmp_path / "out").exists()) == (1, False)
    CliRunner().invoke(app, [*common[:4], "--today", "2026-06-01", "plan"])

    result = CliRunner().invoke(app, [*common, "agenda", "--to", f"out/jaar.{ending}"])

    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'out' / f'jaar.{ending}'}\n")
    text = (tmp_path / "out" / f"jaar.{ending}").read_text(encoding="utf-8")
    # What is past stands in it too: it is the year, not what is coming.
    assert text.count({"ics": "BEGIN:VEVENT", "md": " uur |", "html": "<time "}[ending]) == 2


def test_when_all_is_over_it_says_so(folder):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", "2027-07-01", "agenda"])

    assert result.stdout == "No meeting is coming in 2026-2027 any more.\n"

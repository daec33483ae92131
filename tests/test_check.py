"""``leernet check`` prints every finding, writes nothing and exits with 1 when there is something to mend."""

import json

from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import in_file_order
from leernet.read.definitions import read_definitions
from leernet.rules import broken_rules
from tests.test_rules import TWENTY

UNDERSTOOD = """\
members.csv: 4 rows of members
Column  Heading  Read as  Example
1       id       id       a.bakker
2       naam     name     Anne Bakker
3       e-mail   email    anne@kiem.example
4       rollen   roles    coach
5       school   school   de-regenbog
"""
FORM = """year:
  school_year: 2026-2027
  organiser: {name: Planning, email: planning@pos.example}
members:
  s1: {name: Anne Bakker, roles: [student]}
series:
  ws:
    for: {roles: [student]}
    moments: {herfst: {date: 2026-10-08, time: 9.00-12.00}}
workshops:
  muziek: {series: ws, title: Muziek, presenter: Gast, moments: [herfst], seats: 20, location: Zaal 1}
  drama: {series: ws, title: Drama, presenter: Gast, moments: [herfst], seats: 20, location: Zaal 2}
"""
GRID = "Geef elke workshop een cijfer van 1 (liever niet) tot 5 (heel graag)"
GRADED = f"Naam;{GRID} [Muziek];{GRID} [Drama]\nAnne Bakker;5;1\n"


def project(folder, files):
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def check(folder, *options):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", *options, "check"])


def _shown(run):
    return [line.rstrip() for line in run.stdout.splitlines()]


def test_twenty_mistakes_are_printed_in_file_order_and_nothing_is_written(tmp_path):
    project(tmp_path, TWENTY)
    definitions, findings = read_definitions(TWENTY)
    expected = in_file_order((*findings, *broken_rules(definitions)))

    run = check(tmp_path)

    assert (run.exit_code, _shown(run)) == (1, UNDERSTOOD.splitlines())
    assert run.stderr == "".join(f"{finding}\n" for finding in expected)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == TWENTY


def test_how_it_was_read_is_shown_where_it_was_not_certain(tmp_path):
    project(tmp_path, {"leernet.yaml": FORM})
    (tmp_path / "choices").mkdir()
    project(tmp_path / "choices", {"ws.csv": GRADED})

    run = check(tmp_path)

    assert run.exit_code == 1
    assert _shown(run) == [
        "choices/ws.csv: 0 rows of choices",
        "Column  Heading                                       Read as      Example",
        "1       Naam                                          member       Anne Bakker",
        "2       Geef elke workshop een…(heel graag) [Muziek]  not certain  5",
        "3       Geef elke workshop een… (heel graag) [Drama]  not certain  1",
    ]
    read_as = [one["read_as"] for one in json.loads(check(tmp_path, "--json").stdout)["choices"]]
    assert read_as == ["member", "?", "?"]


def test_files_of_choices_are_shown_beside_a_definition_with_an_error(tmp_path):
    project(tmp_path, {"leernet.yaml": FORM.replace("title: Muziek", "titel: Muziek")})
    (tmp_path / "choices").mkdir()
    project(tmp_path / "choices", {"ws.csv": "member;1\ns1;drama\n"})

    run = check(tmp_path)

    assert run.exit_code == 1
    assert [line.split() for line in run.stdout.splitlines()[1:]] == [
        ["Column", "Heading", "Read", "as", "Example"],
        ["1", "member", "member", "s1"],
        ["2", "1", "1", "drama"],
    ]


def test_as_json_one_object_holds_every_finding(tmp_path):
    project(tmp_path, {"leernet.yaml": "year: {school_year: 2026-2027}\nboards: {kiem: {naam: Kiem}}\n"})

    run = check(tmp_path, "--json")

    assert (run.exit_code, run.stderr) == (1, "")
    assert json.loads(run.stdout) == {
        "schema": 1,
        "findings": [
            {
                "place": {"file": "leernet.yaml", "line": 2, "column": 17},
                "level": "error",
                "rule": "unknown-key",
                "message": "Board 'kiem' cannot have 'naam'.",
                "hint": "Did you mean 'name'?",
            }
        ],
        "tables": [],
        "choices": [],
    }


def test_a_sound_project_is_said_to_be_sound(tmp_path):
    project(tmp_path, {"leernet.yaml": "year: {school_year: 2026-2027}\nboards: {kiem: {name: Kiem}}\n"})

    run = check(tmp_path)

    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout == "2026-2027: 0 schools, 0 members, 0 networks and 0 workshops; no errors.\n"


def test_what_stands_above_a_narrow_table_is_one_line(tmp_path):
    written = "id,reeks,titel\nmuziek,ws,Muziek\n"
    (tmp_path / "leernet.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "workshops-van-de-pabo-en-de-scholen.csv").write_text(written, encoding="utf-8")

    shown = CliRunner().invoke(app, ["-C", str(tmp_path), "--lang", "en", "check"]).output

    assert "workshops-van-de-pabo-en-de-scholen.csv: 1 row of workshops\n" in shown

"""``leernet check`` prints every finding, writes nothing and exits with 1 when there is something to mend."""

import json

from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import in_file_order
from leernet.read.definitions import read_definitions
from leernet.rules import broken_rules
from tests.test_rules import TWENTY


def project(folder, files):
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def check(folder, *options):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", *options, "check"])


def test_twenty_mistakes_are_printed_in_file_order_and_nothing_is_written(tmp_path):
    project(tmp_path, TWENTY)
    definitions, findings = read_definitions(TWENTY)
    expected = in_file_order((*findings, *broken_rules(definitions)))

    run = check(tmp_path)

    assert (run.exit_code, run.stdout) == (1, "")
    assert run.stderr == "".join(f"{finding}\n" for finding in expected)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == TWENTY


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

"""A file of a hundred thousand answers, one in a hundred broken, is read and the rest of it used."""

import json

import pytest

from leernet.files import project_files
from leernet.read.choices import choice_files, read_choices
from leernet.read.definitions import read_definitions
from tests.test_allocate import run

PROJECT = """\
year: {school_year: 2026-2027}
series:
  dag:
    for: {roles: [student]}
    moments: {ochtend: {date: 2026-11-12, time: 9.00-10.00}}
workshops:
  koor: {series: dag, title: Koor, seats: 60000}
  drum: {series: dag, title: Drum, seats: 60000}
"""
ROWS = 100_000


def written(folder):
    """Every hundredth row is from somebody who is no member."""
    students = range(ROWS)
    who = [f"x{number}" if number % 100 == 7 else f"s{number}" for number in students]
    members = [f"s{number};Student {number};s{number}@pabo.example;student" for number in students]
    (folder / "choices").mkdir()
    (folder / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "members.csv").write_text("\n".join(("id;naam;e-mail;rol", *members)), encoding="utf-8")
    rows = [f"{name};Koor;Drum" for name in who]
    (folder / "choices" / "dag.csv").write_text("\n".join(("lid;1;2", *rows)), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_thousand_broken_rows_of_a_hundred_thousand_are_summed_up_and_the_rest_is_used(tmp_path):
    shown = run(written(tmp_path), "check")
    everything = json.loads(run(tmp_path, "--json", "check").stdout)
    files = project_files(tmp_path)
    year = read_definitions(files)[0].year
    choices, _findings = read_choices(year, year.series["dag"], choice_files(files, "dag"))

    expected = [
        line
        for number in range(7, 1007, 100)
        for line in (
            f"choices/dag.csv:{number + 2}: warning: There is no member 'x{number}', so the row is not used."
            " [unknown-member]",
            "    Add this person to your members, or remove the row.",
        )
    ]
    assert shown.exit_code == 0
    assert shown.stderr.splitlines() == [
        *expected,
        "choices/dag.csv:1009: warning: 990 more like these, from here on. [unknown-member]",
        "    The option --json lists them all.",
    ]
    lines = [finding["place"]["line"] for finding in everything["findings"]]
    assert lines == [number + 2 for number in range(7, ROWS, 100)]
    assert (len(choices.answers), len(choices.silent)) == (99_000, 1_000)
    assert {tuple(answer.ranks.items()) for answer in choices.answers} == {(("koor", 0), ("drum", 1))}

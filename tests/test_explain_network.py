"""Why the year of a network looks as it does: meetings, gaps, who misses what and whose turn it was."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app

from .plan_projects import PROJECT

EXAMPLES = Path(__file__).parent.parent / "examples"
DAY_OF_THE_FILES = re.compile(r"\d{4}-\d\d-\d\d")


def run(folder, *arguments, language="en"):
    start = ["-C", str(folder), "--lang", language, "--today", "2026-08-01"]
    return CliRunner().invoke(app, [*start, *arguments])


def test_a_network_is_explained_meeting_by_meeting_and_as_a_year(tmp_path):
    text = PROJECT.replace("{rotate: schools}", "{rotate: schools, hosted_before: {beuk: 1}}")
    (tmp_path / "leernet.yaml").write_text(text)
    assert run(tmp_path, "plan").exit_code == 0

    shown = run(tmp_path, "explain", "coaches")

    assert shown.exit_code == 0
    told = [line for line in shown.stdout.splitlines() if not re.match(r"  (Not )?\w+day \d", line)]
    assert told == [
        "Coaches has 2 meetings.",
        "coaches/herfst: Tuesday 6 October 2026 at De Iep, 1 of 4 absent.",
        "  Not De Beuk: it has had 1 turn, including this year, and De Iep has had 0 without this one; "
        "but people would travel 4 km less together.",
        "coaches/lente: Thursday 4 March 2027 at De Eik, 1 of 4 absent.",
        "  Not De Beuk: it has had 1 turn, including this year, and De Eik has had 0 without this one.",
        "The meetings are 149 days apart; at least 6 weeks are asked.",
        "These miss a meeting: Cato (1 of 2) and Dirk (1 of 2).",
        "Turns: De Beuk (1 before, 0 this year), De Eik (0 before, 1 this year) and "
        "De Iep (0 before, 1 this year); 1 school has had none.",
        "More about one meeting: leernet explain coaches/herfst",
    ]


def test_whose_turn_it_was_is_told_of_the_schools_with_most_turns_first(tmp_path):
    text = PROJECT.replace("{rotate: schools}", "{rotate: schools, hosted_before: {beuk: 1}}")
    for meeting in ("herfst", "lente"):
        text = text.replace(f"id: {meeting},", f"id: {meeting}, host: iep,")
    (tmp_path / "leernet.yaml").write_text(text)
    assert run(tmp_path, "plan").exit_code == 0

    told = run(tmp_path, "explain", "coaches").stdout.splitlines()

    assert [line for line in told if line.startswith("Turns: ")] == [
        "Turns: De Iep (0 before, 2 this year) and De Beuk (1 before, 0 this year); 2 schools have had none."
    ]


def test_a_network_that_does_not_exist_is_told_with_what_was_meant(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT)
    run(tmp_path, "plan")

    shown = run(tmp_path, "explain", "coache")

    assert shown.exit_code != 0
    assert "Did you mean 'coaches'?" in shown.stderr


@pytest.mark.parametrize("example", ["starterscoaches", "schoolopleiders"])
def test_no_day_is_told_as_the_files_have_it_and_json_has_it_so(example, tmp_path):
    folder = shutil.copytree(EXAMPLES / example, tmp_path / example)
    meetings = json.loads(run(folder, "--json", "plan").stdout)["plan"]["meetings"]

    for reference in {*meetings, *(meeting.partition("/")[0] for meeting in meetings)}:
        for language, written in (("nl", r"dag \d+ [a-z]+ 202[67]"), ("en", r"day \d+ [A-Z][a-z]+ 202[67]")):
            told = run(folder, "explain", reference, language=language).stdout
            assert not DAY_OF_THE_FILES.search(told), told
            assert re.search(written, told)
        assert DAY_OF_THE_FILES.search(run(folder, "--json", "explain", reference).stdout)


def test_what_has_no_date_yet_is_told_so(tmp_path):
    text = PROJECT.replace("id: lente,", "id: lente, cancelled: yes,")
    (tmp_path / "leernet.yaml").write_text(text)

    told = [run(tmp_path, "explain", what) for what in ("coaches", "coaches/herfst", "coaches/lente")]

    assert [one.exit_code for one in told] == [0, 1, 1]
    assert told[0].stdout == "No meeting of Coaches has a date yet.\n"
    assert [one.stderr.partition("leernet: ")[2] for one in told[1:]] == [
        "coaches/herfst has no date yet.\n    Run `leernet plan` first.\n",
        "coaches/lente was cancelled.\n",
    ]

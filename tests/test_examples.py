"""Every example passes check without a remark, and its year runs from command to command."""

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import write_whole
from leernet.model.values import SchoolYear
from leernet.write.projects import demo_files, example_files, example_names, init_files

# Before the summer, when the year is planned.
TODAY = "2026-06-01"


def leernet(folder, *arguments):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("name", example_names())
def test_check_has_nothing_to_say_about_an_example(name, tmp_path):
    write_whole(tmp_path, example_files(name))

    code, stdout, stderr = leernet(tmp_path, "check")

    # How polls and calendars were read.
    to_know = ("[poll-read]", "[calendar-read]", "[calendar-entries-left]")
    found = [line for line in stderr.splitlines() if not line.startswith("    ")]
    assert [line for line in found if not line.endswith(to_know)] == []
    assert (code, stdout.endswith("no errors.\n")) == (0, True)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("starts_in", [2026, 2027, 2028])
def test_what_init_writes_passes_check_and_can_be_planned(language, starts_in, tmp_path):
    write_whole(tmp_path, init_files(language, SchoolYear(starts_in)))

    assert leernet(tmp_path, "check")[::2] == (0, "")
    assert leernet(tmp_path, "plan")[0] == 0
    assert leernet(tmp_path, "check")[::2] == (0, "")


def test_the_year_of_the_partnership_runs_and_every_meeting_has_its_agenda(tmp_path):
    write_whole(tmp_path, demo_files())

    code, _stdout, stderr = leernet(tmp_path, "plan")

    assert (code, stderr) == (0, "")
    code, _stdout, stderr = leernet(tmp_path, "check")
    assert (code, stderr.count("\n"), "[poll-read]" in stderr) == (0, 1, True)
    assert sorted(path.name for path in (tmp_path / "out" / "agendas").iterdir()) == [
        "basisschoolcoaches-voorbereiding.html",
        "basisschoolcoaches-voorbereiding.md",
        "starterscoaches-herfst.html",
        "starterscoaches-herfst.md",
        "starterscoaches-lente.html",
        "starterscoaches-lente.md",
    ]
    assert leernet(tmp_path, "agenda", "starterscoaches/lente")[0] == 0


@pytest.mark.parametrize("name", ["starterscoaches", "studentworkshops", "bsc-slb", "collegiale-coaching"])
def test_an_example_is_planned_on_its_own_to_the_same_bytes_each_time(name, tmp_path):
    plans = []
    for run in ("first", "second"):
        write_whole(tmp_path / run, example_files(name))
        assert leernet(tmp_path / run, "plan")[0] == 0
        plans.append((tmp_path / run / "plan.yaml").read_bytes())

    assert plans[0] == plans[1]

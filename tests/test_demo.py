"""``leernet demo`` runs a whole year on the examples, and a second time touches nothing."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from leernet.cli import app

REPOSITORY = Path(__file__).parent.parent
STEPS = ["check", "plan", "inventory", "allocate", "invite", "agenda"]
LOOK_AT = """\
Open these:
    leernet-demo/out/schedule.md                           the year, to put in school calendars
    leernet-demo/out/report-studentworkshops.html          who is in which workshop, how good that is and why
    leernet-demo/out/agendas/starterscoaches-herfst.html   the programme of a meeting
    leernet-demo/out/invitations/all.mbox                  the mails, for Thunderbird or another mail program
    leernet-demo/out/calendars/starterscoaches.ics         the meetings, for any calendar
    leernet-demo/plan.yaml                                 the plan, as leernet keeps it
Then change a line in one of the .yaml files and plan again.
"""


def hashes(folder: Path) -> dict[str, str]:
    """What every file below a folder holds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run_in(folder: Path, *arguments: str) -> Result:
    """``leernet … demo`` in a folder."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        return CliRunner().invoke(app, ["--lang", "en", *arguments, "demo"])


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, run_in(folder)


def test_the_whole_year_runs_and_what_to_open_is_there(first_run):
    _, result = first_run

    headings = [line.split() for line in result.stdout.splitlines() if line.startswith("[")]
    numbers = [f"[{number}/{len(STEPS)}]" for number in range(1, len(STEPS) + 1)]
    assert (result.exit_code, [words[6] for words in headings]) == (0, STEPS)
    assert [words[0] for words in headings] == numbers
    assert result.stdout.endswith(LOOK_AT)


def test_as_json_it_is_one_object_and_the_files_are_the_same_to_the_byte(first_run, tmp_path: Path):
    result = run_in(tmp_path, "--json")

    record = json.loads(result.stdout)
    assert (record["schema"], record["findings"], list(record["steps"])) == (1, [], STEPS)
    assert [step["schema"] for step in record["steps"].values()] == [1] * len(STEPS)
    assert hashes(tmp_path) == hashes(first_run[0])


def test_a_second_run_says_what_it_found_and_changes_nothing(first_run):
    folder, _ = first_run
    before = hashes(folder)

    result = run_in(folder)

    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        f"'leernet-demo' exists already and is left as it is.\n{LOOK_AT}",
        "To start over, remove or rename it and run the command again.\n",
    )
    assert hashes(folder) == before


@pytest.mark.slow
def test_it_runs_far_from_any_clone_from_a_wheel_that_was_built_from_the_sdist(tmp_path: Path):
    here = tmp_path / "far away"
    here.mkdir()
    build = [sys.executable, "-m", "build", "--outdir", str(tmp_path), str(REPOSITORY)]
    subprocess.run(build, check=True, capture_output=True)
    assert len([*tmp_path.glob("leernet-*.tar.gz")]) == 1
    (wheel,) = tmp_path.glob("leernet-*.whl")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True)

    run = subprocess.run([python, "-I", "-m", "leernet", "demo"], cwd=here, check=False, capture_output=True)

    assert (run.returncode, (here / "leernet-demo" / "plan.yaml").exists()) == (0, True)

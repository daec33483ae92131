"""The clock of the machine decides nothing: in every zone, also where the clocks change, the same bytes."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.projects import demo_files

ZONES = ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "Asia/Kathmandu")
# Around the ends of summer time in 2026 and its beginning in 2027, in the Netherlands and in Newfoundland.
DAYS = ("2026-10-24", "2026-10-25", "2026-11-01", "2027-03-14", "2027-03-28")
VERBS = ("plan", "allocate", "invite", "agenda", "publish", "status", "status --ics")


@pytest.fixture
def in_zone(monkeypatch):
    """Sets the zone of this process; afterwards it is what it was."""

    def at(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield at
    monkeypatch.undo()
    time.tzset()


def year(folder, today):
    """What a year says and writes, a verb after the other."""
    for path, content in demo_files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    said = []
    for verb in VERBS:
        run = CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", today, *verb.split()])
        said.append((run.exit_code, run.stdout.replace(str(folder), ""), run.stderr.replace(str(folder), "")))
    files = (path for path in folder.rglob("*") if path.is_file() and ".leernet" not in path.parts)
    return said, {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    "today",
    [pytest.param(day, marks=pytest.mark.hours if at else pytest.mark.slow) for at, day in enumerate(DAYS)],
)
def test_a_year_is_the_same_in_five_zones_around_each_change_of_the_clock(tmp_path, in_zone, today):
    in_zone("Europe/Amsterdam")
    said, files = year(tmp_path / "amsterdam", today)
    assert {code for code, _out, _err in said} == {0}
    for number, zone in enumerate(ZONES):
        in_zone(zone)
        assert year(tmp_path / str(number), today) == (said, files), zone


@pytest.mark.parametrize(
    "setting",
    ["C", "tr_TR.UTF-8", *(pytest.param(one, marks=pytest.mark.slow) for one in ("POSIX", "nl_NL@euro"))],
)
def test_letters_are_the_same_under_any_locale(tmp_path, setting):
    project = tmp_path / "İĞne"
    project.mkdir()
    for path, content in demo_files().items():
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_bytes(content)

    def run(**environment):
        command = [sys.executable, "-m", "leernet", "--lang", "nl", "--today", "2026-09-26", "check"]
        env = {"PATH": os.environ["PATH"], "HOME": str(Path.home()), **environment}
        done = subprocess.run(command, cwd=project, env=env, capture_output=True, check=False)
        return done.returncode, done.stdout, done.stderr

    told = run(LC_ALL=setting)
    assert told == run(LC_ALL="C.UTF-8")
    assert told[0] == 0

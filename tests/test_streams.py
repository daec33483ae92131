"""Whatever takes what is printed, every command ends with the same exit code and leaves the same files."""

import functools
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from leernet.cli import app
from leernet.files import write_whole
from leernet.write.projects import example_files

# Each command with its day, in the order of a year; a title has signs that older encodings lack.
YEAR = tuple(
    (day, tuple(line.split()))
    for day, line in (
        ("2026-08-20", "schema"),
        ("2026-08-20", "check"),
        ("2026-08-20", "check nonsense"),
        ("2026-08-20", "plan"),
        ("2026-08-20", "allocate"),
        ("2026-08-20", "explain schoolopleiders/herfst"),
        ("2026-08-20", "agenda schoolopleiders/herfst"),
        ("2026-08-20", "invite --all"),
        ("2026-08-20", "ask inventory schoolopleiders/herfst"),
        ("2026-08-20", "inventory schoolopleiders/herfst"),
        ("2026-08-20", "answer w.roelofs schoolopleiders/herfst yes"),
        ("2026-08-20", "publish"),
        ("2026-08-20", "status"),
        ("2026-08-20", "undo"),
        ("2026-12-20", "attendance"),
        ("2027-06-20", "next-year later"),
        ("2027-06-20", "purge"),
        ("2027-06-20", "init nieuw"),
    )
)


@contextmanager
def read_by_nobody():
    """The end of a pipe to write to whose reader has gone, as after ``| head``."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@contextmanager
def read_to_the_end():
    yield subprocess.PIPE


def lived(encoding, streams, *options):
    """Exit code and output of each command, and the files in the end, of a year in processes of their own."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    with TemporaryDirectory() as folder:
        project = Path(folder) / "p"
        write_whole(project, example_files("schoolopleiders"))
        name = project / "leernet.yaml"
        name.write_text(name.read_text("utf-8").replace("Leernetwerk", "Łeernetwerk ☂"), "utf-8")
        runs = []
        for day, arguments in YEAR:
            with streams() as stdout:
                command = [sys.executable, "-m", "leernet", "--today", day, "--lang", "nl", *options]
                run = subprocess.run(
                    [*command, *arguments],
                    stdout=stdout,
                    stderr=subprocess.PIPE,
                    env=environment,
                    cwd=project,
                    check=False,
                )
            runs.append((arguments, run))
        files = {str(one.relative_to(project)): one for one in project.rglob("*") if one.is_file()}
        return runs, {name: path.read_bytes() for name, path in files.items()}


@functools.cache
def as_ever():
    return lived("utf-8", read_to_the_end)


def codes(runs):
    return [(arguments, run.returncode) for arguments, run in runs]


def test_the_year_has_every_command_but_the_demonstration():
    names = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert {arguments[0] for _day, arguments in YEAR} == names - {"demo"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "streams", "options"),
    [
        ("cp1252", read_to_the_end, ()),
        ("cp437", read_to_the_end, ()),
        ("ascii", read_to_the_end, ("--json",)),
        ("utf-8", read_by_nobody, ()),
        ("ascii", read_by_nobody, ("--json",)),
    ],
)
def test_every_command_ends_alike_whatever_takes_its_output(encoding, streams, options):
    expected, files = as_ever()
    runs, left = lived(encoding, streams, *options)

    assert codes(runs) == codes(expected)
    assert {name for name in files.keys() | left.keys() if files.get(name) != left.get(name)} == set()
    assert [run for _arguments, run in runs if b"Traceback" in run.stderr or b"Errno" in run.stderr] == []
    if options and streams is read_to_the_end:
        for arguments, run in runs:
            assert not run.stdout or json.loads(run.stdout.decode("utf-8")), arguments

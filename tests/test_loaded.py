"""Each command loads what it runs: one that does not solve, send or draw loads nothing that does."""

import os
import subprocess
import sys
from functools import cache

import pytest

from leernet.files import write_whole
from leernet.write.projects import example_files

SOLVERS = ("highspy", "leernet.solve.program", "leernet.solve.allocation.solver", "leernet.solve.plan")
NUMBERS = ("numpy", *SOLVERS)
WORKBOOKS, PAGES, CALENDARS = ("xlsxwriter",), ("jinja2",), ("icalendar",)
DOCUMENTS = (*WORKBOOKS, *PAGES, *CALENDARS, "docx")
MAIL, CORES = ("smtplib", "imaplib", "leernet.send"), ("multiprocessing",)
# What reads a project; who only asks for help or the version has none.
READING = ("pydantic", "yaml", "rich", "leernet.model.year", "leernet.read.table")

NOT_LOADED = {
    "--help": (*READING, *NUMBERS, *DOCUMENTS, *MAIL, *CORES),
    "--version": (*READING, *NUMBERS, *DOCUMENTS, *MAIL, *CORES),
    "check": (*NUMBERS, *DOCUMENTS, *MAIL, *CORES),
    "plan": (*CALENDARS, *MAIL, *CORES),
    "allocate": (*CALENDARS, *MAIL),
    "allocate --verify": (*SOLVERS, *DOCUMENTS, *MAIL, *CORES),
    "status": (*NUMBERS, *DOCUMENTS, *MAIL, *CORES),
    "status --ics": (*NUMBERS, *WORKBOOKS, *PAGES, *MAIL, *CORES),
    "invite": (*NUMBERS, *CORES),
    "agenda": (*NUMBERS, *MAIL, *CORES),
    "attendance": (*NUMBERS, *MAIL, *CORES),
    "publish": (*NUMBERS, *MAIL, *CORES),
    "undo --list": (*NUMBERS, *DOCUMENTS, *MAIL, *CORES),
    "purge": (*NUMBERS, *DOCUMENTS, *MAIL, *CORES),
    "schema": (*NUMBERS, *DOCUMENTS, *MAIL, *CORES),
}

RUN = """\
import sys
from leernet.cli import main
try:
    main()
finally:
    print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("loaded")
    write_whole(folder, example_files("schoolopleiders"))
    for command in ("plan", "allocate"):
        loaded(folder, command)
    return folder


@cache
def loaded(folder, command):
    """The modules that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "-C", os.fspath(folder), "--today", "2026-09-08", *command.split()],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines())


@pytest.mark.parametrize("command", NOT_LOADED)
def test_a_command_loads_nothing_that_it_does_not_run(project, command):
    assert sorted(loaded(project, command).intersection(NOT_LOADED[command])) == []


def test_a_command_that_solves_loads_a_solver(project):
    assert {"numpy", "highspy", "leernet.solve.plan"} <= loaded(project, "plan")

"""Two commands at once leave what one after the other leaves, and each goes on from what was begun."""

import itertools
import json
import os
import random
import shutil
import tempfile
from time import sleep

import pytest
from typer.testing import CliRunner

import leernet.commands.next_year as closing
import leernet.commands.project as opening
from leernet.cli import app
from leernet.files import project_lock
from tests.faults_project import answer_all, who_was_there, write_project
from tests.faults_run import in_child, tree, warm

TODAY = "2026-09-08"
# What changes the project, one of each command.
WRITING = (
    "check",
    "plan",
    "allocate",
    "undo",
    "ask ws",
    "inventory coaches/herfst --propose",
    "invite --all",
    "invite --all --drafts",
    "invite --mark-sent",
    "invite replies {p}/answers",
    "answer b.smit coaches/herfst no",
    "agenda coaches/herfst --to out/agendas/herfst.md",
    "attendance",
    "publish",
    "status --ics",
    "purge --yes",
)
# These change another folder, or none; ``check`` goes on where it cannot keep the ids it made.
OTHERS = ("init", "demo", "next-year", "schema", "explain")
READING = (
    "status",
    "agenda",
    "explain coaches/herfst",
    "publish --check",
    "allocate --verify",
    "next-year {p}/../q",
    "undo --list",
    "purge",
    "",
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A project in which each of these has something to do."""
    folder = tmp_path_factory.mktemp("ready") / "p"
    write_project(folder)
    for command in ("plan", "allocate", "publish", "invite --all --drafts", "invite --mark-sent"):
        assert leernet(folder, command).exit_code == 0, command
    answer_all(folder)
    who_was_there(folder)
    # A draft that waits, an answer by hand and ids that are still to be made.
    with (folder / "networks.yaml").open("a") as networks:
        networks.write("      - {id: mei, date: 2027-05-11}\n")
    with (folder / "members.csv").open("a") as members:
        members.write("Nora Nieuw,n.nieuw@kiem.example,de-els,\n")
    assert leernet(folder, "plan").exit_code == 0
    assert leernet(folder, "invite --all --drafts").exit_code == 0
    (folder / ".leernet" / "ids.yaml").unlink()
    return folder


@pytest.fixture
def project(ready, tmp_path):
    return shutil.copytree(ready, tmp_path / "p")


def leernet(folder, command):
    given = ["-C", str(folder), "--lang", "en", "--today", TODAY, *command.format(p=folder).split()]
    return CliRunner().invoke(app, given)


def test_every_command_is_one_of_these():
    names = {command.name or command.callback.__name__ for command in app.registered_commands}

    assert {command.split()[0] for command in WRITING} | {*OTHERS} == names


@pytest.mark.parametrize("command", [one for one in WRITING if one != "check"])
def test_what_writes_reads_nothing_while_another_writes(command, project, monkeypatch):
    def read(_folder):
        raise AssertionError(command)

    monkeypatch.setattr(opening, "project_files", read)
    with project_lock(project):
        before = tree(project)
        result = leernet(project, command)

    assert (result.exit_code, tree(project)) == (1, before)
    assert "Another leernet command is running" in result.stderr


def test_ids_are_kept_by_nobody_while_another_writes(project):
    before = tree(project)
    with project_lock(project):
        assert leernet(project, "check").exit_code == 0
        assert tree(project) == before
    assert leernet(project, "check").exit_code == 0
    assert tree(project).keys() - before.keys() == {".leernet/ids.yaml"}


@pytest.mark.parametrize("command", [*WRITING, *READING])
def test_every_command_goes_on_from_what_was_begun(command, project, monkeypatch):
    mark = {"written": ["out/schedule.md"], "removed": ["out/gone.md"], "undone": []}
    (project / ".leernet" / "finishing.json").write_text(json.dumps(mark))
    (project / "out" / ".schedule.md.part").write_text("new")
    (project / "out" / "gone.md").write_text("old")
    seen = []

    def read(real):
        def reading(folder):
            seen.append(sorted(path.name for path in project.rglob("*") if path.name in _BEGUN))
            return real(folder)

        return reading

    for module in (opening, closing):
        monkeypatch.setattr(module, "project_files", read(module.project_files))
    leernet(project, command)

    assert {*map(tuple, seen)} <= {()}
    assert not (project / ".leernet" / "finishing.json").exists()


_BEGUN = ("finishing.json", ".schedule.md.part", "gone.md")


def started(project, command):
    """A command in a process of its own."""
    said = tempfile.TemporaryFile()  # noqa: SIM115 - read by who waits
    child = os.fork()
    if child == 0:
        in_child(project, command, TODAY, 12, said, lambda _name, _path: None)
    return child, said


def ended(child, said):
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with said:
        said.seek(0)
        return code, said.read().decode()


def one_after_the_other(ready, folder, commands):
    project = shutil.copytree(ready, folder / "p")
    for command in commands:
        ended(*started(project, command))
    left = tree(project)
    shutil.rmtree(project)
    return left


def both_at_once(ready, folder, commands, pause):
    project = shutil.copytree(ready, folder / "p")
    running = []
    for command in commands:
        running.append(started(project, command))
        sleep(pause)
    outcomes = [ended(*one) for one in running]
    for command, (code, said) in zip(commands, outcomes, strict=True):
        assert code in (0, 1), said
        if "Another leernet command is running" in said:
            ended(*started(project, command))
    # ``check`` says nothing where another was writing and it kept no ids.
    ended(*started(project, "check"))
    left = tree(project)
    shutil.rmtree(project)
    return left


def strange(ready, folder, pairs):
    """The pairs that leave something that neither order leaves."""
    warm()
    for pair in pairs:
        orders = [one_after_the_other(ready, folder, (*order, "check")) for order in (pair, pair[::-1])]
        for pause in (0, 0.03, 0.1):
            left = both_at_once(ready, folder, pair, pause)
            if left not in orders:
                yield (
                    pair,
                    pause,
                    [
                        sorted(path for path in left.keys() | one.keys() if left.get(path) != one.get(path))
                        for one in orders
                    ],
                )


PAIRS = tuple(itertools.combinations_with_replacement(WRITING, 2))


@pytest.mark.slow
def test_two_at_once_are_one_after_the_other(ready, tmp_path):
    assert list(strange(ready, tmp_path, random.Random(2).sample(PAIRS, 2))) == []


@pytest.mark.hours
def test_every_two_at_once_are_one_after_the_other(ready, tmp_path):
    assert list(strange(ready, tmp_path, PAIRS)) == []

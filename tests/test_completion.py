"""The Tab key completes commands and the project's own ids; no start-up file changes without a word."""

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.values import SchoolYear
from leernet.write.projects import init_files


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    for path, content in init_files("nl", SchoolYear(2026), workshops=True).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def completed(project, monkeypatch):
    """What a shell gets in the project's folder when Tab is pressed at the end of a line."""
    monkeypatch.chdir(project)

    def completed(shell, line):
        words = line.split(" ")
        asked = {
            "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
            "zsh": {"_TYPER_COMPLETE_ARGS": line},
            "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
            "powershell": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1]},
        }[shell]
        environment = {"LEERNET_LANG": "nl", "_LEERNET_COMPLETE": f"complete_{shell}", **asked}
        result = CliRunner().invoke(app, [], prog_name="leernet", env=environment)
        assert result.stderr == ""
        return [line for line in result.stdout.split("\n") if line]

    return completed


def test_every_shell_completes_a_meeting_of_the_project(completed):
    said = {shell: completed(shell, "leernet agenda scho") for shell in ("bash", "zsh", "fish", "powershell")}

    assert said["bash"] == ["schoolopleiders/herfst", "schoolopleiders/lente"]
    assert said["fish"][0] == "schoolopleiders/herfst\tNetwerkbijeenkomst herfst"
    assert said["powershell"][0] == "schoolopleiders/herfst:::Netwerkbijeenkomst herfst"
    assert '"schoolopleiders/herfst":"Netwerkbijeenkomst herfst"' in said["zsh"][0]


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("leernet al", ["allocate"]),
        ("leernet allocate ", ["studentworkshops"]),
        (
            "leernet explain studentworkshops ",
            ["a.bakker", "e.vos", "f.visser", "n.yilmaz", "s.jansen", "t.peeters"],
        ),
        ("leernet explain stu", ["studentworkshops", "studentworkshops/herfst", "studentworkshops/lente"]),
        ("leernet answer e", ["e.vos"]),
        ("leernet answer e.vos ", ["schoolopleiders/herfst", "schoolopleiders/lente"]),
        ("leernet invite schoolopleiders/l", ["schoolopleiders/lente"]),
        ("leernet init --from col", ["collegiale-coaching"]),
        ("leernet plan --prefer s", ["spread"]),
        ("leernet -C elders agenda ", []),
    ],
)
def test_ids_commands_and_values_are_completed(completed, line, items):
    assert completed("bash", line) == items


def test_what_changes_is_said_before_the_start_up_file_changes(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "leernet", "--lang", "nl", "--install-completion", "bash"],
        env={**os.environ, "HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )

    assert run.returncode == 0
    assert run.stderr.startswith("Dit zet een paar regels in het startbestand van je terminal: ~/.bashrc")
    assert "Open een nieuwe terminal." in run.stdout
    assert ".bash_completions" in (tmp_path / ".bashrc").read_text(encoding="utf-8")

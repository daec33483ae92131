"""The Tab key in real shells; one that is not installed is skipped, and PowerShell has no test here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leernet.model.values import SchoolYear
from leernet.write.projects import init_files
from tests.test_publish import project

pytestmark = pytest.mark.slow
BASH = """source "$1"
read -ra COMP_WORDS <<< "$2"
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_leernet_completion leernet
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = """source $argv[1]
complete -C $argv[2] | string replace -r '\\t.*' ''
true
"""
# A shell of its own in a terminal, in which Tab is pressed; what it makes of the line, without colours.
ZSH = """zmodload zsh/zpty
zpty shell "stty cols 200; exec zsh -f -i"
zpty -w shell "PROMPT=; autoload -Uz compinit; compinit -u -D; source $1; print REA''DY"
while zpty -r shell line; do [[ $line == *READY* ]] && break; done
zpty -w -n shell "$2"$'\\t'
shown=
repeat 200; do
    zpty -r -t shell part && shown+=$part
    [[ $shown == *$3* ]] && break
    sleep 0.1
done
print -r -- $shown
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return project(tmp_path_factory.mktemp("project"), init_files("nl", SchoolYear(2026), workshops=True))


def pressed(folder, shell, script, line, *more):
    """What the shell says of a line at the end of which Tab is pressed."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    bin_folder = Path(sys.executable).parent
    environment = {**os.environ, "LEERNET_LANG": "nl", "PATH": f"{bin_folder}:{os.environ['PATH']}"}
    environment["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"
    shown = subprocess.run(
        ["leernet", "--show-completion", shell], env=environment, capture_output=True, check=True
    )
    (folder / "completion").write_bytes(shown.stdout)
    (folder / "tab").write_text(script)
    command = [shell, "tab", "completion", line, *more]
    run = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=600, check=True
    )
    return run.stdout


LINES = {
    "leernet allo": ["allocate"],
    "leernet agenda scho": ["schoolopleiders/herfst", "schoolopleiders/lente"],
    "leernet init --from col": ["collegiale-coaching"],
    "leernet explain studentworkshops s": ["s.jansen"],
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("shell", "script"), [("bash", BASH), ("fish", FISH)])
def test_tab_offers_what_fits(folder, shell, script, line):
    assert pressed(folder, shell, script, line).split() == LINES[line]


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("leernet allo", "leernet allocate"),
        ("leernet agenda schoolopleiders/l", "leernet agenda schoolopleiders/lente"),
        ("leernet init --from col", "leernet init --from collegiale-coaching"),
    ],
)
def test_tab_in_zsh_makes_the_line_whole(folder, line, whole):
    said = pressed(folder, "zsh", ZSH, line, whole)

    assert whole in said.replace("\r", "").replace("\n", "")

"""The first year followed as a newcomer does: a fresh environment, an empty home, a real terminal."""

import contextlib
import difflib
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests import manual
from tests.manual import DOCS, LANGUAGES, Reader, followed

pytestmark = pytest.mark.hours
SPOKEN = {"nl": "nl_NL.UTF-8", "en": "en_GB.UTF-8"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder with the commands of an environment in which only leernet is installed."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "-q", DOCS.parent]
    subprocess.run(pip, check=True, capture_output=True)
    return folder / "bin"


def typed(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """How a command ends in a terminal, and what is seen there."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(command[0], command, environment)
    seen = b""
    # The terminal of a program that has ended cannot be read.
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            seen += part
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seen.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_of_the_first_year_prints_what_the_page_says(installed, tmp_path, monkeypatch, language):
    environment = {"PATH": f"{installed}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": SPOKEN[language]}
    environment |= {"TERM": "dumb", "COLUMNS": "80", "LINES": "50"}

    class Newcomer(Reader):
        def run(self, line: str, ends: int | None = 0) -> str:
            program, *arguments = shlex.split(line, comments=True)
            if program == "cd":
                return super().run(line, ends)
            command = [str(installed / "leernet"), "--today", self.today, *arguments]
            code, seen = typed(command, self.folder, environment)
            assert code == self.exit, seen
            printed = seen.replace(str(self.home), "/home/femke")
            return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())

    monkeypatch.setattr(manual, "Reader", Newcomer)
    page = DOCS / language / "first-year.md"
    told, seen = (
        [line for line in text.splitlines() if line]
        for text in (page.read_text(encoding="utf-8"), followed(page, language))
    )

    assert [*difflib.unified_diff(told, seen, lineterm="", n=0)] == []

"""``leernet --version``: the number of pyproject.toml, and the commit where it runs from a checkout."""

import subprocess
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from leernet.commands.version import version_text

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NUMBER = f"leernet {PROJECT['version']}"


def git(folder, *arguments):
    command = ["git", "-C", folder, "-c", "user.name=A", "-c", "user.email=a@kiem.example", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_an_installed_one_says_its_number_and_a_checkout_its_commit_too(tmp_path):
    assert version_text(tmp_path) == NUMBER
    git(tmp_path, "init", "-q")
    (tmp_path / "leernet.py").write_text("1")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    commit = git(tmp_path, "rev-parse", "HEAD")[:12]
    assert version_text(tmp_path) == f"{NUMBER} ({commit})"
    (tmp_path / "leernet.py").write_text("2")
    assert version_text(tmp_path) == f"{NUMBER} ({commit}-dirty)"


def test_the_lock_file_holds_every_requirement_within_its_range_with_hashes_and_no_address():
    text = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")
    entries = [one for one in text.replace("\\\n", " ").splitlines() if one and not one.startswith("#")]
    locked = {canonicalize_name(one.partition("==")[0]): one.split()[0].partition("==")[2] for one in entries}
    extras = PROJECT["optional-dependencies"]
    asked = [Requirement(one) for one in (*PROJECT["dependencies"], *extras["test"], *extras["docs"])]

    wrong = [str(one) for one in asked if locked.get(canonicalize_name(one.name), "0") not in one.specifier]
    assert wrong == []
    assert [one for one in entries if "--hash=sha256:" not in one] == []
    assert "http" not in text

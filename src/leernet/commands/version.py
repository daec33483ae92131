"""Which leernet this is: the version; in a checkout also the commit, and whether files differ from it."""

import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

_CHECKOUT = Path(__file__).parents[3]


def version_text(checkout: Path = _CHECKOUT) -> str:
    """``leernet 0.2.0``, or ``leernet 0.2.0 (1a2b3c4d5e6f)`` where it runs from a checkout."""
    described = _described(checkout)
    return f"leernet {version('leernet')}{f' ({described})' if described else ''}"


def _described(checkout: Path) -> str:
    git = shutil.which("git")
    if git is None or not (checkout / ".git").exists():
        return ""
    command = [git, "-C", str(checkout), "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return found.stdout.strip()

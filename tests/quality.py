"""How good what leernet makes of the examples is; ``python -m tests.quality`` writes ``tests/quality.yaml``.

For each example what every goal of its plan comes to and how low it could be, how many schools receive how
often, and for each series the goals of its allocation under every policy. ``tests/test_quality.py`` compares
with ``==``: what makes an example better edits the table in the same commit; nothing makes it worse unseen.
"""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import yaml
from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.year import Policy

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "tests" / "quality.yaml"
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/leernet.yaml"))
TODAY = date(2026, 9, 1)


def quality(example: str) -> dict:
    """What an example comes to: of each goal what it is and what it could be at best."""
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT / "examples" / example, folder, dirs_exist_ok=True))
        _said(copy, "plan")
        plan = yaml.safe_load((copy / "plan.yaml").read_text(encoding="utf-8"))
        hosts = Counter(meeting["host"] for meeting in plan["meetings"].values() if "host" in meeting)
        found = {"plan": _goals(plan), "turns": dict(sorted(Counter(hosts.values()).items()))}
        for choices in sorted(copy.glob("choices/*")):
            found[choices.stem] = {
                policy: _allocated(copy, choices.stem, policy) for policy in get_args(Policy)
            }
        return found


def _allocated(copy: Path, series: str, policy: str) -> dict[str, list[int]]:
    _said(copy, "allocate", series, "--policy", policy)
    return _goals(yaml.safe_load((copy / "allocation" / f"{series}.yaml").read_text(encoding="utf-8")))


def _goals(record: dict) -> dict[str, list[int]]:
    said = ("value", "bound")
    return {goal["name"]: [goal[key] for key in said if key in goal] for goal in record["goals"]}


def _said(copy: Path, *words: str) -> None:
    result = CliRunner().invoke(app, ["-C", str(copy), "--today", TODAY.isoformat(), *words])
    if result.exit_code:
        raise AssertionError(result.stderr)


def table() -> dict[str, dict]:
    """The table as it is kept."""
    kept: dict[str, dict] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return kept


if __name__ == "__main__":
    made = {example: quality(example) for example in EXAMPLES}
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    TABLE.write_text(text, encoding="utf-8")

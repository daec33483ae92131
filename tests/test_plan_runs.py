"""Whole runs of ``leernet plan``: the same bytes everywhere, and nothing half done when one is stopped."""

import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .plan_projects import MEMBERS, NETWORK, SCHOOLS, YEAR
from .test_plan_workshops import SERIES

POS = Path(__file__).parent.parent / "examples" / "pos"
LEERNET = ["-m", "leernet", "--today", "2026-06-01", "--lang", "en"]


NO_LOCATION = "1 school has no location, so kilometres are not known: De Wilg.\n"


def run(folder, *arguments, seed="0", cores="", code=LEERNET):
    """A process of its own; ``cores`` as taskset has them."""
    pinned = ["taskset", "-c", cores] if cores and shutil.which("taskset") else []
    return subprocess.run(
        [*pinned, sys.executable, *code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def every_file(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def written(folder):
    return {
        path: content for path, content in every_file(folder).items() if path.startswith(("plan.", "out/"))
    }


def small_project(folder, order):
    chance = random.Random(order)
    head, *people = re.sub(r"  (\w+): \{", r"  \1: {email: \1@kiem.example, ", MEMBERS).splitlines(
        keepends=True
    )
    chance.shuffle(people)
    parts = [YEAR, SCHOOLS, "".join([head, *people]), NETWORK, SERIES]
    chance.shuffle(parts)
    text = "".join(parts)
    folder.mkdir()
    (folder / f"a{order}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_any_order_any_hash_seed_and_any_core_give_the_same_bytes(tmp_path):
    found = []
    for order, seed, cores in ((0, "0", ""), (1, "1", "0"), (2, "2", "0,1")):
        folder = small_project(tmp_path / str(order), order)
        shown = run(folder, "plan", seed=seed, cores=cores)
        assert (shown.returncode, shown.stderr) == (0, NO_LOCATION)
        found.append((shown.stdout.replace(str(folder), ""), written(folder)))

    assert found[0] == found[1] == found[2]
    assert "plan.yaml" in found[0][1]


def shuffled_pos(folder, order):
    """The example with its tables in another order, the parts of its YAML too."""
    chance = random.Random(order)
    folder.mkdir()
    for path in POS.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".csv" and order:
            head, *rows = text.splitlines(keepends=True)
            chance.shuffle(rows)
            text = "".join([head, *rows])
        if path.name == "networks.yaml" and order:
            lines = text.partition("networks:\n")[2].splitlines(keepends=True)
            starts = [at for at, line in enumerate(lines) if line[2:3].strip()]
            cut = [lines[one:other] for one, other in zip(starts, [*starts[1:], len(lines)], strict=True)]
            chance.shuffle(cut)
            text = "networks:\n" + "".join(line for block in cut for line in block)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_the_large_example_gives_the_same_bytes_whatever_is_shuffled(tmp_path):
    runs = [(order, str(seed), cores) for order, seed in enumerate(range(3)) for cores in ("0", "0,1")]
    found = []
    for order, seed, cores in runs:
        folder = shuffled_pos(tmp_path / f"{order}-{cores}", order)
        assert run(folder, "plan", seed=seed, cores=cores).returncode == 0
        found.append(written(folder))

    assert all(files == found[0] for files in found[1:])
    assert len(found[0]) > 100


# A whole run to which ^C comes half a second after the proof has begun.
INTERRUPTED = """
import os, signal, threading
from leernet.solve.program import Program

solved = Program.solved

def begun(self, **options):
    Program.solved = solved
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    return solved(self, **options)

Program.solved = begun
from leernet.cli import main
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("planned", [False, True])
def test_an_interrupted_proof_tells_the_best_so_far_and_leaves_every_file_as_it_was(tmp_path, planned):
    folder = shuffled_pos(tmp_path / "pos", 0)
    if planned:
        assert run(folder, "plan").returncode == 0
    before = every_file(folder)

    shown = run(folder, "plan", "--best", "--fresh", "--goals", code=["-c", INTERRUPTED, *LEERNET[2:]])

    assert shown.returncode == 130
    assert every_file(folder) == before
    assert shown.stderr.splitlines()[-2:] == [
        "The search was stopped early; without a limit it may find a better plan.",
        "Interrupted: this is the best so far, and nothing is written.",
    ]
    goal = next(line for line in shown.stdout.splitlines() if line.startswith("all dates together"))
    assert float(goal.partition("at most ")[2].split()[0]) <= 2


@pytest.mark.slow
def test_a_limit_in_seconds_ends_the_search_and_says_so(tmp_path):
    folder = shuffled_pos(tmp_path / "pos", 0)

    shown = run(folder, "plan", "--best", "--goals", "--seconds", "3")

    assert shown.returncode == 0
    assert shown.stderr.endswith("The search was stopped early; without a limit it may find a better plan.\n")
    assert "all dates together: at most " in shown.stdout
    assert (folder / "plan.yaml").exists()


def test_no_time_at_all_still_gives_a_plan_that_keeps_the_rules(tmp_path):
    folder = small_project(tmp_path / "small", 0)

    shown = run(folder, "plan", "--seconds", "0")

    assert (shown.returncode, shown.stderr) == (
        0,
        f"{NO_LOCATION}The search was stopped early; without a limit it may find a better plan.\n",
    )
    assert run(folder, "check").returncode == 0

"""The modules that carry promises in; changes of one place in them that no test notices, out.

``.ci/mutants`` runs this. A mutant is a module with one operator, number or name changed; it is noticed when
one of the tests named for its module fails or takes far too long. Which mutants are tried is drawn by a seed,
so that a run can be repeated. Survivors that nobody can see stand in ``tests/mutants-argued.txt``.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "leernet"
ARGUED = Path(__file__).parent / "mutants-argued.txt"
# Modules by the beginning of their path, and the tests that should notice a change, the quickest first.
PROMISES = {
    "solve/dates/": ("plan_dates", "plan_misses", "plan_replan", "plan_generated"),
    "solve/hosts/": ("plan_hosts", "plan_turns", "plan_travel", "plan_generated"),
    "solve/rounds/": ("rounds",),
    "solve/pairs/": ("pairs", "visits", "matching", "pairs_of_a_year"),
    "solve/allocation/past.py": ("allocation_past", "oracle"),
    "solve/allocation/problem.py": ("allocation_past", "allocation_told", "allocation_problem", "oracle"),
    "model/turns.py": ("plan_turns", "plan_hosts", "plan_fairness"),
    "model/revision.py": ("invite_life", "invite_send", "invite_replies"),
    "model/ledger.py": ("invite_life", "invite_replies", "invite_send", "status"),
    "model/headcount.py": ("plan_hosts", "plan_verify", "plan_generated"),
    "days/": ("days_calendar", "days_holidays", "plan_dates", "attendance"),
    "verify/plan/": (
        "plan_verify",
        "plan_at_once",
        "groups_verify",
        "pairs_verify",
        "plan_past",
        "plan_turns",
    ),
    "verify/allocation/": ("allocation_proof", "allocation_record", "allocation_exact"),
    "verify/rounds.py": ("rounds",),
    "read/choice": ("choices_own", "choices_forms", "choices_generated"),
    "read/calendar": ("calendars",),
    "read/inventory.py": ("inventory",),
    "send/": ("invite_send",),
}
_COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change.

    Attributes:
        module: path below the package.
        place: how many places that can change come before it in the module.
        was: the line, before.
    """

    module: str
    place: int
    line: int
    was: str
    now: str
    source: str

    @property
    def key(self) -> str:
        """What names it in the list of argued survivors; lines move, texts stay."""
        return f"{self.module}: {self.was} -> {self.now}"


def promising_modules() -> list[str]:
    """The modules that carry promises, sorted."""
    paths = (path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.py"))
    return sorted(path for path in paths if tests_of(path) and not path.endswith("__init__.py"))


def tests_of(module: str) -> tuple[str, ...]:
    """The test files that should notice a change in a module."""
    return next(
        (
            tuple(f"tests/test_{name}.py" for name in names if (ROOT / f"tests/test_{name}.py").exists())
            for start, names in PROMISES.items()
            if module.startswith(start)
        ),
        (),
    )


def places(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that can be changed, in order."""
    return filter(_can_change, ast.walk(tree))


def _can_change(node: ast.AST) -> bool:
    match node:
        case ast.Compare():
            return type(node.ops[0]) in _COMPARISONS
        case ast.BinOp():
            in_text = any(isinstance(side, ast.JoinedStr) for side in (node.left, node.right))
            return type(node.op) in _OPERATORS and not in_text
        case ast.BoolOp():
            return True
        case ast.UnaryOp():
            return isinstance(node.op, ast.Not)
        case ast.Constant():
            return type(node.value) is int
        case ast.Call():
            return isinstance(node.func, ast.Name) and node.func.id in _CALLS
    return False


def change(node: ast.AST) -> None:
    """Change a node to something else."""
    match node:
        case ast.Compare():
            node.ops[0] = _COMPARISONS[type(node.ops[0])]()
        case ast.BinOp():
            node.op = _OPERATORS[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        case ast.Constant():
            node.value += 1  # type: ignore[operator]
        case ast.Call():
            node.func = ast.Name(_CALLS[node.func.id], ast.Load())  # type: ignore[attr-defined]


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module; type hints, which nothing runs, are left alone."""
    text = (SOURCES / module).read_text(encoding="utf-8")
    tree = ast.parse(text)
    found = []
    for at, node in enumerate(places(tree)):
        changed = copy.deepcopy(tree)
        twin = next(one for place, one in enumerate(places(changed)) if place == at)
        was = ast.unparse(twin)
        change(twin)
        source = ast.unparse(ast.fix_missing_locations(changed))
        if source != ast.unparse(tree):
            line = getattr(node, "lineno", 0)
            found.append(Mutant(module, at, line, was, ast.unparse(twin), source))
    return found


def survives(mutant: Mutant) -> bool:
    """Whether the tests of its module pass with it in the place of the module."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "leernet"
        shutil.copytree(SOURCES, package, ignore=shutil.ignore_patterns("__pycache__"))
        (package / mutant.module).write_text(mutant.source, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header"]
        environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            run = subprocess.run(
                [*command, *tests_of(mutant.module)],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
    return run.returncode == 0


def unchanged(module: str) -> Mutant:
    """A mutant without a change: the tests of its module must pass with it, or no other means anything."""
    source = (SOURCES / module).read_text(encoding="utf-8")
    return Mutant(module, 0, 0, "", "", source)


def argued() -> frozenset[str]:
    """The survivors of which it is written down why nobody can see them."""
    lines = ARGUED.read_text(encoding="utf-8").splitlines() if ARGUED.exists() else []
    return frozenset(line for line in lines if line and not line.startswith(("#", " ")))


def main() -> int:
    """Try a sample of mutants; 1 when more than a tenth of them survive unargued."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("modules", nargs="*", help="beginnings of paths below src/leernet")
    asked.add_argument("--sample", type=int, default=300)
    asked.add_argument("--seed", default="1")
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = asked.parse_args()
    modules = [
        one for one in promising_modules() if not options.modules or one.startswith(tuple(options.modules))
    ]
    every = [mutant for module in modules for mutant in mutants(module)]
    drawn = random.Random(options.seed).sample(every, min(options.sample, len(every)))
    known = argued()
    tried = [mutant for mutant in drawn if mutant.key not in known]
    survivors = []
    with ThreadPoolExecutor(options.workers) as pool:
        # One module for each set of tests.
        whole = tuple({tests_of(mutant.module): unchanged(mutant.module) for mutant in tried}.values())
        passed = zip(whole, pool.map(survives, whole), strict=True)
        broken = [one.module for one, passes in passed if not passes]
        if broken:
            print(f"the tests of these modules fail without any change: {', '.join(broken)}")
            return 2
        for mutant, alive in zip(tried, pool.map(survives, tried), strict=True):
            if alive:
                survivors.append(mutant)
                print(
                    f"survived: src/leernet/{mutant.module}:{mutant.line}: {mutant.was}  ->  {mutant.now}",
                    flush=True,
                )
    print(f"{len(every)} mutants of {len(modules)} modules; of {len(drawn)} drawn {len(survivors)} survived")
    return 1 if len(survivors) * 10 > len(drawn) else 0


if __name__ == "__main__":
    sys.exit(main())

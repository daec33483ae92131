"""What the tests ran in; changes of one place in the code that no test notices, out.

``.ci/mutants`` runs this. A mutant is a module with one operator, number or name changed. It is tried with
the tests that ran its line, the quickest first, each batch in a process of its own that reads the module
changed; it is noticed when one of them fails or works on far longer than it did. Which tests ran which line
is recorded by one run of the suite (``--record``). What is drawn is drawn by a seed, so that a run can be
repeated. Survivors that nobody can see are listed in ``tests/mutants-argued.txt``, each with the reason.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import coverage
import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "leernet"
ARGUED = Path(__file__).parent / "mutants-argued.txt"
RECORD = ROOT / "build" / "mutants"
# Sentences and how things look are read by people; a number there is a width or a colour.
LOOKS = ("catalogue/", "write/")
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
# Tests a batch, each batch larger than the one before: most mutants are noticed by the first.
_BATCHES = (10, 40, 160)
# Recorded seconds of the tests that a mutant is tried with at most; one noticed by none of these survives.
_MOST_SECONDS = 90.0
_START_SECONDS = 30.0
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change.

    Attributes:
        module: path below the package.
        source: the whole module with the change.
    """

    module: str
    line: int
    was: str
    now: str
    source: str

    @property
    def key(self) -> str:
        """What names it in the list of argued survivors; lines move, texts stay."""
        return f"{self.module}: {self.was} -> {self.now}"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Which tests ran which line, by one run of the suite.

    Attributes:
        lines: for each module, for each of its lines, the tests that ran it.
        seconds: how long each test took.
    """

    lines: dict[str, dict[int, frozenset[str]]]
    seconds: dict[str, float]

    def tests_of(self, mutant: Mutant) -> tuple[tuple[str, float], ...]:
        """The tests to try a mutant with, the quickest first; for what runs at import those of the module."""
        lines = self.lines.get(mutant.module, {})
        ran = lines.get(mutant.line, frozenset()) or frozenset().union(*lines.values())
        chosen: list[tuple[str, float]] = []
        total = 0.0
        for test in sorted(ran, key=lambda test: (self.seconds[test], test)):
            total += self.seconds[test]
            if chosen and total > _MOST_SECONDS:
                break
            chosen.append((test, self.seconds[test]))
        return tuple(chosen)


def record() -> int:
    """Run the suite once and keep which test ran which line, and how long each took; the code of pytest."""
    RECORD.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-q", "--cov", "--cov-context=test"]
    return subprocess.run(
        [*command, "--cov-report=", f"--junitxml={RECORD / 'times.xml'}"],
        cwd=ROOT,
        env={**os.environ, "COVERAGE_FILE": str(RECORD / "coverage")},
        check=False,
    ).returncode


def recorded(coverage_file: Path, times: Path) -> Recorded:
    """What a run of the suite recorded; tests that failed in it are left out."""
    seconds = {}
    for case in ElementTree.parse(times).iter("testcase"):
        if case.find("failure") is None and case.find("error") is None and case.find("skipped") is None:
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            seconds[name] = float(case.get("time", 0))
    data = coverage.CoverageData(str(coverage_file))
    data.read()
    lines = {}
    for file in data.measured_files():
        if not Path(file).is_relative_to(SOURCES):
            continue
        ran = {
            line: frozenset(test for test in (name.split("|")[0] for name in contexts) if test in seconds)
            for line, contexts in data.contexts_by_lineno(file).items()
        }
        lines[Path(file).relative_to(SOURCES).as_posix()] = ran
    return Recorded(lines, seconds)


def modules() -> list[str]:
    """The modules that are changed, sorted."""
    paths = (path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.py"))
    return sorted(path for path in paths if not path.startswith("catalogue/"))


def places(tree: ast.AST, module: str) -> Iterator[ast.AST]:
    """The nodes that can be changed, in order."""
    return (node for node in ast.walk(tree) if _can_change(node, module))


def _can_change(node: ast.AST, module: str) -> bool:
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
            return type(node.value) is int and not module.startswith(LOOKS)
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


def mutant(module: str, at: int) -> Mutant:
    """The mutant of a module that has the place of this number changed."""
    tree = ast.parse((SOURCES / module).read_text(encoding="utf-8"))
    node = next(islice(places(tree, module), at, None))
    line, was = getattr(node, "lineno", 0), ast.unparse(node)
    change(node)
    return Mutant(module, line, was, ast.unparse(node), ast.unparse(ast.fix_missing_locations(tree)))


def all_places() -> list[tuple[str, int]]:
    """Each module with the number of each place in it that can be changed."""
    return [
        (module, at)
        for module in modules()
        for at, _node in enumerate(places(ast.parse((SOURCES / module).read_text(encoding="utf-8")), module))
    ]


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and the tests it is tried with, the quickest first, with the recorded seconds of each."""

    mutant: Mutant
    tests: tuple[tuple[str, float], ...]


def noticed(trial: Trial) -> str:
    """The test that fails with the mutant in the place of its module, "" when every one passes."""
    start = 0
    for size in (*_BATCHES, len(trial.tests)):
        batch = trial.tests[start : start + size]
        failed = batch and first_failure(trial.mutant, batch)
        if failed:
            return failed
        start += size
    return ""


def first_failure(mutant: Mutant | None, tests: Sequence[tuple[str, float]]) -> str:
    """The first test that fails in a process that reads the mutant; "too long" when it works on and on."""
    seconds = round(_START_SECONDS + _PATIENCE * sum(each for _, each in tests))
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os._exit(_run(mutant, [test for test, _ in tests], seconds, writing))
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        failed = told.read()
    code = os.waitpid(child, 0)[1]
    return failed or ("too long" if os.WIFSIGNALED(code) else "at the start" if code else "")


def _run(mutant: Mutant | None, tests: Sequence[str], seconds: int, told: int) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    os.chdir(ROOT)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    sys.dont_write_bytecode = True
    if mutant:
        sys.meta_path.insert(0, _Changed(mutant))
    try:
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        return int(pytest.main([*options, *tests], plugins=[_Telling(told)]))
    except BaseException:
        return 1


@dataclass(frozen=True)
class _Telling:
    """Tells the first test that fails to the process that waits."""

    told: int

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest after each part of a test."""
        if report.failed:
            os.write(self.told, report.nodeid.encode())


@dataclass(frozen=True)
class _Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds one module of the package and reads the mutant in its place."""

    mutant: Mutant

    @property
    def _name(self) -> str:
        parts = Path("leernet", self.mutant.module).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Where the module is read from, when it is the changed one."""
        if name != self._name:
            return None
        return importlib.util.spec_from_file_location(name, SOURCES / self.mutant.module, loader=self)

    def get_source(self, fullname: str) -> str:
        """The changed module."""
        return self.mutant.source

    def is_package(self, fullname: str) -> bool:
        """Whether the module is the opening of a package."""
        return self.mutant.module.endswith("__init__.py")


def argued() -> frozenset[str]:
    """The survivors of which it is written down why nobody can see them."""
    lines = ARGUED.read_text(encoding="utf-8").splitlines() if ARGUED.exists() else []
    return frozenset(line for line in lines if line and not line.startswith(("#", " ")))


def main() -> int:
    """Try a sample of mutants; 1 when a larger part of them survives than may, 2 when nothing can be said."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("modules", nargs="*", help="beginnings of paths below src/leernet")
    asked.add_argument("--record", action="store_true", help="run the suite first and record it")
    asked.add_argument("--coverage", type=Path, default=RECORD / "coverage")
    asked.add_argument("--times", type=Path, default=RECORD / "times.xml")
    asked.add_argument("--sample", type=int, default=300)
    asked.add_argument("--seed", default="1")
    asked.add_argument("--part", type=float, default=0.1, help="the part of the sample that may survive")
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = asked.parse_args()
    if options.record and record():
        return 2
    every = [one for one in all_places() if one[0].startswith(tuple(options.modules) or "")]
    drawn = random.Random(options.seed).sample(every, min(options.sample, len(every)))
    known = argued()
    tried = [one for one in (mutant(module, at) for module, at in drawn) if one.key not in known]
    seen = recorded(options.coverage, options.times)
    trials = [Trial(one, seen.tests_of(one)) for one in tried]
    noticing, survivors = set(), 0
    with ProcessPoolExecutor(options.workers, get_context("fork")) as pool:
        for one, failed in zip(tried, pool.map(noticed, trials), strict=True):
            noticing.add(failed)
            if not failed:
                survivors += 1
                place = f"src/leernet/{one.module}:{one.line}"
                print(f"survived: {place}: {one.was}  ->  {one.now}", flush=True)
    sound = sorted((test, seen.seconds[test]) for test in noticing if test in seen.seconds)
    broken = first_failure(None, sound) if sound else ""
    if broken:
        print(f"{broken} fails without any change")
        return 2
    print(
        f"{len(every)} places; of {len(drawn)} drawn {len(drawn) - len(tried)} argued, {survivors} survived"
    )
    return int(survivors > options.part * len(drawn))


if __name__ == "__main__":
    sys.exit(main())

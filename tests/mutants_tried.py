"""A mutant and the tests that ran its line in; the test that notices it, out.

Each batch of tests runs in a process of its own that reads the module changed. A mutant is noticed when a
test fails, or works on far longer than it did, or does not begin, while the same tests pass without it.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import coverage
import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "leernet"
RECORD = ROOT / "build" / "mutants"
# Tests a batch, each batch larger than the one before: most mutants are noticed by the first.
_BATCHES = (10, 40, 160)
_START_SECONDS = 30.0
_PATIENCE = 5.0
_NO_TEST = ("too long", "at the start")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change.

    Attributes:
        module: path below the package.
        text: the line that is changed, without what it is indented by.
        source: the whole module with the change.
    """

    module: str
    line: int
    text: str
    was: str
    now: str
    source: str

    @property
    def key(self) -> str:
        """What names it in the list of argued survivors; lines move, texts stay."""
        return f"{self.module}: {self.text}: {self.was} -> {self.now}"

    @property
    def place(self) -> str:
        """Where it stands and what is changed."""
        return f"src/leernet/{self.module}:{self.line}: {self.was}  ->  {self.now}"


@dataclass(frozen=True)
class Recorded:
    """Which tests ran which line, by one run of the suite.

    Attributes:
        lines: for each module, for each of its lines, the tests that ran it.
        seconds: how long each test took.
    """

    lines: dict[str, dict[int, frozenset[str]]]
    seconds: dict[str, float]

    @cached_property
    def _breadth(self) -> Counter[str]:
        """How many modules each test ran a line of."""
        ran = (frozenset().union(*lines.values()) for lines in self.lines.values())
        return Counter(test for tests in ran for test in tests)

    def tests_of(self, mutant: Mutant, most_seconds: float) -> tuple[tuple[str, float], ...]:
        """The tests to try a mutant with: first the quick ones that run little else.

        For what runs at import those of the module; where none runs any of it, those that import it.

        Args:
            most_seconds: recorded seconds of these tests at most; what none of them notices survives.
        """
        lines = self.lines.get(mutant.module, {})
        ran = lines.get(mutant.line) or frozenset().union(*lines.values()) or self._importing(mutant.module)
        chosen: list[tuple[str, float]] = []
        total = 0.0
        for test in sorted(ran, key=lambda test: (self.seconds[test] * self._breadth[test], test)):
            if chosen and total + self.seconds[test] > most_seconds:
                continue
            total += self.seconds[test]
            chosen.append((test, self.seconds[test]))
        return tuple(chosen)

    def _importing(self, module: str) -> frozenset[str]:
        package, _, name = f"leernet/{module.removesuffix('.py')}".replace("/", ".").rpartition(".")
        ways = (f"from {package}.{name} import", f"from {package} import {name}\n")
        files = {test.partition("::")[0] for test in self.seconds}
        found = {file for file in files if any(way in (ROOT / file).read_text("utf-8") for way in ways)}
        return frozenset(test for test in self.seconds if test.partition("::")[0] in found)


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


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and the tests it is tried with, in this order, with the recorded seconds of each."""

    mutant: Mutant
    tests: tuple[tuple[str, float], ...]


def noticed(trial: Trial) -> str:
    """The test that fails with the mutant in the place of its module, "" when every one passes.

    Raises:
        ValueError: when the tests do not run without the mutant either, so that nothing can be said.
    """
    start = 0
    for size in (*_BATCHES, len(trial.tests)):
        batch = trial.tests[start : start + size]
        failed = failing_of(trial.mutant, batch)
        if failed in _NO_TEST and failing_of(None, batch):
            raise ValueError(f"{batch} cannot be run")
        if failed:
            return failed
        start += size
    return ""


def failing_of(mutant: Mutant | None, tests: Sequence[tuple[str, float]]) -> str:
    """The first test that fails in a process that reads the mutant; "too long" when it works on and on."""
    if not tests:
        return ""
    seconds = round(_START_SECONDS + _PATIENCE * sum(each for _, each in tests))
    reading, writing = os.pipe()
    gc.freeze()  # What is recorded is large; a child that collects garbage would go through it all.
    child = os.fork()
    if not child:
        os._exit(_run(mutant, [test for test, _ in tests], seconds, writing))
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        failed = told.read().partition("\n")[0]
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
            os.write(self.told, f"{report.nodeid}\n".encode())


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

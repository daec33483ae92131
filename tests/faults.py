"""A command that is killed, or whose disk refuses, at each of its operations in; what came of it out.

``python -m tests.faults`` tries every operation of every command that writes, and prints the figures;
with names of commands behind it only those.
"""

import errno
import os
import re
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from leernet.cli import app
from leernet.write.projects import example_files

TODAY = "2026-09-08"
REFUSALS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.ENOLCK, errno.EINTR)
# Operations that change files, as Python's audit hooks name them.
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Attributes:
        code: its exit code; below zero: killed by that signal.
        operations: how many changes to files it got to.
    """

    code: int
    operations: int
    said: str


def run(folder, arguments, *, at=0, refusal=None):
    """A command in a process of its own, killed (or refused by the disk) at its operation number ``at``."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as counted:
        child = os.fork()
        if child == 0:
            _in_child(folder, arguments, said.fileno(), counted.fileno(), at, refusal)
        _pid, status = os.waitpid(child, 0)
        said.seek(0)
        counted.seek(0)
        text = said.read().decode(errors="replace")
        return Ended(os.waitstatus_to_exitcode(status), len(counted.read()), text)


def _in_child(folder, arguments, said, counted, at, refusal):
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8")
    inside = str(folder)
    done = 0

    def hook(event, given):
        nonlocal done
        changes = event in CHANGES or (event == "open" and isinstance(given[2], int) and given[2] & WRITING)
        if not changes or not str(given[0]).startswith(inside):
            return
        done += 1
        os.write(counted, b".")
        if done == at:
            if refusal is None:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(refusal, os.strerror(refusal), str(given[0]))

    sys.addaudithook(hook)
    code = 0
    try:
        app(["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def tree(folder):
    """Every file that a project holds, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True)
class Case:
    """A command that writes, in a project that is ready for it.

    Attributes:
        then: a command that reads, and so finishes what was begun.
    """

    name: str
    arguments: tuple[str, ...]
    then: tuple[str, ...] = ("status",)


CASES = (
    Case("init", ("init",), ("init",)),
    Case("init --from", ("init", "--from", "starterscoaches"), ("init", "--from", "starterscoaches")),
    Case("plan", ("plan",)),
    Case("plan again", ("plan",)),
    Case("allocate", ("allocate",)),
    Case("invite", ("invite",)),
    Case("publish", ("publish",)),
)


def prepared(case, folder):
    """A project in which the command has something to do."""
    folder.mkdir()
    if case.name.startswith("init"):
        return
    example = "studentworkshops" if case.name == "allocate" else "starterscoaches"
    for path, content in example_files(example).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    if case.name != "plan":
        assert run(folder, ["plan"]).code == 0
    if case.name == "plan again":
        # A day on which people were to meet is closed after all.
        day = re.findall(r"date: (\S+)", (folder / "plan.yaml").read_text(encoding="utf-8"))[0]
        settings = folder / "leernet.yaml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("  closed:\n", f"  closed:\n    - {day}\n", 1), encoding="utf-8")


@dataclass(frozen=True)
class Tried:
    """One fault, and what is wrong after it; empty when nothing is."""

    wrong: str
    seconds: float


def tried(case, before, after, folder, at, refusal):
    """The command stopped at an operation; then a command that reads, then the same command again."""
    start = monotonic()
    shutil.copytree(before, folder)
    ended = run(folder, case.arguments, at=at, refusal=refusal)
    wrong = []
    if refusal is not None and (ended.code not in (0, 1) or "Traceback" in ended.said):
        wrong.append(f"exit {ended.code}: {ended.said[-300:]}")
    if refusal is not None and ended.code == 1 and str(folder) not in ended.said:
        wrong.append(f"no path: {ended.said[-300:]}")
    then = run(folder, case.then)
    # What does not fit the definitions is told, and is no fault of the disk.
    if then.code not in (0, 1) or "Traceback" in then.said:
        wrong.append(f"{case.then[0]} after it ends with {then.code}: {then.said[-300:]}")
    if tree(folder) not in (tree(before), tree(after)):
        wrong.append(f"neither old nor new: {_between(tree(folder), tree(before), tree(after))}")
    again = run(folder, case.arguments)
    if again.code != 0 or tree(folder) != tree(after):
        wrong.append(f"given again it ends with {again.code}: {again.said[-300:]}")
    shutil.rmtree(folder)
    return Tried("; ".join(wrong), monotonic() - start)


def _between(now, before, after):
    paths = sorted({*now, *before, *after})
    return [path for path in paths if now.get(path) not in (before.get(path), after.get(path))] or [
        path for path in paths if now.get(path) != after.get(path)
    ]


def faults(case, work, pick=lambda points: points, refusals=REFUSALS):
    """Every fault of a command; ``pick`` chooses among its operations."""
    before, after = work / "before", work / "after"
    prepared(case, before)
    shutil.copytree(before, after)
    whole = run(after, case.arguments)
    assert whole.code == 0, whole.said
    points = list(pick(range(1, whole.operations + 1)))
    for at in points:
        yield at, None, tried(case, before, after, work / "p", at, None)
    for number, at in enumerate(points):
        refusal = refusals[number % len(refusals)]
        yield at, refusal, tried(case, before, after, work / "p", at, refusal)


def main():
    """Print a line a command: operations tried, and what went wrong."""
    print(f"{'command':12} {'killed':>7} {'refused':>8} {'wrong':>6} {'longest s':>10}")
    failed = 0
    asked = sys.argv[1:] or [case.name for case in CASES]
    for case in (case for case in CASES if case.name in asked):
        with tempfile.TemporaryDirectory() as work:
            found = list(faults(case, Path(work)))
        killed = sum(refusal is None for _at, refusal, _tried in found)
        wrong = [(at, refusal, one.wrong) for at, refusal, one in found if one.wrong]
        longest = max(one.seconds for _at, _refusal, one in found)
        print(f"{case.name:12} {killed:7} {len(found) - killed:8} {len(wrong):6} {longest:10.2f}", flush=True)
        for each in wrong:
            print("   ", each)
        failed += len(wrong)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

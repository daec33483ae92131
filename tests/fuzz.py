"""Projects with something wrong in one of their files in; whether every command ends as it should out.

``python -m tests.fuzz [SECONDS]`` takes the examples, with what the commands make of them, and the smallest
wrong projects of ``tests/mistakes``, changes a file of one and gives a command, again and again. Each run has
ten seconds and 500 MB above what the program itself takes, and ends with 0, 1 or 2: with a sentence, never
with a traceback. The number of what went wrong makes it again: ``python -m tests.fuzz --only NUMBER``.
"""

import os
import random
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from time import monotonic

from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.projects import example_files
from tests.faults_run import tree
from tests.fuzz_changes import as_workbook, changed

TODAY = "2026-09-08"
SECONDS = 10
MEGABYTES = 500
EXAMPLES = ("bsc-slb", "collegiale-coaching", "pos", "schoolopleiders", "starterscoaches", "studentworkshops")
MISTAKES = Path(__file__).parent / "mistakes"
# What is beside a smallest wrong project and no part of it.
_BESIDE = ("expected.txt", "steps", "today")

COMMANDS = (
    ("check",),
    ("--json", "check"),
    ("status",),
    ("plan", "--seconds", "1"),
    ("allocate", "--seconds", "1"),
    ("agenda",),
    ("invite", "--all"),
    ("invite", "--all", "--drafts"),
    ("invite", "replies", "answers"),
    ("attendance",),
    ("publish",),
    ("purge",),
    ("undo",),
    ("undo", "--list"),
    ("allocate", "--verify"),
    ("inventory", "starterscoaches/lente"),
    ("explain", "starterscoaches/herfst"),
    ("explain", "studentworkshops"),
    ("ask", "studentworkshops"),
    ("ask", "inventory", "starterscoaches/lente"),
    ("next-year",),
)


@dataclass(frozen=True)
class Tried:
    """How a command ended.

    Attributes:
        wrong: what must not come of it; empty when all is well.
    """

    name: str
    path: str
    command: tuple[str, ...]
    wrong: str
    seconds: float
    megabytes: float


def leernet(folder, *arguments):
    """A command in this process."""
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])


NAMES = (*EXAMPLES, *sorted(folder.name for folder in MISTAKES.iterdir() if folder.is_dir()))


@cache
def files_of(name):
    """The files of a project, by path."""
    if name in EXAMPLES:
        with tempfile.TemporaryDirectory() as work:
            return _lived_in(Path(work), name)
    return {path: content for path, content in tree(MISTAKES / name).items() if path not in _BESIDE}


def _lived_in(folder, example):
    """An example with a plan, placements, invitations that were sent, answers and lists of who was there."""
    write(folder, example_files(example))
    for arguments in (
        ("plan", "--seconds", "1"),
        ("allocate", "--seconds", "1"),
        ("invite", "--all", "--drafts"),
        ("invite", "--mark-sent"),
    ):
        leernet(folder, *arguments)
    files = tree(folder)
    answers = {
        f"answers/{Path(path).name}": content.replace(b"METHOD:REQUEST", b"METHOD:REPLY")
        for path, content in files.items()
        if path.startswith("out/") and path.endswith((".eml", ".ics"))
    }
    attendance = {
        f"attendance/{Path(path).name.removeprefix('attendance-')}": content
        for path, content in files.items()
        if "/attendance-" in path
    }
    return {
        **{path: content for path, content in files.items() if not path.startswith("out/")},
        **dict(sorted(answers.items())[:3]),
        **attendance,
    }


def write(folder, files):
    """Put the files of a project in a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def wrong_project(number, examples=EXAMPLES):
    """The name of a project, the path of what is wrong in it, its files, and a command, by a number."""
    dice = random.Random(number)
    # Examples have most in them.
    name = dice.choice(examples if dice.random() < 0.5 else NAMES[len(EXAMPLES) :])
    files = dict(files_of(name))
    if not files:
        return name, "", files, COMMANDS[0]
    path = dice.choice(sorted(files))
    if path.endswith(".csv") and dice.random() < 0.25:
        files[f"{path[:-4]}.xlsx"] = as_workbook(dice, files.pop(path))
        path = f"{path[:-4]}.xlsx"
    files[path] = changed(dice, path, files[path])
    command = COMMANDS[0] if dice.random() < 0.35 else dice.choice(COMMANDS)
    return name, path, files, command


class TooLong(BaseException):
    """The time is over; no ``except Exception`` holds it up."""


def _over(*_signal):
    raise TooLong


def tried(number, examples=EXAMPLES):
    """A wrong project and a command in a process of its own, with its ceilings."""
    name, path, files, command = wrong_project(number, examples)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as told:
        write(Path(folder) / "p", files)
        start = monotonic()
        child = os.fork()
        if child == 0:
            _in_child(Path(folder) / "p", command, told.fileno())
        _pid, status, used = os.wait4(child, 0)
        told.seek(0)
        wrong = told.read().decode(errors="replace")
    code = os.waitstatus_to_exitcode(status)
    if code and not wrong:
        wrong = f"ended with {code}"
    return Tried(name, path, command, wrong, monotonic() - start, used.ru_maxrss / 1024)


def _in_child(folder, command, told):
    wrong = ""
    try:
        signal.signal(signal.SIGXCPU, _over)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 3))
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + MEGABYTES * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        result = leernet(folder, *command)
        if result.exit_code not in (0, 1, 2) or not isinstance(result.exception, SystemExit | None):
            wrong = f"ended with {result.exit_code}: {result.exception!r}\n{result.output[-300:]}"
            if not isinstance(result.exception, SystemExit | None):
                wrong += "".join(traceback.format_exception(result.exception)[-6:])
        crash = folder / ".leernet" / "crash.log"
        if wrong and crash.exists():
            wrong += crash.read_text(encoding="utf-8")
    except BaseException as end:
        wrong = "".join(traceback.format_exception(end)[-8:])
    os.write(told, wrong.encode(errors="replace"))
    os._exit(0)


def main(arguments):
    """Try for so many seconds from another beginning each time; print what went wrong, and the figures."""
    if arguments[:1] == ["--only"]:
        print(one := tried(int(arguments[1])), one.wrong, sep="\n")
        return 1 if one.wrong else 0
    for name in EXAMPLES:
        files_of(name)
    until = monotonic() + float(arguments[0] if arguments else 60)
    numbers = count(int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(10**9))
    by_command: Counter[str] = Counter()
    longest = largest = 0.0
    wrong = 0
    while monotonic() < until:
        number = next(numbers)
        one = tried(number)
        by_command[one.command[-1] if one.command[0] == "--json" else one.command[0]] += 1
        longest, largest = max(longest, one.seconds), max(largest, one.megabytes)
        if one.wrong:
            wrong += 1
            print(
                f"--only {number}: {one.name} {one.path}: {' '.join(one.command)}\n{one.wrong}\n", flush=True
            )
    print(f"{sum(by_command.values())} tried, {wrong} wrong, longest {longest:.1f} s, most {largest:.0f} MB")
    print(", ".join(f"{command} {times}" for command, times in sorted(by_command.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

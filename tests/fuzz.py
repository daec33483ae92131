"""Projects with something wrong in one of their files in; whether every command ends as it should out.

``python -m tests.fuzz [SECONDS] [NUMBER]`` takes a project, changes a file and gives a command, again and
again, beginning at a number. Each run has ten seconds of computing and 500 MB above what the program itself
takes, and ends with 0, 1 or 2: with a sentence, never with a traceback. The number of what went wrong makes
it again: ``python -m tests.fuzz --only NUMBER``.
"""

import gc
import os
import random
import re
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic

from tests.faults_table import keep, kept
from tests.fuzz_changes import changed
from tests.fuzz_projects import (
    AFTER_SMALL,
    EXAMPLES,
    JOINING,
    OVERLAY,
    SMALL,
    WRONG,
    files_of,
    leernet,
    warm,
    write,
)

SECONDS = 10
MEGABYTES = 500
# Each with how often it is given; names in braces stand for something of the project.
COMMANDS = {
    "check": 12,
    "--json check": 2,
    "status": 2,
    "plan --seconds 1": 2,
    "plan --with {p}/" + OVERLAY: 2,
    "allocate --seconds 1": 2,
    "allocate --verify": 2,
    "agenda": 1,
    "agenda {meeting}": 1,
    "invite --all": 2,
    "invite --all --drafts": 1,
    "invite {meeting} --personal-feeds": 1,
    "invite --mark-sent": 1,
    "invite replies {p}/answers": 5,
    "invite --check {p}/answers": 1,
    "answer {member} {meeting} no": 1,
    "attendance": 2,
    "publish": 2,
    "publish --check": 1,
    "purge": 1,
    "undo": 1,
    "undo --list": 1,
    "inventory {meeting}": 1,
    "explain {meeting}": 1,
    "explain {series}": 1,
    "explain {series} {member}": 1,
    "ask {series}": 1,
    "ask {meeting}": 1,
    "ask inventory {meeting}": 1,
    "ask sign-up coaches": 1,
    "ask pairs bezoek": 1,
    "inventory {meeting} --propose": 1,
    "next-year {p}/../q": 1,
}
# A file is more often read by the command that is for it.
_FOR = {
    "answers/": ("invite replies {p}/answers", "invite --check {p}/answers"),
    "attendance/": ("attendance", "check"),
    "out/site/": ("publish", "publish --check"),
    "allocation/": ("allocate --verify", "allocate --seconds 1", "explain {series} {member}"),
    ".leernet/undo/": ("undo", "undo --list", "purge"),
    ".leernet/": (
        "plan --seconds 1",
        "invite --all",
        "invite --mark-sent",
        "invite {meeting} --personal-feeds",
    ),
    OVERLAY: ("plan --with {p}/" + OVERLAY,),
    "inventory/": ("inventory {meeting}", "inventory {meeting} --propose", "check"),
    "pairs.yaml": ("ask pairs bezoek", "plan --seconds 1", "explain bezoek"),
    "members-nieuw": ("check", "ask sign-up coaches", "plan --seconds 1"),
    "sent.yaml": ("invite --all", "status", "answer {member} {meeting} no"),
}


@dataclass(frozen=True)
class Tried:
    """How a command ended.

    Attributes:
        changes: what was done to the file, by name.
        wrong: what must not come of it; empty when all is well.
        seconds: of computing.
    """

    name: str
    path: str
    changes: tuple[str, ...]
    command: str
    wrong: str
    seconds: float
    megabytes: float


def wrong_project(dice, names=None):
    """The name of a project, the path of what is wrong in it, what is wrong, its files, and a command."""
    name = dice.choice(names or _chosen(dice))
    files = dict(files_of(name))
    # Of a folder with a hundred files as many are taken as of one with a file.
    folders = sorted({_kind(path) for path in files})
    folder = dice.choice(folders) if folders else ""
    path = dice.choice(sorted(path for path in files if _kind(path) == folder)) if folders else ""
    command = dice.choices([*COMMANDS], [*COMMANDS.values()])[0]
    changes = ()
    if files:
        content = files.pop(path)
        path, content, changes = changed(dice, path, content)
        files[path] = content
        beginning = next((start for start in _FOR if path.startswith(start)), "")
        if beginning and dice.random() < 0.6:
            command = dice.choice(_FOR[beginning])
    return name, path, changes, files, _filled_in(dice, command, files_of(name))


def _chosen(dice):
    """The names of which one is taken; the largest example takes a second a command."""
    names = dice.choices(
        ((SMALL,), AFTER_SMALL, (JOINING,), WRONG, [name for name in EXAMPLES if name != "pos"], ("pos",)),
        (28, 14, 5, 23, 28, 2),
    )
    return names[0]


def _kind(path):
    return re.sub(r"[^/]*?(\.\w+)?$", r"*\1", path, count=1)


def _filled_in(dice, command, files):
    """A command with ids of this project, as far as it has any."""
    plan = files.get("plan.yaml", b"").decode(errors="replace")
    meetings = re.findall(r"^  ([\w.-]+/[\w.-]+):", plan, re.M) or ["trainers/herfst"]
    series = [Path(path).stem for path in files if path.startswith("allocation/")] or ["ws"]
    members = re.findall(r"\b[a-z]\.[a-z]{3,}\b", plan) or ["a.bakker"]
    ids = {"meeting": dice.choice(meetings), "series": dice.choice(series), "member": dice.choice(members)}
    return command.format(p="{p}", **ids)


class TooLong(BaseException):
    """The time is over; no ``except Exception`` holds it up."""


def _over(*_signal):
    raise TooLong


def tried(number, names=None):
    """A wrong project and a command in a process of its own, with its ceilings."""
    name, path, changes, files, command = wrong_project(random.Random(number), names)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as told:
        write(Path(folder) / "p", files)
        child = os.fork()
        if child == 0:
            _in_child(Path(folder) / "p", command, told.fileno())
        _pid, status, used = os.wait4(child, 0)
        told.seek(0)
        wrong = told.read().decode(errors="replace")
    code = os.waitstatus_to_exitcode(status)
    if code and not wrong:
        wrong = f"ended with {code}"
    return Tried(name, path, changes, command, wrong, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _in_child(folder, command, told):
    wrong = ""
    try:
        signal.signal(signal.SIGXCPU, _over)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 3))
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + MEGABYTES * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        wrong = ends_wrong(folder, command)
    except BaseException as end:
        wrong = "".join(traceback.format_exception(end)[-8:])
    os.write(told, wrong.encode(errors="replace"))
    os._exit(0)


def ends_wrong(folder, command):
    """What must not come of a command, in this process; empty when all is well."""
    result = leernet(folder, *command.format(p=folder).split())
    is_exit = isinstance(result.exception, SystemExit | None)
    if result.exit_code in (0, 1, 2) and is_exit:
        return ""
    wrong = f"ended with {result.exit_code}: {result.exception!r}\n{result.output[-300:]}"
    if not is_exit:
        wrong += "".join(traceback.format_exception(result.exception)[-6:])
    crash = folder / ".leernet" / "crash.log"
    return wrong + (crash.read_text(encoding="utf-8") if crash.exists() else "")


def main(arguments):
    """Try for so many seconds from another beginning each time; print what went wrong, and the figures."""
    warm()
    # What is there now is never looked through for garbage, which would copy it into each process.
    gc.freeze()
    if arguments[:1] == ["--only"]:
        print(one := tried(int(arguments[1])), one.wrong, sep="\n")
        return 1 if one.wrong else 0
    until = monotonic() + float(arguments[0] if arguments else 60)
    numbers = count(int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(10**9))
    figures = {"commands": Counter(), "files": Counter(), "changes": Counter()}
    longest = largest = 0.0
    wrong = 0
    while monotonic() < until:
        one = tried(number := next(numbers))
        figures["commands"][re.sub(r" \S*/\S*| \w+\.\w+", "", one.command)] += 1
        figures["files"][_kind(one.path)] += 1
        figures["changes"].update(one.changes)
        longest, largest = max(longest, one.seconds), max(largest, one.megabytes)
        if one.wrong:
            wrong += 1
            print(f"--only {number}: {one.name} {one.path}: {one.command}\n{one.wrong}\n", flush=True)
    tries = figures["commands"].total()
    print(f"{tries} tried, {wrong} wrong, longest {longest:.1f} s, most {largest:.0f} MB, last {number}")
    for kind, counted in figures.items():
        print(f"{kind}: " + ", ".join(f"{one} {times}" for one, times in sorted(counted.items())))
    _keep_most(tries, wrong, longest, largest)
    return 1 if wrong else 0


def _keep_most(tried, wrong, seconds, megabytes):
    """The figures of the longest run are those of the page on reliability."""
    if tried > kept().get("fuzz", {}).get("tried", 0):
        keep(
            "fuzz",
            {
                "tried": tried,
                "tracebacks": wrong,
                "megabytes": round(megabytes),
                "seconds": round(seconds, 1),
            },
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A command that is killed, or whose disk refuses, at each of its operations in; what came of it out.

``python -m tests.faults`` tries every operation on files of every command that writes, and prints the
figures; with names of commands behind it only those. Of ``invite --send`` what goes over the network counts
too.

Each run is a process of its own, a copy of this one, in which everything is imported already. What comes
after a fault is tried once for each different state that faults leave behind.
"""

import errno
import gc
import os
import shlex
import shutil
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from typer.testing import CliRunner

from leernet.cli import app
from tests.faults_mail import mail_server, told
from tests.faults_operations import WRITES, sends_at, site, watch
from tests.faults_project import CASES, FILES, INVITED, Case

REFUSALS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.ENOLCK, errno.EINTR)
# What an operation that only looks may meet.
# Where nothing has to wait for a disk.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
FEWEST_KILLS = 100
REFUSALS_OF_READING = (errno.EIO, errno.EACCES, errno.EINTR)


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Attributes:
        code: its exit code; below zero: killed by that signal.
        operations: what it did to files, in order: the name of each operation, and where in the code.
    """

    code: int
    operations: tuple[list[str], ...]
    said: str


def warm():
    """Every command once in this process, so that its copies have everything imported."""
    with tempfile.TemporaryDirectory() as work:
        project = Path(work) / "p"
        _write(project)
        for command in dict.fromkeys(
            (*INVITED, *(case.arguments for case in CASES if case.ready is not None))
        ):
            arguments = shlex.split(command.format(p=project))
            if "--send" not in arguments:
                CliRunner().invoke(app, [*_options(project, Case.today), *arguments])
    # What is there now is never looked through for garbage, which would copy it into each process.
    gc.collect()
    gc.freeze()


def run(project, command, *, today, at=0, refusal=None, hour=12):
    """A command in a process of its own, killed (or refused by the disk) at its operation number ``at``.

    Args:
        hour: of that day, in which what is sent says that it was.
    """
    moment = datetime.fromisoformat(today).replace(hour=hour, tzinfo=UTC)
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as counted:
        child = os.fork()
        if child == 0:
            arguments = shlex.split(command.format(p=project))
            _in_child(project, [*_options(project, today), *arguments], said, counted, at, refusal, moment)
        _pid, status = os.waitpid(child, 0)
        said.seek(0)
        counted.seek(0)
        text = said.read().decode(errors="replace")
        operations = tuple(line.split() for line in counted.read().decode().splitlines())
        return Ended(os.waitstatus_to_exitcode(status), operations, text)


def _options(project, today):
    return ["-C", str(project), "--lang", "en", "--today", today]


def _in_child(project, arguments, said, counted, at, refusal, moment):
    os.dup2(said.fileno(), 1)
    os.dup2(said.fileno(), 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8")
    done = 0

    def operation(name, path):
        nonlocal done
        done += 1
        os.write(counted.fileno(), f"{name} {site()}\n".encode())
        if done == at:
            if refusal is None:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(refusal, os.strerror(refusal), path)

    watch(project.parent, operation)
    sends_at(moment)
    code = 0
    try:
        app(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 3
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


def put_back(folder, files):
    """Make a folder hold these files and nothing else, with as few changes as that takes."""
    (folder / "p").mkdir(parents=True, exist_ok=True)
    now = tree(folder)
    for path in now.keys() - files.keys():
        (folder / path).unlink()
    for path, content in files.items():
        if now.get(path) != content:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    for below in sorted((one for one in folder.rglob("*") if one.is_dir()), reverse=True):
        if below != folder / "p" and not any(below.iterdir()):
            below.rmdir()


def prepared(case, folder):
    """A project in which the command has something to do."""
    project = folder / "p"
    project.mkdir(parents=True)
    if case.ready is None:
        return
    _write(project)
    for step in case.ready:
        if isinstance(step, str):
            ended = run(project, step, today=Case.today)
            assert ended.code == 0, ended.said
        else:
            step(project)


def _write(project):
    for path, content in FILES.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(content, encoding="utf-8")


@dataclass(frozen=True)
class Tried:
    """One fault, and what is wrong after it; empty when nothing is."""

    at: int
    operation: str
    refusal: int | None
    wrong: str
    seconds: float


class Trial:
    """A command with every fault tried on it.

    Attributes:
        case: the command.
        operations: what it does to files when nothing disturbs it.
        states: how many different ones the faults left behind.
    """

    def __init__(self, case, work):
        self.case, self._work = case, work
        self._known: dict[object, str] = {}
        self._before, after = work / "before", work / "after"
        prepared(case, self._before)
        shutil.copytree(self._before, after)
        with self._served():
            whole = run(after / "p", case.arguments, today=case.today)
            assert whole.code == 0, whole.said
            self.operations = whole.operations
            self._told = told(work / "mail")
        self._trees = tree(self._before), tree(after)

    @property
    def states(self):
        return len(self._known)

    def faults(self, pick=lambda points: points, refusals=REFUSALS):
        """Every fault at the operations that ``pick`` chooses: killed there, and refused in each way.

        What looks at files, as it does at a hundred of them, is refused at the first and the last of each
        place in the code.
        """
        points = pick(range(1, len(self.operations) + 1))
        places = [tuple(operation) for operation in self.operations]
        ends = {*{place: at for at, place in enumerate(places, 1)}.values()}
        ends |= {places.index(place) + 1 for place in {*places}}
        for at in _killed_at(self.operations, points):
            yield self._tried(at, None)
        for at in points:
            if self.operations[at - 1][0] in WRITES:
                for refusal in refusals:
                    yield self._tried(at, refusal)
            elif at in ends:
                yield self._tried(at, REFUSALS_OF_READING[at % len(REFUSALS_OF_READING)])

    def _served(self):
        """A mail server beside it, where the command sends; nothing is left of an earlier trial."""
        return mail_server(self._work / "mail", needed="--send" in self.case.arguments)

    def _tried(self, at, refusal):
        """The command stopped at an operation; then a command that reads, then the same command again."""
        start = monotonic()
        folder = self._work / "now"
        put_back(folder, self._trees[0])
        with self._served():
            ended = run(folder / "p", self.case.arguments, today=self.case.today, at=at, refusal=refusal)
            wrong = [] if refusal is None else list(_badly_ended(ended, folder))
            state = tuple(tree(folder).items()), tuple(told(self._work / "mail"))
            if state not in self._known:
                self._known[state] = "; ".join(self._afterwards(folder))
            wrong.append(self._known[state])
        told_wrong = "; ".join(filter(None, wrong))
        return Tried(at, self.operations[at - 1][0], refusal, told_wrong, monotonic() - start)

    def _afterwards(self, folder):
        """What is wrong with what is left, and with what comes of it."""
        case, project = self.case, folder / "p"
        then = run(project, case.then, today=case.today)
        # What does not fit the definitions is told, and is no fault of the disk.
        if then.code not in (0, 1) or "Traceback" in then.said:
            yield f"{case.then} after it ends with {then.code}: {then.said[-600:]}"
        before, after = self._trees
        sends = bool(self._told)
        if not sends and tree(folder) not in self._trees:
            yield f"neither old nor new: {_between(tree(folder), before, after)}"
        again = run(project, case.arguments, today=case.today, hour=13)
        if again.code != 0:
            yield f"given again it ends with {again.code}: {again.said[-600:]}"
        elif not sends and tree(folder) != after:
            yield f"given again it makes something else: {_between(tree(folder), after, after)}"
        if sends:
            yield from _told_wrongly(told(self._work / "mail"), self._told)


def _killed_at(operations, points):
    """Where something changes; with few of these also where it looks, which leaves all as it was."""
    changing = [at for at in points if operations[at - 1][0] in WRITES]
    looking = [at for at in points if operations[at - 1][0] not in WRITES]
    missing = max(0, FEWEST_KILLS - len(changing))
    between = looking[:: max(1, len(looking) // missing)][:missing] if missing else ()
    return sorted((*changing, *between))


def _badly_ended(ended, folder):
    if ended.code not in (0, 1) or "Traceback" in ended.said:
        yield f"exit {ended.code}: {ended.said[-600:]}"
    elif ended.code == 1 and str(folder) not in ended.said:
        yield f"no path: {ended.said[-300:]}"


def _told_wrongly(now, whole):
    """Who was missed, and who was told two things."""
    if missed := {message.revision for message in whole} - {message.revision for message in now}:
        yield f"missed: {sorted(missed)}"
    copies = Counter(message.revision for message in {*now})
    if twice := [revision for revision, count in copies.items() if count > 1]:
        yield f"told two things: {sorted(twice)}"


def _between(now, before, after):
    paths = sorted({*now, *before, *after})
    return [path for path in paths if now.get(path) not in (before.get(path), after.get(path))] or [
        path for path in paths if now.get(path) != after.get(path)
    ]


HEADING = (
    f"{'command':17}{'operations':>11}{'killed':>8}{'refused':>9}{'states':>8}{'wrong':>7}{'longest s':>11}"
)


def figures(trial, found):
    """A line of figures about a command."""
    killed = sum(one.refusal is None for one in found)
    wrong = sum(bool(one.wrong) for one in found)
    longest = max(one.seconds for one in found)
    counts = (
        f"{len(trial.operations):11}{killed:8}{len(found) - killed:9}{trial.states:8}{wrong:7}{longest:11.2f}"
    )
    return f"{trial.case.name:17}{counts}"


def main():
    """Print a line a command: operations tried, and what went wrong."""
    print(HEADING)
    warm()
    asked = sys.argv[1:] or [case.name for case in CASES]
    failed = 0
    for case in (case for case in CASES if case.name in asked):
        with tempfile.TemporaryDirectory(dir=MEMORY) as work:
            trial = Trial(case, Path(work))
            found = list(trial.faults())
        print(figures(trial, found), flush=True)
        failed += sum(bool(one.wrong) for one in found)
        # Faults with one outcome are one line.
        for wrong in dict.fromkeys(one.wrong for one in found if one.wrong):
            first = [one for one in found if one.wrong == wrong]
            refused = errno.errorcode[first[0].refusal] if first[0].refusal else "killed"
            print(f"    {len(first)} times, first {first[0].at} {first[0].operation} {refused}: {wrong}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

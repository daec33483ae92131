"""A command in a process of its own in; how it ended, and what it did to files, out.

Each process is a copy of this one, in which everything is imported already.
"""

import gc
import os
import pickle
import shlex
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from leernet.cli import app
from tests.faults_operations import sends_at, site, watch
from tests.faults_project import CASES, INVITED, Case, write_project


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Attributes:
        code: its exit code; below zero: killed by that signal.
        operations: what it did to files, in order: the name of each operation, and where in the code.
        megabytes: of memory at most.
        seconds: of computing, of a copy those after it was made.
    """

    code: int
    said: str
    operations: tuple[tuple[str, str], ...] = ()
    megabytes: int = 0
    seconds: float = 0.0


def warm():
    """Every command once in this process, so that its copies have everything imported."""
    with tempfile.TemporaryDirectory() as work:
        project = Path(work) / "p"
        write_project(project)
        commands = [
            case.arguments for case in CASES if case.ready is not None and "--send" not in case.arguments
        ]
        for command in dict.fromkeys((*INVITED, *commands)):
            CliRunner().invoke(app, arguments(project, command, Case.today))
    # What is there now is never looked through for garbage, which would copy it into each process.
    gc.collect()
    gc.freeze()


def arguments(project, command, today):
    """As they are typed."""
    return ["-C", str(project), "--lang", "en", "--today", today, *shlex.split(command.format(p=project))]


def run(project, command, *, today, at=0, refusal=None, hour=12):
    """A command in a process of its own, killed (or refused by the disk) at its operation number ``at``.

    Args:
        hour: of that day, in which what is sent says that it was.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as counted:
        done = 0

        def operation(name, path):
            nonlocal done
            done += 1
            os.write(counted.fileno(), f"{name} {site()}\n".encode())
            if done == at and refusal is None:
                os.kill(os.getpid(), signal.SIGKILL)
            elif done == at:
                raise OSError(refusal, os.strerror(refusal), path)

        child = os.fork()
        if child == 0:
            in_child(project, command, today, hour, said, operation)
        ended = _waited(child, said)
        lines = map(str.split, _text(counted).splitlines())
        return replace(ended, operations=tuple((name, place) for name, place in lines))


def in_child(project, command, today, hour, said, operation):
    """Run a command and end this process; each of its operations on files is told."""
    says_to(said)
    watch(project.parent, operation)
    sends_at(datetime.fromisoformat(today).replace(hour=hour, tzinfo=UTC))
    code = 3
    try:
        app(arguments(project, command, today))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def says_to(file):
    """From now on this process prints into a file."""
    os.dup2(file.fileno(), 1)
    os.dup2(file.fileno(), 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)


def _waited(child, said):
    """How a process ended, waited for until it did."""
    _pid, status, used = os.wait4(child, 0)
    megabytes = round(used.ru_maxrss * 1024 / 1e6)
    seconds = used.ru_utime + used.ru_stime
    return Ended(os.waitstatus_to_exitcode(status), _text(said), (), megabytes, seconds)


def _text(file):
    file.seek(0)
    return file.read().decode(errors="replace")


class Branch(NamedTuple):
    """What came of one fault.

    Attributes:
        at: number of the operation.
        refusal: with which error; None: the process was killed before it.
        state: number of the tree that was left.
    """

    at: int
    refusal: int | None
    ended: Ended
    state: int


def branches(project, command, faults, *, today):
    """A command once; at each operation named, what comes of each fault there, and all trees that were left.

    Where it is killed, what is on the disk is what a killed process leaves. For each refusal a copy of the
    process meets it and goes on to its end; then the folder is put back, and the next one begins.

    Args:
        faults: by number of an operation the errors it meets, None for killed.
    """
    folder = project.parent
    with tempfile.TemporaryFile() as said:
        tells, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(tells)
            in_child(project, command, today, 12, said, _Forks(folder, faults, told))
        os.close(told)
        with os.fdopen(tells, "rb") as pipe:
            content = pipe.read()
        assert os.waitpid(child, 0)[1] == 0, _text(said)
        return pickle.loads(content)


class _Forks:
    """What is done at each operation of the process in which it is."""

    def __init__(self, folder, faults, told):
        self.folder, self.faults, self.told = folder, faults, told
        self.done, self.is_busy = 0, False
        self.found, self.trees = [], {}

    def __call__(self, name, path):
        if self.is_busy:
            return
        self.done += 1
        self.is_busy = True
        if self.done in self.faults:
            before = Snapshot(self.folder)
            for refusal in self.faults[self.done]:
                if refusal is None:
                    self._note(None, Ended(-signal.SIGKILL, ""), before.files)
                    continue
                with tempfile.TemporaryFile() as said:
                    child = os.fork()
                    if child == 0:
                        # Nothing more is tried in this copy: it stays busy.
                        says_to(said)
                        raise OSError(refusal, os.strerror(refusal), path)
                    self._note(refusal, _waited(child, said), tree(self.folder))
                before.put_back()
            before.forget()
        self.is_busy = False
        if self.done == max(self.faults):
            self._tell()

    def _note(self, refusal, ended, files):
        state = self.trees.setdefault(tuple(files.items()), len(self.trees))
        self.found.append(Branch(self.done, refusal, ended, state))

    def _tell(self):
        content = pickle.dumps((self.found, [dict(files) for files in self.trees]))
        while content:
            content = content[os.write(self.told, content) :]
        os._exit(0)


class Snapshot:
    """The files of a folder as they are; also those that this process has open, and where it is in them."""

    def __init__(self, folder):
        self.folder, self.files = folder, tree(folder)
        self.folders = {one for one in folder.rglob("*") if one.is_dir()}
        self._open = {}
        for link in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                # One that was removed and put back is still called deleted.
                path, descriptor = Path(str(link.readlink()).removesuffix(" (deleted)")), int(link.name)
                inside = path.is_relative_to(folder) and path.is_file()
                if inside and os.path.samestat(os.fstat(descriptor), path.stat()):
                    self._open[descriptor] = path, os.lseek(descriptor, 0, os.SEEK_CUR)
        for descriptor, (path, _at) in self._open.items():
            os.link(path, folder.parent / f"kept{descriptor}")

    def put_back(self):
        """Make the folder hold these files and nothing else; what is open stays the same file."""
        for descriptor, (path, at) in self._open.items():
            kept = self.folder.parent / f"kept{descriptor}"
            if not path.exists() or not path.samefile(kept):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)
                os.link(kept, path)
            os.lseek(descriptor, at, os.SEEK_SET)
        put_back(self.folder, self.files, self.folders, {path for path, _at in self._open.values()})

    def forget(self):
        """It is not put back any more."""
        for descriptor in self._open:
            (self.folder.parent / f"kept{descriptor}").unlink()


def tree(folder):
    """Every file that a project holds, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def put_back(folder, files, folders=(), same=()):
    """Make a folder hold these files and nothing else, with as few changes as that takes.

    Args:
        same: what stays the same file when what it holds is changed.
    """
    for below in (folder / "p", *folders):
        below.mkdir(parents=True, exist_ok=True)
    now = tree(folder)
    for path in now.keys() - files.keys():
        (folder / path).unlink()
    for path, content in files.items():
        if now.get(path) != content:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            if folder / path not in same:
                (folder / path).unlink(missing_ok=True)
            (folder / path).write_bytes(content)
    for below in sorted((one for one in folder.rglob("*") if one.is_dir()), reverse=True):
        if below != folder / "p" and below not in folders and not any(below.iterdir()):
            below.rmdir()

"""A command that is killed, or whose disk refuses, at each of its operations in; what came of it out.

``python -m tests.faults`` tries every operation on files of every command that writes, and keeps the
figures; with names of commands behind it only those. Of ``invite --send`` what goes over the network counts
too.

What comes after a fault is tried once for each different state that faults leave behind.
"""

import errno
import re
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.faults_mail import mail_server, told
from tests.faults_operations import WRITES
from tests.faults_project import CASES, Case, write_project
from tests.faults_run import Branch, branches, put_back, run, tree, warm
from tests.faults_table import keep

REFUSALS = (errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EACCES, errno.ENOLCK, errno.EINTR)
FEWEST_KILLS = 100
# Where nothing has to wait for a disk.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
# What an operation that only looks may meet.
REFUSALS_OF_READING = (errno.EIO, errno.EACCES, errno.EINTR)


def prepared(case, folder):
    """A project in which the command has something to do."""
    project = folder / "p"
    project.mkdir(parents=True)
    if case.ready is None:
        return
    write_project(project)
    for step in case.ready:
        if isinstance(step, str):
            ended = run(project, step, today=Case.today)
            assert ended.code == 0, ended.said
        else:
            step(project)


# How what is wrong is counted: something missed or half, something told twice or in two ways, no sentence.
_KINDS = {
    "lost": "missed:|neither old nor new",
    "doubled": "told two things|makes something else",
    "other": "no path|exit |ends with ",
    "tracebacks": "Traceback|exit 3|ends with 3",
}


@dataclass(frozen=True)
class Tried:
    """One fault, and what is wrong after it; empty when nothing is."""

    at: int
    operation: str
    refusal: int | None
    wrong: str

    @property
    def kinds(self):
        """What there is to count about it: each kind once."""
        return {kind for kind, said in _KINDS.items() if re.search(said, self.wrong)}


class Trial:
    """A command with every fault tried on it.

    Attributes:
        case: the command.
        operations: what it does to files when nothing disturbs it.
        megabytes: of memory that any of its runs took at most.
        seconds: of computing, of the longest of its runs.
    """

    def __init__(self, case, work):
        self.case, self._work = case, work
        self._known: dict[object, str] = {}
        self.megabytes, self.seconds = 0, 0.0
        self._before, after = work / "before", work / "after"
        prepared(case, self._before)
        shutil.copytree(self._before, after)
        with self._served():
            whole = self._run(after / "p", case.arguments, today=case.today)
            assert whole.code == 0, whole.said
            self.operations = whole.operations
            self._told = told(work / "mail")
        self._trees = tree(self._before), tree(after)

    def faults(self, pick=lambda points: points, refusals=REFUSALS):
        """Every fault at the operations that ``pick`` chooses: killed there, and refused in each way."""
        faults = self._points(pick(range(1, len(self.operations) + 1)), refusals)
        if "--send" in self.case.arguments:
            # What a server was told cannot be put back.
            found = [self._alone(at, one) for at, ways in faults.items() for one in ways]
        else:
            folder = self._work / "now"
            put_back(folder, self._trees[0])
            found, trees = branches(folder / "p", self.case.arguments, faults, today=self.case.today)
            for number, files in enumerate(trees):
                put_back(folder, files)
                self._known[number] = "; ".join(self._afterwards(folder))
        return [self._tried(branch) for branch in found]

    def _points(self, points, refusals):
        """By operation what it meets: what changes files everything, what only looks one error.

        What looks at files, as it does at a hundred of them, does so at the first and the last of each place
        in the code.
        """
        first = {operation: at for at, operation in reversed([*enumerate(self.operations, 1)])}
        last = {operation: at for at, operation in enumerate(self.operations, 1)}
        ends = {*first.values(), *last.values()}
        killed = _killed_at(self.operations, points)
        faults = {}
        for at in points:
            looks = REFUSALS_OF_READING[at % len(REFUSALS_OF_READING) :][:1] if at in ends else ()
            ways = refusals if self.operations[at - 1][0] in WRITES else looks
            faults[at] = ((None,) if at in killed else ()) + tuple(ways)
        return faults

    def _served(self):
        """A mail server beside it, where the command sends; nothing is left of an earlier trial."""
        return mail_server(self._work / "mail", needed="--send" in self.case.arguments)

    def _alone(self, at, refusal):
        """One fault in a process of its own, and what comes after it."""
        folder = self._work / "now"
        put_back(folder, self._trees[0])
        with self._served():
            ended = self._run(
                folder / "p", self.case.arguments, today=self.case.today, at=at, refusal=refusal
            )
            held = (*tree(folder).items(), *told(self._work / "mail"))
            # What was held is not kept: every later process would be a copy of all of it.
            state = sha256(repr(held).encode()).digest()
            if state not in self._known:
                self._known[state] = "; ".join(self._afterwards(folder))
            return Branch(at, refusal, ended, state)

    def _run(self, *given, **named):
        return self._noted(run(*given, **named))

    def _noted(self, ended):
        self.megabytes = max(self.megabytes, ended.megabytes)
        self.seconds = max(self.seconds, ended.seconds)
        return ended

    def _tried(self, branch):
        badly = [] if branch.refusal is None else _badly_ended(self._noted(branch.ended), self._work)
        wrong = "; ".join(filter(None, (*badly, self._known[branch.state])))
        return Tried(branch.at, self.operations[branch.at - 1][0], branch.refusal, wrong)

    def _afterwards(self, folder):
        """What is wrong with what is left, and with what comes of it."""
        case, project = self.case, folder / "p"
        then = self._run(project, case.then, today=case.today)
        # What does not fit the definitions is told, and is no fault of the disk.
        if then.code not in (0, 1) or "Traceback" in then.said:
            yield f"{case.then} after it ends with {then.code}: {then.said[-600:]}"
        before, after = self._trees
        sends = bool(self._told)
        if not sends and tree(folder) not in self._trees:
            yield f"neither old nor new: {_between(tree(folder), before, after)}"
        if tree(folder) == after and not case.again:
            return
        # What was sent is not sent again an hour later; drafts made an hour later say so.
        again = self._run(project, case.arguments, today=case.today, hour=13 if sends else 12)
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


def figures(trial, found):
    """What is counted of a command."""
    killed = [one for one in found if one.refusal is None]
    refused = [one for one in found if one.refusal is not None]
    return {
        "operations": len(trial.operations),
        "killed": _counted(killed),
        "refused": _counted(refused),
        "megabytes": trial.megabytes,
        "seconds": round(trial.seconds, 2),
    }


def _counted(tried):
    return {"tried": len(tried), **{kind: sum(kind in one.kinds for one in tried) for kind in _KINDS}}


def main():
    """Count every fault of every command, or of those that are asked for; keep and print it."""
    warm()
    cases = {case.name: case for case in CASES}
    failed = 0
    for case in (cases[name] for name in sys.argv[1:] or cases):
        with tempfile.TemporaryDirectory(dir=MEMORY) as work:
            trial = Trial(case, Path(work))
            found = trial.faults()
        counted = figures(trial, found)
        keep("faults", {case.name: counted})
        print(case.name, *(f"{key}: {count}" for key, count in counted.items()), flush=True)
        failed += sum(bool(one.wrong) for one in found)
        # Faults with one outcome are one line.
        for wrong in dict.fromkeys(one.wrong for one in found if one.wrong):
            same = [one for one in found if one.wrong == wrong]
            refused = errno.errorcode[same[0].refusal] if same[0].refusal else "killed"
            print(
                f"    {len(same)} times, first {same[0].at} {same[0].operation} {refused}: {wrong}",
                flush=True,
            )
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

"""A project in; its records as they were before the last command that wrote them, out."""

from collections.abc import Iterable, Mapping

from leernet.commands.run import Run
from leernet.commands.steps import current, kept_steps
from leernet.explain.undone import allocation_undone, plan_undone
from leernet.files import bytes_of, project_lock, write_whole
from leernet.finding import Finding, LeernetError
from leernet.model.allocation import AllocationRecord
from leernet.model.ledger import Sent
from leernet.model.plan import Plan
from leernet.model.undo import Step, digest
from leernet.model.values import SchoolYear
from leernet.read.ledger import read_ledger
from leernet.read.records import read_record
from leernet.words import Sentence, _, _n

_LEDGER = "sent.yaml"


def undo(run: Run, *, list_steps: bool = False) -> None:
    """Put the records back as they were before the last command that wrote them, with their documents."""
    with project_lock(run.folder) as finished:
        if finished and not list_steps:
            # An earlier one that was stopped is done now; another step back is not what was asked for.
            _tell(run, finished, finished[2:])
            return
        kept = kept_steps(run.folder)
        damaged = [step for step in kept if isinstance(step, Finding)]
        steps = [step for step in kept if isinstance(step, Step) and not _is_undone(run, step)]
        if list_steps:
            run.show(damaged)
            _show_steps(run, steps)
            return
        if damaged:
            # It may be the last one; what was before it is not what is asked for.
            raise LeernetError(damaged[-1].sentence, damaged[-1].hint)
        if not steps:
            run.say(_("There is nothing to undo."))
            run.finish(undone=None)
            return
        step = steps[-1]
        _must_be_as_written(run, step)
        _must_not_be_told(run, step)
        for sentence in _undone(run, step):
            run.say(sentence)
        restored = _restored(run, step)
        new = (path for path, content in step.before.items() if content is None)
        gone = [path for path in new if _is_as_written(run, step, path)]
        undone = (step.command, step.day, *step.records)
        write_whole(run.folder, restored, (*gone, step.path), undone)
    _tell(run, undone, (*sorted(restored), *sorted(gone)))


def _tell(run: Run, undone: tuple[str, ...], paths: Iterable[str]) -> None:
    command, day, *records = undone
    run.say(_("Undone: {command} of {day}.", command=f"leernet {command}", day=day))
    for path in paths:
        file = str(run.folder / path)
        run.say(file if (run.folder / path).exists() else _("{file} no longer exists", file=file))
    run.finish(undone={"command": command, "day": day, "records": records})


def _show_steps(run: Run, steps: Iterable[Step]) -> None:
    shown = list(reversed(list(steps)))
    for step in shown:
        run.say(f"{step.day}  leernet {step.command}: {', '.join(step.records)}")
    if not shown:
        run.say(_("There is nothing to undo."))
    run.finish(steps=[_record(step) for step in shown])


def _record(step: Step) -> Mapping[str, object]:
    return {"command": step.command, "day": step.day, "records": list(step.records)}


def _is_undone(run: Run, step: Step) -> bool:
    """Whether its records are what they were before it: it never wrote them, or was taken back halfway."""
    return all(current(run.folder, path) == step.before[path] for path in step.records)


def _is_as_written(run: Run, step: Step, path: str) -> bool:
    now = current(run.folder, path)
    return now is not None and digest(now) == step.after[path]


def _must_be_as_written(run: Run, step: Step) -> None:
    """Nobody changed a record since by hand.

    Raises:
        LeernetError: somebody did; that would be lost.
    """
    for path in step.records:
        if current(run.folder, path) != step.before[path] and not _is_as_written(run, step, path):
            raise LeernetError(
                _("'{file}' was changed since leernet wrote it, and undoing would lose that.", file=path),
                _("Go on from here with 'leernet plan' or 'leernet allocate', which keep what they can."),
            )


def _must_not_be_told(run: Run, step: Step) -> None:
    """Nobody was told since of what the step decided.

    Raises:
        LeernetError: people were; what they have in their calendars would be silently something else.
    """
    told = [entry for entry in _told_since(run, step) if entry.method != "REMINDER"]
    if "plan.yaml" not in step.records:
        series = {path.removeprefix("allocation/").split(".")[0] for path in step.records}
        told = [entry for entry in told if entry.circle in series]
    if told:
        people = len({entry.address.casefold() for entry in told})
        raise LeernetError(
            _n(
                "{count} person has been told about it since {day}, so it is not undone silently.",
                "{count} people have been told about it since {day}, so it is not undone silently.",
                people,
                day=step.day,
            ),
            _(
                "Change what you want in the files (a date, a host, a window), plan again and send the "
                "changes: leernet plan, then leernet invite."
            ),
        )


def _told_since(run: Run, step: Step) -> tuple[Sent, ...]:
    path = run.folder / _LEDGER
    content = bytes_of(path)[step.told :] if path.is_file() else b""
    plan = current(run.folder, "plan.yaml")
    planned = read_record(Plan, "plan.yaml", plan)[0] if plan is not None else None
    school_year = planned.school_year if planned else SchoolYear(run.today.year)
    return read_ledger({_LEDGER: content}, school_year)[0].sent


def _undone(run: Run, step: Step) -> Iterable[Sentence]:
    """What becomes different, before it does."""
    for path in step.records:
        now, before = current(run.folder, path), step.before[path]
        if path == "plan.yaml" and now is not None:
            plan = read_record(Plan, path, now)[0]
            was = read_record(Plan, path, before)[0] if before is not None else None
            yield from plan_undone(plan, was) if plan is not None else ()
        elif path.endswith(".yaml") and now is not None:
            record = read_record(AllocationRecord, path, now)[0]
            earlier = read_record(AllocationRecord, path, before)[0] if before is not None else None
            if record is not None:
                yield allocation_undone(record, earlier)


def _restored(run: Run, step: Step) -> dict[str, bytes]:
    """What each file held; a document that another command wrote since stays."""
    return {
        path: content
        for path, content in step.before.items()
        if content is not None and (path in step.records or _is_as_written(run, step, path))
    }

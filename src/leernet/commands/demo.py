"""The examples as one partnership next to the user, and their whole year run."""

import json
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path

from leernet.commands.agenda import agenda
from leernet.commands.allocate import allocate
from leernet.commands.check import check
from leernet.commands.inventory import inventory
from leernet.commands.invite import InviteOptions, invite
from leernet.commands.plan import plan
from leernet.commands.run import Run
from leernet.files import new_folder, project_lock, settle, write_whole
from leernet.words import _
from leernet.write.projects import demo_files

# The examples are of a year of their own, whatever the day is: it is planned before its summer.
DEMO_DAY = date(2026, 6, 1)
# There until all steps are done: a demo that was stopped goes on when the command is given again.
_UNFINISHED = ".leernet/demo"


def _invite_all(run: Run) -> None:
    invite(run, wanted=InviteOptions(everything=True))


_MEETING = "starterscoaches/herfst"


def _what_lives(run: Run) -> None:
    inventory(run, _MEETING)


STEPS: Mapping[str, Callable[[Run], None]] = {
    "check": check,
    "plan": plan,
    f"inventory {_MEETING}": _what_lives,
    "allocate": allocate,
    "invite --all": _invite_all,
    "agenda": agenda,
}


def demo(run: Run, day: date = DEMO_DAY) -> None:
    """Copy the example partnership next to the user and run its whole school year, as of a day."""
    folder = run.folder / "leernet-demo"
    where = folder.as_posix()
    new_folder(folder)
    # What a demo that was killed had only begun is finished, or taken back.
    settle(folder)
    if any(folder.iterdir()) and not (folder / _UNFINISHED).exists():
        run.say(_("'{folder}' exists already and is left as it is.", folder=where))
        _look_at(run, folder)
        run.remark(_("To start over, remove or rename it and run the command again."))
        run.finish(folder=where, steps={})
        return
    with project_lock(folder):
        write_whole(folder, {**demo_files(), _UNFINISHED: b""})
    run.say(_("'{folder}' holds an example partnership as of {day}.", folder=where, day=day))
    steps: dict[str, object] = {}
    for number, (verb, command) in enumerate(STEPS.items(), 1):
        run.say(f"\n[{number}/{len(STEPS)}] leernet -C {where} --today {day} {verb}\n")
        steps[verb.partition(" ")[0]] = _step(run._replace(folder=folder, today=day), command)
    with project_lock(folder):
        write_whole(folder, {}, (_UNFINISHED,))
    run.say("")
    _look_at(run, folder)
    run.finish(folder=where, steps=steps)


def _step(run: Run, command: Callable[[Run], None]) -> object:
    """Run a command; with ``--json`` what it printed."""
    if not run.json:
        command(run)
        return None
    printed = BytesIO()
    with redirect_stdout(TextIOWrapper(printed, encoding="utf-8", write_through=True)) as stream:
        command(run)
        stream.flush()
    return json.loads(printed.getvalue())


def _look_at(run: Run, folder: Path) -> None:
    """The few documents of the demo to open first, as far as they are there."""
    run.say(_("Open these:"))
    for path, what in (
        ("out/schedule.md", _("the year, to put in school calendars")),
        ("out/report-studentworkshops.html", _("who is in which workshop, how good that is and why")),
        ("out/agendas/starterscoaches-herfst.html", _("the programme of a meeting")),
        ("out/invitations/all.mbox", _("the mails, for Thunderbird or another mail program")),
        ("out/calendars/starterscoaches.ics", _("the meetings, for any calendar")),
        ("plan.yaml", _("the plan, as leernet keeps it")),
    ):
        if (folder / path).exists():
            run.say(f"    {(folder / path).as_posix():54} {run.words.say(what)}")
    run.say(_("Then change a line in one of the .yaml files and plan again."))

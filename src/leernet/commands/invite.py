"""A planned project in, messages out, as files or by mail; answers and calendar files of others read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from time import sleep

from leernet.catalogue.plan import PLAN_UNKNOWN_HOST
from leernet.commands.project import Opened, open_project, placements_of, plan_rules, tours_of
from leernet.commands.run import Run
from leernet.commands.terminal import bar, draw
from leernet.commands.usage import WrongUsage
from leernet.files import files_below, others_below, project_lock, project_secret, write_whole
from leernet.finding import Finding, Level
from leernet.model.ledger import Ledger, Sent
from leernet.model.year import Year
from leernet.read.replies import read_replies
from leernet.send import (
    World,
    failed_before,
    pace_from_environment,
    record_answers,
    refusal_findings,
    rehearsal,
    send_messages,
    send_rehearsal,
    server_from_environment,
)
from leernet.verify.invite import invite_findings
from leernet.words import _, _n
from leernet.write.ical_lint import lint
from leernet.write.outbox import PERSONAL_LIST, Message, invitations, personal_feeds
from leernet.write.outbox_table import message_record, outbox_table
from leernet.write.timezone import ZONE


def invite(
    run: Run,
    networks: Sequence[str] = (),
    *,
    send: bool = False,
    to_self: bool = False,
    only_failed: bool = False,
    personal: bool = False,
    check: Path | None = None,
) -> None:
    """Invite people to what is new, moved or cancelled; read their answers."""
    if check is not None:
        _lint(run, check)
    elif networks and networks[0] == "replies":
        _take_replies(run, networks[1:])
    else:
        with project_lock(run.folder):
            if personal:
                _write_personal_feeds(run)
            _invite(run, networks, send=send, to_self=to_self, only_failed=only_failed)


def _write_personal_feeds(run: Run) -> None:
    project = open_project(run, _plan_to_invite_to, _invite_rules)
    secret = project_secret(run.folder)
    placed, tours = placements_of(project), tours_of(project)
    feeds = personal_feeds(project.year, project.plan, placed, project.ledger, secret, tours)
    write_whole(run.folder, {f"out/{path}": content for path, content in feeds.items()})


def _invite(run: Run, circles: Sequence[str], *, send: bool, to_self: bool, only_failed: bool) -> None:
    project = open_project(run, _plan_to_invite_to, _invite_rules)
    _check_circles(project.year, circles)
    ledger = project.ledger
    now = _moment_of_sending(run) if send or to_self else _start_of(run)
    placed, tours = placements_of(project), tours_of(project)
    box = invitations(project.year, project.plan, placed, ledger, now, circles, tours)
    messages = failed_before(box.messages, ledger) if only_failed else box.messages
    documents = {f"out/{path}": content for path, content in box.documents.items()}
    earlier = others_below(run.folder, "out/invitations", (*documents, f"out/{PERSONAL_LIST}"))
    write_whole(run.folder, documents, earlier)
    if messages:
        draw(run, outbox_table(messages, run.words))
    else:
        run.say(_("Everybody knows: nothing is new, moved or cancelled."))
    refused = _sent(run, project, messages, ledger, to_self=to_self) if send or to_self else ()
    if not send and not to_self and messages:
        run.remark(_("Nothing was sent. Read out/invitations/, then run the command with --send."))
    run.finish((*project.findings, *refused), messages=[message_record(one) for one in messages])


def _sent(
    run: Run, project: Opened, messages: Sequence[Message], ledger: Ledger, *, to_self: bool
) -> Sequence[Finding]:
    """Send the messages; what did not get through, as findings."""
    server, pace = server_from_environment(os.environ), pace_from_environment(os.environ)
    with bar(run, _("Sending")) as told:
        done: list[Sent] = []

        def progress(entry: Sent) -> None:
            done.append(entry)
            told(len(done), len(messages))

        world = World(run.folder, sleep, lambda: datetime.now(UTC), progress)
        organiser = project.year.settings.organiser
        if to_self and organiser is not None:
            delivery = send_rehearsal(rehearsal(messages, organiser.email), server, pace, world)
        else:
            delivery = send_messages(tuple(messages), ledger, server, pace, world)
    run.say(_n("{count} message was sent.", "{count} messages were sent.", len(delivery.sent)))
    findings = refusal_findings(delivery.refused)
    run.show(findings)
    return findings


def _invite_rules(project: Opened) -> Iterable[Finding]:
    """What keeps people from being invited."""
    return invite_findings(project.year, project.places, project.recorded, project.ledger)


def _plan_to_invite_to(project: Opened) -> Iterable[Finding]:
    """What a plan breaks; nobody can be sent to a school that no longer exists."""
    for found in plan_rules(project):
        yield replace(found, level=Level.ERROR) if found.rule == PLAN_UNKNOWN_HOST.name else found


def _check_circles(year: Year, circles: Sequence[str]) -> None:
    known = sorted({*year.networks, *year.series})
    for circle in circles:
        if circle not in known:
            raise WrongUsage(
                _("There is no network '{named}'; there is {known}.", named=circle, known=", ".join(known))
            )


def _start_of(run: Run) -> datetime:
    """The beginning of the day: the same day gives the same messages."""
    return datetime.combine(run.today, time(), ZONE)


def _moment_of_sending(run: Run) -> datetime:
    """Now, as a mail that seems hours old looks like spam; with another ``--today``, its beginning."""
    now = datetime.now(ZONE)
    return now if now.date() == run.today else _start_of(run)


def _lint(run: Run, path: Path) -> None:
    files = files_below(path, (".ics", ".eml", ".mbox"))
    if not files:
        raise WrongUsage(_("There is no .ics, .eml or .mbox in '{path}'.", path=str(path)), "--check")
    findings = lint(files)
    run.show(findings)
    if not findings:
        looked_at = _n("{count} file", "{count} files", len(files))
        run.say(_("{files}: every calendar will show what is meant.", files=looked_at))
    run.finish(findings, files=len(files))


def _take_replies(run: Run, folders: Sequence[str]) -> None:
    if len(folders) != 1:
        raise WrongUsage(_("Name the folder with the answers: leernet invite replies FOLDER"))
    with project_lock(run.folder):
        project = open_project(run, _invite_rules)
        files = files_below(Path(folders[0]), (".ics", ".eml", ".mbox"))
        answers, findings = read_replies(files, project.ledger)
        record_answers(run.folder, answers)
    run.show(findings)
    run.say(_n("{count} new answer was read.", "{count} new answers were read.", len(answers)))
    run.finish(
        (*project.findings, *findings),
        answers=[{"occasion": one.occasion, "member": one.member, "answer": one.answer} for one in answers],
    )

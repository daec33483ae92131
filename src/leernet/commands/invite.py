"""A planned project in, messages out, as files, as drafts or by mail; calendar files of others looked at."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import NamedTuple

import typer
from msgspec.structs import replace

from leernet.catalogue.plan import PLAN_UNKNOWN_HOST
from leernet.commands.drafts import drafts_of, mark_sent
from leernet.commands.project import Opened, alone, open_project, plan_rules, records_of, told_rules
from leernet.commands.renames import keep_names
from leernet.commands.replies import take_replies
from leernet.commands.run import Run
from leernet.commands.terminal import bar, draw
from leernet.commands.usage import WrongUsage
from leernet.files import files_below, others_below, project_secret, write_whole
from leernet.finding import Finding, Level
from leernet.model.feeds import FEED_BOOK_FILE, FeedBook, feed_book_bytes
from leernet.model.ledger import Ledger, Sent
from leernet.model.records import Records
from leernet.model.timezone import ZONE
from leernet.read.feeds import FEEDS_KEY
from leernet.send import (
    World,
    failed_before,
    pace_from_environment,
    refusal_findings,
    rehearsal,
    send_messages,
    send_rehearsal,
    server_from_environment,
)
from leernet.verify.invite import invite_findings, poll_findings, undelivered_findings
from leernet.words import Sentence, _, _n
from leernet.write.calendar_check import Kind, calendars_in, lint
from leernet.write.feeds import PERSONAL_LIST, personal_feeds
from leernet.write.messages_due import MessagesAsked
from leernet.write.outbox import Message, invitations
from leernet.write.outbox_table import message_record, outbox_table, replaced


class InviteOptions(NamedTuple):
    """What somebody asks of ``invite``.

    Attributes:
        due: only what is due; None: unless a meeting is named.
        everything: also what is not due yet.
    """

    send: bool = False
    to_self: bool = False
    drafts: bool = False
    mark_sent: bool = False
    only_failed: bool = False
    personal: bool = False
    due: bool | None = None
    everything: bool = False
    yes: bool = False

    @property
    def leaves(self) -> bool:
        """Whether anything leaves this machine."""
        return self.send or self.to_self


def invite(run: Run, names: Sequence[str] = (), wanted: InviteOptions = InviteOptions()) -> None:  # noqa: B008 - a value
    """Invite people to what is new, moved or cancelled; read their answers."""
    if names and names[0] == "replies":
        take_replies(run, names[1:])
        return
    if wanted.mark_sent:
        mark_sent(run, names)
        return
    _invite(run, names, wanted)


def _personal_feeds(run: Run, project: Opened, records: Records) -> tuple[Mapping[str, bytes], FeedBook]:
    """The documents, and what all feeds have shown then."""
    secret = project_secret(run.folder)
    made = personal_feeds(
        project.year,
        project.plan,
        records.placements,
        records.ledger,
        secret,
        project.today,
        records.tours,
        records.book,
    )
    documents = {f"out/{path}": content for path, content in made.documents.items()}
    return {**documents, FEEDS_KEY: secret}, made.book


@alone
def _invite(run: Run, names: Sequence[str], wanted: InviteOptions) -> None:
    project = open_project(run, _plan_to_invite_to, _invite_rules)
    _check_names(project, names)
    records, asked = records_of(project), _asked(names, wanted)
    now = _clock(run)() if wanted.leaves or wanted.drafts else run.start_of_today
    feeds, book = _personal_feeds(run, project, records) if wanted.personal else ({}, records.book)
    box = invitations(project.year, replace(records, book=book), asked, now)
    messages = failed_before(box.messages, records.ledger) if wanted.only_failed else box.messages
    # Drafts are in a folder of their own, and nobody is to find each message twice.
    made = {
        f"out/{path}": content
        for path, content in box.made.items()
        if not (wanted.drafts and path.startswith("invitations/"))
    }
    drafts = drafts_of(run, messages) if wanted.drafts else {}
    documents = {**made, **feeds, **drafts, FEED_BOOK_FILE: feed_book_bytes(box.book)}
    earlier = others_below(run.folder, "out/invitations", (*documents, f"out/{PERSONAL_LIST}"))
    if wanted.drafts:
        earlier += others_below(run.folder, "out/drafts", drafts)
    write_whole(run.folder, documents, earlier)
    _show(run, messages, asked)
    refused: Sequence[Finding] = ()
    if wanted.send or wanted.drafts:
        keep_names(run.folder, project.year.school_year, project.new_names)
    if wanted.drafts and messages:
        run.say(str(run.folder / "out" / "drafts"))
        run.remark(_("Open and send them; then run: leernet invite --mark-sent"))
    elif wanted.leaves and messages and _agreed(run, messages, wanted):
        refused = _sent(run, project, messages, records.ledger, to_self=wanted.to_self)
    elif messages and not wanted.leaves:
        run.remark(_("Nothing was sent. Read out/invitations/, then run the command with --send."))
    run.finish((*project.findings, *refused), messages=[message_record(one) for one in messages])


def _asked(names: Sequence[str], wanted: InviteOptions) -> MessagesAsked:
    one_meeting = any("/" in name for name in names)
    only_due = wanted.due or not (wanted.everything or wanted.only_failed or one_meeting)
    return MessagesAsked(
        tuple(names),
        only_due=bool(only_due),
        undelivered=wanted.only_failed,
        drafts=wanted.drafts,
        # A timer gives no terminal; what a person sends is no automatic mail.
        unattended=wanted.send and bool(wanted.due) and not sys.stdin.isatty(),
    )


def _show(run: Run, messages: Sequence[Message], asked: MessagesAsked) -> None:
    if not messages and asked.only_due:
        run.say(_("Nothing is due yet. To see everything: leernet invite --all"))
        return
    if not messages:
        run.say(_("Everybody knows: nothing is new, moved or cancelled."))
        return
    draw(run, outbox_table(tuple(messages), run.words))
    run.say(_how_many(messages))
    if lost := replaced(messages):
        run.remark(lost)


def _how_many(messages: Sequence[Message]) -> Sentence:
    people = len({message.entry.address.casefold() for message in messages})
    return _(
        "{messages} to {people}.",
        messages=_n("{count} message", "{count} messages", len(messages)),
        people=_n("{count} person", "{count} people", people),
    )


def _agreed(run: Run, messages: Sequence[Message], wanted: InviteOptions) -> bool:
    """Whether to go on: asked on a terminal, as what is sent cannot be taken back."""
    if wanted.yes or wanted.to_self or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    question = run.words.say(_("Send {many}", many=_how_many(messages))).rstrip(".")
    return typer.confirm(f"{question}?", err=True)


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

        world = World(run.folder, sleep, _clock(run), progress)
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
    """What keeps people from being invited, and who was not reached."""
    ledger = project.ledger
    return (
        *told_rules(project),
        *invite_findings(
            project.year, project.places, project.plan, ledger, shown=FEED_BOOK_FILE in project.files
        ),
        *poll_findings(project.year, project.places, project.plan, ledger, project.today),
        *undelivered_findings(ledger, project.today),
    )


def _plan_to_invite_to(project: Opened) -> Iterable[Finding]:
    """What a plan breaks; nobody can be sent to a school that no longer exists."""
    for found in plan_rules(project):
        yield replace(found, level=Level.ERROR) if found.rule == PLAN_UNKNOWN_HOST.name else found


def _check_names(project: Opened, names: Sequence[str]) -> None:
    known = sorted({*project.year.networks, *project.year.series})
    meetings = project.came_in.references
    for name in names:
        if name not in known and name not in meetings:
            others = sorted(one for one in meetings if one.startswith(name.partition("/")[0])) or known
            raise WrongUsage(
                _("There is no '{named}'; choose from {known}.", named=name, known=", ".join(others))
            )


def _clock(run: Run) -> Callable[[], datetime]:
    """Gives now, as a mail that seems hours old looks like spam; with another ``--today``, its beginning."""
    if datetime.now(ZONE).date() == run.today:
        return lambda: datetime.now(ZONE)
    return lambda: run.start_of_today


def look_at(run: Run, path: Path, kind: Kind | None) -> None:
    """Say what some calendar will show wrongly of calendar files and mails, anybody's."""
    files = files_below(path, (".ics", ".eml", ".mbox"))
    if not files:
        raise WrongUsage(_("There is no .ics, .eml or .mbox in '{path}'.", path=str(path)), "--check")
    findings = lint(files, kind)
    run.show(findings)
    if not calendars_in(files):
        run.say(_("There is no calendar in {path}, so nothing was checked.", path=str(path)))
    elif not findings:
        looked_at = _n("{count} file", "{count} files", len(files))
        run.say(_("{files}: every calendar will show what is meant.", files=looked_at))
    run.finish(findings, files=len(files))

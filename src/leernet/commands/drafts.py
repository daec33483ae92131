"""Messages in, drafts for a mail program out; and the ledger told which of them went out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from leernet.commands.project import Opened, alone, open_project, told_rules
from leernet.commands.renames import keep_names, ledger_with
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.files import files_below, write_whole
from leernet.finding import Finding, LeernetError
from leernet.model.ledger import Sent, ledger_line
from leernet.read.icalendar_text import read_components
from leernet.read.json_record import DRAFTS_FILE, read_drafts
from leernet.read.mailbox import Arrived, arrived
from leernet.words import _, _n
from leernet.write.document import Document
from leernet.write.drafts import draft_documents, drafts_pieces
from leernet.write.outbox import Message


def drafts_of(run: Run, messages: Sequence[Message]) -> dict[str, Document]:
    """The messages as drafts, by path, and what they are for when they were sent."""
    documents: dict[str, Document] = {
        f"out/{path}": content for path, content in draft_documents(tuple(messages), run.words).items()
    }
    return {**documents, DRAFTS_FILE: partial(drafts_pieces, [message.entry for message in messages])}


@alone
def mark_sent(run: Run, folders: Sequence[str]) -> None:
    """Note in the ledger that the drafts went out, or those of them that are in a folder."""
    if len(folders) > 1:
        raise WrongUsage(_("Name one folder with sent mails: leernet invite --mark-sent FOLDER"))
    project = open_project(run, told_rules)
    known = {entry.message_id for entry in project.ledger.sent}
    waiting = [entry for entry in _waiting(project) if entry.message_id not in known]
    went_out = waiting if not folders else _found_in(Path(folders[0]), waiting)
    sent_at = datetime.now(UTC).replace(microsecond=0)
    lines = "".join(ledger_line(replace(entry, sent_at=_at(run, entry, sent_at))) for entry in went_out)
    if not lines:
        keep_names(run.folder, project.year.school_year, project.new_names)
    else:
        gone = {entry.message_id for entry in went_out}
        left = [one for one in waiting if one.message_id not in gone]
        ledger = ledger_with(run.folder, project.year.school_year, project.new_names, lines)
        write_whole(run.folder, {**ledger, DRAFTS_FILE: partial(drafts_pieces, left)})
    run.say(_n("{count} message is noted as sent.", "{count} messages are noted as sent.", len(went_out)))
    run.finish(project.findings, marked=len(went_out))


def _at(run: Run, entry: Sent, now: datetime) -> datetime:
    """When a draft went out: now; with another ``--today``, when it was made."""
    return now if now.astimezone().date() == run.today else entry.sent_at


def _waiting(project: Opened) -> tuple[Sent, ...]:
    drafts, damaged = read_drafts(project.files)
    if damaged:
        raise LeernetError(damaged[0].sentence, damaged[0].hint)
    return drafts


def _found_in(folder: Path, waiting: Sequence[Sent]) -> list[Sent]:
    """The drafts whose calendar file is in a mail in a folder, to the same person."""
    found = {
        key for mail in arrived(files_below(folder)) if not isinstance(mail, Finding) for key in _keys(mail)
    }
    return [entry for entry in waiting if (entry.uid, entry.sequence, entry.address.casefold()) in found]


def _keys(mail: Arrived) -> set[tuple[str, int, str]]:
    return {
        (event.text("UID"), int(event.text("SEQUENCE") or 0), address)
        for content in mail.calendars
        for calendar in read_components(content)
        for event in calendar.inner("VEVENT")
        for address in mail.receivers
    }

"""A folder of mails in; the answers in it written down, what came back noted, the rest named."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from msgspec.structs import replace

from leernet.commands.project import alone, open_project, records_of, told_rules
from leernet.commands.renames import keep_names, ledger_with
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.files import files_below, write_whole
from leernet.model.answers import answering_addresses, own_addresses
from leernet.model.ledger import Answered, Bounced, ledger_line
from leernet.model.timezone import ZONE
from leernet.read.replies import Inbox, KnownAddresses, ToJudge, read_replies
from leernet.words import _, _n
from leernet.write.outbox import attendance_documents


@alone
def take_replies(run: Run, folders: Sequence[str]) -> None:
    """Read the answers in a folder."""
    if len(folders) != 1:
        raise WrongUsage(_("Name the folder with the answers: leernet invite replies FOLDER"))
    project = open_project(run, told_rules)
    files = files_below(Path(folders[0]))
    people = KnownAddresses(own_addresses(project.year), answering_addresses(project.year))
    now = datetime.combine(run.today, time(23, 59), ZONE)
    inbox = read_replies(files, project.ledger, people, now)
    answers = "".join(map(ledger_line, inbox.answers))
    lines = answers + "".join(map(ledger_line, inbox.bounces))
    if not lines:
        keep_names(run.folder, project.year.school_year, project.new_names)
    else:
        ledger = replace(
            project.ledger,
            answers=(*project.ledger.answers, *inbox.answers),
            bounces=(*project.ledger.bounces, *inbox.bounces),
        )
        documents = attendance_documents(project.year, replace(records_of(project), ledger=ledger))
        written = {f"out/{path}": content for path, content in documents.items()}
        kept = ledger_with(run.folder, project.year.school_year, project.new_names, lines)
        write_whole(run.folder, {**kept, **written})
    run.show(inbox.findings)
    _say(run, inbox, len(files))
    run.finish(
        (*project.findings, *inbox.findings),
        files=len(files),
        answers=[{**_about(one), "answer": one.answer} for one in inbox.answers],
        undelivered=[{**_about(one), "reason": one.reason} for one in inbox.bounces],
        to_judge=[{**_about(one), "file": str(one.place)} for one in inbox.to_judge],
        automatic=inbox.automatic,
    )


def _about(one: Answered | Bounced | ToJudge) -> dict[str, str]:
    return {"occasion": one.occasion, "member": one.member}


def _say(run: Run, inbox: Inbox, files: int) -> None:
    run.say(_n("{count} file was read.", "{count} files were read.", files))
    run.say(_n("{count} new answer was read.", "{count} new answers were read.", len(inbox.answers)))
    if inbox.to_judge:
        run.say(
            _n(
                "{count} mail is for you to judge.",
                "{count} mails are for you to judge.",
                len(inbox.to_judge),
            )
        )
    if inbox.bounces:
        run.say(_n("{count} message came back.", "{count} messages came back.", len(inbox.bounces)))
    if inbox.automatic:
        run.say(
            _n(
                "{count} automatic answer was set aside.",
                "{count} automatic answers were set aside.",
                inbox.automatic,
            )
        )

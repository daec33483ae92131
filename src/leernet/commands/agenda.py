"""A meeting, as people call it, in; its agenda out. No meeting in; all that are coming out."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import typer

from leernet.commands.project import (
    Opened,
    ledger_of,
    open_project,
    plan_rules,
    tell_documents,
    write_documents,
)
from leernet.commands.run import Run
from leernet.commands.terminal import draw
from leernet.finding import LeernetError
from leernet.words import _, words
from leernet.write.agenda import (
    Agenda,
    agenda_html,
    agenda_markdown,
    agenda_of,
    agenda_record,
    appointments,
)
from leernet.write.agenda_table import agenda_table, coming_meetings, coming_table
from leernet.write.outbox import meeting_calendar


def agenda(run: Run, meeting: str | None = None, to: Path | None = None) -> None:
    """Show the agenda of a meeting, or the meetings that are coming."""
    project = open_project(run, plan_rules)
    language = run.language or project.year.settings.language
    if meeting is None:
        coming = coming_meetings(project.year, project.plan, run.today)
        draw(run, coming_table(project.year, coming, language))
        run.finish(project.findings, meetings=[one.reference for one in coming])
        return
    found = agenda_of(project.year, project.plan, _known_meeting(project, meeting), language)
    if to is None:
        draw(run, agenda_table(found))
    else:
        document = {to.as_posix(): _agenda_document(project, found, to)}
        write_documents(run, document)
        tell_documents(run, document)
    run.finish(project.findings, agenda=agenda_record(found))


def _known_meeting(project: Opened, named: str) -> str:
    """A meeting as people name it: by network and meeting, or by the meeting alone where that is enough."""
    references = [one.reference for one in appointments(project.year, project.plan)]
    found = [one for one in references if named in (one, one.partition("/")[2])]
    if len(found) == 1:
        return found[0]
    others = found or get_close_matches(named, references, 3) or references
    raise typer.BadParameter(f"'{named}' is not one meeting; there is {', '.join(others)}.")


def _agenda_document(project: Opened, agenda: Agenda, to: Path) -> bytes:
    match to.suffix:
        case ".html":
            return agenda_html(agenda).encode()
        case ".md":
            return agenda_markdown(agenda).encode()
        case ".ics":
            return _calendar(project, agenda)
    raise typer.BadParameter(f"'{to}' must end in .html, .md or .ics.", param_hint="--to")


def _calendar(project: Opened, agenda: Agenda) -> bytes:
    if project.year.settings.organiser is None:
        raise LeernetError(
            _("Who organises this stands nowhere, and a calendar entry needs that."),
            _("Write under year: organiser: {{name: …, email: …}}"),
        )
    ledger, spoken = ledger_of(project), words(agenda.language)
    found = meeting_calendar(project.year, project.plan, ledger, agenda.reference, spoken)
    if found is None:
        raise LeernetError(
            _("{meeting} has no date yet.", meeting=agenda.reference), _("Give the command: leernet plan")
        )
    return found

"""A meeting, as people call it, in; its agenda out. No meeting in; all that are coming out."""

from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from leernet.commands.project import (
    Opened,
    alone,
    feed_book_of,
    open_project,
    plan_rules,
    tell_documents,
    write_documents,
)
from leernet.commands.run import Run
from leernet.commands.terminal import draw
from leernet.commands.usage import WrongUsage
from leernet.explain.unanswered import topics_by_meeting
from leernet.finding import LeernetError
from leernet.words import _, words
from leernet.write.agenda import Agenda, agenda_html, agenda_markdown, agenda_of, agenda_record
from leernet.write.agenda_series import SeriesMoment, is_over, series_agenda, series_moments
from leernet.write.agenda_table import agenda_table, coming_meetings, coming_table
from leernet.write.agenda_year import year_html
from leernet.write.feeds import meeting_calendar, year_calendar
from leernet.write.meetings import appointments
from leernet.write.schedule import schedule_markdown


def agenda(run: Run, meeting: str | None = None, to: Path | None = None) -> None:
    """Show the agenda of a meeting, or the meetings that are coming."""
    if to is None:
        _agenda(run, meeting, None)
    else:
        alone(_agenda)(run, meeting, to)


def _agenda(run: Run, meeting: str | None, to: Path | None) -> None:
    project = open_project(run, plan_rules)
    moments = series_moments(project.year, project.running)
    if meeting is None:
        _whole_year(run, project, moments, to)
        return
    reference = _known(project, moments, meeting)
    of_series = next((one for one in moments if one.reference == reference), None)
    found = (
        series_agenda(project.year, of_series, project.language)
        if of_series
        else agenda_of(
            project.year,
            project.running,
            reference,
            project.language,
            topics_by_meeting(project.year, project.plan, project.came_in.inventories[0]).get(reference, ()),
        )
    )
    if to is None:
        draw(run, agenda_table(found))
    else:
        document = {to.as_posix(): _agenda_document(project, found, to)}
        write_documents(run, document)
        tell_documents(run, document)
    run.finish(project.findings, agenda=agenda_record(found))


def _whole_year(run: Run, project: Opened, moments: tuple[SeriesMoment, ...], to: Path | None) -> None:
    """Show what is coming, or write down the whole year."""
    coming = coming_meetings(project.year, project.running, run.today)
    mornings = tuple(one for one in moments if not is_over(one, run.today))
    written = {} if to is None else {to.as_posix(): _year_document(project, to)}
    if written:
        write_documents(run, written)
        tell_documents(run, written)
    elif not coming and not mornings:
        run.say(_("No meeting is coming in {year} any more.", year=str(project.year.school_year)))
    else:
        draw(run, coming_table(project.year, coming, mornings, project.language))
    run.finish(
        project.findings,
        meetings=[*(one.reference for one in coming), *(one.reference for one in mornings)],
        written=sorted(written),
    )


def _known(project: Opened, moments: tuple[SeriesMoment, ...], named: str) -> str:
    """A meeting or a moment as people name it: whole, or by its own id where that is enough."""
    meetings = [one.reference for one in appointments(project.year, project.running)]
    references = [*meetings, *(one.reference for one in moments)]
    found = [one for one in references if named in (one, one.partition("/")[2])]
    if len(found) == 1:
        return found[0]
    others = found or get_close_matches(named, references, 3) or references
    raise WrongUsage(
        _(
            "'{named}' is not one meeting or moment; choose from {others}.",
            named=named,
            others=", ".join(others),
        )
    )


def _agenda_document(project: Opened, agenda: Agenda, to: Path) -> bytes:
    match to.suffix:
        case ".html":
            return agenda_html(agenda).encode()
        case ".md":
            return agenda_markdown(agenda).encode()
        case ".ics":
            return _calendar(project, agenda)
        case ".docx":
            return _word(agenda)
    raise WrongUsage(_("'{file}' must end in .html, .md, .ics or .docx.", file=str(to)), "--to")


def _word(agenda: Agenda) -> bytes:
    """As a Word document; who does not want those does not install what writes them."""
    try:
        agenda_docx = import_module("leernet.write.agenda_word").agenda_docx
    except ModuleNotFoundError as missing:
        raise LeernetError(
            _("Word documents need an extra that is not installed."),
            _("Run: pip install 'leernet[word]'"),
        ) from missing
    written: bytes = agenda_docx(agenda)
    return written


def _year_document(project: Opened, to: Path) -> bytes:
    """The meetings of the year, past ones too, each once."""
    _must_have_dates(project)
    spoken = words(project.language)
    match to.suffix:
        case ".html":
            return year_html(project.year, project.running, spoken).encode()
        case ".md":
            return schedule_markdown(project.year, project.running, spoken, absences=False).encode()
        case ".ics":
            _must_have_organiser(project)
            return year_calendar(project.year, project.running, project.ledger, feed_book_of(project), spoken)
    raise WrongUsage(_("'{file}' must end in .html, .md or .ics.", file=str(to)), "--to")


def _must_have_dates(project: Opened) -> None:
    if not project.running.meetings and not project.running.sessions:
        raise LeernetError(_("No meeting has a date yet."), _("Run: leernet plan"))


def _must_have_organiser(project: Opened) -> None:
    if project.year.settings.organiser is None:
        raise LeernetError(
            _("No organiser is defined, and a calendar entry needs one."),
            _("Write under year: organiser: {{name: …, email: …}}"),
        )


def _calendar(project: Opened, agenda: Agenda) -> bytes:
    _must_have_organiser(project)
    ledger, spoken = project.ledger, words(agenda.language)
    book = feed_book_of(project)
    found = meeting_calendar(project.year, project.running, ledger, book, agenda.reference, spoken)
    if found is None:
        raise LeernetError(_("{meeting} has no date yet.", meeting=agenda.reference), _("Run: leernet plan"))
    return found

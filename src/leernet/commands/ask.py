"""What is asked in; the text for a form and a workbook to fill in, in ``out/ask/``, out.

Of dates also what each costs, as a table and in the terminal.
"""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import to_builtins

from leernet.commands.choices import known_meeting, known_network, known_series
from leernet.commands.project import Opened, alone, open_project, tell_documents, write_documents
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.explain.poll_dates import PollDate, dates_to_poll
from leernet.finding import LeernetError
from leernet.model.year import Meeting, Network
from leernet.words import Words, _, words
from leernet.write.ask.dates import date_line, dates_question, dates_table
from leernet.write.ask.inventory import inventory_question
from leernet.write.ask.pairs import pairs_question
from leernet.write.ask.question import FOLDER, Question, question_documents
from leernet.write.ask.series import series_question
from leernet.write.ask.sign_up import sign_up_question
from leernet.write.tables import csv_bytes


@alone
def ask(run: Run, what: Sequence[str]) -> None:
    """Write a question to people: when they can, what they choose or bring, whom to pair, who joins."""
    project = open_project(run)
    in_documents = words(run.language or project.year.settings.language)
    dates = _dates(project, what)
    question = (
        _question(project, what, in_documents) if dates is None else _poll(project, dates, in_documents)
    )
    documents = dict(question_documents(question))
    if dates is not None:
        table = dates_table(question.title, dates.found, in_documents)
        documents[f"{FOLDER}/{question.name}-dates.csv"] = csv_bytes(table)
    write_documents(run, documents)
    for one in () if dates is None else dates.found:
        run.say(date_line(one, run.words))
    tell_documents(run, documents)
    run.say(_("The text is for a form; the workbook can be filled in as it is."))
    proposed = {} if dates is None else {"dates": to_builtins(dates.found)}
    run.finish(project.findings, documents=sorted(documents), **proposed)


class _Dates(NamedTuple):
    """Dates to poll: of a network, or of one of its meetings."""

    network: Network
    meeting: Meeting | None
    found: tuple[PollDate, ...]


def _dates(project: Opened, what: Sequence[str]) -> _Dates | None:
    """The dates worth polling; None where something else is asked for."""
    year = project.year
    if len(what) != 1 or what[0] in year.series:
        return None
    (named,) = what
    if "/" in named:
        network, meeting = known_meeting(year, named)
        meetings: tuple[Meeting, ...] = (meeting,)
    elif named in year.networks or not year.series:
        network, meeting = known_network(year, named), None
        meetings = network.meetings
    else:
        return None
    open_ones = [(network, one) for one in meetings if not one.cancelled and one.date is None]
    found = dates_to_poll(year, open_ones, project.today)
    if not found:
        raise LeernetError(
            _("There is no date to ask people about for {what}.", what=named),
            _(
                "A meeting with a date needs no poll; `leernet plan` says why other meetings "
                "have no possible day."
            ),
        )
    return _Dates(network, meeting, found)


def _poll(project: Opened, dates: _Dates, in_documents: Words) -> Question:
    network, meeting = dates.network, dates.meeting
    title = network.title or network.id
    if meeting is not None and meeting.title:
        title = f"{title}: {meeting.title}"
    name = network.id if meeting is None else f"{network.id}-{meeting.id}"
    return dates_question(project.year, network, title, name, dates.found, in_documents)


def _question(project: Opened, what: Sequence[str], in_documents: Words) -> Question:
    """What is asked; one kind of question a line."""
    match what:
        case ["inventory", meeting]:
            return inventory_question(project.year, *known_meeting(project.year, meeting), in_documents)
        case ["pairs", network]:
            return pairs_question(project.year, known_network(project.year, network), in_documents)
        case ["sign-up", network]:
            return sign_up_question(project.year, known_network(project.year, network), in_documents)
        case [series]:
            (found,) = known_series(project.year, series)
            return series_question(project.year, found, project.plan, in_documents)
    raise WrongUsage(
        _(
            "Ask for NETWORK or NETWORK/MEETING, SERIES, inventory NETWORK/MEETING, pairs NETWORK or "
            "sign-up NETWORK, and nothing else."
        )
    )

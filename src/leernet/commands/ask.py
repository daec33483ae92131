"""What is asked in; the text for a form and a workbook to fill in, in ``out/ask/``, out."""

from __future__ import annotations

from collections.abc import Sequence

from leernet.commands.choices import known_meeting, known_network, known_series
from leernet.commands.project import Opened, alone, open_project, tell_documents, write_documents
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.words import Words, _, words
from leernet.write.ask.inventory import inventory_question
from leernet.write.ask.pairs import pairs_question
from leernet.write.ask.question import Question, question_documents
from leernet.write.ask.series import series_question
from leernet.write.ask.sign_up import sign_up_question


@alone
def ask(run: Run, what: Sequence[str]) -> None:
    """Write a question to people: what they choose, what lives, with whom to pair them, who joins."""
    project = open_project(run)
    in_documents = words(run.language or project.year.settings.language)
    question = _question(project, what, in_documents)
    documents = question_documents(question)
    write_documents(run, documents)
    tell_documents(run, documents)
    run.say(_("The text is for a form; the workbook can be filled in as it is."))
    run.finish(project.findings, documents=sorted(documents))


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
            return series_question(project.year, found, in_documents)
    raise WrongUsage(
        _("Ask for SERIES, inventory NETWORK/MEETING, pairs NETWORK or sign-up NETWORK, and nothing else.")
    )

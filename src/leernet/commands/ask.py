"""What is asked in; the text for a form and a workbook to fill in, in ``out/ask/``, out."""

from __future__ import annotations

from collections.abc import Sequence

from leernet.commands.choices import known_series
from leernet.commands.project import Opened, alone, open_project, tell_documents, write_documents
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.words import Words, _, words
from leernet.write.ask.question import Question, question_documents
from leernet.write.ask.series import series_question


@alone
def ask(run: Run, what: Sequence[str]) -> None:
    """Write a question to people: which workshops of a series they choose."""
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
        case [series]:
            (found,) = known_series(project.year, series)
            return series_question(project.year, found, in_documents)
    raise WrongUsage(_("What is asked is named by one word: a series."))

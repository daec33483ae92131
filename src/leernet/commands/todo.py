"""What is due when; the facilitator's own calendar of it."""

from leernet.commands.project import alone, open_project, plan_rules, told_rules, write_documents
from leernet.commands.run import Run
from leernet.commands.status import everything_due, finish_with
from leernet.words import words
from leernet.write.todo import todo_calendar

_TODO = "out/todo.ics"


@alone
def todo(run: Run) -> None:
    """Write what is due as a calendar."""
    project = open_project(run, plan_rules, told_rules)
    due = everything_due(run, project)
    calendar = todo_calendar(project.year, due, run.today, words(project.language))
    write_documents(run, {_TODO: calendar})
    run.say(str(run.folder / _TODO))
    finish_with(run, project, due)

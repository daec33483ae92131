"""A project in; how far its year is, and what is due when, out."""

from __future__ import annotations

from leernet.commands.project import open_project, placements_of, plan_rules, told_rules
from leernet.commands.run import Run
from leernet.commands.terminal import draw
from leernet.explain.status import status as what_is_due
from leernet.words import _
from leernet.write.status_table import due_record, status_table


def status(run: Run) -> None:
    """Show how far the year is and what is due when."""
    project = open_project(run, plan_rules, told_rules)
    answered = {id: len(choices.answers) for id, (choices, _findings) in project.choices.items()}
    due = what_is_due(
        project.year,
        project.plan,
        placements_of(project),
        project.ledger,
        answered,
        project.inventories[0].keys(),
        project.answers[0],
        run.today,
    )
    draw(run, status_table(due, run.words))
    if following := next((one.command for one in due if one.state != "done" and one.command), ""):
        run.say(_("Next: {command}", command=following))
    run.finish(project.findings, due=[due_record(one, run.words) for one in due])

"""A project in; where its year stands and what is due when out."""

from __future__ import annotations

from leernet.commands.project import inventories_of, ledger_of, open_project, placements_of, plan_rules
from leernet.commands.run import Run
from leernet.commands.terminal import draw
from leernet.explain.status import status as what_is_due
from leernet.read.choices import choice_files, read_choices
from leernet.write.status_table import due_record, status_table


def status(run: Run) -> None:
    """Show where the year stands and what is due when."""
    project = open_project(run, plan_rules)
    year, files = project.year, project.files
    answered = {
        id: len(read_choices(year, series, choice_files(files, id))[0].answers)
        for id, series in year.series.items()
    }
    due = what_is_due(
        year,
        project.plan,
        placements_of(project),
        ledger_of(project),
        answered,
        inventories_of(project).keys(),
        run.today,
    )
    draw(run, status_table(due, run.words))
    run.finish(project.findings, due=[due_record(one, run.words) for one in due])

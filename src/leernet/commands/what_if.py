"""A project and a file with a what-if in; what the plan would change, for whom, out; nothing is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from leernet.commands.plan import no_plan, wishes_of
from leernet.commands.project import Opened, open_project
from leernet.commands.run import Run
from leernet.explain.difference import difference_lines, people_record, plan_difference
from leernet.files import bytes_of
from leernet.model.plan import Plan, record_of
from leernet.solve.dates.problem import Preference
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.write.schedule_table import change_lines


def what_if(
    run: Run, extra: Path, *, max_moves: int = 0, prefer: Preference | None = None, best: bool = False
) -> None:
    """Show what would change if the definitions in a file held too."""
    project = open_project(run)
    wishes = replace(wishes_of(run, project), prefer=prefer, best=best)
    stands = _planned(run, project, wishes)
    supposed = open_project(run, what_if={extra.name: bytes_of(extra)})
    then = _planned(run, supposed, replace(wishes, previous=stands, max_moves=max_moves))
    found = plan_difference(supposed.year, stands, then)
    for change in change_lines(then.model_copy(update={"changes": found.changes}), run.words):
        run.say(change)
    for line in difference_lines(supposed.year, found):
        run.say(line)
    run.finish(
        supposed.findings,
        changes=[record_of(change) for change in found.changes],
        people=people_record(found.people),
        messages=found.messages,
    )


def _planned(run: Run, project: Opened, wishes: Wishes) -> Plan:
    """The plan; where none fits the lines that clash are shown and the run ends."""
    outcome = plan_year(project.year, wishes)
    if not isinstance(outcome, Planned):
        no_plan(run, project, outcome)
    return outcome.plan

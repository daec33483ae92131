"""A project and a file with a what-if in; what the plan would change, for whom, out; nothing is written."""

from pathlib import Path

from msgspec.structs import replace

from leernet.commands.follow import messages_that_follow
from leernet.commands.plan import changes_said, no_plan, wishes_of
from leernet.commands.project import Opened, open_project
from leernet.commands.run import Run
from leernet.explain.difference import difference_lines, people_record, plan_difference
from leernet.files import bytes_of
from leernet.model.plan import record_of
from leernet.solve.dates.problem import Preference
from leernet.solve.partly import PartlyPlanned, plan_what_fits
from leernet.solve.plan import NoPlan, Planned, Wishes
from leernet.words import _


def what_if(run: Run, extra: Path, *, max_moves: int, prefer: Preference | None, best: bool) -> None:
    """Show what would change if the definitions in a file held too."""
    project = open_project(run, dry=True)
    wishes = replace(wishes_of(run, project), prefer=prefer, best=best)
    stands = _planned(run, project, wishes).plan
    supposed = open_project(run, what_if={_as_yaml(extra): bytes_of(extra)})
    then = _planned(run, supposed, replace(wishes, previous=stands, max_moves=max_moves))
    follow = messages_that_follow(run, supposed, then.plan)
    found = plan_difference(supposed.year, stands, then.plan, follow)
    for change in changes_said(supposed.year, then, run.words) if found.changes else ():
        run.say(change)
    if found.changes or follow != messages_that_follow(run, project, stands):
        for line in difference_lines(supposed.year, found):
            run.say(line)
    else:
        run.say(_("Nothing would change."))
    run.finish(
        supposed.findings,
        changes=[record_of(change) for change in found.changes],
        people=people_record(found.people),
        messages=None if follow is None else len(follow.messages),
    )


def _as_yaml(extra: Path) -> str:
    """The name under which the file is read as YAML, whatever it ends in."""
    is_yaml = extra.suffix.lower() in (".yaml", ".yml")
    return extra.name if is_yaml else f"{extra.name}.yaml"


def _planned(run: Run, project: Opened, wishes: Wishes) -> Planned:
    """The plan; where a part does not fit the lines that clash are shown and the run ends."""
    outcome = plan_what_fits(project.year, wishes)
    if outcome.conflicts or not isinstance(outcome, PartlyPlanned):
        certain = isinstance(outcome, PartlyPlanned) or outcome.certain
        no_plan(run, project, NoPlan(outcome.conflicts, certain))
    return outcome.planned

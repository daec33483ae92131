"""A meeting of the plan in; why it is on its date and at its host, and what the best others cost, out."""

from __future__ import annotations

from leernet.commands.project import open_project, plan_rules
from leernet.commands.run import Run
from leernet.explain.meeting import meeting_reasons, reason_lines
from leernet.finding import LeernetError
from leernet.read.near import nearest
from leernet.words import _


def explain_meeting(run: Run, reference: str) -> None:
    """Tell why a meeting is when and where it is."""
    project = open_project(run, plan_rules)
    if reference not in project.plan.meetings:
        near = nearest(reference, project.plan.meetings)
        raise LeernetError(
            _("The plan has no meeting '{meeting}'.", meeting=reference),
            _("Did you mean '{other}'?", other=near) if near else _("Run leernet plan first."),
        )
    history = tuple(project.history.values())
    found = meeting_reasons(project.year, project.plan, reference, history, project.today)
    lines = [run.words.say(line) for line in reason_lines(found)]
    for line in lines:
        run.say(_("{reason}", reason=line))
    run.finish(project.findings, reasons=lines)

"""A meeting, network, series or moment in; why its dates, hosts and workshops are what they are, out."""

from collections.abc import Iterable

from leernet.commands.choices import asked_of
from leernet.commands.project import Opened, open_project, plan_rules
from leernet.commands.run import Run
from leernet.explain.meeting import meeting_reasons, reason_lines
from leernet.explain.network import network_lines, network_reasons
from leernet.explain.series import moment_reasons
from leernet.finding import LeernetError
from leernet.read.near import nearest
from leernet.words import Sentence, _
from leernet.write.dates import with_long_dates
from leernet.write.programme_names import SeriesNames
from leernet.write.series_text import moment_lines


def explain_meeting(run: Run, reference: str) -> None:
    """Tell why a meeting, or all of a network, is when and where it is."""
    project = open_project(run, plan_rules)
    history = tuple(project.history.values())
    if reference in project.year.networks:
        network = project.year.networks[reference]
        of_network = network_reasons(project.year, project.plan, network, history, project.today)
        _tell(run, project, network_lines(of_network))
        return
    if reference.partition("/")[0] in project.year.series:
        explain_series(run, project, reference)
        return
    if reference not in project.plan.meetings:
        raise _without_date(project, reference)
    found = meeting_reasons(project.year, project.plan, reference, history, project.today)
    _tell(run, project, reason_lines(found))


def _without_date(project: Opened, reference: str) -> LeernetError:
    """Why nothing can be explained of a meeting that is not in the plan."""
    network, _stroke, id = reference.partition("/")
    defined = project.year.networks[network].meetings if network in project.year.networks else ()
    meeting = next((one for one in defined if one.id == id), None)
    if meeting is not None and meeting.cancelled:
        return LeernetError(_("{meeting} was cancelled.", meeting=reference))
    if meeting is not None:
        told = _("{meeting} has no date yet.", meeting=reference)
        return LeernetError(told, _("Run `leernet plan` first."))
    near = nearest(reference, (*project.plan.meetings, *project.year.networks))
    return LeernetError(
        _("The plan has no meeting '{meeting}'.", meeting=reference),
        _("Did you mean '{other}'?", other=near) if near else _("Run `leernet plan` first."),
    )


def _tell(run: Run, project: Opened, reasons: Iterable[Sentence]) -> None:
    lines, spoken = tuple(reasons), with_long_dates(run.words)
    for line in lines:
        run.say(spoken.say(line))
    run.finish(project.findings, reasons=[run.words.say(line) for line in lines])


def explain_series(run: Run, project: Opened, reference: str) -> None:
    """Tell why a series, or ``SERIES/MOMENT``, looks as it does."""
    name, _stroke, moment = reference.partition("/")
    series = project.year.series[name]
    if moment and moment not in series.moments:
        near = nearest(moment, series.moments)
        raise LeernetError(
            _(
                "Series '{series}' has no moment '{moment}'; it has {moments}.",
                series=name,
                moment=moment,
                moments=tuple(sorted(series.moments)),
            ),
            _("Did you mean '{other}'?", other=near) if near else None,
        )
    asked = asked_of(project, series, None)
    names = SeriesNames(project.year, project.plan, series, run.words)
    lines = []
    for at in (moment,) if moment else names.moments:
        found = moment_reasons(project.year, project.plan, series, asked.problem, asked.previous, at)
        day, *sessions = (run.words.say(line) for line in moment_lines(found, names))
        lines += [day, *(f"    {line}" for line in sessions)]
    for line in lines:
        run.say(line)
    run.finish(project.findings, reasons=lines)

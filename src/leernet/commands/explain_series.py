"""A series, or one of its moments, in; why its days, workshops and numbers are as they are, out."""

from leernet.commands.choices import asked_of
from leernet.commands.project import Opened
from leernet.commands.run import Run
from leernet.explain.series import moment_reasons
from leernet.finding import LeernetError
from leernet.read.near import nearest
from leernet.words import _
from leernet.write.programme_names import SeriesNames
from leernet.write.series_text import moment_lines


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

"""A project in; the allocation each series asks for out, and what is wrong with choices and records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from leernet.commands.project import Opened
from leernet.finding import Finding
from leernet.model.year import Series, Year
from leernet.read.choices import stray_choices
from leernet.solve.allocation_asked import Asked, Wanted, asked_allocation
from leernet.verify.allocation_record import broken_record


def allocation_rules(project: Opened) -> Iterable[Finding]:
    """What is wrong with collected choices, and what a record of an allocation, made or edited, breaks."""
    yield from stray_choices(project.year, project.files)
    for series in project.year.series.values():
        asked = asked_of(project, series, None)
        yield from asked.findings
        if asked.previous is not None:
            yield from broken_record(asked.problem, asked.previous, asked.places)


def asked_of(project: Opened, series: Series, wanted: Wanted | None) -> Asked:

    return asked_allocation(project.year, project.plan, series, project.files, project.places, wanted)


def known_series(year: Year, named: str | None) -> Sequence[Series]:
    if named is None:
        return tuple(series for _id, series in sorted(year.series.items()))
    if named not in year.series:
        raise typer.BadParameter(f"'{named}' is not a series; there is {', '.join(sorted(year.series))}.")
    return (year.series[named],)

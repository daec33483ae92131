"""A project in; the allocation each series asks for out, and what is wrong with choices and records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from leernet.commands.project import Opened
from leernet.explain.allocation_check import allocation_findings
from leernet.finding import Finding
from leernet.model.year import Series, Year
from leernet.solve.allocation.asked import Asked, Wanted, asked_allocation


def allocation_rules(project: Opened) -> Iterable[Finding]:
    """What is wrong with collected choices, and what a record of an allocation, made or edited, breaks."""
    return allocation_findings(project.year, project.plan, project.files, project.places, project.today)


def asked_of(project: Opened, series: Series, wanted: Wanted | None) -> Asked:
    """What is asked of the allocation of a series today; None: what was asked for the record there is."""
    today = None if wanted is None else project.today
    return asked_allocation(project.year, project.plan, series, project.files, project.places, wanted, today)


def known_series(year: Year, named: str | None) -> Sequence[Series]:
    """The series of this id; all of them when none is named."""
    if named is None:
        return tuple(series for _id, series in sorted(year.series.items()))
    if named not in year.series:
        known = ", ".join(sorted(year.series)) or "none"
        raise typer.BadParameter(f"'{named}' is not a series; there is {known}.")
    return (year.series[named],)

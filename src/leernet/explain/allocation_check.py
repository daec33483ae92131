"""The files of a project in; what is wrong with its collected choices and its records of allocations out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from leernet.finding import Finding, Places
from leernet.model.plan import Plan
from leernet.model.year import Year
from leernet.read.choices import stray_choices
from leernet.solve.allocation.asked import asked_allocation
from leernet.verify.allocation.record import broken_record


def allocation_findings(
    year: Year, plan: Plan, files: Mapping[str, bytes], places: Places, today: date
) -> Iterator[Finding]:
    """Every row of choices that cannot be used, and every rule that a record, made or edited, breaks.

    Args:
        files: of the project, by path.
        places: where the definitions stand.
        today: what has been by then breaks no rule.
    """
    yield from stray_choices(year, files)
    for _id, series in sorted(year.series.items()):
        now = asked_allocation(year, plan, series, files, places, None, today)
        yield from now.findings
        record, then = now.previous, now
        if record is not None and record.past != now.problem.past:
            then = asked_allocation(year, plan, series, files, places, None)
        if record is not None:
            yield from broken_record(then.problem, record, now.places, now.problem)

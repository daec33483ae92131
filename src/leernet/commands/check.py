"""Everything that is wrong with a project in its own words; or that nothing is."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from leernet.commands.came_in import Understood
from leernet.commands.choices import allocation_rules
from leernet.commands.project import (
    Opened,
    assumed_rules,
    attendance_rules,
    calendar_remarks,
    feed_rules,
    inventory_rules,
    nothing_more,
    open_project,
    passed_rules,
    plan_rules,
    sheet_rules,
    told_rules,
)
from leernet.commands.run import Run
from leernet.commands.steps import damaged_steps
from leernet.finding import Finding
from leernet.read.allocation_proof import proof_file, read_proof
from leernet.read.feeds import feed_key_findings, key_findings
from leernet.read.json_record import read_drafts, read_topics
from leernet.read.ledger_entry import NOT_WHAT_IT_SAYS
from leernet.words import _, _n


def kept_rules(project: Opened) -> Iterable[Finding]:
    """Whether what leernet keeps for itself can be read, before a command needs it."""
    yield from read_drafts(project.files)[1]
    yield from read_topics(project.files)[1]
    yield from key_findings(project.files)
    with suppress(*NOT_WHAT_IT_SAYS):
        # Where it cannot be read at all, feed_rules says so.
        yield from feed_key_findings(project.files)
    for series in project.allocations:
        if proof_file(series) in project.files:
            yield from read_proof(project.files, series)[1]


# What is asked of a project beyond what reading it says.
CHECKS = (
    plan_rules,
    passed_rules,
    attendance_rules,
    allocation_rules,
    inventory_rules,
    sheet_rules,
    assumed_rules,
    calendar_remarks,
    feed_rules,
    kept_rules,
    told_rules,
)


def check(run: Run, show: Callable[[Understood], None] = nothing_more) -> None:
    """Read everything, report every finding and conclude.

    Args:
        run: where, and how to speak.
        show: how tables and files of choices were read, also when there are errors.
    """
    project = open_project(run, *CHECKS, lambda _opened: damaged_steps(run.folder), on_error=show)
    show(project.understood)
    _conclude(run, project)


def _conclude(run: Run, project: Opened) -> None:
    """Say that there are no errors, and in what."""
    year = project.year
    run.say(
        _(
            "{title}{school_year}: {schools}, {members}, {networks} and {workshops}; no errors.",
            title=f"{year.settings.title}, " if year.settings.title else "",
            school_year=str(year.school_year),
            schools=_n("{count} school", "{count} schools", len(year.schools)),
            members=_n("{count} member", "{count} members", len(year.members)),
            networks=_n("{count} network", "{count} networks", len(year.networks)),
            workshops=_n("{count} workshop", "{count} workshops", len(year.workshops)),
        )
    )
    run.finish(project.findings, **project.understood.record())

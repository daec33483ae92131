"""Everything that is wrong with a project in its own words; or that nothing is."""

from __future__ import annotations

from leernet.commands.choices import allocation_rules
from leernet.commands.project import (
    assumed_rules,
    attendance_rules,
    calendar_remarks,
    inventory_rules,
    open_project,
    plan_rules,
)
from leernet.commands.run import Run
from leernet.words import _, _n

# What is asked of a project beyond what reading it says.
CHECKS = (plan_rules, attendance_rules, allocation_rules, inventory_rules, assumed_rules, calendar_remarks)


def check(run: Run) -> None:
    """Read everything and report every finding."""
    project = open_project(run, *CHECKS)
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
    run.finish(project.findings)

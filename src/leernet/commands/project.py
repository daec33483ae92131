"""A project folder in; the project without errors out, or its findings and the end of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import typer

from leernet.commands.run import TO_FIX, Run
from leernet.files import project_files, project_lock, write_whole
from leernet.finding import Finding, Places, has_errors, in_file_order
from leernet.model.allocation import AllocationRecord
from leernet.model.inventory import Inventories
from leernet.model.ledger import Ledger
from leernet.model.occasion import Placements, Tours
from leernet.model.plan import Plan
from leernet.model.values import SchoolYear
from leernet.model.year import Year
from leernet.read.allocation_history import allocation_history
from leernet.read.definitions import read_definitions
from leernet.read.inventory import read_inventories
from leernet.read.ledger import read_ledger
from leernet.read.records import history_findings, read_history, read_plan, read_record
from leernet.rules import broken_rules
from leernet.rules.attendance import never_can_come
from leernet.verify.plan import rules as verify_plan


class Opened(NamedTuple):
    """A project that was read and has no errors.

    Attributes:
        files: everything in the folder that is read, by path.
        plan: of ``plan.yaml``; an empty one when nothing was planned yet.
        findings: warnings and remarks.
        today: the clock.
    """

    files: Mapping[str, bytes]
    year: Year
    places: Places
    plan: Plan
    plan_places: Places
    history: Mapping[SchoolYear, Plan]
    findings: Sequence[Finding]
    today: date


def open_project(
    run: Run,
    *checks: Callable[[Opened], Iterable[Finding]],
    what_if: Mapping[str, bytes] | None = None,
) -> Opened:
    """Read the project; everything that is wrong with it is shown, and an error ends the run.

    Args:
        run: where, and how to speak.
        checks: what else must hold before the command can do its work; asked when the files can be read.
        what_if: files whose definitions are laid over those of the project.
    """
    files = project_files(run.folder)
    definitions, found = read_definitions(files, what_if)
    plan, plan_places, in_plan = read_plan(files)
    in_history = (*history_findings(files), *allocation_history(files)[1])
    findings = in_file_order((*found, *broken_rules(definitions), *in_plan, *in_history))
    year = definitions.year
    if year is None or has_errors(findings):
        run.show(findings)
        run.finish(findings)
        raise typer.Exit(TO_FIX)
    nothing_yet = Plan(school_year=year.school_year)
    opened = Opened(
        files,
        year,
        definitions.places,
        plan or nothing_yet,
        plan_places,
        read_history(files),
        findings,
        run.today,
    )
    if opened.plan.school_year != year.school_year:
        # A plan of another year says nothing of this one: no command goes on with it.
        checks = (plan_rules,)
    findings = in_file_order((*findings, *(finding for check in checks for finding in check(opened))))
    run.show(findings)
    if has_errors(findings):
        run.finish(findings)
    return opened._replace(findings=findings)


def plan_rules(project: Opened) -> Iterable[Finding]:
    """What a plan, solved or edited, breaks."""
    if "plan.yaml" not in project.files:
        return ()
    return verify_plan.broken_rules(
        project.year,
        project.plan,
        project.plan_places,
        project.history.values(),
        project.today,
        invited_to(ledger_of(project)),
    )


def inventory_rules(project: Opened) -> Iterable[Finding]:
    """What is wrong with the inventories that were collected."""
    return read_inventories(project.year, project.plan, project.files)[1]


def inventories_of(project: Opened) -> Inventories:
    """What lives before each meeting, as far as it was collected."""
    return read_inventories(project.year, project.plan, project.files)[0]


def attendance_rules(project: Opened) -> Iterable[Finding]:
    """Who can come to nothing, whatever is planned."""
    return never_can_come(project.year, project.places)


def ledger_rules(project: Opened) -> Iterable[Finding]:
    """What is wrong with ``sent.yaml``."""
    return read_ledger(project.files, project.year.school_year)[1]


def ledger_of(project: Opened) -> Ledger:
    """What was sent and answered this school year."""
    return read_ledger(project.files, project.year.school_year)[0]


def invited_to(ledger: Ledger) -> frozenset[str]:
    """The meetings people were invited to, by reference."""
    return frozenset(sent.occasion for sent in ledger.sent if sent.method == "REQUEST")


def write_documents(run: Run, documents: Mapping[str, bytes]) -> None:
    """Write documents into the project.

    Before anything is printed: who reads only the first lines (``| head``) still gets all files.
    """
    if documents:
        with project_lock(run.folder):
            write_whole(run.folder, documents)


def tell_documents(run: Run, documents: Iterable[str]) -> None:
    """Say which documents were written."""
    for path in documents:
        run.say(str(run.folder / path))


def placements_of(project: Opened) -> Placements:
    """Who is in which workshop, of every series that was allocated."""
    return {record.series: record.placements for record in allocations_of(project)}


def tours_of(project: Opened) -> Tours:
    """Who goes on which tour, of every series in which somebody does."""
    return {record.series: record.tours for record in allocations_of(project) if record.tours}


def allocations_of(project: Opened) -> Iterator[AllocationRecord]:
    """The allocations of this year, those that can be read."""
    for path, content in project.files.items():
        if path.startswith("allocation/") and path.endswith(".yaml"):
            record, _places, _findings = read_record(AllocationRecord, path, content)
            if record is not None:
                yield record

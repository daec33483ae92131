"""A project folder in; the project without errors out, or its findings and the end of the run."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext, suppress
from datetime import date
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec

import typer
from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue.invitations import FEEDS_BROKEN
from leernet.catalogue.records import RECORD_IS_A_LINK
from leernet.commands.came_in import CameIn, Understood
from leernet.commands.exit_codes import TO_FIX
from leernet.commands.renames import rename_findings
from leernet.commands.run import Run
from leernet.commands.steps import current, forget_old_steps, with_step
from leernet.explain.unanswered import taken_home
from leernet.files import (
    folders_read,
    linked_records,
    project_files,
    project_lock,
    settle,
    unread_files,
    write_whole,
)
from leernet.finding import Finding, LeernetError, Place, Places, has_errors, in_file_order
from leernet.model.allocation import AllocationRecord, EarlierAllocation
from leernet.model.attended import (
    AttendanceRecord,
    FilledSheet,
    attendance_record,
    everybodys_occasions,
    there_by_occasion,
)
from leernet.model.feeds import FEED_BOOK_FILE, NO_FEEDS, FeedBook
from leernet.model.identity import called
from leernet.model.known import known_allocation, running_plan, sessions_of
from leernet.model.ledger import Ledger, NewName
from leernet.model.occasion import Placements, Tours
from leernet.model.plan import Plan
from leernet.model.records import Records
from leernet.model.renames import names_before, with_new_names
from leernet.model.values import SchoolYear
from leernet.model.view import Occasion
from leernet.model.year import Year
from leernet.read.allocation_history import allocation_history
from leernet.read.allocation_record import KeptAllocation, read_allocations
from leernet.read.assumed import assumptions
from leernet.read.attendance import attendance_history, read_attendance
from leernet.read.definitions import read_definitions
from leernet.read.feeds import feed_book_from_bytes
from leernet.read.json_record import unreadable
from leernet.read.ledger import read_ledger
from leernet.read.made_ids import KEPT_IDS, Kept, text_of_kept
from leernet.read.records import history_findings, read_history, read_plan
from leernet.read.unused import unused_folders
from leernet.rules import broken_rules
from leernet.rules.attendance import never_can_come
from leernet.verify.invite import organiser_findings, passed_dates
from leernet.verify.plan import rules as verify_plan
from leernet.words import Language

Options = ParamSpec("Options")


class Opened(Struct, frozen=True, dict=True):
    """A project that was read and has no errors; nothing after this reads a file of it again.

    Attributes:
        files: everything in the folder that is read, by path.
        came_in: what people sent in.
        understood: how tables and files of choices were read.
        places: where the definitions are.
        recorded: the plan as ``plan.yaml`` has it; an empty one before there is any.
        plan_places: where its values are.
        history: the plans of earlier years.
        earlier: the allocations of earlier years.
        allocations: the records in ``allocation/``, by series.
        ledger: what was sent and answered this school year.
        findings: warnings and remarks.
        today: the clock.
        language: of documents.
        told: what was understood of calendars, which only ``check`` shows.
        new_names: what the ledger does not say yet of networks and meetings under another id.
    """

    files: Mapping[str, bytes]
    year: Year
    came_in: CameIn
    understood: Understood
    places: Places
    recorded: Plan
    plan_places: Places
    history: Mapping[SchoolYear, Plan]
    earlier: tuple[EarlierAllocation, ...]
    allocations: Mapping[str, KeptAllocation]
    ledger: Ledger
    findings: tuple[Finding, ...]
    today: date
    language: Language
    told: tuple[Finding, ...] = ()
    kept_ids: Kept = {}
    new_names: tuple[NewName, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan without what the year no longer has: what is shown, explained and sent."""
        return self.came_in.plan

    @property
    def running(self) -> Plan:
        """The plan without the sessions that do not run: what programmes and schedules show."""
        return running_plan(self.plan, self.known_allocations)

    @cached_property
    def everything_planned(self) -> tuple[Occasion, ...]:
        """All that has a date, with everybody who is expected, also whom no mail reaches."""
        return everybodys_occasions(self.year, self.plan, placements_of(self))

    @cached_property
    def attendance(self) -> tuple[tuple[FilledSheet, ...], tuple[Finding, ...]]:
        """The sheets that say who was there, and what is wrong with them."""
        return read_attendance(self.year, self.everything_planned, self.today, self.files)

    @cached_property
    def attended(self) -> AttendanceRecord:
        """Who was at what this year, as later years keep it."""
        there = there_by_occasion(self.attendance[0])
        return attendance_record(self.year, self.everything_planned, there)

    @cached_property
    def known_allocations(self) -> tuple[AllocationRecord, ...]:
        """The allocations of this year's series without what the year no longer has."""
        return tuple(
            known_allocation(self.allocations[id].record, sessions_of(self.year, series), self.year.members)
            for id, series in sorted(self.year.series.items())
            if id in self.allocations
        )


def nothing_more(_understood: Understood) -> None:
    """What most commands tell of a project with errors besides its findings."""


def open_project(
    run: Run,
    *checks: Callable[[Opened], Iterable[Finding]],
    what_if: Mapping[str, bytes] | None = None,
    dry: bool = False,
    on_error: Callable[[Understood], None] = nothing_more,
) -> Opened:
    """Read the project; everything that is wrong with it is shown, and an error ends the run.

    Args:
        run: where, and how to speak.
        checks: what else must hold before the command can do its work; asked when the files can be read.
        what_if: files whose definitions are laid over those of the project.
        dry: whether nothing may be written, not even the ids that were made.
        on_error: what else is told of a project with errors.
    """
    settle(run.folder)
    files = project_files(run.folder)
    opened, understood, findings = read_project(files, run.today, run.language, what_if)
    strange = unused_folders(unread_files(run.folder), folders_read())
    findings = in_file_order((*findings, *map(_linked, linked_records(run.folder)), *strange))
    other = _of_another_year(files, understood)
    first = () if other is None else (other,)
    run.show(first)
    if other is None and opened is not None:
        checks = tuple(dict.fromkeys((feed_rules, *checks)))
        findings = in_file_order((*findings, *(finding for check in checks for finding in check(opened))))
    run.show(findings)
    findings = (*first, *findings)
    if opened is None or has_errors(findings):
        # Ids that were made are not kept while there are errors.
        on_error(replace(understood, made={}))
        run.finish(findings, **understood.record())
        raise typer.Exit(TO_FIX)
    if what_if is None and not dry:
        _keep_ids(run, opened)
    return replace(opened, findings=findings)


def _of_another_year(files: Mapping[str, bytes], understood: Understood) -> Finding | None:
    """That the plan is of another year than the definitions: then it says nothing of this one."""
    plan, places, _findings = read_plan(files)
    year = None if understood.came_in is None else understood.came_in.year
    if plan is None or year is None or plan.school_year == year.school_year:
        return None
    return verify_plan.of_another_year(year, plan, places)


def _linked(record: str) -> Finding:
    return RECORD_IS_A_LINK.at(Place(record), file=record)


def _keep_ids(run: Run, opened: Opened) -> None:
    """Writes down the ids that were made, so that they stay; a folder nobody may write in is left alone."""
    content = text_of_kept(opened.kept_ids).encode()
    kept = opened.files.get(KEPT_IDS)
    if content and kept != content:
        with suppress(LeernetError), nullcontext() if run.alone else project_lock(run.folder):
            # Another command, which made ids since these were read, knows better.
            if current(run.folder, KEPT_IDS) == kept:
                write_whole(run.folder, {KEPT_IDS: content})


def read_project(
    files: Mapping[str, bytes],
    today: date,
    language: Language | None = None,
    what_if: Mapping[str, bytes] | None = None,
) -> tuple[Opened | None, Understood, tuple[Finding, ...]]:
    """The project in the files of a folder, none where it has errors; how it was read, and what is wrong."""
    definitions, found = read_definitions(files, what_if)
    plan, plan_places, in_plan = read_plan(files)
    earlier, in_earlier = allocation_history(files)
    findings = in_file_order(
        (*found, *broken_rules(definitions), *in_plan, *history_findings(files), *in_earlier)
    )
    year = definitions.year
    if year is None:
        return None, Understood(definitions.tables, definitions.made, None), findings
    came_in = CameIn(files, year, plan or Plan(school_year=year.school_year))
    if has_errors(findings):
        return None, Understood(definitions.tables, definitions.made, came_in), findings
    ledger, in_ledger = read_ledger(files, year.school_year)
    renamed = with_new_names(year, came_in.recorded, ledger, today)
    came_in = CameIn(files, year, renamed.plan, names_before(renamed.ledger))
    understood = Understood(definitions.tables, definitions.made, came_in)
    allocations, in_allocations = read_allocations(files, year.series)
    in_names = rename_findings(renamed.before, definitions.places)
    findings = in_file_order((*findings, *in_allocations, *in_ledger, *in_names))
    opened = Opened(
        files,
        year,
        came_in,
        understood,
        definitions.places,
        came_in.recorded,
        plan_places,
        read_history(files),
        earlier,
        allocations,
        renamed.ledger,
        findings,
        today,
        language or year.settings.language,
        definitions.told,
        definitions.kept_ids,
        renamed.names,
    )
    return (None if has_errors(findings) else opened), understood, findings


def plan_rules(project: Opened) -> Iterable[Finding]:
    """What a plan, solved or edited, breaks."""
    if "plan.yaml" not in project.files:
        return ()
    return verify_plan.broken_rules(
        project.year,
        project.recorded,
        project.plan_places,
        project.history.values(),
        project.today,
        invited_to(project),
    )


def calendar_remarks(project: Opened) -> Iterable[Finding]:
    """What was understood of the calendars of schools."""
    return project.told


def inventory_rules(project: Opened) -> Iterable[Finding]:
    """What is wrong with the inventories that were collected."""
    return project.came_in.inventories[1]


def sheet_rules(project: Opened) -> Iterable[Finding]:
    """What sheets in ``attendance/`` say, and what is wrong with them and with those of earlier years."""
    if not any(path.startswith(("attendance/", "history/")) for path in project.files):
        return ()
    return (*project.attendance[1], *attendance_history(project.files, project.year.school_year)[1])


def attendance_rules(project: Opened) -> Iterable[Finding]:
    """Who can come to nothing, whatever is planned."""
    return never_can_come(project.year, project.places)


def assumed_rules(project: Opened) -> Iterable[Finding]:
    """What was assumed when the project was made from the year before, and nobody looked at."""
    return assumptions(project.files)


def passed_rules(project: Opened) -> Iterable[Finding]:
    """Dates in the past that somebody wrote into the plan."""
    return passed_dates(project.recorded, project.plan_places, project.ledger, project.today)


def feed_rules(project: Opened) -> Iterable[Finding]:
    """Whether it can be read what feeds have shown, which most commands need."""
    try:
        feed_book_of(project)
    except ValueError:
        content = project.files[FEED_BOOK_FILE]
        yield from unreadable(FEED_BOOK_FILE, content, (Place(FEED_BOOK_FILE),), FEEDS_BROKEN.at)


def told_rules(project: Opened) -> Iterable[Finding]:
    """What is wrong with what was answered, and whether people know who invites them."""
    yield from project.came_in.answers[1]
    yield from organiser_findings(project.year, project.places, project.ledger, project.today)


def feed_book_of(project: Opened) -> FeedBook:
    """What feeds have shown.

    Raises:
        ValueError: the file is damaged.
    """
    content = project.files.get(FEED_BOOK_FILE)
    return NO_FEEDS if content is None else feed_book_from_bytes(content)


def records_of(project: Opened) -> Records:
    """What leernet recorded, and what people answered."""
    return Records(
        project.plan,
        placements_of(project),
        project.ledger,
        tours_of(project),
        project.came_in.answers[0],
        feed_book_of(project),
        taken_home(project.year, project.plan, project.came_in.inventories[0]),
        {series: kept.record.missing for series, kept in project.allocations.items()},
        {series: choices for series, (choices, _found) in project.came_in.choices.items()},
    )


def invited_to(project: Opened) -> frozenset[str]:
    """The meetings people were invited to, by the reference they have now."""
    names = called(project.ledger)
    told = (sent for sent in project.ledger.sent if sent.method == "REQUEST")
    return frozenset(names.get(one.uid, one.occasion) for one in told)


def write_documents(run: Run, documents: Mapping[str, bytes], command: str = "") -> None:
    """Write documents into the project, locked since it was read.

    Before anything is printed: who reads only the first lines (``| head``) still gets all files.

    Args:
        command: of which ``undo`` can take back what it does to records, as it is typed.
    """
    write_whole(run.folder, with_step(run, documents, command))
    forget_old_steps(run.folder)


def alone(command: Callable[Concatenate[Run, Options], None]) -> Callable[Concatenate[Run, Options], None]:
    """The command, with the project locked from reading to writing: two at once are one after the other."""

    @wraps(command)
    def locked(run: Run, /, *options: Options.args, **named: Options.kwargs) -> None:
        with project_lock(run.folder):
            command(run._replace(alone=True), *options, **named)

    return locked


def tell_documents(run: Run, documents: Iterable[str]) -> None:
    """Say which documents were written."""
    for path in documents:
        run.say(str(run.folder / path))


def placements_of(project: Opened) -> Placements:
    """Who is in which workshop, of every series that was allocated."""
    return {record.series: record.placements for record in project.known_allocations}


def tours_of(project: Opened) -> Tours:
    """Who goes on which tour, of every series in which somebody does."""
    return {record.series: record.tours for record in project.known_allocations if record.tours}

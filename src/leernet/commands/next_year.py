"""A project whose year closes in; the folder of its next school year out, and what was assumed in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from leernet.catalogue.year import ASSUMED
from leernet.commands.exit_codes import TO_FIX
from leernet.commands.project import read_project
from leernet.commands.run import Run
from leernet.files import new_folder, project_files, project_lock, settle, write_whole
from leernet.finding import Finding, LeernetError, has_errors, in_file_order
from leernet.model.plan import Plan
from leernet.model.values import SchoolYear
from leernet.model.year import Year
from leernet.read.allocation_history import allocation_history
from leernet.read.assumed import assumptions
from leernet.read.attendance import attendance_file
from leernet.read.definitions import read_definitions
from leernet.read.records import history_findings, read_plan
from leernet.rules import broken_rules
from leernet.words import _, _n, words
from leernet.write.next_year.folder import closing_of, next_year_files
from leernet.write.next_year.name import beside
from leernet.write.records import record_text


def next_year(run: Run, folder: Path | None) -> None:
    """Write the folder of the next school year; nothing in this one changes."""
    settle(run.folder)
    files = project_files(run.folder)
    year, plan = _closing(run, files)
    language = run.language or year.settings.language
    made = next_year_files(files, plan, closing_of(year, plan, words(language)))
    made |= _attendance(files, run)
    findings = _findings(made)
    if has_errors(findings):
        run.show(findings)
        run.remark(_("Nothing was written: the next year would not pass 'leernet check'."))
        run.finish(findings)
    target = folder if folder is not None else beside(run.folder, plan.school_year)
    new_folder(target)
    # What was only begun there, by a run that was killed, is taken back.
    settle(target)
    _must_be_new(target)
    with project_lock(target):
        write_whole(target, made)
    coming = str(SchoolYear(plan.school_year.starts_in + 1))
    run.say(_("{folder} holds the files of {school_year}.", school_year=coming, folder=str(target)))
    run.show(found for found in findings if found.rule == ASSUMED.name)
    run.say(
        _n(
            "{count} assumption was made. Check it, then plan:",
            "{count} assumptions were made. Check them, then plan:",
            sum(found.rule == ASSUMED.name for found in findings),
        )
    )
    run.say(f"    leernet -C {target} check")
    run.say(f"    leernet -C {target} plan")
    run.finish(findings, folder=str(target), written=sorted(made))


def _closing(run: Run, files: Mapping[str, bytes]) -> tuple[Year, Plan]:
    """The year and the plan that close; what cannot be read ends the run.

    The year of ``plan.yaml`` is the one that closes, also where ``school_year`` was raised by hand already.
    """
    definitions, found = read_definitions(files)
    plan, _places, in_plan = read_plan(files)
    findings = in_file_order((*found, *in_plan))
    if definitions.year is None or has_errors(findings):
        run.show(findings)
        run.finish(findings)
        raise typer.Exit(TO_FIX)
    if plan is None:
        raise LeernetError(
            _("There is no plan yet, so there is no year to close."),
            _("Run: leernet plan"),
        )
    defined, planned = definitions.year.school_year, plan.school_year
    if defined.starts_in - planned.starts_in not in (0, 1):
        raise LeernetError(
            _(
                "plan.yaml is for {planned}, but the files are for {defined}.",
                planned=str(planned),
                defined=str(defined),
            ),
            _("Take back the plan of that year, or correct school_year."),
        )
    return definitions.year, plan


def _attendance(files: Mapping[str, bytes], run: Run) -> dict[str, bytes]:
    """Who was at what in the year that closes, where sheets say so."""
    project = read_project(files, run.today)[0]
    if project is None:
        return {}
    of_the_plan = {"school_year": project.recorded.school_year}
    record = project.attended.model_copy(update=of_the_plan)
    return {attendance_file(record.school_year): record_text(record)} if record.occasions else {}


def _findings(made: Mapping[str, bytes]) -> Sequence[Finding]:
    """What ``check`` would say of the new folder."""
    definitions, found = read_definitions(made)
    history = (*history_findings(made), *allocation_history(made)[1])
    return in_file_order((*found, *broken_rules(definitions), *history, *assumptions(made)))


def _must_be_new(target: Path) -> None:
    """The folder is not there yet, or empty.

    Raises:
        LeernetError: something is in it.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise LeernetError(
            _("'{folder}' exists already and is left as it is.", folder=str(target)),
            _("Name another folder: leernet next-year FOLDER"),
        )

"""A project in; the plan of its year with its documents out, or the lines that clash."""

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NoReturn

import typer
from msgspec.structs import replace

from leernet.commands.certain import with_certain_bound
from leernet.commands.exit_codes import INTERRUPTED, TO_FIX
from leernet.commands.follow import messages_that_follow
from leernet.commands.project import (
    Opened,
    alone,
    attendance_rules,
    invited_to,
    open_project,
    passed_rules,
    records_of,
    tell_documents,
    write_documents,
)
from leernet.commands.renames import keep_names
from leernet.commands.run import Run
from leernet.commands.terminal import bar, draw, interruptible
from leernet.explain.difference import PlanDifference, difference_lines, people_record, plan_difference
from leernet.explain.fairness import account_of, with_turns_counted
from leernet.explain.offer import offer_line, offer_record
from leernet.explain.unanswered import topics_by_meeting
from leernet.finding import Finding, Places
from leernet.model.known import running_plan
from leernet.model.plan import Plan, record_of
from leernet.model.year import Year
from leernet.solve.conflicts import conflict_findings
from leernet.solve.dates.problem import Preference
from leernet.solve.dates_and_hosts import OneMoreChange, one_more
from leernet.solve.limits import Limits, within
from leernet.solve.partly import PartlyPlanned, plan_what_fits
from leernet.solve.plan import NoPlan, Planned, Wishes
from leernet.solve.plan_record import changes_of
from leernet.verify.plan.pair_proof import unproven_pairs
from leernet.verify.plan.past import rewritten_rounds
from leernet.verify.plan.rules import broken_rules
from leernet.words import Words, _, _n, words
from leernet.write.agenda import agenda_documents
from leernet.write.agenda_series import series_agenda_documents
from leernet.write.dates import with_long_dates
from leernet.write.fairness import fairness_markdown
from leernet.write.papers.documents import meeting_papers
from leernet.write.plan_changes import change_lines
from leernet.write.plan_summary import plan_summary
from leernet.write.records import record_text
from leernet.write.schedule import schedule_documents
from leernet.write.schedule_table import goal_lines, schedule_table


@alone
def plan(
    run: Run,
    *,
    fresh: bool = False,
    best: bool = False,
    prefer: Preference | None = None,
    max_moves: int = 0,
    seconds: float | None = None,
    dry_run: bool = False,
    goals: bool = False,
) -> None:
    """Choose dates, hosts and workshop moments; keep what was announced, change as little as possible."""
    allowed = within(seconds)
    project = open_project(run, attendance_rules, passed_rules, dry=dry_run)
    wishes = replace(wishes_of(run, project), prefer=prefer, best=best, max_moves=max_moves, fresh=fresh)
    found, offer, is_interrupted = _planned(run, project, wishes, allowed)
    counted = with_turns_counted(project.year, found.plan, project.history.values())
    documents = {} if dry_run or is_interrupted else _plan_documents(project, counted)
    write_documents(run, documents, "plan")
    if documents:
        keep_names(run.folder, project.year.school_year, project.new_names)
    findings = _shown_findings(run, project, found)
    schedule = schedule_table(project.year, counted, run.words)
    if schedule.row_count:
        draw(run, schedule)
    _tell(run, project, counted, goals=goals)
    follow = None if wishes.previous is None else messages_that_follow(run, project, counted)
    difference = plan_difference(project.year, wishes.previous, counted, follow)
    _show(run, project, replace(found.planned, plan=counted), difference)
    moves = 0 if offer is None else offer.moves if dry_run else len(offer.changes)
    if offer is not None:
        run.say(with_long_dates(run.words).say(offer_line(project.year, offer, moves)))
    if is_interrupted:
        run.remark(_("Interrupted: this is the best so far, and nothing is written."))
        raise typer.Exit(INTERRUPTED)
    if documents and not findings:
        run.say(_NEXT)
    _tell_files(run, documents)
    run.finish(
        (*project.findings, *findings),
        plan=record_of(counted),
        people=people_record(difference.people),
        messages=None if follow is None else len(follow.messages),
        offer=None if offer is None else offer_record(offer, moves),
        written=sorted(documents),
    )


def _planned(
    run: Run, project: Opened, wishes: Wishes, allowed: Limits
) -> tuple[PartlyPlanned, OneMoreChange | None, bool]:
    """A plan that keeps the rules, one change more that would pay, and whether somebody pressed ^C."""
    with bar(run, _("Choosing dates")) as told, interruptible(allowed) as limits:
        found = plan_what_fits(project.year, wishes, limits=limits, progress=told)
        offer = None if isinstance(found, NoPlan) else one_more(found.planned.case, found.planned.chosen)
    if isinstance(found, NoPlan):
        no_plan(run, project, found)
    _must_keep_the_rules(project, found)
    return with_certain_bound(found, wishes), offer, limits.are_interrupted


def _shown_findings(run: Run, project: Opened, found: PartlyPlanned) -> tuple[Finding, ...]:
    """What clashes in the parts that were not planned, and what is not as it was asked."""
    warnings = (broken.at(project.places.of(*path)) for path, broken in found.planned.warnings)
    findings = (*conflict_findings(found.conflicts, project.places), *warnings)
    run.show(findings)
    if not all(conflict.certain for conflict in found.conflicts):
        run.remark(_PART_NOT_FOUND)
    return findings


def _tell(run: Run, project: Opened, plan: Plan, *, goals: bool) -> None:
    """The year in a few sentences, and every goal where that is asked for."""
    run.say("")
    for line in plan_summary(project.year, plan):
        run.say(line)
    if goals:
        run.say("")
        for text in goal_lines(plan, run.words):
            run.say(text)


_NEXT = _("Next: look at out/schedule.md; `leernet invite` shows what would be sent to whom.")


def _tell_files(run: Run, documents: Mapping[str, bytes]) -> None:
    """Which documents were written; those of a kind that has a folder of its own are counted."""
    folders = Counter(PurePosixPath(path).parent for path in documents)
    for folder, count in folders.items():
        if len(folder.parts) > 1:
            run.say(
                _n(
                    "{folder}: {count} file",
                    "{folder}: {count} files",
                    count,
                    folder=str(run.folder / folder),
                )
            )
    tell_documents(run, [path for path in documents if len(PurePosixPath(path).parts) <= 2])


def no_plan(run: Run, project: Opened, outcome: NoPlan) -> NoReturn:
    """Show the lines that clash, or that the time was too short to find out; there is something to fix."""
    findings = conflict_findings(outcome.conflicts, project.places)
    run.show(findings)
    if not outcome.certain:
        run.remark(_NOT_FOUND)
    run.finish((*project.findings, *findings))
    raise typer.Exit(TO_FIX)


_NOT_FOUND = _(
    "No plan was found in this time, though there may be one. `plan --seconds 600` searches longer."
)
_PART_NOT_FOUND = _(
    "A part was not planned in this time, though it may be possible. `plan --seconds 600` searches longer."
)


def _show(run: Run, project: Opened, outcome: Planned, difference: PlanDifference) -> None:
    """What became different per meeting and per person, and what there is to know of the plan."""
    for change in changes_said(project.year, outcome, run.words) if difference.changes else ():
        run.say(change)
    if difference.is_news:
        for line in difference_lines(project.year, difference):
            run.say(line)
    for remark in outcome.remarks:
        run.remark(remark)
    if outcome.stopped_early:
        run.remark(_("The search was stopped early; without a limit it may find a better plan."))


def changes_said(year: Year, outcome: Planned, spoken: Words) -> tuple[str, ...]:
    """What became different, with its reasons, as people read it; one line a change."""
    if outcome.compared is None:
        return ()
    changes = changes_of(replace(outcome.compared, spoken=with_long_dates(spoken)))
    return change_lines(year, changes, spoken)


def _must_keep_the_rules(project: Opened, found: PartlyPlanned) -> None:
    """Hold what was planned against the rules and its proofs, by code that did not make it.

    Raises:
        RuntimeError: it breaks one, which is a mistake in the solver.
    """
    told = invited_to(project)
    history, today = project.history.values(), project.today
    rules = broken_rules(found.fitting, found.planned.plan, Places(), history, today, told)
    broken = [str(rule) for rule in rules if rule.level == "error"]
    broken += unproven_pairs(found.fitting, history, found.planned.proofs, found.planned.plan, today)
    broken += rewritten_rounds(found.fitting, project.recorded, found.planned.plan, today)
    if broken:
        raise RuntimeError("\n".join(("The plan breaks rules:", *broken)))


def _plan_documents(project: Opened, plan: Plan) -> Mapping[str, bytes]:
    account = account_of(project.year, plan, project.history.values())
    shared = running_plan(plan, project.known_allocations)
    return {
        "plan.yaml": record_text(plan),
        "out/fairness.md": fairness_markdown(project.year, plan, account, words(project.language)).encode(),
        **schedule_documents(project.year, shared, project.language),
        **meeting_papers(project.year, replace(records_of(project), plan=plan), words(project.language)),
        **agenda_documents(
            project.year, shared, topics_by_meeting(project.year, plan, project.came_in.inventories[0])
        ),
        **series_agenda_documents(project.year, shared),
    }


def wishes_of(run: Run, project: Opened) -> Wishes:
    """What planning takes from the files: earlier years, the plan before, who was invited."""
    return Wishes(
        history=tuple(project.history.values()),
        previous=project.recorded if "plan.yaml" in project.files else None,
        announced=invited_to(project),
        today=run.today,
        choices={id: choices for id, (choices, _findings) in project.came_in.choices.items()},
    )

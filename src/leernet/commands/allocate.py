"""Series with their choices in; allocations with their documents out, or policies side by side."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from leernet.commands.choices import asked_of, series_to_allocate
from leernet.commands.cores import on_all_cores
from leernet.commands.project import Opened, alone, open_project, plan_rules, tell_documents, write_documents
from leernet.commands.run import Run
from leernet.commands.terminal import bar, draw, goal_bar
from leernet.commands.usage import WrongUsage
from leernet.explain.allocated import Allocated
from leernet.explain.comparison import POLICIES, comparison, comparison_record, drawn, usual_draws
from leernet.explain.improvements import Improvements, improvements, worth_a_seat
from leernet.finding import Finding, has_errors, in_file_order
from leernet.model.allocation import AllocationOutcome, AllocationProblem, AllocationRecord, Impossible, Keep
from leernet.model.plan import record_of
from leernet.model.year import Policy, Series
from leernet.read.choices import stray_choices
from leernet.solve.allocation.asked import Asked, Wanted, told
from leernet.solve.allocation.choice_rules import undecided_workshops
from leernet.solve.allocation.clash_findings import clash_findings
from leernet.solve.allocation.solver import allocate as solved
from leernet.solve.allocation.solver import allocate_again
from leernet.solve.limits import Limits, within
from leernet.verify.allocation.rules import broken_rules
from leernet.words import _, words
from leernet.write.allocation_changes import change_sentences, gain_sentences, reasons_of_losses
from leernet.write.allocation_documents import allocation_documents
from leernet.write.allocation_record import allocation_record
from leernet.write.allocation_summary import allocation_summary, comparison_table
from leernet.write.programme_names import SeriesNames
from leernet.write.reading_table import reading_table


class Shown(NamedTuple):
    """What is done with a result besides placing people.

    Attributes:
        dry_run: show it and write nothing.
        goals: show every goal, and who ended furthest below their best.
    """

    dry_run: bool = False
    goals: bool = False


SHOWN = Shown()
# Seconds after which goals are no longer proven where nobody says how many.
BRAKE = 120.0


@alone
def allocate(
    run: Run,
    series: str | None = None,
    *,
    policy: Policy | None = None,
    compare: bool = False,
    keep: Keep | None = None,
    seconds: float | None = None,
    seed: str | None = None,
    shown: Shown = SHOWN,
) -> None:
    """Place everyone in workshops by what they chose, with a proof of how good that is."""
    project = open_project(run, plan_rules, dry=compare or shown.dry_run)
    chosen = series_to_allocate(run, project.year, series)
    wanted = Wanted(policy, keep, _as_kept(seed))
    all_asked = [asked_of(project, one, _keeping_what_was_told(project, one, wanted)) for one in chosen]
    undecided = [
        finding
        for one in chosen
        for finding in undecided_workshops(project.year, project.plan, one, project.places)
    ]
    stray = stray_choices(project.year, project.files)
    of_series = (finding for asked in all_asked for finding in asked.findings)
    findings = in_file_order((*undecided, *stray, *of_series))
    run.show(findings)
    findings = (*project.findings, *findings)
    if has_errors(findings):
        _tell_how_read(run, all_asked)
        run.finish(findings, **project.understood.record())
    results: dict[str, object] = {}
    for asked in all_asked:
        if compare:
            found, result = _compared(run, project, asked)
        else:
            found, result = _allocated(run, project, asked, seconds, shown)
        findings = (*findings, *found)
        results[asked.series.id] = result
    _tell_how_read(run, all_asked)
    run.finish(findings, allocation=results, **project.understood.record())


def _keeping_what_was_told(project: Opened, series: Series, wanted: Wanted) -> Wanted:
    """Who was told of their places keeps them, where nothing else was asked."""
    members = told(project.ledger, project.year, series)
    if wanted.keep is not None or wanted.policy is not None or not members:
        return wanted
    return replace(wanted, keep="frozen", told=members)


def _tell_how_read(run: Run, all_asked: Sequence[Asked]) -> None:
    """How each heading of a form was read; our own columns speak for themselves."""
    for table in (one for asked in all_asked for one in asked.choices.tables):
        if any(column.read_as != column.heading.casefold() for column in table.columns):
            draw(run, reading_table(run.words, table))


def _as_kept(seed: str | None) -> str | None:
    """The seed as the record keeps it, so that others draw the same lots from it: no space around it."""
    if seed is None:
        return None
    kept = seed.strip()
    if not kept.isprintable():
        raise WrongUsage(_("A seed is one line of text that can be printed."), "--seed")
    return kept


def _allocated(
    run: Run, project: Opened, asked: Asked, seconds: float | None, shown: Shown
) -> tuple[Sequence[Finding], object]:
    """Solve, check, write and show one series."""
    allowed = BRAKE if seconds is None else seconds
    limits = within(allowed)
    with goal_bar(run) as told:
        outcome = solved(asked.problem, limits=limits, progress=told)
        if isinstance(outcome, Impossible):
            found = _clashes(project, asked, outcome)
            run.show(found)
            return found, None
        if broken := broken_rules(asked.problem, outcome):
            raise RuntimeError("\n".join(("The allocation breaks rules:", *map(str, broken))))
        allocated = Allocated(asked.problem, outcome)
        documents = {} if shown.dry_run else _documents(project, asked, allocated, limits)
    names = SeriesNames(project.year, project.plan, asked.series, run.words)
    write_documents(run, documents, f"allocate {asked.series.id}")
    draw(run, allocation_summary(names, allocated, goals=shown.goals))
    _tell_what_is_not_proven(run, outcome, allowed)
    if asked.previous is not None:
        _tell_changes(run, names, asked, asked.previous, outcome, limits)
    tell_documents(run, documents)
    return (), record_of(allocation_record(allocated)) if run.json else None


def _tell_what_is_not_proven(run: Run, outcome: AllocationOutcome, seconds: float) -> None:
    proven = all(goal.proven for goal in outcome.goals)
    if not proven and not outcome.timed_out:
        run.remark(
            _("Proving more would take more work than one run does; another run divides places the same way.")
        )
    elif not proven:
        run.remark(
            _(
                "Time was up after {seconds} seconds; another run may divide places differently. Give it "
                "more with --seconds.",
                seconds=f"{seconds:g}",
            )
        )
    if outcome.narrowed:
        run.remark(
            _(
                "Lots chose among the best of very many ways to combine sessions; it is not proven that no "
                "other gives anybody more."
            )
        )


def _tell_changes(
    run: Run,
    names: SeriesNames,
    asked: Asked,
    before: AllocationRecord,
    outcome: AllocationOutcome,
    limits: Limits,
) -> None:
    """What is otherwise than in the result so far, and who would gain by an exchange."""
    problem = asked.problem
    losses = reasons_of_losses(names, problem, outcome) if problem.keep is not None else {}
    for sentence in change_sentences(names, before, outcome, losses):
        run.say(sentence)
    if asked.only_told:
        improved = _in_time(_to_improve(problem, outcome), limits)
        for sentence in gain_sentences(names, problem, outcome.placements, improved):
            run.say(sentence)


def _to_improve(problem: AllocationProblem, outcome: AllocationOutcome) -> AllocationProblem:
    """What ``--keep improve`` asks once this outcome is the result so far."""
    people = tuple(
        replace(
            person,
            previous=tuple(sorted(outcome.placements[person.id].items())),
            set_aside=(),
            previous_tour="" if person.had_tour else outcome.tours.get(person.id, ""),
        )
        for person in problem.participants
    )
    return replace(problem, participants=people, keep="improve")


def _documents(project: Opened, asked: Asked, allocated: Allocated, limits: Limits) -> Mapping[str, bytes]:
    """Record, proof, lists and page, with what a few seats more would bring."""
    # With one seat more rounds would not be alike any more, and that takes far longer to solve.
    gains = (
        Improvements()
        if allocated.outcome.rounds
        else improvements(
            asked.problem,
            allocated.everybody,
            lambda roomier: _in_time(roomier, limits),
            hopeful=worth_a_seat(allocated.outcome),
        )
    )
    names = SeriesNames(project.year, project.plan, asked.series, words(project.language))
    return allocation_documents(names, allocated, asked.choices, gains, asked.findings)


def _in_time(problem: AllocationProblem, limits: Limits) -> AllocationOutcome | Impossible | None:
    """The best allocation; none when its time is over first."""
    outcome = None if limits.over else solved(problem, limits=limits)
    return None if limits.over else outcome


def _clashes(project: Opened, asked: Asked, outcome: Impossible) -> tuple[Finding, ...]:
    """Why there is no allocation."""
    return clash_findings(
        outcome.clashes, project.year, project.plan, asked.series, asked.choices, project.places
    )


def _compared(run: Run, project: Opened, asked: Asked) -> tuple[Sequence[Finding], object]:
    with bar(run, _("Comparing policies")) as told:
        draws = usual_draws(asked.problem)
        with on_all_cores(len(POLICIES) * draws) as mapped:
            draw_all = partial(mapped, partial(drawn, allocate_again))
            compared = comparison(asked.problem, draw_all, draws, told)
    if isinstance(compared, Impossible):
        found = _clashes(project, asked, compared)
        run.show(found)
        return found, None
    draw(run, comparison_table(run.words, compared))
    return (), comparison_record(compared)

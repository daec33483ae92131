"""Verbs, the clock, the terminal and the exit codes; a command is ten lines of wiring."""

import os
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, NoReturn

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from rich.console import RenderableType

    from leernet.finding import Finding, Places
    from leernet.model.ledger import Ledger, Sent
    from leernet.model.occasion import Placements
    from leernet.model.plan import Plan, Record
    from leernet.model.values import SchoolYear
    from leernet.model.year import Series, Year
    from leernet.solve.allocation_asked import Asked, Wanted
    from leernet.words import Sentence, Words
    from leernet.write.agenda import Agenda
    from leernet.write.outbox import Message

DONE, TO_FIX, WRONG_USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130

# Options of leernet itself; people also write them behind the command, and there they mean the same.
_OWN_FLAGS = ("--json",)
_OWN_OPTIONS = ("-C", "--lang", "--today")


def own_options_first(args: Sequence[str]) -> list[str]:
    """The arguments with leernet's own options before the command; what follows ``--`` stays as it is."""
    own: list[str] = []
    others: list[str] = []
    left = list(args)
    while left:
        argument = left.pop(0)
        if argument == "--":
            others += [argument, *left]
            break
        if argument in _OWN_FLAGS or argument.startswith(tuple(f"{name}=" for name in _OWN_OPTIONS)):
            own.append(argument)
        elif argument in _OWN_OPTIONS:
            own += [argument, *left[:1]]
            left = left[1:]
        else:
            others.append(argument)
    return own + others


class Commands(TyperGroup):
    """The one place where a run that cannot go on gets its exit code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Let leernet's own options stand before or behind the command."""
        return super().parse_args(ctx, own_options_first(args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what it cannot handle ends here."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            from leernet.words import _

            _tell(ctx, INTERRUPTED, _("Interrupted; every file is as it was."))
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as stop:
            # Usage errors are typer's own and carry their exit code.
            if hasattr(stop, "exit_code"):
                raise
            _end(ctx, stop)


def _end(ctx: Any, end: Exception) -> NoReturn:
    """Say why a run ends, and exit with the code that goes with it."""
    from leernet.finding import LeernetError
    from leernet.words import _

    if isinstance(end, LeernetError):
        _tell(ctx, TO_FIX, end.sentence, end.hint)
    import traceback

    traceback.print_exception(end, file=sys.stderr)
    _tell(
        ctx,
        BUG,
        _("This is a mistake in leernet, not in your files; no file was left half written."),
        _("Please report it with the lines above, after reading them for names you would rather not share."),
    )


def _tell(ctx: Any, code: int, sentence: "Sentence", hint: "Sentence | None" = None) -> NoReturn:
    from leernet.words import ENGLISH

    run = ctx.find_object(Run)
    say = run.words.say if run else ENGLISH.say
    typer.echo(f"leernet: {say(sentence)}", err=True)
    if hint is not None:
        typer.echo(f"    {say(hint)}", err=True)
    raise typer.Exit(code)


class Run(NamedTuple):
    """What every command knows.

    Attributes:
        folder: the project.
        language: asked for with ``--lang``; None leaves documents in the project's language.
        today: the clock.
        json: print one object on stdout and nothing else.
        words: what is printed.
    """

    folder: Path
    language: Literal["nl", "en"] | None
    today: date
    json: bool
    words: "Words"

    def say(self, result: "Sentence | str") -> None:
        """A result, on stdout; with ``--json`` only the object stands there."""
        if not self.json:
            typer.echo(result if isinstance(result, str) else self.words.say(result))

    def remark(self, sentence: "Sentence") -> None:
        """Something to know, on stderr."""
        typer.echo(self.words.say(sentence), err=True)

    def show(self, findings: "Iterable[Finding]") -> None:
        """Findings, on stderr, many of a kind summed up; with ``--json`` all stand in the object."""
        from leernet.finding import summed_up

        if not self.json:
            for finding in summed_up(findings):
                typer.echo(finding.text(self.words), err=True)

    def draw(self, drawing: "RenderableType") -> None:
        """A table or another drawing, on stdout."""
        if not self.json:
            from rich.console import Console

            # Behind a pipe nobody knows how wide it is; as wide as our own lines then.
            width = None if sys.stdout.isatty() else 110
            Console(highlight=False, width=width).print(drawing)

    def finish(self, findings: "Sequence[Finding]" = (), **result: object) -> None:
        """Print the object that ``--json`` asks for; exit with 1 when there is something to fix."""
        from leernet.finding import has_errors

        if self.json:
            import json

            records = [finding.record(self.words) for finding in findings]
            document: Mapping[str, object] = {"schema": 1, "findings": records, **result}
            typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
        if has_errors(findings):
            raise typer.Exit(TO_FIX)


def terminal_language() -> Literal["nl", "en"]:
    """Dutch where the terminal is set to Dutch, else English; as gettext finds it."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"


def _today(text: str | None) -> date:
    if text is None:
        return date.today()  # noqa: DTZ011 - the user's own day, as on the wall
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is not a date; write it as 2026-11-12.", param_hint="--today"
        ) from None


app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"leernet {version('leernet')}")
        raise typer.Exit


@app.callback()
def leernet(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Option("-C", help="The project folder.", metavar="FOLDER")] = Path(),
    lang: Annotated[
        Literal["nl", "en"] | None, typer.Option(help="Language of all that this run prints and writes.")
    ] = None,
    today: Annotated[str | None, typer.Option(help="Pretend it is this day.", metavar="DATE")] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on stdout, nothing else.")
    ] = False,
    version: Annotated[  # noqa: ARG001 - its callback has done the work
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Plan a school year of learning networks, student workshops and collegial coaching from plain files."""
    from leernet.words import words

    ctx.obj = Run(folder, lang, _today(today), json, words(lang or terminal_language()))


class Opened(NamedTuple):
    """A project that was read and has no errors.

    Attributes:
        files: everything in the folder that is read, by path.
        plan: of ``plan.yaml``; an empty one when nothing was planned yet.
        findings: warnings and remarks.
    """

    files: "Mapping[str, bytes]"
    year: "Year"
    places: "Places"
    plan: "Plan"
    plan_places: "Places"
    history: "Mapping[SchoolYear, Plan]"
    findings: "Sequence[Finding]"


def _open(run: Run, *checks: "Callable[[Opened], Iterable[Finding]]") -> Opened:
    """Read the project; everything that is wrong with it is shown, and an error ends the run.

    Args:
        run: where, and how to speak.
        checks: what else must hold before the command can do its work; asked when the files can be read.
    """
    from leernet.files import project_files
    from leernet.finding import has_errors, in_file_order
    from leernet.model.plan import Plan
    from leernet.read.definitions import read_definitions
    from leernet.read.records import history_findings, read_history, read_plan
    from leernet.rules import broken_rules

    files = project_files(run.folder)
    definitions, found = read_definitions(files)
    plan, plan_places, in_plan = read_plan(files)
    findings = in_file_order((*found, *broken_rules(definitions), *in_plan, *history_findings(files)))
    year = definitions.year
    if year is None or has_errors(findings):
        run.show(findings)
        run.finish(findings)
        raise typer.Exit(TO_FIX)
    nothing_yet = Plan(school_year=year.school_year)
    opened = Opened(
        files, year, definitions.places, plan or nothing_yet, plan_places, read_history(files), findings
    )
    findings = in_file_order((*findings, *(finding for check in checks for finding in check(opened))))
    run.show(findings)
    if has_errors(findings):
        run.finish(findings)
    return opened._replace(findings=findings)


def _plan_rules(project: Opened) -> "Iterable[Finding]":
    """What a plan, solved or edited, breaks."""
    from leernet.verify.plan import broken_rules

    if "plan.yaml" not in project.files:
        return ()
    return broken_rules(project.year, project.plan, project.plan_places, project.history.values())


def _allocation_rules(project: Opened) -> "Iterable[Finding]":
    """What is wrong with collected choices, and what a record of an allocation, made or edited, breaks."""
    from leernet.read.choices import stray_choices
    from leernet.verify.allocation_record import broken_record

    yield from stray_choices(project.year, project.files)
    for series in project.year.series.values():
        asked = _asked(project, series, None)
        yield from asked.findings
        if asked.previous is not None:
            yield from broken_record(asked.problem, asked.previous, asked.places)


def _asked(project: Opened, series: "Series", wanted: "Wanted | None") -> "Asked":
    from leernet.solve.allocation_asked import asked_allocation

    return asked_allocation(project.year, project.plan, series, project.files, project.places, wanted)


@app.command()
def check(ctx: typer.Context) -> None:
    """Read everything and report every finding."""
    from leernet.words import _, _n

    run: Run = ctx.obj
    project = _open(run, _plan_rules, _allocation_rules)
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


@app.command()
def schema(ctx: typer.Context) -> None:  # noqa: ARG001 - every command takes the context
    """Print the JSON Schema of the YAML files, for editors."""
    import json

    from leernet.read.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help="Where; the folder named with -C otherwise.")] = None,
    example: Annotated[str | None, typer.Option("--from", help="An example to begin with.")] = None,
) -> None:
    """Write a small project with comments that passes check; never over what is there."""
    from leernet.files import write_whole
    from leernet.words import _
    from leernet.write.projects import example_files, example_names, init_files

    run: Run = ctx.obj
    if example is not None and example not in example_names():
        raise typer.BadParameter(f"There is no example '{example}'; there is {', '.join(example_names())}.")
    target = run.folder / folder if folder else run.folder
    documents = (
        example_files(example) if example else init_files(run.language or "nl", _coming_year(run.today))
    )
    write_whole(target, documents)
    for path in documents:
        run.say(str(target / path))
    run.remark(
        _(
            "Open the files, change what you like, and give the command: leernet -C {folder} check",
            folder=str(target),
        )
    )
    run.finish(written=[str(target / path) for path in documents])


def _coming_year(today: date) -> "SchoolYear":
    """The school year that is planned on a day: from February on, the next one."""
    from leernet.model.values import SchoolYear

    return SchoolYear(today.year if today.month >= 2 else today.year - 1)


@app.command()
def demo(ctx: typer.Context) -> None:
    """Copy the example partnership next to you and run its whole school year."""
    from leernet.files import write_whole
    from leernet.words import _
    from leernet.write.projects import demo_files

    run: Run = ctx.obj
    folder = run.folder / "leernet-demo"
    if folder.exists():
        run.say(_("'{folder}' is there already, and stays as it is.", folder=folder.as_posix()))
        _look_at(run, folder)
        run.remark(_("To begin anew, remove or rename it and give the command again."))
        run.finish(folder=folder.as_posix(), steps={})
        return
    write_whole(folder, demo_files())
    today = run.today if ctx.parent and ctx.parent.params["today"] else _DEMO_DAY
    example = run._replace(folder=folder, today=today)
    where = folder.as_posix()
    run.say(_("'{folder}' holds an example partnership, as it stood on {day}.", folder=where, day=today))
    steps: dict[str, object] = {}
    for number, (verb, command) in enumerate(_DEMO_STEPS, 1):
        run.say(f"\n[{number}/{len(_DEMO_STEPS)}] leernet -C {where} --today {today} {verb}\n")
        steps[verb] = _step(typer.Context(ctx.command, obj=example), command)
    run.say("")
    _look_at(run, folder)
    run.finish(folder=where, steps=steps)


def _step(ctx: typer.Context, command: "Callable[[typer.Context], None]") -> object:
    """Run a command; with ``--json`` what it printed."""
    import json
    from contextlib import redirect_stdout
    from io import StringIO

    run: Run = ctx.obj
    if not run.json:
        command(ctx)
        return None
    with redirect_stdout(StringIO()) as printed:
        command(ctx)
    return json.loads(printed.getvalue())


def _look_at(run: Run, folder: Path) -> None:
    """The few documents of the demo to open first, as far as they are there."""
    from leernet.words import _

    run.say(_("Open these:"))
    for path, what in (
        ("out/schedule.md", _("the year, to put in school calendars")),
        ("out/report-studentworkshops.html", _("who is in which workshop, how good that is and why")),
        ("out/agendas/starterscoaches-herfst.html", _("the programme of a meeting")),
        ("out/invitations/all.mbox", _("the mails, for Thunderbird or another mail program")),
        ("out/calendars/starterscoaches.ics", _("the meetings, for any calendar")),
        ("plan.yaml", _("the plan, as leernet keeps it")),
    ):
        if (folder / path).exists():
            run.say(f"    {(folder / path).as_posix():54} {run.words.say(what)}")
    run.say(_("Then change a line in one of the .yaml files and plan again."))


@app.command()
def plan(
    ctx: typer.Context,
    fresh: Annotated[bool, typer.Option(help="Plan as if there were no plan, but for what is past.")] = False,
    best: Annotated[bool, typer.Option(help="Go on until the dates are proven to be the best.")] = False,
    prefer: Annotated[
        Literal["attendance", "spread", "fairness"] | None, typer.Option(help="What matters most.")
    ] = None,
    max_moves: Annotated[int, typer.Option(min=0, help="So many dates and hosts may change.")] = 0,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop the search after so long.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Show the plan; write nothing.")] = False,
) -> None:
    """Choose dates, hosts and workshop moments; keep what was announced, change as little as possible."""
    from leernet.solve.conflicts import conflict_findings
    from leernet.solve.plan import NoPlan, Wishes, plan_year
    from leernet.words import _
    from leernet.write.schedule_table import change_lines, schedule_table

    run: Run = ctx.obj
    project = _open(run)
    wishes = Wishes(
        history=tuple(project.history.values()),
        previous=project.plan if "plan.yaml" in project.files else None,
        today=run.today,
        prefer=prefer,
        best=best,
        max_moves=max_moves,
        fresh=fresh,
    )
    with _bar(run, _("Choosing dates")) as told:
        outcome = plan_year(project.year, wishes, seconds_left=_seconds_left(seconds), progress=told)
    if isinstance(outcome, NoPlan):
        findings = conflict_findings(outcome.conflicts, project.places)
        run.show(findings)
        run.finish((*project.findings, *findings))
        return
    documents = _plan_documents(run, project, outcome.plan)
    run.draw(schedule_table(project.year, outcome.plan, run.words))
    for line in change_lines(outcome.plan, run.words):
        run.say(line)
    if outcome.stopped_early:
        run.remark(_("The search was stopped early; without a limit it may find a better plan."))
    if not dry_run:
        _write(run, documents)
    run.finish(project.findings, plan=_record(outcome.plan), written=[] if dry_run else sorted(documents))


def _plan_documents(run: Run, project: Opened, plan: "Plan") -> "Mapping[str, bytes]":
    """The documents of a plan that breaks no rule.

    Raises:
        RuntimeError: it breaks one, which is a mistake in the solver.
    """
    from leernet.finding import Places
    from leernet.verify.plan import broken_rules
    from leernet.write.agenda import agenda_documents
    from leernet.write.records import record_text
    from leernet.write.schedule import schedule_documents

    broken = [
        str(found)
        for found in broken_rules(project.year, plan, Places(), project.history.values())
        if found.level == "error"
    ]
    if broken:
        raise RuntimeError("\n".join(("The plan breaks rules:", *broken)))
    language = run.language or project.year.settings.language
    return {
        "plan.yaml": record_text(plan),
        **schedule_documents(project.year, plan, language),
        **agenda_documents(project.year, plan),
    }


def _record(record: "Record") -> "dict[str, Any]":
    from leernet.model.plan import record_of

    return record_of(record)


def _seconds_left(seconds: float | None) -> "Callable[[], float]":
    """A clock that runs from now; without a limit there is always time left."""
    import math
    from time import monotonic

    end = math.inf if seconds is None else monotonic() + seconds
    return lambda: end - monotonic()


@contextmanager
def _bar(run: Run, what: "Sentence") -> "Iterator[Callable[[int, int], None]]":
    """A progress bar on the terminal's stderr for what takes over a second; nothing elsewhere."""
    if run.json or not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(run.words.say(what), total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


@app.command()
def allocate(
    ctx: typer.Context,
    series: Annotated[str | None, typer.Argument(help="Which series; none: all of them.")] = None,
    policy: Annotated[
        Literal["floor-first", "leximin", "most-first-choices", "best-sum", "lottery", "draft"] | None,
        typer.Option(help="What counts as good; otherwise what the series says."),
    ] = None,
    compare: Annotated[bool, typer.Option(help="Show all policies side by side; write nothing.")] = False,
    keep: Annotated[
        Literal["frozen", "improve", "fewest"] | None,
        typer.Option(help="How far the result so far binds; improve once people were told."),
    ] = None,
    verify: Annotated[bool, typer.Option(help="Replay draw and proof of the record; write nothing.")] = False,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop proving after so long.")] = None,
    seed: Annotated[str | None, typer.Option(help="Text the lots are drawn from.")] = None,
) -> None:
    """Place everyone in workshops by what they chose, with a proof of how good that is."""
    from leernet.finding import has_errors, in_file_order
    from leernet.solve.allocation_asked import Wanted, is_published
    from leernet.solve.choice_rules import undecided_workshops

    run: Run = ctx.obj
    project = _open(run, _plan_rules)
    chosen = _known_series(project.year, series)
    all_asked = []
    for one in chosen:
        published = keep is None and is_published(_ledger(project), one.id)
        wanted = None if verify else Wanted(policy, "improve" if published else keep, seed)
        all_asked.append(_asked(project, one, wanted))
    undecided = [
        finding
        for one in chosen
        for finding in undecided_workshops(project.year, project.plan, one, project.places)
    ]
    findings = in_file_order((*undecided, *(finding for asked in all_asked for finding in asked.findings)))
    run.show(findings)
    findings = (*project.findings, *findings)
    if has_errors(findings):
        run.finish(findings)
    results: dict[str, object] = {}
    for asked in all_asked:
        if verify:
            found, result = _verified(run, asked, project.files)
        elif compare:
            found, result = _compared(run, project, asked)
        else:
            found, result = _allocated(run, project, asked, seconds)
        findings = (*findings, *found)
        results[asked.series.id] = result
    run.finish(findings, allocation=results)


def _known_series(year: "Year", named: str | None) -> "Sequence[Series]":
    if named is None:
        return tuple(series for _id, series in sorted(year.series.items()))
    if named not in year.series:
        raise typer.BadParameter(f"'{named}' is not a series; there is {', '.join(sorted(year.series))}.")
    return (year.series[named],)


def _allocated(
    run: Run, project: Opened, asked: "Asked", seconds: float | None
) -> "tuple[Sequence[Finding], object]":
    """Solve, check, write and show one series."""
    from leernet.explain.impossible import impossible_findings
    from leernet.explain.improvements import improvements
    from leernet.model.allocation import Impossible
    from leernet.solve.allocation import allocate as solved
    from leernet.verify.allocation import broken_rules
    from leernet.words import words
    from leernet.write.allocation_changes import change_sentences
    from leernet.write.allocation_documents import allocation_documents
    from leernet.write.allocation_record import allocation_record
    from leernet.write.allocation_summary import allocation_summary
    from leernet.write.programme_names import Names

    problem = asked.problem
    with _goal_bar(run) as told:
        outcome = solved(problem, seconds=seconds, progress=told)
        if isinstance(outcome, Impossible):
            found = impossible_findings(outcome, project.year, asked.choices, project.places)
            run.show(found)
            return found, None
        if broken := broken_rules(problem, outcome):
            raise RuntimeError("\n".join(("The allocation breaks rules:", *map(str, broken))))
        gains = improvements(problem, outcome.placements, lambda roomier: solved(roomier, seconds=None))
    names = Names(project.year, project.plan, asked.series, run.words)
    in_documents = words(run.language or project.year.settings.language)
    documents = allocation_documents(
        Names(project.year, project.plan, asked.series, in_documents),
        problem,
        outcome,
        asked.choices,
        gains,
        asked.findings,
    )
    run.draw(allocation_summary(names, problem, outcome, asked.choices))
    if asked.previous is not None:
        for sentence in change_sentences(names, asked.previous.placements, outcome.placements):
            run.say(sentence)
    _write(run, documents)
    return (), _record(allocation_record(problem, outcome))


def _compared(run: Run, project: Opened, asked: "Asked") -> "tuple[Sequence[Finding], object]":
    from leernet.explain.comparison import comparison, usual_draws
    from leernet.explain.impossible import impossible_findings
    from leernet.model.allocation import Impossible
    from leernet.solve.allocation import allocate as solved
    from leernet.words import _
    from leernet.write.allocation_summary import comparison_rows, comparison_table

    with _bar(run, _("Comparing policies")) as told:
        draws = usual_draws(asked.problem)
        compared = comparison(asked.problem, lambda problem: solved(problem, seconds=None), draws, told)
    if isinstance(compared, Impossible):
        found = impossible_findings(compared, project.year, asked.choices, project.places)
        run.show(found)
        return found, None
    run.draw(comparison_table(run.words, compared))
    rows = comparison_rows(run.words, compared)
    policies = [each.policy for each in compared]
    return (), {label: dict(zip(policies, cells, strict=True)) for label, cells in rows.items()}


def _verified(run: Run, asked: "Asked", files: "Mapping[str, bytes]") -> "tuple[Sequence[Finding], object]":
    """Hold a record against its inputs, its draw and its proof, without a solver."""
    from dataclasses import replace

    from leernet.finding import LeernetError, Level
    from leernet.read.allocation_record import read_proof
    from leernet.verify.allocation_record import broken_record
    from leernet.words import _

    if asked.previous is None:
        raise LeernetError(
            _("There is no allocation of '{series}' yet.", series=asked.series.id),
            _("Run leernet allocate first."),
        )
    _proof, in_proof = read_proof(files, asked.series.id)
    # What was said to hold for other inputs is not shown to hold for these.
    broken = broken_record(asked.problem, asked.previous, asked.places)
    found = (*(replace(finding, level=Level.ERROR) for finding in broken), *in_proof)
    run.show(found)
    if not found:
        run.say(_("The record of '{series}' and its draw hold.", series=asked.series.id))
    return found, not found


@contextmanager
def _goal_bar(run: Run) -> "Iterator[Callable[[str, float | None], None]]":
    """The goal being solved and its gap, on the terminal's stderr; nothing elsewhere."""
    if run.json or not sys.stderr.isatty():
        yield lambda _goal, _gap: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from leernet.write.goal_words import goal_words

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def told(goal: str, gap: float | None) -> None:
            said = run.words.say(goal_words(goal))
            progress.update(task, description=said if gap is None else f"{said} ({gap:g})")

        yield told


@app.command()
def explain(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help="A series.")],
    who: Annotated[str, typer.Argument(help="A member: id, address or name.")],
) -> None:
    """Tell why somebody has these places and not others."""
    from leernet.explain.allocation import reasons, with_one_more_seat
    from leernet.finding import LeernetError
    from leernet.solve.allocation import allocate as solved
    from leernet.words import _, words
    from leernet.write.allocation_text import facilitator_facts, student_text
    from leernet.write.programme_names import Names

    run: Run = ctx.obj
    project = _open(run, _plan_rules)
    (series,) = _known_series(project.year, what)
    asked = _asked(project, series, None)
    member = _known_member(project.year, who)
    if asked.previous is None or member not in asked.previous.placements:
        raise LeernetError(
            _("There is no allocation of '{series}' with {member} in it.", series=series.id, member=member),
            _("Run leernet allocate first."),
        )
    found = reasons(asked.problem, asked.previous.placements, asked.previous.draw.order, member)
    found = with_one_more_seat(asked.problem, found, lambda roomier: solved(roomier, seconds=None))
    names = Names(project.year, project.plan, series, run.words)
    facts = [run.words.say(fact) for fact in facilitator_facts(found, names)]
    own_words = words(project.year.members[member].language or project.year.settings.language)
    in_own_words = Names(project.year, project.plan, series, own_words)
    text = [own_words.say(sentence) for sentence in student_text(found, in_own_words)]
    for fact in facts:
        run.say(fact)
    run.say("")
    run.say(_("Text for {member}, without other names:", member=names.member(member)))
    for sentence in text:
        run.say(f"    {sentence}")
    run.finish(project.findings, facts=facts, text=text)


def _known_member(year: "Year", named: str) -> str:
    """The id of a member as people call them."""
    from leernet.read.respondents import respondents

    people = respondents(tuple(year.members.values()))
    found = people.find(named)
    if found is None:
        meant = people.meant(named)
        raise typer.BadParameter(
            f"There is no member '{named}'{f'; did you mean {meant}?' if meant else '.'}"
        )
    return found


@app.command()
def agenda(
    ctx: typer.Context,
    meeting: Annotated[
        str | None, typer.Argument(help="As schoolopleiders/herfst; none: what is coming.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Write it to this .html or .md file in the project.")
    ] = None,
) -> None:
    """Show the agenda of a meeting, or the meetings that are coming."""
    from leernet.write.agenda import agenda_of, agenda_record
    from leernet.write.agenda_table import agenda_table, coming_meetings, coming_table

    run: Run = ctx.obj
    project = _open(run, _plan_rules)
    language = run.language or project.year.settings.language
    if meeting is None:
        coming = coming_meetings(project.year, project.plan, run.today)
        run.draw(coming_table(project.year, coming, language))
        run.finish(project.findings, meetings=[one.reference for one in coming])
        return
    found = agenda_of(project.year, project.plan, _known_meeting(project.year, meeting), language)
    if to is None:
        run.draw(agenda_table(found))
    else:
        _write(run, {to.as_posix(): _agenda_document(found, to)})
    run.finish(project.findings, agenda=agenda_record(found))


def _known_meeting(year: "Year", named: str) -> str:
    """A meeting as people name it: by network and meeting, or by the meeting alone where that is enough."""
    from difflib import get_close_matches

    references = [f"{network.id}/{one.id}" for network in year.networks.values() for one in network.meetings]
    found = [one for one in references if named in (one, one.partition("/")[2])]
    if len(found) == 1:
        return found[0]
    others = found or get_close_matches(named, references, 3) or references
    raise typer.BadParameter(f"'{named}' is not one meeting; there is {', '.join(others)}.")


def _agenda_document(agenda: "Agenda", to: Path) -> bytes:
    from leernet.write.agenda import agenda_html, agenda_markdown

    writers = {".html": agenda_html, ".md": agenda_markdown}
    if to.suffix not in writers:
        raise typer.BadParameter(f"'{to}' must end in {' or '.join(writers)}.", param_hint="--to")
    return writers[to.suffix](agenda).encode()


@app.command()
def invite(
    ctx: typer.Context,
    networks: Annotated[
        list[str] | None, typer.Argument(metavar="[NETWORK]... | replies FOLDER", help="None: all of them.")
    ] = None,
    send: Annotated[bool, typer.Option(help="Send by mail; without it, nothing is sent.")] = False,
    to_self: Annotated[bool, typer.Option(help="A rehearsal: send everything to the organiser.")] = False,
    only_failed: Annotated[bool, typer.Option(help="Only what an earlier run could not deliver.")] = False,
    check: Annotated[
        Path | None, typer.Option(help="Look at calendar files and mails, yours or anybody's.")
    ] = None,
) -> None:
    """Invite people to what is new, moved or cancelled; read their answers."""
    from leernet.files import project_lock

    run: Run = ctx.obj
    if check is not None:
        _lint(run, check)
    elif networks and networks[0] == "replies":
        _take_replies(run, networks[1:])
    else:
        with project_lock(run.folder):
            _invite(run, networks or [], send=send, to_self=to_self, only_failed=only_failed)


def _invite(run: Run, circles: "Sequence[str]", *, send: bool, to_self: bool, only_failed: bool) -> None:
    from leernet.files import remove_others, write_whole
    from leernet.send import failed_before
    from leernet.words import _
    from leernet.write.outbox import invitations
    from leernet.write.outbox_table import message_record, outbox_table

    project = _open(run, _plan_rules, _invite_rules)
    _check_circles(project.year, circles)
    ledger = _ledger(project)
    box = invitations(project.year, project.plan, _placements(project), ledger, _now(run), circles)
    messages = failed_before(box.messages, ledger) if only_failed else box.messages
    documents = {f"out/{path}": content for path, content in box.documents.items()}
    remove_others(run.folder, "invitations", documents)
    write_whole(run.folder, documents)
    if messages:
        run.draw(outbox_table(messages, run.words))
    else:
        run.say(_("Everybody knows: nothing is new, moved or cancelled."))
    refused = _sent(run, project, messages, ledger, to_self=to_self) if send or to_self else ()
    if not send and not to_self and messages:
        run.remark(_("Nothing was sent. Read out/invitations/, then give the command with --send."))
    run.finish((*project.findings, *refused), messages=[message_record(one) for one in messages])


def _sent(
    run: Run, project: Opened, messages: "Sequence[Message]", ledger: "Ledger", *, to_self: bool
) -> "Sequence[Finding]":
    """Send the messages; what did not get through, as findings."""
    import time
    from datetime import UTC, datetime

    from leernet.send import (
        Pace,
        World,
        refusal_findings,
        rehearsal,
        send_messages,
        send_rehearsal,
        server_from_environment,
    )
    from leernet.words import _, _n

    server = server_from_environment(os.environ)
    with _bar(run, _("Sending")) as told:
        done: list[Sent] = []

        def progress(entry: "Sent") -> None:
            done.append(entry)
            told(len(done), len(messages))

        world = World(run.folder, time.sleep, lambda: datetime.now(UTC), progress)
        organiser = project.year.settings.organiser
        if to_self and organiser is not None:
            delivery = send_rehearsal(rehearsal(messages, organiser.email), server, Pace(), world)
        else:
            delivery = send_messages(tuple(messages), ledger, server, Pace(), world)
    run.say(_n("{count} message was sent.", "{count} messages were sent.", len(delivery.sent)))
    findings = refusal_findings(delivery.refused)
    run.show(findings)
    return findings


def _invite_rules(project: Opened) -> "Iterable[Finding]":
    """What keeps people from being invited."""
    from leernet.read.ledger import read_ledger
    from leernet.verify.invite import invite_findings

    ledger, findings = read_ledger(project.files, project.year.school_year)
    return (*findings, *invite_findings(project.year, project.places, project.plan, ledger))


def _ledger(project: Opened) -> "Ledger":
    from leernet.read.ledger import read_ledger

    return read_ledger(project.files, project.year.school_year)[0]


def _check_circles(year: "Year", circles: "Sequence[str]") -> None:
    known = sorted({*year.networks, *year.series})
    for circle in circles:
        if circle not in known:
            raise typer.BadParameter(f"There is no network '{circle}'; there is {', '.join(known)}.")


def _placements(project: Opened) -> "Placements":
    """Who is in which workshop, of every series that was allocated."""
    from leernet.model.allocation import AllocationRecord
    from leernet.read.records import read_record

    records = (
        read_record(AllocationRecord, path, content)[0]
        for path, content in project.files.items()
        if path.startswith("allocation/") and path.endswith(".yaml")
    )
    return {record.series: record.placements for record in records if record is not None}


def _now(run: Run) -> "datetime":
    """The beginning of the day: the same day gives the same messages."""
    from datetime import datetime, time

    from leernet.write.timezone import ZONE

    return datetime.combine(run.today, time(), ZONE)


def _lint(run: Run, path: Path) -> None:
    from leernet.files import files_below
    from leernet.words import _, _n
    from leernet.write.ical_lint import lint

    files = files_below(path, (".ics", ".eml", ".mbox"))
    findings = lint(files)
    run.show(findings)
    if not findings:
        looked_at = _n("{count} file", "{count} files", len(files))
        run.say(_("{files}: every calendar will show what is meant.", files=looked_at))
    run.finish(findings, files=len(files))


def _take_replies(run: Run, folders: "Sequence[str]") -> None:
    from leernet.files import files_below, project_lock
    from leernet.read.replies import read_replies
    from leernet.send import record_answers
    from leernet.words import _n

    if len(folders) != 1:
        raise typer.BadParameter("Name the folder with the answers: leernet invite replies FOLDER")
    with project_lock(run.folder):
        project = _open(run, _invite_rules)
        files = files_below(Path(folders[0]), (".ics", ".eml", ".mbox"))
        answers, findings = read_replies(files, _ledger(project))
        record_answers(run.folder, answers)
    run.show(findings)
    run.say(_n("{count} new answer was read.", "{count} new answers were read.", len(answers)))
    run.finish(
        (*project.findings, *findings),
        answers=[{"occasion": one.occasion, "member": one.member, "answer": one.answer} for one in answers],
    )


def _write(run: Run, documents: "Mapping[str, bytes]") -> None:
    """Write documents into the project and say which."""
    from leernet.files import project_lock, write_whole

    with project_lock(run.folder):
        write_whole(run.folder, documents)
    for path in documents:
        run.say(str(run.folder / path))


# The examples are of a year of their own, whatever the day is: it is planned before its summer.
_DEMO_DAY = date(2026, 6, 1)
_DEMO_STEPS: "Sequence[tuple[str, Callable[[typer.Context], None]]]" = (
    ("check", check),
    ("plan", plan),
    ("allocate", allocate),
    ("invite", invite),
    ("agenda", agenda),
)


def main() -> None:
    """Run the command line."""
    app()

"""Verbs, the clock, the terminal and the exit codes; a command is ten lines of wiring."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer
from typer.core import TyperGroup

from leernet.words import Language

if TYPE_CHECKING:
    from leernet.commands.came_in import Understood
    from leernet.words import Sentence

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

    language: Language = "en"

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Make ready what is read of the command line itself, in the reader's language."""
        from leernet.commands.usage import language_asked, prepare, spoken

        self.language = language_asked(args[1], terminal_language())
        prepare(self, self.language)
        try:
            return super().make_context(*args, **extra)
        except Exception as stop:
            # Only usage errors are typer's own and carry their exit code.
            if not hasattr(stop, "exit_code"):
                raise
            raise spoken(stop, self.language) from None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Let leernet's own options come before or after the command."""
        return super().parse_args(ctx, own_options_first(args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what it cannot handle ends here."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            from leernet.commands.exit_codes import INTERRUPTED
            from leernet.words import _

            _tell(ctx, INTERRUPTED, _("Interrupted; no file was changed."))
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as stop:
            # Usage errors are typer's own and carry their exit code.
            if hasattr(stop, "exit_code"):
                from leernet.commands.usage import spoken

                raise spoken(stop, self.language) from None
            _end(ctx, stop)


def _end(ctx: Any, end: Exception) -> NoReturn:
    """Say why a run ends, and exit with the code that goes with it."""
    from leernet.commands.exit_codes import BUG, TO_FIX
    from leernet.finding import LeernetError
    from leernet.words import _

    if isinstance(end, OSError) and isinstance(end.filename, str):
        from leernet.files import unreadable

        end = unreadable(end.filename, end)
    if isinstance(end, LeernetError):
        _tell(ctx, TO_FIX, end.sentence, end.hint)
    from leernet.commands.crash import WHOSE, crash_report, keep_report
    from leernet.commands.run import Run

    report = crash_report(end, ctx.invoked_subcommand or "")
    kept = keep_report(ctx.find_object(Run), report)
    if kept is None:
        # Nowhere to keep it: whoever sees it can pass it on.
        typer.echo(report, err=True)
        kept = _("Please send the lines above to whoever gave you leernet; they say nothing about people.")
    _tell(ctx, BUG, WHOSE, kept)


def _tell(ctx: Any, code: int, sentence: "Sentence", hint: "Sentence | None" = None) -> NoReturn:
    from leernet.commands.streams import print_line
    from leernet.words import words

    # Where a part of leernet is missing there is no run yet.
    say = (ctx.obj.words if ctx.obj else words(ctx.command.language)).say
    print_line(f"leernet: {say(sentence)}", err=True)
    if hint is not None:
        print_line(f"    {say(hint)}", err=True)
    raise typer.Exit(code)


def terminal_language() -> Language:
    """Dutch where ``LEERNET_LANG`` or the terminal is set to Dutch, as gettext finds it, else the system."""
    for variable in ("LEERNET_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "nl" if value.lower().startswith("nl") else "en"
    return system_language()


def system_language() -> Language:
    """Windows tells its language in no variable; its primary language 0x13 is Dutch."""
    if sys.platform != "win32":
        return "en"
    import ctypes

    return "nl" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x13 else "en"


def _today(text: str | None) -> date:
    if text is None:
        return date.today()  # noqa: DTZ011 - the user's own day, as on the wall
    from leernet.commands.usage import WrongUsage
    from leernet.words import _

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(_("'{text}' is not a date; write it as 2026-11-12.", text=text), "--today") from None
    if not 1900 <= day.year <= 2199:
        raise WrongUsage(_("'{text}' is not within the years 1900 to 2199.", text=text), "--today")
    return day


def _completes(kind: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What Tab completes: ids of the project in the folder that the command line so far names."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from leernet.commands.completing import completions

        return completions(kind, ctx.find_root().params.get("folder") or Path(), incomplete)

    return complete


app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from leernet.commands.version import version_text

        typer.echo(version_text())
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
    from leernet.commands.run import Run
    from leernet.words import words

    ctx.obj = Run(folder, lang, _today(today), json, words(lang or terminal_language()))
    if ctx.invoked_subcommand is None:
        from leernet.commands.status import first_page

        first_page(ctx.obj)


@app.command()
def check(ctx: typer.Context) -> None:
    """Read everything and report every finding."""
    from leernet.commands.check import check

    def show(understood: "Understood") -> None:
        if not ctx.obj.json and understood.is_shown:
            from leernet.commands.show_tables import show_tables

            show_tables(ctx.obj, understood)

    check(ctx.obj, show)


@app.command()
def schema(ctx: typer.Context) -> None:
    """Print the JSON Schema of the YAML files, for editors."""
    from leernet.commands.run import echo_json
    from leernet.read.schema import json_schema

    echo_json(json_schema(ctx.obj.words.language))


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="Folder to write; by default the one given with -C.")
    ] = None,
    example: Annotated[
        str | None,
        typer.Option("--from", help="An example to begin with.", autocompletion=_completes("example")),
    ] = None,
    with_: Annotated[
        Literal["workshops"] | None, typer.Option("--with", help="Also a series that people choose from.")
    ] = None,
) -> None:
    """Write a small project with comments; nothing is overwritten."""
    from leernet.commands.init import init
    from leernet.commands.usage import WrongUsage
    from leernet.words import _

    if example is not None and with_ is not None:
        raise WrongUsage(_("An example is complete as it is: leave --with out."), "--from")

    init(ctx.obj, folder, example, workshops=with_ == "workshops")


@app.command()
def demo(ctx: typer.Context) -> None:
    """Run a whole school year on an example partnership."""
    from leernet.commands.demo import DEMO_DAY, demo

    asked_for = ctx.parent is not None and ctx.parent.params["today"] is not None
    demo(ctx.obj, ctx.obj.today if asked_for else DEMO_DAY)


@app.command()
def plan(
    ctx: typer.Context,
    fresh: Annotated[bool, typer.Option(help="Plan from scratch, except for what is past.")] = False,
    best: Annotated[bool, typer.Option(help="Continue until the dates are proven optimal.")] = False,
    prefer: Annotated[
        Literal["attendance", "spread", "fairness"] | None, typer.Option(help="What matters most.")
    ] = None,
    max_moves: Annotated[int, typer.Option(min=0, help="Let up to N dates and hosts change if it pays.")] = 0,
    seconds: Annotated[
        float | None, typer.Option(min=0, help="Stop the search after this many seconds.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Show the plan; write nothing.")] = False,
    goals: Annotated[bool, typer.Option(help="Show every goal with its value and bound.")] = False,
    with_: Annotated[
        Path | None,
        typer.Option("--with", help="A what-if: YAML laid over the project; shows the difference only."),
    ] = None,
) -> None:
    """Choose dates, hosts, groups and pairs; keep what was announced."""
    if with_ is not None:
        from leernet.commands.what_if import what_if

        what_if(ctx.obj, with_, max_moves=max_moves, prefer=prefer, best=best)
        return
    from leernet.commands.plan import plan

    plan(
        ctx.obj,
        fresh=fresh,
        best=best,
        prefer=prefer,
        max_moves=max_moves,
        seconds=seconds,
        dry_run=dry_run,
        goals=goals,
    )


@app.command()
def allocate(
    ctx: typer.Context,
    series: Annotated[
        str | None,
        typer.Argument(help="Which series; by default all.", autocompletion=_completes("series")),
    ] = None,
    policy: Annotated[
        Literal["floor-first", "leximin", "most-first-choices", "best-sum", "lottery", "draft"] | None,
        typer.Option(help="What counts as good; by default what the series says."),
    ] = None,
    compare: Annotated[bool, typer.Option(help="Show all policies side by side; write nothing.")] = False,
    keep: Annotated[
        Literal["frozen", "improve", "fewest"] | None,
        typer.Option(
            help="How strongly the current result binds; by default people who were told keep their place."
        ),
    ] = None,
    verify: Annotated[bool, typer.Option(help="Replay draw and proof of the record; write nothing.")] = False,
    seconds: Annotated[
        float | None, typer.Option(min=0, help="Stop proving after this many seconds; 120 by default.")
    ] = None,
    seed: Annotated[str | None, typer.Option(help="Text from which the lots are drawn.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Show the result; write nothing.")] = False,
    goals: Annotated[bool, typer.Option(help="Show every goal with its value and bound.")] = False,
) -> None:
    """Place people in workshops by what they chose, with a proof."""
    from leernet.commands.usage import WrongUsage
    from leernet.words import _

    if verify:
        if compare or dry_run or goals or any(option is not None for option in (policy, keep, seconds, seed)):
            raise WrongUsage(_("It replays the record as it is: leave other options out."), "--verify")
        # Checking knows no solver and loads none.
        from leernet.commands.verify_allocation import verify_allocation

        verify_allocation(ctx.obj, series)
        return
    if compare and (policy is not None or seconds is not None):
        raise WrongUsage(
            _("It compares all policies, each run to its end: leave out --policy and --seconds."), "--compare"
        )
    from leernet.commands.allocate import Shown, allocate

    shown = Shown(dry_run=dry_run, goals=goals)
    allocate(
        ctx.obj, series, policy=policy, compare=compare, keep=keep, seconds=seconds, seed=seed, shown=shown
    )


@app.command()
def explain(
    ctx: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            help="A meeting, a network, a series or a moment of it.", autocompletion=_completes("explained")
        ),
    ],
    who: Annotated[
        str | None, typer.Argument(help="A member: id, address or name.", autocompletion=_completes("member"))
    ] = None,
) -> None:
    """Explain a date, host, group, pair or placement."""
    if who is None:
        from leernet.commands.explain_meeting import explain_meeting

        explain_meeting(ctx.obj, what)
    else:
        from leernet.commands.explain import explain

        explain(ctx.obj, what, who)


@app.command()
def agenda(
    ctx: typer.Context,
    meeting: Annotated[
        str | None,
        typer.Argument(
            help="For example schoolopleiders/herfst; by default all.", autocompletion=_completes("agenda")
        ),
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Write it to this .html, .md or .ics file.")] = None,
) -> None:
    """Show the agenda of a meeting, or what is coming."""
    from leernet.commands.agenda import agenda

    agenda(ctx.obj, meeting, to)


@app.command()
def invite(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NETWORK[/MEETING]]... | replies FOLDER",
            help="By default all of them.",
            autocompletion=_completes("invited"),
        ),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="What is due now; the default.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what is not due yet.")] = False,
    send: Annotated[bool, typer.Option(help="Send by mail; without this option nothing is sent.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send without asking first.")] = False,
    to_self: Annotated[bool, typer.Option(help="A rehearsal: send everything to the organiser.")] = False,
    drafts: Annotated[bool, typer.Option(help="Write drafts to send from Outlook or Thunderbird.")] = False,
    mark_sent: Annotated[
        bool, typer.Option(help="Record that the drafts were sent; with FOLDER, those in it.")
    ] = False,
    only_failed: Annotated[bool, typer.Option(help="Only what did not arrive before.")] = False,
    personal_feeds: Annotated[bool, typer.Option(help="Write a feed for each person too.")] = False,
    check: Annotated[
        Path | None, typer.Option(help="Check calendar files and mails, yours or anybody's.")
    ] = None,
    as_: Annotated[
        Literal["feed", "invitation", "export"] | None,
        typer.Option("--as", help="Kind of file that --check reads."),
    ] = None,
) -> None:
    """Invite people to what is new, moved or cancelled."""
    from leernet.commands.invite import InviteOptions, invite, look_at

    if check is not None:
        look_at(ctx.obj, check, as_)
        return
    invite(
        ctx.obj,
        names or (),
        InviteOptions(
            send=send,
            to_self=to_self,
            drafts=drafts,
            mark_sent=mark_sent,
            only_failed=only_failed,
            personal=personal_feeds,
            due=due or None,
            everything=everything,
            yes=yes,
        ),
    )


@app.command()
def ask(
    ctx: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT",
            help="A network or NETWORK/MEETING, for dates; a series; inventory NETWORK/MEETING; "
            "pairs NETWORK; sign-up NETWORK.",
            autocompletion=_completes("asked"),
        ),
    ],
) -> None:
    """Write what to ask people: text for a form, and a workbook to fill in."""
    from leernet.commands.ask import ask

    ask(ctx.obj, what)


@app.command()
def inventory(
    ctx: typer.Context,
    meeting: Annotated[
        str, typer.Argument(help="For example schoolopleiders/herfst.", autocompletion=_completes("meeting"))
    ],
    propose: Annotated[
        bool, typer.Option("--propose", help="Write a file with workshops that answer the most questions.")
    ] = False,
) -> None:
    """Show what is on people's minds before a meeting; propose workshops about it."""
    from leernet.commands.inventory import inventory

    inventory(ctx.obj, meeting, propose=propose)


@app.command()
def answer(
    ctx: typer.Context,
    member: Annotated[str, typer.Argument(help="Id, address or name.", autocompletion=_completes("member"))],
    meeting: Annotated[
        str, typer.Argument(help="For example schoolopleiders/herfst.", autocompletion=_completes("meeting"))
    ],
    said: Annotated[Literal["yes", "no", "maybe"], typer.Argument(metavar="yes|no|maybe")],
    plus: Annotated[int, typer.Option(min=0, max=99, help="How many more people they bring.")] = 0,
) -> None:
    """Record an answer given by phone or in person."""
    from leernet.commands.answer import answer

    answer(ctx.obj, member, meeting, said, plus)


@app.command()
def attendance(ctx: typer.Context) -> None:
    """Read attendance/: who was there; write proofs of participation and out/coverage.xlsx."""
    from leernet.commands.attendance import attendance

    attendance(ctx.obj)


@app.command()
def publish(
    ctx: typer.Context,
    base_url: Annotated[
        str | None, typer.Option(help="Address of the site, for the links to subscribe.", metavar="URL")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Check the site that was written: links, feeds, size.")
    ] = False,
) -> None:
    """Write the site to share, with calendars to subscribe to, in out/site/."""
    from leernet.commands.publish import publish

    publish(ctx.obj, base_url, check=check)


@app.command(name="next-year")
def next_year(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(help="Folder to write; by default beside the project, named after the next year."),
    ] = None,
) -> None:
    """Write the folder of the next school year; this one stays as it is."""
    from leernet.commands.next_year import next_year

    next_year(ctx.obj, folder)


@app.command()
def purge(
    ctx: typer.Context,
    before: Annotated[
        str | None,
        typer.Option(help="Everything for days before this one, whatever its term.", metavar="DATE"),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete it; without this option it is only listed.")
    ] = False,
) -> None:
    """List personal data that is past its term, and delete it."""
    from leernet.commands.purge import purge

    purge(ctx.obj, before=before, yes=yes)


@app.command()
def undo(
    ctx: typer.Context,
    list_: Annotated[bool, typer.Option("--list", help="Show what can be undone; undo nothing.")] = False,
) -> None:
    """Put the records back as they were before the last plan or allocate."""
    from leernet.commands.undo import undo

    undo(ctx.obj, list_steps=list_)


@app.command()
def status(
    ctx: typer.Context,
    ics: Annotated[bool, typer.Option("--ics", help="Write a calendar of tasks: out/todo.ics.")] = False,
) -> None:
    """Show the progress of the year and what is due when."""
    if ics:
        from leernet.commands.todo import todo

        todo(ctx.obj)
        return
    from leernet.commands.status import status

    status(ctx.obj)


def main() -> None:
    """Run the command line."""
    from leernet.commands.streams import set_up_streams

    set_up_streams()
    # A hundred thousand people are millions of values without a cycle; looking for some took a third longer.
    gc.disable()
    try:
        app()
    finally:
        # The interpreter looks for cycles once more before it ends, twice; nobody needs what it would find.
        gc.freeze()

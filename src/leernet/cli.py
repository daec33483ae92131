"""Verbs, the clock, the terminal and the exit codes; a command is ten lines of wiring."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, NoReturn

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leernet.finding import Finding
    from leernet.words import Sentence, Words

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

    def say(self, sentence: "Sentence") -> None:
        """A result, on stdout; with ``--json`` only the object stands there."""
        if not self.json:
            typer.echo(self.words.say(sentence))

    def remark(self, sentence: "Sentence") -> None:
        """Something to know, on stderr."""
        typer.echo(self.words.say(sentence), err=True)

    def show(self, findings: "Iterable[Finding]") -> None:
        """Findings, on stderr; with ``--json`` they stand in the object."""
        if not self.json:
            for finding in findings:
                typer.echo(finding.text(self.words), err=True)

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


def main() -> None:
    """Run the command line."""
    app()

"""The command line in the language of its reader: the help of every command, and what is wrong about a call.

Typer and its click write English sentences of their own, and show a "--no-" form of each switch that means
nothing. Both are put right here, on the commands as they are made; what our own commands say comes from the
help catalogue, ``locale/nl/LC_MESSAGES/help.po``, whose sentences ``data/build_help.py`` collects.
"""

import gettext
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from typer._completion_shared import install as install_in

from leernet.words import Language, Sentence, _, words

_LOCALE = Path(__file__).parent.parent / "locale"

# What click writes itself, as patterns, and the same in Dutch. Of several that fit the first is taken.
_IN_HELP = (
    (r"^Usage: ", "Gebruik: "),
    (r"^Options:$", "Opties:"),
    (r"^Arguments:$", "Argumenten:"),
    (r"^Commands:$", "Opdrachten:"),
    (r"\[OPTIONS\]", "[OPTIES]"),
    (r"COMMAND \[ARGS\]\.\.\.", "OPDRACHT [ARGUMENTEN]..."),
    (r"\[default: ", "[standaard: "),
    (r"\[required\]", "[verplicht]"),
)
_IN_ERRORS = (
    (r"Missing command\.", "Er staat geen opdracht."),
    (r"No such command '(.*)'\.(?: Did you mean (.*)\?)?", r"Er is geen opdracht '\1'."),
    (r"No such option: (\S+?)\.?(?: .*)?", r"Er is geen optie \1."),
    (r"Missing argument '?(.*?)'?\.", r"Het argument \1 ontbreekt."),
    (r"Missing option '?(.*?)'?\.", r"De optie \1 ontbreekt."),
    (r"Missing parameter: (.*)", r"\1 ontbreekt."),
    (r"Option '?(\S+?)'? requires an argument\.", r"Achter de optie \1 hoort een waarde."),
    (r"Option '?(\S+?)'? does not take a value\.", r"Achter de optie \1 hoort niets."),
    (r"Got unexpected extra argument\S* \((.*)\)", r"Dit is te veel: \1."),
    (r"'(.*)' is not one of (.*)\.", r"'\1' is niet een van \2."),
    (r"Input should be a valid (?:integer|number).*", "dit is geen getal."),
    (r"Input should be greater than or equal to (\S+?)\.?", r"dit moet \1 of meer zijn."),
    (r"Input should be ('.*?')\.?", r"dit moet een van deze zijn: \1."),
)
_ABOUT = (
    (r"Invalid value for (.*?): (.*)", r"\1: ", 2),
    (r"Invalid value: (.*)", "", 1),
)
# What stands for the value of an option, by its type.
_METAVARS: Mapping[object, str] = {int: "N", float: "SECONDS", Path: "FILE", str: "TEXT"}


class WrongUsage(typer.BadParameter):
    """A call that cannot be carried out, said in the reader's language.

    Attributes:
        sentence: what is wrong, with the mend.
    """

    def __init__(self, sentence: Sentence, option: str | None = None) -> None:
        super().__init__(str(sentence), param_hint=option)
        self.sentence = sentence


def prepare(group: Any, language: Language) -> None:
    """Give every command of the group its help in this language, and take off what means nothing."""
    say = _help_in(language)
    for command in (group, *group.commands.values()):
        command.help = say(command.help or "")
        # Otherwise the list of commands cuts what does not fit on a line.
        command.short_help = command.help.partition("\n")[0]
        for parameter in command.params:
            _prepare_parameter(parameter, say)
            if parameter.name == "install_completion":
                parameter.callback = installer(language)
        _speak_help(command, language)


def help_sentences(group: Any) -> Iterator[str]:
    """The English sentences and placeholders of the help of every command, each once."""
    seen: dict[str, None] = {}
    for command in (group, *group.commands.values()):
        seen[command.help or ""] = None
        for parameter in command.params:
            seen[getattr(parameter, "help", None) or ""] = None
            seen[_metavar(parameter) or ""] = None
    return (sentence for sentence in seen if sentence)


def spoken(stop: Any, language: Language) -> Any:
    """A usage error of click that shows itself in this language."""
    if language == "nl":
        stop.show = lambda file=None: _show(stop, file)
    return stop


def _help_in(language: Language) -> Callable[[str], str]:
    if language == "en":
        return str
    with (_LOCALE / language / "LC_MESSAGES" / "help.mo").open("rb") as catalogue:
        found = gettext.GNUTranslations(catalogue)
    return lambda sentence: found.gettext(sentence) if sentence else ""


def _prepare_parameter(parameter: Any, say: Callable[[str], str]) -> None:
    if getattr(parameter, "help", None):
        parameter.help = say(parameter.help)
    if getattr(parameter, "secondary_opts", None):
        parameter.secondary_opts = []
        parameter.show_default = False
    metavar = _metavar(parameter)
    if metavar is not None:
        parameter.metavar = say(metavar)


def _metavar(parameter: Any) -> str | None:
    """What stands for the value of a parameter: as written, or a word for its type."""
    if parameter.metavar:
        return str(parameter.metavar)
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    if getattr(parameter, "is_flag", False):
        return None
    return _METAVARS.get(getattr(getattr(parameter, "type_descriptor", None), "annotation", None))


def _speak_help(command: Any, language: Language) -> None:
    written = command.get_help

    def in_words(ctx: Any) -> str:
        return _help_text(written(ctx), language)

    command.get_help = in_words


def _help_text(text: str, language: Language) -> str:
    least = "[{} of meer]" if language == "nl" else "[{} or more]"
    text = re.sub(
        r"\[(?:default: [^;\]]*;\s+)?x>=(\d+)(?:\.0)?\]", lambda found: least.format(found[1]), text
    )
    # An argument that must be there is shown in braces; what need not be, in brackets as everywhere.
    text = re.sub(r"\{([^{}\n]+)\}", r"\1", text)
    # What a value is for Python says nothing to who types it.
    text = re.sub(r" <(?:list\[)?(?:str|int|float|Path)\]?>", "", text)
    if language == "nl":
        for pattern, dutch in _IN_HELP:
            text = re.sub(pattern, dutch, text, flags=re.MULTILINE)
        text = text.replace("Show this message and exit.", "Toon deze uitleg.")
    return text


def _show(stop: Any, file: Any) -> None:
    """What click shows of a usage error, in Dutch."""
    context = getattr(stop, "ctx", None)
    if context is not None:
        usage = re.sub("^Usage: ", "Gebruik: ", context.get_usage())
        typer.echo(_help_text(usage, "nl"), file=file, err=file is None)
        if context.command.get_help_option(context) is not None:
            option = context.help_option_names[0]
            typer.echo(f"Met '{context.command_path} {option}' krijg je uitleg.", file=file, err=file is None)
    typer.echo(f"Fout: {_error_text(stop)}", file=file, err=file is None)


def _error_text(stop: Any) -> str:
    message = stop.format_message()
    if isinstance(stop, WrongUsage):
        said = words("nl").say(stop.sentence)
        return f"{stop.param_hint}: {said}" if stop.param_hint else said
    for pattern, about, rest in _ABOUT:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(about) + _dutch(found[rest])
    return _dutch(message)


def _dutch(message: str) -> str:
    for pattern, dutch in _IN_ERRORS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(dutch)
    return message


def language_asked(arguments: Sequence[str], otherwise: Language) -> Language:
    """The language that ``--lang`` asks for, wherever in the command."""
    for at, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if value in ("nl", "en"):
            return "nl" if value == "nl" else "en"
    return otherwise


_WHAT = _(
    "This adds a few lines to the start-up file of your terminal: ~/.bashrc, ~/.zshrc, the profile of "
    "PowerShell, or for fish a file of its own. --show-completion only shows them."
)


def installer(language: Language) -> Callable[[Any, Any, Any], Any]:
    """The callback of the option, in the reader's language."""
    say = words(language).say

    def install(ctx: Any, _parameter: Any, value: Any) -> Any:
        if not value or ctx.resilient_parsing:
            return value
        typer.echo(say(_WHAT), err=True)
        if sys.stdin.isatty() and not typer.confirm(say(_("Change it?")), err=True):
            raise typer.Exit
        shell, path = install_in(shell=value if isinstance(value, str) else None)
        typer.echo(say(_("{shell}: {path}. Open a new terminal.", shell=str(shell), path=str(path))))
        raise typer.Exit

    return install

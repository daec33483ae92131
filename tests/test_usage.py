"""The command line in Dutch and English: help, usage errors, levels of findings, and which language."""

import re

import pytest
from babel.messages.pofile import read_po
from typer.main import get_command
from typer.testing import CliRunner

from leernet import cli
from leernet.cli import app
from leernet.commands.usage import help_sentences, language_asked

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def run(*arguments, **environment):
    result = CliRunner().invoke(
        app, [*arguments], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80", **environment}
    )
    return result.exit_code, result.stdout, result.stderr


def test_every_sentence_of_the_help_has_a_dutch_one():
    with (cli_locale() / "help.po").open("rb") as po:
        dutch = {message.id: message.string for message in read_po(po, locale="nl") if message.id}

    assert sorted(dutch) == sorted(help_sentences(get_command(app)))
    assert [english for english, said in dutch.items() if not said] == []


def cli_locale():
    from pathlib import Path

    return Path(cli.__file__).parent / "locale" / "nl" / "LC_MESSAGES"


ENGLISH = re.compile(
    r"Usage|Options:|Arguments:|Commands:|OPTIONS|ARGS|default|required|Show |Print |Write |[Tt]he | and "
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_of_every_command_is_dutch_and_fits_in_80_columns(command):
    code, printed, said = run("--lang", "nl", *command.split(), "--help")

    assert (code, said) == (0, "")
    assert ENGLISH.findall(printed) == []
    assert max(map(len, printed.splitlines())) <= 80


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_option_shows_a_form_that_means_nothing_and_no_list_is_cut(command):
    _code, printed, _said = run("--lang", "en", *command.split(), "--help")

    assert re.findall(r"--no-|x>=|[a-z]\.\.\.$|\{", printed, re.MULTILINE) == []


@pytest.mark.parametrize(
    ("arguments", "dutch"),
    [
        (["frobnicate"], "Er is geen opdracht 'frobnicate'."),
        (["plan", "--foo"], "Er is geen optie --foo."),
        (["--foo", "plan"], "Er is geen optie --foo."),
        (["plan", "--max-moves", "x"], "'--max-moves': dit is geen getal."),
        (["plan", "--max-moves", "-2"], "'--max-moves': dit moet 0 of meer zijn."),
        (["plan", "--max-moves"], "Achter de optie --max-moves hoort een waarde."),
        (["inventory"], "Het argument BIJEENKOMST ontbreekt."),
        (["check", "iets"], "Dit is te veel: iets."),
        (
            ["--today", "2026-13-01", "check"],
            "--today: '2026-13-01' is geen datum; schrijf die als 2026-11-12.",
        ),
    ],
)
def test_wrong_usage_is_said_in_dutch(arguments, dutch):
    code, printed, said = run("--lang", "nl", *arguments)

    assert (code, printed) == (2, "")
    assert said.splitlines()[-1] == f"Fout: {dutch}"
    assert "Usage" not in said


def test_what_our_own_commands_cannot_use_is_said_in_dutch(tmp_path):
    (tmp_path / "leernet.yaml").write_text("year: {school_year: 2026-2027, holiday_region: zuid}\n")

    code, _printed, said = run("-C", str(tmp_path), "--lang", "nl", "allocate", "ws")

    assert (code, said.splitlines()[-1]) == (2, "Fout: Er is geen reeks 'ws'; er zijn nog geen reeksen.")


def test_a_level_is_said_in_the_language_of_the_sentence(tmp_path):
    (tmp_path / "leernet.yaml").write_text("year: {school_year: 2026-2027}\nscholen: {}\n")

    _code, _printed, dutch = run("-C", str(tmp_path), "--lang", "nl", "check")
    _code, _printed, english = run("-C", str(tmp_path), "--lang", "en", "check")

    assert [text.split(" ")[1] for text in (dutch, english)] == ["fout:", "error:"]


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "nl"], "nl"),
        (["plan", "--lang=nl"], "nl"),
        (["--lang", "fr"], "en"),
        (["--lang"], "en"),
        ([], "en"),
    ],
)
def test_the_language_that_is_asked_for_holds_wherever_it_stands(arguments, language):
    assert language_asked(arguments, "en") == language


def test_leernet_lang_goes_before_the_language_of_the_terminal(monkeypatch):
    monkeypatch.setenv("LEERNET_LANG", "nl")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    assert cli.terminal_language() == "nl"

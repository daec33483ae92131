"""The command line: where options may stand, what is printed where, and the exit codes."""

import pytest
import typer
from typer.testing import CliRunner

from leernet import cli
from leernet.finding import LeernetError
from leernet.words import _


def app_that(ends: BaseException) -> typer.Typer:
    """leernet with one command, which ends the way asked for."""
    app = typer.Typer(cls=cli.Commands, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback()(cli.leernet)

    @app.command()
    def work(ctx: typer.Context) -> None:
        raise ends

    return app


def test_what_stops_a_run_says_so_and_how_to_go_on():
    stop = LeernetError(_("There is no folder '{folder}'.", folder="x"), _("Look at its name."))

    result = CliRunner().invoke(app_that(stop), ["--lang", "en", "work"])

    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "leernet: There is no folder 'x'.\n    Look at its name.\n",
    )


def test_an_interrupted_run_exits_with_130():
    result = CliRunner().invoke(app_that(KeyboardInterrupt()), ["--lang", "en", "work"])

    assert (result.exit_code, result.stdout, result.stderr) == (
        130,
        "",
        "leernet: Interrupted; no file was changed.\n",
    )


def test_a_mistake_of_leernet_exits_with_3_and_says_whose_it_is():
    result = CliRunner().invoke(app_that(ZeroDivisionError("by zero")), ["--lang", "en", "work"])

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines()[-3:] == [
        "ZeroDivisionError: by zero",
        "leernet: This is a mistake in leernet, not in your files; no file was left half written.",
        "    Please report it with the lines above, after checking them for names you"
        " would rather not share.",
    ]


@pytest.mark.parametrize(
    "arguments", [["no-such-command"], ["--today", "2026-13-01", "work"], ["--lang", "fr", "work"]]
)
def test_wrong_usage_exits_with_2(arguments: list[str]):
    result = CliRunner().invoke(app_that(KeyboardInterrupt()), arguments)

    assert (result.exit_code, result.stdout) == (2, "")


def test_leernets_own_options_may_stand_behind_the_command():
    assert cli.own_options_first(["plan", "--json", "--best", "-C", "map", "--lang=nl"]) == [
        "--json",
        "-C",
        "map",
        "--lang=nl",
        "plan",
        "--best",
    ]
    assert cli.own_options_first(["agenda", "--", "--json"]) == ["agenda", "--", "--json"]


@pytest.mark.parametrize(
    ("environment", "language"),
    [({}, "en"), ({"LANG": "nl_NL.UTF-8"}, "nl"), ({"LC_ALL": "C", "LANG": "nl_NL.UTF-8"}, "en")],
)
def test_the_terminal_speaks_the_language_it_is_set_to(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
):
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)

    assert cli.terminal_language() == language

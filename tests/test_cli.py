"""The command line: where options may stand, what is printed where, and the exit codes."""

import platform
from email.message import Message
from importlib.metadata import version
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from leernet import cli
from leernet.commands import crash
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


def test_a_report_goes_to_the_address_that_the_package_names(tmp_path: Path, monkeypatch):
    (tmp_path / "leernet.yaml").write_text("year: {school_year: 2026-2027}\n")
    described = Message()
    described["Project-URL"] = "Issues, https://pos.example/leernet"
    monkeypatch.setattr(crash, "metadata", lambda _name: described)

    result = CliRunner().invoke(app_that(ValueError()), ["--lang", "en", "-C", str(tmp_path), "work"])

    assert "/crash.log to https://pos.example/leernet: it says which versions" in result.stderr


def test_a_mistake_of_leernet_exits_with_3_says_whose_it_is_and_keeps_a_report(tmp_path: Path):
    (tmp_path / "leernet.yaml").write_text("year: {school_year: 2026-2027}\n")
    secret = "anne@kiem.example"
    wrong = ValueError(secret)
    wrong.__cause__ = KeyError(secret)

    result = CliRunner().invoke(app_that(wrong), ["--lang", "en", "-C", str(tmp_path), "work"])

    report = (tmp_path / ".leernet" / "crash.log").read_text(encoding="utf-8")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "leernet: This is a mistake in leernet, not in your files; no file was left half written.",
        f"    Please send {tmp_path.as_posix()}/.leernet/crash.log to whoever gave you leernet: it says"
        " which versions and where in the program, and nothing about people.",
    ]
    assert report.startswith(
        f"leernet {version('leernet')}, command: work\nPython {platform.python_version()}"
    )
    assert "builtins.KeyError\nwhich led to\n" in report
    assert report.endswith("builtins.ValueError\n")
    assert (secret in report, str(tmp_path) in report, str(Path.home()) in report) == (False, False, False)


def test_where_there_is_no_project_the_report_is_printed(tmp_path: Path):
    result = CliRunner().invoke(app_that(ZeroDivisionError()), ["--lang", "en", "-C", str(tmp_path), "work"])

    assert (result.exit_code, list(tmp_path.iterdir())) == (3, [])
    assert result.stderr.splitlines()[-4:] == [
        "builtins.ZeroDivisionError",
        "",
        "leernet: This is a mistake in leernet, not in your files; no file was left half written.",
        "    Please send the lines above to whoever gave you leernet; they say nothing about people.",
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

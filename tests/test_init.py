"""``leernet init`` writes a project that passes check and is planned, and never over what is there."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.projects import GIT_FILES, example_files


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["--lang", "en", "--today", "2026-11-21", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_new_project_passes_check_and_is_planned(tmp_path: Path):
    folder = tmp_path / "ons"

    assert run("init", str(folder)) == (
        0,
        "".join(
            f"{folder / name}\n"
            for name in (".gitattributes", ".gitignore", "leernet.yaml", "members.yaml", "networks.yaml")
        ),
        f"Open the files, change what you like, and run: leernet -C {folder} check\n",
    )
    assert [run("-C", str(folder), verb)[0] for verb in ("check", "plan", "check")] == [0, 0, 0]


def test_it_begins_with_an_example_when_asked(tmp_path: Path):
    assert run("-C", str(tmp_path), "init", "--from", "starterscoaches")[0] == 0
    assert {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    } == {**example_files("starterscoaches"), **GIT_FILES}


def test_an_example_that_does_not_exist_is_wrong_usage(tmp_path: Path):
    code, stdout, _ = run("-C", str(tmp_path), "init", "--from", "no-such")

    assert (code, stdout, list(tmp_path.iterdir())) == (2, "", [])


@pytest.mark.parametrize("name", ["leernet.yaml", "networks.yaml"])
def test_a_file_that_is_there_stays_and_no_other_is_written(tmp_path: Path, name: str):
    (tmp_path / name).write_text("mine", encoding="utf-8")

    assert run("-C", str(tmp_path), "init") == (
        1,
        "",
        f"leernet: '{name}' is yours, and leernet does not write over it.\n"
        "    Move it, or choose another folder.\n",
    )
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(name, "mine")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_with_workshops_the_whole_year_runs(tmp_path: Path, language: str):
    folder = tmp_path / "ons"
    result = CliRunner().invoke(
        app, ["--lang", language, "--today", "2026-06-01", "init", str(folder), "--with", "workshops"]
    )
    assert (result.exit_code, (folder / "choices" / "studentworkshops.csv").exists()) == (0, True)
    for verb in ("check", "plan", "allocate", "invite", "publish", "status"):
        result = CliRunner().invoke(app, ["-C", str(folder), "--today", "2026-09-26", verb])
        assert (verb, result.exit_code, "error" in result.stderr) == (verb, 0, False), result.stderr


def test_what_git_leaves_alone_is_said_and_a_file_of_ones_own_stays(tmp_path: Path):
    run("-C", str(tmp_path / "a"), "init")
    lines = (tmp_path / "a" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"out/", ".leernet/lock", ".leernet/undo/"} <= set(lines)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / ".gitignore").write_text("mine", encoding="utf-8")
    assert run("-C", str(tmp_path / "b"), "init")[0] == 0
    assert (tmp_path / "b" / ".gitignore").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("spoken", "title"), [("nl_NL.UTF-8", "Ons partnerschap"), ("en_GB.UTF-8", "Our partnership")]
)
def test_a_new_project_is_in_the_language_that_the_terminal_speaks(tmp_path, spoken, title):
    environment = {"LEERNET_LANG": "", "LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": spoken}

    result = CliRunner().invoke(app, ["init", str(tmp_path / "nieuw")], env=environment)

    assert result.exit_code == 0
    assert f"title: {title}\n" in (tmp_path / "nieuw" / "leernet.yaml").read_text(encoding="utf-8")

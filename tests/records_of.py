"""Projects with every kind of record in; the records and how each is read out."""

import shutil

from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import write_whole
from leernet.write.projects import example_files

TODAY = "2026-09-08"


def leernet(folder, *arguments):
    """A command, as if given on the day on which everything was announced."""
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])


def write_project(folder, example):
    """An example that was planned, allocated, announced and answered, with a year behind it."""
    write_whole(folder, example_files(example))
    for command in (
        ("plan",),
        ("allocate",),
        ("invite", "--all", "--drafts", "--personal-feeds"),
        ("invite", "--mark-sent"),
    ):
        result = leernet(folder, *command)
        assert result.exit_code == 0, (example, command, result.stderr[-2000:])
    earlier = folder / "history" / "2025-2026"
    earlier.mkdir(parents=True, exist_ok=True)
    plan = (folder / "plan.yaml").read_text(encoding="utf-8").replace("2026-2027", "2025-2026")
    (earlier / "plan.yaml").write_text(plan, encoding="utf-8")
    if (folder / "allocation").is_dir():
        shutil.copytree(folder / "allocation", earlier / "allocation", dirs_exist_ok=True)

"""Every document has its reader in one table, and a mark in a personal field reaches no other reader."""

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import write_whole
from leernet.read.records import read_plan
from leernet.read.yamltext import read_yaml
from leernet.write.projects import example_files, example_names
from leernet.write.readers import DOCUMENTS, Reader, document_at, is_private

TODAY = "2026-09-08"
COMMANDS = (
    ("plan",),
    ("allocate",),
    ("invite", "--personal-feeds"),
    ("publish",),
)
# Marked are so many members of each example.
MARKED = 3


def leernet(folder, *arguments):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", TODAY, *arguments])


def with_marks(files):
    """The files of an example with marks in the personal fields of some members; the marks by member."""
    marked, marks = dict(files), {}
    # Their address is for everybody: people turn to them.
    lines = re.findall(r"facilitator: (.*)", b"".join(files.values()).decode(errors="replace"))
    facilitators = {id for line in lines for id in re.findall(r"[\w.-]+", line)}
    for path, content in sorted(files.items()):
        if path == "members.csv":
            marked[path] = _marked_table(content.decode(), facilitators, marks).encode()
        elif path.endswith(".yaml") and "/" not in path:
            tree = read_yaml(path, content)[0].value
            if tree.get("members"):
                _mark(tree, facilitators, marks)
                marked[path] = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode()
    return marked, marks


def _mark(tree, facilitators, marks):
    for id, member in list(tree["members"].items()):
        if len(marks) < MARKED and member.get("email") and id not in facilitators:
            mark = marks[id] = f"qmark{len(marks)}q"
            member["email"] = f"{mark}@kiem.example"
            member["manager"] = f"m.{mark}"
            away = member.get("away") or []
            own = {"from": "2026-11-12", "until": "2026-11-12", "reason": mark}
            member["away"] = [*(away if isinstance(away, list) else [away]), own]
            tree["members"][f"m.{mark}"] = {"name": f"Quirine {mark}"}


def _marked_table(text, facilitators, marks):
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines[1:], 1):
        address = re.search(r"[\w.-]+@[\w.-]+", line)
        id = re.split("[;,]", line)[0]
        if len(marks) < MARKED and address and id not in facilitators:
            marks[id] = f"qmark{len(marks)}q"
            lines[at] = line.replace(address[0], f"{marks[id]}@kiem.example")
    return "".join(lines)


def partners_in(folder):
    """With whom each member is paired in the plan."""
    plan = read_plan({"plan.yaml": (folder / "plan.yaml").read_bytes()})[0]
    pairs = [pair for of_round in plan.pairs.values() for pair in of_round]
    return {
        member: {one for pair in pairs if member in pair for one in pair} for pair in pairs for member in pair
    }


def strays(folder, marks, shown_to_all):
    """Where a mark is read by somebody who may not know it."""
    found = []
    partners = partners_in(folder)
    for file in sorted((folder / "out").rglob("*")):
        path = file.relative_to(folder).as_posix()
        if not file.is_file() or document_at(path).reader is Reader.FACILITATOR:
            continue
        content = re.sub(rb"\r\n |=\r?\n", b"", file.read_bytes())
        for member, mark in marks.items():
            # Coaching partners have each other's address.
            readers = {member, *partners.get(member, ())}
            own = document_at(path).reader is Reader.OWN and Path(path).name.startswith(tuple(readers))
            if mark.encode() in content and not own and not shown_to_all(path):
                found.append((path, mark))
            if mark in path:
                found.append((path, "name"))
    return found


@pytest.mark.parametrize(
    "example",
    [pytest.param(name, marks=pytest.mark.slow if name == "pos" else ()) for name in example_names()],
)
def test_a_mark_in_a_personal_field_is_read_by_nobody_else(example, tmp_path):
    files, marks = with_marks(example_files(example))
    write_whole(tmp_path, files)
    for command in COMMANDS:
        result = leernet(tmp_path, *command)
        assert result.exit_code == 0, (command, result.stderr)
    written = [
        path.relative_to(tmp_path).as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    ]
    every_network = b"attendees: all" in b"".join(files.values())

    assert len(marks) == MARKED
    assert [path for path in written if document_at(path) is None] == []
    assert strays(tmp_path, marks, lambda path: every_network and path.startswith("out/invitations/")) == []
    modes = {path: (tmp_path / path).stat().st_mode & 0o077 for path in written if is_private(path)}
    assert {path: mode for path, mode in modes.items() if mode} == {}


def test_the_first_kind_that_fits_is_reached_by_some_path():
    samples = [re.sub(r"\[0-9a-f\]", "0", kind.pattern).replace("*", "x") for kind in DOCUMENTS]

    assert [document_at(sample) for sample in samples] == list(DOCUMENTS)

"""A project is read as bytes and written whole, inside its folder only."""

import subprocess
import sys

import pytest

from leernet.files import linked_records, others_below, project_files, project_lock, write_whole
from leernet.finding import LeernetError


def tree(folder):
    """Every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def stopped(call, *arguments):
    with pytest.raises(LeernetError) as stop:
        call(*arguments)
    return str(stop.value.sentence)


def test_the_projects_own_files_are_read_and_nothing_else(tmp_path):
    own = [
        "choices/a/b.csv",
        "choices/s.csv",
        "history/2024-2025/allocation/s.yaml",
        "history/2024-2025/plan.yaml",
        "history/2025-2026.yaml",
        "leernet.yaml",
        "members.xlsx",
        "plan.yaml",
        "x.yml",
    ]
    other = [
        "out/schedule.csv",
        ".hidden.yaml",
        "~$members.xlsx",
        "notes.txt",
        "other/a.yaml",
        "choices/.a/b.csv",
        "history/2024-2025/out/s.csv",
        "history/.old/s.yaml",
    ]
    for path in (*own, *other):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())

    assert project_files(tmp_path) == {path: path.encode() for path in own}


def test_a_folder_that_is_not_there_is_said(tmp_path):
    def locked(folder):
        with project_lock(folder):
            pass

    said = f"There is no folder '{tmp_path / 'no'}'."
    assert [stopped(call, tmp_path / "no") for call in (project_files, locked)] == [said, said]


def test_documents_are_written_and_nothing_is_left_beside_them(tmp_path):
    documents = {"plan.yaml": b"1", "out/lists/a.csv": b"2"}
    write_whole(tmp_path, documents)
    write_whole(tmp_path, documents | {"plan.yaml": b"3"})

    assert tree(tmp_path) == {"plan.yaml": b"3", "out/lists/a.csv": b"2"}


def test_a_document_that_did_not_change_is_not_touched(tmp_path):
    write_whole(tmp_path, {"plan.yaml": b"1"})
    before = (tmp_path / "plan.yaml").stat()
    write_whole(tmp_path, {"plan.yaml": b"1"})

    after = (tmp_path / "plan.yaml").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_when_one_document_cannot_be_written_none_is(tmp_path):
    (tmp_path / "plan.yaml").write_bytes(b"old")
    (tmp_path / "out").write_bytes(b"a file where a folder should be")

    said = stopped(write_whole, tmp_path, {"out/a.csv": b"1", "plan.yaml": b"new"})

    assert said == f"'{tmp_path / 'out'}' cannot be written: File exists."
    assert tree(tmp_path) == {"plan.yaml": b"old", "out": b"a file where a folder should be"}


@pytest.mark.parametrize("path", ["../a.yaml", "/etc/a.yaml", "out/../../a", "out\\a", "c:a", "", "out/a\n"])
def test_a_path_that_leads_out_of_the_project_is_refused(tmp_path, path):
    project = tmp_path / "project"
    project.mkdir()

    assert stopped(write_whole, project, {path: b"1"}) == (
        f"'{path}' is outside the project, and leernet writes nothing there."
    )
    assert tree(tmp_path) == {}


def test_a_link_does_not_lead_out_of_the_project(tmp_path):
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "out").symlink_to(outside)
    (outside / "plan.yaml").write_bytes(b"outside")
    (project / "plan.yaml").symlink_to(outside / "plan.yaml")
    (project / ".sent.yaml.part").symlink_to(outside / "part")

    assert stopped(write_whole, project, {"out/a": b"1"}) == (
        "'out' is a link, and leernet does not write through links."
    )
    assert stopped(write_whole, project, {"plan.yaml": b"inside"}) == (
        "'plan.yaml' is a link, and leernet does not write through links."
    )
    assert linked_records(project) == ("plan.yaml",)
    write_whole(project, {"sent.yaml": b"1"})
    assert tree(outside) == {"plan.yaml": b"outside"}


@pytest.mark.parametrize(
    "path", ["leernet.yaml", "members.csv", "choices/s.csv", "inventory/n.csv", "readme.md"]
)
def test_what_the_user_wrote_is_written_once_and_never_over(tmp_path, path):
    write_whole(tmp_path, {path: b"1"})

    assert (
        stopped(write_whole, tmp_path, {path: b"2"})
        == f"'{path}' is yours, and leernet does not write over it."
    )
    assert tree(tmp_path) == {path: b"1"}


LINKED = ("out", "out/invitations", "out/invitations/n-herfst", "allocation", ".leernet")


@pytest.mark.parametrize("below", LINKED)
@pytest.mark.parametrize("to", ["outside", "project/choices", "project/out2", "nowhere", "project/{below}"])
def test_where_a_link_leads_nothing_is_written_or_taken_away(tmp_path, below, to):
    """Outside the project, to what the user wrote in it, to nothing, and round."""
    project, target = tmp_path / "project", tmp_path / to.format(below=below)
    (project / below).parent.mkdir(parents=True)
    names = ("n-herfst/a.eml", "invitations/n-herfst/a.eml", "a.eml", "s.yaml", "feeds.json", "mine.docx")
    if to in ("outside", "project/choices", "project/out2"):
        for name in names:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(b"mine")
    (project / below).symlink_to(target)
    before = tree(tmp_path)
    path = {"allocation": "allocation/s.yaml", ".leernet": ".leernet/feeds.json"}.get(
        below, "out/invitations/n-herfst/a.eml"
    )
    said = f"'{below}' is a link, and leernet does not write through links."

    assert stopped(write_whole, project, {path: b"new"}) == said
    assert stopped(write_whole, project, {"plan.yaml": b"new"}, [path]) == said
    if below != "allocation":
        assert stopped(others_below, project, path.rpartition("/")[0], ()) == said
    assert tree(tmp_path) == before


def test_a_folder_with_the_name_of_a_document_is_said_before_anything_is_written(tmp_path):
    (tmp_path / "out" / "schedule.md").mkdir(parents=True)

    said = stopped(write_whole, tmp_path, {"out/schedule.md": b"1", "plan.yaml": b"2"})

    assert said == "'out/schedule.md' is a folder, and leernet writes a file of that name."
    assert tree(tmp_path) == {}


LOCKED_ELSEWHERE = """
import sys
from pathlib import Path
from leernet.files import project_lock
with project_lock(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.readline()
"""


def test_two_cannot_write_at_once(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", LOCKED_ELSEWHERE, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline().strip() == b"locked"
        with pytest.raises(LeernetError, match="Another leernet command is running"), project_lock(tmp_path):
            pass
        other.communicate(b"\n")

    with project_lock(tmp_path):
        assert tree(tmp_path) == {}

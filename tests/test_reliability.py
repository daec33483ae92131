"""Nothing is lost, and nothing outside the project changes: links, locks, last lines, streams."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import append_lines, others_below, project_files, project_lock, write_whole
from leernet.finding import LeernetError
from leernet.model.ledger import LEDGER_HEADER, ledger_line
from leernet.model.values import SchoolYear
from leernet.read.ledger import is_whole_line, read_ledger
from leernet.write.projects import example_files
from tests.invite_project import outbox

TODAY = "2026-09-08"
PROJECT = """
year: {school_year: 2026-2027, organiser: {name: Planning, email: planning@kiem.example}}
members:
  f.visser: {name: Femke Visser, email: f.visser@kiem.example}
  a.bakker: {name: Żaneta Bakker, email: a.bakker@kiem.example, roles: [coach]}
networks:
  coaches:
    title: Coaches uit Łódź
    facilitator: f.visser
    members: {roles: [coach]}
    time: 9.00-12.00
    hosts: {location: Kerkstraat 4}
    meetings: [{id: herfst, date: 2026-11-12}]
"""


def leernet(folder, *arguments):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    assert leernet(folder, "plan").exit_code == 0
    return folder


@pytest.mark.parametrize("below", ["out", "out/invitations"])
def test_what_a_link_leads_to_is_neither_written_nor_deleted(project, below):
    elsewhere = project.parent / "elsewhere"
    (elsewhere / "invitations" / "photos").mkdir(parents=True)
    (elsewhere / "invitations" / "photos" / "thesis.docx").write_text("vier jaar werk")
    before = tree(elsewhere)
    if below == "out":
        for path in sorted((project / "out").rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        (project / "out").rmdir()
    (project / below).symlink_to(elsewhere, target_is_directory=True)

    result = leernet(project, "invite")

    assert (result.exit_code, tree(elsewhere)) == (1, before)
    assert f"'{below}' is a link, and leernet does not write through links." in result.stderr


@pytest.mark.parametrize("record", ["plan.yaml", "sent.yaml", ".leernet/sending.json"])
def test_a_record_that_is_a_link_stops_every_command(project, record):
    (project.parent / "elsewhere").write_bytes(b"")
    (project / record).parent.mkdir(exist_ok=True)
    (project / record).unlink(missing_ok=True)
    (project / record).symlink_to(project.parent / "elsewhere")

    for command in (["plan"], ["invite", "--send"], ["check"]):
        result = leernet(project, *command)
        assert result.exit_code == 1
        assert f"{record}: error: '{record}' is a link" in result.stderr
    assert (project.parent / "elsewhere").read_bytes() == b""


def test_links_that_go_round_end_and_everything_is_counted_once(tmp_path):
    (tmp_path / "choices").mkdir()
    (tmp_path / "choices" / "ws.csv").write_bytes(b"member,1\n")
    for name in ("a", "b"):
        (tmp_path / "choices" / name).symlink_to(".")

    assert list(project_files(tmp_path)) == ["choices/ws.csv"]


@pytest.mark.parametrize("refused", ["choices", "choices/ws.csv"])
def test_what_may_not_be_read_is_said_with_its_path(refused, tmp_path, monkeypatch):
    (tmp_path / "choices").mkdir()
    (tmp_path / "choices" / "ws.csv").write_bytes(b"member,1\n")

    def closed(of):
        def reading(self, *arguments):
            if self == tmp_path / refused:
                raise PermissionError(13, "Permission denied", str(self))
            return of(self, *arguments)

        return reading

    monkeypatch.setattr(Path, "iterdir", closed(Path.iterdir))
    monkeypatch.setattr(Path, "read_bytes", closed(Path.read_bytes))

    with pytest.raises(LeernetError) as stop:
        project_files(tmp_path)
    assert str(stop.value.sentence) == f"'{tmp_path / refused}' cannot be read: Permission denied."


def test_a_drive_without_locks_is_worked_on(project, monkeypatch):
    def no_locks(*_given):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)

    assert [leernet(project, verb).exit_code for verb in ("plan", "invite")] == [0, 0]


HOLD = """
import sys
from pathlib import Path
from leernet.files import project_lock
with project_lock(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.readline()
"""


def test_while_one_command_works_no_other_writes_and_all_may_read(project):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline().strip() == b"locked"
        codes = {verb: leernet(project, *verb.split()).exit_code for verb in WRITE + READ}
        other.communicate(b"\n")

    assert codes == {**dict.fromkeys(WRITE, 1), **dict.fromkeys(READ, 0)}


WRITE = (
    "plan",
    "allocate",
    "invite",
    "invite --send",
    "publish",
    "agenda coaches/herfst --to out/a.md",
    "undo",
)
READ = ("check", "status", "agenda", "explain coaches/herfst")


def test_a_last_line_that_lost_its_end_counts_and_is_ended():
    whole = LEDGER_HEADER + "".join(map(ledger_line, outbox().ledger.sent))
    read = [
        read_ledger({"sent.yaml": text.encode()}, SchoolYear(2026)) for text in (whole, whole.rstrip("\n"))
    ]

    assert read[0] == read[1]
    assert read[0][1] == ()


@pytest.mark.parametrize("start", ["", LEDGER_HEADER, LEDGER_HEADER.rstrip("\n"), LEDGER_HEADER + "- {}"])
def test_lines_are_added_after_whatever_stands_there(start, tmp_path):
    (tmp_path / "sent.yaml").write_text(start)
    append_lines(tmp_path, "sent.yaml", "- {}\n", LEDGER_HEADER, is_whole_line)

    assert (tmp_path / "sent.yaml").read_text() == LEDGER_HEADER + "- {}\n" * (1 + ("{}" in start))


def test_of_half_a_line_nothing_is_left(tmp_path):
    (tmp_path / "sent.yaml").write_text(LEDGER_HEADER + '- {"occ')
    append_lines(tmp_path, "sent.yaml", "- {}\n", LEDGER_HEADER, is_whole_line)

    assert (tmp_path / "sent.yaml").read_text() == LEDGER_HEADER + "- {}\n"


def test_what_the_user_wrote_meanwhile_is_not_replaced_by_what_was_begun(tmp_path):
    mark = {"written": ["leernet.yaml", "members.yaml"], "removed": []}
    (tmp_path / ".leernet").mkdir()
    (tmp_path / ".leernet" / "finishing.json").write_text(json.dumps(mark))
    (tmp_path / ".leernet.yaml.part").write_text("ours")
    (tmp_path / ".members.yaml.part").write_text("ours")
    (tmp_path / "leernet.yaml").write_text("mine")
    with project_lock(tmp_path):
        pass

    assert tree(tmp_path) == {"leernet.yaml": b"mine", "members.yaml": b"ours"}


@pytest.mark.parametrize(
    "mark", ["", "[]", '{"written": 3, "removed": []}', '{"written": ["../x"], "removed": []}']
)
def test_a_mark_that_says_nothing_is_told(mark, tmp_path):
    (tmp_path / ".leernet").mkdir()
    (tmp_path / ".leernet" / "finishing.json").write_text(mark)

    with pytest.raises(LeernetError), project_lock(tmp_path):
        pass
    assert list(tree(tmp_path)) == [".leernet/finishing.json"]


def test_documents_of_an_earlier_run_go_with_the_new_ones_and_links_stay(tmp_path):
    write_whole(tmp_path, {"out/x/a": b"1", "out/x/b/c": b"2"})
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "d").write_bytes(b"3")
    (tmp_path / "out" / "x" / "link").symlink_to(tmp_path / "kept")
    write_whole(tmp_path, {"out/x/a": b"4"}, others_below(tmp_path, "out/x", {"out/x/a"}))

    assert (tree(tmp_path / "out"), tree(tmp_path / "kept")) == ({"x/a": b"4"}, {"d": b"3"})
    assert not (tmp_path / "out" / "x" / "b").exists()


def printed(project, encoding, *arguments):
    """What leernet prints in a process of its own, into streams with an encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    given = [sys.executable, "-m", "leernet", "-C", str(project), "--lang", "en", "--today", TODAY]
    return subprocess.run([*given, *arguments], capture_output=True, env=environment, check=False)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_output_never_ends_a_run_and_json_is_utf_8(project, encoding):
    shown = printed(project, encoding, "agenda", "coaches/herfst")
    asked = printed(project, encoding, "agenda", "coaches/herfst", "--json")

    assert (shown.returncode, asked.returncode) == (0, 0)
    assert "Coaches uit ?" in shown.stdout.decode(encoding)
    assert json.loads(asked.stdout.decode("utf-8"))["agenda"]["network"] == "Coaches uit Łódź"


@pytest.mark.parametrize("name", ["what-if.yaml", "what-if.txt", "WHAT-IF.YAML", "what-if"])
def test_a_what_if_is_read_whatever_its_name_ends_in(name, tmp_path):
    folder = tmp_path / "p"
    write_whole(folder, example_files("starterscoaches"))
    assert leernet(folder, "plan").exit_code == 0
    (tmp_path / name).write_text("members: {n.nieuw: {name: Noor Nieuw, colour: red}}\n")

    assert "unknown-key" in leernet(folder, "plan", "--with", str(tmp_path / name)).stderr

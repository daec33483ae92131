"""What Windows, a case-blind disk and a network drive do otherwise, done by parts that stand in for them."""

import errno
import fcntl
import json
import os
import stat
import subprocess
import sys
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

import leernet.files.lock as locks
from leernet.files import project_lock, write_whole
from leernet.finding import LeernetError
from leernet.model.plan import file_name
from leernet.model.values import id_of
from leernet.model.values.texts import id_from_text
from leernet.read.definitions import read_definitions
from leernet.rules import broken_rules
from tests.faults_project import CASES, FILES
from tests.faults_run import tree
from tests.fuzz_projects import leernet

SOURCES = Path(__file__).parent.parent / "src" / "leernet"
# As Microsoft lists them: names of devices, whatever their ending, and what no name may hold or end with.
DEVICES = (
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
)
NOT_IN_A_NAME = frozenset('<>:"/\\|?*')


def is_a_name_on_windows(name):
    ends_well = not name.endswith((".", " "))
    stem = name.partition(".")[0].casefold().rstrip(" ")
    return ends_well and stem not in DEVICES and not NOT_IN_A_NAME & set(name) and name.isprintable()


@given(
    st.text(st.characters(codec="utf-8"), max_size=8)
    | st.sampled_from(DEVICES)
    | st.from_regex(r"[a-zA-Z0-9._ :-]{1,8}")
)
def test_what_is_an_id_is_a_name_of_a_file_everywhere(text):
    for written in (text, f"{text}.txt", text.upper()):
        try:
            id = id_from_text(written)
        except PydanticCustomError:
            continue
        assert is_a_name_on_windows(id)
        assert is_a_name_on_windows(f"{id}.html")
    assert not id_of(text) or is_a_name_on_windows(id_of(text))


@pytest.mark.parametrize(
    "name", ["con", "CON", "aux.txt", "lpt1", "a.", "a ", "a:b", "a/b", ".a", "é", "e\u0301"]
)
def test_what_windows_or_a_mac_would_take_for_something_else_is_no_id(name):
    with pytest.raises(PydanticCustomError):
        id_from_text(name)


def test_names_of_files_are_made_of_references_in_one_place():
    made = [
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if '.replace("/", "-")' in path.read_text(encoding="utf-8")
    ]

    assert made == ["model/plan.py"]


IDS = st.lists(st.sampled_from(["a", "A", "a-b", "b", "B", "b-c", "c"]), min_size=1, max_size=3)


@given(st.dictionaries(st.sampled_from(["n", "n-a", "n-a-b", "n-b"]), IDS, min_size=1, max_size=3))
def test_two_meetings_with_one_name_of_a_file_are_found_and_no_others(networks):
    text = "year: {school_year: 2026-2027, holiday_region: zuid}\n"
    text += "members: {f: {name: F, email: f@kiem.example}}\nnetworks:\n"
    for id, meetings in networks.items():
        listed = ", ".join(f"{{id: {one}, date: 2026-11-12}}" for one in dict.fromkeys(meetings))
        text += (
            f"  {id}: {{facilitator: f, members: {{members: [f]}}, time: 9.00-12.00, meetings: [{listed}]}}\n"
        )
    definitions, _found = read_definitions({"leernet.yaml": text})
    names = [file_name(f"{id}/{one}").casefold() for id, of in networks.items() for one in dict.fromkeys(of)]

    twice = [found for found in broken_rules(definitions) if found.rule == "same-file-name"]
    assert len(twice) == len(names) - len({*names})


class Msvcrt:
    """Locks as Windows gives them: the first byte of a file, refused at once where another has it."""

    LK_NBLCK = 2

    def __init__(self):
        self.held = {}

    def locking(self, file, mode, count):
        assert (mode, count) == (self.LK_NBLCK, 1)
        which = os.fstat(file).st_ino
        other = self.held.get(which)
        if other is not None and other != file and is_open(other):
            raise PermissionError(errno.EACCES, "Permission denied")
        self.held[which] = file


def is_open(file):
    try:
        os.fstat(file)
    except OSError:
        return False
    return True


@pytest.fixture
def windows(monkeypatch):
    """The lock as Windows has it."""
    held = Msvcrt()
    monkeypatch.setattr(locks, "_LOCKABLE", (locks._file_in_it,))
    monkeypatch.setattr(locks, "_hold", lambda file: held.locking(file, held.LK_NBLCK, 1))
    return held


def test_on_windows_two_cannot_write_at_once(tmp_path, windows):
    with project_lock(tmp_path):
        with pytest.raises(LeernetError, match="Another leernet command is running"), project_lock(tmp_path):
            pass
        write_whole(tmp_path, {"plan.yaml": b"1"})
    with project_lock(tmp_path):
        pass

    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*"))] == [
        ".leernet",
        ".leernet/lock",
        "plan.yaml",
    ]
    assert (tmp_path / ".leernet" / "lock").stat().st_mode & 0o077 == 0


def test_the_lock_of_windows_is_no_way_out_of_the_project(tmp_path, windows):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / ".leernet").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(LeernetError, match=r"'\.leernet' is a link"), project_lock(tmp_path / "p"):
        pass
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_a_folder_takes_no_lock_a_file_in_it_does(tmp_path, monkeypatch):
    """As NFS, which locks only what is open for writing."""
    real = fcntl.flock

    def flock(file, what):
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(file, what)

    monkeypatch.setattr(
        locks, "fcntl", SimpleNamespace(flock=flock, LOCK_EX=fcntl.LOCK_EX, LOCK_NB=fcntl.LOCK_NB)
    )

    with (
        project_lock(tmp_path),
        pytest.raises(LeernetError, match="Another leernet command is running"),
        project_lock(tmp_path),
    ):
        pass


@pytest.mark.parametrize("refusal", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL])
def test_where_nothing_takes_a_lock_the_work_goes_on(refusal, tmp_path, monkeypatch):
    def refused(_file):
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(locks, "_hold", refused)
    with project_lock(tmp_path), project_lock(tmp_path):
        write_whole(tmp_path, {"plan.yaml": b"1"})

    assert (tmp_path / "plan.yaml").exists()


@pytest.mark.parametrize("refusal", [errno.EIO, errno.ENOSPC])
def test_a_lock_that_fails_otherwise_is_not_taken_for_held(refusal, tmp_path, monkeypatch):
    def refused(_file):
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(locks, "_hold", refused)
    with pytest.raises(LeernetError, match=f"cannot be read: {os.strerror(refusal)}"), project_lock(tmp_path):
        pass


def test_a_junction_is_no_link_to_python_and_is_refused_like_one(tmp_path, monkeypatch):
    root = tmp_path.resolve()
    (root / "out").mkdir()
    real = os.path.realpath

    def resolved(path, **named):
        text = os.fspath(path)
        return (
            text.replace(str(root / "out"), str(root / "elsewhere"))
            if isinstance(text, str)
            else real(path, **named)
        )

    monkeypatch.setattr("leernet.files.paths.os.path.realpath", resolved)
    with pytest.raises(LeernetError, match="'out' is a link"):
        write_whole(root, {"out/a.md": b"1"})
    assert list((root / "out").iterdir()) == []


WITHOUT_ZONES = """
import sys
sys.modules["tzdata"] = None
from typer.testing import CliRunner
from leernet.cli import app
for command in sys.argv[1:]:
    result = CliRunner().invoke(app, ["--lang", "en", *command.split()])
    print(result.exit_code, *result.stderr.splitlines())
"""


def test_where_time_zones_are_missing_every_command_says_what_to_install(tmp_path):
    """As Windows without the package."""
    commands = [case.arguments.format(p=tmp_path) for case in CASES]
    given = [sys.executable, "-c", WITHOUT_ZONES, *commands]
    environment = {**os.environ, "PYTHONTZPATH": ""}
    said = subprocess.run(given, env=environment, cwd=tmp_path, capture_output=True, text=True).stdout

    assert [line.partition(" on this")[0] for line in said.splitlines()] == [
        "1 leernet: Time zones are missing"
    ] * len(commands)
    assert said.count("`python -m pip install tzdata`") == len(commands)
    assert list(tmp_path.iterdir()) == []


ACCENTS = {"Bakker": "Bäkker", "Smit": "Smît", "Vught": "Vúght", "feedback": "idéë"}
# As the form has it: a title, not an id.
ACCENTS |= {"title: Tuin": "title: Tuín", "title: Muziek": "title: Één lied", "tuin,muziek": "Tuín,Één lied"}


def test_decomposed_letters_as_a_mac_writes_them_are_the_same_letters(tmp_path):
    text = json.dumps(FILES)
    for plain, accented in ACCENTS.items():
        text = text.replace(plain, accented)
    made = {}
    for form in ("NFC", "NFD"):
        folder = tmp_path / form
        written = {path: unicodedata.normalize(form, of).encode() for path, of in json.loads(text).items()}
        write_whole(folder, written)
        for command in ("check", "plan", "allocate", "invite --all", "publish", "status --ics"):
            assert leernet(folder, *command.split()).exit_code == 0, command
        made[form] = {path: content for path, content in tree(folder).items() if path not in written}

    assert made["NFD"] == made["NFC"]
    assert "muziek" in made["NFC"]["allocation/ws.yaml"].decode()

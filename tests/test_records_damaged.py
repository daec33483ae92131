"""Records are edited, merged and synchronised: whatever one holds, a command ends in sentences."""

import json
import random
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import write_whole
from leernet.model.feeds import feed_book_bytes
from leernet.read.feeds import feed_book_from_bytes
from leernet.write.projects import example_files
from tests.faults_project import write_project as write_small
from tests.invite_project import outbox, plan_of, year_of
from tests.test_ids_gone import announce

TODAY = "2026-09-08"
COMMANDS = (
    ("check",),
    ("status",),
    ("agenda",),
    ("invite", "--personal-feeds"),
    ("allocate", "--verify"),
    ("explain", "studentworkshops", "s001"),
    ("undo", "--list"),
    ("publish",),
    ("plan", "--dry-run"),
    ("allocate",),
    ("undo",),
)
VALUES = ("x", "[]", "{a: 1}", "-1", "9" * 20, "2026-02-30", "0001-01-01", "null", '"\\e[2J"', "Infinity")
KINDS = ("cut", "lost", "twice", "merge", "value", "value", "value", "version", "empty", "bytes")
MARKS = "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n"


def leernet(folder, *arguments):
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project that was planned, allocated, announced and published, with a year behind it."""
    folder = tmp_path_factory.mktemp("project")
    write_whole(folder, example_files("studentworkshops"))
    made = (("plan",), ("allocate",), ("publish",), ("invite", "--personal-feeds"), ("invite", "--drafts"))
    for command in made:
        assert leernet(folder, *command).exit_code == 0
    announce(folder)
    note = '{"messages": 0, "last": "", "doubtful": [], "failed": []}'
    (folder / ".leernet" / "sending.json").write_text(note)
    history = folder / "history" / "2025-2026"
    (history / "allocation").mkdir(parents=True)
    plan = (folder / "plan.yaml").read_text(encoding="utf-8").replace("2026-2027", "2025-2026")
    (history / "plan.yaml").write_text(plan, encoding="utf-8")
    shutil.copy(folder / "allocation" / "studentworkshops.yaml", history / "allocation")
    shutil.rmtree(folder / "out" / "invitations")
    return folder


def records(folder):
    """The records of a project, the list of a published site among them."""
    found = [
        *folder.glob("*.yaml"),
        *folder.glob("allocation/*"),
        *folder.glob("history/**/*.yaml"),
        *folder.glob(".leernet/**/*"),
        *folder.glob("out/site/*.json"),
    ]
    own = [path for path in folder.glob("*.yaml") if path.name not in ("plan.yaml", "sent.yaml")]
    return sorted(path for path in found if path.is_file() and path not in own)


def damaged(content, chance):
    """A record with one thing wrong with it."""
    lines = content.decode().splitlines(keepends=True)
    at = chance.randrange(len(lines))
    kind = chance.choice(KINDS)
    if kind == "lost":
        del lines[at]
    if kind == "twice":
        lines.insert(at, lines[at])
    if kind == "value":
        tokens = [found.span() for found in re.finditer(r"[\w.@/-]+", lines[at])] or [(0, 0)]
        first, last = chance.choice(tokens)
        lines[at] = lines[at][:first] + chance.choice(VALUES) + lines[at][last:]
    return "".join(lines).encode()


def tried(project, folder, seed):
    """One damage, and every command after it."""
    chance = random.Random(seed)
    # Half of the damage is to what people edit.
    found = [path.relative_to(project) for path in records(project)]
    edited = [path for path in found if path.name in ("plan.yaml", "studentworkshops.yaml", "sent.yaml")]
    file = chance.choice(chance.choice((found, edited)))
    shutil.copytree(project, folder)
    (folder / file).write_bytes(damaged((project / file).read_bytes(), chance))
    for command in COMMANDS:
        result = leernet(folder, *command)
        assert result.exit_code in (0, 1, 2), (seed, file, command, result.stderr[-800:])
    shutil.rmtree(folder)


def test_a_damaged_record_ends_in_sentences(project, tmp_path):
    for seed in range(1):
        tried(project, tmp_path / "p", seed)


def test_a_record_of_a_newer_leernet_is_called_so_and_stays(project, tmp_path):
    folder = shutil.copytree(project, tmp_path / "p", ignore=shutil.ignore_patterns("history"))
    wrong, tried = [], set()
    for path in records(folder):
        content = path.read_bytes()
        newer = re.sub(rb'^(\W*schema"?: )1\b', rb"\g<1>2", content, count=1)
        if newer == content:
            continue
        path.write_bytes(newer)
        told = (leernet(folder, *command) for command in (*COMMANDS, ("publish", "--check")))
        if not any("[newer-record]" in result.stderr for result in told) or path.read_bytes() != newer:
            wrong.append(path.relative_to(folder).as_posix())
        tried.add(path.name.partition(".")[2] + path.parent.name)
        path.write_bytes(content)

    assert (wrong, len(tried)) == ([], 6)


@pytest.mark.hours
def test_records_damaged_in_many_ways_end_in_sentences(project, tmp_path):
    for seed in range(1, 250):
        tried(project, tmp_path / "p", seed)


@pytest.mark.parametrize(
    "command", [("check",), ("plan",), ("agenda",), ("status",), ("publish",), ("explain", "trainers/herfst")]
)
@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"3",
        b'{"entries": [{}]}',
        b'{"entries": [3]}',
        b'{"entries": 1}',
        b'{"schema": 1, "entries": [{"feed": "x", "view": 3}]}',
        b"\xff",
        b"[" * 5000,
    ],
)
def test_a_damaged_book_of_feeds_is_a_finding_for_every_command(command, content, tmp_path):
    folder = shutil.copytree(Path(__file__).parent / "mistakes" / "feeds-broken", tmp_path / "p")
    (folder / ".leernet" / "feeds.json").write_bytes(content)

    result = leernet(folder, *command)

    assert (result.exit_code, "[feeds-broken]" in result.stderr) == (1, True)


ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    1.5,
    1e999,
    10**400,
    "",
    "x",
    "9999-99-99T00:00:00Z",
    [],
    [1],
    {},
    {"a": 1},
    [[]],
)


def test_a_value_of_another_type_in_the_book_of_feeds_is_found_or_read(tmp_path):
    """Every value of an entry in turn is each odd one; what is read can be written again."""
    year, plan = year_of(), plan_of()
    book = json.loads(feed_book_bytes(outbox(year, plan).book))
    entry = book["entries"][0]
    entry["first"] = entry["view"]
    paths = [(key,) for key in entry] + [("view", key) for key in entry["view"]]
    for path in paths:
        for odd in ODD:
            changed = json.loads(json.dumps(entry))
            inside = changed if len(path) == 1 else changed["view"]
            inside[path[-1]] = odd
            try:
                read = feed_book_from_bytes(json.dumps({"entries": [changed, *book["entries"][1:]]}).encode())
            except ValueError:
                continue
            assert feed_book_from_bytes(feed_book_bytes(read)) == read, (path, odd)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("members: {a.bakker: {name: [x]}}\n", "1:28"),
        ("members: [a]\n", "1:10"),
        ("members:\n  a.bakker: {name: Anne, em", "2:13"),
        ("- a\n", "1:1"),
        ("members: {}\nmembers: {}\n", "2:1"),
        ("<<<<<<< ours\nmembers: {}\n", "2:8"),
        ("schema: 2\nmembers: {}\n", "1:9"),
    ],
)
def test_ids_that_were_kept_and_cannot_be_read_are_told_and_stay(content, place, tmp_path):
    write_small(tmp_path)
    kept = tmp_path / ".leernet" / "ids.yaml"
    kept.parent.mkdir()
    kept.write_text(content, encoding="utf-8")

    result = leernet(tmp_path, "check")

    assert (result.exit_code, kept.read_text(encoding="utf-8")) == (1, content)
    assert f".leernet/ids.yaml:{place}: error: " in result.stderr


@pytest.mark.parametrize(
    "content", ["", "[1]", '{"a": 3}', '{"a": {"b": "x"}}', '{"a": {"b": 1}', "[" * 9999]
)
def test_counts_of_topics_that_cannot_be_read_are_told(content, tmp_path):
    write_small(tmp_path)
    (tmp_path / ".leernet").mkdir()
    (tmp_path / ".leernet" / "topics.json").write_text(content)
    before = (tmp_path / "inventory" / "coaches-herfst.csv").read_bytes()
    assert leernet(tmp_path, "plan").exit_code == 0

    given = ["-C", str(tmp_path), "--lang", "en", "--today", "2028-09-08", "purge", "--yes"]
    result = CliRunner().invoke(app, given)

    assert (result.exit_code, (tmp_path / "inventory" / "coaches-herfst.csv").read_bytes()) == (1, before)
    assert result.stderr.startswith("leernet: '.leernet/topics.json' is damaged.")


def test_a_book_of_feeds_that_was_cut_off_is_found_wherever_it_was_cut():
    content = feed_book_bytes(outbox(year_of(), plan_of()).book)
    assert feed_book_from_bytes(content)
    for end in range(len(content) - 2):
        with pytest.raises(ValueError, match="no book of feeds"):
            feed_book_from_bytes(content[:end])
    with pytest.raises(ValueError, match="no book of feeds"):
        feed_book_from_bytes(content.replace(b'"schema": 1', b'"schema": 2'))

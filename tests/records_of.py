"""An example in; every kind of record that leernet keeps, as files and as they are read, out."""

import json
import re

from typer.testing import CliRunner

from leernet.cli import app
from leernet.files import bytes_of, files_below, project_files, write_whole
from leernet.model.allocation import AllocationRecord
from leernet.model.attended import AttendanceRecord
from leernet.model.plan import Plan
from leernet.model.undo import Step
from leernet.model.values import SchoolYear
from leernet.read.allocation_proof import proof_file, read_inputs, read_proof
from leernet.read.feeds import feed_book_from_bytes, feed_key_findings, key_findings
from leernet.read.json_record import read_drafts, read_site_list, read_step, read_topics
from leernet.read.ledger import LEDGER_FILE, SENDING_FILE, read_ledger
from leernet.read.made_ids import KEPT_IDS, kept_ids, kept_ids_findings, text_of_kept
from leernet.read.records import read_record
from leernet.write.projects import example_files

TODAY = "2026-09-08"
TOPICS = {"coaches/herfst": {"Toetsen": 1, "Rekenen": 12}}
IDS = {"members": {"a.bakker": {"name": "Anne"}, "e.vos": {"name": "Els"}}, "boards": {"b": {"name": "B"}}}
# What the records are, by their paths.
KINDS = {
    r"plan\.yaml|history/[^/]*/plan\.yaml": "plan",
    r"allocation/.*\.yaml|history/[^/]*/allocation/.*\.yaml": "allocation",
    r"history/[^/]*/attendance\.yaml": "attendance",
    r"allocation/.*\.proof\.json": "proof",
    r"sent\.yaml": "ledger",
    r"\.leernet/sending\.json": "note",
    r"\.leernet/drafts\.json": "drafts",
    r"\.leernet/topics\.json": "topics",
    r"\.leernet/feeds\.json": "feeds",
    r"\.leernet/feeds\.key": "key",
    r"\.leernet/ids\.yaml": "ids",
    r"\.leernet/undo/.*\.json": "step",
    r"out/site/data\.json": "site",
}
ATTENDANCE = """\
schema: 1  # complete if it ends with the line "# end"
school_year: 2025-2026
occasions:
  coaches/herfst: {date: 2025-11-12, minutes: 180, wanted: [a.bakker, e.vos], there: [a.bakker]}
  coaches/lente: {date: 2026-03-12, minutes: 180, wanted: [a.bakker, e.vos], there: [e.vos]}
schools: {a.bakker: de-eik, e.vos: de-eik}
cohorts: {e.vos: "2024"}
# end
"""


def leernet(folder, *arguments):
    """A command on the day on which everything was announced."""
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])


def records(folder, example):
    """The files of an example that was planned, allocated, announced, published, with a year behind it."""
    write_whole(folder, example_files(example))
    for command in (
        ("plan",),
        ("allocate",),
        ("publish",),
        ("invite", "--all", "--drafts", "--personal-feeds"),
    ):
        result = leernet(folder, *command)
        assert result.exit_code == 0, (example, command, result.stderr[-2000:])
    drafts = bytes_of(folder / ".leernet" / "drafts.json")
    assert leernet(folder, "invite", "--mark-sent").exit_code == 0
    files = {
        **project_files(folder),
        **{
            path.removeprefix(f"{folder.as_posix()}/"): content
            for part in ("out/site", ".leernet/undo")
            for path, content in files_below(folder / part, (".json",)).items()
        },
        ".leernet/drafts.json": drafts,
        KEPT_IDS: text_of_kept(IDS).encode(),
        ".leernet/topics.json": (json.dumps(TOPICS, indent=1) + "\n").encode(),
        "history/2024-2025/attendance.yaml": ATTENDANCE.encode(),
        "history/2024-2025/plan.yaml": bytes_of(folder / "plan.yaml").replace(b"2026-2027", b"2024-2025"),
    }
    return {path: content for path, content in files.items() if kind_of(path)}


def write_records(folder, example, files):
    """A project with records as given; as bytes, since what is damaged is never written by leernet."""
    for path, content in {**example_files(example), **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def kind_of(path):
    """Which record a file is; None: none."""
    return next((kind for pattern, kind in KINDS.items() if re.fullmatch(pattern, path)), None)


def reading(files, path):
    """What a record says, and what is said of it."""
    return _READ[kind_of(path)](files, path)


def _proof(files, path):
    series = path.removeprefix("allocation/").removesuffix(".proof.json")
    nodes, found = read_proof({proof_file(series): files[path]}, series)
    return (nodes, read_inputs({proof_file(series): files[path]}, series)), found


def _ledger(files, _path):
    return read_ledger({file: files[file] for file in (LEDGER_FILE, SENDING_FILE)}, SchoolYear(2026))


def _feeds(files, path):
    try:
        return feed_book_from_bytes(files[path]), tuple(feed_key_findings({path: files[path]}))
    except ValueError as error:
        return None, (error,)


def _step(files, path):
    step = read_step(int(path[-9:-5]), files[path])
    return (step, ()) if isinstance(step, Step) else (None, (step,))


_READ = {
    "plan": lambda files, path: read_record(Plan, path, files[path])[::2],
    "allocation": lambda files, path: read_record(AllocationRecord, path, files[path])[::2],
    "attendance": lambda files, path: read_record(AttendanceRecord, path, files[path])[::2],
    "proof": _proof,
    "ledger": _ledger,
    "note": _ledger,
    "drafts": lambda files, path: read_drafts({path: files[path]}),
    "topics": lambda files, path: read_topics({path: files[path]}),
    "feeds": _feeds,
    "key": lambda files, path: (files[path], key_findings({path: files[path]})),
    "ids": lambda files, path: (kept_ids({path: files[path]}), kept_ids_findings({path: files[path]})),
    "step": _step,
    "site": lambda files, path: read_site_list(path, files[path]),
}

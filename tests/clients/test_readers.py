"""What other programs read in our calendar files is what we wrote, at the moment that we meant."""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from leernet.model.timezone import ZONE
from tests.clients.changes import CHANGES, PLACE
from tests.clients.story import FIRST_START, MOVED, MOVED_START, OFF, STORY, TITLE
from tests.invite_project import outbox, year_of

pytestmark = pytest.mark.clients

HERE = Path(__file__).parent
SYSTEM_PYTHON = Path("/usr/bin/python3")
HOSTILE = "Zó; \"echt\", \\n: é 😀 ^'JB^' \u202eomgekeerd <b>dik</b> =cmd|' /C calc'!A0"


def has_gi(library):
    script = f"import gi; gi.require_version({library!r}, {'3.0' if 'ICal' in library else '2.0'!r})"
    return (
        SYSTEM_PYTHON.exists()
        and not subprocess.run([SYSTEM_PYTHON, "-c", script], capture_output=True).returncode
    )


@pytest.fixture
def files(tmp_path):
    """Every step of the story and of the changes, a feed, and an invitation full of traps."""
    year = year_of(
        networks={"trainers": {"thread": HOSTILE, "title": HOSTILE}}, members={"a.bakker": {"name": HOSTILE}}
    )
    box = outbox(year)
    contents = {
        **{step.name.replace(" ", "-"): step.calendar for step in STORY.values()},
        **{
            f"{name}-{at}": content
            for name, change in CHANGES.items()
            for at, content in enumerate(change.calendars)
        },
        "feed": outbox().documents["calendars/trainers.ics"],
        "hostile": box.documents["invitations/trainers-herfst/a.bakker.ics"],
    }
    for name, content in contents.items():
        (tmp_path / f"{name}.ics").write_bytes(content)
    return {name: tmp_path / f"{name}.ics" for name in contents}


def wanted(path):
    """Of each entry what a program must find, by icalendar and our own hand."""
    entries = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return [
        [
            str(entry["UID"]),
            int(entry["SEQUENCE"]),
            entry.DTSTART.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            str(entry["SUMMARY"]),
            str(entry["DESCRIPTION"]),
        ]
        for entry in entries
    ]


@pytest.mark.skipif(not has_gi("ICalGLib"), reason="gir1.2-ical-3.0 and python3-gi are not installed")
def test_libical_finds_nothing_against_the_rules(files):
    done = subprocess.run(
        [SYSTEM_PYTHON, HERE / "libical_check.py", *files.values()],
        capture_output=True,
        text=True,
        check=True,
    )

    assert dict(zip(files, done.stdout.split(), strict=True)) == dict.fromkeys(files, "good")


def as_node_ical_reads(entries):
    """It takes a backslash with an n behind it for the end of a line, also where the backslash is meant."""
    return [
        [part.replace("\\n", "\\\n") if isinstance(part, str) else part for part in one] for one in entries
    ]


@pytest.mark.skipif(not (HERE / "node_modules" / "ical.js").is_dir(), reason="npm install in tests/clients")
def test_ical_js_and_node_ical_read_the_same_texts_and_moments(files):
    done = subprocess.run(
        ["node", "parse.mjs", *files.values()], cwd=HERE, capture_output=True, text=True, check=True
    )

    read = dict(zip(files, map(json.loads, done.stdout.splitlines()), strict=True))
    assert read == {name: [wanted(path), as_node_ical_reads(wanted(path))] for name, path in files.items()}


def test_vobject_reads_the_same_texts_and_moments(files):
    vobject = pytest.importorskip("vobject")

    def read(path):
        calendar = vobject.readOne(path.read_text(encoding="utf-8"))
        calendar.validate(raiseException=True)
        return [
            [
                entry.uid.value,
                int(entry.sequence.value),
                entry.dtstart.value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                entry.summary.value,
                entry.description.value,
            ]
            for entry in calendar.vevent_list
        ]

    assert {name: read(path) for name, path in files.items()} == {
        name: wanted(path) for name, path in files.items()
    }


KHAL = """\
[calendars]
[[school]]
path = {folder}/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
[sqlite]
path = {folder}/khal.db
"""


@pytest.mark.skipif(not shutil.which("khal"), reason="khal is not installed")
def test_khal_shows_one_entry_that_moves_and_then_says_it_is_off(files, tmp_path):
    (tmp_path / "calendar").mkdir()
    config = tmp_path / "khal.config"
    config.write_text(KHAL.format(folder=tmp_path))

    def khal(*arguments):
        command = ["khal", "-c", config, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    def shown(name):
        khal("import", "--batch", "-a", "school", files[name])
        return khal("list", "--day-format", "", "--format", "{start} {title}", "2026-08-01", "365d")

    steps = ("request", "request", "minor-update", "move", "cancel", "revive", "withdrawn-1")
    assert [shown(name) for name in steps] == [
        [f"2026-11-12 09:00 {TITLE}"],
        [f"2026-11-12 09:00 {TITLE}"],
        [f"2026-11-12 09:00 {TITLE}"],
        [f"2026-11-19 09:00 {MOVED}"],
        [f"2026-11-19 09:00 {OFF}"],
        [f"2026-11-19 09:00 {TITLE}"],
        [f"2026-11-12 09:00 NIET MEER VOOR JOU: {TITLE}"],
    ]


@pytest.mark.skipif(not has_gi("ECal"), reason="evolution-data-server and gir1.2-ecal-2.0 are not installed")
def test_evolution_adds_moves_and_removes_the_entry(files, tmp_path):
    (tmp_path / "run").mkdir(mode=0o700)
    names = ("request", "request", "minor-update", "move", "cancel", "revive")
    steps = [files[name] for name in names]
    for name, change in CHANGES.items():
        (tmp_path / name).mkdir()
        steps += [tmp_path / name, *(files[f"{name}-{at}"] for at in range(len(change.calendars)))]
    done = subprocess.run(
        ["dbus-run-session", "--", SYSTEM_PYTHON, HERE / "eds_receive.py", *steps],
        env={"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    later = PLACE.replace("Schoolstraat 1", "Schoolstraat 3")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        [[TITLE, "20261112T090000", PLACE]],
        [[TITLE, "20261112T090000", PLACE]],
        [[TITLE, "20261112T090000", later]],
        [[MOVED, "20261119T090000", later]],
        [],
        [[TITLE, "20261119T090000", later]],
        *(in_local_time(shown) for change in CHANGES.values() for shown in change.shown),
    ]


def in_local_time(shown):
    """One entry as Evolution gives it, or none."""
    if shown is None:
        return []
    title, start, place = shown
    local = datetime.fromisoformat(start).astimezone(ZONE)
    return [[title, f"{local:%Y%m%dT%H%M%S}", place]]


def test_the_story_is_about_the_moments_it_says():
    starts = {name: wanted_start(step.calendar) for name, step in STORY.items()}

    assert starts == {
        "request": FIRST_START,
        "minor update": FIRST_START,
        "move": MOVED_START,
        "cancel": MOVED_START,
        "revive": MOVED_START,
    }


def wanted_start(content):
    start: datetime = Calendar.from_ical(content).walk("VEVENT")[0].DTSTART
    return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

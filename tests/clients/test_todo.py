"""The facilitator's own calendar: Thunderbird and Evolution take in every task and every day of it."""

import json
import os
import subprocess

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.projects import demo_files
from tests.clients.marionette import PROGRAM, thunderbird
from tests.clients.test_readers import HERE, SYSTEM_PYTHON, has_gi
from tests.clients.test_thunderbird import MAILBOX

pytestmark = pytest.mark.clients

TAKE_IN = """
const [id, text, done] = arguments;
(async () => {
  const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
  const calendar = cal.manager.getCalendarById(id);
  const parser = Cc["@mozilla.org/calendar/ics-parser;1"].createInstance(Ci.calIIcsParser);
  parser.parseString(text);
  for (const item of parser.getItems()) {
    await calendar.addItem(item);
  }
  const stored = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  done(stored.map(one => [
    one.isTodo() ? "VTODO" : "VEVENT",
    one.title,
    (one.isTodo() ? one.dueDate : one.startDate).icalString,
    one.isTodo() ? one.isCompleted : false,
  ]));
})().catch(error => done(["failed", String(error)]));
"""


@pytest.fixture
def todo(tmp_path):
    """A year of which some tasks are late, some to come and some done."""
    for path, content in demo_files().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    for words in (["plan"], ["status", "--ics"]):
        result = CliRunner().invoke(
            app, ["-C", str(tmp_path), "--today", "2026-09-26", "--lang", "nl", *words]
        )
        assert result.exit_code == 0, result.stderr
    return tmp_path / "out" / "todo.ics"


def wanted(todo):
    return sorted(
        [
            one.name,
            str(one["SUMMARY"]),
            one["DUE" if one.name == "VTODO" else "DTSTART"].to_ical().decode(),
            one.get("STATUS") == "COMPLETED",
        ]
        for one in Calendar.from_ical(todo.read_bytes()).walk()
        if one.name in ("VTODO", "VEVENT")
    )


@pytest.mark.skipif(not PROGRAM.exists(), reason="thunderbird is not installed")
def test_thunderbird_takes_in_tasks_and_days(todo, tmp_path):
    with thunderbird(tmp_path) as program:
        stored = program.run(TAKE_IN, program.run(MAILBOX, "a.bakker@kiem.example"), todo.read_text())

    assert sorted(stored) == wanted(todo)


@pytest.mark.skipif(not has_gi("ECal"), reason="evolution-data-server and gir1.2-ecal-2.0 are not installed")
def test_evolution_takes_in_tasks_and_days(todo, tmp_path):
    home = tmp_path / "home"
    (home / "run").mkdir(parents=True, mode=0o700)
    done = subprocess.run(
        ["dbus-run-session", "--", SYSTEM_PYTHON, HERE / "eds_todo.py", todo],
        env={**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")},
        capture_output=True,
        text=True,
        check=True,
    )
    tasks, days = (json.loads(line) for line in done.stdout.splitlines())

    assert [tasks, days] == [
        sorted([title, is_done] for kind, title, _day, is_done in wanted(todo) if kind == name)
        for name in ("VTODO", "VEVENT")
    ]

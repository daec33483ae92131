"""A CalDAV server takes our feed as it is, and every move and cancellation in it."""

import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC

import pytest
from icalendar import Calendar

from tests.clients.changes import CHANGES, FIRST, renamed
from tests.clients.story import HERFST
from tests.invite_project import outbox, plan_of

pytest.importorskip("radicale")
pytestmark = pytest.mark.clients


@contextmanager
def radicale(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--server-hosts",
        f"127.0.0.1:{port}",
        "--storage-filesystem-folder",
        folder,
        "--auth-type",
        "none",
    ]
    with (folder / "radicale.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "radicale", *options], stdout=log, stderr=log)
        try:
            wait_for(port)
            exchange("MKCOL", f"http://127.0.0.1:{port}/anne/")
            yield f"http://127.0.0.1:{port}/anne/school/"
        finally:
            server.terminate()
            server.wait(10)


def wait_for(port):
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return


def exchange(method, url, content=None):
    headers = {"Content-Type": "text/calendar; charset=utf-8"} if content else {}
    request = urllib.request.Request(url, data=content, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, answer.read()


def stored(url):
    entries = Calendar.from_ical(exchange("GET", url)[1]).walk("VEVENT")
    return sorted(
        (str(entry["UID"]), entry["SEQUENCE"], str(entry["STATUS"]), f"{entry.DTSTART:%Y-%m-%d %H:%M}")
        for entry in entries
    )


def test_a_feed_is_stored_whole_and_its_changes_replace_it(tmp_path):
    first = outbox()
    moved = outbox(plan=plan_of(meetings={HERFST: {"date": "2026-11-19"}}), ledger=first.ledger)
    off = outbox(plan=plan_of(meetings={HERFST: None}), ledger=moved.ledger)
    autumn, spring = (first.messages[at].entry.uid for at in (0, 4))

    with radicale(tmp_path) as url:
        seen = []
        for box in (first, moved, off):
            assert exchange("PUT", url, box.documents["calendars/trainers.ics"])[0] == 201
            seen.append(stored(url))

    later = (spring, 0, "CONFIRMED", "2027-03-09 09:00")
    assert seen == [
        sorted([(autumn, 0, "CONFIRMED", "2026-11-12 09:00"), later]),
        sorted([(autumn, 1, "CONFIRMED", "2026-11-19 09:00"), later]),
        sorted([(autumn, 2, "CANCELLED", "2026-11-19 09:00"), later]),
    ]


@pytest.mark.parametrize("name", CHANGES)
def test_an_entry_kept_on_a_server_shows_each_change(tmp_path, name):
    """As a calendar program does: METHOD is taken out, a REQUEST is put, a CANCEL deletes."""
    change = CHANGES[name]

    with radicale(tmp_path) as url:
        exchange("MKCALENDAR", url)
        seen = []
        for content in change.calendars:
            uid = Calendar.from_ical(content).walk("VEVENT")[0]["UID"]
            kept = b"".join(line for line in content.splitlines(True) if not line.startswith(b"METHOD"))
            method, body = ("DELETE", None) if b"METHOD:CANCEL" in content else ("PUT", kept)
            exchange(method, f"{url}{uid}.ics", body)
            seen.append([entry_of(one) for one in Calendar.from_ical(exchange("GET", url)[1]).walk("VEVENT")])

    assert seen == [[] if shown is None else [shown] for shown in change.shown]


def entry_of(entry):
    start = entry.DTSTART.astimezone(UTC)
    return str(entry["SUMMARY"]), f"{start:%Y-%m-%dT%H:%M:%SZ}", str(entry["LOCATION"])


def test_the_feed_of_a_renamed_network_has_the_entries_that_there_were(tmp_path):
    first = outbox(*FIRST, placements={})
    second = outbox(*renamed(), first.ledger, placements={}, book=first.book)

    with radicale(tmp_path) as url:
        seen = []
        for box, feed in ((first, "trainers"), (second, "opleiders"), (second, "trainers")):
            exchange("PUT", url, box.documents[f"calendars/{feed}.ics"])
            seen.append(stored(url))

    assert len(seen[0]) == 2
    assert seen[1:] == [seen[0], seen[0]]

"""A CalDAV server takes our feed as it is, and every move and cancellation in it."""

import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from icalendar import Calendar

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

"""What 600 members × 60 meetings cost as invitations, next to the same entries through plain icalendar.

python benchmarks/invite.py [MEMBERS MEETINGS]
"""

import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event, vCalAddress

from leernet.files import write_whole
from leernet.model.ledger import LEDGER_HEADER, ledger_line
from leernet.model.plan import Plan
from leernet.model.records import Records
from leernet.model.values import SchoolYear
from leernet.model.year import Year
from leernet.read.ledger import read_ledger
from leernet.write.outbox import Asked, invitations
from leernet.write.timezone import ZONE

NOW = datetime(2026, 8, 1, tzinfo=UTC)
FIRST = date(2026, 9, 1)


def project(members: int, meetings: int) -> tuple[Year, Plan]:
    """Everybody in one network."""
    people = {
        f"m{at:03d}": {
            "id": f"m{at:03d}",
            "name": f"Lid {at}",
            "email": f"m{at}@school.example",
            "roles": ["lid"],
        }
        for at in range(members)
    }
    network = {
        "id": "alle",
        "title": "Leernetwerk",
        "facilitator": "m000",
        "members": {"roles": ["lid"]},
        "meetings": [{"id": f"b{at:02d}", "title": f"Bijeenkomst {at}"} for at in range(meetings)],
    }
    year = {
        "settings": {
            "school_year": "2026-2027",
            "organiser": {"name": "Planning", "email": "planning@pos.example"},
        },
        "schools": {"eik": {"id": "eik", "name": "Basisschool De Eik", "address": "Bosweg 2, Den Bosch"}},
        "members": people,
        "networks": {"alle": network},
    }
    planned = {
        f"alle/b{at:02d}": {
            "date": str(FIRST + timedelta(days=3 * at)),
            "start": "09:00",
            "end": "12:00",
            "host": "eik",
        }
        for at in range(meetings)
    }
    return Year.model_validate(year), Plan.model_validate({"school_year": "2026-2027", "meetings": planned})


def through_icalendar(members: int, meetings: int) -> None:
    """The bare entries, without time zone, text and mail."""
    for meeting in range(meetings):
        start = datetime.combine(FIRST + timedelta(days=3 * meeting), datetime.min.time(), ZONE)
        for member in range(members):
            calendar = Calendar()
            calendar.add("version", "2.0")
            calendar.add("prodid", "-//benchmark//NL")
            calendar.add("method", "REQUEST")
            event = Event()
            event.add("uid", f"{meeting}@pos.example")
            event.add("dtstamp", NOW)
            event.add("dtstart", start)
            event.add("dtend", start + timedelta(hours=3))
            event.add("summary", f"Bijeenkomst {meeting}")
            event.add("description", "We nodigen je graag uit. " * 10)
            event.add("organizer", vCalAddress("mailto:planning@pos.example"))
            event.add("attendee", vCalAddress(f"mailto:m{member}@school.example"))
            calendar.add_component(event)
            calendar.to_ical()


def seconds(work: object) -> tuple[float, object]:
    """CPU seconds, and what came out."""
    begin = time.process_time()
    result = work()  # type: ignore[operator]
    return time.process_time() - begin, result


def main() -> None:
    """Print each step with its CPU time and the ratio."""
    members, meetings = (int(text) for text in (*sys.argv[1:3], "600", "60")[:2])
    year, plan = project(members, meetings)
    plain, _nothing = seconds(lambda: through_icalendar(members, meetings))
    ours, box = seconds(lambda: invitations(year, Records(plan), Asked(), NOW))
    with tempfile.TemporaryDirectory() as folder:
        documents = {f"out/{path}": content for path, content in box.made.items()}
        begin = time.perf_counter()
        write_whole(Path(folder), documents)
        disk = time.perf_counter() - begin
    written = LEDGER_HEADER + "".join(map(ledger_line, box.ledger.sent))
    reading, (ledger, _findings) = seconds(
        lambda: read_ledger({"sent.yaml": written.encode()}, SchoolYear(2026))
    )
    again, nothing = seconds(lambda: invitations(year, Records(plan, ledger=ledger), Asked(), NOW))
    count = len(box.messages)
    print(f"{members} members x {meetings} meetings: {count} messages, {len(documents)} documents")
    print(f"plain icalendar, bare entries     {plain:7.1f} s  {plain / count * 1000:.2f} ms each")
    print(f"leernet: .ics, .eml, mbox, table  {ours:7.1f} s  {ours / count * 1000:.2f} ms each")
    print(f"ratio                             {ours / plain:7.2f}")
    print(f"writing {len(documents)} files            {disk:7.1f} s (wall)")
    print(f"reading sent.yaml, {len(written) / 1e6:.0f} MB         {reading:7.1f} s")
    print(f"a run in which nothing changed    {again:7.1f} s, {len(nothing.messages)} messages")


if __name__ == "__main__":
    main()

"""What 600 members × 60 meetings cost as invitations: CPU and memory of whole commands.

python benchmarks/invite.py [MEMBERS MEETINGS]

The peer is plain icalendar: the same entries bare, without time zone, text and mail.
"""

import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from command import spent
from icalendar import Calendar, Event, vCalAddress

TODAY, FIRST = "2026-08-01", date(2026, 9, 1)
# One holiday lies among the first sixty working days.
HOLIDAY = range(date(2026, 10, 10).toordinal(), date(2026, 10, 31).toordinal())

YEAR = """\
year: {school_year: 2026-2027, holiday_region: zuid, organiser: {name: Planning, email: planning@pos.example}}
schools: {eik: {name: Basisschool De Eik, address: "Bosweg 2, Den Bosch", host_seats: 100000}}
networks:
  alle:
    title: Leernetwerk
    facilitator: m000
    members: {roles: [lid]}
    time: 9.00-12.00
    meetings:
"""


def days(count: int) -> list[date]:
    """So many working days."""
    found = (FIRST + timedelta(days=at) for at in range(2 * count + 40))
    return [day for day in found if day.weekday() < 5 and day.toordinal() not in HOLIDAY][:count]


def project(folder: Path, members: int, meetings: int) -> Path:
    """Everybody in one network, planned."""
    folder.mkdir()
    rows = "".join(f"m{at:03};Lid {at};m{at}@school.example;lid\n" for at in range(members))
    (folder / "members.csv").write_text(f"id;name;email;roles\n{rows}", encoding="utf-8")
    asked, planned = YEAR, "schema: 1\nschool_year: 2026-2027\nrevision: 1\nmeetings:\n"
    for at, day in enumerate(days(meetings)):
        asked += f"      - {{id: b{at:02}, title: Bijeenkomst {at}, date: {day}, host: eik}}\n"
        planned += f'  alle/b{at:02}: {{date: {day}, start: "09:00", end: "12:00", host: eik}}\n'
    (folder / "leernet.yaml").write_text(asked, encoding="utf-8")
    (folder / "plan.yaml").write_text(planned, encoding="utf-8")
    return folder


def through_icalendar(members: int, meetings: int) -> float:
    """CPU seconds for the bare entries."""
    begin, zone = time.process_time(), ZoneInfo("Europe/Amsterdam")
    for at, day in enumerate(days(meetings)):
        start = datetime.combine(day, datetime.min.time(), zone)
        for member in range(members):
            calendar, event = Calendar(), Event()
            calendar.add("version", "2.0")
            calendar.add("prodid", "-//benchmark//NL")
            calendar.add("method", "REQUEST")
            event.add("uid", f"{at}@pos.example")
            event.add("dtstamp", datetime(2026, 8, 1, tzinfo=UTC))
            event.add("dtstart", start)
            event.add("dtend", start + timedelta(hours=3))
            event.add("summary", f"Bijeenkomst {at}")
            event.add("description", "We nodigen je graag uit. " * 10)
            event.add("organizer", vCalAddress("mailto:planning@pos.example"))
            event.add("attendee", vCalAddress(f"mailto:m{member}@school.example"))
            calendar.add_component(event)
            calendar.to_ical()
    return time.process_time() - begin


def main() -> None:
    """Print each step with its CPU time and memory."""
    members, meetings = (int(text) for text in (*sys.argv[1:3], "600", "60")[:2])
    print(f"{members} members x {meetings} meetings")
    print(f"plain icalendar, bare entries    {through_icalendar(members, meetings):8.1f} s CPU")
    with tempfile.TemporaryDirectory() as place:
        folder = project(Path(place) / "project", members, meetings)
        for said, words in (
            ("check", ("check",)),
            ("everything written", ("invite", "--all")),
            ("the same files once more", ("invite", "--all")),
            ("as drafts", ("invite", "--all", "--drafts")),
            ("noted as sent", ("invite", "--mark-sent")),
            ("nothing to tell", ("invite", "--all")),
        ):
            seconds, megabytes = spent(folder, "--today", TODAY, *words)
            print(f"{said:32} {seconds:8.1f} s CPU {megabytes:6} MB   leernet {' '.join(words)}", flush=True)


if __name__ == "__main__":
    main()

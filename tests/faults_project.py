"""A small partnership in which every command that writes has something to do, and these commands."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FILES = {
    "leernet.yaml": """\
year:
  school_year: 2026-2027
  title: Partnerschap
  holiday_region: zuid
  organiser: {name: Planning, email: planning@kiem.example}
  closed:
    - 2026-12-04
""",
    "schools.yaml": """\
schools:
  de-eik: {name: De Eik, place: Vught, address: "Bosweg 2, Vught", host_seats: 30, rooms: 3}
  de-els: {name: De Els, place: Boxtel, address: "Elsweg 1, Boxtel", host_seats: 30, rooms: 3}
""",
    "networks.yaml": """\
networks:
  coaches:
    title: Leernetwerk coaches
    facilitator: f.visser
    members: {roles: [coach]}
    weekdays: [di, do]
    time: 9.00-16.00
    programme: full-day
    hosts: {rotate: schools}
    invite: {weeks_before: 12}
    meetings:
      - {id: herfst, window: 2026-11-03..2026-11-12}
      - {id: lente, window: 2027-03-02..2027-03-11}
""",
    "workshops.yaml": """\
series:
  ws:
    title: Workshops
    network: coaches
    for: {roles: [student]}
    choose: 1
    rank: 2
    moments: {winter: {window: 2027-01-12..2027-01-14, weekdays: [do], time: 9.00-12.00}}
workshops:
  tuin: {series: ws, title: Tuin, presenter: a.bakker, school: de-eik, seats: 1-2}
  muziek: {series: ws, title: Muziek, presenter: b.smit, school: de-els, seats: 1-2}
""",
    # Without ids, so that they are made and kept.
    "members.csv": """\
name,email,school,roles
Femke Visser,f.visser@kiem.example,de-eik,
Anne Bakker,a.bakker@kiem.example,de-eik,coach
Bo Smit,b.smit@kiem.example,de-els,coach
Sam Student,s01@pabo.example,,student
Saar Student,s02@pabo.example,,student
""",
    "calendars/de-eik.csv": "datum,omschrijving\n2026-11-05,studiedag\n",
    "availability/coaches-lente.csv": "member,2027-03-02,2027-03-04\na.bakker,yes,yes\nb.smit,no,yes\n",
    "history/2025-2026.yaml": "schema: 1\nschool_year: 2025-2026\nrevision: 1\n",
    "history/2024-2025.yaml": "schema: 1\nschool_year: 2024-2025\nrevision: 1\n",
    "workshops-extra.csv": "id,series,title,school,seats\nbos,ws,Bos,de-els,1-2\n",
    "boards.csv": "id,name\nkiem,Stichting Kiem\n",
    "choices/ws.csv": "member,1,2\ns01,tuin,muziek\ns02,tuin,muziek\n",
    "inventory/coaches-herfst.csv": """\
member,question,topic,leads
a.bakker,Hoe voer ik een eerste gesprek?,gesprek,ja
b.smit,Hoe geef ik feedback?,feedback,ja
""",
}


@dataclass(frozen=True)
class Case:
    """A command that writes, in a project that is ready for it.

    Attributes:
        arguments: of the command; ``{p}`` is the project's folder.
        ready: commands given before, and changes of files; nothing: an empty folder.
        then: a command that reads, and so finishes what was begun.
        today: the day of the command.
        again: whether it makes the same when it is given once more.
    """

    name: str
    arguments: str
    ready: tuple[str | Callable[[Path], None], ...] | None = ()
    then: str = "status"
    today: str = "2026-09-08"
    again: bool = True


def close_first_day(folder: Path) -> None:
    """A day on which people were to meet is closed after all."""
    day = re.findall(r"date: (\S+)", (folder / "plan.yaml").read_text(encoding="utf-8"))[0]
    settings = folder / "leernet.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  closed:\n", f"  closed:\n    - {day}\n", 1), encoding="utf-8")


def answer_all(folder: Path) -> None:
    """Everybody declines the first meeting by mail."""
    (folder / "answers").mkdir()
    lines = (folder / "sent.yaml").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if '"occasion": "coaches/herfst"' in line):
        sent = json.loads(line.removeprefix("- "))
        (folder / "answers" / f"{number}.ics").write_text(
            "BEGIN:VCALENDAR\nPRODID:-//Voorbeeld//NL\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\n"
            f"UID:{sent['uid']}\nDTSTAMP:20260908T090000Z\nSEQUENCE:0\n"
            f"ATTENDEE;PARTSTAT=DECLINED:mailto:{sent['address']}\nEND:VEVENT\nEND:VCALENDAR\n"
        )


def who_was_there(folder: Path) -> None:
    """The attendance list of the first meeting, filled in."""
    (folder / "attendance").mkdir()
    (folder / "attendance/coaches-herfst.csv").write_text("member,present\na.bakker,x\nb.smit,\n")


_PLANNED = ("plan",)
_ALLOCATED = (*_PLANNED, "allocate")
INVITED = (*_ALLOCATED, "invite --all --drafts", "invite --mark-sent")

CASES = (
    Case("init", "init", None, "init"),
    Case("init --from", "init --from starterscoaches", None, "init --from starterscoaches"),
    Case("check", "check"),
    Case("plan", "plan", ("check",)),
    Case("plan again", "plan", (*_PLANNED, close_first_day)),
    Case("allocate", "allocate", _PLANNED),
    Case("undo", "undo", _ALLOCATED, again=False),
    Case("ask", "ask ws", _PLANNED),
    Case("inventory", "inventory coaches/herfst --propose", _PLANNED, again=False),
    Case("invite", "invite coaches/herfst", _ALLOCATED),
    Case("invite --personal-feeds", "invite coaches/herfst --personal-feeds", _ALLOCATED),
    Case("invite --drafts", "invite coaches/herfst --drafts", _ALLOCATED),
    Case("invite --mark-sent", "invite --mark-sent", (*_ALLOCATED, "invite --all --drafts")),
    Case("invite replies", "invite replies {p}/answers", (*INVITED, answer_all)),
    Case("answer", "answer b.smit coaches/herfst no", INVITED),
    Case("agenda --to", "agenda coaches/herfst --to out/agendas/herfst.md", _PLANNED),
    Case("publish", "publish", _ALLOCATED),
    Case("status --ics", "status --ics", _ALLOCATED),
    Case("attendance", "attendance", (*INVITED, who_was_there), today="2026-11-30"),
    Case("purge", "purge --yes", (*INVITED, "answer b.smit coaches/herfst no"), today="2028-09-08"),
    Case(
        "next-year",
        "next-year {p}/../q",
        _ALLOCATED,
        then="next-year {p}/../q",
        today="2027-06-01",
        again=False,
    ),
    Case("invite --send", "invite coaches/herfst --send --yes", _ALLOCATED),
)


def write_project(folder: Path) -> None:
    """The small partnership in a folder."""
    for path, content in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")

"""The name of a project in; its files out, lived in: planned, placed, invited, answered, attended.

Together these hold every kind of file that leernet reads: the examples, the smallest wrong projects of
``tests/mistakes``, a small partnership, and that partnership with an export of a form, poll or calendar
program in the place of a file.
"""

import json
import tempfile
from functools import cache
from pathlib import Path

from typer.testing import CliRunner

from leernet.cli import app
from leernet.model.kept import record_of
from leernet.model.values import SchoolYear
from leernet.read.ledger import SENDING_FILE, read_ledger
from leernet.write.projects import example_files
from tests.faults_project import CASES, INVITED, answer_all, who_was_there, write_project
from tests.faults_run import tree
from tests.test_invite_mailbox import attribute, outlook, winmail

TODAY = "2026-09-08"
EXAMPLES = ("bsc-slb", "collegiale-coaching", "pos", "schoolopleiders", "starterscoaches", "studentworkshops")
SMALL = "small"
MISTAKES = Path(__file__).parent / "mistakes"
EXPORTS = Path(__file__).parent / "exports"
# What is beside a smallest wrong project and no part of it.
_BESIDE = ("expected.txt", "steps", "today")
_LIVED = ("plan --seconds 1", "allocate --seconds 1", "invite --all --drafts", "invite --mark-sent")
# An overlay for `plan --with`, beside the project; unknown files would be findings.
OVERLAY = "../wat-als.yaml"
_SMALL_HAS_TOO = {
    OVERLAY: b"schools:\n  de-eik:\n    host_seats: 20\nnetworks:\n  coaches:\n    weekdays: [di]\n",
    ".leernet/topics.json": b'{"coaches/herfst": {"gesprek": 2}}',
}
# Pairs with the wishes that were asked for, and answers to the form with which people join.
JOINING = f"{SMALL}, joining"
_JOINING = {
    "pairs.yaml": """\
networks:
  bezoek:
    title: Bij elkaar kijken
    facilitator: f.visser
    members: {members: [a.bakker, b.smit, n.vandam]}
    pairs:
      window: 2026-10-05..2027-05-21
      cycle: [{title: Voorgesprek, minutes: 20}, {title: Lesbezoek, minutes: 50}]
      wishes: {a.bakker: [b.smit], n.vandam: [a.bakker, b.smit]}
""",
    "members-nieuw.csv": """\
Id,Begintijd,Tijd van voltooien,E-mail,Naam,naam,e-mail,school,rol,werkdagen
1,9-8-2026 9:00,9-8-2026 9:05,anonymous,,Noor van Dam,n.vandam@kiem.example,De Els,coach,"ma, di"
2,9-8-2026 9:10,9-8-2026 9:12,t.elzinga@kiem.example,Tim Elzinga,,,De Eik,coach,di;do
""",
}
# Where a run was stopped while it wrote, and while it put in place what it had written.
_MARKS = {
    f"{SMALL}, writing": ".leernet/writing.json",
    f"{SMALL}, finishing": ".leernet/finishing.json",
}
_MARK = b'{"written": ["plan.yaml"], "removed": ["out/a.md"], "undone": ["plan", "2026-09-08", "plan.yaml"]}'


def _exports():
    """By name of a project, which file of the small one is what a program exported."""
    slots = {"calendars": "calendars/de-eik", "polls": "availability/coaches-lente", "exports": "choices/ws"}
    found = {}
    for path in sorted(EXPORTS.rglob("*.*")):
        slot = "members" if path.stem == "leden-2003" else slots[path.parent.name]
        found[f"{SMALL}, {path.parent.name} {path.name}"] = slot, path
    return found


EXPORTED = _exports()
AFTER_SMALL = (*EXPORTED, *_MARKS)
WRONG = tuple(sorted(folder.name for folder in MISTAKES.iterdir() if folder.is_dir()))


def leernet(folder, *arguments):
    """A command in this process."""
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", TODAY, *arguments])


def write(folder, files):
    """Put the files of a project in a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@cache
def files_of(name):
    """The files of a project, by path."""
    if name in EXPORTED:
        slot, path = EXPORTED[name]
        kept = {one: what for one, what in files_of(SMALL).items() if one.rpartition(".")[0] != slot}
        return {**kept, f"{slot}{path.suffix}": path.read_bytes()}
    if name == JOINING:
        return {**files_of(SMALL), **{path: text.encode() for path, text in _JOINING.items()}}
    if name in _MARKS:
        return {**files_of(SMALL), _MARKS[name]: _MARK}
    if name in WRONG:
        return {path: content for path, content in tree(MISTAKES / name).items() if path not in _BESIDE}
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "p"
        if name == SMALL:
            return _small(folder)
        write(folder, example_files(name))
        return _lived_in(folder)


def _lived_in(folder):
    """An example with a plan, placements, invitations that were sent, answers and lists of who was there."""
    for command in _LIVED:
        leernet(folder, *command.split())
    files = tree(folder)
    answers = {
        f"answers/{Path(path).name}": content.replace(b"METHOD:REQUEST", b"METHOD:REPLY")
        for path, content in files.items()
        if path.startswith("out/") and path.endswith((".eml", ".ics"))
    }
    return {**_own(files), **dict(sorted(answers.items())[:3]), **_attendance(files)}


def _own(files):
    return {path: content for path, content in files.items() if not path.startswith("out/")}


def _attendance(files):
    return {
        f"attendance/{Path(path).name.removeprefix('attendance-')}": content
        for path, content in files.items()
        if "/attendance-" in path
    }


def _small(folder):
    """The small partnership after everything that can be done with it."""
    write_project(folder)
    for command in (*INVITED, "publish", "invite --all --personal-feeds", "answer b.smit coaches/herfst no"):
        leernet(folder, *command.split())
    answer_all(folder)
    who_was_there(folder)
    files = tree(folder)
    sent = read_ledger(files, SchoolYear(2026))[0].sent
    reply = files["answers/0.ics"]
    mail = b"From: a.bakker@kiem.example\r\nTo: planning@kiem.example\r\nSubject: Ja\r\nIn-Reply-To: "
    mail += sent[0].message_id.encode() + b"\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n" + reply
    bounce = (
        b"From: MAILER-DAEMON@kiem.example\r\nContent-Type: multipart/report; report-type=delivery-status; "
    )
    bounce += (
        b"boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
    )
    bounce += (
        b"Final-Recipient: rfc822; b.smit@kiem.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x\r\n"
    )
    bounce += b"Content-Type: message/rfc822\r\n\r\nMessage-ID: " + sent[0].message_id.encode()
    bounce += b"\r\n\r\nHallo\r\n--x--\r\n"
    return {
        **_own(files),
        **_attendance(files),
        "out/site/data.json": files["out/site/data.json"],
        SENDING_FILE: _sending(sent),
        "answers/1.eml": mail,
        "answers/2.mbox": b"From x Wed Sep  2 10:00:00 2026\n"
        + mail
        + b"\nFrom y Wed Sep  2 10:00:00 2026\n"
        + bounce,
        "answers/3.emlx": b"%d\n%s<?xml version='1.0'?><plist></plist>" % (len(mail), mail),
        "answers/4.msg": outlook("IPM.Schedule.Meeting.Resp.Pos", **{"1000": "Graag"}),
        "answers/5.eml": winmail(attribute(0x0006800F, reply)),
        "answers/6.eml": bounce,
        **_SMALL_HAS_TOO,
    }


def _sending(sent):
    """What a run that was stopped while it sent had noted: one message may have arrived, one was refused."""
    note = {"messages": len(sent), "last": sent[-1].message_id, "doubtful": [record_of(sent[0])]}
    return json.dumps({**note, "failed": [["b.smit", "coaches/herfst"]]}).encode()


def warm():
    """Every command once in this process, so that its copies have everything imported."""
    with tempfile.TemporaryDirectory() as work:
        for number, case in enumerate(CASES):
            folder = Path(work) / str(number) / "p"
            write(folder, files_of(SMALL) if case.ready is not None else {})
            if "--send" not in case.arguments:
                leernet(folder, *case.arguments.format(p=folder).split())

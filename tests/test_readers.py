"""Every document has its reader in one table, and a mark in a personal field reaches no other reader."""

import csv
import io
import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

import leernet.commands.plan as planning
import leernet.files.writing as writing
from leernet.cli import app
from leernet.files import write_whole
from leernet.model.answers import ByHand
from leernet.model.choices import Answer, Placing
from leernet.model.inventory import Contribution
from leernet.model.ledger import Answered, Bounced
from leernet.model.year import Member
from leernet.model.year.people import Contact
from leernet.read.records import read_plan
from leernet.read.yamltext import read_yaml
from leernet.write.projects import example_files, example_names
from leernet.write.readers import DOCUMENTS, Reader, document_at, is_private
from tests.who_knows import PERSONAL, Knows

from .faults_project import CASES, write_project

TODAY = "2026-09-08"
COMMANDS = (
    "plan",
    "allocate",
    "invite --all --personal-feeds",
    "publish",
    "agenda --to out/agendas/year.html",
    "status --ics",
    "invite --all --drafts",
    "invite --mark-sent",
    "invite replies {p}/answers",
    "invite --all",
)
# Marked are so many members of each example.
MARKED = 3
# By the heading of a table what a mark is put around.
IN_TABLES = {
    "name": ("naam", "{was} {mark}"),
    "email": ("e-mail", "{mark}@kiem.example"),
    "phone": ("telefoon", "06 {mark}"),
    "also": ("ook", "{mark}@oud.example"),
    "deputy": ("plaatsvervanger", "{mark}@secretariaat.example"),
    "manager": ("leidinggevende", "m.{mark}"),
}


class Mark(NamedTuple):
    """Something planted in a field: whose it is, and which field of which class it is in."""

    subject: str
    model: str
    field: str


def leernet(folder, command, today=TODAY):
    words = command.format(p=folder).split()
    return CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", today, *words])


def with_marks(files):
    """The files of an example with marks in the personal fields of some members; the marks by their text."""
    marked, marks, instead = dict(files), {}, {}
    # Their address and name are for everybody: people turn to them.
    lines = re.findall(r"(?:facilitator|presenter): (.*)", b"".join(files.values()).decode(errors="replace"))
    known = {id for line in lines for id in re.findall(r"[\w.-]+", line)}
    for path, content in sorted(files.items()):
        if path == "members.csv":
            marked[path] = _marked_table(content.decode("utf-8-sig"), known, marks, instead).encode()
        elif path.endswith(".yaml") and "/" not in path:
            tree = read_yaml(path, content)[0].value
            if tree.get("members") or tree.get("schools"):
                _mark_members(tree, known, marks)
                _mark_contacts(tree, marks)
                marked[path] = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode()
    managers = [f"m.{text}" for text, mark in marks.items() if mark.field == "manager"]
    more = {id: {"name": f"Quirine {id}"} for id in managers}
    marked["managers.yaml"] = yaml.safe_dump({"members": more}).encode()
    for path in [path for path in marked if "/" in path and path.endswith(".csv")]:
        for was, now in instead.items():
            marked[path] = marked[path].replace(was.encode(), now.encode())
    for folder, column, around, model, field in (
        ("choices/", "leerdoel", "Ik wil {}", "Answer", "learning_goal"),
        ("inventory/", "meegenomen", "Naar huis: {}", "Contribution", "take_home"),
    ):
        for path in [path for path in files if path.startswith(folder)]:
            text = marked[path].decode("utf-8-sig")
            marked[path] = _with_a_column(text, column, around, model, field, marks).encode()
    return marked, marks


def _planted(marks, subject, model, field):
    text = f"q{len(marks)}{field.replace('_', '')}q"
    marks[text] = Mark(subject, model, field)
    return text


def _is_enough(marks):
    return len({mark.subject for mark in marks.values() if mark.model == "Member"}) >= MARKED


def _mark_members(tree, known, marks):
    for id, member in (tree.get("members") or {}).items():
        if _is_enough(marks) or not member.get("email") or id in known:
            continue
        for field, (_heading, around) in IN_TABLES.items():
            text = around.format(was=member.get(field), mark=_planted(marks, id, "Member", field))
            member[field] = [text] if field in ("also", "deputy") else text
        away = member.get("away") or []
        reason = _planted(marks, id, "Member", "away")
        own = {"from": "2026-11-12", "until": "2026-11-12", "reason": reason}
        member["away"] = [*(away if isinstance(away, list) else [away]), own]


def _mark_contacts(tree, marks):
    for id, school in (tree.get("schools") or {}).items():
        name, address = (_planted(marks, id, "Contact", field) for field in ("name", "email"))
        school["contact"] = {"name": f"Quirine {name}", "email": f"{address}@school.example"}


def _marked_table(text, known, marks, instead):
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    headings = [heading for heading, _around in IN_TABLES.values()]
    for row in rows:
        if _is_enough(marks) or not row["e-mail"] or row["id"] in known:
            continue
        for field, (heading, around) in IN_TABLES.items():
            was = row.get(heading) or ""
            row[heading] = around.format(was=was, mark=_planted(marks, row["id"], "Member", field))
            if was:
                instead[was] = row[heading]
    written = io.StringIO()
    table = csv.DictWriter(written, list(dict.fromkeys((*rows[0], *headings))), delimiter=";")
    table.writeheader()
    table.writerows(rows)
    return written.getvalue()


def _with_a_column(text, column, around, model, field, marks):
    """A table of what people wrote, with a column more."""
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    who = next(at for at, name in enumerate(rows[0]) if name in ("member", "E-mail", "E-mailadres"))
    cells = [around.format(_planted(marks, row[who], model, field)) for row in rows[1:]]
    written = io.StringIO()
    lines = ([*row, cell] for row, cell in zip(rows, [column, *cells], strict=True))
    csv.writer(written, delimiter=";").writerows(lines)
    return written.getvalue()


def answered(folder, marks):
    """Everybody who was invited declines, with a word of their own."""
    (folder / "answers").mkdir()
    for number, line in enumerate((folder / "sent.yaml").read_text(encoding="utf-8").splitlines()[2:40]):
        sent = json.loads(line.removeprefix("- "))
        comment = _planted(marks, sent["member"], "Answered", "comment")
        (folder / "answers" / f"{number}.ics").write_text(
            "BEGIN:VCALENDAR\nPRODID:-//Voorbeeld//NL\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\n"
            f"UID:{sent['uid']}\nDTSTAMP:20260908T090000Z\nSEQUENCE:0\nCOMMENT:{comment}\n"
            f"ATTENDEE;PARTSTAT=DECLINED:mailto:{sent['address']}\nEND:VEVENT\nEND:VCALENDAR\n"
        )


def attended(folder):
    """Everybody was at every meeting, as the sheets say that were made to be signed."""
    (folder / "attendance").mkdir(exist_ok=True)
    for reference in read_plan({"plan.yaml": (folder / "plan.yaml").read_bytes()})[0].meetings:
        name = reference.replace("/", "-")
        sheet = folder / "out" / "lists" / f"attendance-{name}.xlsx"
        rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python() if sheet.exists() else []
        names = dict.fromkeys(row[0] for row in rows[4:] if row and row[0])
        lines = "".join(f"{one};x\n" for one in names)
        (folder / "attendance" / f"{name}.csv").write_text(f"naam;aanwezig\n{lines}", encoding="utf-8")


def questions(folder):
    """Everything that people can be asked, what they said, and each first agenda."""
    for path in sorted(folder.glob("*.yaml")):
        read = read_yaml(path.name, path.read_bytes())[0]
        tree = read.value if read and isinstance(read.value, dict) else {}
        for network, about in (tree.get("networks") or {}).items():
            yield from (f"ask pairs {network}", f"ask sign-up {network}")
            for meeting in (about.get("meetings") or [])[:1]:
                for command in ("ask inventory {}", "inventory {} --propose", "agenda {} --json"):
                    yield command.format(f"{network}/{meeting['id']}")
        yield from (f"ask {series}" for series in tree.get("series") or {})


def partners_in(folder):
    """With whom each member is paired in the plan."""
    plan = read_plan({"plan.yaml": (folder / "plan.yaml").read_bytes()})[0]
    pairs = [pair for of_round in plan.pairs.values() for pair in of_round]
    return {
        member: {one for pair in pairs if member in pair for one in pair} for pair in pairs for member in pair
    }


def leaders_in(folder):
    """Who leads a workshop of the example: what is hoped for there is told to them."""
    written = b"".join(path.read_bytes() for path in folder.glob("*.yaml")).decode()
    return {
        id for line in re.findall(r"presenter: *\[?([^\]\n]*)", written) for id in re.split(r"[\s,]+", line)
    }


def told_by(text, marks):
    """The marks in a text."""
    return [mark for mark in marks if mark in text]


def strange_in(text, marks):
    """The marks in a text for who meets each other, that only others may know."""
    known = (Knows.EVERYBODY, Knows.TOGETHER)
    return [one for one in told_by(text, marks) if PERSONAL[marks[one].model][marks[one].field] not in known]


def crashed_with(folder, marks, monkeypatch):
    """The marks in a report of a mistake in leernet, which met all of them."""
    met = " ".join(marks)

    def fails(*_given, **_named):
        raise RuntimeError(met) from KeyError(met)

    with monkeypatch.context() as patched:
        patched.setattr(planning, "plan_what_fits", fails)
        result = leernet(folder, "plan")
    assert result.exit_code == 3
    return told_by(result.output + (folder / ".leernet" / "crash.log").read_text(encoding="utf-8"), marks)


def _may_know(mark, path, partners, leaders, shown_to_all):
    """Whether whoever a document is for may read what is in a field."""
    knows, of = PERSONAL[mark.model][mark.field], document_at(path).reader
    if knows is Knows.EVERYBODY or of is Reader.FACILITATOR:
        return True
    if of is not Reader.OWN:
        return of is Reader.TOGETHER and knows is Knows.TOGETHER
    reader = Path(path).name
    is_own = reader.startswith((mark.subject, f"host-{mark.subject}"))
    if is_own or knows is Knows.TOGETHER or (shown_to_all and mark.field == "email"):
        return knows is not Knows.PLANNER
    if knows is Knows.PARTNER:
        return reader.startswith(tuple(partners.get(mark.subject, ("-",))))
    return knows is Knows.LEADER and reader.startswith(tuple(leaders))


def strays(folder, marks):
    """Where a mark is read by somebody who may not know it."""
    partners, leaders = partners_in(folder), leaders_in(folder)
    definitions = b"".join(path.read_bytes() for path in folder.glob("*.yaml"))
    written = [file for file in sorted((folder / "out").rglob("*")) if file.is_file()]
    for file in written:
        path = file.relative_to(folder).as_posix()
        content = re.sub(rb"\r\n |=\r?\n", b"", file.read_bytes())
        shown_to_all = b"attendees: all" in definitions and path.startswith("out/invitations/")
        for text, mark in marks.items():
            if text in path:
                yield path, mark, "in its name"
            elif text.encode() in content and not _may_know(mark, path, partners, leaders, shown_to_all):
                yield path, mark, text


# With students and workshops, and with groups; the other examples hold the same fields.
QUICK = ("studentworkshops", "starterscoaches")


@pytest.mark.parametrize(
    "example",
    [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in example_names()],
)
def test_a_mark_in_a_personal_field_is_read_by_nobody_else(example, tmp_path, monkeypatch):
    files, marks = with_marks(example_files(example))
    write_whole(tmp_path, files)
    for command in COMMANDS:
        if "replies" in command:
            answered(tmp_path, marks)
        result = leernet(tmp_path, command)
        assert result.exit_code == 0, (command, result.stderr)
        if command == "plan":
            # As long as nobody has declined.
            attended(tmp_path)
    for command in list(questions(tmp_path)):
        result = leernet(tmp_path, command)
        if "--json" in command:
            assert (command, strange_in(result.stdout, marks)) == (command, [])
    for proposed in tmp_path.glob("workshops-*.yaml"):
        assert told_by(proposed.read_text(encoding="utf-8"), marks) == []
        proposed.unlink()
    assert leernet(tmp_path, "attendance", "2027-07-20").exit_code == 0
    assert crashed_with(tmp_path, marks, monkeypatch) == []
    written = [
        path.relative_to(tmp_path).as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    ]

    assert {path.split("/")[1] for path in written} >= {"ask", "certificates", "coverage.xlsx", "lists"}
    assert [path for path in written if document_at(path) is None] == []
    assert list(strays(tmp_path, marks)) == []
    modes = {path: (tmp_path / path).stat().st_mode & 0o077 for path in written if is_private(path)}
    assert {path: mode for path, mode in modes.items() if mode} == {}


@pytest.mark.parametrize("model", [Member, Contact, Answer, Placing, Contribution, ByHand, Answered, Bounced])
def test_every_field_about_a_person_says_who_may_know_it(model):
    fields = getattr(model, "model_fields", None) or model.__struct_fields__

    assert sorted(PERSONAL[model.__name__]) == sorted(fields)


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """The project after these steps, made once from the one a step behind; for None an empty folder."""

    @cache
    def after(steps):
        folder = tmp_path_factory.mktemp("ready") / "p"
        if not steps:
            folder.mkdir()
            if steps is not None:
                write_project(folder)
            return folder
        shutil.copytree(after(steps[:-1]), folder)
        steps[-1](folder) if callable(steps[-1]) else leernet(folder, steps[-1])
        return folder

    return after


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_whatever_a_command_writes_is_in_the_table(case, ready, tmp_path, monkeypatch):
    """Asked of what says for each file that is written whether it is private."""
    seen = []

    def noted(path):
        seen.append(path)
        return is_private(path)

    folder = shutil.copytree(ready(case.ready), tmp_path / "p")
    monkeypatch.setattr(writing, "is_private", noted)
    leernet(folder, case.arguments, case.today)

    assert seen != []
    assert [path for path in seen if document_at(path) is None] == []


def test_every_command_that_writes_has_a_use_here():
    names = {command.name or command.callback.__name__ for command in app.registered_commands}

    # ``demo`` is these, one after the other.
    reads = {"schema", "explain", "demo"}
    assert names - reads == {case.arguments.split()[0] for case in CASES}


def test_the_first_kind_that_fits_is_reached_by_some_path():
    samples = [re.sub(r"\[0-9a-f\]", "0", kind.pattern).replace("*", "x") for kind in DOCUMENTS]

    assert [document_at(sample) for sample in samples] == list(DOCUMENTS)

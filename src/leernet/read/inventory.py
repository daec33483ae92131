"""The files of ``inventory/``, own columns or a form's export, in; what people bring to each meeting out."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from leernet.catalogue import inventory as rules
from leernet.catalogue.choices import ANONYMOUS_ANSWER, NEITHER_YES_NOR_NO
from leernet.finding import Finding, Place
from leernet.model.inventory import Contribution, Inventories
from leernet.model.plain import plain
from leernet.model.plan import Plan, meeting_reference
from leernet.model.values import truth_from_text
from leernet.model.year import Meeting, Network, Year
from leernet.read.about import About, files_about
from leernet.read.choice_findings import unknown_member
from leernet.read.choice_yaml import choices_as_table
from leernet.read.form_export import COMPLETED, OF_THE_FORM
from leernet.read.near import nearest
from leernet.read.respondents import Respondents, names_somebody
from leernet.read.table import Known, Table, read_tables
from leernet.read.timestamps import timestamps

# Headings of our own columns and fixed headings of forms, compared as `plain` text.
_FIXED = {
    "member": ("member", "lid", "deelnemer", "email", "emailaddress", "emailadres", "username"),
    "name": ("name", "naam", "fullname", "volledigenaam"),
    "question": ("question", "vraag"),
    "case": ("case", "casus"),
    "practice": ("practice", "goodpractice", "praktijkvoorbeeld"),
    "topic": ("topic", "onderwerp", "thema"),
    "take_home": ("takehome", "tookhome", "meenaarhuis", "meegenomen"),
    "leads": ("leads", "leidt", "workshopleider"),
    "named": ("named", "genoemd"),
    "answered_at": ("answeredat", *COMPLETED),
}
# What a question asks for, told by its words; the first that fits counts, as "which question do you bring"
# and "would you lead a workshop about it" hold the words of others too.
_ASKED = (
    ("take_home", re.compile(r"\bnaar huis\b|\bhome\b", re.IGNORECASE)),
    ("leads", re.compile(r"\b(?:leiden|leid|geven|geef|verzorgen|verzorg|lead|host|give)\b", re.IGNORECASE)),
    ("named", re.compile(r"\bmag(?:en)?\b.*\bna(?:am|men)\b|\bnoemen\b|\bmay\b.*\bname", re.IGNORECASE)),
    ("case", re.compile(r"\bcas(?:us(?:sen)?|es?)\b", re.IGNORECASE)),
    ("practice", re.compile(r"practice|praktijk|voorbeeld|example", re.IGNORECASE)),
    ("topic", re.compile(r"onderwerp|thema|topic|theme|subject", re.IGNORECASE)),
    ("question", re.compile(r"\bvra(?:ag|gen)\b|question", re.IGNORECASE)),
)
_TEXTS = ("question", "case", "practice", "topic", "take_home")


def read_inventories(
    year: Year, plan: Plan, files: Mapping[str, bytes], people: Respondents
) -> tuple[Inventories, tuple[Finding, ...]]:
    """What was collected for each meeting, and every row and file that could not be used.

    ``inventory/<network>-<meeting>.*`` is about that meeting. A row of ``inventory/<network>.*`` belongs to
    the first meeting on or after the day it was answered, without a day to the first of the year.

    Args:
        plan: dates of meetings; where it has none, the end of a meeting's window counts.
        files: everything in the project.
        people: how the members of the year may be called.
    """
    collected: dict[str, list[Contribution]] = {}
    findings: list[Finding] = []
    for file in sorted(files):
        if not file.startswith("inventory/"):
            continue
        about = _about(year, file)
        if isinstance(about, Finding):
            findings.append(about)
            continue
        rows, found = _read(file, files[file], people)
        findings += found
        for row in rows:
            reference = _meeting_of(about, plan, row)
            if reference is None:
                findings.append(rules.INVENTORY_AFTER_THE_YEAR.at(row.place, network=about.network.id))
            else:
                collected.setdefault(reference, []).append(row)
    return {reference: tuple(rows) for reference, rows in sorted(collected.items())}, tuple(findings)


def _about(year: Year, file: str) -> About | Finding:
    path = PurePosixPath(file)
    names = files_about(year)
    known = names.get(path.stem.casefold(), [])
    if len(path.parts) == 2 and len(known) == 1:
        return known[0]
    if len(path.parts) > 2:
        mend = rules.ONLY_IN_THE_FOLDER()
    elif len(known) > 1:
        mend = rules.NAME_FITS_TWO()
    elif meant := nearest(path.stem.casefold(), names):
        mend = rules.DID_YOU_MEAN_FILE(other=f"inventory/{meant}{path.suffix}")
    else:
        mend = rules.NAME_IT_AFTER()
    return rules.INVENTORY_OF_NOTHING.at(Place(file), mend, file=file)


def _meeting_of(about: About, plan: Plan, row: Contribution) -> str | None:
    """The meeting a row belongs to; None when it was answered after the last."""
    network = about.network
    if about.meeting is not None:
        return meeting_reference(network.id, about.meeting.id)
    days = sorted((_day_of(plan, network, meeting), meeting.id) for meeting in network.meetings)
    answered = date.min if row.answered_at is None else row.answered_at.date()
    return next((meeting_reference(network.id, id) for day, id in days if day >= answered), None)


def _day_of(plan: Plan, network: Network, meeting: Meeting) -> date:
    planned = plan.meetings.get(meeting_reference(network.id, meeting.id))
    if planned is not None:
        return planned.day
    return meeting.date or (meeting.window.last if meeting.window else date.max)


class _Reader(Struct):
    """One table while it is read."""

    table: Table
    columns: Mapping[str, int]
    people: Respondents
    findings: list[Finding] = []

    def cell(self, row: int, role: str) -> str:
        column = self.columns.get(role)
        return "" if column is None else self.table.rows[row][column]

    def place(self, row: int, role: str) -> Place:
        return self.table.place(row, self.columns.get(role))


def _read(
    file: str, content: bytes, people: Respondents
) -> tuple[tuple[Contribution, ...], tuple[Finding, ...]]:
    tables, odd = _tables(file, content)
    read = [_of_table(table, people) for table in tables]
    rows = tuple(row for found, _findings in read for row in found)
    findings = tuple(finding for _found, found in read for finding in found)
    if tables and not rows and all(one.rule == rules.INVENTORY_COLUMNS_UNUSED.name for one in findings):
        findings = (*findings, rules.EMPTY_INVENTORY.at(Place(file)))
    return rows, (*odd, *findings)


def _tables(file: str, content: bytes) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """The tables of a file; where no row has headings that are known, its first row is taken for them."""
    if file.casefold().endswith((".yaml", ".yml")):
        table, odd = choices_as_table(file, content)
        return (() if table is None else (table,)), odd
    found = read_tables(file, content, _known)
    found = found if found.tables else read_tables(file, content)
    return found.tables, found.findings


def _known(_sheet: str | None, heading: str) -> Known:
    name = plain(heading)
    if name in OF_THE_FORM or any(name in headings for headings in _FIXED.values()):
        return Known.SURE
    return Known.MAYBE if any(words.search(heading) for _role, words in _ASKED) else Known.NO


def _of_table(table: Table, people: Respondents) -> tuple[tuple[Contribution, ...], tuple[Finding, ...]]:
    columns, about_columns = _columns(table)
    if not columns.keys() & {"member", "name"}:
        return (), (*about_columns, rules.INVENTORY_WITHOUT_MEMBERS.at(table.heading_place()))
    reader = _Reader(table, columns, people)
    rows = tuple(_rows(reader))
    return rows, (*about_columns, *reader.findings)


def _columns(table: Table) -> tuple[Mapping[str, int], tuple[Finding, ...]]:
    """What each column is for; the first of two for one thing, and what is unused is told."""
    columns = table.columns(_FIXED)
    unused: list[str] = []
    for column, heading in enumerate(table.heading):
        if column in columns.values() or plain(heading) in OF_THE_FORM or not heading:
            continue
        role = next((role for role, words in _ASKED if words.search(heading)), None)
        if role is None or role in columns:
            unused.append(heading)
        else:
            columns[role] = column
    if not unused:
        return columns, ()
    headings = tuple(f"'{heading}'" for heading in unused)
    return columns, (rules.INVENTORY_COLUMNS_UNUSED.at(table.heading_place(), headings=headings),)


def _rows(reader: _Reader) -> Iterator[Contribution]:
    table = reader.table
    when = reader.columns.get("answered_at")
    times = (
        timestamps([row[when] for row in table.rows], day_first=True)
        if when is not None
        else (None,) * len(table.rows)
    )
    seen: set[tuple[object, ...]] = set()
    for row in range(len(table.rows)):
        member = _member(reader, row)
        if member is None:
            continue
        texts = {role: " ".join(reader.cell(row, role).split()) for role in _TEXTS}
        leads = tuple(_leaders(reader, row, member))
        if not any(texts.values()):
            # In a workbook with everybody's name filled in, an empty row is nobody's answer.
            if times[row] is not None:
                reader.findings.append(rules.NOTHING_BROUGHT.at(table.place(row), member=member))
            continue
        key = (member, *texts.values(), leads)
        # A form sent twice is one answer.
        if key in seen:
            continue
        seen.add(key)
        named = _truth(reader, row, "named")
        yield Contribution(
            table.place(row), member, leads=leads, named=named, answered_at=times[row], **texts
        )


def _member(reader: _Reader, row: int) -> str | None:
    written = [
        (role, text) for role in ("member", "name") if names_somebody(text := reader.cell(row, role).strip())
    ]
    if not written:
        reader.findings.append(ANONYMOUS_ANSWER.at(reader.table.place(row)))
        return None
    role, text = written[0]
    found = next((member for _role, one in written if (member := reader.people.find(one))), None)
    if found is None:
        reader.findings.append(unknown_member(reader.place(row, role), text, reader.people))
    return found


def _leaders(reader: _Reader, row: int, member: str) -> Iterator[str]:
    """Who offers to lead: "yes" is the one who answers, an id or a name that member."""
    cell = reader.cell(row, "leads").strip()
    if not cell:
        return
    offers = _yes_or_no(cell)
    if offers is not None:
        yield from (member,) * offers
        return
    for part in re.split(r"[;,]", cell):
        leader = reader.people.find(part.strip())
        if leader is None:
            meant = reader.people.meant(part)
            mend = rules.DID_YOU_MEAN_MEMBER(other=meant) if meant else rules.WRITE_A_LEADER()
            reader.findings.append(
                rules.UNKNOWN_LEADER.at(reader.place(row, "leads"), mend, text=part.strip())
            )
        else:
            yield leader


def _truth(reader: _Reader, row: int, role: str) -> bool:
    cell = reader.cell(row, role).strip()
    answer = _yes_or_no(cell) if cell else False
    if answer is None:
        reader.findings.append(NEITHER_YES_NOR_NO.at(reader.place(row, role), text=cell))
    return bool(answer)


def _yes_or_no(cell: str) -> bool | None:
    """What a cell answers; None where it is neither."""
    try:
        return truth_from_text(cell)
    except ValueError:
        return None

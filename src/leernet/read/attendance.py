"""The sheets of ``attendance/``, filled in, in; who was at what, and findings, out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from leernet.catalogue import attendance as rules
from leernet.finding import Finding, Place
from leernet.model.attended import AttendanceRecord, FilledSheet, there_by_occasion
from leernet.model.plain import bare_words, plain
from leernet.model.plan import file_name
from leernet.model.selection import school_name
from leernet.model.values import SchoolYear
from leernet.model.view import Occasion
from leernet.model.year import Year
from leernet.read.near import nearest
from leernet.read.records import named_year, read_record
from leernet.read.respondents import Respondents, respondents
from leernet.read.table import Known, Table, read_tables

_FOLDER = "attendance"
# Of each column its headings, compared as `plain` text: those of our own sheets, and what people write.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "member": ("member", "lid", "deelnemer", "naam", "name", "email", "emailadres"),
    "present": ("present", "aanwezig", "signature", "handtekening", "paraaf", "waser", "attended"),
    "what": ("meeting", "bijeenkomst", "visit", "bezoek", "occasion", "workshop", "wat", "what"),
    "school": ("school", "organisatie", "organisation", "schoolororganisation"),
}
# Words that say that somebody was not there, and those that say nothing.
_ABSENT = frozenset(
    ("nee", "no", "n", "0", "false", "onwaar", "niet", "not", "afwezig", "absent", "ziek", "sick", "afgemeld")
)
_ABSENT_MARKS = frozenset("-–—✗✘❌✖")
_DOUBT = frozenset(("misschien", "maybe", "perhaps", "onbekend", "unknown"))


class _Names(Struct, frozen=True):
    """What a file, a sheet or a row may be about.

    Attributes:
        day: the first day of each occasion, by reference.
        visits: the visits of ``network/round/visitor``.
        stems: how a file about one occasion is called, without case.
        circles: how a file about several is called: after a network, a series, or our own signing sheets.
    """

    day: Mapping[str, date]
    visits: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, str]
    circles: frozenset[str]

    def occasions(self, text: str) -> tuple[str, ...]:
        """The occasions that a reference means, as people and as our own sheets write it."""
        written = text.strip().casefold()
        return self.visits.get(written) or ((self.stems[written],) if written in self.stems else ())


def _names(year: Year, occasions: Iterable[Occasion]) -> _Names:
    day, stems = {}, {}
    visits: dict[str, tuple[str, ...]] = {}
    for one in occasions:
        day[one.reference] = one.view.day
        for name in (one.reference, file_name(one.reference)):
            stems[name.casefold()] = one.reference
        if one.kind == "visit":
            by = one.reference.partition("--")[0]
            for name in (by, file_name(by)):
                visits[name.casefold()] = (*visits.get(name.casefold(), ()), one.reference)
    circles = {name.casefold() for id in (*year.networks, *year.series) for name in (id, f"{id}-signing")}
    return _Names(day, visits, stems, frozenset(circles))


class _Reader(Struct):
    """One table while it is read.

    Attributes:
        about: the occasions that the whole sheet is about; none where each row says its own.
    """

    year: Year
    table: Table
    columns: Mapping[str, int]
    about: tuple[str, ...]
    names: _Names
    people: Respondents
    findings: list[Finding] = []
    there: dict[str, set[str]] = {}
    guests: list[int] = []

    def cell(self, row: int, column: str) -> str:
        return self.table.rows[row][self.columns[column]] if column in self.columns else ""

    def place(self, row: int, column: str) -> Place:
        return self.table.place(row, self.columns.get(column))


def read_attendance(
    year: Year, occasions: Iterable[Occasion], today: date, files: Mapping[str, bytes]
) -> tuple[tuple[FilledSheet, ...], tuple[Finding, ...]]:
    """The sheets that were filled in, and every file, sheet and row that could not be used.

    What a sheet is about is told by its rows, else by the small line above the heading of our own sheets,
    else by the name of the file.

    Args:
        occasions: everything that has a date.
        files: everything in the project.
    """
    found = tuple(occasions)
    names, people = _names(year, found), respondents(tuple(year.members.values()))
    sheets: list[FilledSheet] = []
    findings: list[Finding] = []
    for file in sorted(files):
        if not file.startswith(f"{_FOLDER}/"):
            continue
        if file.count("/") > 1:
            findings.append(rules.ATTENDANCE_OF_NOTHING.at(Place(file), rules.SHEETS_ONLY_HERE(), file=file))
            continue
        read = read_tables(file, files[file], _heading)
        findings += read.findings
        # The other sheets of a workbook may be about something else, as who does not come.
        signed = [table for table in read.tables if _is_signed(table.columns(_COLUMNS))]
        if read.tables and not signed:
            findings.append(rules.ATTENDANCE_COLUMNS.at(read.tables[0].heading_place()))
        for table in signed:
            filled, odd = _sheet(year, table, names, people, today)
            sheets += filled
            findings += odd
    findings += _told(found, sheets)
    return tuple(sheets), tuple(findings)


def _heading(_sheet: str | None, cell: str) -> Known:
    return Known.SURE if any(plain(cell) in names for names in _COLUMNS.values()) else Known.NO


def _is_signed(columns: Mapping[str, int]) -> bool:
    return "present" in columns and bool(columns.keys() & {"member", "what"})


def _sheet(
    year: Year, table: Table, names: _Names, people: Respondents, today: date
) -> tuple[list[FilledSheet], list[Finding]]:
    columns = table.columns(_COLUMNS)
    about, odd = _about(table, names)
    if odd is not None and "what" not in columns:
        return [], [odd]
    reader = _Reader(year, table, columns, about, names, people)
    _read_rows(reader, today)
    if not reader.there and not reader.findings:
        reader.findings.append(rules.NOBODY_SIGNED.at(table.heading_place()))
    if reader.guests:
        rows = [table.numbers[row] for row in reader.guests]
        guests = rules.GUESTS_SIGNED.at(table.place(reader.guests[0]), count=len(rows))
        reader.findings.append(guests.with_rows(rows))
    filled = [
        FilledSheet(table.heading_place(), reference, frozenset(members))
        for reference, members in sorted(reader.there.items())
    ]
    return filled, reader.findings


def _about(table: Table, names: _Names) -> tuple[tuple[str, ...], Finding | None]:
    """What a whole sheet is about; a finding where nothing says so."""
    for cell in table.above:
        if known := names.occasions(cell):
            return known, None
        if re.fullmatch(r"[^\s/]+(/[^\s/]+){1,3}", cell.strip()):
            return (), _no_occasion(table.heading_place(), cell.strip(), names)
    stem = PurePosixPath(table.file).stem.casefold()
    stem = stem if stem in names.stems else stem.removeprefix("attendance-")
    if known := names.occasions(stem):
        return known, None
    meant = nearest(stem, (*names.stems, *names.circles))
    suffix = PurePosixPath(table.file).suffix
    is_near = meant is not None and "/" not in meant and meant != stem
    mend = rules.DID_YOU_MEAN_SHEET(other=f"{_FOLDER}/{meant}{suffix}") if is_near else rules.SAY_OF_WHAT()
    return (), rules.ATTENDANCE_OF_NOTHING.at(table.heading_place(), mend, file=table.file)


def _no_occasion(place: Place, text: str, names: _Names) -> Finding:
    meant = nearest(text, (*names.day, *(one for one in names.visits if "/" in one)))
    mend = rules.DID_YOU_MEAN_OCCASION(other=meant) if meant else rules.WRITE_AN_OCCASION()
    return rules.ATTENDANCE_OF_NO_OCCASION.at(place, mend, text=text)


def _read_rows(reader: _Reader, today: date) -> None:
    early: set[str] = set()
    for row in range(len(reader.table.rows)):
        about = _of_row(reader, row)
        for reference in about:
            day = reader.names.day[reference]
            if day > today and reference not in early and reader.cell(row, "present"):
                early.add(reference)
                reader.findings.append(
                    rules.ATTENDANCE_TOO_EARLY.at(reader.place(row, "present"), occasion=reference, day=day)
                )
        about = tuple(one for one in about if reader.names.day[one] <= today)
        if about and _was_there(reader, row):
            _add(reader, row, about)


def _of_row(reader: _Reader, row: int) -> tuple[str, ...]:
    written = reader.cell(row, "what")
    if not written:
        return reader.about
    known = reader.names.occasions(written)
    if not known:
        reader.findings.append(_no_occasion(reader.place(row, "what"), written, reader.names))
    return known


def _was_there(reader: _Reader, row: int) -> bool:
    """Whether a row says that somebody was there; ja, a mark and initials say so."""
    text = reader.cell(row, "present").strip()
    words = set(bare_words(text))
    broken = (row, reader.columns["present"]) in reader.table.broken
    if broken or "?" in text or words & _DOUBT:
        who = reader.cell(row, "member") or reader.cell(row, "what")
        reader.findings.append(
            rules.ATTENDANCE_UNCLEAR.at(reader.place(row, "present"), text=text, member=who)
        )
        return False
    return bool(text) and not words & _ABSENT and not set(text) <= _ABSENT_MARKS


def _add(reader: _Reader, row: int, about: tuple[str, ...]) -> None:
    name = reader.cell(row, "member").strip()
    visits = [one for one in about if "--" in one]
    for visit in visits:
        # What took place, took place for both.
        pair = visit.rpartition("/")[2].split("--")
        reader.there.setdefault(visit, set()).update(one for one in pair if one in reader.year.members)
    if visits or not name:
        return
    member = reader.people.find(name) or _at_school(reader, name, reader.cell(row, "school"))
    if member is not None:
        for reference in about:
            reader.there.setdefault(reference, set()).add(member)
    elif reader.people.shared(name) or reader.people.meant(name):
        meant = reader.people.meant(name)
        mend = rules.DID_YOU_MEAN_ATTENDEE(other=meant) if meant else rules.ADD_THEIR_SCHOOL()
        reader.findings.append(rules.UNKNOWN_ATTENDEE.at(reader.place(row, "member"), mend, text=name))
    else:
        reader.guests.append(row)
        for reference in about:
            reader.there.setdefault(reference, set())


def _at_school(reader: _Reader, name: str, school: str) -> str | None:
    """Of several with one name the one at this school."""
    found = [
        member.id
        for member in reader.year.members.values()
        if plain(member.name) == plain(name)
        and plain(school_name(reader.year, member.school) if member.school else member.organisation)
        == plain(school)
    ]
    return found[0] if school and len(found) == 1 else None


def _told(occasions: Iterable[Occasion], sheets: Iterable[FilledSheet]) -> Iterator[Finding]:
    """How each occasion of which a sheet came back went."""
    by_reference = {one.reference: one for one in occasions}
    there = there_by_occasion(sheets)
    places = {sheet.occasion: sheet.place for sheet in sheets}
    for reference, people in there.items():
        expected = {guest.member for guest in by_reference[reference].guests}
        others = len(people - expected)
        yield rules.ATTENDANCE_READ.at(
            places[reference],
            occasion=reference,
            there=len(people & expected),
            count=len(expected),
            others=rules.NOT_EXPECTED(count=others) if others else "",
        )


def attendance_file(school_year: SchoolYear) -> str:
    """Where a later year finds who was at what, relative to the project."""
    return f"history/{school_year}/attendance.yaml"


def attendance_history(
    files: Mapping[str, bytes], school_year: SchoolYear
) -> tuple[tuple[AttendanceRecord, ...], tuple[Finding, ...]]:
    """Who was at what in the years before this one, and what is wrong with these records."""
    records: list[AttendanceRecord] = []
    findings: list[Finding] = []
    for file in sorted(files):
        path = PurePosixPath(file)
        if not path.match("history/*/attendance.yaml") or named_year(path.parent.name) is None:
            continue
        record, _places, found = read_record(AttendanceRecord, file, files[file])
        findings += found
        if record is not None and record.school_year.starts_in < school_year.starts_in:
            records.append(record)
    return tuple(records), tuple(findings)

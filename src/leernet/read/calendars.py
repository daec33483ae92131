"""Year calendars of schools and organisations in; the days on which each is closed, with what closes it, out.

Words in ``data/closing-words.json`` tell which entries close a school or a college: those with a word of
``closed`` in their title and none of ``open``. One with a word of ``part`` closes a part of a day only, which
is not used. Entries with a time close a day that they fill for at least four hours.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files as resource_files
from pathlib import PurePosixPath

from msgspec import Struct
from pydantic_core import PydanticCustomError

from leernet.catalogue import calendars as rules
from leernet.catalogue.tables import TOO_LARGE_A_CALENDAR
from leernet.finding import Finding, Place
from leernet.model.limits import MOST_BYTES_OF_A_CALENDAR
from leernet.model.plain import plain
from leernet.model.values import Days, day_from_text, id_of
from leernet.model.year import Organisation, School, Year
from leernet.read.calendar_events import CalendarEvent, events_in
from leernet.read.near import nearest
from leernet.read.table import Known, Table, is_table, read_tables
from leernet.words import first_of

_SATURDAY = 5
# A shorter entry leaves so much of a day that people can be asked for it.
_FILLS_A_DAY = timedelta(hours=4)
_TOLD = 5


class ClosedDays(Struct, frozen=True):
    """Days closed by an entry of a calendar, and what it is called."""

    days: Days
    title: str


def with_calendars(year: Year, files: Mapping[str, bytes | str]) -> tuple[Year, tuple[Finding, ...]]:
    """The year with the days that calendars close, and what there is to know of these.

    What a school says itself under ``open`` stays open. An organisation may be one that only members name.
    """
    findings: list[Finding] = []
    schools, organisations = dict(year.schools), dict(year.organisations)
    read: dict[str, str] = {}
    for file in sorted(files):
        if not file.startswith("calendars/"):
            continue
        owner = _owner_of(year, file)
        if isinstance(owner, Finding):
            findings.append(owner)
            continue
        called = owner.name or owner.id
        if called in read:
            findings.append(rules.TWO_CALENDARS.at(Place(file), file=read[called], school=called))
            continue
        read[called] = file
        closings, found = _closings(year, called, file, _bytes(files[file]))
        findings += found
        opened = owner.open if isinstance(owner, School) else ()
        days = (part for one in closings for part in _without(one, opened))
        closed = {"closed": (*owner.closed, *days)}
        if isinstance(owner, School):
            schools[owner.id] = owner.model_copy(update=closed)
        else:
            organisations[owner.id] = owner.model_copy(update=closed)
    if not read:
        return year, tuple(findings)
    changed = year.model_copy(update={"schools": schools, "organisations": organisations})
    return changed, tuple(findings)


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _owner_of(year: Year, file: str) -> School | Organisation | Finding:
    path = PurePosixPath(file)
    owners: tuple[School | Organisation, ...] = (
        *year.schools.values(),
        *year.organisations.values(),
        *_named_by_members(year),
    )
    called: dict[str, School | Organisation] = {plain(owner.id): owner for owner in reversed(owners)}
    for owner in owners:
        called.setdefault(plain(owner.name), owner)
    found = called.get(plain(path.stem))
    if found is None:
        meant = nearest(path.stem, [owner.id for owner in owners])
        mend = (
            rules.OTHER_CALENDAR(other=f"calendars/{meant}{path.suffix}")
            if meant
            else rules.NAME_A_CALENDAR()
        )
        return rules.CALENDAR_OF_NOBODY.at(Place(file), mend, file=file)
    if path.suffix.casefold() != ".ics" and not is_table(file):
        return rules.CALENDAR_OF_ANOTHER_KIND.at(Place(file), file=file)
    return found


def _named_by_members(year: Year) -> tuple[Organisation, ...]:
    """The organisations that only members name, each with an id made of its name."""
    defined = {
        called.casefold() for one in year.organisations.values() for called in (one.id, one.name) if called
    }
    names = sorted({member.organisation for member in year.members.values() if member.organisation})
    return tuple(
        Organisation(id=id_of(name), name=name)
        for name in names
        if name.casefold() not in defined and id_of(name)
    )


def _closings(
    year: Year, called: str, file: str, content: bytes
) -> tuple[tuple[ClosedDays, ...], tuple[Finding, ...]]:
    within = year.school_year.days
    place = Place(file)
    if len(content) > MOST_BYTES_OF_A_CALENDAR and not is_table(file):
        return (), (TOO_LARGE_A_CALENDAR.at(place, megabytes=MOST_BYTES_OF_A_CALENDAR // 2**20),)
    if is_table(file):
        events, odd = _table_events(file, content)
    else:
        found = events_in(content, within)
        events = found.events
        odd = tuple(rules.NO_DATE_IN_ENTRY.at(Place(file, line), text=text) for line, text in found.broken)
    if odd and not events:
        return (), odd
    inside = [event for event in events if event.last >= within.first and event.first <= within.last]
    if not inside:
        return (), (*odd, rules.NO_ENTRIES.at(place, school_year=str(year.school_year)))
    closings = tuple(ClosedDays(Days(one.first, one.last), one.title) for one in inside if _closes(one))
    days = {day for one in closings for day in one.days if day in within and day.weekday() < _SATURDAY}
    findings = [
        *odd,
        rules.CALENDAR_READ.at(place, school=called, count=len(days), entries=_entries(closings)),
    ]
    left = [one.title for one in inside if not _closes(one)]
    if left:
        findings.append(rules.NOT_UNDERSTOOD.at(place, count=len(left), entries=_titles(left)))
    return closings, tuple(findings)


def _without(closing: ClosedDays, opened: tuple[Days, ...]) -> Iterator[Days]:
    """The days of an entry but those on which the school says that it is open, in rows."""
    first: date | None = None
    for day in closing.days:
        if any(day in days for days in opened):
            if first is not None:
                yield Days(first, day - timedelta(days=1), closing.title)
            first = None
        elif first is None:
            first = day
    if first is not None:
        yield Days(first, closing.days.last, closing.title)


def _table_events(file: str, content: bytes) -> tuple[tuple[CalendarEvent, ...], tuple[Finding, ...]]:
    found = events_in_table(file, content)
    if found is None:
        return (), (rules.NO_COLUMNS.at(Place(file)),)
    events, broken, odd = found
    return events, (*odd, *(rules.NO_DATE_IN_ROW.at(place, text=text) for place, text in broken))


def _entries(closings: Iterable[ClosedDays]) -> tuple[str, ...]:
    """What closes which days: the first few entries, those with one title together."""
    days: dict[str, list[str]] = {}
    for one in closings:
        days.setdefault(one.title, []).append(str(one.days))
    return _titles(f"{title} ({', '.join(first_of(own, _TOLD))})" for title, own in days.items())


def _titles(titles: Iterable[str]) -> tuple[str, ...]:
    """The first few different titles, in order of time."""
    return first_of(list(dict.fromkeys(titles)), _TOLD) or ("-",)


def _closes(event: CalendarEvent) -> bool:
    """Whether the school is closed for the whole of these days, as far as the title says."""
    words = _words()
    title = " ".join(event.title.casefold().split())
    if words["open"].search(title) or not words["closed"].search(title):
        return False
    if event.first != event.last:
        return True
    if event.time is not None:
        start, end = event.time
        return datetime.combine(date.min, end) - datetime.combine(date.min, start) >= _FILLS_A_DAY
    return not words["part"].search(title)


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    written = json.loads((resource_files("leernet") / "data" / "closing-words.json").read_text("utf-8"))
    return {kind: re.compile(rf"\b(?:{'|'.join(words)})\b") for kind, words in written.items()}


# Headings, compared as `plain` text.
_FIRST = (
    *("datum", "date", "dag", "van", "vanaf", "begin", "start", "startdatum", "begindatum", "eerstedag"),
    "from",
)
_LAST = ("totenmet", "tm", "tot", "einde", "eind", "end", "einddatum", "laatstedag", "until", "to")
_TITLE = (
    *("omschrijving", "titel", "wat", "activiteit", "onderwerp", "naam", "vakantie", "bijzonderheden"),
    *("reden", "description", "title", "summary", "event", "reason", "what"),
)
# Excel writes a time behind a day where nobody asked for one.
_TIME_BEHIND = re.compile(r"(?<=-\d\d)[ T].*")
_UNTIL = re.compile(r"\s*(?:\bt/?m\b\.?|\btot en met\b|\buntil\b|\.\.|–|—| - )\s*", re.IGNORECASE)


def events_in_table(
    file: str, content: bytes
) -> tuple[tuple[CalendarEvent, ...], tuple[tuple[Place, str], ...], tuple[Finding, ...]] | None:
    """The entries, the cells that should be a date and are none, and what is odd about the table.

    Returns:
        None where no column holds dates or none says what happens.
    """
    found = read_tables(file, content, _known)
    events: list[CalendarEvent] = []
    broken: list[tuple[Place, str]] = []
    used = False
    for table in found.tables:
        columns = _columns(table)
        if columns is None:
            continue
        used = True
        for row in range(len(table.rows)):
            _read_row(table, columns, row, events, broken)
    return (tuple(events), tuple(broken), found.findings) if used else None


def _known(_sheet: str | None, cell: str) -> Known:
    return Known.SURE if plain(cell) in (*_FIRST, *_LAST, *_TITLE) else Known.NO


def _columns(table: Table) -> tuple[int, int | None, int] | None:
    found = table.columns({"first": _FIRST, "last": _LAST, "title": _TITLE})
    return (found["first"], found.get("last"), found["title"]) if {"first", "title"} <= found.keys() else None


def _read_row(
    table: Table,
    columns: tuple[int, int | None, int],
    row: int,
    events: list[CalendarEvent],
    broken: list[tuple[Place, str]],
) -> None:
    first_column, last_column, title_column = columns
    cells = table.rows[row]
    first_text, separated, last_text = _divided(cells[first_column])
    if last_column is not None and cells[last_column]:
        last_text = cells[last_column]
    first = _day(first_text)
    last = _day(last_text) if last_text else first
    title = cells[title_column]
    if first is None or last is None or last < first:
        if title or first_text:
            wrong = first_column if first is None or separated or last_column is None else last_column
            broken.append((table.place(row, wrong), cells[wrong]))
        return
    events.append(CalendarEvent(first, last, title))


def _divided(cell: str) -> tuple[str, bool, str]:
    """A cell that may hold two days: ``17-10-2026 t/m 25-10-2026``."""
    parts = _UNTIL.split(cell, maxsplit=1)
    return (parts[0], True, parts[1]) if len(parts) == 2 else (cell, False, "")


def _day(text: str) -> date | None:
    """A day as offices write it: ``ma 12 okt 2026``, ``12-10-2026``, ``2026-10-12 00:00``."""
    try:
        return day_from_text(_TIME_BEHIND.sub("", text.strip()), in_table=True)
    except PydanticCustomError:
        return None

"""A year calendar as a table in; its entries out: of each row the first and last day and what it is."""

from __future__ import annotations

import re
from datetime import date

from leernet.finding import Finding, Place
from leernet.model.plain import plain
from leernet.model.weekdays import weekday_of
from leernet.read.calendar_events import CalendarEvent
from leernet.read.table import Known, Table, read_tables

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
_MONTHS = ("jan", "feb", "maa mrt mar", "apr", "mei may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec")
_DAY = re.compile(
    r"(?:(?P<weekday>[a-z]{2,9})\.?,? )?"
    r"(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?:[ t].*)?"
    r"|(?P<day>\d{1,2})[-/. ]+(?P<month>[a-z]+|\d{1,2})\.?[-/. ]+(?P<year>\d{4}))"
)
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
    names = [plain(heading) for heading in table.heading]
    first = next((at for at, name in enumerate(names) if name in _FIRST), None)
    last = next((at for at, name in enumerate(names) if name in _LAST and at != first), None)
    title = next((at for at, name in enumerate(names) if name in _TITLE), None)
    return None if first is None or title is None else (first, last, title)


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
    """A day in any of the notations of an office: ``ma 12 okt 2026``, ``12-10-2026``, ``2026-10-12``."""
    found = _DAY.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        return None
    try:
        day = _existing(found)
    except (ValueError, StopIteration):
        return None
    weekday = weekday_of(found["weekday"]) if found["weekday"] else None
    # A weekday that is another one means that one of the two is a slip.
    return None if found["weekday"] and weekday != day.weekday() else day


def _existing(found: re.Match[str]) -> date:
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
        return date(year, month, day)
    named = found["month"]
    spelled = (at for at, names in enumerate(_MONTHS, 1) if named[:3] in names.split())
    return date(int(found["year"]), int(named) if named.isdecimal() else next(spelled), int(found["day"]))

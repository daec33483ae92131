"""A year calendar as a table in; its entries out: of each row the first and last day and what it is."""

import re
from datetime import date

from pydantic_core import PydanticCustomError

from leernet.finding import Finding, Place
from leernet.model.plain import plain
from leernet.model.values import day_from_text
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

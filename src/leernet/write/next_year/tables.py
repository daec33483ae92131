"""A table of members or schools in a CSV file in; the same without the days of the closing year out."""

import csv
import io
import re

from pydantic_core import PydanticCustomError

from leernet.model.plain import plain
from leernet.model.values import SchoolYear, days_from_text
from leernet.model.year import Member, School
from leernet.read.csv_text import cells_of, decoded, guessed_delimiter
from leernet.read.keys import plain_headings_of

_OF_A_YEAR = frozenset(("closed", "open", "away", "host_not"))


def next_year_table(content: bytes, coming: SchoolYear) -> tuple[bytes, tuple[str, ...]]:
    """The table for the next year, and the headings of the columns that were emptied.

    A cell that holds a day of the coming year was filled in for it and stays. A table in which nothing is
    emptied stays the same, byte for byte.
    """
    text = decoded(content)
    delimiter = guessed_delimiter(list(io.StringIO(text, newline="")))
    rows = cells_of(text, delimiter)
    if rows is None:
        return content, ()
    heading = next((row for row in rows if any(row)), [])
    known = {**plain_headings_of(School), **plain_headings_of(Member)}
    dated = [at for at, cell in enumerate(heading) if known.get(plain(cell)) in _OF_A_YEAR]
    emptied: set[int] = set()
    for row in rows[rows.index(heading) + 1 :] if dated else ():
        for at in dated:
            if at < len(row) and row[at].strip() and not _is_of(row[at], coming):
                row[at] = ""
                emptied.add(at)
    if not emptied:
        return content, ()
    written = io.StringIO(newline="")
    newline = "\r\n" if "\r\n" in text else "\n"
    csv.writer(written, delimiter=delimiter, lineterminator=newline).writerows(rows)
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    return written.getvalue().encode(encoding), tuple(heading[at] for at in sorted(emptied))


def _is_of(cell: str, coming: SchoolYear) -> bool:
    """Whether a cell names a day of the coming year."""
    for part in re.split(r"[;,]", cell):
        try:
            days = days_from_text(part.strip(), in_table=True)
        except PydanticCustomError:
            continue
        if days.first in coming.days:
            return True
    return False

"""The files of a closing year and its plan in; every file of the next year's folder out."""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from pydantic_core import PydanticCustomError

from leernet.model.plain import plain
from leernet.model.plan import Plan
from leernet.model.values import SchoolYear, days_from_text
from leernet.model.year import Member, School, Year
from leernet.read.assumed import MARK
from leernet.read.csv_text import cells_of, decoded, guessed_delimiter
from leernet.read.keys import plain_headings_of
from leernet.words import Words, _
from leernet.write.next_year.yaml_text import ClosingYear, next_year_yaml
from leernet.write.projects import GIT_FILES
from leernet.write.records import record_text

# Of the records at the top of the folder none belongs to the next year as it is.
_RECORDS = frozenset(("plan.yaml", "sent.yaml", "answers.csv"))
# Who has which id stays; what feeds said and who was told is of the year that closes.
_CARRIED = (".leernet/ids.yaml",)


def closing_of(year: Year, plan: Plan, spoken: Words) -> ClosingYear:
    """What decides how the definitions are carried over."""
    rotating = frozenset(
        id
        for id, network in year.networks.items()
        if network.hosts is not None and network.hosts.rotate is not None
    )
    return ClosingYear(plan.school_year, rotating, year.settings.holiday_region, spoken)


def next_year_files(files: Mapping[str, bytes], plan: Plan, closing: ClosingYear) -> dict[str, bytes]:
    """The folder of the next year: definitions, history and who has which id; nothing of people's answers.

    Args:
        files: of the closing project, by path.
        plan: that of the closing year.
    """
    made = dict(GIT_FILES)
    emptied: list[tuple[str, str]] = []
    for path, content in sorted(files.items()):
        ending = PurePosixPath(path).suffix.lower()
        if path.startswith("history/") or path in _CARRIED:
            made[path] = content
        elif "/" in path or path in _RECORDS:
            continue
        elif ending in (".yaml", ".yml"):
            made[path] = _yaml(content, closing)
        elif ending in (".csv", ".tsv"):
            made[path], columns = next_year_table(content, closing.coming)
            emptied += [(path, column) for column in columns]
        else:
            made[path] = content
    year_file = next(path for path in made if "/" not in path and _holds_year(path, made[path]))
    made[year_file] = _told(made[year_file], emptied, closing)
    return {**made, **_history(files, plan)}


def _yaml(content: bytes, closing: ClosingYear) -> bytes:
    try:
        return next_year_yaml(content.decode("utf-8-sig"), closing).encode()
    except UnicodeDecodeError:
        return content


def _holds_year(path: str, content: bytes) -> bool:
    lines = content.decode("utf-8-sig", "replace").splitlines()
    return path.lower().endswith((".yaml", ".yml")) and any(line.startswith("year:") for line in lines)


def _told(content: bytes, emptied: list[tuple[str, str]], closing: ClosingYear) -> bytes:
    """The file with the year, with a comment for each column of a table that was emptied."""
    comments = [
        closing.spoken.say(
            _(
                "{file}: the days of {school_year} in column '{column}' were left out",
                file=path,
                column=column,
                school_year=str(closing.year),
            )
        )
        for path, column in emptied
    ]
    return "".join(f"{MARK} {comment}\n" for comment in comments).encode() + content


def _history(files: Mapping[str, bytes], plan: Plan) -> dict[str, bytes]:
    """The year that closes, as later years need it: who hosted, met and was placed; not who was absent."""
    meetings = {
        reference: meeting.model_copy(update={"absent": ()}) for reference, meeting in plan.meetings.items()
    }
    kept = plan.model_copy(update={"meetings": meetings, "changes": ()})
    history = {f"history/{plan.school_year}.yaml": record_text(kept)}
    for path, content in files.items():
        if path.startswith("allocation/") and path.endswith(".yaml"):
            history[f"history/{plan.school_year}/{path}"] = content
    return history


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

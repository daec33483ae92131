"""A table of boards, schools, members or workshops in; an entry for each row, and findings, out."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from msgspec import Struct

from leernet.catalogue import tables as rules
from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.rule import Rule
from leernet.finding import Finding, Path, Place
from leernet.model.plain import bare_words, plain
from leernet.model.reading import NOTHING, Reading
from leernet.read.headings import FIRST, INITIALS, LAST, PREFIX, KeyPath, heading_path, is_heading
from leernet.read.keys import KINDS, meant_key
from leernet.read.table import Table
from leernet.read.yamltext import Value

_ID: KeyPath = ("id",)
_NAME: KeyPath = ("name",)
_DAYS: KeyPath = ("working_days",)
_NAME_PARTS = (FIRST, INITIALS, PREFIX, LAST)
# By what a row is known to be about somebody or something.
_TELLING = (_ID, _NAME, *_NAME_PARTS, ("email",), ("title",))
_TOTALS = re.compile(
    r"(?:(?:sub)?tota(?:al|l|len)|gemiddelde?|aantal|som|sum|average|count)"
    r"(?: (?:aantal|leden|deelnemers|scholen|members|schools))*[\s:=]*[\d.,]*",
    re.IGNORECASE,
)
# Small words before a surname; "Berg, Anne van den" has them behind the first name.
_PREFIXES = frozenset(("van", "de", "den", "der", "het", "'t", "ten", "ter", "te", "in", "op", "von", "el"))
# Of a place that nobody has.
_NOBODY = re.compile(
    r"(?:vacature|vacant|vacancy)\b.*|n\.?\s?n\.?|onbekend|unknown|tbd|nog (?:in te vullen|te benoemen)",
    re.IGNORECASE | re.DOTALL,
)
_TWO_PEOPLE = re.compile(r"\s/|/\s|\w\s[^/]*/[^/]*\s\w|[&+;\n]|\s(?:en|and)\s", re.IGNORECASE)
# Of which a question mark would make a guess.
_CERTAIN = ("roles", "school", "board", "area", "cohort", "organisation", "manager", "series", "moments")
_PRESENT = frozenset(("x", "ja", "yes", "j", "y", "1", "v", "waar", "true", "heledag", "dag"))
_ABSENT = frozenset(("", "nee", "no", "n", "0", "onwaar", "false"))


class Row(Struct, frozen=True):
    """One entry of a table.

    Attributes:
        id: what is in the column of ids; empty where there is no such column.
        tree: the cells that are not empty, by key; a heading with a dot makes a block.
        place: of the cell with the id, or of the first cell.
        places: of the cells, by path inside the entry.
    """

    id: str
    tree: dict[str, Value]
    place: Place
    places: dict[Path, Place]


class _Reader(Struct):
    """What is needed to read the rows of a table.

    Attributes:
        columns: the column of each key, from 0.
        usual: how many cells of a row are filled on average.
        full_name: whether the column of names holds whole names although there are columns for parts of them.
        alone: keys whose value is the text of one cell.
        weekdays: weekdays with a column of their own, and that column.
    """

    table: Table
    kind: str
    columns: dict[KeyPath, int]
    usual: float
    full_name: bool = True
    alone: frozenset[KeyPath] = frozenset()
    weekdays: tuple[tuple[str, int], ...] = ()
    findings: list[Finding] = []

    def cell(self, index: int, path: KeyPath) -> str:
        column = self.columns.get(path)
        return "" if column is None else self.table.rows[index][column]


def rows_of(
    table: Table, kind: str, told: Mapping[str, str]
) -> tuple[tuple[Row, ...], tuple[Reading, ...], tuple[Finding, ...]]:
    """The rows of a table as entries, and how its columns were read.

    An unknown heading is a remark; a heading that is there twice, a cell without a value and a row that
    is about nobody are errors.

    Args:
        kind: of the things in the table, ``members``.
        told: what the user says that headings mean, by heading as people compare it.
    """
    columns, readings, findings = _columns(table, kind, told)
    usual = sum(map(bool, chain.from_iterable(table.rows))) / max(len(table.rows), 1)
    reader = _Reader(table, kind, columns, usual, findings=findings)
    reader.full_name = _holds_whole_names(reader)
    reader.weekdays = tuple((path[1], at) for path, at in columns.items() if _is_weekday(path))
    reader.alone = frozenset(path for path in columns if not _is_weekday(path) and path not in _NAME_PARTS)
    reader.alone -= frozenset(() if reader.full_name else (_NAME,))
    rows = tuple(_row(reader, index) for index in range(len(table.rows)) if _is_entry(reader, index))
    return rows, readings, tuple(reader.findings)


def _columns(
    table: Table, kind: str, told: Mapping[str, str]
) -> tuple[dict[KeyPath, int], tuple[Reading, ...], list[Finding]]:
    columns: dict[KeyPath, int] = {}
    findings: list[Finding] = []
    readings = []
    for at, heading in enumerate(table.heading):
        example = next((row[at] for row in table.rows if row[at]), "")
        if not heading and not example:
            continue
        ignored = told.get(plain(heading)) == NOTHING
        path = None if ignored or not heading else heading_path(kind, heading, told)
        if path is not None and path in columns:
            findings.append(_double_heading(table, at, columns[path], kind))
            continue
        if path is not None:
            columns[path] = at
        elif not ignored:
            findings.append(_unknown_heading(table, at, kind))
        read_as = NOTHING if path is None else ".".join(path)
        readings.append(Reading(table.heading_place(at), at + 1, heading, read_as, example))
    return columns, tuple(readings), findings


def _holds_whole_names(reader: _Reader) -> bool:
    """Whether the column of names holds first names too, where there is a column for these as well."""
    if FIRST not in reader.columns or _NAME not in reader.columns:
        return True
    both = [
        (bare_words(reader.cell(index, FIRST)), bare_words(reader.cell(index, _NAME)))
        for index in range(len(reader.table.rows))
    ]
    whole = sum(bool(first) and first[0] in name for first, name in both)
    return LAST in reader.columns or whole * 2 > sum(bool(first and name) for first, name in both)


def _is_entry(reader: _Reader, index: int) -> bool:
    """Whether a row is about somebody or something; a repeated heading and a total are not."""
    cells = reader.table.rows[index]
    if cells == reader.table.heading:
        return False
    first_at, first = next(((at, cell) for at, cell in enumerate(cells) if cell), (0, ""))
    if not first:
        return False
    place = reader.table.place(index, first_at)
    if _TOTALS.fullmatch(first) and "@" not in reader.cell(index, ("email",)):
        reader.findings.append(rules.LEFT_OUT_ROW.at(place, text=first))
        return False
    if reader.kind == "members" and (nobody := _nobody(reader, index)):
        reader.findings.append(rules.VACANCY.at(place, text=nobody))
        return False
    used = any(cells[at] for at in reader.columns.values())
    if used and _ID in reader.columns and not reader.cell(index, _ID):
        column = reader.columns[_ID]
        heading = reader.table.heading[column]
        reader.findings.append(
            rules.MISSING_ID_IN_COLUMN.at(reader.table.place(index, column), heading=heading)
        )
        return False
    if any(reader.cell(index, path) for path in _TELLING):
        odd = _odd_name(reader, index)
        reader.findings += [rule.at(place, text=first) for rule in odd]
        return not odd
    if used:
        reader.findings.append(rules.MISSING_ID.at(place))
    else:
        reader.findings.append(rules.LEFT_OUT_ROW.at(place, text=first))
    return False


def _odd_name(reader: _Reader, index: int) -> tuple[Rule, ...]:
    """What a row is instead of an entry: headings once more, or a heading between the rows."""
    cells = reader.table.rows[index]
    filled = [cells[at] for at in reader.columns.values() if cells[at]]
    name = reader.cell(index, _NAME) or reader.cell(index, LAST)
    # Somebody may be called Do, which is a heading, too: then an id or an address says that it is a person.
    is_told = reader.cell(index, _ID) not in ("", name) or "@" in reader.cell(index, ("email",))
    if name and not is_told and name != reader.cell(index, _ID) and is_heading(reader.kind, name):
        return (rules.HEADING_AS_NAME,)
    return (rules.LONE_NAME,) if filled == [name] and reader.usual > 2 else ()


def _nobody(reader: _Reader, index: int) -> str:
    """What a place that nobody has, and that has no address, is called; nothing where somebody has it."""
    name = " ".join(filter(None, (reader.cell(index, path) for path in (*_NAME_PARTS, _NAME))))
    return name if _NOBODY.fullmatch(name) and not reader.cell(index, ("email",)) else ""


def _row(reader: _Reader, index: int) -> Row:
    tree: dict[str, Value] = {}
    places: dict[Path, Place] = {}
    for path, column, value in _values(reader, index):
        block: Any = tree
        for key in path[:-1]:
            block = block.setdefault(key, {})
        block[path[-1]] = value
        places[path] = reader.table.place(index, column)
    days = _weekdays(reader, index)
    if days and _DAYS not in reader.columns:
        # Each day has its own column, so that what is wrong with it is said there.
        tree[_DAYS[0]] = [day for _column, day in days]
        places |= {(*_DAYS, at): reader.table.place(index, column) for at, (column, _day) in enumerate(days)}
        places[_DAYS] = reader.table.place(index, days[0][0])
    column = reader.columns.get(_ID, min(reader.columns.values()))
    return Row(reader.cell(index, _ID), tree, reader.table.place(index, column), places)


def _values(reader: _Reader, index: int) -> Iterator[tuple[KeyPath, int, str]]:
    """Key, column and text of every cell that is not empty; what is in several columns put together."""
    for path, column in reader.columns.items():
        text = reader.table.rows[index][column]
        if not text or path == _ID:
            continue
        if (broken := reader.table.broken.get((index, column))) is not None:
            place, heading = reader.table.place(index, column), reader.table.heading[column]
            reader.findings.append(rules.BROKEN_CELL.at(place, text=broken, heading=heading))
        elif text.endswith("?") and path[0] in _CERTAIN:
            reader.findings.append(rules.DOUBTFUL_CELL.at(reader.table.place(index, column), text=text))
        elif path in reader.alone:
            if path == _NAME and reader.kind == "members" and _TWO_PEOPLE.search(text):
                reader.findings.append(
                    rules.TWO_PEOPLE_IN_A_ROW.at(reader.table.place(index, column), text=text)
                )
            yield path, column, _first_name_first(text) if path == _NAME else text
    whole = reader.full_name and bool(reader.cell(index, _NAME))
    if not whole and any(part in reader.columns for part in _NAME_PARTS):
        yield from _joined_name(reader, index)


def _is_weekday(path: KeyPath) -> bool:
    return path[:1] == _DAYS and len(path) > 1


def _weekdays(reader: _Reader, index: int) -> list[tuple[int, str]]:
    """Column and day of every weekday with a column of its own on which somebody works."""
    cells = reader.table.rows[index]
    return [
        (column, day)
        for weekday, column in reader.weekdays
        if (index, column) not in reader.table.broken
        if cells[column] and (day := _day(weekday, cells[column]))
    ]


def _first_name_first(name: str) -> str:
    """A name as people say it: ``Anne van den Berg`` of ``Berg, Anne van den`` and ``van den Berg, Anne``."""
    words = " ".join(name.split())
    last, comma, first = words.partition(", ")
    surnames = [word for word in last.split() if word.casefold() not in _PREFIXES]
    certain = comma and "," not in first and len(surnames) == 1 and first[:1].isupper()
    return f"{first} {last}" if certain else words


def _joined_name(reader: _Reader, index: int) -> Iterator[tuple[KeyPath, int, str]]:
    first = reader.cell(index, FIRST) or reader.cell(index, INITIALS)
    last = reader.cell(index, LAST) or reader.cell(index, _NAME)
    name = " ".join(filter(None, (first, reader.cell(index, PREFIX), last)))
    if name:
        yield _NAME, min(at for path, at in reader.columns.items() if path in (*_NAME_PARTS, _NAME)), name


def _day(day: str, cell: str) -> str:
    """A day as a list of days has it, from what is under it: a mark, a part of the day, or nothing."""
    if plain(cell) in _PRESENT or cell in "✓✔☑×":
        return day
    if cell in "✗✘☐-\u2013\u2014" or (plain(cell) in _ABSENT and (plain(cell) or not cell)):
        return ""
    return f"{day} {cell}"


def _unknown_heading(table: Table, column: int, kind: str) -> Finding:
    heading = table.heading[column] or f"({column + 1})"
    meant = meant_key(KINDS[kind], heading)
    mend = DID_YOU_MEAN(other=meant) if meant else rules.SAY_WHAT_IT_IS(kind=kind, heading=heading)
    return rules.UNKNOWN_HEADING.at(table.heading_place(column), mend, heading=heading)


def _double_heading(table: Table, column: int, first: int, kind: str) -> Finding:
    return rules.DOUBLE_HEADING.at(
        table.heading_place(column), heading=table.heading[column], first=table.heading[first], kind=kind
    )

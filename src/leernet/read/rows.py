"""A table of boards, schools, members or workshops in; an entry for each row, and findings, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from leernet.catalogue.tables import DOUBLE_HEADING, MISSING_ID, NO_ID_COLUMN, PART_OF_A_NAME, UNKNOWN_HEADING
from leernet.finding import Finding, Path, Place
from leernet.read.keys import meant_key, model_at, plain_headings_of, unknown_key_hint
from leernet.read.near import plain
from leernet.read.table import Table
from leernet.read.yamltext import Value

# Besides "id", what the column with ids is called in the lists that schools keep.
_ID_HEADINGS = ("id", "code", "sleutel")
_PARTS_OF_A_NAME = ("voornaam", "roepnaam", "tussenvoegsel", "achternaam", "firstname", "lastname")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a table.

    Attributes:
        id: what stands in the column of ids.
        tree: the cells that are not empty, by key; a heading with a dot makes a block.
        place: of the cell with the id.
        places: of the cells, by path inside the entry.
    """

    id: str
    tree: dict[str, Value]
    place: Place
    places: dict[Path, Place]


def rows_of(table: Table, model: type[BaseModel]) -> tuple[tuple[Row, ...] | None, tuple[Finding, ...]]:
    """The rows of a table as entries of a model, or None when it has no ids.

    An unknown heading, a heading that stands there twice and a row without an id are findings.
    """
    columns, findings = _columns(table, model)
    if ("id",) not in columns:
        return None, (*findings, _no_ids(table))
    rows = []
    for index in range(len(table.rows)):
        row = _row(table, index, columns)
        if row.id:
            rows.append(row)
        else:
            findings.append(_no_id(row.place))
    return tuple(rows), tuple(findings)


def _columns(table: Table, model: type[BaseModel]) -> tuple[dict[tuple[str, ...], int], list[Finding]]:
    columns: dict[tuple[str, ...], int] = {}
    findings = []
    for at, heading in enumerate(table.heading):
        if not heading:
            continue
        path = _path(model, heading)
        if path is None:
            findings.append(_unknown_heading(table, at, model))
        elif path in columns:
            findings.append(_double_heading(table, at, columns[path]))
        else:
            columns[path] = at
    return columns, findings


def _path(model: type[BaseModel], heading: str) -> tuple[str, ...] | None:
    """The path of keys that a heading means, in English or Dutch; None when there is no such key."""
    path: tuple[str, ...] = ()
    around: type[BaseModel] | None = model
    for part in heading.split("."):
        if around is None:
            return None
        key = plain_headings_of(around).get(plain(part))
        if key is None and not path and plain(part) in _ID_HEADINGS:
            key = "id"
        if key is None:
            # "e.g. e-mail" or "t.m.": a full stop inside an abbreviation is not a block.
            whole = plain_headings_of(model).get(plain(heading))
            return (whole,) if whole is not None else None
        path = (*path, key)
        around = model_at(model, path)
    return path


def _row(table: Table, index: int, columns: dict[tuple[str, ...], int]) -> Row:
    tree: dict[str, Value] = {}
    places: dict[Path, Place] = {}
    cells = table.rows[index]
    for path, column in columns.items():
        if not cells[column] or path == ("id",):
            continue
        block: Any = tree
        for key in path[:-1]:
            block = block.setdefault(key, {})
        block[path[-1]] = cells[column]
        places[path] = table.place(index, column)
    id_column = columns[("id",)]
    return Row(cells[id_column], tree, table.place(index, id_column), places)


def _unknown_heading(table: Table, column: int, model: type[BaseModel]) -> Finding:
    heading = table.heading[column]
    place = table.heading_place(column)
    if plain(heading) in _PARTS_OF_A_NAME:
        return PART_OF_A_NAME.at(place, heading=heading)
    mend = unknown_key_hint(model, meant_key(model, heading) or heading)
    return UNKNOWN_HEADING.at(place, mend, heading=heading)


def _double_heading(table: Table, column: int, first: int) -> Finding:
    return DOUBLE_HEADING.at(
        table.heading_place(column), heading=table.heading[column], first=table.heading[first]
    )


def _no_ids(table: Table) -> Finding:
    return NO_ID_COLUMN.at(table.heading_place())


def _no_id(place: Place) -> Finding:
    return MISSING_ID.at(place)

"""The columns of a table of choices without fixed heading in; which of them ask for workshops, and how, out.

A question is known by what stands under it: titles of workshops or, where the heading names one, its rank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from leernet.catalogue.choices import (
    READ_AS_EQUAL_WISHES,
    READ_AS_FIRST_CHOICE,
    READ_AS_NEVER,
    READ_AS_RANKING,
    READ_AS_WISH_PER_MOMENT,
    READ_IN_ORDER,
    UNUSED_CHOICE_COLUMNS,
)
from leernet.finding import Finding
from leernet.read.choice_findings import unknown_row_of_grid
from leernet.read.ordinals import about_choices, rank_in
from leernet.read.table import Table
from leernet.read.titles import Titles
from leernet.words import Sentence, _

_GRID = re.compile(r"(?P<question>.*?)\s*\[(?P<row>[^\[\]]+)\]", re.DOTALL)
_RANKING = re.compile(r"rangschik|volgorde|voorkeur|rank|order|preference", re.IGNORECASE)
_ROUND = r"ronde|round|moment|dagdeel|\bblok|\bblock"
_SOFTENED = "je|jij|u|ik|you|i|liever|zeker|absoluut|echt|beslist|really|definitely"
_UNWANTED = re.compile(
    rf"\b(?:wil|wilt|zou|liever|zeker|absoluut|beslist)(?: (?:{_SOFTENED}))* (?:niet|geen)\b(?! missen)"
    rf"|(?:\bnot|n['’]t)(?: (?:{_SOFTENED}))* (?:want|like|wish)\b(?! to miss)|\brather not\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wished:
    """A column whose cells name workshops.

    Attributes:
        column: counted from 0.
        rank: which choice it holds, from 1; None when the cell itself holds all choices.
        in_order: whether a cell names the best first; otherwise all it names are wished for equally.
    """

    column: int
    rank: int | None
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """A column about one workshop, whose cells tell which choice it is."""

    column: int
    workshop: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What the questions of a form are for.

    Attributes:
        wished: columns whose cells name workshops.
        graded: columns about one workshop each.
        unwanted: columns whose cells name workshops that people must not get.
        unclear: columns in which workshops stand, of which it is not known what was asked.
        notes: what a person should know about how that was decided.
    """

    wished: tuple[Wished, ...] = ()
    graded: tuple[Graded, ...] = ()
    unwanted: tuple[int, ...] = ()
    unclear: tuple[int, ...] = ()
    notes: tuple[Finding, ...] = ()


def questions(table: Table, titles: Titles, columns: Collection[int], moments: Iterable[str]) -> Questions:
    """What each question asks for.

    Args:
        table: own columns or a form's export.
        titles: the workshops of the series.
        columns: those that may ask for workshops.
        moments: ids of the moments of the series.
    """
    graded: list[Graded] = []
    named: list[Wished] = []
    asked: list[Wished] = []
    unranked: list[int] = []
    unwanted: list[int] = []
    headings = frozenset(table.heading)
    for column in columns:
        heading = _without_repeat(table.heading[column], headings)
        rank = _rank(heading)
        workshop = _workshop(heading, titles)
        if workshop is not None:
            graded.append(Graded(column, workshop))
        elif names_workshops(table, titles, column):
            if _UNWANTED.search(heading):
                unwanted.append(column)
            elif rank is None:
                unranked.append(column)
            else:
                named.append(Wished(column, rank))
        elif rank is not None and (about_choices(heading) or heading.strip().isdecimal()):
            asked.append(Wished(column, rank))
    notes = [_unwanted(table, column) for column in unwanted]
    if graded or named or not unranked:
        wished, unclear, decided = _ranked(table, named, asked, unranked)
    else:
        wished, unclear, decided = _without_rank(table, titles, unranked, moments)
    unknown = _rows_without_workshop(table, graded, columns)
    notes += [
        unknown_row_of_grid(table.heading_place(column), row, titles) for column, row in unknown.items()
    ]
    return Questions(wished, tuple(graded), tuple(unwanted), (*unclear, *unknown), (*notes, *decided))


def _rows_without_workshop(table: Table, graded: list[Graded], columns: Collection[int]) -> dict[int, str]:
    """Columns of a grid whose other rows are workshops, and what their own row is called."""
    grids = {column: grid for column in columns if (grid := _GRID.fullmatch(table.heading[column]))}
    asked = {grids[choice.column]["question"] for choice in graded if choice.column in grids}
    known = {choice.column for choice in graded}
    return {
        column: grid["row"]
        for column, grid in grids.items()
        if column not in known and grid["question"] in asked
    }


def _rank(heading: str) -> int | None:
    """The choice a heading is about; in a grid of rounds the question tells it, not the row."""
    grid = _GRID.fullmatch(heading)
    if grid is None:
        return rank_in(heading)
    of_row = rank_in(grid["row"])
    return rank_in(grid["question"]) if of_row is None and about_choices(grid["question"]) else of_row


def _workshop(heading: str, titles: Titles) -> str | None:
    """The workshop a heading is about; a heading that is a low number is a rank, whatever the ids."""
    grid = _GRID.fullmatch(heading)
    label = grid["row"] if grid else heading
    is_rank = label.strip().isdecimal() and rank_in(label) is not None
    return None if is_rank else titles.find(label)


def _ranked(
    table: Table, named: list[Wished], asked: list[Wished], unranked: list[int]
) -> tuple[tuple[Wished, ...], list[int], tuple[Finding, ...]]:
    """Columns with a rank, those in which it is not told what was asked, and how that was decided.

    A heading that asks for a choice, without workshops under it, is about something else when another column
    has its rank.
    """
    ranks = {wished.rank for wished in named}
    wished = [*named, *(choice for choice in asked if choice.rank not in ranks)]
    if len(unranked) == 1 and wished and all(choice.rank != 1 for choice in wished):
        return (Wished(unranked[0], 1), *wished), [], (_first_choice(table, unranked[0]),)
    return tuple(wished), unranked, (_unclear(table, unranked),) if unranked else ()


def _without_repeat(heading: str, headings: frozenset[str]) -> str:
    """The question as asked: Microsoft Forms numbers a question that it has already had (``tweede keuze 2``).

    ``Keuze 12`` repeats ``Keuze 1`` unless there is a ``Keuze 11`` as well; ``keuze2`` repeats ``keuze``.
    """
    for digits in (1, 2):
        title, count = heading[:-digits].rstrip(), heading[-digits:]
        numbered = count.isascii() and count.isdecimal() and count[0] != "0" and int(count) > 1
        if numbered and title and title in headings:
            return heading if title[-1].isdecimal() and _counts_on(heading, headings) else title
    return heading


def _counts_on(heading: str, headings: frozenset[str]) -> bool:
    """Whether the number at the end follows on that of another heading, as 12 on 11."""
    stem = heading.rstrip("0123456789")
    return f"{stem}{int(heading[len(stem) :]) - 1}" in headings


def names_workshops(table: Table, titles: Titles, column: int) -> bool:
    """Whether at least half of what stands in this column names workshops; "geen" counts for nothing."""
    cells = Counter(row[column] for row in table.rows if row[column])
    named = {cell: titles.named(cell) for cell in list(cells)[:2000]}
    hits = sum(cells[cell] for cell, found in named.items() if found.groups and not found.unknown)
    return hits * 2 >= sum(cells[cell] for cell, found in named.items() if found.groups or found.unknown) > 0


def _without_rank(
    table: Table, titles: Titles, columns: list[int], moments: Iterable[str]
) -> tuple[tuple[Wished, ...], list[int], tuple[Finding, ...]]:
    """Questions whose headings tell no rank: lists, branches, one for each moment, or a choice each."""
    of_moments = _each_of_a_moment(table, columns, moments)
    lists = [column for column in columns if _holds_lists(table, titles, column)]
    if lists:
        unclear = [] if of_moments else [column for column in columns if _beside(table, column, lists)]
        wished = tuple(
            Wished(column, None, _in_order(table, titles, column))
            for column in columns
            if column not in unclear
        )
        notes = [_how_read(table, choice) for choice in wished if choice.column in lists]
        return wished, unclear, (*notes, *((_unclear(table, unclear),) if unclear else ()))
    equal = tuple(Wished(column, 1) for column in columns)
    if all(sum(bool(row[column]) for column in columns) <= 1 for row in table.rows):
        return equal, [], ()
    if of_moments:
        return equal, [], (_of_each_moment(table, columns),)
    in_turn = tuple(Wished(column, rank) for rank, column in enumerate(columns, 1))
    return in_turn, [], (_successive(table, columns),)


def _beside(table: Table, column: int, lists: list[int]) -> bool:
    """Whether a column asks for something else than the lists: it is no branch when people filled in both."""
    return column not in lists and any(
        row[column] and any(row[other] for other in lists) for row in table.rows
    )


def _each_of_a_moment(table: Table, columns: list[int], moments: Iterable[str]) -> bool:
    moment = re.compile("|".join((_ROUND, *(rf"\b{re.escape(id)}\b" for id in moments))), re.IGNORECASE)
    return all(moment.search(table.heading[column]) for column in columns)


def _holds_lists(table: Table, titles: Titles, column: int) -> bool:
    cells = {row[column] for row in table.rows[:2000]}
    return any(len(titles.named(cell).groups) > 1 for cell in cells)


def _in_order(table: Table, titles: Titles, column: int) -> bool:
    """Whether cells rank: the heading says so, or two people named two workshops the other way round.

    The boxes that people ticked come in the order of the form, for everybody the same.
    """
    if _RANKING.search(table.heading[column]):
        return True
    before: set[tuple[str, str]] = set()
    for cell in {row[column] for row in table.rows}:
        names = [group[0] for group in titles.named(cell).groups]
        pairs = {(one, other) for at, one in enumerate(names) for other in names[at + 1 :]}
        if any((other, one) in before for one, other in pairs):
            return True
        before |= pairs
    return False


def _how_read(table: Table, choice: Wished) -> Finding:
    heading = table.heading[choice.column]
    rule = READ_AS_RANKING if choice.in_order else READ_AS_EQUAL_WISHES
    return rule.at(table.heading_place(choice.column), heading=heading)


def _successive(table: Table, columns: list[int]) -> Finding:
    return READ_IN_ORDER.at(table.heading_place(columns[0]), headings=_quoted(table, columns))


def _of_each_moment(table: Table, columns: list[int]) -> Finding:
    return READ_AS_WISH_PER_MOMENT.at(table.heading_place(columns[0]), headings=_quoted(table, columns))


def _first_choice(table: Table, column: int) -> Finding:
    return READ_AS_FIRST_CHOICE.at(table.heading_place(column), heading=table.heading[column])


def _unwanted(table: Table, column: int) -> Finding:
    return READ_AS_NEVER.at(table.heading_place(column), heading=table.heading[column])


def _unclear(table: Table, columns: list[int]) -> Finding:
    return UNUSED_CHOICE_COLUMNS.at(table.heading_place(columns[0]), headings=_quoted(table, columns))


def _quoted(table: Table, columns: list[int]) -> tuple[str | Sentence, ...]:
    return tuple(
        f"'{table.heading[column]}'" if table.heading[column] else _("column {number}", number=column + 1)
        for column in columns
    )

"""The columns of a table of choices without fixed heading in; which of them ask for workshops, and how, out.

A question is known by what is under it: titles of workshops or, where the heading names one, its rank.
What two people could read in two ways is not read: the series has to say what is meant.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from leernet.catalogue.choices import (
    READ_AS_EQUAL_WISHES,
    READ_AS_FIRST_CHOICE,
    READ_AS_RANKING,
    READ_AS_WISH_PER_MOMENT,
    SEVERAL_MARKS,
)
from leernet.catalogue.rule import Rule
from leernet.finding import Finding
from leernet.model.plain import plain
from leernet.model.year import Series
from leernet.read.choice_findings import unknown_row_of_grid
from leernet.read.choice_lists import holds_lists, in_order, names_workshops
from leernet.read.choice_scores import (
    ASKS_FOR_ORDER,
    NEVER,
    NOT_RANKED,
    Scale,
    is_ordinal,
    marks_in,
    rows_are_ranks,
)
from leernet.read.choice_unclear import quoted, unclear_columns, unclear_scale
from leernet.read.ordinals import about_choices, rank_in, rank_in_cell
from leernet.read.table import Table
from leernet.read.titles import Titles

_GRID = re.compile(r"(?P<question>.*?)\s*\[(?P<row>[^\[\]]+)\]", re.DOTALL)
_ROUND = r"ronde|round|moment|dagdeel|\bblok|\bblock"
# What a first choice may be asked for more than once.
_SEVERAL = re.compile(
    _ROUND + r"|ochtend|middag|morning|afternoon|\bdag|\bday|sessi|batch|deel|\bweek|period", re.IGNORECASE
)
# Harmless turns of phrase with "not" in them.
_HARMLESS = re.compile(
    r"\([^()]*\)|niet (?:willen |wilt )?missen|niet meer(?: dan)?|niet verplicht|niet dezelfde|hoeft niet"
    r"|not (?:want )?to miss|not more|not required|not the same|don['’]t (?:want to )?miss|can['’]t miss",
    re.IGNORECASE,
)
# A heading that turns a wish around, or is about something else than this year's wish.
_DOUBTFUL = re.compile(
    r"\b(?:niet|geen|not|no|nooit|never|minst|least|laatste?|last|laagste?|lowest|hoogste?|highest|slechtste"
    r"|worst|vorige?|previous|eerder|before|already|afgelopen|ooit|gevolgd|waarom|why|reden|reason)\b"
    r"|n['’]t\b|\bal (?:gedaan|gehad)|toelicht|motiv",
    re.IGNORECASE,
)


class Wished(Struct, frozen=True):
    """A column whose cells name workshops.

    Attributes:
        column: counted from 0.
        rank: which choice it holds, from 1; None when the cell itself holds all choices.
        in_order: whether a cell names the best first; otherwise all it names are wished for equally.
    """

    column: int
    rank: int | None
    in_order: bool = False


class Graded(Struct, frozen=True):
    """A column about one workshop, whose cells tell which choice it is or how it is liked."""

    column: int
    workshop: str


class Questions(Struct, frozen=True):
    """What the questions of a form are for.

    Attributes:
        wished: columns whose cells name workshops.
        graded: columns about one workshop each.
        scale: what a cell of these means.
        row_rank: the column that holds the rank of the one choice of each row.
        odd_rows: rows, from 0, whose numbers are not 1 to k, each once, where the question asks for that.
        taken: columns of which it is known, or not certain, what they ask.
        unclear: those of which it is not certain.
        notes: what a person should know about how that was decided, or why it is not certain.
    """

    wished: tuple[Wished, ...] = ()
    graded: tuple[Graded, ...] = ()
    scale: Scale = "ranks"
    row_rank: int | None = None
    odd_rows: tuple[int, ...] = ()
    taken: frozenset[int] = frozenset()
    unclear: frozenset[int] = frozenset()
    notes: tuple[Finding, ...] = ()


class _Sorted(Struct):
    """Columns by what is in them: each from 0, with its rank where the heading has one."""

    graded: list[Graded]
    ranked: list[Wished]
    asked: list[Wished]
    unranked: list[int]
    doubtful: list[int]


def questions(
    table: Table,
    titles: Titles,
    columns: Collection[int],
    told: Mapping[int, str],
    series: Series,
    who: Iterable[int],
) -> Questions:
    """What each question asks for.

    Args:
        table: own columns or a form's export.
        titles: the workshops of the series.
        columns: those that may ask for workshops and of which the user says nothing.
        told: those of which the user says which choice it is, or that it is a ranking.
        series: its moments, and what it says of scores.
        who: the columns that tell who answered.
    """
    found = _sorted(table, titles, columns)
    told_wishes = [_told(column, said) for column, said in told.items()]
    scale, odd_rows, about_scale = _scale(table, found.graded, series)
    unknown = _rows_without_workshop(table, found.graded, columns)
    notes = [unknown_row_of_grid(table.heading_place(at), row, titles) for at, row in unknown.items()]
    row_rank = _rank_of_row(table, columns, found, who) if not (told or found.graded) else None
    if row_rank is not None:
        wished = (Wished(found.unranked[0], None),)
        return Questions(wished, row_rank=row_rank, taken=frozenset((row_rank, found.unranked[0])))
    wishes, about_wishes = _wishes(table, titles, found, told_wishes, series)
    asked = {*found.unranked, *found.doubtful, *(one.column for one in found.ranked)}
    read = {one.column for one in wishes}
    taken = {*(one.column for one in found.graded), *unknown, *asked, *read}
    return Questions(
        tuple(wishes),
        tuple(found.graded),
        scale,
        odd_rows=odd_rows,
        taken=frozenset(taken),
        unclear=frozenset((*(asked - read), *(one.column for one in found.graded if about_scale))),
        notes=(*notes, *about_scale, *about_wishes),
    )


def _told(column: int, said: str) -> Wished:
    return Wished(column, None, in_order=True) if said == "ranking" else Wished(column, int(said))


def _sorted(table: Table, titles: Titles, columns: Collection[int]) -> _Sorted:
    found = _Sorted([], [], [], [], [])
    headings = frozenset(table.heading)
    for column in columns:
        heading = _without_repeat(table.heading[column], headings)
        rank = _rank(heading)
        workshop = _workshop(heading, titles)
        doubtful = _DOUBTFUL.search(_HARMLESS.sub(" ", heading)) is not None
        if workshop is not None:
            found.graded.append(Graded(column, workshop))
        elif names_workshops(table, titles, column):
            if doubtful:
                found.doubtful.append(column)
            elif rank is None:
                found.unranked.append(column)
            else:
                found.ranked.append(Wished(column, rank))
        elif rank is not None and not doubtful and (about_choices(heading) or heading.strip().isdecimal()):
            found.asked.append(Wished(column, rank))
    return found


def _wishes(
    table: Table, titles: Titles, found: _Sorted, told: list[Wished], series: Series
) -> tuple[list[Wished], tuple[Finding, ...]]:
    """The columns that hold wishes, and what is to be said of them and of those that are not certain."""
    ranked = [*told, *found.ranked]
    ranks = {wished.rank for wished in ranked}
    # A heading that asks for a choice, without workshops under it, is about something else when another
    # column has its rank.
    if ranked or found.graded or not found.unranked:
        ranked += [choice for choice in found.asked if choice.rank not in ranks]
    unclear = [*found.doubtful, *_same_rank(table, [*found.ranked, *told], len(found.ranked), series)]
    ranked = [one for one in ranked if one.column not in unclear]
    if not found.unranked:
        notes: tuple[Finding, ...] = ()
    elif (
        len(found.unranked) == 1 and ranked and not told and all(one.rank not in (1, None) for one in ranked)
    ):
        ranked = [Wished(found.unranked[0], 1), *ranked]
        notes = (_said(READ_AS_FIRST_CHOICE, table, found.unranked[0]),)
    elif ranked or found.graded:
        unclear += found.unranked
        notes = ()
    else:
        ranked, doubts, notes = _without_rank(table, titles, found.unranked, series)
        unclear += doubts
    if unclear:
        notes = (*notes, unclear_columns(table, titles, sorted(unclear), series))
    return ranked, notes


def _same_rank(table: Table, wishes: list[Wished], found: int, series: Series) -> Iterator[int]:
    """Columns for one rank that people filled in both, and that do not ask for it once for each round.

    Args:
        wishes: all, those first whose rank was found in the heading.
        found: how many these are; what the user says of a column is certain.
    """
    of_rank: dict[int | None, list[int]] = {}
    for one in wishes:
        of_rank.setdefault(one.rank, []).append(one.column)
    certain = {one.column for one in wishes[found:]}
    for columns in of_rank.values():
        both = len(columns) > 1 and any(sum(bool(row[at]) for at in columns) > 1 for row in table.rows)
        if both and not certain.issuperset(columns) and not _each_of_a_round(table, columns, series):
            yield from (at for at in columns if at not in certain)


def _each_of_a_round(table: Table, columns: list[int], series: Series) -> bool:
    grids = [_GRID.fullmatch(table.heading[at]) for at in columns]
    if all(grids) and len({grid["question"] for grid in grids if grid}) == len(columns):
        return True
    moments = [plain(moment) for moment in series.moments]
    return all(
        _SEVERAL.search(table.heading[at]) or any(one in plain(table.heading[at]) for one in moments)
        for at in columns
    )


def _scale(
    table: Table, graded: list[Graded], series: Series
) -> tuple[Scale, tuple[int, ...], tuple[Finding, ...]]:
    """What cells beside workshops mean, and the rows that do not fit in; an error where it is not certain."""
    if not graded:
        return "ranks", (), ()
    columns = [one.column for one in graded]
    cells = {row[at] for row in table.rows for at in columns} - {""}
    said = [cell for cell in cells if plain(cell) not in NOT_RANKED | NEVER]
    if series.scores is not None and not (said and all(map(is_ordinal, said))):
        marks = tuple(f"'{mark}'" for mark in marks_in(cells)) if series.scores == "ticked" else ()
        place = table.heading_place(columns[0])
        unclear = (SEVERAL_MARKS.at(place, marks=marks, series=series.id),) if len(marks) > 1 else ()
        return series.scores, (), unclear
    ordinals = sum(map(is_ordinal, said))
    if said and ordinals * 2 > len(said):
        return "ranks", (), ()
    if said and all(ASKS_FOR_ORDER.search(_question(table.heading[at])) for at in columns):
        ranks, odd = rows_are_ranks(tuple(row[at] for at in columns) for row in table.rows)
        if ranks:
            return "ranks", odd, ()
    if not cells:
        return "ranks", (), ()
    return "ranks", (), (unclear_scale(table, [(one.column, one.workshop) for one in graded], series),)


def _question(heading: str) -> str:
    grid = _GRID.fullmatch(heading)
    return grid["question"] if grid else heading


def _rank_of_row(table: Table, columns: Iterable[int], found: _Sorted, who: Iterable[int]) -> int | None:
    """The column with the rank of the one workshop of each row, where people have a row for each choice."""
    if len(found.unranked) != 1 or found.ranked or found.doubtful:
        return None
    candidates = [
        at
        for at in columns
        if at not in found.unranked
        and (about_choices(table.heading[at]) or plain(table.heading[at]) in ("nr", "nummer", "number"))
        and table.rows
        and all(rank_in_cell(row[at]) is not None for row in table.rows)
    ]
    people = list(who)
    if len(candidates) != 1 or not people:
        return None
    ranks: dict[tuple[str, ...], list[int]] = {}
    for row in table.rows:
        person = tuple(plain(row[at]) for at in people)
        ranks.setdefault(person, []).append(rank_in_cell(row[candidates[0]]) or 0)
    several = max(map(len, ranks.values())) > 1
    return (
        candidates[0] if several and all(len(set(given)) == len(given) for given in ranks.values()) else None
    )


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


def _without_rank(
    table: Table, titles: Titles, columns: list[int], series: Series
) -> tuple[list[Wished], list[int], tuple[Finding, ...]]:
    """Questions whose headings tell no rank: lists, branches, one for each moment, or a choice each."""
    of_moments = _each_of_a_moment(table, columns, series.moments)
    lists = [column for column in columns if holds_lists(table, titles, column)]
    if lists:
        beside = [] if of_moments else [column for column in columns if _beside(table, column, lists)]
        wished: list[Wished] = []
        notes: list[Finding] = []
        unclear = beside
        for column in columns:
            ordered = None if column in beside else in_order(table, titles, column)
            if ordered is None and column not in beside:
                unclear = [*unclear, column]
            elif ordered is not None:
                wished.append(Wished(column, None, ordered))
                rule = READ_AS_RANKING if ordered else READ_AS_EQUAL_WISHES
                notes += [_said(rule, table, column)] if column in lists else []
        return wished, unclear, tuple(notes)
    equal = [Wished(column, 1) for column in columns]
    if all(sum(bool(row[column]) for column in columns) <= 1 for row in table.rows):
        return equal, [], ()
    if of_moments:
        return (
            equal,
            [],
            (READ_AS_WISH_PER_MOMENT.at(table.heading_place(columns[0]), headings=quoted(table, columns)),),
        )
    return [], columns, ()


def _beside(table: Table, column: int, lists: list[int]) -> bool:
    """Whether a column asks for something else than the lists: it is no branch when people filled in both."""
    return column not in lists and any(
        row[column] and any(row[other] for other in lists) for row in table.rows
    )


def _each_of_a_moment(table: Table, columns: list[int], moments: Iterable[str]) -> bool:
    moment = re.compile("|".join((_ROUND, *(rf"\b{re.escape(id)}\b" for id in moments))), re.IGNORECASE)
    return all(moment.search(table.heading[column]) for column in columns)


def _said(rule: Rule, table: Table, column: int) -> Finding:
    return rule.at(table.heading_place(column), heading=table.heading[column])

"""A table of choices and what its columns are for in; one answer for each row that could be used out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from leernet.finding import Finding, Level, Place
from leernet.model.choices import Answer, Placing
from leernet.model.plain import plain
from leernet.model.values import truth_from_text
from leernet.model.year import Series
from leernet.read.choice_columns import ChoiceColumns
from leernet.read.choice_findings import (
    anonymous,
    empty_answer,
    neither_yes_nor_no,
    no_placing,
    no_rank,
    no_time,
    not_in_series,
    ranked_twice,
    unknown_member,
    unknown_moment,
    unknown_workshop,
)
from leernet.read.ordinals import rank_in
from leernet.read.respondents import Respondents, names_somebody
from leernet.read.table import Table
from leernet.read.timestamps import timestamps
from leernet.read.titles import Named, Titles

# What a row of a grid may say instead of a rank; compared as `plain` text.
_NOT_RANKED = frozenset(
    ("", "geen", "geenvoorkeur", "nvt", "nopreference", "none", "neutraal", "neutral", "no", "nee")
)
_NEVER = frozenset(("nooit", "never", "zekerniet", "absoluutniet", "notatall"))


@dataclass(slots=True)
class _Reader:
    """What is needed to read the cells of one table; cells that stand in many rows are read once."""

    table: Table
    columns: ChoiceColumns
    titles: Titles
    series: Series
    findings: list[Finding] = field(default_factory=list)
    read: dict[str, Named] = field(default_factory=dict)

    def named(self, row: int, column: int | None, *, level: Level = Level.WARNING) -> Named:
        """What a cell names; what is unknown in it becomes a finding."""
        cell = "" if column is None else self.table.rows[row][column]
        if not cell or column is None:
            return Named()
        named = self.read.get(cell)
        if named is None:
            named = self.read[cell] = self.titles.named(cell)
        for text in named.unknown:
            self.findings.append(unknown_workshop(self.table.place(row, column), text, self.titles, level))
        return named


def answers(
    table: Table,
    columns: ChoiceColumns,
    titles: Titles,
    people: Respondents,
    members: frozenset[str],
    series: Series,
) -> tuple[tuple[Answer, ...], tuple[Finding, ...]]:
    """One answer for each row that says who it is from and asks for something, in the order of the rows.

    Args:
        table: own columns or a form's export.
        columns: what its columns are for.
        titles: the workshops of the series.
        people: all members of the year.
        members: ids of those the series is for.
        series: the series.
    """
    reader = _Reader(table, columns, titles, series)
    times = _times(reader)
    found = []
    for row in range(len(table.rows)):
        member = _member(reader, row, people, members)
        if member is None:
            continue
        answer = _answer(reader, row, member, times[row])
        if _asks_for_nothing(answer):
            reader.findings.append(empty_answer(answer))
        else:
            found.append(answer)
    return tuple(found), tuple(reader.findings)


def _times(reader: _Reader) -> tuple[datetime | None, ...]:
    column = reader.columns.answered_at
    if column is None:
        return (None,) * len(reader.table.rows)
    cells = [row[column] for row in reader.table.rows]
    times = timestamps(cells, day_first=reader.columns.dutch or not any("/" in cell for cell in cells))
    for row, (cell, time) in enumerate(zip(cells, times, strict=True)):
        if cell and time is None:
            reader.findings.append(no_time(reader.table.place(row, column), cell))
    return times


def _member(reader: _Reader, row: int, people: Respondents, members: frozenset[str]) -> str | None:
    """Who a row is from; None, and a finding, when that is nobody the series is for."""
    cells = [(column, reader.table.rows[row][column]) for column in reader.columns.who]
    known = [member for _column, cell in cells if cell and (member := people.find(cell))]
    # A teacher may have filled in the form for a student whom the row names as well.
    if answered := next((member for member in known if member in members), None):
        return answered
    told = [(column, cell) for column, cell in cells if names_somebody(cell)]
    if not told:
        reader.findings.append(anonymous(reader.table.place(row)))
    elif known:
        reader.findings.append(not_in_series(reader.table.place(row, told[0][0]), known[0], reader.series))
    else:
        reader.findings.append(unknown_member(reader.table.place(row, told[0][0]), told[0][1], people))
    return None


def _answer(reader: _Reader, row: int, member: str, time: datetime | None) -> Answer:
    columns = reader.columns
    ranks, never = _ranks(reader, row)
    return Answer(
        member=member,
        ranks=ranks,
        never=_each((*never, *(one for column in columns.never for one in _flat(reader.named(row, column))))),
        evidence=_each(_flat(reader.named(row, columns.evidence))),
        absent=tuple(_absent(reader, row)),
        placed=tuple(_placed(reader, row)),
        tour=_tour(reader, row),
        answered_at=time,
        place=reader.table.place(row),
    )


def _flat(named: Named) -> tuple[str, ...]:
    return tuple(workshop for group in named.groups for workshop in group)


def _each(workshops: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(workshops)))


def _ranks(reader: _Reader, row: int) -> tuple[dict[str, int], list[str]]:
    """Workshop and level from 0, without gaps, and what must never be; named twice, the best level counts."""
    written: list[tuple[int, str]] = []
    never = []
    for wished in reader.columns.wished:
        for position, group in enumerate(reader.named(row, wished.column).groups, 1):
            rank = wished.rank or (position if wished.in_order else 1)
            written.extend((rank, workshop) for workshop in group)
    for graded in reader.columns.graded:
        cell = reader.table.rows[row][graded.column]
        if plain(cell) in _NEVER:
            never.append(graded.workshop)
        elif rank_there := _grade(reader, row, graded.column, cell):
            written.append((rank_there, graded.workshop))
    best: dict[str, int] = {}
    for rank, workshop in sorted(written):
        best.setdefault(workshop, rank)
    if len(best) < len(written):
        again = sorted({workshop for rank, workshop in written if rank != best[workshop]})
        reader.findings.extend(ranked_twice(reader.table.place(row), again, best))
    levels = {rank: level for level, rank in enumerate(sorted(set(best.values())))}
    return {workshop: levels[rank] for workshop, rank in best.items()}, never


def _grade(reader: _Reader, row: int, column: int, cell: str) -> int | None:
    rank = rank_in(cell)
    if rank is None and plain(cell) not in _NOT_RANKED:
        reader.findings.append(no_rank(reader.table.place(row, column), cell))
    return rank


def _cell_parts(reader: _Reader, row: int, column: int | None) -> Iterator[tuple[Place, str]]:
    if column is not None:
        for part in re.split(r"[;,\n]", reader.table.rows[row][column]):
            if part.strip():
                yield reader.table.place(row, column), part.strip()


def _absent(reader: _Reader, row: int) -> Iterator[str]:
    for place, text in _cell_parts(reader, row, reader.columns.absent):
        moment = _moment(reader, text)
        if moment is None:
            reader.findings.append(unknown_moment(place, text, reader.series))
        else:
            yield moment


def _moment(reader: _Reader, text: str) -> str | None:
    return next((moment for moment in sorted(reader.series.moments) if plain(moment) == plain(text)), None)


def _placings(reader: _Reader, row: int) -> Iterator[tuple[Place, str]]:
    """Each moment with its workshop; what stands between two of them may stand in a title as well."""
    column = reader.columns.placed
    if column is None:
        return
    pieces = re.split(r"([;,\n])", reader.table.rows[row][column])

    def titled(size: int) -> bool:
        return reader.titles.find("".join(pieces[:size]).partition(":")[2]) is not None

    while pieces:
        longer = range(3, 2 * reader.titles.separators + 2, 2)
        size = max(filter(titled, longer), default=1)
        text = "".join(pieces[:size]).strip()
        pieces = pieces[size + 1 :]
        if text:
            yield reader.table.place(row, column), text


def _placed(reader: _Reader, row: int) -> Iterator[Placing]:
    reason = "" if reader.columns.reason is None else reader.table.rows[row][reader.columns.reason]
    for place, text in _placings(reader, row):
        written_moment, colon, written_workshop = text.partition(":")
        moment = _moment(reader, written_moment)
        workshop = reader.titles.find(written_workshop)
        if not (colon and written_moment.strip() and written_workshop.strip()):
            reader.findings.append(no_placing(place, text))
        elif moment is None:
            reader.findings.append(unknown_moment(place, written_moment, reader.series, Level.ERROR))
        elif workshop is None:
            reader.findings.append(
                unknown_workshop(place, written_workshop.strip(), reader.titles, Level.ERROR)
            )
        else:
            yield Placing(moment, workshop, reason)


def _tour(reader: _Reader, row: int) -> bool:
    column = reader.columns.tour
    cell = "" if column is None else reader.table.rows[row][column]
    if not cell:
        return False
    word = re.split(r"[\s,.;]", cell.strip(), maxsplit=1)[0]
    try:
        return truth_from_text(word)
    except ValueError:
        reader.findings.append(neither_yes_nor_no(reader.table.place(row, column), cell))
        return False


def _asks_for_nothing(answer: Answer) -> bool:
    return not (answer.ranks or answer.never or answer.evidence or answer.absent or answer.placed)

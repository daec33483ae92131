"""A table of choices and what its columns are for in; one answer for each row that could be used out."""

import re
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from leernet.catalogue import choices as rules
from leernet.finding import Finding, Level, Place
from leernet.model.choices import Answer, Placing
from leernet.model.plain import plain
from leernet.model.values import truth_from_text
from leernet.model.year import Series
from leernet.read.choice_columns import ChoiceColumns
from leernet.read.choice_findings import unknown_moment, unknown_workshop
from leernet.read.choice_scores import NEVER, NOT_RANKED, levels
from leernet.read.choice_who import member_of_row
from leernet.read.ordinals import rank_in_cell
from leernet.read.respondents import Respondents
from leernet.read.table import Table
from leernet.read.timestamps import timestamps
from leernet.read.titles import Named, Titles


class _Reader(Struct):
    """What is needed to read the cells of one table; cells that are in many rows are read once."""

    table: Table
    columns: ChoiceColumns
    titles: Titles
    series: Series
    findings: list[Finding] = []
    read: dict[str, Named] = {}

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
    asked = [at for at in range(len(table.heading)) if at not in columns.who.columns]
    for row, cells in enumerate(table.rows):
        member, about = member_of_row(table, row, columns.who, people, members, series)
        reader.findings += about
        if row in columns.asked.odd_rows:
            place = table.place(row, columns.asked.graded[0].column)
            reader.findings.append(rules.NUMBERS_NOT_RANKS.at(place, series=series.id))
        # A workbook that is only partly filled in has rows that say who is asked and nothing else.
        if member is None or row in columns.asked.odd_rows or not any(map(cells.__getitem__, asked)):
            continue
        answer = _answer(reader, row, member, times[row])
        if _asks_for_nothing(answer):
            reader.findings.append(rules.EMPTY_ANSWER.at(answer.place, member=answer.member))
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
            reader.findings.append(rules.NOT_A_TIME_OF_ANSWER.at(reader.table.place(row, column), text=cell))
    return times


def _answer(reader: _Reader, row: int, member: str, time: datetime | None) -> Answer:
    columns = reader.columns
    ranks, crossed_out = _ranks(reader, row)
    written = (one for column in columns.never for one in _flat(reader.named(row, column)))
    never = _each((*crossed_out, *written))
    if both := tuple(one for one in never if one in ranks):
        place = reader.table.place(row)
        reader.findings.append(rules.CHOSEN_AND_NEVER.at(place, member=member, workshops=both))
    return Answer(
        member=member,
        ranks=ranks,
        never=never,
        evidence=_each(_flat(reader.named(row, columns.evidence))),
        absent=tuple(_absent(reader, row)),
        placed=tuple(_placed(reader, row)),
        tour=_tour(reader, row),
        answered_at=time,
        place=reader.table.place(row),
        learning_goal=" ".join(_cell(reader, row, columns.learning_goal).split()),
    )


def _flat(named: Named) -> tuple[str, ...]:
    return tuple(workshop for group in named.groups for workshop in group)


def _each(workshops: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(workshops)))


def _ranks(reader: _Reader, row: int) -> tuple[dict[str, int], list[str]]:
    """Workshop and level from 0, without gaps, and what must never be; named twice, the best level counts."""
    written: list[tuple[int, str]] = []
    never: list[str] = []
    for wished in reader.columns.asked.wished:
        for position, group in enumerate(reader.named(row, wished.column).groups, 1):
            rank = wished.rank or (position if wished.in_order else _rank_of_row(reader, row))
            written += [(rank, workshop) for workshop in group]
    if reader.columns.asked.graded:
        ranked = reader.columns.asked.scale == "ranks"
        written += _graded_ranks(reader, row, never) if ranked else _scored(reader, row)
    written.sort()
    best = {workshop: rank for rank, workshop in written}
    if len(best) < len(written):
        best = {workshop: min(rank for rank, one in written if one == workshop) for workshop in best}
        again = sorted({workshop for rank, workshop in written if rank != best[workshop]})
        place = reader.table.place(row)
        reader.findings += (rules.RANKED_TWICE.at(place, workshop=one, rank=best[one]) for one in again)
    if reader.columns.asked.row_rank is not None:
        # Of the other choices of this member the other rows tell.
        return {workshop: rank - 1 for workshop, rank in best.items()}, never
    levels = {rank: level for level, rank in enumerate(sorted(set(best.values())))}
    return {workshop: levels[rank] for workshop, rank in best.items()}, never


def _rank_of_row(reader: _Reader, row: int) -> int:
    """The rank of what this row names: its own where there is a row for each choice, else the first."""
    column = reader.columns.asked.row_rank
    return 1 if column is None else rank_in_cell(reader.table.rows[row][column]) or 1


def _graded_ranks(reader: _Reader, row: int, never: list[str]) -> Iterator[tuple[int, str]]:
    """Rank and workshop of each cell of a grid of ranks; what must never be goes to ``never``."""
    for graded in reader.columns.asked.graded:
        cell = reader.table.rows[row][graded.column]
        if plain(cell) in NEVER:
            never.append(graded.workshop)
        elif (rank := rank_in_cell(cell)) is not None:
            yield rank, graded.workshop
        elif plain(cell) not in NOT_RANKED or (cell and not plain(cell)):
            reader.findings.append(rules.NOT_A_RANK.at(reader.table.place(row, graded.column), text=cell))


def _scored(reader: _Reader, row: int) -> Iterator[tuple[int, str]]:
    """Level and workshop of each cell of grades or marks."""
    columns = {graded.workshop: graded.column for graded in reader.columns.asked.graded}
    cells = {workshop: reader.table.rows[row][column] for workshop, column in columns.items()}
    found, unknown = levels(cells, reader.columns.asked.scale)
    for workshop in unknown:
        place = reader.table.place(row, columns[workshop])
        reader.findings.append(rules.NOT_A_SCORE.at(place, text=cells[workshop]))
    yield from ((level, workshop) for workshop, level in found.items())


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
    """Each moment with its workshop; what is between two of them may be in a title as well."""
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
            reader.findings.append(rules.NOT_A_PLACING.at(place, text=text))
        elif moment is None:
            reader.findings.append(unknown_moment(place, written_moment, reader.series))
        elif workshop is None:
            reader.findings.append(
                unknown_workshop(place, written_workshop.strip(), reader.titles, Level.ERROR)
            )
        else:
            yield Placing(moment, workshop, reason)


def _cell(reader: _Reader, row: int, column: int | None) -> str:
    return "" if column is None else reader.table.rows[row][column]


def _tour(reader: _Reader, row: int) -> bool:
    column = reader.columns.tour
    cell = _cell(reader, row, column)
    if not cell:
        return False
    word = re.split(r"[\s,.;]", cell.strip(), maxsplit=1)[0]
    try:
        return truth_from_text(word)
    except ValueError:
        reader.findings.append(rules.NEITHER_YES_NOR_NO.at(reader.table.place(row, column), text=cell))
        return False


def _asks_for_nothing(answer: Answer) -> bool:
    return not (answer.ranks or answer.never or answer.evidence or answer.absent or answer.placed)

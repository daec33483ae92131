"""The finding about columns of choices that can be read in two ways, with both readings."""

import re
from collections import Counter
from collections.abc import Sequence

from leernet.catalogue import choices as rules
from leernet.finding import Finding
from leernet.model.year import Series
from leernet.read.choice_scores import levels, liked
from leernet.read.table import Table
from leernet.read.titles import Titles
from leernet.words import Sentence, _, first_of

_PAST = re.compile(
    r"vorige?|previous|eerder|before|already|afgelopen|ooit|gevolgd|gehad|waarom|why|reden|reason|toelicht|motiv",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:niet|geen|not|no|nooit|never|slechtste|worst)\b|n['’]t\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:minst|least|laatste?|last|laagste?|lowest)\b", re.IGNORECASE)


def quoted(table: Table, columns: Sequence[int]) -> tuple[str | Sentence, ...]:
    """Headings as a sentence names them."""
    return tuple(
        f"'{table.heading[column]}'" if table.heading[column] else _("column {number}", number=column + 1)
        for column in columns
    )


def unclear_columns(table: Table, titles: Titles, columns: Sequence[int], series: Series) -> Finding:
    """Columns with workshops of which the heading does not say which choice they hold."""
    place = table.heading_place(columns[0])
    lines = _lines(table, columns)
    again = [name for name, times in Counter(table.heading[at] for at in columns).items() if times > 1]
    if again:
        return rules.ONE_HEADING_TWICE.at(place, heading=again[0])
    row = next((row for row in table.rows if sum(bool(row[at]) for at in columns) > 1), None)
    if len(columns) > 1 and row is not None:
        one = ", ".join(row[at] for at in columns if row[at])
        other = ", ".join(row[at] for at in reversed(columns) if row[at])
        return rules.UNCLEAR_COLUMNS.at(
            place, headings=quoted(table, columns), one=one, other=other, series=series.id, lines=lines
        )
    cell = next((row[columns[0]] for row in table.rows if row[columns[0]]), "")
    rule = rules.UNCLEAR_LIST if len(titles.named(cell).groups) > 1 else rules.UNCLEAR_COLUMN
    return rule.at(place, headings=quoted(table, columns), example=cell, series=series.id, lines=lines)


def unclear_moments(table: Table, column: int, series: Series) -> Finding:
    """A column with moments of which it is not certain whether people can or cannot come then."""
    cell = next((row[column] for row in table.rows if row[column]), "")
    lines = f"columns: {{{_key(table, column)}: absent}}"
    return rules.UNCLEAR_MOMENTS.at(
        table.heading_place(column),
        headings=quoted(table, [column]),
        example=cell,
        series=series.id,
        lines=lines,
    )


def unclear_scale(table: Table, columns: Sequence[tuple[int, str]], series: Series) -> Finding:
    """Numbers or marks beside workshops that may be ranks, grades or ticks.

    Args:
        columns: each with its workshop.
    """
    place = table.heading_place(columns[0][0])
    headings = _asked(table, [at for at, _workshop in columns])
    for number, row in zip(table.numbers, table.rows, strict=True):
        cells = {workshop: row[at] for at, workshop in columns if row[at]}
        if len({liked(cell) for cell in cells.values()} - {None}) > 1:
            low, high = (_first_ones(cells, scale) for scale in ("low", "high"))
            return rules.UNCLEAR_SCALE.at(
                place, headings=headings, row=number, low=low, high=high, series=series.id
            )
    example = next((row[at] for row in table.rows for at, _workshop in columns if row[at]), "")
    return rules.UNCLEAR_SCALE_OF_MARKS.at(place, headings=headings, example=example, series=series.id)


def _asked(table: Table, columns: Sequence[int]) -> tuple[str | Sentence, ...]:
    """The question of a grid, once; else the first headings."""
    asked = {table.heading[at].rpartition("[")[0].strip() for at in columns}
    if len(asked) == 1 and (question := asked.pop()):
        return (f"'{question}'",)
    return first_of(quoted(table, columns), 3)


def _first_ones(cells: dict[str, str], scale: str) -> str:
    found, _unknown = levels(cells, "high" if scale == "high" else "low")
    return ", ".join(sorted(found, key=lambda workshop: (found[workshop], workshop))[:3])


def _lines(table: Table, columns: Sequence[int]) -> str:
    """What to write in the series: a number for each, or what the heading seems to say."""
    meant = []
    number = 0
    for at in columns:
        heading = table.heading[at]
        if _PAST.search(heading):
            meant.append("-")
        elif _LAST.search(heading) and len(columns) > 1:
            meant.append(str(len(columns)))
        elif _NOT.search(heading):
            meant.append("never")
        else:
            number += 1
            meant.append(str(number))
    pairs = (
        f"{_key(table, at)}: {word if word != '-' else chr(34) + '-' + chr(34)}"
        for at, word in zip(columns, meant, strict=True)
    )
    return f"columns: {{{', '.join(pairs)}}}"


def _key(table: Table, column: int) -> str:
    escaped = table.heading[column].replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

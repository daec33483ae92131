"""The table of choices of a series in; what each of its columns is for out.

Our own columns go by their headings. In a form's export few headings are fixed; questions are known by what
stands under them: titles of workshops, or, where the heading itself names a workshop, the rank it got.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from leernet.finding import Finding, Level
from leernet.read.near import plain
from leernet.read.ordinals import about_choices, rank_in
from leernet.read.table import Table
from leernet.read.titles import Titles
from leernet.words import _

# Headings of our own columns, compared as `plain` text.
_OWN = {
    "member": ("member", "lid", "deelnemer", "student"),
    "never": ("never", "nooit"),
    "evidence": ("evidence", "bewijs", "portfolio"),
    "absent": ("absent", "afwezig"),
    "placed": ("placed", "geplaatst"),
    "reason": ("reason", "reden"),
    "tour": ("tour", "rondleiding"),
    "answered_at": ("answeredat", "beantwoordop", "ingevuldop"),
}
# Fixed headings of Microsoft Forms and Google Forms, English and Dutch.
_COMPLETED = ("completiontime", "tijdvanvoltooien", "timestamp", "tijdstempel")
_EMAIL = ("email", "emailaddress", "emailadres", "username", "gebruikersnaam")
_NAME = ("name", "naam", "fullname", "volledigenaam", "voornaamenachternaam")
_OF_THE_FORM = (
    *("id", "starttime", "begintijd", "lastmodifiedtime", "tijdvanlaatstewijziging", "language", "taal"),
    *("totalpoints", "quizfeedback", "score", "totaalaantalpunten"),
)
_PER_QUESTION = re.compile(r"(points|feedback|punten)\s+-\s", re.IGNORECASE)
_ABOUT_WHO = re.compile(r"e-?mail|\bmail|studentnum|student number|nummer|naam|\bname", re.IGNORECASE)
_DUTCH = ("begintijd", "tijdvanvoltooien", "tijdstempel", "emailadres", "naam", "lid", "keuze")
_GRID = re.compile(r"(?P<question>.*?)\s*\[(?P<row>[^\[\]]+)\]", re.DOTALL)


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
class ChoiceColumns:
    """What the columns of a table of choices are for, counted from 0.

    Attributes:
        who: the columns that tell who answered, the surest first.
        unused: columns from which nothing is taken.
        dutch: whether the headings are Dutch, so that days come before months.
    """

    who: tuple[int, ...] = ()
    wished: tuple[Wished, ...] = ()
    graded: tuple[Graded, ...] = ()
    never: int | None = None
    evidence: int | None = None
    absent: int | None = None
    placed: int | None = None
    reason: int | None = None
    tour: int | None = None
    answered_at: int | None = None
    unused: tuple[int, ...] = ()
    dutch: bool = False


def choice_columns(table: Table, titles: Titles) -> tuple[ChoiceColumns, tuple[Finding, ...]]:
    """What each column is for, and what a person should know about how that was decided."""
    names = [plain(heading) for heading in table.heading]
    own = {role: _first(names, headings) for role, headings in _OWN.items()}
    completed = _first(names, _COMPLETED)
    who = _who(table, titles, names, own["member"])
    taken = {*who, *(column for column in own.values() if column is not None), completed}
    open_columns = [
        column
        for column, heading in enumerate(table.heading)
        if column not in taken and names[column] not in _OF_THE_FORM and not _PER_QUESTION.match(heading)
    ]
    graded, wished, notes = _questions(table, titles, open_columns)
    used = {choice.column for choice in graded} | {choice.column for choice in wished}
    unused = [column for column in open_columns if column not in used and table.heading[column]]
    own["tour"] = _first_about_a_tour(table, unused) if own["tour"] is None else own["tour"]
    columns = ChoiceColumns(
        who=who,
        wished=wished,
        graded=graded,
        answered_at=completed if completed is not None else own["answered_at"],
        unused=tuple(column for column in unused if column != own["tour"]),
        dutch=any(name.startswith(_DUTCH) for name in names),
        **{role: own[role] for role in ("never", "evidence", "absent", "placed", "reason", "tour")},
    )
    return columns, (*notes, *_about_columns(table, columns))


def _first(names: list[str], headings: tuple[str, ...]) -> int | None:
    return next((column for column, name in enumerate(names) if name in headings), None)


def _who(table: Table, titles: Titles, names: list[str], member: int | None) -> tuple[int, ...]:
    """Our own column, then addresses, then what else a question asked about who it is."""
    addresses = [column for column in range(len(names)) if _mostly_addresses(table, column)]
    fixed = [column for column, name in enumerate(names) if name in (*_EMAIL, *_NAME)]
    asked = [
        column
        for column, heading in enumerate(table.heading)
        if _ABOUT_WHO.search(heading)
        and not (
            about_choices(heading) or _PER_QUESTION.match(heading) or _names_workshops(table, titles, column)
        )
    ]
    own = [] if member is None else [member]
    return tuple(dict.fromkeys((*own, *addresses, *fixed, *asked)))


def _mostly_addresses(table: Table, column: int) -> bool:
    filled = [row[column] for row in table.rows if row[column]]
    return sum("@" in cell for cell in filled) * 2 > len(filled)


def _first_about_a_tour(table: Table, columns: list[int]) -> int | None:
    about = re.compile("rondleiding|tour", re.IGNORECASE)
    return next((column for column in columns if about.search(table.heading[column])), None)


def _questions(
    table: Table, titles: Titles, columns: list[int]
) -> tuple[tuple[Graded, ...], tuple[Wished, ...], tuple[Finding, ...]]:
    graded = []
    ranked = []
    unranked = []
    headings = frozenset(table.heading)
    for column in columns:
        heading = _without_repeat(table.heading[column], headings)
        grid = _GRID.fullmatch(heading)
        label = grid["row"] if grid else heading
        rank = rank_in(label)
        # A heading that is a bare number is a rank, whatever the ids of the workshops.
        workshop = None if label.strip().isdecimal() else titles.find(label)
        if workshop is not None:
            graded.append(Graded(column, workshop))
        elif rank is not None and (_names_workshops(table, titles, column) or _asks_for_choice(heading)):
            ranked.append(Wished(column, rank))
        elif rank is None and _names_workshops(table, titles, column):
            unranked.append(column)
    if ranked or graded:
        return tuple(graded), tuple(ranked), ()
    wished, notes = _without_rank(table, titles, unranked)
    return (), wished, notes


def _asks_for_choice(heading: str) -> bool:
    return about_choices(heading) or heading.strip().isdecimal()


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


def _names_workshops(table: Table, titles: Titles, column: int) -> bool:
    """Whether at least half of what stands in this column names workshops."""
    cells = Counter(row[column] for row in table.rows if row[column])
    named = {cell: titles.named(cell) for cell in list(cells)[:2000]}
    hits = sum(cells[cell] for cell, found in named.items() if found.groups and not found.unknown)
    return hits * 2 >= sum(cells[cell] for cell in named) > 0


def _without_rank(
    table: Table, titles: Titles, columns: list[int]
) -> tuple[tuple[Wished, ...], tuple[Finding, ...]]:
    """Questions whose headings tell no rank: lists of choices, branches of one question, or a choice each."""
    lists = [column for column in columns if _holds_lists(table, titles, column)]
    if lists:
        ordered = {column: _in_order(table, titles, column) for column in columns}
        notes = tuple(_how_read(table, column, in_order=ordered[column]) for column in lists)
        return tuple(Wished(column, None, ordered[column]) for column in columns), notes
    successive = any(sum(bool(row[column]) for column in columns) > 1 for row in table.rows)
    note = (_successive(table, columns),) if successive else ()
    return tuple(Wished(column, rank if successive else 1) for rank, column in enumerate(columns, 1)), note


def _holds_lists(table: Table, titles: Titles, column: int) -> bool:
    cells = {row[column] for row in table.rows[:2000]}
    return any(len(titles.named(cell).groups) > 1 for cell in cells)


_RANKING = re.compile(r"rangschik|volgorde|voorkeur|rank|order|preference", re.IGNORECASE)


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


def _how_read(table: Table, column: int, *, in_order: bool) -> Finding:
    heading = table.heading[column]
    sentence = (
        _("What people filled in under '{heading}' is read as a ranking, the best first.", heading=heading)
        if in_order
        else _("What people ticked under '{heading}' is read as equal wishes.", heading=heading)
    )
    hint = _("If that is not what you asked, name the columns 1, 2, 3 and put one workshop in each.")
    return Finding(table.heading_place(column), Level.REMARK, "how-choices-are-read", sentence, hint)


def _successive(table: Table, columns: list[int]) -> Finding:
    headings = tuple(f"'{table.heading[column]}'" for column in columns)
    return Finding(
        table.heading_place(columns[0]),
        Level.REMARK,
        "how-choices-are-read",
        _("{headings} are read as first, second and later choice, in that order.", headings=headings),
        _("If that is not what you asked, name the columns 1, 2, 3 in the order of the choices."),
    )


def _about_columns(table: Table, columns: ChoiceColumns) -> tuple[Finding, ...]:
    found = []
    place = table.heading_place()
    if not columns.who:
        found.append(
            Finding(
                place,
                Level.ERROR,
                "no-member-column",
                _("No column tells who answered."),
                _("Name a column 'member' and put an id or an e-mail address from your members in it."),
            )
        )
    if not (columns.wished or columns.graded or columns.placed is not None or columns.never is not None):
        found.append(
            Finding(
                place,
                Level.ERROR,
                "no-choice-columns",
                _("In no column stand workshops of this series."),
                _("Name the columns 1, 2, 3 and put a workshop's id or title in each."),
            )
        )
    if unused := tuple(f"'{table.heading[column]}'" for column in columns.unused):
        sentence = _("Nothing is taken from {columns}.", columns=unused)
        found.append(Finding(place, Level.REMARK, "unused-columns", sentence))
    return tuple(found)

"""The table of choices of a series in; what each of its columns is for out.

Our own columns go by their headings. In a form's export few headings are fixed; questions are known by what
stands under them: titles of workshops, or, where the heading itself names a workshop, the rank it got.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from leernet.catalogue.choices import NO_CHOICE_COLUMNS, NO_MEMBER_COLUMN, UNUSED_COLUMNS
from leernet.finding import Finding
from leernet.model.plain import plain
from leernet.read.choice_questions import Graded, Wished, names_workshops, questions
from leernet.read.ordinals import about_choices
from leernet.read.table import Table
from leernet.read.titles import Titles

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
# An address or a name of somebody else is asked for: "naam van je mentor", "met wie wil je samen?".
_ANOTHER = re.compile(
    r"mede-?student|samen|together|vriend|friend|collega|colleague|buddy|maatje|telefoon|phone"
    r"|\b(?:je|jouw|uw|your|een|a)\s(?:\w+\s)?"
    r"\w*(?:mentor|coach|docent|leraar|leerkracht|opleider|begeleider|teacher|tutor)(?:en|s)?\b",
    re.IGNORECASE,
)
# How a Dutch heading of when it was begins; questions are Dutch in forms of English programs as well.
_DUTCH_TIME = ("tijd", "beantwoord", "ingevuld")


@dataclass(frozen=True, slots=True)
class ChoiceColumns:
    """What the columns of a table of choices are for, counted from 0.

    Attributes:
        who: the columns that tell who answered, the surest first.
        never: columns of workshops that people must not get.
        unused: columns from which nothing is taken.
        dutch: whether the heading of when it was is Dutch, so that days come before months.
    """

    who: tuple[int, ...] = ()
    wished: tuple[Wished, ...] = ()
    graded: tuple[Graded, ...] = ()
    never: tuple[int, ...] = ()
    evidence: int | None = None
    absent: int | None = None
    placed: int | None = None
    reason: int | None = None
    tour: int | None = None
    answered_at: int | None = None
    unused: tuple[int, ...] = ()
    dutch: bool = False


def choice_columns(
    table: Table, titles: Titles, moments: Collection[str]
) -> tuple[ChoiceColumns, tuple[Finding, ...]]:
    """What each column is for, and what a person should know about how that was decided.

    Args:
        table: own columns or a form's export.
        titles: the workshops of the series.
        moments: ids of the moments of the series.
    """
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
    found = questions(table, titles, open_columns, moments)
    used = {choice.column for choice in found.graded} | {choice.column for choice in found.wished}
    used |= {*found.unwanted, *found.unclear}
    unused = [column for column in open_columns if column not in used and table.heading[column]]
    own["tour"] = _first_about_a_tour(table, unused) if own["tour"] is None else own["tour"]
    answered_at = completed if completed is not None else own["answered_at"]
    columns = ChoiceColumns(
        who=who,
        wished=found.wished,
        graded=found.graded,
        never=found.unwanted if own["never"] is None else (own["never"], *found.unwanted),
        answered_at=answered_at,
        unused=tuple(column for column in unused if column != own["tour"]),
        dutch=answered_at is not None and names[answered_at].startswith(_DUTCH_TIME),
        **{role: own[role] for role in ("evidence", "absent", "placed", "reason", "tour")},
    )
    return columns, (*found.notes, *_about_columns(table, columns))


def _first(names: list[str], headings: tuple[str, ...]) -> int | None:
    return next((column for column, name in enumerate(names) if name in headings), None)


def _who(table: Table, titles: Titles, names: list[str], member: int | None) -> tuple[int, ...]:
    """Our own column, then addresses, then what else a question asked about who it is."""
    addresses = [
        column
        for column, heading in enumerate(table.heading)
        if _mostly_addresses(table, column) and not _ANOTHER.search(heading)
    ]
    fixed = [column for column, name in enumerate(names) if name in (*_EMAIL, *_NAME)]
    asked = [
        column
        for column, heading in enumerate(table.heading)
        if _ABOUT_WHO.search(heading)
        and not (
            about_choices(heading)
            or _ANOTHER.search(heading)
            or _PER_QUESTION.match(heading)
            or names_workshops(table, titles, column)
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


def _about_columns(table: Table, columns: ChoiceColumns) -> tuple[Finding, ...]:
    found = []
    place = table.heading_place()
    if not columns.who:
        found.append(NO_MEMBER_COLUMN.at(place))
    if not (columns.wished or columns.graded or columns.never or columns.placed is not None):
        found.append(NO_CHOICE_COLUMNS.at(place))
    if unused := tuple(f"'{table.heading[column]}'" for column in columns.unused):
        found.append(UNUSED_COLUMNS.at(place, columns=unused))
    return tuple(found)

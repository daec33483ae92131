"""The columns of a table of choices in; who each row is from out.

A form's own columns of who answered decide alone when they are filled; nobody else whom a row names is asked.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from leernet.catalogue.choices import ANONYMOUS_ANSWER, KNOWN_BY_NAME, NOT_IN_SERIES
from leernet.finding import Finding
from leernet.model.plain import plain
from leernet.model.year import Series
from leernet.read.choice_findings import unknown_member
from leernet.read.headings import FIRST, INITIALS, LAST, PREFIX, part_of_a_name
from leernet.read.ordinals import about_choices
from leernet.read.respondents import Respondents, names_somebody
from leernet.read.table import Table

OWN_MEMBER = ("member", "lid", "deelnemer", "student")
EMAIL = ("email", "emailaddress", "emailadres", "username", "gebruikersnaam", "mailadres")
NAME = ("name", "naam", "fullname", "volledigenaam", "voornaamenachternaam")
_ABOUT_ADDRESS = re.compile(r"e-?mail|\bmail", re.IGNORECASE)
_ABOUT_WHO = re.compile(r"studentnum|student number|nummer|naam|\bname|wie ben je|who are you", re.IGNORECASE)
_PHONE = re.compile(r"telefoon|phone|mobiel|06", re.IGNORECASE)
# Somebody or something else is asked for: "naam van je mentor", "met wie wil je samen?", "groepsnummer".
_ANOTHER = re.compile(
    r"mede-?\w*|samen|together|vriend|friend|collega|colleague|buddy|maatje|\bmaat\b|\bduo|partner|genoot|genote"
    r"|begeleid|noodgeval|contactpersoon|\bouders?\b|parent"
    r"|naam\s(?:\w+\s)*(?:school|klas|groep|bestuur|team)|(?:school|klas|groep|group|class|team)s?\s?(?:naam|nummer|name|number)"
    r"|\b(?:je|jouw|uw|your|een|a)\s(?:\w+\s)?"
    r"\w*(?:mentor|coach|docent|leraar|leerkracht|opleider|begeleider|teacher|tutor)(?:en|s)?\b",
    re.IGNORECASE,
)
_AS_A_COACH = re.compile(r"als (?:coach|mentor|begeleider|opleider)", re.IGNORECASE)


class Who(Struct, frozen=True, dict=True):
    """The columns that tell who a row is from, counted from 0.

    Attributes:
        own: our own column, or one that the user says is it.
        address: the form's own column of addresses, and questions for one's own address.
        name: the same for names and numbers.
        parts: first name, prefix and last name in columns of their own.
        doubtful: several questions of which it is not known which one is about oneself.
    """

    own: int | None = None
    address: tuple[int, ...] = ()
    name: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """All of them, the one that decides first."""
        own = () if self.own is None else (self.own,)
        return tuple(dict.fromkeys((*own, *self.address, *self.name, *self.parts)))

    @cached_property
    def deciding(self) -> tuple[int, ...]:
        """Those that hold all it takes to know somebody."""
        return tuple(at for at in self.columns if at not in self.parts)


def who_columns(table: Table, told: int | None, open_columns: Iterable[int]) -> Who:
    """Which columns tell who answered.

    Args:
        table: own columns or a form's export.
        told: the column that the user says is the member; then no other is asked.
        open_columns: those that are not something else for certain.
    """
    names = [plain(heading) for heading in table.heading]
    if told is not None:
        return Who(own=told)
    own = next((at for at, name in enumerate(names) if name in OWN_MEMBER), None)
    fixed_address = [at for at, name in enumerate(names) if name in EMAIL]
    fixed_name = [at for at, name in enumerate(names) if name in NAME]
    asked = [
        at
        for at in open_columns
        if at not in (*fixed_address, *fixed_name, own) and _about_oneself(table, at)
    ]
    addresses = [at for at in asked if _is_about_address(table, at)]
    others = [at for at in asked if at not in addresses]
    by_part = {
        part: at for at in range(len(names)) if (part := part_of_a_name(table.heading[at])) is not None
    }
    parts = tuple(by_part[part] for part in (FIRST, INITIALS, PREFIX, LAST) if part in by_part)
    if FIRST in by_part and INITIALS in by_part:
        parts = tuple(at for at in parts if at != by_part[INITIALS])
    return Who(
        own,
        (*fixed_address, *addresses[:1]),
        (*fixed_name, *others),
        parts if LAST in by_part else (),
        tuple(addresses) if len(addresses) > 1 else (),
    )


def is_about_another(heading: str) -> bool:
    """Whether somebody else than the one who answers is asked for."""
    return bool(_ANOTHER.search(heading)) and not _AS_A_COACH.search(heading)


def _about_oneself(table: Table, column: int) -> bool:
    heading = table.heading[column]
    asks = _ABOUT_ADDRESS.search(heading) or _ABOUT_WHO.search(heading) or _mostly_addresses(table, column)
    return bool(asks) and not (
        is_about_another(heading)
        or about_choices(heading)
        or _PHONE.search(heading)
        or part_of_a_name(heading) is not None
    )


def _is_about_address(table: Table, column: int) -> bool:
    return bool(_ABOUT_ADDRESS.search(table.heading[column])) or _mostly_addresses(table, column)


def _mostly_addresses(table: Table, column: int) -> bool:
    filled = [row[column] for row in table.rows if row[column]]
    return sum("@" in cell for cell in filled) * 2 > len(filled)


def member_of_row(
    table: Table, row: int, who: Who, people: Respondents, members: frozenset[str], series: Series
) -> tuple[str | None, tuple[Finding, ...]]:
    """Who a row is from; None, and a finding, when that is nobody the series is for."""
    cells = table.rows[row]
    at = next((at for at in who.deciding if names_somebody(cells[at])), None)
    if at is not None:
        member = people.find(cells[at])
        if member is None and at in who.address:
            names = (cells[other] for other in who.name if names_somebody(cells[other]))
            by_name = {found for name in names if (found := people.find(name)) is not None}
            if len(by_name) == 1:
                member = by_name.pop()
                known = KNOWN_BY_NAME.at(table.place(row, at), address=cells[at], member=member)
                return _of_series(table, row, at, member, members, series, (known,))
        if member is None:
            return None, (unknown_member(table.place(row, at), cells[at], people),)
        return _of_series(table, row, at, member, members, series, ())
    whole = " ".join(cells[at] for at in who.parts if cells[at])
    if not whole:
        return None, (ANONYMOUS_ANSWER.at(table.place(row)),)
    member = people.find(whole)
    if member is None:
        return None, (unknown_member(table.place(row, who.parts[0]), whole, people),)
    return _of_series(table, row, who.parts[0], member, members, series, ())


def _of_series(
    table: Table,
    row: int,
    column: int,
    member: str,
    members: frozenset[str],
    series: Series,
    findings: tuple[Finding, ...],
) -> tuple[str | None, tuple[Finding, ...]]:
    if member in members:
        return member, findings
    return None, (NOT_IN_SERIES.at(table.place(row, column), series=series.id, member=member),)

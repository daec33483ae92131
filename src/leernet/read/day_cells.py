"""A cell of days as people write them in; the same with whole dates, as the model reads them, out."""

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.values import SchoolYear, parts_of_cell

_MONTHS = (
    ("januari", "january"),
    ("februari", "february"),
    ("maart", "march", "mrt"),
    ("april",),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augustus", "august"),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
)
_DAY = re.compile(
    r"(?:(?P<weekday>[a-z]+)\.?\s+)?(?P<day>\d{1,2})"
    r"(?:[-/. ]+(?P<month>[a-z]{3,}|\d{1,2})\.?(?:[-/. ]+(?P<year>\d{4}|'?\d{2}))?)?"
)
_UNTIL = re.compile(r"\s*(?:\bt/m\b|\btm\b|\btot en met\b|\buntil\b|\bthrough\b|\.\.|\s[-\u2013\u2014]\s)\s*")
# "1-5 maart": of two bare numbers it would be a day and a month.
_SHORT_UNTIL = re.compile(r"(?<=\d)\s*[-\u2013\u2014]\s*(?=\d{1,2}\.? [a-z])")


class _Written(Struct, frozen=True):
    """What is written of a day; None is what is not."""

    weekday: str
    day: int
    month: int | None
    year: int | None

    @property
    def in_a_year(self) -> tuple[int, int]:
        """Sort key within one year."""
        return (self.month or 0, self.day)

    def whole(self, school_year: SchoolYear) -> str | None:
        """The day as the model reads it; None where there is no such day.

        Of two digits it is certain which are the year only where the day is in the school year.
        """
        days = school_year.days
        year = (days.first if (self.month or 0) >= days.first.month else days.last).year
        if self.year is not None:
            year = self.year if self.year > 99 else self.year + 2000
        try:
            day = date(year, self.month or 0, self.day)
        except ValueError:
            return None
        certain = self.year is None or self.year > 99 or day in days
        return f"{self.weekday} {day}".strip() if certain else None


def whole_dates(cell: str, school_year: SchoolYear) -> str:
    """The days of a cell with the month and the year that they lack: ``12 nov`` becomes ``2026-11-12``.

    A day without a year is in the school year; one without a month is in that of the next in the list, as in
    ``12 en 13 nov``. What cannot be read stays as it is, for the model to say so.
    """
    parts = list(parts_of_cell(cell))
    found = [_ends(part) for part in parts]
    for at in range(len(parts) - 2, -1, -1):
        one, following = found[at], found[at + 1]
        if one and following and one[-1].month is None:
            found[at] = _of_month(one, following[0])
    whole = [_days(ends, school_year) or part for part, ends in zip(parts, found, strict=True)]
    return "; ".join(whole) if whole != parts else cell


def _ends(part: str) -> tuple[_Written, ...]:
    """The day that a part of a list is, or its first and last; a month that only the last has is of both."""
    text = re.sub(r"^(?:van|from)\s+", "", " ".join(part.casefold().split()))
    texts = _UNTIL.split(text) if _UNTIL.search(text) else _SHORT_UNTIL.split(text)
    ends = tuple(found for one in texts if (found := _written(one)) is not None)
    if len(ends) != len(texts) or len(ends) > 2:
        return ()
    return _of_month(ends, ends[-1])


def _of_month(ends: Iterable[_Written], other: _Written) -> tuple[_Written, ...]:
    return tuple(
        one if one.month is not None else _Written(one.weekday, one.day, other.month, other.year)
        for one in ends
    )


def _written(text: str) -> _Written | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    month, year = found["month"], found["year"]
    number = None if month is None else int(month) if month.isdecimal() else _month(month)
    if month is not None and number is None:
        return None
    return _Written(
        found["weekday"] or "", int(found["day"]), number, int(year.lstrip("'")) if year else None
    )


def _month(name: str) -> int | None:
    named = (at for at, names in enumerate(_MONTHS, 1) if any(one.startswith(name) for one in names))
    return next(named, None)


def _days(ends: tuple[_Written, ...], school_year: SchoolYear) -> str | None:
    """The days with whole dates; None where one of them is not certain."""
    if not ends or any(one.month is None for one in ends):
        return None
    first, last = ends[0], ends[-1]
    over_new_year = first.in_a_year > last.in_a_year
    if first.year is None and last.year is not None:
        first = replace(first, year=last.year - over_new_year)
    elif last.year is None and first.year is not None:
        last = replace(last, year=first.year + over_new_year)
    written = [one.whole(school_year) for one in (first, last)[: len(ends)]]
    return "..".join(one for one in written if one) if all(written) else None

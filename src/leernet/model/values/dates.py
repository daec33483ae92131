"""Text as people write it in; days, stretches of days, times and school years out."""

import re
from datetime import date, time

from leernet.catalogue import values as rules
from leernet.model.limits import FIRST_YEAR, LAST_YEAR
from leernet.model.mistake import wrong
from leernet.model.values.shapes import Days, SchoolYear, Span
from leernet.model.weekdays import WEEKDAY_NAMES, weekday_of, words_in

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_DAY_WITH_WEEKDAY = re.compile(r"(?:(?P<weekday>[A-Za-z]+)\.?,?\s+)?(?P<day>\S+)")


def day_from_text(text: str, *, in_table: bool = False) -> date:
    """A day: ``2026-11-12``, ``do 2026-11-12``; in a table ``12-11-2026`` and ``12 november 2026`` too.

    Raises:
        PydanticCustomError: not a day, a day that does not exist, another weekday than written.
    """
    match = _DAY_WITH_WEEKDAY.fullmatch(text.strip())
    day = _existing_day(match["day"], text, in_table=in_table) if match else None
    if in_table and day is None and (spoken := _day_in_words(text)) is not None:
        name = text.split(maxsplit=1)[0].rstrip(".,")
        if not name[0].isdecimal():
            _check_weekday(name, spoken)
        return spoken
    if match is None or day is None:
        raise wrong(rules.NOT_A_DATE.broken(text=text, day=_day_in_words(text) or "2026-11-12"))
    if match["weekday"] is not None:
        _check_weekday(match["weekday"], day)
    return day


_MONTHS = ("jan", "feb", "maa mrt mar", "apr", "mei may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec")
_DAY_IN_WORDS = re.compile(r"(?:[a-z]+\.?,? )?(\d{1,2})[-/. ]+([a-z]+|\d{1,2})\.?[-/. ]+(\d{4})")


def _day_in_words(text: str) -> date | None:
    """The day that is meant by a day in another order or with its month in letters; for a hint only."""
    found = _DAY_IN_WORDS.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        return None
    month = next((at for at, names in enumerate(_MONTHS, 1) if found[2][:3] in names.split()), None)
    try:
        return date(int(found[3]), month or int(found[2]), int(found[1]))
    except ValueError:
        return None


def _existing_day(written: str, text: str, *, in_table: bool) -> date | None:
    if iso := _ISO_DAY.fullmatch(written):
        year, month, number = (int(part) for part in iso.groups())
    elif (dutch := _DUTCH_DAY.fullmatch(written)) and in_table:
        number, month, year = (int(part) for part in dutch.groups())
    else:
        return None
    _check_year(year, text)
    try:
        return date(year, month, number)
    except ValueError:
        raise wrong(rules.NO_SUCH_DAY.broken(text=text)) from None


def _check_year(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise wrong(rules.YEAR_OUT_OF_REACH.broken(text=text, first=FIRST_YEAR, last=LAST_YEAR))


def _like(written: str, names: tuple[str, ...]) -> str:
    """Of the names of a weekday the one in the language and the length of what was written."""
    return next(
        (names[at] for other in WEEKDAY_NAMES for at, name in enumerate(other) if name == words_in(written)),
        names[0],
    )


def _check_weekday(name: str, day: date) -> None:
    weekday = weekday_of(name)
    if weekday is None:
        raise wrong(rules.NOT_A_WEEKDAY.broken(text=name))
    if weekday != day.weekday():
        actual = WEEKDAY_NAMES[day.weekday()]
        raise wrong(rules.WRONG_WEEKDAY.broken(day=day, written=name, actual=_like(name, actual)))


_UNTIL = re.compile(r"\s*(?:\bt/m\b|\btot en met\b|\buntil\b|\s[-\u2013\u2014]\s)\s*", re.IGNORECASE)
_TWO_DAYS = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\D+(\d{4}-\d{1,2}-\d{1,2})")


def days_from_text(text: str, *, in_table: bool = False) -> Days:
    """One day or a range ``2026-11-09..2026-11-13``; in a table ``9-11-2026 t/m 13-11-2026`` too.

    Raises:
        PydanticCustomError: as :func:`day_from_text`, or the last day comes before the first.
    """
    first_text, separator, last_text = text.partition("..")
    if in_table and not separator and len(ends := _UNTIL.split(text.strip())) == 2:
        first_text, separator, last_text = ends[0], "..", ends[1]
    if not separator and (two := _TWO_DAYS.fullmatch(text.strip())):
        raise wrong(rules.NOT_A_RANGE_OF_DAYS.broken(text=text, first=two[1], last=two[2]))
    first = day_from_text(first_text, in_table=in_table)
    last = day_from_text(last_text, in_table=in_table) if separator else first
    return ordered_days(first, last, "")


def ordered_days(first: date, last: date, reason: str) -> Days:
    """The days from a first to a last one.

    Raises:
        PydanticCustomError: the last lies before the first.
    """
    if last < first:
        raise wrong(rules.LAST_DAY_BEFORE_FIRST.broken(first=first, last=last))
    return Days(first, last, reason)


_TIME = re.compile(r"(\d{1,2})[.:](\d{2})")


def time_from_text(text: str) -> time:
    """A time: ``9.00``, ``9:00``, ``09:00``.

    Raises:
        PydanticCustomError: not a time of the day.
    """
    match = _TIME.fullmatch(text.strip().removesuffix("uur").strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise wrong(rules.NOT_A_TIME.broken(text=text))
    return time(int(match[1]), int(match[2]))


def span_from_text(text: str) -> Span:
    """Two times with a hyphen or a dash between: ``9.00-12.00``.

    Raises:
        PydanticCustomError: not two times, or the end is not after the start.
    """
    parts = re.split(r"\s*[-\u2013\u2014]\s*", text.strip().removesuffix("uur").strip())
    if len(parts) != 2:
        raise wrong(rules.NOT_A_TIME_SPAN.broken(text=text))
    start, end = (time_from_text(part) for part in parts)
    if end <= start:
        raise wrong(rules.END_BEFORE_START.broken(first=f"{start:%H:%M}", last=f"{end:%H:%M}"))
    return Span(start, end)


_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-/\u2013]\s*(\d{4})")


def school_year_from_text(text: str) -> SchoolYear:
    """``2026-2027``.

    Raises:
        PydanticCustomError: not two years that follow one another.
    """
    match = _SCHOOL_YEAR.fullmatch(text.strip())
    if match is None or int(match[2]) != int(match[1]) + 1:
        raise wrong(rules.NOT_A_SCHOOL_YEAR.broken(text=text))
    _check_year(int(match[1]), text)
    return SchoolYear(int(match[1]))

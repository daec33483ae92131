"""Headings of a poll of dates in; the day and the time each is about out.

As written by Rallly ("Thu 12 Nov 2026 9:00 AM - 12:00 PM", before 2025 without the year), Doodle ("November
2026", "Thu 12" and "9:00 AM – 12:00 PM" below one another), Framadate ("jeudi 12 novembre 2026" above
"9h-12h"), Nextcloud Polls (an ISO 8601 interval in UTC, or "Thu, Nov 12, 2026, 9:00 AM" in a row "From" and
one "To") and by whoever made a form ("do 12 november 2026 van 9.00 tot 12.00 uur").
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from msgspec import Struct

from leernet.model.plain import without_accents
from leernet.model.poll import PollOption
from leernet.model.timezone import ZONE
from leernet.model.values import Days, SchoolYear
from leernet.model.weekdays import NOON, weekday_of

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan", "feb fev", "mar maa mrt maar", "apr avr", "mei may mai", "jun juin", "jul juil"),
            *("aug aou", "sep", "okt oct", "nov", "dec dez"),
        ),
        1,
    )
    for name in names.split()
}
_NAME = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})[a-z]*"
_MONTH = rf"(?P<month>{_NAME})\.?"
_DAY = r"(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th|e)?\.?"
# A day in any notation, the surest first: month and year above, a weekday below, as Doodle has it.
_DATES = tuple(
    re.compile(rf"(?<![\w.:]){pattern}")
    for pattern in (
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)",
        r"(?P<day>\d{1,2})(?P<sign>[-./])(?P<other>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?![\d:])",
        rf"{_MONTH} (?P<year>\d{{4}}) (?P<weekday>[a-z]{{2,9}})[.,]* {_DAY}(?![:.]?\d)",
        rf"{_DAY}[- ]{_MONTH}(?:[ ,-]+(?P<year>\d{{4}}))?",
        rf"{_MONTH} {_DAY}(?:[ ,]+(?P<year>\d{{4}}))?",
    )
)
_SHORT = re.compile(r"(?P<weekday>[a-z]{2,9})[.,]* (?P<day>\d{1,2})(?P<sign>[-/])(?P<other>\d{1,2})(?![\d:])")
_WEEKDAY_BEFORE = re.compile(r"([a-z]{2,9})[.,]*\s*$")
# Weekdays of the languages that the tools write and leernet does not.
_OTHER_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            *("lun lundi montag mo", "mardi dienstag", "mer mercredi mittwoch mi", "jeu jeudi donnerstag"),
            *("ven vendredi freitag fr", "sam samedi samstag sa", "dim dimanche sonntag so"),
        )
    )
    for name in names.split()
}
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*"
    # With a blank before the time "09:00-12:00" is from nine to twelve.
    r"(z\b|utc\b|gmt\b|(?<=t\d{2}:\d{2})[+-]\d{2}:?\d{2}|(?<=:\d{2}\.\d{3})[+-]\d{2}:?\d{2}"
    r"|(?<=:\d{2}:\d{2})[+-]\d{2}:?\d{2})"
)
_CLOCK = (
    r"(?P<hour{0}>\d{{1,2}})(?:[:.hu](?P<minute{0}>\d{{2}}))?(?::\d{{2}})?"
    r"\s*(?P<unit{0}>[ap]\.?m\b\.?|uur\b|u\b|h\b)?"
)
_RANGE = re.compile(
    rf"(?<![\d:.]){_CLOCK.format(1)}\s*(?:-|tot|to|till|until|bis|a)\s*{_CLOCK.format(2)}(?![\d:])"
)
_ONE_TIME = re.compile(rf"(?<![\d:.]){_CLOCK.format(1)}(?![\d:])")
_ZONE = re.compile(r"\b(?:utc|gmt)\b")
_PARTS = (
    (re.compile(r"\b(?:hele dag|all day|whole day|toute la journee|ganztagig)\b"), None, None),
    (re.compile(r"\b(?:ochtend|morning|matin|vormittag|voormiddag)\b"), time(0), NOON),
    (re.compile(r"\b(?:middag|namiddag|afternoon|apres-midi|nachmittag)\b"), NOON, time(17, 30)),
    (re.compile(r"\b(?:avond|evening|soir|abend)\b"), time(17, 30), time(23, 59)),
)
# That a text is about days at all, though none can be read from it.
_ABOUT_DAYS = re.compile(
    rf"\b{_NAME}\.? \d|\d[. ]*{_NAME}\b|\d{{1,2}}[-/]\d{{1,2}}[-/]\d|\d{{4}}-\d"
    r"|^[a-z]{2,9}[.,]* \d{1,2}(?:[-/]\d{1,2})?$"
)


class Unread(Struct, frozen=True):
    """A heading about days of which none is certain.

    Attributes:
        either: the two days it may be, the day before the month first; None: it is no day.
    """

    either: tuple[date, date] | None = None


_Read: TypeAlias = PollOption | Unread | None


def options_of(texts: Sequence[str], school_year: SchoolYear, likely: Sequence[Days]) -> tuple[_Read, ...]:
    """What each heading is about; None of one that is about no day.

    ``4/5/2027`` may be in April or May: all headings of a file are in one order, and the days exist, are on
    their weekdays, lie in the school year and, where that does not decide, in a likely window.

    Args:
        texts: headings.
        likely: when the meetings may be.
    """
    tidied = [" ".join(without_accents(text).translate(_DASHES).split()) for text in texts]
    by_day = [_option(text, school_year, day_first=True) for text in tidied]
    by_month = [_option(text, school_year, day_first=False) for text in tidied]
    differ = [(one, other) for one, other in zip(by_day, by_month, strict=True) if one != other]
    if not differ:
        return tuple(by_day)
    for windows in ((school_year.days,), likely):
        day, month = (all(_lies_in(one, windows) for one in side) for side in zip(*differ, strict=True))
        if day != month:
            return tuple(by_day if day else by_month)
    return tuple(map(_unless_they_differ, by_day, by_month))


def _lies_in(read: _Read, windows: Sequence[Days]) -> bool:
    return isinstance(read, PollOption) and any(read.day in days for days in windows)


def _unless_they_differ(one: _Read, other: _Read) -> _Read:
    if one == other:
        return one
    if isinstance(one, PollOption) and isinstance(other, PollOption):
        return Unread((one.day, other.day))
    return Unread()


_DASHES = str.maketrans({"\u2013": "-", "\u2014": "-", "\u2212": "-", "\u202f": " ", "\u00a0": " "})


def is_about_days(text: str) -> bool:
    """Whether a cell can be a part of a heading of dates."""
    return bool(_ABOUT_DAYS.search(" ".join(without_accents(text).translate(_DASHES).split())))


def _option(text: str, school_year: SchoolYear, *, day_first: bool) -> _Read:
    # A grid of a form has the question first and the row of the grid between brackets.
    if inside := re.search(r"\[([^\]]+)\]\s*$", text):
        text = inside[1]
    if moments := [_here(found) for found in _ISO_MOMENT.finditer(text)]:
        return _of_moments(moments)
    days = list(_days_in(text, school_year, day_first=day_first))
    if not days:
        return Unread() if _ABOUT_DAYS.search(text) else None
    if any(day is None for day, _start, _end in days):
        return Unread()
    first, start, end = days[0]
    rest = text[:start] + " " * (end - start) + text[end:]
    if len(days) == 2 and days[1][0] is not None:
        second, other_start, other_end = days[1]
        begins, ends = _times(rest[end:other_start]), _times(text[other_end:])
        if begins is not None and ends is not None and begins[1] is None and ends[1] is None:
            return _of_moments([_moment(first, begins[0]), _moment(second, ends[0])])
        return Unread()
    return None if first is None else _with_time(first, rest)


def _moment(day: date | None, clock: time) -> datetime:
    return datetime.combine(day or date.min, clock)


def _here(found: re.Match[str]) -> datetime:
    zone = found[3].upper().replace("GMT", "Z").replace("UTC", "Z")
    moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{'+00:00' if zone == 'Z' else zone}")
    return moment.astimezone(ZONE).replace(tzinfo=None)


def _of_moments(moments: list[datetime]) -> PollOption | Unread:
    """From the first to the last; from midnight to midnight is the whole day."""
    first, last = moments[0], moments[-1]
    if len(moments) == 1 or first == last:
        # A length of nothing is that of a tool that asks for a beginning only.
        return PollOption(first.date(), first.time())
    if first.time() == time() and last == first + timedelta(days=1):
        return PollOption(first.date())
    if last.date() != first.date() or last < first:
        return Unread()
    return PollOption(first.date(), first.time(), last.time())


def _days_in(
    text: str, school_year: SchoolYear, *, day_first: bool
) -> Iterator[tuple[date | None, int, int]]:
    """Each day in a text with where it begins and ends; None one that does not exist."""
    for pattern in (*_DATES, _SHORT):
        found = list(pattern.finditer(text))
        if found:
            for one in found:
                yield _day(one, text, school_year, day_first=day_first), one.start(), one.end()
            return


def _day(found: re.Match[str], text: str, school_year: SchoolYear, *, day_first: bool) -> date | None:
    parts = found.groupdict()
    month = parts.get("month")
    if month is None:
        numbers = (int(parts["day"]), int(parts["other"]))
        # Only a stroke separates the parts of a day in the American order.
        day, number = numbers if day_first or parts["sign"] != "/" else numbers[::-1]
    else:
        day = int(parts["day"])
        number = int(month) if month.isdecimal() else _month(month)
    year = int(parts.get("year") or (school_year.starts_in + (number < 8)))
    before = _WEEKDAY_BEFORE.search(text[: found.start()])
    written = parts.get("weekday") or (before[1] if before else "")
    weekday = _weekday(written)
    try:
        exists = date(year + 2000 if year < 100 else year, number, day)
    except ValueError:
        return None
    return None if weekday is not None and weekday != exists.weekday() else exists


def _month(name: str) -> int:
    return next(_MONTHS[name[:length]] for length in (4, 3) if name[:length] in _MONTHS)


def _weekday(name: str) -> int | None:
    known = weekday_of(name)
    return _OTHER_WEEKDAYS.get(name) if known is None else known


def _with_time(day: date, rest: str) -> PollOption | Unread:
    found = _times(rest)
    if found is not None:
        start, end = found
        if end is not None and end <= start:
            return Unread()
        if _ZONE.search(rest):
            moments = [datetime.combine(day, clock, UTC) for clock in (start, end) if clock is not None]
            return _of_moments([moment.astimezone(ZONE).replace(tzinfo=None) for moment in moments])
        return PollOption(day, start, end)
    for words, start_of_part, end_of_part in _PARTS:
        if words.search(rest):
            return PollOption(day, start_of_part, end_of_part)
    return PollOption(day)


def _times(text: str) -> tuple[time, time | None] | None:
    """The times in a text: from and until, or from only."""
    for found in _RANGE.finditer(text):
        half, last_half = _half(found["unit1"]), _half(found["unit2"])
        start, end = _clock(found, "1", half or last_half), _clock(found, "2", last_half)
        if start is not None and end is not None:
            if last_half and not half and end <= start:
                # "11:00 - 1:00 PM" begins in the morning.
                start = start.replace(hour=start.hour % 12)
            return start, end
    for found in _ONE_TIME.finditer(text):
        if found["minute1"] or found["unit1"]:
            start = _clock(found, "1", _half(found["unit1"]))
            if start is not None:
                return start, None
    return None


def _half(unit: str | None) -> str:
    """Of a unit behind a time which half of the day it says, am or pm; of hours nothing."""
    said = (unit or "").replace(".", "").strip()
    return said if said in ("am", "pm") else ""


def _clock(found: re.Match[str], at: str, half: str) -> time | None:
    hour, minute = int(found[f"hour{at}"]), int(found[f"minute{at}"] or 0)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None

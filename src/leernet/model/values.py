"""The small values that definitions are made of; each is made from text as people write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import total_ordering
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.values import (
    ADDRESS_WITH_ACCENTS,
    BAD_ID,
    DATE_MADE_OF_RANGE,
    END_BEFORE_START,
    EVERY_OTHER_WEEK,
    LAST_DAY_BEFORE_FIRST,
    MINIMUM_ABOVE_MAXIMUM,
    NAME_OF_SEVERAL,
    NO_SUCH_DAY,
    NOT_A_BLOCK_OF_DAYS,
    NOT_A_DATE,
    NOT_A_LOCATION,
    NOT_A_NUMBER,
    NOT_A_RANGE_OF_DAYS,
    NOT_A_SCHOOL_YEAR,
    NOT_A_TIME,
    NOT_A_TIME_SPAN,
    NOT_A_WEEKDAY,
    NOT_AN_ADDRESS,
    NOT_ONE_VALUE,
    NOT_YES_OR_NO,
    ONE_ADDRESS,
    WRONG_WEEKDAY,
    YEAR_OUT_OF_REACH,
)
from leernet.model.addresses import is_address, meant_address
from leernet.model.limits import FIRST_YEAR, LAST_YEAR
from leernet.model.mistake import wrong
from leernet.model.naming import Names
from leernet.model.plain import without_accents
from leernet.model.weekdays import (
    NOON,
    WEEKDAY_NAMES,
    Half,
    HalfDays,
    Weeks,
    half_days_from_text,
    halves_on,
    weekday_of,
    words_in,
)

# From here on it is evening, and nobody's working days count (formats.md, section 5.4).
EVENING_STARTS = time(17, 30)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """One day or several in a row, both ends included."""

    first: date
    last: date
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days) for days in range((self.last - self.first).days + 1))

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


@total_ordering
@dataclass(frozen=True, slots=True)
class Span:
    """From one time of a day to a later one."""

    start: time
    end: time

    def __lt__(self, other: Span) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute

    @property
    def halves(self) -> tuple[Half, ...]:
        """The halves of a working day that it takes a part of; in the evening none."""
        if self.start >= EVENING_STARTS:
            return ()
        halves = ((Half.MORNING, self.start < NOON), (Half.AFTERNOON, self.end > NOON))
        return tuple(half for half, taken in halves if taken)

    def on(self, day: date, allowed: HalfDays) -> bool:
        """Whether on a day it lies within these half days; an evening does where either half is one."""
        halves = halves_on(allowed, day)
        return halves.issuperset(self.halves) if self.halves else bool(halves)

    def overlaps(self, other: Span) -> bool:
        """Whether one person cannot be at both."""
        return self.start < other.end and other.start < self.end

    def minutes_from(self, other: Span) -> int:
        """How many minutes lie between this and another on the same day; negative where they overlap."""
        first, second = sorted((self, other))
        return (second.start.hour - first.end.hour) * 60 + second.start.minute - first.end.minute

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class Range(NamedTuple):
    """A smallest and a largest whole number, both allowed."""

    smallest: int
    largest: int

    def __str__(self) -> str:
        return f"{self.smallest}-{self.largest}"


class Point(NamedTuple):
    """A position on earth, in degrees."""

    latitude: float
    longitude: float


class Region(StrEnum):
    """School-holiday region; a field of the school, never derived from a province."""

    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"


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
        name = text.split(maxsplit=1)[0]
        if not name[0].isdecimal():
            _check_weekday(name, spoken)
        return spoken
    if match is None or day is None:
        raise wrong(NOT_A_DATE.broken(text=text, day=_day_in_words(text) or "2026-11-12"))
    if match["weekday"] is not None:
        _check_weekday(match["weekday"], day)
    return day


_MONTHS = ("jan", "feb", "maa mrt mar", "apr", "mei may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec")
_DAY_IN_WORDS = re.compile(r"(?:[a-z]+\.? )?(\d{1,2})[-/. ]+([a-z]+|\d{1,2})\.?[-/. ]+(\d{4})")


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
        raise wrong(NO_SUCH_DAY.broken(text=text)) from None


def _check_year(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise wrong(YEAR_OUT_OF_REACH.broken(text=text, first=FIRST_YEAR, last=LAST_YEAR))


def _like(written: str, names: tuple[str, ...]) -> str:
    """Of the names of a weekday the one in the language and the length of what was written."""
    return next(
        (names[at] for other in WEEKDAY_NAMES for at, name in enumerate(other) if name == words_in(written)),
        names[0],
    )


def _check_weekday(name: str, day: date) -> None:
    weekday = weekday_of(name)
    if weekday is None:
        raise wrong(NOT_A_WEEKDAY.broken(text=name))
    if weekday != day.weekday():
        actual = WEEKDAY_NAMES[day.weekday()]
        raise wrong(WRONG_WEEKDAY.broken(day=day, written=name, actual=_like(name, actual)))


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
        raise wrong(NOT_A_RANGE_OF_DAYS.broken(text=text, first=two[1], last=two[2]))
    first = day_from_text(first_text, in_table=in_table)
    last = day_from_text(last_text, in_table=in_table) if separator else first
    return _ordered_days(first, last, "")


def _ordered_days(first: date, last: date, reason: str) -> Days:
    if last < first:
        raise wrong(LAST_DAY_BEFORE_FIRST.broken(first=first, last=last))
    return Days(first, last, reason)


_TIME = re.compile(r"(\d{1,2})[.:](\d{2})")


def time_from_text(text: str) -> time:
    """A time: ``9.00``, ``9:00``, ``09:00``.

    Raises:
        PydanticCustomError: not a time of the day.
    """
    match = _TIME.fullmatch(text.strip().removesuffix("uur").strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise wrong(NOT_A_TIME.broken(text=text))
    return time(int(match[1]), int(match[2]))


def span_from_text(text: str) -> Span:
    """Two times with a hyphen or a dash between: ``9.00-12.00``.

    Raises:
        PydanticCustomError: not two times, or the end is not after the start.
    """
    parts = re.split(r"\s*[-\u2013\u2014]\s*", text.strip().removesuffix("uur").strip())
    if len(parts) != 2:
        raise wrong(NOT_A_TIME_SPAN.broken(text=text))
    start, end = (time_from_text(part) for part in parts)
    if end <= start:
        raise wrong(END_BEFORE_START.broken(first=f"{start:%H:%M}", last=f"{end:%H:%M}"))
    return Span(start, end)


_NUMBER = re.compile(r"\d{1,9}")
_RANGE = re.compile(r"(\d{1,9})\s*[-\u2013]\s*(\d{1,9})")


def number_from_text(text: str) -> int:
    """A whole number of zero or more; ``010`` is ten, ``12.0`` is what Excel makes of 12.

    Raises:
        PydanticCustomError: not such a number.
    """
    digits = text.strip().removesuffix(".0")
    if not _NUMBER.fullmatch(digits):
        raise wrong(NOT_A_NUMBER.broken(text=text))
    return int(digits)


def range_from_text(text: str, *, single_is_largest: bool) -> Range:
    """``6-18``; one number is the largest (seats: no minimum) or both ends (a group of just that size).

    Raises:
        PydanticCustomError: not numbers, or the smallest above the largest.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None and (made := _made_of_range(text)):
        raise wrong(DATE_MADE_OF_RANGE.broken(text=text, range=made))
    if match is None:
        number = number_from_text(text)
        return Range(0 if single_is_largest else number, number)
    smallest, largest = int(match[1]), int(match[2])
    if smallest > largest:
        raise wrong(MINIMUM_ABOVE_MAXIMUM.broken(smallest=smallest, largest=largest))
    return Range(smallest, largest)


_DAY_AND_MONTH = re.compile(r"(?:(\d{1,2})[- ]([a-z]{3})|([a-z]{3})[- ](\d{1,2}))\.?", re.IGNORECASE)


def _made_of_range(text: str) -> str | None:
    """The range that Excel made a date of: ``6-12`` of ``2026-12-06``, and of ``6-dec`` in a CSV file."""
    if iso := _ISO_DAY.fullmatch(text.strip()):
        numbers = (int(iso[3]), int(iso[2]))
    elif words := _DAY_AND_MONTH.fullmatch(text.strip()):
        name = (words[2] or words[3]).casefold()
        month = next((at for at, names in enumerate(_MONTHS, 1) if name in names.split()), None)
        if month is None:
            return None
        numbers = (int(words[1] or words[4]), month)
    else:
        return None
    return f"{min(numbers)}-{max(numbers)}"


_YES = ("yes", "ja", "true", "on", "aan", "y", "j", "x", "1", "waar")
_NO = ("no", "nee", "false", "off", "uit", "n", "0", "onwaar", "")


def truth_from_text(text: str) -> bool:
    """``true``, ``yes``, ``ja`` and their opposites.

    Raises:
        PydanticCustomError: neither.
    """
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise wrong(NOT_YES_OR_NO.broken(text=text))


_DEGREES = re.compile(r"-?\d{1,3}(\.\d+)?")


def point_from_texts(texts: tuple[str, ...]) -> Point:
    """Latitude and longitude in degrees, north and east.

    Raises:
        PydanticCustomError: not two numbers, or no place on earth.
    """
    points = tuple(text.strip().replace(",", ".") for text in texts)
    numbers = [float(text) for text in points if _DEGREES.fullmatch(text)]
    if len(texts) != 2 or len(numbers) != 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        raise wrong(NOT_A_LOCATION.broken(text=", ".join(texts)))
    return Point(*numbers)


_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-/\u2013]\s*(\d{4})")


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A Dutch school year, from 1 August up to and including 31 July."""

    starts_in: int

    def __str__(self) -> str:
        return f"{self.starts_in}-{self.starts_in + 1}"

    @property
    def days(self) -> Days:
        """All its days."""
        return Days(date(self.starts_in, 8, 1), date(self.starts_in + 1, 7, 31))

    @property
    def before(self) -> SchoolYear:
        """The school year before this one."""
        return SchoolYear(self.starts_in - 1)


def school_year_from_text(text: str) -> SchoolYear:
    """``2026-2027``.

    Raises:
        PydanticCustomError: not two years that follow one another.
    """
    match = _SCHOOL_YEAR.fullmatch(text.strip())
    if match is None or int(match[2]) != int(match[1]) + 1:
        raise wrong(NOT_A_SCHOOL_YEAR.broken(text=text))
    _check_year(int(match[1]), text)
    return SchoolYear(int(match[1]))


# Names of files are made of ids; a name Windows reserves cannot be one.
_ID = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def id_of(text: str) -> str:
    """The id in small letters that comes closest to a text; empty where there is none."""
    words = re.findall(r"[a-z0-9]+(?:[._][a-z0-9]+)*", without_accents(text))
    closest = "-".join(words)[:64].strip("._-")
    return "" if _RESERVED.fullmatch(closest) else closest


def id_from_text(text: str) -> str:
    """An id: letters and digits, single ``.``, ``-`` or ``_`` between them, at most 64 characters.

    Raises:
        PydanticCustomError: anything else, and names that Windows keeps for itself.
    """
    if not _ID.fullmatch(text) or len(text) > 64 or _RESERVED.fullmatch(text):
        raise wrong(BAD_ID.broken(text=text, id=id_of(text) or "a.bakker"))
    return text


def email_from_text(text: str) -> str:
    """An e-mail address of the shape name@domain; ``mailto:`` before it is taken off.

    Raises:
        PydanticCustomError: not such an address.
    """
    address = text.strip().removeprefix("mailto:")
    if not address.isascii() and address.isprintable():
        character = next(letter for letter in address if not letter.isascii())
        bare = without_accents(address)
        other = bare if bare.isascii() else "a.bakker@kiem.example"
        raise wrong(ADDRESS_WITH_ACCENTS.broken(text=text, character=character, address=other))
    if not is_address(address):
        meant = meant_address(address)
        raise wrong(NOT_AN_ADDRESS.broken(DID_YOU_MEAN(other=meant) if meant else ONE_ADDRESS(), text=text))
    return address


def in_table(info: ValidationInfo) -> bool:
    """Whether the text was in a table, where dates may be written the Dutch way."""
    return bool(info.context and info.context.get("table"))


def _text(value: Any) -> str:
    """The text of a scalar; a list or a mapping where one value is asked for is the user's mistake."""
    if not isinstance(value, str):
        raise wrong(NOT_ONE_VALUE.broken())
    return value


# "Taal- en rekencoördinator" is one role, "10/11/2026" one date.
_DIVIDERS = re.compile(
    r"\s*[;\n]\s*|\s*[,+&]\s*|(?<!-)\s+(?:en|and)\s+(?!met\b)|\s+/\s*|\s*/\s+|(?<=[^\W\d])(?<!\bt)/(?=[^\W\d])|(?<=\d{4})/(?=\d)"
)


def parts_of_cell(cell: str) -> tuple[str, ...]:
    """The parts of a list in a cell, between ``;``, ``,``, ``/``, ``&``, ``+``, ``en`` or on lines.

    Where there is a ``;``, nothing else divides.
    """
    pieces = cell.split(";") if ";" in cell else _DIVIDERS.split(cell)
    return tuple(piece.strip() for piece in pieces if piece.strip())


def parts(value: Any, info: ValidationInfo) -> tuple[Any, ...]:
    """A list; one value alone is a list of one; in a table the parts are between ``;`` or ``,``."""
    if isinstance(value, list | tuple):
        return tuple(value)
    if isinstance(value, str) and in_table(info):
        return parts_of_cell(value)
    return () if value == "" else (value,)


def _days(value: Any, info: ValidationInfo) -> Days:
    if isinstance(value, Days):
        return value
    if isinstance(value, dict):
        return _days_from_block(value, info)
    return days_from_text(_text(value), in_table=in_table(info))


def _days_from_block(block: dict[str, Any], info: ValidationInfo) -> Days:
    unknown = sorted(set(block) - {"from", "until", "reason"})
    if unknown or "from" not in block:
        raise wrong(NOT_A_BLOCK_OF_DAYS.broken())
    first = day_from_text(_text(block["from"]), in_table=in_table(info))
    last = day_from_text(_text(block.get("until", block["from"])), in_table=in_table(info))
    return _ordered_days(first, last, _text(block.get("reason", "")))


def _half_days(value: Any) -> HalfDays:
    if isinstance(value, tuple):
        return value
    texts = value if isinstance(value, list) else [value]
    for at, text in enumerate(texts):
        try:
            half_days_from_text(_text(text))
        except PydanticCustomError as mistake:
            # Which of the list: read/ adds it to the path, so that the finding is about the word itself.
            raise PydanticCustomError(
                mistake.type, "{sentence}", {**(mistake.context or {}), "at": at}
            ) from None
    return half_days_from_text(", ".join(texts)) if texts else ()


def _weekdays(value: Any) -> HalfDays:
    """Weekdays on which something is: every week."""
    half_days = _half_days(value)
    if any(one.weeks is not Weeks.EVERY for one in half_days):
        raise wrong(EVERY_OTHER_WEEK.broken())
    return half_days


def _point(value: Any, info: ValidationInfo) -> Point:
    return (
        value
        if isinstance(value, Point)
        else point_from_texts(tuple(_text(part) for part in parts(value, info)))
    )


def _schema(pattern: str | None = None, **keys: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **({"pattern": pattern} if pattern else {}), **keys})


def _list_schema(item: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}]})


_WEEKDAY_ITEM = {
    "type": "string",
    "description": "ma, do-ochtend, wo even, ma-vr, niet op vr",
}
_DAY_PATTERN = r"^([A-Za-z]+ )?\d{4}-\d{2}-\d{2}$"
_DAYS_PATTERN = r"^([A-Za-z]+ )?\d{4}-\d{2}-\d{2}(\.\.([A-Za-z]+ )?\d{4}-\d{2}-\d{2})?$"
_DAYS_ITEM = {
    "anyOf": [
        {"type": "string", "pattern": _DAYS_PATTERN},
        {
            "type": "object",
            "properties": {key: {"type": "string"} for key in ("from", "until", "reason")},
            "required": ["from"],
            "additionalProperties": False,
        },
    ]
}


def _from_text(parse: Any, made: type) -> BeforeValidator:
    """Text becomes a value; a value that has been made already stays as it is."""
    return BeforeValidator(lambda value: value if isinstance(value, made) else parse(_text(value)))


Id = Annotated[str, BeforeValidator(lambda value: id_from_text(_text(value))), _schema(f"^{_ID.pattern}$")]


def _reference(kind: str) -> BeforeValidator:
    """The id of what a text refers to, by its id or its name; a text that fits nothing stays as it is."""

    def referred(value: Any, info: ValidationInfo) -> str:
        text = _text(value).strip()
        found = _names(info).meant(kind, text)
        if len(found) > 1:
            raise wrong(NAME_OF_SEVERAL.broken(text=text, ids=found))
        return found[0] if found else text

    return BeforeValidator(referred)


def _lead(value: Any, info: ValidationInfo) -> str:
    """The id of a member who is named by id, name or address; anybody else is a guest."""
    text = _text(value).strip()
    found = _names(info).meant("members", text)
    return found[0] if len(found) == 1 else text


def _spelled(kind: str) -> BeforeValidator:
    """A word in the spelling that it has in the whole project."""
    return BeforeValidator(lambda value, info: _names(info).spelling(kind, _text(value).strip()))


def _names(info: ValidationInfo) -> Names:
    """How things are called in the project that is read; in a record there are only ids."""
    names: Names = (info.context or {}).get("names", _NO_NAMES)
    return names


_NO_NAMES = Names()
BoardId = Annotated[str, _reference("boards"), _schema()]
SchoolId = Annotated[str, _reference("schools"), _schema()]
MemberId = Annotated[str, _reference("members"), _schema()]
NetworkId = Annotated[str, _reference("networks"), _schema()]
SeriesId = Annotated[str, _reference("series"), _schema()]
MomentId = Annotated[str, _reference("moments"), _schema()]
Lead = Annotated[str, BeforeValidator(_lead), _schema()]
Role = Annotated[str, _spelled("roles"), _schema()]
Area = Annotated[str, _spelled("areas"), _schema()]
Cohort = Annotated[str, _spelled("cohorts"), _schema()]
Label = Annotated[str, BeforeValidator(lambda value: _text(value).strip()), _schema()]
Email = Annotated[str, BeforeValidator(lambda value: email_from_text(_text(value))), _schema(format="email")]
Day = Annotated[
    date,
    BeforeValidator(
        lambda value, info: (
            value if isinstance(value, date) else day_from_text(_text(value), in_table=in_table(info))
        )
    ),
    _schema(_DAY_PATTERN),
]
Window = Annotated[Days, BeforeValidator(_days), WithJsonSchema(_DAYS_ITEM)]
DayList = Annotated[tuple[Window, ...], BeforeValidator(parts), _list_schema(_DAYS_ITEM)]
TimeSpan = Annotated[
    Span, _from_text(span_from_text, Span), _schema(r"^\d{1,2}[.:]\d{2}\s*[-\u2013]\s*\d{1,2}[.:]\d{2}$")
]
Clock = Annotated[time, _from_text(time_from_text, time), _schema(r"^\d{1,2}[.:]\d{2}$")]
WorkingDays = Annotated[HalfDays, BeforeValidator(_half_days), _list_schema(_WEEKDAY_ITEM)]
Weekdays = Annotated[HalfDays, BeforeValidator(_weekdays), _list_schema(_WEEKDAY_ITEM)]
Number = Annotated[int, _from_text(number_from_text, int), WithJsonSchema({"type": "integer", "minimum": 0})]
Seats = Annotated[
    Range,
    _from_text(lambda text: range_from_text(text, single_is_largest=True), Range),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+-\d+$"}]}),
]
Size = Annotated[
    Range,
    _from_text(lambda text: range_from_text(text, single_is_largest=False), Range),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+-\d+$"}]}),
]
Truth = Annotated[bool, _from_text(truth_from_text, bool), WithJsonSchema({"type": "boolean"})]
Location = Annotated[
    Point,
    BeforeValidator(_point),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
]
SchoolYearValue = Annotated[
    SchoolYear, _from_text(school_year_from_text, SchoolYear), _schema(r"^\d{4}-\d{4}$")
]

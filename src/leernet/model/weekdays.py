"""Weekdays, halves of them and every other week, from the text in which people write them down."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from msgspec import Struct
from pydantic_core import PydanticCustomError

from leernet.catalogue.values import NOT_A_WORKING_DAY
from leernet.model.mistake import wrong

WEEKDAY_NAMES: tuple[tuple[str, ...], ...] = (
    ("ma", "maandag", "mon", "monday"),
    ("di", "dinsdag", "tue", "tuesday"),
    ("wo", "woensdag", "wed", "wednesday"),
    ("do", "donderdag", "thu", "thursday"),
    ("vr", "vrijdag", "fri", "friday"),
    ("za", "zaterdag", "sat", "saturday"),
    ("zo", "zondag", "sun", "sunday"),
)
# "vrij" is no Friday: it may also mean that somebody is free.
_OTHER_NAMES = (("maa",), ("din", "tues"), ("woe", "woens", "weds"), ("don", "thur", "thurs"), ("vri",))
_WEEKDAY = {name: number for number, names in enumerate(WEEKDAY_NAMES) for name in names} | {
    name: number for number, names in enumerate(_OTHER_NAMES) for name in names
}
_WORKING_DAYS = 5

# The halves of a working day part at 12.30.
NOON = time(12, 30)


class Half(IntEnum):
    """Half of a day."""

    MORNING = 0
    AFTERNOON = 1


class Weeks(IntEnum):
    """In which weeks, by the number of the week (ISO 8601)."""

    EVERY = 0
    ODD = 1
    EVEN = 2

    def holds_in(self, day: date) -> bool:
        """Whether the week of that day is one of them."""
        return self is Weeks.EVERY or (day.isocalendar().week % 2 == 1) == (self is Weeks.ODD)


class HalfDay(NamedTuple):
    """Half of a weekday.

    Attributes:
        weekday: 0 is Monday.
        half: morning or afternoon.
        weeks: whether in every week or in every other one.
    """

    weekday: int
    half: Half
    weeks: Weeks = Weeks.EVERY


# Sorted, each once.
HalfDays: TypeAlias = tuple[HalfDay, ...]
WORKING_WEEK: HalfDays = tuple(HalfDay(weekday, half) for weekday in range(_WORKING_DAYS) for half in Half)


def weekday_of(name: str) -> int | None:
    """The number of a weekday from its name or abbreviation, Dutch or English; 0 is Monday."""
    return _WEEKDAY.get(words_in(name))


def words_in(text: str) -> str:
    """Lower case, without the full stop and the spaces people put around a weekday."""
    return text.strip().rstrip(".").casefold()


def shared_half_days(one: HalfDays, other: HalfDays) -> HalfDays:
    """The half days in both; of one in every week and one in every other week the latter."""
    return _together(_each_week(one) & _each_week(other))


def halves_on(half_days: HalfDays, day: date) -> frozenset[Half]:
    """Which halves of that very day are among the half days."""
    weekday = day.weekday()
    return frozenset(one.half for one in half_days if one.weekday == weekday and one.weeks.holds_in(day))


def half_day_names(halves: HalfDays) -> tuple[str, ...]:
    """Half days as people write them: ``ma``, ``do-ochtend``, ``wo even``."""
    names = []
    for weekday, weeks in sorted({(half.weekday, half.weeks) for half in halves}):
        taken = [half.half for half in halves if (half.weekday, half.weeks) == (weekday, weeks)]
        ending = {Half.MORNING: "-ochtend", Half.AFTERNOON: "-middag"}[taken[0]] if len(taken) == 1 else ""
        names.append(WEEKDAY_NAMES[weekday][0] + ending + _WEEKS_NAMES[weeks])
    return tuple(names)


_WEEKS_NAMES = {Weeks.EVERY: "", Weeks.ODD: " oneven", Weeks.EVEN: " even"}

# What people write, and the sign used for it while a list is read, in the order of replacing.
_MORNING = r"'?s?[ -]?(?:ochtends?|ochtenden|ocht|morgens|mornings?|voormiddag|vm|am)"
_AFTERNOON = r"'?s?[ -]?(?:middags?|middagen|namiddag|afternoons?|nm|pm)"
_EVERY_DAY = (
    r"(?:alle|elke|iedere|every|all)\s*(?:werk|week|working )?(?:dag(?:en)?|days?)"
    r"|(?:de )?hele week|(?:the )?whole week|full-?time|voltijds?"
)
_SIGNS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"[\u2010-\u2015\u2212]", "-"),
        (r"\btot en met\b|\bt[./]?e?\.?m\b\.?|\b(?:through|until|tot|to)\b|\.\.", " > "),
        (rf"\b(?:{_EVERY_DAY})\b", " * "),
        (r"\b(?:niet|behalve|not|except|geen)(?: op| on)?\b", " ! "),
        (r"\(?(?:\b(?:in )?(?:de )?(?:oneven|odd)\b)(?:\s+(?:weken|week|weeks))?\)?", " 1 "),
        (r"\(?(?:\b(?:in )?(?:de )?even\b)(?:\s+(?:weken|week|weeks))?\)?", " 2 "),
        (rf"(?<=[a-z])\s*-\s*(?:{_MORNING})\b|(?<=dag)(?:{_MORNING})\b", " =m "),
        (rf"(?<=[a-z])\s*-\s*(?:{_AFTERNOON})\b|(?<=dag)(?:{_AFTERNOON})\b", " =a "),
        (rf"\(?(?<![a-z])(?:in de |de )?(?:{_MORNING})\b\)?", " m "),
        (rf"\(?(?<![a-z])(?:in de |de )?(?:{_AFTERNOON})\b\)?", " a "),
        (r"\s*-\s*", " - "),
        (r"\b(?:en|and)\b|[/+&]", " "),
        (r"(?<=[a-z])\.", " "),
    )
)
_GROUP = re.compile(r"[,;\n]")


class _Day(Struct):
    """A weekday as written in a list, with what was said of it.

    Attributes:
        weekday: 0 is Monday.
        half: the half that is meant; None: both.
        loose: whether something was said after it that may be meant for the days before it as well.
    """

    weekday: int
    half: Half | None = None
    weeks: Weeks = Weeks.EVERY
    loose: bool = False

    @property
    def bare(self) -> bool:
        """Whether nothing was said of it."""
        return self.half is None and self.weeks is Weeks.EVERY


# Of hundreds of people many work the same days.
@lru_cache(maxsize=4096)
def half_days_from_text(text: str) -> HalfDays:
    """Working days as people write them, one or several.

    ``ma``, ``do-ochtend``, ``thu-am``, ``ma di do``, ``ma/di/do``, ``ma-vr``, ``di t/m vr``, ``wo even``,
    ``niet op vr``, ``maandag, dinsdag en donderdag``. What two people could read in two ways is a mistake.

    Raises:
        PydanticCustomError: a word that is no weekday from Monday to Friday, or that says nothing certain.

    >>> half_day_names(half_days_from_text("ma t/m do, niet op di"))
    ('ma', 'wo', 'do')
    """
    written = text.casefold()
    for pattern, sign in _SIGNS:
        written = pattern.sub(sign, written)
    asked: set[HalfDay] = set()
    refused: set[HalfDay] = set()
    refusing = False
    for group in filter(str.strip, _GROUP.split(written)):
        wanted, sign, unwanted = group.partition("!")
        if sign and refusing:
            # "niet op ma, niet op di": what follows is refused as well.
            wanted, unwanted = "", f"{wanted} {unwanted}"
        if sign and not unwanted.strip() and len(wanted.split()) == 1 and not asked:
            wanted, unwanted = "", wanted
        (refused if refusing else asked).update(_half_days(wanted.split(), text))
        refusing = refusing or bool(sign)
        refused.update(_half_days(unwanted.split(), text))
        if sign and not unwanted.strip():
            raise _unclear(text)
    if refusing and not asked:
        asked = set(WORKING_WEEK)
    left = _each_week(asked) - _each_week(refused)
    if not left:
        raise _unclear(text)
    return _together(left)


def _each_week(half_days: Iterable[HalfDay]) -> set[HalfDay]:
    """The same with every week taken apart in odd and even ones."""
    both = (Weeks.ODD, Weeks.EVEN)
    return {
        one._replace(weeks=weeks)
        for one in half_days
        for weeks in (both if one.weeks is Weeks.EVERY else (one.weeks,))
    }


def _together(half_days: set[HalfDay]) -> HalfDays:
    """The same with odd and even weeks put together again."""
    every = {
        one._replace(weeks=Weeks.EVERY)
        for one in half_days
        if one.weeks is Weeks.ODD and one._replace(weeks=Weeks.EVEN) in half_days
    }
    return tuple(sorted(every | (half_days - _each_week(every))))


def _half_days(signs: list[str], text: str) -> Iterator[HalfDay]:
    """The half days that a part of a list between two commas names."""
    if signs == ["*"]:
        yield from WORKING_WEEK
        return
    days = _days(signs, text)
    if len(days) > 1 and days[-1].loose and days[-2].bare:
        # "ma en wo even": one of the two, or both?
        raise _unclear(text)
    for day in days:
        for half in Half if day.half is None else (day.half,):
            yield HalfDay(day.weekday, half, day.weeks)


def _days(signs: list[str], text: str) -> list[_Day]:
    days: list[_Day] = []
    dashes = signs.count("-")
    since: int | None = None
    for sign in signs:
        weekday = _WEEKDAY.get(sign)
        last = days[-1] if days and since is None else None
        if weekday is not None and weekday < _WORKING_DAYS:
            if since is not None:
                days.extend(_Day(between) for between in _after(since, weekday, text, several=dashes > 1))
                since = None
            else:
                days.append(_Day(weekday))
        elif last is not None and sign in (">", "-") and last.bare:
            since = last.weekday
        elif last is not None and sign in _SAID and _say(last, sign):
            continue
        else:
            raise _unclear(sign if sign.isalpha() and sign not in "ma" else text)
    if since is not None or (">" in signs and len(signs) > 3) or (dashes == 1 and len(signs) > 3):
        raise _unclear(text)
    return days


_SAID = ("m", "a", "=m", "=a", "1", "2")


def _say(day: _Day, sign: str) -> bool:
    """Notes what is said of a day; False where the same was said already."""
    day.loose = day.loose or not sign.startswith("=")
    if sign in ("1", "2"):
        new = day.weeks is Weeks.EVERY
        day.weeks = Weeks(int(sign))
        return new
    new = day.half is None
    day.half = Half.MORNING if sign.endswith("m") else Half.AFTERNOON
    return new


def _after(first: int, last: int, text: str, *, several: bool) -> range:
    """The weekdays after the first up to the last; of ``ma-di-do`` the last only."""
    if last <= first:
        raise _unclear(text)
    return range(last if several else first + 1, last + 1)


def _unclear(text: str) -> PydanticCustomError:
    return wrong(NOT_A_WORKING_DAY.broken(text=text.strip()))

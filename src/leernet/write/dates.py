"""Days, times and spans in the words of a Dutch or an English reader."""

from collections.abc import Iterator, Mapping
from datetime import date, time

from msgspec.structs import replace

from leernet.model.values import Span
from leernet.model.weekdays import Half, HalfDays
from leernet.words import Language, Words, _

# English of Europe: the day before the month and a clock of 24 hours, as in the Dutch.
_WEEKDAYS: Mapping[Language, str] = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_MONTHS: Mapping[Language, str] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
# The others are the first three letters.
_SHORT = {"maart": "mrt", "September": "Sept"}


def long_date(day: date, language: Language) -> str:
    """``donderdag 12 november 2026``, ``Thursday 12 November 2026``."""
    return f"{weekday_word(day.weekday(), language)} {day.day} {month_name(day, language)}"


def with_long_dates(spoken: Words) -> Words:
    """The same words, in whose sentences a day is no date of the files but one of people."""
    return replace(spoken, day=lambda day: long_date(day, spoken.language))


def short_date(day: date, language: Language) -> str:
    """``do 12 nov``, ``Thu 12 Nov``: no year, as a school year has every month once."""
    month = _MONTHS[language].split()[day.month - 1]
    return f"{_short_weekday(day, language)} {day.day} {_SHORT.get(month, month[:3])}"


def poll_date(day: date, span: Span, language: Language) -> str:
    """``do 12 november 2026 9.00-12.00``, ``Thu 12 November 2026 9:00-12:00``: as polls are read too."""
    clocks = "-".join(clock_time(moment, language) for moment in (span.start, span.end))
    return f"{_short_weekday(day, language)} {day.day} {month_name(day, language)} {clocks}"


def weekday_word(weekday: int, language: Language) -> str:
    """``maandag``, ``Monday``; 0 is Monday."""
    return _WEEKDAYS[language].split()[weekday]


def _short_weekday(day: date, language: Language) -> str:
    return weekday_word(day.weekday(), language)[: 2 if language == "nl" else 3]


def half_day_words(halves: HalfDays, spoken: Words) -> Iterator[str]:
    """``dinsdag``, ``donderdagochtend``: both halves of a day are the day; in order of the week."""
    for weekday in sorted({half.weekday for half in halves}):
        name = weekday_word(weekday, spoken.language)
        taken = [half.half for half in halves if half.weekday == weekday]
        if len(taken) == len(Half):
            yield name
        elif taken == [Half.MORNING]:
            yield spoken.say(_("{weekday} morning", weekday=name))
        else:
            yield spoken.say(_("{weekday} afternoon", weekday=name))


def month_name(day: date, language: Language) -> str:
    """``november 2026``, ``November 2026``."""
    return f"{_MONTHS[language].split()[day.month - 1]} {day.year}"


def clock_time(moment: time, language: Language) -> str:
    """``9.00``, ``9:00``."""
    return f"{moment.hour}{'.' if language == 'nl' else ':'}{moment.minute:02d}"


def time_span(span: Span, language: Language) -> str:
    """``9.00 – 12.00 uur``, ``9:00 – 12:00``."""
    both = f"{clock_time(span.start, language)} – {clock_time(span.end, language)}"
    return f"{both} uur" if language == "nl" else both


def week_number(day: date) -> int:
    """The number of the week as Dutch schools count: from Monday, week 1 holds the 4th of January."""
    return day.isocalendar().week

"""Days, times and spans in the words of a Dutch or an English reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from babel import Locale
from babel.dates import format_date

from leernet.model.values import Span
from leernet.model.weekdays import Half, HalfDays
from leernet.words import Language, Words, _

# English of Europe: the day before the month and a clock of 24 hours, as in the Dutch.
_LOCALES: dict[Language, Locale] = {"nl": Locale("nl"), "en": Locale("en", "GB")}


def long_date(day: date, language: Language) -> str:
    """``donderdag 12 november 2026``, ``Thursday 12 November 2026``."""
    return format_date(day, "EEEE d MMMM y", _LOCALES[language])


def short_date(day: date, language: Language) -> str:
    """``do 12 nov``, ``Thu 12 Nov``: no year, as a school year has every month once."""
    return format_date(day, "EEE d MMM", _LOCALES[language])


def poll_date(day: date, span: Span, language: Language) -> str:
    """``do 12 november 2026 9.00-12.00``, ``Thu 12 November 2026 9:00-12:00``: as polls are read too."""
    clocks = "-".join(clock_time(moment, language) for moment in (span.start, span.end))
    return f"{format_date(day, 'EEE d MMMM y', _LOCALES[language])} {clocks}"


def weekday_word(weekday: int, language: Language) -> str:
    """``maandag``, ``Monday``; 0 is Monday."""
    # The first of January 2024 was one.
    return format_date(date(2024, 1, 1) + timedelta(weekday), "EEEE", _LOCALES[language])


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
    return format_date(day, "MMMM y", _LOCALES[language])


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

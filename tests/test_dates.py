"""Days and times read as a Dutch or an English colleague writes them."""

from datetime import date, time, timedelta

import pytest
from babel import Locale
from babel.dates import format_date

from leernet.model.values import Span
from leernet.write.dates import (
    clock_time,
    long_date,
    month_name,
    poll_date,
    short_date,
    time_span,
    week_number,
    weekday_word,
)

THURSDAY = date(2026, 11, 12)
MORNING = Span(time(9), time(12, 5))


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nl", ("donderdag 12 november 2026", "do 12 nov", "november 2026", "9.00", "9.00 – 12.05 uur")),
        ("en", ("Thursday 12 November 2026", "Thu 12 Nov", "November 2026", "9:00", "9:00 – 12:05")),
    ],
)
def test_a_day_and_a_time_in_both_languages(language, written):
    assert (
        long_date(THURSDAY, language),
        short_date(THURSDAY, language),
        month_name(THURSDAY, language),
        clock_time(MORNING.start, language),
        time_span(MORNING, language),
    ) == written


def test_the_first_days_of_january_can_belong_to_the_last_week_of_the_year_before():
    assert [week_number(day) for day in (THURSDAY, date(2027, 1, 3), date(2027, 1, 4))] == [46, 53, 1]


def test_every_day_of_a_year_is_written_as_babel_writes_it():
    locales = {"nl": Locale("nl"), "en": Locale("en", "GB")}
    for language, locale in locales.items():
        for number in range(366):
            day = date(2028, 1, 1) + timedelta(number)
            shapes = ("EEEE d MMMM y", "EEE d MMM", "MMMM y", "EEEE", "EEE d MMMM y")
            assert (
                long_date(day, language),
                short_date(day, language),
                month_name(day, language),
                weekday_word(day.weekday(), language),
                poll_date(day, MORNING, language).rpartition(" ")[0],
            ) == tuple(format_date(day, shape, locale) for shape in shapes)

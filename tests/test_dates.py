"""Days and times read as a Dutch or an English colleague writes them."""

from datetime import date, time

import pytest

from leernet.model.values import Span
from leernet.write.dates import clock_time, long_date, month_name, short_date, time_span, week_number

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

"""A year in; on which day something is due that is to be done so long before another day, out."""

from collections.abc import Callable
from datetime import date, timedelta

from leernet.days.holidays import is_known, school_holidays
from leernet.model.values import Days
from leernet.model.year import Year


def notice_day_of(year: Year) -> Callable[[date, int], date]:
    """A function that gives the day on which people are told something, so many days before another day.

    Nobody is told anything in the school holidays of the region, nor in the ``no_notice`` of the year: what
    would be due then is due on the last weekday before.
    """
    quiet = _quiet_days(year)

    def notice_day(day: date, days_before: int) -> date:
        due = day - timedelta(days=days_before)
        while (around := next((days for days in quiet if due in days), None)) is not None:
            due = weekday_before(around.first)
        return due

    return notice_day


def weekday_before(day: date) -> date:
    """The last Monday to Friday before a day."""
    before = day - timedelta(days=1)
    return before - timedelta(days=max(0, before.weekday() - 4))


def _quiet_days(year: Year) -> tuple[Days, ...]:
    region, school_year = year.settings.holiday_region, year.school_year
    holidays = school_holidays(region, school_year) if region and is_known(school_year) else ()
    return (*year.settings.no_notice, *(holiday.days for holiday in holidays))

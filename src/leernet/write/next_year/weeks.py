"""A day or a stretch of days of one school year in; the same weeks of the next one out."""

from datetime import date, timedelta

from leernet.days.holidays import is_known, school_holidays
from leernet.model.values import Days, Region, SchoolYear

_FRIDAY = 4


def same_week(day: date, closing: SchoolYear) -> date:
    """The day of the next school year with the same week number and weekday.

    Schools count in weeks, and holidays move with them. A year without a week 53 has its week 52 instead.

    >>> same_week(date(2026, 11, 10), SchoolYear(2026))
    datetime.date(2027, 11, 16)
    """
    iso = day.isocalendar()
    try:
        moved = date.fromisocalendar(iso.year + 1, iso.week, iso.weekday)
    except ValueError:
        moved = date.fromisocalendar(iso.year + 1, 52, iso.weekday)
    coming = SchoolYear(closing.starts_in + 1).days
    return min(max(moved, coming.first), coming.last)


def same_weeks(days: Days, closing: SchoolYear) -> Days:
    """The same weeks a year later; days that do not lie in the closing year stay what they are."""
    if days.first not in closing.days or days.last not in closing.days:
        return days
    first = same_week(days.first, closing)
    return Days(first, max(first, same_week(days.last, closing)), days.reason)


def week_around(day: date, closing: SchoolYear, region: Region | None) -> Days:
    """The days among which a day that was fixed is chosen anew: Monday to Friday of its week.

    Where that week is a holiday of the region, the week before and the week after belong to it too.
    """
    if day not in closing.days:
        return Days(day, day)
    moved = same_week(day, closing)
    monday = moved - timedelta(days=moved.weekday())
    friday = monday + timedelta(days=_FRIDAY)
    coming = SchoolYear(closing.starts_in + 1)
    if region is not None and is_known(coming):
        holidays = [holiday.days for holiday in school_holidays(region, coming)]
        if any(monday in days and friday in days for days in holidays):
            monday, friday = monday - timedelta(weeks=1), friday + timedelta(weeks=1)
    inside = coming.days
    return Days(max(monday, inside.first), min(friday, inside.last))

"""The weeks of visits as a plan names them: `2026-W45`."""

from collections.abc import Collection
from datetime import date, timedelta

from leernet.model.plan import Visit

# Days.
WEEK = 7


def week_name(day: date) -> str:
    """The week of a day."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def days_behind(week: str, today: date) -> int:
    """How many days of a week, from its Monday, are behind us; more than it has when all of it is."""
    year, _separator, number = week.partition("-W")
    return (today - date.fromisocalendar(int(year), int(number), 1)).days


def all_behind(weeks: Collection[str], today: date) -> bool:
    """Whether there are weeks, and all of each is behind us."""
    return bool(weeks) and all(days_behind(week, today) >= WEEK for week in weeks)


def first_day(visit: Visit) -> date:
    """The first day on which a visit may be."""
    year, _separator, number = visit.week.partition("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return monday + timedelta(min((half.weekday for half in visit.days), default=0))

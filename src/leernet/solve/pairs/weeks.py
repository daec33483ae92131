"""The weeks of visits as a plan names them: `2026-W45`."""

from __future__ import annotations

from datetime import date

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

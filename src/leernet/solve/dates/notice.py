"""Dates in; dates of equal cost of which people have notice in time, out.

Of dates that cost the same the later in the first fortnight of a meeting's window, so that there is time to
invite; and none whose invitation would be due in a holiday where another costs the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

from leernet.solve.dates.measures import Picks, change_of
from leernet.solve.dates.problem import DateProblem, Event

_FORTNIGHT = timedelta(days=14)


def with_notice(
    problem: DateProblem, picks: Picks, kept: Collection[str], notice_day: Callable[[date, int], date]
) -> Picks:
    """The dates with each meeting in turn on a day that costs the same and leaves more time, if there is one.

    Args:
        kept: references of what stays where it is.
        notice_day: on which day people are told something that is due so many days before another.
    """
    for number, event in enumerate(problem.events):
        network = event.gathering.network
        if event.gathering.meeting is None or network is None or event.reference in kept:
            continue
        now = problem.day(int(event.days[picks[number]]))
        quiet = _quiet(7 * network.invite.weeks_before, notice_day)
        for place in _better(problem, event, now, quiet):
            if change_of(problem, picks, number, place) == 0:
                picks = (*picks[:number], place, *picks[number + 1 :])
                break
    return picks


def _better(problem: DateProblem, event: Event, now: date, quiet: Callable[[date], bool]) -> list[int]:
    """Places of days that would be better than the day it is now, the best first."""
    soon = event.gathering.window.first + _FORTNIGHT
    days = [problem.day(number) for number in event.days.tolist()]
    told_in_quiet = quiet(now)
    better = [
        (quiet(day), day >= soon, _order(day, soon), place)
        for place, day in enumerate(days)
        if (now < day < soon and quiet(day) <= told_in_quiet) or (told_in_quiet and not quiet(day))
    ]
    return [place for *_key, place in sorted(better)]


def _order(day: date, soon: date) -> int:
    """In the first fortnight the later day first, after it the earlier."""
    return -day.toordinal() if day < soon else day.toordinal()


def _quiet(before: int, notice_day: Callable[[date, int], date]) -> Callable[[date], bool]:
    """Whether the day on which people would be invited to a day lies in a holiday."""
    return lambda day: notice_day(day, before) != day - timedelta(days=before)

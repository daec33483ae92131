"""A year in; its public holidays and the days of carnaval out, computed, never looked up."""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from msgspec import Struct

from leernet.model.values import Days
from leernet.words import Sentence, _

_SUNDAY = 6


class PublicHoliday(Struct, frozen=True):
    """A day on which schools close: all of them, or nearly all, each deciding for itself.

    Attributes:
        day: the day.
        called: what it is called in a sentence.
        all_close: whether no school is open; else nearly all close.
    """

    day: date
    called: Sentence
    all_close: bool


@cache
def public_holidays(year: int) -> tuple[PublicHoliday, ...]:
    """The public holidays of a calendar year in the order of their days.

    Easter by the Gregorian rule. The staff agreement gives 5 May off once in five years; in the other years
    schools close all the same, by their own choice.
    """
    sunday = easter(year)
    days = (
        PublicHoliday(date(year, 1, 1), _("New Year's Day"), True),
        PublicHoliday(sunday - timedelta(days=2), _("Good Friday"), False),
        PublicHoliday(sunday, _("Easter Sunday"), True),
        PublicHoliday(sunday + timedelta(days=1), _("Easter Monday"), True),
        PublicHoliday(kings_day(year), _("King's Day"), True),
        PublicHoliday(date(year, 5, 5), _("Liberation Day"), year % 5 == 0),
        PublicHoliday(sunday + timedelta(days=39), _("Ascension Day"), True),
        PublicHoliday(sunday + timedelta(days=40), _("the Friday after Ascension Day"), False),
        PublicHoliday(sunday + timedelta(days=49), _("Whit Sunday"), True),
        PublicHoliday(sunday + timedelta(days=50), _("Whit Monday"), True),
        PublicHoliday(date(year, 12, 25), _("Christmas Day"), True),
        PublicHoliday(date(year, 12, 26), _("Boxing Day"), True),
    )
    # Two holidays can share a day, as 5 May 2016: the one that closes every school counts.
    return tuple(sorted(days, key=lambda holiday: (holiday.day, not holiday.all_close)))


def kings_day(year: int) -> date:
    """27 April, or the day before when that is a Sunday."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == _SUNDAY else day


def carnaval(year: int) -> Days:
    """Carnaval from Sunday up to and including Tuesday.

    >>> carnaval(2027)
    Days(first=datetime.date(2027, 2, 7), last=datetime.date(2027, 2, 9), reason='')
    """
    sunday = easter(year) - timedelta(days=49)
    return Days(sunday, sunday + timedelta(days=2))


def carnaval_week(year: int) -> Days:
    """The working week of carnaval, Monday up to and including Friday."""
    monday = carnaval(year).first + timedelta(days=1)
    return Days(monday, monday + timedelta(days=4))

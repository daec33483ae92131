"""Whether a member can be there on a day, and if not why: one answer for dates, rules and placements.

Meetings and series differ in one thing. Somebody whose own school is closed does not come to a meeting,
and does attend a workshop elsewhere. ``verify/attendance.py`` answers the same by code of its own.

The rules in words: ``docs/en/background/planning.md``.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum

from leernet.days.calendar import Calendar, Openness
from leernet.model.poll import Stance
from leernet.model.selection import takes_part_on
from leernet.model.values import Days, Span
from leernet.model.weekdays import WORKING_WEEK, Half, HalfDays, Weeks, halves_on
from leernet.model.year import Member
from leernet.words import Sentence, _

BOTH_HALVES = tuple(Half)
_WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"))
# The bit of an evening in :func:`working_halves`, beside those of the halves of a working day.
EVENING = 4


class Presence(IntEnum):
    """Whether somebody can come on a day; the reasons why not in the order in which they are told."""

    FREE = 0
    SCHOOL_PROBABLY_CLOSED = 1
    SCHOOL_CLOSED = 2
    NOT_A_WORKING_DAY = 3
    AWAY = 4
    NOT_A_MEMBER = 5
    SAID_NO = 6


def presence(
    calendar: Calendar,
    member: Member,
    day: date,
    halves: Iterable[Half] = BOTH_HALVES,
    said: Stance | None = None,
) -> Presence:
    """Whether a member can come on these halves of a day: member then, not away, at work, own school open.

    Args:
        said: what they answered in a poll; it goes before working days and what their school does.
    """
    if not takes_part_on(member, day):
        return Presence.NOT_A_MEMBER
    if any(day in days for days in member.away):
        return Presence.AWAY
    if said is not None:
        return Presence.SAID_NO if said is Stance.NO else Presence.FREE
    if not works_on(member, day, halves):
        return Presence.NOT_A_WORKING_DAY
    match calendar.school(calendar.home(member), day).level:
        case Openness.OPEN:
            return Presence.FREE
        case Openness.PROBABLY_CLOSED:
            return Presence.SCHOOL_PROBABLY_CLOSED
        case Openness.CLOSED:
            return Presence.SCHOOL_CLOSED


def attends_series(member: Member, day: date, halves: Iterable[Half] = BOTH_HALVES) -> bool:
    """Whether a participant of a series can attend: their own school does not matter, ``away`` does.

    Who names no working days comes on all.
    """
    return takes_part_and_not_away(member, day) and (
        member.working_days is None or works_on(member, day, halves)
    )


def takes_part_and_not_away(member: Member, day: date) -> bool:
    """Whether somebody is a member then and not ``away``, whatever else they have."""
    return takes_part_on(member, day) and not any(day in days for days in member.away)


def works_on(member: Member, day: date, halves: Iterable[Half] = BOTH_HALVES) -> bool:
    """Whether the halves of this weekday are working time of the member; an evening asks none."""
    return halves_on(working_week(member), day).issuperset(halves)


def weekday_names(weekdays: Iterable[int]) -> tuple[Sentence, ...]:
    """What these working days are called, in the order of the week; 0 is Monday."""
    return tuple(_WEEKDAYS[weekday] for weekday in sorted(weekdays))


def working_halves(member: Member, days: Days) -> bytes:
    """For each day which parts of it a member can be asked for; 1 morning, 2 afternoon, 4 evening, 0 none.

    The calendar of the school is not looked at: it is the same for everybody there. In the evening working
    days do not count.
    """
    length = (days.last - days.first).days + 1
    halves = bytearray([EVENING]) * length
    for weekday, half, weeks in working_week(member):
        for at in range((weekday - days.first.weekday()) % 7, length, 7):
            if weeks is Weeks.EVERY or weeks.holds_in(days.first + timedelta(at)):
                halves[at] |= 1 << half
    for away in member.away:
        _clear(halves, days, away)
    if member.joined is not None:
        _clear(halves, days, Days(date.min, _day_before(member.joined)))
    if member.until is not None:
        _clear(halves, days, Days(_day_after(member.until), date.max))
    return bytes(halves)


def asked_bits(span: Span) -> int:
    """The parts of a day that a span takes of :func:`working_halves`: of an evening only the evening."""
    return sum(1 << half for half in span.halves) or EVENING


def working_week(member: Member) -> HalfDays:
    """When a member works; who says nothing of it, on all working days."""
    return WORKING_WEEK if member.working_days is None else member.working_days


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _clear(halves: bytearray, days: Days, gone: Days) -> None:
    first = max(gone.first, days.first)
    last = min(gone.last, days.last)
    if first <= last:
        start, stop = (first - days.first).days, (last - days.first).days + 1
        halves[start:stop] = bytes(stop - start)

"""Whether somebody can be there, counted anew for whoever checks: nothing here comes from what plans by it.

The rules in words: ``docs/en/background/planning.md``.
"""

from datetime import date, time

from leernet.days.calendar import Calendar, Openness
from leernet.model.values import Span
from leernet.model.weekdays import HalfDay
from leernet.model.year import Member

_NOON = time(12, 30)
_EVENING = time(17, 30)
_SATURDAY = 5


def counts_as_there(
    calendar: Calendar, member: Member, day: date, span: Span, said: bool | None = None
) -> bool:
    """Whether a wanted or needed member is there: at work, not away, and their own school surely open.

    Args:
        said: what they answered in a poll, which goes before working days and their school.
    """
    if said is not None:
        return said and _is_free(member, day)
    return (
        _is_available(member, day, span)
        and calendar.school(calendar.home(member), day).level is Openness.OPEN
    )


def perhaps_there(
    calendar: Calendar, member: Member, day: date, span: Span, said: bool | None = None
) -> bool:
    """Whether a member is there unless their school turns out to be closed."""
    if said is not None:
        return said and _is_free(member, day)
    return (
        _is_available(member, day, span)
        and calendar.school(calendar.home(member), day).level < Openness.CLOSED
    )


def is_member(member: Member, day: date) -> bool:
    """Whether somebody takes part in the partnership on that day."""
    after = member.joined is None or day >= member.joined
    return after and (member.until is None or day <= member.until)


def _is_free(member: Member, day: date) -> bool:
    away = any(stretch.first <= day <= stretch.last for stretch in member.away)
    return is_member(member, day) and not away


def _is_available(member: Member, day: date, span: Span) -> bool:
    return _is_free(member, day) and hours_suit(member, day, span)


def falls_on(half: HalfDay, day: date) -> bool:
    """Whether a half of a weekday is on that day, with every other week counted by the number of the week."""
    odd = day.isocalendar().week % 2
    return half.weekday == day.weekday() and half.weeks.name in ("EVERY", ("EVEN", "ODD")[odd])


def hours_suit(member: Member, day: date, span: Span) -> bool:
    """Whether somebody works then; the same of a weekday in all even, or all odd, weeks."""
    return span.start >= _EVENING or _works(member, day, span)


def _works(member: Member, day: date, span: Span) -> bool:
    if member.working_days is None:
        return day.weekday() < _SATURDAY
    halves = {half.half.value for half in member.working_days if falls_on(half, day)}
    return (span.start >= _NOON or 0 in halves) and (span.end <= _NOON or 1 in halves)

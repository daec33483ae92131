"""What people answered in polls of dates, counted anew minute by minute, apart from what plans by it.

The rules in words: ``docs/en/background/planning.md``.
"""

from collections.abc import Iterator
from datetime import date

from leernet.model.gathering import Gathering
from leernet.model.poll import Poll, PollOption
from leernet.model.programme import minute_of
from leernet.model.values import Span
from leernet.model.year import Year

_MINUTES = 24 * 60


def heard(year: Year, gathering: Gathering, member: str, day: date) -> bool | None:
    """Whether somebody said that they can come to a meeting that day, if need be; None: they say nothing."""
    levels = (_level(poll, gathering.span, member, day) for poll in _polls(year, gathering))
    level = next((level for level in levels if level is not None), None)
    return None if level is None else level > 0


def if_need_be(year: Year, gathering: Gathering, member: str, day: date) -> bool:
    """Whether somebody said that they can come that day if they have to."""
    levels = (_level(poll, gathering.span, member, day) for poll in _polls(year, gathering))
    return next((level for level in levels if level is not None), None) == 1


def days_asked(year: Year, gathering: Gathering) -> frozenset[tuple[str, date]]:
    """Of whom there may be an answer about which day."""
    return frozenset(
        (member, option.day)
        for poll in _polls(year, gathering)
        for member in poll.answers
        for option in poll.options
    )


def refused_by_all(year: Year, gathering: Gathering, day: date) -> bool:
    """Whether somebody answered about that day, and everybody who did said no."""
    people = {id for poll in _polls(year, gathering) for id in poll.answers}
    answers = [heard(year, gathering, id, day) for id in people]
    return False in answers and True not in answers


def _polls(year: Year, gathering: Gathering) -> Iterator[Poll]:
    """That of the meeting, then that of its network; intervision on days of its own has neither."""
    network, meeting = gathering.network, gathering.meeting
    if network is None or meeting is None or gathering.chain != network.id:
        return
    for name in (meeting.id, ""):
        yield from (poll for poll in year.polls if poll.network == network.id and poll.meeting == name)


def _level(poll: Poll, span: Span | None, member: str, day: date) -> int | None:
    """0 no, 1 if need be, 2 yes: the worst of all minutes of the meeting, each at its best."""
    answers = zip(poll.options, poll.answers.get(member, ()), strict=False)
    said = [(option, int(stance)) for option, stance in answers if stance is not None and option.day == day]
    if not said or span is None:
        whole = [level for option, level in said if option.start is None]
        return max(whole, default=None)
    minutes = range(minute_of(span.start), minute_of(span.end))
    per_minute = {
        max((level for option, level in said if at in _minutes(option, span)), default=None) for at in minutes
    }
    if 0 in per_minute:
        return 0
    return None if None in per_minute else min(level for level in per_minute if level is not None)


def _minutes(option: PollOption, span: Span) -> range:
    if option.start is None:
        return range(_MINUTES)
    if option.end is None:
        return range(_MINUTES) if option.start == span.start else range(0)
    return range(minute_of(option.start), minute_of(option.end))

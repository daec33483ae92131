"""A year with its polls in; what people said of the days of a meeting, and which days are its dates, out.

Of a meeting's own poll and one of its whole network the own goes first, person by person and day by day.

The rules in words: ``docs/en/background/planning.md``.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from itertools import pairwise

from leernet.model.poll import Poll, PollOption, Stance
from leernet.model.values import Days, Span
from leernet.model.year import Meeting, Network, Year

# By member and day.
Said = Mapping[tuple[str, date], Stance]


def polls_about(year: Year, network: str, meeting: str) -> tuple[Poll, ...]:
    """The polls about a meeting, its own first."""
    own = [poll for poll in year.polls if poll.network == network and poll.meeting in (meeting, "")]
    return tuple(sorted(own, key=lambda poll: not poll.meeting))


def said_of(year: Year, network: str, meeting: str, span: Span | None) -> Said:
    """What each person said of a meeting on each day of its polls, if it is at that time."""
    said: dict[tuple[str, date], Stance] = {}
    for poll in polls_about(year, network, meeting):
        for member, answers in poll.answers.items():
            by_day: dict[date, list[tuple[PollOption, Stance]]] = {}
            for option, stance in zip(poll.options, answers, strict=True):
                if stance is not None:
                    by_day.setdefault(option.day, []).append((option, stance))
            for day, about in by_day.items():
                stance = _at(about, span)
                if stance is not None:
                    said.setdefault((member, day), stance)
    return said


def _at(about: list[tuple[PollOption, Stance]], span: Span | None) -> Stance | None:
    """What is said of a time of a day: no for a part of it is no, nothing for a part of it is nothing.

    Of several answers about one part of it the best counts.
    """
    if span is None:
        return max((stance for option, stance in about if option.start is None), default=None)
    spans = [(found, stance) for option, stance in about if (found := _within(option, span)) is not None]
    edges = sorted({edge for found, _stance in spans for edge in (found.start, found.end)})
    edges = sorted({span.start, span.end, *(edge for edge in edges if span.start < edge < span.end)})
    parts = [
        max((stance for found, stance in spans if found.start <= start and end <= found.end), default=None)
        for start, end in pairwise(edges)
    ]
    if Stance.NO in parts:
        return Stance.NO
    return None if None in parts else min(part for part in parts if part is not None)


def _within(option: PollOption, span: Span) -> Span | None:
    """The part of a span that an option is about; None where it is about none."""
    if option.start is None:
        return span
    if option.end is None:
        return span if option.start == span.start else None
    start, end = max(option.start, span.start), min(option.end, span.end)
    return Span(start, end) if start < end else None


def refused_days(said: Said) -> tuple[date, ...]:
    """The days of which everybody who said something says no."""
    best: dict[date, Stance] = {}
    for (_member, day), stance in said.items():
        best[day] = max(stance, best.get(day, Stance.NO))
    return tuple(sorted(day for day, stance in best.items() if stance is Stance.NO))


def fits(option: PollOption, times: Iterable[Span]) -> bool:
    """Whether a date that was asked about is about one of these times; about no time it is about all."""
    if option.start is None:
        return True
    return any(
        option.start == span.start or (option.start <= span.start and (option.end or time.max) >= span.end)
        for span in times
    )


def meeting_times(network: Network, meeting: Meeting) -> tuple[Span, ...]:
    """The times a meeting may be at."""
    return meeting.times or ((network.time,) if network.time is not None else ())


def awaited_polls(year: Year) -> frozenset[str]:
    """The meetings whose date is to come from a poll that there is not yet."""
    return frozenset(
        f"{network.id}/{meeting.id}"
        for network in year.networks.values()
        for meeting in network.meetings
        if meeting.dates == "poll" and meeting.date is None and not polls_about(year, network.id, meeting.id)
    )


def meeting_dates(year: Year, network: Network, meeting: Meeting) -> tuple[date, ...]:
    """The only days a meeting may be on, sorted: those given, or those of its poll; none: any day will do.

    Of a poll about the whole network those within the meeting's window.
    """
    if meeting.date is not None:
        return ()
    if meeting.dates != "poll":
        return tuple(sorted(meeting.dates))
    window = meeting.window or year.school_year.days
    times = meeting_times(network, meeting)
    for poll in polls_about(year, network.id, meeting.id):
        days = {option.day for option in poll.options if fits(option, times)}
        within = days if poll.meeting else {day for day in days if day in window}
        if within:
            return tuple(sorted(within))
    return ()


def meeting_window(year: Year, network: Network, meeting: Meeting) -> Days:
    """The days among which a meeting's date is chosen: its own date, its window, or the whole school year."""
    if meeting.date is not None:
        return Days(meeting.date, meeting.date)
    if dates := meeting_dates(year, network, meeting):
        return Days(dates[0], dates[-1])
    return meeting.window or year.school_year.days

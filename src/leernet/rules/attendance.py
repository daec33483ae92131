"""Rules about who can come: nobody is wanted in a network and able to come to none of its meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from leernet.catalogue.members import COULD_COME, NEVER_CAN_COME, NO_DAY_HELPS
from leernet.days.attendance import Presence, presence, weekday_names
from leernet.days.calendar import Calendar, calendar_of
from leernet.finding import Finding, Places
from leernet.model.gathering import Gathering, expected_spans, network_gatherings, said_about
from leernet.model.poll import Stance
from leernet.model.selection import takes_part_on
from leernet.model.values import Days, Span
from leernet.model.weekdays import HalfDay
from leernet.model.year import Member, Network, Year
from leernet.rules.project import network_name
from leernet.words import Sentence

# A date that was given may be another: so many days around it count as days that would help.
_NEAR_DAYS = 14
_DATES_SHOWN = 3
_WORKING_DAYS = 5

# When somebody is expected at a gathering.
Expected = tuple[Gathering, Span]


def never_can_come(year: Year, places: Places) -> Iterator[Finding]:
    """Everybody who is wanted in a network can come to one of its meetings, whatever dates are chosen.

    Args:
        year: what the user defined, without errors.
        places: where it is.
    """
    calendar = calendar_of(year)
    for _id, network in sorted(year.networks.items()):
        expected = _expected(year, network)
        never = {
            id: asked for id, asked in expected.items() if _never(year, calendar, year.members[id], asked)
        }
        # Where nobody at all can come it is the dates that are wrong, and that is said elsewhere.
        if len(never) < len(expected):
            for id, asked in never.items():
                yield _finding(places, calendar, network, year.members[id], asked)


def _never(year: Year, calendar: Calendar, member: Member, asked: list[Expected]) -> bool:
    """Whether a member can come on no possible day of the meetings of their time."""
    wanted = False
    for gathering, span in asked:
        said = said_about(year, gathering)
        for day in _possible_days(gathering, span):
            if takes_part_on(member, day):
                wanted = True
                if _is_free(calendar, member, day, span, said.get((member.id, day))):
                    return False
    return wanted


def _expected(year: Year, network: Network) -> dict[str, list[Expected]]:
    """For each wanted member the meetings at which they are expected."""
    found: dict[str, list[Expected]] = {}
    for gathering in network_gatherings(year, network):
        for id, span in expected_spans(year, gathering).items():
            found.setdefault(id, []).append((gathering, span))
    return found


def _possible_days(gathering: Gathering, span: Span) -> Iterator[date]:
    asked = {
        weekday
        for weekday in range(_WORKING_DAYS)
        if all(HalfDay(weekday, half) in gathering.weekdays for half in span.halves)
    }
    if gathering.dates:
        return iter(gathering.dates)
    return (day for day in gathering.window if gathering.fixed or day.weekday() in asked)


def _is_free(calendar: Calendar, member: Member, day: date, span: Span, said: Stance | None = None) -> bool:
    return presence(calendar, member, day, span.halves, said) is Presence.FREE


def _finding(
    places: Places, calendar: Calendar, network: Network, member: Member, asked: list[Expected]
) -> Finding:
    return NEVER_CAN_COME.at(
        places.of("members", member.id, "working_days"),
        _what_would_help(calendar, member, asked),
        member=member.name,
        network=network_name(network),
        count=sum(any(takes_part_on(member, day) for day in gathering.window) for gathering, _span in asked),
    )


def _what_would_help(calendar: Calendar, member: Member, asked: list[Expected]) -> Sentence:
    """The weekdays on which this member can come in those windows, whatever the network asks, and dates."""
    free = sorted(
        {
            day
            for gathering, span in asked
            for day in _around(gathering)
            if day.weekday() < _WORKING_DAYS and _is_free(calendar, member, day, span)
        }
    )
    if not free:
        return NO_DAY_HELPS(member=member.name)
    return COULD_COME(
        member=member.name,
        weekdays=weekday_names({day.weekday() for day in free}),
        days=tuple(str(day) for day in free[:_DATES_SHOWN]),
    )


def _around(gathering: Gathering) -> Days:
    if not gathering.fixed:
        return gathering.window
    near = timedelta(days=_NEAR_DAYS)
    return Days(gathering.window.first - near, gathering.window.last + near)

"""Rules about who can come: nobody is wanted in a network and able to come to none of its meetings."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue.members import COULD_COME, COULD_COME_WITHOUT, NEVER_CAN_COME, NO_DAY_HELPS
from leernet.days.attendance import Presence, presence, weekday_names
from leernet.days.calendar import Calendar, calendar_of
from leernet.finding import Finding, Places
from leernet.model.gathering import Gathering, expected_spans, needs, network_gatherings, said_about
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
_NAMES_SHOWN = 3
_WORKING_DAYS = 5


class _Expected(Struct, frozen=True):
    """When somebody is expected at a gathering.

    Attributes:
        days: those it may be on.
        held: those of them on which it can be: who must be there can come.
    """

    gathering: Gathering
    span: Span
    days: tuple[date, ...]
    held: frozenset[date]


def never_can_come(year: Year, places: Places) -> Iterator[Finding]:
    """Everybody who is wanted in a network can come to one of its meetings, whatever dates are chosen.

    Args:
        year: what the user defined, without errors.
        places: where it is.
    """
    calendar = calendar_of(year)
    for _id, network in sorted(year.networks.items()):
        expected = _expected(year, calendar, network)
        never = {
            id: asked for id, asked in expected.items() if _never(year, calendar, year.members[id], asked)
        }
        # Where nobody at all can come it is the dates that are wrong, and that is said elsewhere.
        if len(never) < len(expected):
            for id, asked in never.items():
                yield _finding(year, places, calendar, network, year.members[id], asked)


def _never(year: Year, calendar: Calendar, member: Member, asked: list[_Expected]) -> bool:
    """Whether a member can come on no possible day of the meetings of their time."""
    wanted = False
    for one in asked:
        said = said_about(year, one.gathering)
        for day in one.days:
            if day in one.held and takes_part_on(member, day):
                wanted = True
                if _is_free(calendar, member, day, one.span, said.get((member.id, day))):
                    return False
    return wanted


def _expected(year: Year, calendar: Calendar, network: Network) -> dict[str, list[_Expected]]:
    """For each wanted member the meetings at which they are expected."""
    found: dict[str, list[_Expected]] = {}
    days: dict[tuple[object, ...], tuple[tuple[date, ...], frozenset[date]]] = {}
    for gathering in (one for each in network_gatherings(year, network) for one in _at_its_times(each)):
        for id, span in expected_spans(year, gathering).items():
            if (gathering.reference, gathering.span, span) not in days:
                possible = tuple(_possible_days(gathering, span))
                held = frozenset(day for day in possible if not _missing(year, calendar, gathering, day))
                days[gathering.reference, gathering.span, span] = possible, held
            found.setdefault(id, []).append(
                _Expected(gathering, span, *days[gathering.reference, gathering.span, span])
            )
    return found


def _at_its_times(gathering: Gathering) -> Iterator[Gathering]:
    """A meeting at each of the times that it may be at."""
    meeting = gathering.meeting
    if meeting is None or len(meeting.times) < 2:
        yield gathering
        return
    for span in meeting.times:
        yield replace(gathering, span=span, meeting=meeting.model_copy(update={"times": (span,)}))


def _missing(year: Year, calendar: Calendar, gathering: Gathering, day: date) -> tuple[str, ...]:
    """Ids of those of whom some must be there, of whom too few can come on that day."""
    span, said = gathering.span, said_about(year, gathering)
    if span is None:
        return ()
    missing: list[str] = []
    for need in needs(year, gathering):
        free = {
            id for id in need.members if _is_free(calendar, year.members[id], day, span, said.get((id, day)))
        }
        if len(free) < need.at_least:
            missing += (id for id in need.members if id not in free)
    return tuple(missing)


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
    year: Year, places: Places, calendar: Calendar, network: Network, member: Member, asked: list[_Expected]
) -> Finding:
    return NEVER_CAN_COME.at(
        places.of("members", member.id, "working_days"),
        _what_would_help(year, calendar, member, asked),
        member=member.name,
        network=network_name(network),
        count=len(
            {
                one.gathering.reference
                for one in asked
                if any(takes_part_on(member, day) for day in one.gathering.window)
            }
        ),
    )


def _what_would_help(year: Year, calendar: Calendar, member: Member, asked: list[_Expected]) -> Sentence:
    """The days on which this member can come and others cannot, else those that the network does not ask."""
    for one in asked:
        said = said_about(year, one.gathering)
        elsewhere = (day for day in one.days if day not in one.held)
        own = [
            day for day in elsewhere if _is_free(calendar, member, day, one.span, said.get((member.id, day)))
        ]
        if own:
            missing = _missing(year, calendar, one.gathering, own[0])
            names = tuple(year.members[id].name for id in missing[:_NAMES_SHOWN])
            return COULD_COME_WITHOUT(member=member.name, days=_shown(own), people=names)
    free = sorted(
        {
            day
            for one in asked
            for day in _around(one.gathering)
            if day.weekday() < _WORKING_DAYS and _is_free(calendar, member, day, one.span)
        }
    )
    if not free:
        return NO_DAY_HELPS(member=member.name)
    weekdays = weekday_names({day.weekday() for day in free})
    return COULD_COME(member=member.name, weekdays=weekdays, days=_shown(free))


def _shown(days: list[date]) -> tuple[str, ...]:
    return tuple(str(day) for day in days[:_DATES_SHOWN])


def _around(gathering: Gathering) -> Days:
    if not gathering.fixed:
        return gathering.window
    near = timedelta(days=_NEAR_DAYS)
    return Days(gathering.window.first - near, gathering.window.last + near)

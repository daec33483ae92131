"""A planned meeting in; whether enough people can come and the host has seats for all, counted anew."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from msgspec import Struct

from leernet.days.calendar import Calendar
from leernet.model.gathering import Gathering, Need, expected_spans, needs
from leernet.model.plan import PlannedMeeting
from leernet.model.year import Network, Year
from leernet.verify.attendance import counts_as_there, is_member
from leernet.verify.polls import heard


class WantedCount(Struct, frozen=True):
    """Who a meeting is for on its day.

    Attributes:
        counted: ids of the wanted members of that day without those who must be there anyway.
        able: those of them who can come.
        quorum: how many of them must be able to come.
        seats: for how many people the host must have a seat.
    """

    counted: tuple[str, ...]
    able: tuple[str, ...]
    quorum: int
    seats: int


def count_of(
    year: Year, calendar: Calendar, network: Network, gathering: Gathering, meeting: PlannedMeeting
) -> WantedCount:
    """How many people a meeting of a network is for, and how many can come."""
    spans = expected_spans(year, gathering)
    asked = needs(year, gathering)
    must = must_come(asked)
    counted = tuple(id for id in sorted(spans) if id not in must and is_member(year.members[id], meeting.day))
    able = tuple(
        id
        for id in counted
        if counts_as_there(
            calendar, year.members[id], meeting.day, spans[id], heard(year, gathering, id, meeting.day)
        )
    )
    seats = seats_for(network, asked, spans.keys(), len(counted))
    return WantedCount(counted, able, quorum_of(network, len(counted)), seats)


def must_come(asked: Iterable[Need]) -> set[str]:
    """Those each of whom must be there."""
    return {id for need in asked if need.at_least >= len(need.members) for id in need.members}


def seats_for(network: Network, asked: Iterable[Need], wanted: Iterable[str], counted: int) -> int:
    """For how many people a host must have a seat when so many of the wanted count."""
    must = must_come(asked)
    some = [need for need in asked if not set(need.members) <= must]
    strangers = sum(max(0, need.at_least - len(set(need.members) & ({*wanted} | must))) for need in some)
    expected = _share_with_a_seat(network, counted) + _colleagues(network, counted)
    return expected + len(must) + strangers


def quorum_of(network: Network, counted: int) -> int:
    if network.quorum is None:
        # With the facilitator, who is there, that is more than half of all who are wanted.
        return ceil(Fraction(counted, 2))
    return (
        ceil(Fraction(network.quorum.number, 100) * counted)
        if network.quorum.percent
        else (network.quorum.number)
    )


def _share_with_a_seat(network: Network, counted: int) -> int:
    expect = network.hosts.expect if network.hosts is not None else None
    return counted if expect is None else ceil(Fraction(expect.number, 100) * counted)


def _colleagues(network: Network, counted: int) -> int:
    asked = network.invite.bring_colleague
    if asked is True:
        return ceil(Fraction(counted, 10))
    return 0 if asked is False else asked

"""A year and its people in; who is wanted and needed at a meeting and who can host it, out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
from msgspec import Struct

from leernet.days.attendance import EVENING, asked_bits, takes_part_and_not_away
from leernet.days.calendar import Calendar, Openness
from leernet.finding import Path
from leernet.model.gathering import Gathering, Need, expected_spans, needs, rooms_needed, said_about
from leernet.model.headcount import must_be_there
from leernet.model.poll import Stance
from leernet.model.selection import possible_hosts
from leernet.model.values import Span
from leernet.model.weekdays import Half
from leernet.model.year import School, Year
from leernet.solve.dates.problem import Halves, Integers, People, Truths, Weights
from leernet.solve.parameters import Prices


class EventFacts(Struct, frozen=True, eq=False):
    """What events are made from: a year, its calendar and its people, looked up once for each network."""

    year: Year
    calendar: Calendar
    people: People
    schools: tuple[School, ...]
    school_number: Mapping[str, int]
    openness: Halves
    hosting: Halves
    weights: Weights
    today: date | None
    told: Mapping[str, date]
    prices: Prices
    expected: dict[tuple[str, str], Mapping[str, Span]] = {}
    needed: dict[tuple[str, str], tuple[Need, ...]] = {}

    @property
    def length(self) -> int:
        return int(self.people.free.shape[1])

    def expected_at(self, gathering: Gathering) -> Mapping[str, Span]:
        key = (gathering.chain, gathering.asks)
        if key not in self.expected:
            self.expected[key] = expected_spans(self.year, gathering)
        return self.expected[key]

    def needs_of(self, gathering: Gathering) -> tuple[Need, ...]:
        own = bool(self.year.series) or (gathering.meeting is not None and gathering.meeting.required)
        key = (gathering.chain, gathering.reference if own else "")
        if key not in self.needed:
            self.needed[key] = needs(self.year, gathering)
        return self.needed[key]

    def single_needs(self, gathering: Gathering) -> tuple[SingleNeed, ...]:
        return tuple(
            SingleNeed(need.path, (id,))
            for need in self.needs_of(gathering)
            if need.at_least >= len(need.members)
            for id in need.members
            if id in self.people.number
        )

    def hosts_of(self, gathering: Gathering) -> tuple[int, ...]:
        meeting, network, hosts = gathering.meeting, gathering.network, gathering.hosts
        if meeting is not None and meeting.host:
            return (self.school_number[meeting.host],)
        if meeting is None or network is None or meeting.location or hosts is None:
            return ()
        if hosts.school:
            return (self.school_number[hosts.school],)
        rooms = rooms_needed(self.year, gathering)
        return tuple(
            self.school_number[school.id]
            for school in possible_hosts(self.year, network)
            if school.rooms is None or school.rooms >= rooms
        )

    def required(
        self, gathering: Gathering
    ) -> tuple[tuple[int, ...], tuple[tuple[tuple[int, ...], int], ...]]:
        """Who must be there each, and of which people some must."""
        return (
            tuple(sorted({self.people.number[need.members[0]] for need in self.single_needs(gathering)})),
            tuple(
                (tuple(self.people.number[id] for id in need.members), need.at_least)
                for need in self.needs_of(gathering)
                if need.at_least < len(need.members)
            ),
        )

    def fits(self, hosts: tuple[int, ...], seats: Integers, span: Span) -> Truths:
        """(H, D) on which days each of the schools receives guests and has seats enough."""
        has = np.array([self.schools[host].host_seats or 0 for host in hosts], np.int64)[:, None]
        asked = asked_bits(span)
        free: Truths = (self.hosting[list(hosts)].reshape(len(hosts), self.length) & asked) == asked
        fits: Truths = free & (has >= seats[None, :])
        return fits

    def open_on(self, hosts: tuple[int, ...]) -> Truths:
        """(H, D) on which days each school is not surely closed."""
        open_days: Truths = self.openness[list(hosts)] < Openness.CLOSED
        return open_days

    def said_at(self, gathering: Gathering) -> Mapping[tuple[int, int], Stance]:
        """What people answered about each day; not of who is away then, or no member."""
        first = self.calendar.days.first
        return {
            (self.people.number[id], (day - first).days): stance
            for (id, day), stance in said_about(self.year, gathering).items()
            if id in self.people.number
            and day in self.calendar.days
            and takes_part_and_not_away(self.year.members[id], day)
        }

    def counted(self, gathering: Gathering, wanted: Integers) -> Truths:
        """(W,) who of the wanted count for quorum and share: not those who must be there anyway."""
        must = must_be_there(self.needs_of(gathering))
        return np.array([self.people.members[number].id not in must for number in wanted], np.bool_)


def answered(halves: Halves, said: Mapping[tuple[int, int], Stance]) -> Halves:
    """(P, D) the same with what people answered: who said that they can is free all day, at any hour."""
    if not said:
        return halves
    found = halves.copy()
    for place, stance in said.items():
        found[place] = 0 if stance is Stance.NO else _ALL_DAY
    return found


# Morning, afternoon and evening.
_ALL_DAY = sum(1 << half for half in Half) | EVENING


class SingleNeed(Struct, frozen=True):
    """Somebody who must be there, and the definition that says so."""

    path: Path
    members: tuple[str]

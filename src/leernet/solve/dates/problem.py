"""A year and its calendar in; the choice of dates as numbers out: events, possible days, what each costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leernet.days.attendance import EVENING, asked_bits, weekday_names, working_halves
from leernet.days.calendar import Calendar, Openness
from leernet.finding import Path
from leernet.model.availability import polls_about, refused_days
from leernet.model.gathering import (
    Gathering,
    Need,
    expected_spans,
    gatherings,
    given_workshops,
    needs,
    rooms_needed,
    said_about,
)
from leernet.model.headcount import (
    from_outside,
    has_quorum_rule,
    must_be_there,
    quorum_of,
    seats_for,
)
from leernet.model.poll import Stance
from leernet.model.selection import possible_hosts, takes_part_on
from leernet.model.values import Days, Span
from leernet.model.weekdays import WORKING_WEEK, Half, halves_on
from leernet.model.year import Member, School, Year
from leernet.solve.conflicts import QUORUM_PRICE
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.limits import Expected, monthly_limits
from leernet.solve.dates.order import Order, orders, room_for_rounds
from leernet.words import Sentence, _, _n

Integers: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]
Halves: TypeAlias = NDArray[np.uint8]

Preference: TypeAlias = Literal["attendance", "spread", "fairness"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What one of each costs; ten times what the documentation counts in, so that all stay whole numbers.

    Attributes:
        absent: a wanted member who cannot come.
        never: a member who can come to none of the meetings of a network.
        again: each earlier miss in the same network, at every miss of a member after the first.
        same_day: somebody who has a second meeting on a day.
        same_week: somebody who has a second meeting in a week.
        gap_day: a day that meetings are off every so many weeks, beyond a week.
        avoid: a day the user would rather avoid, for each member.
        prefer: somebody who comes and would rather come on another weekday.
        if_need_be: somebody who comes and said that they would if they had to; a third of an absence.
    """

    absent: int = 100
    never: int = 300
    again: int = 20
    same_day: int = 60
    same_week: int = 20
    gap_day: int = 30
    avoid: int = 30
    prefer: int = 10

    @property
    def if_need_be(self) -> int:
        """Of an absence a third, in whole numbers."""
        return self.absent // 3


WEIGHTS: Mapping[Preference | None, Weights] = MappingProxyType(
    {
        None: Weights(),
        "attendance": Weights(absent=400, avoid=60),
        "spread": Weights(same_day=240, same_week=80, gap_day=120),
        "fairness": Weights(never=1500, again=60),
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Who can come when.

    Attributes:
        members: in the order of their ids; a number elsewhere is a place in this row.
        number: place of each id.
        free: (P, D) when each can come, 1 morning 2 afternoon 4 evening; not if a school may be closed.
        able: (P, D) the same, but a school that is only probably closed does not count.
        works: (P, D) the same, whatever their own school does.
        belongs: (P, D) whether each takes part in the partnership that day.
    """

    members: tuple[Member, ...]
    number: Mapping[str, int]
    free: Halves
    able: Halves
    works: Halves
    belongs: Truths


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """One thing the user asks of a date.

    Attributes:
        path: where it is asked.
        sentence: what is asked, as a part of a list.
        days: (D,) the days that keep it.
        price: how dear it is to give up; the cheapest is offered first.
        members: numbers of the one who must be there, or of those of whom some must.
    """

    path: Path
    sentence: Sentence
    days: Truths
    price: int
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """An gathering as numbers.

    Attributes:
        gathering: what it is.
        span: from when until when.
        wanted: (W,) the members who are expected for some part.
        needed: the members each of whom must be there.
        pools: members, and how many of them must be there.
        hosts: schools that may receive it, by number; empty where it has no host to choose.
        requirements: what the user asks of the date; the first is the window or the given date.
        said: by number of member and of day what people answered in a poll, of those who are not away.
        misses: (W, D) who would miss it on which day.
        seats: (D,) for how many people a host must have a seat, whoever can come.
        boards: for each day the boards of which a school can receive it, as bits, where no board may receive
            twice in a row; else -1, which is all of them.
        only_board: (D,) the board, where there is but one; else -1.
        days: (C,) possible days, numbered from the first of the school year, ascending.
        cost: (C,) what each possible day costs by itself.
    """

    gathering: Gathering
    span: Span
    wanted: Integers
    needed: tuple[int, ...]
    pools: tuple[tuple[tuple[int, ...], int], ...]
    hosts: tuple[int, ...]
    requirements: tuple[Requirement, ...]
    said: Mapping[tuple[int, int], Stance]
    misses: Truths
    seats: Integers
    boards: tuple[int, ...]
    only_board: Integers
    days: Integers
    cost: Integers

    @property
    def reference(self) -> str:
        """``network/meeting`` or ``series/moment``."""
        return self.gathering.reference

    @property
    def asked(self) -> frozenset[int]:
        """The members who must be there and those of whom some must."""
        return frozenset((*self.needed, *(member for members, _least in self.pools for member in members)))

    def absent(self, day: int) -> int:
        """How many wanted members a day costs."""
        return int(np.count_nonzero(self.misses[:, day]))

    def reluctant(self, day: int) -> tuple[int, ...]:
        """Numbers of the wanted who said that they would come on a day if they had to."""
        return tuple(
            number for number in self.wanted.tolist() if self.said.get((number, day)) is Stance.IF_NEED_BE
        )

    @property
    def fixed_host(self) -> bool:
        """Whether the user gave the host, for this meeting or for all of its network."""
        return len(self.hosts) > 0 and not takes_turns(self.gathering)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Events that follow one another.

    Attributes:
        id: the network, or ``series:`` and the series.
        events: numbers of its events in order.
        smallest_gap: days between two that follow one another, at least; one number per pair.
        groups: (G,) how many members share each pattern of days they cannot come; nobody who always can.
        times: (G,) how many of the events they are wanted at while they are members.
        misses: per event (G, C) whether a pattern misses it on a possible day.
    """

    id: str
    events: tuple[int, ...]
    smallest_gap: tuple[int, ...]
    groups: Integers
    times: Integers
    misses: tuple[Truths, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DateProblem:
    """Which dates to choose among, and what each choice costs.

    Attributes:
        first: the day numbered 0.
        days: how many days the school year has.
        people: who can come when.
        schools: in the order of their ids; a number elsewhere is a place in this row.
        openness: (S, D) 0 open, 1 probably closed, 2 closed.
        hosting: (S, D) when each can receive guests, 1 morning 2 afternoon 4 evening.
        events: all of them.
        chains: of networks and series.
        signatures: (S, N) which chains the people of one kind are in.
        people_of: (S,) how many people of each kind there are.
        weights: what one of each costs.
        cuts: what was found out about dates that have no people or no hosts.
        limits: in which months people have as many meetings as they may.
        orders: which events come after which others.
    """

    first: date
    days: int
    people: People
    schools: tuple[School, ...]
    openness: Halves
    hosting: Halves
    events: tuple[Event, ...]
    chains: tuple[Chain, ...]
    signatures: Truths
    people_of: Integers
    weights: Weights
    cuts: tuple[Cut, ...] = ()
    limits: tuple[Cut, ...] = ()
    orders: tuple[Order, ...] = ()

    @property
    def all_cuts(self) -> tuple[Cut, ...]:
        """What was found out and what was asked."""
        return (*self.cuts, *self.limits)

    def day(self, number: int) -> date:
        """The date of a numbered day."""
        return self.first + timedelta(days=int(number))

    def number(self, day: date) -> int:
        """The number of a day."""
        return (day - self.first).days

    def week(self, number: int) -> int:
        """The number of the week of a day; weeks start on Monday."""
        return (int(number) + self.first.weekday()) // 7


def date_problem(
    year: Year,
    calendar: Calendar,
    *,
    today: date | None = None,
    prefer: Preference | None = None,
    given: Mapping[str, date] | None = None,
    told: Mapping[str, date] | None = None,
) -> DateProblem:
    """The choice of dates of a year.

    Args:
        year: what the user defined, without errors.
        calendar: which days are possible for whom.
        today: no date is chosen before it.
        prefer: what matters more than usual.
        given: dates that stay as they are, by reference.
        told: dates that people know of, by reference; they need no quorum, as answers never move a date.
    """
    weights = WEIGHTS[prefer]
    people = _people(year, calendar)
    schools = tuple(school for _, school in sorted(year.schools.items()))
    number = {school.id: at for at, school in enumerate(schools)}
    levels = [np.frombuffer(calendar.school_levels(school.id), np.uint8) for school in schools]
    days = len(calendar.school_levels(None))
    openness = np.array(levels, np.uint8).reshape(len(schools), days)
    hosting = np.array([_hosting(school, calendar) for school in schools], np.uint8).reshape(openness.shape)
    hosting *= openness < Openness.CLOSED
    maker = _EventMaker(
        year, calendar, people, schools, number, openness, hosting, weights, today, told or {}
    )
    events = tuple(
        maker.event(gathering, (given or {}).get(gathering.reference)) for gathering in gatherings(year)
    )
    chains = _chains(events, people)
    signatures, people_of = _signatures(chains, events, len(people.members))
    return DateProblem(
        calendar.days.first,
        days,
        people,
        schools,
        openness,
        hosting,
        events,
        chains,
        signatures,
        people_of,
        weights,
        limits=_limits(maker, events, calendar, given or {}),
        orders=tuple(
            # What is past stays, even where the rules have changed since.
            order
            for order in orders(year, {event.reference: at for at, event in enumerate(events)})
            if events[order.later].reference not in (given or {})
        ),
    )


def _limits(
    maker: _EventMaker, events: tuple[Event, ...], calendar: Calendar, given: Mapping[str, date]
) -> tuple[Cut, ...]:
    """How many meetings people have in a month at most, where the year says so."""
    most = maker.year.settings.limits.meetings_per_month
    if most is None:
        return ()
    expected = tuple(
        Expected(
            number,
            frozenset((*event.wanted.tolist(), *maker.required(event.gathering)[0])),
            int(event.days[0]) if event.reference in given and len(event.days) else None,
        )
        for number, event in enumerate(events)
        if event.gathering.series is None
    )
    return monthly_limits(expected, maker.people.belongs, calendar.days, most)


def there(problem: DateProblem, number: int, members: Iterable[int], day: int) -> frozenset[int]:
    """Those of these people who can be at an event on a day."""
    event = problem.events[number]
    asked = asked_bits(event.span)
    # Whoever gave a date knows it: a school that is only probably closed does not rule it out.
    halves = problem.people.able if event.gathering.fixed else problem.people.free
    return frozenset(
        member
        for member in members
        if (
            int(halves[member, day]) & asked == asked
            if (member, day) not in event.said
            else event.said[member, day] is not Stance.NO
        )
    )


def can_host(problem: DateProblem, event: Event, school: int, days: Integers | int) -> Truths:
    """Whether a school that takes turns can receive an event on some days: open to guests, with seats."""
    asked = asked_bits(event.span)
    free = (problem.hosting[school, days] & asked) == asked
    seated = (problem.schools[school].host_seats or 0) >= event.seats[days]
    return np.asarray(free & seated, np.bool_)


def narrowed(problem: DateProblem, places: Mapping[int, Integers]) -> DateProblem:
    """The problem with only these possible days, given by event as places in its ``days``."""
    events = tuple(
        replace(event, days=event.days[places[number]], cost=event.cost[places[number]])
        if number in places
        else event
        for number, event in enumerate(problem.events)
    )
    chains = tuple(
        replace(
            chain,
            misses=tuple(
                misses[:, places[number]] if number in places else misses
                for number, misses in zip(chain.events, chain.misses, strict=True)
            ),
        )
        for chain in problem.chains
    )
    return replace(problem, events=events, chains=chains)


def _people(year: Year, calendar: Calendar) -> People:
    members = tuple(member for _, member in sorted(year.members.items()))
    days = calendar.days
    length = (days.last - days.first).days + 1
    levels = {
        school: np.frombuffer(calendar.school_levels(school), np.uint8)
        for school in {calendar.home(member) for member in members}
    }
    works = np.zeros((len(members), length), np.uint8)
    able = np.zeros_like(works)
    free = np.zeros_like(works)
    belongs = np.ones((len(members), length), np.bool_)
    for at, member in enumerate(members):
        works[at] = np.frombuffer(working_halves(member, days), np.uint8)
        able[at] = works[at] * (levels[calendar.home(member)] < Openness.CLOSED)
        free[at] = works[at] * (levels[calendar.home(member)] == Openness.OPEN)
        if member.joined is not None:
            belongs[at, : max(0, (member.joined - days.first).days)] = False
        if member.until is not None:
            belongs[at, max(0, (member.until - days.first).days + 1) :] = False
    number = {member.id: at for at, member in enumerate(members)}
    return People(members, MappingProxyType(number), free, able, works, belongs)


def _hosting(school: School, calendar: Calendar) -> list[int]:
    """For each day when a school can receive guests, its own calendar aside."""
    allowed = school.host_days if school.host_days is not None else WORKING_WEEK
    on = ((day, sum(1 << half for half in halves_on(allowed, day))) for day in calendar.days)
    return [
        0 if not halves or any(day in days for days in school.host_not) else halves | EVENING
        for day, halves in on
    ]


def only_bit(bits: int) -> int:
    """The number of the one bit that is set; -1 where none is, or several."""
    return bits.bit_length() - 1 if bits > 0 and bits & (bits - 1) == 0 else -1


@dataclass(frozen=True, slots=True, eq=False)
class _EventMaker:
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
    # Networks ask the same of all their meetings: who is wanted and needed is looked up once for each.
    expected: dict[tuple[str, str], Mapping[str, Span]] = field(default_factory=dict)
    needed: dict[tuple[str, str], tuple[Need, ...]] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return int(self.people.free.shape[1])

    def event(self, gathering: Gathering, given: date | None) -> Event:
        """An gathering as numbers; a given date leaves no choice."""
        if gathering.span is None:
            raise ValueError(f"{gathering.reference} has no time")
        span = gathering.span
        if given is not None:
            gathering = replace(gathering, window=Days(given, given), fixed=True)
        said = self._said(gathering)
        wanted, misses = self._attendance(gathering, said)
        hosts = self._hosts(gathering)
        seats = self._seats(gathering, wanted)
        asked = self._requirements(gathering, said, hosts, seats, span)
        asked = (asked[0], *self._quorum(gathering, wanted, misses, asked), *asked[1:])
        if given is not None:
            # What is past stays, even where the rules have changed since.
            asked = asked[:1]
        possible = np.logical_and.reduce([requirement.days for requirement in asked])
        days = np.flatnonzero(possible)
        boards = self._boards(gathering, hosts, seats, span) if given is None else (-1,) * self.length
        return Event(
            gathering,
            span,
            wanted,
            *(self.required(gathering) if given is None else ((), ())),
            hosts,
            asked,
            said,
            misses,
            seats,
            boards,
            np.array([only_bit(bits) for bits in boards], np.int64),
            days,
            self._cost(wanted, misses, said, days),
        )

    def _said(self, gathering: Gathering) -> Mapping[tuple[int, int], Stance]:
        """What people answered about each day; not of who is away then, or no member."""
        first = self.calendar.days.first
        return {
            (self.people.number[id], (day - first).days): stance
            for (id, day), stance in said_about(self.year, gathering).items()
            if id in self.people.number
            and day in self.calendar.days
            and takes_part_on(self.year.members[id], day)
            and not any(day in away for away in self.year.members[id].away)
        }

    def required(
        self, gathering: Gathering
    ) -> tuple[tuple[int, ...], tuple[tuple[tuple[int, ...], int], ...]]:
        """Who must be there each, and of which people some must."""
        return (
            tuple(sorted({self.people.number[need.members[0]] for need in self._individual(gathering)})),
            tuple(
                (tuple(self.people.number[id] for id in need.members), need.at_least)
                for need in self._needs(gathering)
                if need.at_least < len(need.members)
            ),
        )

    def _attendance(
        self, gathering: Gathering, said: Mapping[tuple[int, int], Stance]
    ) -> tuple[Integers, Truths]:
        spans = self._expected(gathering)
        ids = sorted(id for id in spans if id in self.people.number)
        wanted = np.array([self.people.number[id] for id in ids], np.int64)
        asked = np.array([asked_bits(spans[id]) for id in ids], np.uint8)[:, None]
        # Who attends a series elsewhere does so also while their own school is closed.
        there = answered(self.people.free, said) if gathering.series is None else self.people.works
        able_to_come = (there[wanted] & asked) == asked
        return wanted, self.people.belongs[wanted] & ~able_to_come

    def _counted(self, gathering: Gathering, wanted: Integers) -> Truths:
        """(W,) who of the wanted count for quorum and share: not those who must be there anyway."""
        must = must_be_there(self._needs(gathering))
        return np.array([self.people.members[number].id not in must for number in wanted], np.bool_)

    def _seats(self, gathering: Gathering, wanted: Integers) -> Integers:
        """(D,) the seats a host must have: for all who are wanted and members, whether they can come or not.

        Otherwise days would be sought on which people stay away.
        """
        if gathering.network is None or gathering.meeting is None:
            return np.zeros(self.length, np.int64)
        needed, network = self._needs(gathering), gathering.network
        ids = frozenset(self.people.members[number].id for number in wanted)
        must = must_be_there(needed)
        fixed = len(must) + from_outside(needed, ids | must)
        counted = wanted[self._counted(gathering, wanted)]
        there = np.count_nonzero(self.people.belongs[counted], axis=0).tolist()
        by_count = {count: seats_for(network, count, fixed) for count in set(there)}
        return np.array([by_count[count] for count in there], np.int64)

    def _quorum(
        self, gathering: Gathering, wanted: Integers, misses: Truths, asked: tuple[Requirement, ...]
    ) -> tuple[Requirement, ...]:
        """Enough people can come; a date that was given or told is kept without that."""
        network = gathering.network
        if network is None or gathering.fixed or not has_quorum_rule(gathering):
            return ()
        rows = self._counted(gathering, wanted)
        belongs = self.people.belongs[wanted[rows]]
        members = np.count_nonzero(belongs, axis=0)
        able = np.count_nonzero(belongs & ~misses[rows], axis=0)
        least = np.array([quorum_of(network, count) for count in members.tolist()], np.int64)
        enough: Truths = able >= least
        if gathering.reference in self.told:
            day = (self.told[gathering.reference] - self.calendar.days.first).days
            enough[day : day + 1] = True
        days = np.logical_and.reduce([requirement.days for requirement in asked])
        path = ("networks", network.id, "quorum" if network.quorum is not None else "members")
        return (Requirement(path, _quorum_said(days, least, members, able), enough, QUORUM_PRICE),)

    def _expected(self, gathering: Gathering) -> Mapping[str, Span]:
        key = (gathering.chain, gathering.asks)
        if key not in self.expected:
            self.expected[key] = expected_spans(self.year, gathering)
        return self.expected[key]

    def _needs(self, gathering: Gathering) -> tuple[Need, ...]:
        own = bool(self.year.series) or (gathering.meeting is not None and gathering.meeting.required)
        key = (gathering.chain, gathering.reference if own else "")
        if key not in self.needed:
            self.needed[key] = needs(self.year, gathering)
        return self.needed[key]

    def _individual(self, gathering: Gathering) -> tuple[_Single, ...]:
        return tuple(
            _Single(need.path, (id,))
            for need in self._needs(gathering)
            if need.at_least >= len(need.members)
            for id in need.members
            if id in self.people.number
        )

    def _hosts(self, gathering: Gathering) -> tuple[int, ...]:
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

    def _requirements(
        self,
        gathering: Gathering,
        said: Mapping[tuple[int, int], Stance],
        hosts: tuple[int, ...],
        seats: Integers,
        span: Span,
    ) -> tuple[Requirement, ...]:
        found = [self._window(gathering), *self._closed(), *self._people_there(gathering, said, span)]
        found += self._not_refused(gathering)
        if not gathering.fixed and not gathering.dates:
            found.append(self._weekdays(gathering, span))
        if hosts or takes_turns(gathering):
            found.append(self._host_free(gathering, hosts, seats, span))
        found += self._workshops_open(gathering)
        found += self._beside_other_moments(gathering, span)
        if gathering.network is not None and gathering.meeting is not None:
            found += (
                Requirement(path, said, np.array([day in days for day in self.calendar.days], np.bool_), 3)
                for days, path, said in room_for_rounds(gathering.network, gathering.meeting.id)
            )
        return tuple(found)

    def _beside_other_moments(self, gathering: Gathering, span: Span) -> list[Requirement]:
        """No moment of a series is at the time of one on several dates, as people may attend both."""
        series, found = gathering.series, []
        for id, moment in sorted(series.moments.items()) if series is not None else ():
            dates = () if moment.meeting or id == gathering.moment else moment.days
            if series is None or len(dates) < 2 or moment.time is None or not moment.time.overlaps(span):
                continue
            days = np.array([day not in dates for day in self.calendar.days], np.bool_)
            said = _("it is not on one of the {count} dates of {moment}", count=len(dates), moment=id)
            found.append(Requirement(("series", series.id, "moments", id, "dates"), said, days, 3))
        return found

    def _not_refused(self, gathering: Gathering) -> list[Requirement]:
        """No day of which everybody who answered said no; a date that was given or told is kept."""
        refused = refused_days(said_about(self.year, gathering))
        if not refused or gathering.fixed or gathering.network is None or gathering.meeting is None:
            return []
        days = np.ones(self.length, np.bool_)
        days[[(day - self.calendar.days.first).days for day in refused]] = False
        told = self.told.get(gathering.reference)
        if told is not None and told in self.calendar.days:
            days[(told - self.calendar.days.first).days] = True
        said = _n(
            "not on the day that everybody who answered the poll refused ({days})",
            "not on the {count} days that everybody who answered the poll refused ({days})",
            len(refused),
            days=tuple(str(day) for day in refused),
        )
        poll = polls_about(self.year, gathering.network.id, gathering.meeting.id)[0]
        return [Requirement(("availability", poll.file), said, days, 3)]

    def _workshops_open(self, gathering: Gathering) -> list[Requirement]:
        return [
            Requirement(
                ("workshops", workshop.id, "school"),
                _(
                    "{workshop} is at {school}, which is open then",
                    workshop=workshop.title or workshop.id,
                    school=self.year.schools[workshop.school].name,
                ),
                self._open((self.school_number[workshop.school],))[0],
                4,
            )
            for workshop in given_workshops(self.year, gathering)
            if workshop.school is not None
        ]

    def _window(self, gathering: Gathering) -> Requirement:
        first = self.calendar.days.first
        days = np.zeros(self.length, np.bool_)
        start = max(0, (gathering.window.first - first).days)
        # A window that has passed altogether is planned as it was: nothing of it is left to choose.
        if self.today is not None and not gathering.fixed and self.today <= gathering.window.last:
            start = max(start, (self.today - first).days)
        days[start : max(start, (gathering.window.last - first).days + 1)] = True
        if gathering.dates:
            allowed = [(day - first).days for day in gathering.dates if day in self.calendar.days]
            days &= np.isin(np.arange(self.length), allowed)
            said = _(
                "{meeting} is on one of {count} dates", meeting=gathering.title, count=len(gathering.dates)
            )
            return Requirement((*gathering.path, "dates"), said, days, 3)
        if gathering.fixed:
            said = _("{meeting} is on {day}", meeting=gathering.title, day=gathering.window.first)
            return Requirement((*gathering.path, "date"), said, days, 3)
        said = _(
            "{meeting} is between {first} and {last}",
            meeting=gathering.title,
            first=gathering.window.first,
            last=gathering.window.last,
        )
        return Requirement((*gathering.path, "window"), said, days, 2)

    def _closed(self) -> tuple[Requirement, ...]:
        closed = [(day - self.calendar.days.first).days for day in self.calendar.everybody]
        if not closed:
            return ()
        days = np.ones(self.length, np.bool_)
        days[closed] = False
        said = _n(
            "nobody meets on {count} day of the year", "nobody meets on {count} days of the year", len(closed)
        )
        return (Requirement(("year", "closed"), said, days, 8),)

    def _weekdays(self, gathering: Gathering, span: Span) -> Requirement:
        days = np.array([span.on(day, gathering.weekdays) for day in self.calendar.days], np.bool_)
        allowed = {day.weekday() for day in self.calendar.days if span.on(day, gathering.weekdays)}
        said = _("it is on {weekdays}", weekdays=weekday_names(allowed))
        return Requirement(gathering.key_path("weekdays"), said, days, 2)

    def _people_there(
        self, gathering: Gathering, said_before: Mapping[tuple[int, int], Stance], span: Span
    ) -> list[Requirement]:
        asked = asked_bits(span)
        # Whoever gave a date knows it: a school that is only probably closed does not rule it out.
        there = answered(self.people.able if gathering.fixed else self.people.free, said_before)
        found = [
            Requirement(
                single.path,
                _("{member} must be there", member=self.year.members[single.members[0]].name),
                self._there(there, single.members, asked)[0],
                3,
                (self.people.number[single.members[0]],),
            )
            for single in self._individual(gathering)
        ]
        for need in self._needs(gathering):
            if need.at_least < len(need.members):
                counts = np.count_nonzero(self._there(there, need.members, asked), axis=0)
                said = _n(
                    "one of {people} people must be there",
                    "{count} of {people} people must be there",
                    need.at_least,
                    people=len(need.members),
                )
                numbers = tuple(self.people.number[id] for id in need.members)
                found.append(Requirement(need.path, said, counts >= need.at_least, 2, numbers))
            elif need.at_least > len(need.members):
                said = _(
                    "{count} people must be there where only {people} are meant",
                    count=need.at_least,
                    people=len(need.members),
                )
                found.append(Requirement(need.path, said, np.zeros(self.length, np.bool_), 2))
        return found

    def _there(self, there: Halves, ids: tuple[str, ...], asked: int) -> Truths:
        numbers = [self.people.number[id] for id in ids]
        able: Truths = (there[numbers] & asked) == asked
        return able

    def _host_free(
        self, gathering: Gathering, hosts: tuple[int, ...], seats: Integers, span: Span
    ) -> Requirement:
        if gathering.meeting is not None and (gathering.meeting.host or not takes_turns(gathering)):
            key = "host" if gathering.meeting.host else "hosts"
            said = _("{school} receives it and is open", school=self.schools[hosts[0]].name)
            path = (*gathering.path, "host") if key == "host" else gathering.key_path("hosts")
            (open_days,) = self._open(hosts[:1])
            return Requirement(path, said, open_days, 4)
        some_fit: Truths = np.logical_or.reduce(self._fits(hosts, seats, span), initial=False, axis=0)
        return Requirement(gathering.key_path("hosts"), self._room_for(gathering, seats), some_fit, 4)

    def _room_for(self, gathering: Gathering, seats: Integers) -> Sentence:
        """What a school must have to receive the meeting, with the school that comes closest."""
        if gathering.network is None:
            raise ValueError(f"{gathering.reference} is at no school")
        turns = possible_hosts(self.year, gathering.network)
        rooms = rooms_needed(self.year, gathering)
        if not turns:
            return _("a school that takes turns must be open, with {seats} seats", seats=int(seats.min()))
        largest = max(turns, key=lambda school: (min(school.rooms or rooms, rooms), school.host_seats or 0))
        fields: dict[str, str | int] = {
            "seats": int(seats.min()),
            "school": largest.name,
            "has": largest.host_seats or 0,
            "rooms": rooms,
            "rooms_there": largest.rooms if largest.rooms is not None else rooms,
        }
        if rooms > 1:
            return _n(
                "the one school that takes turns must be open, with {seats} seats and {rooms} rooms "
                "({school} has {has} and {rooms_there})",
                "one of the {count} schools that take turns must be open, with {seats} seats and {rooms} "
                "rooms (the nearest to it, {school}, has {has} and {rooms_there})",
                len(turns),
                **fields,
            )
        return _n(
            "the one school that takes turns must be open, with {seats} seats ({school} has {has})",
            "one of the {count} schools that take turns must be open, with {seats} seats "
            "(the largest, {school}, has {has})",
            len(turns),
            **fields,
        )

    def _fits(self, hosts: tuple[int, ...], seats: Integers, span: Span) -> Truths:
        """(H, D) on which days each of the schools receives guests and has seats enough."""
        has = np.array([self.schools[host].host_seats or 0 for host in hosts], np.int64)[:, None]
        asked = asked_bits(span)
        free: Truths = (self.hosting[list(hosts)].reshape(len(hosts), self.length) & asked) == asked
        fits: Truths = free & (has >= seats[None, :])
        return fits

    def _open(self, hosts: tuple[int, ...]) -> Truths:
        """(H, D) on which days each school is not surely closed."""
        open_days: Truths = self.openness[list(hosts)] < Openness.CLOSED
        return open_days

    def _boards(
        self, gathering: Gathering, hosts: tuple[int, ...], seats: Integers, span: Span
    ) -> tuple[int, ...]:
        asked = gathering.hosts is not None and gathering.hosts.not_same_board_in_a_row
        if not hosts or not asked:
            return (-1,) * self.length
        # A school without a board is a board of its own.
        own = [school.board or f"school {school.id}" for school in self.schools]
        number = {board: at for at, board in enumerate(sorted(set(own)))}
        fits = self._fits(hosts, seats, span) if takes_turns(gathering) else self._open(hosts)
        bits = [0] * self.length
        for host, days in zip(hosts, fits, strict=True):
            for day in np.flatnonzero(days).tolist():
                bits[day] |= 1 << number[own[host]]
        return tuple(bits)

    def _cost(
        self, wanted: Integers, misses: Truths, said: Mapping[tuple[int, int], Stance], days: Integers
    ) -> Integers:
        absent = np.count_nonzero(misses[:, days], axis=0).astype(np.int64)
        avoided = np.zeros(self.length, np.bool_)
        for stretch in self.year.settings.avoid:
            for day in stretch:
                if day in self.calendar.days:
                    avoided[(day - self.calendar.days.first).days] = True
        cost: Integers = self.weights.absent * absent + self.weights.avoid * len(misses) * avoided[days]
        asked, reluctant = set(wanted.tolist()), np.zeros(self.length, np.int64)
        for (member, at), stance in said.items():
            reluctant[at] += stance is Stance.IF_NEED_BE and member in asked
        cost += self.weights.if_need_be * reluctant[days]
        return cost + self.weights.prefer * self._rather_not(wanted, misses, days)

    def _rather_not(self, wanted: Integers, misses: Truths, days: Integers) -> Integers:
        """(C,) how many come on each possible day who would rather come on another weekday."""
        found = np.zeros(len(days), np.int64)
        for row, number in enumerate(wanted.tolist()):
            prefer = self.people.members[number].prefer
            if prefer is not None:
                dates = (self.calendar.days.first + timedelta(day) for day in days.tolist())
                liked = np.array([bool(halves_on(prefer, day)) for day in dates], np.bool_)
                found += ~liked & ~misses[row, days]
        return found


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


@dataclass(frozen=True, slots=True)
class _Single:
    path: Path
    members: tuple[str]


def _quorum_said(days: Truths, least: Integers, members: Integers, able: Integers) -> Sentence:
    """How many must be able to come, and how many can where that is too few on all other possible days."""
    where = days if days.any() else np.ones(len(days), np.bool_)
    fields = {"people": int(members[where].max()), "able": int(able[where].max())}
    count = int(least[where].min())
    if days.any() and fields["able"] < count:
        return _n(
            "at least {count} of {people} members must be able to come, and on these days at most {able} can",
            "at least {count} of {people} members must be able to come, and on these days at most {able} can",
            count,
            **fields,
        )
    return _n(
        "at least {count} of {people} members must be able to come",
        "at least {count} of {people} members must be able to come",
        count,
        **fields,
    )


def takes_turns(gathering: Gathering) -> bool:
    """Whether a host is to be chosen by turn."""
    meeting, hosts = gathering.meeting, gathering.hosts
    if meeting is None or hosts is None or meeting.location or meeting.host:
        return False
    return hosts.rotate is not None


def _chains(events: tuple[Event, ...], people: People) -> tuple[Chain, ...]:
    ids = dict.fromkeys(event.gathering.chain for event in events)
    by_chain = {id: tuple(at for at, event in enumerate(events) if event.gathering.chain == id) for id in ids}
    return tuple(_chain(id, numbers, events, people) for id, numbers in by_chain.items())


def _chain(id: str, numbers: tuple[int, ...], events: tuple[Event, ...], people: People) -> Chain:
    own = [events[number] for number in numbers]
    network = own[0].gathering.network
    least = 7 * network.spacing.min_weeks if network is not None and id == network.id else 0
    smallest = tuple(_smallest_gap(one, other, least) for one, other in pairwise(own))
    return Chain(id, numbers, smallest, *_patterns(own, people))


def _smallest_gap(one: Event, other: Event, least: int) -> int:
    """Two of a network never share a day, unless the user put both on it at other times."""
    both_given = one.gathering.fixed and other.gathering.fixed
    return least if least or (both_given and not one.span.overlaps(other.span)) else 1


def _patterns(own: list[Event], people: People) -> tuple[Integers, Integers, tuple[Truths, ...]]:
    """Members who miss exactly the same days of a chain, as one; without those who miss none."""
    edges = np.cumsum([0, *(len(event.days) for event in own)])
    # The last column: at how many of the events each is wanted while a member.
    rows = np.zeros((len(people.members), int(edges[-1]) + 1), np.int64)
    for event, (start, stop) in zip(own, pairwise(edges), strict=True):
        rows[event.wanted, start:stop] = event.misses[:, event.days]
        rows[event.wanted, -1] += people.belongs[np.ix_(event.wanted, event.days)].any(axis=1)
    patterns, groups = np.unique(rows[rows[:, :-1].any(axis=1)], axis=0, return_counts=True)
    misses = tuple(patterns[:, start:stop].astype(np.bool_) for start, stop in pairwise(edges))
    return groups.astype(np.int64), patterns[:, -1], misses


def _signatures(chains: tuple[Chain, ...], events: tuple[Event, ...], people: int) -> tuple[Truths, Integers]:
    member_of = np.zeros((people, len(chains)), np.bool_)
    for at, chain in enumerate(chains):
        for number in chain.events:
            member_of[events[number].wanted, at] = True
    several = member_of[np.count_nonzero(member_of, axis=1) > 0]
    if not several.size:
        return np.zeros((0, len(chains)), np.bool_), np.zeros(0, np.int64)
    signatures, people_of = np.unique(several, axis=0, return_counts=True)
    return signatures, people_of.astype(np.int64)

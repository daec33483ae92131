"""A year and its calendar in; the choice of dates as numbers out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leernet.days.attendance import EVENING, working_halves
from leernet.days.calendar import Calendar, Openness
from leernet.model.gathering import gatherings
from leernet.model.values import Days
from leernet.model.weekdays import WORKING_WEEK, halves_on
from leernet.model.year import School, Year
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.event_facts import EventFacts
from leernet.solve.dates.events import event_of
from leernet.solve.dates.order import Order, orders
from leernet.solve.dates.problem import (
    WEIGHTS,
    Chain,
    DateProblem,
    Event,
    Halves,
    Integers,
    People,
    Preference,
    Truths,
)
from leernet.solve.parameters import DEFAULTS, PlanParameters


def date_problem(
    year: Year,
    calendar: Calendar,
    *,
    today: date | None = None,
    prefer: Preference | None = None,
    given: Mapping[str, date] | None = None,
    told: Mapping[str, date] | None = None,
    parameters: PlanParameters = DEFAULTS,
) -> DateProblem:
    """The choice of dates of a year.

    Args:
        year: what the user defined, without errors.
        calendar: which days are possible for whom.
        today: no date is chosen before it.
        prefer: what matters more than usual.
        given: dates that stay as they are, by reference.
        told: dates that people know of, by reference; they need no quorum, as answers never move a date.
        parameters: what the solvers are tuned with.
    """
    weights = WEIGHTS[prefer]
    people = _people(year, calendar)
    schools = tuple(school for _, school in sorted(year.schools.items()))
    number = {school.id: at for at, school in enumerate(schools)}
    days = len(calendar.school_levels(None))
    openness, hosting = _openness_and_hosting(schools, calendar, days)
    known = (people, schools, number, openness, hosting, weights, today, told or {})
    facts = EventFacts(year, calendar, *known, parameters.prices)
    events = tuple(
        event_of(facts, gathering, (given or {}).get(gathering.reference)) for gathering in gatherings(year)
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
        parameters=parameters,
        limits=_limits(facts, events, calendar, given or {}),
        orders=_orders_to_come(year, events, given or {}),
    )


def _openness_and_hosting(
    schools: tuple[School, ...], calendar: Calendar, days: int
) -> tuple[Halves, Halves]:
    """(S, D) 0 open, 1 probably closed, 2 closed; and when each can receive guests."""
    levels = [np.frombuffer(calendar.school_levels(school.id), np.uint8) for school in schools]
    openness = np.array(levels, np.uint8).reshape(len(schools), days)
    hosting = np.array([_hosting(school, calendar) for school in schools], np.uint8).reshape(openness.shape)
    hosting *= openness < Openness.CLOSED
    return openness, hosting


def _orders_to_come(year: Year, events: tuple[Event, ...], given: Mapping[str, date]) -> tuple[Order, ...]:
    """Which events come after which others; what is past stays, even where the rules have changed since."""
    found = orders(year, {event.reference: at for at, event in enumerate(events)})
    return tuple(order for order in found if events[order.later].reference not in given)


def _limits(
    facts: EventFacts, events: tuple[Event, ...], calendar: Calendar, given: Mapping[str, date]
) -> tuple[Cut, ...]:
    """How many meetings people have in a month at most, where the year says so."""
    most = facts.year.settings.limits.meetings_per_month
    if most is None:
        return ()
    expected = tuple(
        MeetingLoad(
            number,
            frozenset((*event.wanted.tolist(), *facts.required(event.gathering)[0])),
            int(event.days[0]) if event.reference in given and len(event.days) else None,
        )
        for number, event in enumerate(events)
        if event.gathering.series is None
    )
    return monthly_limits(expected, facts.people.belongs, calendar.days, most)


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
    signatures, people_of = np.unique(several, axis=0, return_counts=True)
    return signatures, people_of.astype(np.int64)


class MeetingLoad(NamedTuple):
    """A meeting and the people who are expected there.

    Attributes:
        event: its number.
        members: numbers of who is wanted and of who must be there each.
        settled: number of its day where it lies behind us; else None.
    """

    event: int
    members: frozenset[int]
    settled: int | None


def monthly_limits(
    expected: Sequence[MeetingLoad], belongs: NDArray[np.bool_], days: Days, most: int
) -> tuple[Cut, ...]:
    """That nobody has more than so many meetings in a calendar month, each set of meetings once.

    Whether somebody can come does not matter: otherwise days would be sought on which people stay away. Where
    more lie behind us already, no more are added.

    Args:
        belongs: (P, D) whether each takes part in the partnership that day.
        days: the school year.
    """
    months = list(_months(days))
    cuts: dict[object, Cut] = {}
    for member in range(len(belongs)):
        own = [one for one in expected if member in one.members]
        if len(own) <= most:
            continue
        there = belongs[member]
        for month in months:
            inside = month if there[list(month)].all() else frozenset(day for day in month if there[day])
            places = tuple((one.event, inside) for one in own)
            if inside:
                had = sum(one.settled in inside for one in own)
                cuts[places] = Cut(places, max(most, had))
    return tuple(cuts.values())


def _months(days: Days) -> Iterable[frozenset[int]]:
    """The numbers of the days of each month."""
    numbered: Iterable[tuple[int, date]] = enumerate(days)
    for _month, own in groupby(numbered, key=lambda pair: (pair[1].year, pair[1].month)):
        yield frozenset(number for number, _day in own)

"""A year in; for each gathering its possible days, who misses which and what each costs, counted anew, out.

What a date costs in words: ``docs/en/background/planning.md``. A rule that is left out here only leaves more
days than there are, with which a bound still is one.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from leernet.days.calendar import Calendar, Openness
from leernet.model.gathering import Gathering, Need, asked_host, expected_spans, hosts_by_turn, needs
from leernet.model.headcount import has_quorum_rule
from leernet.model.selection import possible_hosts
from leernet.model.values import Span
from leernet.model.year import Member, Network, School, Year
from leernet.verify.attendance import falls_on, hours_suit
from leernet.verify.plan.headcount import must_come, quorum_of, seats_for
from leernet.verify.plan.hosting import receives
from leernet.verify.polls import days_asked, heard, if_need_be, refused_by_all

Truths = NDArray[np.bool_]
Integers = NDArray[np.int64]


class Prices(Struct, frozen=True):
    """What one of each costs, ten times what the documentation counts in."""

    absent: int = 100
    never: int = 300
    again: int = 20
    same_day: int = 60
    same_week: int = 20
    gap_day: int = 30
    avoid: int = 30
    prefer: int = 10


# What `--prefer` makes dearer.
PRICES: Mapping[str | None, Prices] = {
    None: Prices(),
    "attendance": Prices(absent=400, avoid=60),
    "spread": Prices(same_day=240, same_week=80, gap_day=120),
    "fairness": Prices(never=1500, again=60),
}


class DaysOf(Struct, frozen=True, eq=False):
    """A gathering with the days it may be on.

    Attributes:
        days: (C,) ordinals, ascending.
        costs: (C,) what each costs by itself.
        misses: by id of each wanted member (C,) whether they are a member and cannot come.
        lasts: ids of the wanted who are members on some possible day.
        boards: (C,) the one board of which schools can receive it that day; empty where there are more.
    """

    gathering: Gathering
    days: Integers
    costs: Integers
    misses: Mapping[str, Truths]
    lasts: frozenset[str]
    boards: tuple[str, ...]


class YearDays:
    """The days of a year as arrays, looked up once for each person and school."""

    def __init__(self, year: Year, calendar: Calendar, prices: Prices) -> None:
        self.year, self.calendar, self.prices = year, calendar, prices
        self.days = list(calendar.days)
        self.first = self.days[0]
        # Every other week: the same weekday of even weeks is alike, and so is that of odd weeks.
        alike = [2 * day.weekday() + day.isocalendar().week % 2 for day in self.days]
        self._alike = np.array(alike)
        self._one_of = dict(zip(reversed(alike), reversed(self.days), strict=True))
        self._levels: dict[str | None, NDArray[np.uint8]] = {}
        self._free: dict[str, tuple[Truths, Truths]] = {}
        self._suits: dict[tuple[str, Span], Truths] = {}

    def where(self, holds: Mapping[int, bool]) -> Truths:
        """(D,) what holds of a weekday in even or odd weeks."""
        found: Truths = np.array([holds.get(kind, False) for kind in range(14)], np.bool_)[self._alike]
        return found

    def between(self, first: date, last: date) -> Truths:
        """(D,) the days of a stretch."""
        start, stop = (first - self.first).days, (last - self.first).days + 1
        found = np.zeros(len(self.days), np.bool_)
        found[max(0, start) : max(0, stop)] = True
        return found

    def level(self, school: str | None) -> NDArray[np.uint8]:
        """(D,) whether a school is open."""
        if school not in self._levels:
            self._levels[school] = np.frombuffer(self.calendar.school_levels(school), np.uint8)
        return self._levels[school]

    def free(self, member: Member) -> tuple[Truths, Truths]:
        """(D,) when somebody is a member, and when they are and are not away."""
        if member.id not in self._free:
            belongs = self.between(member.joined or self.first, member.until or self.days[-1])
            free = belongs.copy()
            for stretch in member.away:
                free &= ~self.between(stretch.first, stretch.last)
            self._free[member.id] = belongs, free
        return self._free[member.id]

    def there(self, gathering: Gathering, id: str, span: Span, worst: int | None) -> Truths:
        """(D,) when somebody can come.

        Args:
            worst: their own school is no worse than this; None: it does not matter.
        """
        member = self.year.members[id]
        free = self.free(member)[1]
        if (id, span) not in self._suits:
            suits = {kind: hours_suit(member, day, span) for kind, day in self._one_of.items()}
            self._suits[id, span] = self.where(suits)
        found: Truths = free & self._suits[id, span]
        if worst is not None:
            found &= self.level(self.calendar.home(member)) <= worst
        for other, day in days_asked(self.year, gathering) if self.year.polls else ():
            if other == id and day in self.calendar.days:
                said = heard(self.year, gathering, id, day)
                at = (day - self.first).days
                found[at] = found[at] if said is None else said and free[at]
        return found

    def receives(self, school: School, span: Span) -> Truths:
        """(D,) when a school that takes turns can receive guests."""
        found = self.level(school.id) < Openness.CLOSED
        own = school.model_copy(update={"host_not": ()})
        found &= self.where({kind: receives(own, day, span) for kind, day in self._one_of.items()})
        for stretch in school.host_not:
            found &= ~self.between(stretch.first, stretch.last)
        return found


def days_of(
    lookup: YearDays, gathering: Gathering, today: date | None, told: date | None, settled: date | None
) -> DaysOf:
    """A gathering with its possible days.

    Args:
        today: no date is chosen before it.
        told: the date that people know of; it needs no quorum.
        settled: the date that lies behind us, or that stays whatever is possible.
    """
    span = gathering.span
    if span is None:
        raise ValueError(f"{gathering.reference} has no time")
    spans = expected_spans(lookup.year, gathering)
    worst = None if gathering.series is not None else int(Openness.OPEN)
    there = {id: lookup.there(gathering, id, own, worst) for id, own in sorted(spans.items())}
    belongs = {id: lookup.free(lookup.year.members[id])[0] for id in spans}
    asked = needs(lookup.year, gathering)
    hosts = _hosts(lookup, gathering, asked, belongs, span)
    if settled is not None:
        possible, hosts = lookup.between(settled, settled), {}
    else:
        possible = _allowed(lookup, gathering, today) & _people_there(lookup, gathering, asked, span)
        possible &= _enough(lookup, gathering, asked, there, belongs) | _only(lookup, told)
        possible &= _not_refused(lookup, gathering) | _only(lookup, told)
        if hosts is not None:
            possible &= np.logical_or.reduce([*hosts.values(), np.zeros(len(possible), np.bool_)])
    days = np.flatnonzero(possible)
    misses = {id: (belongs[id] & ~there[id])[days] for id in there}
    lasts = frozenset(id for id in belongs if belongs[id][days].any())
    costs = _costs(lookup, gathering, misses, belongs, days)
    boards = _boards(gathering, lookup.year, hosts or {}, days)
    return DaysOf(gathering, days + lookup.first.toordinal(), costs, misses, lasts, boards)


def _only(lookup: YearDays, day: date | None) -> Truths:
    return np.zeros(len(lookup.days), np.bool_) if day is None else lookup.between(day, day)


def _allowed(lookup: YearDays, gathering: Gathering, today: date | None) -> Truths:
    """(D,) the window, the weekdays, the days that are given, and none that have passed."""
    days = lookup.between(gathering.window.first, gathering.window.last)
    if today is not None and not gathering.fixed and today <= gathering.window.last:
        days &= lookup.between(today, lookup.days[-1])
    if gathering.dates:
        days &= np.array([day in gathering.dates for day in lookup.days], np.bool_)
    elif not gathering.fixed and gathering.span is not None:
        on = (gathering.span.on(day, gathering.weekdays) for day in lookup.days)
        days &= np.fromiter(on, np.bool_, len(lookup.days))
    for day in lookup.calendar.everybody:
        days &= ~lookup.between(day, day)
    return days


def _people_there(lookup: YearDays, gathering: Gathering, asked: tuple[Need, ...], span: Span) -> Truths:
    found = np.ones(len(lookup.days), np.bool_)
    worst = int(Openness.PROBABLY_CLOSED if gathering.fixed else Openness.OPEN)
    for need in asked:
        able = [lookup.there(gathering, id, span, worst) for id in need.members]
        found &= np.sum([*able, np.zeros(len(found), np.bool_)], axis=0) >= need.at_least
    return found


def _enough(
    lookup: YearDays,
    gathering: Gathering,
    asked: tuple[Need, ...],
    there: Mapping[str, Truths],
    belongs: Mapping[str, Truths],
) -> Truths:
    """(D,) when as many can come as the network says."""
    found = np.ones(len(lookup.days), np.bool_)
    network = gathering.network
    if network is None or gathering.fixed or not has_quorum_rule(gathering):
        return found
    counted = sorted(belongs.keys() - must_come(asked))
    members = _sum(found, (belongs[id] for id in counted))
    able = _sum(found, (belongs[id] & there[id] for id in counted))
    least = {count: quorum_of(network, count) for count in set(members.tolist())}
    return able >= np.array([least[count] for count in members.tolist()])


def _sum(days: Truths, parts: Iterable[Truths]) -> Integers:
    found: Integers = np.sum([*parts, np.zeros(len(days), np.bool_)], axis=0, dtype=np.int64)
    return found


def _not_refused(lookup: YearDays, gathering: Gathering) -> Truths:
    found = np.ones(len(lookup.days), np.bool_)
    if not gathering.fixed:
        for day in {day for _member, day in days_asked(lookup.year, gathering)}:
            if refused_by_all(lookup.year, gathering, day):
                found &= ~lookup.between(day, day)
    return found


def _hosts(
    lookup: YearDays,
    gathering: Gathering,
    asked: tuple[Need, ...],
    belongs: Mapping[str, Truths],
    span: Span,
) -> Mapping[str, Truths] | None:
    """By school (D,) when it can receive the gathering; None where that needs no school."""
    given = asked_host(gathering)
    if given is not None:
        return {given: lookup.level(given) < Openness.CLOSED}
    network = gathering.network
    if network is None or gathering.meeting is None or not hosts_by_turn(gathering):
        return None
    days = np.zeros(len(lookup.days), np.bool_)
    members = _sum(days, (belongs[id] for id in belongs.keys() - must_come(asked))).tolist()
    seats = {count: seats_for(network, asked, belongs, count) for count in set(members)}
    needed = np.array([seats[count] for count in members])
    return {
        school.id: lookup.receives(school, span) & ((school.host_seats or 0) >= needed)
        for school in possible_hosts(lookup.year, network)
    }


def _boards(gathering: Gathering, year: Year, hosts: Mapping[str, Truths], days: Integers) -> tuple[str, ...]:
    """(C,) the only board there is for each day, where no board may receive twice in a row."""
    network: Network | None = gathering.network
    if network is None or network.hosts is None or not network.hosts.not_same_board_in_a_row:
        return ("",) * len(days)
    of_day = [{year.schools[id].board or f"school {id}" for id in hosts if hosts[id][day]} for day in days]
    return tuple(boards.pop() if len(boards) == 1 else "" for boards in of_day)


def _costs(
    lookup: YearDays,
    gathering: Gathering,
    misses: Mapping[str, Truths],
    belongs: Mapping[str, Truths],
    days: Integers,
) -> Integers:
    """(C,) who cannot come, days to avoid, who would rather not, who comes if they have to."""
    prices = lookup.prices
    avoided = _only(lookup, None)
    for stretch in lookup.year.settings.avoid:
        avoided |= lookup.between(stretch.first, stretch.last)
    cost = prices.avoid * len(misses) * avoided[days].astype(np.int64)
    for id, missed in misses.items():
        cost += prices.absent * missed
        prefer = lookup.year.members[id].prefer
        if prefer is not None:
            at = (lookup.first + timedelta(int(day)) for day in days)
            liked = np.array([any(falls_on(half, day) for half in prefer) for day in at], np.bool_)
            cost += prices.prefer * (~liked & ~missed & belongs[id][days])
    places = {day: at for at, day in enumerate(days.tolist())}
    for id, day in days_asked(lookup.year, gathering):
        number = (day - lookup.first).days
        if id in misses and number in places and if_need_be(lookup.year, gathering, id, day):
            free = lookup.free(lookup.year.members[id])[1][number]
            cost[places[number]] += prices.absent // 3 * int(free)
    return cost

"""The choice of dates of a year as numbers: events, possible days, chains, and what each costs."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from leernet.days.attendance import asked_bits
from leernet.finding import Path
from leernet.model.gathering import Gathering
from leernet.model.poll import Stance
from leernet.model.values import Span
from leernet.model.year import Member, School
from leernet.solve.dates.cut import Cut
from leernet.solve.dates.order import Order
from leernet.solve.parameters import DEFAULTS, PlanParameters
from leernet.words import Sentence

Integers: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]
Halves: TypeAlias = NDArray[np.uint8]


Preference: TypeAlias = Literal["attendance", "spread", "fairness"]


class Weights(Struct, frozen=True):
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


WEIGHTS: Mapping[Preference | None, Weights] = {
    None: Weights(),
    "attendance": Weights(absent=400, avoid=60),
    "spread": Weights(same_day=240, same_week=80, gap_day=120),
    "fairness": Weights(never=1500, again=60),
}


class People(Struct, frozen=True, eq=False):
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


class Requirement(Struct, frozen=True, eq=False):
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


class Event(Struct, frozen=True, eq=False):
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


class Chain(Struct, frozen=True, eq=False):
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


class DateProblem(Struct, frozen=True, eq=False):
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
        parameters: what the solvers are tuned with.
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
    parameters: PlanParameters = DEFAULTS

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

    def monday(self, week: int) -> date:
        """The first day of a numbered week."""
        return self.first + timedelta(days=7 * week - self.first.weekday())

    def week(self, number: int) -> int:
        """The number of the week of a day; weeks start on Monday."""
        return (int(number) + self.first.weekday()) // 7


def there(problem: DateProblem, number: int, members: Iterable[int], day: int) -> frozenset[int]:
    """Those of these people who can be at an event on a day."""
    event = problem.events[number]
    asked = asked_bits(event.span)
    # Whoever gave a date knows it: a school that is only probably closed does not rule it out.
    halves = problem.people.able if event.gathering.fixed else problem.people.free
    numbers = np.fromiter(members, np.int64)
    found = set(numbers[(halves[numbers, day] & asked) == asked].tolist())
    for member in numbers.tolist() if event.said else ():
        if (member, day) in event.said:
            (found.discard if event.said[member, day] is Stance.NO else found.add)(member)
    return frozenset(found)


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


def only_bit(bits: int) -> int:
    """The number of the one bit that is set; -1 where none is, or several."""
    return bits.bit_length() - 1 if bits > 0 and bits & (bits - 1) == 0 else -1


def takes_turns(gathering: Gathering) -> bool:
    """Whether a host is to be chosen by turn."""
    meeting, hosts = gathering.meeting, gathering.hosts
    if meeting is None or hosts is None or meeting.location or meeting.host:
        return False
    return hosts.rotate is not None

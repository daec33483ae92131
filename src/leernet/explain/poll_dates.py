"""A year and meetings in; the dates worth asking people about, with what each costs, out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from leernet.days.calendar import calendar_of
from leernet.model.plan import meeting_reference
from leernet.model.values import Span
from leernet.model.year import Meeting, Network, Year
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.problem import DateProblem, Event, can_host, takes_turns
from leernet.solve.times import at_times

# With more dates people stop answering with care; with fewer there is nothing to choose.
_DATES = 5
# Answers take some time: sooner dates are asked about only where there are no others.
_TIME_TO_ANSWER = timedelta(weeks=2)


class PollDate(Struct, frozen=True):
    """A date that a meeting may be on, by what is known before anybody is asked.

    Attributes:
        meeting: its reference.
        spans: the times at which it can be that day.
        absent: names of those who could not come, at the best of these times.
        hosts: names of the schools that could receive it.
    """

    meeting: str
    day: date
    spans: tuple[Span, ...]
    absent: tuple[str, ...]
    hosts: tuple[str, ...]


def dates_to_poll(
    year: Year, meetings: Iterable[tuple[Network, Meeting]], today: date
) -> tuple[PollDate, ...]:
    """For each meeting without a date of its own the best days, spread over its window; in order of time.

    What an earlier poll said is not looked at: people are asked anew.
    """
    unasked = year.model_copy(update={"polls": ()})
    found = (one for network, meeting in meetings for one in _of_meeting(unasked, network, meeting, today))
    return tuple(sorted(found, key=lambda one: (one.day, one.meeting)))


def _of_meeting(year: Year, network: Network, meeting: Meeting, today: date) -> Iterator[PollDate]:
    reference = meeting_reference(network.id, meeting.id)
    times = meeting.times if len(meeting.times) > 1 else (None,)
    found: dict[date, list[tuple[int, DateProblem, Event]]] = {}
    for time in times:
        timed = year if time is None else at_times(year, {reference: time})
        problem = date_problem(timed, calendar_of(timed), today=today)
        event = next((event for event in problem.events if event.reference == reference), None)
        if event is None or event.gathering.fixed:
            return
        for number, cost in zip(event.days.tolist(), event.cost.tolist(), strict=True):
            found.setdefault(problem.day(number), []).append((cost, problem, event))
    later = {day: ways for day, ways in found.items() if day >= today + _TIME_TO_ANSWER}
    found = later or found
    for day in spread({day: min(cost for cost, *_rest in ways) for day, ways in found.items()}, _DATES):
        ways = sorted(found[day], key=lambda way: (way[0], way[2].span))
        _cost, problem, event = ways[0]
        yield PollDate(
            reference,
            day,
            tuple(sorted(way[2].span for way in ways)),
            _absent(problem, event, problem.number(day)),
            _hosts(problem, event, problem.number(day)),
        )


def spread(costs: dict[date, int], count: int) -> tuple[date, ...]:
    """The cheapest days, as far apart as so many can be; the cheapest of all is one of them."""
    chosen: list[date] = []
    in_order: Sequence[date] = sorted(costs, key=lambda day: (costs[day], day))
    if not in_order:
        return ()
    apart = max(in_order) - min(in_order)
    for gap in (apart // count, apart // (2 * count), timedelta(1)):
        for day in in_order:
            far = all(abs(day - other) >= max(gap, timedelta(1)) for other in chosen)
            if far and len(chosen) < count:
                chosen.append(day)
    return tuple(sorted(chosen))


def _absent(problem: DateProblem, event: Event, day: int) -> tuple[str, ...]:
    missing = event.wanted[event.misses[:, day]].tolist()
    return tuple(problem.people.members[number].name for number in missing)


def _hosts(problem: DateProblem, event: Event, day: int) -> tuple[str, ...]:
    able = event.hosts
    if takes_turns(event.gathering):
        able = tuple(host for host in event.hosts if can_host(problem, event, host, day))
    return tuple(problem.schools[host].name for host in able)

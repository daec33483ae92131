"""A year with meetings at one of several times in; the year for each choice of times, the best first, out."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice, product

from leernet.days.calendar import calendar_of
from leernet.model.plan import Plan, meeting_reference
from leernet.model.values import Span
from leernet.model.year import Network, Year
from leernet.solve.dates.formulation import date_problem

# By reference of the meeting.
Times = Mapping[str, Span]


def has_choice(year: Year) -> bool:
    """Whether some meeting may be at one of several times."""
    return any(True for _reference, _times in _choices(year))


def years_by_times(
    year: Year, previous: Plan | None, today: date | None, most: int
) -> tuple[tuple[Year, ...], bool]:
    """The year for each choice of times, and whether those are all there are.

    Of the plan before times are kept first; else those go first on whose best day fewest are missed.

    Args:
        most: choices that are returned.
    """
    ordered = {
        reference: _in_order(year, reference, times, previous, today) for reference, times in _choices(year)
    }
    ranked = product(*([(rank, time) for rank, time in enumerate(times)] for times in ordered.values()))
    every = sorted(islice(ranked, 4 * most), key=lambda chosen: sum(rank for rank, _time in chosen))
    count = 1
    for times in ordered.values():
        count *= len(times)
    years = tuple(
        at_times(year, dict(zip(ordered, (time for _rank, time in chosen), strict=True)))
        for chosen in every[:most]
    )
    return years, count <= most


def at_times(year: Year, times: Times) -> Year:
    """The year in which these meetings are at these times."""
    networks = {id: _with_times(network, times) for id, network in year.networks.items()}
    return year.model_copy(update={"networks": networks})


def _with_times(network: Network, times: Times) -> Network:
    meetings = tuple(
        meeting.model_copy(update={"times": (times[reference],)}) if reference in times else meeting
        for meeting in network.meetings
        for reference in (meeting_reference(network.id, meeting.id),)
    )
    return network.model_copy(update={"meetings": meetings})


def _choices(year: Year) -> Iterator[tuple[str, tuple[Span, ...]]]:
    for id, network in sorted(year.networks.items()):
        for meeting in network.meetings:
            if len(meeting.times) > 1 and not meeting.cancelled:
                yield meeting_reference(id, meeting.id), meeting.times


def _in_order(
    year: Year, reference: str, times: tuple[Span, ...], previous: Plan | None, today: date | None
) -> list[Span]:
    had = previous.meetings.get(reference) if previous is not None else None
    costs = {time: _least_cost(at_times(year, {reference: time}), reference, today) for time in times}
    return sorted(costs, key=lambda time: (had is None or had.span != time, costs[time], times.index(time)))


def _least_cost(year: Year, reference: str, today: date | None) -> tuple[bool, int]:
    """Whether the meeting has no day at its time, and what its best day costs."""
    problem = date_problem(year, calendar_of(year), today=today)
    event = next(event for event in problem.events if event.reference == reference)
    return (not len(event.days), int(event.cost.min()) if len(event.days) else 0)

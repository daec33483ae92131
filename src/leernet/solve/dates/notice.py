"""Dates in; dates of equal cost of which people have notice in time, out.

Of dates that cost the same the later in the first fortnight of a meeting's window, so that there is time to
invite; and none whose invitation would be due in a holiday where another costs the same.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta

from leernet.solve.dates.chosen import is_large
from leernet.solve.dates.measures import Picks, change_of, measures
from leernet.solve.dates.paths import ChainPaths
from leernet.solve.dates.problem import DateProblem, Event
from leernet.solve.dates.search import charges_of_others

_FORTNIGHT = timedelta(days=14)


def with_notice(
    problem: DateProblem, picks: Picks, kept: Collection[str], notice_day: Callable[[date, int], date]
) -> Picks:
    """The dates with each meeting on a day that costs the same and leaves more time, if there is one.

    First each in turn, then all of a network together.

    Args:
        kept: references of what stays where it is.
        notice_day: on which day people are told something that is due so many days before another.
    """
    for number, event in enumerate(problem.events):
        network = event.gathering.network
        if event.gathering.meeting is None or network is None or event.reference in kept:
            continue
        now = problem.day(int(event.days[picks[number]]))
        quiet = _quiet(7 * network.invite.weeks_before, notice_day)
        for place in _better(problem, event, now, quiet):
            if change_of(problem, picks, number, place) == 0:
                picks = (*picks[:number], place, *picks[number + 1 :])
                break
    for at, chain in enumerate(problem.chains) if not is_large(problem) else ():
        free = [number for number in chain.events if problem.events[number].reference not in kept]
        network = problem.events[chain.events[0]].gathering.network
        if len(free) == len(chain.events) > 1 and network is not None and chain.id == network.id:
            picks = _together(problem, picks, at, _quiet(7 * network.invite.weeks_before, notice_day))
    return picks


def _together(problem: DateProblem, picks: Picks, at: int, quiet: Callable[[date], bool]) -> Picks:
    """The dates with those of one network on days of which none leaves less time, and some leave more."""
    chain = problem.chains[at]
    own = tuple(picks[number] for number in chain.events)
    events = [problem.events[number] for number in chain.events]
    ranks = [_ranks(problem, event, place, quiet) for event, place in zip(events, own, strict=True)]
    if not any(min(of_days) < of_days[place] for of_days, place in zip(ranks, own, strict=True)):
        return picks
    paths, charges = ChainPaths(problem, chain), charges_of_others(problem, picks, at)
    now = int(paths.one(own).charged(charges)[0])
    found = paths.up_to(charges, now)
    if found is None:
        return picks
    total = measures(problem, picks).total
    same = found.places[found.charged(charges) == now].tolist()
    better = []
    for path in same:
        of_path = [of_days[place] for of_days, place in zip(ranks, path, strict=True)]
        if all(rank <= of_days[place] for rank, of_days, place in zip(of_path, ranks, own, strict=True)):
            better.append((of_path, sum(one != other for one, other in zip(path, own, strict=True)), path))
    for _ranks_of_path, _moved, path in sorted(better):
        places = dict(zip(chain.events, path, strict=True))
        other = tuple(places.get(number, pick) for number, pick in enumerate(picks))
        if measures(problem, other).total == total:
            return other
    return picks


def _ranks(
    problem: DateProblem, event: Event, place: int, quiet: Callable[[date], bool]
) -> list[tuple[bool, int]]:
    """(C,) how good each possible day is beside the one it has: the less, the more time it leaves.

    Days after the first fortnight leave all the same time; of the fortnight the later leaves more.
    """
    soon = event.gathering.window.first + _FORTNIGHT
    days = [problem.day(number) for number in event.days.tolist()]
    now = days[place]
    return [
        (quiet(day), 0 if now >= soon else -day.toordinal() if day < soon else -now.toordinal() + 1)
        for day in days
    ]


def _better(problem: DateProblem, event: Event, now: date, quiet: Callable[[date], bool]) -> list[int]:
    """Places of days that would be better than the day it is now, the best first."""
    soon = event.gathering.window.first + _FORTNIGHT
    days = [problem.day(number) for number in event.days.tolist()]
    told_in_quiet = quiet(now)
    better = [
        (quiet(day), day >= soon, _order(day, soon), place)
        for place, day in enumerate(days)
        if (now < day < soon and quiet(day) <= told_in_quiet) or (told_in_quiet and not quiet(day))
    ]
    return [place for *_key, place in sorted(better)]


def _order(day: date, soon: date) -> int:
    """In the first fortnight the later day first, after it the earlier."""
    return -day.toordinal() if day < soon else day.toordinal()


def _quiet(before: int, notice_day: Callable[[date, int], date]) -> Callable[[date], bool]:
    """Whether the day on which people would be invited to a day lies in a holiday."""
    return lambda day: notice_day(day, before) != day - timedelta(days=before)

"""A plan that was made before in; what of it stays as it is wherever it can, out."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from msgspec import Struct

from leernet.model.plan import Plan, Visit
from leernet.solve.dates.measures import Picks
from leernet.solve.dates.problem import DateProblem, Event, Integers, Truths, can_host, narrowed


class Kept(Struct, frozen=True):
    """What stays of a plan.

    Attributes:
        past: dates that lie behind us, by reference; they never change.
        past_hosts: where those meetings were.
        days: dates to keep where they can be, by reference, as numbers of days.
        hosts: hosts to keep where they can be.
        dear: what moving one counts for, where it is more than 1.
    """

    past: Mapping[str, date]
    past_hosts: Mapping[str, str]
    days: Mapping[str, int]
    hosts: Mapping[str, str]
    dear: Mapping[str, int]


NOTHING_KEPT = Kept({}, {}, {}, {}, {})


def past_dates(previous: Plan | None, moments: Mapping[str, date], today: date | None) -> dict[str, date]:
    """The dates of a plan that lie before today, by reference."""
    if previous is None or today is None:
        return {}
    planned = {reference: meeting.day for reference, meeting in previous.meetings.items()} | dict(moments)
    return {reference: day for reference, day in planned.items() if day < today}


def told_dates(previous: Plan | None, announced: frozenset[str]) -> dict[str, date]:
    """The dates of a plan that people were invited to, by reference."""
    meetings = {} if previous is None else previous.meetings
    return {reference: meeting.day for reference, meeting in meetings.items() if reference in announced}


def moment_dates(previous: Plan | None) -> dict[str, date]:
    """The dates of the moments of series in a plan, by reference ``series/moment``."""
    if previous is None:
        return {}
    return {
        "/".join(reference.split("/")[:2]): session.day for reference, session in previous.sessions.items()
    }


def behind_us(previous: Plan | None, today: date | None) -> Plan | None:
    """Of a plan only what lies before today: that stays also where everything else is planned afresh.

    Of a round of visits that has begun all visits stay: pairs that are halfway keep the other half.
    """
    if previous is None or today is None:
        return None
    rounds = {f"{visit.network}/{visit.round}" for visit in previous.visits if _has_begun(visit, today)}
    return previous.model_copy(
        update={
            "meetings": {ref: found for ref, found in previous.meetings.items() if found.day < today},
            "sessions": {ref: found for ref, found in previous.sessions.items() if found.day < today},
            "pairs": {ref: pairs for ref, pairs in previous.pairs.items() if ref in rounds},
            "visits": tuple(visit for visit in previous.visits if f"{visit.network}/{visit.round}" in rounds),
        }
    )


def _has_begun(visit: Visit, today: date) -> bool:
    year, _dash, week = visit.week.partition("-W")
    return date.fromisocalendar(int(year), int(week), 1) < today


def past_only(kept: Kept) -> Kept:
    """What stays when all is planned afresh: what lies behind us, and nothing else."""
    return Kept(kept.past, kept.past_hosts, {}, {}, {})


def kept_of(
    problem: DateProblem, previous: Plan, past: Mapping[str, date], announced: frozenset[str]
) -> Kept:
    """What to keep of a plan: all its dates and hosts, those people were invited to before the others."""
    planned = {reference: meeting.day for reference, meeting in previous.meetings.items()}
    planned |= moment_dates(previous)
    references = {event.reference for event in problem.events}
    hosts = {
        reference: meeting.host
        for reference, meeting in previous.meetings.items()
        if meeting.host is not None and reference in references
    }
    return Kept(
        past=past,
        past_hosts={reference: host for reference, host in hosts.items() if reference in past},
        days={
            reference: problem.number(day) for reference, day in planned.items() if reference in references
        },
        hosts={reference: host for reference, host in hosts.items() if reference not in past},
        dear=dict.fromkeys(sorted(announced & references), problem.parameters.dates.announced),
    )


def narrowed_to_kept(
    problem: DateProblem, kept: Kept, moved: frozenset[str] = frozenset(), freed: str = ""
) -> DateProblem:
    """The problem in which every date that can be kept is kept, and every host where its date cannot.

    Args:
        moved: references of events that move although their dates can be kept.
        freed: reference of an event that may be changed once more than that: its date, or else its host.
    """
    places: dict[int, Integers] = {}
    for number, event in enumerate(problem.events):
        day = kept.days.get(event.reference)
        moves = event.reference in moved or day not in event.days
        if day is not None and not moves and event.reference != freed:
            places[number] = np.flatnonzero(event.days == day)
        elif day is not None and not (moves and event.reference == freed):
            stays = np.flatnonzero(_host_stays(problem, event, kept))
            if len(stays):
                places[number] = stays
    return narrowed(problem, places)


def _host_stays(problem: DateProblem, event: Event, kept: Kept) -> Truths:
    """(C,) on which possible days the host of the plan before can receive it."""
    every_day = np.ones(len(event.days), np.bool_)
    host = kept.hosts.get(event.reference)
    number = next((at for at in event.hosts if problem.schools[at].id == host), None)
    if host is None or event.fixed_host:
        return every_day
    if number is None:
        return ~every_day
    stays: Truths = can_host(problem, event, number, event.days)
    return stays


def changes_by_day(problem: DateProblem, kept: Kept) -> tuple[Integers, ...]:
    """Per event (C,) how many changes each possible day is: another date, a host that cannot receive it."""
    return tuple(moved + lost for moved, lost in _changes(problem, kept))


def weighed_changes(problem: DateProblem, kept: Kept) -> tuple[Integers, ...]:
    """The same, an announced date ten times as bad, and a date worse than all hosts together."""
    return tuple(
        (len(problem.events) + 1) * kept.dear.get(event.reference, 1) * moved + lost
        for event, (moved, lost) in zip(problem.events, _changes(problem, kept), strict=True)
    )


def weighed_moves(problem: DateProblem, kept: Kept) -> tuple[Integers, ...]:
    """Per event (C,) what another date counts for: more than all hosts; ten times that where told."""
    return tuple(
        (len(problem.events) + 1) * kept.dear.get(event.reference, 1) * moved
        for event, (moved, _lost) in zip(problem.events, _changes(problem, kept), strict=True)
    )


def lost_hosts(problem: DateProblem, kept: Kept, picks: Picks) -> int:
    """How many hosts cannot stay on these dates, each looked at by itself: no fewer change."""
    return sum(int(lost[pick]) for (_moved, lost), pick in zip(_changes(problem, kept), picks, strict=True))


def _changes(problem: DateProblem, kept: Kept) -> list[tuple[Integers, Integers]]:
    found = []
    for event in problem.events:
        day = kept.days.get(event.reference)
        moved = np.zeros(len(event.days), np.int64) if day is None else (event.days != day).astype(np.int64)
        found.append((moved, (~_host_stays(problem, event, kept)).astype(np.int64)))
    return found


def moved_dates(problem: DateProblem, kept: Kept, picks: Picks) -> frozenset[str]:
    """References of the events that had another date in the plan before."""
    return frozenset(
        event.reference
        for event, pick in zip(problem.events, picks, strict=True)
        if kept.days.get(event.reference, int(event.days[pick])) != int(event.days[pick])
    )


def announced_kept(problem: DateProblem, kept: Kept, picks: Picks) -> DateProblem:
    """The problem in which what people were invited to and did not move does not move."""
    return narrowed(
        problem,
        {
            number: np.array([pick])
            for number, (event, pick) in enumerate(zip(problem.events, picks, strict=True))
            if event.reference in kept.dear and kept.days.get(event.reference) == int(event.days[pick])
        },
    )

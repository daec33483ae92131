"""Pairs, the calendar and the plan before in; the days on which people can visit one another out."""

from collections.abc import Mapping
from datetime import date, timedelta

from leernet.days.attendance import Presence, presence
from leernet.days.calendar import Calendar
from leernet.model.borders import shared_borders
from leernet.model.plan import Plan, PlannedMeeting, Visit
from leernet.model.selection import wanted_members
from leernet.model.weekdays import WORKING_WEEK, Half
from leernet.model.year import Member, Network, Pairs, Year
from leernet.solve.pairs.problem import PairRound
from leernet.solve.pairs.visits import Visitor, VisitProblem, days_of_rounds, visits_of
from leernet.solve.pairs.weeks import WEEK, week_name


def days_for_visits(
    year: Year, network: Network, pairs: Pairs, calendar: Calendar, meetings: Mapping[str, PlannedMeeting]
) -> tuple[tuple[date, ...], ...]:
    """For each round the working days between its meetings on which visits can be, none to be avoided.

    Rounds between the same meetings share their weeks out.
    """
    window = pairs.window or year.school_year.days
    days = tuple(
        day
        for day in window
        if day.weekday() < len(WORKING_WEEK) // 2
        and calendar.nobody(day) is None
        and not any(day in avoided for avoided in year.settings.avoid)
    )
    return tuple(
        of_round
        for between, rounds in shared_borders(pairs.asked)
        for of_round in days_of_rounds(
            _between(days, *(meetings.get(f"{network.id}/{id}") for id in (between.after, between.before))),
            len(rounds),
        )
    )


def days_held(previous: Plan | None, network: Network, round_: int, today: date | None) -> set[date]:
    """The days behind us of the visits of a round; they stay, whatever its meetings are now."""
    if previous is None or today is None:
        return set()
    mondays = (
        date.fromisocalendar(int(visit.week[:4]), int(visit.week[6:]), 1)
        for visit in previous.visits
        if (visit.network, visit.round) == (network.id, round_)
    )
    return {day for monday in mondays for at in range(WEEK - 2) if (day := monday + timedelta(at)) < today}


def _between(
    days: tuple[date, ...], after: PlannedMeeting | None, before: PlannedMeeting | None
) -> tuple[date, ...]:
    """The days after one meeting and before another."""
    return tuple(
        day for day in days if (after is None or day > after.day) and (before is None or day < before.day)
    )


def visit_problem(
    year: Year,
    calendar: Calendar,
    found: PairRound,
    days: tuple[date, ...],
    busy: Mapping[str, frozenset[date]],
    today: date | None,
) -> VisitProblem:
    """Which visits the pairs of a round make, and when each of them is free.

    Args:
        days: of the round.
        busy: by id, days of meetings.
        today: nobody is free before it.
    """
    ids = sorted(person for members in found.pairs for person in members)
    ahead = tuple(day for day in days if today is None or day >= today)
    # Nobody is free on a day behind us; such days stay for the visits that were held.
    behind = 2 * (len(days) - len(ahead))
    return VisitProblem(
        days=days,
        people=tuple(
            Visitor(
                id, year.members[id].school or "", _free(calendar, year.members[id], ahead, busy) << behind
            )
            for id in ids
        ),
        cycles=tuple(
            visits_of(members, links) for members, links in zip(found.pairs, found.links, strict=True)
        ),
    )


def standing_days(
    problem: VisitProblem, previous: Plan | None, network: Network, round_: int, today: date | None
) -> dict[int, tuple[int, ...]]:
    """For each cycle whose visits are planned already and can still be, the places of their days."""
    planned = {
        (visit.visitor, visit.visited): visit
        for visit in (previous.visits if previous is not None else ())
        if (visit.network, visit.round) == (network.id, round_)
    }
    free = {person.id: person.free for person in problem.people}
    found = {}
    for number, cycle in enumerate(problem.cycles):
        days = tuple(
            _day_of(problem, planned[visit], free[visit[0]] & free[visit[1]], today)
            for visit in cycle
            if visit in planned
        )
        if len(days) == len(cycle) and None not in days:
            found[number] = tuple(day for day in days if day is not None)
    return found


def _day_of(problem: VisitProblem, visit: Visit, both: int, today: date | None) -> int | None:
    """A day in the week of a visit on which both can; of a week behind us the first."""
    weekdays = {half.weekday for half in visit.days}
    for place, day in enumerate(problem.days):
        in_week = week_name(day) == visit.week and day.weekday() in weekdays
        if in_week and (both >> 2 * place & 0b11 or (today is not None and day < today)):
            return place
    return None


def busy_days(year: Year, meetings: Mapping[str, PlannedMeeting]) -> Mapping[str, frozenset[date]]:
    """For each member the days of the meetings of their networks."""
    busy: dict[str, set[date]] = {}
    wanted = {id: wanted_members(year, network) for id, network in sorted(year.networks.items())}
    for reference, meeting in meetings.items():
        for member in wanted.get(reference.partition("/")[0], ()):
            busy.setdefault(member.id, set()).add(meeting.day)
    return {id: frozenset(days) for id, days in busy.items()}


def _free(
    calendar: Calendar, member: Member, days: tuple[date, ...], busy: Mapping[str, frozenset[date]]
) -> int:
    """Bit mask of the halves of these days on which a member works, own school open and no meeting."""
    taken = busy.get(member.id, frozenset())
    return sum(
        1 << 2 * place + half
        for place, day in enumerate(days)
        if day not in taken
        for half in Half
        if presence(calendar, member, day, (half,)) is Presence.FREE
    )

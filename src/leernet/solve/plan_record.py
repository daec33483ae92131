"""Dates, hosts, workshops, groups and pairs in; the plan as it is recorded, with its goals, out."""

from collections.abc import Mapping

import numpy as np

from leernet.days.calendar import calendar_of
from leernet.model.plan import Change, Goal, Plan, PlannedMeeting, PlannedSession
from leernet.model.year import Network, Year
from leernet.solve.changes import Comparison, changes_between
from leernet.solve.dates.chosen import ChosenDates
from leernet.solve.dates.measures import measures
from leernet.solve.dates.problem import Chain, DateProblem, Event
from leernet.solve.dates_and_hosts import Case, Chosen
from leernet.solve.hosts.program import HostChoice
from leernet.solve.together import Together, together_changes
from leernet.solve.workshops.choice import SessionChoice
from leernet.words import Sentence, _, _n, words

_SCHOOLS_NAMED = 3


def unknown_distances(year: Year, problem: DateProblem) -> tuple[Sentence, ...]:
    """How many schools do not say where they are, where hosts are chosen and people travel."""
    by_turn = [event for event in problem.events if len(event.hosts) > 1]
    asked = {problem.schools[host].id for event in by_turn for host in event.hosts}
    for event in by_turn:
        asked |= {problem.people.members[member].school or "" for member in event.wanted.tolist()}
    schools = (year.schools[id] for id in sorted(asked & year.schools.keys()))
    without = [school.name for school in schools if school.location is None]
    if not without:
        return ()
    if len(without) > _SCHOOLS_NAMED:
        return (
            _(
                "{count} schools have no location, {schools} among them, so kilometres are not known.",
                count=len(without),
                schools=tuple(without[:_SCHOOLS_NAMED]),
            ),
        )
    return (
        _n(
            "{count} school has no location, so kilometres are not known: {schools}.",
            "{count} schools have no location, so kilometres are not known: {schools}.",
            len(without),
            schools=tuple(without),
        ),
    )


def planned_meetings(
    problem: DateProblem, days: Mapping[str, int], hosts: HostChoice
) -> dict[str, PlannedMeeting]:
    """The meetings of all networks with their dates and hosts, and who cannot come, by reference."""
    return {
        event.reference: _meeting(problem, event, days[event.reference], hosts.hosts.get(event.reference))
        for event in sorted(problem.events, key=lambda event: event.reference)
        if event.gathering.meeting is not None
    }


def _meeting(problem: DateProblem, event: Event, day: int, host: str | None) -> PlannedMeeting:
    network, meeting = event.gathering.network, event.gathering.meeting
    location = ""
    if host is None and network is not None and meeting is not None:
        location = meeting.location or _place(network)
    members = problem.people.members
    return PlannedMeeting(
        day=problem.day(day),
        start=event.span.start,
        end=event.span.end,
        host=host,
        location=location,
        absent=tuple(
            members[member].id
            for member, misses in zip(event.wanted.tolist(), event.misses[:, day].tolist(), strict=True)
            if misses
        ),
    )


def _place(network: Network) -> str:
    """Where a network meets that meets at no school."""
    hosts = network.hosts
    if hosts is None:
        return ""
    return "online" if hosts.online else hosts.location


def _assumed(year: Year) -> dict[str, tuple[str, ...]]:
    """By region the schools whose own calendars are not there yet."""
    found: dict[str, tuple[str, ...]] = {}
    calendar = calendar_of(year)
    for id, school in sorted(year.schools.items()):
        region = school.holiday_region or year.settings.holiday_region
        if region is not None and not calendar.gave_own_days(id):
            found[str(region)] = (*found.get(str(region), ()), id)
    return dict(sorted(found.items()))


def plan_of(
    year: Year, joined: Together, sessions: Mapping[str, PlannedSession], goals: tuple[Goal, ...]
) -> Plan:
    """The first revision of a plan."""
    return Plan(
        school_year=year.school_year,
        revision=1,
        meetings=joined.meetings,
        sessions=sessions,
        pairs=joined.pairs,
        visits=joined.visits,
        assumed=_assumed(year),
        goals=goals,
    )


def next_revision(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    before: Plan,
    plan: Plan,
    otherwise: Sentence,
) -> tuple[Plan, Comparison | None]:
    """The plan as a revision of the one before; that one, byte for byte, when nothing became different.

    Args:
        days: number of the day of each gathering, by reference.
        otherwise: why something changed that could have stayed.
    """
    if _outcome(before) == _outcome(plan):
        # What people see is the same: calendars that came in meanwhile make no new revision.
        same = before.assumed == plan.assumed
        return before if same else before.model_copy(update={"assumed": plan.assumed}), None
    compared = Comparison(year, problem, before, plan, days, otherwise, words(year.settings.language))
    changed = {"revision": before.revision + 1, "changes": changes_of(compared)}
    return plan.model_copy(update=changed), compared


def changes_of(compared: Comparison) -> tuple[Change, ...]:
    """All that became different, with the reasons in the language of the comparison."""
    together = together_changes(compared.year, compared.before, compared.now, compared.spoken)
    return (*changes_between(compared), *together)


def _outcome(plan: Plan) -> tuple[object, ...]:
    return (plan.meetings, plan.sessions, plan.pairs, plan.visits)


def goals_of_dates_and_hosts(case: Case, chosen: Chosen) -> tuple[Goal, ...]:
    """What dates and hosts reach, in order of importance, and what none can pass.

    Where a plan was kept the changes come first, and what the rest costs counts among as few changes.
    """
    if not case.problem.events:
        return ()
    goals = []
    if case.kept.days:
        changed = len(chosen.changed_hosts)
        goals += [
            _goal("dates changed", chosen.dates.moved, chosen.dates.fewest),
            _goal("hosts changed", changed, min(changed, chosen.fewest_hosts)),
        ]
    goals += _date_goals(case.problem, chosen.dates)
    if chosen.hosts.hosts:
        goals += _host_goals(chosen.hosts)
    return tuple(goals)


def _date_goals(problem: DateProblem, dates: ChosenDates) -> list[Goal]:
    found = measures(problem, dates.picks)
    least = sum(int(event.misses[:, event.days].sum(axis=0).min()) for event in problem.events)
    bound = min(dates.bound, found.total)
    never = sum(_never_whatever_the_dates(chain) for chain in problem.chains)
    return [
        Goal(name="weighted cost of the dates", value=found.total, bound=bound or None, proven=dates.proven),
        _goal("wanted members absent", found.absent, least),
        _goal("members who can never come", found.never, never),
        _goal("repeated misses", found.again, 0),
        _goal("second meetings on a day", found.same_day, 0),
        _goal("second meetings in a week", found.same_week, 0),
        _goal("days off an even spacing", found.gap_days, 0),
    ]


def _never_whatever_the_dates(chain: Chain) -> int:
    """How many members of a chain miss every possible day of every event of their time."""
    missed = sum(misses.all(axis=1).astype(np.int64) for misses in chain.misses)
    return int(chain.groups[missed == chain.times].sum())


def _host_goals(hosts: HostChoice) -> list[Goal]:
    cost = Goal(name="weighted cost of the hosts", value=hosts.value, bound=hosts.bound, proven=hosts.proven)
    if hosts.travel_km is None or hosts.least_km is None:
        # Not known is not 0: nothing is said of kilometres.
        return [cost]
    return [cost, _goal("kilometres travelled", hosts.travel_km, hosts.least_km)]


def workshop_goals(sessions: SessionChoice) -> tuple[Goal, ...]:
    """What it costs students that some workshops run side by side, where their choices decided that."""
    if not sessions.wishes:
        return ()
    cost = sum(sessions.wishes.values())
    return (Goal(name="wishes that moments leave open", value=cost, bound=cost, proven=True),)


def _goal(name: str, value: int, bound: int) -> Goal:
    return Goal(name=name, value=value, bound=bound, proven=value == bound)

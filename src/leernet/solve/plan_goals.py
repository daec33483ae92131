"""Dates, hosts and workshops in; their value and bound for each goal, as the plan records them, out."""

import numpy as np

from leernet.model.plan import Goal
from leernet.solve.dates.chosen import ChosenDates
from leernet.solve.dates.measures import measures
from leernet.solve.dates.problem import Chain, DateProblem
from leernet.solve.dates_and_hosts import Case, Chosen
from leernet.solve.hosts.program import HostChoice
from leernet.solve.workshops.choice import SessionChoice


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

"""The plan before and today in; the rounds that are over, as they were, and what counts of them, out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from leernet.model.plan import Plan, Visit
from leernet.model.year import Network, Year
from leernet.solve.pairs.visits import VisitCalendar, visit_goals
from leernet.solve.pairs.weeks import all_behind, first_day
from leernet.solve.parameters import VisitParameters

Groups = tuple[tuple[str, ...], ...]


def rounds_over(
    network: Network, days: Sequence[Sequence[date]], previous: Plan | None, today: date | None
) -> Mapping[int, Groups]:
    """The rounds that are over, numbered from 0, with their pairs and trios.

    A round is over once all weeks of its visits are behind us; one without pairs, once all its days are.

    Args:
        days: on which visits can be, of each round.
        previous: the current plan; a round that it does not have had no pairs.
    """
    if today is None:
        return {}
    pairs = {} if previous is None else previous.pairs
    visits = visits_by_round(network, previous)
    found = {}
    for number in sorted({*range(len(days)), *visits}):
        groups = pairs.get(f"{network.id}/{number + 1}", ())
        weeks = [visit.week for visit in visits.get(number, ())]
        of_round = days[number] if number < len(days) else ()
        never_was = not groups and bool(of_round) and max(of_round) < today
        if all_behind(weeks, today) or (not weeks and never_was):
            found[number] = groups
    return found


def visits_by_round(network: Network, plan: Plan | None) -> dict[int, tuple[Visit, ...]]:
    """The visits of a network, by number of the round from 0."""
    found: dict[int, tuple[Visit, ...]] = {}
    for visit in () if plan is None else plan.visits:
        if visit.network == network.id:
            found[visit.round - 1] = (*found.get(visit.round - 1, ()), visit)
    return found


def calendar_as_it_was(
    year: Year, groups: Groups, visits: Sequence[Visit], parameters: VisitParameters
) -> VisitCalendar:
    """What counts of the visits of a round that is over, each on the first day it was offered."""
    days = [
        sorted(first_day(visit) for visit in visits if {visit.visitor, visit.visited}.issubset(group))
        for group in groups
    ]
    least = timedelta(parameters.days_between)
    away = Counter(
        (member.school, first_day(visit))
        for visit in visits
        if (member := year.members.get(visit.visitor)) is not None
    )
    close = sum(other - one < least for of_group in days for one, other in pairwise(of_group))
    without = sum(not of_group for of_group in days)
    return VisitCalendar((), (), visit_goals(without, close, max(away.values(), default=0)))

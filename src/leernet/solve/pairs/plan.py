"""A network whose members coach one another, its calendar and earlier years in; pairs and visits out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from msgspec import Struct
from msgspec.structs import replace

from leernet.days.calendar import Calendar
from leernet.model.plan import Goal, Plan, PlannedMeeting, Visit
from leernet.model.selection import takes_part_on
from leernet.model.year import Network, Pairs, Year
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.pairs.choice import broken_rule, pairing, wishes_between
from leernet.solve.pairs.formulation import pair_problem
from leernet.solve.pairs.problem import PairProblem, PairRound
from leernet.solve.pairs.visit_days import busy_days, days_for_visits, days_held, standing_days, visit_problem
from leernet.solve.pairs.visits import (
    MOST_AWAY,
    PlannedVisit,
    Unplanned,
    VisitCalendar,
    minutes_of_visits,
    visit_calendar,
    visit_goals,
)
from leernet.solve.pairs.weeks import all_behind, days_behind, first_day, week_name
from leernet.solve.parameters import DEFAULTS, PlanParameters, VisitParameters


class PlannedPairs(Struct, frozen=True):
    """Pairs and visits as the plan records them, and what is known of them.

    Attributes:
        pairs: by reference, ``network/1`` for the first round.
        visits: in order of time.
        goals: of all rounds together, in order of importance.
        rounds: the pairs with their proofs, and who is left and why.
        unplanned: for each round the cycles of visits for which there are no days.
        minutes: what the visits of the year cost each person, by id.
        wishes_kept_out: how many wishes more would be granted if nobody knew of a pair yet.
    """

    pairs: Mapping[str, tuple[tuple[str, ...], ...]]
    visits: tuple[Visit, ...]
    goals: tuple[Goal, ...]
    rounds: tuple[PairRound, ...]
    unplanned: tuple[tuple[Unplanned, ...], ...]
    minutes: Mapping[str, int]
    wishes_kept_out: int = 0


def planned_pairs(
    year: Year,
    network: Network,
    calendar: Calendar,
    meetings: Mapping[str, PlannedMeeting],
    *,
    history: Sequence[Plan] = (),
    previous: Plan | None = None,
    told: frozenset[str] = frozenset(),
    today: date | None = None,
    limits: Limits = NO_LIMITS,
    parameters: PlanParameters = DEFAULTS,
) -> PlannedPairs:
    """Pairs for each round and a calendar of their visits; nothing for a network without pairs or rounds.

    Pairs that a plan before has are kept where both still take part and no rule has come between them.

    Args:
        calendar: of the year.
        meetings: on whose days people visit nobody, and between which rounds lie, by reference.
        history: plans of earlier years; nobody gets a partner from those again.
        previous: the current plan.
        told: references of the visits that people were invited to.
        today: who left before it takes no part, and no visit is before it.
        limits: what ends the improvement of visits; pairs are the best in any time.
        parameters: how easy a pair is, and what a day costs for a visit.
    """
    if network.pairs is None or not network.pairs.rounds:
        return PlannedPairs({}, (), (), (), (), {})
    days = days_for_visits(year, network, network.pairs, calendar, meetings)
    over = rounds_over(network, days, previous, today)
    problem = pair_problem(
        year, network, network.pairs, history=history, previous=previous, told=told, today=today, over=over
    )
    problem = replace(problem, parameters=parameters.pairs, away=away_in_rounds(year, problem, days))
    rounds = pairing(problem)
    busy, calendars = busy_days(year, meetings), []
    for number, ahead in enumerate(days):
        if number in over:
            were = visits_by_round(network, previous).get(number, ())
            calendars.append(calendar_as_it_was(year, over[number], were, parameters.visits))
            continue
        of_round = tuple(sorted({*ahead, *days_held(previous, network, number + 1, today)}))
        asked = visit_problem(year, calendar, rounds[number], of_round, busy, today)
        stand = standing_days(asked, previous, network, number + 1, today)
        given = replace(asked, given=stand, parameters=parameters.visits)
        calendars.append(visit_calendar(given, limits))
    return _found(network, network.pairs, problem, rounds, calendars, previous, today)


def away_in_rounds(
    year: Year, problem: PairProblem, days: Sequence[Sequence[date]]
) -> tuple[frozenset[str], ...]:
    """For each round who takes part on none of its days, and had no visit in it."""
    held = (*problem.held, *(() for _round in days[len(problem.held) :]))
    return tuple(
        frozenset(
            one.id
            for one in problem.people
            if of_round and not any(takes_part_on(year.members[one.id], day) for day in of_round)
        ).difference(*had)
        for of_round, had in zip(days, held, strict=False)
    )


def _found(
    network: Network,
    pairs: Pairs,
    problem: PairProblem,
    rounds: Sequence[PairRound],
    calendars: Sequence[VisitCalendar],
    previous: Plan | None,
    today: date | None,
) -> PlannedPairs:
    """Rounds and calendars as the plan records them; rounds that are over as it has them already."""
    paired = {**{number: found.pairs for number, found in enumerate(rounds)}, **problem.over}
    recorded = {} if previous is None else previous.pairs
    visits = (
        *(
            visit
            for number, were in visits_by_round(network, previous).items()
            if number in problem.over
            for visit in were
        ),
        *(
            _recorded(network, number, visit, previous, today)
            for number, found in enumerate(calendars, 1)
            for visit in found.visits
        ),
    )
    return PlannedPairs(
        pairs={
            ref: paired[number]
            for number in sorted(paired)
            if (ref := f"{network.id}/{number + 1}") in recorded or number not in problem.over
        },
        visits=visits,
        goals=_goals(problem, rounds) + _visit_goals(calendars),
        rounds=tuple(rounds),
        unplanned=tuple(found.unplanned for found in calendars),
        minutes=minutes_of_visits(visits, sum(step.minutes for step in pairs.cycle)),
        wishes_kept_out=_wishes_kept_out(problem, rounds),
    )


def _wishes_kept_out(problem: PairProblem, rounds: Sequence[PairRound]) -> int:
    if not problem.wishes or not any(problem.announced):
        return 0
    return max(0, _granted(problem, pairing(replace(problem, announced=()))) - _granted(problem, rounds))


def _granted(problem: PairProblem, rounds: Sequence[PairRound]) -> int:
    links = (link for found in rounds for links in found.links for link in links)
    return sum(wishes_between(problem, *link) for link in links)


def _recorded(
    network: Network, round_: int, visit: PlannedVisit, previous: Plan | None, today: date | None
) -> Visit:
    recorded = Visit(
        network=network.id,
        round=round_,
        visitor=visit.visitor,
        visited=visit.visited,
        week=week_name(visit.day),
        days=visit.half_days,
    )
    # What a week behind us, or the days of this week that have gone by, once offered is told nobody again.
    planned = (one for one in (previous.visits if previous is not None else ()) if one.days)
    nothing = {"days": ()}
    same = (one for one in planned if one.model_copy(update=nothing) == recorded.model_copy(update=nothing))
    before = next(same, recorded)
    gone = [half.weekday for half in before.days if half not in recorded.days]
    if not recorded.days:
        return before
    first_ahead = days_behind(recorded.week, today) if today is not None else 0
    return before if gone and max(gone) < first_ahead else recorded


def _goals(problem: PairProblem, rounds: Sequence[PairRound]) -> tuple[Goal, ...]:
    """The goals of all rounds together.

    Each round is proven to be the best after the rounds before it; that is no proof for all of them together.
    What holds for them together: rounds that are over are as they were, no round has more pairs than the
    first ahead, and a wish is granted once at most.
    """
    if len(rounds) == 1:
        return rounds[0].goals
    value, were = Counter[str](), Counter[str]()
    for number, goal in ((number, goal) for number, found in enumerate(rounds) for goal in found.goals):
        value[goal.name] += goal.value
        were[goal.name] += goal.value * (number in problem.over)
    wished = Counter(
        wishes_between(problem, one.id, other.id)
        for one, other in combinations(problem.people, 2)
        if broken_rule(problem, one, other) is None
    )
    bounds = {
        "pairs": were["pairs"] + _most_pairs(problem, rounds),
        "mutual wishes granted": were["mutual wishes granted"] + wished[2],
        "one-sided wishes granted": were["one-sided wishes granted"] + wished[1],
        "people without a partner": 0,
    }
    return tuple(
        Goal(name=name, value=value[name], bound=bounds.get(name), proven=bounds.get(name) == value[name])
        for name in value
    )


def _most_pairs(problem: PairProblem, rounds: Sequence[PairRound]) -> int:
    """How many pairs the rounds ahead can have; where the first is not free to choose, what people allow."""
    ahead = [number for number in range(len(rounds)) if number not in problem.over]
    if not ahead:
        return 0
    first = ahead[0]
    bound_to = (*problem.held[first : first + 1], *problem.announced[first : first + 1], *problem.away)
    most = len(problem.people) // 2 if any(bound_to) else len(rounds[first].proof.pairs)
    return len(ahead) * most


def _visit_goals(calendars: Sequence[VisitCalendar]) -> tuple[Goal, ...]:
    """The goals of all rounds together: most away on one day is the worst of the rounds, the rest adds up."""
    found = []
    for goals in zip(*(calendar.goals for calendar in calendars), strict=True):
        combine = max if goals[0].name == MOST_AWAY else sum
        value, bound = combine(goal.value for goal in goals), combine(goal.bound or 0 for goal in goals)
        found.append(Goal(name=goals[0].name, value=value, bound=bound, proven=value == bound))
    return tuple(found)


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

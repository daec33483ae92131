"""A network whose members coach one another, its calendar and earlier years in; pairs and visits out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from leernet.days.attendance import Presence, presence
from leernet.days.calendar import Calendar
from leernet.model.borders import shared_borders
from leernet.model.managers import superiors
from leernet.model.pair_proof import Pair
from leernet.model.plan import Goal, Plan, PlannedMeeting, Visit
from leernet.model.selection import members_still_there, wanted_members
from leernet.model.weekdays import WORKING_WEEK, Half, HalfDays, Weeks
from leernet.model.year import Member, Network, Pairs, School, Year
from leernet.solve.pairs.choice import pairing, wishes_between
from leernet.solve.pairs.problem import PairPerson, PairProblem, PairRound, sorted_pair
from leernet.solve.pairs.visits import (
    MOST_AWAY,
    PlannedVisit,
    Unplanned,
    VisitCalendar,
    Visitor,
    VisitProblem,
    days_of_rounds,
    minutes_of_visits,
    visit_calendar,
    visits_of,
)
from leernet.solve.parameters import DEFAULTS, PlanParameters

_WEEK = 7


@dataclass(frozen=True, slots=True)
class PlannedPairs:
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
        parameters: how easy a pair is, and what a day costs for a visit.
    """
    if network.pairs is None or not network.pairs.rounds:
        return PlannedPairs({}, (), (), (), (), {})
    problem = pair_problem(
        year, network, network.pairs, history=history, previous=previous, told=told, today=today
    )
    problem = replace(problem, parameters=parameters.pairs)
    rounds = pairing(problem)
    busy = _busy_days(year, meetings)
    calendars = []
    for number, ahead in enumerate(_days(year, network, network.pairs, calendar, meetings)):
        days = tuple(sorted({*ahead, *_days_held(previous, network, number + 1, today)}))
        asked = _visit_problem(year, calendar, rounds[number], days, busy, today)
        stand = _standing_days(asked, previous, network, number + 1, today)
        calendars.append(visit_calendar(replace(asked, given=stand, parameters=parameters.visits)))
    planned = tuple(visit for found in calendars for visit in found.visits)
    found = PlannedPairs(
        pairs={f"{network.id}/{number}": found.pairs for number, found in enumerate(rounds, 1)},
        visits=tuple(
            _recorded(network, number, visit, previous, today)
            for number, found in enumerate(calendars, 1)
            for visit in found.visits
        ),
        goals=_goals(problem, rounds) + _visit_goals(calendars),
        rounds=rounds,
        unplanned=tuple(found.unplanned for found in calendars),
        minutes=minutes_of_visits(planned, sum(step.minutes for step in network.pairs.cycle)),
        wishes_kept_out=_wishes_kept_out(problem, rounds),
    )
    return found if previous is None or today is None else _as_they_were(found, previous, network, today)


def _as_they_were(found: PlannedPairs, previous: Plan, network: Network, today: date) -> PlannedPairs:
    """The pairs with those of rounds that are over as they were, whoever has left since."""
    held = tuple(visit for visit in previous.visits if visit.network == network.id)
    ahead = {visit.round for visit in held if _days_to(visit.week, today) < _WEEK}
    over = {visit.round for visit in held} - ahead
    past = {
        ref: previous.pairs[ref] for number in over if (ref := f"{network.id}/{number}") in previous.pairs
    }
    return replace(
        found,
        pairs={ref: past.get(ref, pairs) for ref, pairs in found.pairs.items()},
        visits=(
            *(visit for visit in held if visit.round in over),
            *(visit for visit in found.visits if visit.round not in over),
        ),
        rounds=tuple(
            replace(one, unpaired=()) if number in over else one for number, one in enumerate(found.rounds, 1)
        ),
        unplanned=tuple(() if number in over else one for number, one in enumerate(found.unplanned, 1)),
    )


def _wishes_kept_out(problem: PairProblem, rounds: Sequence[PairRound]) -> int:
    if not problem.wishes or not any(problem.announced):
        return 0
    return max(0, _granted(problem, pairing(replace(problem, announced=()))) - _granted(problem, rounds))


def _granted(problem: PairProblem, rounds: Sequence[PairRound]) -> int:
    links = (link for found in rounds for links in found.links for link in links)
    return sum(wishes_between(problem, *link) for link in links)


def pair_problem(
    year: Year,
    network: Network,
    pairs: Pairs,
    *,
    history: Iterable[Plan] = (),
    previous: Plan | None = None,
    told: frozenset[str] = frozenset(),
    today: date | None = None,
) -> PairProblem:
    """Who is to be paired and what is wished.

    Args:
        pairs: those of the network.
        history: plans of earlier years.
        previous: the plan whose pairs are to be kept.
        told: references of the visits that people were invited to.
        today: who left before it takes no part.
    """
    people = tuple(_person(year, member) for member in members_still_there(year, network, today))
    ids = {person.id for person in people}
    before = (
        ()
        if previous is None
        else tuple(_pairs_of(previous, network, round_) for round_ in range(pairs.rounds))
    )
    announced = tuple(
        tuple(pair for pair in of_round if _is_told(network, round_, pair, told))
        for round_, of_round in enumerate(before, 1)
    )
    return PairProblem(
        people=people,
        rounds=pairs.rounds,
        other=pairs.other,
        max_km=pairs.max_km,
        wishes={id: wished for id, wished in sorted(pairs.wishes.items()) if id in ids},
        held=()
        if previous is None or today is None
        else tuple(_held(previous, network, round_, ids, today) for round_ in range(pairs.rounds)),
        managers=frozenset(
            sorted_pair(one, other) for one in ids for other in superiors(year, one) if other in ids
        ),
        earlier=frozenset(pair for plan in history for pair in _all_pairs(plan, network)),
        announced=announced,
        kept=tuple(
            tuple(pair for pair in of_round if pair not in known)
            for of_round, known in zip(before, announced, strict=True)
        ),
    )


def _is_told(network: Network, round_: int, pair: Pair, told: frozenset[str]) -> bool:
    """Whether the two were invited to visit one another."""
    return any(f"{network.id}/{round_}/{one}--{other}" in told for one, other in (pair, pair[::-1]))


def _person(year: Year, member: Member) -> PairPerson:
    school = year.schools.get(member.school or "")
    working = WORKING_WEEK if member.working_days is None else member.working_days
    return PairPerson(
        id=member.id,
        school=school.id if school is not None else "",
        board=school.board or "" if school is not None else "",
        grade_band=member.grade_band or "",
        location=_location(school),
        half_days=_mask(working),
    )


def _mask(working: HalfDays) -> int:
    """Bits of the half days worked: ten of every week, then ten of even weeks and ten of odd ones.

    Who works a half day in every week does so in even and in odd ones, so that two people have a bit in
    common when there is a week in which both work.
    """
    shifts = {Weeks.EVERY: (0, 10, 20), Weeks.EVEN: (10,), Weeks.ODD: (20,)}
    return sum(1 << shift + 2 * weekday + half for weekday, half, weeks in working for shift in shifts[weeks])


def _location(school: School | None) -> tuple[float, float] | None:
    if school is None or school.location is None:
        return None
    return (school.location.latitude, school.location.longitude)


def _pairs_of(plan: Plan, network: Network, round_: int) -> tuple[Pair, ...]:
    """Everybody who shared a pair or trio in a round, two by two."""
    found = plan.pairs.get(f"{network.id}/{round_ + 1}", ())
    return tuple(pair for members in found for pair in combinations(sorted(members), 2))


def _held(
    plan: Plan, network: Network, round_: int, ids: set[str], today: date
) -> tuple[tuple[str, ...], ...]:
    """The pairs and trios of a round whose first visit lies behind us, where all still take part."""
    begun = {
        frozenset((visit.visitor, visit.visited))
        for visit in plan.visits
        if (visit.network, visit.round) == (network.id, round_ + 1) and _days_to(visit.week, today) >= _WEEK
    }
    groups = (tuple(sorted(group)) for group in plan.pairs.get(f"{network.id}/{round_ + 1}", ()))
    return tuple(
        group for group in groups if ids.issuperset(group) and any(visit.issubset(group) for visit in begun)
    )


def _all_pairs(plan: Plan, network: Network) -> tuple[Pair, ...]:
    rounds = [ref for ref in plan.pairs if ref.rpartition("/")[0] == network.id]
    return tuple(
        pair for ref in rounds for members in plan.pairs[ref] for pair in combinations(sorted(members), 2)
    )


def _days(
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


def _days_held(previous: Plan | None, network: Network, round_: int, today: date | None) -> set[date]:
    """The days behind us of the visits of a round; they stay, whatever its meetings are now."""
    if previous is None or today is None:
        return set()
    mondays = (
        date.fromisocalendar(int(visit.week[:4]), int(visit.week[6:]), 1)
        for visit in previous.visits
        if (visit.network, visit.round) == (network.id, round_)
    )
    return {day for monday in mondays for at in range(_WEEK - 2) if (day := monday + timedelta(at)) < today}


def _between(
    days: tuple[date, ...], after: PlannedMeeting | None, before: PlannedMeeting | None
) -> tuple[date, ...]:
    """The days after one meeting and before another."""
    return tuple(
        day for day in days if (after is None or day > after.day) and (before is None or day < before.day)
    )


def _visit_problem(
    year: Year,
    calendar: Calendar,
    found: PairRound,
    days: tuple[date, ...],
    busy: Mapping[str, frozenset[date]],
    today: date | None,
) -> VisitProblem:
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


def _standing_days(
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
        in_week = _week_name(day) == visit.week and day.weekday() in weekdays
        if in_week and (both >> 2 * place & 0b11 or (today is not None and day < today)):
            return place
    return None


def _week_name(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def _busy_days(year: Year, meetings: Mapping[str, PlannedMeeting]) -> Mapping[str, frozenset[date]]:
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


def _recorded(
    network: Network, round_: int, visit: PlannedVisit, previous: Plan | None, today: date | None
) -> Visit:
    recorded = Visit(
        network=network.id,
        round=round_,
        visitor=visit.visitor,
        visited=visit.visited,
        week=_week_name(visit.day),
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
    first_ahead = _days_to(recorded.week, today) if today is not None else 0
    return before if gone and max(gone) < first_ahead else recorded


def _days_to(week: str, today: date) -> int:
    """How many days of a week, from its Monday, are behind us; more than it has when all of it is."""
    year, _separator, number = week.partition("-W")
    return (today - date.fromisocalendar(int(year), int(number), 1)).days


def _goals(problem: PairProblem, rounds: Sequence[PairRound]) -> tuple[Goal, ...]:
    """The goals of all rounds together.

    Each round is proven to be the best after the rounds before it; that is no proof for all of them together.
    What holds for them together: no round has more pairs than the first, and a wish is granted once at most.
    """
    if len(rounds) == 1:
        return rounds[0].goals
    value = Counter[str]()
    for goal in (goal for found in rounds for goal in found.goals):
        value[goal.name] += goal.value
    wished = Counter(wishes_between(problem, *pair) for pair in rounds[0].proof.weights)
    bounds = {
        "pairs": len(rounds) * len(rounds[0].proof.pairs),
        "mutual wishes granted": wished[2],
        "one-sided wishes granted": wished[1],
        "people without a partner": 0,
    }
    return tuple(
        Goal(name=name, value=value[name], bound=bounds.get(name), proven=bounds.get(name) == value[name])
        for name in value
    )


def _visit_goals(calendars: Sequence[VisitCalendar]) -> tuple[Goal, ...]:
    """The goals of all rounds together: most away on one day is the worst of the rounds, the rest adds up."""
    found = []
    for goals in zip(*(calendar.goals for calendar in calendars), strict=True):
        combine = max if goals[0].name == MOST_AWAY else sum
        value, bound = combine(goal.value for goal in goals), combine(goal.bound or 0 for goal in goals)
        found.append(Goal(name=goals[0].name, value=value, bound=bound, proven=value == bound))
    return tuple(found)

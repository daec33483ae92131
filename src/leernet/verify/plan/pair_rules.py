"""A year and a plan in; every rule about pairs and visits that the plan breaks out, with its place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from math import acos, cos, radians, sin
from types import MappingProxyType

from msgspec import Struct

from leernet.catalogue import plan as rules
from leernet.catalogue.rule import Broken
from leernet.days.attendance import Presence, presence
from leernet.days.calendar import Calendar, calendar_of
from leernet.finding import Finding, Path, Place, Places
from leernet.model.plan import Plan, Visit
from leernet.model.selection import selected_members, superiors
from leernet.model.weekdays import WORKING_WEEK, HalfDays, shared_half_days
from leernet.model.year import Member, Network, Pairs, School, Year
from leernet.verify.plan.checked import place_in_plan
from leernet.verify.plan.order import borders_of
from leernet.verify.plan.past import past_rounds

_EARTH_RADIUS_KM = 6371.0
# Places are given to some ten metres; two ways to count a distance may differ by as much.
_KM_SLACK = 0.08
_DETOUR = 1.3


# Network, and two people in order who were partners in it.
Partners = tuple[str, str, str]

_SAME = MappingProxyType(
    {
        "school": rules.PLAN_PAIR_SAME_SCHOOL,
        "board": rules.PLAN_PAIR_SAME_BOARD,
        "grade_band": rules.PLAN_PAIR_SAME_GRADE_BAND,
    }
)


class _Check(Struct, frozen=True):
    year: Year
    plan: Plan
    places: Places
    calendar: Calendar

    def place(self, path: Path) -> Place:
        return place_in_plan(self.places, path)

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        members = self.year.members
        return tuple(members[id].name if id in members else id for id in ids)


def broken_pair_rules(
    year: Year, plan: Plan, places: Places, history: Iterable[Plan] = (), today: date | None = None
) -> tuple[Finding, ...]:
    """Every rule about pairs and visits that a plan breaks; by round, then by visit.

    Args:
        year: what the user defined, without errors.
        plan: what ``plan.yaml`` says.
        places: where each value of it is.
        history: plans of earlier years.
        today: rounds that are over by then are as they were, and break no rule.
    """
    check = _Check(year, plan, places, calendar_of(year))
    met = {known for earlier in history for known in partners_of(earlier.pairs)}
    met |= set(partners_who_met(plan, today))
    over = past_rounds(plan, today)
    found: list[Finding] = []
    for reference, groups in sorted(plan.pairs.items()):
        if reference in over:
            continue
        network = year.networks.get(reference.rpartition("/")[0])
        if network is not None and network.pairs is not None:
            found += _who_rules(check, network, reference, groups)
            for place, members in enumerate(groups):
                path = ("pairs", reference, place)
                found += _members_rules(check, network, path, members, frozenset(met))
        met |= set(partners_of({reference: groups}))
    for place, visit in enumerate(plan.visits):
        found += _visit_rules(check, place, visit)
    return tuple(found)


def surely_possible(
    year: Year, network: Network, pairs: Iterable[tuple[str, str]], met: frozenset[Partners]
) -> Iterator[tuple[str, str]]:
    """Those of these pairs whom no rule keeps apart, however a distance is counted.

    Args:
        pairs: sorted ids of members.
        met: who were partners before.
    """
    asked = network.pairs
    if asked is None:
        return
    for one, other in pairs:
        if _obstacle(year, network, asked, one, other, met, -_KM_SLACK) is None:
            yield (one, other)


def partners_of(rounds: Mapping[str, tuple[tuple[str, ...], ...]]) -> Iterator[Partners]:
    """Who are partners in the rounds of a plan."""
    for reference, groups in rounds.items():
        for members in groups:
            for one, other in combinations(sorted(members), 2):
                yield (reference.rpartition("/")[0], one, other)


def partners_who_met(plan: Plan, today: date | None) -> Iterator[Partners]:
    """Who were partners in the rounds that are over: those of a pair or trio in which there was a visit."""
    over = past_rounds(plan, today)
    visits = {(f"{visit.network}/{visit.round}", visit.visitor, visit.visited) for visit in plan.visits}
    held = {
        reference: tuple(
            members
            for members in groups
            if any(
                (reference, *two) in visits for pair in combinations(members, 2) for two in (pair, pair[::-1])
            )
        )
        for reference, groups in plan.pairs.items()
        if reference in over
    }
    yield from partners_of(held)


def _who_rules(
    check: _Check, network: Network, reference: str, groups: tuple[tuple[str, ...], ...]
) -> Iterator[Finding]:
    """Only members of the network, and nobody twice."""
    members = {member.id for member in selected_members(check.year, network.members)}
    seen: set[str] = set()
    for place, person in ((place, person) for place, group in enumerate(groups) for person in group):
        name = check.names((person,))
        if person not in members:
            rule = rules.PLAN_PAIR_STRANGER if person in check.year.members else rules.PLAN_PAIR_OF_WHO_LEFT
            yield rule.at(check.place(("pairs", reference, place)), member=name, round=reference)
        if person in seen:
            yield rules.PLAN_PAIR_TWICE.at(
                check.place(("pairs", reference, place)), member=name, round=reference
            )
        seen.add(person)


def _members_rules(
    check: _Check, network: Network, path: Path, members: tuple[str, ...], met: frozenset[Partners]
) -> Iterator[Finding]:
    """Two people whom no rule keeps apart; of three, each is a possible partner of one of the others."""
    if network.pairs is None or len(members) not in (2, 3):
        yield rules.PLAN_PAIR_SIZE.at(check.place(path), people=len(members))
        return
    known = [person for person in members if person in check.year.members]
    between = {
        (one, other): _obstacle(check.year, network, network.pairs, one, other, met)
        for one, other in combinations(sorted(known), 2)
    }
    for (one, other), obstacle in between.items():
        if obstacle is None:
            continue
        others = (pair for pair in between if pair != (one, other))
        free = {person for pair in others if between[pair] is None for person in pair}
        if obstacle.rule == rules.PLAN_PAIR_MANAGER.name or not {one, other} <= free:
            yield obstacle.at(check.place(path))


def _obstacle(
    year: Year,
    network: Network,
    pairs: Pairs,
    one: str,
    other: str,
    met: frozenset[Partners],
    slack: float = _KM_SLACK,
) -> Broken | None:
    """The rule that keeps two people from being partners, if any does."""
    first, second = year.members[one], year.members[other]
    names = (first.name, second.name)
    if other in superiors(year, one) or one in superiors(year, other):
        return rules.PLAN_PAIR_MANAGER.broken(names=names)
    if (network.id, *sorted((one, other))) in met:
        return rules.PLAN_PAIR_AGAIN.broken(names=names)
    for attribute, rule in _SAME.items():
        mine, theirs = _attribute(year, first, attribute), _attribute(year, second, attribute)
        if attribute in pairs.other and mine is not None and mine == theirs:
            return rule.broken(names=names)
    distance = _distance_km(year.schools.get(first.school or ""), year.schools.get(second.school or ""))
    if pairs.max_km is not None and distance > pairs.max_km + slack:
        return rules.PLAN_PAIR_TOO_FAR.broken(names=names, km=round(distance))
    if not shared_half_days(_working(first), _working(second)):
        return rules.PLAN_PAIR_NO_HALF_DAY.broken(names=names)
    return None


def _attribute(year: Year, member: Member, attribute: str) -> str | None:
    school = year.schools.get(member.school or "")
    if attribute == "grade_band":
        return member.grade_band
    if school is None:
        return None
    return school.id if attribute == "school" else school.board


def _working(member: Member) -> HalfDays:
    return WORKING_WEEK if member.working_days is None else member.working_days


def _distance_km(one: School | None, other: School | None) -> float:
    """Distance by road: 1.3 times the great circle, by the law of cosines; 0 when a place is not known."""
    if one is None or other is None or one.location is None or other.location is None:
        return 0.0
    here, there = one.location, other.location
    latitudes = radians(here.latitude), radians(there.latitude)
    cosine = sin(latitudes[0]) * sin(latitudes[1]) + cos(latitudes[0]) * cos(latitudes[1]) * cos(
        radians(there.longitude - here.longitude)
    )
    return _DETOUR * _EARTH_RADIUS_KM * acos(min(1.0, max(-1.0, cosine)))


def _visit_rules(check: _Check, place: int, visit: Visit) -> Iterator[Finding]:
    """A visit is between partners, on a day on which both work and both schools are open."""
    names = {"visitor": check.names((visit.visitor,)), "visited": check.names((visit.visited,))}
    partners = check.plan.pairs.get(f"{visit.network}/{visit.round}", ())
    if not any({visit.visitor, visit.visited} <= set(members) for members in partners):
        yield rules.PLAN_VISIT_WITHOUT_PAIR.at(check.place(("visits", place)), round=visit.round, **names)
        return
    monday = _monday(visit.week)
    if monday is None:
        yield rules.PLAN_VISIT_WEEK.at(check.place(("visits", place, "week")), week=visit.week)
        return
    both = [check.year.members.get(id) for id in (visit.visitor, visit.visited)]
    people = [member for member in both if member is not None]
    possible = [
        half_day
        for half_day in visit.days
        if all(
            presence(check.calendar, member, monday + timedelta(half_day.weekday), (half_day.half,))
            is Presence.FREE
            for member in people
        )
    ]
    if not possible:
        yield rules.PLAN_VISIT_IMPOSSIBLE.at(check.place(("visits", place, "days")), week=visit.week, **names)
    yield from _outside_round(check, place, visit, monday)


def _outside_round(check: _Check, place: int, visit: Visit, monday: date) -> Iterator[Finding]:
    """A visit is between the meetings between which its round lies."""
    days = [monday + timedelta(half_day.weekday) for half_day in visit.days]
    pairs = check.year.networks[visit.network].pairs if visit.network in check.year.networks else None
    after, before = (None, None) if pairs is None else borders_of(pairs.asked, visit.round)
    for id, rule in ((after, rules.PLAN_VISIT_BEFORE_ROUND), (before, rules.PLAN_VISIT_AFTER_ROUND)):
        meeting = check.plan.meetings.get(f"{visit.network}/{id}")
        if not days or meeting is None:
            continue
        is_in = meeting.day < min(days) if rule is rules.PLAN_VISIT_BEFORE_ROUND else max(days) < meeting.day
        if not is_in:
            yield rule.at(
                check.place(("visits", place, "week")),
                meeting=f"{visit.network}/{id}",
                day=meeting.day,
                week=visit.week,
                round=visit.round,
                visitor=check.names((visit.visitor,)),
                visited=check.names((visit.visited,)),
            )


def _monday(week: str) -> date | None:
    """Monday of a week as 2026-W47; None for what is no week."""
    try:
        return date.fromisocalendar(int(week[:4]), int(week[6:]), 1) if week[4:6] == "-W" else None
    except ValueError:
        return None

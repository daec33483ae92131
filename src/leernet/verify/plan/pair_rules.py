"""A year and a plan in; every rule about pairs and visits that the plan breaks out, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from math import acos, cos, radians, sin

from leernet.days.calendar import Calendar, calendar_of
from leernet.days.people import Presence, presence
from leernet.finding import Finding, Level, Path, Place, Places
from leernet.model.managers import superiors
from leernet.model.plan import Plan, Visit
from leernet.model.selection import selected_members
from leernet.model.values import WORKING_WEEK, HalfDays
from leernet.model.year import Member, Network, Pairs, School, Year
from leernet.words import Sentence, _

_ANEW = _("Change it back, or let `leernet plan` choose anew.")
_EARTH_RADIUS_KM = 6371.0
# Places are given to some ten metres; two ways to count a distance may differ by as much.
_KM_SLACK = 0.08
_DETOUR = 1.3


# Network, and two people in order who were partners in it.
Partners = tuple[str, str, str]

_SAME = {
    "school": _("they work at the same school"),
    "board": _("they work for the same board"),
    "grade_band": _("they teach the same grade band"),
}


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """What keeps two people from being partners.

    Attributes:
        reason: as a part of a sentence.
    """

    rule: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class _Check:
    year: Year
    plan: Plan
    places: Places
    calendar: Calendar

    def error(self, path: Path, rule: str, sentence: Sentence) -> Finding:
        known = (self.places.values.get(path[:length]) for length in range(len(path), 0, -1))
        place = next((place for place in known if place is not None), Place("plan.yaml"))
        return Finding(place, Level.ERROR, rule, sentence, _ANEW)

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        members = self.year.members
        return tuple(members[id].name if id in members else id for id in ids)


def broken_pair_rules(
    year: Year, plan: Plan, places: Places, history: Iterable[Plan] = ()
) -> tuple[Finding, ...]:
    """Every rule about pairs and visits that a plan breaks; by round, then by visit.

    Args:
        year: what the user defined, without errors.
        plan: what ``plan.yaml`` says.
        places: where each value of it stands.
        history: plans of earlier years.
    """
    check = _Check(year, plan, places, calendar_of(year))
    met = {known for earlier in history for known in _partners_in(earlier.pairs)}
    found: list[Finding] = []
    for reference, groups in sorted(plan.pairs.items()):
        network = year.networks.get(reference.rpartition("/")[0])
        if network is not None and network.pairs is not None:
            found += _who_rules(check, network, reference, groups)
            for place, members in enumerate(groups):
                path = ("pairs", reference, place)
                found += _members_rules(check, network, path, members, frozenset(met))
        met |= set(_partners_in({reference: groups}))
    for place, visit in enumerate(plan.visits):
        found += _visit_rules(check, place, visit)
    return tuple(found)


def possible_pairs(year: Year, network: Network, met: frozenset[Partners]) -> frozenset[tuple[str, str]]:
    """Sorted pairs of members of a network whom no rule keeps apart; what a proof must be about."""
    if network.pairs is None:
        return frozenset()
    ids = [member.id for member in selected_members(year, network.members)]
    return frozenset(
        (one, other)
        for one, other in combinations(sorted(ids), 2)
        if _obstacle(year, network, network.pairs, one, other, met) is None
    )


def _partners_in(rounds: Mapping[str, tuple[tuple[str, ...], ...]]) -> Iterator[Partners]:
    for reference, groups in rounds.items():
        for members in groups:
            for one, other in combinations(sorted(members), 2):
                yield (reference.rpartition("/")[0], one, other)


def _who_rules(
    check: _Check, network: Network, reference: str, groups: tuple[tuple[str, ...], ...]
) -> Iterator[Finding]:
    """Only members of the network, and nobody twice."""
    members = {member.id for member in selected_members(check.year, network.members)}
    seen: set[str] = set()
    for place, person in ((place, person) for place, group in enumerate(groups) for person in group):
        name = check.names((person,))
        if person not in members:
            sentence = _("{member} is in pairs {round} and is no member.", member=name, round=reference)
            yield check.error(("pairs", reference, place), "plan-pair-stranger", sentence)
        if person in seen:
            sentence = _("{member} stands twice in pairs {round}.", member=name, round=reference)
            yield check.error(("pairs", reference, place), "plan-pair-twice", sentence)
        seen.add(person)


def _members_rules(
    check: _Check, network: Network, path: Path, members: tuple[str, ...], met: frozenset[Partners]
) -> Iterator[Finding]:
    """Two people between whom nothing stands; of three, each is a possible partner of one of the others."""
    if network.pairs is None or len(members) not in (2, 3):
        sentence = _("A pair has two or three people, and here are {people}.", people=len(members))
        yield check.error(path, "plan-pair-size", sentence)
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
        if obstacle.rule == "plan-pair-manager" or not {one, other} <= free:
            sentence = _(
                "{names} cannot be partners: {reason}.",
                names=check.names((one, other)),
                reason=obstacle.reason,
            )
            yield check.error(path, obstacle.rule, sentence)


def _obstacle(
    year: Year, network: Network, pairs: Pairs, one: str, other: str, met: frozenset[Partners]
) -> _Obstacle | None:
    """What keeps two people from being partners, if anything does."""
    first, second = year.members[one], year.members[other]
    if other in superiors(year, one) or one in superiors(year, other):
        return _Obstacle("plan-pair-manager", _("one is the manager of the other"))
    if (network.id, *sorted((one, other))) in met:
        return _Obstacle("plan-pair-again", _("they were partners before"))
    for attribute, reason in _SAME.items():
        mine, theirs = _attribute(year, first, attribute), _attribute(year, second, attribute)
        if attribute in pairs.other and mine is not None and mine == theirs:
            return _Obstacle("plan-pair-same", reason)
    distance = _distance_km(year.schools.get(first.school or ""), year.schools.get(second.school or ""))
    if pairs.max_km is not None and distance > pairs.max_km + _KM_SLACK:
        reason = _("they work {km} km from one another by road", km=round(distance))
        return _Obstacle("plan-pair-too-far", reason)
    if not set(_working(first)) & set(_working(second)):
        return _Obstacle("plan-pair-no-half-day", _("they share no working half day"))
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
        sentence = _(
            "{visitor} visits {visited}, who is no partner in round {round}.", round=visit.round, **names
        )
        yield check.error(("visits", place), "plan-visit-without-pair", sentence)
        return
    monday = _monday(visit.week)
    if monday is None:
        sentence = _("'{week}' is no week; one is written as 2026-W47.", week=visit.week)
        yield check.error(("visits", place, "week"), "plan-visit-week", sentence)
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
        sentence = _(
            "{visitor} cannot visit {visited} in week {week}: on none of the days given can both.",
            week=visit.week,
            **names,
        )
        yield check.error(("visits", place, "days"), "plan-visit-impossible", sentence)


def _monday(week: str) -> date | None:
    """Monday of a week as 2026-W47; None for what is no week."""
    try:
        return date.fromisocalendar(int(week[:4]), int(week[6:]), 1) if week[4:6] == "-W" else None
    except ValueError:
        return None

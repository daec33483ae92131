"""A year, its plan, a network with pairs and a member in; why this partner and not another, out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from leernet.days.calendar import calendar_of
from leernet.model.borders import borders
from leernet.model.plan import Plan
from leernet.model.selection import member_name
from leernet.model.year import Between, Network, Year
from leernet.solve.pairs.choice import RULES, broken_rule
from leernet.solve.pairs.formulation import met_in_round, pair_problem
from leernet.solve.pairs.plan import away_in_rounds
from leernet.solve.pairs.problem import PairPerson, PairProblem, road_hectometres, sorted_pair
from leernet.solve.pairs.visit_days import days_for_visits
from leernet.words import Sentence, _, _n


class PairReasons(Struct, frozen=True):
    """Why somebody has a partner in a round, or none.

    Attributes:
        member: name.
        round: from 1.
        partners: names, each with what holds of the two; none for somebody without a partner.
        wishes: for each partner wished for in vain the name and why, or that they are paired with others.
        possible: the best others who could have been a partner, told as partners are.
        excluded: how many people each rule keeps apart from the member, each a part of a sentence.
        visits: of the member in this round, in the order of the plan: number of the week, visitor, visited.
        between: the meetings that the round comes after and before, as far as there are.
    """

    member: str
    round: int
    partners: tuple[tuple[str, tuple[Sentence, ...]], ...]
    wishes: tuple[tuple[str, Sentence], ...]
    possible: tuple[tuple[str, tuple[Sentence, ...]], ...]
    excluded: tuple[Sentence, ...]
    visits: tuple[tuple[int, str, str], ...]
    between: tuple[Sentence, ...] = ()


_WHY: Mapping[str, Sentence] = {
    "manager": _("one is the manager of the other"),
    "earlier": _("partners before"),
    "school": _("the same school"),
    "board": _("the same board"),
    "grade_band": _("the same grade band"),
    "max_km": _("too far"),
    "half_days": _("no working half day in common"),
    "away": _("not both there in this round"),
}
_SHOWN = 3
_TAKEN = _("has another partner")


def pair_reasons(
    year: Year,
    plan: Plan,
    network: Network,
    member: str,
    history: Sequence[Plan] = (),
    today: date | None = None,
) -> tuple[PairReasons, ...]:
    """Why a member has the partners they have; one for each round that the plan has.

    Args:
        member: id, of a member of the network.
        history: plans of earlier years.
        today: who were partners only on paper in a round that was over by then can be partners still.
    """
    if network.pairs is None:
        return ()
    problem = pair_problem(year, network, network.pairs, history=history)
    days = days_for_visits(year, network, network.pairs, calendar_of(year), plan.meetings)
    away = away_in_rounds(year, problem, days)
    found = []
    met = set(problem.earlier)
    for number, between in enumerate(borders(network.pairs.asked), 1):
        groups = plan.pairs.get(f"{network.id}/{number}", ())
        there = replace(problem, away=away[number - 1 : number])
        reasons = _round_reasons(year, plan, there, met, (network.id, number), member, groups)
        found.append(replace(reasons, between=tuple(_between(plan, network, between))))
        met.update(met_in_round(plan, network, number, today))
    return tuple(found)


def _between(plan: Plan, network: Network, between: Between) -> Iterator[Sentence]:
    after, before = (plan.meetings.get(f"{network.id}/{id}") for id in (between.after, between.before))
    if after is not None:
        yield _("after {meeting} ({day})", meeting=f"{network.id}/{between.after}", day=after.day)
    if before is not None:
        yield _("before {meeting} ({day})", meeting=f"{network.id}/{between.before}", day=before.day)


def _round_reasons(
    year: Year,
    plan: Plan,
    problem: PairProblem,
    met: Iterable[tuple[str, str]],
    place: tuple[str, int],
    member: str,
    groups: tuple[tuple[str, ...], ...],
) -> PairReasons:
    partners = tuple(other for group in groups if member in group for other in group if other != member)
    why = _why_not(problem, frozenset(met), member)
    lost = Counter(rule for rule in why.values() if rule is not None)
    wished = problem.wishes.get(member, ())
    possible = [id for id, rule in why.items() if rule is None and id not in (*partners, *wished)]
    best = sorted(possible, key=lambda id: _order(problem, member, id))[:_SHOWN]
    return PairReasons(
        member=year.members[member].name,
        round=place[1],
        partners=tuple(_with_facts(year, problem, member, other) for other in partners),
        wishes=tuple(
            (year.members[other].name, _WHY.get(why.get(other) or "", _TAKEN))
            for other in wished
            if other not in partners and other in year.members
        ),
        possible=tuple(_with_facts(year, problem, member, other) for other in best),
        excluded=tuple(_excluded(rule, lost[rule]) for rule in (*RULES, "away") if lost[rule]),
        visits=tuple(
            (
                int(visit.week.partition("-W")[2]),
                member_name(year, visit.visitor),
                member_name(year, visit.visited),
            )
            for visit in plan.visits
            if (visit.network, visit.round) == place and member in (visit.visitor, visit.visited)
        ),
    )


def _with_facts(
    year: Year, problem: PairProblem, member: str, other: str
) -> tuple[str, tuple[Sentence, ...]]:
    return member_name(year, other), tuple(_facts(year, problem, member, other))


def _order(problem: PairProblem, member: str, other: str) -> tuple[bool, bool, int, int, str]:
    """Who wishes for the member first, then the nearest, then who has most weekdays in common; by id."""
    people = {person.id: person for person in problem.people}
    distance = road_hectometres(people[member].location, people[other].location)
    wished = member in problem.wishes.get(other, ())
    weekdays = _weekdays(people[member], people[other])
    # An unknown place must not look nearer than a known one.
    return (not wished, distance is None, distance or 0, -weekdays, other)


def _weekdays(one: PairPerson, other: PairPerson) -> int:
    shared = one.half_days & other.half_days
    return sum(bool(shared >> 2 * day & 0b11) for day in range(5))


def _why_not(problem: PairProblem, met: frozenset[tuple[str, str]], member: str) -> dict[str, str | None]:
    """For each other person the first rule that keeps them from being partners; None: they could be."""
    people = {person.id: person for person in problem.people}
    if member not in people:
        return {}
    away = frozenset().union(*problem.away)
    rules = {id: broken_rule(problem, people[member], other) for id, other in people.items() if id != member}
    return {
        id: "away"
        if away & {member, id}
        else "earlier"
        if rule is None and sorted_pair(member, id) in met
        else rule
        for id, rule in rules.items()
    }


def _facts(year: Year, problem: PairProblem, member: str, other: str) -> Iterator[Sentence]:
    people = {person.id: person for person in problem.people}
    if member not in people or other not in people:
        return
    wished = [other in problem.wishes.get(member, ()), member in problem.wishes.get(other, ())]
    if all(wished):
        yield _("both asked for it")
    elif any(wished):
        yield _("{member} asked for it", member=year.members[member if wished[0] else other].name)
    distance = road_hectometres(people[member].location, people[other].location)
    if distance is not None:
        yield _("{km} km apart by road", km=round(distance / 10))
    weekdays = _weekdays(people[member], people[other])
    yield _n("{count} weekday on which both work", "{count} weekdays on which both work", weekdays)


def _excluded(rule: str, people: int) -> Sentence:
    return _n("{count} person: {why}", "{count} people: {why}", people, why=_WHY[rule])


def pair_lines(reasons: PairReasons) -> tuple[Sentence, ...]:
    """The reasons as sentences, one a line."""
    lines = [_partner_line(reasons)]
    if reasons.between:
        lines.append(_("The visits of this round are {between}.", between=reasons.between))
    lines += [_("Wished for {name}: {why}.", name=name, why=why) for name, why in reasons.wishes]
    if reasons.possible:
        lines.append(_("Also possible: {names}.", names=_told(reasons.possible)))
    if reasons.excluded:
        lines.append(_("No partner can be: {people}.", people=reasons.excluded))
    lines += [
        _("Week {week}: {visitor} visits {visited}.", week=week, visitor=visitor, visited=visited)
        for week, visitor, visited in reasons.visits
    ]
    return tuple(lines)


def _partner_line(reasons: PairReasons) -> Sentence:
    number, member, names = reasons.round, reasons.member, _told(reasons.partners)
    if not names:
        return _("Round {round}: {member} has no partner.", round=number, member=member)
    if len(names) == 1:
        return _("Round {round}: {member} is paired with {names}.", round=number, member=member, names=names)
    return _("Round {round}: {member} is in a trio with {names}.", round=number, member=member, names=names)


def _told(people: Iterable[tuple[str, tuple[Sentence, ...]]]) -> tuple[Sentence, ...]:
    return tuple(_("{name} ({facts})", name=name, facts=facts) for name, facts in people)

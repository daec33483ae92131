"""A year, its plan, a network with pairs and a member in; why this partner and not another, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leernet.model.plan import Plan, Visit
from leernet.model.year import Network, Year
from leernet.solve.pair_plan import pair_problem
from leernet.solve.pair_problem import PairProblem, distance_hectometres, sorted_pair
from leernet.solve.pairs import RULES, broken_rule
from leernet.words import Sentence, _, _n


@dataclass(frozen=True, slots=True)
class PairReasons:
    """Why somebody has a partner in a round, or none.

    Attributes:
        member: name.
        round: from 1.
        partners: names; none for somebody without a partner.
        facts: what holds of the pair, each a part of a sentence.
        wishes: for each partner wished for in vain the name and why, or that they are paired with others.
        excluded: how many people each rule keeps apart from the member, each a part of a sentence.
        visits: of the member in this round, in the order of the plan.
    """

    member: str
    round: int
    partners: tuple[str, ...]
    facts: tuple[Sentence, ...]
    wishes: tuple[tuple[str, Sentence], ...]
    excluded: tuple[Sentence, ...]
    visits: tuple[Visit, ...]


_WHY: Mapping[str, Sentence] = {
    "manager": _("one is above the other"),
    "earlier": _("partners before"),
    "school": _("the same school"),
    "board": _("the same board"),
    "grade_band": _("the same grade band"),
    "max_km": _("too far"),
    "half_days": _("no working half day in common"),
}
_TAKEN = _("has another partner")


def pair_reasons(
    year: Year, plan: Plan, network: Network, member: str, history: Sequence[Plan] = ()
) -> tuple[PairReasons, ...]:
    """Why a member has the partners they have; one for each round that the plan has.

    Args:
        member: id, of a member of the network.
        history: plans of earlier years.
    """
    if network.pairs is None:
        return ()
    problem = pair_problem(year, network, network.pairs, history=history)
    found = []
    met = set(problem.earlier)
    for number in range(1, network.pairs.rounds + 1):
        groups = plan.pairs.get(f"{network.id}/{number}", ())
        found.append(_round_reasons(year, plan, problem, met, (network.id, number), member, groups))
        met |= {sorted_pair(member, other) for group in groups if member in group for other in group}
    return tuple(found)


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
    return PairReasons(
        member=year.members[member].name,
        round=place[1],
        partners=_names(year, partners),
        facts=tuple(fact for other in partners for fact in _facts(year, problem, member, other)),
        wishes=tuple(
            (year.members[other].name, _WHY.get(why.get(other) or "", _TAKEN))
            for other in problem.wishes.get(member, ())
            if other not in partners and other in year.members
        ),
        excluded=tuple(_excluded(rule, lost[rule]) for rule in RULES if lost[rule]),
        visits=tuple(
            visit
            for visit in plan.visits
            if (visit.network, visit.round) == place and member in (visit.visitor, visit.visited)
        ),
    )


def _names(year: Year, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(year.members[id].name if id in year.members else id for id in ids)


def _why_not(problem: PairProblem, met: frozenset[tuple[str, str]], member: str) -> dict[str, str | None]:
    """For each other person the first rule that keeps them from being partners; None: they could be."""
    people = {person.id: person for person in problem.people}
    if member not in people:
        return {}
    rules = {id: broken_rule(problem, people[member], other) for id, other in people.items() if id != member}
    return {
        id: "earlier" if rule is None and sorted_pair(member, id) in met else rule
        for id, rule in rules.items()
    }


def _facts(year: Year, problem: PairProblem, member: str, other: str) -> Iterator[Sentence]:
    people = {person.id: person for person in problem.people}
    if member not in people or other not in people:
        return
    wished = [other in problem.wishes.get(member, ()), member in problem.wishes.get(other, ())]
    if all(wished):
        yield _("both wished for it")
    elif any(wished):
        yield _("{member} wished for it", member=year.members[member if wished[0] else other].name)
    distance = distance_hectometres(people[member].location, people[other].location)
    if distance is not None:
        yield _("{km} km apart", km=round(distance / 10))
    shared = people[member].half_days & people[other].half_days
    weekdays = sum(bool(shared >> 2 * day & 0b11) for day in range(5))
    yield _n("{count} weekday on which both work", "{count} weekdays on which both work", weekdays)


def _excluded(rule: str, people: int) -> Sentence:
    return _n("{count} person: {why}", "{count} people: {why}", people, why=_WHY[rule])


def pair_lines(reasons: PairReasons) -> tuple[Sentence, ...]:
    """The reasons as sentences, one a line; visits are for whoever writes weekdays."""
    if reasons.partners:
        lines = [
            _(
                "Round {round}: {member} is paired with {names} ({facts}).",
                round=reasons.round,
                member=reasons.member,
                names=reasons.partners,
                facts=reasons.facts,
            )
        ]
    else:
        lines = [_("Round {round}: {member} has no partner.", round=reasons.round, member=reasons.member)]
    lines += [_("Wished for {name}: {why}.", name=name, why=why) for name, why in reasons.wishes]
    if reasons.excluded:
        lines.append(_("No partner can be: {people}.", people=reasons.excluded))
    for visit in reasons.visits:
        lines.append(_("Visit in week {week}.", week=visit.week))
    return tuple(lines)

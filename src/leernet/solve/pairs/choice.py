"""People, rules and wishes in; coaching pairs for each round out, proven, with a trio for whoever is left."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.plan import Goal
from leernet.model.plan_proofs import Pair, PairProof
from leernet.solve.pairs.matching import heaviest_matching
from leernet.solve.pairs.problem import (
    PairPerson,
    PairProblem,
    PairRound,
    Unpaired,
    crow_flies,
    distance_hectometres,
    road_hectometres,
    sorted_pair,
)

RULES = ("manager", "earlier", "school", "board", "grade_band", "max_km", "half_days")


class _Scale(Struct, frozen=True):
    """What one pair weighs for each thing it is good for; each outweighs all pairs' sum of what comes after.

    Attributes:
        announced: the pair was announced before.
        pair: it is a pair.
        mutual: both wish for it.
        one_sided: one of them does.
        kept: it was planned before, and nobody knows of it yet.
    """

    announced: int
    pair: int
    mutual: int
    one_sided: int
    kept: int


def _scale(problem: PairProblem) -> _Scale:
    most_pairs = len(problem.people) // 2 + 1
    kept = problem.parameters.most_ease * most_pairs
    # Without any pairs of before nothing is counted for them, and numbers stay small.
    one_sided = kept * most_pairs if any(problem.kept) else kept
    mutual = one_sided * most_pairs
    pair = mutual * most_pairs
    return _Scale(pair * most_pairs, pair, mutual, one_sided, kept)


def pairing(problem: PairProblem) -> tuple[PairRound, ...]:
    """For each round: as many pairs as there can be, then mutual wishes, one-sided wishes, ease.

    Pairs that were announced stay whatever they cost; those planned before of which nobody knows yet stay
    where no wish is lost by it. Each round is best given the rounds before it; one that is over is as it was.
    Who is left over joins a pair as a third: with two possible partners if that can be, else with one.
    """
    rounds: list[PairRound] = []
    rules = {sorted_pair(a.id, b.id): broken_rule(problem, a, b) for a, b in combinations(problem.people, 2)}
    for number in range(problem.rounds):
        if number in problem.over:
            rounds.append(_as_it_was(problem, problem.over[number]))
            continue
        announced = problem.announced[number] if number < len(problem.announced) else ()
        held = problem.held[number] if number < len(problem.held) else ()
        kept = problem.kept[number] if number < len(problem.kept) else ()
        away = problem.away[number] if number < len(problem.away) else frozenset()
        there = replace(problem, people=tuple(one for one in problem.people if one.id not in away))
        between = {pair: rule for pair, rule in rules.items() if away.isdisjoint(pair)}
        found = _pair_round(there, between, frozenset(announced), frozenset(kept), held)
        rounds.append(found)
        rules.update((link, "earlier") for links in found.links for link in links)
    return tuple(rounds)


def _as_it_was(problem: PairProblem, groups: tuple[tuple[str, ...], ...]) -> PairRound:
    """A round that is over: nothing was chosen, so that there is nothing to prove, and nobody is left."""
    links = tuple(tuple(combinations(sorted(group), 2)) for group in groups)
    goals = _goals(problem, tuple(of_group[0] for of_group in links if of_group), frozenset())
    return PairRound(groups, links, (), (*goals, _alone(0)), PairProof({}, (), {}, ()))


def broken_rule(problem: PairProblem, a: PairPerson, b: PairPerson) -> str | None:
    """The first rule that keeps two people from being partners, as named in ``RULES``; None: they may be."""
    pair = sorted_pair(a.id, b.id)
    if pair in problem.managers:
        return "manager"
    if pair in problem.earlier:
        return "earlier"
    for attribute in ("school", "board", "grade_band"):
        if attribute in problem.other and getattr(a, attribute) == getattr(b, attribute) != "":
            return attribute
    distance = road_hectometres(a.location, b.location)
    if problem.max_km is not None and distance is not None and distance > 10 * problem.max_km:
        return "max_km"
    return None if a.half_days & b.half_days else "half_days"


def _pair_round(
    problem: PairProblem,
    rules: Mapping[Pair, str | None],
    announced: frozenset[Pair],
    before: frozenset[Pair],
    held: tuple[tuple[str, ...], ...],
) -> PairRound:
    scale = _scale(problem)
    people = {person.id: person for person in problem.people}
    possible = {
        pair: _weight(problem, scale, people[pair[0]], people[pair[1]], announced)
        + scale.kept * (pair in before)
        for pair, rule in rules.items()
        if rule is None
    }
    held = tuple(group for group in held if _may_stay(problem, group, possible))
    kept = {person for group in held for person in group}
    weights = {pair: weight for pair, weight in possible.items() if kept.isdisjoint(pair)}
    free = replace(problem, people=tuple(person for person in problem.people if person.id not in kept))
    proof = _proven_pairs(free, weights)
    members = tuple(sorted((*held, *_with_thirds(free, scale, proof.pairs, weights))))
    links = tuple(_links(group, possible) for group in members)
    placed = {person for group in members for person in group}
    unpaired = tuple(
        _unpaired(problem, person.id, rules) for person in problem.people if person.id not in placed
    )
    # One pair of each that was held, so that trios count once here as they do among the others.
    counted = (*proof.pairs, *(next(iter(_links(group, possible))) for group in held))
    goals = _goals(problem, counted, announced)
    proof = replace(proof, partners=frozenset(link for of_group in links for link in of_group))
    return PairRound(members, links, unpaired, (*goals, _alone(len(unpaired))), proof)


def _alone(people: int) -> Goal:
    return Goal(name="people without a partner", value=people, bound=0, proven=not people)


def _links(group: tuple[str, ...], possible: Mapping[Pair, int]) -> tuple[Pair, ...]:
    return tuple(link for link in combinations(group, 2) if link in possible)


def _may_stay(problem: PairProblem, group: tuple[str, ...], possible: Mapping[Pair, int]) -> bool:
    """Whether nothing forbids a pair, or a trio of which one is a partner of both others."""
    enough = len(_links(group, possible)) >= len(group) - 1
    return enough and problem.managers.isdisjoint(combinations(group, 2))


def _weight(
    problem: PairProblem, scale: _Scale, a: PairPerson, b: PairPerson, announced: frozenset[Pair]
) -> int:
    wished = wishes_between(problem, a.id, b.id)
    return (
        scale.announced * (sorted_pair(a.id, b.id) in announced)
        + scale.pair
        + (0, scale.one_sided, scale.mutual)[wished]
        + _ease(problem, a, b)
    )


def wishes_between(problem: PairProblem, a: str, b: str) -> int:
    """How many of two people wish for the other."""
    return (b in problem.wishes.get(a, ())) + (a in problem.wishes.get(b, ()))


def _ease(problem: PairProblem, a: PairPerson, b: PairPerson) -> int:
    """From 60: the nearer the better, 10 a kilometre, and 20 for each of up to three weekdays both work."""
    distance = distance_hectometres(a.location, b.location)
    if distance is None:
        # An unknown place must not look nearer than a known one.
        distance = crow_flies(10 * problem.max_km) if problem.max_km is not None else 0
    shared = a.half_days & b.half_days
    weekdays = sum(bool(shared >> 2 * day & 0b11) for day in range(5))
    ease = problem.parameters
    near = max(ease.next_door - distance, ease.farthest)
    return near + ease.weekday * min(weekdays, ease.most_weekdays)


def _proven_pairs(problem: PairProblem, weights: Mapping[Pair, int]) -> PairProof:
    ids = tuple(person.id for person in problem.people)
    index = {id: number for number, id in enumerate(ids)}
    table = np.zeros((len(ids), len(ids)), dtype=np.int64)
    for (a, b), weight in weights.items():
        table[index[a], index[b]] = table[index[b], index[a]] = weight
    found = heaviest_matching(table)
    pairs = tuple((ids[a], ids[b]) for a, b in enumerate(found.mate) if b > a)
    odd_sets = tuple((tuple(ids[one] for one in members), price) for members, price in found.odd_sets)
    return PairProof(weights, pairs, dict(zip(ids, found.prices, strict=True)), odd_sets)


def _with_thirds(
    problem: PairProblem, scale: _Scale, pairs: tuple[Pair, ...], weights: Mapping[Pair, int]
) -> tuple[tuple[str, ...], ...]:
    """The pairs, some with a third: as many as can be, then where announced, then where both can be partners.

    Nobody joins two pairs and no pair takes two: once more pairs of greatest weight, of people and pairs.
    """
    placed = {person for pair in pairs for person in pair}
    left = tuple(person.id for person in problem.people if person.id not in placed)
    table = np.zeros((len(left) + len(pairs),) * 2, dtype=np.int64)
    for row, person in enumerate(left):
        for column, pair in enumerate(pairs, len(left)):
            weight = _welcome(problem, scale, person, pair, weights, len(left))
            table[row, column] = table[column, row] = weight
    thirds = heaviest_matching(table).mate[len(left) :]
    return tuple(
        sorted(
            pair if third < 0 else tuple(sorted((*pair, left[third])))
            for pair, third in zip(pairs, thirds, strict=True)
        )
    )


def _welcome(
    problem: PairProblem, scale: _Scale, person: str, pair: Pair, weights: Mapping[Pair, int], left: int
) -> int:
    """What it weighs that one of so many left over joins a pair; 0 when they cannot."""
    links = [sorted_pair(person, partner) for partner in pair]
    possible = [weights[link] for link in links if link in weights]
    if not possible or not problem.managers.isdisjoint(links):
        return 0
    both = problem.parameters.most_ease * (left + 1)
    announced = both * (left + 1)
    join = announced * (left + 1)
    was_announced = max(possible) >= scale.announced
    ease = max(weight % scale.kept for weight in possible)
    return join + announced * was_announced + both * (len(possible) == 2) + ease


def _unpaired(problem: PairProblem, id: str, rules: Mapping[Pair, str | None]) -> Unpaired:
    others = (person.id for person in problem.people if person.id != id)
    lost = Counter(rules[sorted_pair(id, other)] or "taken" for other in others)
    return Unpaired(id, tuple((rule, lost[rule]) for rule in (*RULES, "taken") if lost[rule]))


def _goals(problem: PairProblem, pairs: tuple[Pair, ...], announced: frozenset[Pair]) -> tuple[Goal, ...]:
    wished = Counter(wishes_between(problem, *pair) for pair in pairs)
    people = {person.id: person for person in problem.people}
    ease = sum(_ease(problem, people[a], people[b]) for a, b in pairs if a in people and b in people)
    counted = [("pairs", len(pairs)), ("ease of pairs", ease)]
    if problem.wishes:
        counted[1:1] = [("mutual wishes granted", wished[2]), ("one-sided wishes granted", wished[1])]
    if announced:
        counted.insert(0, ("announced pairs kept", len(announced.intersection(pairs))))
    return tuple(Goal(name=name, value=value, bound=value, proven=True) for name, value in counted)

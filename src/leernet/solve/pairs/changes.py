"""The pairs of two plans in; for each round that changed which came and went, and why, out."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations

from leernet.model.plan import Change, Plan
from leernet.model.plan_proofs import Pair
from leernet.model.selection import member_name
from leernet.model.year import Ids, Year
from leernet.solve.pairs.choice import broken_rule, wishes_between
from leernet.solve.pairs.formulation import pair_problem
from leernet.solve.pairs.problem import PairPerson, PairProblem
from leernet.words import Sentence, Words, _, _n


def pair_changes(year: Year, before: Plan, now: Plan, spoken: Words) -> Iterator[Change]:
    """The rounds whose pairs are others, each with the facts that made them so."""
    for reference, pairs in sorted(now.pairs.items()):
        was, network = before.pairs.get(reference), year.networks.get(reference.rpartition("/")[0])
        if was is None or was == pairs or network is None or network.pairs is None:
            continue
        problem = pair_problem(year, network, network.pairs)
        facts = tuple(_facts(year, problem, reference, before, now)) or (
            _("of the pairs that are possible now, these suit best"),
        )
        yield Change(
            what="pairs",
            meeting=reference,
            was=_named(pair for pair in was if pair not in pairs),
            now=_named(pair for pair in pairs if pair not in was),
            reason=spoken.say(_("{facts}", facts=facts)),
        )


def _named(pairs: Iterable[Ids]) -> dict[str, str]:
    named = ", ".join("+".join(pair) for pair in pairs)
    return {"pairs": named} if named else {}


def _facts(year: Year, problem: PairProblem, reference: str, before: Plan, now: Plan) -> Iterator[Sentence]:
    """Who left, came or has a partner at last, and what keeps others apart; else which wishes are granted."""
    people = {person.id: person for person in problem.people}
    was, will = (set(chain(*plan.pairs[reference])) for plan in (before, now))
    names = {id: member_name(year, id) for id in was | will}
    left = [id for id in sorted(was - will) if _has_left(year, people, id)]
    network = reference.rpartition("/")[0]
    rounds = (pairs for ref, pairs in before.pairs.items() if ref.rpartition("/")[0] == network)
    known = {id for pairs in rounds for id in chain(*pairs)}
    came, placed = sorted(will - known), sorted((will - was) & known)
    if left:
        yield _n("{names} left", "{names} left", len(left), names=tuple(names[id] for id in left))
    if came:
        yield _n("{names} came", "{names} came", len(came), names=tuple(names[id] for id in came))
    if placed:
        called = tuple(names[id] for id in placed)
        yield _n("{names} had no partner", "{names} had no partner", len(placed), names=called)
    lost = sorted(_visiting(before, reference) - _partners(now.pairs[reference]))
    apart = [
        fact
        for one, other in lost
        if one in people and other in people
        for fact in _apart(problem, people[one], people[other], names, _round_of(now, reference, one, other))
    ]
    yield from apart
    if not (left or came or placed or apart):
        yield from _granted(problem, names, before, now, reference)


def _granted(
    problem: PairProblem, names: Mapping[str, str], before: Plan, now: Plan, reference: str
) -> Iterator[Sentence]:
    """The wishes of those who were no partners before."""
    for one, other in sorted(_partners(now.pairs[reference]) - _partners(before.pairs[reference])):
        if wishes_between(problem, one, other):
            asks, asked = (one, other) if other in problem.wishes.get(one, ()) else (other, one)
            yield _("{one} asked for {other}", one=names[asks], other=names[asked])


def _has_left(year: Year, people: Mapping[str, PairPerson], id: str) -> bool:
    """Whether somebody without a partner is not a member any more, or not to the end of the year."""
    return id not in people or year.members[id].until is not None


def _partners(pairs: Iterable[Ids]) -> set[Pair]:
    return {(one, other) for members in pairs for one, other in combinations(sorted(members), 2)}


def _visiting(plan: Plan, reference: str) -> set[Pair]:
    """Who are partners in a round: of three that came together those who were to visit one another."""
    visits = {
        tuple(sorted((visit.visitor, visit.visited)))
        for visit in plan.visits
        if f"{visit.network}/{visit.round}" == reference
    }
    of_trios = _partners(members for members in plan.pairs[reference] if len(members) > 2)
    return _partners(plan.pairs[reference]) - (of_trios - visits)


def _round_of(now: Plan, reference: str, one: str, other: str) -> str | None:
    """The other round in which two are partners now."""
    network, _stroke, own = reference.rpartition("/")
    rounds = (
        ref.rpartition("/") for ref, pairs in sorted(now.pairs.items()) if (one, other) in _partners(pairs)
    )
    return next((round_ for id, _stroke, round_ in rounds if id == network and round_ != own), None)


def _apart(
    problem: PairProblem, one: PairPerson, other: PairPerson, names: Mapping[str, str], elsewhere: str | None
) -> Iterator[Sentence]:
    """What keeps two from being partners now; nothing where they could be."""
    both = {"one": names[one.id], "other": names[other.id]}
    match broken_rule(problem, one, other):
        case "manager":
            yield _("one of {one} and {other} leads the other", **both)
        case "school":
            yield _("{one} and {other} work at the same school", **both)
        case "board":
            yield _("{one} and {other} work for the same board", **both)
        case "grade_band":
            yield _("{one} and {other} are in the same grade band", **both)
        case "max_km":
            yield _("{one} and {other} work too far apart", **both)
        case "half_days":
            yield _("{one} and {other} have no working half day in common", **both)
        case None if elsewhere is not None:
            yield _("{one} and {other} are partners in round {round}", round=elsewhere, **both)

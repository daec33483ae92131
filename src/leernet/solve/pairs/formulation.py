"""A network whose members coach one another and earlier years in; who is to be paired, and wished, out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

from leernet.days.attendance import working_week
from leernet.model.plan import Plan
from leernet.model.plan_proofs import Pair
from leernet.model.selection import members_still_there, superiors
from leernet.model.weekdays import HalfDays, Weeks
from leernet.model.year import Member, Network, Pairs, School, Year
from leernet.solve.pairs.problem import PairPerson, PairProblem, sorted_pair
from leernet.solve.pairs.weeks import all_behind


def pair_problem(
    year: Year,
    network: Network,
    pairs: Pairs,
    *,
    history: Iterable[Plan] = (),
    previous: Plan | None = None,
    told: frozenset[str] = frozenset(),
    today: date | None = None,
    over: Mapping[int, tuple[tuple[str, ...], ...]] | None = None,
) -> PairProblem:
    """Who is to be paired and what is wished.

    Args:
        pairs: those of the network.
        history: plans of earlier years.
        previous: the plan whose pairs are to be kept.
        told: references of the visits that people were invited to.
        today: who left before it takes no part.
        over: of the rounds that are over, numbered from 0, the pairs and trios as they were.
    """
    people = tuple(_person(year, member) for member in members_still_there(year, network, today))
    ids = {person.id for person in people}
    before = (
        ()
        if previous is None
        else tuple(_pairs_of(previous, network, round_) for round_ in range(pairs.rounds))
    )
    over = over or {}
    were = () if previous is None else _met(previous, network, over, today)
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
        over=over,
        earlier=frozenset(_all_pairs(history, network)).union(were),
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
    return PairPerson(
        id=member.id,
        school=school.id if school is not None else "",
        board=school.board or "" if school is not None else "",
        grade_band=member.grade_band or "",
        location=_location(school),
        half_days=_mask(working_week(member)),
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


def _met(plan: Plan, network: Network, rounds: Iterable[int], today: date | None) -> Iterator[Pair]:
    """Who met in rounds that are over, numbered from 0."""
    for round_ in rounds:
        yield from met_in_round(plan, network, round_ + 1, today)


def met_in_round(plan: Plan, network: Network, round_: int, today: date | None) -> Iterator[Pair]:
    """Who are partners in a round, from 1, two by two; once it is over, only those who had a visit."""
    visits = [visit for visit in plan.visits if (visit.network, visit.round) == (network.id, round_)]
    is_over = today is not None and all_behind([visit.week for visit in visits], today)
    for group in plan.pairs.get(f"{network.id}/{round_}", ()):
        if not is_over or any({visit.visitor, visit.visited}.issubset(group) for visit in visits):
            yield from combinations(sorted(group), 2)


def _held(
    plan: Plan, network: Network, round_: int, ids: set[str], today: date
) -> tuple[tuple[str, ...], ...]:
    """The pairs and trios of a round whose first visit lies behind us, where all still take part."""
    begun = {
        frozenset((visit.visitor, visit.visited))
        for visit in plan.visits
        if (visit.network, visit.round) == (network.id, round_ + 1) and all_behind([visit.week], today)
    }
    groups = (tuple(sorted(group)) for group in plan.pairs.get(f"{network.id}/{round_ + 1}", ()))
    return tuple(
        group for group in groups if ids.issuperset(group) and any(visit.issubset(group) for visit in begun)
    )


def _all_pairs(plans: Iterable[Plan], network: Network) -> Iterator[Pair]:
    for plan in plans:
        for reference, groups in plan.pairs.items():
            if reference.rpartition("/")[0] == network.id:
                yield from (pair for members in groups for pair in combinations(sorted(members), 2))

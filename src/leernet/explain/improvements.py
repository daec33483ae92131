"""An allocation in; the few extra seats that would help people most out."""

from collections import Counter
from collections.abc import Callable, Mapping, Set
from math import prod
from typing import TypeAlias

from msgspec import Struct

from leernet.explain.figures import figures
from leernet.explain.one_more_seat import with_seats
from leernet.explain.standings import Standing, standing, wish_ranks
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Impossible
from leernet.verify.allocation.reckoning import Reckoning

# Solves a problem of the same kind; none when there is no time.
AllocateInTime: TypeAlias = Callable[[AllocationProblem], AllocationOutcome | Impossible | None]

# Solving again costs time, which grows with people and with the bundles that each could have. How many
# sessions are tried follows from these numbers and not from the clock, so that the same files give the same
# page.
_MOST_WORK = 2_000_000
# Beyond so many people not even one is tried.
_MOST_PEOPLE = 30_000


class Improvement(Struct, frozen=True):
    """What extra seats in one session would bring.

    Attributes:
        seats: how many more.
        missing: places fewer missing.
        not_chosen: places fewer in workshops that were not wished for.
        first: people more who have their first wish.
        better: people who would be better off.
        worse: people who would be worse off, as others pass them.
        steps: steps fewer below their best, in total.
    """

    session: str
    seats: int
    missing: int
    not_chosen: int
    first: int
    better: int
    worse: int
    steps: int


class Improvements(Struct, frozen=True):
    """What a few seats would bring.

    Attributes:
        best: those that help, the best first.
        tried: sessions that one more seat was tried in.
        full: sessions where it could have helped at all.
    """

    best: tuple[Improvement, ...] = ()
    tried: int = 0
    full: int = 0


def improvements(
    problem: AllocationProblem,
    now: Mapping[str, Standing],
    allocate: AllocateInTime,
    shown: int = 3,
    *,
    hopeful: Set[str] | None = None,
) -> Improvements:
    """One more seat where it helps most, the best first, and two where they help even more for each.

    A seat can only help in a session that is full. All are tried, or as many as there is time for, those
    first that most people wished for and did not get.

    Args:
        now: what became of every participant, by id.
        allocate: solves a problem of the same kind; none when there is no time, and nothing more is tried.
        hopeful: sessions in which one more seat may bring something, see ``worth_a_seat``; of the others it
            is known without trying. None: nothing is known.
    """
    # Who all have their best can have no better.
    full = _full(problem, now) if any(mine.level for mine in now.values()) else ()
    gains: list[Improvement] = []
    tried = 0
    for session in full[: _most_tried(problem)]:
        if hopeful is not None and session not in hopeful:
            tried += 1
            continue
        outcome = allocate(with_seats(problem, session, 1))
        if outcome is None:
            break
        tried += 1
        gains += _gain(problem, now, session, 1, outcome)
    gains.sort(key=_worth)
    if gains:
        outcome = allocate(with_seats(problem, gains[0].session, 2))
        for two_seats in () if outcome is None else _gain(problem, now, gains[0].session, 2, outcome):
            if _worth(two_seats) < _worth(gains[0]):
                gains[0] = two_seats
    return Improvements(tuple(gains)[:shown], tried, len(full))


# Of these the goals tell all that is counted here.
_TOLD_BY_GOALS = ("floor-first", "leximin", "best-sum")


def worth_a_seat(outcome: AllocationOutcome) -> Set[str] | None:
    """The sessions in which one more seat may bring something; none where that is not known.

    Where no certificate has a price on a session, all of them prove the same with one more seat there (weak
    duality): no goal can come out better.
    """
    if (
        outcome.policy not in _TOLD_BY_GOALS
        or not outcome.proof
        or not all(each.proven for each in outcome.goals)
    ):
        return None
    if any(node.searched for node in outcome.proof):
        return None
    certificates = (each for node in outcome.proof for each in node.certificates)
    return {session for each in certificates for session, price in each.prices if price}


def _most_tried(problem: AllocationProblem) -> int:
    people = len(problem.participants)
    sessions = Counter(session.moment for session in problem.sessions)
    bundles = prod(count + 1 for count in sessions.values())
    if people > _MOST_PEOPLE:
        return 0
    return max(_MOST_WORK // max(people * bundles, 1), 1)


def _worth(gain: Improvement) -> tuple[float, ...]:
    """Most for each seat first."""
    each = [-part / gain.seats for part in (gain.missing, gain.steps)]
    return (*each, gain.seats)


def _full(problem: AllocationProblem, now: Mapping[str, Standing]) -> tuple[str, ...]:
    """Full sessions, first those that most people wished for and did not get, though they have less.

    One that nobody misses may help as well: who goes there leaves a seat to somebody else.
    """
    load = Counter((got.moment, got.workshop) for mine in now.values() for got in mine.got)
    full = {
        session.id: session.workshop
        for session in problem.sessions
        if load[session.moment, session.workshop] >= session.seats_max > 0 and not session.been
    }
    demand: Counter[str] = Counter()
    for person in problem.participants:
        mine = now[person.id]
        if mine.level:
            ranks = wish_ranks(person)
            has = {got.workshop for got in mine.got}
            demand.update(
                session
                for session in person.sessions
                if session in full and full[session] in ranks and full[session] not in has
            )
    return tuple(sorted(full, key=lambda session: (-demand[session], session)))


def _gain(
    problem: AllocationProblem,
    now: Mapping[str, Standing],
    session: str,
    seats: int,
    outcome: AllocationOutcome | Impossible,
) -> list[Improvement]:
    """What so many seats more in a session have brought, if anything."""
    if isinstance(outcome, Impossible):
        return []
    # A seat changes nothing for who has the same places: neither these nor the best they could have alone.
    moved = [
        person for person in problem.participants if now[person.id].places != outcome.placements[person.id]
    ]
    reckoning = Reckoning(with_seats(problem, session, seats))
    then = {each.id: standing(reckoning, each, outcome.placements[each.id]) for each in moved}
    before, after = figures((now[member] for member in then), 0), figures(then.values(), 0)
    gain = Improvement(
        session,
        seats,
        before.missing - after.missing,
        before.not_chosen - after.not_chosen,
        after.with_first - before.with_first,
        sum(each.level < now[member].level for member, each in then.items()),
        sum(each.level > now[member].level for member, each in then.items()),
        before.level_sum - after.level_sum,
    )
    return [gain] if (gain.missing, gain.steps) > (0, 0) else []

"""An allocation in; the few extra seats that would help people most out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from leernet.explain.allocation import Allocate, with_seats
from leernet.explain.figures import figures
from leernet.explain.standings import Placements, Standing, standings, wish_ranks
from leernet.model.allocation import AllocationProblem, Impossible

# Solving again costs time: of a large series fewer sessions are tried, of a very large one none. The size
# decides and not the clock, so that the same files give the same page.
_TRIED = ((300, 4), (2_000, 3), (20_000, 2))


@dataclass(frozen=True, slots=True)
class Improvement:
    """What extra seats in one session would bring.

    Attributes:
        seats: how many more.
        missing: places fewer missing.
        not_chosen: places fewer in workshops that were not wished for.
        first: people more who have their first wish.
        better: people who would be better off.
        worse: people who would be worse off, as others pass them.
        steps: steps fewer below their best, of all together.
    """

    session: str
    seats: int
    missing: int
    not_chosen: int
    first: int
    better: int
    worse: int
    steps: int


def improvements(
    problem: AllocationProblem, placements: Placements, allocate: Allocate, shown: int = 3
) -> tuple[Improvement, ...]:
    """One more seat where it helps most, the best first, and two where they help even more for each.

    Empty when none helps anybody.

    Args:
        allocate: solves a problem of the same kind.
    """
    now = standings(problem, placements)
    tried = (_gain(problem, now, session, 1, allocate) for session in _in_demand(problem, placements, now))
    found = sorted((gain for gain in tried if gain is not None), key=_worth)
    if found:
        two_seats = _gain(problem, now, found[0].session, 2, allocate)
        if two_seats is not None and _worth(two_seats) < _worth(found[0]):
            found[0] = two_seats
    return tuple(found)[:shown]


def _worth(gain: Improvement) -> tuple[float, ...]:
    """Most for each seat first."""
    each = [-part / gain.seats for part in (gain.missing, gain.not_chosen, gain.steps)]
    return (*each, gain.seats)


def _in_demand(
    problem: AllocationProblem, placements: Placements, now: Mapping[str, Standing]
) -> tuple[str, ...]:
    """Full sessions that most people wished for and did not get, though they have something less.

    Of a workshop that is held more than once one session, as the others would bring the same.
    """
    tried = next((count for people, count in _TRIED if len(problem.participants) <= people), 0)
    load = Counter(place for places in placements.values() for place in places.items())
    full = {
        session.id: session.workshop
        for session in problem.sessions
        if load[session.moment, session.workshop] >= session.seats_max > 0
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
    wanted: dict[str, str] = {}
    for session in sorted(demand, key=lambda session: (-demand[session], session)):
        wanted.setdefault(full[session], session)
    return tuple(wanted.values())[:tried]


def _gain(
    problem: AllocationProblem, now: Mapping[str, Standing], session: str, seats: int, allocate: Allocate
) -> Improvement | None:
    roomier = with_seats(problem, session, seats)
    outcome = allocate(roomier)
    if isinstance(outcome, Impossible):
        return None
    then = standings(roomier, outcome.placements)
    before, after = figures(now.values(), 0), figures(then.values(), 0)
    gain = Improvement(
        session,
        seats,
        before.missing - after.missing,
        before.not_chosen - after.not_chosen,
        after.with_first - before.with_first,
        sum(then[member].level < now[member].level for member in now),
        sum(then[member].level > now[member].level for member in now),
        before.level_sum - after.level_sum,
    )
    return gain if (gain.missing, gain.not_chosen, gain.steps) > (0, 0, 0) else None

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
_TRIED = ((1_000, 6), (5_000, 3), (20_000, 1))


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
    """One or two more seats where they help most, the best first; empty when none helps anybody.

    Args:
        allocate: solves a problem of the same kind.
    """
    now = standings(problem, placements)
    found = [
        gain
        for session in _in_demand(problem, placements, now)
        for seats in (1, 2)
        if (gain := _gain(problem, now, session, seats, allocate)) is not None
    ]
    best: dict[str, Improvement] = {}
    for gain in sorted(found, key=_worth):
        best.setdefault(gain.session, gain)
    return tuple(best.values())[:shown]


def _worth(gain: Improvement) -> tuple[float, ...]:
    """Most for each seat first."""
    each = [-part / gain.seats for part in (gain.missing, gain.not_chosen, gain.steps)]
    return (*each, gain.seats)


def _in_demand(
    problem: AllocationProblem, placements: Placements, now: Mapping[str, Standing]
) -> tuple[str, ...]:
    """Full sessions that most people wished for and did not get, though they have something less."""
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
    return tuple(sorted(demand, key=lambda session: (-demand[session], session))[:tried])


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

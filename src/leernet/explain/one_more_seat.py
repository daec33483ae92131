"""An allocation in; what one seat more in a session would give whom out."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from leernet.explain.reasons import NotGot, OneMoreSeat, Reasons
from leernet.explain.standings import Standing
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Impossible
from leernet.verify.allocation.reckoning import Reckoning

Allocate: TypeAlias = Callable[[AllocationProblem], "AllocationOutcome | Impossible"]


def with_one_more_seat(
    problem: AllocationProblem, reasons_before: Reasons, allocate: Allocate, *, at_most: int = 3
) -> Reasons:
    """The reasons, with what one more seat in the first of the full sessions would have changed.

    Args:
        allocate: solves a problem of the same kind.
        at_most: so many sessions are tried, best wish first.
    """
    asked = 0
    answered = []
    for wish in reasons_before.not_got:
        if wish.why == "full" and asked < at_most:
            asked += 1
            change = _one_more_seat(problem, reasons_before.standing, wish, allocate)
            answered.append(replace(wish, one_more_seat=change))
        else:
            answered.append(wish)
    return replace(reasons_before, not_got=tuple(answered))


def _one_more_seat(
    problem: AllocationProblem, before: Standing, wish: NotGot, allocate: Allocate
) -> OneMoreSeat:
    roomier = with_seats(problem, f"{wish.moment}/{wish.workshop}", 1)
    outcome = allocate(roomier)
    if isinstance(outcome, Impossible):
        return "no help"
    person = next(person for person in problem.participants if person.id == before.member)
    if Reckoning(roomier).level(person, outcome.placements[before.member]) < before.level:
        return "better"
    then = {
        member for member, places in outcome.placements.items() if places.get(wish.moment) == wish.workshop
    }
    return "taken" if len(then) > wish.seats and before.member not in then else "no help"


def with_seats(problem: AllocationProblem, session: str, more: int) -> AllocationProblem:
    """The same problem with more seats in one session."""
    return replace(
        problem,
        sessions=tuple(
            replace(each, seats_max=each.seats_max + more) if each.id == session else each
            for each in problem.sessions
        ),
    )

"""The facts that say why somebody has these places and not others."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from leernet.explain.standings import Placements, Right, Standing
from leernet.model.allocation import AllocationProblem, Place, WhyMissing

# What one seat more in a session would have come to for somebody who is not in it: they would have been
# better off, it would have gone to somebody else, or neither.
OneMoreSeat: TypeAlias = Literal["better", "taken", "no help"]


class Holder(Struct, frozen=True):
    """Somebody who has a place in a session.

    Attributes:
        right: why.
        rank: which wish of theirs it is, from 1; None when it was not wished for.
        equal: whether the two could have changed places at this moment with the same result for all goals, so
            that only lots gave it to the one and not to the other.
    """

    member: str
    right: Right
    rank: int | None
    equal: bool


class NotGot(Struct, frozen=True):
    """A wish that did not come true at one moment.

    Attributes:
        rank: which wish it is, from 1.
        why: ``closed``: its minimum was not reached; ``cancelled``: it cannot run at all; ``full``: all its
            seats are taken; ``kept``: seats are left, but an earlier result was kept; ``other``: seats are
            left, but what else this person would have lost, or the minimum of another session, counted more;
            ``no-session``: there is none that this person may attend, and then there is no moment;
            ``over``: there is none any more.
        wished: how many may attend the session and wished for it.
        one_more_seat: what one seat more would have come to; None: not asked.
    """

    workshop: str
    rank: int
    why: Literal["closed", "cancelled", "full", "kept", "other", "no-session", "over"]
    moment: str = ""
    seats: int = 0
    minimum: int = 0
    wished: int = 0
    holders: tuple[Holder, ...] = ()
    one_more_seat: OneMoreSeat | None = None


class Reasons(Struct, frozen=True):
    """Why somebody has these places and not others.

    Attributes:
        not_got: wishes better than the least of what this person has, best first.
        missing: moments without a place that were to have one, and why.
        exchange: workshop and moment of a better place that a chain of exchanges at that moment would give
            without making anyone worse off; None when there is no such chain.
        lot: place in the order of lots, from 1.
        lots: how many lots were drawn.
        lots_decided: whether only lots gave to somebody else what this person wished for.
    """

    standing: Standing
    not_got: tuple[NotGot, ...]
    missing: tuple[tuple[str, WhyMissing], ...]
    exchange: tuple[str, str] | None
    lot: int
    lots: int
    lots_decided: bool


class TourReason(Struct, frozen=True):
    """What became of a tour that somebody asked for.

    Attributes:
        with_session: moment and workshop of the tour; None: there was no seat.
        full: moments and workshops of theirs that have a tour, with its seats, which others have.
    """

    with_session: Place | None
    full: tuple[tuple[Place, int], ...] = ()


def tour_reason(
    problem: AllocationProblem, placements: Placements, tours: Mapping[str, str], member: str
) -> TourReason | None:
    """What became of the tour of one participant; None: they did not ask for one.

    Args:
        tours: session of everybody's tour, by id.
    """
    if not any(person.id == member and person.tour for person in problem.participants):
        return None
    if member in tours:
        moment, _stroke, workshop = tours[member].partition("/")
        return TourReason((moment, workshop))
    seats = {(session.moment, session.workshop): session.tour_seats for session in problem.sessions}
    mine = sorted(placements.get(member, {}).items())
    return TourReason(None, tuple((place, seats[place]) for place in mine if seats.get(place)))

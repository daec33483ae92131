"""An allocation and one participant in; what became of the tour they asked for, as facts, out."""

from collections.abc import Mapping

from msgspec import Struct

from leernet.explain.standings import Placements
from leernet.model.allocation import AllocationProblem, Place


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

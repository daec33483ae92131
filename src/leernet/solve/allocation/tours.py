"""What goals and lots left of the workshops in; every choice of tours that goes with it, with its goals, out.

A tour is a second thing to have at a session, with seats of its own. It comes after all that workshops are
about, so that it never costs anybody a workshop.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, Keep, Participant
from leernet.solve.allocation.agent_types import Programme
from leernet.solve.allocation.arrays import Ints, Truths, ranges
from leernet.solve.allocation.goals import Group
from leernet.solve.allocation.lexicographic import CountedGoal
from leernet.solve.allocation.optimal_face import Face


class Tours(Struct, frozen=True):
    """Bundles with a tour, or with none.

    Attributes:
        face: with the seats of each tour after those of the sessions; its columns are numbered anew.
        types: (N,) of the participants, in order of lots.
        sessions: (tours,) the session that each tour goes with.
        waits: (C,) whether the column is of somebody who is placed last.
        missed: (C,) 1 for who would like a tour and has none.
        changed: (C,) 1 for who had a tour before and has none now, or another.
        lost: (C,) 1 for who had a tour before and has none now.
    """

    face: Face
    types: Ints
    sessions: Ints
    waits: Truths
    missed: Ints
    changed: Ints
    lost: Ints

    def taken(self, face: Face, pattern: Ints) -> Ints:
        """(N,) session of each participant's tour, -1 for none, from the patterns they have."""
        first = len(face.low) - len(self.sessions)
        taken: Ints = np.append(self.sessions, -1)[face.sessions[pattern, -1] - first]
        return taken

    def steps(self, group: Group, keep: Keep | None) -> tuple[CountedGoal, ...]:
        """The goals of one group; an earlier result is looked at with the first."""
        late = group == "late"
        missed = CountedGoal(f"tours missed{' (late)' if late else ''}", self.missed * (self.waits == late))
        changed, lost = CountedGoal("tours changed", self.changed), CountedGoal("tours lost", self.lost)
        match None if late else keep:
            case "frozen":
                return (changed, missed)
            case "improve":
                return (lost, missed, changed)
            case "fewest":
                return (missed, changed)
            case None:
                return (missed,)


def with_tours(
    problem: AllocationProblem,
    running: Programme,
    order: Sequence[Participant],
    face: Face,
    kinds: Ints,
) -> Tours:
    """Every bundle that is left, with no tour and with each of those that somebody who asked could go on.

    Args:
        order: participants in order of lots.
        face: of the sessions.
        kinds: (N,) of the participants, by which the face counts.
    """
    seats = np.array([session.tour_seats for session in running.sessions], np.int64)
    sessions = np.flatnonzero(seats)
    tour_of = np.full(len(seats) + 1, -1, np.int64)
    tour_of[sessions] = np.arange(len(sessions))
    wants, before = _asked(problem, running, order, tour_of)
    keys, kind = np.unique(np.column_stack([kinds, wants, before]), axis=0, return_inverse=True)
    origin, wants, before = keys.T
    # The columns of a kind, for each kind that it falls apart into; then with each of the tours.
    sizes = np.diff(face.start)[origin]
    column = ranges(face.start[origin], sizes)
    of = np.repeat(np.arange(len(keys)), sizes)
    there = tour_of[face.sessions[face.pattern[column]]]
    at, slot = np.nonzero((there >= 0) & (wants[of] > 0)[:, None])
    choice = np.concatenate([np.arange(len(column)), at])
    tour = np.concatenate([np.full(len(column), -1), there[at, slot]])
    in_order = np.lexsort((tour, choice))
    choice, tour = choice[in_order], tour[in_order]
    of = of[choice]
    had = before[of]
    pattern, taken, shares = _patterns(face, face.pattern[column[choice]], tour, len(seats), len(sessions))
    made = replace(
        face,
        start=np.searchsorted(of, np.arange(len(keys) + 1)),
        count=np.bincount(kind.reshape(-1), minlength=len(keys)),
        column=np.arange(len(choice)),
        pattern=pattern,
        sessions=taken,
        shares=shares,
        low=np.concatenate([face.low, np.zeros(len(sessions), np.int64)]),
        high=np.concatenate([face.high, seats[sessions]]),
    )
    waits = np.zeros(len(keys), np.bool_)
    waits[kind.reshape(-1)] = [person.waits for person in order]
    missed = ((wants[of] > 0) & (tour < 0)).astype(np.int64)
    changed = ((had != _NONE) & (had != tour)).astype(np.int64)
    lost = ((had != _NONE) & (tour < 0)).astype(np.int64)
    return Tours(made, kind.reshape(-1), sessions, waits[of], missed, changed, lost)


# Had no tour before; had one that is there no longer. A tour now is 0 or more, none is -1.
_NONE = -2
_GONE = -3


def _asked(
    problem: AllocationProblem, running: Programme, order: Sequence[Participant], tour_of: Ints
) -> tuple[Ints, Ints]:
    """(N,) who would like a tour, and (N,) the one they had."""
    wants = np.array([person.tour for person in order], np.int64)
    before = np.full(len(order), _NONE, np.int64)
    if problem.keep is not None:
        for at, person in enumerate(order):
            if person.previous_tour and person.tour:
                session = running.number.get(person.previous_tour, -1)
                known = session >= 0 and tour_of[session] >= 0
                before[at] = tour_of[session] if known else _GONE
    return wants, before


def _patterns(face: Face, origin: Ints, tour: Ints, none: int, tours: int) -> tuple[Ints, Ints, Ints]:
    """(C,) pattern of each choice; what each takes, of sessions and tours; its share in goals kept as rows.

    Args:
        origin: (C,) pattern of the bundle.
        tour: (C,) -1 for none.
        none: one past the sessions, which means no session.
        tours: how many there are.
    """
    both = origin * (tours + 1) + tour + 1
    _unique, first, pattern = np.unique(both, return_index=True, return_inverse=True)
    taken = face.sessions[origin[first]]
    taken = np.where(taken == none, none + tours, taken)
    tour = tour[first]
    last = np.where(tour < 0, none + tours, none + tour)
    return pattern.reshape(-1), np.column_stack([taken, last]), face.shares[origin[first]]

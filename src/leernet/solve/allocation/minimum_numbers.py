"""A face in; the same with each session that has a minimum closed or filled, so that everybody fits, out.

A dive from the linear relaxation: all sessions are filled to their minimum, and the one that lacks most
people is closed, until everybody fits. One that lacks less than half of its minimum is not closed: if it
cannot be filled with goals as they are, goals have to give way.

Source: Achterberg (2007), Constraint Integer Programming, chapter 9, doi:10.14279/depositonce-1634.
"""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.linear_programs import WHOLE_WITHIN, Reals
from leernet.solve.allocation.optimal_face import Face
from leernet.solve.allocation.parameters import Parameters
from leernet.solve.allocation.restricted_master import MasterSolution, RestrictedMaster, master_of_everybody
from leernet.solve.limits import Limits

# What lacks more of its minimum is rather closed.
_HALF = 0.5


class Decided(Struct, frozen=True):
    """What was decided about sessions with a minimum.

    Attributes:
        face: with loads and columns that keep to it; none where not everybody fits.
        closed: the sessions that get nobody.
        lacking: those to be filled that lack people, where not everybody fits.
    """

    face: Face | None
    closed: frozenset[int]
    lacking: frozenset[int] = frozenset()


def decided(face: Face, minimum: Ints, limits: Limits, parameters: Parameters) -> Decided:
    """Every session closed or filled.

    Args:
        minimum: (S,) fewest people, unless there is nobody; 1 or less where any number will do.

    Raises:
        LimitReachedError: when a limit is reached before.
    """
    undecided = (minimum > 1) & (face.low < minimum)
    filled = undecided & (face.high >= minimum)
    closed = undecided & ~filled
    low, high = np.where(filled, minimum, face.low), np.where(closed, 0, face.high)
    master = master_of_everybody(face, low, high, parameters)
    while (found := master.optimum(limits)).outside > WHOLE_WITHIN:
        lacking = np.where(filled, 1 - _loads(face, master, found) / np.maximum(minimum, 1), 0.0)
        session = int(np.argmax(lacking))
        if lacking[session] <= _HALF:
            return Decided(None, _numbers(closed), _numbers(lacking > WHOLE_WITHIN))
        filled[session], closed[session] = False, True
        master.program.limit(session, 0, 0)
    shut: Truths = np.any(np.append(closed, False)[face.sessions], axis=1)
    low, high = np.where(filled, minimum, face.low), np.where(closed, 0, face.high)
    return Decided(replace(face.only(~shut[face.pattern]), low=low, high=high), _numbers(closed))


def _numbers(which: Truths) -> frozenset[int]:
    return frozenset(np.flatnonzero(which).tolist())


def _loads(face: Face, master: RestrictedMaster, found: MasterSolution) -> Reals:
    """(S,) people in each session."""
    load: Reals = np.zeros(len(face.low) + 1)
    np.add.at(load, face.sessions[master.pattern[master.taken]], found.people[:, None])
    return load[:-1]

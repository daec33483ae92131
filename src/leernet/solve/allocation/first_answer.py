"""Bundles in which everybody fits, made without any search, for where a first answer has to come.

One person after the other, in order of lots, takes the session wished most that has a seat left, moment after
moment: serial dictatorship. Nobody may lack a place only because the bundles at hand collide.

Source: Abdulkadiroğlu & Sönmez (1998), doi:10.2307/2998580.
"""

from __future__ import annotations

import numpy as np

from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bundles import Bundles, Offer, joined
from leernet.solve.allocation.instance import Instance
from leernet.solve.allocation.seat_shortage import places_in


def one_by_one(instance: Instance, offered: Offer, high: Ints) -> Bundles:
    """A bundle for everybody, all of which fit together; several for kinds of several people.

    Args:
        high: (S,) most people in each session.
    """
    running, of = instance.running, instance.everyone.of
    none = len(running.sessions)
    wish = instance.wished.rank[:, running.workshop[:-1]]
    taken = np.full((len(of), max(int(offered.need.max(initial=0)), offered.placed.shape[1], 1)), none)
    taken[:, : offered.placed.shape[1]] = offered.placed[of]
    places = np.count_nonzero(taken < none, axis=1)
    free = high - np.bincount(taken[taken < none], minlength=none)
    had = np.zeros((len(of), int(running.workshop.max()) + 1), np.bool_)
    for moment in range(int(running.moment.max(initial=-1)) + 1):
        here = np.flatnonzero((running.moment == moment) & ~running.ruled_out)
        for person, kind in enumerate(of.tolist()):
            fresh = here[offered.may[kind, here] & (free[here] > 0) & ~had[person, running.workshop[here]]]
            if places[person] < offered.need[kind] and len(fresh):
                session = fresh[np.argmin(wish[kind, fresh])]
                taken[person, places[person]] = session
                places[person] += 1
                free[session] -= 1
                had[person, running.workshop[session]] = True
    by_kind = np.argsort(of, kind="stable")
    return joined(Bundles(of[by_kind], taken[by_kind]), none=none)


def with_ruled_out(instance: Instance, some: Bundles) -> Bundles:
    """Who lacks places in a bundle has what they ruled out in it, as much as can be: that takes no seat.

    Where all bundles are weighed that is best for all goals; where only some are, the bundle may be missing.
    """
    running, types, none = instance.running, instance.everyone.types, len(instance.running.sessions)
    refused: Truths = types.attends & running.ruled_out
    width = max(some.taken.shape[1], int(types.need.max(initial=0)))
    taken = np.pad(some.taken, ((0, 0), (0, width - some.taken.shape[1])), constant_values=none)
    places = np.count_nonzero(taken < none, axis=1)
    lacking = types.need[some.kind] - places
    some_refused: Truths = np.any(refused, axis=1)
    for row in np.flatnonzero((lacking > 0) & some_refused[some.kind]).tolist():
        has = taken[row, taken[row] < none]
        could = np.flatnonzero(refused[some.kind[row]])
        could = could[
            ~np.isin(running.moment[could], running.moment[has])
            & ~np.isin(running.workshop[could], running.workshop[has])
        ]
        sessions = {(running.sessions[at].moment, running.sessions[at].workshop): at for at in could.tolist()}
        found = places_in([running.sessions[at] for at in could.tolist()])
        more = sorted(sessions[place] for place in found.items())[: lacking[row]]
        taken[row] = np.sort(np.concatenate([has, more, np.full(width - len(has) - len(more), none)]))
    return joined(Bundles(some.kind, taken.astype(np.int64)), none=none)

"""A placing of everybody, made without any search, for where a first answer has to come.

One person after the other, in order of lots and who is placed last at the end, takes the session wished most
that has a seat left, moment after moment: serial dictatorship. What somebody had before is kept first. Nobody
may lack a place only because the bundles at hand collide.

Source: Abdulkadiroğlu & Sönmez (1998), doi:10.2307/2998580.
"""

import numpy as np

from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bundles import Bundles, Offer, Placing, joined, placing_of
from leernet.solve.allocation.instance import Instance
from leernet.solve.allocation.seat_shortage import places_in


def one_by_one(instance: Instance, offered: Offer, high: Ints) -> Placing:
    """A bundle for everybody, all of which fit together.

    Sessions that would stay below their minimum are closed, a quarter of them at a time.

    Args:
        high: (S,) most people in each session.
    """
    of = instance.everyone.of
    while True:
        taken = _taken_in_turn(instance, offered, high)
        short = _short(instance, taken)
        if not len(short):
            return placing_of(of, _with_ruled_out(instance, of, taken))
        high = high.copy()
        high[short] = 0


def _short(instance: Instance, taken: Ints) -> Ints:
    """A quarter of the sessions that stay below their minimum, those that lack most of it."""
    running = instance.running
    none, by_hand = len(running.sessions), instance.everyone.types.placed.any(axis=0)
    load = np.bincount(taken[taken < none], minlength=none)
    lacking = np.where((load > 0) & ~by_hand, 1 - load / np.maximum(running.minimum, 1), 0.0)
    short = np.argsort(-lacking, kind="stable")[: np.count_nonzero(lacking > 0)]
    return short[: 1 + len(short) // 4] if len(short) else short


def _taken_in_turn(instance: Instance, offered: Offer, high: Ints) -> Ints:
    """(N, most) sessions of everybody, filled up with S."""
    running, of = instance.running, instance.everyone.of
    none, before = len(running.sessions), instance.everyone.types.before.session
    wish = instance.wished.rank[:, running.workshop[:-1]]
    taken = np.full((len(of), max(int(offered.need.max(initial=0)), offered.placed.shape[1], 1)), none)
    taken[:, : offered.placed.shape[1]] = offered.placed[of]
    places = np.count_nonzero(taken < none, axis=1)
    free = high - np.bincount(taken[taken < none], minlength=none)
    had = np.zeros((len(of), int(running.workshop.max()) + 1), np.bool_)
    turns = np.argsort(instance.waits, kind="stable").tolist()

    def take(person: int, some: Ints) -> None:
        kind = of[person]
        fresh = some[offered.may[kind, some] & (free[some] > 0) & ~had[person, running.workshop[some]]]
        if places[person] < offered.need[kind] and len(fresh):
            session = fresh[np.argmin(wish[kind, fresh])]
            taken[person, places[person]] = session
            places[person] += 1
            free[session] -= 1
            had[person, running.workshop[session]] = True

    for moment in np.unique(running.moment):
        here = np.flatnonzero((running.moment == moment) & ~running.ruled_out)
        kept = before[of][:, here]
        for person in turns:
            if kept[person].any():
                take(person, here[kept[person]])
        for person in turns:
            if not np.isin(taken[person], here).any():
                take(person, here)
    return taken


def with_ruled_out(instance: Instance, some: Bundles) -> Bundles:
    """Who lacks places in a bundle has what they ruled out in it, as much as can be: that takes no seat.

    Where all bundles are weighed that is best for all goals; where only some are, the bundle may be missing.
    """
    taken = _with_ruled_out(instance, some.kind, some.taken)
    return joined(Bundles(some.kind, taken), none=len(instance.running.sessions))


def _with_ruled_out(instance: Instance, kind: Ints, taken: Ints) -> Ints:
    """(R, most) sessions of these kinds, with what they ruled out."""
    running, types, none = instance.running, instance.everyone.types, len(instance.running.sessions)
    refused: Truths = types.attends & running.ruled_out
    width = max(taken.shape[1], int(types.need.max(initial=0)))
    taken = np.pad(taken, ((0, 0), (0, width - taken.shape[1])), constant_values=none)
    lacking = types.need[kind] - np.count_nonzero(taken < none, axis=1)
    some_refused: Truths = np.any(refused, axis=1)
    for row in np.flatnonzero((lacking > 0) & some_refused[kind]).tolist():
        has = taken[row, taken[row] < none]
        could = np.flatnonzero(refused[kind[row]])
        could = could[
            ~np.isin(running.moment[could], running.moment[has])
            & ~np.isin(running.workshop[could], running.workshop[has])
        ]
        sessions = {(running.sessions[at].moment, running.sessions[at].workshop): at for at in could.tolist()}
        found = places_in([running.sessions[at] for at in could.tolist()])
        more = sorted(sessions[place] for place in found.items())[: lacking[row]]
        taken[row] = np.sort(np.concatenate([has, more, np.full(width - len(has) - len(more), none)]))
    return taken

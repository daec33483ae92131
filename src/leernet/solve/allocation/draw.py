"""Seed and participants in, the order of lots out; ``docs/draw.md`` tells how to draw it again by hand."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from leernet.model.allocation import Draw, Participant
from leernet.solve.allocation.kinds import Ints


def lot(seed: str, participant: str) -> bytes:
    """The lot of one participant, a SHA-256; the lowest comes first.

    A lot depends on seed and id alone, so somebody who joins later does not change the order of the others.
    """
    return sha256(f"{seed}\n{participant}".encode()).digest()


def order_of_lots(seed: str, people: Sequence[Participant]) -> Ints:
    """(N,) position of who has the first lot, then of the second; people are sorted by id.

    Who waits comes last, then more credit first, then the lower lot.
    """
    lots = b"".join([lot(seed, person.id) for person in people])
    # Sorting a million of them as numbers is many times as fast as sorting texts.
    words = np.frombuffer(lots, ">u8").reshape(len(people), 4).T.astype(np.uint64)
    credit = np.array([person.credit for person in people], np.int64)
    waits = np.array([person.waits for person in people], np.bool_)
    # By the last key first of all; of equals the lower id, in whose order people stand.
    return np.lexsort([*words[::-1], -credit, waits])


def draw(seed: str, people: Sequence[Participant], order: Ints) -> Draw:
    """The record of a draw."""
    ids = [person.id for person in people]
    listed = "".join([f"{name}\n" for name in ids])
    drawn = tuple([ids[position] for position in order.tolist()])
    return Draw(seed, sha256(listed.encode()).hexdigest(), drawn)

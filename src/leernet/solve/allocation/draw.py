"""The order of lots; ``docs/en/background/draw.md`` tells how to draw it again by hand."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import numpy as np

from leernet.model.allocation import Draw, Participant
from leernet.solve.allocation.arrays import Ints


def lots(seed: str, ids: Iterable[str]) -> list[bytes]:
    """The lot of each participant, a SHA-256 of the seed, a line end and the id; the lowest comes first.

    A lot depends on seed and id alone, so somebody who joins later does not change the order of the others.
    """
    begun = sha256(f"{seed}\n".encode())
    drawn = []
    for name in ids:
        lot = begun.copy()
        lot.update(name.encode())
        drawn.append(lot.digest())
    return drawn


def order_of_lots(seed: str, people: Sequence[Participant]) -> Ints:
    """(N,) position of who has the first lot, then of the second; people are sorted by id.

    Who waits comes last, then more credit first, then the lower lot.
    """
    drawn = b"".join(lots(seed, [person.id for person in people]))
    # Sorting a million of them as numbers is many times as fast as sorting texts.
    words = np.frombuffer(drawn, ">u8").reshape(len(people), 4).T.astype(np.uint64)
    by_lot = np.argsort(words[0])
    first = words[0][by_lot]
    if np.any(first[1:] == first[:-1]):
        # By the last key first of all; of equals the lower id, in whose order people are.
        by_lot = np.lexsort(words[::-1])
    credit = np.array([person.credit for person in people], np.int64)
    waits = np.array([person.waits for person in people], np.bool_)
    return by_lot[np.lexsort([-credit[by_lot], waits[by_lot]])]


def draw(seed: str, ids: Sequence[str], order: Ints) -> Draw:
    """The record of a draw; ids are sorted."""
    listed = "\n".join([*ids, ""])
    drawn = tuple(np.array(ids, object)[order].tolist())
    return Draw(seed, sha256(listed.encode()).hexdigest(), drawn)

"""Seed and participants in, the order of lots out; ``docs/draw.md`` tells how to draw it again by hand."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from leernet.model.allocation import AllocationProblem, Draw, Participant


def lot(seed: str, participant: str) -> bytes:
    """The lot of one participant, a SHA-256; the lowest comes first.

    A lot depends on seed and id alone, so somebody who joins later does not change the order of the others.
    """
    return sha256(f"{seed}\n{participant}".encode()).digest()


def in_order_of_lots(problem: AllocationProblem) -> tuple[Participant, ...]:
    """Participants, first lot first: who waits comes last, then more credit first, then the lower lot."""
    people, seed = by_id(problem), problem.seed
    lots = b"".join([lot(seed, person.id) for person in people])
    # Sorting a million of them as numbers is many times as fast as sorting texts.
    words = np.frombuffer(lots, ">u8").reshape(len(people), 4).T.astype(np.uint64)
    credit = np.array([person.credit for person in people], np.int64)
    waits = np.array([person.waits for person in people], np.bool_)
    # By the last key first of all; of equals the lower id, in whose order people stand.
    order = np.lexsort([*words[::-1], -credit, waits])
    return tuple([people[position] for position in order.tolist()])


def by_id(problem: AllocationProblem) -> list[Participant]:
    """Participants, sorted by id."""
    return sorted(problem.participants, key=lambda person: person.id)


def draw(problem: AllocationProblem, order: tuple[Participant, ...]) -> Draw:
    """The record of a draw."""
    listed = "".join([f"{person.id}\n" for person in by_id(problem)])
    return Draw(problem.seed, sha256(listed.encode()).hexdigest(), tuple([person.id for person in order]))

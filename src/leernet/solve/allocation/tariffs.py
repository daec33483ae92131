"""Kinds and the programme in, tariffs out: what a session and a missing place add to what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leernet.solve.allocation.bundles import Tariff, Truths
from leernet.solve.allocation.kinds import Ints, Kind, Programme


@dataclass(frozen=True, slots=True)
class Wishes:
    """What kinds wish for, as points.

    Attributes:
        rank: (T, W + 1) level of the wish for each workshop; ``not_wished`` for others, 0 for "no session".
        not_wished: points of a workshop that was not wished for; a missing place costs one more.
    """

    rank: Ints
    not_wished: int


def wishes(some: Sequence[Kind], running: Programme, not_wished: int) -> Wishes:
    """Level of the wish of every kind for every workshop."""
    workshops = len(running.workshops)
    rank = np.full((len(some), workshops + 1), not_wished, np.int64)
    rank[:, workshops] = 0
    for number, kind in enumerate(some):
        if kind.rank:
            rank[number, list(kind.rank)] = list(kind.rank.values())
    return Wishes(rank, not_wished)


def points_not_wished(some: Sequence[Kind], running: Programme) -> int:
    """Points of a workshop that was not wished for: no wish of anybody costs as much."""
    worst = max((level for kind in some for level in kind.rank.values()), default=0)
    return max(len(running.workshops), worst + 1)


def of_missing(some: Sequence[Kind], running: Programme) -> Tariff:
    """Places missing."""
    session = np.full((len(some), len(running.sessions) + 1), -1, np.int64)
    session[:, -1] = 0
    return Tariff(_need(some), session)


def of_unchosen(wished: Wishes, running: Programme) -> Tariff:
    """Workshops that were not wished for."""
    return _of_workshops(wished.rank == wished.not_wished, running)


def of_points(some: Sequence[Kind], wished: Wishes, running: Programme) -> Tariff:
    """Levels of the wishes, more for what was not wished for, most for a missing place."""
    missing = wished.not_wished + 1
    session = wished.rank[:, running.workshop] - missing
    session[:, -1] = 0
    return Tariff(missing * _need(some), session)


def of_rank(wished: Wishes, running: Programme, rank: int) -> Tariff:
    """Places at this level of wish, as something to get less of: the negative."""
    tariff = _of_workshops(wished.rank == rank, running)
    tariff.session[:, -1] = 0
    return Tariff(tariff.base, -tariff.session)


def of_evidence(some: Sequence[Kind], running: Programme) -> Tariff:
    """Workshops marked as evidence that are not in the bundle."""
    marked = np.zeros((len(some), len(running.workshops) + 1), np.int64)
    for number, kind in enumerate(some):
        marked[number, sorted(kind.evidence)] = 1
    return Tariff(marked.sum(axis=1), -_of_workshops(marked, running).session)


def of_changes(some: Sequence[Kind], running: Programme) -> Tariff:
    """Earlier placements that a bundle does not hold, those that are gone among them."""
    session = np.zeros((len(some), len(running.sessions) + 1), np.int64)
    for number, kind in enumerate(some):
        session[number, [at for at in kind.previous if at is not None]] = -1
    return Tariff(np.array([len(kind.previous) for kind in some], np.int64), session)


def counted(tariff: Tariff, who: Ints) -> Tariff:
    """The tariff for some kinds only: ``who`` (T,) is 1 for these and 0 for the others."""
    return Tariff(tariff.base * who, tariff.session * who[:, None])


def _need(some: Sequence[Kind]) -> Ints:
    return np.array([kind.need for kind in some], np.int64)


def _of_workshops(of_workshop: Ints | Truths, running: Programme) -> Tariff:
    """The base is nothing; (T, W + 1) what a workshop costs, at whatever moment."""
    return Tariff(np.zeros(len(of_workshop), np.int64), of_workshop[:, running.workshop].astype(np.int64))

"""Kinds and the programme in, tariffs out: what a session and a missing place add to what is counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leernet.solve.allocation.agent_types import Programme, Traits
from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.bundles import Tariff


@dataclass(frozen=True, slots=True)
class Wishes:
    """What kinds wish for, as points.

    Attributes:
        rank: (T, W + 1) level of the wish for each workshop; ``not_wished`` for others, 0 for "no session".
        not_wished: points of a workshop that was not wished for; a missing place costs one more.
    """

    rank: Ints
    not_wished: int


def wishes(some: Traits, running: Programme, not_wished: int) -> Wishes:
    """Level of the wish of every kind for every workshop."""
    workshops = len(running.workshops)
    rank = np.zeros((len(some), workshops + 1), np.int64)
    rank[:, :workshops] = np.where(some.wished, some.rank, not_wished)
    return Wishes(rank, not_wished)


def points_not_wished(some: Traits, running: Programme) -> int:
    """Points of a workshop that was not wished for: no wish of anybody costs as much."""
    return max(len(running.workshops), some.worst_wish + 1, 1)


def of_missing(some: Traits, running: Programme) -> Tariff:
    """Places missing."""
    session = np.full((len(some), len(running.sessions) + 1), -1, np.int64)
    session[:, -1] = 0
    return Tariff(some.need, session)


def of_unchosen(wished: Wishes, running: Programme) -> Tariff:
    """Workshops that were not wished for."""
    return _of_workshops(wished.rank == wished.not_wished, running)


def of_points(some: Traits, wished: Wishes, running: Programme) -> Tariff:
    """Levels of the wishes, more for what was not wished for, most for a missing place."""
    missing = wished.not_wished + 1
    session = wished.rank[:, running.workshop] - missing
    session[:, -1] = 0
    return Tariff(missing * some.need, session)


def of_rank(wished: Wishes, running: Programme, rank: int) -> Tariff:
    """Places at this level of wish, as something to get less of: the negative."""
    tariff = _of_workshops(wished.rank == rank, running)
    tariff.session[:, -1] = 0
    return Tariff(tariff.base, -tariff.session)


def of_evidence(some: Traits, running: Programme) -> Tariff:
    """Workshops marked as evidence that are not in the bundle."""
    marked = np.column_stack([some.evidence, np.zeros(len(some), np.bool_)])
    return Tariff(marked.sum(axis=1), -_of_workshops(marked, running).session)


def of_changes(some: Traits, running: Programme) -> Tariff:
    """Earlier placements that a bundle does not hold, those that are gone among them."""
    session = np.zeros((len(some), len(running.sessions) + 1), np.int64)
    session[:, :-1] = -some.before.session.astype(np.int64)
    return Tariff(some.before.places, session)


def counted(tariff: Tariff, who: Ints) -> Tariff:
    """The tariff for some kinds only: ``who`` (T,) is 1 for these and 0 for the others."""
    return Tariff(tariff.base * who, tariff.session * who[:, None])


def _of_workshops(of_workshop: Truths, running: Programme) -> Tariff:
    """The base is nothing; (T, W + 1) what a workshop costs, at whatever moment."""
    return Tariff(np.zeros(len(of_workshop), np.int64), of_workshop[:, running.workshop].astype(np.int64))

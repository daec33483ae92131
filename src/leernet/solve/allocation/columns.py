"""Kinds in, columns out: every bundle of sessions somebody of a kind could get, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leernet.solve.allocation.kinds import Ints, Kind, Kinds, Programme

Bundle: TypeAlias = tuple[int, ...]

# All bundles; those with as few places missing as somebody alone can have; of these, as few not wished for.
Kept: TypeAlias = Literal["all", "full", "chosen"]


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns, those of one kind side by side.

    Attributes:
        start: (T + 1,) first column of each kind.
        kind: (C,) kind of each column.
        bundle: (C,) bundle of each column.
        sessions: (B, most) sessions of each bundle, filled up with S for "no session".
        missing: (C,) places wanted but not in the bundle.
        unchosen: (C,) workshops in the bundle that were not wished for.
        points: (C,) levels of the wishes added up; more for what was not wished for, most for a missing
            place.
        level: (C,) points above the best bundle this kind could have alone.
        rank: (T, W + 1) level of the wish for each workshop; ``not_wished`` for others, 0 for "no session".
        not_wished: points of a workshop that was not wished for; a missing place costs one more.
    """

    start: Ints
    kind: Ints
    bundle: Ints
    sessions: Ints
    missing: Ints
    unchosen: Ints
    points: Ints
    level: Ints
    rank: Ints
    not_wished: int


def columns(
    everyone: Kinds, running: Programme, closed: frozenset[int], best: Ints | None, kept: Kept
) -> Columns | None:
    """Columns of every kind; none when placements by hand leave a kind without any bundle.

    Args:
        closed: sessions that get nobody.
        best: (T,) points of the best bundle each kind could have alone; none: that of the columns made.
        kept: which bundles of those who answered in time; leaving some out is exact whenever something
            feasible is left and the goals come in this order.
    """
    maker = _BundleMaker(running, closed, kept)
    bundles_of = [maker.bundles(kind) for kind in everyone.kinds]
    if not all(len(bundles) for bundles in bundles_of):
        return None
    start = np.zeros(len(bundles_of) + 1, np.int64)
    np.cumsum([len(bundles) for bundles in bundles_of], out=start[1:])
    kind = np.repeat(np.arange(len(bundles_of)), np.diff(start))
    bundle = np.concatenate(bundles_of) if bundles_of else np.zeros(0, np.int64)
    sessions = maker.table()
    rank, not_wished = _ranks(everyone, running)
    points, missing, unchosen = _points(everyone, running, kind, bundle, sessions, rank, not_wished)
    if best is None:
        best = np.minimum.reduceat(points, start[:-1]) if len(kind) else points
    level = points - best[kind]
    return Columns(start, kind, bundle, sessions, missing, unchosen, points, level, rank, not_wished)


def _ranks(everyone: Kinds, running: Programme) -> tuple[Ints, int]:
    """Level of the wish of every kind for every workshop, and what one not wished for costs."""
    workshops = len(running.workshops)
    worst = max((level for kind in everyone.kinds for level in kind.rank.values()), default=0)
    not_wished = max(workshops, worst + 1)
    rank = np.full((len(everyone.kinds), workshops + 1), not_wished, np.int64)
    rank[:, workshops] = 0
    for number, kind in enumerate(everyone.kinds):
        if kind.rank:
            rank[number, list(kind.rank)] = list(kind.rank.values())
    return rank, not_wished


def _points(
    everyone: Kinds,
    running: Programme,
    kind: Ints,
    bundle: Ints,
    sessions: Ints,
    rank: Ints,
    not_wished: int,
) -> tuple[Ints, Ints, Ints]:
    """Points, places missing and places not chosen of every column."""
    need = np.array([each.need for each in everyone.kinds], np.int64)
    size = (sessions < len(running.sessions)).sum(axis=1)
    missing = need[kind] - size[bundle]
    workshop = running.workshop[sessions]
    points = missing * (not_wished + 1)
    unchosen = np.zeros(len(kind), np.int64)
    for slot in range(sessions.shape[1]):
        cost = rank[kind, workshop[bundle, slot]]
        points += cost
        unchosen += cost == not_wished
    return points, missing, unchosen


class _BundleMaker:
    """Numbers bundles in the order in which they are met; kinds that differ in taste only share theirs."""

    def __init__(self, running: Programme, closed: frozenset[int], kept: Kept) -> None:
        self.closed = closed
        self.moment = [int(moment) for moment in running.moment]
        self.workshop = [int(workshop) for workshop in running.workshop]
        self.kept = kept
        self.number: dict[Bundle, int] = {}
        self.known: dict[tuple[object, ...], NDArray[np.int64]] = {}

    def bundles(self, kind: Kind) -> NDArray[np.int64]:
        kept: Kept = "all" if kind.waits else self.kept
        key = (kept, kind.need, kind.attends, kind.placed, frozenset(kind.rank) if kept == "chosen" else None)
        if key not in self.known:
            made = self._all(kind) if kept == "all" else self._best(kind, kept)
            numbers = [self.number.setdefault(bundle, len(self.number)) for bundle in made]
            self.known[key] = np.array(numbers, np.int64)
        return self.known[key]

    def table(self) -> Ints:
        most = max((len(bundle) for bundle in self.number), default=0)
        sessions = np.full((len(self.number), max(most, 1)), len(self.moment), np.int64)
        for bundle, number in self.number.items():
            sessions[number, : len(bundle)] = bundle
        return sessions

    def _all(self, kind: Kind) -> list[Bundle]:
        options = self._options(kind)
        if options is None:
            return []
        smallest = len(kind.placed)
        return [
            bundle
            for size in range(kind.need, smallest - 1, -1)
            for bundle in self._of_size(kind, options, size, unchosen=size)
        ]

    def _best(self, kind: Kind, kept: Kept) -> list[Bundle]:
        """Bundles with the fewest places missing and, if asked for, of these the fewest not chosen."""
        options = self._options(kind)
        if options is None:
            return []
        for size in range(kind.need, len(kind.placed) - 1, -1):
            for unchosen in range(size + 1) if kept == "chosen" else (size,):
                found = list(self._of_size(kind, options, size, unchosen))
                if found:
                    return found
        return []

    def _options(self, kind: Kind) -> list[list[int]] | None:
        """Sessions to choose from, for each moment without a placement by hand; none when those clash."""
        taken_moments = {self.moment[session] for session in kind.placed}
        taken_workshops = {self.workshop[session] for session in kind.placed}
        pins = len(kind.placed)
        if pins > kind.need or len(taken_moments) < pins or len(taken_workshops) < pins:
            return None
        attends = [session for session in kind.attends if session not in self.closed]
        if not set(kind.placed) <= set(attends):
            return None
        by_moment: dict[int, list[int]] = {}
        for session in attends:
            if self.moment[session] not in taken_moments and self.workshop[session] not in taken_workshops:
                by_moment.setdefault(self.moment[session], []).append(session)
        return [by_moment[moment] for moment in sorted(by_moment)]

    def _of_size(self, kind: Kind, options: list[list[int]], size: int, unchosen: int) -> Iterator[Bundle]:
        """Bundles of exactly ``size`` sessions, at most ``unchosen`` of them not wished for."""
        workshop, rank = self.workshop, kind.rank
        placed_unchosen = sum(workshop[session] not in rank for session in kind.placed)
        used = {workshop[session] for session in kind.placed}

        def extended(at: int, chosen: Bundle, spare: int, used: set[int]) -> Iterator[Bundle]:
            wanted = size - len(chosen)
            if wanted == 0:
                yield tuple(sorted(chosen))
                return
            if len(options) - at < wanted:
                return
            for session in options[at]:
                cost = workshop[session] not in rank
                if workshop[session] not in used and cost <= spare:
                    yield from extended(at + 1, (*chosen, session), spare - cost, used | {workshop[session]})
            yield from extended(at + 1, chosen, spare, used)

        if placed_unchosen <= unchosen:
            yield from extended(0, kind.placed, unchosen - placed_unchosen, used)

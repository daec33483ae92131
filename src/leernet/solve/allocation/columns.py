"""Kinds in, columns out: every bundle of sessions somebody of a kind could get, and what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import accumulate, count
from math import prod
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
    everyone: Kinds,
    running: Programme,
    closed: frozenset[int],
    best: Ints | None,
    kept: Kept,
    levels: int | None = None,
) -> Columns | None:
    """Columns of every kind; none when placements by hand or ``levels`` leave a kind without any bundle.

    Args:
        closed: sessions that get nobody.
        best: (T,) points of the best bundle each kind could have alone; none: that of the columns made.
        kept: which bundles of those who answered in time; leaving some out is exact whenever something
            feasible is left and the goals come in this order.
        levels: of the ``chosen`` bundles, only those up to so many points above the best of these.
    """
    maker = _BundleMaker(running, closed, kept, levels)
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

    def __init__(
        self, running: Programme, closed: frozenset[int], kept: Kept, levels: int | None = None
    ) -> None:
        self.closed = closed
        self.levels = levels
        self.moment = [int(moment) for moment in running.moment]
        self.workshop = [int(workshop) for workshop in running.workshop]
        self.kept = kept
        self.number: dict[Bundle, int] = {}
        self.known: dict[tuple[object, ...], NDArray[np.int64]] = {}

    def bundles(self, kind: Kind) -> NDArray[np.int64]:
        kept: Kept = "all" if kind.waits else self.kept
        taste: Hashable = frozenset(kind.rank) if kept == "chosen" else None
        if kept == "chosen" and self.levels is not None:
            taste = tuple(sorted(kind.rank.items()))
        key = (kept, kind.need, kind.attends, kind.placed, taste)
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
                if next(self._of_size(kind, options, size, unchosen), None) is not None:
                    most = None if self.levels is None else self._least_points(kind, options, size, unchosen)
                    most = None if most is None or self.levels is None else most + self.levels
                    return list(self._of_size(kind, options, size, unchosen, most))
        return []

    def _least_points(self, kind: Kind, options: list[list[int]], size: int, unchosen: int) -> int:
        """Points of the wishes in the best bundle of this size: allow one more until there is one."""
        return next(
            most
            for most in count()
            if next(self._of_size(kind, options, size, unchosen, most), None) is not None
        )

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

    def _of_size(
        self, kind: Kind, options: list[list[int]], size: int, unchosen: int, most: int | None = None
    ) -> Iterator[Bundle]:
        """Bundles of exactly ``size`` sessions, at most ``unchosen`` of them not wished for.

        Args:
            most: points of the wishes that those not placed by hand may add up to, any if none.
        """
        workshop, rank = self.workshop, kind.rank
        placed_unchosen = sum(workshop[session] not in rank for session in kind.placed)
        used = {workshop[session] for session in kind.placed}
        least = self._least_left(kind, options)

        def extended(at: int, chosen: Bundle, spare: int, points: int, used: set[int]) -> Iterator[Bundle]:
            wanted = size - len(chosen)
            if wanted == 0:
                yield tuple(sorted(chosen))
                return
            if len(options) - at < wanted or (most is not None and points + least[at][wanted] > most):
                return
            for session in options[at]:
                name = workshop[session]
                cost = name not in rank
                if name not in used and cost <= spare:
                    more = points + rank.get(name, 0)
                    if most is None or more <= most:
                        yield from extended(at + 1, (*chosen, session), spare - cost, more, used | {name})
            yield from extended(at + 1, chosen, spare, points, used)

        if placed_unchosen <= unchosen:
            yield from extended(0, kind.placed, unchosen - placed_unchosen, 0, used)

    def _least_left(self, kind: Kind, options: list[list[int]]) -> list[list[int]]:
        """For each moment and number of places: the least points they can add from that moment on."""
        best = [min(kind.rank.get(self.workshop[session], 0) for session in some) for some in options]
        return [list(accumulate(sorted(best[at:]), initial=0)) for at in range(len(options) + 1)]


def columns_alone(everyone: Kinds, running: Programme) -> int:
    """About how many ``chosen`` columns the kind with the most would have: all ways to wish at once."""
    moment, workshop = running.moment.tolist(), running.workshop.tolist()

    def ways(kind: Kind) -> int:
        wished = Counter(moment[session] for session in kind.attends if workshop[session] in kind.rank)
        return prod(sorted(wished.values(), reverse=True)[: kind.need])

    return max((ways(kind) for kind in everyone.kinds), default=0)

"""A policy in, its goals in order of importance out; each goal knows what every column adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leernet.model.allocation import AllocationProblem
from leernet.solve.allocation.columns import Columns
from leernet.solve.allocation.kinds import Ints, Kind, Kinds, Programme

# Those who answered in time come first, with all their goals and lots; then those who wait.
Group: TypeAlias = Literal["in time", "late"]


@dataclass(frozen=True, slots=True)
class Sum:
    """A number to add up over everybody and to keep as small as can be.

    Attributes:
        name: as in ``model.allocation.Goal``.
        cost: (C,) what each of all columns adds.
        sign: -1 where the name counts something good, and the cost is its negative.
    """

    name: str
    cost: Ints
    sign: Literal[1, -1] = 1


@dataclass(frozen=True, slots=True)
class Floor:
    """The worst level as low as can be, then as few participants there as can be."""

    suffix: str
    level: Ints


@dataclass(frozen=True, slots=True)
class Levels:
    """As few participants at the worst level as can be, then at the next, and so on."""

    suffix: str
    level: Ints


Step: TypeAlias = Sum | Floor | Levels


@dataclass(frozen=True, slots=True)
class Accounts:
    """What is needed to say what a column adds to a goal."""

    problem: AllocationProblem
    running: Programme
    everyone: Kinds
    made: Columns


def steps(accounts: Accounts, group: Group) -> tuple[Step, ...]:
    """The goals of one group, most important first; an earlier result is looked at with the first group."""
    problem, made = accounts.problem, accounts.made
    suffix = " (late)" if group == "late" else ""
    counted = _counted(accounts, group)
    first: tuple[Step, ...] = (Sum(f"seats missing{suffix}", made.missing * counted),)
    wanted: tuple[Step, ...] = ()
    if problem.policy not in ("lottery", "draft"):
        first += (Sum(f"places not chosen{suffix}", made.unchosen * counted),)
        wanted = _policy_steps(accounts, counted, suffix)
        if problem.evidence_first:
            wanted = (Sum(f"evidence choices missed{suffix}", _evidence(accounts) * counted), *wanted)
    if group == "late":
        return (*first, *wanted)
    match problem.keep:
        case "frozen":
            return (_changed(accounts), *first, *wanted)
        case "improve":
            return (_worse(accounts), *first, *wanted, _changed(accounts))
        case "fewest":
            return (*first, _changed(accounts), *wanted)
        case None:
            return (*first, *wanted)


def _policy_steps(accounts: Accounts, counted: Ints, suffix: str) -> tuple[Step, ...]:
    level = accounts.made.level * counted
    total = Sum(f"sum of levels{suffix}", level)
    match accounts.problem.policy:
        case "leximin":
            return (Levels(suffix, level),)
        case "best-sum":
            return (total,)
        case "most-first-choices":
            ranks = range(
                1 + max((rank for kind in accounts.everyone.kinds for rank in kind.rank.values()), default=-1)
            )
            return tuple(
                Sum(f"places at wish {rank + 1}{suffix}", -_at_rank(accounts, rank) * counted, sign=-1)
                for rank in ranks
            )
        case _:
            return (Floor(suffix, level), total)


def _counted(accounts: Accounts, group: Group) -> Ints:
    """(C,) 1 for the columns of this group, 0 for those of the other."""
    waits = np.array([kind.waits for kind in accounts.everyone.kinds], np.bool_)
    counted: Ints = (waits == (group == "late")).astype(np.int64)[accounts.made.kind]
    return counted


def _slots(accounts: Accounts) -> list[tuple[Ints, NDArray[np.bool_]]]:
    """For each slot of the bundles: (C,) the workshop of every column, and whether there is one."""
    made = accounts.made
    sessions = len(accounts.running.sessions)
    return [
        (
            accounts.running.workshop[made.sessions[made.bundle, slot]],
            made.sessions[made.bundle, slot] < sessions,
        )
        for slot in range(made.sessions.shape[1])
    ]


def _at_rank(accounts: Accounts, rank: int) -> Ints:
    """(C,) places at this level of wish."""
    made = accounts.made
    places = np.zeros(len(made.kind), np.int64)
    for workshop, there in _slots(accounts):
        places += there & (made.rank[made.kind, workshop] == rank)
    return places


def _evidence(accounts: Accounts) -> Ints:
    """(C,) workshops marked as evidence that are not in the bundle."""
    kinds, made = accounts.everyone.kinds, accounts.made
    wanted = np.zeros(made.rank.shape, np.int64)
    for number, kind in enumerate(kinds):
        wanted[number, sorted(kind.evidence)] = 1
    missed: Ints = wanted.sum(axis=1)[made.kind]
    for workshop, there in _slots(accounts):
        missed -= there * wanted[made.kind, workshop]
    return missed


def _worse(accounts: Accounts) -> Sum:
    """Who would be worse off than before; no earlier result, no loss."""
    made = accounts.made
    before = np.array([_points_before(kind, made.not_wished) for kind in accounts.everyone.kinds], np.int64)
    return Sum("members worse off than before", (made.points > before[made.kind]).astype(np.int64))


def _points_before(kind: Kind, not_wished: int) -> int:
    if not kind.previous:
        return np.iinfo(np.int64).max
    missing = kind.need - len(kind.previous)
    return sum(not_wished if rank is None else rank for rank in kind.previous_ranks) + missing * (
        not_wished + 1
    )


def _changed(accounts: Accounts) -> Sum:
    """Earlier placements that a bundle does not hold, those that are gone among them."""
    made, sessions = accounts.made, len(accounts.running.sessions)
    held = np.zeros((len(accounts.everyone.kinds), sessions + 1), np.int64)
    placements = np.zeros(len(accounts.everyone.kinds), np.int64)
    for number, kind in enumerate(accounts.everyone.kinds):
        placements[number] = len(kind.previous)
        held[number, [session for session in kind.previous if session is not None]] = 1
    changed = placements[made.kind]
    for slot in range(made.sessions.shape[1]):
        changed = changed - held[made.kind, made.sessions[made.bundle, slot]]
    return Sum("placements changed", changed)

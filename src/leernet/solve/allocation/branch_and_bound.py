"""A question in, the best allocation and its proof out; minimum numbers met by closing or filling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from leernet.model.allocation import ProofNode, Refusal, Verdict
from leernet.solve.allocation.lexicographic import Watch
from leernet.solve.allocation.linear_programs import OutOfTimeError
from leernet.solve.allocation.node import (
    UNDECIDED,
    Attempt,
    Beaten,
    Branch,
    Nothing,
    Question,
    Tried,
    attempted,
)


@dataclass(frozen=True, slots=True)
class Found:
    """The best allocation and the tree that proves it.

    Attributes:
        attempts: all that were made.
        narrowed: whether, here or in a branch that came out worse, lots chose among some bundles only.
    """

    attempt: Attempt
    branch: Branch
    proof: tuple[ProofNode, ...]
    finished: bool
    attempts: Mapping[Branch, Attempt | Nothing]
    narrowed: bool


NO_ATTEMPTS: Mapping[Branch, Attempt | Nothing] = MappingProxyType({})


def best_allocation(
    question: Question,
    watch: Watch,
    start: Branch = UNDECIDED,
    known: Mapping[Branch, Attempt | Nothing] = NO_ATTEMPTS,
) -> Found | None:
    """The best over all ways to close or fill sessions; none when there is no allocation at all.

    Args:
        start: sessions that are to be closed or filled in any case.
        known: attempts that were made before.
    """
    attempts = dict(known)
    undecided = [start]
    nodes: list[ProofNode] = []
    best: tuple[Attempt, Branch, int] | None = None
    narrowed = False
    while undecided and not (best is not None and watch.over):
        branch = undecided[-1]
        try:
            attempt = attempts.get(branch) or _tried(
                question, branch, watch, None if best is None else best[0]
            )
        except OutOfTimeError:
            break
        if not isinstance(attempt, Beaten):
            attempts[branch] = attempt
        undecided.pop()
        narrowed |= isinstance(attempt, Attempt) and attempt.short is None and attempt.narrowed
        if isinstance(attempt, Nothing):
            nodes.append(_node(question, branch, attempt, "empty"))
        elif isinstance(attempt, Beaten) or (best is not None and attempt.key >= best[0].key):
            nodes.append(_node(question, branch, attempt, "worse"))
        elif attempt.short is None:
            if best is not None:
                nodes[best[2]] = replace(nodes[best[2]], verdict="worse")
            best = (attempt, branch, len(nodes))
            nodes.append(_node(question, branch, attempt, "chosen"))
        else:
            nodes.append(_node(question, branch, attempt, "branched", attempt.short))
            undecided += _children(branch, attempt.short, watch)
    if best is None:
        return None
    finished = not undecided and not best[0].hurried
    return Found(best[0], best[1], tuple(nodes), finished, attempts, narrowed or best[0].hurried)


def _tried(question: Question, branch: Branch, watch: Watch, best: Attempt | None) -> Tried:
    """The best for a branch, unless it is beaten."""
    if best is None:
        return attempted(question, branch, watch)
    return attempted(question, branch, replace(watch, when_over="stop", to_beat=best.key))


def _children(branch: Branch, session: int, watch: Watch) -> list[Branch]:
    """Closed and filled; the last is looked at first: filled, or out of time closed, to settle sooner."""
    closed = replace(branch, closed=branch.closed | {session})
    filled = replace(branch, filled=branch.filled | {session})
    return [filled, closed] if watch.over else [closed, filled]


def _node(
    question: Question,
    branch: Branch,
    attempt: Tried,
    verdict: Verdict,
    session: int | None = None,
) -> ProofNode:
    names = [each.id for each in question.running.sessions]
    return ProofNode(
        tuple(names[at] for at in sorted(branch.closed)),
        tuple(names[at] for at in sorted(branch.filled)),
        attempt.certificates,
        verdict,
        "" if session is None else names[session],
        attempt.searched,
        _lots(question, attempt) if isinstance(attempt, Attempt) else (),
    )


def _lots(question: Question, attempt: Attempt) -> tuple[tuple[Refusal, ...], ...]:
    """What lots could not give; where they chose among some bundles only, no turn has anything to show."""
    if not attempt.narrowed:
        return attempt.lots
    need = question.everyone.kinds.need[question.everyone.of]
    turns = int(np.maximum(need, 1).sum())
    return tuple(tuple(map(Refusal, range(turns))) for _group in attempt.lots)

"""A question in, the best allocation and its proof out; minimum numbers met by closing or filling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from leernet.model.allocation import ProofNode, Verdict
from leernet.solve.allocation.attempt import UNDECIDED, Attempt, Branch, Nothing, Question, attempted
from leernet.solve.allocation.chain import Watch
from leernet.solve.allocation.linear import OutOfTimeError


@dataclass(frozen=True, slots=True)
class Found:
    """The best allocation and the tree that proves it.

    Attributes:
        attempts: all that were made.
    """

    attempt: Attempt
    branch: Branch
    proof: tuple[ProofNode, ...]
    finished: bool
    attempts: Mapping[Branch, Attempt | Nothing]


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
    while undecided and not (best is not None and watch.over):
        branch = undecided[-1]
        if branch not in attempts:
            watching = watch if best is None else replace(watch, when_over="stop")
            try:
                attempts[branch] = attempted(question, branch, watching)
            except OutOfTimeError:
                break
        attempt = attempts[branch]
        undecided.pop()
        if isinstance(attempt, Nothing):
            nodes.append(_node(question, branch, attempt, "empty"))
        elif best is not None and attempt.key >= best[0].key:
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
    return Found(best[0], best[1], tuple(nodes), finished, attempts)


def _children(branch: Branch, session: int, watch: Watch) -> list[Branch]:
    """Closed and filled; the last is looked at first: filled, or out of time closed, to settle sooner."""
    closed = replace(branch, closed=branch.closed | {session})
    filled = replace(branch, filled=branch.filled | {session})
    return [filled, closed] if watch.over else [closed, filled]


def _node(
    question: Question,
    branch: Branch,
    attempt: Attempt | Nothing,
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
        attempt.lots if isinstance(attempt, Attempt) else (),
    )

"""An allocation problem in, the best allocation with its proof out, or the reasons why there is none.

``docs/allocation.md`` has the mathematics, in the order of the modules: draw, kinds, bundles, tariffs,
columns, face, bounds, classes, linear, prices, goals, chain, early, lots, unmade_lots, search, result.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from time import monotonic

from leernet.model.allocation import AllocationOutcome, AllocationProblem, Impossible
from leernet.solve.allocation.branch_and_bound import best_allocation
from leernet.solve.allocation.draw import order_of_lots
from leernet.solve.allocation.lexicographic import Watch
from leernet.solve.allocation.node import (
    MANY_BUNDLES,
    Question,
    has_many_bundles,
    question,
    with_other_lots,
)
from leernet.solve.allocation.placement_clashes import clashes, minimum_clashes
from leernet.solve.allocation.result import outcome
from leernet.solve.allocation.rounds import over_the_rounds, taken_together

__all__ = ["allocate", "allocate_again"]


def allocate(
    problem: AllocationProblem,
    *,
    seconds: float | None,
    progress: Callable[[str, float | None], None] | None = None,
    many: int = MANY_BUNDLES,
) -> AllocationOutcome | Impossible:
    """The best allocation for the policy of the problem.

    Args:
        seconds: after so much time, goals are no longer proven and say so; none: take the time it takes. An
            outcome that was not stopped depends on the problem alone, to the byte.
        many: where somebody could have more bundles of sessions than this, they are made as they are asked
            for and not all at once; goals and what lots give are the same.
        progress: told the goal being solved and, when known, the gap between its value and its bound.
    """
    pinned_badly = clashes(problem)
    if pinned_badly:
        return Impossible(pinned_badly)
    watch = Watch(None if seconds is None else monotonic() + seconds, progress)
    with _no_collecting():
        found = _by_rounds(problem, watch, many, had_they_run=True)
        return _solved(_asked(problem, many), watch, had_they_run=True) if found is None else found


def allocate_again(
    problem: AllocationProblem, seeds: Sequence[str]
) -> tuple[AllocationOutcome, ...] | Impossible:
    """The best allocation for each of these seeds; goals, of which lots know nothing, are held once.

    What sessions that do not run would have brought is not looked for.
    """
    pinned_badly = clashes(problem)
    if pinned_badly:
        return Impossible(pinned_badly)
    outcomes: list[AllocationOutcome] = []
    with _no_collecting():
        asked = _asked(problem, MANY_BUNDLES)
        if asked.lean is None and taken_together(problem) is not None:
            every = [allocate(replace(problem, seed=seed), seconds=None) for seed in seeds]
            impossible = next((each for each in every if isinstance(each, Impossible)), None)
            return impossible or tuple(each for each in every if isinstance(each, AllocationOutcome))
        for seed in seeds:
            asked = with_other_lots(asked, replace(problem, seed=seed))
            found = _solved(asked, Watch(), had_they_run=False)
            if isinstance(found, Impossible):
                return found
            outcomes.append(found)
    return tuple(outcomes)


def _by_rounds(
    problem: AllocationProblem, watch: Watch, many: int, *, had_they_run: bool
) -> AllocationOutcome | Impossible | None:
    """The best with rounds that are alike as one; none where that is not so, or does not lead anywhere."""
    together = taken_together(problem) if has_many_bundles(problem, many) else None
    if together is None:
        return None
    found = _solved(_asked(together.problem, MANY_BUNDLES), watch, had_they_run=had_they_run)
    return found if isinstance(found, Impossible) else over_the_rounds(problem, together, found)


def _solved(asked: Question, watch: Watch, *, had_they_run: bool) -> AllocationOutcome | Impossible:
    found = best_allocation(asked, watch)
    if found is None:
        return Impossible(minimum_clashes(asked.problem, lambda less: _fits(less, asked.at_once)))
    return outcome(asked, asked.people, asked.order, found, watch, had_they_run=had_they_run)


def _asked(problem: AllocationProblem, many: int) -> Question:
    people = sorted(problem.participants, key=attrgetter("id"))
    return question(problem, people, order_of_lots(problem.seed, people), many)


def _fits(problem: AllocationProblem, many: int) -> bool:
    """Whether there is any allocation."""
    return best_allocation(_asked(problem, many), Watch()) is not None


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Nothing below makes cycles; to look for some among a million people takes longer than solving."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()

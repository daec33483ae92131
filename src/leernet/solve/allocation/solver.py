"""An allocation problem in, the best allocation with its proof out, or the reasons why there is none.

``docs/en/background/allocation.md`` has the mathematics.
The modules in reading order: draw, agent types, bundles, costs, columns, optimal face, bounds, classes,
linear programs, duals, goals, lexicographic, column generation, restricted master, feasibility oracle,
serial dictatorship, placing, lots, first answer, neighbourhoods, column enumeration, node,
minimum numbers, dive, branch and bound, result, rounds.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from leernet.model.allocation import AllocationOutcome, AllocationProblem, Impossible
from leernet.solve.allocation.branch_and_bound import best_allocation
from leernet.solve.allocation.control import Control, Progress
from leernet.solve.allocation.instance import Instance, instance_of, with_other_lots
from leernet.solve.allocation.parameters import DEFAULTS, Parameters
from leernet.solve.allocation.placement_clashes import clashes, minimum_clashes
from leernet.solve.allocation.result import outcome
from leernet.solve.allocation.rounds import over_the_rounds, taken_together
from leernet.solve.limits import NO_LIMITS, Limits, Work

__all__ = ["allocate", "allocate_again"]


def allocate(
    problem: AllocationProblem,
    *,
    limits: Limits = NO_LIMITS,
    progress: Progress | None = None,
    parameters: Parameters = DEFAULTS,
) -> AllocationOutcome | Impossible:
    """The best allocation for the policy of the problem.

    Args:
        limits: once its time is over, or a share of work that is the same everywhere is spent, goals are no
            longer proven and say so; without limits it takes what it takes. An outcome that time did not
            stop depends on the problem alone, to the byte.
        progress: told the goal being solved and, once known, its value and bound.
        parameters: what the search is tuned with.
    """
    pinned_badly = clashes(problem)
    if pinned_badly:
        return Impossible(pinned_badly)
    control = _control(limits, parameters, progress)
    with _no_collecting():
        instance = instance_of(problem, parameters)
        found = _by_rounds(problem, control) if instance.lean is None else None
        return _solved(instance, control) if found is None else found


def _control(limits: Limits, parameters: Parameters, progress: Progress | None) -> Control:
    """Where there are limits, with a share of work and a little more for what must have an answer."""
    if limits == NO_LIMITS:
        return Control(limits, parameters=parameters, progress=progress)
    for_lots = limits.sooner(-parameters.lots_seconds)
    for_placing = for_lots.sooner(-parameters.placing_seconds)
    return Control(
        replace(limits, work=Work(parameters.most_work)),
        replace(for_lots, work=Work(parameters.quick_work), interrupted=None),
        replace(for_placing, work=Work(parameters.quick_work), interrupted=None),
        parameters,
        progress,
    )


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
        instance = instance_of(problem)
        if instance.lean is None and taken_together(problem) is not None:
            every = [allocate(replace(problem, seed=seed)) for seed in seeds]
            impossible = next((each for each in every if isinstance(each, Impossible)), None)
            return impossible or tuple(each for each in every if isinstance(each, AllocationOutcome))
        for seed in seeds:
            instance = with_other_lots(instance, replace(problem, seed=seed))
            found = _solved(instance, Control(), had_they_run=False)
            if isinstance(found, Impossible):
                return found
            outcomes.append(found)
    return tuple(outcomes)


def _by_rounds(problem: AllocationProblem, control: Control) -> AllocationOutcome | Impossible | None:
    """The best with rounds that are alike as one; none where that is not so, or does not lead anywhere."""
    together = taken_together(problem)
    if together is None:
        return None
    parameters = replace(control.parameters, many_bundles=DEFAULTS.many_bundles)
    found = _solved(instance_of(together.problem, parameters), control)
    if isinstance(found, Impossible):
        return found
    return over_the_rounds(problem, together, found, parameters.most_nodes)


def _solved(
    instance: Instance, control: Control, *, had_they_run: bool = True
) -> AllocationOutcome | Impossible:
    found = best_allocation(instance, control)
    if found is None:
        return Impossible(minimum_clashes(instance.problem, lambda less: _fits(less, instance.parameters)))
    return outcome(instance, found, control, had_they_run=had_they_run)


def _fits(problem: AllocationProblem, parameters: Parameters) -> bool:
    """Whether there is any allocation."""
    return best_allocation(instance_of(problem, parameters), Control(parameters=parameters)) is not None


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

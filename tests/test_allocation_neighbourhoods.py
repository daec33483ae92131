"""A first answer is made better by giving out one moment or two anew: all that it may, and nothing more."""

from random import Random

import numpy as np
import pytest

from leernet.model.allocation import AllocationProblem, Impossible, Participant, Session
from leernet.solve.allocation.bundles import offer
from leernet.solve.allocation.column_generation import Remaining
from leernet.solve.allocation.first_answer import one_by_one
from leernet.solve.allocation.goals import Sum, steps
from leernet.solve.allocation.instance import ROOT, instance_of
from leernet.solve.allocation.neighbourhoods import improved
from leernet.solve.allocation.parameters import Parameters
from leernet.solve.allocation.placement_clashes import clashes
from leernet.solve.allocation.solver import allocate
from leernet.solve.limits import Limits, Work
from tests.allocation_cases import tiny

POLICIES = ("floor-first", "most-first-choices", "best-sum", "lottery")


def costs(instance, placing):
    """What a placing costs in the goals of those in time, as the solver names them."""
    made, found = placing.bundles, []
    for step in steps(instance.accounts, "in time"):
        if isinstance(step, Sum):
            found.append(step.sign * placing.cost(step.objective))
        else:
            level = step.level.of(made.kind, made.taken)
            worst = int(level.max(initial=0))
            found += [worst, int(placing.people[level == worst].sum())] if worst else [0]
    return found


def neighbours(problem, work=1e12):
    """The instance, everybody placed one by one, and the best of that."""
    instance = instance_of(problem, Parameters(many_bundles=0))
    offered = offer(instance.everyone.types, instance.running)
    left = Remaining(offered, instance.everyone.count, *instance.loads(ROOT))
    first = one_by_one(instance, offered, left.high)
    return instance, first, improved(instance, left, first, Limits(work=Work(work)))


def fits(instance, placing):
    """Whether everybody is placed, within seats, and minimum numbers are kept where nobody is by hand."""
    count = np.zeros_like(instance.everyone.count)
    np.add.at(count, placing.bundles.kind, placing.people)
    load = placing.load(len(instance.running.sessions))
    free = ~instance.everyone.types.placed.any(axis=0)
    short = free & (load > 0) & (load < instance.running.minimum)
    return (
        bool((count == instance.everyone.count).all() and (load <= instance.running.seats).all())
        and not short.any()
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_of_two_moments_it_finds_what_is_best_of_all(policy):
    looked_at, better = 0, 0
    for number in range(80):
        problem = tiny(number, policy)
        moments = {each.moment for each in problem.sessions}
        by_hand = any(each.fixed for each in problem.participants)
        if clashes(problem) or by_hand or len(moments) > 2 or not problem.sessions:
            continue
        best = allocate(problem)
        assert not isinstance(best, Impossible)
        instance, first, found = neighbours(problem)
        assert fits(instance, first)
        assert fits(instance, found)
        goals = [each.value for each in best.goals if not each.name.startswith("tours")]
        mine = costs(instance, found)
        assert mine == goals[: len(mine)], number
        looked_at, better = looked_at + 1, better + (costs(instance, first) != mine)
    assert (looked_at > 25, better > 0) == (True, True)


@pytest.mark.parametrize("work", [0.0, 1e4, 1e5])
def test_a_share_of_work_ends_it_with_a_placing_no_worse(work):
    for number in range(60):
        problem = tiny(number)
        if clashes(problem) or any(each.fixed for each in problem.participants):
            continue
        instance, first, found = neighbours(problem, work)
        assert fits(instance, found)
        signs = [step.sign if isinstance(step, Sum) else 1 for step in steps(instance.accounts, "in time")][
            :1
        ]
        assert signs[0] * costs(instance, found)[0] <= signs[0] * costs(instance, first)[0]


def wide(number):
    """Thirty people, each with eight wishes of twenty workshops, for four of five moments with few seats."""
    draw = Random(number)
    moments, workshops = [f"m{at}" for at in range(5)], [f"w{at:02}" for at in range(20)]
    sessions = tuple(
        Session(f"{moment}/{workshop}", moment, workshop, 2, 4, "decide")
        for workshop in workshops
        for moment in sorted(draw.sample(moments, 2))
    )
    people = tuple(
        Participant(
            f"p{at:02}",
            4,
            tuple((workshop,) for workshop in draw.sample(workshops[: 10 + at % 11], 8)),
            tuple(each.id for each in sessions if draw.random() < 0.9),
        )
        for at in range(30)
    )
    return AllocationProblem("wide", sessions, people, seed=str(number))


@pytest.mark.parametrize("number", [pytest.param(0, marks=pytest.mark.slow), 4])
def test_of_more_moments_it_is_far_better_for_whoever_is_worst_off(number):
    instance, first, found = neighbours(wide(number), 3e7)
    assert fits(instance, found)
    assert costs(instance, first)[1] >= 16
    assert costs(instance, found)[1] <= 5

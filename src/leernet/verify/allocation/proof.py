"""A problem, its record and its proof in, the lines that do not hold out; no solver, whole numbers only.

What prices prove is explained in ``docs/en/background/allocation.md``, the draw in ``draw.md`` beside it.
"""

import numpy as np

from leernet.catalogue.proofs import GOAL_NOT_PROVEN, GOAL_WITHIN, LOTS_NOT_PROVEN, ROUNDS_NOT_ALIKE
from leernet.catalogue.rule import Broken
from leernet.model.allocation import AllocationProblem, AllocationRecord, Participant, ProofNode
from leernet.model.plan import Goal as GoalRecord
from leernet.verify.allocation.broken_line import BrokenLine
from leernet.verify.allocation.exact import Ints
from leernet.verify.allocation.proof_tree import ProofTree
from leernet.verify.allocation.reckoning import Reckoning, Tallies, ranks
from leernet.verify.allocation.rounds import with_rounds_as_one
from leernet.verify.allocation.sieve import SIZES, Sizes
from leernet.verify.allocation.stated import lot, wrong_draw, wrong_goals, wrong_placements


def replay(
    problem: AllocationProblem, record: AllocationRecord, proof: tuple[ProofNode, ...], sizes: Sizes = SIZES
) -> tuple[BrokenLine, ...]:
    """What does not hold: draw, rules and lists, values of goals, and then proofs; empty when all does.

    What the solver settled by search and not by prices is searched again, and is undecided where that would
    take too long.

    Args:
        sizes: how many bundles are looked at.
    """
    order = sorted(problem.participants, key=lambda person: lot(problem.seed, person))
    reckoning = Reckoning(problem)
    tallies = reckoning.tallies(record.placements, record.tours)
    found = (
        *wrong_draw(problem, record, order),
        *wrong_placements(problem, record),
        *wrong_goals(problem, record, tallies),
    )
    if found:
        return found
    not_proven = _not_proven(record, proof)
    if not (proof or any(goal.proven for goal in record.goals)):
        return not_proven
    if record.rounds:
        together = with_rounds_as_one(problem, record)
        if together is None:
            return (BrokenLine("record", ("rounds",), ROUNDS_NOT_ALIKE.broken()),)
        return replay(*together, proof, sizes)
    got = _got(problem, record, order, reckoning, tallies)
    return (*not_proven, *ProofTree(problem, record, proof, order, reckoning, got, sizes).broken_lines())


def _got(
    problem: AllocationProblem,
    record: AllocationRecord,
    order: list[Participant],
    reckoning: Reckoning,
    tallies: Tallies,
) -> Ints:
    """(N, R) what everybody has is worth, at each of their turns."""
    if problem.policy != "draft":
        return np.array([tallies.level[person.id] for person in order], np.int64).reshape(-1, 1)
    most = max((person.need for person in order), default=0)
    got = np.full((len(order), most), reckoning.missing, np.int64)
    for at, person in enumerate(order):
        rank, has, unlisted = ranks(person), record.placements.get(person.id, {}), len(person.wishes)
        levels = sorted(rank.get(name, unlisted) for name in has.values())
        levels += [unlisted + 1] * reckoning.ruled_out(person, has)
        got[at, : len(levels)] = levels
    return got


def _not_proven(record: AllocationRecord, proof: tuple[ProofNode, ...]) -> tuple[BrokenLine, ...]:
    """What the record itself says to be no more than what came out in the time there was."""
    lines = [
        BrokenLine("record", ("goals", at), _how_far(goal))
        for at, goal in enumerate(record.goals)
        if not goal.proven
    ]
    if not proof:
        lines.append(BrokenLine("record", ("draw", "order"), LOTS_NOT_PROVEN.broken()))
    return tuple(lines)


def _how_far(goal: GoalRecord) -> Broken:
    """That a goal is not proven, and how far it may be from the best where that is known."""
    if goal.bound is None or goal.bound == goal.value:
        return GOAL_NOT_PROVEN.broken(goal=goal.name)
    return GOAL_WITHIN.broken(goal=goal.name, value=goal.value, bound=goal.bound)

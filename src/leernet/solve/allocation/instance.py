"""An allocation problem in; the same in numbers, which every node of the search shares, out."""

from collections.abc import Sequence
from operator import attrgetter

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import AllocationProblem, Participant
from leernet.solve.allocation.agent_types import Population, Programme, population, programme
from leernet.solve.allocation.arrays import Ints, Truths
from leernet.solve.allocation.columns import Columns, Kept, columns, least_points, most_bundles
from leernet.solve.allocation.costs import WishPoints, wishes
from leernet.solve.allocation.draw import order_of_lots
from leernet.solve.allocation.goals import Accounts, Group
from leernet.solve.allocation.lexicographic import FixedGoals
from leernet.solve.allocation.optimal_face import Face, whole
from leernet.solve.allocation.parameters import DEFAULTS, Parameters


class Node(Struct, frozen=True):
    """Sessions that get nobody, and sessions that get at least their minimum."""

    closed: frozenset[int] = frozenset()
    filled: frozenset[int] = frozenset()


ROOT = Node()


class Instance(Struct, frozen=True):
    """What is solved: the same at every node.

    Attributes:
        people: sorted by id.
        order: (N,) their positions, in order of lots.
        lean: the columns that usually suffice, with nothing closed; none where they are not enumerated at
            once.
        wished: what the kinds wish for.
        best: (T,) points of the best bundle each kind could have alone.
        parameters: what the search is tuned with.
        goals: what was held before lots, of each node, where lots are drawn again and again.
    """

    problem: AllocationProblem
    running: Programme
    people: Sequence[Participant]
    order: Ints
    everyone: Population
    lean: Columns | None
    wished: WishPoints
    best: Ints
    parameters: Parameters
    goals: dict[tuple[Node, Kept, bool], FixedGoals] | None = None

    @property
    def waits(self) -> Truths:
        """(N,) whether a participant, in order of lots, is placed last."""
        return self.late_types[self.everyone.of]

    @property
    def late_types(self) -> Truths:
        """(T,) whether those of a kind are placed last."""
        return self.everyone.types.waits

    @property
    def groups(self) -> tuple[Group, ...]:
        """Who have goals and lots of their own, in order."""
        return ("in time", "late") if self.waits.any() else ("in time",)

    @property
    def accounts(self) -> Accounts:
        """What is needed to say what a bundle adds to a goal."""
        return Accounts(self.problem, self.running, self.everyone, self.wished, self.best)

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the sessions."""
        return tuple(session.id for session in self.running.sessions)

    def loads(self, node: Node) -> tuple[Ints, Ints]:
        """(S,) least and most load of each session, undecided minimum numbers aside."""
        low, high = np.zeros_like(self.running.seats), self.running.seats.copy()
        for session in node.closed:
            high[session] = 0
        for session in node.filled:
            low[session] = self.running.minimum[session]
        return low, high

    def face(self, made: Columns, node: Node) -> Face:
        """Everything that a node allows."""
        return whole(made, self.everyone.count, *self.loads(node))


def instance_of(problem: AllocationProblem, parameters: Parameters = DEFAULTS) -> Instance:
    """The problem in numbers; placements by hand must not clash."""
    people = sorted(problem.participants, key=attrgetter("id"))
    order = order_of_lots(problem.seed, people)
    running = programme(problem)
    everyone = population(problem, running, people, order)
    if most_bundles(everyone, running) > parameters.many_bundles:
        wished = wishes(everyone.types, running)
        best = least_points(everyone, running)
        return Instance(problem, running, people, order, everyone, None, wished, best, parameters)
    lean = columns(everyone, running, frozenset(), None, "full")
    if lean is None:
        raise ValueError("placements by hand clash")
    return Instance(problem, running, people, order, everyone, lean, lean.wished, lean.best, parameters)


def with_other_lots(instance: Instance, problem: AllocationProblem) -> Instance:
    """The same instance with another seed; goals that are held are kept for the next."""
    order = order_of_lots(problem.seed, instance.people)
    kind = np.empty_like(instance.everyone.of)
    kind[instance.order] = instance.everyone.of
    goals = {} if instance.goals is None else instance.goals
    everyone = replace(instance.everyone, of=kind[order])
    return replace(instance, problem=problem, order=order, everyone=everyone, goals=goals)

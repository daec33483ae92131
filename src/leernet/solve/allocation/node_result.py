"""What solving a node can give: its optimum, that it is infeasible or pruned, or where a dive goes on."""

from typing import TypeAlias

from msgspec import Struct

from leernet.model.allocation import Certificate, Goal, Refusal
from leernet.solve.allocation.arrays import Ints
from leernet.solve.allocation.columns import Bundle, Columns
from leernet.solve.allocation.lexicographic import FixedGoals


class GoalsReached(Struct, frozen=True):
    """What lots of a node are drawn from: all columns, nothing fixed, and its goals fixed."""

    made: Columns
    begun: FixedGoals
    first: FixedGoals


class NodeOptimum(Struct, frozen=True):
    """The best of a node, minimum numbers of undecided sessions aside.

    Attributes:
        key: goals and choices by lot, in order; the smaller, the better.
        bundle: (N,) bundle of each participant, in order of lots.
        sessions: of each bundle.
        tours: (N,) session of each participant's tour, -1 for none; none where it is not about tours.
        short: the undecided session that is furthest below its minimum; none when all keep theirs.
        searched: whether a proof needed the solver's search.
        lots: what lots could not give, each time that they were drawn.
        hurried: whether a limit was reached and lots chose among the columns of one placing only.
        narrowed: whether lots chose among some bundles only, as there were too many to enumerate them.
        reached: its goals, where a dive may begin from them.
    """

    key: tuple[int, ...]
    goals: tuple[Goal, ...]
    certificates: tuple[Certificate, ...]
    bundle: Ints
    sessions: tuple[Bundle, ...]
    tours: Ints | None
    short: int | None
    searched: bool
    lots: tuple[tuple[Refusal, ...], ...]
    hurried: bool
    narrowed: bool = False
    reached: GoalsReached | None = None


class Infeasible(Struct, frozen=True):
    """No allocation for a node; the last certificate proves it, unless a search did.

    Attributes:
        proven: whether that is so, and not only so for the columns or the sample at hand.
    """

    certificates: tuple[Certificate, ...] = ()
    proven: bool = True
    searched: bool = False


class Pruned(Struct, frozen=True):
    """Some goals of a node, which show that something better is known."""

    certificates: tuple[Certificate, ...]
    searched: bool = False


class Undecided(Struct, frozen=True):
    """With these goals not all sessions can be closed or filled; what to close and to fill at their cost."""

    closed: frozenset[int]
    filled: frozenset[int]


Searched: TypeAlias = NodeOptimum | Pruned | Infeasible
NodeResult: TypeAlias = Searched | Undecided

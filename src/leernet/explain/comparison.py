"""An allocation problem in; the figures of every policy on it, side by side, out."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import asdict, replace

from leernet.explain.allocated import Allocated
from leernet.explain.figures import Figures
from leernet.model.allocation import AllocationOutcome, AllocationProblem, Impossible
from leernet.model.year import Policy

POLICIES: tuple[Policy, ...] = get_args(Policy)

# A problem with some of its seeds; the figures of each.
Draws: TypeAlias = tuple[AllocationProblem, tuple[str, ...]]
DrawAll: TypeAlias = Callable[[Sequence[Draws]], "Iterable[tuple[Figures, ...] | Impossible]"]
AllocateAgain: TypeAlias = Callable[
    [AllocationProblem, Sequence[str]], "tuple[AllocationOutcome, ...] | Impossible"
]

# Seeds that are drawn with together: what lots have no part in is then worked out once for all of them.
_TOGETHER = 20
# Draws for people; of a large series fewer, as each is solved for every policy: a few minutes at most. The
# size decides and not the clock, so that the same files give the same figures.
_DRAWS = ((1_000, 200), (5_000, 40), (20_000, 10))


class Compared(Struct, frozen=True):
    """One policy in a comparison.

    Attributes:
        figures: with the seed in use.
        firsts: fewest and most people with their first choice over all draws.
        worst: lowest and highest worst level over all draws.
        draws: how many there were.
    """

    policy: Policy
    figures: Figures
    firsts: tuple[int, int]
    worst: tuple[int, int]
    draws: int


def comparison(
    problem: AllocationProblem, draw_all: DrawAll, draws: int, progress: Callable[[int, int], None]
) -> tuple[Compared, ...] | Impossible:
    """Every policy on the same people, sessions and seed; an earlier result does not bind.

    Args:
        draw_all: the figures of some draws after the other; see ``drawn``.
        draws: how often lots are drawn for each. Where goals come first lots choose between what is equally
            good for all together, and of these some have more people with their first choice.
        progress: told how many of all problems are solved.
    """
    # Tours come after all that is compared.
    sessions = tuple(replace(session, tour_seats=0) for session in problem.sessions)
    seeds = (problem.seed, *(f"{problem.seed}/{number}" for number in range(1, draws)))
    asked: list[Draws] = [
        (replace(problem, policy=policy, keep=None, sessions=sessions), seeds[first : first + _TOGETHER])
        for policy in POLICIES
        for first in range(0, draws, _TOGETHER)
    ]
    found: list[Figures] = []
    progress(0, draws * len(POLICIES))
    for some in draw_all(asked):
        if isinstance(some, Impossible):
            return some
        found += some
        progress(len(found), draws * len(POLICIES))
    of_policy = [found[first : first + draws] for first in range(0, len(found), draws)]
    return tuple(
        Compared(
            policy,
            each[0],
            _ends([figures.with_first for figures in each]),
            _ends([figures.worst_level for figures in each]),
            draws,
        )
        for policy, each in zip(POLICIES, of_policy, strict=True)
    )


def comparison_record(compared: Iterable[Compared]) -> dict[str, dict[str, object]]:
    """The comparison as ``--json`` prints it: figures by policy, names the same in every language."""
    return {
        each.policy: {
            **asdict(each.figures),
            "with_first_over_draws": each.firsts,
            "worst_level_over_draws": each.worst,
            "draws": each.draws,
        }
        for each in compared
    }


def usual_draws(problem: AllocationProblem) -> int:
    """So many draws show how much chance decides in a series of this size, in a bearable time."""
    return next((draws for people, draws in _DRAWS if len(problem.participants) <= people), 1)


def drawn(allocate_again: AllocateAgain, draws: Draws) -> tuple[Figures, ...] | Impossible:
    """The figures of some draws."""
    problem, seeds = draws
    outcomes = allocate_again(problem, seeds)
    if isinstance(outcomes, Impossible):
        return outcomes
    return tuple(Allocated(problem, outcome).figures for outcome in outcomes)


def _ends(numbers: list[int]) -> tuple[int, int]:
    return min(numbers), max(numbers)

"""The problem of choosing dates in; the best dates with their lower bound out."""

import math

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.plan_proofs import NO_PROOF, ProofNode
from leernet.solve.dates.best_paths import PathSearch, Within
from leernet.solve.dates.measures import Picks, measures
from leernet.solve.dates.paths import ChainPaths, Paths
from leernet.solve.dates.problem import DateProblem, Integers
from leernet.solve.dates.program import DateProgram
from leernet.solve.limits import NO_LIMITS, Limits
from leernet.solve.program import Outcome


class DateOutcome(Struct, frozen=True):
    """What was found.

    Attributes:
        picks: one possible day per event; empty when none that keep every rule were found.
        value: what they cost.
        bound: no dates cost less.
        proven: whether value and bound are the same.
        impossible: whether it is certain that no dates keep every rule.
        proof: why no dates cost less than the bound.
    """

    picks: Picks
    value: int
    bound: int
    proven: bool
    impossible: bool
    proof: ProofNode = NO_PROOF


def exact_dates(
    problem: DateProblem,
    *,
    start: Picks | None = None,
    within: Within | None = None,
    below: float = math.inf,
    divisions: float = math.inf,
    limits: Limits = NO_LIMITS,
) -> DateOutcome:
    """The cheapest dates, proven unless a limit stops the search.

    Args:
        problem: where an event of it has no possible day, the outcome is impossible.
        start: dates to begin from, that keep every rule; without them any are looked for first.
        within: what may change.
        below: only dates that cost less are looked for; this is the value where there are none.
        divisions: how often the days of an event are divided at most.
        limits: what ends it with the best so far.
    """
    if start is None:
        found = any_dates(problem, limits=limits)
        if not found.picks:
            return found
        start = found.picks
    search = PathSearch(problem, start, within, below)
    bound, proof = search.solve(divisions, limits)
    return DateOutcome(search.picks, search.value, bound, search.value <= bound, False, proof)


def dates_bound(problem: DateProblem, start: Picks, *, limits: Limits = NO_LIMITS) -> int:
    """No dates that keep every rule cost less than this; found in a part of the time.

    Args:
        start: dates that keep every rule; the bound is not above what they cost.
    """
    return PathSearch(problem, start, None).bound(limits)


def chains_bound(problem: DateProblem, known: dict[tuple[object, ...], int] | None = None) -> int:
    """No dates cost less than this: each chain at its best, as if it were alone.

    Args:
        known: bounds of chains of problems that differ in possible days alone; those found now are added.
    """
    known = {} if known is None else known
    found = 0
    for at, chain in enumerate(problem.chains):
        events = [problem.events[number] for number in chain.events]
        key = (at, *(event.days.tobytes() for event in events))
        if key not in known:
            free = [np.zeros(len(event.days), np.int64) for event in events]
            known[key] = ChainPaths(problem, chain).near(free, 1)[0]
        found += known[key]
    return found


def any_dates(problem: DateProblem, *, limits: Limits = NO_LIMITS) -> DateOutcome:
    """Dates that keep every rule, without a thought for their spacing or who misses what again."""
    if not all(len(event.days) for event in problem.events):
        return DateOutcome((), 0, 0, proven=False, impossible=True)
    dates = DateProgram(problem)
    dates.apart()
    found = dates.program.solved(relaxed_gap=problem.parameters.dates.found_gap, limits=limits)
    return outcome_of(dates, found)


def fewest_changes(
    problem: DateProblem,
    changes: tuple[Integers, ...],
    *,
    limits: Limits = NO_LIMITS,
) -> tuple[DateOutcome, int]:
    """Dates that change as little as possible, and of those the cheapest; both proven unless stopped.

    Args:
        problem: events with at least one possible day each.
        changes: per event (C,) what each possible day counts for as a change.
        limits: what ends it with the best so far.

    Returns:
        The dates, their bound among those that change no more, and the fewest changes there can be.
    """
    dates = DateProgram(problem)
    dates.apart()
    least = dates.program.solved(costs=dates.per_day(changes), limits=limits)
    found = outcome_of(dates, least)
    if not found.picks:
        return found, 0
    fewest = 0 if math.isinf(least.bound) else math.ceil(least.bound - 1e-6)
    within = Within(changes, math.floor(least.value + 0.5))
    return exact_dates(problem, start=found.picks, within=within, limits=limits), fewest


def outcome_of(dates: DateProgram, found: Outcome) -> DateOutcome:
    """The dates of a program in which chains are not whole, with what they really cost."""
    if not len(found.values):
        return DateOutcome((), 0, 0, proven=False, impossible=found.impossible)
    picks = dates.picks(found.values)
    return DateOutcome(picks, measures(dates.problem, picks).total, 0, proven=False, impossible=False)


def cheapest_within(
    problem: DateProblem,
    within: Within,
    worth: int,
    *,
    start: Picks,
    limits: Limits = NO_LIMITS,
) -> DateOutcome:
    """The cheapest dates with so many changes at most, each of which gains what it is worth.

    Args:
        problem: events with at least one possible day each.
        within: what may change.
        worth: what a change has to gain.
        start: dates to begin from, with no more changes than that.
        limits: what ends it with the best so far.

    Returns:
        The dates; no others with as many changes or fewer cost less than the bound.
    """
    events = zip(problem.events, within.changes, strict=True)
    dearer = tuple(replace(event, cost=event.cost + worth * changes) for event, changes in events)
    found = exact_dates(replace(problem, events=dearer), start=start, within=within, limits=limits)
    spent = worth * sum(int(row[pick]) for row, pick in zip(within.changes, found.picks, strict=True))
    return replace(found, value=found.value - spent, bound=max(0, found.bound - spent))


def paths_below(
    problem: DateProblem, start: Picks, within: Within, *, limits: Limits = NO_LIMITS
) -> tuple[tuple[Paths, ...], bool]:
    """For each chain dates that are in plans no dearer than this one, and whether these are all there are."""
    return PathSearch(problem, start, within).below(limits)

"""Possible days and what to keep of a plan in; the dates of the year with their bound out."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.plan_proofs import NO_PROOF, ProofNode
from leernet.solve.dates.best_paths import Within
from leernet.solve.dates.exact import (
    DateOutcome,
    any_dates,
    chains_bound,
    cheapest_within,
    dates_bound,
    exact_dates,
    fewest_changes,
)
from leernet.solve.dates.measures import Picks, measures
from leernet.solve.dates.problem import DateProblem
from leernet.solve.dates.replan import (
    Kept,
    announced_kept,
    changes_by_day,
    moved_dates,
    narrowed_to_kept,
    weighed_changes,
)
from leernet.solve.dates.search import good_dates, possible
from leernet.solve.dates.shared_people import people_cuts
from leernet.solve.limits import NO_LIMITS, Limits


class Search(Struct, frozen=True):
    """How to look for dates.

    Attributes:
        best: go on until the dates are proven the best.
        seed: of the kicks.
        limits: what ends it with the best so far.
        progress: told how many steps of how many are done.
        start: days to begin from, by reference, which keep most rules; without them the search begins anew.
        proof: whether dates that were found are to be proven, or replaced by better ones.
    """

    best: bool = False
    seed: int = 0
    limits: Limits = NO_LIMITS
    progress: Callable[[int, int], None] = lambda _done, _of: None
    start: Mapping[str, int] | None = None
    proof: bool = True


class ChosenDates(Struct, frozen=True):
    """The dates of a year.

    Attributes:
        picks: one possible day per event.
        bound: no dates cost less, of those that change as few of a plan that is kept.
        proven: whether they are the cheapest of those.
        moved: how many dates of a plan that is kept they change.
        fewest: no dates that keep every rule change fewer, counted the same.
        proof: why none cost less than the bound, where all that can be kept of a plan is kept.
    """

    picks: Picks
    bound: int
    proven: bool
    moved: int = 0
    fewest: int = 0
    proof: ProofNode = NO_PROOF


def chosen_dates(problem: DateProblem, kept: Kept, search: Search) -> ChosenDates | None:
    """Dates that keep every rule: of a plan that is kept as much as can be, then the cheapest.

    Args:
        problem: every chain of it possible by itself.
        kept: what to keep; nothing in a first plan.
        search: how to look.

    Returns:
        None when no dates keep every rule.
    """
    return _with_people(problem, partial(_chosen, kept=kept, search=search))


def dates_with_more(problem: DateProblem, kept: Kept, search: Search, more: int) -> ChosenDates | None:
    """The same with so many changes more than the fewest, where they are worth it."""
    return _with_people(problem, partial(_with_more, kept=kept, search=search, more=more))


def _with_people(
    problem: DateProblem, chosen: Callable[[DateProblem], ChosenDates | None]
) -> ChosenDates | None:
    """Dates on which nobody is needed in two places, which one place after the other may show."""
    while True:
        found = chosen(problem)
        cuts = () if found is None else people_cuts(problem, _by_number(problem, found.picks))
        if not cuts:
            return found
        problem = replace(problem, cuts=(*problem.cuts, *cuts))


def _chosen(problem: DateProblem, kept: Kept, search: Search) -> ChosenDates | None:
    return _fewest(problem, kept, search) if kept.days else _cheapest(problem, search)


def _by_number(problem: DateProblem, picks: Picks) -> dict[int, int]:
    """The day of each event, by number of the event."""
    return {
        number: int(event.days[pick])
        for number, (event, pick) in enumerate(zip(problem.events, picks, strict=True))
    }


def pairs_of_days(problem: DateProblem) -> int:
    """How many pairs of days there are between events that follow one another: how large the problem is."""
    return sum(
        len(problem.events[one].days) * len(problem.events[other].days)
        for chain in problem.chains
        for one, other in pairwise(chain.events)
    )


def is_large(problem: DateProblem) -> bool:
    """Whether what looks at all dates together takes minutes."""
    return pairs_of_days(problem) > problem.parameters.dates.large


def _cheapest(problem: DateProblem, search: Search) -> ChosenDates | None:
    if not problem.events:
        return ChosenDates((), 0, proven=True)
    picks = _found(problem, search)
    if picks is None:
        return None
    if not search.proof:
        return ChosenDates(picks, 0, proven=False)
    if is_large(problem) and not search.best:
        total = measures(problem, picks).total
        bound = min(total, chains_bound(problem))
        return ChosenDates(picks, bound, proven=bound == total)
    outcome = exact_dates(
        problem,
        start=picks,
        divisions=math.inf if search.best or pairs_of_days(problem) <= problem.parameters.dates.small else 0,
        limits=search.limits,
    )
    # Of equals the dates of the search stay: they do not depend on the version of the solver.
    return ChosenDates(outcome.picks, outcome.bound, outcome.proven, proof=outcome.proof)


def _found(problem: DateProblem, search: Search) -> Picks | None:
    """Dates that keep every rule; None when there are none."""
    start = _picks_on(problem, search.start or {})
    if start is not None:
        picks = good_dates(problem, start=start, kicks=0)
        if not measures(problem, picks).clashes:
            return picks
    picks = good_dates(problem, seed=search.seed, limits=search.limits, progress=search.progress)
    if not measures(problem, picks).clashes:
        return picks
    # The search got stuck on people needed in two places: the integer program decides whether there is a way.
    parameters = problem.parameters.dates
    last = search.limits.with_at_least(parameters.last_seconds, parameters.last_work)
    outcome = any_dates(problem, limits=last)
    if not outcome.picks:
        return None
    better = good_dates(problem, start=outcome.picks, kicks=0)
    return outcome.picks if measures(problem, better).clashes else better


def _picks_on(problem: DateProblem, days: Mapping[str, int]) -> Picks | None:
    """Days as places in the possible days of each event; None where one is not possible."""
    places = [np.flatnonzero(event.days == days.get(event.reference)) for event in problem.events]
    return tuple(int(found[0]) for found in places) if all(map(len, places)) else None


def _fewest(problem: DateProblem, kept: Kept, search: Search) -> ChosenDates | None:
    """Dates that change as few as there can be, then as few hosts, then the cheapest."""
    narrow = narrowed_to_kept(problem, kept)
    found = _cheapest(narrow, search) if possible(narrow) else None
    if found is not None:
        # Only dates that cannot stay whatever else happens were given up: fewer changes there are none.
        picks = _same_days(problem, narrow, found.picks)
        moved = len(moved_dates(problem, kept, picks))
        return replace(found, picks=picks, moved=moved, fewest=moved)
    outcome, fewest = fewest_changes(
        problem,
        weighed_changes(problem, kept),
        limits=search.limits,
    )
    if not outcome.picks:
        return None
    moved = len(moved_dates(problem, kept, outcome.picks))
    total = sum(
        int(row[pick]) for row, pick in zip(weighed_changes(problem, kept), outcome.picks, strict=True)
    )
    # What people were told counts for ten: then as many changes of another kind may be fewer.
    sure = fewest >= total and not kept.dear
    return ChosenDates(outcome.picks, outcome.bound, outcome.proven, moved, moved if sure else 0)


def _with_more(problem: DateProblem, kept: Kept, search: Search, more: int) -> ChosenDates | None:
    """The dates with so many changes more, where each saves enough; announced dates are left alone."""
    fewest = _fewest(problem, kept, search)
    if fewest is None:
        return None
    total = measures(problem, fewest.picks).total
    worth = total // problem.parameters.dates.worth + 1
    if more == 1:
        found = _with_one_more(problem, kept, search, fewest, total - worth + 1)
    else:
        found = _with_several_more(problem, kept, search, fewest, worth, more)
    return found if found is not None and measures(problem, found.picks).total <= total - worth else fewest


def _with_one_more(
    problem: DateProblem, kept: Kept, search: Search, fewest: ChosenDates, below: int
) -> ChosenDates | None:
    """The cheapest dates with one change more: each event in turn, beside those that move already.

    Args:
        below: only dates that cost less are looked for.
    """
    moved = moved_dates(problem, kept, fewest.picks)
    best: tuple[DateProblem, DateOutcome] | None = None
    bounds: list[int] = []
    known: dict[tuple[object, ...], int] = {}
    for event in problem.events:
        announced = event.reference in kept.dear and event.reference in kept.days
        if announced or search.limits.over:
            continue
        narrow = narrowed_to_kept(problem, kept, moved, event.reference)
        # Where not even the chains by themselves cost less, nothing has to be looked for.
        bounds.append(chains_bound(narrow, known))
        if bounds[-1] >= below:
            continue
        start = _same_days(narrow, problem, fewest.picks)
        outcome = exact_dates(narrow, start=start, below=below, limits=search.limits)
        bounds[-1] = outcome.bound
        if outcome.value < below:
            best, below = (narrow, outcome), outcome.value
    if best is None:
        return None
    narrow, outcome = best
    picks = _same_days(problem, narrow, outcome.picks)
    # Where other dates could have moved instead, only the bound of all dates is certain.
    forced = all(kept.days[reference] not in _days_of(problem, reference) for reference in moved)
    bound = min(bounds) if forced else dates_bound(problem, picks)
    proven = forced and bound == outcome.value
    return ChosenDates(picks, bound, proven, len(moved_dates(problem, kept, picks)), fewest.fewest)


def _days_of(problem: DateProblem, reference: str) -> list[int]:
    return next(event.days.tolist() for event in problem.events if event.reference == reference)


def _with_several_more(
    problem: DateProblem, kept: Kept, search: Search, fewest: ChosenDates, worth: int, more: int
) -> ChosenDates | None:
    free = announced_kept(problem, kept, fewest.picks)
    start = _same_days(free, problem, fewest.picks)
    changes = changes_by_day(free, kept)
    spent = sum(int(row[pick]) for row, pick in zip(changes, start, strict=True))
    found = cheapest_within(
        free,
        Within(changes, spent + more),
        worth,
        start=start,
        limits=search.limits,
    )
    if not found.picks:
        return None
    picks = _same_days(problem, free, found.picks)
    return ChosenDates(
        picks, found.bound, found.proven, len(moved_dates(problem, kept, picks)), fewest.fewest
    )


def _same_days(problem: DateProblem, narrow: DateProblem, picks: Picks) -> Picks:
    """The same days as places in the possible days of another form of the problem."""
    return tuple(
        int((event.days == other.days[pick]).argmax())
        for event, other, pick in zip(problem.events, narrow.events, picks, strict=True)
    )

"""Dates and the turns of earlier years in; a host for every meeting out, by turn, proven the fairest."""

from collections.abc import Iterable, Mapping

from leernet.model.plan import Plan
from leernet.model.year import Year
from leernet.solve.dates.problem import DateProblem
from leernet.solve.hosts.candidates import Candidate, candidates_on, known_sum, on_one_day
from leernet.solve.hosts.program import HostChoice, HostProgram, whole
from leernet.solve.limits import NO_LIMITS, Limits


def hosts_for(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    history: Iterable[Plan],
    *,
    given: Mapping[str, str] | None = None,
    keep: Mapping[str, str] | None = None,
    moves: int | None = None,
    limits: Limits = NO_LIMITS,
) -> HostChoice:
    """A host for every meeting that takes turns: the school that hosted least, then the longest ago.

    Of all choices that cost the same the one with the smallest key of a hash is taken, so that neither the
    order of the files nor the seed of the solver decides.

    Args:
        year: what the user defined.
        problem: the choice of dates.
        days: day of each gathering, by reference.
        history: plans of earlier years.
        given: hosts that stay, by reference.
        keep: hosts to keep where they can be, by reference.
        moves: how many of those may change; None: as few as possible.
        limits: what ends it with the best so far.
    """
    # A number of moves is one number for all: then nothing can be chosen apart.
    apart = not (moves and keep)
    programs = host_programs(year, problem, days, tuple(history), given or {}, apart=apart)
    return _together(
        [
            _chosen(program, keep or {}, moves or 0, limits.shared_by(len(programs) - done))
            for done, program in enumerate(programs)
        ]
    )


def host_programs(
    year: Year,
    problem: DateProblem,
    days: Mapping[str, int],
    history: tuple[Plan, ...],
    given: Mapping[str, str],
    *,
    apart: bool = True,
) -> tuple[HostProgram, ...]:
    """The choice of hosts as programs that do not depend on one another; as one where not asked apart."""
    places = candidates_on(problem, days, given)
    parts = _independent_parts(problem, days, places) if apart else (dict(days),)
    return tuple(HostProgram(year, problem, part, history, _of_part(problem, places, part)) for part in parts)


def _independent_parts(
    problem: DateProblem, days: Mapping[str, int], places: tuple[Candidate, ...]
) -> tuple[dict[str, int], ...]:
    """The days of events whose hosts can be chosen apart, as no school can receive events of two parts.

    Choosing part by part gives the same hosts in far less time.
    """
    part_of: dict[int | str, int | str] = {}

    def root(node: int | str) -> int | str:
        while part_of.setdefault(node, node) != node:
            node = part_of[node]
        return node

    for place in places:
        part_of[root(place.school)] = root(problem.events[place.event].gathering.chain)
    for one, other in on_one_day(problem, days):
        part_of[root(one.gathering.chain)] = root(other.gathering.chain)
    parts: dict[int | str, dict[str, int]] = {}
    for event in problem.events:
        if event.hosts and event.reference in days:
            parts.setdefault(root(event.gathering.chain), {})[event.reference] = days[event.reference]
    return tuple(parts.values())


def _of_part(
    problem: DateProblem, places: tuple[Candidate, ...], part: Mapping[str, int]
) -> tuple[Candidate, ...]:
    return tuple(place for place in places if problem.events[place.event].reference in part)


def _together(choices: list[HostChoice]) -> HostChoice:
    hosts = {reference: host for choice in choices for reference, host in choice.hosts.items()}
    return HostChoice(
        dict(sorted(hosts.items())),
        tuple(reference for choice in choices for reference in choice.without),
        sum(choice.value for choice in choices),
        sum(choice.bound for choice in choices),
        all(choice.proven for choice in choices),
        known_sum(choice.travel_km for choice in choices),
        known_sum(choice.least_km for choice in choices),
        tuple(value for choice in choices for value in choice.values),
    )


def _chosen(program: HostProgram, keep: Mapping[str, str], moves: int, limits: Limits) -> HostChoice:
    if keep:
        changes = program.changes(keep)
        least = program.solved(changes, limits)
        if least.impossible:
            return program.elastic_choice(limits)
        if len(least.values):
            program.limit(changes, max(whole(least.value), moves))
    best = program.solved(program.costs, limits)
    if not len(best.values) and not best.impossible:
        # The time is up and there is nothing yet: the first choice that fits is better than none.
        best = program.any_solution()
    if best.impossible:
        return program.elastic_choice(limits)
    program.limit(program.costs, whole(best.value))
    canonical = program.solved(program.ties(), limits)
    return program.choice(canonical if len(canonical.values) else best, best)

"""The dates of ``benchmarks/plan.py`` chosen by Timefold; run by it, in a virtual environment of its own.

``python timefold_dates.py asked.json SECONDS...``: CPU seconds of this process from the start of the search,
with starting Java and translating the rules before it told apart. Says the best dates at each of them.
"""

import json
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import ConstraintCollectors, HardSoftScore, Joiners, constraint_provider

asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
marks = [float(at) for at in sys.argv[2:]]
weights = asked["weights"]
GAP_DAY, SAME_DAY, SAME_WEEK = weights["gap_day"], weights["same_day"], weights["same_week"]
NEVER, AGAIN, FIRST_WEEKDAY = weights["never"], weights["again"], asked["first_weekday"]


@dataclass
class Kind:
    """People who are in the same networks."""

    id: int
    people: int


@dataclass
class Inside:
    """That people of a kind are in a network."""

    kind: Kind
    network: int


@dataclass
class Pattern:
    """Members of a network who are wanted so many times and miss the same days, by meeting."""

    network: int
    people: int
    times: int
    misses: list[list[int]]


@planning_entity
@dataclass
class Meeting:
    """A meeting, in its place among those of its network."""

    id: Annotated[int, PlanningId]
    network: int
    place: int
    next_place: int
    least: int
    ideal: int
    cost: list[int]
    clashes: list[int]
    days: Annotated[list[int], ValueRangeProvider]
    day: Annotated[int | None, PlanningVariable] = field(default=None)


@planning_solution
@dataclass
class Dates:
    """All of them."""

    inside: Annotated[list[Inside], ProblemFactCollectionProperty]
    patterns: Annotated[list[Pattern], ProblemFactCollectionProperty]
    meetings: Annotated[list[Meeting], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def following(factory):
    """Meetings of a network that follow one another."""
    return factory.for_each(Meeting).join(
        Meeting,
        Joiners.equal(lambda one: one.network, lambda other: other.network),
        Joiners.equal(lambda one: one.next_place, lambda other: other.place),
    )


def with_kinds(factory):
    """Meetings with the kinds of people in them."""
    return factory.for_each(Meeting).join(
        Inside, Joiners.equal(lambda one: one.network, lambda inside: inside.network)
    )


@constraint_provider
def rules(factory):
    """The rules and costs of leernet, but for k of several people and for boards of hosts."""
    return [
        factory.for_each(Meeting)
        .penalize(HardSoftScore.ONE_SOFT, lambda one: one.cost[one.day])
        .as_constraint("absent, days to avoid"),
        following(factory)
        .filter(lambda one, other: other.day - one.day < one.least)
        .penalize(HardSoftScore.ONE_HARD, lambda one, other: one.least - other.day + one.day)
        .as_constraint("too close"),
        following(factory)
        .filter(lambda one, other: abs(other.day - one.day - one.ideal) > 7)
        .penalize(
            HardSoftScore.ONE_SOFT,
            lambda one, other: GAP_DAY * (abs(other.day - one.day - one.ideal) - 7),
        )
        .as_constraint("uneven"),
        factory.for_each(Meeting)
        .join(Meeting, Joiners.equal(lambda one: one.day, lambda other: other.day))
        .filter(lambda one, other: one.id < other.id and other.id in one.clashes)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("needed twice"),
        with_kinds(factory)
        .group_by(
            lambda _one, inside: inside.kind, lambda one, _inside: one.day, ConstraintCollectors.count_bi()
        )
        .filter(lambda _kind, _day, count: count > 1)
        .penalize(HardSoftScore.ONE_SOFT, lambda kind, _day, count: SAME_DAY * kind.people * (count - 1))
        .as_constraint("same day"),
        with_kinds(factory)
        .group_by(
            lambda _one, inside: inside.kind,
            lambda one, _inside: (one.day + FIRST_WEEKDAY) // 7,
            ConstraintCollectors.count_bi(),
        )
        .filter(lambda _kind, _week, count: count > 1)
        .penalize(HardSoftScore.ONE_SOFT, lambda kind, _week, count: SAME_WEEK * kind.people * (count - 1))
        .as_constraint("same week"),
        factory.for_each(Pattern)
        .join(
            Meeting,
            Joiners.equal(lambda pattern: pattern.network, lambda one: one.network),
            Joiners.filtering(lambda pattern, one: one.day in pattern.misses[one.place]),
        )
        .group_by(lambda pattern, _one: pattern, ConstraintCollectors.count_bi())
        .penalize(
            HardSoftScore.ONE_SOFT,
            lambda pattern, missed: (
                pattern.people
                * (AGAIN * (missed * (missed - 1) // 2) + (NEVER if missed == pattern.times else 0))
            ),
        )
        .as_constraint("misses again, can never come"),
    ]


def problem():
    """What was asked, as facts."""
    kinds = [Kind(at, kind["people"]) for at, kind in enumerate(asked["kinds"])]
    return Dates(
        [
            Inside(kinds[at], network)
            for at, kind in enumerate(asked["kinds"])
            for network in kind["networks"]
        ],
        [Pattern(**pattern) for pattern in asked["patterns"]],
        [Meeting(at, **meeting) for at, meeting in enumerate(asked["meetings"])],
    )


def main():
    """Searches until the last of the seconds asked."""
    config = SolverConfig(
        solution_class=Dates,
        entity_class_list=[Meeting],
        environment_mode=EnvironmentMode.NON_REPRODUCIBLE,
        random_seed=0,
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=int(10 * marks[-1]))),
    )
    solver = SolverFactory.create(config).build_solver()
    startup = time.process_time()
    found = []

    def better(event):
        if event.is_new_best_solution_initialized:
            dates = [meeting.day for meeting in event.new_best_solution.meetings]
            found.append((time.process_time() - startup, dates))

    def stop_in_time():
        while time.process_time() - startup < marks[-1]:
            time.sleep(0.05)
        solver.terminate_early()

    solver.add_event_listener(better)
    threading.Thread(target=stop_in_time, daemon=True).start()
    solver.solve(problem())
    at = [[dates for seconds, dates in found if seconds <= mark][-1:] for mark in marks]
    print(json.dumps({"startup": startup, "first": found[0], "at": at}))


main()

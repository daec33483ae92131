"""That allocation of wide programmes ends with an answer: random ones, in CPU seconds, with the gap of goals.

``python benchmarks/wide.py [--first 0] [--programmes 20] [--people 120] [--policy floor-first]
[--graded 645]`` with the Python that leernet is installed in. Each programme is made from its number:
workshops that are given several times, minimum numbers, ties, short lists, no answers, absences, workshops
ruled out, tours. With ``--graded`` so many people give 71 courses at five moments a grade instead, which is
full of ties. Printed: size, time, and whether all goals are proven or how far the first may be from the best.
"""

from __future__ import annotations

import argparse
import random
import time
from typing import get_args

from leernet.model.allocation import AllocationProblem, Impossible, Participant, Runs, Session
from leernet.model.year import Policy
from leernet.solve.allocation.solver import allocate
from leernet.solve.limits import within
from leernet.verify.allocation.rules import broken_rules

RUNS: tuple[Runs, ...] = ("decide",) * 8 + ("yes", "no")


def programme(number: int, people: int, policy: Policy) -> AllocationProblem:
    """A random programme that is too wide to make all bundles of it."""
    draw = random.Random(number)
    moments = draw.randint(3, 8)
    workshops = draw.randint(12, 80)
    need = draw.randint(2, min(moments, 6))
    count = draw.randint(max(people // 4, 10), people)
    times = draw.choice([1, 1, 2, 2, 3, moments])
    at = {
        workshop: draw.sample(range(moments), min(times if draw.random() < 0.7 else 1, moments))
        for workshop in range(workshops)
    }
    sessions = sum(map(len, at.values()))
    seats = max(round(count * need * draw.uniform(1.02, 1.6) / sessions), 1)
    least = draw.choice([0, 0, 1, seats // 4, seats // 2, round(seats * 0.8)])
    tours = draw.random() < 0.3
    offered = tuple(
        Session(
            f"m{moment}/w{workshop:02}",
            f"m{moment}",
            f"w{workshop:02}",
            least,
            max(seats + draw.randint(-1, 1), least, 1),
            draw.choice(RUNS),
            tour_seats=draw.randint(1, 4) if tours and draw.random() < 0.3 else 0,
        )
        for workshop, moments_of in at.items()
        for moment in sorted(moments_of)
    )
    tastes = [[draw.gauss(0, 1.5) for _ in range(workshops)] for _ in range(draw.randint(1, 4))]
    ties, shortest = draw.choice([0.0, 0.1, 0.8]), draw.randint(3, workshops)
    return AllocationProblem(
        "wide",
        offered,
        tuple(
            _person(draw, f"p{at:04}", offered, draw.choice(tastes), need, ties, shortest, tours=tours)
            for at in range(count)
        ),
        policy,
        seed=str(number),
    )


def graded(number: int, people: int, policy: Policy) -> AllocationProblem:
    """Grades from 1 to 10 for each of 71 courses, 4 and more listed; a third of them is given twice."""
    courses, moments, draw = 71, 5, random.Random(number)
    tastes = [[draw.gauss(0, 1) for _ in range(courses)] for _ in range(5)]
    at = [
        {course % moments, (course + 1 + course // moments % (moments - 1)) % moments}
        if course % 3 == 0
        else {course % moments}
        for course in range(courses)
    ]
    fewest = min(sum(moment in each for each in at) for moment in range(moments))
    seats = -(-people * 110 // (100 * fewest))
    offered = tuple(
        Session(f"m{moment}/w{course:02}", f"m{moment}", f"w{course:02}", seats // 3, seats)
        for course in range(courses)
        for moment in sorted(at[course])
    )
    everything = tuple(each.id for each in offered)
    participants = []
    for person in range(people):
        taste = draw.choice(tastes)
        grades = [max(1, min(10, round(6 + 2 * each + draw.gauss(0, 1.5)))) for each in taste]
        groups = (
            tuple(f"w{at:02}" for at, each in enumerate(grades) if each == grade)
            for grade in range(10, 3, -1)
        )
        wishes = tuple(group for group in groups if group)
        participants.append(Participant(f"s{person:07}", moments, wishes, everything))
    return AllocationProblem("graded", offered, tuple(participants), policy, seed="benchmark")


def _person(
    draw: random.Random,
    name: str,
    offered: tuple[Session, ...],
    taste: list[float],
    need: int,
    ties: float,
    shortest: int,
    *,
    tours: bool,
) -> Participant:
    order = sorted(range(len(taste)), key=lambda at: draw.gauss(0, 1) - taste[at])
    order = order[: draw.randint(shortest, len(taste))]
    groups: list[tuple[str, ...]] = []
    for workshop in order:
        if groups and draw.random() < ties:
            groups[-1] = (*groups[-1], f"w{workshop:02}")
        else:
            groups.append((f"w{workshop:02}",))
    absent = f"m{draw.randint(0, 7)}" if draw.random() < 0.1 else ""
    answers = draw.random() < 0.95
    listed = {workshop for group in groups for workshop in group}
    never = tuple(
        f"w{at:02}" for at in range(len(taste)) if f"w{at:02}" not in listed and draw.random() < 0.05
    )
    mine = [each for each in offered if each.moment != absent]
    here = {each.moment for each in mine}
    return Participant(
        name,
        min(need, len(here)),
        tuple(groups) if answers else (),
        tuple(each.id for each in mine),
        never=never if answers else (),
        answered=answers,
        late=answers and draw.random() < 0.03,
        tour=tours and answers and draw.random() < 0.4,
    )


def line(number: int, problem: AllocationProblem, seconds: float) -> str:
    """What is printed of one programme."""
    workshops = {each.workshop for each in problem.sessions}
    moments = {each.moment for each in problem.sessions}
    size = (
        f"{len(problem.participants)} x {len(workshops)} x {len(moments)}, {len(problem.sessions)} sessions"
    )
    start, clock = time.process_time(), time.monotonic()
    outcome = allocate(problem, limits=within(seconds))
    spent, passed = time.process_time() - start, time.monotonic() - clock
    if isinstance(outcome, Impossible):
        return f"{number:4} {size:36} impossible"
    said = "all proven" if not outcome.narrowed else "goals proven, lots not"
    for goal in outcome.goals:
        if not goal.proven:
            said = f"{goal.name} {goal.value}, bound {goal.bound}"
            break
    wrong = "" if not broken_rules(problem, outcome) else "  BREAKS RULES"
    braked = "  BY THE CLOCK" if passed > seconds else ""
    return f"{number:4} {size:36} {spent:6.1f} s  {said}{braked}{wrong}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--programmes", type=int, default=20)
    parser.add_argument("--people", type=int, default=120, help="at most")
    parser.add_argument("--graded", type=int, default=0, help="people who give grades")
    parser.add_argument("--policy", default="floor-first", choices=get_args(Policy))
    parser.add_argument("--seconds", type=float, default=120.0)
    arguments = parser.parse_args()
    print("people x workshops x moments, sessions; CPU seconds; goals")
    for number in range(arguments.first, arguments.first + arguments.programmes):
        made = (
            graded(number, arguments.graded, arguments.policy)
            if arguments.graded
            else programme(number, arguments.people, arguments.policy)
        )
        print(line(number, made, arguments.seconds), flush=True)


if __name__ == "__main__":
    main()

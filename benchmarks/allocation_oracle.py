"""Goals of allocation beside CP-SAT, which knows nothing of bundles, prices or faces.

``python benchmarks/allocation_oracle.py [--instances 36] [--seconds 60] [--only NUMBER]``; CP-SAT comes with
``pip install -e '.[benchmarks]'``. For every instance leernet solves in this process, twice: with all bundles
made at once, and made as they are asked for. CP-SAT solves in a process of its own, as OR-Tools and HiGHS
cannot share one: one variable for each person and session, one goal after the other, each held before the
next. Policies with goals take turns.

The instances are made to be nasty: workshops are given twice, some people are placed by hand or have ruled
workshops out, lists are short or have ties, sessions have minimum numbers, and there is hardly a seat to
spare. Ends with 1 when a goal differs.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time

from msgspec import structs

from leernet.model.allocation import AllocationProblem, Impossible, Participant, Session

POLICIES = ("floor-first", "leximin", "most-first-choices", "best-sum")


def instance(number):
    """12 to 60 people, 4 or 5 moments, 6 to 10 workshops at two moments each, slack 1.0 to 1.3."""
    draw = random.Random(number)
    moments, workshops = draw.choice((4, 5)), draw.randint(6, 10)
    people, need = draw.randint(12, 60), draw.choice((2, 3))
    places = sorted(
        {(f"m{at}", f"w{name}") for name in range(workshops) for at in draw.sample(range(moments), 2)}
    )
    seats = max(1, -(-people * need * draw.choice((100, 105, 115, 130)) // (100 * len(places))))
    sessions = tuple(
        Session(f"{at}/{name}", at, name, draw.choice((0, seats // 3, seats // 2)), seats)
        for at, name in places
    )
    taste = [draw.gauss(0, 1) for _ in range(workshops)]
    left = {each.id: each.seats_max for each in sessions}
    made = [person(draw, f"p{at:02}", sessions, taste, need, left) for at in range(people)]
    return AllocationProblem("oracle", sessions, tuple(made), seed=str(number))


def person(draw, name, sessions, taste, need, left):
    """Somebody with a list; one in twelve placed by hand, one in six with a workshop ruled out."""
    order = sorted(range(len(taste)), key=lambda at: draw.expovariate(1) * 2.718 ** -taste[at])
    wishes = [[f"w{at}"] for at in order[: draw.choice((len(order), len(order), 5, 4, 2, 0))]]
    if len(wishes) > 2 and draw.random() < 0.25:
        wishes[1:3] = [sorted(wishes[1] + wishes[2])]
    absent = draw.choice(sessions).moment if draw.random() < 0.08 else None
    may = [each for each in sessions if each.moment != absent]
    placed, _never = (), ()
    if draw.random() < 1 / 12:
        session = draw.choice(may)
        if left[session.id] > 0:
            left[session.id] -= 1
            placed = ((session.moment, session.workshop),)
    groups = tuple(tuple(group) for group in wishes)
    return Participant(name, need, groups, tuple(each.id for each in may), placed=placed)


# --- CP-SAT


class Oracle:
    """The problem for CP-SAT; goals are held one after the other."""

    def __init__(self, problem, seconds):
        from ortools.sat.python import cp_model

        self.library = cp_model
        self.model = cp_model.CpModel()
        self.deadline = time.monotonic() + seconds
        self.problem = problem
        known = {each.workshop for each in problem.sessions}
        self.rank = [
            {name: at for at, group in enumerate(each.wishes) for name in group if name in known}
            for each in problem.participants
        ]
        self.absent = max(len(known), *(len(each.wishes) for each in problem.participants)) + 2
        self.taken = [self.choices(self.model, each) for each in problem.participants]
        for session in problem.sessions:
            load = sum(mine[session.id] for mine in self.taken if session.id in mine)
            runs = self.model.new_bool_var("")
            self.model.add(load <= session.seats_max * runs)
            self.model.add(load >= session.seats_min * runs)
        self.levels = [self.level(at) for at in range(len(problem.participants))]

    def choices(self, model, person):
        """A variable for each session somebody could be in."""
        mine = {
            each.id: model.new_bool_var("")
            for each in self.problem.sessions
            if each.id in person.sessions and each.workshop not in person.never
        }
        for part in (0, 1):
            for key in {name.split("/")[part] for name in mine}:
                model.add_at_most_one(mine[name] for name in mine if name.split("/")[part] == key)
        model.add(sum(mine.values()) <= person.need)
        for moment, workshop in person.placed:
            model.add(mine[f"{moment}/{workshop}"] == 1)
        return mine

    def points(self, at, mine):
        absent, rank = self.absent, self.rank[at]
        unlisted = len(self.problem.participants[at].wishes)
        return self.problem.participants[at].need * absent + sum(
            (rank.get(name.split("/")[1], unlisted) - absent) * var for name, var in mine.items()
        )

    def level(self, at):
        """Points above the best that somebody could have alone."""
        alone = self.library.CpModel()
        alone.minimize(self.points(at, self.choices(alone, self.problem.participants[at])))
        solver = self.library.CpSolver()
        assert solver.solve(alone) == self.library.OPTIMAL
        level = self.model.new_int_var(0, 1000, "")
        self.model.add(level == self.points(at, self.taken[at]) - round(solver.objective_value))
        return level

    def least(self, expression):
        """The least of an expression, then held; none when time is over."""
        self.model.minimize(expression)
        solver = self.library.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = max(self.deadline - time.monotonic(), 0.1)
        status = solver.solve(self.model)
        if status != self.library.OPTIMAL:
            raise TimeoutError(solver.status_name(status))
        value = round(solver.objective_value)
        self.model.add(expression <= value)
        self.model.clear_hints()
        for mine in self.taken:
            for var in mine.values():
                self.model.add_hint(var, solver.value(var))
        return value

    def at_least(self, level):
        """How many people are at a level or below it."""
        flags = []
        for each in self.levels:
            flag = self.model.new_bool_var("")
            self.model.add(each <= level - 1).only_enforce_if(~flag)
            flags.append(flag)
        return sum(flags)

    def goals(self, policy):
        """Name and value of each goal, in order."""
        people = self.problem.participants
        yield (
            "seats missing",
            self.least(
                sum(each.need - sum(mine.values()) for each, mine in zip(people, self.taken, strict=True))
            ),
        )
        if policy == "most-first-choices":
            for wish in range(1 + max((at for rank in self.rank for at in rank.values()), default=-1)):
                got = [
                    var
                    for rank, mine in zip(self.rank, self.taken, strict=True)
                    for name, var in mine.items()
                    if rank.get(name.split("/")[1]) == wish
                ]
                yield f"places at wish {wish + 1}", -self.least(-sum(got))
        if policy in ("floor-first", "leximin"):
            worst = self.model.new_int_var(0, 1000, "")
            self.model.add_max_equality(worst, self.levels)
            value = self.least(worst)
            yield "worst level", value
            below = 0
            for level in range(value, 0 if policy == "leximin" else max(value - 1, 0), -1):
                so_far = self.least(self.at_least(level))
                yield f"members at level {level}", so_far - below
                below = so_far
        if policy in ("floor-first", "best-sum"):
            yield "sum of levels", self.least(sum(self.levels))


def child(number, policy, seconds):
    """Print the goals of one instance as CP-SAT finds them, or why it did not."""
    try:
        goals = list(Oracle(instance(number), seconds).goals(policy))
    except TimeoutError as reason:
        goals = str(reason)
    json.dump(goals, sys.stdout)


# --- comparing


def solved(problem, many):
    from leernet.solve.allocation.parameters import Parameters
    from leernet.solve.allocation.solver import allocate

    start = time.process_time()
    outcome = allocate(problem, parameters=Parameters(many_bundles=many))
    spent = time.process_time() - start
    if isinstance(outcome, Impossible):
        return "INFEASIBLE", spent
    assert all(goal.proven for goal in outcome.goals)
    return [[goal.name, goal.value] for goal in outcome.goals], spent


def compared(number, policy, seconds):
    """``same``, ``DIFFERENT`` or why CP-SAT has no answer; printed with the seconds each took."""
    problem = structs.replace(instance(number), policy=policy)
    at_once, spent = solved(problem, 10**9)
    asked_for, more = solved(problem, 0)
    command = [sys.executable, __file__, "--child", f"{number}:{policy}", "--seconds", str(seconds)]
    start = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    oracle = json.loads(done.stdout)
    took = time.monotonic() - start
    if at_once != asked_for:
        verdict = "DIFFERENT from itself"
    elif isinstance(oracle, str) and oracle != "INFEASIBLE":
        verdict = f"CP-SAT: {oracle}"
    else:
        verdict = "same" if oracle == at_once else f"DIFFERENT: {at_once} and {oracle}"
    people = len(problem.participants)
    print(f"{number:>4} {people:>3} {policy:20}{spent:8.2f} {more:8.2f} {took:8.1f}  {verdict}", flush=True)
    return verdict


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--instances", type=int, default=36)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        number, policy = arguments.child.split(":")
        child(int(number), policy, arguments.seconds)
        return
    print(f"{'':8} {'':20}{'at once':>8} {'asked':>8} {'CP-SAT':>8}  CPU s, CP-SAT in all")
    numbers = range(arguments.instances) if arguments.only is None else (arguments.only,)
    verdicts = [compared(number, POLICIES[number % len(POLICIES)], arguments.seconds) for number in numbers]
    same = verdicts.count("same")
    different = sum(verdict.startswith("DIFFERENT") for verdict in verdicts)
    print(f"{same} the same, {different} different, {len(verdicts) - same - different} without an answer")
    sys.exit(different > 0)


if __name__ == "__main__":
    main()

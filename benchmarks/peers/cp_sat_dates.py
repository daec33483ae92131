"""The dates of ``benchmarks/plan.py`` chosen by CP-SAT of OR-Tools; run by it, in an environment of its own.

``python cp_sat_dates.py asked.json SECONDS...``: CPU seconds of this process from the start of the search,
with writing the model down told apart. One worker, as leernet has one. Says the best dates at each of them.
"""

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from ortools.sat.python import cp_model

asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
marks = [float(at) for at in sys.argv[2:]]
weights = asked["weights"]


class Model:
    """The rules and costs of leernet, but for k of several people and for boards of hosts."""

    def __init__(self):
        self.model = cp_model.CpModel()
        self.costs = []
        self.meetings = asked["meetings"]
        self.on = [
            {day: self.model.new_bool_var(f"{at} on {day}") for day in one["days"]}
            for at, one in enumerate(self.meetings)
        ]
        for at, own in enumerate(self.on):
            self.model.add_exactly_one(own.values())
            self.costs += [self.meetings[at]["cost"][day] * column for day, column in own.items()]
        self.gaps()
        self.clashes()
        self.load("same_day", lambda day: day)
        self.load("same_week", lambda day: (day + asked["first_weekday"]) // 7)
        self.misses()
        self.model.minimize(sum(self.costs))

    def day(self, at):
        return sum(day * column for day, column in self.on[at].items())

    def gaps(self):
        place = {(one["network"], one["place"]): at for at, one in enumerate(self.meetings)}
        for at, one in enumerate(self.meetings):
            other = place.get((one["network"], one["next_place"]))
            if other is None:
                continue
            gap = self.day(other) - self.day(at)
            self.model.add(gap >= one["least"])
            off = self.model.new_int_var(0, 366, f"off {at}")
            self.model.add(off >= gap - one["ideal"] - 7)
            self.model.add(off >= one["ideal"] - gap - 7)
            self.costs.append(weights["gap_day"] * off)

    def clashes(self):
        for at, one in enumerate(self.meetings):
            for other in one["clashes"]:
                for day in self.on[at].keys() & self.on[other].keys() if at < other else ():
                    self.model.add_at_most_one(self.on[at][day], self.on[other][day])

    def load(self, weight, when):
        people_of = defaultdict(int)
        for kind in asked["kinds"]:
            people_of[frozenset(kind["networks"])] += kind["people"]
        at_time = defaultdict(list)
        for at, own in enumerate(self.on):
            for day, column in own.items():
                at_time[when(day)].append((self.meetings[at]["network"], column))
        for networks, people in sorted(people_of.items(), key=lambda one: sorted(one[0])):
            for moment, places in sorted(at_time.items()):
                columns = [column for network, column in places if network in networks]
                if len(columns) > 1:
                    extra = self.model.new_int_var(0, len(columns), f"{weight} {sorted(networks)} {moment}")
                    self.model.add(extra >= sum(columns) - 1)
                    self.costs.append(weights[weight] * people * extra)

    def misses(self):
        of_network = defaultdict(dict)
        for at, one in enumerate(self.meetings):
            of_network[one["network"]][one["place"]] = self.on[at]
        for number, pattern in enumerate(asked["patterns"]):
            missed = sum(
                of_network[pattern["network"]][place][day]
                for place, days in enumerate(pattern["misses"])
                for day in days
            )
            times = pattern["times"]
            steps = [self.model.new_bool_var(f"miss {number} {step}") for step in range(times)]
            self.model.add(missed <= sum(steps))
            for step, column in enumerate(steps):
                price = weights["again"] * step + (weights["never"] if step + 1 == times else 0)
                self.costs.append(pattern["people"] * price * column)

    def dates(self, value):
        return [next(day for day, column in own.items() if value(column)) for own in self.on]


class Found(cp_model.CpSolverSolutionCallback):
    """Every better solution, and after how many CPU seconds."""

    def __init__(self, model, startup):
        super().__init__()
        self.of_model, self.startup, self.found = model, startup, []

    def on_solution_callback(self):
        self.found.append((time.process_time() - self.startup, self.of_model.dates(self.boolean_value)))


def main():
    model = Model()
    startup = time.process_time()
    found = Found(model, startup)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = 10 * marks[-1]
    solver.parameters.max_time_in_seconds = 3 * marks[-1]
    solver.solve(model.model, found)
    at = [[dates for seconds, dates in found.found if seconds <= mark][-1:] for mark in marks]
    print(json.dumps({"startup": startup, "first": found.found[0], "at": at}))


main()

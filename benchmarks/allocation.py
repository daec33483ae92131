"""CPU seconds and quality of allocation beside other ways to do it, on the same instances, in one run.

``python benchmarks/allocation.py [--rounds 3] [--seconds 60] [--students 30,100,300,1000] [--general 30,300]
[--only lottery,draft] [--large 100000,1000000] [--agh ../shared/data/choices/agh-2003.soc]`` with the Python
that leernet is installed in. Peers come with ``pip install -e '.[benchmarks]'``; one that is missing is said
to be missing. Everything runs in a process of its own, as OR-Tools and HiGHS cannot share one; imports are
not counted.

Quality is counted by leernet's verification: places missing, places not chosen, worst level and how many are
there, sum of levels. ``AGH 2003`` are the rankings of nine courses by 146 students (PrefLib 00009).
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from leernet.explain.allocated import Allocated
from leernet.model.allocation import AllocationProblem, Participant, Session
from leernet.verify.allocation.reckoning import Reckoning

REPLAYED = ("floor-first", "leximin", "best-sum", "most-first-choices", "lottery", "draft")
MEASURES = ("seats missing", "places not chosen", "worst level", "sum of levels")


# --- instances


def generated(students, seed, moments=3, workshops=9, slack=1.12, everything=False, minima=True):
    """Three tastes, Plackett-Luce; lists of all, all, all, 5 and 3, or all of all; some ties and absences."""
    draw = random.Random(seed)
    tastes = [[draw.gauss(0, 1.5) for _ in range(workshops)] for _ in range(3)]
    seats = -(-students * moments * slack // workshops)
    sessions = [
        [f"m{at % moments}", f"w{at:02}", int(seats // 4) if minima else 0, int(seats)]
        for at in range(workshops)
    ]
    people, shared = [], {}
    for _ in range(students):
        taste = draw.choice(tastes)
        order = sorted(range(workshops), key=lambda at: draw.expovariate(1) * 2.718 ** -taste[at])
        listed = workshops if everything else draw.choice([workshops] * 3 + [5, 3])
        groups = [(at,) for at in order[:listed]]
        if draw.random() < 0.05 and len(groups) > 3:
            groups[1:3] = [groups[1] + groups[2]]
        wishes = shared.setdefault(
            tuple(groups), tuple(tuple(f"w{at:02}" for at in group) for group in groups)
        )
        absent = draw.randrange(moments) if moments > 1 and draw.random() < 0.02 else None
        people.append(shared.setdefault((wishes, absent), (wishes, absent)))
    return {"need": moments, "sessions": sessions, "people": people}


def repeated(students, seed, moments, workshops, need, slack=1.12, spread=0.7):
    """Every workshop at two moments; lists of all, all, all, half and a few more than places; no absences."""
    draw = random.Random(seed)
    tastes = [[draw.gauss(0, spread) for _ in range(workshops)] for _ in range(3)]
    seats = int(-(-students * need * slack // (2 * workshops)))
    sessions = []
    for at in range(workshops):
        first = at % moments
        second = (at + 1 + at // moments % (moments - 1)) % moments
        sessions += [[f"m{moment}", f"w{at:03}", seats // 4, seats] for moment in (first, second)]
    people = []
    for _ in range(students):
        taste = draw.choice(tastes)
        order = sorted(range(workshops), key=lambda at: draw.expovariate(1) * 2.718 ** -taste[at])
        listed = draw.choice([workshops] * 3 + [workshops // 2, need + 3])
        people.append((tuple((f"w{at:03}",) for at in order[:listed]), None))
    return {"need": need, "sessions": sessions, "people": people}


def agh(path):
    """Three courses at each of three moments, 15 % more seats than places wanted."""
    lines = Path(path).read_text().splitlines()
    count = int(lines[0])
    people = []
    for line in lines[count + 2 :]:
        times, *order = line.split(",")
        people += [(tuple((f"w{int(at) - 1:02}",) for at in order), None)] * int(times)
    seats = -(-len(people) * 3 * 115 // 900)
    sessions = [[f"m{at % 3}", f"w{at:02}", 0, seats] for at in range(count)]
    return {"need": 3, "sessions": sessions, "people": people}


def problem_of(instance, policy):
    """The instance as leernet knows it."""
    sessions = tuple(
        Session(f"{moment}/{workshop}", moment, workshop, least, most)
        for moment, workshop, least, most in instance["sessions"]
    )
    may = {
        absent: tuple(each.id for each in sessions if absent is None or each.moment != f"m{absent}")
        for absent in (None, *range(9))
    }
    people = [
        Participant(f"s{at:07}", instance["need"], wishes, may[absent])
        for at, (wishes, absent) in enumerate(instance["people"])
    ]
    return AllocationProblem("benchmark", sessions, tuple(people), policy, seed="benchmark")


# --- ways to do it; each takes the instance and gives, for every person, numbers of sessions, and CPU seconds


def leernet(policy):
    def run(instance, _seconds):
        from leernet.solve.allocation.solver import allocate

        problem = problem_of(instance, policy)
        number = {(each.moment, each.workshop): at for at, each in enumerate(problem.sessions)}
        start = time.process_time()
        outcome = allocate(problem)
        spent = time.process_time() - start
        return lambda: [
            [number[place] for place in mine.items()] for mine in outcome.placements.values()
        ], spent

    return run


def replaying(policy):
    """Not a way to place people: the replay of the proof that goes with it."""

    def run(instance, _seconds):
        from leernet.solve.allocation.solver import allocate
        from leernet.verify.allocation.proof import replay
        from leernet.write.allocation_record import allocation_record

        problem = problem_of(instance, policy)
        outcome = allocate(problem)
        record = allocation_record(Allocated(problem, outcome))
        start = time.process_time()
        broken = replay(problem, record, outcome.proof)
        spent = time.process_time() - start
        # What was searched for is not for prices to show.
        assert all(line.undecided for line in broken), broken
        return None, spent

    return run


def reading(instance, _seconds):
    """Not a solver: the standard library reading the same choices from CSV into one byte each."""
    import csv

    code = {f"w{at:02}": at for at in range(len(instance["sessions"]))} | {"": 255}
    with tempfile.TemporaryFile("w+", newline="") as file:
        csv.writer(file).writerows(_rows(instance))
        file.seek(0)
        start = time.process_time()
        choices = bytearray()
        for row in csv.reader(file):
            choices.extend(map(code.__getitem__, row[3:]))
        return None, time.process_time() - start


def reading_with_polars(instance, _seconds):
    """Not a solver either: polars reading them, and a number for each workshop."""
    import csv

    import polars

    with tempfile.NamedTemporaryFile("w+", newline="", suffix=".csv") as file:
        csv.writer(file).writerows(_rows(instance))
        file.flush()
        start = time.process_time()
        table = polars.read_csv(file.name, has_header=False)
        choices = polars.col(table.columns[3:]).cast(polars.Categorical).to_physical()
        table.with_columns(choices)
        return None, time.process_time() - start


def _rows(instance):
    """As a form's export: id, name, school and the wishes."""
    most = len(instance["sessions"])
    for at, (wishes, _) in enumerate(instance["people"]):
        names = [name for group in wishes for name in group]
        yield [f"s{at:07}", "name", "school", *names, *[""] * (most - len(names))]


def _bundles(instance):
    """For each person the bundles they could get, with places missing, not chosen, and level."""
    from itertools import product

    by_moment = {}
    for at, (moment, *_rest) in enumerate(instance["sessions"]):
        by_moment.setdefault(moment, [None]).append(at)
    combinations = [tuple(at for at in each if at is not None) for each in product(*by_moment.values())]
    unwished, need = len(instance["sessions"]), instance["need"]
    for wishes, absent in instance["people"]:
        rank = {name: level for level, group in enumerate(wishes) for name in group}
        columns = []
        for bundle in combinations:
            places = [instance["sessions"][at] for at in bundle]
            if all(place[0] != f"m{absent}" for place in places):
                levels = [rank.get(place[1], unwished) for place in places]
                missing = need - len(bundle)
                columns.append(
                    (bundle, missing, levels.count(unwished), sum(levels) + missing * (unwished + 1))
                )
        best = min(points for *_rest, points in columns)
        yield [(bundle, missing, unchosen, points - best) for bundle, missing, unchosen, points in columns]


class Rows:
    """A HiGHS model that gets one more row for every goal that was brought to its best."""

    def __init__(self, seconds):
        import highspy

        self.solver = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.99),
        ):
            self.solver.setOptionValue(option, value)
        self.deadline = time.monotonic() + seconds
        self.infinity = highspy.kHighsInf
        self.optimal = highspy.HighsModelStatus.kOptimal

    def variable(self, most=1.0):
        at = self.solver.getNumCol()
        self.solver.addVar(0.0, most)
        self.solver.changeColIntegrality(at, self.integer())
        return at

    def integer(self):
        import highspy

        return highspy.HighsVarType.kInteger

    def row(self, low, high, terms):
        import numpy as np

        index = np.array([at for at, _ in terms], np.int32)
        self.solver.addRow(low, high, len(terms), index, np.array([value for _, value in terms], float))

    def least(self, terms):
        """The least of a sum, then held there; none when time is over."""
        import numpy as np

        columns = self.solver.getNumCol()
        cost = np.zeros(columns)
        for at, value in terms:
            cost[at] += value
        self.solver.changeColsCost(columns, np.arange(columns, dtype=np.int32), cost)
        self.solver.setOptionValue(
            "time_limit", self.solver.getRunTime() + max(self.deadline - time.monotonic(), 0.1)
        )
        self.solver.run()
        if self.solver.getModelStatus() != self.optimal:
            return None
        value = round(self.solver.getInfo().objective_function_value)
        self.row(-self.infinity, value + 0.5, [(at, cost) for at, cost in terms if cost])
        return value


def bundle_rows(policy):
    """One variable for each person and bundle, one row for each goal held."""

    def run(instance, seconds):
        model = Rows(seconds)
        start = time.process_time()
        people = [[(model.variable(), *column) for column in columns] for columns in _bundles(instance)]
        for columns in people:
            model.row(1, 1, [(at, 1) for at, *_rest in columns])
        for session, (_m, _w, least, most) in enumerate(instance["sessions"]):
            load = [(at, 1) for columns in people for at, bundle, *_rest in columns if session in bundle]
            runs = model.variable()
            model.row(-model.infinity, 0, [*load, (runs, -most)])
            model.row(0, model.infinity, [*load, (runs, -least)])
        everything = [column for columns in people for column in columns]
        goals = [
            [(at, missing) for at, _b, missing, _u, _l in everything],
            [(at, unchosen) for at, _b, _m, unchosen, _l in everything],
        ]
        if not all(model.least(goal) is not None for goal in goals):
            return None, time.process_time() - start
        for worst in range(max(level for *_rest, level in everything), 0, -1):
            value = model.least([(at, 1.0) for at, *_rest, level in everything if level == worst])
            if value is None:
                return None, time.process_time() - start
            if value and policy == "floor-first":
                break
        if policy == "floor-first" and model.least([(at, level) for at, *_rest, level in everything]) is None:
            return None, time.process_time() - start
        values = model.solver.getSolution().col_value
        found = [next(bundle for at, bundle, *_rest in columns if values[at] > 0.5) for columns in people]
        return [list(bundle) for bundle in found], time.process_time() - start

    return run


def direct_rows(instance, seconds):
    """One variable for each person and session; levels are sums of them. Goals of floor-first."""
    model = Rows(seconds)
    start = time.process_time()
    unwished, need, sessions = len(instance["sessions"]), instance["need"], instance["sessions"]
    taken, unchosen, levels = [], [], []
    own = [min(points for *_rest, points in columns) for columns in _points(instance)]
    for (wishes, absent), best in zip(instance["people"], own, strict=True):
        rank = {name: level for level, group in enumerate(wishes) for name in group}
        mine = [
            (session, model.variable()) for session, place in enumerate(sessions) if place[0] != f"m{absent}"
        ]
        for moment in {place[0] for place in sessions}:
            model.row(0, 1, [(at, 1) for session, at in mine if sessions[session][0] == moment])
        points = [(at, rank.get(sessions[session][1], unwished) - unwished - 1) for session, at in mine]
        levels.append((points, need * (unwished + 1) - best))
        unchosen += [(at, 1) for session, at in mine if sessions[session][1] not in rank]
        taken.append(mine)
    for session, (_m, _w, least, most) in enumerate(sessions):
        load = [(at, 1) for mine in taken for each, at in mine if each == session]
        runs = model.variable()
        model.row(-model.infinity, 0, [*load, (runs, -most)])
        model.row(0, model.infinity, [*load, (runs, -least)])
    if model.least([(at, -1) for mine in taken for _s, at in mine]) is None or model.least(unchosen) is None:
        return None, time.process_time() - start
    worst = model.variable(1000)
    for points, constant in levels:
        model.row(-model.infinity, -constant, [*points, (worst, -1)])
    floor = model.least([(worst, 1)])
    if floor is None:
        return None, time.process_time() - start
    at_floor = [model.variable() for _ in levels]
    for flag, (points, constant) in zip(at_floor, levels, strict=True):
        model.row(-model.infinity, floor - 1 - constant, [*points, (flag, -1)])
    if floor and model.least([(flag, 1) for flag in at_floor]) is None:
        return None, time.process_time() - start
    if model.least([term for points, _constant in levels for term in points]) is None:
        return None, time.process_time() - start
    values = model.solver.getSolution().col_value
    found = [[session for session, at in mine if values[at] > 0.5] for mine in taken]
    return found, time.process_time() - start


def _points(instance):
    """As ``_bundles``, with points in place of levels: for what is best alone."""
    for columns, (wishes, _absent) in zip(_bundles(instance), instance["people"], strict=True):
        rank = {name: level for level, group in enumerate(wishes) for name in group}
        unwished = len(instance["sessions"])
        yield [
            (
                bundle,
                sum(rank.get(instance["sessions"][at][1], unwished) for at in bundle)
                + missing * (unwished + 1),
            )
            for bundle, missing, _unchosen, _level in columns
        ]


def _costs(instance):
    """Cost of each person for each session; none when absent."""
    unwished = len(instance["sessions"])
    for wishes, absent in instance["people"]:
        rank = {name: level for level, group in enumerate(wishes) for name in group}
        yield [
            None if place[0] == f"m{absent}" else rank.get(place[1], unwished * 100)
            for place in instance["sessions"]
        ]


def networkx_flow(instance, _seconds):
    """Cheapest flow for each moment by itself; no minima, sum of ranks only."""
    import networkx

    start = time.process_time()
    found = [[] for _ in instance["people"]]
    for moment in sorted({place[0] for place in instance["sessions"]}):
        graph = networkx.DiGraph()
        for person, costs in enumerate(_costs(instance)):
            graph.add_node(("p", person), demand=-1)
            graph.add_edge(("p", person), "none", weight=100_000)
            for session, cost in enumerate(costs):
                if cost is not None and instance["sessions"][session][0] == moment:
                    graph.add_edge(("p", person), ("s", session), weight=cost)
        for session, place in enumerate(instance["sessions"]):
            if place[0] == moment:
                graph.add_edge(("s", session), "end", capacity=place[3])
        graph.add_edge("none", "end")
        graph.add_node("end", demand=len(found))
        _cost, flow = networkx.network_simplex(graph)
        for person, mine in enumerate(found):
            mine += [to[1] for to, units in flow["p", person].items() if units and to != "none"]
    return found, time.process_time() - start


def ortools_flow(instance, _seconds):
    """Cheapest flow for each moment by itself; no minima, sum of ranks only."""
    from ortools.graph.python import min_cost_flow

    start = time.process_time()
    people, sessions = len(instance["people"]), instance["sessions"]
    found = [[] for _ in range(people)]
    for moment in sorted({place[0] for place in sessions}):
        flow = min_cost_flow.SimpleMinCostFlow()
        none, end = people + len(sessions), people + len(sessions) + 1
        arcs = []
        for person, costs in enumerate(_costs(instance)):
            flow.set_node_supply(person, 1)
            flow.add_arc_with_capacity_and_unit_cost(person, none, 1, 100_000)
            for session, cost in enumerate(costs):
                if cost is not None and sessions[session][0] == moment:
                    arc = flow.add_arc_with_capacity_and_unit_cost(person, people + session, 1, cost)
                    arcs.append((arc, person, session))
        for session, place in enumerate(sessions):
            flow.add_arc_with_capacity_and_unit_cost(people + session, end, place[3], 0)
        flow.add_arc_with_capacity_and_unit_cost(none, end, people, 0)
        flow.set_node_supply(end, -people)
        flow.solve()
        for arc, person, session in arcs:
            if flow.flow(arc):
                found[person].append(session)
    return found, time.process_time() - start


def fairpyx(name):
    """Algorithms of fairpyx; sessions of one moment are conflicting items."""

    def run(instance, _seconds):
        import logging

        import fairpyx as library

        logging.disable(logging.CRITICAL)
        sessions = instance["sessions"]
        values = {
            f"p{person}": {
                f"s{at}": 0 if cost is None else max(1, 1000 - 10 * cost) for at, cost in enumerate(costs)
            }
            for person, costs in enumerate(_costs(instance))
        }
        conflicts = {
            f"s{at}": [
                f"s{other}" for other, place in enumerate(sessions) if other != at and place[0] == moment
            ]
            for at, (moment, *_rest) in enumerate(sessions)
        }
        start = time.process_time()
        known = library.Instance(
            valuations=values,
            agent_capacities=dict.fromkeys(values, instance["need"]),
            item_capacities={f"s{at}": place[3] for at, place in enumerate(sessions)},
            item_conflicts=conflicts,
        )
        given = library.divide(getattr(library.algorithms, name), instance=known)
        found = [[int(name[1:]) for name in sorted(given[person])] for person in values]
        return found, time.process_time() - start

    return run


def _hospital(instance):
    """Strict lists; ties in order of name. Sessions like people in order of lot, here of number."""
    wishes = {
        person: [
            at
            for group in groups
            for name in group
            for at, place in enumerate(instance["sessions"])
            if place[1] == name
        ]
        for person, (groups, _absent) in enumerate(instance["people"])
    }
    likes = {
        at: [person for person in wishes if at in wishes[person]] for at in range(len(instance["sessions"]))
    }
    return wishes, likes, {at: place[3] for at, place in enumerate(instance["sessions"])}


def matching(instance, _seconds):
    """Hospital-resident by ``matching``; one place for each person only."""
    from matching.games import HospitalResident

    start = time.process_time()
    game = HospitalResident.create_from_dictionaries(*_hospital(instance), clean=True)
    found = [[] for _ in instance["people"]]
    for hospital, residents in game.solve().items():
        for resident in residents:
            found[resident.name].append(hospital.name)
    return found, time.process_time() - start


def algmatch(instance, _seconds):
    """Hospital-resident by ``algmatch``; one place for each person only."""
    from algmatch import HospitalResidentsProblem

    start = time.process_time()
    wishes, likes, seats = _hospital(instance)
    game = HospitalResidentsProblem(
        dictionary={
            "residents": {person + 1: [at + 1 for at in mine] for person, mine in wishes.items()},
            "hospitals": {
                at + 1: {"capacity": seats[at], "preferences": [person + 1 for person in mine]}
                for at, mine in likes.items()
            },
        }
    )
    result = game.get_stable_matching()
    found = [[] for _ in instance["people"]]
    for resident, hospital in result["resident_sided"].items():
        if hospital:
            found[int(str(resident).lstrip("r")) - 1].append(int(str(hospital).lstrip("h")) - 1)
    return found, time.process_time() - start


WAYS = {
    "leernet floor-first": leernet("floor-first"),
    "leernet leximin": leernet("leximin"),
    "leernet best-sum": leernet("best-sum"),
    "leernet most-first-choices": leernet("most-first-choices"),
    "leernet lottery": leernet("lottery"),
    "leernet draft": leernet("draft"),
    "reading CSV": reading,
    "reading CSV, polars": reading_with_polars,
    **{f"replay {policy}": replaying(policy) for policy in REPLAYED},
    "HiGHS bundles, floor-first": bundle_rows("floor-first"),
    "HiGHS bundles, leximin": bundle_rows("leximin"),
    "HiGHS direct, floor-first": direct_rows,
    "networkx flow": networkx_flow,
    "OR-Tools flow": ortools_flow,
    "fairpyx iterated matching": fairpyx("iterated_maximum_matching"),
    "fairpyx round robin": fairpyx("round_robin"),
    "fairpyx serial dictatorship": fairpyx("serial_dictatorship"),
    "matching": matching,
    "algmatch": algmatch,
}

INSTANCES = {"generated": generated, "repeated": repeated, "agh": agh}

# What each is compared with: the policy that aims at the same.
LIKE = {f"replay {policy}": f"leernet {policy}" for policy in REPLAYED} | {
    "HiGHS bundles, leximin": "leernet leximin",
    "networkx flow": "leernet best-sum",
    "OR-Tools flow": "leernet best-sum",
}
NOT_PLACING = ("reading CSV", "reading CSV, polars", *(f"replay {policy}" for policy in REPLAYED))
ONE_PLACE_ONLY = ("matching", "algmatch")


# --- running and printing


def child(way, seconds):
    """Run one way on the instance described on stdin; print seconds, megabytes and quality."""
    description = json.load(sys.stdin)
    instance = INSTANCES[description.pop("instance")](**description)
    found, spent = WAYS[way](instance, seconds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = found() if callable(found) else found
    counted = "" if way in NOT_PLACING else None if found is None else quality(instance, found)
    json.dump({"seconds": spent, "mb": memory, "quality": counted}, sys.stdout)


def run(way, description, arguments):
    """Median seconds and the rest of one way; a text where there is none."""
    command = [sys.executable, __file__, "--child", way, "--seconds", str(arguments.seconds)]
    spent, last = [], None
    for _ in range(arguments.rounds):
        try:
            done = subprocess.run(
                command,
                check=False,
                input=json.dumps(description),
                capture_output=True,
                text=True,
                timeout=arguments.seconds * 3,
            )
        except subprocess.TimeoutExpired:
            return f"not done in {arguments.seconds * 3:.0f} s"
        if done.returncode:
            last_line = done.stderr.strip().rpartition("\n")[2]
            return (
                "missing: not installed"
                if "ModuleNotFoundError" in last_line
                else f"stopped: {last_line[:60]}"
            )
        last = json.loads(done.stdout[done.stdout.index('{"seconds"') :])
        if last["quality"] is None:
            return f"not done in {arguments.seconds:.0f} s"
        spent.append(last["seconds"])
    return {"seconds": statistics.median(spent), "mb": last["mb"], "quality": last["quality"]}


def quality(instance, found):
    """Places missing, not chosen, worst level with how many are there, sum of levels.

    A place at a moment somebody is absent is a missing one: some packages cannot be told.
    """
    problem = problem_of(instance, "best-sum")
    placements = {
        person.id: {
            problem.sessions[at].moment: problem.sessions[at].workshop
            for at in mine
            if problem.sessions[at].id in person.sessions
        }
        for person, mine in zip(problem.participants, found, strict=True)
    }
    tallies = Reckoning(problem).tallies(placements)
    missing, unchosen, worst, total = (tallies.value(name) for name in MEASURES)
    there = tallies.value(f"members at level {worst}")
    return f"{missing:>4} {unchosen:>6} {worst:>6} ({there}) {total:>6}"


def show(title, description, ways, arguments, against=None):
    """A table: every way on one instance, with its CPU seconds beside those of what aims at the same."""
    heading = "missing, not chosen, worst level (people), sum"
    print(f"\n{title}\n{'':30}{'CPU s':>9} {'ratio':>8} {'MB':>5}  {heading}")
    base = {}
    words = arguments.only.split(",")
    for way in ways:
        if not any(word in way for word in words):
            continue
        result = run(way, description, arguments)
        if isinstance(result, str):
            print(f"{way:30}{result}", flush=True)
            continue
        base[way] = result["seconds"]
        beside = base.get(against or LIKE.get(way, "leernet floor-first"))
        ratio = f"{result['seconds'] / beside:8.1f}" if beside else " " * 8
        print(f"{way:30}{result['seconds']:9.3f} {ratio} {result['mb']:>5}  {result['quality']}", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--students", default="30,100,300")
    parser.add_argument("--large", default="", help="numbers of students, beside reading them")
    parser.add_argument("--general", default="", help="numbers of students, workshops at two moments each")
    parser.add_argument("--seed", type=int, help="of --general; none: the number of students")
    parser.add_argument("--spread", type=float, default=0.7, help="of what workshops are liked in --general")
    parser.add_argument("--only", default="", help="words, one of which the name of a way must have")
    parser.add_argument("--agh", default="../shared/data/choices/agh-2003.soc")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child, arguments.seconds)
        return
    several = [way for way in WAYS if way not in (*ONE_PLACE_ONLY, *NOT_PLACING)]
    alone = [way for way in WAYS if way not in NOT_PLACING]
    ours = [way for way in WAYS if way.startswith("leernet ")]
    for students in map(int, filter(None, arguments.students.split(","))):
        made = {"instance": "generated", "students": students, "seed": students}
        show(f"{students} students, 9 workshops, 3 moments, 3 places each", made, several, arguments)
        made |= {"moments": 1, "workshops": 20}
        # The other programs know no minima.
        title = f"{students} students, 20 workshops, one place each"
        show(f"{title}, no minima", made | {"minima": False}, alone, arguments)
        show(f"{title}, minima of a quarter of the seats", made, ours, arguments)
    if Path(arguments.agh).is_file():
        made = {"instance": "agh", "path": arguments.agh}
        show("AGH 2003, 146 students, 9 courses, 3 moments", made, several, arguments)
    elif arguments.agh:
        print(f"\nAGH 2003: missing, no file {arguments.agh}")
    for students in map(int, filter(None, arguments.general.split(","))):
        for workshops, moments, need in ((30, 5, 5), (100, 8, 4)):
            seed = students if arguments.seed is None else arguments.seed
            made = {"instance": "repeated", "students": students, "seed": seed, "spread": arguments.spread}
            made |= {"workshops": workshops, "moments": moments, "need": need}
            title = f"{students} students, {workshops} workshops twice, {moments} moments, {need} places each"
            show(title, made, [*ours, *(way for way in WAYS if way.startswith("replay "))], arguments)
    ways = ["reading CSV", "reading CSV, polars", "leernet floor-first", "leernet leximin"]
    for students in map(int, filter(None, arguments.large.split(","))):
        made = {"instance": "generated", "students": students, "seed": 0}
        for title, everything in (("mixed lists", False), ("everybody ranks all", True)):
            made["everything"] = everything
            show(f"{students} students, {title}", made, ways, arguments, against="reading CSV")
        both = [way for policy in REPLAYED for way in (f"leernet {policy}", f"replay {policy}")]
        made["everything"] = False
        show(f"{students} students, replay beside solving", made, both, arguments)


if __name__ == "__main__":
    main()

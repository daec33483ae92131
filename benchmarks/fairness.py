"""How turns of hosting come out over six years, beside what travel alone would choose.

Run with the Python that leernet is installed in: ``python benchmarks/fairness.py``. The partnerships of
``benchmarks/plan.py`` are planned six years in a row: nobody hosted before, each plan is the history of the
next, and each year has study days and absences of its own. For each network the spread is the difference
between the most and the fewest turns of a school, among those that were open and large enough on at least one
of its dates. A meeting is out of turn when another school that had room had fewer turns; of those the number
that no rule explains is printed too. The peer takes the same dates and sends every meeting to the school to
which its people travel least, of another board than the one before. The bound is the smallest spread that any
hosts have who keep that rule, chosen with all six years known beforehand, by an integer program.
"""

import csv
import io
import math
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from typing import TypeAlias

from leernet.days.calendar import Openness, calendar_of
from leernet.model.plan import Plan
from leernet.model.turns import last_host
from leernet.model.values import SchoolYear
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.problem import DateProblem
from leernet.solve.hosts.candidates import travel_km
from leernet.solve.limits import within
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.solve.program import Program
from leernet.verify.plan.turns import meetings_out_of_turn, same_board

partnership = run_path(str(Path(__file__).parent.parent / "examples" / "make_pos.py"))["partnership"]
SEEDS = (38, 39, 40)
YEARS = 6


Rooms: TypeAlias = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class YearPlanned:
    """One of the years.

    Attributes:
        history: the plans before it.
        rooms: for each meeting whose host takes turns the schools open and large enough, with the kilometres
            that its people together travel there; in order of time, by network.
        seconds: CPU seconds of planning.
    """

    year: Year
    plan: Plan
    history: tuple[Plan, ...]
    rooms: Mapping[str, Rooms]
    seconds: float


def year_after(seed: int, number: int) -> Year:
    """The same schools and people in another year: its study days and absences are those of another seed."""
    files, other = partnership(seed), partnership(seed + 1000 * number)
    for name, column in (("schools.csv", "gesloten"), ("members.csv", "afwezig")):
        files[name] = with_column_of(files[name], other[name], column)
    definitions, findings = read_definitions(files)
    assert definitions.year is not None and not findings  # noqa: PT018
    return definitions.year


def with_column_of(table: str, other: str, column: str) -> str:
    """A table with one column of another, row by row."""
    rows, values = (list(csv.DictReader(io.StringIO(text), delimiter=";")) for text in (table, other))
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    for at, row in enumerate(rows):
        writer.writerow(row | {column: values[at % len(values)][column]})
    return written.getvalue()


def planned_years(seed: int, years: int = YEARS) -> Iterator[YearPlanned]:
    """Years one after the other, each planned with those before it as its history."""
    before: list[Plan] = []
    for number in range(years):
        year = year_after(seed, number)
        history = called_earlier(before, year)
        begin = time.process_time()
        outcome = plan_year(year, Wishes(history=history))
        seconds = time.process_time() - begin
        assert isinstance(outcome, Planned)
        before.append(outcome.plan)
        problem = date_problem(year, calendar_of(year))
        rooms = {id: schools_with_room(problem, outcome.plan, id) for id in sorted(year.networks)}
        rotating = {id: found for id, found in rooms.items() if found}
        yield YearPlanned(year, outcome.plan, history, rotating, seconds)


def called_earlier(plans: list[Plan], year: Year) -> tuple[Plan, ...]:
    """Plans as those of the years before: holidays are known for few years, so all are made as 2026-2027."""
    return tuple(
        plan.model_copy(update={"school_year": SchoolYear(year.school_year.starts_in - ago)})
        for ago, plan in enumerate(reversed(plans), 1)
    )


def schools_with_room(problem: DateProblem, plan: Plan, network: str) -> Rooms:
    """For each meeting of a network the schools that could receive it; in order of time."""
    found = {}
    for event in problem.events:
        if event.gathering.chain == network and event.hosts and event.reference in plan.meetings:
            day = problem.number(plan.meetings[event.reference].day)
            expected = event.expected(day, problem.people)
            found[event.reference] = {
                problem.schools[school].id: travel_km(problem, event, school, day)
                for school in event.hosts
                if problem.openness[school, day] < Openness.CLOSED
                and (problem.schools[school].host_seats or 0) >= expected
            }
    return dict(sorted(found.items(), key=lambda meeting: plan.meetings[meeting[0]].day))


def least_travel(planned: YearPlanned, before: list[Plan]) -> Plan:
    """The same dates, each meeting where its people travel least, but not at one board twice in a row."""
    meetings, schools = dict(planned.plan.meetings), planned.year.schools
    for network, rooms in planned.rooms.items():
        last = last_host(planned.year, planned.year.networks[network], before)
        for reference, found in rooms.items():
            others = {id: km for id, km in found.items() if not last or not same_board(last, schools[id])}
            host = min(others or found, key=lambda id: (found[id], id))
            meetings[reference] = meetings[reference].model_copy(update={"host": host})
            last = schools[host]
    return planned.plan.model_copy(update={"meetings": meetings})


def spread(years: list[YearPlanned], plans: list[Plan], network: str) -> int:
    """Most less fewest turns of a school that had room for a meeting at least once."""
    turns = Counter({id: 0 for one in years for found in one.rooms[network].values() for id in found})
    for one, plan in zip(years, plans, strict=True):
        turns.update(plan.meetings[reference].host for reference in one.rooms[network])
    return max(turns.values()) - min(turns.values())


def least_spread(years: list[YearPlanned], network: str) -> int:
    """The smallest spread that any choice of hosts has, not at one board twice in a row."""
    schools = years[0].year.schools
    program = Program()
    most, fewest = program.column(1, 0, whole=True), program.column(-1, 0, whole=True)
    meetings = [
        {id: program.choice() for id in found} for one in years for found in one.rooms[network].values()
    ]
    for columns in meetings:
        program.row(1, 1, dict.fromkeys(columns.values(), 1.0))
    for one, other in pairwise(meetings):
        for id, column in one.items():
            again = [at for found, at in other.items() if same_board(schools[id], schools[found])]
            program.row(-math.inf, 1, dict.fromkeys((column, *again), 1.0))
    for id in sorted({id for columns in meetings for id in columns}):
        turns = {columns[id]: 1.0 for columns in meetings if id in columns}
        program.row(-math.inf, 0, turns | {most: -1.0})
        program.row(0, math.inf, turns | {fewest: -1.0})
    return round(program.solved(limits=within(60)).bound)


def report(seed: int) -> None:
    """One partnership: turns, the peer and the bound."""
    years, by_travel = list(planned_years(seed)), list[Plan]()
    for planned in years:
        by_travel.append(least_travel(planned, list(called_earlier(by_travel, planned.year))))
    by_turn = [one.plan for one in years]
    spreads = {id: spread(years, by_turn, id) for id in years[0].rooms}
    bounds = {id: least_spread(years, id) for id in spreads}
    print(f"seed {seed}: {len(years)} years planned in {sum(one.seconds for one in years):.1f} s")
    line("by turn", spreads, hosting(years, by_turn))
    line("travel only", {id: spread(years, by_travel, id) for id in spreads}, hosting(years, by_travel))
    line("at best", bounds, "")
    wider = [f"{id} {found} (at best {bounds[id]})" for id, found in spreads.items() if found > 1]
    print(f"  wider than 1: {', '.join(wider)}")


def hosting(years: list[YearPlanned], plans: list[Plan]) -> str:
    """What hosts cost in travel, and how many of them are out of turn."""
    kilometres = sum(
        found.get(plan.meetings[reference].host or "", 0)
        for one, plan in zip(years, plans, strict=True)
        for rooms in one.rooms.values()
        for reference, found in rooms.items()
    )
    out_of_turn = [
        found
        for number, (one, plan) in enumerate(zip(years, plans, strict=True))
        for found in meetings_out_of_turn(one.year, plan, called_earlier(plans[:number], one.year))
    ]
    unexplained = sum(not found.explained for found in out_of_turn)
    return (
        f", {kilometres / 1000:.0f} thousand km, {len(out_of_turn)} meetings out of turn, "
        f"{unexplained} without a reason"
    )


def line(what: str, spreads: Mapping[str, int], more: str) -> None:
    """One line of the table."""
    within = sum(found <= 1 for found in spreads.values())
    print(f"  {what:<11} at most 1 in {within:2} of {len(spreads)}, worst {max(spreads.values()):2}{more}")


if __name__ == "__main__":
    for seed in [int(given) for given in sys.argv[1:]] or SEEDS:
        report(seed)

"""How turns of hosting come out over six years, beside what travel alone would choose.

Run with the Python that leernet is installed in: ``python benchmarks/fairness.py``. The partnerships of
``benchmarks/plan.py`` are planned six years in a row: nobody hosted before, each plan is the history of the
next, and each year has study days and absences of its own. For each network the spread is the difference
between the most and the fewest turns of a school, among those that were open and large enough on at least one
of its dates. A meeting is out of turn when another school that had room had fewer turns; of those the number
that no rule explains is printed too. The peer takes the same dates and sends every meeting to the school to
which its people travel least, of another board than the one before where that is asked.
"""

import csv
import io
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from runpy import run_path

from leernet.days.calendar import Openness, calendar_of
from leernet.model.plan import Plan
from leernet.model.turns import meetings_of
from leernet.model.values import SchoolYear
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.solve.hosts import travel_km
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.solve.problem import DateProblem, date_problem
from leernet.verify.turns import meetings_out_of_turn, same_board

partnership = run_path(str(Path(__file__).parent.parent / "examples" / "make_pos.py"))["partnership"]
SEEDS = (38, 39, 40)
YEARS = 6


@dataclass(frozen=True)
class Spell:
    """Some years of one partnership.

    Attributes:
        turns: by network, how often each school hosted that had room at least once.
        travel: kilometres, one way, of everybody who came.
        out_of_turn: meetings at a school that had more turns than another with room.
        unexplained: of those, where no rule stands in the way.
        seconds: CPU seconds of planning.
    """

    turns: Mapping[str, Mapping[str, int]]
    travel: int
    out_of_turn: int
    unexplained: int
    seconds: float

    def spreads(self) -> tuple[int, ...]:
        """Most less fewest turns, by network."""
        return tuple(max(turns.values()) - min(turns.values()) for turns in self.turns.values())


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


def planned_years(seed: int, years: int = YEARS) -> Iterator[tuple[Year, Plan, tuple[Plan, ...], float]]:
    """Each year with its plan, the plans before it and the CPU seconds it took."""
    before: list[Plan] = []
    for number in range(years):
        year = year_after(seed, number)
        # Holidays are known for few years: all are planned as 2026-2027, and those before are called earlier.
        history = tuple(
            plan.model_copy(update={"school_year": SchoolYear(year.school_year.starts_in - ago)})
            for ago, plan in enumerate(reversed(before), 1)
        )
        begin = time.process_time()
        outcome = plan_year(year, Wishes(history=history))
        assert isinstance(outcome, Planned)
        before.append(outcome.plan)
        yield year, outcome.plan, history, time.process_time() - begin


def hosts_with_room(problem: DateProblem, plan: Plan, network: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each meeting of a network the schools open and large enough, each with the kilometres to it."""
    found = {}
    for event in problem.events:
        if event.gathering.chain == network and event.hosts and event.reference in plan.meetings:
            day = problem.number(plan.meetings[event.reference].day)
            expected = event.expected(day, problem.people)
            found[event.reference] = tuple(
                (problem.schools[school].id, travel_km(problem, event, school, day))
                for school in event.hosts
                if problem.openness[school, day] < Openness.CLOSED
                and (problem.schools[school].host_seats or 0) >= expected
            )
    return found


def least_travel(year: Year, plan: Plan, rooms: Mapping[str, tuple[tuple[str, int], ...]]) -> Plan:
    """The same dates, each meeting of a network where its people travel least."""
    meetings = dict(plan.meetings)
    last: str | None = None
    for reference in sorted(rooms, key=lambda reference: plan.meetings[reference].day):
        others = [
            (km, school)
            for school, km in rooms[reference]
            if last is None or not same_board(year.schools[last], year.schools[school])
        ]
        last = min(others or [(km, school) for school, km in rooms[reference]])[1]
        meetings[reference] = meetings[reference].model_copy(update={"host": last})
    return plan.model_copy(update={"meetings": meetings})


def spells(seed: int) -> tuple[Spell, Spell]:
    """Six years by turn, and the same by travel alone."""
    names = ("turns", "travel")
    turns: dict[str, dict[str, Counter[str]]] = {name: {} for name in names}
    travel, out, unexplained = Counter[str](), Counter[str](), Counter[str]()
    seconds = 0.0
    by_travel: list[Plan] = []
    for year, plan, history, took in planned_years(seed):
        seconds += took
        problem = date_problem(year, calendar_of(year))
        other = plan
        rooms = {id: found for id in sorted(year.networks) if (found := hosts_with_room(problem, plan, id))}
        for found in rooms.values():
            other = least_travel(year, other, found)
        other_history = tuple(
            theirs.model_copy(update={"school_year": ours.school_year})
            for theirs, ours in zip(reversed(by_travel), history, strict=True)
        )
        by_travel.append(other)
        for name, chosen, earlier in (("turns", plan, history), ("travel", other, other_history)):
            for id, found in rooms.items():
                counted = turns[name].setdefault(id, Counter())
                counted.update({school: 0 for at in found.values() for school, _km in at})
                counted.update(meeting.host for meeting in meetings_of(chosen, id) if meeting.host)
                travel[name] += sum(
                    km
                    for ref, at in found.items()
                    for school, km in at
                    if school == chosen.meetings[ref].host
                )
            jumped = meetings_out_of_turn(year, chosen, earlier)
            out[name] += len(jumped)
            unexplained[name] += sum(not meeting.explained for meeting in jumped)
    by_turn, by_way = (Spell(turns[n], travel[n], out[n], unexplained[n], seconds) for n in names)
    return by_turn, by_way


def line(what: str, spell: Spell) -> None:
    """One line of the table."""
    spreads = spell.spreads()
    print(
        f"  {what:<20} spread at most 1 in {sum(spread <= 1 for spread in spreads):2} of {len(spreads)} "
        f"networks, worst {max(spreads):2}, {spell.travel / 1000:6.0f} thousand km, "
        f"{spell.out_of_turn:3} meetings out of turn, {spell.unexplained:3} unexplained"
    )


if __name__ == "__main__":
    for seed in [int(given) for given in sys.argv[1:]] or SEEDS:
        by_turn, by_travel = spells(seed)
        print(f"seed {seed}: {YEARS} years planned in {by_turn.seconds:.1f} s")
        line("by turn", by_turn)
        line("travel only", by_travel)
        more = 100 * (by_turn.travel - by_travel.travel) / by_travel.travel
        print(f"  spread by network: {', '.join(map(str, by_turn.spreads()))}; {more:+.0f} % kilometres")

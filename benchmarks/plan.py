"""How good dates and hosts are after how long, beside the bound of the mathematics and beside a peer.

Run with the Python that leernet is installed in: ``python benchmarks/plan.py [--national] [--peers]``. Three
partnerships like the example ``pos`` (38 boards, 95 schools, 12 networks, 59 meetings), each from a seed of
its own. Seconds are CPU seconds of this process, reading not counted. The percentage is how far the cost of
the dates lies above what is proven to be the least. ``--national`` plans ten of them as one: 380 boards, 950
schools, 590 meetings. ``--peers`` installs conference-scheduler (PuLP, CBC) into a folder of its own and
gives it the same meetings, days and absences; it knows no spacing and no people that meetings share, which
its result then shows.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from runpy import run_path
from typing import TypeVar

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.solve.dates import Picks, good_dates, measures
from leernet.solve.exact import dates_bound, exact_dates
from leernet.solve.hosts import hosts_for
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.solve.problem import DateProblem, date_problem
from leernet.verify.plan import broken_rules

partnership = run_path(str(Path(__file__).parent.parent / "examples" / "make_pos.py"))["partnership"]
T = TypeVar("T")
SEEDS = (38, 39, 40)
PEER = """\
import datetime, json, sys
from conference_scheduler import scheduler
from conference_scheduler.resources import Event, Slot
from pulp import PULP_CBC_CMD, lpSum
asked = json.load(open(sys.argv[1]))
first = datetime.datetime(2026, 8, 1)
days = [first + datetime.timedelta(days=day) for day in range(366)]
slots = [Slot(venue="a", starts_at=day, duration=60, session="s", capacity=999) for day in days]
events = [Event(name=str(number), duration=60, demand=1) for number in range(len(asked))]
for event, days in zip(events, asked):
    event.add_unavailability(*(slot for day, slot in enumerate(slots) if str(day) not in days))
def absent(events, slots, X, **_):
    return lpSum(cost * X[at, int(day)] for at, days in enumerate(asked) for day, cost in days.items())
solver = PULP_CBC_CMD(msg=0, timeLimit=120)
found = scheduler.solution(events, slots, objective_function=absent, solver=solver)
print(json.dumps(sorted([int(event), int(slot)] for event, slot, *_ in found)))
"""


def year_of(seed: int, times: int = 1) -> Year:
    """A generated partnership, read as its files would be."""
    definitions, findings = read_definitions(partnership(seed, times))
    assert definitions.year is not None and not findings  # noqa: PT018
    return definitions.year


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What a run gives, and its CPU seconds."""
    begin = time.process_time()
    return run(), time.process_time() - begin


def line(what: str, seconds: float, value: int, least: int) -> None:
    """One line of the table."""
    print(f"  {what:<34} {seconds:8.2f} s {value:10} {100 * (value - least) / least:7.2f} %")


def dates(seed: int) -> None:
    """The dates of one partnership: quick, polished, proven."""
    problem = date_problem(year_of(seed), calendar_of(year_of(seed)))
    bound, bound_seconds = timed(lambda: dates_bound(problem))
    first, first_seconds = timed(lambda: good_dates(problem, rounds=0))
    quick, quick_seconds = timed(lambda: good_dates(problem))
    end = time.process_time() + 5
    five, five_seconds = timed(
        lambda: good_dates(problem, rounds=10**6, stopped=lambda: time.process_time() > end)
    )
    best, best_seconds = timed(lambda: exact_dates(problem, start=quick, seconds=60))
    print(f"seed {seed}: the linear program alone proves {bound} in {bound_seconds:.2f} s")
    for what, picks, seconds in (
        ("first dates", first, first_seconds),
        ("40 rounds (leernet plan)", quick, quick_seconds),
        ("5 s of rounds", five, five_seconds),
        (f"--best ({'proven' if best.proven else 'not proven'})", best.picks, best_seconds),
    ):
        line(what, seconds, measures(problem, picks).total, best.bound)


def whole(seed: int, times: int = 1) -> None:
    """A whole plan: seconds, memory, and what the checker finds."""
    year = year_of(seed, times)
    outcome, seconds = timed(lambda: plan_year(year, Wishes()))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if not isinstance(outcome, Planned):
        print(f"seed {seed} x {times}: no plan fits ({len(outcome.conflicts)} conflicts) {seconds:.2f} s")
        return
    broken = len(broken_rules(year, outcome.plan, Places()))
    proven = ", ".join(goal.name for goal in outcome.plan.goals if goal.proven)
    print(
        f"seed {seed} x {times}: whole plan {seconds:.2f} s, at most {megabytes:.0f} MB, "
        f"{broken} rules broken"
    )
    print(f"  proven: {proven}")
    problem = date_problem(year, calendar_of(year))
    days = {ref: problem.number(meeting.day) for ref, meeting in outcome.plan.meetings.items()}
    hosts, host_seconds = timed(lambda: hosts_for(year, problem, days, ()))
    print(f"  hosts alone {host_seconds:.2f} s, cost {hosts.value}, bound {hosts.bound}")


def peer(seed: int) -> None:
    """The same meetings planned by conference-scheduler, for the absences only."""
    problem = date_problem(year_of(seed), calendar_of(year_of(seed)))
    asked = [{str(day): event.absent(day) for day in event.days.tolist()} for event in problem.events]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(Path(folder) / "peer", with_pip=True)
        python = os.fspath(Path(folder) / "peer" / "bin" / "python")
        install = [
            python,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "conference-scheduler",
        ]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        (Path(folder) / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        (Path(folder) / "peer.py").write_text(PEER, encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        run = [python, os.fspath(Path(folder) / "peer.py"), os.fspath(Path(folder) / "asked.json")]
        found = subprocess.run(run, check=True, capture_output=True, text=True)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    slots = dict(json.loads(found.stdout.splitlines()[-1]))
    picks: Picks = tuple(
        int((event.days == slots[number]).argmax()) for number, event in enumerate(problem.events)
    )
    _compare(problem, picks, seconds)


def _compare(problem: DateProblem, picks: Picks, seconds: float) -> None:
    theirs, (ours, own_seconds) = measures(problem, picks), timed(lambda: good_dates(problem))
    mine = measures(problem, ours)
    for name, found, took in (("conference-scheduler", theirs, seconds), ("leernet", mine, own_seconds)):
        print(
            f"  {name:<22} {took:7.2f} s  absent {found.absent}, can never come {found.never}, twice a day "
            f"{found.same_day}, twice a week {found.same_week}, days uneven {found.gap_days}, rules broken "
            f"{found.clashes}"
        )


if __name__ == "__main__":
    for seed in SEEDS:
        dates(seed)
    for seed in SEEDS:
        whole(seed)
    if "--national" in sys.argv:
        whole(SEEDS[0], 10)
    if "--peers" in sys.argv:
        peer(SEEDS[0])

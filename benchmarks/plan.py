"""How good dates and hosts are after how long, beside the bound of the mathematics and beside peers.

Run with the Python that leernet is installed in: ``python benchmarks/plan.py [--second] [--peers]
[--national]``. Three partnerships like the example ``pos`` (38 boards, 95 schools, 12 networks, 59 meetings),
each from a seed of its own, then the medians over the three. Seconds are CPU seconds, reading not counted.
The percentage is how far the cost of the dates lies above what is proven to be the least. ``--second`` takes
the partnerships of ``second_family.py`` instead, of the same size and made otherwise.

``--peers`` sets beside it what Timefold, CP-SAT and conference-scheduler make of the same meetings, each in a
virtual environment and a process of its own, made here. Timefold and CP-SAT are given the same rules and
costs, but for k of several people who must come and for hosts of another board each time, and the same CPU
seconds; those they need to start and to translate the rules are not counted. conference-scheduler knows no
spacing and no people that meetings share. All are measured as leernet measures itself.

``--national`` plans ten of the partnerships as one: 380 boards, 950 schools, 590 meetings; then twenty. Whole
plans run in a process of their own, of which the largest memory is told.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.solve.dates.exact import dates_bound, exact_dates
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.measures import FORBIDDEN, ONE_BOARD, DateMeasures, measures, too_close
from leernet.solve.dates.problem import DateProblem
from leernet.solve.dates.search import good_dates
from leernet.solve.dates.spacing import best_weeks
from leernet.solve.hosts.choice import hosts_for
from leernet.solve.limits import within
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules
from leernet.verify.plan.turns import meetings_out_of_turn

HERE = Path(__file__).parent
FAMILY = HERE / "second_family.py" if "--second" in sys.argv else HERE.parent / "examples" / "make_pos.py"
partnership = run_path(str(FAMILY))["partnership"]
T = TypeVar("T")
SEEDS = (38, 39, 40)
# By how many partnerships are one: of other seeds some network has no two boards with seats for all.
NATIONAL = {10: 40, 20: 42}
SECONDS = (5, 15, 60)
# Name of each peer, how pip is to install it, and the script that runs it.
PEERS = {
    "Timefold": (("--pre", "timefold"), "timefold_dates.py"),
    "CP-SAT": (("ortools>=9.15,<10",), "cp_sat_dates.py"),
    "conference-scheduler": (("conference-scheduler",), "conference_scheduler_dates.py"),
}


class Row(NamedTuple):
    """What was reached after how many CPU seconds."""

    what: str
    seconds: float
    found: DateMeasures


def year_of(seed: int, times: int = 1) -> Year:
    """A generated partnership, read as its files would be."""
    definitions, findings = read_definitions(partnership(seed, times))
    assert definitions.year is not None and not findings  # noqa: PT018
    return definitions.year


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What a run gives, and its CPU seconds."""
    begin = time.process_time()
    return run(), time.process_time() - begin


def own_rows(problem: DateProblem) -> Iterator[Row]:
    """The dates of one partnership: at once, and those with which the proof begins."""
    tried = {
        "leernet, first": lambda: good_dates(problem, kicks=0),
        "leernet, 8 kicks": lambda: good_dates(problem),
    }
    for what, run in tried.items():
        picks, seconds = timed(run)
        yield Row(what, seconds, measures(problem, picks))


def best_of(problem: DateProblem) -> tuple[int, Row]:
    """What is proven to be the least, and how long that took."""
    outcome, seconds = timed(lambda: exact_dates(problem, start=good_dates(problem), limits=within(120)))
    what = f"leernet, --best ({'proven' if outcome.proven else 'not proven'})"
    return outcome.bound, Row(what, seconds, measures(problem, outcome.picks))


def asked_of_peers(problem: DateProblem) -> dict[str, object]:
    """The choice of dates as plain numbers."""
    return {
        "weights": {
            name: getattr(problem.weights, name)
            for name in ("gap_day", "same_day", "same_week", "never", "again")
        },
        "first_weekday": problem.first.weekday(),
        "kinds": [
            {"people": int(people), "networks": np.flatnonzero(inside).tolist()}
            for inside, people in zip(problem.signatures, problem.people_of, strict=True)
        ],
        "patterns": [
            {
                "network": number,
                "people": int(people),
                "times": int(chain.times[at]),
                "misses": [
                    problem.events[event].days[misses[at]].tolist()
                    for event, misses in zip(chain.events, chain.misses, strict=True)
                ],
            }
            for number, chain in enumerate(problem.chains)
            for at, people in enumerate(chain.groups)
        ],
        "meetings": [
            meeting for chain in range(len(problem.chains)) for meeting in meetings_of(problem, chain)
        ],
    }


def meetings_of(problem: DateProblem, number: int) -> Iterator[dict[str, object]]:
    """The meetings of one network as plain numbers; the order of chains is that of events."""
    chain = problem.chains[number]
    # Peers know one rhythm: that of the dates the search finds.
    picks = good_dates(problem)
    days = [int(problem.events[at].days[picks[at]]) for at in chain.events]
    ideal = 7 * best_weeks([other - one for one, other in pairwise(days)])
    for place, (at, least) in enumerate(zip(chain.events, (*chain.smallest_gap, 0), strict=True)):
        event, needed = problem.events[at], set(problem.events[at].needed)
        cost = np.zeros(problem.days, np.int64)
        cost[event.days] = event.cost
        yield {
            "network": number,
            "place": place,
            "next_place": place + 1,
            "least": int(least),
            "ideal": int(ideal),
            "cost": cost.tolist(),
            "clashes": [
                other
                for other, found in enumerate(problem.events)
                if other != at and needed & set(found.needed) and too_close(problem, at, other)
            ],
            "days": event.days.tolist(),
        }


def environment(folder: Path, packages: tuple[str, ...]) -> Path | None:
    """The Python of a virtual environment with these packages; None where they do not install."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages]
    done = subprocess.run(install, check=False, capture_output=True)
    return python if done.returncode == 0 else None


def answer_of(python: Path, script: str, asked: dict[str, object], *more: str) -> tuple[Any, float]:
    """What a peer answers, and the CPU seconds of its whole process.

    Raises:
        RuntimeError: it ends without an answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "asked.json"
        file.write_text(json.dumps(asked), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = [str(python), str(HERE / "peers" / script), str(file), *more]
        done = subprocess.run(run, check=False, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout.splitlines()[-1]), seconds


def measured(problem: DateProblem, dates: list[int]) -> DateMeasures:
    """What the dates of a peer cost."""
    picks = tuple(int((event.days == day).argmax()) for event, day in zip(problem.events, dates, strict=True))
    return measures(problem, picks)


def peer_rows(name: str, python: Path, problem: DateProblem) -> Iterator[Row]:
    """What a peer reaches with the same meetings."""
    script = PEERS[name][1]
    asked = asked_of_peers(problem)
    if name == "conference-scheduler":
        dates, seconds = answer_of(python, script, asked)
        yield Row(name, seconds, measured(problem, dates))
        return
    found, _seconds = answer_of(python, script, asked, *map(str, SECONDS))
    first, dates = found["first"]
    yield Row(f"{name}, first", first, measured(problem, dates))
    for mark, reached in zip(SECONDS, found["at"], strict=True):
        for dates in reached:
            yield Row(f"{name}, {mark} s", mark, measured(problem, dates))


def of_seed(seed: int, peers: dict[str, Path]) -> tuple[int, list[Row]]:
    """The least cost and the rows of one partnership."""
    problem = date_problem(year_of(seed), calendar_of(year_of(seed)))
    least, best = best_of(problem)
    bound, seconds = timed(lambda: dates_bound(problem, good_dates(problem)))
    rows = [*own_rows(problem), best]
    for name, python in peers.items():
        try:
            rows += peer_rows(name, python, problem)
        except RuntimeError as failure:
            print(f"seed {seed}: {name} gave no dates: {failure}")
    print(f"seed {seed}: the least is {least}; prices alone prove {bound} in {seconds:.2f} s")
    show(rows, least)
    return least, rows


def show(rows: list[Row], least: int) -> None:
    """A table of what was reached, the cost beside the least there is."""
    counted = ("absent", "never", "again", "same_day", "same_week", "gap_days")
    heads = ("absent", "never", "again", "on a day", "in a week", "uneven", "broken")
    print(f"  {'':<30} {'CPU s':>7} {'cost':>7} {'above':>7}", *(f"{head:>9}" for head in heads))
    for what, seconds, found in rows:
        numbers = (f"{getattr(found, name):9}" for name in counted)
        print(
            f"  {what:<30} {seconds:7.2f} {cost(found):7} {above(found, least):5.1f} %",
            *numbers,
            f"{broken(found):9}",
        )


def cost(found: DateMeasures) -> int:
    """What dates cost, without what stands for broken rules."""
    return found.total - found.clashes * FORBIDDEN - found.one_board * ONE_BOARD


def broken(found: DateMeasures) -> int:
    """Rules that dates break: people in two places, small gaps, hosts of one board only."""
    return found.clashes + found.one_board


def above(found: DateMeasures, least: int) -> float:
    """How many per cent a cost lies above the least."""
    return 100 * (cost(found) - least) / least


def medians(tables: list[tuple[int, list[Row]]]) -> None:
    """The median over the seeds of each row that all have."""
    print("medians")
    for what in [row.what for row in tables[0][1]]:
        same = [(least, row) for least, rows in tables for row in rows if row.what == what]
        if len(same) == len(tables):
            seconds = statistics.median(row.seconds for _least, row in same)
            share = statistics.median(above(row.found, least) for least, row in same)
            rules = statistics.median(broken(row.found) for _least, row in same)
            print(f"  {what:<30} {seconds:7.2f} s {share:6.1f} % above the least, {rules:.0f} rules broken")


def megabytes() -> float:
    """The largest memory of this process; what getrusage says would be that of the one that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def whole(seed: int, times: int) -> None:
    """A whole plan: seconds, memory of this process, and what the checker finds."""
    year = year_of(seed, times)
    outcome, seconds = timed(lambda: plan_year(year, Wishes()))
    print(f"seed {seed} x {times}: whole plan {seconds:.1f} s, at most {megabytes():.0f} MB")
    if not isinstance(outcome, Planned):
        print(f"  no plan fits: {len(outcome.conflicts)} conflicts")
        return
    rules = len(broken_rules(year, outcome.plan, Places()))
    out_of_turn = len(meetings_out_of_turn(year, outcome.plan))
    goal = next(goal for goal in outcome.plan.goals if goal.name == "weighted cost of the dates")
    problem = date_problem(year, calendar_of(year))
    days = {ref: problem.number(meeting.day) for ref, meeting in outcome.plan.meetings.items()}
    hosts, host_seconds = timed(lambda: hosts_for(year, problem, days, ()))
    print(
        f"  {len(days)} meetings, {rules} rules broken, {out_of_turn} out of turn; dates cost {goal.value}, "
        f"at most {100 * (goal.value - (goal.bound or 0)) / goal.value:.2f} % above the least; "
        f"hosts {'proven' if hosts.proven else 'not proven'} in {host_seconds:.1f} s"
    )


def apart(seed: int, times: int) -> None:
    """The same in a process of its own, so that its memory is its own."""
    sys.stdout.flush()
    second = ["--second"] if "--second" in sys.argv else []
    subprocess.run([sys.executable, __file__, "whole", str(seed), str(times), *second], check=True)


def main() -> None:
    """All of it, or the part that a process of its own was started for."""
    if sys.argv[1:2] == ["whole"]:
        whole(int(sys.argv[2]), int(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        peers = {}
        for name, (packages, _script) in PEERS.items() if "--peers" in sys.argv else ():
            python = environment(Path(folder) / name, packages)
            if python is None:
                print(f"{name} is not installed: pip could not, or not for this Python")
            else:
                peers[name] = python
        medians([of_seed(seed, peers) for seed in SEEDS])
    for seed in SEEDS:
        apart(seed, 1)
    if "--national" in sys.argv:
        for times, seed in NATIONAL.items():
            apart(seed, times)


if __name__ == "__main__":
    main()

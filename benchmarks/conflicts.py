"""How fast the lines that clash are found where no plan fits, in the example ``pos`` with 95 schools.

Run with the Python that leernet is installed in: ``python benchmarks/conflicts.py``. Each case is put into
the files of the example. Clash: CPU seconds until the smallest set of lines and its ways out are known.
Whole: CPU seconds of the whole run, the search that fails first among them. Lines: how many lines clash.
Smallest: whether there are dates without any one of them. Ways: how many of the ways out lead to dates.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

from leernet.days.calendar import calendar_of
from leernet.files import project_files
from leernet.model.plan import Plan
from leernet.model.values import Days
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.solve.dates.conflicts import Clash, clashes_between_chains, date_conflicts, single_clashes
from leernet.solve.dates.formulation import date_problem
from leernet.solve.dates.problem import DateProblem
from leernet.solve.partly import plan_what_fits
from leernet.solve.plan import Planned, Wishes, plan_year

EXAMPLE = Path(__file__).parent.parent / "examples" / "pos"
TODAY = date(2026, 8, 3)
changed = run_path(str(Path(__file__).parent / "replan.py"))["changed"]


def away_but_for(year: Year, who: str, days: set[date]) -> Year:
    """The year in which somebody can come on these days only."""
    away, start = [], date(2026, 8, 1)
    for day in [*sorted(days), date(2027, 8, 1)]:
        if start < day:
            away.append(Days(start, day - timedelta(days=1)))
        start = day + timedelta(days=1)
    return changed(year, "members", who, away=tuple(away), working_days=None)


def on_one_day(year: Year, network: str, meeting: str, day: date) -> Year:
    """The year in which a meeting has one day only."""
    meetings = tuple(
        found.model_copy(update={"window": Days(day, day)}) if found.id == meeting else found
        for found in year.networks[network].meetings
    )
    return changed(year, "networks", network, meetings=meetings)


def no_day(year: Year, _plan: Plan) -> Year:
    """A facilitator is away all through the window of a meeting."""
    window = Days(date(2026, 9, 1), date(2026, 11, 12))
    return changed(year, "members", year.networks["bsc-noord"].facilitator, away=(window,))


def too_far_apart(year: Year, _plan: Plan) -> Year:
    """More weeks between meetings than there are."""
    spacing = year.networks["coordinatoren"].spacing.model_copy(update={"min_weeks": 9})
    return changed(year, "networks", "coordinatoren", spacing=spacing)


def three_at_once(year: Year, plan: Plan) -> Year:
    """Both of these, and another network without room."""
    spacing = year.networks["starters-zuid"].spacing.model_copy(update={"min_weeks": 12})
    return changed(too_far_apart(no_day(year, plan), plan), "networks", "starters-zuid", spacing=spacing)


def one_person_twice(year: Year, plan: Plan) -> Year:
    """Two meetings of one facilitator on the one day they can be."""
    day = plan.meetings["bsc-noord/b2"].day
    return on_one_day(on_one_day(year, "bsc-noord", "b2", day), "schoolopleiders-zuid", "b1", day)


def too_few_days(year: Year, plan: Plan) -> Year:
    """Eight meetings of one facilitator on seven days."""
    own = {found.day for ref, found in plan.meetings.items() if ref.startswith("starterscoaches-venlo")}
    more = {plan.meetings[f"schoolopleiders-noord/{id}"].day for id in ("b1", "b2")}
    return away_but_for(year, year.networks["starterscoaches-venlo"].facilitator, own | more)


CASES: tuple[Callable[[Year, Plan], Year], ...] = (
    no_day,
    too_far_apart,
    three_at_once,
    one_person_twice,
    too_few_days,
)


def clashes(problem: DateProblem) -> list[Clash]:
    """All clashes of a problem."""
    alone, of_chains = single_clashes(problem)
    found = [clash for _where, clash in (*alone, *of_chains)]
    return found or [clash for _where, clash in clashes_between_chains(problem)]


def is_smallest(clash: Clash) -> bool:
    """Whether the lines clash and no fewer of them do."""
    without = ([other for other in clash.core if other is not one] for one in clash.core)
    return not clash.possible(clash.core) and all(clash.possible(rest) for rest in without)


def rows() -> Iterator[tuple[object, ...]]:
    """One line of the table for each case."""
    year = read_definitions(project_files(EXAMPLE))[0].year
    assert year is not None
    first = plan_year(year, Wishes(today=TODAY))
    assert isinstance(first, Planned)
    for case in CASES:
        then = case(year, first.plan)
        begin = time.process_time()
        told = plan_what_fits(then, Wishes(today=TODAY)).conflicts
        whole = time.process_time() - begin
        problem = date_problem(then, calendar_of(then), today=TODAY)
        begin = time.process_time()
        date_conflicts(problem)
        seconds = time.process_time() - begin
        found = clashes(problem)
        ways = [
            isinstance(plan_year(way.year(then), Wishes(today=TODAY)), Planned)
            for conflict in told
            for way in conflict.ways_out
            if len(told) == 1
        ]
        yield (
            case.__name__,
            f"{seconds:.3f} s",
            f"{whole:.2f} s",
            "+".join(str(len(clash.core)) for clash in found),
            all(is_smallest(clash) for clash in found),
            f"{sum(ways)} of {len(ways)}",
        )


if __name__ == "__main__":
    LINE = "{:<18}{:>10}{:>10}{:>10}{!s:>10}{:>10}"
    print(LINE.format("case", "clash", "whole", "lines", "smallest", "ways"))
    for row in rows():
        print(LINE.format(*row))

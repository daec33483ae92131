"""When a search ends is said once for all solvers, and what they are tuned with is given and not patched."""

import math
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

import leernet.solve
from leernet.finding import Places
from leernet.solve.limits import NO_LIMITS, OVER, LimitReachedError, Limits, Work, in_time, within
from leernet.solve.parameters import DEFAULTS, Prices, WaysOutParameters
from leernet.solve.partly import plan_what_fits
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import PROJECT, year_of
from .test_pairs_of_a_year import PROJECT as PAIRS
from .test_plan_limits import a_year
from .test_plan_workshops import SERIES


def test_without_limits_there_is_always_time():
    assert (NO_LIMITS.seconds_left, NO_LIMITS.over) == (math.inf, False)
    assert (within(0).seconds_left, within(0).over) == (0.0, True)


def test_an_interrupt_ends_everything_but_what_must_have_an_answer():
    asked = []
    limits = replace(NO_LIMITS, interrupted=lambda: bool(asked))
    assert not limits.over

    asked.append(1)
    assert (limits.over, limits.seconds_left) == (True, 0.0)
    last = limits.with_at_least(60.0)
    assert (last.over, last.interrupted) == (False, None)
    assert 59 < last.seconds_left <= 60


def test_time_is_kept_for_what_comes_after_and_shared_by_what_is_alike():
    limits = within(100.0)

    assert 89 < limits.sooner(10.0).seconds_left <= 90
    assert 24 < limits.shared_by(4).seconds_left <= 25
    assert NO_LIMITS.sooner(10.0).seconds_left == NO_LIMITS.shared_by(4).seconds_left == math.inf


def test_work_that_is_spent_is_spent_for_all_who_share_it():
    limits = Limits(work=Work(10.0))
    earlier = limits.sooner(1.0)
    limits.spend(10.0)

    assert earlier.over
    with pytest.raises(LimitReachedError):
        earlier.check()
    assert in_time(earlier.check) is OVER
    assert in_time(lambda: 3) == 3


def test_without_a_number_of_seconds_no_clock_is_looked_at(monkeypatch):
    def clock():
        raise AssertionError("what is found depends on the clock")

    monkeypatch.setattr("leernet.solve.limits.monotonic", clock)
    year = a_year(2, ["2026-11-02..2026-11-30"] * 3)

    (conflict,) = plan_what_fits(year, Wishes()).conflicts

    assert conflict.ways_out


def test_only_the_limits_look_at_a_clock():
    solvers = Path(leernet.solve.__file__).parent
    looking = re.compile(r"\b(monotonic|perf_counter|process_time|time\(\)|datetime\.now|date\.today)\b")
    timed = [path.name for path in solvers.rglob("*.py") if looking.search(path.read_text(encoding="utf-8"))]

    assert timed == ["limits.py"]


def test_ways_out_are_looked_for_as_the_parameters_say():
    year = a_year(2, ["2026-11-02..2026-11-30"] * 3)
    shown = []
    for most in (0, 1, 2):
        parameters = replace(DEFAULTS, ways_out=WaysOutParameters(shown=most))
        (conflict,) = plan_what_fits(year, Wishes(parameters=parameters)).conflicts
        shown.append(len(conflict.ways_out))

    assert shown == [0, 1, 2]


def test_what_a_line_costs_to_give_up_is_a_parameter():
    year = a_year(2, ["2026-11-02..2026-11-30"] * 3)
    firsts = []
    for limit, window in ((1, 2), (9, 1)):
        parameters = replace(DEFAULTS, prices=Prices(limit=limit, window=window))
        (conflict,) = plan_what_fits(year, Wishes(parameters=parameters)).conflicts
        firsts.append((conflict.ways_out[0].price, conflict.ways_out[0].changes[0][-1]))

    assert firsts == [(1, "meetings_per_month"), (1, "window")]


def test_workshops_and_visits_get_an_answer_when_the_time_is_over():
    for text in (PROJECT + SERIES, PAIRS):
        year = year_of(text)
        outcome = plan_year(year, Wishes(), limits=within(0))

        assert isinstance(outcome, Planned)
        assert outcome.stopped_early
        assert broken_rules(year, outcome.plan, Places()) == ()


# What is no choice of ours, or changes no answer but only how many names a sentence has.
NO_PARAMETERS = {
    "a bit mask, a code, or more than any number": {
        "ALL_HALF_DAYS", "NEVER", "OUT_OF_REACH", "_DEAREST", "_GONE", "_IMPOSSIBLE", "_NONE",
        "_NO_TOUR", "_TRUTHS_EACH", "_UNREACHABLE", "_WHOLE_DAY",
    },
    "the calendar and the earth": {"WEEK", "_EARTH_RADIUS_KM", "_MINUTES", "_SATURDAY", "_WEEK"},
    "rounding of the solver's reals": {"WHOLE_WITHIN", "_HALF", "_ROUNDING"},
    "what a word of the manual means, told there": {
        "DETOUR", "FORBIDDEN", "ONE_BOARD", "SLACK_DAYS", "_DAYS_OF_ROUND", "_DETOUR", "_KM_SLACK", "_STAYS",
        "_ITERATIONS_A_NODE", "_ITERATIONS_A_QUESTION", "_WORK",
    },
    "how much is looked at before nothing is called proven": {"_MOST_LOOKED_AT", "_MOST_TRIED"},
    "how many names or days a sentence looks at": {
        "SHOWN", "_MOST_NAMES", "_SCHOOLS_NAMED", "_SHOWN",
    },
}  # fmt: skip


def test_every_other_number_of_solvers_and_verifier_is_a_parameter():
    house = Path(leernet.solve.__file__).parent.parent
    number = re.compile(r"^(_?[A-Z][A-Z_0-9]*)(?:: [^=]+)? = -?\(?\d", re.MULTILINE)
    found = {
        name
        for folder in ("solve", "verify")
        for path in (house / folder).rglob("*.py")
        for name in number.findall(path.read_text(encoding="utf-8"))
    }

    assert found == set().union(*NO_PARAMETERS.values())

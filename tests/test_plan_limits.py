"""`limits: {meetings_per_month: N}`: nobody is asked for more meetings in a calendar month."""

from datetime import date

import pytest

from leernet.explain.meeting import meeting_reasons, reason_lines
from leernet.finding import Places
from leernet.solve.limits import NO_LIMITS
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.solve.ways_out import with_ways_out
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of


def a_year(most, windows, *, more=""):
    networks = "\n".join(
        f"  n{at}: {{facilitator: f{at}, members: {{roles: [coach]}}, quorum: 0, time: 9.00-10.00, "
        f"hosts: {{location: Zaal}}, meetings: [{{id: m, window: {window}}}]}}"
        for at, window in enumerate(windows)
    )
    return year_of(
        f"year: {{school_year: 2026-2027, holiday_region: noord, limits: {{meetings_per_month: {most}}}}}\n"
        "members:\n  a: {name: Anne, organisation: P, roles: [coach]}\n"
        f"  b: {{name: Bas, organisation: P, roles: [coach]{more}}}\n"
        + "".join(f"  f{at}: {{name: F{at}, organisation: P}}\n" for at in range(len(windows)))
        + f"networks:\n{networks}\n"
    )


def months(year):
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)
    assert [found.rule for found in broken_rules(year, outcome.plan, Places())] == []
    return sorted(meeting.day.month for meeting in outcome.plan.meetings.values())


TWO_MONTHS = "2026-11-02..2026-12-11"


@pytest.mark.parametrize(("most", "found"), [(2, [11, 11, 12, 12]), (3, [11, 11, 11, 12])])
def test_meetings_are_divided_over_the_months(most, found):
    year = a_year(most, [TWO_MONTHS, TWO_MONTHS, TWO_MONTHS, "2026-11-02..2026-11-30"])

    months_found = months(year)

    assert all(months_found.count(month) <= most for month in (11, 12))


def test_who_left_before_is_not_counted():
    windows = ["2026-11-02..2026-11-03", "2026-11-24..2026-11-25"]
    year = a_year(1, windows)
    assert isinstance(plan_year(year, Wishes()), NoPlan)

    gone = {
        **year.members,
        "a": year.members["a"].model_copy(update={"until": date(2026, 11, 10)}),
        "b": year.members["b"].model_copy(update={"joined": date(2026, 11, 20)}),
    }

    assert months(year.model_copy(update={"members": gone})) == [11, 11]


def test_a_month_that_is_too_full_is_a_line_like_any_other_with_ways_out():
    year = a_year(2, ["2026-11-02..2026-11-30"] * 3)

    outcome = plan_year(year, Wishes())

    assert isinstance(outcome, NoPlan)
    (conflict,) = with_ways_out(year, Wishes(), outcome.conflicts, NO_LIMITS)
    assert ("year", "limits", "meetings_per_month") in {line.path for line in conflict.lines}
    assert len(conflict.lines) == 4
    assert {way.changes[0][0] for way in conflict.ways_out} == {"year", "networks"}


def test_an_edited_plan_that_asks_too_much_is_told():
    year = a_year(1, ["2026-11-02..2026-12-11", "2026-11-02..2026-12-11"])
    outcome = plan_year(year, Wishes())
    meetings = {
        reference: meeting.model_copy(update={"day": date(2026, 11, 3 + 7 * at)})
        for at, (reference, meeting) in enumerate(outcome.plan.meetings.items())
    }

    found = broken_rules(year, outcome.plan.model_copy(update={"meetings": meetings}), Places())

    assert [str(one.sentence) for one in found if one.level == "error"] == [
        "2 people have more than 1 meetings in 2026-11: Anne and Bas."
    ]


def test_what_lies_behind_us_is_not_asked_again():
    year = a_year(1, ["2026-11-02..2026-11-30", "2026-11-02..2026-12-11"])
    first = plan_year(a_year(9, ["2026-11-02..2026-11-10", "2026-11-02..2026-11-10"]), Wishes()).plan

    outcome = plan_year(year, Wishes(previous=first, today=date(2026, 11, 20)))

    assert isinstance(outcome, Planned)
    assert outcome.plan.meetings == first.meetings


def test_explain_does_not_offer_a_day_that_asks_too_much():
    year = a_year(1, ["2026-11-02..2026-11-30", TWO_MONTHS])
    plan = plan_year(year, Wishes()).plan

    assert [day.month for day in (other.day for other in meeting_reasons(year, plan, "n1/m").others)] == [
        12,
        12,
    ]


def test_explain_says_which_cheaper_day_the_limit_bars():
    year = a_year(1, ["2026-11-02..2026-11-30", TWO_MONTHS], more=", away: [2026-12-01..2026-12-11]")
    plan = plan_year(year, Wishes()).plan

    lines = [str(line) for line in reason_lines(meeting_reasons(year, plan, "n1/m"))]

    assert lines[2] == (
        "2026-11-02 would be better, but would give somebody more meetings in that month than "
        "the limit allows."
    )

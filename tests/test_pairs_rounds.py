"""Rounds of visits and dates of groups between meetings: in every plan, after every change, and no other."""

import random
from datetime import date, timedelta
from itertools import product

import pytest

from leernet.finding import Places
from leernet.model.borders import borders
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.year import Between
from leernet.solve.partly import plan_what_fits
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.order import borders_of
from leernet.verify.plan.rules import broken_rules

from .plan_projects import conflicts_of, year_of

PROJECT = """\
year: {school_year: 2026-2027}
schools:
  beuk: {name: De Beuk}
  iep: {name: De Iep}
members:
  anna: {name: Anna, school: beuk, roles: [coach]}
  bas: {name: Bas, school: beuk, roles: [coach]}
  cato: {name: Cato, school: iep, roles: [coach]}
  dirk: {name: Dirk, school: iep, roles: [coach]}
networks:
  maatjes:
    title: Maatjes
    facilitator: anna
    members: {roles: [coach]}
    time: 13.30-16.30
    meetings:
      - {id: start, START}
      - {id: half, HALF}
      - {id: eind, window: 2027-05-17..2027-05-28}
    pairs: {rounds: ROUNDS, window: 2026-09-07..2027-05-14}
"""
AROUND_HALF = "[{after: start, before: half}, {after: half}]"


def project(
    rounds=AROUND_HALF, start="window: 2026-09-07..2026-09-18", half="window: 2026-11-02..2026-11-20"
):
    return PROJECT.replace("START", start).replace("HALF", half).replace("ROUNDS", rounds)


def planned(text, **wishes):
    year = year_of(text)
    outcome = plan_year(year, Wishes(**wishes))
    assert isinstance(outcome, Planned)
    assert [str(one) for one in broken_rules(year, outcome.plan, Places()) if one.level == "error"] == []
    return outcome.plan


def days_of(plan, round_):
    return [
        date.fromisocalendar(int(visit.week[:4]), int(visit.week[6:]), 1) + timedelta(half.weekday)
        for visit in plan.visits
        if visit.round == round_
        for half in visit.days
    ]


def test_the_first_round_is_between_two_meetings_and_the_second_after_the_last():
    plan = planned(project())
    start, half = (plan.meetings[f"maatjes/{id}"].day for id in ("start", "half"))

    assert start < min(days_of(plan, 1))
    assert max(days_of(plan, 1)) < half < min(days_of(plan, 2))
    assert len([visit for visit in plan.visits if visit.round == 1]) == 4


def test_a_meeting_that_moves_takes_the_rounds_around_it_along():
    before = planned(project())
    after = planned(project(half="date: 2026-10-13"), previous=before, today=date(2026, 9, 1))

    assert max(days_of(after, 1)) < date(2026, 10, 13) < min(days_of(after, 2))


def test_visits_that_were_held_stay_though_the_rounds_lie_otherwise_by_now():
    before = planned(project(rounds="2"))
    held = tuple(visit for visit in before.visits if visit.week < "2026-W45")
    assert held
    year = year_of(project(rounds="[{after: half}, {after: half}]"))
    after = plan_year(year, Wishes(previous=before, today=date(2026, 11, 2))).plan

    assert [visit for visit in after.visits if visit.week < "2026-W45"] == list(held)


def test_meetings_too_close_to_a_round_between_them_leave_no_plan_and_the_line_is_named():
    half = "window: 2026-09-14..2026-09-25"
    (conflict,) = conflicts_of(year_of(project(start="date: 2026-09-14", half=half)))

    assert str(conflict.headline) == "Maatjes, start and Maatjes, half cannot be planned one after the other."
    assert [str(line.path[-1]) for line in conflict.lines] == ["date", "window", "0"]
    assert [str(way.sentence) for way in conflict.ways_out] == [
        "let maatjes/half be between 2026-08-17 and 2026-10-23",
        "let maatjes/start be between 2026-08-17 and 2026-10-12",
        (
            "without \u201c1 round of visits is between maatjes/start and maatjes/half and needs at "
            "least 2 weeks\u201d"
        ),
    ]


def test_where_the_meetings_do_not_fit_their_rounds_keep_what_they_had():
    before = planned(project() + MORE)
    year = year_of(project(start="date: 2026-09-14", half="window: 2026-09-14..2026-09-25") + MORE)
    found = plan_what_fits(year, Wishes(previous=before))

    assert [str(conflict.part) for conflict in found.conflicts] == ["maatjes"]
    assert found.plan == before


def test_a_round_that_is_over_stays_as_it_was_whoever_left():
    before = planned(project())
    gone = project().replace("{name: Dirk,", "{name: Dirk, until: 2026-11-30,")
    after = plan_year(year_of(gone), Wishes(previous=before, today=date(2026, 12, 7))).plan

    assert after.pairs["maatjes/1"] == before.pairs["maatjes/1"]
    assert [one for one in after.visits if one.round == 1] == [one for one in before.visits if one.round == 1]
    assert "dirk" not in {id for pair in after.pairs["maatjes/2"] for id in pair}


MORE = """\
  anderen:
    facilitator: cato
    members: {roles: [coach]}
    time: 9.00-10.00
    meetings: [{id: a, date: 2026-12-01}]
"""


@pytest.mark.parametrize("seed", range(20))
def test_dates_are_found_exactly_where_all_ways_to_choose_them_say_so(seed):
    lot = random.Random(seed)
    days = [date(2026, 9, 1) + timedelta(day) for day in range(0, 70, 7)]
    dates = [sorted(lot.sample(days, 3)) for _meeting in range(2)]
    rounds = lot.choice((AROUND_HALF, "[{before: half}, {after: half}]", "[{after: start}, {before: half}]"))
    weeks = {AROUND_HALF: 2, "[{before: half}, {after: half}]": 0, "[{after: start}, {before: half}]": 4}[
        rounds
    ]
    start, half = (f"dates: [{', '.join(map(str, own))}]" for own in dates)
    outcome = plan_year(year_of(project(rounds, start, half)), Wishes())
    # Two meetings of a network are never on one day; where no round says so, that comes first which may.
    turned = not weeks and dates[1] < dates[0]
    gap = max(1, 7 * weeks)
    fits = [
        (one, other)
        for one, other in product(*dates)
        if ((one - other) if turned else (other - one)).days >= gap
        # From the first day of the window on, 7 September, there are two weeks.
        and (weeks or other >= date(2026, 9, 21))
    ]

    assert isinstance(outcome, Planned) == bool(fits)
    if isinstance(outcome, Planned):
        assert tuple(outcome.plan.meetings[f"maatjes/{id}"].day for id in ("start", "half")) in fits


@pytest.mark.parametrize(
    "seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 12))]
)
def test_whatever_moves_on_whatever_day_the_rounds_stay_between_their_meetings(seed):
    lot = random.Random(f"moves {seed}")
    rounds = lot.choice(
        (AROUND_HALF, "[{before: half}, {}]", "[{after: start}, {after: half, before: eind}]", "3")
    )
    plan = planned(project(rounds))
    for weeks in sorted(lot.sample(range(36), 3)):
        today = date(2026, 9, 1) + timedelta(weeks=weeks)
        half = plan.meetings["maatjes/half"].day
        if half >= today:
            half = max(today, date(2026, 10, 19)) + timedelta(lot.randrange(28))
            half -= timedelta(max(0, half.weekday() - 4))
        year = year_of(project(rounds, half=f"date: {half}"))
        was, outcome = plan, plan_year(year, Wishes(previous=plan, today=today))
        assert isinstance(outcome, Planned)
        plan = outcome.plan
        found = broken_rules(year, plan, Places(), today=today)
        assert [str(one) for one in found if one.level == "error"] == []
        monday = f"{today.isocalendar().year}-W{today.isocalendar().week:02}"
        past = [[visit for visit in one.visits if visit.week < monday] for one in (was, plan)]
        assert past[0] == past[1]


def test_dates_of_groups_lie_between_meetings_and_no_date_breaks_that_unseen():
    own = "[{after: start, before: half}, {after: half, before: eind}]"
    groups = f"{{times: {own}, time: 9.00-10.00, window: 2026-09-01..2027-05-28}}"
    text = project(rounds="1") + f"    groups: {{size: 4, meetings: {groups}}}\n"
    plan = planned(text)
    order = ("start", "intervisie-1", "half", "intervisie-2", "eind")
    days = [plan.meetings[f"maatjes/{id}"].day for id in order]

    assert days == sorted(set(days))
    swapped = plan.meetings["maatjes/intervisie-1"].model_copy(update={"day": days[2] + timedelta(1)})
    meetings = {**plan.meetings, "maatjes/intervisie-1": swapped}
    broken = broken_rules(year_of(text), plan.model_copy(update={"meetings": meetings}), Places())
    assert "plan-not-after" in [found.rule for found in broken]


def test_rounds_between_meetings_follow_one_another():
    named = [(after, before) for after in (None, "a", "b") for before in (None, "b", "c")]
    for length in (1, 2, 3):
        for asked in product(named, repeat=length):
            rounds = tuple(Between(after=after, before=before) for after, before in asked)
            found = [(one.after, one.before) for one in borders(rounds)]

            assert found == [borders_of(rounds, number) for number in range(1, length + 1)]


@pytest.mark.parametrize("rounds", ["0", "[]"])
def test_without_rounds_there_are_no_pairs(rounds):
    assert planned(project(rounds=rounds)).pairs == {}


def test_one_round_between_meetings_counts_as_one():
    year = year_of(project(rounds="[{after: start}]"))

    assert year.networks["maatjes"].pairs.rounds == 1


def test_planned_afresh_a_pair_that_is_halfway_keeps_its_other_visit():
    before = planned(project())
    first, *_others, last = (visit for visit in before.visits if visit.round == 1)
    assert first.week < last.week
    year, week = map(int, last.week.split("-W"))
    after = planned(project(), previous=before, today=date.fromisocalendar(year, week, 1), fresh=True)

    assert [one for one in after.visits if one.round == 1] == [one for one in before.visits if one.round == 1]


@pytest.mark.parametrize(
    ("rounds", "before", "between", "after"),
    [
        (AROUND_HALF, 0, 1, 1),
        ("[{before: half}, {after: half}]", 1, 0, 1),
        ("[{before: half}, {before: half}]", 2, 0, 0),
        ("[{after: half}, {after: half}]", 0, 0, 2),
        ("[{after: start, before: half}, {after: start, before: half}]", 0, 2, 0),
    ],
)
def test_dates_that_leave_a_round_no_two_weeks_are_found_and_no_others(rounds, before, between, after):
    year = year_of(project(rounds))
    first, last = date(2026, 9, 7), date(2027, 5, 14)
    near = (0, 1, 13, 14, 15, 27, 28, 29)
    for start, half in [
        *((first, first + timedelta(days)) for days in near),
        *((first, last - timedelta(days)) for days in near),
    ]:
        days = {"maatjes/start": start, "maatjes/half": half}
        meetings = {at: PlannedMeeting(day=day, start="13.30", end="16.30") for at, day in days.items()}
        found = broken_rules(year, Plan(school_year="2026-2027", meetings=meetings), Places())
        no_weeks = (half - first).days < 14 * before or (last - half).days < 14 * after
        short = {
            "plan-no-weeks-for-round": no_weeks,
            "plan-not-after": between and (half - start).days < 14 * between,
        }

        told = {one.rule for one in found} & short.keys()
        assert told == {rule for rule, is_short in short.items() if is_short}

"""Seats are asked for all who are wanted, and a meeting needs a quorum; `check` counts both by itself."""

from datetime import date, timedelta
from itertools import product

import pytest

from leernet.days.calendar import calendar_of
from leernet.finding import Places
from leernet.model.gathering import gatherings, needs
from leernet.model.headcount import must_be_there, quorum_of, seats_for
from leernet.model.plan import Plan, PlannedMeeting
from leernet.model.shares import Share
from leernet.model.values import Days
from leernet.solve.dates.formulation import date_problem
from leernet.solve.plan import NoPlan, Planned, Wishes, plan_year
from leernet.verify.plan import headcount
from leernet.verify.plan.headcount import count_of
from leernet.verify.plan.rules import broken_rules

from .plan_projects import year_of


def a_project(
    seats=10, *, members="", network="", hosts="rotate: schools", meeting="window: 2026-11-09..2026-11-13"
):
    return year_of(f"""\
year: {{school_year: 2026-2027, holiday_region: zuid}}
schools:
  eik: {{name: De Eik, host_seats: {seats}}}
members:
  gea: {{name: Gea, organisation: Pabo}}
  anna: {{name: Anna, school: eik, roles: [coach]}}
  bas: {{name: Bas, school: eik, roles: [coach], working_days: [di]}}
  cato: {{name: Cato, school: eik, roles: [coach], working_days: [di, do]}}
  dirk: {{name: Dirk, school: eik, roles: [coach], away: [2026-11-10]}}
{members}
networks:
  coaches:
    facilitator: gea
    members: {{roles: [coach]}}
    time: 13.30-16.30
    hosts: {{{hosts}}}
{network}
    meetings: [{{id: herfst, {meeting}}}]
""")


def day_of(year, **wishes):
    outcome = plan_year(year, Wishes(**wishes))
    assert isinstance(outcome, Planned)
    assert [
        found.rule for found in broken_rules(year, outcome.plan, Places()) if found.level == "error"
    ] == []
    return outcome.plan.meetings["coaches/herfst"].day


# With Eva there are five beside Gea: on Wednesday two of them can come, and three are needed.
EVA = "  eva: {name: Eva, school: eik, roles: [coach], working_days: [ma]}"


def no_plan(year):
    outcome = plan_year(year, Wishes())
    return isinstance(outcome, NoPlan) and bool(outcome.conflicts)


@pytest.mark.parametrize(
    ("seats", "network", "hosts", "fits"),
    [
        # Four coaches and the facilitator, whoever can come.
        (4, "", "rotate: schools", False),
        (5, "", "rotate: schools", True),
        # Sixty per cent of four, rounded up, and the facilitator.
        (4, "", "rotate: schools, expect: 60 %", True),
        (3, "", "rotate: schools, expect: 60 %", False),
        # A tenth of four, rounded up; or as many as the user says.
        (5, "    invite: {bring_colleague: true}", "rotate: schools", False),
        (6, "    invite: {bring_colleague: true}", "rotate: schools", True),
        (7, "    invite: {bring_colleague: 3}", "rotate: schools", False),
        (8, "    invite: {bring_colleague: 3}", "rotate: schools", True),
        # Anna is required: she has a seat whatever share is expected.
        (4, "    required: [anna]", "rotate: schools, expect: 50 %", True),
        (3, "    required: [anna]", "rotate: schools, expect: 50 %", False),
    ],
)
def test_a_host_has_seats_for_all_who_are_wanted(seats, network, hosts, fits):
    assert no_plan(a_project(seats, network=network, hosts=hosts)) is not fits


def test_online_needs_no_host():
    plan = plan_year(a_project(0, hosts="online: yes"), Wishes()).plan

    assert (plan.meetings["coaches/herfst"].host, plan.meetings["coaches/herfst"].location) == (
        None,
        "online",
    )


def test_more_than_half_can_come_or_what_the_network_says():
    # On Tuesday three of four can come, on Thursday three, on other days two.
    assert day_of(a_project()) in (date(2026, 11, 10), date(2026, 11, 12))
    assert no_plan(a_project(network="    quorum: 80 %"))
    # Two of four are more than half of all five with Gea, who leads it.
    wednesday = "window: 2026-11-11..2026-11-11"
    assert day_of(a_project(meeting=wednesday))
    assert no_plan(a_project(meeting=wednesday, network="    quorum: 3"))
    assert no_plan(a_project(meeting=wednesday, members=EVA))
    assert day_of(a_project(meeting=wednesday, members=EVA, network="    quorum: 2"))


@pytest.mark.parametrize("counted", range(9))
def test_more_than_half_of_all_who_are_wanted_counts_the_facilitator(counted):
    least = quorum_of(a_project().networks["coaches"], counted)

    others = [able for able in range(counted + 1) if 2 * (able + 1) > counted + 1]
    assert least == min(others)


@pytest.mark.parametrize("colleague", [False, True, 0, 3])
def test_whoever_plans_and_whoever_checks_count_shares_alike(colleague):
    network = a_project().networks["coaches"]
    for number in range(101):
        share = Share(number, percent=True)
        asked = network.model_copy(
            update={
                "quorum": share,
                "hosts": network.hosts.model_copy(update={"expect": share}),
                "invite": network.invite.model_copy(update={"bring_colleague": colleague}),
            }
        )
        for counted in (1, 3, 7, 10, 11, 99, 100):
            assert quorum_of(asked, counted) == headcount.quorum_of(asked, counted) == share.of(counted)
            assert seats_for(asked, counted, 0) == headcount.seats_for(asked, (), (), counted)


def test_a_date_of_groups_needs_no_quorum_of_the_network():
    own = "{times: 1, time: 9.00-10.00, window: 2026-11-09..2026-11-13}"
    network = f"    quorum: 4\n    groups: {{size: 2-4, meetings: {own}}}"
    # On a Wednesday Anna and Dirk can come, and nobody else.
    groups = PlannedMeeting(date="2026-11-11", start="09:00", end="10:00", absent=("bas", "cato"))
    plan = Plan(school_year="2026-2027", meetings={"coaches/intervisie-1": groups})

    found = broken_rules(a_project(network=network), plan, Places())

    # Of the meeting of the network itself it is said only that it is not there.
    assert [one.rule for one in found] == ["plan-meeting-missing"]


def test_a_given_date_stands_without_a_quorum_and_is_told():
    year = a_project(meeting="date: 2026-11-11", members=EVA)
    plan = plan_year(year, Wishes()).plan

    assert [(found.rule, found.level.value) for found in broken_rules(year, plan, Places())] == [
        ("plan-no-quorum", "warning")
    ]


GIVEN = date(2027, 3, 10)


@pytest.mark.parametrize(
    ("able", "today", "offered"),
    [
        *((later, None, True) for later in (-28, -27, -1, 1, 27, 28)),
        *((later, None, False) for later in (-29, 29)),
        *((later, later, True) for later in (-28, -1)),
        *((later, later + 1, False) for later in (-27, -2, -1)),
    ],
)
def test_beside_a_given_date_without_a_quorum_stands_the_best_within_four_weeks_that_is_not_behind(
    able, today, offered
):
    day = GIVEN + timedelta(able)
    away = f"[2026-09-01..{day - timedelta(1)}, {day + timedelta(1)}..2027-07-01]"
    members = "".join(f"  m{at}: {{name: M{at}, roles: [lid], away: {away}}}\n" for at in range(3))
    year = year_of(f"""\
year: {{school_year: 2026-2027}}
members:
  gea: {{name: Gea}}
{members}networks:
  leden:
    {{facilitator: gea, members: {{roles: [lid]}}, time: 9.00-10.00, meetings: [{{id: m, date: {GIVEN}}}]}}
""")
    absent = ("m0", "m1", "m2")
    meeting = PlannedMeeting(date=str(GIVEN), start="09:00", end="10:00", absent=absent)
    plan = Plan(school_year="2026-2027", meetings={"leden/m": meeting})

    (found,) = broken_rules(year, plan, Places(), today=None if today is None else GIVEN + timedelta(today))

    assert found.rule == "plan-no-quorum"
    assert found.hint.fields == ((("other", day), ("more", 3)) if offered else ())


def test_a_date_people_know_stands_without_a_quorum_and_moves_without_the_facilitator():
    before = plan_year(a_project(), Wishes()).plan
    day = before.meetings["coaches/herfst"].day
    away = f"  eva: {{name: Eva, school: eik, roles: [coach], away: [{day}]}}\n" + "".join(
        f"  e{n}: {{name: E{n}, school: eik, roles: [coach], away: [{day}]}}\n" for n in range(3)
    )
    fewer = a_project(members=away)
    told = frozenset({"coaches/herfst"})

    assert day_of(fewer, previous=before) != day
    outcome = plan_year(fewer, Wishes(previous=before, announced=told))
    assert outcome.plan.meetings["coaches/herfst"].day == day
    assert [found.rule for found in broken_rules(fewer, outcome.plan, Places(), told=told)] == [
        "plan-no-quorum"
    ]

    gone = a_project(members=away).model_copy()
    gea = gone.members["gea"].model_copy(update={"away": (Days(day, day),)})
    gone = gone.model_copy(update={"members": {**gone.members, "gea": gea}})
    moved = plan_year(gone, Wishes(previous=before, announced=told))
    assert moved.plan.meetings["coaches/herfst"].day != day


def test_a_needed_member_is_not_there_while_their_school_is_only_probably_closed():
    # Carnaval is probable in the south: Gea's school is there, the others are from the middle.
    text = a_project(meeting="window: 2027-02-08..2027-02-12")
    gea = text.members["gea"].model_copy(update={"school": "eik"})

    assert no_plan(text.model_copy(update={"members": {**text.members, "gea": gea}}))


def test_the_solver_and_the_verifier_count_the_same():
    for bring, expect, quorum, required in product(
        ("false", "true", "2"), ("", ", expect: 70 %"), ("", "    quorum: 55 %"), ("", "    required: [anna]")
    ):
        year = a_project(
            30,
            members="  late: {name: Laat, school: eik, roles: [coach], from: 2026-11-11}",
            network="\n".join(filter(None, [f"    invite: {{bring_colleague: {bring}}}", quorum, required])),
            hosts=f"rotate: schools{expect}",
        )
        problem = date_problem(year, calendar_of(year))
        (event,) = problem.events
        (gathering,) = gatherings(year)
        plan = plan_year(year, Wishes()).plan
        for day in range(problem.number(date(2026, 11, 9)), problem.number(date(2026, 11, 13))):
            meeting = plan.meetings["coaches/herfst"].model_copy(update={"day": problem.day(day)})
            count = count_of(year, calendar_of(year), year.networks["coaches"], gathering, meeting)
            assert count.seats == int(event.seats[day])
            assert (len(count.able) >= count.quorum) == bool(event.requirements[1].days[day])
            must = must_be_there(needs(year, gathering))
            assert count.seats == seats_for(year.networks["coaches"], len(count.counted), len(must))


def test_a_share_is_rounded_up():
    assert [Share(60, percent=True).of(people) for people in (0, 1, 4, 5)] == [0, 1, 3, 3]

"""The account: turns given and owed, lessons missed, travel, and meetings on a day somebody cannot come."""

from datetime import date
from fractions import Fraction

from leernet.explain.fairness import HostAccount, MemberLoad, SchoolLoad, account_of
from leernet.model.plan import Plan, PlannedMeeting, Visit
from leernet.model.values import SchoolYear
from leernet.words import words
from leernet.write.fairness import fairness_markdown

from .plan_projects import PROJECT, year_of


def meeting(day, host, *absent):
    return PlannedMeeting.model_validate(
        {"date": day, "start": "13:30", "end": "16:30", "host": host, "absent": list(absent)}
    )


YEAR = year_of(PROJECT.replace("school: iep,", "school: iep, from: 2026-08-01,"))
PLAN = Plan(
    school_year=SchoolYear(2026),
    meetings={
        "coaches/herfst": meeting(date(2026, 9, 15), "beuk", "dirk"),
        "coaches/lente": meeting(date(2027, 3, 11), "iep", "cato"),
    },
)
BEFORE = Plan(
    school_year=SchoolYear(2025),
    meetings={
        "coaches/a": meeting(date(2025, 9, 16), "beuk"),
        "coaches/b": meeting(date(2026, 3, 10), "eik"),
    },
)


def test_a_school_owes_its_share_of_the_turns_since_it_came():
    ((network, hosts),) = account_of(YEAR, PLAN, (BEFORE,)).hosts

    # Last year's two turns are shared by two, this year's two by three; the wilg has no room and owes none.
    assert network == "coaches"
    assert hosts == (
        HostAccount("eik", 1, 0, 1 + Fraction(2, 3)),
        HostAccount("beuk", 1, 1, 1 + Fraction(2, 3)),
        HostAccount("iep", 0, 1, Fraction(2, 3)),
    )
    assert sum(account.balance for account in hosts) == 0


def test_lessons_missed_travel_and_missed_meetings_are_counted():
    account = account_of(YEAR, PLAN)

    assert account.schools == (
        SchoolLoad("beuk", 2, 0),
        SchoolLoad("eik", 2, 0),
        SchoolLoad("iep", 1, 0),
        SchoolLoad("wilg", 1, 0),
    )
    assert account.members == (
        MemberLoad("anna", 2, 0, 15, 360),
        MemberLoad("bas", 2, 0, 26, 360),
        MemberLoad("cato", 2, 1, 15, 180),
        MemberLoad("dirk", 2, 1, 0, 180),
    )


def test_hours_count_the_coaching_of_both_who_visit_one_another():
    pairs = "    pairs: {cycle: [{title: Voor, minutes: 20}, {title: Les, minutes: 50}]}\n"
    year = year_of(PROJECT.replace("    meetings:", f"{pairs}    meetings:"))
    visits = tuple(
        Visit(network="coaches", round=1, visitor=one, visited=other, week="2026-W47")
        for one, other in (("anna", "bas"), ("bas", "anna"))
    )

    account = account_of(year, PLAN.model_copy(update={"visits": visits}))

    assert [(load.member, load.minutes) for load in account.members] == [
        ("anna", 360 + 140),
        ("bas", 360 + 140),
        ("cato", 180),
        ("dirk", 180),
    ]


def test_the_account_reads_in_dutch():
    text = fairness_markdown(YEAR, PLAN, account_of(YEAR, PLAN, (BEFORE,)), words("nl"))

    assert text.splitlines()[:10] == [
        "# Wie geeft en wie draagt wat, 2026-2027",
        "",
        "## Beurten als gastschool: Coaches",
        "",
        "| School | Eerder | Dit jaar | Gelijk deel | Saldo |",
        "|---|---:|---:|---:|---:|",
        "| De Eik | 1 | 0 | 1,7 | -0,7 |",
        "| De Beuk | 1 | 1 | 1,7 | +0,3 |",
        "| De Iep | 0 | 1 | 0,7 | +0,3 |",
        "",
    ]

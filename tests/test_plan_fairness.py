"""The account: turns given and owed, lessons missed, travel, and meetings on a day somebody cannot come."""

from datetime import date
from fractions import Fraction

from leernet.explain.fairness import BoardAccount, HostAccount, MemberLoad, SchoolLoad, account_of
from leernet.model.plan import Goal, Plan, PlannedMeeting, Visit
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
        MemberLoad("anna", 2, 0, 15, 0, 360),
        MemberLoad("bas", 2, 0, 26, 0, 360),
        MemberLoad("cato", 2, 1, 15, 0, 180),
        MemberLoad("dirk", 2, 1, None, 1, 180),
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


def test_a_board_gives_and_owes_what_its_schools_do():
    boards = account_of(YEAR, PLAN, (BEFORE,)).boards

    assert boards == (
        BoardAccount("kiem", 2, 1, 3 + Fraction(1, 3), 4),
        BoardAccount("tak", 0, 0, Fraction(0), 1),
        BoardAccount("zaad", 0, 1, Fraction(2, 3), 1),
    )


def test_the_account_reads_in_dutch():
    travel = Goal(name="kilometres travelled", value=71, bound=60, proven=False)
    plan = PLAN.model_copy(update={"goals": (travel,)})

    text = fairness_markdown(YEAR, plan, account_of(YEAR, plan, (BEFORE,)), words("nl"))

    assert (
        text
        == """\
# Wie geeft en wie draagt wat, 2026-2027

Een gelijk deel is alle beurten van een leernetwerk, verdeeld over de scholen die er plaats voor \
hebben, sinds zij meedoen. Het saldo is wat een school daarboven gaf; onder nul is zij nog beurten schuldig. \
Een school is overgeslagen als zij plaats had en de bijeenkomst bij een school is die al meer beurten had.

- 2 bijeenkomsten zijn bij scholen die aan de beurt waren; niemand is overgeslagen.
- Samen reizen mensen 71 km naar deze scholen, enkele reis; zonder beurten, steeds naar de \
dichtstbijzijnde school met plaats, zou dat 60 km zijn.
- Mensen worden in totaal 8 keer verwacht, en kunnen 2 keer daarvan niet.

## Besturen

| Bestuur | Eerder | Dit jaar | Gelijk deel | Saldo | Dagen uit de les |
|---|---:|---:|---:|---:|---:|
| Kiem | 2 | 1 | 3,3 | -0,3 | 4 |
| Tak | 0 | 0 | 0,0 | 0,0 | 1 |
| Zaad | 0 | 1 | 0,7 | +0,3 | 1 |

## Beurten als gastschool: Coaches

| School | Eerder | Dit jaar | Gelijk deel | Saldo |
|---|---:|---:|---:|---:|
| De Eik | 1 | 0 | 1,7 | -0,7 |
| De Beuk | 1 | 1 | 1,7 | +0,3 |
| De Iep | 0 | 1 | 0,7 | +0,3 |

Niemand is overgeslagen.

## Scholen

| School | Dagen uit de les | Dagen met twee of meer afwezigen |
|---|---:|---:|
| De Beuk | 2 | 0 |
| De Eik | 2 | 0 |
| De Iep | 1 | 0 |
| De Wilg | 1 | 0 |

In totaal 6 dagen waarop iemand een klas moet overnemen.

## Mensen

| Naam | School of organisatie | Bijeenkomsten | Gemist door de gekozen dag | Kilometers, enkele reis | \
Uren, met coaching |
|---|---|---:|---:|---:|---:|
| Anna | De Beuk | 2 | 0 | 15 | 6,0 |
| Bas | De Eik | 2 | 0 | 26 | 6,0 |
| Cato | De Iep | 2 | 1 | 15 | 3,0 |
| Dirk | De Wilg | 2 | 1 | onbekend | 3,0 |
"""
    )

"""Planning again keeps what was planned: only what new facts touch changes, and every change has a reason."""

from datetime import date

import pytest

from leernet.finding import Places
from leernet.model.plan import Change
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.verify.plan.rules import broken_rules

from .plan_projects import PROJECT, year_of
from .test_plan_workshops import SERIES


def planned(text, **wishes):
    year = year_of(text)
    outcome = plan_year(year, Wishes(**wishes))
    assert isinstance(outcome, Planned)
    assert broken_rules(year, outcome.plan, Places()) == ()
    return outcome.plan


BEFORE = planned(PROJECT)
AUTUMN, SPRING = BEFORE.meetings["coaches/herfst"], BEFORE.meetings["coaches/lente"]


def test_nothing_new_gives_the_same_plan_and_the_same_revision():
    assert planned(PROJECT, previous=BEFORE) is BEFORE


def test_a_fact_that_touches_no_meeting_changes_none():
    text = PROJECT.replace("working_days: [ma, di, wo]}", "working_days: [ma, di, wo, vr]}")

    assert planned(text, previous=BEFORE).meetings == BEFORE.meetings


def test_a_day_the_facilitator_cannot_come_moves_that_meeting_only_and_says_why():
    text = PROJECT.replace("{name: Anna,", f"{{name: Anna, away: [{AUTUMN.day}],")

    plan = planned(text, previous=BEFORE)

    assert plan.revision == 2
    assert plan.meetings["coaches/lente"] == SPRING
    assert [(change.what, change.meeting, change.reason) for change in plan.changes] == [
        ("moved", "coaches/herfst", f"Anna kan niet komen op {AUTUMN.day}")
    ]


def test_a_host_that_is_closed_is_replaced_and_the_date_stays():
    school = {"beuk": "De Beuk", "eik": "De Eik", "iep": "De Iep"}[SPRING.host]
    text = PROJECT.replace(f"{{name: {school},", f"{{name: {school}, closed: [{SPRING.day}],")
    own = {member for member, at in (("anna", "beuk"), ("bas", "eik"), ("cato", "iep")) if at == SPRING.host}

    plan = planned(text, previous=BEFORE)

    if "anna" not in own:
        assert {change.what for change in plan.changes} == {"host"}
        assert plan.meetings["coaches/lente"].day == SPRING.day


def test_a_new_meeting_is_added_and_a_cancelled_one_goes():
    text = PROJECT.replace("{id: herfst,", "{id: herfst, cancelled: true,").replace(
        "      - {id: lente,", "      - {id: winter, window: 2027-01-04..2027-01-15}\n      - {id: lente,"
    )

    plan = planned(text, previous=BEFORE)

    assert [(change.what, change.meeting) for change in plan.changes] == [
        ("cancelled", "coaches/herfst"),
        ("new", "coaches/winter"),
    ]
    assert plan.meetings["coaches/lente"] == SPRING


def test_a_meeting_that_was_held_never_changes():
    text = PROJECT.replace("{name: Anna,", f"{{name: Anna, away: [{AUTUMN.day}],")
    year = year_of(text)

    outcome = plan_year(year, Wishes(previous=BEFORE, today=date(2026, 12, 1)))

    assert isinstance(outcome, Planned)
    assert outcome.plan.meetings["coaches/herfst"].day == AUTUMN.day
    assert outcome.plan.meetings["coaches/herfst"].host == AUTUMN.host


def test_what_was_announced_stays_where_something_else_can_move():
    other = """\
  opleiders:
    facilitator: anna
    members: {roles: [opleider]}
    time: 15.00-17.00
    meetings: [{id: a, window: DAYS}]
"""
    both = PROJECT + other.replace("DAYS", "2027-06-01..2027-06-03")
    before = planned(both)
    # Now the other meeting has to be on the day of the autumn one, where Anna is needed too.
    text = PROJECT + other.replace("DAYS", str(AUTUMN.day))

    announced = planned(
        text.replace(str(AUTUMN.day), "2026-09-14..2026-11-27"),
        previous=before,
        announced=frozenset({"coaches/herfst"}),
    )

    assert announced.meetings["coaches/herfst"].day == before.meetings["coaches/herfst"].day


def test_a_fresh_plan_forgets_the_one_before():
    shifted = BEFORE.model_copy(
        update={
            "meetings": {
                **BEFORE.meetings,
                "coaches/herfst": AUTUMN.model_copy(update={"day": date(2026, 9, 15)}),
            }
        }
    )

    assert planned(PROJECT, previous=shifted).meetings["coaches/herfst"].day == date(2026, 9, 15)
    assert planned(PROJECT, previous=shifted, fresh=True).meetings == BEFORE.meetings


def test_more_moves_may_be_allowed_for_a_better_plan():
    worse = date(2026, 9, 18)
    text = PROJECT.replace("weekdays: [di, do]", "weekdays: [di, do, vr]").replace(
        "working_days: [ma, di, do]", "working_days: [ma, di, do, vr]"
    )
    shifted = BEFORE.model_copy(
        update={"meetings": {**BEFORE.meetings, "coaches/herfst": AUTUMN.model_copy(update={"day": worse})}}
    )

    kept = planned(text, previous=shifted)
    moved = planned(text, previous=shifted, max_moves=2)

    assert kept.meetings["coaches/herfst"].day == worse
    assert len(moved.meetings["coaches/herfst"].absent) <= len(kept.meetings["coaches/herfst"].absent)


def test_a_change_of_time_alone_is_a_move():
    plan = planned(PROJECT.replace("13.30-16.30", "13.00-16.00"), previous=BEFORE)

    assert plan.changes[0] == Change(
        what="moved",
        meeting="coaches/herfst",
        was={"start": "13:30", "end": "16:30"},
        now={"start": "13:00", "end": "16:00"},
        reason="de tijd is veranderd",
    )


def reasons(plan):
    return [(change.what, change.meeting, change.reason) for change in plan.changes]


def test_every_change_has_a_reason():
    gone = PROJECT.replace("      - {id: lente, window: 2027-02-22..2027-04-23}\n", "")
    cancelled = PROJECT.replace("{id: lente,", "{id: lente, cancelled: true,")
    host = {"beuk": "eik", "eik": "iep", "iep": "eik"}[SPRING.host]
    given = PROJECT.replace("{id: lente,", f"{{id: lente, host: {host},")
    rest = ", ".join(school for school in ("beuk", "eik", "iep") if school != SPRING.host)
    other = PROJECT.replace("{rotate: schools}", f"{{rotate: schools, among: {{schools: [{rest}]}}}}")
    name = {"beuk": "De Beuk", "eik": "De Eik", "iep": "De Iep"}[SPRING.host]

    assert reasons(planned(gone, previous=BEFORE)) == [
        ("removed", "coaches/lente", "staat niet meer in de bestanden")
    ]
    assert reasons(planned(cancelled, previous=BEFORE)) == [("cancelled", "coaches/lente", "is afgezegd")]
    assert reasons(planned(PROJECT, previous=planned(gone))) == [("new", "coaches/lente", "is erbij gekomen")]
    assert [why for _what, _where, why in reasons(planned(given, previous=BEFORE))] == [
        "de gastschool is opgegeven"
    ]
    assert ("host", "coaches/lente", f"{name} is niet meer aan de beurt") in reasons(
        planned(other, previous=BEFORE)
    )


def with_another(day, time, host):
    """The project with a meeting of a network that shares nobody with the other."""
    people = "  els: {name: Els}\n  fien: {name: Fien, roles: [extra]}\nnetworks:"
    return PROJECT.replace("networks:", people) + (
        "  extra:\n    title: Extra\n    facilitator: els\n    members: {roles: [extra]}\n"
        "    quorum: 0\n    hosts: {rotate: schools}\n"
        f"    meetings: [{{id: a, date: {day}, time: {time}, host: {host}}}]\n"
    )


@pytest.mark.parametrize(
    ("time", "earlier", "why"),
    [
        ("14.00-15.00", None, "Extra, a is toegevoegd"),
        ("9.00-13.30", None, ""),
        ("16.30-17.30", None, ""),
        (
            "14.00-15.00",
            (AUTUMN.day, "iep"),
            "de gastschool is opgegeven, en Extra, a komt daar in de plaats",
        ),
        (
            "14.00-15.00",
            ("2026-12-01", AUTUMN.host),
            f"“Extra, a is op {AUTUMN.day}” sluit 2026-12-01 uit, en Extra, a komt daar in de plaats",
        ),
    ],
)
def test_a_host_that_another_meeting_takes_is_replaced_and_says_why_that_came(time, earlier, why):
    before = (
        BEFORE if earlier is None else planned(with_another(earlier[0], time, earlier[1]), previous=BEFORE)
    )
    now = planned(with_another(AUTUMN.day, time, AUTUMN.host), previous=before)

    found = [one for one in reasons(now) if not one[1].startswith("extra")]
    assert found == ([("host", "coaches/herfst", why)] if why else [])


def test_a_date_that_no_rule_forced_says_so():
    other = {"coaches/herfst": AUTUMN.model_copy(update={"day": date(2026, 9, 15)}), "coaches/lente": SPRING}
    before = BEFORE.model_copy(update={"meetings": other})

    afresh = planned(PROJECT, previous=before, fresh=True)

    assert [change.reason for change in afresh.changes if change.what == "moved"] == ["opnieuw gepland"]


def test_a_workshop_that_changes_says_why():
    text = PROJECT + SERIES
    before = planned(text)
    moments = {reference.split("/")[2]: reference for reference in before.sessions}
    day = before.sessions[moments["b"]].day
    away = text.replace("{name: Bas,", f"{{name: Bas, away: [{day}],")
    closed = text.replace("{name: De Eik,", f"{{name: De Eik, closed: [{day}],").replace(
        "bas: {name: Bas, school: eik,", "bas: {name: Bas,"
    )

    left = [change for change in planned(away, previous=before).changes if change.meeting == moments["b"]]
    other = [change for change in planned(closed, previous=before).changes if change.meeting == moments["b"]]

    assert [(change.what, change.reason) for change in left] == [("removed", f"Bas kan niet komen op {day}")]
    assert [(change.what, change.reason) for change in other] == [("host", f"De Eik is gesloten op {day}")]


TWO_SCHOOLS = """\
year: {school_year: 2026-2027, language: en}
schools:
  eik: {name: De Eik, host_seats: 9}
  beuk: {name: De Beuk, host_seats: 9}
members:
  gea: {name: Gea}
  anna: {name: Anna, school: eik, roles: [a]}
  bas: {name: Bas, school: beuk, roles: [b]}
networks:
  a:
    facilitator: gea
    members: {roles: [a]}
    quorum: 0
    time: 9.00-11.00
    hosts: {rotate: schools, among: {schools: [eik, beuk]}}
    meetings: [{id: m, date: 2026-11-03}]
"""
EXTRA = """\
  b:
    facilitator: bas
    members: {roles: [b]}
    quorum: 0
    time: TIME
    meetings: [{id: m, title: Extra, date: 2026-11-03, host: HOST}]
"""


def extra(host, time="10.00-12.00"):
    return TWO_SCHOOLS + EXTRA.replace("TIME", time).replace("HOST", host)


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        (TWO_SCHOOLS, extra("eik"), ["Extra was added"]),
        (TWO_SCHOOLS, extra("eik", "11.00-12.00"), []),
        (extra("beuk"), extra("eik"), ["the host was given, and Extra takes its place"]),
    ],
)
def test_a_host_that_another_meeting_takes_is_a_reason_only_where_it_is_at_that_time(before, after, reasons):
    had = plan_year(year_of(before), Wishes()).plan
    assert had.meetings["a/m"].host == "eik"

    plan = plan_year(year_of(after), Wishes(previous=had)).plan

    assert [str(change.reason) for change in plan.changes if change.meeting == "a/m"] == reasons

"""A change has the fact that forced it, never another change; what cannot be any more is never offered."""

import re
from datetime import date

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from leernet.cli import app
from leernet.explain.meeting import meeting_reasons
from leernet.model.plan import Plan, PlannedMeeting, PlannedSession
from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.solve.plan_record import changes_of
from leernet.words import words
from leernet.write.dates import long_date

from .plan_projects import PROJECT, year_of

TWO_TUESDAYS = (
    PROJECT.replace("weekdays: [di, do]", "weekdays: [di]\n    quorum: 0")
    .replace("2026-09-14..2026-11-27", "2026-09-08..2026-09-15")
    .replace("2027-02-22..2027-04-23", "2026-11-03..2026-11-10")
    .replace("min_weeks: 6", "min_weeks: 8")
)


def before(**days):
    meetings = {
        f"coaches/{id}": PlannedMeeting(date=day, start="13:30", end="16:30", host="iep")
        for id, day in days.items()
    }
    return Plan(school_year="2026-2027", revision=1, meetings=meetings)


def changes(text, plan, **wishes):
    outcome = plan_year(year_of(text), Wishes(previous=plan, **wishes))
    assert isinstance(outcome, Planned)
    return {change.meeting: change.reason for change in outcome.plan.changes}


def test_a_meeting_that_has_to_move_with_another_has_the_fact_that_moved_the_other():
    # Eight weeks are asked between the two: when the first can only be later, so can the second.
    plan = before(herfst="2026-09-08", lente="2026-11-03")
    text = TWO_TUESDAYS.replace("{name: Anna,", "{name: Anna, away: [2026-09-08],").replace(
        "holiday_region: zuid}", "holiday_region: zuid, language: en}"
    )

    told = changes(text, plan)

    assert told["coaches/herfst"].startswith("Anna cannot come on 2026-09-08")
    assert all("2026-09-08" in reason for reason in told.values())


@pytest.mark.parametrize(
    ("was", "then", "reason"),
    [
        ("{name: De Iep,", "{name: De Iep, closed: [2027-03-09],", "De Iep is closed on 2027-03-09"),
        ("west, host_seats: 10", "west, host_seats: 3", "De Iep has too few seats"),
    ],
)
def test_another_host_has_the_fact_that_keeps_the_one_of_before_away(was, then, reason):
    text = PROJECT.replace("holiday_region: zuid}", "holiday_region: zuid, language: en}")
    text = text.replace("weekdays:", "quorum: 0\n    weekdays:")
    plan = before(herfst="2026-09-15", lente="2027-03-09")
    assert was in text

    assert changes(text.replace(was, then, 1), plan)["coaches/lente"] == reason


@pytest.mark.parametrize("key", ["meeting", "network"])
def test_a_meeting_given_to_another_school_that_is_closed_has_that_school_as_its_fact(key):
    # Before, De Iep received it; now De Eik does, which is closed on the day that it had.
    text = PROJECT.replace("holiday_region: zuid}", "holiday_region: zuid, language: en}")
    text = text.replace("{name: De Eik,", "{name: De Eik, closed: [2027-03-09],")
    if key == "meeting":
        text = text.replace("{id: lente,", "{id: lente, host: eik,")
    else:
        text = text.replace("{rotate: schools}", "{school: eik}")

    told = changes(text, before(herfst="2026-09-15", lente="2027-03-09"))

    assert told["coaches/lente"].startswith("De Eik is closed on 2027-03-09")


def test_a_school_that_is_gone_is_told_as_gone():
    text = PROJECT.replace("holiday_region: zuid}", "holiday_region: zuid, language: en}")
    plan = before(herfst="2026-09-15", lente="2027-03-09")
    herfst = plan.meetings["coaches/herfst"].model_copy(update={"host": "weg"})
    plan = plan.model_copy(update={"meetings": {**plan.meetings, "coaches/herfst": herfst}})

    assert changes(text, plan)["coaches/herfst"] == "school 'weg' is no longer in the files"


def test_the_screen_speaks_the_language_asked_for_and_the_record_that_of_the_project(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT)

    def run(language, *arguments):
        asked = ["-C", str(tmp_path), "--lang", language, "--today", "2026-08-01", *arguments]
        return CliRunner().invoke(app, asked).stdout

    run("nl", "plan")
    day = year_and_day(tmp_path)
    (tmp_path / "leernet.yaml").write_text(PROJECT.replace("{name: Anna,", f"{{name: Anna, away: [{day}],"))
    shown = run("en", "plan")

    assert f"Anna cannot come on {long_date(date.fromisoformat(day), 'en')}" in " ".join(shown.split())
    assert "kan niet komen" not in shown
    assert f"Anna kan niet komen op {day}" in (tmp_path / "plan.yaml").read_text()


def year_and_day(folder):
    record = (folder / "plan.yaml").read_text()
    return record.partition("coaches/herfst:")[2].partition("date: ")[2].split()[0]


def told_days(text, plan, today):
    reasons = meeting_reasons(year_of(text), plan, "coaches/herfst", (), today)
    return [other.day for other in reasons.others], reasons


@pytest.mark.parametrize("day", range(1, 30, 7))
def test_no_day_that_has_passed_is_offered(day):
    plan = before(herfst="2026-11-03", lente="2027-03-09")
    today = date(2026, 10, day)

    days, _reasons = told_days(PROJECT, plan, today)

    assert days
    assert all(other >= today for other in days)


def test_of_a_meeting_that_was_held_nothing_else_is_said():
    plan = before(herfst="2026-09-15", lente="2027-03-09")

    days, reasons = told_days(PROJECT, plan, date(2026, 10, 1))

    assert days == []
    assert words("en").say(reasons.settled) == "That day has been, so it stays as it is."


def test_where_only_the_other_meetings_stand_in_the_way_it_is_told_how_they_move_along():
    plan = before(herfst="2026-09-08", lente="2026-11-03")

    days, reasons = told_days(TWO_TUESDAYS, plan, date(2026, 8, 1))

    assert days == []
    assert reasons.along is not None
    assert (reasons.along.day, reasons.along.moved) == (
        date(2026, 9, 15),
        (("coaches/lente", date(2026, 11, 10)),),
    )


TWO = """\
year: {school_year: 2026-2027, holiday_region: zuid}
boards: {kiem: {name: Kiem}}
schools:
  beuk: {name: De Beuk, board: kiem, host_seats: 9BEUK}
  eik: {name: De Eik, host_seats: 9EIK}
  iep: {name: De Iep, board: kiem, host_seats: 9IEP}
members: {gea: {name: Gea, organisation: Pabo}, anna: {name: Anna, organisation: Pabo, roles: [coach]}}
networks:
  coaches:
    facilitator: gea
    members: {roles: [coach]}
    time: 9.00-12.00
    hosts: {rotate: schools, among: {schools: [SCHOOLS]}, not_same_board_in_a_row: BOARD}
    meetings: [{id: a, date: 2026-11-10}, {id: b, date: 2026-12-08}]
"""


def two(schools="beuk, eik", board="no", **facts):
    text = TWO.replace("SCHOOLS", schools).replace("BOARD", board)
    for name in ("BEUK", "EIK", "IEP"):
        text = text.replace(name, f", {facts[name.lower()]}" if name.lower() in facts else "")
    return year_of(text)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        # De Beuk received the first, De Eik the second.
        ({}, {"beuk": "host_not: [2026-11-10]"}, {"De Beuk does not host on 2026-11-10"}),
        ({}, {"beuk": "host_days: [do]"}, {"De Beuk does not host on 2026-11-10"}),
        ({}, {"beuk": "closed: [2026-11-10]"}, {"De Beuk is closed on 2026-11-10"}),
        (
            {"schools": "beuk, eik, iep", "board": "yes"},
            {"schools": "beuk, eik, iep", "board": "yes", "eik": "host_not: [2026-11-10]"},
            {"De Eik does not host on 2026-11-10"},
        ),
    ],
)
def test_each_change_of_host_has_the_one_fact_that_is_new(before, now, said):
    first = plan_year(two(**before), Wishes()).plan
    after = plan_year(two(**now), Wishes(previous=first))
    changes = changes_of(replace(after.compared, spoken=words("en")))

    assert changes
    assert all(any(fact in change.reason for fact in said) for change in changes)


def test_a_workshop_at_a_moment_that_is_gone_is_no_longer_in_the_files():
    text = PROJECT + (
        "series:\n  ws:\n    for: {roles: [coach]}\n"
        "    moments: {herfst: {date: 2026-10-15, time: 9.00-12.00}}\n"
        "workshops:\n  koor: {series: ws, title: Koor, seats: 12, school: eik}\n"
    )
    gone = PlannedSession(date="2027-03-11", start="09:00", end="12:00", school="eik")
    text = text.replace("holiday_region: zuid}", "holiday_region: zuid, language: en}")

    told = changes(text, before().model_copy(update={"sessions": {"ws/lente/koor": gone}}))

    assert told["ws/lente/koor"] == "it is no longer in the files"


def test_where_one_host_moves_the_next_and_that_the_next_the_rule_is_said_once():
    days = ("2026-09-08", "2026-10-06", "2026-11-10", "2026-12-08")
    meetings = ", ".join(f"{{id: m{at}, date: {day}}}" for at, day in enumerate(days))
    text = TWO.replace("SCHOOLS", "beuk, eik").replace("BOARD", "yes").replace("IEP", "")
    text = re.sub(r"meetings: \[.*\]", f"meetings: [{meetings}]", text)
    text = text.replace("{name: De Eik,", "{name: De Eik, board: zaad,").replace("{kiem:", "{zaad: {}, kiem:")
    first = plan_year(year_of(re.sub("BEUK|EIK", "", text)), Wishes()).plan
    host = first.meetings["coaches/m0"].host
    now = text.replace(host.upper(), ", host_not: [2026-09-08]")
    after = plan_year(year_of(re.sub("BEUK|EIK", "", now)), Wishes(previous=first))

    changes = changes_of(replace(after.compared, spoken=words("en")))

    assert len(changes) == 4
    assert all(change.reason.count("one board") <= 1 for change in changes)
    assert any(change.reason.count("one board") == 1 for change in changes)

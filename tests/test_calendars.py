"""Calendars of schools: what closes which day, whatever program exported them."""

from datetime import date, datetime, timedelta
from time import process_time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from leernet.days.calendar import Openness, calendar_of
from leernet.explain.meeting import meeting_reasons
from leernet.model.values import Days
from leernet.read.calendar_events import events_in
from leernet.read.definitions import read_definitions
from leernet.solve.plan import Wishes, plan_year

PROJECT = """year: {school_year: 2026-2027, holiday_region: zuid}
schools:
  de-els: {name: De Els, open: [2026-11-13]}
"""
WITHIN = Days(date(2026, 8, 1), date(2027, 7, 31))


def ics(*events):
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n"


def closed_by(name, text):
    """Why the school is closed on each day that its calendar closes."""
    definitions, _findings = read_definitions({"leernet.yaml": PROJECT, f"calendars/{name}": text})
    own = calendar_of(definitions.year).own.get("de-els", {})
    return {
        str(day): str(verdict.reason)
        for day, verdict in sorted(own.items())
        if verdict.level is Openness.CLOSED
    }


STUDY_DAY = "UID:1\r\nDTSTART;VALUE=DATE:20261112\r\nSUMMARY:Studiedag team"


def test_an_entry_closes_its_day_and_the_school_says_why():
    assert closed_by("de-els.ics", ics(STUDY_DAY)) == {"2026-11-12": "Studiedag team"}


@pytest.mark.parametrize("name", ["de-els.ics", "DE-ELS.ICS", "De Els.ics"])
def test_a_calendar_is_named_after_the_id_or_the_name_of_its_school(name):
    assert closed_by(name, ics(STUDY_DAY)) == {"2026-11-12": "Studiedag team"}


def test_what_the_school_itself_says_is_open_stays_open():
    friday = STUDY_DAY.replace("20261112", "20261113")

    assert closed_by("de-els.ics", ics(friday)) == {}


@pytest.mark.parametrize(
    ("title", "closes"),
    [
        ("Herfstvakantie", True),
        ("Alle leerlingen vrij", True),
        ("Margedag: kinderen vrij", True),
        ("Goede Vrijdag", True),
        ("Ouderavond", False),
        ("Laatste schooldag voor de kerstvakantie", False),
        ("Vrijwilligersavond", False),
        ("Kerstviering", False),
        ("Studiemiddag", False),
        ("Studiedag 's middags", False),
        ("No school", True),
        ("Opening vakantiebieb", False),
    ],
)
def test_words_tell_what_closes_a_school(title, closes):
    found = closed_by("de-els.ics", ics(f"UID:1\r\nDTSTART;VALUE=DATE:20261112\r\nSUMMARY:{title}"))

    assert found == ({"2026-11-12": title} if closes else {})


@pytest.mark.parametrize(
    ("times", "days"),
    [
        (
            "DTSTART;VALUE=DATE:20261109\r\nDTEND;VALUE=DATE:20261112",
            ["2026-11-09", "2026-11-10", "2026-11-11"],
        ),
        ("DTSTART:20261109T000000\r\nDTEND:20261111T000000", ["2026-11-09", "2026-11-10"]),
        ("DTSTART:20261109T083000\r\nDTEND:20261109T153000", ["2026-11-09"]),
        ("DTSTART:20261109T133000\r\nDTEND:20261109T153000", []),
        ("DTSTART:20261108T230000Z\r\nDTEND:20261109T230000Z", ["2026-11-09"]),
        ("DTSTART;TZID=America/New_York:20261109T030000\r\nDURATION:PT6H", ["2026-11-09"]),
        ("DTSTART;VALUE=DATE:20261109\r\nDURATION:P2D", ["2026-11-09", "2026-11-10"]),
        ("DTSTART;VALUE=DATE:20261109\r\nDTEND;VALUE=DATE:20261109", ["2026-11-09"]),
        ("DTSTART;TZID=W. Europe Standard Time:20261109T080000\r\nDTEND:20261109T140000Z", ["2026-11-09"]),
        ("DTSTART;VALUE=DATE-TIME:20261109T083000\r\nDTEND:20261109T103000", []),
        ("DTSTART:20261109", ["2026-11-09"]),
        ("DTSTART:gisteren", []),
    ],
)
def test_times_and_days_of_any_kind(times, days):
    assert list(closed_by("de-els.ics", ics(f"UID:1\r\n{times}\r\nSUMMARY:Studiedag"))) == days


def test_recurring_entries_are_unrolled_with_what_was_left_out_and_moved():
    weekly = (
        "UID:1\r\nDTSTART;VALUE=DATE:20250905\r\nRRULE:FREQ=WEEKLY;INTERVAL=26\r\n"
        "EXDATE;VALUE=DATE:20260904\r\nSUMMARY:Studiedag"
    )
    moved = "UID:1\r\nRECURRENCE-ID;VALUE=DATE:20270305\r\nDTSTART;VALUE=DATE:20270308\r\nSUMMARY:Studiedag"

    assert list(closed_by("de-els.ics", ics(weekly, moved))) == ["2027-03-08"]


def test_a_holiday_around_a_day_that_is_open_is_closed_on_both_sides():
    week = "UID:1\r\nDTSTART;VALUE=DATE:20261112\r\nDTEND;VALUE=DATE:20261115\r\nSUMMARY:Vakantie"

    assert list(closed_by("de-els.ics", ics(week))) == ["2026-11-12", "2026-11-14"]


def test_a_cancelled_entry_closes_nothing():
    assert closed_by("de-els.ics", ics(f"{STUDY_DAY}\r\nSTATUS:CANCELLED")) == {}


def test_of_several_years_only_this_one_counts():
    last_year = STUDY_DAY.replace("UID:1", "UID:2").replace("2026", "2025")

    assert list(closed_by("de-els.ics", ics(STUDY_DAY, last_year))) == ["2026-11-12"]


@given(
    st.dates(date(2024, 1, 1), date(2027, 7, 31)),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.one_of(st.none(), st.integers(1, 400)),
)
def test_a_rule_gives_the_days_that_dateutil_gives_in_the_year(first, often, interval, count):
    rule = f"FREQ={often};INTERVAL={interval}" + (f";COUNT={count}" if count else "")
    entry = f"UID:1\r\nDTSTART;VALUE=DATE:{first:%Y%m%d}\r\nRRULE:{rule}\r\nSUMMARY:Studiedag"

    found = [event.first for event in events_in(ics(entry).encode(), WITHIN).events]

    start = f"DTSTART:{first:%Y%m%d}T000000\nRRULE:{rule}"
    after = rrulestr(start).xafter(datetime(2026, 7, 31), inc=False)  # noqa: DTZ001
    expected = []
    for moment in after:
        if moment.date() > WITHIN.last:
            break
        expected.append(moment.date())
    assert found == expected


TABLE = """Jaarplanning De Els 2026-2027;;
Datum;Tot en met;Omschrijving
ma 19-10-2026;vr 23-10-2026;Herfstvakantie
12 november 2026;;Studiedag
2026-12-04 00:00:00;;Leerlingen vrij
do 10-12-2026;;Ouderavond
"""


def test_a_table_closes_the_days_of_its_rows_in_any_notation():
    assert closed_by("de-els.csv", TABLE) == {
        **{str(date(2026, 10, 19) + timedelta(at)): "Herfstvakantie" for at in range(5)},
        "2026-11-12": "Studiedag",
        "2026-12-04": "Leerlingen vrij",
    }


def test_check_tells_on_how_many_school_days_of_this_year_a_calendar_closes():
    files = {"leernet.yaml": PROJECT, "calendars/de-els.csv": TABLE + "24-7-2027;5-9-2027;Zomervakantie\n"}

    told = [str(one).splitlines()[0] for one in read_definitions(files)[0].told]

    # Five days of autumn, two single ones, and of the summer the week that is still in this school year.
    assert told == [
        "calendars/de-els.csv: remark: De Els is closed on 12 school days by this calendar: Herfstvakantie "
        "(2026-10-19..2026-10-23), Studiedag (2026-11-12), Leerlingen vrij (2026-12-04) and Zomervakantie "
        "(2027-07-24..2027-09-05). [calendar-read]",
        "calendars/de-els.csv: remark: 1 entry does not close the school for a whole day, as far as its "
        "title says: Ouderavond. [calendar-entries-left]",
    ]


@pytest.mark.parametrize(
    "cell", ["1-2-2027 - 3-2-2027", "1 feb 2027 tot en met 3 feb 2027", "2027-02-01..2027-02-03"]
)
def test_the_first_divider_parts_two_days(cell):
    text = f"datum;omschrijving\n{cell};vakantie\n"

    assert list(closed_by("de-els.csv", text)) == ["2027-02-01", "2027-02-02", "2027-02-03"]


def test_two_days_may_stand_in_one_cell():
    text = "datum;omschrijving\n19-10-2026 t/m 20-10-2026;vakantie\n"

    assert list(closed_by("de-els.csv", text)) == ["2026-10-19", "2026-10-20"]


@pytest.mark.parametrize("cell", ["di 12-11-2026", "31-2-2027", "volgt nog", "12 brumaire 2026"])
def test_what_is_no_day_is_told_where_it_stands(cell):
    text = f"datum;omschrijving\n{cell};Studiedag\n1-12-2026;Studiedag\n"
    _definitions, findings = read_definitions({"leernet.yaml": PROJECT, "calendars/de-els.csv": text})

    assert [(str(one.place), one.rule) for one in findings] == [
        ("calendars/de-els.csv:2", "calendar-without-date")
    ]


COLLEGE = """year: {school_year: 2026-2027, holiday_region: zuid}
organisations:
  pabo-midden: {name: Pabo Midden, closed: [2027-02-15]}
members:
  a: {name: Anne, organisation: Pabo Midden, roles: [coach]}
  b: {name: Bas, organisation: Fontys Kind en Educatie, roles: [coach]}
networks:
  n: {facilitator: a, members: {roles: [coach]}, quorum: 0, time: 9.00-12.00, hosts: {location: Zaal},
      meetings: [{id: m, date: 2026-11-12}]}
"""


def free_days(member, name, text):
    definitions, _findings = read_definitions({"leernet.yaml": COLLEGE, f"calendars/{name}": text})
    calendar = calendar_of(definitions.year)
    home = calendar.home(definitions.year.members[member])
    return [
        str(day)
        for day in WITHIN
        if calendar.own.get(home, {}).get(day) and calendar.school(home, day).level is Openness.CLOSED
    ]


@pytest.mark.parametrize("name", ["pabo-midden.ics", "Pabo Midden.ics", "PABO-MIDDEN.ICS"])
def test_a_calendar_of_a_college_closes_days_for_who_works_there(name):
    assert free_days("a", name, ics(STUDY_DAY)) == ["2026-11-12", "2027-02-15"]
    assert free_days("b", name, ics(STUDY_DAY)) == []


def test_a_college_that_only_members_name_may_have_a_calendar():
    assert free_days("b", "fontys-kind-en-educatie.ics", ics(STUDY_DAY)) == ["2026-11-12"]


def test_explain_says_what_closed_the_college():
    definitions, _findings = read_definitions(
        {"leernet.yaml": COLLEGE, "calendars/fontys-kind-en-educatie.ics": ics(STUDY_DAY)}
    )
    outcome = plan_year(definitions.year, Wishes())

    reasons = meeting_reasons(definitions.year, outcome.plan, "n/m")

    assert [(name, str(why)) for name, why in reasons.absent] == [
        ("Bas", "Fontys Kind en Educatie is closed: Studiedag team")
    ]


def test_a_calendar_of_three_hundred_entries_is_read_at_once():
    weekly = "RRULE:FREQ=WEEKLY;COUNT=40"
    entries = [
        f"UID:{at}\r\nDTSTART;VALUE=DATE:202609{at % 28 + 1:02}\r\nSUMMARY:"
        f"{('Studiedag', 'Ouderavond', 'Margedag')[at % 3]} {at}\r\n"
        f"{weekly if at % 10 == 0 else 'CLASS:PUBLIC'}"
        for at in range(300)
    ]
    text = ics(*entries).encode()
    spent = []
    for _time in range(3):
        start = process_time()
        events = events_in(text, WITHIN).events
        spent.append(process_time() - start)

    assert len(events) > 300
    assert min(spent) < 0.2

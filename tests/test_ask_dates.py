"""`leernet ask NETWORK[/MEETING]`: the dates worth polling, which come back with certainty."""

import csv
import io
import json
from datetime import date, time, timedelta

import openpyxl
import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.explain.poll_dates import dates_to_poll, spread
from leernet.finding import Level
from leernet.model.poll import PollOption, Stance
from leernet.model.values import SchoolYear, Span
from leernet.read.definitions import read_definitions
from leernet.read.poll_option import options_of
from leernet.write.dates import poll_date

from .plan_projects import year_of

PROJECT = """
year: {school_year: 2026-2027, holiday_region: zuid}
schools:
  els: {name: De Els, host_seats: 40, host_days: [di]}
  iep: {name: De Iep, host_seats: 40}
members:
  a.bakker: {name: Anne Bakker, school: els, roles: [coach], working_days: [ma, di]}
  b.dewit: {name: Bram de Wit, school: iep, roles: [coach]}
  f.visser: {name: Femke Visser, organisation: P}
networks:
  coaches:
    title: Coaches
    facilitator: f.visser
    members: {roles: [coach]}
    quorum: 0
    weekdays: [di, do]
    time: 9.00-12.00
    hosts: {rotate: schools}
    meetings:
      - {id: herfst, dates: poll, window: 2026-11-01..2026-11-30}
      - {id: lente, window: 2027-03-01..2027-03-31, time: [9.00-12.00, 13.00-16.00]}
      - {id: zomer, date: 2027-06-15}
"""


def asked(tmp_path, language, *what):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    arguments = ["-C", str(tmp_path), "--lang", language, "--today", "2026-09-01", "ask", *what]
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_workbook_that_is_filled_in_is_read_back(tmp_path, language):
    assert asked(tmp_path, language, "coaches/herfst").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "ask" / "coaches-herfst.xlsx")
    page, lists = book.worksheets
    yes, perhaps, no = (cell.value for cell in lists["C"])
    rows = {row[0].value: row for row in page.iter_rows(min_row=2) if row[0].value}
    for column, mark in enumerate((yes, perhaps, no, None, yes), 2):
        rows["a.bakker"][column].value = mark
    content = io.BytesIO()
    book.save(content)

    definitions, findings = read_definitions(
        {"leernet.yaml": PROJECT, "availability/coaches-herfst.xlsx": content.getvalue()}
    )

    (poll,) = definitions.year.polls
    proposed = dates_to_poll(year_of(PROJECT), [_meeting("herfst")], date(2026, 9, 1))
    assert list(rows) == ["a.bakker", "b.dewit", "f.visser"]
    assert poll.options == tuple(PollOption(one.day, time(9), time(12)) for one in proposed)
    assert dict(poll.answers) == {"a.bakker": (Stance.YES, Stance.IF_NEED_BE, Stance.NO, None, Stance.YES)}
    assert [found.rule for found in findings if found.level is not Level.REMARK] == []


def _meeting(id):
    network = year_of(PROJECT).networks["coaches"]
    return network, next(meeting for meeting in network.meetings if meeting.id == id)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_day_of_the_year_at_any_time_is_read_as_it_was_written(language):
    year = SchoolYear(2026)
    spans = [Span(time(9), time(12)), Span(time(13, 30), time(16, 45)), Span(time(19), time(21, 30))]
    written = [(day, spans[at % 3]) for at, day in enumerate(year.days)]

    read = options_of([poll_date(day, span, language) for day, span in written], year, ())

    assert read == tuple(PollOption(day, span.start, span.end) for day, span in written)


def test_a_date_says_who_cannot_come_and_which_schools_could_receive(tmp_path):
    result = asked(tmp_path, "en", "coaches/herfst")

    assert result.stdout.splitlines()[:5] == [
        "Tue 3 Nov 9:00 – 12:00: everybody can come; it could be at De Els and De Iep",
        "Thu 5 Nov 9:00 – 12:00: Anne Bakker cannot come; it could be at De Iep",
        "Tue 10 Nov 9:00 – 12:00: everybody can come; it could be at De Els and De Iep",
        "Tue 17 Nov 9:00 – 12:00: everybody can come; it could be at De Els and De Iep",
        "Tue 24 Nov 9:00 – 12:00: everybody can come; it could be at De Els and De Iep",
    ]
    table = (tmp_path / "out" / "ask" / "coaches-herfst-dates.csv").read_text("utf-8-sig")
    assert list(csv.reader(io.StringIO(table), delimiter=";"))[2] == [
        *("Thu 5 November 2026 9:00-12:00", "coaches/herfst", "1", "Anne Bakker", "De Iep")
    ]


def test_a_whole_network_is_asked_about_its_meetings_without_a_date_at_each_of_their_times(tmp_path):
    result = asked(tmp_path, "en", "coaches")

    text = (tmp_path / "out" / "ask" / "coaches.txt").read_text("utf-8")
    assert result.exit_code == 0
    assert "2027 13:00-16:00" in text
    assert "June" not in text


def test_a_meeting_with_a_date_needs_no_poll(tmp_path):
    result = asked(tmp_path, "en", "coaches/zomer")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no date to ask people about for coaches/zomer." in result.stderr


def test_json_names_each_date_with_its_price(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    arguments = ["-C", str(tmp_path), "--json", "--today", "2026-09-01", "ask", "coaches/herfst"]

    record = json.loads(CliRunner().invoke(app, arguments).stdout)

    assert record["dates"][1] == {
        "meeting": "coaches/herfst",
        "day": "2026-11-05",
        "spans": [{"start": "09:00:00", "end": "12:00:00"}],
        "absent": ["Anne Bakker"],
        "hosts": ["De Iep"],
    }


def test_dates_are_the_cheapest_as_far_apart_as_can_be():
    days = [date(2026, 11, 1) + timedelta(number) for number in range(30)]
    costs = {day: abs(day.day - 14) for day in days}

    assert [day.day for day in spread(costs, 3)] == [4, 14, 24]
    assert len(spread(costs, 5)) == 5
    assert spread({}, 5) == ()

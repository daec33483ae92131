"""What lies on the table of a meeting is made from its members: everybody once, who is away apart."""

import itertools
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.papers.printed import PrintedSheet, printed_workbook
from leernet.write.projects import example_files
from tests.test_publish import project

PROJECT = """year:
  school_year: 2026-2027
  organiser: {name: Mieke Post, email: m.post@pos.example}
  holiday_region: zuid
schools:
  els: {name: De Els, address: Lindelaan 12, host_seats: 30}
  iep: {name: De Iep, host_seats: 30, closed: [2026-11-10]}
members:
  m.post: {name: Mieke Post, email: m.post@pos.example, organisation: Pabo}
  a: {name: Anne Bakker, email: a@kiem.example, school: els, roles: [coach]}
  b: {name: Bo Smit, school: els, roles: [coach]}
  c: {name: Cas Vos, email: c@kiem.example, school: iep, roles: [coach], away: [2026-11-10]}
  d: {name: Dirk Groot, email: a@kiem.example, school: iep, roles: [coach, student]}
networks:
  coaches:
    title: Coaches
    facilitator: m.post
    members: {roles: [coach]}
    time: 9.00-12.00
    quorum: 2
    hosts: {school: els}
    invite: {bring_colleague: 2}
    meetings:
      - {id: herfst, title: Herfstdag, date: 2026-11-10}
      - {id: avond, title: Avond, date: 2027-01-12, time: 19.00-21.00}
    groups: {size: 2, meetings: [herfst], rooms: [Lokaal 1]}
"""


def run(folder, *arguments):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", "2026-09-01", *arguments])
    assert result.exit_code == 0, result.stderr
    return result


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    text = PROJECT.replace("email: a@kiem.example, school: iep", "email: d@kiem.example, school: iep")
    folder = project(tmp_path_factory.mktemp("papers"), {"leernet.yaml": text})
    run(folder, "plan")
    return folder / "out"


def rows(path):
    return [
        [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in openpyxl.load_workbook(path)
    ]


def test_the_list_has_what_when_and_where_once_and_room_to_sign(out):
    expected, catering, away = rows(out / "lists" / "attendance-coaches-herfst.xlsx")
    assert [row[0] for row in expected[:4]] == [
        "Coaches: Herfstdag",
        "dinsdag 10 november 2026, 9.00 – 12.00 uur",
        "De Els, Lindelaan 12",
        "Verwacht: 3. Komen niet: 2.",
    ]
    assert expected[6] == ["Naam", "School", "Antwoord", "Handtekening"]
    # Bo has no address, and stands there like everybody; two empty rows are for colleagues.
    names = [row[0] for row in expected[7:]]
    assert names == ["Anne Bakker", "Bo Smit", "Mieke Post", None, None]
    assert [row[0] for row in away[4:]] == ["Naam", "Cas Vos", "Dirk Groot"]
    # Three members and two colleagues.
    assert catering[1:] == [
        ["dinsdag 10 november 2026, 9.00 – 12.00 uur", None, None],
        ["De Els, Lindelaan 12", None, None],
        ["2 collega's die meekomen, tellen overal mee.", None, None],
        [None, None, None],
        ["Tijd", "Onderdeel", "Mensen"],
        ["9.00 – 12.00 uur", "Coaches: Herfstdag", 5],
    ]


def test_the_kitchen_reads_how_many_are_there_at_each_part_of_the_day(tmp_path):
    folder = project(tmp_path, dict(example_files("bsc-slb")))
    run(folder, "plan")
    catering = rows(folder / "out" / "lists" / "attendance-bsc-slb-studiedag-herfst.xlsx")[1]
    parts = [(row[0], row[2]) for row in catering[5:]]
    # Nine directors come in the afternoon only.
    assert parts == [
        *((time, 19) for time in ("9.00 – 9.30 uur", "9.30 – 10.00 uur", "10.00 – 11.00 uur")),
        *((time, 19) for time in ("11.00 – 11.15 uur", "11.15 – 12.30 uur", "12.30 – 13.30 uur")),
        *((time, 28) for time in ("13.30 – 13.45 uur", "13.45 – 15.15 uur")),
        *((time, 28) for time in ("15.15 – 15.30 uur", "15.30 – 16.00 uur")),
    ]


def test_every_member_of_every_example_stands_once_on_the_list_of_each_meeting(tmp_path):
    folder = project(tmp_path, dict(example_files("starterscoaches")))
    run(folder, "plan")
    lists = sorted((folder / "out" / "lists").glob("attendance-*.xlsx"))
    assert len(lists) == 2
    for path in lists:
        sheets = rows(path)
        names = [row[0] for sheet in sheets for row in sheet if row[1] and row[0] not in ("Naam",)]
        assert len(names) == len(set(names)) > 5


def test_badges_and_signs_are_for_who_comes(out):
    badges = (out / "lists" / "coaches-herfst-badges.html").read_text(encoding="utf-8")
    assert {name: name in badges for name in ("Anne Bakker", "Bo Smit", "Mieke Post", "De Els", "Pabo")} == {
        **dict.fromkeys(("Anne Bakker", "Bo Smit", "Mieke Post", "De Els", "Pabo"), True)
    }
    assert [name for name in ("Cas Vos", "Dirk Groot", "@") if name in badges.split("</style>")[1]] == []
    rooms = (out / "lists" / "coaches-herfst-rooms.html").read_text(encoding="utf-8")
    assert ("Lokaal 1" in rooms, "Groep 1" in rooms, "Cas Vos" in rooms) == (True, True, False)
    assert not (out / "lists" / "coaches-avond-rooms.html").exists()


def test_each_school_reads_who_is_away_when_and_what_it_must_replace(out):
    (sheet,) = rows(out / "away-by-school.xlsx")
    assert sheet[0][0] == "School"
    table = [(row[0], row[1].date(), row[2], row[5], row[6], row[7]) for row in sheet[1:]]
    assert table == [
        ("De Els", date(2026, 11, 10), "09.00 – 12.00", 2, 2, "Anne Bakker, Bo Smit"),
        ("De Els", date(2027, 1, 12), "19.00 – 21.00", 2, 0, "Anne Bakker, Bo Smit"),
        ("De Iep", date(2027, 1, 12), "19.00 – 21.00", 1, 0, "Cas Vos"),
    ]


def test_visits_of_pairs_stand_with_who_is_away(tmp_path):
    folder = project(tmp_path, dict(example_files("collegiale-coaching")))
    run(folder, "plan")
    (sheet,) = rows(folder / "out" / "away-by-school.xlsx")
    assert any("week" in str(row[2]) for row in sheet[1:])


def test_a_sheet_prints_on_one_a4_and_names_of_tabs_differ():
    sheets = [
        PrintedSheet("Een titel: met / tekens", "Titel", ("regel",), ("Naam",), ((f"n{at}",),) * 3, (20,))
        for at in range(3)
    ]
    book = openpyxl.load_workbook(BytesIO(printed_workbook(sheets)))
    assert len({sheet.title.casefold() for sheet in book}) == 3
    assert {(sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage) for sheet in book} == {
        (9, True)
    }
    assert printed_workbook(sheets) == printed_workbook(sheets)


def test_a_list_by_school_is_in_the_order_of_its_days_whatever_moments_are_called(tmp_path):
    files = dict(example_files("studentworkshops"))
    folder = project(tmp_path, files)
    run(folder, "plan")
    run(folder, "allocate")
    (sheet,) = rows(folder / "out" / "lists" / "studentworkshops-by-school.xlsx")
    book = openpyxl.load_workbook(folder / "out" / "lists" / "studentworkshops-signing.xlsx")
    record = (folder / "allocation" / "studentworkshops.yaml").read_text(encoding="utf-8")
    assert len(book.sheetnames) == record.count("runs: true")
    months = {"september": 9, "oktober": 10, "november": 11, "december": 12, "januari": 13, "februari": 14}
    months |= {"maart": 15, "april": 16, "mei": 17, "juni": 18}
    days = [(row[0].split(",")[0], row[1].split()) for row in sheet[1:]]
    order = [(school, months[day[2]], int(day[1])) for school, day in days]
    assert all(one <= other for one, other in itertools.pairwise(order) if one[0] == other[0])


def test_a_name_that_is_facilitator_and_organiser_stands_under_a_mail_once(out):
    folder = out.parent
    run(folder, "invite", "--all")
    mail = (folder / "out" / "invitations" / "coaches-herfst" / "a.eml").read_text(encoding="utf-8")
    text = mail.split("Met vriendelijke groet,")[1].split("--=")[0]
    assert text.count("Mieke Post") == 1

"""Lists show who goes where; never what somebody ranked, and nothing that a spreadsheet would run."""

import csv
import io

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from leernet.model.allocation import AllocationProblem, Missing, Participant, Session
from leernet.words import words
from leernet.write.lists import allocation_lists
from leernet.write.programme_names import SeriesNames
from leernet.write.tables import Sheet, csv_bytes, defused, markdown_table
from leernet.write.workbook import xlsx_bytes
from tests.projects import student_year

CELLS = st.one_of(st.text(alphabet="=a ;,'\"\r\n\u2028", max_size=4), st.integers(), st.dates())
WORKSHOPS = {
    "drama": {"title": "=Drama", "presenter": ["coach", "Gast"], "school": "de-eik", "room": "aula"},
    "muziek": {"title": "Muziek"},
}
YEAR = student_year(workshops=WORKSHOPS, students=3)
SESSIONS = tuple(
    Session(f"{moment}/{workshop}", moment, workshop, 0, 2)
    for moment in ("herfst", "lente")
    for workshop in ("drama", "muziek")
)
NAMES = tuple(each.id for each in SESSIONS)
PROBLEM = AllocationProblem(
    "workshops", SESSIONS, tuple(Participant(f"s{number}", 2, (), NAMES) for number in (1, 2, 3))
)
PLACEMENTS = {"s2": {"herfst": "drama"}, "s1": {"herfst": "drama", "lente": "muziek"}}


def lists(language="nl", goals=None):
    names = SeriesNames(YEAR, None, YEAR.series["workshops"], words(language))
    return allocation_lists(names, PROBLEM, PLACEMENTS, {"s2": "herfst/drama"}, goals or {})


def rows(document):
    return list(csv.reader(io.StringIO(document.decode("utf-8-sig")), delimiter=";"))


def test_there_are_three_lists_in_three_shapes_and_one_to_sign():
    assert sorted(lists()) == [
        *(
            f"lists/workshops-by-{what}.{suffix}"
            for what in ("school", "session", "student")
            for suffix in ("csv", "md", "xlsx")
        ),
        "lists/workshops-signing.xlsx",
    ]


def test_by_student_everybody_is_listed_also_without_a_place():
    assert rows(lists()["lists/workshops-by-student.csv"]) == [
        ["Naam", "School", "Herfst (do 8 okt)", "Wanneer en waar", "Lente (vr 9 okt)", "Wanneer en waar"],
        [
            "Anne Bakker",
            "",
            "'=Drama",
            "donderdag 8 oktober 2026, de-eik, aula",
            "Muziek",
            "vrijdag 9 oktober 2026",
        ],
        ["Bram de Wit", "", "'=Drama", "donderdag 8 oktober 2026, de-eik, aula + rondleiding", "", ""],
        ["Chloë Smit", "", "", "", "", ""],
    ]


def test_what_people_hope_to_learn_is_in_their_list_in_the_presenters_list_and_on_the_sheet_to_sign():
    made = lists("en", {"s1": "=leren zingen", "s3": "durven"})

    by_student = rows(made["lists/workshops-by-student.csv"])
    assert [row[:3] for row in by_student] == [
        ["Name", "School", "Learning goal"],
        ["Anne Bakker", "", "'=leren zingen"],
        ["Bram de Wit", "", ""],
        ["Chloë Smit", "", "durven"],
    ]
    by_session = rows(made["lists/workshops-by-session.csv"])
    assert [(row[3], row[6]) for row in by_session[1:]] == [
        ("Anne Bakker", "'=leren zingen"),
        ("Bram de Wit", ""),
        ("Anne Bakker", "'=leren zingen"),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(made["lists/workshops-signing.xlsx"])).worksheets[0]
    signed = [[cell.value for cell in row] for row in sheet.iter_rows() if row[3].value or row[1].column == 0]
    assert signed[0] == ["Name", "School", "Learning goal", "Signature"]


def test_a_place_that_is_missing_has_its_reason_where_it_is_about_sessions():
    names = SeriesNames(YEAR, None, YEAR.series["workshops"], words("nl"))
    missing = (Missing("s2", "lente", "no-seat"), Missing("s3", "herfst", "away"))
    made = allocation_lists(names, PROBLEM, PLACEMENTS, {}, {}, missing)

    assert [row[2:] for row in rows(made["lists/workshops-by-student.csv"])[2:]] == [
        ["'=Drama", "donderdag 8 oktober 2026, de-eik, aula", "", "er was geen plaats meer"],
        ["", "", "", ""],
    ]


def test_by_session_a_presenter_finds_who_comes():
    assert rows(lists("en")["lists/workshops-by-session.csv"]) == [
        ["Moment", "Workshop", "Where", "Name", "School", "Tour"],
        ["Herfst (Thu 8 Oct)", "'=Drama", "de-eik, aula", "Anne Bakker", "", ""],
        ["Herfst (Thu 8 Oct)", "'=Drama", "de-eik, aula", "Bram de Wit", "", "yes"],
        ["Lente (Fri 9 Oct)", "Muziek", "", "Anne Bakker", "", ""],
    ]


def test_by_school_a_host_finds_how_many_come():
    """A row for each person, so that no cell is longer than a spreadsheet allows."""
    drama = ["de-eik, aula", "Thursday 8 October 2026", "", "'=Drama", "Cato Koning and Gast", "2", "1"]

    assert rows(lists("en")["lists/workshops-by-school.csv"]) == [
        ["School", "Day", "Time", "Workshop", "Led by", "People", "On the tour", "Name", "Tour"],
        ["", "Friday 9 October 2026", "", "Muziek", "", "1", "0", "Anne Bakker", ""],
        [*drama, "Anne Bakker", ""],
        [*drama, "Bram de Wit", "yes"],
    ]


def test_a_workbook_has_the_same_rows_and_no_formulas():
    book = openpyxl.load_workbook(io.BytesIO(lists("en")["lists/workshops-by-session.xlsx"]))

    assert book.sheetnames == ["workshops by session", "Attendance"]
    assert [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(max_row=2)] == [
        ["Moment", "Workshop", "Where", "Name", "School", "Tour"],
        ["Herfst (Thu 8 Oct)", "=Drama", "de-eik, aula", "Anne Bakker", None, None],
    ]
    assert {cell.data_type for row in book.worksheets[1].iter_rows() for cell in row} <= {"s", "n"}


def test_the_same_lists_are_the_same_bytes():
    assert lists() == lists()


def test_what_a_spreadsheet_would_run_is_defused_in_csv():
    assert [defused(cell) for cell in ("=1+1", "+31 6", "-", "@x", "\tx", "gewoon", 3)] == [
        *["'=1+1", "'+31 6", "'-", "'@x", "'\tx"],
        "gewoon",
        3,
    ]


def test_tables_come_out_as_csv_markdown_and_workbook():
    sheet = Sheet("A/B: [x]", ("Naam", "Aantal"), (("a|b;c", 2),))

    assert csv_bytes(sheet).decode("utf-8-sig") == 'Naam;Aantal\r\n"a|b;c";2\r\n'
    assert markdown_table(sheet) == "| Naam | Aantal |\n| --- | --- |\n| a\\|b;c | 2 |\n"
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes([sheet]))).sheetnames == ["A B   x"]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_a_table_of_cells_is_written_as_python_writes_csv(rows):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([defused(cell) for cell in row] for row in (("x", "y"), *rows))

    assert csv_bytes(Sheet("t", ("x", "y"), tuple(rows))).decode("utf-8-sig") == text.getvalue()


def test_a_tab_gets_a_name_that_excel_takes_whatever_the_title():
    titles = ("😀" * 40, "[a]:*?/\\b", "'quoted'", "History", "", "Herfst")
    names = [
        openpyxl.load_workbook(io.BytesIO(xlsx_bytes((Sheet(title, ("x",), ()),)))).sheetnames
        for title in titles
    ]

    assert names == [["😀" * 15], ["a      b"], ["quoted"], ["1"], ["1"], ["Herfst"]]

"""Days as people write them in a list: in every notation the same days, and nothing that is not certain."""

import io
import itertools
from datetime import date

import pytest
import xlsxwriter

from leernet.finding import Level
from leernet.model.values import Days, SchoolYear, days_from_text, parts_of_cell
from leernet.model.weekdays import half_day_names
from leernet.read.day_cells import whole_dates
from leernet.read.definitions import read_definitions
from leernet.read.headings import heading_path

YEAR = SchoolYear(2026)
NAMES = ("jan", "feb.", "mrt", "april", "mei", "juni", "jul", "aug", "sept", "oktober", "nov", "december")
SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")


def read(cell):
    return tuple(days_from_text(part, in_table=True) for part in parts_of_cell(whole_dates(cell, YEAR)))


def of_one_day(day):
    month, number = NAMES[day.month - 1], day.day
    yield from (f"{number} {month}", f"{number}-{month}", f"{number} {month.upper()} {day.year}")
    yield from (f"{number}-{day.month}", f"{number:02}/{day.month:02}", f"{number}-{day.month}-{day:%y}")
    yield from (f"{number}.{day.month}.{day.year}", f"{number} {month} '{day:%y}", f"{day}")
    yield from (f"{SHORT[day.weekday()]} {number} {month}", f"{SHORT[day.weekday()]}. {number}-{day.month}")


def of_several(first, last):
    one, other = ((NAMES[day.month - 1], day.day) for day in (first, last))
    for until in (" t/m ", " tot en met ", " - ", " – ", "..", " until "):
        yield f"{one[1]} {one[0]}{until}{other[1]} {other[0]} {last.year}"
        yield f"{one[1]}-{first.month}{until}{other[1]}-{last.month}"
        yield f"{one[1]} {one[0]} {first.year}{until}{other[1]} {other[0]}"
        if first.month == last.month:
            yield f"{one[1]}{until}{other[1]} {other[0]} {last.year}"
            yield f"van {one[1]}{until}{other[1]} {other[0]}"
            yield f"{SHORT[first.weekday()]} {one[1]}{until}{SHORT[last.weekday()]} {other[1]} {other[0]}"
            yield f"{one[1]}-{other[1]} {other[0]}"


@pytest.mark.parametrize("day", [date(2026, 11, 12), date(2027, 3, 1), date(2026, 8, 1), date(2027, 7, 31)])
def test_a_day_without_its_year_is_in_the_school_year(day):
    assert {text: read(text) for text in of_one_day(day)} == dict.fromkeys(of_one_day(day), (Days(day, day),))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 3, 1), date(2027, 3, 5)),
        (date(2026, 12, 28), date(2027, 1, 3)),
        (date(2026, 9, 30), date(2026, 10, 2)),
    ],
)
def test_several_days_in_a_row_in_every_notation(first, last):
    written = tuple(of_several(first, last))

    assert {text: read(text) for text in written} == dict.fromkeys(written, (Days(first, last),))


@pytest.mark.parametrize("between", ["; ", ", ", " en ", " & ", "\n", " + "])
def test_a_list_of_days_in_all_pairs_of_notations(between):
    days = (date(2026, 11, 12), date(2027, 3, 1))
    pairs = tuple(itertools.product(*map(of_one_day, days)))

    wrong = [pair for pair in pairs if read(between.join(pair)) != tuple(Days(day, day) for day in days)]

    assert wrong == []


@pytest.mark.parametrize("cell", ["12, 13 en 16 t/m 18 nov", "12; 13; 16-18 nov", "12 en 13 nov, 16-18 nov"])
def test_a_day_without_a_month_is_in_the_month_of_the_next(cell):
    assert read(cell) == tuple(
        Days(date(2026, 11, first), date(2026, 11, last)) for first, last in ((12, 12), (13, 13), (16, 18))
    )


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "12",
        "31 nov",
        "29 feb",
        "ziek",
        "26-11-27",
        "12-13",
        "1 t/m 5",
        "week 12",
        "12 november tot",
        "1-2-3-4",
    ],
)
def test_what_is_not_certain_stays_as_it_is(cell):
    assert whole_dates(cell, YEAR) == cell


def test_a_list_of_members_with_days_as_an_office_writes_them():
    year = "year: {school_year: 2026-2027, holiday_region: zuid}\n"
    rows = (
        "id;naam;e-mail;Role;afwezig;van\n"
        "anne;Anne;anne@kiem.example;coach;1 t/m 5 maart 2027, 12 nov;1 sept\n"
        "bo;Bo;bo@kiem.example;coach;do 13 nov;\n"
    )
    definitions, findings = read_definitions({"leernet.yaml": year, "members.csv": rows})

    anne = definitions.year.members["anne"]
    assert (anne.roles, anne.joined) == (("coach",), date(2026, 9, 1))
    assert [str(days) for days in anne.away] == ["2027-03-01..2027-03-05", "2026-11-12"]
    assert [(str(found.place), found.rule) for found in findings] == [("members.csv:3", "wrong-weekday")]


def test_a_day_that_cannot_be_read_is_said_in_its_own_column():
    year = "year: {school_year: 2026-2027, holiday_region: zuid}\n"
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Leden")
        sheet.write_row(0, 0, ["naam", "e-mail", "ma", "di", "wo"])
        sheet.write_row(1, 0, ["Anne Bos", "anne@kiem.example", "x", "soms", "x"])
        sheet.write_row(2, 0, ["Bo Kuil", "bo@kiem.example", "", "even", "ochtend"])
    definitions, findings = read_definitions({"leernet.yaml": year, "members.xlsx": content.getvalue()})

    told = [(str(found.place), found.rule) for found in findings if found.level is Level.ERROR]
    assert told == [("members.xlsx:Leden!D2", "not-a-weekday")]
    assert half_day_names(definitions.year.members["bo"].working_days) == ("di even", "wo-ochtend")


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("name", "names"),
        ("role", "roles"),
        ("working day", "working_days"),
        ("room", "rooms"),
        ("moment", "moments"),
    ],
)
def test_an_english_heading_may_be_in_the_singular_and_in_the_plural(one, several):
    kinds = ("members", "schools", "workshops")
    found = [(heading_path(kind, one, {}), heading_path(kind, several, {})) for kind in kinds]

    assert any(path for path, _other in found)
    assert all(path == other for path, other in found)

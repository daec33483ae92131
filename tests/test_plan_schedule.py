"""The schedule as Markdown, CSV, workbook and in the terminal."""

import re
from io import BytesIO, StringIO

import openpyxl
from rich.console import Console

from leernet.solve.plan import Planned, Wishes, plan_year
from leernet.words import words
from leernet.write.schedule import schedule_documents, schedule_markdown
from leernet.write.schedule_table import schedule_table

from .plan_projects import PROJECT, year_of
from .test_plan_workshops import SERIES

TEXT = (
    PROJECT.replace("2026-09-14..2026-11-27", "2026-12-08..2026-12-08")
    .replace("2027-02-22..2027-04-23", "2027-03-25..2027-03-25")
    .replace("rotate: schools", "school: iep")
)
YEAR = year_of(TEXT.replace("id: herfst,", "id: herfst, title: '=Herfst | 1',"))


def a_plan():
    outcome = plan_year(YEAR, Wishes())
    assert isinstance(outcome, Planned)
    return outcome.plan


PLAN = a_plan()


def test_the_schedule_to_share_goes_month_by_month_with_holidays_and_names_nobody():
    assert (
        schedule_markdown(YEAR, PLAN, words("nl"), absences=False)
        == """\
# Proef: Rooster 2026-2027

## December 2026

- *za 19 dec – zo 3 jan: de kerstvakantie (zuid)*

| Datum | Tijd | Wat | Waar |
|---|---|---|---|
| dinsdag 8 december 2026 | 13.30 – 16.30 uur | Coaches: =Herfst \\| 1 | De Iep |

## Februari 2027

- *za 13 feb – zo 21 feb: de voorjaarsvakantie (zuid)*

## Maart 2027

- *vr 26 mrt: Goede Vrijdag*
- *ma 29 mrt: Tweede Paasdag*

| Datum | Tijd | Wat | Waar |
|---|---|---|---|
| donderdag 25 maart 2027 | 13.30 – 16.30 uur | Coaches: lente | De Iep |
"""
    )


def test_the_facilitators_own_says_who_cannot_come():
    assert (
        schedule_markdown(YEAR, PLAN, words("nl"), absences=True)
        == """\
# Proef: Rooster 2026-2027

Alleen voor de begeleider: hier staat in wie er niet kan. 'schedule' is om te delen.

## December 2026

- *za 19 dec – zo 3 jan: de kerstvakantie (zuid)*

| Datum | Tijd | Wat | Waar | Kan niet |
|---|---|---|---|---|
| dinsdag 8 december 2026 | 13.30 – 16.30 uur | Coaches: =Herfst \\| 1 | De Iep | Dirk |

## Februari 2027

- *za 13 feb – zo 21 feb: de voorjaarsvakantie (zuid)*

## Maart 2027

- *vr 26 mrt: Goede Vrijdag*
- *ma 29 mrt: Tweede Paasdag*

| Datum | Tijd | Wat | Waar | Kan niet |
|---|---|---|---|---|
| donderdag 25 maart 2027 | 13.30 – 16.30 uur | Coaches: lente | De Iep | Cato |
"""
    )


def test_csv_opens_in_dutch_excel_and_runs_no_formula():
    table = schedule_documents(YEAR, PLAN, "nl")["out/schedule-facilitator.csv"].decode("utf-8-sig")

    assert table.splitlines()[1] == (
        "2026-12-08;dinsdag;13:30;16:30;Coaches;'=Herfst | 1;De Iep;;"
        "de jaarkalenders van 4 scholen waren er nog niet;1;Dirk"
    )


def test_the_address_is_beside_each_school_that_receives_a_meeting_or_a_workshop():
    year = year_of(re.sub(r"name: (De \w+)", r"name: \1, address: Straat van \1", PROJECT) + SERIES)
    outcome = plan_year(year, Wishes())
    assert isinstance(outcome, Planned)

    table = schedule_documents(year, outcome.plan, "nl")["out/schedule.csv"].decode("utf-8-sig")

    rows = [line.split(";") for line in table.splitlines()[1:]]
    assert {row[4] for row in rows} == {"Coaches", "Workshops"}
    assert [row[7] for row in rows] == [f"Straat van {row[6]}" for row in rows]


def test_none_of_those_to_share_names_who_cannot_come():
    documents = schedule_documents(YEAR, PLAN, "nl")
    book = openpyxl.load_workbook(BytesIO(documents["out/schedule.xlsx"]))
    cells = " ".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)

    for text in (cells, documents["out/schedule.md"].decode(), documents["out/schedule.csv"].decode()):
        assert [name for name in ("Dirk", "Cato", "Kan niet") if name in text] == []


def test_the_workbook_holds_dates_and_texts_and_is_the_same_every_time():
    first = schedule_documents(YEAR, PLAN, "nl")["out/schedule-facilitator.xlsx"]
    row = next(openpyxl.load_workbook(BytesIO(first)).active.iter_rows(min_row=2, values_only=True))

    assert (str(row[0].date()), row[5], row[9]) == ("2026-12-08", "=Herfst | 1", 1)
    assert schedule_documents(YEAR, PLAN, "nl")["out/schedule-facilitator.xlsx"] == first


def test_the_facilitator_sees_how_many_can_come_drawn_beside_the_numbers():
    documents = schedule_documents(YEAR, PLAN, "nl")
    shared, own = (
        openpyxl.load_workbook(BytesIO(documents[f"out/{name}.xlsx"]))
        for name in ("schedule", "schedule-facilitator")
    )
    sheet = own["Hoeveel er kunnen komen"]
    heading, *rows = sheet.iter_rows(values_only=True)

    assert shared.sheetnames == ["Rooster 2026-2027"]
    assert heading == ("Datum", "Bijeenkomst", "Kan komen", "Aantal dat niet kan")
    assert [(str(day.date()), *others) for day, *others in rows] == [
        ("2026-12-08", "Coaches: =Herfst | 1", 3, 1),
        ("2027-03-25", "Coaches: lente", 3, 1),
    ]
    assert [len(one.series) for one in sheet._charts] == [2]


def test_the_terminal_shows_the_year_and_who_misses_what():
    console = Console(width=110, color_system=None, record=True, file=StringIO())
    console.print(schedule_table(YEAR, PLAN, words("en")))

    shown = "\n".join(line.rstrip() for line in console.export_text().splitlines())
    assert (
        shown
        == """\
Date           Time           What                   Where   Cannot come
December 2026
Tue 8 Dec      13:30 – 16:30  Coaches: =Herfst | 1   De Iep  Dirk
Sat 19 Dec                    the Christmas holiday
February 2027
Sat 13 Feb                    the spring holiday
March 2027
Thu 25 Mar     13:30 – 16:30  Coaches: lente         De Iep  Cato
Fri 26 Mar                    Good Friday
Mon 29 Mar                    Easter Monday"""
    )

"""What ``leernet ask`` writes comes back with certainty: the workbook, and the answers of a form."""

import csv
import io
import json

import openpyxl
import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.finding import Level
from leernet.model.plan import Plan
from leernet.read.choices import read_choices
from leernet.read.definitions import read_definitions
from leernet.words import words
from leernet.write.ask.question import question_documents
from leernet.write.ask.series import series_question
from leernet.write.projects import example_files

EXAMPLE = {
    path: content
    for path, content in example_files("studentworkshops").items()
    if not path.startswith(("choices/", "allocation/", "plan", "sent"))
}
YEAR = read_definitions(EXAMPLE)[0].year
assert YEAR is not None
SERIES = YEAR.series["studentworkshops"]
NOTHING_PLANNED = Plan(school_year=YEAR.school_year, revision=1)


def wishes(answers):
    return {one.member: sorted(one.ranks, key=one.ranks.get) for one in answers}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_workbook_filled_in_from_its_own_lists_is_read_back(language):
    documents = question_documents(series_question(YEAR, SERIES, NOTHING_PLANNED, words(language)))
    book = openpyxl.load_workbook(io.BytesIO(documents["out/ask/studentworkshops.xlsx"]))
    page, lists = book.worksheets
    offered = [cell.value for cell in lists["C"] if cell.value]
    workshops = [id for id, one in YEAR.workshops.items() if one.series == SERIES.id]
    # Everybody but the last takes three in turn, whatever the order of the list.
    asked = {}
    for number, row in enumerate(page.iter_rows(min_row=2), 0):
        if row[0].value and number < len(YEAR.members) - 20:
            chosen = [offered[(number + step) % len(offered)] for step in (0, 4, 2)]
            asked[row[0].value] = chosen
            for cell, title in zip(row[2:5], chosen, strict=True):
                cell.value = title
    content = io.BytesIO()
    book.save(content)

    choices, findings = read_choices(YEAR, SERIES, {"choices/studentworkshops.xlsx": content.getvalue()})

    titles = {one.title: id for id, one in YEAR.workshops.items()}
    assert len(offered) == len(workshops)
    assert wishes(choices.answers) == {
        member: [titles[title] for title in chosen] for member, chosen in asked.items()
    }
    assert [found for found in findings if found.level is not Level.REMARK] == []


@pytest.mark.parametrize(
    ("fixed", "who"),
    [
        (
            ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam"],
            lambda one: ["1", "", "", one.email, one.name],
        ),
        (["Tijdstempel", "E-mailadres"], lambda one: ["1-9-2026 10:00:00", one.email]),
    ],
)
def test_the_answers_of_a_form_made_of_the_text_are_read_back(fixed, who):
    question = series_question(YEAR, SERIES, NOTHING_PLANNED, words("nl"))
    headings = [line for line in question.text if line.startswith("Keuze ")]
    start = question.text.index("Opties:") + 1
    options = question.text[start : question.text.index("", start)]
    members = [YEAR.members[id] for id, _name in question.rows]
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";")
    rows.writerow([*fixed, *headings])
    for at, member in enumerate(members):
        chosen = [options[(at + step) % len(options)] for step in range(len(headings))]
        rows.writerow([*who(member), *chosen])

    choices, findings = read_choices(YEAR, SERIES, {"choices/studentworkshops.csv": text.getvalue().encode()})

    titles = {one.title: id for id, one in YEAR.workshops.items()}
    assert wishes(choices.answers) == {
        member.id: [titles[options[(at + step) % len(options)]] for step in range(len(headings))]
        for at, member in enumerate(members)
    }
    assert findings == ()


ON_DATES = """\
year: {school_year: 2026-2027, holiday_region: zuid}
schools: {eik: {name: De Eik, host_seats: 20, rooms: 1}}
members: {s1: {name: S1, roles: [student]}}
series:
  w:
    for: {roles: [student]}
    moments:
      herfst: {dates: [2026-10-06, 2026-10-13], time: 9.00-12.00}
      lente: {window: 2027-03-08..2027-03-12, weekdays: [do], time: 13.00-15.00}
workshops:
  a: {series: w, title: Drama, presenter: gast, school: eik, moments: [herfst], seats: 9}
  b: {series: w, title: Muziek, presenter: zij, school: eik, moments: [herfst], seats: 9}
  c: {series: w, title: Toets, presenter: hij, school: eik, moments: [lente], seats: 9}
"""


def test_who_chooses_reads_when_each_moment_and_each_workshop_is(tmp_path):
    (tmp_path / "leernet.yaml").write_text(ON_DATES)

    def when(language):
        run = CliRunner().invoke(app, ["-C", str(tmp_path), "--lang", language, "ask", "w"])
        assert run.exit_code == 0, run.output
        text = (tmp_path / "out" / "ask" / "w.txt").read_text().splitlines()
        return [line for line in text if line.startswith("- ")]

    assert when("en") == [
        "- herfst: 9:00 – 12:00, each workshop on one of these days: Tuesday 6 October 2026 and Tuesday 13 "
        "October 2026",
        "- lente: 13:00 – 15:00, between Monday 8 March 2027 and Friday 12 March 2027; the day is still to "
        "be chosen",
    ]
    CliRunner().invoke(app, ["-C", str(tmp_path), "--today", "2026-08-01", "plan"])
    assert when("nl") == [
        "- herfst: 9.00 – 12.00 uur, elke workshop op een van deze dagen: dinsdag 6 oktober 2026 en dinsdag "
        "13 oktober 2026",
        "- lente: 13.00 – 15.00 uur, donderdag 11 maart 2027",
        "- Drama: di 6 okt",
        "- Muziek: di 13 okt",
        "- Toets: do 11 mrt",
    ]


def test_the_command_writes_both_and_says_where(tmp_path):
    for path, content in EXAMPLE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    run = CliRunner().invoke(app, ["-C", str(tmp_path), "--json", "ask", "studentworkshops"])
    again = CliRunner().invoke(app, ["-C", str(tmp_path), "--lang", "en", "ask", "nothing"])

    assert run.exit_code == 0
    assert json.loads(run.stdout)["documents"] == [
        "out/ask/studentworkshops.txt",
        "out/ask/studentworkshops.xlsx",
    ]
    assert again.exit_code == 2
    assert sorted(path.name for path in (tmp_path / "out" / "ask").iterdir()) == [
        "studentworkshops.txt",
        "studentworkshops.xlsx",
    ]

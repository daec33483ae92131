"""Questions about what lives, whom to pair and who joins: what is filled in comes back with certainty."""

import io

import openpyxl
import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.commands.came_in import CameIn
from leernet.model.inventory import topics_of
from leernet.model.plan import Plan
from leernet.read.definitions import read_definitions

from .test_inventory import PROJECT


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    return tmp_path


def asked(folder, language, *what):
    arguments = ["-C", str(folder), "--lang", language, "--today", "2026-09-28", "ask", *what]
    return CliRunner().invoke(app, arguments)


def filled_in(path, answers):
    """The workbook with answers by id of the member, under its headings."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    headings = [cell.value for cell in page[1]]
    rows = {row[0].value: row for row in page.iter_rows(min_row=2)}
    for member, cells in answers.items():
        for at, text in cells.items():
            rows[member][at].value = text
    content = io.BytesIO()
    book.save(content)
    return headings, content.getvalue()


@pytest.mark.parametrize(("language", "yes"), [("nl", "ja"), ("en", "yes")])
def test_an_inventory_that_is_filled_in_is_read_without_a_word(folder, language, yes):
    assert asked(folder, language, "inventory", "coaches/herfst").exit_code == 0

    _headings, content = filled_in(
        folder / "out" / "ask" / "inventory-coaches-herfst.xlsx",
        {
            "a.bakker": {2: "Hoe houd je tijd?", 5: "Lesbezoek"},
            "e.vos": {4: "Met een kijkwijzer", 5: "Lesbezoek", 6: yes, 7: yes},
        },
    )
    year = read_definitions({"leernet.yaml": PROJECT.encode()})[0].year
    files = {"inventory/coaches-herfst.xlsx": content}
    found, findings = CameIn(files, year, Plan(school_year=year.school_year)).inventories

    (topic,) = topics_of(found["coaches/herfst"])
    assert (topic.name, topic.questions, topic.practices, topic.leads) == ("Lesbezoek", 1, 1, ("e.vos",))
    assert [row.named for row in found["coaches/herfst"]] == [False, True]
    assert findings == ()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_signs_up_is_read_as_a_member(folder, language):
    assert asked(folder, language, "sign-up", "coaches").exit_code == 0
    book = openpyxl.load_workbook(folder / "out" / "ask" / "coaches-sign-up.xlsx")
    book.worksheets[0].append(["Gijs Timmer", "g.timmer@rivier.example", "De Els", "coach", "ma di", "2026"])
    content = io.BytesIO()
    book.save(content)
    files = {"leernet.yaml": PROJECT.encode(), "members-coaches.xlsx": content.getvalue()}

    definitions, findings = read_definitions(files)

    joined = definitions.year.members["g.timmer"]
    assert (joined.name, joined.school, joined.roles, joined.cohort) == (
        "Gijs Timmer",
        "de-els",
        ("coach",),
        "2026",
    )
    assert [one.rule for one in findings if one.level == "error"] == []


def test_who_coaches_in_pairs_is_offered_the_others(folder):
    assert asked(folder, "nl", "pairs", "coaches").exit_code == 0

    headings, _content = filled_in(folder / "out" / "ask" / "coaches-pairs.xlsx", {})
    assert headings == ["lid", "naam", "wens 1", "wens 2"]


@pytest.mark.parametrize(
    "what", [["inventory", "coaches/zomer"], ["pairs", "x"], ["sign-up"], ["a", "b", "c"]]
)
def test_what_cannot_be_asked_is_wrong_usage(folder, what):
    assert asked(folder, "nl", *what).exit_code == 2
    assert not (folder / "out").exists()

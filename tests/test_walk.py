"""Three examples from the question of what lives to the last signing sheet, and every kind of paper printed.

Printing needs LibreOffice (Writer and Calc), Chromium and poppler; without them it is skipped.
"""

import random
import re
import shutil
import subprocess

import openpyxl
import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.projects import example_files
from leernet.write.readers import document_at
from tests.test_attendance import opened, signed
from tests.test_publish import project

pytestmark = pytest.mark.slow
PRINTERS = ("soffice", "chromium", "pdftotext", "pdfinfo")
prints = pytest.mark.skipif(
    not all(map(shutil.which, PRINTERS)), reason=f"needs {', '.join(PRINTERS)} (docs/browser.md)"
)
# By example: the meeting that is asked about.
MEETINGS = {
    "schoolopleiders": "schoolopleiders/herfst",
    "starterscoaches": "starterscoaches/herfst",
    "bsc-slb": "bsc-slb/studiedag-herfst",
}
# What is filled in by hand, not by the example.
BY_HAND = ("choices/", "inventory/", "workshops-")
A4 = (595, 842)
# Points; smaller is not read at a table.
SMALLEST = 6.8


def run(folder, today, *arguments):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "nl", "--today", today, *arguments])
    assert result.exit_code == 0, (arguments, result.stdout, result.stderr)
    return result.stdout


def filled_in(folder, asked, rows, kept):
    """The workbook that was asked round, filled in and kept.

    Args:
        rows: by member, the cells by heading.
    """
    book = openpyxl.load_workbook(folder / "out" / "ask" / f"{asked}.xlsx")
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for heading, text in rows.get(row[0].value, {}).items():
            row[headings.index(heading)].value = text
    (folder / kept).parent.mkdir(exist_ok=True)
    book.save(folder / kept)


def collected(rows):
    """What lives, in the words of the workbook; of whoever brought two things the first."""
    found = {}
    for row in rows:
        cells = {"vraag": row.question, "casus": row.case, "good practice": row.practice}
        cells |= {"onderwerp": row.topic, "leidt": "ja" if row.member in row.leads else ""}
        found.setdefault(row.member, cells)
    return found


def workshops_chosen(folder, meeting):
    """Workshops proposed, planned, chosen at random and allocated."""
    series = meeting.replace("/", "-")
    run(folder, "2026-09-28", "inventory", meeting, "--propose")
    run(folder, "2026-09-28", "check")
    run(folder, "2026-09-28", "plan")
    run(folder, "2026-10-01", "ask", series)
    year, draw = opened(folder).year, random.Random(19)
    titles = [workshop.title for workshop in year.workshops.values()]
    members = [member.id for member in year.members.values() if "schoolopleider" in member.roles]
    chosen = {id: dict(zip("123", draw.sample(titles, 3), strict=True)) for id in members[:-3]}
    filled_in(folder, series, chosen, f"choices/{series}.xlsx")
    run(folder, "2026-10-31", "allocate")


@pytest.fixture(scope="module", params=MEETINGS)
def walked(request, tmp_path_factory):
    """An example after its year, and who signed each of its sheets."""
    example, meeting = request.param, MEETINGS[request.param]
    files = dict(example_files(example))
    source = project(tmp_path_factory.mktemp("example"), files)
    run(source, "2026-06-15", "plan")
    folder = project(
        tmp_path_factory.mktemp("walked"),
        {path: content for path, content in files.items() if not path.startswith(BY_HAND)},
    )
    run(folder, "2026-06-15", "check")
    run(folder, "2026-06-15", "plan")
    run(folder, "2026-08-24", "ask", "inventory", meeting)
    rows = collected(opened(source).came_in.inventories[0][meeting])
    filled_in(
        folder, f"inventory-{meeting.replace('/', '-')}", rows, f"inventory/{meeting.replace('/', '-')}.xlsx"
    )
    lives = run(folder, "2026-09-28", "inventory", meeting)
    assert all(cells["onderwerp"] in lives for cells in rows.values())
    if example == "schoolopleiders":
        workshops_chosen(folder, meeting)
    run(folder, "2026-11-01", "invite", "--all", "--drafts")
    run(folder, "2026-11-01", "invite", "--mark-sent")
    run(folder, "2026-11-01", "publish")
    run(folder, "2026-11-01", "agenda", meeting, "--to", "out/agenda.docx")
    return folder, sign(folder)


def sign(folder):
    """Every sheet to sign comes back with most names signed; the names by occasion."""
    (folder / "attendance").mkdir()
    draw, names = random.Random(21), {}
    for path in sorted((folder / "out" / "lists").glob("*.xlsx")):
        if path.name.startswith("attendance-") or path.name.endswith("-signing.xlsx"):
            content, of_sheets = signed(path.read_bytes(), lambda _name: draw.random() < 0.8)
            (folder / "attendance" / path.name).write_bytes(content)
            names |= of_sheets
    run(folder, "2027-07-01", "attendance")
    return names


def test_who_signed_has_a_proof_and_everything_written_has_a_reader(walked):
    folder, names = walked
    members = {member.name: member.id for member in opened(folder).year.members.values()}
    proofs = {path.stem for path in (folder / "out" / "certificates").iterdir()}
    assert proofs == {members[name] for signed_by in names.values() for name in signed_by}
    written = [path.relative_to(folder).as_posix() for path in (folder / "out").rglob("*") if path.is_file()]
    assert [path for path in written if document_at(path) is None] == []
    assert "attendance" not in run(folder, "2027-07-01", "status")


def test_two_rounds_are_signed_apart_and_each_leader_leads_what_they_offered(walked):
    folder, names = walked
    if not (folder / "choices").exists():
        pytest.skip("no workshops")
    sessions = {reference for reference in names if reference.count("/") == 2}
    assert {reference.split("/")[1] for reference in sessions} == {"ronde-1", "ronde-2"}
    year, rows = opened(folder).year, opened(folder).came_in.inventories[0]["schoolopleiders/herfst"]
    offered = {(row.topic, leader) for row in rows for leader in row.leads}
    assert {(one.title, one.presenter[0]) for one in year.workshops.values()} <= offered


# One paper of each kind that people print.
PAGES = ("agendas/*", "lists/*-badges", "lists/*-rooms", "certificates/*", "report-*", "site/print")
SHEETS = (
    *("schedule", "schedule-facilitator", "away-by-school", "coverage", "ask/*", "lists/attendance-*"),
    *("lists/*-signing", "lists/*-by-school", "lists/*-by-session", "lists/*-by-student"),
)


def papers(folder):
    """The pages, and what an office program prints."""
    kinds = [[f"{page}.html" for page in PAGES], [*(f"{sheet}.xlsx" for sheet in SHEETS), "*.docx"]]
    return [
        [sorted((folder / "out").glob(kind))[0] for kind in of_these if [*(folder / "out").glob(kind)]]
        for of_these in kinds
    ]


def printed(folder, target):
    """Each paper as PDF, by its path."""
    pages, sheets = papers(folder)
    quiet = {"check": True, "capture_output": True, "timeout": 240}
    found = {}
    for page in pages:
        found[page] = target / f"{page.stem}.pdf"
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        command = ["chromium", *options, f"--user-data-dir={target / 'profile'}"]
        subprocess.run([*command, f"--print-to-pdf={found[page]}", page.as_uri()], **quiet)
    office = ["soffice", f"-env:UserInstallation={(target / 'office').as_uri()}", "--headless"]
    subprocess.run([*office, "--convert-to", "pdf", "--outdir", str(target), *map(str, sheets)], **quiet)
    return found | {sheet: target / f"{sheet.stem}.pdf" for sheet in sheets}


def read(command, path):
    return subprocess.run([*command, str(path), "-"], check=True, capture_output=True, text=True).stdout


@prints
def test_every_paper_is_a4_with_text_on_each_page_and_letters_that_can_be_read(walked, tmp_path):
    folder, names = walked
    for paper, pdf in printed(folder, tmp_path).items():
        sizes = subprocess.run(
            ["pdfinfo", "-l", "-1", pdf], check=True, capture_output=True, text=True
        ).stdout
        found = [sorted(map(float, size)) for size in re.findall(r"size: +([\d.]+) x ([\d.]+)", sizes)]
        assert [size for size in found if [*map(round, size)] != [*A4]] == [], paper
        words = re.findall(
            r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', read(["pdftotext", "-bbox"], pdf)
        )
        heights = sorted(float(bottom) - float(top) for top, bottom, _word in words)
        assert heights[0] > SMALLEST, (paper, heights[0])
        pages = read(["pdftotext", "-layout"], pdf).split("\f")[:-1]
        assert [at for at, text in enumerate(pages) if not text.strip()] == [], paper
        if paper.name.endswith("-signing.xlsx"):
            assert len(pages) == sum(reference.count("/") == 2 for reference in names)
        if paper.parent.name == "certificates":
            assert len(pages) == 1

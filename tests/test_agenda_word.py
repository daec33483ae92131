"""An agenda as a Word document says what the Markdown says; without the extra it is said how to get it."""

import io
import sys

import pytest
from typer.testing import CliRunner

from leernet.cli import app
from leernet.write.agenda import agenda_of
from leernet.write.projects import example_files
from tests.test_agenda import PLAN, YEAR
from tests.test_publish import project

docx = pytest.importorskip("docx")


def texts(content):
    """All text of a document in its order, tables too."""
    page = docx.Document(io.BytesIO(content))
    found = []
    for part in page.iter_inner_content():
        if hasattr(part, "rows"):
            found += [" | ".join(cell.text for cell in row.cells) for row in part.rows]
        else:
            found.append(part.text)
    return found


def test_a_word_document_says_what_the_agenda_says():
    from leernet.write.agenda_word import agenda_docx

    content = agenda_docx(agenda_of(YEAR, PLAN, "so/herfst", "nl"))
    assert content == agenda_docx(agenda_of(YEAR, PLAN, "so/herfst", "nl"))
    assert [line for line in texts(content) if set(line) != {"_"}] == [
        "Netwerkbijeenkomst herfst",
        "Leernetwerk schoolopleiders",
        "Wanneer: donderdag 12 november 2026, 9.00 – 12.00 uur",
        "Waar: De Eik, aula, Schoolstraat 1, Vught",
        "Begeleiding: Femke Visser",
        "Rode draad: Het goede gesprek",
        "Thema: Feedback <geven> | *krijgen*",
        "Meer informatie: https://pos.example/herfst",
        "Programma",
        "Tijd | Onderdeel | Door | Voor",
        "9.00 – 9.30 | Inloop |  | ",
        "9.30 – 11.00 | Ronde\n– Het plan – Anne Bakker\n– Je team – lokaal 4 |  | ",
        "11.00 – 11.45 | Verdieping\nHoe pak je dat aan? | Anne Bakker en een gast | directeur en De Eik",
        "11.45 – 12.00 | Afsluiting\nDe volgende bijeenkomst is op dinsdag 9 maart 2027, 9.00 – 12.00 uur, "
        "bij De Linde, Veghel. |  | ",
        "Groepen",
        "Groep 1: Anne Bakker (inbrenger) en Femke Visser",
        "Vooraf",
        "Denk na over de vraag: Wat neem ik mee en wat breng ik in?",
        "Meenemen: een ontwikkelplan",
        "Neem gerust een collega mee.",
        "Kun je er niet bij zijn? Meld je dan af bij Femke Visser. f.visser@pos.example",
        "Mee naar huis",
        "Wat neem je mee naar huis?",
        "Wat wil je de volgende keer inbrengen?",
    ]


def test_the_command_writes_it_and_says_what_is_missing_where_it_cannot(tmp_path, monkeypatch):
    folder = project(tmp_path, dict(example_files("starterscoaches")))
    command = ["-C", str(folder), "--today", "2026-09-01", "agenda", "herfst", "--to", "out/dag.docx"]
    written = CliRunner().invoke(app, command)
    assert (written.exit_code, written.stderr) == (0, "")
    assert "Programma" in texts((folder / "out" / "dag.docx").read_bytes())
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "leernet.write.agenda_word")
    refused = CliRunner().invoke(app, [*command[:-1], "out/ander.docx"])
    assert (refused.exit_code, refused.stderr) == (
        1,
        "leernet: Word documents need an extra that is not installed.\n"
        "    Run: pip install 'leernet[word]'\n",
    )

"""The manual is true: its commands print what its pages say, and its reference is whole."""

import re
from pathlib import Path

import pytest
from msgspec import Struct
from typer.main import get_command

from leernet.cli import app, own_options_first
from leernet.model import allocation, ledger, plan
from tests.constants import filled
from tests.manual import DOCS, LANGUAGES, followed, pages, parts_of
from tests.picture import picture, place
from tests.reference import COMMANDS, PAGES, data, page

PLACES = [(language, path) for language in LANGUAGES for path in pages(language)]
# Followed in every run; the rest in the slow one.
SAMPLE = ("drafts.md", "what-lives.md")


def named(place):
    language, path = place
    return f"{language}-{path.stem}"


def runs(path: Path) -> bool:
    return any(part.kind == "sh" for part in parts_of(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("place", [one for one in PLACES if one[1].name in SAMPLE], ids=named)
def test_a_sample_of_the_pages_says_what_is_printed(place):
    language, path = place

    assert followed(path, language) == path.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", [one for one in PLACES if one[1].name not in SAMPLE and runs(one[1])], ids=named
)
def test_every_page_says_what_is_printed(place):
    language, path = place

    assert followed(path, language) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", PLACES, ids=named)
def test_constants_on_a_page_are_those_of_the_code(place):
    language, path = place
    text = path.read_text(encoding="utf-8")

    assert filled(text, language) == text


def test_every_block_is_run_or_says_that_it_is_not():
    loose = []
    for _language, path in PLACES:
        before = ("", "")
        for part in parts_of(path.read_text(encoding="utf-8")):
            marked = before[0] == "mark" and before[1].startswith(
                ("not run", "file: ", "into the project", "show: ")
            )
            # The program on the page about the draw has tests of its own.
            known = part.kind in ("mark", "table", "sh", "python", "") or marked
            if not known and not (part.kind == "text" and before[0] == "sh"):
                loose.append((path.name, part.kind, part.text[:40]))
            before = (part.kind, part.text)

    assert loose == []


# What only one of the two languages has: the mathematics follow the code, and are in its language.
ENGLISH_ONLY = {"background/allocation.md", "background/planning.md", "background/groups-and-pairs.md"}


def test_every_page_is_there_in_both_languages():
    dutch, english = (
        {path.relative_to(DOCS / language).as_posix() for path in pages(language)} for language in LANGUAGES
    )

    assert english - dutch == ENGLISH_ONLY
    assert dutch - english == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in PAGES if name != "findings"])
def test_a_page_of_the_reference_has_no_empty_cell_where_something_is_told(name, language):
    text = page(name, language)

    assert text.startswith("# ")
    assert [line for line in text.splitlines() if re.match(r"\| [^|]+ \|\s+\|", line)] == []


def test_every_command_has_examples_that_the_command_line_takes():
    group = get_command(app)
    examples = data("commands")

    assert sorted(examples) == COMMANDS
    for name, rows in examples.items():
        for row in rows:
            word, *arguments = own_options_first(row["type"].split())
            assert word == name
            command = group.commands[name]
            command.make_context(name, arguments)


MODELS = {
    "Plan": plan.Plan,
    "PlannedMeeting": plan.PlannedMeeting,
    "PlannedSession": plan.PlannedSession,
    "AllocationRecord": allocation.AllocationRecord,
    "Sent": ledger.Sent,
}


def written(model) -> set[str]:
    if issubclass(model, Struct):
        return set(model.__struct_fields__)
    return {field.alias or name for name, field in model.model_fields.items()}


@pytest.mark.parametrize("file", data("records"))
def test_every_key_of_a_record_is_explained(file):
    record = data("records")[file]

    assert set(record["keys"]) == written(MODELS[record["model"]])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_the_readme_is_a_real_run(language):
    assert picture(language) == place(language).read_text(encoding="utf-8")


@pytest.mark.parametrize("file", ["README.md", "README.nl.md"])
def test_every_link_of_the_readme_leads_somewhere(file):
    folder = DOCS.parent
    links = re.findall(r"\]\(([^)]+)\)", (folder / file).read_text(encoding="utf-8"))

    assert len(links) > 5
    assert [link for link in links if not (folder / link).exists()] == []

"""Every sentence of the code is in the Dutch catalogue, with a translation that has the same fields."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

SOURCES = Path(__file__).parent.parent / "src" / "leernet"
KEYWORDS = {"_": (1,), "_n": (1, 2), "gettext": None, "ngettext": (1, 2)}
METHODS = [
    ("**.py", "python"),
    ("write/templates/**.html", "jinja2"),
    ("write/templates/**.md", "jinja2"),
    ("write/templates/**.txt", "jinja2"),
]


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (SOURCES / "locale" / "nl" / "LC_MESSAGES" / "leernet.po").open("rb") as po:
        return read_po(po, locale="nl")


def sentences() -> set[str]:
    """The first form of every sentence in the sources."""
    found = extract_from_dir(SOURCES, method_map=METHODS, keywords=KEYWORDS)
    return {sentence if isinstance(sentence, str) else sentence[0] for _, _, sentence, _, _ in found}


def called() -> Iterator[str]:
    """What is given to ``_`` and ``_n`` in Python, as Python reads it: babel overlooks some in others."""
    for module in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Name("_" | "_n"), [ast.Constant(str(sentence)), *_others]):
                    yield sentence


def forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def test_the_catalogue_holds_the_sentences_of_the_code_and_no_others(catalogue):
    assert {forms(message.id)[0] for message in messages(catalogue)} == sentences()


def test_no_sentence_of_the_code_is_overlooked_when_they_are_collected():
    assert set(called()) - sentences() == set()


def test_every_sentence_has_a_dutch_translation_that_is_not_marked_as_a_guess(catalogue):
    unfinished = [m.id for m in messages(catalogue) if m.fuzzy or not all(forms(m.string))]

    assert unfinished == []


def test_a_translation_has_the_fields_of_its_sentence(catalogue):
    differing = [
        message.id
        for message in messages(catalogue)
        # Dutch may leave out the number where one is meant; it may add none.
        if fields(forms(message.string)[-1]) != fields(forms(message.id)[-1])
    ]

    assert differing == []

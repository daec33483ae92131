"""How sentences, help texts and pages are worded, in English and in Dutch: what crept in once stays out."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "leernet"
CATALOGUES = tuple(SOURCES / "locale" / "nl" / "LC_MESSAGES" / name for name in ("leernet.po", "help.po"))
# Translated word order and word for word translations, each with what is written instead.
ENGLISH = {
    r"\bstands? (nowhere|in|there|before|above|below|with)\b|\bstand in\b": "is",
    r"\bso many (dates|hosts|people|members|seats)\b": "up to N, a number of",
    r"(^|[.;:] )Of (which|whom|\{\w+\})(?! on a day off)": "the subject first",
    r"\bwhich is not so\b": "but it does not",
    r"\bcan(not)? be had\b": "is (not) possible",
    r"\b[Gg]ive (the command|`?leernet)\b": "run",
    r"\b[Mm]end\b": "correct",
    r"\bbehind (it|a command)\b": "after",
    r"\bwith the (network|series|school|meeting|moment|workshop)( |[:.,]|$)(?!that)": "for the network",
    r"(?<![Tt]here )\bis no (member|meeting|table|key|day|school|list)\b": "is not a member",
    r"\breceives? (guests|nobody|anybody|it|the group|at most)\b|\breceives \{": "hosts",
    r"\bcalled so\b": "has that name",
    r"\bof all together\b": "in total",
    r"\bwished for (it|\{workshop)": "chose",
    r", as \{?[a-z]+[./-]": "such as",
    r"\b(prices?|weights?|duals?|columns? of the master|nodes?)\b.*\b(goal|branch|proof|prove)": "the proof",
    r"\bnor any other\b": "there are none yet",
}
DUTCH = {
    r"\b([Uu]|[Uu]w|uzelf)\b": "je",
    r"\b[Gg]eef (eerst )?`?leernet (plan|allocate)": "voer … uit",
    r"\b(een ander id|het id|dit id)\b": "een andere id, de id",
    r"\bdatums\b|\bDatums\b": "data",
    r"\bfacilitator\b": "begeleider",
    r"\bprijzen\b": "het bewijs",
    r"\b\{count\} mens\b": "persoon",
    r"\b1 mensen\b": "persoon",
    r"\b(the|and|your|that|are|this|have|which|not)\b": "Dutch",
    r"\bgeheel getal\b": "heel getal",
    r"\bkopjes\b": "koppen",
    r"\bvan allen samen\b": "in totaal",
}
# Keys, commands and what is filled in, which are the same in both languages.
GIVEN = re.compile(r"'[^']*'|`[^`]*`|\{\w+\}")


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence and help text with its Dutch, form by form."""
    for path in CATALOGUES:
        with path.open("rb") as po:
            for message in read_po(po, locale="nl"):
                if message.id:
                    yield from zip(forms(message.id), forms(message.string), strict=True)
    for text in keys():
        yield text["en"], text["nl"]


def keys() -> Iterator[Mapping[str, str]]:
    """What the reference says of every key."""
    stack = [yaml.safe_load((SOURCES / "data" / "keys.yaml").read_text(encoding="utf-8"))]
    while stack:
        top = stack.pop()
        if isinstance(top, dict) and {"en", "nl"} <= top.keys() and isinstance(top["en"], str):
            yield top
        elif isinstance(top, dict | list):
            stack.extend(top.values() if isinstance(top, dict) else top)


def prose(page: Path) -> str:
    """A page without its blocks of code, their outputs, names in backticks and links."""
    text = re.sub(r"^```.*?^```$|^<!--.*?-->$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.sub(r"\]\([^)]*\)|`[^`]*`", " ", text)


def worded_otherwise(text: str, kinds: Mapping[str, str]) -> list[str]:
    return [f"{text}: {instead}" for kind, instead in kinds.items() if re.search(kind, text)]


@pytest.mark.parametrize("kind", ENGLISH)
def test_no_english_sentence_is_worded_like_a_translation(kind):
    assert [said for said, _ in sentences() if re.search(kind, said.replace("{mend}", ""))] == []


@pytest.mark.parametrize("kind", DUTCH)
def test_no_dutch_sentence_has_words_that_a_colleague_would_not_use(kind):
    assert [dutch for _, dutch in sentences() if re.search(kind, GIVEN.sub("", dutch))] == []


def test_the_kinds_find_what_they_are_for():
    assert [
        worded_otherwise(text, ENGLISH) == [] for text in ("It stands in no column.", "Mend it.", "Use it.")
    ] == [
        False,
        False,
        True,
    ]


# The reference is built from the sentences that are read above.
PAGES = sorted(page for page in (ROOT / "docs" / "nl").rglob("*.md") if page.parent.name != "reference")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_dutch_page_says_je_and_data(page):
    kinds = {kind: DUTCH[kind] for kind in DUTCH if "uzelf" in kind or "datums" in kind}

    assert worded_otherwise(prose(page), kinds) == []


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "en").glob("how-to/*.md")), ids=lambda page: page.stem
)
def test_an_english_page_is_worded_like_one(page):
    kinds = {
        kind: instead
        for kind, instead in ENGLISH.items()
        if instead in ("run", "after", "is (not) possible", "correct", "is", "for the network")
    }

    assert worded_otherwise(prose(page), kinds) == []

"""What commands show fits a terminal: nothing that must be typed is cut, no title is there twice."""

import re

import pytest

from tests.captures import THEMES, WIDTHS, drawn, kept, picture_of, plain, recorded
from tests.manual import LANGUAGES

BOTH = [(language, width) for language in LANGUAGES for width in WIDTHS]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), BOTH)
def test_what_is_shown_is_what_is_kept_and_nothing_to_type_is_faint(language, width):
    recording = recorded(language, width)

    assert plain(recording) == kept(language, width).read_text(encoding="utf-8")
    faint = re.findall(r"\x1b\[[\d;]*\b2m([^\x1b]*)", recording)
    assert len(faint) > 5
    assert [text for text in faint if "/" in text or "@" in text] == []
    for theme in THEMES if (language, width) == ("nl", 80) else ():
        assert drawn(recording, width, theme) == picture_of(theme).read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "width"), BOTH)
def test_nothing_is_cut(language, width):
    lines = kept(language, width).read_text(encoding="utf-8").splitlines()

    # An address of one's own is meant by these.
    assert [line for line in lines if "…" in line and "https://…" not in line] == []


@pytest.mark.parametrize(("language", "width"), BOTH)
def test_no_two_columns_have_one_title(language, width):
    lines = kept(language, width).read_text(encoding="utf-8").splitlines()
    titles = [
        re.split(r"\s{2,}", line.strip())
        for line in lines
        if re.match(r"[A-Z]\w*(\s{2,}[A-Z][\w ]*){2,}$", line)
    ]

    assert len(titles) > 3
    assert [row for row in titles if len(set(row)) < len(row)] == []


@pytest.mark.parametrize(("language", "width"), BOTH)
def test_every_name_that_is_typed_again_is_whole(language, width):
    text = kept(language, width).read_text(encoding="utf-8")
    meetings = {"nl": "herfst|lente", "en": "autumn|spring"}[language]
    named = set(re.findall(r"(?:schoolopleiders|studentworkshops)/[a-z]*", text))

    assert [name for name in named if not re.fullmatch(rf"\w+/({meetings}|herfst|lente|)", name)] == []

"""A slip of the finger is recognised; another word is not."""

import pytest

from leernet.read.near import nearest, nearest_of_few

SCHOOLS = ("de-regenboog", "de-zandkorrel", "het-mozaiek", "kiem", "de-eik")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("de-regenbog", "de-regenboog"),
        ("De Regenboog", "de-regenboog"),
        ("regenboog", "de-regenboog"),
        ("het-mozaïek", "het-mozaiek"),
        ("keim", "kiem"),
        ("kiem", "kiem"),
        ("mozaiek", "het-mozaiek"),
        ("korrel", "de-zandkorrel"),
        ("eik", None),
        ("de-linde", None),
        ("vuurvogel", None),
        ("", None),
    ],
)
def test_the_word_that_was_meant_is_found(written, meant):
    assert nearest(written, SCHOOLS) == meant


@pytest.mark.parametrize(("others", "meant"), [(0, "regenboog"), (299, "regenboog"), (300, None)])
def test_where_very_many_look_alike_nothing_is_guessed(others, meant):
    assert nearest_of_few("regenbog", ["regenboog", *(f"s{number}" for number in range(others))]) == meant


def test_of_words_that_are_equally_near_the_first_by_name_is_taken():
    assert nearest("w3", ["w2", "w1"]) == nearest("w3", ["w1", "w2"])

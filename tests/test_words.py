"""Sentences become text, in English without a catalogue and in Dutch with one."""

from leernet.words import ENGLISH, _, _n, first_of


def test_fields_lists_and_sentences_inside_sentences_are_filled_in():
    sentence = _("{who} meet at {where}.", who=("Anne", "Bo", "Cas"), where=_("school {id}", id="eik"))

    assert ENGLISH.say(sentence) == "Anne, Bo and Cas meet at school eik."


def test_of_many_things_the_first_are_named():
    assert [first_of("abcd"[:count], 3) for count in range(5)] == [
        (),
        ("a",),
        ("a", "b"),
        ("a", "b", "c"),
        ("a", "b", "c", "…"),
    ]


def test_a_sentence_that_counts_has_a_form_for_one_and_for_many():
    assert [ENGLISH.say(_n("{count} seat", "{count} seats", n)) for n in (0, 1, 2)] == [
        "0 seats",
        "1 seat",
        "2 seats",
    ]

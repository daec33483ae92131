"""YAML is text with places: nothing is guessed, and what is wrong is said where it stands."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from leernet.finding import Place
from leernet.read.yamltext import read_yaml
from leernet.visible import hidden_code, visible


def value_of(text):
    tree, findings = read_yaml("a.yaml", text.encode())
    assert findings == ()
    return tree.value


def said_about(text):
    written = text if isinstance(text, bytes) else text.encode()
    return [str(finding) for finding in read_yaml("a.yaml", written)[1]]


def test_every_scalar_is_the_text_it_looks_like():
    text = (
        "country: NO\nnumber: 010\nprice: 9.00\ntime: 9:30\nswitch: on\nnothing:\nnull: ~\nday: 2026-11-12\n"
    )

    assert value_of(text) == {
        "country": "NO",
        "number": "010",
        "price": "9.00",
        "time": "9:30",
        "switch": "on",
        "nothing": "",
        "null": "~",
        "day": "2026-11-12",
    }


def test_every_value_and_key_has_the_place_where_an_editor_shows_it():
    tree, _ = read_yaml("a.yaml", "é: [ü, {b: c}]\n".encode())

    assert tree.places.values == {
        (): Place("a.yaml", 1, 1),
        ("é",): Place("a.yaml", 1, 4),
        ("é", 0): Place("a.yaml", 1, 5),
        ("é", 1): Place("a.yaml", 1, 8),
        ("é", 1, "b"): Place("a.yaml", 1, 12),
    }
    assert tree.places.keys == {("é",): Place("a.yaml", 1, 1), ("é", 1, "b"): Place("a.yaml", 1, 9)}


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake():
    assert value_of("\ufeffa: 1\r\nb: 2\r\n") == {"a": "1", "b": "2"}


def test_a_repeated_block_is_the_block_it_repeats():
    assert value_of("a: &days [ma, di]\nb: *days\n") == {"a": ["ma", "di"], "b": ["ma", "di"]}


def test_of_a_key_that_stands_twice_the_first_is_read():
    tree, findings = read_yaml("a.yaml", b"a: 1\nb: 2\na: 3\n")

    assert tree.value == {"a": "1", "b": "2"}
    assert [str(finding) for finding in findings] == [
        "a.yaml:3:1: error: The key 'a' is used twice; the first time on line 1."
        " [duplicate-key]\n"
        "    Keep one of the two."
    ]


def test_a_syntax_error_costs_its_own_entry_and_not_the_file():
    tree, findings = read_yaml(
        "a.yaml",
        b"members:\n  a:\n    name: x: y\n  b:\n    name: B\n  c:\n    roles: [x\n  d:\n    name: D\n",
    )

    assert tree.value == {"members": {"b": {"name": "B"}, "d": {"name": "D"}}}
    assert tree.cut == {2: "  a:\n", 3: "    name: x: y\n", 6: "  c:\n", 7: "    roles: [x\n"}
    assert [str(finding.place) for finding in findings] == ["a.yaml:3:12", "a.yaml:7:12"]


def test_places_after_a_cut_are_still_those_of_the_file():
    tree, _ = read_yaml("a.yaml", b"a:\n  b: [1\nc: 2\n")

    assert tree.places.of("c") == Place("a.yaml", 3, 4)


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        ("", "a.yaml", "empty-file"),
        ("# only a remark\n", "a.yaml", "empty-file"),
        ("a: é".encode("cp1252"), "a.yaml:1", "not-utf-8"),
        ("a: é".encode("utf-16"), "a.yaml:1", "not-utf-8"),
        ("a: b\x07", "a.yaml:1:5", "control-character"),
        ("a: b\n---\nc: d", "a.yaml:2:1", "several-documents"),
        ("a: !Wat nu", "a.yaml:1:4", "yaml-tag"),
        ("a: *naam", "a.yaml:1:4", "unknown-anchor"),
        ("a: &a [*a]", "a.yaml:1:8", "unknown-anchor"),
        ("? [a]\n: b", "a.yaml:1:3", "key-is-not-text"),
        ("a:\n\tb: c", "a.yaml:2:1", "tab"),
        ("[" * 900, "a.yaml:1:32", "too-deep"),
        ("a: b: c", "a.yaml:1:5", "yaml-syntax"),
    ],
)
def test_what_yaml_would_swallow_or_choke_on_is_one_finding(text, place, rule):
    written = text if isinstance(text, bytes) else text.encode()
    _, findings = read_yaml("a.yaml", written)

    assert [(str(finding.place), finding.rule) for finding in findings] == [(place, rule)]


def test_brackets_too_deep_for_the_parser_itself_are_one_finding():
    _, findings = read_yaml("a.yaml", b"[" * 100_000)

    assert [finding.rule for finding in findings] == ["too-deep"]


def test_lines_that_begin_with_tabs_are_said_once_and_read_anyway():
    tree, findings = read_yaml("a.yaml", b"a:\n\tb: 1\n\tc: 2\n")

    assert tree.value == {"a": {"b": "1", "c": "2"}}
    assert [str(finding.sentence) for finding in findings] == [
        "2 lines begin with a tab, this one first; YAML needs spaces."
    ]


def test_repetitions_of_repetitions_stop_before_memory_is_full():
    lines = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 9)]
    text = "\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *lines])

    assert [finding.rule for finding in read_yaml("a.yaml", text.encode())[1]] == ["too-much-repetition"]


SLIPS = {
    "a: b: c": "1:5 There is a colon followed by a space inside text, or this line is indented too far.",
    "a: @b": "1:4 Text cannot begin with '@' here.",
    "a: [1, 2\nb: 3": "1:4 The list that begins here with '[' is not closed, or a comma is missing.",
    "a: {b: 1\nc: 2": "1:4 The block that begins here with '{' is not closed, or a comma is missing.",
    "a: 'b\nc: d\n": "1:4 The quote that begins here is never closed.",
    "a: 1\nb\n": "2:1 A line has no colon, so it is neither a key nor part of the line above.",
    "a: - b": "1:4 A list with '-' cannot begin on the line of its key.",
    "a:\n  b: 1\n c: 2": "3:2 This does not continue the block above: it begins in another column,"
    " or follows a closing quote.",
}


@pytest.mark.parametrize(("text", "said"), SLIPS.items())
@pytest.mark.parametrize("parser", [yaml.CBaseLoader, yaml.BaseLoader])
def test_both_parsers_lead_to_the_same_words_at_the_same_place(text, said, parser):
    _, findings = read_yaml("a.yaml", text.encode(), parser)

    assert [f"{found.place.line}:{found.place.column} {found.sentence}" for found in findings] == [said]


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_stop(content):
    read_yaml("a.yaml", content)


YAMLISH = st.text(alphabet=" \t\n:-[]{},#&*!|>'\"%@`abé1.?~\r\x85\u2028", max_size=120)


@given(YAMLISH)
def test_nothing_that_resembles_yaml_makes_reading_stop(text):
    read_yaml("a.yaml", text.encode())


@given(st.text(max_size=60))
def test_text_between_quotes_comes_back_as_people_see_it(text):
    written = yaml.safe_dump({"a": text}, allow_unicode=False)
    tree, findings = read_yaml("a.yaml", written.encode())

    assert tree.value == {"a": visible(text)}
    assert [finding.rule for finding in findings] == ["control-character"] * (hidden_code(text) is not None)


@pytest.mark.parametrize("code", ["\x1b[2J", "\x1b]0;x\a", "\x9b1m", "\x00", "\x7f"])
def test_what_drives_a_terminal_is_an_error_and_never_read(code):
    tree, findings = read_yaml("a.yaml", yaml.safe_dump({"a": f"x{code}", code: "y"}).encode())

    assert {finding.rule for finding in findings} == {"control-character"}
    assert all(letter.isprintable() for text in (*tree.value, *tree.value.values()) for letter in text)

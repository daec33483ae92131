"""A finding prints its place the way editors jump to it, and findings come in file order."""

import pytest

from leernet.finding import Finding, Level, Place, Places, in_file_order, once_per_cause, summed_up
from leernet.words import _


def test_places_are_printed_as_editors_read_them():
    assert [
        str(place)
        for place in (
            Place("members.yaml", 12, 9),
            Place("members.csv", 14),
            Place("members.xlsx", 14, 3, sheet="Blad1"),
            Place("members.xlsx", 14, 28, sheet="Blad1"),
            Place("leernet.yaml"),
        )
    ] == [
        "members.yaml:12:9",
        "members.csv:14",
        "members.xlsx:Blad1!C14",
        "members.xlsx:Blad1!AB14",
        "leernet.yaml",
    ]


def test_a_finding_has_its_mend_on_a_line_of_its_own():
    finding = Finding(
        Place("members.yaml", 12, 13),
        Level.ERROR,
        "unknown-school",
        _(
            "{member} works at school '{school}', which does not exist.",
            member="Anne Bakker",
            school="de-regenbog",
        ),
        _("Did you mean '{other}'?", other="de-regenboog"),
    )

    assert str(finding) == (
        "members.yaml:12:13: error: Anne Bakker works at school 'de-regenbog', which does not exist."
        " [unknown-school]\n    Did you mean 'de-regenboog'?"
    )


def test_findings_come_by_file_and_line_each_once():
    late, early = (Finding(Place("a.yaml", line), Level.ERROR, "rule", _("Wrong.")) for line in (10, 9))

    assert in_file_order([late, early, late]) == (early, late)


def test_a_value_without_a_place_of_its_own_stands_where_its_surroundings_stand():
    places = Places(values={("members", "anne"): Place("members.yaml", 3, 5)})

    assert places.of("members", "anne", "roles", 0) == Place("members.yaml", 3, 5)


def test_many_findings_of_one_kind_are_summed_up_and_others_stay():
    alike = [Finding(Place("a.csv", line), Level.WARNING, "unknown", _("Wrong.")) for line in range(2, 8)]
    other = Finding(Place("a.csv", 1), Level.WARNING, "other", _("Odd."))

    assert [str(found) for found in summed_up([*alike, other], shown=2)] == [
        "a.csv:1: warning: Odd. [other]",
        "a.csv:2: warning: Wrong. [unknown]",
        "a.csv:3: warning: Wrong. [unknown]",
        "a.csv:4: warning: 4 more like these, from here on. [unknown]\n    The option --json lists them all.",
    ]
    assert summed_up(alike[:3], shown=2) == tuple(alike[:3])


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        # Whose row it is says nothing about the cause, unless nothing else is said.
        ({"member": "a", "school": "x"}, {"member": "b", "school": "x"}, True),
        ({"member": "a", "school": "x"}, {"member": "a", "school": "y"}, False),
        ({"member": "a"}, {"member": "b"}, False),
    ],
)
@pytest.mark.parametrize(
    ("file", "line", "is_row"), [("a.CSV", 2, True), ("a.yaml", 2, False), ("a.csv", None, False)]
)
def test_findings_about_rows_of_a_table_with_one_cause_are_one(one, other, together, file, line, is_row):
    found = [
        Finding(
            Place(file, None if line is None else line + at), Level.ERROR, "rule", _("said").saying(**fields)
        )
        for at, fields in enumerate((one, other))
    ]

    assert len(once_per_cause(found)) == (1 if together and is_row else 2)
    if together and is_row:
        assert once_per_cause(found)[0].rows == (2, 3)

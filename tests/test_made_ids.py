"""An id that was made stays with its person, whatever changes; where that is not certain, it is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leernet.read.definitions import read_definitions
from leernet.read.made_ids import KEPT_IDS, text_of_kept

SCHOOLS = "schools: {eik: {name: De Eik}, beuk: {name: De Beuk}}\n"
YEAR = f"year: {{school_year: 2026-2027, holiday_region: zuid}}\n{SCHOOLS}"
HEADING = "naam;e-mail;school\n"
THREE = (
    "Anne Bakker;a.bakker@kiem.example;De Eik",
    "Bo Cornelis;;De Beuk",
    "Cas Dijk;c.dijk@kiem.example;De Beuk",
)


def read(rows, kept=None):
    files = {"leernet.yaml": YEAR, "members.csv": HEADING + "".join(f"{row}\n" for row in rows)}
    if kept is not None:
        files[KEPT_IDS] = text_of_kept(kept)
    definitions, findings = read_definitions(files)
    return definitions, [(found.rule, found.rows or (found.place.line,)) for found in findings]


def ids(definitions):
    return {member.name: id for id, member in definitions.year.members.items()}


def test_ids_are_made_of_the_address_or_else_of_the_name():
    definitions, findings = read([*THREE, "Dirk van den Berg;;De Eik"])

    assert ids(definitions) == {
        "Anne Bakker": "a.bakker",
        "Bo Cornelis": "b.cornelis",
        "Cas Dijk": "c.dijk",
        "Dirk van den Berg": "d.vandenberg",
    }
    assert findings == []


@pytest.mark.parametrize("name", ["Do", "Ma", "Van", "School", "Mon"])
def test_somebody_may_be_called_as_a_heading_is(name):
    definitions, findings = read(["Anne;a@kiem.example;De Eik", f"{name};b@kiem.example;De Beuk"])

    assert (ids(definitions), findings) == ({"Anne": "a", name: "b"}, [])


def test_a_new_address_a_changed_name_and_another_school_keep_the_id():
    kept = read(THREE)[0].kept_ids

    changed, findings = read(
        [
            "Anne Bakker;anne.bakker@waterkant.example;De Eik",
            "Bo Cornelis;bo@kiem.example;De Beuk",
            "Cas de Vries;c.dijk@kiem.example;De Beuk",
        ],
        kept,
    )

    assert ids(changed) == {"Anne Bakker": "a.bakker", "Bo Cornelis": "b.cornelis", "Cas de Vries": "c.dijk"}
    assert findings == []


def test_who_is_not_certain_is_asked_after():
    kept = read(THREE)[0].kept_ids

    _definitions, findings = read(["Anne Bakker;anne@elders.example;De Beuk"], kept)

    assert findings == [("uncertain-id", (2,))]


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("Anne Bakker-Vos;anne@kiem.example;De Eik", True),
        ("Anne Bakker-Vos;anne@kiem.example;De Beuk", False),
        ("Anne Vos;anne@kiem.example;De Eik", False),
        ("Anne;anne@kiem.example;De Eik", False),
    ],
)
def test_who_has_a_longer_name_and_another_address_at_the_same_school_is_asked_after(row, asked):
    kept = read(THREE)[0].kept_ids

    findings = read([row, *THREE[1:]], kept)[1]

    assert findings == ([("uncertain-id", (2,))] if asked else [])
    assert read([*THREE, row], kept)[1] == []


def test_a_new_person_who_would_take_an_id_is_asked_after_and_never_gets_it_silently():
    kept = read(THREE)[0].kept_ids

    _definitions, findings = read([*THREE, "Arie Bakker;a.bakker@dijk.example;De Beuk"], kept)

    assert findings in ([("same-id-made", (2, 5))], [("uncertain-id", (5,))])


def test_two_of_one_name_without_addresses_are_asked_after():
    _definitions, findings = read(["J. Bakker;;De Eik", "J. Bakker;;De Beuk"])

    assert findings == [("same-id-made", (2, 3))]


def namesakes(schools):
    return [f"Sanne de Vries;s{at}@pabo.example;{school}" for at, school in enumerate(schools, start=1)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(("", "De Eik", "De Beuk")), min_size=4, max_size=4), st.permutations(range(3))
)
def test_two_of_one_name_keep_their_ids_by_their_addresses(schools, order):
    before = read([*namesakes(schools[:2]), THREE[0]])[0]
    rows = [*namesakes(schools[2:]), THREE[0]]

    after, findings = read([rows[at] for at in order], before.kept_ids)

    assert {member.email.partition("@")[0]: id for id, member in after.year.members.items()} == {
        "s1": "s1",
        "s2": "s2",
        "a.bakker": "a.bakker",
    }
    assert findings == []


@settings(max_examples=60, deadline=None)
@given(st.permutations(THREE), st.integers(0, 3), st.booleans())
def test_the_order_of_rows_and_new_people_change_no_id(rows, at, late):
    kept = read(THREE)[0].kept_ids
    more = [*rows[:at], "Eva Vos;e.vos@kiem.example;De Eik", *rows[at:]] if late else list(rows)

    definitions, findings = read(more, kept)

    assert findings == []
    known = ids(definitions)
    assert {name: known[name] for name in ("Anne Bakker", "Bo Cornelis", "Cas Dijk")} == ids(read(THREE)[0])

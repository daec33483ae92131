"""Files become one year; every mistake is said at its place, and none hides another."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leernet.finding import Place
from leernet.model.values import Range, Region, SchoolYear
from leernet.model.weekdays import Half, HalfDay
from leernet.model.year import Network
from leernet.read.definitions import read_definitions
from leernet.read.keys import keys_of
from tests.test_table import workbook

YEAR = "year: {school_year: 2026-2027}\n"


def findings_of(**files):
    """What is said about files, by name without suffix."""
    written = {f"{name}.yaml": text for name, text in files.items()}
    return [str(found) for found in read_definitions({"leernet.yaml": YEAR, **written})[1]]


def test_one_file_or_many_make_the_same_year():
    boards, schools = "boards: {kiem: {name: Kiem}}\n", "schools: {eik: {name: De Eik, board: kiem}}\n"
    together, _ = read_definitions({"leernet.yaml": YEAR + boards + schools})
    apart, findings = read_definitions({"b.yml": boards, "leernet.yaml": YEAR, "a.yaml": schools})

    assert findings == ()
    assert apart.year == together.year
    assert apart.year.school_year == SchoolYear(2026)


def test_files_in_folders_and_records_are_no_definitions():
    files = {
        "leernet.yaml": YEAR,
        "plan.yaml": "x",
        "sent.yaml": "x",
        "history/2025-2026.yaml": "x",
        "choices/s.csv": "x",
    }

    assert read_definitions(files)[1] == ()


def test_a_key_may_stand_in_several_files_and_an_id_in_one():
    assert findings_of(a="boards: {kiem: {}, rank: {}}", b="boards: {kiem: {}, blad: {}}") == [
        "b.yaml:1:10: error: Board 'kiem' is defined twice; the other is a.yaml:1. [defined-twice]\n"
        "    Keep one of the two, or give one of them another id."
    ]


def test_a_project_without_a_year_says_so():
    assert [str(found) for found in read_definitions({})[1]] == [
        "leernet.yaml: error: No file has the key 'year', which says what school year this is. [no-year]\n"
        "    Write 'year:' in leernet.yaml and under it '  school_year: 2026-2027',"
        " or begin with 'leernet init'."
    ]


def test_an_unknown_key_gets_the_key_that_was_meant_in_english_or_dutch():
    network = "networks: {n: {facilitator: a, members: {}, begeleider: b, windov: c, seats: 3, xyzzy: 4}}"

    assert findings_of(n=network, m="leden: {}") == [
        "m.yaml:1:1: error: 'leden' is not a key that a file can begin with. [unknown-key]\n"
        "    Did you mean 'members'?",
        "n.yaml:1:45: error: Network 'n' cannot have 'begeleider'. [unknown-key]\n"
        "    Did you mean 'facilitator'?",
        "n.yaml:1:60: error: Network 'n' cannot have 'windov'. [unknown-key]\n"
        "    Did you mean 'window' under 'meetings'?",
        "n.yaml:1:71: error: Network 'n' cannot have 'seats'. [unknown-key]\n"
        "    'seats' is a key of 'workshops'; did this line end up in the wrong block?",
        "n.yaml:1:81: error: Network 'n' cannot have 'xyzzy'. [unknown-key]\n"
        f"    The keys here are: {', '.join(key for key in keys_of(Network) if key != 'id')}.",
    ]


def test_a_mistyped_key_is_not_missing_as_well():
    assert findings_of(a="members: {a: {nam: Anne}}") == [
        "a.yaml:1:15: error: Member 'a' cannot have 'nam'. [unknown-key]\n    Did you mean 'name'?"
    ]


def test_a_block_under_a_dutch_or_mistyped_key_is_read_as_what_was_meant():
    definitions, findings = read_definitions(
        {"leernet.yaml": YEAR, "a.yaml": "Scholen: {eik: {name: De Eik, rooms: x}}\nmembrs: {a: {name: A}}"}
    )

    assert [str(found) for found in findings] == [
        "a.yaml:1:1: error: 'Scholen' is not a key that a file can begin with. [unknown-key]\n"
        "    Did you mean 'schools'?",
        "a.yaml:1:38: error: 'x' is not a whole number. [not-a-number]\n    Use digits only, for example 12.",
        "a.yaml:2:1: error: 'membrs' is not a key that a file can begin with. [unknown-key]\n"
        "    Did you mean 'members'?",
    ]
    assert (sorted(definitions.year.schools), sorted(definitions.year.members)) == (["eik"], ["a"])


def test_a_choice_may_have_capitals_or_be_dutch():
    text = "members: {a: {name: A, grade_band: Bovenbouw, language: Engels}, b: {name: B, grade_band: Lower}}"
    definitions, findings = read_definitions(
        {"leernet.yaml": YEAR.replace("}", ", holiday_region: Zuid}") + text}
    )

    assert findings == ()
    assert definitions.year.settings.holiday_region is Region.ZUID
    assert [(one.grade_band, one.language) for one in definitions.year.members.values()] == [
        ("upper", "en"),
        ("lower", None),
    ]


def test_a_reference_may_be_a_name_and_one_that_fits_nothing_is_said_by_the_rules():
    schools = "schools: {eik: {name: Basisschool De Eik}}\n"
    text = f"{schools}members: {{a: {{name: A, school: de eik, manager: B. de Wit}}}}"
    definitions, findings = read_definitions({"leernet.yaml": YEAR, "a.yaml": text})

    assert findings == ()
    assert definitions.year.members["a"].school == "eik"
    assert definitions.year.members["a"].manager == "B. de Wit"


def test_a_date_in_another_order_gets_the_date_as_it_should_be():
    text = "members: {a: {name: A, away: [12-11-2026, di 3 maart 2027, 2026-11-09 t/m 2026-11-13, morgen]}}"

    assert [found.partition("\n    ")[2] for found in findings_of(a=text)] == [
        "Write it as 2026-11-12.",
        "Write it as 2027-03-03.",
        "Write it as 2026-11-09..2026-11-13.",
        "Write it as 2026-11-12.",
    ]


def test_a_wrong_field_hides_neither_its_neighbours_nor_the_entry():
    files = {
        "leernet.yaml": YEAR,
        "a.yaml": "members: {a: {name: Anne, email: anne, working_days: [ma, xx],"
        " away: [2026-02-30, 2026-11-12]}}",
    }
    definitions, findings = read_definitions(files)

    assert [(str(found.place), found.rule) for found in findings] == [
        ("a.yaml:1:34", "not-an-address"),
        ("a.yaml:1:59", "not-a-weekday"),
        ("a.yaml:1:71", "no-such-day"),
    ]
    member = definitions.year.members["a"]
    assert member.working_days == (HalfDay(0, Half.MORNING), HalfDay(0, Half.AFTERNOON))
    assert [str(days) for days in member.away] == ["2026-11-12"]
    # The date that was kept moved up in the list; its place moved along.
    assert definitions.places.of("members", "a", "away", 0) == Place("a.yaml", 1, 83)


def test_a_wrong_block_inside_a_block_costs_only_itself():
    text = (
        "networks: {n: {facilitator: a, members: {}, groups: {size: many}, meetings: [{id: x}, {titel: y}]}}"
    )
    definitions, findings = read_definitions({"leernet.yaml": YEAR, "n.yaml": text})

    assert [str(found) for found in findings] == [
        "n.yaml:1:60: error: 'many' is not a whole number. [not-a-number]\n"
        "    Use digits only, for example 12.",
        "n.yaml:1:87: error: Network 'n': 'meetings' has no 'id'. [missing-key]\n"
        "    Add it, as in 'id: herfst'.",
        "n.yaml:1:88: error: 'titel' is not a key of 'meetings'. [unknown-key]\n    Did you mean 'title'?",
    ]
    network = definitions.year.networks["n"]
    assert network.groups is None
    assert [meeting.id for meeting in network.meetings] == ["x"]


def test_what_could_not_be_kept_counts_as_declared():
    text = "workshops: {W!: {series: s, seats: 4}}\nseries: {s: {for: x, moments: {herfst: {}}}}"
    definitions, _ = read_definitions({"leernet.yaml": YEAR, "w.yaml": text})

    assert definitions.year.workshops == {}
    assert {kind: sorted(ids) for kind, ids in definitions.declared.items()} == {
        "boards": [],
        "organisations": [],
        "schools": [],
        "members": [],
        "networks": [],
        "series": ["s"],
        "workshops": ["W!"],
        "meetings": [],
        "moments": ["s/herfst"],
    }


def test_ids_in_lines_that_could_not_be_read_count_as_declared_of_every_kind():
    definitions, _ = read_definitions({"leernet.yaml": YEAR, "b.yaml": "boards:\n  kiem:\n    name: a: b\n"})

    assert "kiem" in definitions.declared["boards"]


def test_with_a_wrong_school_year_the_rest_is_read_all_the_same():
    definitions, findings = read_definitions(
        {"leernet.yaml": "year: {school_year: 2026-2028}\nboards: {b: {}}"}
    )

    assert [found.rule for found in findings] == ["not-a-school-year"]
    assert (definitions.school_year_known, sorted(definitions.year.boards)) == (False, ["b"])


def test_a_missing_key_is_said_at_the_entry_with_an_example():
    assert findings_of(w="workshops:\n  toets:\n    series: s\n") == [
        "w.yaml:2:3: error: Workshop 'toets' has no 'seats'. [missing-key]\n    Add it, as in 'seats: 6-18'."
    ]


def test_a_word_that_is_not_one_of_the_choices_gets_the_choices_or_the_nearest():
    schools = "schools: {a: {name: A, holiday_region: zuidd}, b: {name: B, holiday_region: x}}"

    assert findings_of(s=schools) == [
        "s.yaml:1:40: error: 'zuidd' is not one of the words allowed here. [not-a-choice]\n"
        "    Did you mean 'zuid'?",
        "s.yaml:1:77: error: 'x' is not one of the words allowed here. [not-a-choice]\n"
        "    Write one of: noord, midden, zuid.",
    ]


def test_text_where_a_block_belongs_gets_the_keys_of_the_block():
    assert findings_of(
        n="networks: {n: {facilitator: a, members: {}, spacing: 6}, m: x}", m="members: [a]"
    ) == [
        "m.yaml:1:10: error: 'members' needs a block with one entry for each id under it. [not-a-block]\n"
        "    Write each id on a line of its own, indented by two spaces, with a colon after it.",
        "n.yaml:1:54: error: 'spacing' needs a block of keys, not the text '6'. [not-a-block]\n"
        "    Write one or more of these keys under it, each with a colon: min_weeks.",
        "n.yaml:1:61: error: Network 'm' needs a block of keys under it. [not-a-block]\n"
        "    Write its keys under it, each on a line of its own and indented further.",
    ]


def test_a_table_has_english_or_dutch_headings_and_lists_and_dates_as_people_write_them():
    table = (
        "id;Naam;E-mail;Rollen;Werkdagen;afwezig\n"
        'a.bakker;Anne Bakker;a.bakker@kiem.example;schoolopleider, coach;"ma; do-ochtend";12-11-2026\n'
    )
    definitions, findings = read_definitions({"leernet.yaml": YEAR, "members.csv": table})

    assert findings == ()
    member = definitions.year.members["a.bakker"]
    assert (member.name, member.email, member.roles) == (
        "Anne Bakker",
        "a.bakker@kiem.example",
        ("schoolopleider", "coach"),
    )
    assert member.working_days == (
        HalfDay(0, Half.MORNING),
        HalfDay(0, Half.AFTERNOON),
        HalfDay(3, Half.MORNING),
    )
    assert [str(days) for days in member.away] == ["2026-11-12"]
    assert definitions.places.of("members", "a.bakker", "email") == Place("members.csv", 2)


def test_a_heading_with_a_dot_is_a_key_inside_a_block():
    table = "id,reeks,plaatsen,open_to.cohorts\ntoets,s,6-18,2026;2027\n"
    definitions, findings = read_definitions({"leernet.yaml": YEAR, "workshops.csv": table})

    assert findings == ()
    assert definitions.year.workshops["toets"].open_to.cohorts == ("2026", "2027")
    assert definitions.year.workshops["toets"].seats == Range(6, 18)


def test_what_is_wrong_with_a_table_is_said_at_its_row():
    table = "id,naam,Email,mail,schol\na,Anne,anne,,\n,Bo,,,\na,Cas,,,\nd,,,,\n"

    assert [str(found) for found in read_definitions({"leernet.yaml": YEAR, "members.csv": table})[1]] == [
        "members.csv:1: error: The column 'mail' means the same as the column 'Email'. [double-heading]\n"
        '    Keep one of the two, or say \'year: columns: {members: {"mail": "-"}}\'.',
        "members.csv:1: remark: Nothing is read from the column 'schol'. [unknown-heading]\n"
        "    Did you mean 'school'?",
        "members.csv:2: error: 'anne' is not an e-mail address. [not-an-address]\n"
        "    Write one address, for example a.bakker@kiem.example.",
        "members.csv:3: error: This row has no id. [missing-id]\n"
        "    Write a short name that no other row has in the column 'id', such as a.bakker or de-eik.",
        "members.csv:4: error: Member 'a' is defined twice; the other is members.csv:2. [defined-twice]\n"
        "    Keep one of the two, or give one of them another id.",
        "members.csv:5: error: Member 'd' has no 'name'. [missing-key]\n"
        "    Fill in the cell in the column 'name', or add that column.",
    ]


def test_a_table_whose_ids_are_not_certain_may_hold_any_id():
    table = "naam;e-mail\nJan Smit;j.smit@kiem.example\nJoke Smit;j.smit@dijk.example\n"
    definitions, findings = read_definitions({"leernet.yaml": YEAR, "members.csv": table})

    assert [(found.rule, found.rows) for found in findings] == [("same-id-made", (2, 3))]
    assert definitions.unread == {"members"}


WORDS = st.sampled_from(
    (
        "boards",
        "facilitator",
        "for",
        "from",
        "groups",
        "hosts",
        "id",
        "meetings",
        "members",
        "moments",
        "name",
        "programme",
        "required",
        "rotate",
        "school_year",
        "seats",
        "size",
        "title",
        "until",
        "a",
        "b",
        "2026-2027",
        "6-18",
        "ma",
        "2026-11-12",
        "2026-11-09..2026-11-13",
        "9.00-12.00",
    )
)
TREES = st.recursive(
    WORDS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=25,
)
KEYS = st.sampled_from(["year", "boards", "schools", "members", "networks", "series", "workshops"])


@given(st.dictionaries(KEYS, TREES | st.dictionaries(WORDS, TREES, max_size=3), max_size=4))
def test_no_structure_makes_reading_stop(tree):
    # JSON is YAML.
    read_definitions({"leernet.yaml": json.dumps(tree)})


@pytest.mark.parametrize(
    "table",
    [
        "Voornaam;Naam\nAnne;Bakker\nBo;de Groot\n",
        "Voornaam;Naam\nAnne;Anne Bakker\nBo;Bo de Groot\n",
        "Voornaam;Achternaam;Naam\nAnne;Bakker;Anne Bakker\nBo;de Groot;Bo de Groot\n",
        "Voornaam;Tussenvoegsel;Achternaam\nAnne;;Bakker\nBo;de;Groot\n",
        "Naam\nAnne Bakker\nBo de Groot\n",
    ],
)
def test_names_are_whole_however_a_list_divides_them(table):
    read, findings = read_definitions({"leernet.yaml": YEAR, "members.csv": table.encode()})

    assert findings == ()
    assert [member.name for member in read.year.members.values()] == ["Anne Bakker", "Bo de Groot"]


def test_a_sheet_without_headings_is_told_with_those_that_its_workbook_may_have():
    people = [["Naam", "E-mail"], ["Anne Bakker", "anne@eik.example"]]
    schools = [["Naam", "Bestuur"], ["De Eik", "Kiem"]]
    files = {
        "leernet.yaml": YEAR,
        "schools.xlsx": workbook(Scholen=schools, Uitleg=[["Vraag het Anne"]]),
        "gegevens.xlsx": workbook(members=people, Uitleg=[["Vraag het Anne"]]),
    }

    found = [one for one in read_definitions(files)[1] if one.rule == "unused-file"]

    assert {one.place.file: str(one.hint) for one in found} == {
        "schools.xlsx": "Give it columns such as naam; bestuur; plaats; plaatsen, or remove the sheet.",
        "gegevens.xlsx": "If it is a list, call the sheet one of: boards, schools, members, workshops;"
        " or remove it.",
    }

"""Our own columns of choices, in a table and in YAML, each with the answers they give."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from leernet.finding import Place
from leernet.model.choices import Answer, Choices, Placing
from leernet.read.choices import read_choices
from leernet.read.titles import titles_of
from tests.projects import student_year

YEAR = student_year(students=4)


def read(text, year=YEAR, file="choices/workshops.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return read_choices(year, year.series["workshops"], {file: content})


def answer(member, ranks, line, **asked):
    empty = {"never": (), "evidence": (), "absent": (), "placed": (), "tour": False, "answered_at": None}
    return Answer(member, ranks, **{**empty, **asked}, place=Place("choices/workshops.csv", line))


def printed(findings):
    return [str(found) for found in findings]


EVERY_COLUMN = """\
member;1;2;3;never;evidence;absent;placed;reason;tour;answered_at
s1;buiten-rekenen;drama = Muziek;toets;;;;;;;
l102@pabo.example;Muziek;;;toets;buiten-rekenen, muziek;lente;;;ja;12-9-2026 10:04
Chloë Smit;;;;;;;herfst:drama;speelt mee;;
"""


def test_a_place_by_hand_may_be_in_a_workshop_with_a_comma_in_its_title():
    workshops = {
        "rekenen": YEAR.workshops["drama"].model_copy(
            update={"id": "rekenen", "title": "Rekenen, buiten; groep 3"}
        ),
        "drama": YEAR.workshops["drama"],
    }
    choices, findings = read(
        'member;placed\ns1;"herfst:Rekenen, buiten; groep 3, lente: drama"\n',
        YEAR.model_copy(update={"workshops": workshops}),
    )

    assert choices.answers == (
        answer("s1", {}, 2, placed=(Placing("herfst", "rekenen"), Placing("lente", "drama"))),
    )
    assert findings == ()


def test_every_column_of_our_own_is_read():
    choices, findings = read(EVERY_COLUMN)

    assert replace(choices, tables=()) == Choices(
        "workshops",
        (
            answer("s1", {"buiten-rekenen": 0, "drama": 1, "muziek": 1, "toets": 2}, 2),
            answer(
                "s2",
                {"muziek": 0},
                3,
                never=("toets",),
                evidence=("buiten-rekenen", "muziek"),
                absent=("lente",),
                tour=True,
                answered_at=datetime.datetime.fromisoformat("2026-09-12 10:04"),
            ),
            answer("s3", {}, 4, placed=(Placing("herfst", "drama", "speelt mee"),)),
        ),
        silent=("s4",),
    )
    assert findings == ()


def test_the_same_in_yaml():
    choices, findings = read(
        "s1: {1: buiten-rekenen, 2: drama = Muziek, 3: toets}\n"
        "s2:\n"
        "  1: Muziek\n"
        "  never: [toets]\n"
        "  absent: lente\n"
        "s3: {placed: {herfst: drama}, reason: speelt mee}\n",
        file="choices/workshops.yaml",
    )

    assert [
        (found.member, found.ranks, found.never, found.absent, found.placed) for found in choices.answers
    ] == [
        ("s1", {"buiten-rekenen": 0, "drama": 1, "muziek": 1, "toets": 2}, (), (), ()),
        ("s2", {"muziek": 0}, ("toets",), ("lente",), ()),
        ("s3", {}, (), (), (Placing("herfst", "drama", "speelt mee"),)),
    ]
    assert [str(found.place) for found in choices.answers] == [
        f"choices/workshops.yaml:{line}" for line in (1, 2, 6)
    ]
    assert (choices.silent, findings) == (("s4",), ())


def test_a_list_of_answers_in_yaml_names_its_members():
    choices, findings = read("- {member: s1, 1: muziek}\n- muziek\n", file="choices/workshops.yaml")

    assert [(found.member, found.ranks) for found in choices.answers] == [("s1", {"muziek": 0})]
    assert printed(findings) == [
        "choices/workshops.yaml:2: warning: This entry is not the answer of one member, so it is not used."
        " [not-an-answer]\n    Write it as s017: {1: buiten-rekenen, 2: muziek}."
    ]


def test_without_a_file_nobody_answered():
    assert read_choices(YEAR, YEAR.series["workshops"], {}) == (
        Choices("workshops", silent=("s1", "s2", "s3", "s4")),
        (),
    )


def test_a_workshop_named_twice_keeps_its_best_rank_and_levels_have_no_gaps():
    choices, _ = read("member;1;2;3\ns1;muziek;muziek;drama\n")

    assert choices.answers == (answer("s1", {"muziek": 0, "drama": 1}, 2),)


def test_unknown_names_are_found_with_what_was_probably_meant():
    _, findings = read(
        "member;1;2;absent;placed\n"
        "l12@pabo.example;muziek;;;\n"
        "l101@pabo.exampel;muziek;;;\n"
        "s3;Buiten reken;muziek;herst;\n"
        "s2;muziek;zwemmen;;lente:drma\n"
        "s1;muziek;;;drama\n"
        "s4;muziek;;;lente:\n"
    )

    assert printed(findings) == [
        "choices/workshops.csv:2: warning: There is no member 'l12@pabo.example', so the row is not used."
        " [unknown-member]\n    Did you mean 'l102@pabo.example'?",
        "choices/workshops.csv:3: warning: There is no member 'l101@pabo.exampel', so the row is not used."
        " [unknown-member]\n    Did you mean 'l101@pabo.example'?",
        "choices/workshops.csv:4: warning: There is no workshop 'Buiten reken' in this series; the rest"
        " of the row counts. [unknown-workshop]\n    Did you mean 'Buiten rekenen'?",
        "choices/workshops.csv:4: error: This series has no moment 'herst'. [unknown-moment]\n"
        "    Did you mean 'herfst'?",
        "choices/workshops.csv:5: warning: There is no workshop 'zwemmen' in this series; the rest"
        " of the row counts. [unknown-workshop]\n"
        "    Write the title or the id of a workshop of this series, as in workshops.yaml.",
        "choices/workshops.csv:5: error: There is no workshop 'drma' in this series; the rest of the row"
        " counts. [unknown-workshop]\n    Did you mean 'drama'?",
        "choices/workshops.csv:6: error: 'drama' does not say which workshop at which moment."
        " [not-a-placing]\n"
        "    Write the moment, a colon and the workshop, for example herfst:buiten-rekenen.",
        "choices/workshops.csv:7: error: 'lente:' does not say which workshop at which moment."
        " [not-a-placing]\n"
        "    Write the moment, a colon and the workshop, for example herfst:buiten-rekenen.",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Muziek (De Regenboog, 9.00 uur)", "Muziek"),
        ("Drama, spel en dans - VOL", "Drama, spel en dans"),
        ("Muzieklessen", None),
        ("Zwemmen", None),
    ],
)
def test_a_title_with_more_after_it_is_asked_after(written, meant):
    titles = titles_of(student_year().workshops.values())

    assert titles.meant(written) == meant


@pytest.mark.parametrize("between", [" en ", " and ", " & ", "&", " + ", " / ", "/", " of ", " | ", " - "])
def test_two_workshops_in_one_cell_are_both_named_as_they_are_to_be_typed(between):
    titles = titles_of(student_year().workshops.values())
    pairs = tuple(itertools.permutations(("Muziek", "Drama, spel en dans", "toets"), 2))

    assert {titles.both(between.join(pair)) for pair in pairs} == set(pairs)
    three = ("Muziek", "Drama, spel en dans", "toets")
    assert titles.both(between.join(three).lower()) == three
    assert [titles.both(text) for text in ("Drama, spel en dans", f"Muziek{between}Zwemmen")] == [(), ()]
    _, findings = read(f'member;1\ns1;"Muziek{between}Drama, spel en dans"\n')
    assert [str(found.hint) for found in findings if found.rule == "unknown-workshop"] == [
        "Did you mean 'Muziek; Drama, spel en dans'?"
    ]


def test_a_tour_that_is_neither_wanted_nor_not_is_said():
    choices, findings = read("member;1;tour\ns1;muziek;Ja, graag\ns2;muziek;misschien\ns3;muziek;\n")

    assert [found.tour for found in choices.answers] == [True, False, False]
    assert printed(findings) == [
        "choices/workshops.csv:3: warning: 'misschien' is neither yes nor no; it counts as no."
        " [not-yes-or-no]\n    Write yes or no."
    ]


@pytest.mark.parametrize("times", [("", "", ""), ("2026-09-12 10:00",) * 3, ("12-9-2026", "2026-09-12", "")])
def test_of_answers_at_the_same_time_or_without_one_the_lowest_row_counts(times):
    rows = zip(("muziek", "drama", "toets"), times, strict=True)
    choices, _ = read("member;1;answered_at\n" + "".join(f"s1;{id};{at}\n" for id, at in rows))

    assert [each.ranks for each in choices.answers] == [{"toets": 0}]


def test_the_last_answer_counts_and_both_are_named():
    choices, findings = read(
        "member;1;answered_at\n"
        "s1;muziek;2026-09-12 10:00\n"
        "s1;drama;2026-09-13 10:00\n"
        "s1;toets;2026-09-11 10:00\n"
    )

    assert [found.ranks for found in choices.answers] == [{"drama": 0}]
    assert printed(findings) == [
        "choices/workshops.csv:2: warning: s1 answered here and at choices/workshops.csv:3; the last"
        " answer, at choices/workshops.csv:3, counts. [answered-twice]\n"
        "    The same in row 4.\n"
        "    If this one should count, remove the other row."
    ]


def test_without_times_the_lowest_row_counts():
    choices, _ = read("member;1;answered_at\ns1;muziek;2026-09-12 10:00\ns1;drama;\n")

    assert [found.ranks for found in choices.answers] == [{"drama": 0}]


def test_somebody_the_series_is_not_for_is_named():
    choices, findings = read("member;1\ncoach;muziek\n")

    assert choices.answers == ()
    assert [found.rule for found in findings] == ["not-in-series", "no-usable-answer"]


def test_a_name_that_two_members_share_is_nobody():
    year = student_year(students=6)
    members = {**year.members, "s6": year.members["s6"].model_copy(update={"name": "Eva Mulder"})}

    choices, findings = read("member;1\nEva Mulder;muziek\n", year.model_copy(update={"members": members}))

    assert choices.answers == ()
    assert [found.rule for found in findings] == ["shared-name", "no-usable-answer"]


@pytest.mark.parametrize(
    "name",
    [
        "eva mulder",
        " Mulder, Eva",
        "EVA-MULDER",
        "S5",
        "mailto:L105@pabo.example",
        "L105",
        "Eva <l105@pabo.example>;",
        "\u202al105@pabo.example\u202c",
    ],
)
def test_people_are_known_however_their_name_is_written(name):
    choices, _ = read(f'member;1\n"{name}";muziek\n', student_year(students=6))

    assert [found.member for found in choices.answers] == ["s5"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Anne de Vries", "Vries, Anne de"),
        ("Anne de Vries", "de Vries, Anne"),
        ("Łukasz Øster", "lukasz oster"),
        ("Elif Yıldız", "ELIF YILDIZ"),
        ("Sanne O'Brien", "O’Brien, Sanne"),
    ],
)
def test_a_name_is_known_with_its_parts_in_another_order_or_without_its_accents(name, written):
    year = student_year(about={"s1": {"name": name}})

    choices, _ = read(f'member;1\n"{written}";muziek\n', year)

    assert [found.member for found in choices.answers] == ["s1"]


def test_a_number_that_begins_two_addresses_is_nobody():
    year = student_year(about={"s1": {"email": "l9@pabo.example"}, "s2": {"email": "l9@elders.example"}})

    choices, findings = read("member;1\nl9;muziek\n", year)

    assert choices.answers == ()
    assert [found.rule for found in findings] == ["shared-name", "no-usable-answer"]


def test_a_title_that_two_workshops_share_is_not_guessed():
    year = student_year(workshops={"w1": "Muziek", "w2": "Muziek", "w3": "Drama"})

    choices, findings = read("member;1;2\ns1;Muziek;Drama\ns2;w2;w1\n", year)

    assert [found.ranks for found in choices.answers] == [{"w3": 0}, {"w2": 0, "w1": 1}]
    assert printed(findings) == [
        "choices/workshops.csv:2: warning: 'Muziek' is the title of w1 and w2. [shared-title]\n"
        "    Write the id of the one you mean."
    ]


def test_a_row_without_any_choice_is_no_answer():
    choices, findings = read("member;1;2\ns1;;\ns2;geen voorkeur;-\n")

    assert replace(choices, tables=()) == Choices("workshops", (), ("s1", "s2", "s3", "s4"))
    assert [(found.rule, found.place.line) for found in findings] == [
        # A row in which nothing but the member is filled in was not answered.
        ("empty-answer", 3),
        ("no-usable-answer", None),
    ]


def test_a_table_about_something_else_is_said_to_hold_no_choices():
    choices, findings = read("gast;aantal\nEmma;3\n")

    assert choices.answers == ()
    assert [(str(found.level), found.rule) for found in findings] == [
        ("error", "no-member-column"),
        ("error", "no-choice-columns"),
        ("remark", "unused-columns"),
    ]


def test_two_files_of_one_series_are_not_mixed():
    files = {"choices/workshops.csv": b"member;1\ns1;muziek\n", "choices/workshops.yaml": b"s2: {1: drama}\n"}

    choices, findings = read_choices(YEAR, YEAR.series["workshops"], files)

    assert [found.member for found in choices.answers] == ["s1"]
    assert [(found.rule, str(found.place)) for found in findings] == [
        ("two-files-of-choices", "choices/workshops.yaml")
    ]


def test_a_column_without_a_heading_is_no_question():
    choices, _ = read("member;;1;2\ns1;x;muziek;drama\n")

    assert [found.ranks for found in choices.answers] == [{"muziek": 0, "drama": 1}]


CELLS = st.sampled_from(
    (
        "member",
        "1",
        "2",
        "",
        "s1",
        "muziek",
        "Drama, spel en dans",
        '"',
        "a = b",
        ";",
        "[1]",
        "9e9",
        "\x00",
        "ja",
    )
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), st.sampled_from(";,\t"))
def test_whatever_stands_in_a_table_is_read_or_said(rows, delimiter):
    text = "\n".join(delimiter.join(row) for row in rows)

    choices, findings = read(text)

    assert {answer.member for answer in choices.answers} | set(choices.silent) == {"s1", "s2", "s3", "s4"}
    assert all(str(found) for found in findings)


def test_ids_that_are_numbers_do_not_become_ranks():
    year = student_year(workshops={"1": "Muziek", "2": "Drama"})

    choices, _ = read("member;1;2\ns1;2;1\n", year)

    assert choices.answers == (answer("s1", {"2": 0, "1": 1}, 2),)

"""Exports of Microsoft Forms and Google Forms are read as they come; tests/exports holds some of each."""

import datetime
import io
from pathlib import Path

import openpyxl
import pytest

from leernet.read.choices import read_choices
from leernet.read.ordinals import rank_in
from leernet.read.timestamps import timestamps
from leernet.read.titles import Named, titles_of
from tests.projects import student_year

YEAR = student_year()
EXPORTS = Path(__file__).parent / "exports"


def export(name):
    content = (EXPORTS / name).read_bytes()
    return read_choices(YEAR, YEAR.series["workshops"], {name: content})


def written(text):
    return read_choices(YEAR, YEAR.series["workshops"], {"workshops.csv": text.encode()})


def ranks(choices):
    return {answer.member: answer.ranks for answer in choices.answers}


def rules(findings):
    return [(found.rule, found.place.line) for found in findings]


def test_a_ranking_of_an_anonymous_microsoft_form_with_a_question_for_the_address():
    choices, findings = export("microsoft-en-ranking.csv")

    ranking = {"buiten-rekenen": 0, "muziek": 1, "drama": 2, "toets": 3}
    assert ranks(choices) == {"s1": ranking, "s2": ranking}
    assert choices.silent == ("s3", "s4", "s5", "s6")
    assert rules(findings) == [
        ("how-choices-are-read", 1),
        ("unknown-member", 4),
        ("anonymous-answer", 5),
        ("answered-twice", 2),
    ]


def test_first_and_second_choice_with_branches_saved_by_dutch_excel():
    choices, findings = export("microsoft-nl-keuzes.csv")

    assert ranks(choices) == {
        "s1": {"muziek": 0, "buiten-rekenen": 1},
        "s3": {"drama": 0, "muziek": 1},
        "s4": {"buiten-rekenen": 0},
    }
    assert {answer.member: answer.tour for answer in choices.answers} == {
        "s1": True,
        "s3": False,
        "s4": False,
    }
    assert choices.answers[0].answered_at == datetime.datetime.fromisoformat("2026-09-12 10:04")
    assert rules(findings) == [("unused-columns", 1), ("unknown-workshop", 4), ("not-in-series", 5)]


def test_a_grid_whose_rows_are_ranks_asked_per_round():
    choices, findings = export("google-en-grid-of-ranks.csv")

    assert ranks(choices) == {"s1": {"muziek": 0, "buiten-rekenen": 0, "drama": 1}, "s2": {"muziek": 0}}
    assert findings == ()


def test_a_grid_whose_rows_are_workshops():
    choices, findings = export("google-nl-grid-van-workshops.csv")

    assert ranks(choices) == {
        "s1": {"muziek": 0, "drama": 1, "toets": 2, "buiten-rekenen": 3},
        "s2": {"drama": 0, "muziek": 1},
    }
    assert choices.answers[1].never == ("toets",)
    # Two firsts, a third and no second are no order.
    assert rules(findings) == [("choices-unclear", 4)]


@pytest.mark.parametrize("name", ["google-en-boxes.csv", "google-nl-vakjes.csv"])
def test_boxes_that_were_ticked_are_equal_wishes_also_where_titles_hold_the_separator(name):
    choices, findings = export(name)

    assert ranks(choices) == {
        "s1": {"buiten-rekenen": 0, "drama": 0, "toets": 0},
        "s2": {"drama": 0, "muziek": 0},
    }
    assert rules(findings) == [("how-choices-are-read", 1)]


def test_a_workbook_as_microsoft_forms_gives_it():
    book = openpyxl.Workbook()
    book.active.append(
        ["Id", "Start time", "Completion time", "Email", "Name", "First choice ", "Second\u00a0choice"]
    )
    moment = datetime.datetime.fromisoformat("2026-09-12 10:04:05")
    book.active.append(
        [1, moment, moment, "L101@pabo.example", "Anne Bakker", "Muziek", "Drama, spel en dans"]
    )
    content = io.BytesIO()
    book.save(content)

    choices, findings = read_choices(
        YEAR, YEAR.series["workshops"], {"choices/workshops.xlsx": content.getvalue()}
    )

    assert ranks(choices) == {"s1": {"muziek": 0, "drama": 1}}
    assert choices.answers[0].answered_at == moment
    assert str(choices.answers[0].place) == "choices/workshops.xlsx:Sheet!2"
    assert findings == ()


def test_a_repeated_question_of_which_people_fill_in_more_than_one_is_not_certain():
    choices, findings = written("E-mail;keuze;keuze2;keuze3\nl101@pabo.example;Muziek;Drama;Toets\n")

    assert choices.answers == ()
    assert told(findings) == [
        "workshops.csv:1: error: It is not certain in which order 'keuze', 'keuze2' and 'keuze3' count:"
        " Muziek, Drama, Toets, or Toets, Drama, Muziek? [choices-unclear]\n"
        "    Say in series 'workshops' what is meant: columns:"
        ' {"keuze": 1, "keuze2": 2, "keuze3": 3}'
    ]


def test_a_repeated_question_of_which_one_is_filled_in_is_a_branch():
    choices, findings = written("E-mail;keuze;keuze2\nl101@pabo.example;Muziek;\nl102@pabo.example;;Drama\n")

    assert ranks(choices) == {"s1": {"muziek": 0}, "s2": {"drama": 0}}
    assert findings == ()


def told(findings):
    return [str(found) for found in findings]


def test_a_question_for_each_moment_holds_wishes_that_come_none_before_another():
    choices, findings = written(
        "E-mail;Workshop in de eerste ronde;Workshop lente\nl101@pabo.example;Muziek;Drama\n"
    )

    assert ranks(choices) == {"s1": {"muziek": 0, "drama": 0}}
    assert told(findings) == [
        "workshops.csv:1: remark: 'Workshop in de eerste ronde' and 'Workshop lente' are"
        " read as one wish per moment, all equally strong. [how-choices-are-read]\n"
        "    If that is not what you asked, name the columns 1, 2, 3 in the order of the"
        " choices."
    ]


def test_a_grid_whose_rows_are_rounds_has_the_rank_in_its_question():
    choices, findings = written(
        "E-mailadres;Eerste keuze [Ronde 1];Eerste keuze [Ronde 2];Tweede keuze [Ronde 1]\n"
        "l101@pabo.example;Muziek;Drama;Toets\n"
    )

    assert ranks(choices) == {"s1": {"muziek": 0, "drama": 0, "toets": 1}}
    assert findings == ()


def test_a_grid_may_have_a_row_for_a_workshop_whose_title_is_a_year():
    year = student_year(workshops={"toekomst": "2030", "muziek": "Muziek"})
    text = "E-mailadres;Rangschik [2030];Rangschik [Muziek]\nl101@pabo.example;1;2\n"

    choices, findings = read_choices(year, year.series["workshops"], {"workshops.csv": text.encode()})

    assert ranks(choices) == {"s1": {"toekomst": 0, "muziek": 1}}
    assert findings == ()


def test_a_first_choice_of_something_else_leaves_the_workshops_alone():
    choices, findings = written(
        "E-mail;Kies je workshops;1e keuze school\nl101@pabo.example;Muziek;De Regenboog\n"
    )

    assert ranks(choices) == {"s1": {"muziek": 0}}
    assert told(findings) == [
        "workshops.csv:1: remark: Nothing is taken from '1e keuze school'. [unused-columns]"
    ]


def test_a_question_that_nobody_answered_and_answers_without_a_question_are_told():
    _choices, findings = written(
        "E-mail;Kies je workshops;Opmerking;;\nl101@pabo.example;Muziek;;ja graag;\n"
    )

    assert told(findings) == [
        "workshops.csv:1: remark: Nothing is taken from 'Opmerking' and column 4. [unused-columns]"
    ]


def test_a_first_choice_of_a_school_beside_that_of_a_workshop_is_left_alone():
    choices, findings = written(
        "E-mail;1e keuze school;1e keuze workshop;2e keuze workshop\n"
        "l101@pabo.example;De Regenboog;Muziek;Drama\n"
    )

    assert ranks(choices) == {"s1": {"muziek": 0, "drama": 1}}
    assert rules(findings) == [("unused-columns", 1)]


def test_the_favourite_beside_a_second_choice_is_the_first():
    choices, findings = written(
        "E-mail;Kies je favoriet;Kies je tweede keuze\nl101@pabo.example;Muziek;Drama\n"
    )

    assert ranks(choices) == {"s1": {"muziek": 0, "drama": 1}}
    assert told(findings) == [
        "workshops.csv:1: remark: 'Kies je favoriet' is read as the first choice. [how-choices-are-read]\n"
        "    If that is not what you asked, name the columns 1, 2, 3 in the order of the choices."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "E-mail;Eerste keuze;Tweede keuze;En als reserve?\nl101@pabo.example;Muziek;Drama;Toets\n",
        "E-mail;Zet op volgorde;Welke heb je vorig jaar gevolgd?\n"
        'l101@pabo.example;"Muziek;Toets;";Drama\nl102@pabo.example;"Toets;Muziek;";\n',
        "E-mail;1;;3\nl101@pabo.example;Muziek;Drama;Toets\n",
        *(
            f"E-mail;Kies workshops;{asked}\nl101@pabo.example;Muziek, Drama;Toets\n"
            for asked in (
                "Welke workshop wil je zeker niet?",
                "Welke workshops wil je liever niet volgen?",
                "Which workshops would you not like to attend?",
                "Which workshop do you really not want?",
                "Which of these don't you want to do?",
            )
        ),
    ],
)
def test_workshops_of_which_it_is_not_certain_what_was_asked_stop_the_run(text):
    choices, findings = written(text)

    assert choices.answers == ()
    assert ("choices-unclear", 1) in rules(findings)


def test_a_row_of_a_grid_that_is_no_workshop_is_asked_after():
    choices, findings = written(
        "E-mail;Rang [Muziek];Rang [Drama (vol)];Rang [Anders];Stelling [Leuk]\nl101@pabo.example;2;1;3;ja\n"
    )

    assert ranks(choices) == {"s1": {"drama": 0, "muziek": 1}}
    assert told(findings) == [
        "workshops.csv:1: warning: There is no workshop 'Anders' in this series, so its"
        " column is ignored. [unknown-workshop]\n"
        "    Write the title or the id of a workshop of this series, as in workshops.yaml.",
        "workshops.csv:1: remark: Nothing is taken from 'Stelling [Leuk]'. [unused-columns]",
    ]


@pytest.mark.parametrize("asked", ["Welke workshop wil je niet missen?", "Kies 3 workshops, niet meer"])
def test_a_question_with_not_in_it_may_still_ask_for_wishes(asked):
    choices, _ = written(f"E-mail;{asked}\nl101@pabo.example;Muziek\n")

    assert ranks(choices) == {"s1": {"muziek": 0}}
    assert choices.answers[0].never == ()


def test_a_numbered_choice_that_is_repeated_keeps_its_number():
    choices, _ = written(
        "E-mail;Keuze 1;Keuze 12;Keuze 2\nl101@pabo.example;Muziek;;Drama\nl102@pabo.example;;Muziek;Drama\n"
    )

    assert ranks(choices) == {"s1": {"muziek": 0, "drama": 1}, "s2": {"muziek": 0, "drama": 1}}


def test_a_statement_for_each_workshop_with_the_choice_in_the_cell():
    choices, _ = written(
        'Tijdstempel;E-mailadres;Muziek;"Drama, spel en dans"\n'
        "4-5-2026 10:59;l101@pabo.example;2e keuze;1e keuze\n"
    )

    assert ranks(choices) == {"s1": {"drama": 0, "muziek": 1}}


def test_quiz_columns_and_free_text_are_left_alone():
    choices, findings = written(
        "ID;E-mail;Total points;Quiz feedback;Eerste keuze;Points - Eerste keuze;"
        "Feedback - Eerste keuze;Opmerking\n"
        "1;l101@pabo.example;0;;Muziek;0;;ik wil leren zingen\n"
    )

    assert ranks(choices) == {"s1": {"muziek": 0}}
    assert [str(found) for found in findings] == [
        "workshops.csv:1: remark: Nothing is taken from 'Opmerking'. [unused-columns]"
    ]


def test_the_name_counts_where_the_address_is_unknown():
    choices, findings = written(
        "Email;Name;First choice\nanonymous;anonymous;Muziek\nx@home.example;Bram de Wit;Drama\n"
    )

    assert ranks(choices) == {"s2": {"drama": 0}}
    assert rules(findings) == [("anonymous-answer", 2), ("known-by-name", 3)]


@pytest.mark.parametrize("asked", ["Wat is uw docentnummer?", "Je naam als coach", "Your e-mail at school"])
def test_a_question_about_oneself_tells_who_answered(asked):
    choices, _ = written(f"{asked};Eerste keuze\nL102;Muziek\n")

    assert ranks(choices) == {"s2": {"muziek": 0}}


def test_who_the_form_says_answered_is_not_another_whom_the_row_names():
    choices, findings = written(
        "Email;Name;Student number;First choice\nc.koning@kiem.example;Cato Koning;L102;Muziek\n"
        "l101@pabo.example;Anne Bakker;L102;Drama\n"
    )

    assert ranks(choices) == {"s1": {"drama": 0}}
    assert rules(findings) == [("not-in-series", 2)]


@pytest.mark.parametrize(
    "asked",
    [
        "Met wie wil je samen? (naam)",
        "Naam van je mentor",
        "E-mailadres van een medestudent",
        "Your coach's name",
    ],
)
@pytest.mark.parametrize("other", ["Anne Bakker", "L101@pabo.example"])
def test_somebody_else_whom_a_row_names_did_not_answer(asked, other):
    choices, findings = written(
        f"E-mail;{asked};Eerste keuze\nL199@pabo.example;{other};Muziek\nL102@pabo.example;{other};Muziek\n"
    )

    assert ranks(choices) == {"s2": {"muziek": 0}}
    assert rules(findings) == [("unused-columns", 1), ("unknown-member", 2)]


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("1", 1),
        ("1e keuze", 1),
        ("2de voorkeur", 2),
        ("Eerste keuze", 1),
        ("Wat is je tweede keuze?", 2),
        ("3rd choice", 3),
        (" 1st Choice", 1),
        ("Keuze 4", 4),
        ("Preference no. 2", 2),
        ("Tweede ronde, eerste keuze", 1),
        ("Keuze 1 voor het 2e moment", 1),
        ("Welke workshop kies je in de tweede workshopronde?", None),
        ("Kies 3 workshops", None),
        ("keuze", None),
        ("0", None),
    ],
)
def test_which_choice_a_text_is_about(text, rank):
    assert rank_in(text) == rank


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
DUTCH = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@pytest.mark.parametrize("rank", range(1, 11))
def test_every_choice_up_to_the_tenth_is_known_in_every_notation(rank):
    letter = "ABCDEFGHIJ"[rank - 1]
    texts = [
        *(f"{rank}", f"{rank}e keuze", f"Keuze nr. {rank}", ROMAN[rank - 1], f"Keuze {ROMAN[rank - 1]}"),
        *(f"{DUTCH[rank - 1]} keuze", f"{ENGLISH[rank - 1]} choice"),
        # A single I is a one and no ninth letter.
        *([] if letter == "I" else [f"Keuze {letter}", f"choice {letter.lower()}"]),
    ]

    assert {text: rank_in(text) for text in texts} == dict.fromkeys(texts, rank)


def moments(*texts):
    return tuple(None if text is None else datetime.datetime.fromisoformat(text) for text in texts)


@pytest.mark.parametrize(
    ("cells", "day_first", "expected"),
    [
        (["2022/11/30 10:39:41 PM GMT+1"], True, ["2022-11-30 22:39:41"]),
        (["2022/11/30 12:05:00 AM GMT+1"], True, ["2022-11-30 00:05"]),
        (["7/27/26 19:06:23", "8/1/26 9:00"], True, ["2026-07-27 19:06:23", "2026-08-01 09:00"]),
        (["01/10/2026 10:00:00"], True, ["2026-10-01 10:00"]),
        (["01/10/2026 10:00:00"], False, ["2026-01-10 10:00"]),
        (["30/9/2026 9:00", "1/10/2026 9:00"], False, ["2026-09-30 09:00", "2026-10-01 09:00"]),
        # In the order of the rows the second reading would go back in time.
        (["5-9-2026 9:00", "1-10-2026 9:00"], False, ["2026-09-05 09:00", "2026-10-01 09:00"]),
        # Sorted by name, the order tells nothing.
        (
            ["5-9-2026 9:00", "2-9-2026 9:00", "3-9-2026 9:00", "1-10-2026 9:00", "4-9-2026 9:00"],
            False,
            [
                "2026-05-09 09:00",
                "2026-02-09 09:00",
                "2026-03-09 09:00",
                "2026-01-10 09:00",
                "2026-04-09 09:00",
            ],
        ),
        (["2026-11-12 10:39:41", "2026-11-12"], False, ["2026-11-12 10:39:41", "2026-11-12 00:00"]),
        (["2026-11-12T10:39:41"], False, ["2026-11-12 10:39:41"]),
        (["gisteren", "", "31-2-2026 9:00"], True, [None, None, None]),
    ],
)
def test_moments_are_read_as_forms_write_them(cells, day_first, expected):
    assert timestamps(cells, day_first=day_first) == moments(*expected)


def test_dutch_questions_in_an_english_form_do_not_put_days_before_months():
    choices, _ = written(
        "Completion time;Email;Naam;Keuze 1\n9/7/26 10:00:00;l101@pabo.example;Anne Bakker;Muziek\n"
    )

    assert [str(answer.answered_at) for answer in choices.answers] == ["2026-09-07 10:00:00"]


def test_the_longest_title_is_found_first_in_a_cell():
    year = student_year(workshops={"a": "Spel", "b": "Spel, dans", "c": "Spel, dans, drama", "d": "Drama"})
    titles = titles_of(year.workshops.values())

    assert titles.named("Spel, dans, drama, Spel, Drama") == Named((("c",), ("a",), ("d",)))
    assert titles.named("Spel, dans = Drama; Spel, zwemmen") == Named((("b", "d"), ("a",)), ("zwemmen",))
    assert titles.named("Kunst, ook buiten, Spel") == Named((("a",),), ("Kunst, ook buiten",))


def test_titles_are_the_same_whatever_their_case_accents_and_spaces():
    year = student_year(workshops={"cafe": "Café  zonder\u00a0ruis"})

    assert titles_of(year.workshops.values()).find(" cafe zonder RUIS.") == "cafe"

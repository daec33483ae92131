"""What lives: read from own columns and forms, counted by topic, and turned into workshops."""

import json
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from leernet.cli import app
from leernet.explain.possible_topics import possible_topics
from leernet.explain.unanswered import taken_home
from leernet.model.inventory import topics_of
from leernet.model.plan import Plan
from leernet.model.view import View
from leernet.read.definitions import read_definitions
from leernet.read.inventory import read_inventories
from leernet.read.respondents import respondents

PROJECT = """year:
  school_year: 2026-2027
  holiday_region: zuid
  organiser: {name: Planning, email: planning@rivier.example}
schools:
  de-els: {name: De Els, place: Tiel, location: [51.887, 5.429], host_seats: 40, rooms: 2}
members:
  f.post: {name: Fenna Post, email: f.post@rivier.example, organisation: Pabo, roles: [facilitator]}
  a.bakker: {name: Anne Bakker, email: a.bakker@rivier.example, school: de-els, roles: [coach]}
  b.jansen: {name: Bram Jansen, email: b.jansen@rivier.example, school: de-els, roles: [coach]}
  d.kaya: {name: Deniz Kaya, email: d.kaya@rivier.example, school: de-els, roles: [coach], away: [2026-11-10]}
  e.vos: {name: Ellen Vos, email: e.vos@rivier.example, school: de-els, roles: [coach]}
networks:
  coaches:
    title: Leernetwerk
    facilitator: f.post
    members: {roles: [coach]}
    time: 9.00-16.00
    hosts: {school: de-els}
    programme: full-day
    meetings:
      - {id: herfst, title: Netwerkdag herfst, date: 2026-11-10, host: de-els}
      - {id: lente, title: Netwerkdag lente, date: 2027-03-11, host: de-els}
"""
OWN = """member;question;case;practice;topic;leads;named;answered_at
a.bakker;Hoe houd je tijd?;;;Lesbezoek;;ja;2026-09-15 16:20
b.jansen;;Een starter die niet wil;;lesbezoek ;;nee;2026-09-16 8:05
d.kaya;;;We filmen elkaar;Lesbezoek;ja;ja;2026-09-17 12:30
e.vos;;;Met een kijkwijzer;Lesbezoek;ja;ja;2026-09-17 12:31
e.vos;Wat vertel je op dag een?;;;Eerste week;Bram Jansen;;2026-09-21 9:15
"""
YEAR = read_definitions({"leernet.yaml": PROJECT.encode()})[0].year
assert YEAR is not None
VIEW = View(title="Lente", day=date(2027, 3, 11), until=date(2027, 3, 11))
NO_PLAN = Plan(school_year=YEAR.school_year)
PEOPLE = respondents(YEAR.members.values())


def counted(files):
    """For each meeting its topics with (named, questions, cases, practices, leaders), and what is said."""
    found, findings = read_inventories(
        YEAR, NO_PLAN, {path: text.encode() for path, text in files.items()}, PEOPLE
    )
    return {
        meeting: {
            topic.name: (topic.named, topic.questions, topic.cases, topic.practices, topic.leads)
            for topic in topics_of(rows)
        }
        for meeting, rows in found.items()
    }, [str(one).splitlines()[0] for one in findings]


TOPICS = {"Lesbezoek": (4, 1, 1, 2, ("d.kaya", "e.vos")), "Eerste week": (1, 1, 0, 0, ("b.jansen",))}


def test_own_columns_are_counted_by_topic():
    assert counted({"inventory/coaches-herfst.csv": OWN}) == ({"coaches/herfst": TOPICS}, [])


FORM = """ID;Begintijd;Tijd van voltooien;E-mail;Naam;Welke vraag breng je mee?;Welke casus breng je mee?;\
Welke good practice breng je mee?;Over welk onderwerp?;Wil je dit als workshop leiden?;Mag je naam erbij?
1;15-9-2026 16:10;15-9-2026 16:20;A.Bakker@rivier.example;Anne Bakker;Hoe houd je tijd?;;;Lesbezoek;Nee;Ja
2;16-9-2026 8:01;16-9-2026 8:05;anonymous;Bram Jansen;;Een starter die niet wil;;Lesbezoek;;Nee
3;17-9-2026 12:20;17-9-2026 12:30;d.kaya@rivier.example;Deniz Kaya;;;"We filmen; elkaar";Lesbezoek;Ja;Ja
""".replace("\\\n", "")


def test_a_form_is_read_by_what_its_questions_ask():
    assert counted({"inventory/coaches-herfst.csv": FORM}) == (
        {"coaches/herfst": {"Lesbezoek": (3, 1, 1, 1, ("d.kaya",))}},
        [],
    )


@pytest.mark.parametrize(
    ("answered", "meeting"),
    [
        ("", "coaches/herfst"),
        ("2026-09-01", "coaches/herfst"),
        ("2026-11-10 8:00", "coaches/herfst"),
        ("2026-11-11", "coaches/lente"),
        ("2027-03-11", "coaches/lente"),
    ],
)
def test_a_row_of_a_networks_file_belongs_to_the_first_meeting_after_it(answered, meeting):
    text = f"member;question;topic;answered_at\na.bakker;Hoe?;Bezoek;{answered}\n"

    assert counted({"inventory/coaches.csv": text}) == ({meeting: {"Bezoek": (1, 1, 0, 0, ())}}, [])


def test_what_was_answered_after_the_year_is_told():
    text = "member;question;topic;answered_at\na.bakker;Hoe?;Bezoek;2027-03-12\n"

    assert counted({"inventory/coaches.csv": text}) == (
        {},
        [
            "inventory/coaches.csv:2: warning: This was answered after the last meeting of 'coaches', "
            "so it is not used. [inventory-after-the-year]"
        ],
    )


@pytest.mark.parametrize(
    ("file", "mend"),
    [
        ("inventory/coaches-hersft.csv", "Did you mean 'inventory/coaches-herfst.csv'?"),
        ("inventory/oud/coaches-herfst.csv", "Only files in inventory/ itself are read: move it there."),
        ("inventory/antwoorden.csv", "Name it inventory/<network>-<meeting>.csv or inventory/<network>.csv."),
    ],
)
def test_a_file_that_is_about_no_meeting_is_told_with_what_it_should_be_called(file, mend):
    _found, findings = read_inventories(YEAR, NO_PLAN, {file: OWN.encode()}, PEOPLE)

    assert [(str(one.place), one.rule, str(one.hint)) for one in findings] == [(file, "unused-file", mend)]


@given(st.permutations(OWN.splitlines()[1:]))
def test_the_order_of_rows_changes_nothing(rows):
    text = "\n".join((OWN.splitlines()[0], *rows))

    assert counted({"inventory/coaches-herfst.csv": text}) == ({"coaches/herfst": TOPICS}, [])


def test_a_form_sent_twice_counts_once():
    assert counted({"inventory/coaches-herfst.csv": OWN + OWN.partition("\n")[2]}) == (
        {"coaches/herfst": TOPICS},
        [],
    )


def run(folder, *arguments):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", "2026-09-28", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def project(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "coaches-herfst.csv").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_status_tells_which_inventory_is_done(project):
    _code, printed, _said = run(project, "--json", "status")

    due = json.loads(printed)["due"]
    assert [(one["about"], one["state"]) for one in due if one["task"] == "inventory"] == [
        ("coaches/herfst", "done"),
        ("coaches/lente", "coming"),
    ]


def test_the_topics_of_a_meeting_are_shown(project):
    code, printed, said = run(project, "inventory", "coaches/herfst")

    assert (code, said) == (0, "")
    assert [line.split() for line in printed.splitlines()] == [
        ["Topic", "Named", "Questions", "Cases", "Practices", "Would", "lead", "it"],
        ["Lesbezoek", "4", "1", "1", "2", "Deniz", "Kaya,", "Ellen", "Vos"],
        ["Eerste", "week", "1", "1", "0", "0", "Bram", "Jansen"],
    ]


def test_a_proposal_is_a_file_of_the_project_that_can_be_planned(project):
    assert run(project, "plan")[0] == 0
    code, printed, said = run(project, "inventory", "coaches/herfst", "--propose")

    assert (code, said) == (0, "")
    assert printed.splitlines()[:-1] == [
        "3 of 3 questions can be answered in these workshops; more is not possible.",
        "Round 1: Lesbezoek, led by Ellen Vos",
        "Round 2: Eerste week, led by Bram Jansen",
    ]
    proposed = (project / "workshops-coaches-herfst.yaml").read_bytes()
    year = read_definitions({"leernet.yaml": PROJECT.encode(), "w.yaml": proposed})[0].year
    assert [
        (one.title, one.presenter, one.moments, one.seats.smallest) for one in year.workshops.values()
    ] == [
        ("Eerste week", ("b.jansen",), ("ronde-2",), 1),
        ("Lesbezoek", ("e.vos",), ("ronde-1",), 1),
    ]
    assert run(project, "check")[0] == 0
    assert run(project, "plan")[0] == 0
    assert sorted(json.loads(run(project, "--json", "plan")[1])["plan"]["sessions"]) == [
        "coaches-herfst/ronde-1/herfst-lesbezoek",
        "coaches-herfst/ronde-2/herfst-eerste-week",
    ]


def test_a_proposal_never_writes_over_a_file(project):
    run(project, "plan")
    (project / "workshops-coaches-herfst.yaml").write_text("workshops: {}\n", encoding="utf-8")

    code, printed, said = run(project, "inventory", "coaches/herfst", "--propose")

    assert (code, printed) == (1, "")
    assert said.splitlines() == [
        "leernet: 'workshops-coaches-herfst.yaml' exists already and is yours, so nothing is proposed again.",
        "    Edit it, or remove it for a new proposal.",
    ]
    assert (project / "workshops-coaches-herfst.yaml").read_text(encoding="utf-8") == "workshops: {}\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "programme: full-day",
            "programme: morning",
            "The programme of coaches/herfst has no round of workshops.",
        ),
        (", rooms: 2", "", "How many rooms De Els has is not known."),
    ],
)
def test_what_a_proposal_needs_is_told(project, old, new, said):
    definitions = project / "leernet.yaml"
    definitions.write_text(PROJECT.replace(old, new), encoding="utf-8")
    run(project, "plan")

    code, _printed, heard = run(project, "inventory", "coaches/herfst", "--propose")

    assert (code, heard.splitlines()[:1]) == (1, [f"leernet: {said}"])


def test_a_day_without_a_date_has_no_proposal(project):
    code, _printed, said = run(project, "inventory", "coaches/lente", "--propose")

    assert (code, said.splitlines()) == (
        1,
        ["leernet: coaches/lente has no date yet.", "    Run: leernet plan"],
    )


def test_no_meeting_of_that_name_is_a_usage_error(project):
    assert run(project, "inventory", "coaches/herfts")[0] == 2


ROUNDS = """series:
  ochtend: {title: Ochtend, network: coaches, for: members, moments: {een: {meeting: coaches/herfst}}}
workshops:
  lesbezoek: {series: ochtend, title: Lesbezoek, presenter: e.vos, seats: 1-20}
"""


def inventory_of(tmp_path, meeting, *arguments, with_rounds=True):
    """What ``leernet inventory`` says of a meeting after the autumn's inventory, as JSON."""
    (tmp_path / "inventory").mkdir()
    (tmp_path / "leernet.yaml").write_text(PROJECT + (ROUNDS if with_rounds else ""), encoding="utf-8")
    (tmp_path / "inventory" / "coaches-herfst.csv").write_text(OWN, encoding="utf-8")
    (tmp_path / "inventory" / "coaches-lente.csv").write_text(
        "member;question;topic\nb.jansen;Wie belt er?;Bereikbaarheid\n", encoding="utf-8"
    )
    run = ["-C", str(tmp_path), "--today", "2026-09-01"]
    assert CliRunner().invoke(app, [*run, "plan"]).exit_code == 0
    shown = CliRunner().invoke(app, [*run, "--json", "inventory", meeting, *arguments])
    assert shown.exit_code == 0, shown.stderr
    return json.loads(shown.stdout)["inventory"]


def test_what_no_workshop_answered_comes_back_before_the_next_meeting(tmp_path):
    found = inventory_of(tmp_path, "coaches/lente")
    # A workshop was about lesbezoek; about the first week there was none.
    assert found["unanswered"] == ["Eerste week"]
    assert [(topic["topic"], topic["leads"]) for topic in found["topics"]] == [
        ("Bereikbaarheid", []),
        ("Eerste week", ["b.jansen"]),
    ]


def test_what_was_talked_about_at_a_meeting_without_workshops_does_not_come_back(tmp_path):
    assert inventory_of(tmp_path, "coaches/lente", with_rounds=False)["unanswered"] == []


def test_the_agenda_lists_what_lives_and_names_nobody(tmp_path):
    folder = tmp_path
    text = PROJECT.replace("programme: full-day", "programme: morning")
    (folder / "inventory").mkdir()
    (folder / "leernet.yaml").write_text(text, encoding="utf-8")
    (folder / "inventory" / "coaches-herfst.csv").write_text(OWN, encoding="utf-8")
    assert CliRunner().invoke(app, ["-C", str(folder), "--today", "2026-09-01", "plan"]).exit_code == 0
    agenda = (folder / "out" / "agendas" / "coaches-herfst.md").read_text(encoding="utf-8")
    (line,) = [line for line in agenda.splitlines() if "Halen en brengen" in line]
    assert line.split(" | ")[1].partition("<br>–")[2] == " Lesbezoek (4)<br>– Eerste week (1) |"
    assert [name for name in ("Anne", "Bram", "Ellen", "tijd?") if name in agenda] == []


def test_rows_above_the_headings_are_a_title_on_every_sheet():
    heading = "E-mailadres;Welke vraag breng je mee?;Thema"
    rows = "a.bakker@rivier.example;Hoe houd je tijd?;Lesbezoek"
    content = f"Wat leeft er?;;\n;;\n{heading}\n{rows}\n".encode()

    found, findings = read_inventories(YEAR, NO_PLAN, {"inventory/coaches-herfst.csv": content}, PEOPLE)

    (row,) = found["coaches/herfst"]
    assert (row.member, row.question, row.topic, str(row.place), findings) == (
        "a.bakker",
        "Hoe houd je tijd?",
        "Lesbezoek",
        "inventory/coaches-herfst.csv:4",
        (),
    )


def test_topics_are_proposed_by_labels_and_words_and_never_written(tmp_path):
    rows = (
        "member;question;topic\n"
        "a.bakker;Hoe bereid je een lesbezoek voor?;\n"
        "b.jansen;Wat doe je na zo'n lesbezoek?;Lesbezoek\n"
        "d.kaya;Gesprekken met ouders, hoe dan?;\n"
        "e.vos;Een lastig gesprek voeren;\n"
        "b.jansen;Een toets op maat;\n"
        "a.bakker;Toetsen, hoe vaak?;\n"
    )
    found, _ = read_inventories(YEAR, NO_PLAN, {"inventory/coaches-herfst.csv": rows.encode()}, PEOPLE)
    proposed = possible_topics(found["coaches/herfst"])
    assert [(one.name, [row.member for row in one.rows]) for one in proposed] == [
        ("Lesbezoek", ["a.bakker"]),
        ("gesprekken", ["d.kaya", "e.vos"]),
        ("toets", ["b.jansen", "a.bakker"]),
    ]
    assert [topic.name for topic in topics_of(found["coaches/herfst"])] == ["Lesbezoek"]


@pytest.mark.parametrize(
    ("file", "answered", "told_at"),
    [
        ("coaches-herfst", "2026-11-11", "coaches/lente"),
        ("coaches-herfst", "", "coaches/lente"),
        ("coaches-lente", "2027-02-01", "coaches/lente"),
        ("coaches-lente", "", None),
    ],
)
def test_what_somebody_took_home_is_in_their_next_letter(tmp_path, file, answered, told_at):
    rows = f"lid;Wat neem je mee naar huis?;answered_at\na.bakker;Filmen met elkaar;{answered}\n"
    plan = Plan.model_validate(
        {
            "school_year": "2026-2027",
            "meetings": {
                "coaches/herfst": {"date": "2026-11-10", "start": "09:00", "end": "16:00"},
                "coaches/lente": {"date": "2027-03-11", "start": "09:00", "end": "16:00"},
            },
        }
    )
    found, findings = read_inventories(YEAR, plan, {f"inventory/{file}.csv": rows.encode()}, PEOPLE)
    assert findings == ()
    told = taken_home(YEAR, plan, found)
    assert told == ({told_at: {"a.bakker": "Filmen met elkaar"}} if told_at else {})


def test_the_letter_repeats_what_somebody_took_home_and_that_alone_is_no_news(tmp_path):
    (tmp_path / "inventory").mkdir()
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    run = ["-C", str(tmp_path), "--lang", "nl", "--today", "2026-11-20"]
    assert CliRunner().invoke(app, [*run, "plan"]).exit_code == 0
    (tmp_path / "inventory" / "coaches-herfst.csv").write_text(
        "lid;mee naar huis\na.bakker;Filmen met elkaar\n", encoding="utf-8"
    )
    assert CliRunner().invoke(app, [*run, "invite", "coaches/lente"]).exit_code == 0
    letters = {
        path.stem: message_from_bytes(path.read_bytes(), policy=default).get_body().get_content()
        for path in (tmp_path / "out" / "invitations" / "coaches-lente").glob("*.eml")
    }
    told = "De vorige keer nam je mee naar huis: Filmen met elkaar"
    assert sorted(who for who, text in letters.items() if told in text) == ["a.bakker"]
    assert VIEW.news == replace(VIEW, took_home="Filmen met elkaar").news

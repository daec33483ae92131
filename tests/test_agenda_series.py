"""The agenda of a morning of workshops: per school where it differs, once where it does not."""

import json
from email import message_from_bytes
from email.policy import default

import pytest
from typer.testing import CliRunner

from leernet.cli import app

PROJECT = """\
year: {school_year: 2026-2027, holiday_region: zuid, organiser: {name: Planning, email: plan@kiem.example}}
schools:
  els: {name: De Els, place: Tiel, host_seats: 40, rooms: 3, tour: true}
  berk: {name: De Berk, place: Druten, host_seats: 40, rooms: 3}
members:
  anne: {name: Anne Bakker, school: els, email: anne@kiem.example, roles: [coach]}
  s1: {name: Sem Vos, organisation: Pabo, email: s1@pabo.example, roles: [student]}
  s2: {name: Luuk Mol, organisation: Pabo, email: s2@pabo.example, roles: [student]}
series:
  ws:
    title: Workshops
    for: {roles: [student]}
    choose: 1
    programme: workshop-morning
    moments:
      herfst: {date: 2026-10-08, time: 9.00-12.00}
      lente: {date: 2027-04-01, time: 9.00-12.00}
workshops:
  buiten: {series: ws, title: Buiten rekenen, presenter: anne, school: els, seats: 1-9, moments: [herfst]}
  rust: {series: ws, title: Rust in de klas, presenter: een gast, school: berk, seats: 1-9, moments: [herfst]}
  drama: {series: ws, title: Drama, school: berk, seats: 1-9, moments: [lente]}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    return tmp_path


def run(folder, *arguments):
    result = CliRunner().invoke(app, ["-C", str(folder), "--lang", "en", "--today", "2026-09-28", *arguments])
    return result.exit_code, "\n".join(line.rstrip() for line in result.stdout.splitlines())


HERFST = [
    ("09:00", "09:15", "Walk-in with coffee and tea", [], ""),
    ("09:15", "09:30", "Welcome", [], ""),
    ("09:30", "11:45", "Workshops", ["Rust in de klas – een gast"], "De Berk"),
    ("09:30", "11:15", "Workshops", ["Buiten rekenen – Anne Bakker"], "De Els"),
    ("11:15", "11:45", "Tour for whoever wants it", [], "De Els"),
    ("11:45", "12:00", "Closing", [], ""),
]


@pytest.mark.parametrize("planned", [False, True])
def test_each_school_has_its_own_times_and_what_all_have_is_said_once(folder, planned):
    if planned:
        assert run(folder, "plan")[0] == 0

    code, printed = run(folder, "--json", "agenda", "ws/herfst")

    found = json.loads(printed)["agenda"]
    blocks = [
        (one["start"], one["end"], one["title"], one["items"], one["audience"]) for one in found["blocks"]
    ]
    assert (code, blocks) == (0, HERFST)
    assert found["when"] == "Thursday 8 October 2026, 9:00 – 12:00"


def test_a_workshop_that_names_no_moment_is_on_the_agenda_of_the_only_one_there_is(folder):
    def items(text):
        (folder / "leernet.yaml").write_text(text, encoding="utf-8")
        return [
            one["items"]
            for one in json.loads(run(folder, "--json", "agenda", "ws/herfst")[1])["agenda"]["blocks"]
        ]

    several = PROJECT.replace(", moments: [herfst]", "").replace(", moments: [lente]", "")
    only = several.replace("      lente: {date: 2027-04-01, time: 9.00-12.00}\n", "")

    assert not any(items(several))
    assert "Drama" in {item for several in items(only) for item in several}


def test_moments_stand_in_the_list_of_what_is_coming_by_day(folder):
    assert run(folder, "agenda") == (
        0,
        "Day       Time         Meeting           Where           Agenda\n"
        "Thu 8 Oct 9:00 – 12:00 Workshops, herfst De Berk, De Els ws/herfst\n"
        "Thu 1 Apr 9:00 – 12:00 Workshops, lente  De Berk         ws/lente",
    )


def test_a_moment_is_over_the_day_after(folder):
    result = CliRunner().invoke(app, ["-C", str(folder), "--today", "2026-10-09", "--json", "agenda"])
    last = CliRunner().invoke(app, ["-C", str(folder), "--today", "2026-10-08", "--json", "agenda"])

    assert json.loads(result.stdout)["meetings"] == ["ws/lente"]
    assert json.loads(last.stdout)["meetings"] == ["ws/herfst", "ws/lente"]


def test_a_plan_writes_the_agenda_of_a_series_that_has_a_programme(folder):
    run(folder, "plan")

    assert sorted(path.name for path in (folder / "out" / "agendas").iterdir()) == [
        "ws-herfst.html",
        "ws-herfst.md",
        "ws-lente.html",
        "ws-lente.md",
    ]


def test_a_student_reads_the_programme_of_the_school_where_they_go(folder):
    (folder / "choices").mkdir()
    (folder / "choices" / "ws.csv").write_text("member;1\ns1;buiten\ns2;rust\n", encoding="utf-8")
    run(folder, "plan")
    assert run(folder, "allocate")[0] == 0
    run(folder, "invite", "--all")

    mails = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (folder / "out" / "invitations").glob("ws-*/s*.eml")
    }
    assert {name: "Rondleiding voor wie wil" in mail for name, mail in mails.items()} == {
        "s1": True,
        "s2": False,
    }


BLOCKS = """
    programme:
      - {title: Inloop, minutes: 15, kind: break}
      - {title: Workshops, kind: workshops}
      - {title: Rondleiding, kind: tour, start: 11.15, minutes: 30}
      - {title: Afsluiting, minutes: 15}
"""


def test_a_tour_written_at_a_clock_time_is_where_the_school_gives_one(folder):
    path = folder / "leernet.yaml"
    path.write_text(PROJECT.replace(" programme: workshop-morning\n", BLOCKS.strip("\n")[3:] + "\n"))

    code, printed = run(folder, "--json", "agenda", "ws/herfst")

    found = [(one["start"], one["end"], one["title"]) for one in json.loads(printed)["agenda"]["blocks"]]
    assert (code, found) == (
        0,
        [
            ("09:00", "09:15", "Inloop"),
            ("09:15", "11:45", "Workshops"),
            ("09:15", "11:15", "Workshops"),
            ("11:15", "11:45", "Rondleiding"),
            ("11:45", "12:00", "Afsluiting"),
        ],
    )


def test_who_has_a_place_on_the_tour_reads_when_it_is_and_nobody_else_does(folder):
    path = folder / "leernet.yaml"
    path.write_text(PROJECT.replace("school: els, seats: 1-9", "school: els, seats: 1-9, tour: 1"))
    (folder / "choices").mkdir()
    (folder / "choices" / "ws.csv").write_text("member;1;tour\ns1;Buiten rekenen;ja\ns2;Buiten rekenen;nee\n")
    for command in ("plan", "allocate"):
        assert run(folder, command)[0] == 0
    assert run(folder, "invite", "--all")[0] == 0

    mails = {id: folder / "out" / "invitations" / "ws-herfst-buiten" / f"{id}.eml" for id in ("s1", "s2")}
    letters = {
        id: message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",)).get_content()
        for id, path in mails.items()
    }
    said = {
        id: [line for line in letter.splitlines() if "ondleiding" in line] for id, letter in letters.items()
    }
    tour = [
        "11.15 – 11.45 Rondleiding voor wie wil",
        "Als je wilt, krijg je ook een rondleiding door de school.",
    ]
    assert said == {"s1": tour, "s2": []}

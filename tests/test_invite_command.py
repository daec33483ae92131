"""The command: what it writes, prints and sends, and what it refuses."""

import json
import os
import re
from email import message_from_bytes
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leernet import cli
from tests.steps import serving
from tests.test_invite_send import Mailbox

PROJECT = """\
year:
  school_year: 2026-2027
  organiser: {name: Planning POS, email: planning@pos.example}
  language: nl
  holiday_region: zuid
members:
  a.bakker: {name: Anne Bakker, email: a.bakker@kiem.example, roles: [trainer]}
  f.visser: {name: Femke Visser, email: f.visser@pos.example}
networks:
  trainers:
    title: Leernetwerk schoolopleiders
    facilitator: f.visser
    members: {roles: [trainer]}
    time: 9.00-12.00
    hosts: {location: 'Kerkstraat 4, Ede'}
    meetings:
      - {id: herfst, title: Herfstbijeenkomst}
"""
PLAN = """\
schema: 1
school_year: 2026-2027
revision: 1
meetings:
  trainers/herfst: {date: 2026-11-12, start: '09:00', end: '12:00', location: 'Kerkstraat 4, Ede'}
"""
ANSWER = """\
BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
SEQUENCE:0
DTSTAMP:20260902T100000Z
ATTENDEE;PARTSTAT=ACCEPTED:mailto:a.bakker@kiem.example
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "leernet.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def run(project, *arguments, language="nl"):
    options = ["-C", str(project), "--lang", language, "--today", "2026-09-01"]
    return CliRunner().invoke(cli.app, [*options, "invite", *arguments])


def files_in(folder: Path):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_dry_run_writes_what_would_be_sent_and_sends_nothing(project):
    result = run(project, "--all")

    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "Bijeenkomst      Wanneer                                       Berichten  \n"
        "trainers/herfst  donderdag 12 november 2026, 9.00 – 12.00 uur  2 nieuw    \n"
        "2 berichten aan 2 mensen.\n",
        "Er is niets verstuurd. Lees out/invitations/, en geef dan de opdracht met --send.\n",
    )
    assert files_in(project) == [
        ".leernet/feeds.json",
        "leernet.yaml",
        "out/calendars/trainers.ics",
        "out/invitations/all.mbox",
        "out/invitations/overview.csv",
        "out/invitations/trainers-herfst/a.bakker.eml",
        "out/invitations/trainers-herfst/a.bakker.ics",
        "out/invitations/trainers-herfst/f.visser.eml",
        "out/invitations/trainers-herfst/f.visser.ics",
        "out/lists/attendance-trainers-herfst.xlsx",
        "plan.yaml",
    ]


def test_a_dry_run_twice_gives_the_same_bytes(project):
    def contents():
        run(project, "--all")
        return {name: (project / name).read_bytes() for name in files_in(project)}

    assert contents() == contents()


def test_documents_of_an_earlier_run_are_taken_away(project):
    run(project, "--all")
    (project / "leernet.yaml").write_text(
        PROJECT.replace("roles: [trainer]}\n  f", "roles: [trainer], until: 2026-10-01}\n  f")
    )

    run(project, "--all")

    assert [name for name in files_in(project) if name.endswith(".eml")] == [
        "out/invitations/trainers-herfst/f.visser.eml"
    ]


@pytest.fixture
def server(monkeypatch):
    mailbox = Mailbox()
    with serving(mailbox) as port:
        monkeypatch.setenv("LEERNET_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("LEERNET_SMTP_PORT", str(port))
        monkeypatch.setenv("LEERNET_SMTP_SECURITY", "none")
        monkeypatch.setenv("LEERNET_SMTP_PER_MINUTE", "60000")
        yield mailbox


def test_sending_says_how_many_and_the_next_run_has_nothing_to_send(project, server):
    first, second = run(project, "--all", "--send"), run(project, "--all", "--send")

    assert (first.exit_code, first.stdout.splitlines()[-1]) == (0, "Er zijn 2 berichten verstuurd.")
    assert (second.exit_code, second.stdout) == (
        0,
        "Iedereen is op de hoogte: er is niets nieuw, verplaatst of vervallen.\n",
    )
    assert {address: len(mails) for address, mails in server.taken.items()} == {
        "a.bakker@kiem.example": 1,
        "f.visser@pos.example": 1,
    }


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("--due", "--send"), ["auto-generated"]),
        (("--send",), [None]),
        (("--due",), [None]),
        (("--due", "--drafts"), [None]),
    ],
)
def test_only_what_a_timer_sends_says_that_nobody_sent_it(project, server, asked, says):
    options = ["-C", str(project), "--lang", "nl", "--today", "2026-11-01"]
    CliRunner().invoke(cli.app, [*options, "invite", *asked])
    mails = [
        message_from_bytes(path.read_bytes()) for path in project.glob("out/*/trainers-herfst/[!h]*.eml")
    ]

    assert [mail["X-Auto-Response-Suppress"] for mail in mails] == ["OOF, AutoReply"] * 2
    assert [mail["Auto-Submitted"] for mail in mails] == says * 2


def test_what_is_refused_is_a_finding_and_exit_1_and_only_that_is_tried_again(project, server):
    server.behaviour = ["refuse"]

    first, second = run(project, "--all", "--send", language="en"), run(project, "--send", "--only-failed")

    assert (first.exit_code, first.stderr) == (
        1,
        "sent.yaml: error: The message about trainers/herfst to Anne Bakker"
        " (a.bakker@kiem.example) was not delivered: 550 5.1.1 no such mailbox."
        " [not-delivered]\n"
        "    Correct the address in members, then run the command again.\n",
    )
    assert (second.exit_code, second.stdout.splitlines()[-1]) == (0, "Er is 1 bericht verstuurd.")


def test_a_rehearsal_comes_to_the_organiser_and_is_forgotten(project, server):
    result = run(project, "--all", "--to-self")

    assert result.exit_code == 0
    assert {address: len(mails) for address, mails in server.taken.items()} == {"planning@pos.example": 2}
    assert "sent.yaml" not in files_in(project)


def test_answers_are_read_into_the_ledger(project, server):
    run(project, "--all", "--send")
    uid = json.loads((project / "sent.yaml").read_text().splitlines()[2][2:])["uid"]
    answers = project / "antwoorden"
    answers.mkdir()
    (answers / "a.ics").write_text(ANSWER.format(uid=uid))

    first, second = run(project, "replies", str(answers)), run(project, "replies", str(answers))

    assert (first.exit_code, first.stdout, first.stderr) == (
        0,
        "1 bestand is gelezen.\nEr is 1 nieuw antwoord gelezen.\n",
        "",
    )
    assert second.stdout == "1 bestand is gelezen.\nEr zijn 0 nieuwe antwoorden gelezen.\n"


def test_an_older_ledger_is_refused_and_nothing_is_sent(project, server):
    run(project, "--all", "--send")
    (project / "sent.yaml").unlink()

    result = run(project, "--send", language="en")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0] == (
        "sent.yaml: error: 2 messages were sent from here, and sent.yaml knows of 0: it is older or cut off."
        " [ledger-behind]"
    )


def test_check_finds_a_line_of_the_ledger_that_says_nothing(project):
    (project / "sent.yaml").write_text("schema: 1\nmessages:\n- hallo\n")

    result = CliRunner().invoke(cli.app, ["-C", str(project), "--lang", "en", "check"])

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0] == (
        "sent.yaml:3: error: This line of the ledger does not say what was sent. [ledger-line]"
    )


def test_without_an_organiser_or_a_plan_nobody_is_invited(project):
    (project / "plan.yaml").unlink()
    without = PROJECT.replace("  organiser: {name: Planning POS, email: planning@pos.example}\n", "")
    (project / "leernet.yaml").write_text(without)

    result = run(project, language="en")

    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "leernet.yaml:2:3: error: No organiser is defined, so answers would have nowhere to go."
        " [no-organiser]\n"
        "    Add to the year: organiser: {name: Planning POS, email: planning@pos.example}\n"
        "plan.yaml: error: Nothing has been planned yet, so there is nothing to invite to. [no-plan]\n"
        "    Run `leernet plan`.\n",
    )


def test_a_network_that_does_not_exist_is_wrong_usage(project):
    assert run(project, "trainer").exit_code == 2


def test_anybodys_files_can_be_checked(project):
    run(project, "--all")
    right = run(project, "--check", str(project / "out"))
    (project / "fout.ics").write_text("hallo")
    other = run(project, "--check", str(project / "plan.yaml"))
    wrong = run(project, "--check", os.fspath(project / "fout.ics"))

    assert (right.exit_code, right.stdout, right.stderr) == (
        0,
        "6 bestanden: elke agenda laat zien wat bedoeld is.\n",
        "",
    )
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert other.exit_code == 2


def test_personal_feeds_are_written_when_asked_for(project):
    run(project)
    before = files_in(project)
    run(project, "--personal-feeds")

    added = [name for name in files_in(project) if name not in before]
    assert [re.sub("[0-9a-f]{32}", "TOKEN", name) for name in added] == [
        ".leernet/feeds.key",
        "out/calendars/a.bakker-TOKEN.ics",
        "out/calendars/f.visser-TOKEN.ics",
        "out/invitations/personal-feeds.csv",
    ]


def test_json_lists_the_messages(project):
    result = run(project, "--all", "--json")

    (first, _second) = json.loads(result.stdout)["messages"]
    assert first == {
        "occasion": "trainers/herfst",
        "member": "a.bakker",
        "address": "a.bakker@kiem.example",
        "what": "new",
        "method": "REQUEST",
        "uid": "dbed55f4a98b1dce860465d52d50b606@pos.example",
        "sequence": 0,
        "subject": "Uitnodiging: Leernetwerk schoolopleiders: Herfstbijeenkomst, donderdag 12 november 2026",
        "file": "out/invitations/trainers-herfst/a.bakker.eml",
    }


def test_a_year_may_be_played_on_days_that_are_over_reminders_and_all(project, server):
    """What counts as sent then is what the pretended day says, however late it is on the wall."""
    year = (project / "leernet.yaml").read_text(encoding="utf-8")
    invited = "    invite: {weeks_before: 4, remind_days_before: [10, 2]}\n"
    year = year.replace("    time: 9.00-12.00\n", f"    time: 9.00-12.00\n{invited}").replace("2026", "2024")
    (project / "leernet.yaml").write_text(year.replace("2027", "2025"), encoding="utf-8")
    plan = PLAN.replace("2026", "2024").replace("2027", "2025")
    (project / "plan.yaml").write_text(plan, encoding="utf-8")
    sent = {}
    for day in ("10-14", "10-15", "10-16", "11-01", "11-02", "11-03", "11-09", "11-10", "11-11"):
        before = sum(map(len, server.taken.values()))
        options = ["-C", str(project), "--today", f"2024-{day}"]
        CliRunner().invoke(cli.app, [*options, "invite", "--due", "--send", "--yes"])
        sent[day] = sum(map(len, server.taken.values())) - before
    late = CliRunner().invoke(cli.app, ["-C", str(project), "--today", "2024-11-11", "status"]).stdout

    assert {day: count for day, count in sent.items() if count} == {"10-15": 2, "11-02": 2, "11-10": 2}
    assert "--due --send" not in late

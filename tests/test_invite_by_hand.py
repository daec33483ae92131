"""Without a mail server: drafts, answers by telephone, feeds that live on their own; and what is due when."""

import email
import json
from datetime import date
from email.policy import default

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from leernet import cli
from leernet.model.answers import ByHand
from leernet.write.answers import with_answer
from tests.test_invite_command import PLAN, PROJECT

HERFST = "trainers/herfst"


@pytest.fixture
def project(tmp_path):
    write(tmp_path)
    return tmp_path


def write(folder, definitions=PROJECT, plan=PLAN):
    (folder / "leernet.yaml").write_text(definitions, encoding="utf-8")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")


def run(folder, day, *arguments):
    result = CliRunner().invoke(
        cli.app, ["-C", str(folder), "--lang", "en", "--today", day, *arguments], catch_exceptions=False
    )
    assert result.exit_code == 0, result.stdout + result.stderr
    return result


def messages(folder, day, *arguments):
    printed = json.loads(run(folder, day, "--json", "invite", *arguments).stdout)
    return [(one["occasion"], one["member"], one["method"], one["sequence"]) for one in printed["messages"]]


MOVED = PLAN.replace("revision: 1", "revision: 2").replace("2026-11-12", "2026-11-19")
OFF = PROJECT.replace("title: Herfstbijeenkomst}", "title: Herfstbijeenkomst, cancelled: true}")


def test_a_whole_life_without_a_mail_server(project):
    run(project, "2026-09-01", "invite", "--all", "--drafts")
    drafts = sorted((project / "out" / "drafts").rglob("*.eml"))
    draft = email.message_from_bytes(drafts[0].read_bytes(), policy=default)
    (calendar,) = draft.iter_attachments()

    assert [path.name for path in drafts] == ["a.bakker.eml", "f.visser.eml"]
    assert (draft["X-Unsent"], draft["To"], draft["From"]) == (
        "1",
        "Anne Bakker <a.bakker@kiem.example>",
        None,
    )
    assert (calendar.get_filename(), calendar.get_param("method")) == ("uitnodiging.ics", "REQUEST")
    assert str(Calendar.from_ical(calendar.get_payload(decode=True))["METHOD"]) == "REQUEST"
    assert not (project / "sent.yaml").exists()

    assert run(project, "2026-09-01", "invite", "--mark-sent").stdout == "2 messages are noted as sent.\n"
    assert run(project, "2026-09-01", "invite", "--mark-sent").stdout == "0 messages are noted as sent.\n"
    assert messages(project, "2026-09-02", "--all") == []

    write(project, plan=MOVED)
    run(project, "2026-09-03", "invite", "--drafts")
    sent = project / "verzonden"
    sent.mkdir()
    (sent / "een.eml").write_bytes((project / "out/drafts/trainers-herfst/a.bakker.eml").read_bytes())
    run(project, "2026-09-03", "invite", "--mark-sent", str(sent))
    assert messages(project, "2026-09-04") == [(HERFST, "f.visser", "REQUEST", 1)]

    write(project, OFF, MOVED)
    run(project, "2026-09-05", "invite", "--drafts")
    run(project, "2026-09-05", "invite", "--mark-sent")
    assert messages(project, "2026-09-06") == []


def feed(folder, circle="trainers"):
    content = (folder / f"out/calendars/{circle}.ics").read_bytes()
    return content, [
        (str(one["UID"]), one["SEQUENCE"], str(one["STATUS"]), f"{one.DTSTART:%m-%d}")
        for one in Calendar.from_ical(content).walk("VEVENT")
    ]


def test_a_feed_counts_its_changes_though_nothing_is_ever_mailed(project):
    shown = []
    renamed = PROJECT.replace("  trainers:", "  opleiders:")
    for day, definitions, plan in (
        ("2026-09-01", PROJECT, PLAN),
        ("2026-09-02", PROJECT, MOVED),
        ("2026-09-03", renamed, MOVED.replace("trainers/", "opleiders/")),
        ("2026-09-04", OFF, MOVED),
        ("2026-09-05", PROJECT, MOVED),
    ):
        write(project, definitions, plan)
        run(project, day, "invite")
        first, events = feed(project)
        run(project, day, "invite")
        assert feed(project)[0] == first
        shown.append(events)

    (uid,) = {event[0] for events in shown for event in events}
    assert shown == [
        [(uid, 0, "CONFIRMED", "11-12")],
        [(uid, 1, "CONFIRMED", "11-19")],
        [(uid, 1, "CONFIRMED", "11-19")],
        [(uid, 2, "CANCELLED", "11-19")],
        [(uid, 3, "CONFIRMED", "11-19")],
    ]


def test_what_is_due_is_told_on_weekdays_outside_the_holidays_and_the_days_without_notice(project):
    # Six weeks before is 1 October; the five days around it are quiet.
    write(project, PROJECT.replace("members:\n", "  no_notice: [2026-09-29..2026-10-03]\nmembers:\n", 1))

    assert messages(project, "2026-09-27") == []
    assert len(messages(project, "2026-09-28")) == 2
    assert len(messages(project, "2026-09-01", HERFST)) == 2


def test_nobody_who_answered_by_telephone_is_mailed_about_it(project):
    reminding = PROJECT.replace("    time: 9", "    invite: {remind_days_before: [14]}\n    time: 9")
    write(project, reminding)
    run(project, "2026-09-01", "invite", "--all", "--drafts")
    run(project, "2026-09-01", "invite", "--mark-sent")

    run(project, "2026-09-08", "answer", "a.bakker@kiem.example", HERFST, "no")
    run(project, "2026-09-08", "answer", "a.bakker", HERFST, "maybe")
    run(project, "2026-09-09", "answer", "Anne Bakker", HERFST.partition("/")[2], "no")

    assert (project / "answers.csv").read_text() == (
        "member,meeting,answer,plus,on\n"
        f"a.bakker,{HERFST},maybe,,2026-09-08\na.bakker,{HERFST},no,,2026-09-09\n"
    )
    assert messages(project, "2026-10-29") == [(HERFST, "f.visser", "REMINDER", 0)]


def test_a_dutch_table_gets_a_dutch_row_in_its_own_order():
    table = "\ufeffop;lid;bijeenkomst;antwoord;extra\r\n2026-09-01;f.visser;trainers/herfst;ja;2\r\n".encode()

    written = with_answer(table, ByHand("a.bakker", HERFST, "declined", 0, date(2026, 9, 8)))

    assert written == table + b"2026-09-08;a.bakker;trainers/herfst;nee;\r\n"

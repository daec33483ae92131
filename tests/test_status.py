"""What is due when, and how it stands: before anything was done, after invitations, answers, choices."""

import json
import re
from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar
from msgspec.structs import replace
from typer.testing import CliRunner

from leernet.cli import app
from leernet.commands.project import read_project
from leernet.days.holidays import school_holidays
from leernet.explain.due import DueTask
from leernet.explain.status import status
from leernet.explain.status_year import news
from leernet.files import project_files
from leernet.model.ledger import Answered, Bounced, Ledger
from leernet.model.plan import Plan
from leernet.model.records import Records
from leernet.model.values import SchoolYear
from leernet.words import ENGLISH, Sentence
from leernet.write.messages_due import MessagesAsked, due_messages, situation
from leernet.write.projects import demo_files
from leernet.write.status_text import status_lines

from .invite_project import SEPTEMBER, outbox, plan_of, year_of


def lines(due):
    return [(str(one.day), one.task, one.about, one.state, ENGLISH.say(one.sentence)) for one in due]


def of_trainers(due):
    return [line[1:] for line in lines(due) if line[2] == "trainers/herfst"]


def test_without_a_plan_the_plan_is_what_is_due():
    year = year_of()
    due = status(year, Plan(school_year=year.school_year), {}, Ledger(), {}, set(), (), date(2026, 6, 1))

    assert lines(due)[0] == ("None", "plan", "2026-2027", "late", "2 meetings have no date yet.")


ASK_HOST = "ask Basisschool De Regenboog (no contact)"


def test_before_and_after_people_were_invited_and_answered():
    year, plan = year_of(), plan_of()
    today = date(2026, 9, 1)
    sent = outbox().ledger
    first = next(entry for entry in sent.sent if entry.occasion == "trainers/herfst")
    yes = Answered(
        occasion=first.occasion,
        member=first.member,
        address=first.address,
        answer="accepted",
        uid=first.uid,
        sequence=first.sequence,
        dtstamp=SEPTEMBER,
    )

    before = of_trainers(status(year, plan, {}, Ledger(), {}, set(), (), today))
    ledger = replace(sent, answers=(yes,))
    after = of_trainers(status(year, plan, {}, ledger, {}, {"trainers/herfst"}, (), today))

    assert before == [
        ("host", "trainers/herfst", "coming", ASK_HOST),
        ("inventory", "trainers/herfst", "coming", "not asked yet"),
        ("agenda", "trainers/herfst", "coming", "no programme yet"),
        ("invitation", "trainers/herfst", "coming", "0 of 4 invited"),
    ]
    assert after == [
        ("host", "trainers/herfst", "coming", ASK_HOST),
        ("inventory", "trainers/herfst", "done", "topics were collected"),
        ("agenda", "trainers/herfst", "coming", "no programme yet"),
        ("invitation", "trainers/herfst", "done", "4 of 4 invited; 1 come, 0 do not"),
        ("replies", "trainers/herfst", "coming", "3 people have not answered yet"),
    ]


def news_of(year, plan, ledger, today):
    told = situation(year, Records(plan, {}, ledger), datetime.combine(today, time(), UTC))
    due = news(year, due_messages(told, MessagesAsked()), ledger, today)
    return [(one.task, one.state, ENGLISH.say(one.sentence), one.command) for one in due]


def test_who_is_to_be_told_of_a_change_and_what_did_not_arrive_has_a_command():
    year, today = year_of(), date(2026, 9, 2)
    box = outbox(placements={})
    gone = plan_of(meetings={"trainers/herfst": {"date": "2026-11-19"}, "trainers/lente": None})
    first = box.messages[0].entry
    back = Bounced(
        occasion=first.occasion,
        member=first.member,
        address=first.address,
        uid=first.uid,
        message_id=first.message_id,
        dtstamp=SEPTEMBER,
        reason="550 no",
    )

    assert news_of(year, plan_of(), box.ledger, today) == []
    assert news_of(year, gone, box.ledger, today) == [
        (
            "news",
            "today",
            "4 people are to be told what changed about trainers/herfst and trainers/lente",
            "leernet invite --due --send",
        )
    ]
    assert news_of(year, plan_of(), replace(box.ledger, bounces=(back,)), today) == [
        ("resend", "today", "1 message did not arrive", "leernet invite --send --only-failed")
    ]
    assert news_of(year, gone, box.ledger, date(2027, 6, 1)) == []


def test_of_a_series_the_choices_and_the_allocation_are_due(tmp_path):
    for path, content in demo_files().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)

    common = ["-C", str(tmp_path), "--today", "2026-09-26", "--lang", "en", "--json"]
    result = CliRunner().invoke(app, [*common, "status"])

    due = [one for one in json.loads(result.stdout)["due"] if one["about"] == "studentworkshops"]
    assert due == [
        {
            "day": "2026-09-25",
            "task": "choices",
            "about": "studentworkshops",
            "state": "done",
            "text": "56 of 60 people chose",
            "command": "",
        },
        {
            "day": "2026-09-26",
            "task": "allocation",
            "about": "studentworkshops",
            "state": "today",
            "text": "place people in workshops",
            "command": "leernet allocate studentworkshops",
        },
    ]


DEMO = ["--today", "2026-09-26", "--lang", "en"]


@pytest.fixture
def demo(tmp_path):
    for path, content in demo_files().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def run(folder, *arguments):
    result = CliRunner().invoke(app, ["-C", str(folder), *DEMO, *arguments])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_nothing_is_wider_than_80_columns_and_what_is_to_be_typed_is_whole(demo):
    run(demo, "plan")
    due = json.loads(run(demo, "--json", "status"))["due"]
    lines = run(demo, "status").splitlines()

    assert max(map(len, lines)) <= 80
    commands = [one["command"] for one in due if one["state"] != "done" and one["command"]]
    assert commands
    typed = [line[12:].split("  ")[0] for line in lines if line[12:].startswith("leernet ")]
    assert sorted(typed) == sorted(commands)
    named = {one["about"] for one in due if one["state"] == "done" or one["about"] in one["command"]}
    assert named <= {word for line in lines for word in line.split()}
    assert sum(line.startswith(" ") for line in lines) <= 2


def test_no_task_is_due_in_a_holiday_whatever_the_day_of_the_meeting(demo):
    run(demo, "plan")
    opened, _, _ = read_project(project_files(demo), date(2026, 6, 1))
    quiet = [one.days for one in school_holidays(opened.year.settings.holiday_region, SchoolYear(2026))]
    first = next(iter(opened.plan.meetings))
    told = ("inventory", "host", "invitation", "reminder", "replies")
    # Every third day: each weekday in and around each holiday.
    for day in list(SchoolYear(2026).days)[::3]:
        moved = opened.plan.meetings[first].model_copy(update={"day": day})
        plan = opened.plan.model_copy(update={"meetings": {**opened.plan.meetings, first: moved}})
        due = status(opened.year, plan, {}, Ledger(), {}, set(), (), date(2026, 8, 1))
        late = [one for one in due if one.task in told and any(one.day in days for days in quiet)]
        assert late == []


def test_what_belongs_to_the_year_itself(demo):
    run(demo, "plan")

    def tasks(today):
        result = CliRunner().invoke(app, ["-C", str(demo), "--today", today, "--json", "status"])
        due = json.loads(result.stdout)["due"]
        return {one["task"]: (one["state"], one["command"]) for one in due}

    assert tasks("2026-09-26")["publish"] == ("coming", "leernet publish")
    run(demo, "publish")
    assert tasks("2026-09-26")["publish"] == ("done", "")
    shown = demo / "out" / "site" / "data.json"
    shown.write_text(re.sub(r'"day": "2026-1\d-\d\d"', '"day": "2026-11-30"', shown.read_text()))
    assert tasks("2026-09-26")["publish"] == ("late", "leernet publish")
    assert "next-year" not in tasks("2027-03-31")
    assert tasks("2027-04-01")["next-year"] == ("coming", "leernet next-year")
    assert tasks("2027-06-02")["next-year"] == ("late", "leernet next-year")
    assert "purge" not in tasks("2026-09-26")
    assert tasks("2029-01-01")["purge"] == ("late", "leernet purge")


def test_the_calendar_of_tasks_is_the_same_on_one_day_and_keeps_its_entries_over_days(demo):
    run(demo, "plan")
    assert run(demo, "status", "--ics") == f"{demo / 'out' / 'todo.ics'}\n"
    first = (demo / "out" / "todo.ics").read_bytes()
    run(demo, "status", "--ics")
    assert (demo / "out" / "todo.ics").read_bytes() == first
    calendar = Calendar.from_ical(first)
    todos = [one for one in calendar.walk() if one.name == "VTODO"]
    days = [one for one in calendar.walk() if one.name == "VEVENT"]
    due = json.loads(run(demo, "--json", "status"))["due"]
    assert (len(todos), len(days)) == (len(due), sum(one["state"] != "done" for one in due))
    uids = [str(one["UID"]) for one in (*todos, *days)]
    assert len(set(uids)) == len(uids)
    CliRunner().invoke(app, ["-C", str(demo), "--lang", "nl", "--today", "2026-09-27", "status", "--ics"])
    later = Calendar.from_ical((demo / "out" / "todo.ics").read_bytes())
    assert {str(one["UID"]) for one in later.walk() if one.name == "VTODO"} == {
        str(one["UID"]) for one in todos
    }


def test_leernet_alone_says_the_next_step_and_in_an_empty_folder_how_to_begin(demo, tmp_path_factory):
    lines = run(demo).splitlines()
    assert lines[1] == "Next:"
    assert sum("  leernet " in line for line in lines) == 1
    assert lines[-1] == "The whole list: leernet status. Everything else: leernet --help"
    empty = run(tmp_path_factory.mktemp("empty"))
    assert [command in empty for command in ("leernet init", "leernet demo", "leernet --help")] == [True] * 3


REMINDED = {
    "networks": {"trainers": {"invite": {"remind_days_before": ["14", "10", "3"]}}},
    # So that the last two are due on one day.
    "settings": {"no_notice": ["2026-10-31..2026-11-11"]},
}


def reminders_due(year, plan, ledger, today):
    """By what status says, and by what invite would send: meeting and how many days before it."""
    now = datetime.combine(today, time(6), UTC)
    sent = {
        (one.entry.occasion, str(one.entry.days_before))
        for one in outbox(year, plan, ledger, now).messages
        if one.entry.method == "REMINDER"
    }
    due = status(year, plan, {}, ledger, {}, set(), (), today)
    shown = [one for one in due if one.task == "reminder" and one.state in ("late", "today")]
    return {(one.about, ENGLISH.say(one.sentence).split()[0]) for one in shown}, sent


@pytest.mark.parametrize("declined", [False, True])
@pytest.mark.parametrize("moved_on", [None, "2026-11-04"])
@pytest.mark.parametrize("every", [1, 5])
@pytest.mark.parametrize("invited_on", ["2026-10-20", "2026-10-30"])
def test_a_reminder_is_due_whenever_invite_would_send_one(invited_on, every, moved_on, declined):
    year, plan, first = year_of(**REMINDED), plan_of(), date.fromisoformat(invited_on)
    ledger = outbox(year, now=datetime.combine(first, time(6), UTC)).ledger
    if declined:
        no = [
            Answered(
                occasion=one.occasion,
                member=one.member,
                address=one.address,
                answer="declined",
                uid=one.uid,
                sequence=0,
                dtstamp=SEPTEMBER,
            )
            for one in ledger.sent
        ]
        ledger = Ledger(ledger.sent, tuple(no))
    for ordinal in range(first.toordinal() + 1, date(2026, 11, 25).toordinal()):
        today = date.fromordinal(ordinal)
        if moved_on == str(today):
            plan = plan_of(meetings={"trainers/herfst": {"date": "2026-11-20"}})
            ledger = outbox(year, plan, ledger, datetime.combine(today, time(6), UTC)).ledger
        shown, sent = reminders_due(year, plan, ledger, today)
        assert shown == sent, today
        if ordinal % every == 0:
            ledger = outbox(year, plan, ledger, datetime.combine(today, time(6), UTC)).ledger


@pytest.mark.parametrize(("day", "when"), [(None, ""), (date(2026, 9, 15), "Tue 15 Sept")])
def test_what_is_done_is_not_said_to_be_due_now(day, when):
    done = DueTask(day, "allocation", "dag", "done", Sentence("placed"), "leernet allocate dag")

    assert list(status_lines((done,), ENGLISH)) == ["Done: 1 task", f"{when:12}Allocate dag"]
    assert list(status_lines((replace(done, day=None, state="coming"),), ENGLISH))[1].startswith("now ")

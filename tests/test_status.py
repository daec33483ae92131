"""What is due when, and how it stands: before anything was done, after invitations, answers, choices."""

import json
from dataclasses import replace
from datetime import date

from typer.testing import CliRunner

from leernet.cli import app
from leernet.explain.status import status
from leernet.model.ledger import Answered, Ledger
from leernet.model.plan import Plan
from leernet.words import ENGLISH
from leernet.write.projects import demo_files

from .invite_project import SEPTEMBER, outbox, plan_of, year_of


def lines(due):
    return [(str(one.day), one.task, one.about, one.state, ENGLISH.say(one.sentence)) for one in due]


def of_trainers(due):
    return [line[1:] for line in lines(due) if line[2] == "trainers/herfst"]


def test_without_a_plan_the_plan_is_what_is_due():
    year = year_of()
    due = status(year, Plan(school_year=year.school_year), {}, Ledger(), {}, set(), (), date(2026, 6, 1))

    assert lines(due)[0] == ("None", "plan", "2026-2027", "late", "2 meetings have no date yet.")


ASK_HOST = "ask Basisschool De Regenboog whether it receives the group; it has no contact"


def test_before_and_after_people_were_invited_and_answered():
    year, plan = year_of(), plan_of()
    today = date(2026, 9, 1)
    sent = outbox().ledger
    first = next(entry for entry in sent.sent if entry.occasion == "trainers/herfst")
    yes = Answered(
        first.occasion, first.member, first.address, first.uid, "accepted", first.sequence, SEPTEMBER
    )

    before = of_trainers(status(year, plan, {}, Ledger(), {}, set(), (), today))
    ledger = replace(sent, answers=(yes,))
    after = of_trainers(status(year, plan, {}, ledger, {}, {"trainers/herfst"}, (), today))

    assert before == [
        ("host", "trainers/herfst", "coming", ASK_HOST),
        ("inventory", "trainers/herfst", "coming", "ask what is on people's minds and what they bring"),
        ("invitation", "trainers/herfst", "coming", "0 of 4 invited; 0 come, 0 do not"),
    ]
    assert after == [
        ("host", "trainers/herfst", "coming", ASK_HOST),
        ("inventory", "trainers/herfst", "done", "topics were collected"),
        ("invitation", "trainers/herfst", "done", "4 of 4 invited; 1 come, 0 do not"),
    ]


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

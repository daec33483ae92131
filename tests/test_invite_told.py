"""What a letter says of the reader: what they answered, whom to turn to, whether they were taken off."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from leernet.model.ledger import Answered
from leernet.words import ENGLISH, words
from leernet.write.outbox_table import outbox_table
from tests.invite_project import SEPTEMBER, outbox, plan_of, year_of

HERFST = "trainers/herfst"
LATER = SEPTEMBER + timedelta(days=1)
AFTER = SEPTEMBER + timedelta(days=2)


def test_who_was_taken_off_before_that_was_written_down_is_told_by_who_stayed_invited():
    off = outbox(year_of(members={"b.smit": None}), ledger=outbox().ledger, now=LATER).ledger
    lines = replace(off, sent=tuple(replace(one, withdrawn=False) for one in off.sent))
    assert {one.revision.why for one in outbox(ledger=lines, now=AFTER).messages} == {"back"}

    gone = outbox(plan=plan_of(meetings={HERFST: None}), ledger=outbox().ledger, now=LATER)
    assert {one.revision.why for one in outbox(ledger=gone.ledger, now=AFTER).messages} == {"revived"}


def said(message):
    """PARTSTAT of the reader."""
    lines = message.calendar.replace(b"\r\n ", b"").split(b"\r\n")
    (guest,) = (line for line in lines if line.startswith(b"ATTENDEE"))
    return guest.partition(b"PARTSTAT=")[2].partition(b";")[0].decode()


CHANGES = {
    "address": {"members": {"a.bakker": {"email": "anne@nieuw.example"}}},
    "organiser": {"settings": {"organiser": {"name": "Planning POS", "email": "netwerk@pos.example"}}},
    "changed": {"networks": {"trainers": {"thread": "Luisteren"}}},
}


@pytest.mark.parametrize("why", sorted(CHANGES))
@pytest.mark.parametrize(
    ("answer", "partstat"), [("accepted", "ACCEPTED"), ("declined", "DECLINED"), ("", "NEEDS-ACTION")]
)
def test_letter_and_calendar_part_say_the_same_of_an_answer_that_still_holds(why, answer, partstat):
    ledger, year = outbox().ledger, year_of(**CHANGES[why])
    answers = (
        Answered(
            occasion=one.occasion,
            member=one.member,
            address=one.address,
            answer=answer,
            uid=one.uid,
            sequence=one.sequence,
            dtstamp=LATER,
        )
        for one in ledger.sent
    )
    ledger = replace(ledger, answers=tuple(answers) if answer else ())

    told = [one for one in outbox(year, ledger=ledger, now=AFTER).messages if one.revision.why == why]
    assert {said(one) for one in told} == {answer.upper() or "NEEDS-ACTION"}
    kept = {"Je antwoord blijft staan." in one.text or "Your answer is kept." in one.text for one in told}
    assert kept == {bool(answer) and why != "changed"}

    # Another day asks again, whatever else changed.
    moved = plan_of(meetings={HERFST: {"date": "2026-11-19"}})
    asked = outbox(year, moved, ledger, AFTER).messages
    assert {said(one) for one in asked if one.calendar and one.entry.occasion == HERFST} == {"NEEDS-ACTION"}


@pytest.mark.parametrize("address", ["f.visser@pos.example", "planning@pos.example"])
def test_nobody_is_told_to_turn_to_themselves(address):
    year = year_of(members={"f.visser": {"email": address}})
    box = outbox(year)
    off = outbox(year, plan_of(meetings={HERFST: None}), box.ledger, LATER)

    for message in (*box.messages, *off.messages):
        assert f"({message.entry.address})" not in message.text
        if message.entry.address != address:
            assert f"({address})" in message.text


def test_numbers_and_words_go_together_in_both_languages():
    year = year_of(networks={"trainers": {"invite": {"remind_days_before": ["60"]}}})
    ledger = outbox(year).ledger
    box = outbox(year, ledger=ledger, now=SEPTEMBER + timedelta(days=20))
    reminders = [one for one in box.messages if one.entry.method == "REMINDER"]
    one_of_them = reminders[:1]

    def last_cell(messages, spoken):
        return list(outbox_table(tuple(messages), spoken).columns[2].cells)

    dutch = words("nl")
    assert last_cell(reminders, dutch) == [f"{len(reminders)} herinneringen"]
    assert last_cell(one_of_them, dutch) == ["1 herinnering"]
    assert last_cell(reminders, ENGLISH) == [f"{len(reminders)} reminders"]

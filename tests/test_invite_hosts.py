"""The school that receives a meeting is asked once, told what changes, and told when it is not needed."""

import email
import email.policy
from datetime import date, timedelta

import pytest

from leernet.explain.status import status
from leernet.model.ledger import Ledger
from leernet.model.renames import with_new_names
from leernet.words import ENGLISH
from leernet.write.calendar_check import lint
from leernet.write.messages_due import MessagesAsked
from tests.invite_project import DEFINITIONS, SEPTEMBER, merged, outbox, plan_of, year_of
from tests.test_invite_life import texts

HERFST = "trainers/herfst"
CONTACTS = {
    "schools": {
        "de-regenboog": {"contact": {"name": "Conny Vos", "email": "conny@regenboog.example"}},
        "de-eik": {"contact": "f.visser"},
    }
}
YEAR = year_of(**CONTACTS)


def texts_of(mail):
    return email.message_from_bytes(mail, policy=email.policy.default).get_body(("plain",)).get_content()


def letters(box):
    return [
        (one.entry.occasion, one.entry.address, one.revision.why, one.path.rpartition("/")[2])
        for one in box.messages
        if one.entry.method == "LETTER"
    ]


def test_each_host_is_asked_once_with_the_day_the_time_and_the_number_of_people():
    box = outbox(YEAR)

    assert letters(box) == [
        (HERFST, "conny@regenboog.example", "host", "host-de-regenboog"),
        ("trainers/lente", "f.visser@pos.example", "host", "host-de-eik"),
    ]
    asked = next(one for one in box.messages if one.revision.why == "host")
    assert asked.calendar is None
    assert texts([asked])[0].splitlines()[:8] == [
        "Beste Conny,",
        "",
        "We houden Leernetwerk schoolopleiders: Herfstbijeenkomst graag bij Basisschool De Regenboog."
        " Is dat goed?",
        "",
        "Wanneer: donderdag 12 november 2026, 9.00 – 16.00 uur",
        "Waar: Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught",
        "Deelnemers: 4 mensen",
        "Nodig: 1 lokaal",
    ]
    assert letters(outbox(YEAR, ledger=box.ledger, now=SEPTEMBER + timedelta(days=1))) == []


@pytest.mark.parametrize("days", range(1, 12))
def test_what_a_host_was_told_later_on_the_same_day_counts(days):
    moved = plan_of(meetings={HERFST: {"date": str(date(2026, 11, 9) + timedelta(days))}})
    box = outbox(YEAR, moved, outbox(YEAR, plan_of(meetings={HERFST: {"date": "2026-11-09"}})).ledger)

    assert [why for _occasion, _address, why, _path in letters(box)] == ["host-changed"]
    assert letters(outbox(YEAR, moved, box.ledger)) == []


def test_a_host_hears_of_another_day_and_of_another_school():
    ledger = outbox(YEAR).ledger
    later = SEPTEMBER + timedelta(days=1)
    moved = outbox(YEAR, plan_of(meetings={HERFST: {"date": "2026-11-19"}}), ledger, later)
    elsewhere = outbox(YEAR, plan_of(meetings={HERFST: {"host": "de-eik"}}), ledger, later)
    off = outbox(YEAR, plan_of(meetings={HERFST: None}), ledger, later)

    regenboog = (HERFST, "conny@regenboog.example")
    assert letters(moved) == [(*regenboog, "host-changed", "host-de-regenboog")]
    assert letters(elsewhere) == [
        (HERFST, "f.visser@pos.example", "host", "host-de-eik"),
        (*regenboog, "host-off", "host-de-regenboog"),
    ]
    assert letters(off) == [(*regenboog, "host-off", "host-de-regenboog")]
    assert letters(outbox(YEAR, plan_of(meetings={HERFST: None}), off.ledger, later)) == []


def test_a_host_that_names_nobody_has_a_letter_to_send_by_hand():
    box = outbox()
    letter = box.documents["invitations/trainers-herfst/host-de-regenboog.eml"]

    assert "Beste collega's van Basisschool De Regenboog," in texts_of(letter)
    assert letters(box) == []
    assert b"\r\nTo: " not in letter
    assert lint(box.documents) == ()


def test_a_host_is_asked_four_weeks_before_people_are_invited():
    # Six weeks and four weeks before 12 November is 3 September.
    assert letters(outbox(YEAR, asked=MessagesAsked(only_due=True), now=SEPTEMBER + timedelta(days=1))) == []
    due = outbox(YEAR, asked=MessagesAsked(only_due=True), now=SEPTEMBER + timedelta(days=2))
    assert [letter[0] for letter in letters(due)] == [HERFST]


def hosts(year, ledger, plan=None):
    found = status(year, plan or plan_of(), {}, ledger, {}, set(), (), date(2026, 10, 1))
    return {one.about: one.state for one in found if one.task == "host"}


def test_a_yes_holds_for_the_school_that_was_host_then():
    said = [
        {"id": "herfst", "title": "Herfstbijeenkomst", "bring": "een casus", "host_confirmed": "2026-09-20"},
        {"id": "lente", "title": "Lentebijeenkomst"},
    ]
    year = year_of(**merged(CONTACTS, {"networks": {"trainers": {"meetings": said}}}))
    ledger = outbox(year).ledger

    assert hosts(year, Ledger()) == {HERFST: "done", "trainers/lente": "coming"}
    assert hosts(year, ledger) == {HERFST: "done", "trainers/lente": "coming"}
    assert hosts(year, ledger, plan_of(meetings={HERFST: {"host": "de-eik"}}))[HERFST] == "late"


def test_a_host_that_was_asked_is_waited_for_and_one_that_was_not_is_asked():
    def said(ledger, plan=None):
        found = status(YEAR, plan or plan_of(), {}, ledger, {}, set(), (), date(2026, 10, 1))
        return [(ENGLISH.say(one.sentence), one.command) for one in found if one.about == HERFST][:1]

    ledger = outbox(YEAR).ledger
    ask = "leernet invite --due --send"
    asked = "Basisschool De Regenboog was asked on 2026-09-01"
    waiting = f"{asked}; note its yes for the meeting: 'host_confirmed: 2026-10-01'"

    assert said(Ledger()) == [("ask Basisschool De Regenboog", ask)]
    assert said(ledger) == [(waiting, "")]
    elsewhere = plan_of(meetings={HERFST: {"host": "de-eik"}})
    assert said(ledger, elsewhere) == [("ask Basisschool De Eik", ask)]


def test_a_host_that_is_not_needed_any_more_hears_it_from_whoever_leads_the_network_by_its_name_of_now():
    trainers = DEFINITIONS["networks"]["trainers"]
    year = year_of(**CONTACTS, networks={"trainers": None, "opleiders": trainers})
    later = SEPTEMBER + timedelta(days=1)
    elsewhere = plan_of(meetings={HERFST: {"host": "de-eik"}})

    found = with_new_names(year, elsewhere, outbox(YEAR).ledger, later.date())
    off = outbox(year, found.plan, found.ledger, later)

    (letter,) = [one for one in off.messages if one.revision.why == "host-off"]
    assert letter.entry.occasion == "opleiders/herfst"
    assert texts([letter])[0].rstrip().splitlines()[-2:] == ["Femke Visser", "Planning POS"]

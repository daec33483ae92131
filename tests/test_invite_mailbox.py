"""The whole inbox: whatever program a mail was dragged out of, it is read or named."""

import struct
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import parsedate_to_datetime
from time import process_time
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from leernet.model.answers import answering_addresses, own_addresses
from leernet.model.ledger import Ledger
from leernet.read.mapi import _value, mail_of, msg_properties
from leernet.read.replies import KnownAddresses, came_back, read_replies
from tests.compound_file import compound_file
from tests.invite_project import SEPTEMBER, outbox, year_of

FIRST = outbox()
SENT = FIRST.messages[0].entry
YES = (
    "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
    f"UID:{SENT.uid}\r\nSEQUENCE:0\r\nDTSTAMP:20260902T100000Z\r\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a.bakker@kiem.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
FROM = "From: Anne Bakker <a.bakker@kiem.example>\r\nTo: planning@pos.example\r\n"
MAIL = f"{FROM}Content-Type: text/calendar; method=REPLY\r\n\r\n{YES}".encode()
ACCEPTED = [("a.bakker", "accepted")]


def inbox(name, content):
    people = KnownAddresses(own_addresses(year_of()), answering_addresses(year_of()))
    return read_replies({name: content}, FIRST.ledger, people, SEPTEMBER + timedelta(days=30))


def answers(name, content):
    found = inbox(name, content)
    return [(one.member, one.answer) for one in found.answers]


def rules(name, content):
    return [one.rule for one in inbox(name, content).findings]


@pytest.mark.parametrize("name", ["a.eml", "a", "a.txt", "antwoord.EML"])
def test_a_mail_is_one_whatever_it_is_called(name):
    assert answers(name, MAIL) == ACCEPTED


@pytest.mark.parametrize("name", ["Inbox", "postvak.mbx", "alles.mbox"])
def test_an_mbox_is_one_whatever_it_is_called(name):
    assert answers(name, b"From x Wed Sep  2 10:00:00 2026\n" + MAIL + b"\n") == ACCEPTED


def test_of_an_mbox_a_mail_that_is_too_large_is_named_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr("leernet.read.mailbox.MOST_BYTES_OF_A_MAIL", len(MAIL) + 100)
    start, large = b"From x Wed Sep  2 10:00:00 2026\n", MAIL + b"x" * 200
    found = inbox("alles.mbox", start + large + b"\n\n" + start + MAIL + b"\n")

    assert [(one.rule, one.place.line) for one in found.findings] == [("mail-too-large", 1)]
    assert [(one.member, one.answer) for one in found.answers] == ACCEPTED


def test_a_mail_of_apple_begins_with_its_length_and_ends_with_a_list():
    apple = b"%d\n%s<?xml version='1.0'?><plist></plist>" % (len(MAIL), MAIL)

    assert answers("1234.emlx", apple) == ACCEPTED
    assert answers("1234.emlx", apple.replace(b"\r\n", b"\n")) == ACCEPTED
    assert answers("1234.emlx", b"20        \r\n" + MAIL) == ACCEPTED


@pytest.mark.parametrize("note", [b"12\nkoffie\n", b"12\n13\n", b"12", b"12\n\n<?xml version='1.0'?>"])
def test_a_note_that_begins_with_a_number_is_no_mail(note):
    assert rules("lijst.txt", note) == ["not-a-mail"]


def test_a_calendar_without_a_type_is_found_by_what_it_is():
    mail = f'{FROM}Content-Type: application/octet-stream; name="invite.ics"\r\n\r\n{YES}'.encode()

    assert answers("a.eml", mail) == ACCEPTED


UID_STREAM = (
    bytes.fromhex("040000008200e00074c5b7101a82e008")
    + bytes(20)
    + struct.pack("<I", 13 + len(SENT.uid))
    + b"vCal-Uid\x01\x00\x00\x00"
    + SENT.uid.encode()
    + b"\0"
)
MEETING_SET = bytes.fromhex("90dad86e0b451b1098da00aa003f1305")


OF_SENT, OF_ARRIVED = 0x0039, 0x0E06
NOON = 134328636000000000


def outlook(message_class, times=((OF_SENT, NOON),), **texts):
    """A .msg file: the class of the message, who sent it when, and the global object id of the meeting."""
    moments = [struct.pack("<HHIQ", 0x40, number, 6, ticks) for number, ticks in times]
    streams = {
        "__properties_version1.0": bytes(32) + b"".join(moments),
        "__substg1.0_001A001F": message_class.encode("utf-16-le"),
        "__substg1.0_5D01001F": "a.bakker@kiem.example".encode("utf-16-le"),
        "__substg1.0_5D02001F": "a.bakker@kiem.example".encode("utf-16-le"),
        "__substg1.0_80000102": UID_STREAM,
        **{f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in texts.items()},
    }
    names = {
        "__substg1.0_00020102": MEETING_SET,
        "__substg1.0_00030102": struct.pack("<IHH", 3, 3 << 1, 0),
    }
    return compound_file(streams, {"__nameid_version1.0": names})


@pytest.mark.parametrize(
    ("ending", "word"), [("Pos", "accepted"), ("Neg", "declined"), ("Tent", "tentative")]
)
def test_an_answer_of_classic_outlook_stands_in_the_class_of_the_message(ending, word):
    found = inbox("antwoord.msg", outlook(f"IPM.Schedule.Meeting.Resp.{ending}"))

    assert [(one.member, one.answer) for one in found.answers] == [("a.bakker", word)]
    assert f"{found.answers[0].dtstamp:%Y-%m-%d}" == "2026-09-02"


def test_a_mail_in_words_of_classic_outlook_is_listed_to_be_judged():
    words = outlook("IPM.Note", **{"1042": SENT.message_id, "1000": "Ik kan helaas niet"})

    found = inbox("re.msg", words)

    assert [(one.member, one.occasion) for one in found.to_judge] == [("a.bakker", "trainers/herfst")]
    assert found.answers == ()


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ([(OF_SENT, NOON)], "2026-09-02"),
        ([(OF_ARRIVED, NOON)], "2026-09-02"),
        ([(OF_SENT, NOON), (OF_ARRIVED, NOON + 3 * 864 * 10**9)], "2026-09-02"),
    ],
)
def test_a_mail_of_classic_outlook_is_of_when_it_was_sent_else_arrived(times, day):
    content = outlook("IPM.Schedule.Meeting.Resp.Pos", times)

    assert [f"{one.dtstamp:%Y-%m-%d}" for one in inbox("a.msg", content).answers] == [day]
    assert f"{parsedate_to_datetime(mail_of(msg_properties(content))['Date']):%Y-%m-%d}" == day


def test_a_damaged_file_of_outlook_is_named():
    whole = outlook("IPM.Schedule.Meeting.Resp.Pos")

    for length in (8, 100, 512, 1024, len(whole) // 2):
        found = inbox("a.msg", whole[:length])
        assert found.findings or found.answers


def attribute(number, content):
    return struct.pack("<BII", 1, number, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def winmail(*attributes):
    tnef = b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)
    return (
        f'{FROM}Content-Type: application/ms-tnef; name="winmail.dat"\r\n'
        "Content-Transfer-Encoding: hex\r\n\r\n"
    ).encode().replace(b"hex", b"8bit") + tnef


# The bytes that a property of a fixed kind takes, by [MS-OXTNEF] and [MS-OXCDATA]; a short one is filled up.
WIDTHS = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}


@pytest.mark.parametrize(("kind", "width"), WIDTHS.items())
def test_an_answer_in_a_winmail_is_found_by_class_and_object_id_after_whatever_property(kind, width):
    padded = UID_STREAM + bytes(-len(UID_STREAM) % 4)
    properties = struct.pack("<I", 2) + struct.pack("<HH", kind, 0x1234) + bytes(width)
    properties += struct.pack("<HH", 0x0102, 0x8000) + MEETING_SET
    properties += struct.pack("<III", 0, 3, 1) + struct.pack("<I", len(UID_STREAM)) + padded
    mail = winmail(
        attribute(0x00078008, b"IPM.Microsoft Schedule.MtgRespP\0"), attribute(0x00069003, properties)
    )

    assert answers("a.eml", mail) == ACCEPTED


@pytest.mark.parametrize("kind", sorted(WIDTHS))
def test_a_winmail_that_counts_more_values_than_it_holds_is_read_at_once(kind):
    properties = struct.pack("<IHHI", 1, 0x1000 | kind, 0x1234, 0xFFFFFFFF) + bytes(16)
    start = process_time()

    assert answers("a.eml", winmail(attribute(0x00069003, properties))) == []
    assert process_time() - start < 1


def test_a_calendar_attached_within_a_winmail_is_read():
    assert answers("a.eml", winmail(attribute(0x0006800F, YES.encode()))) == ACCEPTED


BOUNCES = {
    "RFC 3464": (
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        "Final-Recipient: rfc822; a.bakker@kiem.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n"
        f"--x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {SENT.message_id}\r\n\r\nBeste\r\n--x--\r\n"
    ),
    "headers only": (
        "From: postmaster@school.example\r\nSubject: Onbestelbaar: Uitnodiging\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n550 5.1.1 User unknown\r\n"
        f"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {SENT.message_id}\r\n--x--\r\n"
    ),
    "qmail": (
        "From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\nHi. This is qmail-send.\r\n"
        "<a.bakker@kiem.example>:\r\n550 5.1.1 User unknown\r\n\r\n--- Below this line is a copy\r\n\r\n"
        f"Message-ID: {SENT.message_id}\r\n"
    ),
    "title only": (
        "From: postmaster@school.example\r\nSubject: Undeliverable: Uitnodiging\r\n\r\n"
        "Your message to a.bakker@kiem.example could not be delivered: 550 5.1.1 User unknown\r\n"
        "Subject: Uitnodiging: Leernetwerk schoolopleiders: Herfstbijeenkomst\r\n"
    ),
}


@pytest.mark.parametrize("report", BOUNCES.values(), ids=BOUNCES.keys())
def test_a_mail_that_came_back_marks_its_message(report):
    found = inbox("terug.eml", report.encode())

    assert [(one.message_id, one.reason) for one in found.bounces] == [
        (SENT.message_id, "550 5.1.1 User unknown")
    ]
    assert [one.rule for one in found.findings] == ["came-back"]


def test_a_report_that_it_arrived_or_is_late_marks_nothing():
    late = BOUNCES["RFC 3464"].replace("Action: failed", "Action: delayed")

    assert inbox("a.eml", late.encode()).bounces == ()
    assert rules("a.eml", late.encode()) == ["came-back"]


def test_what_a_machine_answered_is_set_aside():
    away = f"{FROM}Subject: Re: Uitnodiging\r\nAuto-Submitted: auto-replied\r\n\r\nIk ben er niet\r\n"

    assert inbox("a.eml", away.encode()).automatic == 1


def report(text, subject="Undelivered Mail Returned to Sender", kind="text/plain", day="02 Sep 2026"):
    return (
        "From: MAILER-DAEMON@mail.school.example\r\nTo: planning@pos.example\r\n"
        f"Date: Wed, {day} 10:00:00 +0200\r\nSubject: {subject}\r\nContent-Type: {kind}\r\n\r\n{text}"
    ).encode()


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (
            report(
                "Delivery has failed to these recipients or groups:\r\n\r\n"
                "Anne (A.Bakker@kiem.example)<mailto:a.bakker@kiem.example>\r\n"
                "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\r\n",
                "Undeliverable: a subject of its own",
            ),
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound",
        ),
        (
            report(
                "Sent by planning@pos.example.\r\n"
                "Your message wasn't delivered to a.bakker@kiem.example as it couldn't be found.\r\n"
                "550 5.1.1 The email account that you tried to reach does not exist.\r\n",
                "Delivery Status Notification (Failure)",
            ),
            "550 5.1.1 The email account that you tried to reach does not exist",
        ),
        (
            report("<a.bakker@kiem.example>: host mx said: 552 5.2.2 Mailbox full\r\n"),
            "552 5.2.2 Mailbox full",
        ),
        (
            report(
                "<p>Uw bericht aan <a href='mailto:a.bakker@kiem.example'>a.bakker@kiem.example</a>"
                " kan niet worden bezorgd.</p>",
                "=?utf-8?q?Niet_bestelbaar=3A_Uitnodiging?=",
                "text/html; charset=utf-8",
            ),
            "",
        ),
    ],
    ids=["Exchange", "Gmail", "Postfix", "Exchange in Dutch and HTML"],
)
def test_a_report_in_words_that_names_no_message_is_about_all_that_went_to_the_address_that_day(mail, reason):
    found = inbox("a.eml", mail)

    went = [one.entry for one in FIRST.messages if one.entry.address == "a.bakker@kiem.example"]
    assert {one.message_id for one in found.bounces} == {one.message_id for one in went}
    assert {one.reason for one in found.bounces} == {reason}


def test_a_report_in_words_that_names_a_meeting_is_about_that_one():
    title = SENT.saw.title.replace(": ", ":\r\n ")
    found = inbox("a.eml", report(f"<a.bakker@kiem.example>: 550 unknown\r\nSubject: Uitnodiging: {title}"))

    assert [one.message_id for one in found.bounces] == [SENT.message_id]


def test_a_report_of_weeks_later_is_about_another_mail():
    assert rules("a.eml", report("<a.bakker@kiem.example>: 550 unknown", day="23 Sep 2026")) == ["came-back"]
    assert inbox("a.eml", report("<a.bakker@kiem.example>: 550 unknown", day="23 Sep 2026")).bounces == ()


@pytest.mark.parametrize(
    ("arrival", "about"),
    [(0.5, ["first"]), (2, ["second", "third"]), (6.9, ["second", "third"]), (7.5, [])],
)
def test_a_report_that_names_nothing_is_about_all_of_the_last_day_before_it(arrival, about):
    day = timedelta(days=1)
    sent = [
        replace(SENT, uid=uid, sent_at=SENT.sent_at + days * day)
        for uid, days in (("first", 0), ("second", 1), ("third", 1))
    ]

    found = came_back(Ledger(tuple(sent)), SENT.address, "550 unknown", SENT.sent_at + arrival * day)

    assert [one.uid for one in found] == about


def words_about(subject):
    mail = f"{FROM}Subject: {subject}\r\nContent-Type: text/plain\r\n\r\nIk kom graag!\r\n".encode()
    return [(one.member, one.occasion) for one in inbox("a.eml", mail).to_judge]


def test_a_mail_in_words_that_answers_a_draft_is_known_by_who_wrote_it_and_its_subject():
    """A draft gets its id from the mail program that sends it, so no answer names an id of ours."""
    title = SENT.saw.title

    assert words_about(f"RE: Uitnodiging: {title}, donderdag 12 november 2026") == [
        ("a.bakker", "trainers/herfst")
    ]
    assert words_about(f"=?utf-8?q?Antw=3A_{title.replace(' ', '_')}?=") == [("a.bakker", "trainers/herfst")]
    assert words_about("Vraagje") == [("a.bakker", "")]


@pytest.mark.parametrize(
    "subject",
    [
        "Automatisch antwoord: Uitnodiging – herfst",
        "Afwezigheidsbericht: Uitnodiging",
        "Automatic reply: Invitation",
        "Out of Office: Invitation",
        "Out of Office AutoReply: Invitation",
        "Réponse automatique",
    ],
)
def test_an_automatic_answer_with_an_encoded_subject_is_set_aside(subject):
    encoded = Header(subject, "utf-8").encode()
    mail = f"{FROM}Subject: {encoded}\r\nContent-Type: text/plain\r\n\r\nTot maandag.\r\n".encode()

    assert inbox("a.eml", mail).automatic == 1


@pytest.mark.parametrize(
    "subject",
    ["Afwezig op 12 november", "Ik ben afwezig", "Afwezigheid Anne", "Out of office on 12 November"],
)
def test_who_writes_that_they_will_be_away_is_no_machine(subject):
    mail = f"{FROM}Subject: {subject}\r\nContent-Type: text/plain\r\n\r\nIk kan niet.\r\n".encode()
    found = inbox("a.eml", mail)

    assert (found.automatic, [one.member for one in found.to_judge]) == (0, ["a.bakker"])


@pytest.mark.parametrize(
    ("kind", "content", "value"),
    [
        (0x001E, b"caf\xe9\0", "café"),
        (0x001F, "café\0".encode("utf-16-le"), "café"),
        (0x0102, b"caf\xe9\0", b"caf\xe9\0"),
    ],
)
def test_texts_of_outlook_are_in_either_of_two_encodings(kind, content, value):
    assert _value(kind, content) == value


def test_a_report_that_names_no_mail_is_about_all_of_the_last_day():
    sent = {
        name: SimpleNamespace(
            address="A@b.example",
            sent_at=datetime(*moment, tzinfo=UTC),
            message_id=name,
            saw=SimpleNamespace(title="Herfst"),
        )
        for name, moment in (
            ("first", (2026, 9, 1, 9)),
            ("second", (2026, 9, 2, 9)),
            ("third", (2026, 9, 2, 10)),
        )
    }

    found = came_back(SimpleNamespace(newest=sent), "a@b.example", "", datetime(2026, 9, 2, 11, tzinfo=UTC))

    assert [one.message_id for one in found] == ["second", "third"]

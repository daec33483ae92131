"""The lint finds in anybody's calendar file what some program will show wrongly, and nothing in our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leernet.catalogue import calendar_files
from leernet.catalogue.rule import Rule
from leernet.finding import Place
from leernet.words import words
from leernet.write.ical_lint import lint
from tests.invite_project import outbox, plan_of, year_of

FIRST = outbox(year_of(networks={"trainers": {"invite": {"alarm": "true", "remind_days_before": ["80"]}}}))
REQUEST = FIRST.documents["invitations/trainers-herfst/a.bakker.ics"]
MAIL = FIRST.documents["invitations/trainers-herfst/a.bakker.eml"]
FEED = FIRST.documents["calendars/trainers.ics"]
CANCEL = outbox(plan=plan_of(meetings={"trainers/herfst": None}), ledger=outbox().ledger).documents[
    "invitations/trainers-herfst/a.bakker.ics"
]


def rules(**files):
    """The rules found, each once, in the order of the file."""
    return list(
        dict.fromkeys(found.rule for found in lint({k.replace("_", "."): v for k, v in files.items()}))
    )


def test_our_own_documents_are_without_findings():
    first = FIRST
    moved = outbox(plan=plan_of(meetings={"trainers/herfst": {"date": "2026-11-19"}}), ledger=first.ledger)
    off = outbox(plan=plan_of(meetings={"trainers/lente": None}), ledger=moved.ledger)
    left = outbox(year_of(members={"b.smit": None}), ledger=first.ledger)
    visits = [
        {"network": "trainers", "round": "1", "visitor": "a.bakker", "visited": "b.smit", "week": "2026-W47"}
    ]
    coached = outbox(plan=plan_of(visits=visits))

    for box in (first, moved, off, left, coached):
        assert [str(finding) for finding in lint(box.documents)] == []


def swap(old, new, content=REQUEST):
    assert old in content
    return content.replace(old, new)


def without(name, content=REQUEST):
    """The content without the lines of a property."""
    lines = content.replace(b"\r\n ", b"\x00").split(b"\r\n")
    kept = [line for line in lines if not line.startswith((name + b":", name + b";"))]
    assert len(kept) < len(lines)
    return b"\r\n".join(kept).replace(b"\x00", b"\r\n ")


EVENT_END = b"END:VEVENT"
TWO = REQUEST.replace(b"END:VCALENDAR", REQUEST[REQUEST.index(b"BEGIN:VEVENT") :].replace(b"UID:", b"UID:x"))
ZONE_RULE = b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"
OWNER = b'ORGANIZER;CN="Planning POS":mailto:planning@pos.example'
GUEST = b";RSVP=TRUE:mailto:a.bakker@kiem.example"

MISTAKES = [
    ("ics-bom", b"\xef\xbb\xbf" + REQUEST),
    ("ics-line-ends", REQUEST.replace(b"\r\n", b"\n")),
    ("ics-long-line", swap(b"SUMMARY:", b"SUMMARY:" + b"Lang " * 20)),
    ("ics-split-character", swap(b"SUMMARY:", "SUMMARY:é".encode().replace(b"\xa9", b"\r\n \xa9"))),
    ("ics-not-utf8", swap(b"SUMMARY:", b"SUMMARY:caf\xe9 ")),
    ("ics-stray-line", swap(b"Herfstbijeenkomst\r\n", b"Herfst\r\nbijeenkomst\r\n")),
    ("ics-name-quote", swap(b'CN="Anne Bakker"', b'CN="Anne "Ans" Bakker"')),
    ("ics-control-character", swap(b"SUMMARY:", b"SUMMARY:\x07")),
    ("ics-caret", swap(b'CN="Anne Bakker"', b"CN=\"Anne ^'Ans^' Bakker\"")),
    ("ics-unescaped", swap(b"LOCATION:Basisschool De Regenboog\\,", b"LOCATION:Basisschool De Regenboog,")),
    ("ics-escaped-twice", swap(b"SUMMARY:", b"SUMMARY:Eerst\\\\, dan".replace(b", ", b"\\, "))),
    ("ics-html", swap(b"DESCRIPTION:", b"DESCRIPTION:<p>Hallo</p>")),
    ("ics-no-calendar", b"hallo: daar\r\n"),
    ("ics-not-closed", swap(b"END:VCALENDAR\r\n", b"")),
    ("ics-version", swap(b"VERSION:2.0", b"VERSION:1.0")),
    ("ics-product", without(b"PRODID")),
    ("ics-no-event", REQUEST[: REQUEST.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n"),
    ("ics-several-uids", TWO),
    ("ics-uid-twice", swap(b"METHOD:REQUEST\r\n", b"", TWO.replace(b"UID:x", b"UID:"))),
    ("ics-no-uid", without(b"UID")),
    ("ics-uid-date", swap(b"UID:", b"UID:2026-11-12-")),
    ("ics-no-dtstamp", without(b"DTSTAMP")),
    ("ics-no-dtstart", swap(b"DTSTART;TZID", b"X-START;TZID")),
    ("ics-no-summary", without(b"SUMMARY")),
    ("ics-no-organizer", without(b"ORGANIZER")),
    ("ics-no-attendee", without(b"ATTENDEE")),
    ("ics-no-sequence", without(b"SEQUENCE")),
    ("ics-stamp-not-utc", swap(b"DTSTAMP:20260901T060000Z", b"DTSTAMP:20260901T060000")),
    ("ics-sequence-number", swap(b"SEQUENCE:0", b"SEQUENCE:nul")),
    ("ics-cancel-sequence", swap(b"SEQUENCE:1", b"SEQUENCE:0", CANCEL)),
    ("ics-no-mailto", swap(OWNER, b"ORGANIZER:planning@pos.example")),
    ("ics-published-people", swap(b"METHOD:REQUEST", b"METHOD:PUBLISH")),
    ("ics-attendee", swap(GUEST, b":mailto:a.bakker@kiem.example")),
    ("ics-cancelled-request", swap(b"STATUS:CONFIRMED", b"STATUS:CANCELLED")),
    ("ics-cancel-status", swap(b"STATUS:CANCELLED", b"STATUS:CONFIRMED", CANCEL)),
    ("ics-cancel-alarm", swap(EVENT_END, b"BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT", CANCEL)),
    ("ics-cancelled-title", swap(b"SUMMARY:VERVALT: ", b"SUMMARY:", CANCEL)),
    ("ics-end-and-duration", swap(EVENT_END, b"DURATION:PT1H\r\nEND:VEVENT")),
    ("ics-end-before-start", swap(b"20261112T160000", b"20261112T090000")),
    ("ics-repeats", swap(EVENT_END, b"RRULE:FREQ=WEEKLY\r\nEND:VEVENT")),
    ("ics-floating", swap(b"DTSTART;TZID=Europe/Amsterdam:", b"DTSTART:")),
    ("ics-zone-quoted", swap(b"DTSTART;TZID=Europe/Amsterdam:", b'DTSTART;TZID="Europe/Amsterdam":')),
    ("ics-no-zone", swap(b"TZID:Europe/Amsterdam", b"TZID:Europe/Brussels")),
    ("ics-zone-name", REQUEST.replace(b"Europe/Amsterdam", b"W. Europe Standard Time")),
    ("ics-zone-dates", swap(ZONE_RULE, b"RDATE:20261025T030000")),
    ("ics-zone-stops", swap(ZONE_RULE + b"\r\n", b"")),
    ("ics-late", swap(b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0000")),
    ("ics-early", swap(b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0200")),
    (
        "ics-clock-turns",
        REQUEST.replace(b":20261112T090000", b":20270328T023000").replace(b":20261112", b":20270328"),
    ),
    ("ics-refresh", swap(b";VALUE=DURATION:", b":", FEED)),
    ("ics-feed-name", without(b"NAME", FEED)),
    ("ics-feed-people", swap(EVENT_END, OWNER + b"\r\nEND:VEVENT", FEED)),
    ("ics-feed-revision", without(b"SEQUENCE", FEED)),
]


@pytest.mark.parametrize(("rule", "content"), MISTAKES, ids=[rule for rule, _content in MISTAKES])
def test_each_mistake_in_a_calendar_file_is_found(rule, content):
    assert rule in rules(a_ics=content)


RIGHT_MAIL = MAIL.replace(b"\r\n", b"\n")
CALENDAR_PART = b"Content-Type: text/calendar;"
MAIL_MISTAKES = [
    ("mail-method", swap(b"method=REQUEST", b"method=PUBLISH", RIGHT_MAIL)),
    ("mail-charset", swap(b'text/calendar; charset="utf-8"', b'text/calendar; charset="utf-16"', RIGHT_MAIL)),
    (
        "mail-disposition",
        swap(CALENDAR_PART, b"Content-Disposition: attachment\n" + CALENDAR_PART, RIGHT_MAIL),
    ),
    ("mail-shape", swap(b"multipart/alternative", b"multipart/mixed", RIGHT_MAIL)),
    ("mail-no-id", swap(b"Message-ID:", b"X-ID:", RIGHT_MAIL)),
    ("mail-receivers", swap(b"To: Anne", b"Cc: b@kiem.example\nTo: Anne", RIGHT_MAIL)),
    ("mail-sender", swap(b"<planning@pos.example>", b"<f.visser@pos.example>", RIGHT_MAIL)),
    ("mail-not-invited", swap(b"<a.bakker@kiem.example>", b"<allen@kiem.example>", RIGHT_MAIL)),
    ("mail-no-date", swap(b"12 november 2026, 9.00", b"13 november 2026, 9.00", RIGHT_MAIL)),
]


@pytest.mark.parametrize(("rule", "content"), MAIL_MISTAKES, ids=[rule for rule, _content in MAIL_MISTAKES])
def test_each_mistake_in_a_mail_is_found(rule, content):
    assert rules(a_eml=content) == [rule]


def test_two_files_that_claim_to_be_one_revision_are_found():
    other = swap(b"20261112T160000", b"20261112T150000")

    assert rules(a_ics=REQUEST, b_ics=other) == ["ics-same-revision"]


def test_every_rule_has_a_mistake_that_shows_it():
    shown = {rule for rule, _content in (*MISTAKES, *MAIL_MISTAKES)} | {"ics-same-revision"}

    assert shown == {rule.name for rule in vars(calendar_files).values() if isinstance(rule, Rule)}


def test_a_finding_says_what_people_will_see_and_where_it_comes_from():
    (finding,) = lint({"map/a.ics": swap(b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0000")})[:1]

    assert finding.place == Place("map/a.ics", 25)
    assert str(finding) == (
        "map/a.ics:25: error: Outlook will show this 60 minutes late, as the VTIMEZONE of Europe/Amsterdam"
        " is wrong on this day. [ics-late]\n"
        "    Look at TZOFFSETTO and at the rules of the VTIMEZONE."
    )
    assert finding.text(words("nl")) == (
        "map/a.ics:25: error: Outlook toont dit 60 minuten te laat, want de VTIMEZONE van Europe/Amsterdam"
        " klopt op deze dag niet. [ics-late]\n"
        "    Kijk naar TZOFFSETTO en naar de regels van de VTIMEZONE."
    )


def test_mails_in_an_mbox_are_looked_at_each():
    mails = FIRST.documents["invitations/all.mbox"]

    assert lint({"all.mbox": mails}) == ()
    assert rules(all_mbox=swap(b"To: Bo Smit <b.smit@kiem", b"To: Bo Smit <c.smit@kiem", mails)) == [
        "mail-not-invited"
    ]


PIECES = st.sampled_from([line + b"\r\n" for line in (*REQUEST.split(b"\r\n"), *FEED.split(b"\r\n"))])


@settings(max_examples=60)
@given(st.lists(PIECES | st.binary(max_size=30), max_size=60))
def test_no_bytes_stop_the_lint(pieces):
    content = b"".join(pieces)

    lint(
        {"a.ics": content, "b.eml": content, "c.eml": MAIL[:2000] + content, "d.mbox": b"From x\n" + content}
    )

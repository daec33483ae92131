"""The lint finds in anybody's calendar file what some program will show wrongly, and nothing in our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leernet.finding import Place
from leernet.words import words
from leernet.write.calendar_check import lint
from tests.invite_project import outbox, plan_of, year_of

FIRST = outbox(year_of(networks={"trainers": {"invite": {"alarm": "true", "remind_days_before": ["80"]}}}))
REQUEST = FIRST.documents["invitations/trainers-herfst/a.bakker.ics"]
MAIL = FIRST.documents["invitations/trainers-herfst/a.bakker.eml"]
FEED = FIRST.documents["calendars/trainers.ics"]


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


def test_a_finding_says_what_people_will_see_and_where_it_comes_from():
    (finding,) = lint({"map/a.ics": swap(b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0000")})[:1]

    assert finding.place == Place("map/a.ics", 25)
    assert str(finding) == (
        "map/a.ics:25: error: Outlook will show this 60 minutes late, as the VTIMEZONE"
        " of Europe/Amsterdam is wrong on this day. [ics-late]\n"
        "    Check TZOFFSETTO and the rules of the VTIMEZONE."
    )
    assert finding.text(words("nl")) == (
        "map/a.ics:25: fout: Outlook toont dit 60 minuten te laat, want de VTIMEZONE van Europe/Amsterdam"
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


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ("EXDATE:gisteren", "ics-value"),
        ("EXDATE:20261231T090000,20261131T090000", "ics-value"),
        ("GEO:hier", "ics-value"),
        ("PRIORITY:12", "ics-value"),
        ("RRULE:COUNT=3", "ics-value"),
        ("RRULE:FREQ=WEEKLY;COUNT=3;UNTIL=20270101T000000Z", "ics-value"),
        ("ATTENDEE;RSVP=YES:mailto:x@kiem.example", "ics-word"),
        ("EXDATE;VALUE=DATE:20261231,20270101", ""),
        ("GEO:52.09;5.12", ""),
        ("PRIORITY:0", ""),
        ("RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20270101T000000Z;BYDAY=TU", ""),
        ("ATTENDEE;RSVP=false:mailto:x@kiem.example", ""),
    ],
)
def test_a_value_that_is_not_of_its_type_is_named_and_what_is_legal_is_not(wrong, rule):
    content = REQUEST.replace(b"END:VEVENT", f"{wrong}\r\nEND:VEVENT".encode())

    found = {one.rule for one in lint({"a.ics": content})} & {"ics-value", "ics-word"}
    assert found == ({rule} if rule else set())

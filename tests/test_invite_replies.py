"""Answers are taken from those who may give them, about the revision they speak of, and once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leernet.model.answers import ByHand, Reply, answering_addresses, own_addresses, replies
from leernet.model.identity import identified
from leernet.model.ledger import LEDGER_HEADER, Answered, Ledger, ledger_line
from leernet.model.occasion import occasions
from leernet.model.values import SchoolYear
from leernet.read.ledger import read_ledger
from leernet.read.replies import KnownAddresses, read_replies
from tests.invite_project import PLACEMENTS, SEPTEMBER, outbox, plan_of, year_of

HERFST = "trainers/herfst"
FIRST = outbox()
UID = FIRST.messages[0].entry.uid


def answer(partstat="ACCEPTED", attendee="a.bakker@kiem.example", method="REPLY", **more):
    keys = {"uid": UID, "sequence": "0", "dtstamp": "20260902T100000Z", "extra": "", **more}
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//NL\r\n"
        f"METHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{keys['uid']}\r\nSEQUENCE:{keys['sequence']}\r\n"
        f"DTSTAMP:{keys['dtstamp']}\r\nORGANIZER:mailto:planning@pos.example\r\n"
        f'ATTENDEE;CN="Bakker, Anne";PARTSTAT={partstat}:MAILTO:{attendee}\r\n{keys["extra"]}'
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def mailed(calendar, sender="Anne Bakker <A.Bakker@kiem.example>"):
    return (
        f"From: {sender}\r\nTo: planning@pos.example\r\nSubject: Geaccepteerd\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="x"\r\n\r\n'
        "--x\r\nContent-Type: text/plain\r\n\r\nJa\r\n"
        f"--x\r\nContent-Type: text/calendar; charset=utf-8; method=REPLY\r\n\r\n{calendar}\r\n--x--\r\n"
    ).encode()


def inbox_of(files, ledger=FIRST.ledger, year=None):
    people = KnownAddresses(own_addresses(year or year_of()), answering_addresses(year or year_of()))
    return read_replies(files, ledger, people, SEPTEMBER + timedelta(days=30))


def read(ledger=FIRST.ledger, year=None, **files):
    contents = {
        name.replace("_", "."): content if isinstance(content, bytes) else content.encode()
        for name, content in files.items()
    }
    inbox = inbox_of(contents, ledger, year)
    return [(one.member, one.answer, one.sequence) for one in inbox.answers], [
        f"{finding.level}: {finding.sentence} [{finding.rule}]" for finding in inbox.findings
    ]


def given_about(reference, ledger, by_hand=(), year=None, plan=None):
    """By member what was answered about a meeting."""
    found = occasions(year or year_of(), plan or plan_of(), PLACEMENTS)
    uids = identified(year or year_of(), found, ledger, {})
    answered = replies(found, uids, ledger, by_hand)
    return {member: reply for (about, member), reply in answered.items() if about == reference}


@pytest.mark.parametrize(
    ("partstat", "word"), [("ACCEPTED", "accepted"), ("declined", "declined"), ("TENTATIVE", "tentative")]
)
def test_an_answer_by_mail_counts(partstat, word):
    assert read(a_eml=mailed(answer(partstat))) == ([("a.bakker", word, 0)], [])


def test_an_answer_as_a_calendar_file_counts():
    assert read(a_ics=answer()) == ([("a.bakker", "accepted", 0)], [])


def test_answers_in_an_mbox_count_each():
    mails = [mailed(answer()), mailed(answer("DECLINED", "b.smit@kiem.example"), "b.smit@kiem.example")]
    mbox = b"".join(b"From x Tue Sep  1 08:00:00 2026\n" + mail + b"\n" for mail in mails)

    assert read(in_mbox=mbox) == ([("a.bakker", "accepted", 0), ("b.smit", "declined", 0)], [])


def test_the_last_answer_counts_also_when_it_is_read_first():
    earlier, later = answer("DECLINED"), answer("ACCEPTED", dtstamp="20260903T100000Z")
    answers = inbox_of({"a.ics": later.encode(), "b.ics": earlier.encode()}).answers

    ledger = Ledger(FIRST.ledger.sent, answers)

    assert given_about(HERFST, ledger) == {"a.bakker": Reply("accepted")}


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_answers_by_hand_the_latest_counts_and_of_one_day_the_lower_line(order):
    (early, high, low) = (
        ByHand("a.bakker", HERFST, "accepted", 2, date(2026, 9, 3), line=4),
        ByHand("a.bakker", HERFST, "tentative", 0, date(2026, 9, 4), line=2),
        ByHand("a.bakker", HERFST, "declined", 0, date(2026, 9, 4), line=3),
    )

    assert given_about(HERFST, FIRST.ledger, (early, high, low)[::order]) == {"a.bakker": Reply("declined")}
    assert given_about(HERFST, FIRST.ledger, (early, high)[::order]) == {"a.bakker": Reply("tentative")}


@pytest.mark.parametrize(
    ("dtstamp", "day", "counts"),
    [
        ("20260902T100000Z", 1, "accepted"),
        ("20260902T100000Z", 2, "declined"),
        # Half an hour past midnight in the Netherlands.
        ("20260902T223000Z", 2, "accepted"),
        ("20260902T223000Z", 3, "declined"),
    ],
)
def test_an_answer_by_hand_goes_before_a_mail_of_that_day_or_before(dtstamp, day, counts):
    ledger = Ledger(FIRST.ledger.sent, inbox_of({"a.ics": answer(dtstamp=dtstamp).encode()}).answers)
    said = ByHand("a.bakker", HERFST, "declined", 0, date(2026, 9, day))

    assert given_about(HERFST, ledger, (said,)) == {"a.bakker": Reply(counts)}


def test_what_was_read_before_is_not_read_again():
    answers = inbox_of({"a.ics": answer().encode()}).answers

    assert read(Ledger(FIRST.ledger.sent, answers), a_ics=answer()) == ([], [])


def test_nobody_answers_for_another():
    assert read(a_eml=mailed(answer(), "b.smit@kiem.example")) == (
        [],
        [
            "warning: b.smit@kiem.example answered for Anne Bakker about trainers/herfst;"
            " that answer does not count. [answer-for-another]"
        ],
    )


DEPUTY = "secretariaat@kiem.example"


@pytest.mark.parametrize(
    "anne",
    [{"deputy": [DEPUTY]}, {"deputy": ["b.smit"]}, {"also": [DEPUTY]}, {}],
    ids=["an address", "a member", "an address of her own", "nobody"],
)
def test_who_may_answer_is_said_by_the_project_and_never_by_the_answer_itself(anne):
    year = year_of(members={"a.bakker": anne, "b.smit": {"also": [DEPUTY]}})
    calendar = answer().replace("PARTSTAT", f'SENT-BY="mailto:{DEPUTY}";PARTSTAT')

    answers, findings = read(year=year, a_eml=mailed(calendar, DEPUTY))

    assert answers == ([("a.bakker", "accepted", 0)] if anne else [])
    assert [finding.rpartition(" ")[2] for finding in findings] == ([] if anne else ["[answer-for-another]"])


def test_the_line_to_add_is_told_where_somebody_answers_for_another():
    (finding,) = inbox_of({"a.eml": mailed(answer(), DEPUTY)}).findings

    assert str(finding.hint) == (
        "Is it right? Add to a.bakker in members 'also: [secretariaat@kiem.example]' if it is their own"
        " address, 'deputy: [secretariaat@kiem.example]' if it is somebody who may answer for them, and read"
        " again."
    )


def test_a_mail_without_a_sender_counts_for_nobody():
    nameless = mailed(answer()).replace(b"From: Anne Bakker <A.Bakker@kiem.example>\r\n", b"")

    assert read(a_eml=nameless)[0] == []


def test_an_answer_from_an_own_other_address_counts_also_as_the_guest():
    year = year_of(members={"a.bakker": {"also": ["anne@prive.example"]}})
    calendar = answer(attendee="anne@prive.example")

    assert read(year=year, a_eml=mailed(calendar, "anne@prive.example")) == (
        [("a.bakker", "accepted", 0)],
        [],
    )


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("mx.pos.example; dmarc=fail header.from=kiem.example", False),
        ("mx.pos.example; spf=fail; dkim=fail", False),
        ("mx.pos.example; spf=fail; dkim=pass; dmarc=pass", True),
        ("mx.pos.example; dmarc=pass", True),
    ],
)
def test_an_answer_that_the_mail_server_doubts_does_not_count(said, counts):
    mail = b"Authentication-Results: " + said.encode() + b"\r\n" + mailed(answer())

    answers, findings = read(a_eml=mail)

    assert bool(answers) is counts
    assert [finding.rpartition(" ")[2] for finding in findings] == (
        [] if counts else ["[answer-not-authentic]"]
    )


def test_of_two_guests_in_an_answer_the_one_who_may_answer_counts():
    other = "ATTENDEE;PARTSTAT=DECLINED:mailto:b.smit@kiem.example\r\n"
    calendar = answer().replace("ATTENDEE;CN", other + "ATTENDEE;CN", 1)

    assert read(a_eml=mailed(calendar)) == ([("a.bakker", "accepted", 0)], [])


def test_an_empty_first_calendar_part_is_passed_over():
    empty = b"--x\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n\r\n--x"

    assert read(a_eml=mailed(answer()).replace(b"--x", empty, 1))[0] == [("a.bakker", "accepted", 0)]


def test_who_sends_somebody_else_does_not_come_and_nobody_is_invited_by_it():
    calendar = answer('DELEGATED;DELEGATED-TO="mailto:nieuw@kiem.example"')

    assert read(a_eml=mailed(calendar)) == (
        [("a.bakker", "declined", 0)],
        ["warning: Anne Bakker sends nieuw@kiem.example to trainers/herfst; that counts as no. [delegated]"],
    )


def test_several_may_be_sent_instead_and_each_is_named():
    calendar = answer('DELEGATED;DELEGATED-TO="mailto:x@kiem.example","mailto:y@kiem.example"')

    assert read(a_eml=mailed(calendar))[1] == [
        "warning: Anne Bakker sends x@kiem.example, y@kiem.example to trainers/herfst; "
        "that counts as no. [delegated]"
    ]


def test_who_comes_sends_nobody_instead():
    calendar = answer('ACCEPTED;DELEGATED-TO="mailto:x@kiem.example"')

    assert read(a_eml=mailed(calendar)) == ([("a.bakker", "accepted", 0)], [])


def test_an_answer_of_who_was_sent_instead_is_theirs_though_it_names_the_other_first():
    other = FIRST.messages[1].entry
    both = answer(f'DELEGATED;DELEGATED-TO="mailto:{other.address}"').replace(
        "END:VEVENT", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{other.address}\r\nEND:VEVENT"
    )

    assert read(a_ics=both.encode())[0] == [(other.member, "accepted", 0)]


def test_an_answer_of_next_year_counts_as_of_its_arrival_and_a_later_one_goes_before_it():
    mail = b"Date: Wed, 02 Sep 2026 10:00:00 +0200\r\n" + mailed(answer(dtstamp="20270902T100000Z"))
    inbox = inbox_of({"a.eml": mail})
    later = inbox_of({"b.ics": answer("DECLINED", dtstamp="20260903T100000Z").encode()})

    assert [finding.rule for finding in inbox.findings] == ["answer-of-later"]
    ledger = Ledger(FIRST.ledger.sent, (*inbox.answers, *later.answers))
    assert given_about(HERFST, ledger) == {"a.bakker": Reply("declined")}
    assert inbox_of({"a.eml": mail}, ledger).answers == ()


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        (
            answer(attendee="iemand@kiem.example"),
            "warning: iemand@kiem.example answered about trainers/herfst and was not invited."
            " [answer-of-stranger]",
        ),
        (
            answer(uid="iets@anders.example"),
            "warning: This answer, from a.bakker@kiem.example, is about something that was not sent"
            " from here. [answer-to-nothing]",
        ),
        (
            answer(sequence="4"),
            "warning: Anne Bakker answered about revision 4 of trainers/herfst; 0 is the last one sent."
            " [answer-to-later]",
        ),
        (
            answer("NEEDS-ACTION"),
            "remark: Anne Bakker has not answered yet in this file. [no-answer-inside]",
        ),
        (
            answer(method="REQUEST"),
            "remark: This is not an answer; its method is 'REQUEST'. [no-answer-inside]",
        ),
        (
            "hallo",
            "warning: This is neither a mail nor a calendar file, so nothing is read from it. [not-a-mail]",
        ),
    ],
)
def test_what_is_no_answer_of_a_guest_is_said_and_not_taken_over(calendar, sentence):
    assert read(a_ics=calendar) == ([], [sentence])


def test_a_mail_without_a_calendar_is_said_to_be_none():
    assert read(a_eml=b"From: b@x.example\r\nSubject: Vraag\r\n\r\nIk ben er niet.\r\n") == (
        [],
        ["remark: There is no calendar answer in this mail, from b@x.example. [no-answer-inside]"],
    )


def test_an_answer_to_the_date_before_a_move_is_kept_and_does_not_count_for_the_new_one():
    moved = outbox(
        plan=plan_of(meetings={HERFST: {"date": "2026-11-19"}}),
        ledger=FIRST.ledger,
        now=SEPTEMBER + timedelta(days=1),
    ).ledger
    inbox = inbox_of({"a.ics": answer().encode()}, moved)

    assert [str(finding.sentence) for finding in inbox.findings] == [
        "Anne Bakker answered about the earlier date of trainers/herfst; it does not count for 2026-11-19."
    ]
    assert [one.sequence for one in inbox.answers] == [0]
    plan = plan_of(meetings={HERFST: {"date": "2026-11-19"}})
    assert given_about(HERFST, Ledger(moved.sent, inbox.answers), plan=plan) == {}


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (1, True)])
def test_an_answer_by_hand_counts_from_the_day_on_which_the_new_date_was_told(days, counts):
    plan, told = plan_of(meetings={HERFST: {"date": "2026-11-19"}}), SEPTEMBER + timedelta(days=3)
    moved = outbox(plan=plan, ledger=FIRST.ledger, now=told).ledger
    said = ByHand("a.bakker", HERFST, "declined", 0, told.date() + timedelta(days=days))

    found = given_about(HERFST, moved, (said,), plan=plan)

    assert found == ({"a.bakker": Reply("declined")} if counts else {})


def test_another_time_that_is_proposed_is_told_and_moves_nothing():
    proposal = answer(
        method="COUNTER", extra="DTSTART:20261119T100000\r\nCOMMENT:Dan heb ik les\\, helaas\r\n"
    )

    assert read(a_ics=proposal) == (
        [("a.bakker", "counter", 0)],
        [
            "warning: Anne Bakker proposes another time for trainers/herfst:"
            " 2026-11-19 10.00 Dan heb ik les, helaas. [other-time-proposed]"
        ],
    )


def test_an_answer_to_a_cancelled_meeting_is_remarked_upon():
    off = outbox(plan=plan_of(meetings={HERFST: None}), ledger=FIRST.ledger).ledger

    assert read(off, a_ics=answer())[1] == [
        "remark: Anne Bakker answered about trainers/herfst, which is cancelled. [answer-to-cancelled]"
    ]


def test_answers_stand_in_the_ledger_and_read_back():
    answers = inbox_of({"a.ics": answer().encode()}).answers
    written = LEDGER_HEADER + "".join(map(ledger_line, (*FIRST.ledger.sent, *answers)))

    ledger, findings = read_ledger({"sent.yaml": written.encode()}, SchoolYear(2026))

    assert findings == ()
    assert ledger.answers == (
        Answered(
            occasion=HERFST,
            member="a.bakker",
            address="a.bakker@kiem.example",
            answer="accepted",
            uid=UID,
            sequence=0,
            dtstamp=SEPTEMBER.replace(day=2, hour=10),
        ),
    )


@given(st.binary(max_size=400), st.sampled_from(["a.eml", "a.ics", "a.mbox"]))
def test_no_bytes_stop_the_reading_of_answers(content, name):
    answers = inbox_of({name: content, "b.ics": answer().encode() + content}).answers

    assert {one.member for one in answers} <= {"a.bakker"}


PIECES = st.sampled_from(
    (
        *("BEGIN:", "END:", "VCALENDAR", "VEVENT", "METHOD:REPLY", "UID:", UID, "SEQUENCE:", "9" * 30),
        *("ATTENDEE;PARTSTAT=ACCEPTED:mailto:", "a.bakker@kiem.example"),
        *("\r\n", "\r\n ", ";", ":", '"', "\\n", "\x00", "😀"),
    )
)


@given(st.lists(PIECES, max_size=40))
def test_no_pieces_of_an_answer_stop_the_reading(pieces):
    inbox_of({"a.ics": "".join(pieces).encode(), "a.eml": "".join(pieces).encode()})

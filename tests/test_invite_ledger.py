"""Lines of the ledger may be in any order, twice, from two people, through a formatter: they say the same."""

import json
from datetime import timedelta

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leernet.model.ledger import LEDGER_HEADER, Bounced, ledger_line
from leernet.model.values import SchoolYear
from leernet.read.ledger import read_ledger
from leernet.write.messages_due import MessagesAsked
from tests.invite_project import SEPTEMBER, outbox, plan_of, told, year_of

HERFST = "trainers/herfst"
NEW_ADDRESS = year_of(members={"a.bakker": {"email": "anne@nieuw.example"}})
MOVED = plan_of(revision="2", meetings={HERFST: {"date": "2026-11-19"}})


def history():
    """Invited, moved, one taken off and put back, one at another address, one message that came back."""
    ledger = outbox().ledger
    for days, (year, plan) in enumerate(
        ((year_of(), MOVED), (year_of(members={"b.smit": None}), MOVED), (NEW_ADDRESS, MOVED)), start=1
    ):
        ledger = outbox(year, plan, ledger, SEPTEMBER + timedelta(days=days)).ledger
    return ledger


LEDGER = history()
LAST = LEDGER.sent[-1]
BOUNCE = Bounced(
    occasion=LAST.occasion,
    member=LAST.member,
    address=LAST.address,
    uid=LAST.uid,
    message_id=LAST.message_id,
    dtstamp=SEPTEMBER + timedelta(days=9),
    reason="550",
)
LINES = [*map(ledger_line, LEDGER.sent), ledger_line(BOUNCE)]


def read(*lines, header=LEDGER_HEADER):
    return read_ledger({"sent.yaml": (header + "".join(lines)).encode()}, SchoolYear(2026))


def next_messages(ledger, year=NEW_ADDRESS, plan=MOVED):
    return told(outbox(year, plan, ledger, SEPTEMBER + timedelta(days=20)).messages)


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.permutations(LINES))
def test_any_order_of_the_lines_gives_the_same_ledger_and_the_same_messages(lines):
    ledger, findings = read(*lines)

    assert findings == ()
    assert ledger == read(*LINES)[0]
    assert next_messages(ledger) == []
    later = plan_of(revision="3", meetings={HERFST: {"date": "2026-11-24"}})
    assert next_messages(ledger, plan=later) == next_messages(read(*LINES)[0], plan=later)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_lines_that_two_people_both_have_count_once(again):
    assert read(*LINES, *again)[0] == read(*LINES)[0]


def test_marks_of_a_merge_are_told_and_both_sides_count():
    half = len(LINES) // 2
    ledger, findings = read(
        "<<<<<<< mine\n", *LINES[:half], "=======\n", *LINES[half:], ">>>>>>> theirs (of today)\n"
    )

    assert ledger == read(*LINES)[0]
    assert [(found.rule, str(found.level), found.place.line) for found in findings] == [
        ("merge-mark", "warning", 3),
        ("merge-mark", "warning", 4 + half),
        ("merge-mark", "warning", 5 + len(LINES)),
    ]


@pytest.mark.parametrize(
    "between",
    ["# a remark\n", "\n", "   \n", "  # indented\n"],
)
def test_remarks_and_empty_lines_say_nothing(between):
    assert read(*(line + between for line in LINES)) == (read(*LINES)[0], ())


@pytest.mark.parametrize(
    "formatted",
    [
        lambda whole: yaml.safe_dump(whole, sort_keys=False),
        lambda whole: LEDGER_HEADER + "".join(f"  - {json.dumps(one)}\n" for one in whole["messages"]),
        lambda whole: LEDGER_HEADER + "".join(LINES).replace("\n", "\r\n"),
    ],
    ids=["blocks", "indented", "of Windows"],
)
def test_what_a_formatter_made_of_it_says_the_same(formatted):
    whole = yaml.load(LEDGER_HEADER + "".join(LINES), yaml.CSafeLoader)

    assert read(formatted(whole), header="") == (read(*LINES)[0], ())


def test_a_bounce_is_of_the_message_that_came_back_and_no_later_one():
    ledger, _findings = read(*LINES)
    assert list(ledger.undelivered) == [(BOUNCE.uid, BOUNCE.address.casefold())]

    again = outbox(
        NEW_ADDRESS, MOVED, ledger, SEPTEMBER + timedelta(days=20), asked=MessagesAsked(undelivered=True)
    )

    (message,) = again.messages
    assert message.entry.sequence == LAST.sequence
    assert message.entry.dtstamp > LAST.dtstamp
    assert again.ledger.undelivered == {}

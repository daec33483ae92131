"""What leernet writes of any record is read as the same record, and written again as the same bytes."""

from datetime import UTC, date, datetime, time
from types import NoneType, SimpleNamespace, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from leernet.model.allocation import AllocationRecord, ProofNode
from leernet.model.attended import AttendanceRecord
from leernet.model.feeds import FeedEntry, feed_book_bytes
from leernet.model.ledger import (
    LEDGER_HEADER,
    Answered,
    Bounced,
    NewName,
    Sent,
    ledger_line,
    note_bytes,
    note_of,
)
from leernet.model.plan import Plan, Record
from leernet.model.undo import Step, step_bytes
from leernet.model.values import Id, SchoolYear, Span
from leernet.model.weekdays import WORKING_WEEK, HalfDay
from leernet.read.allocation_proof import proof_file, read_proof
from leernet.read.feeds import feed_book_from_bytes
from leernet.read.json_record import DRAFTS_FILE, read_drafts, read_step
from leernet.read.ledger import LEDGER_FILE, SENDING_FILE, read_ledger
from leernet.read.made_ids import KEPT_IDS, kept_ids, kept_ids_findings, text_of_kept
from leernet.read.records import read_record
from leernet.visible import visible
from leernet.write.allocation_record import proof_bytes
from leernet.write.drafts import drafts_pieces
from leernet.write.records import record_text

YEAR = SchoolYear(2026)
RESERVED = ("con", "prn", "aux", "nul")
# As any text is read: without codes for a terminal, marks that nobody sees and spaces of other widths.
TEXTS = st.text(min_size=1, max_size=8).map(visible).map(str.strip).filter(bool)
IDS = st.from_regex(r"[a-z0-9]{1,4}", fullmatch=True).filter(lambda id: id not in RESERVED)
DAYS = st.dates(YEAR.days.first, YEAR.days.last)
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.builds(lambda day, clock: datetime.combine(day, clock, UTC), DAYS, CLOCKS)
HALF_DAYS = st.lists(st.sampled_from(WORKING_WEEK), unique=True).map(sorted).map(tuple)
PLAIN = {
    str: TEXTS,
    int: st.integers(0, 10**9 - 1),
    bool: st.booleans(),
    date: DAYS,
    time: CLOCKS,
    datetime: MOMENTS,
    Span: st.builds(Span, st.just(time(9)), st.just(time(16, 30))),
    SchoolYear: st.just(YEAR),
    NoneType: st.none(),
}


def values_of(hint):
    """Any value of a field, by its type."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint == Id:
        return IDS
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Annotated:
        return values_of(inner[0])
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, UnionType):
        return st.one_of(*map(values_of, inner))
    if origin is tuple:
        if inner[0] is HalfDay:
            return HALF_DAYS
        if inner[1:] == (...,):
            return st.lists(values_of(inner[0]), max_size=2).map(tuple)
        return st.tuples(*map(values_of, inner))
    if origin is not None:
        return st.dictionaries(
            values_of(inner[0]), values_of(inner[1]).filter(lambda one: one != {}), max_size=2
        )
    return made(hint)


def made(kind, **given_):
    """Any value of a kind with fields; those of which a record says nothing are as they are by default."""
    hints = get_type_hints(kind, include_extras=True)
    if issubclass(kind, Struct):
        names = dict(zip(hints, hints, strict=True))
    elif issubclass(kind, Record):
        names = {name: field.alias or name for name, field in kind.model_fields.items()}
    else:
        names = dict(zip(hints, hints, strict=True))
    left = {"schema_version", "learning_goals", *given_}
    values = {alias: values_of(hints[name]) for name, alias in names.items() if name not in left}
    return st.builds(kind, **values, **given_)


@pytest.mark.parametrize("kind", [Plan, AllocationRecord, AttendanceRecord], ids=lambda kind: kind.__name__)
def test_a_record_in_yaml(kind):
    @settings(max_examples=30)
    @given(made(kind))
    def comes_back(record):
        content = record_text(record)
        again, _places, findings = read_record(kind, "plan.yaml", content)
        assert (again, findings) == (record, ())
        assert record_text(again) == content

    comes_back()


def test_every_kind_of_record_is_tried():
    def below(kind):
        return {kind, *(inner for one in kind.__subclasses__() for inner in below(one))}

    whole = {kind for kind in below(Record) if "schema_version" in kind.model_fields}
    assert {kind.__name__ for kind in whole} == {"Plan", "AllocationRecord", "AttendanceRecord", "_KeptIds"}


NAMED = st.fixed_dictionaries({"name": TEXTS})
PEOPLE = st.fixed_dictionaries({"name": TEXTS}, optional={"email": TEXTS, "school": TEXTS})


def some_of(values):
    return st.dictionaries(TEXTS, values, min_size=1, max_size=3)


@given(st.fixed_dictionaries({}, optional={"members": some_of(PEOPLE), "boards": some_of(NAMED)}))
def test_ids(kept):
    files = {KEPT_IDS: text_of_kept(kept)} if kept else {}
    assert (kept_ids(files), tuple(kept_ids_findings(files))) == (kept, ())
    assert text_of_kept(kept_ids(files)) == text_of_kept(kept)


@settings(max_examples=30)
@given(
    st.lists(made(Sent), max_size=3, unique_by=lambda one: one.message_id),
    st.lists(made(Answered) | made(Bounced) | made(NewName), max_size=3, unique=True),
    st.lists(made(Sent), max_size=2, unique_by=lambda one: one.message_id),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=2),
)
def test_the_ledger_and_the_note_beside_it(sent, others, doubtful, failed):
    lines = "".join(map(ledger_line, (*sent, *others)))
    files = {LEDGER_FILE: (LEDGER_HEADER + lines).encode()}
    ledger, findings = read_ledger(files, YEAR)
    assert findings == ()
    assert set(ledger.sent) == set(sent)
    assert {*ledger.answers, *ledger.bounces, *ledger.names} == set(others)

    known = {one.message_id for one in sent}
    waiting = tuple(one for one in doubtful if one.message_id not in known)
    noted = replace(ledger, doubtful=waiting, failed=tuple(sorted(failed)))
    assert note_of(noted).others == len([*ledger.answers, *ledger.bounces, *ledger.names])
    files[SENDING_FILE] = note_bytes(note_of(noted))
    again, findings = read_ledger(files, YEAR)
    assert (again, findings) == (noted, ())
    assert note_bytes(note_of(again)) == files[SENDING_FILE]


@settings(max_examples=30)
@given(st.lists(made(Sent), max_size=3))
def test_drafts(entries):
    content = b"".join(drafts_pieces(entries))
    again, findings = read_drafts({DRAFTS_FILE: content})
    assert (again, findings) == (tuple(entries), ())
    assert b"".join(drafts_pieces(again)) == content


@settings(max_examples=30)
@given(some_of(st.lists(made(FeedEntry), min_size=1, max_size=3, unique_by=lambda one: one.uid)))
def test_what_feeds_have_shown(shown):
    book = {feed: {entry.uid: entry for entry in entries} for feed, entries in shown.items()}
    content = feed_book_bytes(book)
    again = feed_book_from_bytes(content)
    assert again == book
    assert feed_book_bytes(again) == content


@given(made(Step, number=st.integers(1, 9999), before=some_of(st.none() | st.binary(max_size=9))))
def test_what_can_be_undone(step):
    step = replace(step, after=dict.fromkeys(step.before, "0"))
    content = step_bytes(step)
    again = read_step(step.number, content)
    assert again == step
    assert step_bytes(again) == content


@settings(max_examples=30)
@given(st.lists(made(ProofNode), max_size=3))
def test_a_proof(nodes):
    content = proof_bytes(SimpleNamespace(proof=nodes), {})
    again, findings = read_proof({proof_file("ws"): content}, "ws")
    assert findings == ()
    assert proof_bytes(SimpleNamespace(proof=again), {}) == content

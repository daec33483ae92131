"""What was sent to whom and what they answered: the lines of ``sent.yaml``, which are only ever added to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from leernet.model.view import Kind, View, view_record
from leernet.words import Language

Method = Literal["REQUEST", "CANCEL", "REMINDER"]
Answer = Literal["accepted", "declined", "tentative", "counter"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the transport took.

    Attributes:
        occasion: key of the occasion, as it was called then.
        circle: id of its network or series.
        kind: of the occasion.
        member: id, as it was then.
        uid: of the calendar entry.
        dtstamp: when this revision was made; UTC, whole seconds.
        sent_at: when the transport took it; UTC, whole seconds.
        revision: of the plan it was made from.
        days_before: of a reminder, which one it was; 0 for what is none.
        saw: what this person saw.
    """

    occasion: str
    circle: str
    kind: Kind
    member: str
    name: str
    address: str
    language: Language
    method: Method
    uid: str
    sequence: int
    dtstamp: datetime
    sent_at: datetime
    message_id: str
    revision: int
    saw: View
    days_before: int = 0
    student: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answered.

    Attributes:
        sequence: of the revision that was answered.
        dtstamp: when they answered; UTC.
    """

    occasion: str
    member: str
    address: str
    uid: str
    answer: Answer
    sequence: int
    dtstamp: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was sent and answered, in the order in which it happened.

    Attributes:
        doubtful: messages whose fate is unknown, as the connection or the program stopped halfway.
        failed: keys of messages that an earlier run could not deliver (see :func:`whom`).
    """

    sent: tuple[Sent, ...] = ()
    answers: tuple[Answered, ...] = ()
    doubtful: tuple[Sent, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    newest: Mapping[tuple[str, str], Sent] = field(init=False, repr=False, compare=False)
    first_ids: Mapping[tuple[str, str], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        newest: dict[tuple[str, str], Sent] = {}
        first_ids: dict[tuple[str, str], str] = {}
        for entry in self.sent:
            if entry.method != "REMINDER":
                newest[whom(entry)] = entry
                first_ids.setdefault(whom(entry), entry.message_id)
        object.__setattr__(self, "newest", newest)
        object.__setattr__(self, "first_ids", first_ids)


def whom(entry: Sent | Answered) -> tuple[str, str]:
    """Which calendar entry in whose calendar: the uid and the address, in small letters."""
    return (entry.uid, entry.address.casefold())


# What a new ``sent.yaml`` begins with.
LEDGER_HEADER = "schema: 1\nmessages:\n"


def ledger_line(entry: Sent | Answered) -> str:
    """An entry as one line of ``sent.yaml``: a list item in JSON, which is YAML too."""
    record = _answer_record(entry) if isinstance(entry, Answered) else sent_record(entry)
    return f"- {json.dumps(record, ensure_ascii=False)}\n"


def sent_record(entry: Sent) -> dict[str, Any]:
    """A message as texts, numbers and mappings, without what is empty."""
    record = {
        "occasion": entry.occasion,
        "circle": entry.circle,
        "kind": entry.kind,
        "member": entry.member,
        "name": entry.name,
        "address": entry.address,
        "language": entry.language,
        "student": entry.student,
        "method": entry.method,
        "days_before": entry.days_before,
        "uid": entry.uid,
        "sequence": entry.sequence,
        "dtstamp": utc_text(entry.dtstamp),
        "sent_at": utc_text(entry.sent_at),
        "message_id": entry.message_id,
        "revision": entry.revision,
        "saw": view_record(entry.saw),
    }
    return {name: value for name, value in record.items() if value or name in ("sequence", "revision")}


def _answer_record(entry: Answered) -> dict[str, Any]:
    record = {
        "occasion": entry.occasion,
        "member": entry.member,
        "address": entry.address,
        "method": "REPLY",
        "answer": entry.answer,
        "uid": entry.uid,
        "sequence": entry.sequence,
        "dtstamp": utc_text(entry.dtstamp),
        "comment": entry.comment,
    }
    return {name: value for name, value in record.items() if value or name == "sequence"}


def utc_text(moment: datetime) -> str:
    """``2026-09-01T08:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def answers_now(ledger: Ledger) -> Mapping[tuple[str, str], Answered]:
    """For each calendar entry and address the last answer to the revision that person has now."""
    now: dict[tuple[str, str], Answered] = {}
    for answer in sorted(ledger.answers, key=lambda one: one.dtstamp):
        current = ledger.newest.get(whom(answer))
        if current is not None and current.method == "REQUEST" and answer.sequence >= current.sequence:
            now[whom(answer)] = answer
    return now


def attendance(ledger: Ledger) -> Mapping[str, Mapping[str, Answer | None]]:
    """By occasion, what each invited member answered about the date it has now; None: nothing."""
    answers = answers_now(ledger)
    known: dict[str, dict[str, Answer | None]] = {}
    for at, entry in ledger.newest.items():
        if entry.method == "REQUEST":
            answer = answers.get(at)
            known.setdefault(entry.occasion, {})[entry.member] = answer.answer if answer else None
    return {occasion: dict(sorted(members.items())) for occasion, members in sorted(known.items())}

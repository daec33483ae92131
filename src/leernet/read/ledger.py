"""The bytes of ``sent.yaml`` and of what a sending run left behind in; the ledger and findings out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from leernet.catalogue.invitations import LEDGER_BEHIND, LEDGER_LINE, LEDGER_OF_ANOTHER_VERSION
from leernet.finding import Finding, Place
from leernet.model.ledger import Answered, Ledger, Sent
from leernet.model.values import SchoolYear
from leernet.model.view import view_from_record

LEDGER_FILE = "sent.yaml"
# Beside the ledger and not in it: a copy of the ledger that is put back must not take these along.
SENDING_FILE = ".leernet/sending.json"
_SCHEMA_LINE = "schema: 1"


@dataclass(slots=True)
class _Lines:
    """What the lines say, and which of them say nothing."""

    sent: list[Sent] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_ledger(files: Mapping[str, bytes], school_year: SchoolYear) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger of a school year; empty when nothing was sent yet.

    A last line that a killed run left half written counts for nothing: its message is a doubtful one.

    Args:
        files: of the project, by path.
        school_year: entries about other years are left out, as ids come back every year.
    """
    lines = _lines(files.get(LEDGER_FILE, b""))
    doubtful, failed = _left_behind(files)
    known = {entry.message_id for entry in lines.sent}
    findings = (*lines.findings, *_head_findings(files, lines.sent))
    days = school_year.days
    return (
        Ledger(
            tuple(entry for entry in lines.sent if entry.saw.day in days),
            tuple(lines.answers),
            tuple(one for one in doubtful if one.message_id not in known and one.saw.day in days),
            failed,
        ),
        findings,
    )


def _lines(content: bytes) -> _Lines:
    read = _Lines()
    whole, _newline, _torn = content.decode("utf-8", "replace").removeprefix("\ufeff").rpartition("\n")
    header = True
    for number, line in enumerate(whole.split("\n") if whole else (), start=1):
        text = line.strip()
        if header and (not text or text.startswith(("#", "schema:")) or text == "messages:"):
            if text.startswith("schema:") and text != _SCHEMA_LINE:
                read.findings.append(LEDGER_OF_ANOTHER_VERSION.at(Place(LEDGER_FILE, number)))
            continue
        header = False
        if text:
            _read_line(read, number, text)
    return read


def _read_line(read: _Lines, number: int, text: str) -> None:
    try:
        record = json.loads(text.removeprefix("-"))
        if record["method"] == "REPLY":
            read.answers.append(_answered(record))
        else:
            read.sent.append(sent_from_record(record))
    except (ValueError, KeyError, TypeError, IndexError):
        read.findings.append(LEDGER_LINE.at(Place(LEDGER_FILE, number)))


def sent_from_record(record: Mapping[str, Any]) -> Sent:
    """A message from its record.

    Raises:
        KeyError: something is not there.
        ValueError: a day, a moment or a number is not one.
    """
    if record["method"] not in ("REQUEST", "CANCEL", "REMINDER"):
        raise ValueError(record["method"])
    return Sent(
        occasion=record["occasion"],
        circle=record["circle"],
        kind=record["kind"],
        member=record["member"],
        name=record["name"],
        address=record["address"],
        language=record["language"],
        method=record["method"],
        uid=record["uid"],
        sequence=int(record["sequence"]),
        dtstamp=_moment(record["dtstamp"]),
        sent_at=_moment(record["sent_at"]),
        message_id=record["message_id"],
        revision=int(record["revision"]),
        saw=view_from_record(record["saw"]),
        days_before=int(record.get("days_before", 0)),
        student=bool(record.get("student", False)),
    )


def _answered(record: Mapping[str, Any]) -> Answered:
    if record["answer"] not in ("accepted", "declined", "tentative", "counter"):
        raise ValueError(record["answer"])
    return Answered(
        occasion=record["occasion"],
        member=record["member"],
        address=record["address"],
        uid=record["uid"],
        answer=record["answer"],
        sequence=int(record["sequence"]),
        dtstamp=_moment(record["dtstamp"]),
        comment=record.get("comment", ""),
    )


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _left_behind(files: Mapping[str, bytes]) -> tuple[tuple[Sent, ...], tuple[tuple[str, str], ...]]:
    """What a run noted before it sent it and did not get to hear about, and what was refused."""
    if SENDING_FILE not in files:
        return (), ()
    noted = json.loads(files[SENDING_FILE])
    doubtful = tuple(sent_from_record(record) for record in noted["doubtful"])
    return doubtful, tuple((uid, address) for uid, address in noted["failed"])


def _head_findings(files: Mapping[str, bytes], sent: list[Sent]) -> Iterator[Finding]:
    """Whether this ledger is one that was put back: more was sent from here than it knows of."""
    if SENDING_FILE not in files:
        return
    noted = json.loads(files[SENDING_FILE])
    known = {entry.message_id for entry in sent}
    if len(sent) >= noted["messages"] and (not noted["last"] or noted["last"] in known):
        return
    yield LEDGER_BEHIND.at(Place(LEDGER_FILE), messages=noted["messages"], known=len(sent))

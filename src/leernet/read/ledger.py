"""The bytes of ``sent.yaml`` and of what a sending run left behind in; the ledger and findings out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from leernet.catalogue.invitations import (
    LEDGER_BEHIND,
    LEDGER_LINE,
    LEDGER_OF_ANOTHER_VERSION,
    LEDGER_TORN,
    NOTE_OF_SENDING,
)
from leernet.finding import Finding, Place
from leernet.model.ledger import Answered, Ledger, Sent
from leernet.model.values import SchoolYear
from leernet.read.ledger_entry import NOT_WHAT_IT_SAYS, entry_from_record, sent_from_record
from leernet.read.visible import hidden_code

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
    noted, in_note = _noted(files)
    lines = _lines(files.get(LEDGER_FILE, b""), is_interrupted=bool(noted and noted.doubtful))
    doubtful = tuple(map(sent_from_record, noted.doubtful)) if noted else ()
    failed = noted.failed if noted else ()
    known = {entry.message_id for entry in lines.sent}
    # Of a ledger with a line that cannot be read nobody knows how much it knows.
    findings = (*in_note, *(lines.findings or _head_findings(noted, lines.sent)))
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


def _lines(content: bytes, *, is_interrupted: bool) -> _Lines:
    """What the lines say.

    Args:
        is_interrupted: whether a run was stopped while it sent; then the last line may be half written.
    """
    read = _Lines()
    lines = content.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
    last = lines[-1].encode()
    if last and not is_whole_line(last):
        if not is_interrupted:
            read.findings.append(LEDGER_TORN.at(Place(LEDGER_FILE, len(lines))))
        lines.pop()
    header = True
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if header and (not text or text.startswith(("#", "schema:")) or text == "messages:"):
            if text.startswith("schema:") and text != _SCHEMA_LINE:
                read.findings.append(LEDGER_OF_ANOTHER_VERSION.at(Place(LEDGER_FILE, number)))
            continue
        header = False
        if text:
            _read_line(read, number, text)
    return read


def is_whole_line(line: bytes) -> bool:
    """Whether a line says all that it was to say; editors take the end of the last line away."""
    text = line.decode("utf-8", "replace").strip()
    if text in (_SCHEMA_LINE, "messages:"):
        return True
    with suppress(ValueError, RecursionError):
        json.loads(text.removeprefix("-"))
        return text.startswith("-")
    return False


def _read_line(read: _Lines, number: int, text: str) -> None:
    try:
        entry = entry_from_record(_without_codes(json.loads(text.removeprefix("-"))))
        if isinstance(entry, Answered):
            read.answers.append(entry)
        else:
            read.sent.append(entry)
    except NOT_WHAT_IT_SAYS:
        read.findings.append(LEDGER_LINE.at(Place(LEDGER_FILE, number)))


def _without_codes(value: Any) -> Any:
    """The value.

    Raises:
        ValueError: a text in it would drive a terminal, which leernet never writes down.
    """
    match value:
        case str() if hidden_code(value) is not None:
            raise ValueError(value)
        case list():
            for inner in value:
                _without_codes(inner)
        case dict():
            _without_codes([*value.keys(), *value.values()])
    return value


class _Noted(BaseModel):
    """What a run noted before it sent and did not get to hear about, what was refused, and how far it was."""

    model_config = ConfigDict(strict=True, frozen=True)

    messages: int
    last: str
    doubtful: list[dict[str, Any]]
    failed: tuple[tuple[str, str], ...]


def _noted(files: Mapping[str, bytes]) -> tuple[_Noted | None, tuple[Finding, ...]]:
    if SENDING_FILE not in files:
        return None, ()
    try:
        noted = _Noted.model_validate_json(files[SENDING_FILE])
        for record in noted.doubtful:
            sent_from_record(record)
    except NOT_WHAT_IT_SAYS:
        return None, (NOTE_OF_SENDING.at(Place(SENDING_FILE), file=SENDING_FILE),)
    return noted, ()


def _head_findings(noted: _Noted | None, sent: list[Sent]) -> Iterator[Finding]:
    """Whether this ledger is one that was put back: more was sent from here than it knows of."""
    if noted is None:
        return
    known = {entry.message_id for entry in sent}
    if len(sent) >= noted.messages and (not noted.last or noted.last in known):
        return
    yield LEDGER_BEHIND.at(Place(LEDGER_FILE), messages=noted.messages, known=len(sent))

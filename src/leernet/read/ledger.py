"""The bytes of ``sent.yaml`` and of what a sending run left behind in; the ledger and findings out."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import yaml
from msgspec import Struct
from pydantic import BaseModel, ConfigDict

from leernet.catalogue.invitations import (
    ANSWERS_GONE,
    KEY_PASSED_OVER,
    LEDGER_BEHIND,
    LEDGER_LINE,
    LEDGER_OF_ANOTHER_VERSION,
    LEDGER_TORN,
    MERGE_MARK,
    NOTE_OF_SENDING,
)
from leernet.finding import Finding, Place, has_errors
from leernet.model.kept import value_of
from leernet.model.ledger import Answered, Bounced, Ledger, NewName, Sent
from leernet.model.values import SchoolYear
from leernet.read.ledger_entry import NOT_WHAT_IT_SAYS, entry_from_record, keys_passed_over
from leernet.visible import hidden_code

LEDGER_FILE = "sent.yaml"
# Beside the ledger and not in it: a copy of the ledger that is put back must not take these along.
SENDING_FILE = ".leernet/sending.json"
_SCHEMA_LINE = "schema: 1"


class _Lines(Struct):
    """What the lines say, and which of them say nothing; what is there twice is said once."""

    sent: dict[Sent, None] = {}
    answers: dict[Answered, None] = {}
    bounces: dict[Bounced, None] = {}
    names: dict[NewName, None] = {}
    findings: list[Finding] = []


def read_ledger(files: Mapping[str, bytes], school_year: SchoolYear) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger of a school year; empty when nothing was sent yet.

    The order of the lines says nothing, so that two people who both sent can put their lines together in any
    way. A last line that a killed run left half written counts for nothing: its message is a doubtful one.

    Args:
        files: of the project, by path.
        school_year: entries about other years are left out, as ids come back every year.
    """
    noted, in_note = _noted(files)
    lines = _lines(files.get(LEDGER_FILE, b""), is_interrupted=bool(noted and noted.doubtful))
    doubtful = tuple(value_of(Sent, record) for record in noted.doubtful) if noted else ()
    known = {entry.message_id for entry in lines.sent}
    # Of a ledger with a line that cannot be read nobody knows how much it knows.
    others = len(lines.answers) + len(lines.bounces) + len(lines.names)
    head = () if has_errors(lines.findings) else tuple(_head_findings(noted, known, others))
    findings = (*in_note, *lines.findings, *head)
    days = school_year.days
    ledger = Ledger(
        tuple(sorted((one for one in lines.sent if one.saw.day in days), key=_in_time)),
        tuple(sorted(lines.answers, key=lambda one: (one.dtstamp, repr(one)))),
        tuple(one for one in doubtful if one.message_id not in known and one.saw.day in days),
        noted.failed if noted else (),
        tuple(sorted(lines.bounces, key=lambda one: (one.dtstamp, repr(one)))),
        tuple(sorted(lines.names, key=lambda one: (one.dtstamp, repr(one)))),
    )
    return ledger, findings


def _in_time(entry: Sent) -> tuple[object, ...]:
    return (entry.sent_at, *entry.age, repr(entry))


# Where a merge of git found both sides changed; as lines are only added, both sides are right.
_MERGE_MARK = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")


def _lines(content: bytes, *, is_interrupted: bool) -> _Lines:
    """What the lines say.

    Args:
        is_interrupted: whether a run was stopped while it sent; then the last line may be half written.
    """
    read = _Lines()
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    if _is_torn(lines):
        if not is_interrupted:
            read.findings.append(LEDGER_TORN.at(Place(LEDGER_FILE, len(lines))))
        lines.pop()
    item: list[str] = []
    begin = 0
    for number, line in enumerate(lines, start=1):
        if _MERGE_MARK.match(line):
            read.findings.append(MERGE_MARK.at(Place(LEDGER_FILE, number)))
        elif _says_nothing(line):
            continue
        elif _begins_item(line, item):
            _read_item(read, begin, item)
            item, begin = [line], number
        elif item:
            item.append(line)
        else:
            _read_head(read, number, line.strip())
    _read_item(read, begin, item)
    return read


def _is_torn(lines: list[str]) -> bool:
    """Whether the last line is one that was begun and not ended; a formatter's own lines are none."""
    last = lines[-1]
    return last.startswith(("- {", "-{", "schema")) and not is_whole_line(last.encode())


def is_whole_line(line: bytes) -> bool:
    """Whether a line says all that it was to say; editors take the end of the last line away."""
    text = line.decode("utf-8", "replace").strip()
    if text in (_SCHEMA_LINE, "messages:"):
        return True
    if not text.startswith("-"):
        # A line of another's making: a comment, the rest of an item that a formatter broke.
        return not text.startswith(("s", "m"))
    with suppress(ValueError, RecursionError):
        json.loads(text.removeprefix("-"))
        return True
    return False


def year_of_line(line: str) -> SchoolYear | None:
    """The school year that the message of a line is about; None where it is about none."""
    with suppress(ValueError, LookupError, TypeError, RecursionError):
        day = date.fromisoformat(json.loads(line.strip().removeprefix("-"))["saw"]["day"])
        return SchoolYear(day.year if day.month >= 8 else day.year - 1)
    return None


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


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.strip().startswith("#") or line.strip() in ("---", "...")


def _begins_item(line: str, item: list[str]) -> bool:
    """Whether a line begins an item of the list; what is indented further belongs to the one before."""
    return line.lstrip().startswith(("- ", "-{")) and (not item or _indent(line) <= _indent(item[0]))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _read_head(read: _Lines, number: int, text: str) -> None:
    if text.startswith("schema:"):
        if text.replace('"', "").replace("'", "") != _SCHEMA_LINE:
            read.findings.append(LEDGER_OF_ANOTHER_VERSION.at(Place(LEDGER_FILE, number)))
    elif text not in ("messages:", "messages: []"):
        read.findings.append(LEDGER_LINE.at(Place(LEDGER_FILE, number)))


def _read_item(read: _Lines, number: int, item: list[str]) -> None:
    if not item:
        return
    try:
        record = _without_codes(_record(item))
        entry = entry_from_record(record)
    except (*NOT_WHAT_IT_SAYS, yaml.YAMLError):
        read.findings.append(LEDGER_LINE.at(Place(LEDGER_FILE, number)))
        return
    passed_over = keys_passed_over(record)
    read.findings += [KEY_PASSED_OVER.at(Place(LEDGER_FILE, number), key=key) for key in passed_over]
    match entry:
        case Answered():
            read.answers[entry] = None
        case Bounced():
            read.bounces[entry] = None
        case NewName():
            read.names[entry] = None
        case Sent():
            read.sent[entry] = None


class _Formatted(yaml.CSafeLoader):
    """What a formatter made of JSON: numbers and truths are what they were, days stay text."""


_Formatted.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _record(item: list[str]) -> Any:
    """The mapping of an item: JSON on one line as leernet writes it, or what a formatter made of it."""
    written = "\n".join(item)
    with suppress(ValueError, RecursionError):
        return json.loads(written.strip().removeprefix("-"))
    (record,) = yaml.load(written, _Formatted)  # noqa: S506 - safe, but for days
    return record


class _Noted(BaseModel):
    """What a run noted before it sent and did not get to hear about, what was refused, and how far it was."""

    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    messages: int
    last: str
    # Notes of before have none.
    others: int = 0
    doubtful: list[dict[str, Any]]
    failed: tuple[tuple[str, str], ...]


def _noted(files: Mapping[str, bytes]) -> tuple[_Noted | None, tuple[Finding, ...]]:
    if SENDING_FILE not in files:
        return None, ()
    try:
        noted = _Noted.model_validate_json(files[SENDING_FILE])
        for record in noted.doubtful:
            value_of(Sent, record)
    except NOT_WHAT_IT_SAYS:
        return None, (NOTE_OF_SENDING.at(Place(SENDING_FILE), file=SENDING_FILE),)
    return noted, ()


def _head_findings(noted: _Noted | None, known: set[str], others: int) -> Iterator[Finding]:
    """Whether this ledger is one that was put back or cut off: more was written here than it knows of."""
    if noted is None:
        return
    if len(known) < noted.messages or (noted.last and noted.last not in known):
        yield LEDGER_BEHIND.at(Place(LEDGER_FILE), messages=noted.messages, known=len(known))
    elif others < noted.others:
        yield ANSWERS_GONE.at(Place(LEDGER_FILE), count=noted.others - others)

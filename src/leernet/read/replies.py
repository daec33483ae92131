"""Answers that came back and the ledger in; those that are new, and findings, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import getaddresses
from urllib.parse import unquote

from leernet.catalogue.replies import (
    ANSWER_FOR_ANOTHER,
    ANSWER_OF_STRANGER,
    ANSWER_TO_CANCELLED,
    ANSWER_TO_LATER,
    ANSWER_TO_NOTHING,
    ANSWER_TO_OLDER,
    MAIL_WITHOUT_ANSWER,
    NO_CALENDAR_INSIDE,
    NOT_ANSWERED_YET,
    OTHER_METHOD,
    OTHER_TIME_PROPOSED,
)
from leernet.finding import Finding, Place
from leernet.model.ledger import Answer, Answered, Ledger, Sent, whom
from leernet.model.view import clean
from leernet.read.icalendar_text import Component, Property, read_components

_ANSWERS: dict[str, Answer] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
}


@dataclass(frozen=True, slots=True)
class _Reply:
    """One entry of one answer.

    Attributes:
        sender: address the mail came from, in small letters; empty: not known.
    """

    place: Place
    sender: str
    method: str
    event: Component


def read_replies(
    files: Mapping[str, bytes], ledger: Ledger
) -> tuple[tuple[Answered, ...], tuple[Finding, ...]]:
    """The answers that are new, oldest first.

    Only who was invited can answer, for themselves or through somebody they name; an answer to an older
    revision is kept, and does not count for the new date.

    Args:
        files: ``.eml``, ``.ics`` and ``.mbox`` by path; others are left alone.
    """
    known = {(whom(one), one.dtstamp, one.answer) for one in ledger.answers}
    answers: dict[object, Answered] = {}
    findings: list[Finding] = []
    for file, content in sorted(files.items()):
        for found in _replies(file, content):
            if isinstance(found, Finding):
                findings.append(found)
                continue
            answer, about = _judged(found, ledger)
            findings += about
            if answer and (key := (whom(answer), answer.dtstamp, answer.answer)) not in known:
                answers[key] = answer
    return tuple(sorted(answers.values(), key=lambda one: (one.dtstamp, whom(one)))), tuple(findings)


def _replies(file: str, content: bytes) -> Iterator[_Reply | Finding]:
    name = file.lower()
    if name.endswith(".ics"):
        yield from _in_calendar(Place(file), "", content)
    elif name.endswith(".eml"):
        yield from _in_mail(Place(file), content)
    elif name.endswith(".mbox"):
        for line, mail in mails_in_mbox(content):
            yield from _in_mail(Place(file, line), mail)


_FROM_LINE = re.compile(rb"^From .*\r?\n", re.MULTILINE)


def mails_in_mbox(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The mails of an mbox, each with the line on which it begins."""
    starts = list(_FROM_LINE.finditer(content))
    ends = (*(start.start() for start in starts), len(content))
    for start, end in zip(starts, ends[1:], strict=True):
        line = content.count(b"\n", 0, start.start()) + 1
        yield line, re.sub(rb"(?m)^>(>*From )", rb"\1", content[start.end() : end])


def _in_mail(place: Place, content: bytes) -> Iterator[_Reply | Finding]:
    mail = message_from_bytes(content)
    senders = getaddresses([str(header) for header in mail.get_all("From", [])])
    sender = senders[0][1].casefold() if senders else ""
    parts = [part for part in mail.walk() if part.get_content_type() in ("text/calendar", "application/ics")]
    if not parts:
        yield MAIL_WITHOUT_ANSWER.at(place, sender=sender)
    # Some programs put the same object in twice, once as an attachment.
    for part in parts[:1]:
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if (part.get_content_charset() or "").startswith(("iso-8859", "windows-125")):
            content = content.decode("cp1252", "replace").encode()
        yield from _in_calendar(place, sender, content)


def _in_calendar(place: Place, sender: str, content: bytes) -> Iterator[_Reply | Finding]:
    calendars = [one for one in read_components(content) if one.name == "VCALENDAR"]
    if not calendars:
        yield NO_CALENDAR_INSIDE.at(place)
    for calendar in calendars:
        method = calendar.text("METHOD").upper()
        if method not in ("REPLY", "COUNTER"):
            yield OTHER_METHOD.at(place, method=clean(method))
            continue
        for event in calendar.inner("VEVENT"):
            yield _Reply(place, sender, method, event)


def _judged(reply: _Reply, ledger: Ledger) -> tuple[Answered | None, tuple[Finding, ...]]:
    uid = reply.event.text("UID")
    attendee = reply.event.first("ATTENDEE")
    address = mail_address(attendee.value) if attendee else ""
    sent = ledger.newest.get((uid, address))
    if sent is None or attendee is None:
        return None, (_stranger(reply, ledger, uid, address),)
    if not _may_answer(reply.sender, attendee, address):
        return None, (_for_another(reply, sent),)
    answer = _answer(reply, attendee, sent)
    if answer is None:
        return None, (NOT_ANSWERED_YET.at(reply.place, member=sent.name),)
    if answer.sequence > sent.sequence:
        return None, (_ahead(reply, sent, answer),)
    return answer, tuple(_about(reply, sent, answer))


def mail_address(value: str) -> str:
    """The address of a calendar user, in small letters."""
    return unquote(value.strip().removeprefix("mailto:").removeprefix("MAILTO:")).casefold()


def _may_answer(sender: str, attendee: Property, address: str) -> bool:
    deputy = mail_address(attendee.parameters.get("SENT-BY", ""))
    return sender in ("", address, deputy)


def _answer(reply: _Reply, attendee: Property, sent: Sent) -> Answered | None:
    answer = _ANSWERS.get(attendee.parameters.get("PARTSTAT", "").upper())
    comment = clean(reply.event.text("COMMENT"))
    if reply.method == "COUNTER":
        answer, comment = "counter", clean(f"{_proposal(reply.event)} {comment}")
    if answer is None:
        return None
    sequence = reply.event.text("SEQUENCE")
    return Answered(
        sent.occasion,
        sent.member,
        sent.address,
        sent.uid,
        answer,
        int(sequence) if sequence.isdecimal() and len(sequence) < 9 else 0,
        _moment(reply.event.text("DTSTAMP")),
        comment,
    )


def _proposal(event: Component) -> str:
    """The start that is proposed, as ``2026-11-19 10:00``."""
    match = re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}Z?)?", event.text("DTSTART"))
    if match is None:
        return ""
    year, month, day, hour, minute = match.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else "")


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return _EPOCH


def _about(reply: _Reply, sent: Sent, answer: Answered) -> Iterator[Finding]:
    if sent.method == "CANCEL":
        yield ANSWER_TO_CANCELLED.at(reply.place, member=sent.name, occasion=sent.occasion)
    elif answer.sequence < sent.sequence:
        yield ANSWER_TO_OLDER.at(reply.place, member=sent.name, occasion=sent.occasion, day=sent.saw.day)
    if answer.answer == "counter":
        yield OTHER_TIME_PROPOSED.at(
            reply.place, member=sent.name, occasion=sent.occasion, comment=answer.comment
        )


def _stranger(reply: _Reply, ledger: Ledger, uid: str, address: str) -> Finding:
    occasion = next((entry.occasion for entry in ledger.newest.values() if entry.uid == uid), None)
    if occasion is None:
        return ANSWER_TO_NOTHING.at(reply.place, sender=_who(reply))
    return ANSWER_OF_STRANGER.at(reply.place, address=clean(address), occasion=occasion)


def _for_another(reply: _Reply, sent: Sent) -> Finding:
    return ANSWER_FOR_ANOTHER.at(reply.place, sender=_who(reply), member=sent.name, occasion=sent.occasion)


def _ahead(reply: _Reply, sent: Sent, answer: Answered) -> Finding:
    return ANSWER_TO_LATER.at(
        reply.place, member=sent.name, sequence=answer.sequence, occasion=sent.occasion, current=sent.sequence
    )


def _who(reply: _Reply) -> str:
    attendee = reply.event.first("ATTENDEE")
    return clean(reply.sender or (mail_address(attendee.value) if attendee else "?"))

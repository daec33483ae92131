"""A mail in; the answers in its calendar objects, and what is to be said of each, out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote

from msgspec import Struct

from leernet.catalogue import replies as rules
from leernet.catalogue.rule import Rule
from leernet.finding import Finding
from leernet.model.ledger import Answer, Answered, Sent
from leernet.model.timezone import ZONE
from leernet.model.view import clean
from leernet.read.icalendar_text import Component, Property, moment_in, read_components
from leernet.read.mailbox import Arrived

_ANSWERS: dict[str, Answer] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    # Who sends somebody else does not come.
    "DELEGATED": "declined",
}


class CalendarReply(Struct, frozen=True):
    """One entry of one answer."""

    mail: Arrived
    method: str
    event: Component


def replies_in(mail: Arrived) -> tuple[tuple[CalendarReply, ...], tuple[Finding, ...]]:
    """The answers in the first calendar object with any; else what its calendars are instead."""
    others: list[Finding] = []
    for content in mail.calendars:
        calendars = [one for one in read_components(content) if one.name == "VCALENDAR"]
        replies = [
            CalendarReply(mail, method, event)
            for calendar in calendars
            if (method := calendar.text("METHOD").strip().upper()) in ("REPLY", "COUNTER")
            for event in calendar.inner("VEVENT")
        ]
        if replies:
            # Some programs put the same object in twice, once as an attachment.
            return tuple(replies), ()
        methods = [calendar.text("METHOD") for calendar in calendars]
        others += [rules.OTHER_METHOD.at(mail.place, method=clean(one)) for one in methods[:1]]
    if mail.mail is None and not others:
        others.append(rules.NOT_A_MAIL.at(mail.place))
    return (), tuple(others)


def mail_address(value: str) -> str:
    """The address of a calendar user, in small letters; the scheme of a URI knows no case (RFC 3986, 3.1)."""
    return unquote(re.sub(r"(?i)^mailto:", "", value.strip())).casefold()


def fails_authentication(mail: Arrived) -> bool:
    """Whether the receiving server says that the sender is not who the mail says (RFC 8601)."""
    said = mail.header("Authentication-Results").casefold()
    both = re.search(r"\bspf=fail", said) and re.search(r"\bdkim=(fail|none)", said)
    return bool(re.search(r"\bdmarc=fail", said) or (both and "dmarc=pass" not in said))


def answer_word(reply: CalendarReply, attendee: Property) -> Answer | None:
    if reply.method == "COUNTER":
        return "counter"
    return _ANSWERS.get(attendee.parameters.get("PARTSTAT", "").strip().upper())


def is_delegated(attendee: Property) -> bool:
    """Whether somebody else is to come instead (RFC 5546, 3.2.2.3)."""
    return attendee.parameters.get("PARTSTAT", "").strip().upper() == "DELEGATED"


def _delegates(attendee: Property) -> str:
    """Addresses of who are to come instead; empty for who comes, or does not say whom they send."""
    written = attendee.parameters.get("DELEGATED-TO", "") if is_delegated(attendee) else ""
    return ", ".join(mail_address(one) for one in written.split(",") if one.strip())


def answer_in(reply: CalendarReply, attendee: Property, sent: Sent) -> Answered | None:
    answer = answer_word(reply, attendee)
    if answer is None:
        return None
    comment = clean(reply.event.text("COMMENT"))
    if answer == "counter":
        comment = clean(f"{_proposal(reply.event)} {comment}")
    elif delegates := _delegates(attendee):
        comment = clean(f"→ {delegates} {comment}")
    sequence = reply.event.text("SEQUENCE").strip()
    return Answered(
        occasion=sent.occasion,
        member=sent.member,
        address=sent.address,
        answer=answer,
        uid=sent.uid,
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 9 else 0,
        dtstamp=_moment(reply.event.text("DTSTAMP")),
        comment=comment,
    )


def _proposal(event: Component) -> str:
    """What is proposed, in the time zone of the meeting: ``2026-11-19 10.00 – 14.00``."""
    start, end = event.first("DTSTART"), event.first("DTEND")
    begins, ends = (moment_in(one.value, one.parameters, ZONE) if one else None for one in (start, end))
    if start is None or begins is None:
        return ""
    begins = begins.astimezone(ZONE)
    if "T" not in start.value:
        return f"{begins:%Y-%m-%d}"
    if ends is None or end is None or "T" not in end.value:
        return f"{begins:%Y-%m-%d %H.%M}"
    ends = ends.astimezone(ZONE)
    last = f" {ends:%Y-%m-%d}" if ends.date() != begins.date() else ""
    return f"{begins:%Y-%m-%d %H.%M}{last} – {ends:%H.%M}"


UNKNOWN_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(text: str) -> datetime:
    """A DTSTAMP; one that is none, or is of before there was mail of ours, is not known."""
    try:
        moment = datetime.strptime(text.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return UNKNOWN_MOMENT
    return moment if moment.year > 2000 else UNKNOWN_MOMENT


def remarks_about(
    reply: CalendarReply, attendee: Property, sent: Sent, answer: Answered, *, goes_on: bool
) -> Iterator[Finding]:
    place, fields = reply.mail.place, {"member": sent.name, "occasion": sent.occasion}
    if sent.method == "CANCEL":
        rule = rules.ANSWER_OF_WITHDRAWN if goes_on else rules.ANSWER_TO_CANCELLED
        yield rule.at(place, **fields)
    elif answer.sequence < sent.sequence and not sent.formerly:
        yield rules.ANSWER_TO_OLDER.at(place, **fields, day=sent.saw.day)
    if answer.answer == "declined" and (delegates := _delegates(attendee)):
        yield rules.DELEGATED.at(place, **fields, delegate=clean(delegates))
    if answer.answer == "counter":
        yield rules.OTHER_TIME_PROPOSED.at(place, **fields, comment=answer.comment)


def for_another(reply: CalendarReply, sent: Sent) -> Finding:
    return _doubted(rules.ANSWER_FOR_ANOTHER, reply, sent)


def not_authentic(reply: CalendarReply, sent: Sent) -> Finding:
    return _doubted(rules.ANSWER_NOT_AUTHENTIC, reply, sent)


def _doubted(rule: Rule, reply: CalendarReply, sent: Sent) -> Finding:
    """That whoever wrote an answer may not be the one it is for."""
    return rule.at(
        reply.mail.place, sender=who_wrote(reply), member=sent.name, id=sent.member, occasion=sent.occasion
    )


def who_wrote(reply: CalendarReply) -> str:
    attendee = reply.event.first("ATTENDEE")
    return clean(reply.mail.sender or (mail_address(attendee.value) if attendee else "?"))

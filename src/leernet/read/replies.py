"""A folder of mails and the ledger in; new answers, what came back, what is to be judged, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import unquote

from leernet.catalogue.replies import (
    ANSWER_FOR_ANOTHER,
    ANSWER_IN_WORDS,
    ANSWER_NOT_AUTHENTIC,
    ANSWER_OF_LATER,
    ANSWER_OF_STRANGER,
    ANSWER_OF_WITHDRAWN,
    ANSWER_TO_CANCELLED,
    ANSWER_TO_LATER,
    ANSWER_TO_NOTHING,
    ANSWER_TO_OLDER,
    AUTOMATIC_ANSWER,
    CAME_BACK,
    DELAYED,
    DELEGATED,
    MAIL_WITHOUT_ANSWER,
    NOT_A_MAIL,
    NOT_ANSWERED_YET,
    OTHER_METHOD,
    OTHER_TIME_PROPOSED,
    UNKNOWN_CAME_BACK,
    WORDS_OF_ANOTHER,
)
from leernet.finding import Finding, Place
from leernet.model.ledger import Answer, Answered, Bounced, Ledger, Sent, whom
from leernet.model.timezone import ZONE
from leernet.model.view import clean
from leernet.read.bounces import Returned, is_automatic, returned_in
from leernet.read.icalendar_text import Component, Property, local_moment, read_components
from leernet.read.mailbox import Arrived, arrived

_ANSWERS: dict[str, Answer] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    # Who sends somebody else does not come.
    "DELEGATED": "declined",
}


class ToJudge(NamedTuple):
    """A mail in words that answers a message."""

    place: Place
    member: str
    occasion: str


class Inbox(NamedTuple):
    """What a folder of mails says.

    Attributes:
        answers: those that are new, oldest first.
        bounces: messages that came back and were not known to.
        to_judge: mails that a person has to read.
        automatic: how many automatic answers were set aside.
    """

    answers: tuple[Answered, ...]
    bounces: tuple[Bounced, ...]
    to_judge: tuple[ToJudge, ...]
    automatic: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who answers from where.

    Attributes:
        own: for each member the addresses that are theirs, in small letters.
        answering: and those that may answer for them.
    """

    own: Mapping[str, frozenset[str]]
    answering: Mapping[str, frozenset[str]]


def read_replies(files: Mapping[str, bytes], ledger: Ledger, people: People, now: datetime) -> Inbox:
    """What the mails in a folder say; each of them is counted, or a finding names it.

    Only who was invited can answer, from an address of their own or through a deputy whom the project names;
    an answer to an older revision is kept, and does not count for the new date.

    Args:
        files: by path.
        now: with a time zone; an answer of later than tomorrow counts as of when it was mailed.
    """
    reader = _Reader(ledger, people, now)
    for found in arrived(files):
        if isinstance(found, Finding):
            reader.findings.append(found)
        else:
            reader.read(found)
    known = {_same_answer(one) for one in ledger.answers}
    answers = {_same_answer(one): one for one in reader.answers if _same_answer(one) not in known}
    back = {(whom(one), one.message_id) for one in ledger.bounces}
    bounces = {one.message_id: one for one in reader.bounces if (whom(one), one.message_id) not in back}
    return Inbox(
        tuple(sorted(answers.values(), key=lambda one: (one.dtstamp, whom(one)))),
        tuple(bounces.values()),
        tuple(reader.to_judge),
        reader.automatic,
        tuple(reader.findings),
    )


def _same_answer(answer: Answered) -> tuple[object, ...]:
    return (whom(answer), answer.dtstamp, answer.answer)


class _Reader:
    """Mail after mail."""

    def __init__(self, ledger: Ledger, people: People, now: datetime) -> None:
        self._ledger = ledger
        self._people = people
        self._now = now
        self._by_id = {entry.message_id: entry for entry in ledger.sent}
        self._live = {uid for (uid, _), one in ledger.newest.items() if one.method == "REQUEST"}
        self.answers: list[Answered] = []
        self.bounces: list[Bounced] = []
        self.to_judge: list[ToJudge] = []
        self.findings: list[Finding] = []
        self.automatic = 0

    def read(self, mail: Arrived) -> None:
        """Take from a mail what it says."""
        replies, others = _replies_in(mail)
        if replies:
            for reply in replies:
                self._judge(reply)
        elif returned := returned_in(mail):
            self._came_back(mail, returned)
        elif is_automatic(mail):
            self.automatic += 1
            self.findings.append(AUTOMATIC_ANSWER.at(mail.place, sender=mail.sender or "?"))
        elif others:
            self.findings += others
        else:
            self._in_words(mail)

    def _judge(self, reply: _Reply) -> None:
        uid = reply.event.text("UID")
        known = [
            (attendee, sent)
            for attendee in reply.event.all("ATTENDEE")
            if (sent := self._sent_to(uid, mail_address(attendee.value)))
        ]
        allowed = [(attendee, sent) for attendee, sent in known if self._may_answer(reply.mail, sent)]
        if not known:
            self.findings.append(self._stranger(reply, uid))
        elif not allowed:
            self.findings.append(_for_another(reply, known[0][1]))
        elif _fails_authentication(reply.mail):
            self.findings.append(_not_authentic(reply, allowed[0][1]))
        else:
            # Of several guests the one who answered.
            answered = [one for one in allowed if _answer_word(reply, one[0])]
            self._take(reply, *(answered or allowed)[0])

    def _sent_to(self, uid: str, address: str) -> Sent | None:
        """The last message about an entry to this address, or to another of the same person."""
        found = self._ledger.newest.get((uid, address))
        if found is not None:
            return found
        others = (
            entry
            for (of, _), entry in self._ledger.newest.items()
            if of == uid and address in self._people.own.get(entry.member, ())
        )
        return max(others, key=lambda one: one.age, default=None)

    def _may_answer(self, mail: Arrived, sent: Sent) -> bool:
        """Whether a mail is from who may answer; a calendar file by itself was put there by the reader."""
        if mail.mail is None:
            return True
        return mail.sender in (sent.address.casefold(), *self._people.answering.get(sent.member, ()))

    def _take(self, reply: _Reply, attendee: Property, sent: Sent) -> None:
        answer = _answered(reply, attendee, sent)
        if answer is None:
            self.findings.append(NOT_ANSWERED_YET.at(reply.mail.place, member=sent.name))
        elif answer.sequence > sent.sequence:
            self.findings.append(
                ANSWER_TO_LATER.at(
                    reply.mail.place,
                    member=sent.name,
                    sequence=answer.sequence,
                    occasion=sent.occasion,
                    current=sent.sequence,
                )
            )
        else:
            arrival = reply.mail.date or sent.sent_at + timedelta(seconds=1)
            if answer.dtstamp == _UNKNOWN:
                answer = replace(answer, dtstamp=arrival)
            elif answer.dtstamp > self._now + timedelta(days=1):
                self.findings.append(
                    ANSWER_OF_LATER.at(
                        reply.mail.place, member=sent.name, day=answer.dtstamp.astimezone(ZONE).date()
                    )
                )
                answer = replace(answer, dtstamp=min(arrival, self._now.astimezone(UTC)))
            self.answers.append(answer)
            self.findings += _about(reply, attendee, sent, answer, goes_on=sent.uid in self._live)

    def _came_back(self, mail: Arrived, returned: Returned) -> None:
        if not returned.failed:
            self.findings.append(DELAYED.at(mail.place, address=returned.address or "?"))
            return
        messages = [self._by_id[id] for id in returned.ids if id in self._by_id]
        for entry in messages or self._by_subject(returned):
            self.bounces.append(
                Bounced(
                    entry.occasion,
                    entry.member,
                    entry.address,
                    entry.uid,
                    entry.message_id,
                    mail.date or entry.sent_at,
                    clean(returned.reason)[:200],
                )
            )
            self.findings.append(
                CAME_BACK.at(
                    mail.place,
                    member=entry.name,
                    address=entry.address,
                    occasion=entry.occasion,
                    reason=clean(returned.reason)[:200] or "?",
                )
            )
            messages = [entry]
        if not messages:
            self.findings.append(UNKNOWN_CAME_BACK.at(mail.place, address=returned.address or "?"))

    def _by_subject(self, returned: Returned) -> Iterable[Sent]:
        """The last message to the address that failed, where its title stands in the report."""
        to = [
            entry
            for entry in self._ledger.newest.values()
            if entry.address.casefold() == returned.address and entry.saw.title in returned.text
        ]
        return to if len(to) == 1 else ()

    def _in_words(self, mail: Arrived) -> None:
        about = next((self._by_id[id] for id in mail.answers_to if id in self._by_id), None)
        sender = mail.sender or "?"
        if about is None:
            self.findings.append(MAIL_WITHOUT_ANSWER.at(mail.place, sender=sender))
        elif self._may_answer(mail, about):
            self.to_judge.append(ToJudge(mail.place, about.member, about.occasion))
            self.findings.append(
                ANSWER_IN_WORDS.at(
                    mail.place,
                    name=about.name,
                    member=about.member,
                    occasion=about.occasion,
                    words=clean(mail.first_line)[:80],
                )
            )
        else:
            self.findings.append(
                WORDS_OF_ANOTHER.at(mail.place, sender=sender, member=about.name, occasion=about.occasion)
            )

    def _stranger(self, reply: _Reply, uid: str) -> Finding:
        occasion = next((one.occasion for one in self._ledger.newest.values() if one.uid == uid), None)
        if occasion is None:
            return ANSWER_TO_NOTHING.at(reply.mail.place, sender=_who(reply))
        attendee = reply.event.first("ATTENDEE")
        address = mail_address(attendee.value) if attendee else ""
        return ANSWER_OF_STRANGER.at(reply.mail.place, address=clean(address) or "?", occasion=occasion)


@dataclass(frozen=True, slots=True)
class _Reply:
    """One entry of one answer."""

    mail: Arrived
    method: str
    event: Component


def _replies_in(mail: Arrived) -> tuple[tuple[_Reply, ...], tuple[Finding, ...]]:
    """The answers in the first calendar object with any; else what its calendars are instead."""
    others: list[Finding] = []
    for content in mail.calendars:
        calendars = [one for one in read_components(content) if one.name == "VCALENDAR"]
        replies = [
            _Reply(mail, method, event)
            for calendar in calendars
            if (method := calendar.text("METHOD").strip().upper()) in ("REPLY", "COUNTER")
            for event in calendar.inner("VEVENT")
        ]
        if replies:
            # Some programs put the same object in twice, once as an attachment.
            return tuple(replies), ()
        methods = [calendar.text("METHOD") for calendar in calendars]
        others += [OTHER_METHOD.at(mail.place, method=clean(one)) for one in methods[:1]]
    if mail.mail is None and not others:
        others.append(NOT_A_MAIL.at(mail.place))
    return (), tuple(others)


def mail_address(value: str) -> str:
    """The address of a calendar user, in small letters; the scheme of a URI knows no case (RFC 3986, 3.1)."""
    return unquote(re.sub(r"(?i)^mailto:", "", value.strip())).casefold()


def _fails_authentication(mail: Arrived) -> bool:
    """Whether the receiving server says that the sender is not who the mail says (RFC 8601)."""
    said = mail.header("Authentication-Results").casefold()
    both = re.search(r"\bspf=fail", said) and re.search(r"\bdkim=(fail|none)", said)
    return bool(re.search(r"\bdmarc=fail", said) or (both and "dmarc=pass" not in said))


def _answer_word(reply: _Reply, attendee: Property) -> Answer | None:
    if reply.method == "COUNTER":
        return "counter"
    return _ANSWERS.get(attendee.parameters.get("PARTSTAT", "").strip().upper())


def _answered(reply: _Reply, attendee: Property, sent: Sent) -> Answered | None:
    answer = _answer_word(reply, attendee)
    if answer is None:
        return None
    comment = clean(reply.event.text("COMMENT"))
    if answer == "counter":
        comment = clean(f"{_proposal(reply.event)} {comment}")
    elif delegate := attendee.parameters.get("DELEGATED-TO"):
        comment = clean(f"→ {mail_address(delegate)} {comment}")
    sequence = reply.event.text("SEQUENCE").strip()
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
    """What is proposed, in the time zone of the meeting: ``2026-11-19 10.00 – 14.00``."""
    start, end = (local_moment(event.first(name), ZONE) for name in ("DTSTART", "DTEND"))
    if start is None:
        return ""
    if start.time is None:
        return f"{start.day}"
    until = f" – {end.time:%H.%M}" if end is not None and end.time is not None else ""
    last = f" {end.day}" if until and end is not None and end.day != start.day else ""
    return f"{start.day} {start.time:%H.%M}{last}{until}"


_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(text: str) -> datetime:
    """A DTSTAMP; one that is none, or is of before there was mail of ours, is not known."""
    try:
        moment = datetime.strptime(text.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return _UNKNOWN
    return moment if moment.year > 2000 else _UNKNOWN


def _about(
    reply: _Reply, attendee: Property, sent: Sent, answer: Answered, *, goes_on: bool
) -> Iterator[Finding]:
    place, fields = reply.mail.place, {"member": sent.name, "occasion": sent.occasion}
    if sent.method == "CANCEL":
        rule = ANSWER_OF_WITHDRAWN if goes_on else ANSWER_TO_CANCELLED
        yield rule.at(place, **fields)
    elif answer.sequence < sent.sequence and not sent.formerly:
        yield ANSWER_TO_OLDER.at(place, **fields, day=sent.saw.day)
    if delegate := attendee.parameters.get("DELEGATED-TO"):
        yield DELEGATED.at(place, **fields, delegate=clean(mail_address(delegate)))
    if answer.answer == "counter":
        yield OTHER_TIME_PROPOSED.at(place, **fields, comment=answer.comment)


def _for_another(reply: _Reply, sent: Sent) -> Finding:
    return ANSWER_FOR_ANOTHER.at(
        reply.mail.place,
        sender=_who(reply),
        member=sent.name,
        id=sent.member,
        occasion=sent.occasion,
    )


def _not_authentic(reply: _Reply, sent: Sent) -> Finding:
    return ANSWER_NOT_AUTHENTIC.at(
        reply.mail.place,
        sender=_who(reply),
        member=sent.name,
        id=sent.member,
        occasion=sent.occasion,
    )


def _who(reply: _Reply) -> str:
    attendee = reply.event.first("ATTENDEE")
    return clean(reply.mail.sender or (mail_address(attendee.value) if attendee else "?"))

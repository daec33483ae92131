"""A folder of mails and the ledger in; new answers, what came back, what is to be judged, findings out."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue import replies as rules
from leernet.finding import Finding, Place
from leernet.model.ledger import Answered, Bounced, Ledger, Sent, whom
from leernet.model.timezone import ZONE
from leernet.model.view import clean
from leernet.read.bounces import Returned, is_automatic, returned_in
from leernet.read.calendar_reply import (
    UNKNOWN_MOMENT,
    CalendarReply,
    answer_in,
    answer_word,
    fails_authentication,
    for_another,
    is_delegated,
    mail_address,
    not_authentic,
    remarks_about,
    replies_in,
    who_wrote,
)
from leernet.read.icalendar_text import Property
from leernet.read.mailbox import Arrived, arrived
from leernet.words import _


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


class KnownAddresses(Struct, frozen=True):
    """Who answers from where.

    Attributes:
        own: for each member the addresses that are theirs, in small letters.
        answering: and those that may answer for them.
    """

    own: Mapping[str, frozenset[str]]
    answering: Mapping[str, frozenset[str]]


def read_replies(files: Mapping[str, bytes], ledger: Ledger, people: KnownAddresses, now: datetime) -> Inbox:
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

    def __init__(self, ledger: Ledger, people: KnownAddresses, now: datetime) -> None:
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
        replies, others = replies_in(mail)
        if replies:
            for reply in replies:
                self._judge(reply)
        elif returned := returned_in(mail):
            self._came_back(mail, returned)
        elif is_automatic(mail):
            self.automatic += 1
            self.findings.append(rules.AUTOMATIC_ANSWER.at(mail.place, sender=mail.sender or "?"))
        elif others:
            self.findings += others
        else:
            self._in_words(mail)

    def _judge(self, reply: CalendarReply) -> None:
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
            self.findings.append(for_another(reply, known[0][1]))
        elif fails_authentication(reply.mail):
            self.findings.append(not_authentic(reply, allowed[0][1]))
        else:
            # Of several guests the one who answered; who was sent instead also names who sent them.
            first = min(allowed, key=lambda one: (answer_word(reply, one[0]) is None, is_delegated(one[0])))
            self._take(reply, *first)

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

    def _take(self, reply: CalendarReply, attendee: Property, sent: Sent) -> None:
        answer = answer_in(reply, attendee, sent)
        if answer is None:
            self.findings.append(rules.NOT_ANSWERED_YET.at(reply.mail.place, member=sent.name))
        elif answer.sequence > sent.sequence:
            self.findings.append(
                rules.ANSWER_TO_LATER.at(
                    reply.mail.place,
                    member=sent.name,
                    sequence=answer.sequence,
                    occasion=sent.occasion,
                    current=sent.sequence,
                )
            )
        else:
            arrival = reply.mail.date or sent.sent_at + timedelta(seconds=1)
            if answer.dtstamp == UNKNOWN_MOMENT:
                answer = replace(answer, dtstamp=arrival)
            elif answer.dtstamp > self._now + timedelta(days=1):
                self.findings.append(
                    rules.ANSWER_OF_LATER.at(
                        reply.mail.place, member=sent.name, day=answer.dtstamp.astimezone(ZONE).date()
                    )
                )
                answer = replace(answer, dtstamp=min(arrival, self._now.astimezone(UTC)))
            self.answers.append(answer)
            goes_on = sent.withdrawn or sent.uid in self._live
            self.findings += remarks_about(reply, attendee, sent, answer, goes_on=goes_on)

    def _came_back(self, mail: Arrived, returned: Returned) -> None:
        if not returned.failed:
            self.findings.append(rules.DELAYED.at(mail.place, address=returned.address or "?"))
            return
        address = next((one for one in returned.addresses if sent_to(self._ledger, (one,))), "")
        named = [self._by_id[id] for id in returned.ids if id in self._by_id]
        for entry in named or came_back(self._ledger, address, returned.text, mail.date):
            self._note_return(mail, entry, clean(returned.reason)[:200].rstrip(" .'"))
            named = [entry]
        if not named:
            self.findings.append(rules.UNKNOWN_CAME_BACK.at(mail.place, address=returned.address or "?"))

    def _note_return(self, mail: Arrived, entry: Sent, reason: str) -> None:
        self.bounces.append(
            Bounced(
                occasion=entry.occasion,
                member=entry.member,
                address=entry.address,
                uid=entry.uid,
                message_id=entry.message_id,
                dtstamp=mail.date or entry.sent_at,
                reason=reason,
            )
        )
        self.findings.append(
            rules.CAME_BACK.at(
                mail.place,
                member=entry.name,
                address=entry.address,
                occasion=entry.occasion,
                reason=reason or _("no reason is given"),
            )
        )

    def _in_words(self, mail: Arrived) -> None:
        about = next((self._by_id[id] for id in mail.answers_to if id in self._by_id), None)
        theirs = [one for one in self._ledger.newest.values() if mail.sender and self._may_answer(mail, one)]
        if about is None:
            # A draft got its id from the mail program that sent it.
            named = named_in(mail.header("Subject"), theirs)
            about = named[0] if len({one.uid for one in named}) == 1 else None
        sender = mail.sender or "?"
        words = clean(mail.first_line)[:80]
        if about is None and not theirs:
            self.findings.append(rules.MAIL_WITHOUT_ANSWER.at(mail.place, sender=sender))
        elif about is None:
            self.to_judge.append(ToJudge(mail.place, theirs[0].member, ""))
            self.findings.append(
                rules.WORDS_ABOUT_SOMETHING.at(
                    mail.place, name=theirs[0].name, member=theirs[0].member, words=words
                )
            )
        elif self._may_answer(mail, about):
            self.to_judge.append(ToJudge(mail.place, about.member, about.occasion))
            self.findings.append(
                rules.ANSWER_IN_WORDS.at(
                    mail.place, name=about.name, member=about.member, occasion=about.occasion, words=words
                )
            )
        else:
            self.findings.append(
                rules.WORDS_OF_ANOTHER.at(
                    mail.place, sender=sender, member=about.name, occasion=about.occasion
                )
            )

    def _stranger(self, reply: CalendarReply, uid: str) -> Finding:
        occasion = next((one.occasion for one in self._ledger.newest.values() if one.uid == uid), None)
        if occasion is None:
            return rules.ANSWER_TO_NOTHING.at(reply.mail.place, sender=who_wrote(reply))
        attendee = reply.event.first("ATTENDEE")
        address = mail_address(attendee.value) if attendee else ""
        return rules.ANSWER_OF_STRANGER.at(reply.mail.place, address=clean(address) or "?", occasion=occasion)


# Servers give up after five days at most (RFC 5321, 4.5.4.1).
_GIVES_UP = timedelta(days=6)


def named_in(text: str, entries: Iterable[Sent]) -> tuple[Sent, ...]:
    """The messages whose title is in a text, however its lines were broken."""
    words = " ".join(text.split()).casefold()
    return tuple(one for one in entries if " ".join(one.saw.title.split()).casefold() in words)


def sent_to(ledger: Ledger, addresses: Collection[str]) -> tuple[Sent, ...]:
    """The newest message about each entry to any of these addresses."""
    return tuple(one for one in ledger.newest.values() if one.address.casefold() in addresses)


def came_back(ledger: Ledger, address: str, text: str, arrival: datetime | None) -> tuple[Sent, ...]:
    """Which messages a report in words is about: those it names, else the last that went to the address.

    Of several that were sent in one run each gets a report of its own; one that names none is about a mailbox
    that takes no mail, so none of that day arrived.
    """
    to = sent_to(ledger, (address,))
    if named := named_in(text, to):
        return named
    until = arrival or max((one.sent_at for one in to), default=None)
    if until is None:
        return ()
    recent = [one for one in to if until - _GIVES_UP <= one.sent_at <= until + timedelta(hours=1)]
    last = max((one.sent_at.date() for one in recent), default=None)
    return tuple(one for one in recent if one.sent_at.date() == last)

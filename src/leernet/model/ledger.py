"""What was sent to whom and what they answered: the lines of ``sent.yaml``, which are only ever added to."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from msgspec import Struct

from leernet.model.kept import Moment, Number, Text, record_of
from leernet.model.view import KeptView, Kind
from leernet.words import Language

Method = Literal["REQUEST", "CANCEL", "REMINDER", "NOTE", "LETTER"]
Answer = Literal["accepted", "declined", "tentative", "counter"]


class Sent(Struct, frozen=True, kw_only=True):
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
        organiser: address it came from; empty in lines of before this was kept.
        formerly: address at which this person was told before, where it is another one.
        withdrawn: of a cancellation: the occasion goes on without this person.
        moment: ``series/moment`` of a place in a session; empty: something else, or a line of before places
            had a UID of their own.
    """

    occasion: Text
    circle: Text
    kind: Kind
    member: Text
    name: str
    address: Text
    language: Language
    student: bool = False
    method: Method
    days_before: int = 0
    uid: Text
    sequence: Number
    dtstamp: Moment
    sent_at: Moment
    message_id: Text
    revision: Number
    organiser: str = ""
    formerly: str = ""
    withdrawn: bool = False
    moment: str = ""
    saw: KeptView

    @property
    def place(self) -> str:
        """``series/moment`` of a place in a session, whoever wrote the line; empty: something else."""
        if self.moment or self.kind != "session" or "presenter" in self.saw.duties:
            return self.moment
        return self.occasion.rpartition("/")[0]

    @property
    def session_moment(self) -> str:
        """``series/moment`` of a session that somebody has a place in or leads; empty: something else."""
        return self.place or (self.occasion.rpartition("/")[0] if self.kind == "session" else "")

    @property
    def is_public(self) -> bool:
        """Whether it is about the whole of a meeting or a session, which feeds show too."""
        return self.kind in ("meeting", "session") and not self.moment

    @property
    def age(self) -> tuple[int, datetime, bool, str]:
        """Of two messages about one entry the later one has the greater age (RFC 5546, 2.1.5)."""
        return (self.sequence, self.dtstamp, self.method == "CANCEL", self.message_id)


class Answered(Struct, frozen=True, kw_only=True):
    """What somebody answered.

    Attributes:
        sequence: of the revision that was answered.
        dtstamp: when they answered; UTC.
    """

    occasion: Text
    member: Text
    address: Text
    method: Literal["REPLY"] = "REPLY"
    answer: Answer
    uid: Text
    sequence: Number
    dtstamp: Moment
    comment: str = ""


class Bounced(Struct, frozen=True, kw_only=True):
    """A message that a server took and sent back later.

    Attributes:
        message_id: of the message that came back.
        dtstamp: when it came back; UTC.
        reason: what the server said.
    """

    occasion: Text
    member: Text
    address: Text
    method: Literal["BOUNCE"] = "BOUNCE"
    uid: Text
    message_id: Text
    dtstamp: Moment
    reason: str = ""


class NewName(Struct, frozen=True, kw_only=True):
    """A new name of what people have in their calendars: its network or the meeting got another id.

    Attributes:
        occasion: key of the occasion from then on.
        dtstamp: when that was seen; UTC.
    """

    occasion: Text
    method: Literal["NAME"] = "NAME"
    uid: Text
    dtstamp: Moment


class Ledger(Struct, frozen=True, dict=True):
    """Everything that was sent and answered; the order of the lines says nothing.

    Lines of two people who both sent may be in any order, and one line may be there twice. What
    somebody has in their calendar is the message with the greatest SEQUENCE and DTSTAMP.

    Attributes:
        doubtful: messages whose fate is unknown, as the connection or the program stopped halfway.
        failed: keys of messages that an earlier run could not deliver (see :func:`whom`).
        bounces: messages that came back.
        names: new names of what people have in their calendars.
    """

    sent: tuple[Sent, ...] = ()
    answers: tuple[Answered, ...] = ()
    doubtful: tuple[Sent, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    bounces: tuple[Bounced, ...] = ()
    names: tuple[NewName, ...] = ()

    @cached_property
    def newest(self) -> Mapping[tuple[str, str], Sent]:
        """By uid and address the last that changed a calendar."""
        return {at: max(sent, key=lambda one: one.age) for at, sent in self._by_owner.items()}

    @cached_property
    def first_ids(self) -> Mapping[tuple[str, str], str]:
        """By uid and address the id of the first message, which later ones refer to."""
        first = ((at, min(sent, key=lambda one: one.age)) for at, sent in self._by_owner.items())
        return {at: entry.message_id for at, entry in first}

    @cached_property
    def left(self) -> Mapping[tuple[str, str], Sent]:
        """Keys of entries whose owner is told at another address now, with the first message there."""
        return left_behind(self._in_calendars, self.newest)

    @cached_property
    def _by_owner(self) -> Mapping[tuple[str, str], list[Sent]]:
        """What changed calendars, by uid and address."""
        found: dict[tuple[str, str], list[Sent]] = {}
        for entry in self._in_calendars:
            found.setdefault(whom(entry), []).append(entry)
        return found

    @cached_property
    def _in_calendars(self) -> list[Sent]:
        return [one for one in self.sent if one.method in ("REQUEST", "CANCEL")]

    @property
    def undelivered(self) -> Mapping[tuple[str, str], Bounced]:
        """The bounces of what is the newest in somebody's calendar, or would be if it had arrived."""
        return {
            whom(bounce): bounce
            for bounce in sorted(self.bounces, key=lambda one: one.dtstamp)
            if (last := self.newest.get(whom(bounce))) and last.message_id == bounce.message_id
        }


def left_behind(sent: Iterable[Sent], newest: Mapping[tuple[str, str], Sent]) -> dict[tuple[str, str], Sent]:
    """The entries whose owner was told at another address later, with the first message that said so."""
    found: dict[tuple[str, str], Sent] = {}
    for entry in sent:
        at = (entry.uid, entry.formerly.casefold())
        if entry.formerly and at in newest and newest[at].age < entry.age:
            found[at] = min(found.get(at, entry), entry, key=lambda one: one.age)
    return found


def other_session(before: Sent, now: Sent) -> bool:
    """Whether somebody has or leads another session than they were told of, and it is or was a place in one.

    Not one that is only called otherwise.
    """
    if not (before.place or now.place) or before.occasion == now.occasion:
        return False
    moved = before.session_moment != now.session_moment and before.saw.appointment != now.saw.appointment
    return moved or before.saw.title != now.saw.title


def stamp_after(last: Sent | None, stamp: datetime) -> datetime:
    """A DTSTAMP later than the last one, also when the clock went back since."""
    return stamp if last is None else max(stamp, last.dtstamp + timedelta(seconds=1))


def whom(entry: Sent | Answered | Bounced) -> tuple[str, str]:
    """Which calendar entry in whose calendar: the uid and the address, in small letters."""
    return (entry.uid, entry.address.casefold())


# What a new ``sent.yaml`` begins with.
LEDGER_HEADER = "schema: 1\nmessages:\n"


class SendingNote(Struct, frozen=True):
    """What is known of the ledger beside it, so that one that is older or was cut off is noticed.

    Attributes:
        messages: how many messages it had.
        last: id of its last message.
        others: how many answers, bounces and new names it had.
        doubtful: messages whose fate is unknown.
        failed: keys of messages that could not be delivered.
    """

    messages: int
    last: str
    others: int
    doubtful: tuple[Sent, ...]
    failed: tuple[tuple[str, str], ...]


def note_of(ledger: Ledger) -> SendingNote:
    """What is noted of a ledger."""
    return SendingNote(
        len({entry.message_id for entry in ledger.sent}),
        ledger.sent[-1].message_id if ledger.sent else "",
        len(ledger.answers) + len(ledger.bounces) + len(ledger.names),
        ledger.doubtful,
        ledger.failed,
    )


def note_bytes(note: SendingNote) -> bytes:
    """The note as a file."""
    document = {
        "messages": note.messages,
        "last": note.last,
        "others": note.others,
        "doubtful": [record_of(entry) for entry in note.doubtful],
        "failed": sorted(note.failed),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def ledger_line(entry: Sent | Answered | Bounced | NewName) -> str:
    """An entry as one line of ``sent.yaml``: a list item in JSON, which is YAML too."""
    return f"- {json.dumps(record_of(entry), ensure_ascii=False)}\n"

"""Occasions and a ledger in; the messages that are due out, each with its UID, SEQUENCE and DTSTAMP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Literal, NamedTuple

from leernet.model.ledger import Ledger, Sent
from leernet.model.view import Guest, Occasion, View
from leernet.model.year import Invite

Why = Literal["new", "changed", "moved", "revived", "cancelled", "removed", "reminder"]


@dataclass(frozen=True, slots=True)
class Revision:
    """A message that one person is to get.

    Attributes:
        entry: what the ledger will say once the transport took it; ``sent_at`` and ``message_id`` come later.
        why: what happened.
        before: what this person saw last; None when they saw nothing yet.
        first_id: message id of the first message to this person about this; empty: this is the first.
        others: who else is named in the message, where the network wants that; by address.
    """

    entry: Sent
    why: Why
    invite: Invite
    before: View | None = None
    first_id: str = ""
    others: tuple[Guest, ...] = ()

    @property
    def view(self) -> View:
        """What this person is to see."""
        return self.entry.saw


@dataclass(frozen=True, slots=True)
class Project:
    """What identifies a project in calendars.

    Attributes:
        school_year: ``2026-2027``.
        organiser: address that sends and gets the answers.
    """

    school_year: str
    organiser: str


def due_revisions(
    occasions: tuple[Occasion, ...],
    ledger: Ledger,
    uids: Mapping[str, str],
    plan_revision: int,
    now: datetime,
) -> tuple[Revision, ...]:
    """What must be sent so that every calendar shows what the occasions say; nothing for what is past.

    A person whose view did not change gets nothing. Where day, time or place changed, SEQUENCE goes up; where
    only text changed it stays and DTSTAMP is later (RFC 5546, 2.1.4 and 3.2.2.2).

    Args:
        uids: of each occasion by its key, see :func:`uids_of`.
        now: with a time zone.

    Returns:
        Cancellations first, each in order of occasion and address.
    """
    today, stamp = now.date(), now.astimezone(UTC).replace(microsecond=0)
    standing = {**ledger.newest, **{(one.uid, one.address.casefold()): one for one in ledger.doubtful}}
    wanted = {
        (uids[occasion.key], guest.address.casefold()): (occasion, guest)
        for occasion in occasions
        for guest in occasion.guests
    }
    moment = _Moment(today, stamp, plan_revision)
    requests = _requests(wanted, standing, ledger, moment)
    cancels = _cancels(wanted, standing, ledger, frozenset(uids.values()), moment)
    return (*_in_order(cancels), *_in_order(requests))


class _Moment(NamedTuple):
    """When and from which revision of the plan messages are made."""

    today: date
    stamp: datetime
    plan_revision: int


def _in_order(revisions: Iterable[Revision]) -> list[Revision]:
    return sorted(revisions, key=lambda one: (one.entry.occasion, one.entry.address.casefold()))


def _requests(
    wanted: Mapping[tuple[str, str], tuple[Occasion, Guest]],
    standing: Mapping[tuple[str, str], Sent],
    ledger: Ledger,
    moment: _Moment,
) -> Iterator[Revision]:
    sequences = _Sequences(standing.values())
    doubtful = {(one.uid, one.address.casefold()) for one in ledger.doubtful}
    for at, (occasion, guest) in wanted.items():
        if guest.view.until < moment.today:
            continue
        last = standing.get(at)
        if last is not None and _same(last, guest) and at not in doubtful:
            continue
        entry = _request(occasion, guest, at[0], moment)
        if last is not None and _same(last, guest):
            # It may have arrived: sent again it must be the same to the byte, so that it counts once.
            entry = replace(entry, sequence=last.sequence, dtstamp=last.dtstamp, revision=last.revision)
        else:
            sequence = sequences.of_request(at[0], last, guest.view)
            entry = replace(entry, sequence=sequence, dtstamp=_after(last, moment.stamp))
        others = occasion.guests if occasion.invite.attendees == "all" else ()
        before = ledger.newest.get(at)
        yield Revision(
            entry,
            _why(before, guest.view),
            occasion.invite,
            before.saw if before else None,
            ledger.first_ids.get(at, ""),
            tuple(other for other in others if other.address.casefold() != at[1]),
        )


def _request(occasion: Occasion, guest: Guest, uid: str, moment: _Moment) -> Sent:
    """A first invitation, not sent yet."""
    return Sent(
        occasion=occasion.key,
        circle=occasion.circle,
        kind=occasion.kind,
        member=guest.member,
        name=guest.name,
        address=guest.address,
        language=guest.language,
        method="REQUEST",
        uid=uid,
        sequence=0,
        dtstamp=moment.stamp,
        sent_at=moment.stamp,
        message_id="",
        revision=moment.plan_revision,
        saw=guest.view,
        student=guest.student,
    )


def _same(last: Sent, guest: Guest) -> bool:
    return last.method == "REQUEST" and last.saw == guest.view


def _why(before: Sent | None, view: View) -> Why:
    if before is None:
        return "new"
    if before.method == "CANCEL":
        return "revived"
    return "changed" if before.saw.appointment == view.appointment else "moved"


def _after(last: Sent | None, stamp: datetime) -> datetime:
    """A DTSTAMP later than the last one, also when the clock went back since."""
    return stamp if last is None else max(stamp, last.dtstamp + timedelta(seconds=1))


class _Sequences:
    """The SEQUENCE that a calendar entry has or gets next, one for all its guests."""

    def __init__(self, standing: Iterable[Sent]) -> None:
        self._highest: dict[str, int] = {}
        self._current: dict[tuple[str, object], int] = {}
        for one in standing:
            self._highest[one.uid] = max(one.sequence, self._highest.get(one.uid, 0))
            if one.method == "REQUEST":
                at = (one.uid, one.saw.appointment)
                self._current[at] = max(one.sequence, self._current.get(at, 0))

    def of_request(self, uid: str, last: Sent | None, view: View) -> int:
        """SEQUENCE for somebody who saw ``last`` and is to see ``view``."""
        following = self._highest[uid] + 1 if uid in self._highest else 0
        current = self._current.get((uid, view.appointment), following)
        if last is None or (last.method == "REQUEST" and last.saw.appointment == view.appointment):
            return max(current, last.sequence if last else 0)
        return max(current, last.sequence + 1)


def _cancels(
    wanted: Mapping[tuple[str, str], object],
    standing: Mapping[tuple[str, str], Sent],
    ledger: Ledger,
    live: frozenset[str],
    moment: _Moment,
) -> Iterator[Revision]:
    for at, last in standing.items():
        undecided = last in ledger.doubtful
        gone = at not in wanted and last.saw.until >= moment.today
        if not gone or (last.method != "REQUEST" and not undecided):
            continue
        entry = replace(
            last,
            method="CANCEL",
            sequence=last.sequence + 1,
            dtstamp=_after(last, moment.stamp),
            sent_at=moment.stamp,
            message_id="",
            revision=moment.plan_revision,
        )
        if last.method == "CANCEL":
            entry = replace(entry, sequence=last.sequence, dtstamp=last.dtstamp, revision=last.revision)
        why: Why = "removed" if last.uid in live else "cancelled"
        yield Revision(entry, why, Invite(), last.saw, ledger.first_ids.get(at, ""))


def uids_of(occasions: tuple[Occasion, ...], ledger: Ledger, project: Project) -> dict[str, str]:
    """The UID of each occasion by its key: the one its guests have, under whatever id, or a new one.

    A new UID comes from project and key alone, so it is the same before anything was sent; once sent it is
    taken from the ledger and never made again.
    """
    named = {entry.occasion: entry.uid for entry in ledger.newest.values()}
    uids = {occasion.key: named[occasion.key] for occasion in occasions if occasion.key in named}
    uids.update(_renamed(occasions, ledger, uids))
    taken = set(named.values())
    for occasion in occasions:
        if occasion.key not in uids:
            uids[occasion.key] = _new_uid(occasion.key, project, taken)
            taken.add(uids[occasion.key])
    return uids


def _renamed(
    occasions: tuple[Occasion, ...], ledger: Ledger, known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Occasions under a new key that are one the ledger knows: same network, day, time and place."""
    gone: dict[tuple[object, ...], set[str]] = {}
    for entry in ledger.newest.values():
        if entry.method == "REQUEST" and entry.uid not in known.values():
            gone.setdefault((entry.circle, entry.saw.appointment), set()).add(entry.uid)
    for occasion in occasions:
        uids = gone.get((occasion.circle, occasion.view.appointment), set())
        if occasion.key not in known and len(uids) == 1:
            yield occasion.key, uids.pop()


def _new_uid(key: str, project: Project, taken: set[str]) -> str:
    domain = project.organiser.rpartition("@")[2].lower()
    for attempt in count():
        minted = sha256("\n".join((project.school_year, project.organiser, key, str(attempt))).encode())
        uid = f"{minted.hexdigest()[:32]}@{domain}"
        if uid not in taken:
            return uid
    raise AssertionError

"""Occasions and a ledger in; the messages that are due out, each with its UID, SEQUENCE and DTSTAMP."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from leernet.model.appointments import Appointments
from leernet.model.identity import called
from leernet.model.ledger import Answer, Ledger, Sent, other_session, stamp_after, whom
from leernet.model.view import Guest, Occasion, View
from leernet.model.year import Invite

Why = Literal[
    "new",
    "changed",
    "moved",
    "exchanged",
    "revived",
    "back",
    "address",
    "organiser",
    "cancelled",
    "removed",
    "within",
    "reminder",
    "left",
    "host",
    "host-changed",
    "host-off",
    "no-place",
]


class Revision(Struct, frozen=True):
    """A message that one person is to get.

    Attributes:
        entry: what the ledger will say once the transport took it; ``sent_at`` and ``message_id`` come later.
        why: what happened.
        before: what this person saw last; None when they saw nothing yet.
        place_before: of a place that is another one now or none, what they were told last.
        first_id: message id of the first message to this person about this; empty: this is the first.
        others: who else is named in the message, where the network wants that; by address.
        answer: what they said about the day, time and place that it gives; None: nothing yet.
    """

    entry: Sent
    why: Why
    invite: Invite
    before: View | None = None
    first_id: str = ""
    others: tuple[Guest, ...] = ()
    place_before: Sent | None = None
    answer: Answer | None = None

    @property
    def view(self) -> View:
        """What this person is to see."""
        return self.entry.saw

    @property
    def is_change(self) -> bool:
        """Whether somebody knows something else; no first invitation or question, and no reminder."""
        return self.why not in ("new", "host", "reminder", "no-place")


class Issue(NamedTuple):
    """When, by whom and from which revision of the plan messages are made.

    Attributes:
        now: with a time zone, which is that of ``--today``.
        organiser: address that sends and gets the answers.
    """

    now: datetime
    organiser: str
    plan_revision: int

    @property
    def today(self) -> date:
        """The day, where the organiser is."""
        return self.now.date()

    @property
    def stamp(self) -> datetime:
        """The moment in UTC, whole seconds."""
        return self.now.astimezone(UTC).replace(microsecond=0)


# Wanted: by uid and address the occasion, its guest, and what this person has at another address.
_Wanted = Mapping[tuple[str, str], tuple[Occasion, Guest, Sent | None]]


def due_revisions(
    occasions: tuple[Occasion, ...],
    ledger: Ledger,
    uids: Mapping[str, str],
    moment: Issue,
    again: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Revision, ...]:
    """What must be sent so that every calendar shows what the occasions say; nothing for what is past.

    A person whose view did not change gets nothing. Where day, time or place changed, SEQUENCE goes up; where
    only text changed it stays and DTSTAMP is later (RFC 5546, 2.1.4 and 3.2.2.2).

    Args:
        uids: of each occasion by its key, see :func:`leernet.model.identity.uids_of`.
        again: entries whose last message never arrived and is to be sent once more.

    Returns:
        Cancellations first, then farewells to old addresses, each in order of occasion and address.
    """
    appointments = Appointments(ledger, uids)
    wanted = _wanted(occasions, appointments)
    on = {uids[one.key]: one for one in occasions}
    names = {**called(ledger), **{uid: one.key for uid, one in on.items()}}
    requests = tuple(_requests(wanted, appointments, ledger, moment, again))
    taken_over = {whom(earlier) for _occasion, _guest, earlier in wanted.values() if earlier is not None}
    cancels = _cancels({*wanted, *taken_over}, appointments, ledger, on, moment)
    farewells = _farewells(requests, appointments, ledger, moment)
    calls_off = (_under_its_name(one, names) for one in (*_in_order(cancels), *_in_order(farewells)))
    return (*calls_off, *_in_order(requests))


def _under_its_name(revision: Revision, names: Mapping[str, str]) -> Revision:
    """About what was renamed since, under the name it has now."""
    if revision.entry.place:
        return revision
    name = names.get(revision.entry.uid, revision.entry.occasion)
    entry = replace(revision.entry, occasion=name, circle=name.partition("/")[0])
    return revision if entry == revision.entry else replace(revision, entry=entry)


def _wanted(occasions: tuple[Occasion, ...], appointments: Appointments) -> _Wanted:
    keys = [
        (appointments.key(occasion, guest), occasion, guest)
        for occasion in occasions
        for guest in occasion.guests
    ]
    present = {at for at, _occasion, _guest in keys}
    found: dict[tuple[str, str], tuple[Occasion, Guest, Sent | None]] = {}
    for at, occasion, guest in keys:
        here = appointments.standing.get(at)
        earlier = None if here and here.method == "REQUEST" else appointments.elsewhere(at[0], guest)
        found[at] = (occasion, guest, earlier if earlier and whom(earlier) not in present else None)
    return found


def _in_order(revisions: Iterable[Revision]) -> list[Revision]:
    return sorted(revisions, key=lambda one: (one.entry.occasion, one.entry.address.casefold()))


def _requests(
    wanted: _Wanted,
    appointments: Appointments,
    ledger: Ledger,
    moment: Issue,
    again: frozenset[tuple[str, str]],
) -> Iterator[Revision]:
    sequences = _Sequences(appointments, moment.organiser)
    doubtful = {whom(one) for one in ledger.doubtful}
    # Who is told at a new address comes last, as theirs is to be above every other message.
    for at, (occasion, guest, earlier) in sorted(wanted.items(), key=lambda one: one[1][2] is not None):
        if guest.view.until < moment.today:
            continue
        last = appointments.standing.get(at)
        if last is not None and _knows(last, guest, moment) and at not in doubtful | again:
            continue
        entry = first_request(occasion, guest, at[0], moment)
        if last is not None and _knows(last, guest, moment):
            entry = _once_more(entry, last, moment, may_have_arrived=at in doubtful)
        else:
            sequence = sequences.of_request(entry, last, earlier)
            formerly = earlier.address if earlier else ""
            stamp = stamp_after(last, stamp_after(earlier, moment.stamp))
            entry = replace(entry, sequence=sequence, dtstamp=stamp, formerly=formerly)
        yield _revision(entry, occasion, guest, ledger, appointments)


def _once_more(entry: Sent, last: Sent, moment: Issue, *, may_have_arrived: bool) -> Sent:
    """What was sent before; where it may have arrived the same to the byte, so that it counts once."""
    entry = replace(entry, sequence=last.sequence, formerly=last.formerly, saw=last.saw)
    if may_have_arrived:
        return replace(entry, dtstamp=last.dtstamp, revision=last.revision)
    return replace(entry, dtstamp=stamp_after(last, moment.stamp))


def _revision(
    entry: Sent, occasion: Occasion, guest: Guest, ledger: Ledger, appointments: Appointments
) -> Revision:
    at = whom(entry)
    before = ledger.newest.get(at)
    earlier = ledger.newest.get((at[0], entry.formerly.casefold())) if entry.formerly else None
    bounced = at in ledger.undelivered
    if bounced and before is not None and before.saw == entry.saw:
        before = None
    seen, why = earlier or before, _why(before, earlier, entry, appointments)
    if seen is not None and seen.method == "CANCEL" and why == "exchanged":
        seen = None
    return Revision(
        entry,
        why,
        occasion.invite,
        seen.saw if seen else None,
        ledger.first_ids.get(at, ""),
        tuple(
            other
            for other in (occasion.guests if occasion.invite.attendees == "all" else ())
            if other.address.casefold() != guest.address.casefold()
        ),
        seen if why == "exchanged" else None,
    )


def first_request(occasion: Occasion, guest: Guest, uid: str, moment: Issue) -> Sent:
    """A first invitation, not sent yet."""
    own_times = occasion.kind == "meeting" and guest.view.span != occasion.view.span
    return Sent(
        occasion=occasion.key,
        circle=occasion.circle,
        kind="part" if own_times else occasion.kind,
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
        organiser=moment.organiser,
        moment=guest.moment,
    )


def _knows(last: Sent, guest: Guest, moment: Issue) -> bool:
    """Whether somebody's calendar shows what it should, from whom it should."""
    return last.method == "REQUEST" and sees(last.saw, guest.view) and not _other(last, moment.organiser)


def sees(saw: View, view: View) -> bool:
    """Whether a view is no news to who saw another: nobody is told that they themselves are away."""
    if "off" in (saw.presence, view.presence):
        saw = replace(saw, presence=view.presence)
    return saw == view or saw.news == view.news


def _other(last: Sent, organiser: str) -> bool:
    return bool(last.organiser) and last.organiser.casefold() != organiser.casefold()


def _why(before: Sent | None, earlier: Sent | None, entry: Sent, appointments: Appointments) -> Why:
    seen = earlier or before
    if seen is not None and other_session(seen, entry):
        return "exchanged"
    if earlier is not None:
        return "address"
    if before is None:
        return "new"
    if before.method == "CANCEL":
        return "back" if appointments.was_withdrawn(before) else "revived"
    if _other(before, entry.organiser):
        return "organiser"
    return "changed" if before.saw.appointment == entry.saw.appointment else "moved"


class _Sequences:
    """The SEQUENCE that a calendar entry has or gets next, one for all its guests."""

    def __init__(self, appointments: Appointments, organiser: str) -> None:
        self._organiser = organiser
        self._highest: dict[str, int] = {}
        self._current: dict[tuple[str, object], int] = {}
        # What one person has seen, also at another address, as mail goes along to the next mailbox.
        self._seen: dict[tuple[str, str], int] = {}
        for one in (*appointments.standing.values(), *appointments.left.values()):
            self._highest[one.uid] = max(one.sequence, self._highest.get(one.uid, 0))
            seen = self._seen.get((one.uid, one.member), -1)
            self._seen[one.uid, one.member] = max(one.sequence, seen)
        for one in appointments.standing.values():
            if one.method == "REQUEST" and not _other(one, organiser):
                at = (one.uid, one.saw.appointment)
                self._current[at] = max(one.sequence, self._current.get(at, 0))

    def of_request(self, entry: Sent, last: Sent | None, earlier: Sent | None) -> int:
        """SEQUENCE for who saw ``last``, or ``earlier`` at another address, and is to get an entry."""
        uid, view = entry.uid, entry.saw
        following = self._highest[uid] + 1 if uid in self._highest else 0
        if earlier is not None:
            highest = max((number for (of, _), number in self._current.items() if of == uid), default=0)
            return max(following, highest + 1)
        if last is not None and self._same(last, entry):
            return last.sequence
        current = self._current.get((uid, view.appointment), following)
        sequence = max(current, self._seen.get((uid, entry.member), -1) + 1, last.sequence + 1 if last else 0)
        self._current[uid, view.appointment] = max(current, sequence)
        return sequence

    def _same(self, last: Sent, entry: Sent) -> bool:
        same = last.method == "REQUEST" and last.saw.appointment == entry.saw.appointment
        return same and not other_session(last, entry) and not _other(last, self._organiser)


def _cancels(
    wanted: set[tuple[str, str]],
    appointments: Appointments,
    ledger: Ledger,
    on: Mapping[str, Occasion],
    moment: Issue,
) -> Iterator[Revision]:
    running = {one.key for one in on.values() if one.guests}
    doubtful = {whom(one) for one in ledger.doubtful}
    for at, last in appointments.standing.items():
        gone = at not in wanted and last.saw.until >= moment.today
        if not gone or (last.method != "REQUEST" and at not in doubtful):
            continue
        named = on.get(last.uid) if not last.place else None
        entry = replace(
            last,
            method="CANCEL",
            sequence=last.sequence + 1,
            dtstamp=stamp_after(last, moment.stamp),
            sent_at=moment.stamp,
            message_id="",
            revision=moment.plan_revision,
            organiser=moment.organiser,
            formerly="",
            withdrawn=(named.key if named else last.occasion) in running,
        )
        if last.method == "CANCEL":
            # It may have arrived: the same to the byte.
            entry = replace(last, sent_at=moment.stamp, message_id="")
        why: Why = "removed" if entry.withdrawn else "cancelled"
        if entry.place and any(_is_within(one, entry) for one in on.values()):
            why = "within"
        first_id, before = ledger.first_ids.get(at, ""), last if last.place else None
        yield Revision(entry, why, Invite(), last.saw, first_id, place_before=before)


def _is_within(occasion: Occasion, place: Sent) -> bool:
    """Whether somebody's entry of a meeting includes a workshop they have a place in."""
    return (occasion.kind, occasion.view.day) == ("meeting", place.saw.day) and any(
        piece.span == place.saw.span and place.saw.title in (piece.title, f"Workshop {piece.title}")
        for guest in occasion.guests
        if guest.member == place.member
        for piece in guest.view.workshops
    )


def _farewells(
    requests: tuple[Revision, ...], appointments: Appointments, ledger: Ledger, moment: Issue
) -> Iterator[Revision]:
    """A plain mail to each address that is left behind, once; no calendar part, as that would delete entries.

    The old mailbox is often forwarded to the new one, and a calendar that gets a CANCEL deletes the
    appointment, whatever its SEQUENCE. Which address is the new one is not told: others may read the old one.
    """
    told = {
        (one.address.casefold(), one.member): one.dtstamp
        for one in sorted(ledger.sent, key=lambda one: one.dtstamp)
        if one.method == "NOTE"
    }
    left = {at: entry for at, entry in appointments.left.items() if entry not in ledger.doubtful}
    for one in requests:
        if one.entry.formerly:
            left.setdefault((one.entry.uid, one.entry.formerly.casefold()), one.entry)
    last_of: dict[tuple[str, str], Sent] = {}
    for at, entry in sorted(left.items(), key=lambda one: (one[1].saw.day, one[0])):
        if entry.saw.until >= moment.today and at not in {*ledger.undelivered, *ledger.failed}:
            last_of.setdefault((at[1], entry.member), entry)
    for (old, member), entry in last_of.items():
        latest = max(
            one.dtstamp for one in left.values() if (one.formerly.casefold(), one.member) == (old, member)
        )
        if told.get((old, member), datetime.min.replace(tzinfo=UTC)) >= latest:
            continue
        note = replace(
            entry,
            address=entry.formerly,
            method="NOTE",
            sequence=ledger.newest[at].sequence if (at := (entry.uid, old)) in ledger.newest else 0,
            dtstamp=max(latest, moment.stamp),
            sent_at=moment.stamp,
            message_id="",
            formerly="",
        )
        yield Revision(note, "left", Invite(), None, ledger.first_ids.get(at, ""))

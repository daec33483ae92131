"""Occasions and a ledger in; the UID under which people know their place at a moment of a series out.

A place is one appointment for as long as somebody has one at that moment, whatever session it is in and on
whichever date of the moment that session is.
Who loses a place at one moment, and has all their places at other moments of the series, has it moved; who
has fewer than they are to have has lost it. Who leads a session has the entry of the session, and keeps it
for a place they get instead. Who is at the meeting that a moment is part of finds the workshop in the entry
of that meeting.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from leernet.model.ledger import Ledger, Sent, whom
from leernet.model.view import Guest, Occasion


class _Held(NamedTuple):
    """A place that somebody is to have, and the session it is in."""

    occasion: Occasion
    guest: Guest

    @property
    def key(self) -> str:
        return place_key(self.guest)


def place_key(guest: Guest) -> str:
    """What the place of a guest is called among UIDs: ``series/moment#member``."""
    return f"{guest.moment}#{guest.member}"


def same_person(entry: Sent, guest: Guest) -> bool:
    """Whether a message went to this person.

    An id alone makes nobody the same person, as a successor may get it: the names must share a part.
    """
    if entry.member != guest.member:
        return False
    return _same_address(entry, guest) or bool(_words(entry.name) & _words(guest.name))


def _same_address(entry: Sent, guest: Guest) -> bool:
    return entry.address.casefold() == guest.address.casefold()


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in name.casefold().split() if len(word) > 1)


class ToldPlaces:
    """The places that people are to have, each with the UID under which they know it, if any.

    In a ledger from before places had a UID of their own they have that of the session, and keep it.

    Attributes:
        known: UID by key of the place (see :func:`place_key`).
        unknown: keys of places that nobody was told of.
    """

    def __init__(
        self, occasions: tuple[Occasion, ...], ledger: Ledger, uids: Mapping[str, str], today: date
    ) -> None:
        """Take over what people were told.

        Args:
            uids: of each occasion by its key; who is to have that entry has no place under its UID.
            today: what was before it is not moved.
        """
        self._held = [
            _Held(one, guest)
            for one in sorted(occasions, key=lambda one: (one.view.day, one.key))
            for guest in one.guests
            if guest.moment
        ]
        self._keys = {one.key for one in self._held}
        self._circles = {one.circle for one in occasions}
        self._today = today
        lines = _last_lines(ledger) if self._held else {}
        for occasion in occasions:
            for guest in occasion.guests:
                if not guest.moment:
                    lines.pop((uids[occasion.key], guest.address.casefold()), None)
        self.known: dict[str, str] = {}
        for fits in (
            self._stands,
            self._under_another_id,
            self._led,
            self._at_another_moment,
            self._renamed,
            self._was_withdrawn,
        ):
            by_person = _by_person(lines)
            for one in self._held:
                mine = (one.guest.member, one.guest.address.casefold())
                candidates = {whom(line): line for who in mine for line in by_person.get(who, ())}
                fitting = [line for key, line in candidates.items() if key in lines and fits(line, one)]
                if one.key not in self.known and fitting:
                    best = max(fitting, key=lambda line: (*_standing(line, one.guest), line.age))
                    self.known[one.key] = best.uid
                    del lines[whom(best)]
        self.unknown = tuple(one.key for one in self._held if one.key not in self.known)

    def _stands(self, line: Sent, one: _Held) -> bool:
        return line.method == "REQUEST" and self._was_withdrawn(line, one)

    def _under_another_id(self, line: Sent, one: _Held) -> bool:
        gone = f"{line.place}#{line.member}" not in self._keys
        return line.place == one.guest.moment and gone and _same_address(line, one.guest)

    def _led(self, line: Sent, one: _Held) -> bool:
        """Whether they were to lead a session then, and do not any more."""
        stands = line.method == "REQUEST" and line.saw.until >= self._today
        led = not line.place and line.session_moment == one.guest.moment
        return stands and led and same_person(line, one.guest)

    def _at_another_moment(self, line: Sent, one: _Held) -> bool:
        gone = f"{line.place}#{line.member}" not in self._keys and line.saw.until >= self._today
        stands = line.method == "REQUEST" and line.circle == one.occasion.circle
        return gone and stands and bool(line.place) and same_person(line, one.guest) and not one.guest.lacks

    def _renamed(self, line: Sent, one: _Held) -> bool:
        """Whether it is a place in a series that is called otherwise now."""
        same = line.saw.appointment == one.guest.view.appointment and _same_address(line, one.guest)
        stands = line.method == "REQUEST" and bool(line.place)
        return same and stands and line.circle not in self._circles

    def _was_withdrawn(self, line: Sent, one: _Held) -> bool:
        return line.place == one.guest.moment and same_person(line, one.guest)


def _last_lines(ledger: Ledger) -> dict[tuple[str, str], Sent]:
    """What people were told last of sessions they have a place in or lead, by UID and address."""
    found: dict[tuple[str, str], Sent] = {}
    for line in (*ledger.newest.values(), *ledger.doubtful):
        if line.session_moment and line.method in ("REQUEST", "CANCEL") and whom(line) not in ledger.left:
            found[whom(line)] = max(found.get(whom(line), line), line, key=lambda one: one.age)
    return found


def _by_person(lines: dict[tuple[str, str], Sent]) -> dict[str, list[Sent]]:
    """The lines by id of the member and by address."""
    found: dict[str, list[Sent]] = {}
    for line in lines.values():
        for who in {line.member, line.address.casefold()}:
            found.setdefault(who, []).append(line)
    return found


def _standing(line: Sent, guest: Guest) -> tuple[bool, bool]:
    return (line.method == "REQUEST", _same_address(line, guest))

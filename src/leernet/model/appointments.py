"""A ledger in; what is in whose calendar under which UID, and how it came there, out."""

from collections.abc import Mapping
from datetime import datetime

from leernet.model.ledger import Ledger, Sent, left_behind, other_session, whom
from leernet.model.places import place_key, same_person
from leernet.model.view import Guest, Occasion

# Under this key an earlier leernet kept an entry of its own for who comes for a part of a meeting.
_PART = "#part"


class Appointments:
    """What the guests of occasions have in their calendars.

    Attributes:
        standing: by uid and address the last message, also one whose fate is unknown; without the entries of
            people who are told at another address since.
    """

    def __init__(self, ledger: Ledger, uids: Mapping[str, str]) -> None:
        self._ledger = ledger
        self._uids = uids
        newest = dict(ledger.newest)
        for entry in ledger.doubtful:
            if entry.method in ("REQUEST", "CANCEL"):
                newest[whom(entry)] = max(newest.get(whom(entry), entry), entry, key=lambda one: one.age)
        self.left = left_behind((*ledger.sent, *ledger.doubtful), newest)
        self.standing = {at: entry for at, entry in newest.items() if at not in self.left}
        in_time = sorted(self.standing.values(), key=lambda one: one.age)
        self._by_member = {(entry.uid, entry.member): entry for entry in in_time}
        self._invited_since: dict[str, datetime] = {}
        for entry in self.standing.values():
            if entry.method == "REQUEST":
                first = self._invited_since.setdefault(entry.uid, entry.dtstamp)
                self._invited_since[entry.uid] = min(first, entry.dtstamp)
        self._messages: dict[tuple[str, str], list[Sent]] = {}
        for entry in ledger.sent:
            if entry.method in ("REQUEST", "CANCEL"):
                self._messages.setdefault(whom(entry), []).append(entry)

    def was_withdrawn(self, cancel: Sent) -> bool:
        """Whether it went on without this person; lines that do not say so tell it by who stayed invited."""
        since = self._invited_since.get(cancel.uid)
        return cancel.withdrawn or (since is not None and since < cancel.dtstamp)

    def key(self, occasion: Occasion, guest: Guest) -> tuple[str, str]:
        """Which entry in whose calendar an invitation is about: one a person for an occasion or a place."""
        address = guest.address.casefold()
        if guest.moment:
            return (self._uids[place_key(guest)], address)
        whole = (self._uids[occasion.key], address)
        part = (self._uids.get(f"{occasion.key}{_PART}", ""), address)
        return part if not self._has(whole) and self._has(part) else whole

    def _has(self, at: tuple[str, str]) -> bool:
        return at in self.standing and self.standing[at].method == "REQUEST"

    def of(self, occasion: Occasion, guest: Guest) -> Sent | None:
        """The last message about an occasion to a guest, at whatever address; None: there was none."""
        at = self.key(occasion, guest)
        return self.standing.get(at) or self.elsewhere(at[0], guest)

    def elsewhere(self, uid: str, guest: Guest) -> Sent | None:
        """What is under a uid in this person's calendar at another address than theirs now."""
        found = self._by_member.get((uid, guest.member))
        if found is None or found.method != "REQUEST" or found.address.casefold() == guest.address.casefold():
            return None
        return found if same_person(found, guest) else None

    def chain(self, last: Sent) -> tuple[Sent, ...]:
        """All that one person was told about an entry, at all addresses they had, the newest first."""
        addresses, todo = {last.address.casefold()}, [last.address.casefold()]
        while todo:
            for entry in self._messages.get((last.uid, todo.pop()), ()):
                earlier = entry.formerly.casefold()
                if earlier and earlier not in addresses:
                    addresses.add(earlier)
                    todo.append(earlier)
        told = [one for address in addresses for one in self._messages.get((last.uid, address), ())]
        return tuple(sorted(told, key=lambda one: one.age, reverse=True))

    def same_appointment(self, last: Sent) -> tuple[Sent, ...]:
        """Of all that was told the newest messages that give day, time, place and session as they are now."""
        found: list[Sent] = []
        for one in self.chain(last):
            if one.method != "REQUEST" or one.saw.appointment != last.saw.appointment:
                break
            if other_session(one, last):
                break
            found.append(one)
        return tuple(found)

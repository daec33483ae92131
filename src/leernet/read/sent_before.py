"""A mail that answers no message by its id, and what was sent, in; which messages it is about out."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from leernet.model.ledger import Ledger, Sent

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

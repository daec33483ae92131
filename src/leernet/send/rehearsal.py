"""Messages in; the same to one address of your own out."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from leernet.model.ledger import Sent
from leernet.write.outbox import Message


class Rehearsed(NamedTuple):
    """A message as it would be, but to another address.

    It has a message id of its own: a mailbox that saw a message keeps out the real one with the same id.
    """

    message: Message
    entry: Sent

    @property
    def organiser(self) -> str:
        """Address it comes from."""
        return self.message.organiser

    @property
    def mail(self) -> bytes:
        """Bytes of the mail."""
        return self.message.mail.replace(b"Message-ID: <", b"Message-ID: <rehearsal-", 1)


def rehearsal(messages: Iterable[Message], address: str) -> tuple[Rehearsed, ...]:
    """The messages as they would be, but all to one address."""
    return tuple(Rehearsed(message, replace(message.entry, address=address)) for message in messages)

"""Messages and a mail server in; each message with the server once, and the ledger saying so, out."""

import smtplib
from collections.abc import Iterable

from msgspec import Struct

from leernet.catalogue.invitations import CORRECT_THE_ADDRESS, NOT_DELIVERED, TRY_LATER
from leernet.finding import Finding, Place
from leernet.model.ledger import Ledger, Sent, whom
from leernet.read.ledger import LEDGER_FILE
from leernet.send.connection import Connection
from leernet.send.journal import Journal, NoJournal
from leernet.send.rehearsal import Rehearsed
from leernet.send.server import Pace, Server, World
from leernet.write.outbox import Message


class RefusedMail(Struct, frozen=True):
    """A message that did not get through.

    Attributes:
        code: of the server's answer (RFC 5321, 4.2); 0: the connection broke each time.
        reason: what the server said.
    """

    entry: Sent
    code: int
    reason: str

    @property
    def is_final(self) -> bool:
        """Whether trying again later is of no use."""
        return 500 <= self.code < 600


class Delivery(Struct, frozen=True):
    """What became of the messages."""

    sent: tuple[Sent, ...]
    refused: tuple[RefusedMail, ...]


def failed_before(messages: Iterable[Message], ledger: Ledger) -> tuple[Message, ...]:
    """Of the messages those that an earlier run tried and could not deliver."""
    tried = {*ledger.failed, *ledger.undelivered, *(whom(entry) for entry in ledger.doubtful)}
    return tuple(message for message in messages if whom(message.entry) in tried)


def send_rehearsal(messages: Iterable[Rehearsed], server: Server, pace: Pace, world: World) -> Delivery:
    """Sends messages of a rehearsal; the ledger knows nothing of them."""
    return _sent_through(tuple(messages), server, pace, world, NoJournal())


def send_messages(
    messages: tuple[Message, ...], ledger: Ledger, server: Server, pace: Pace, world: World
) -> Delivery:
    """Sends each message and writes its line in the ledger once the server took it.

    Before a message goes out it is noted as doubtful. So a run that is killed, or whose connection breaks
    between the last byte and the answer, sends the very same bytes again and never another revision.

    Args:
        messages: from the outbox that was made of this ledger.

    Raises:
        LeernetError: the server cannot be reached or does not let us in; what was sent until then is in
            the ledger.
    """
    return _sent_through(messages, server, pace, world, Journal(world, ledger))


def _sent_through(
    messages: tuple[Message | Rehearsed, ...], server: Server, pace: Pace, world: World, journal: NoJournal
) -> Delivery:
    sent: list[Sent] = []
    refused: dict[str, RefusedMail] = {}
    waiting = messages
    connection = Connection(server, pace, world)
    try:
        for wait in (0.0, *pace.waits):
            if waiting and wait:
                world.pause(wait)
            for message in waiting:
                refusal = _deliver(message, connection, pace, world, journal)
                if refusal is None:
                    refused.pop(message.entry.message_id, None)
                    sent.append(message.entry)
                else:
                    refused[message.entry.message_id] = refusal
            waiting = tuple(
                message
                for message in waiting
                if (refusal := refused.get(message.entry.message_id)) and not refusal.is_final
            )
    finally:
        connection.close()
        gone = {entry.message_id for entry in sent}
        journal.finish(message.entry for message in messages if message.entry.message_id not in gone)
    return Delivery(tuple(sent), tuple(refused.values()))


def _deliver(
    message: Message | Rehearsed, connection: Connection, pace: Pace, world: World, journal: NoJournal
) -> RefusedMail | None:
    """One message, tried again as long as the connection breaks under it."""
    journal.about_to_send(message.entry)
    broken: Exception | None = None
    for _try in range(pace.tries):
        try:
            connection.send(message)
        except smtplib.SMTPServerDisconnected as error:
            broken = error
        except smtplib.SMTPException as error:
            refusal = _refusal(message.entry, error)
            # Taken the time before, perhaps: then it stays doubtful.
            if broken is None:
                journal.refused(message.entry)
            return refusal
        except OSError as error:
            broken = error
        else:
            journal.taken(message.entry)
            world.progress(message.entry)
            world.pause(pace.seconds_between)
            return None
        connection.drop()
    return RefusedMail(message.entry, 0, str(broken) or type(broken).__name__)


def _refusal(entry: Sent, error: smtplib.SMTPException) -> RefusedMail:
    code, reason = 554, str(error).encode()
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, reason = next(iter(error.recipients.values()))
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=bytes(reason)):
            pass
    return RefusedMail(entry, code, reason.decode("utf-8", "replace"))


def refusal_findings(refusals: Iterable[RefusedMail]) -> tuple[Finding, ...]:
    """What did not get through, each with what to do about it."""
    return tuple(
        NOT_DELIVERED.at(
            Place(LEDGER_FILE),
            CORRECT_THE_ADDRESS() if one.is_final else TRY_LATER(),
            occasion=one.entry.occasion,
            member=one.entry.name,
            address=one.entry.address,
            reason=f"{one.code} {one.reason}".removeprefix("0 "),
        )
        for one in refusals
    )

"""Messages and a mail server in; each message with the server once, and the ledger saying so, out."""

import smtplib
from collections.abc import Iterable
from datetime import UTC

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue.invitations import CORRECT_THE_ADDRESS, NOT_DELIVERED, TRY_LATER
from leernet.files import append_lines, write_whole
from leernet.finding import Finding, Place
from leernet.model.ledger import LEDGER_HEADER, Ledger, Sent, ledger_line, note_bytes, note_of, whom
from leernet.read.ledger import LEDGER_FILE, SENDING_FILE, is_whole_line
from leernet.send.connection import Connection, Rehearsed
from leernet.send.server import Pace, Server, World
from leernet.write.outbox import Message


class NoJournal:
    """Writes nothing down."""

    def about_to_send(self, entry: Sent) -> None:
        """Nothing."""

    def taken(self, entry: Sent) -> None:
        """Nothing."""

    def refused(self, entry: Sent) -> None:
        """Nothing."""

    def finish(self, failed: Iterable[Sent]) -> None:
        """Nothing."""


class Journal(NoJournal):
    """What is known of the messages, on the disk at every moment.

    The ledger gets a line when a message was taken. Beside it is how far it is, what is doubtful and what
    was refused; there a message is noted before it goes out.
    """

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._note = note_of(ledger)
        self._doubtful = {whom(entry): entry for entry in ledger.doubtful}
        self._failed = dict.fromkeys(ledger.failed)

    def about_to_send(self, entry: Sent) -> None:
        self._doubtful[whom(entry)] = entry
        self._write()

    def taken(self, entry: Sent) -> None:
        sent = replace(entry, sent_at=self._world.clock().astimezone(UTC).replace(microsecond=0))
        append_lines(self._world.folder, LEDGER_FILE, ledger_line(sent), LEDGER_HEADER, is_whole_line)
        self._note = replace(self._note, messages=self._note.messages + 1, last=sent.message_id)
        self._doubtful.pop(whom(entry))
        self._failed.pop(whom(entry), None)

    def refused(self, entry: Sent) -> None:
        """The server said so: it did not take the message."""
        self._doubtful.pop(whom(entry))

    def finish(self, failed: Iterable[Sent]) -> None:
        self._failed.update(dict.fromkeys(whom(entry) for entry in failed))
        self._write()

    def _write(self) -> None:
        note = replace(self._note, doubtful=tuple(self._doubtful.values()), failed=tuple(self._failed))
        write_whole(self._world.folder, {SENDING_FILE: note_bytes(note)})


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

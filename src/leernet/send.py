"""Messages and a mail server in; each message with the server once, and the ledger saying so, out."""

from __future__ import annotations

import json
import shlex
import smtplib
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, NamedTuple

from leernet.catalogue.invitations import CORRECT_THE_ADDRESS, NOT_DELIVERED, TRY_LATER
from leernet.files import append_lines, write_whole
from leernet.finding import Finding, LeernetError, Place
from leernet.model.ledger import LEDGER_HEADER, Ledger, Sent, ledger_line, sent_record, whom
from leernet.read.ledger import LEDGER_FILE, SENDING_FILE, is_whole_line
from leernet.words import _
from leernet.write.outbox import Message

Security = Literal["starttls", "tls", "none"]
# Messages a minute where nobody says otherwise; most servers allow that.
PER_MINUTE = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server that takes messages for others.

    Attributes:
        security: ``none`` is for a server on this machine only.
        seconds: how long to wait for an answer.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast to send, and how long to wait before trying again what was refused for now.

    Attributes:
        seconds_between: between two messages.
        waits: seconds before each further round.
        tries: how often in a row a message is tried whose connection breaks.
    """

    seconds_between: float = 2
    waits: tuple[float, ...] = (30, 120, 300)
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Refusal:
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


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the messages."""

    sent: tuple[Sent, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What sending needs of the world besides the server.

    Attributes:
        folder: of the project, locked by the caller.
        pause: waits so many seconds.
        clock: the moment, with a time zone.
        progress: is told of each message that was taken or refused for good.
    """

    folder: Path
    pause: Callable[[float], None]
    clock: Callable[[], datetime]
    progress: Callable[[Sent], None]


def server_from_environment(environment: Mapping[str, str]) -> Server:
    """The mail server that ``LEERNET_SMTP_…`` names; see ``docs/en/how-to/school-mail.md``.

    Raises:
        LeernetError: none is named, the security is none we know, or the password cannot be had.
    """
    host = environment.get("LEERNET_SMTP_HOST", "")
    if not host:
        raise LeernetError(
            _("No mail server is named, so nothing can be sent."),
            _("Set LEERNET_SMTP_HOST and LEERNET_SMTP_USER; the page school-mail of the manual shows how."),
        )
    security = environment.get("LEERNET_SMTP_SECURITY", "starttls")
    if security not in ("starttls", "tls", "none"):
        raise LeernetError(
            _("LEERNET_SMTP_SECURITY is '{text}'.", text=security),
            _("Write starttls (port 587) or tls (port 465)."),
        )
    if security == "none" and not _is_this_machine(host):
        raise LeernetError(
            _("Sending to '{host}' without encryption would show every invitation on the way.", host=host),
            _("Set LEERNET_SMTP_SECURITY to starttls or tls."),
        )
    user = environment.get("LEERNET_SMTP_USER", "")
    password = _password(environment, host, user) if user else ""
    # What Python's library can log in with; and what a server would make of others, each decides for itself.
    for name, text in (("LEERNET_SMTP_USER", user), ("LEERNET_SMTP_PASSWORD", password)):
        if not text.isascii():
            raise LeernetError(
                _("{name} has letters with accents, and with these nobody can log in.", name=name),
                _("Use the name without accents, or choose a password for programs at your mail provider."),
            )
    return Server(
        host,
        _port(environment.get("LEERNET_SMTP_PORT", "465" if security == "tls" else "587")),
        "tls" if security == "tls" else "none" if security == "none" else "starttls",
        user,
        password,
    )


def pace_from_environment(environment: Mapping[str, str]) -> Pace:
    """How fast to send: ``LEERNET_SMTP_PER_MINUTE``, or else what most servers allow.

    Raises:
        LeernetError: it is no number above zero.
    """
    text = environment.get("LEERNET_SMTP_PER_MINUTE", str(PER_MINUTE))
    if not text.isdecimal() or int(text) == 0:
        raise LeernetError(
            _("LEERNET_SMTP_PER_MINUTE is '{text}'.", text=text), _("Write a number, for example 30.")
        )
    return Pace(seconds_between=60 / int(text))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LeernetError(
            _("LEERNET_SMTP_PORT is '{text}'.", text=text), _("Write a number, for example 587.")
        )
    return int(text)


def _password(environment: Mapping[str, str], host: str, user: str) -> str:
    """From the environment, from a command, or from the keyring of the system."""
    if password := environment.get("LEERNET_SMTP_PASSWORD"):
        return password
    if command := environment.get("LEERNET_SMTP_PASSWORD_COMMAND"):
        return _password_of_command(command)
    # As a program of its own: an extra that most people do not install, and that takes time to import.
    found = _first_line((sys.executable, "-m", "keyring", "get", f"leernet {host}", user))
    if not found:
        raise LeernetError(
            _("There is no password for {user} at {host}.", user=user, host=host),
            _("Set LEERNET_SMTP_PASSWORD or LEERNET_SMTP_PASSWORD_COMMAND, or put it in your keyring."),
        )
    return found


def _password_of_command(command: str) -> str:
    found = _first_line(shlex.split(command, posix=sys.platform != "win32"))
    if not found:
        raise LeernetError(
            _("The command for the password gave no password."),
            _("Run the command by hand to see what it says: {command}", command=command),
        )
    return found


def _first_line(command: Sequence[str]) -> str:
    """What a command prints first; empty when it fails. It is in the user's own environment."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.partition("\n")[0] if done.returncode == 0 else ""


def failed_before(messages: Iterable[Message], ledger: Ledger) -> tuple[Message, ...]:
    """Of the messages those that an earlier run tried and could not deliver."""
    tried = {*ledger.failed, *ledger.undelivered, *(whom(entry) for entry in ledger.doubtful)}
    return tuple(message for message in messages if whom(message.entry) in tried)


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


def send_rehearsal(messages: Iterable[Rehearsed], server: Server, pace: Pace, world: World) -> Delivery:
    """Sends messages of a rehearsal; the ledger knows nothing of them."""
    return _sent_through(tuple(messages), server, pace, world, _NoJournal())


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
    return _sent_through(messages, server, pace, world, _Journal(world, ledger))


class _NoJournal:
    """Writes nothing down."""

    def about_to_send(self, entry: Sent) -> None:
        """Nothing."""

    def taken(self, entry: Sent) -> None:
        """Nothing."""

    def refused(self, entry: Sent) -> None:
        """Nothing."""

    def finish(self, failed: Iterable[Sent]) -> None:
        """Nothing."""


class _Journal(_NoJournal):
    """What is known of the messages, on the disk at every moment.

    The ledger gets a line when a message was taken. Beside it is how far it is, what is doubtful and what
    was refused; there a message is noted before it goes out.
    """

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._messages = len({entry.message_id for entry in ledger.sent})
        self._last = ledger.sent[-1].message_id if ledger.sent else ""
        self._doubtful = {whom(entry): entry for entry in ledger.doubtful}
        self._failed = dict.fromkeys(ledger.failed)

    def about_to_send(self, entry: Sent) -> None:
        self._doubtful[whom(entry)] = entry
        self._write()

    def taken(self, entry: Sent) -> None:
        sent = replace(entry, sent_at=self._world.clock().astimezone(UTC).replace(microsecond=0))
        append_lines(self._world.folder, LEDGER_FILE, ledger_line(sent), LEDGER_HEADER, is_whole_line)
        self._messages += 1
        self._last = sent.message_id
        self._doubtful.pop(whom(entry))
        self._failed.pop(whom(entry), None)

    def refused(self, entry: Sent) -> None:
        """The server said so: it did not take the message."""
        self._doubtful.pop(whom(entry))

    def finish(self, failed: Iterable[Sent]) -> None:
        self._failed.update(dict.fromkeys(whom(entry) for entry in failed))
        self._write()

    def _write(self) -> None:
        noted = {
            "messages": self._messages,
            "last": self._last,
            "doubtful": [sent_record(entry) for entry in self._doubtful.values()],
            "failed": sorted(self._failed),
        }
        content = json.dumps(noted, ensure_ascii=False, indent=1).encode()
        write_whole(self._world.folder, {SENDING_FILE: content})


def _sent_through(
    messages: tuple[Message | Rehearsed, ...], server: Server, pace: Pace, world: World, journal: _NoJournal
) -> Delivery:
    sent: list[Sent] = []
    refused: dict[str, Refusal] = {}
    waiting = messages
    connection = _Connection(server, pace, world)
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
    message: Message | Rehearsed, connection: _Connection, pace: Pace, world: World, journal: _NoJournal
) -> Refusal | None:
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
    return Refusal(message.entry, 0, str(broken) or type(broken).__name__)


def _refusal(entry: Sent, error: smtplib.SMTPException) -> Refusal:
    code, reason = 554, str(error).encode()
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, reason = next(iter(error.recipients.values()))
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=bytes(reason)):
            pass
    return Refusal(entry, code, reason.decode("utf-8", "replace"))


class _Connection:
    """A connection to the server, made when it is needed and made anew when it broke."""

    def __init__(self, server: Server, pace: Pace, world: World) -> None:
        self._server = server
        self._pace = pace
        self._world = world
        self._open: smtplib.SMTP | None = None

    def send(self, message: Message | Rehearsed) -> None:
        """Hand a message over.

        Raises:
            LeernetError: no connection can be made.
            smtplib.SMTPException: the server does not take the message.
            OSError: the connection broke; perhaps the server has the message, perhaps not.
        """
        if self._open is None or self._open.sock is None:
            self._open = self._connected()
        options = () if message.entry.address.isascii() else ("SMTPUTF8",)
        self._open.sendmail(message.organiser, [message.entry.address], message.mail, options)

    def close(self) -> None:
        """End the connection, politely where it is still open."""
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
            self.drop()

    def drop(self) -> None:
        """End a connection that broke; the server is not waited for."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connected(self) -> smtplib.SMTP:
        reason = ""
        for wait in (0.0, *self._pace.waits):
            if wait:
                self._world.pause(wait)
            try:
                return _greeted(self._server)
            except smtplib.SMTPAuthenticationError as error:
                raise LeernetError(
                    _("{host} does not let {user} in.", host=self._server.host, user=self._server.user),
                    _("Check the user and the password. Many schools need an app password for this."),
                ) from error
            except smtplib.SMTPNotSupportedError as error:
                raise LeernetError(
                    _("{host} offers no encryption or no login here.", host=self._server.host),
                    _("Ask for the right port: 587 with starttls or 465 with tls."),
                ) from error
            except (OSError, smtplib.SMTPException) as error:
                reason = str(error) or type(error).__name__
        raise LeernetError(
            _("{host} cannot be reached: {reason}.", host=self._server.host, reason=reason),
            _(
                "Everything that was sent is in sent.yaml. Run the command again when the server "
                "is available."
            ),
        )


def _greeted(server: Server) -> smtplib.SMTP:
    """A connection that is encrypted and logged in."""
    context = ssl.create_default_context()
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.seconds, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def refusal_findings(refusals: Iterable[Refusal]) -> tuple[Finding, ...]:
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

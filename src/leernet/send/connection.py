"""A mail server and messages one by one in; each with the server once, out."""

import smtplib
import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from msgspec.structs import replace

from leernet.finding import LeernetError
from leernet.model.ledger import Sent
from leernet.send.server import Pace, Server, World
from leernet.words import _
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


class Connection:
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

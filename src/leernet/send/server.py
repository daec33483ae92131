"""The environment in; which mail server to send with, at which pace, out."""

import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from msgspec import Struct

from leernet.finding import LeernetError
from leernet.model.ledger import Sent
from leernet.words import _

Security = Literal["starttls", "tls", "none"]

# Messages a minute where nobody says otherwise; most servers allow that.
PER_MINUTE = 30


class Server(Struct, frozen=True):
    """A mail server that takes messages for others.

    Attributes:
        security: ``none`` is for a server on this machine only.
        seconds: how long to wait for an answer.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = ""
    seconds: float = 60

    def __repr__(self) -> str:
        return f"Server({self.host!r}, {self.port})"


class Pace(Struct, frozen=True):
    """How fast to send, and how long to wait before trying again what was refused for now.

    Attributes:
        seconds_between: between two messages.
        waits: seconds before each further round.
        tries: how often in a row a message is tried whose connection breaks.
    """

    seconds_between: float = 2
    waits: tuple[float, ...] = (30, 120, 300)
    tries: int = 3


class World(Struct, frozen=True):
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
        LeernetError: none is named, the security is not one we know, or there is no password.
    """
    host = environment.get("LEERNET_SMTP_HOST", "")
    if not host:
        raise LeernetError(
            _("No mail server is set, so nothing can be sent."),
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

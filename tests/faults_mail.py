"""A mail server in a process of its own: what it takes is in a folder, a file a message."""

import asyncio
import os
import re
import signal
import socket
import sys
from contextlib import contextmanager
from typing import NamedTuple

from aiosmtpd.smtp import SMTP


class Told(NamedTuple):
    """A message that was taken.

    Attributes:
        revision: who was told, of which appointment, its sequence.
    """

    revision: tuple[str, str, str, str]
    content: bytes


def told(folder):
    """What a server took, in order."""
    return [_told(path.name, path.read_bytes()) for path in sorted(folder.glob("*"))]


def _told(name, content):
    text = re.sub(r"\r?\n ", "", content.decode(errors="replace"))
    fields = [re.search(f"^{key}:(.*?)\r?$", text, re.M) for key in ("UID", "SEQUENCE", "METHOD")]
    values = [field[1] if field else "" for field in fields]
    return Told((name.partition(" ")[2], *values), content)


@contextmanager
def mail_server(folder, *, needed=True):
    """A server on a free port of this machine, which the environment names as the one to send with."""
    for path in folder.glob("*"):
        path.unlink()
    if not needed:
        yield
        return
    folder.mkdir(exist_ok=True)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        server = os.fork()
        if server == 0:
            _serve(listening, folder)
    os.environ.update(
        LEERNET_SMTP_HOST="127.0.0.1",
        LEERNET_SMTP_PORT=str(port),
        LEERNET_SMTP_SECURITY="none",
        LEERNET_SMTP_PER_MINUTE="600000",
    )
    try:
        yield
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)


class _Taking:
    def __init__(self, folder):
        self.folder, self.taken = folder, 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken += 1
        name = f"{self.taken:04} {envelope.rcpt_tos[0]}"
        (self.folder / f".{name}").write_bytes(envelope.original_content)
        (self.folder / f".{name}").rename(self.folder / name)
        return "250 taken"


def _serve(listening, folder):
    async def forever():
        taking = _Taking(folder)
        served = await asyncio.get_running_loop().create_server(
            lambda: SMTP(taking, hostname="127.0.0.1"), sock=listening
        )
        await served.serve_forever()

    try:
        asyncio.run(forever())
    finally:
        sys.stdout.flush()
        os._exit(1)

"""Thunderbird without a screen, told what to do through Marionette (length-prefixed JSON on a socket)."""

import json
import os
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

PROGRAM = Path("/usr/lib/thunderbird/thunderbird")

PREFERENCES = """\
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.spotlight.firstRunDone", true);
user_pref("app.update.auto", false);
user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
user_pref("toolkit.telemetry.enabled", false);
user_pref("marionette.port", {port});
user_pref("mailnews.start_page.enabled", false);
user_pref("network.proxy.type", 0);
user_pref("calendar.timezone.useSystemTimezone", false);
user_pref("calendar.timezone.local", "Europe/Amsterdam");
"""


class Marionette:
    """A session in the program's own scope."""

    def __init__(self, port: int) -> None:
        self._socket = _connected(port)
        self._number = 0
        self._received()
        self.version = self._command("WebDriver:NewSession", capabilities={})["capabilities"][
            "browserVersion"
        ]
        self._command("Marionette:SetContext", value="chrome")

    def close(self) -> None:
        """End the session."""
        self._socket.close()

    def run(self, script: str, *arguments: object):
        """What the script gives to its last argument, a function."""
        answer = self._command(
            "WebDriver:ExecuteAsyncScript",
            script=script,
            args=list(arguments),
            scriptTimeout=60000,
            newSandbox=True,
            sandbox="system",
        )
        return answer["value"]

    def _command(self, name: str, **parameters: object):
        self._number += 1
        message = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(f"{len(message)}:".encode() + message)
        _kind, _number, error, result = self._received()
        if error:
            raise RuntimeError(json.dumps(error)[:1500])
        return result

    def _received(self):
        length = b""
        while (byte := self._socket.recv(1)) != b":":
            length += byte
        content = b""
        while len(content) < int(length):
            content += self._socket.recv(int(length) - len(content))
        return json.loads(content)


def _connected(port: int) -> socket.socket:
    """A connection as soon as the program listens; it takes ten seconds or so to start."""
    for _try in range(240):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=90)
        except ConnectionRefusedError:
            time.sleep(0.25)
    raise TimeoutError("Thunderbird does not listen")


@contextmanager
def thunderbird(folder: Path):
    """A fresh profile, started, and stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile = folder / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(PREFERENCES.format(port=port))
    options = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
    with (folder / "thunderbird.log").open("wb") as log:
        program = subprocess.Popen(
            [PROGRAM, *options, "-profile", profile],
            env={**os.environ, "HOME": str(folder), "TZ": "Europe/Amsterdam"},
            stdout=log,
            stderr=log,
        )
        try:
            with closing(Marionette(port)) as session:
                yield session
        finally:
            program.terminate()
            program.wait(30)

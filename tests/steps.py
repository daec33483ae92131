"""A wrong project that takes more than a look: its file ``steps`` has what is done with it, a line each.

    plan --dry-run                      a command of leernet; what the last one says is what is expected
    edit plan.yaml: revision: 3 -> 2    a change by hand between two commands; \\n is a new line
    remove sent.yaml
    grow out/site/index.html 61000      so many letters more at the end of it
    repeat members.csv 250000           its last line so many times more
    cut sent.yaml 40                    so many letters less
    link plan.yaml                      moved elsewhere, with a link to it in its place
    serve 550 5.1.1 no such mailbox     from here on a mail server that answers so to every message

All of it happens in a copy of the folder, on the day that its file ``today`` names.
"""

import shutil
import socket
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from aiosmtpd.controller import Controller
from typer.testing import CliRunner

from leernet.cli import app


class _Refusing:
    """A mail server that has one answer to every message."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802
        return self.answer


@contextmanager
def serving(handler, **options):
    """A mail server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def today_of(folder: Path) -> date:
    """The day on which a project is looked at; most look the same on every day."""
    day = folder / "today"
    return date.fromisoformat(day.read_text().strip()) if day.exists() else date(2026, 9, 1)


def last_words(folder: Path, language: str = "en") -> str:
    """What the last command of a project's steps says on standard error."""
    said = ""
    environment = {
        "LEERNET_SMTP_HOST": "127.0.0.1",
        "LEERNET_SMTP_SECURITY": "none",
        "LEERNET_SMTP_PER_MINUTE": "6000",
    }
    with TemporaryDirectory() as temporary, ExitStack() as servers:
        copy = Path(shutil.copytree(folder, temporary, dirs_exist_ok=True))
        options = ["-C", str(copy), "--lang", language, "--today", str(today_of(folder))]
        for step in (folder / "steps").read_text(encoding="utf-8").splitlines():
            word, _space, rest = step.partition(" ")
            if word in _CHANGES:
                _CHANGES[word](copy, rest)
            elif word == "serve":
                port = servers.enter_context(serving(_Refusing(rest)))
                environment["LEERNET_SMTP_PORT"] = str(port)
            else:
                said = _said(copy, [*options, *step.split()], environment)
    return said


def _edit(copy: Path, change: str) -> None:
    file, _colon, words = change.partition(": ")
    old, _arrow, new = words.replace("\\n", "\n").partition(" -> ")
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}:\n{text}"
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def _grow(copy: Path, change: str) -> None:
    file, _space, letters = change.partition(" ")
    (copy / file).write_text((copy / file).read_text(encoding="utf-8") + "x" * int(letters), encoding="utf-8")


def _repeat(copy: Path, change: str) -> None:
    file, _space, times = change.partition(" ")
    text = (copy / file).read_text(encoding="utf-8")
    last = text.splitlines(keepends=True)[-1]
    (copy / file).write_text(text + last * int(times), encoding="utf-8")


def _cut(copy: Path, change: str) -> None:
    file, _space, letters = change.partition(" ")
    (copy / file).write_bytes((copy / file).read_bytes()[: -int(letters)])


def _link(copy: Path, file: str) -> None:
    (copy / "elsewhere").mkdir()
    (copy / file).rename(copy / "elsewhere" / file)
    (copy / file).symlink_to(copy / "elsewhere" / file)


def _remove(copy: Path, file: str) -> None:
    (copy / file).unlink()


_CHANGES = {"edit": _edit, "remove": _remove, "grow": _grow, "repeat": _repeat, "cut": _cut, "link": _link}


def _said(copy: Path, arguments: list[str], environment: dict[str, str]) -> str:
    # Files that a command is given are in the project.
    arguments = [str(copy / word) if (copy / word).exists() else word for word in arguments]
    result = CliRunner().invoke(app, arguments, env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stderr.replace(f"{copy}/", "")

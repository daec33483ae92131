"""A step that can be taken back: what a command was about to write over, and what it wrote."""

import base64
import json
import zlib
from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct

# So many steps can be taken back.
KEPT = 20
FOLDER = ".leernet/undo"


class Step(Struct, frozen=True):
    """One command that wrote records.

    Attributes:
        number: counts the steps of the project.
        command: as it was typed, without options.
        day: on which it ran, as ``2026-06-15``.
        before: what each file held; None: it was not there.
        after: SHA-256 of what it was given.
        told: size of ``sent.yaml`` in bytes, so that it is known what people were told since.
    """

    number: int
    command: str
    day: str
    before: Mapping[str, bytes | None]
    after: Mapping[str, str]
    told: int

    @property
    def path(self) -> str:
        """Where it is kept."""
        return f"{FOLDER}/{self.number:04d}.json"

    @property
    def records(self) -> tuple[str, ...]:
        """The files that are no documents."""
        return tuple(path for path in self.before if is_record(path))


def is_record(path: str) -> bool:
    """Whether a file is one that ``undo`` puts back, and not a document that follows from it."""
    return path == "plan.yaml" or path.startswith("allocation/")


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def step_bytes(step: Step) -> bytes:
    """A step as it is kept."""
    document = {
        "schema": 1,
        "command": step.command,
        "day": step.day,
        "told": step.told,
        "after": dict(sorted(step.after.items())),
        "before": {path: _packed(step.before[path]) for path in sorted(step.before)},
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def _packed(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(zlib.compress(content, 9)).decode()

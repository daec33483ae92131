"""What ``undo`` keeps of a command in; the step, or that it is damaged, out."""

import base64
import zlib
from typing import Annotated, Literal

from pydantic import Field

from leernet.catalogue.records import STEP_GONE
from leernet.finding import Finding, Place
from leernet.model.undo import FOLDER, Step
from leernet.read.json_record import JsonPart, damaged, read_json, unreadable


class _Step(JsonPart):
    schema_version: Literal[1] = Field(alias="schema")
    command: str
    day: str
    told: Annotated[int, Field(ge=0)]
    after: dict[str, str]
    before: dict[str, str | None]


def read_step(number: int, content: bytes) -> Step | Finding:
    """A step as :func:`~leernet.model.undo.step_bytes` wrote it."""
    file = f"{FOLDER}/{number:04d}.json"
    kept, wrong = read_json(_Step, file, content)
    if kept is not None and kept.before.keys() == kept.after.keys():
        try:
            before = {path: _unpacked(text) for path, text in kept.before.items()}
        except (ValueError, zlib.error):
            wrong = (Place(file),)
        else:
            return Step(number, kept.command, kept.day, before, kept.after, kept.told)
    return unreadable(file, content, wrong or (Place(file),), damaged(file, STEP_GONE()))[0]


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else zlib.decompress(base64.b64decode(text, validate=True))

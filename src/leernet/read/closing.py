"""Records that leernet writes whole say in their first line how they end; text in, text or a finding out.

YAML that is cut off at the end of a line is YAML still, and only says less. As with the last line of a dump
of a database, both marks are comments: every reader of YAML passes over them, and people may edit what is
between. Where nothing is announced, in records of before and in files that people wrote, nothing is missed.
"""

from __future__ import annotations

from leernet.catalogue.records import RECORD_CUT_OFF
from leernet.finding import Finding, Place

_END = "# end"
_ANNOUNCED = f'# complete if it ends with the line "{_END}"'


def closed(text: str) -> str:
    """A record with its last line, which the first one announces."""
    first, _newline, rest = text.partition("\n")
    return f"{first}  {_ANNOUNCED}\n{rest}{_END}\n"


def cut_off(file: str, content: bytes) -> Finding | None:
    """That the last line of a record is gone, and whatever was before it."""
    text = content.decode("utf-8", "replace")
    if _ANNOUNCED not in text:
        return None
    lines = text.splitlines()
    return None if _END in map(str.strip, lines) else RECORD_CUT_OFF.at(Place(file, len(lines)), file=file)

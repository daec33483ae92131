"""Records that leernet writes whole say in their first line how they end; text in, text or a finding out.

YAML that is cut off at the end of a line is YAML still, and only says less. As with the last line of a dump
of a database, both marks are comments: every reader of YAML passes over them, and people may edit what is
between. Where nothing is announced, in records of before and in files that people wrote, nothing is missed.
"""

from leernet.catalogue.records import RECORD_CUT_OFF
from leernet.finding import Finding, Place

_END = "# end"
_ANNOUNCED = f'# complete if it ends with the line "{_END}"'


def closed(text: str) -> str:
    """A record with its last line, which the first one announces."""
    first, _newline, rest = text.partition("\n")
    return f"{first}  {_ANNOUNCED}\n{rest}{_END}\n"


def announces_its_end(text: bytes) -> bool:
    """Whether leernet wrote a record whole, and nobody took the announcement out."""
    return _ANNOUNCED.encode() in text


def cut_off(file: str, text: bytes) -> Finding | None:
    """That the last line of a record is gone, and whatever was before it."""
    lines = text.splitlines()
    is_whole = not announces_its_end(text) or _END.encode() in map(bytes.strip, lines)
    return None if is_whole else RECORD_CUT_OFF.at(Place(file, len(lines)), file=file)

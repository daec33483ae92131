"""The bytes of an older workbook (.xls) in; cells with an error and hidden rows of each sheet out.

Source: [MS-XLS], 2.4.24 (BoolErr), 2.4.28 (BoundSheet8), 2.4.127 (Formula), 2.4.221 (Row).
"""

import io
import struct
from collections.abc import Iterator, Mapping

import olefile

_BOUND_SHEET, _FORMULA, _BOOL_ERR, _ROW, _EOF = 0x0085, 0x0006, 0x0205, 0x0208, 0x000A
_ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_HIDDEN = 0x20


def older_sheets(content: bytes) -> Mapping[str, tuple[dict[tuple[int, int], str], frozenset[int]]]:
    """Errors by row from 1 and column from 0, and hidden rows, of each sheet; nothing of what is damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            stream = container.openstream("Workbook").read()
        return {name: _marks(stream, start) for name, start in _sheets(stream)}
    except (OSError, struct.error, IndexError, UnicodeDecodeError):
        return {}


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on, up to the end of their part."""
    at = start
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == _EOF:
            return
        at += 4 + size


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, data in _records(stream, 0):
        if kind == _BOUND_SHEET:
            (start,) = struct.unpack_from("<I", data)
            yield data[8:].decode("utf-16-le" if data[7] & 1 else "latin-1"), start


def _marks(stream: bytes, start: int) -> tuple[dict[tuple[int, int], str], frozenset[int]]:
    broken: dict[tuple[int, int], str] = {}
    hidden: set[int] = set()
    for kind, data in _records(stream, start):
        if kind == _ROW and len(data) >= 14 and data[12] & _HIDDEN:
            hidden.add(struct.unpack_from("<H", data)[0] + 1)
        elif (kind == _BOOL_ERR and data[7]) or (
            kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2
        ):
            row, column = struct.unpack_from("<HH", data)
            code = data[6] if kind == _BOOL_ERR else data[8]
            broken[row + 1, column] = _ERRORS.get(code, "#N/A")
    return broken, frozenset(hidden)

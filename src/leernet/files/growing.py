"""A record that only ever grows, and lines for its end, in; where they go out."""

import os
from collections.abc import Callable
from typing import BinaryIO


def with_lines(content: bytes, lines: str, header: str, is_whole: Callable[[bytes], bool] = bool) -> bytes:
    """A record that only ever grows, with whole lines more; see ``append_lines``."""
    whole = content.rfind(b"\n") + 1
    kept, before = grown(whole, content[whole:], header, is_whole)
    return content[:kept] + f"{before}{lines}".encode()


def grown(whole: int, last: bytes, header: str, is_whole: Callable[[bytes], bool]) -> tuple[int, str]:
    """How many bytes of a record stay, and what is written before new lines.

    Args:
        whole: how many bytes are before the end of its last whole line.
        last: what is after it.
    """
    if last and is_whole(last):
        return whole + len(last), "\n"
    return whole, "" if whole or last else header


def last_line(file: BinaryIO) -> tuple[int, bytes]:
    """How many bytes are before the end of the last whole line, and what is after it."""
    end = at = file.seek(0, os.SEEK_END)
    while at:
        begin = max(0, at - 65536)
        file.seek(begin)
        found = file.read(at - begin).rfind(b"\n")
        at = begin if found < 0 else begin + found + 1
        if found >= 0:
            break
    file.seek(at)
    return at, file.read(end - at)

"""What is printed goes to streams that end no run: not by a letter they lack, and not by being closed."""

from __future__ import annotations

import os
import sys
from errno import EINVAL, EPIPE
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING

from leernet.visible import printed

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _Pipe(FileIO):
    """A pipe that takes all also when whoever reads it has seen enough: ``| head`` changes no work."""

    def write(self, content: Buffer, /) -> int:
        try:
            return super().write(content)
        except OSError as error:
            # Windows says of a closed pipe that what is written to it is not valid.
            if error.errno not in (EPIPE, EINVAL):
                raise
            return memoryview(content).nbytes


def set_up_streams() -> None:
    """Let no output end a run: what a stream cannot write is replaced, and what was closed takes all."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Kept open until the end of the program.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, TextIOWrapper) and stream.isatty():
            stream.reconfigure(errors="replace")
        elif isinstance(stream, TextIOWrapper):
            pipe = BufferedWriter(_Pipe(stream.fileno(), "w", closefd=False))
            by_line = stream.line_buffering
            setattr(sys, name, TextIOWrapper(pipe, stream.encoding, "replace", line_buffering=by_line))


def print_line(text: str, *, err: bool = False) -> None:
    """A line on stdout or stderr, in the letters that the stream has; nothing in it drives a terminal."""
    print(printed(text), file=sys.stderr if err else sys.stdout, flush=True)

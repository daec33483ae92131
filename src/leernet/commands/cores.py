"""Many independent calculations in, their results in the same order out, on all cores of the machine."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# With fewer, starting processes takes longer than they save.
_FEW = 100
# Each takes some 200 MB.
_MOST_PROCESSES = 8


class Mapped(Protocol):
    """``map`` for a function that can be found by its name from another process."""

    def __call__(self, function: Callable[[_Item], _Result], items: Sequence[_Item], /) -> Iterable[_Result]:
        """The results in the order of the items, as they come."""
        ...


@contextmanager
def on_all_cores(calculations: int) -> Iterator[Mapped]:
    """A ``map`` with a process for each core; the plain one where that would not save time."""
    processes = min(_cores(), _MOST_PROCESSES)
    if processes == 1 or calculations < _FEW:
        yield map
        return
    # Started the same way on every system. Ctrl-C is for the first process to handle.
    executor = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=signal, initargs=(SIGINT, SIG_IGN)
    )
    try:
        yield executor.map
    finally:
        executor.shutdown(cancel_futures=True)


def _cores() -> int:
    """Those that this process may use, where the system says which."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""A project folder in; nobody else writes into it from now on, until the lock is let go."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from leernet.files.paths import must_not_be_linked
from leernet.files.reading import must_exist
from leernet.files.refused import said_of_reading, unreadable
from leernet.files.writing import finish_unfinished, is_unfinished
from leernet.finding import LeernetError
from leernet.words import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# What a drive answers that knows no locks, as many drives on a network.
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EBADF)
# What is answered where somebody else holds it; Windows says the last two.
_HELD = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
# How long a command that only reads waits for another to put its files in place, which takes milliseconds.
_PATIENCE_SECONDS = 5.0


@contextmanager
def project_lock(folder: Path) -> Iterator[tuple[str, ...]]:
    """Keeps a second leernet from writing into the same project; held from reading to writing.

    What an earlier run left unfinished is finished first; what that took back is told, as
    :func:`finish_unfinished` does. On a drive that knows no locks nothing is locked.

    Raises:
        LeernetError: there is no such folder, or another one is at work there.
    """
    must_exist(folder)
    file = _lock(folder)
    try:
        yield finish_unfinished(folder)
    finally:
        if file is not None:
            os.close(file)


def settle(folder: Path) -> None:
    """Finishes what an earlier run left unfinished, before a command reads; waits for one that is writing.

    Raises:
        LeernetError: it cannot be finished, or another leernet takes long to.
    """
    end = monotonic() + _PATIENCE_SECONDS
    while _is_marked(folder):
        if monotonic() > end:
            raise _at_work(folder)
        with suppress(BlockingIOError):
            file = _locked(folder)
            try:
                finish_unfinished(folder)
            finally:
                if file is not None:
                    os.close(file)
            return
        sleep(0.05)


def _is_marked(folder: Path) -> bool:
    # Of a folder that may not be looked into, reading tells.
    with suppress(PermissionError):
        return is_unfinished(folder)
    return False


def _lock(folder: Path) -> int | None:
    try:
        return _locked(folder)
    except BlockingIOError as error:
        raise _at_work(folder) from error


def _at_work(folder: Path) -> LeernetError:
    return LeernetError(
        _("Another leernet command is running in '{folder}'.", folder=str(folder)),
        _("Wait until it is done and run the command again."),
    )


def _locked(folder: Path) -> int | None:
    """An open file that holds the lock until it is closed, also when the program is killed; None: no locks.

    Raises:
        BlockingIOError: somebody else holds it.
        LeernetError: the folder cannot be opened.
    """
    for opened in _LOCKABLE:
        with said_of_reading(folder):
            file = opened(folder)
        try:
            _hold(file)
        except OSError as error:
            os.close(file)
            if error.errno in _HELD:
                raise BlockingIOError(*error.args) from error
            if error.errno not in _NO_LOCKS:
                raise unreadable(str(folder), error) from error
            if error.errno != errno.EBADF:
                return None
        else:
            return file
    return None


def _folder_itself(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY)


def _file_in_it(folder: Path) -> int:
    root = folder.resolve()
    must_not_be_linked(root, root / ".leernet")
    (root / ".leernet").mkdir(exist_ok=True)
    return os.open(root / ".leernet" / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)


if sys.platform == "win32":
    _LOCKABLE = (_file_in_it,)

    def _hold(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    # The folder itself, so that nothing is left behind in it; NFS locks only what is open for writing.
    _LOCKABLE = (_folder_itself, _file_in_it)

    def _hold(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

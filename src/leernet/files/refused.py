"""What the disk refused in; a sentence with the path, why, and what to do out."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from leernet.finding import LeernetError
from leernet.words import Sentence, _


class _Why(NamedTuple):
    """Why the disk refuses, as the system says it in English, and what to do about it."""

    reason: Sentence
    mend: Sentence


_NO_PERMISSION = _Why(
    _("Permission denied"), _("Check who may read and write it, and whether another program has it open.")
)
_FULL = _Why(_("No space left on device"), _("Make room on the disk, and run the command again."))
_SOMETHING_ELSE = _("Move or rename what is there, and run the command again.")
_OPEN_FILES = _Why(_("Too many open files"), _("Close other programs, and run the command again."))

_WHY: Mapping[int, _Why] = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _Why(_("File too large"), _("Move the project to a disk that takes larger files.")),
    errno.EROFS: _Why(
        _("Read-only file system"), _("Copy the project to a disk that can be written, and go on there.")
    ),
    errno.ENAMETOOLONG: _Why(
        _("File name too long"),
        _("Move the project to a shorter path, or use shorter ids."),
    ),
    errno.EISDIR: _Why(_("Is a directory"), _SOMETHING_ELSE),
    errno.ENOTDIR: _Why(_("Not a directory"), _SOMETHING_ELSE),
    errno.EEXIST: _Why(_("File exists"), _SOMETHING_ELSE),
    errno.ELOOP: _Why(
        _("Too many levels of symbolic links"), _("Replace the link by the file or folder itself.")
    ),
    errno.EMFILE: _OPEN_FILES,
    errno.ENFILE: _OPEN_FILES,
    errno.EIO: _Why(
        _("Input/output error"), _("Check the disk or the network, and copy the project to another disk.")
    ),
}
_LOOK_AT = _("Check whether another program has it open, and whether the disk is full.")


def unreadable(path: str, error: OSError) -> LeernetError:
    """The sentence about a file or folder that the disk does not give."""
    reason, mend = _why(error)
    return LeernetError(_("'{file}' cannot be read: {reason}.", file=path, reason=reason), mend)


def unwritable(path: Path, error: OSError) -> LeernetError:
    """The sentence about a file or folder that cannot be made or changed."""
    # The folder in the way says more than what was to be in it; a name of ours says nothing.
    named = error.filename if isinstance(error.filename, str) and ".part" not in error.filename else path
    reason, mend = _why(error)
    return LeernetError(_("'{file}' cannot be written: {reason}.", file=str(named), reason=reason), mend)


def _why(error: OSError) -> tuple[Sentence | str, Sentence]:
    return _WHY.get(error.errno or 0, (error.strerror or str(error), _LOOK_AT))


@contextmanager
def said_of_reading(path: Path) -> Iterator[None]:
    """An error of the disk as a sentence with the path."""
    try:
        yield
    except OSError as error:
        raise unreadable(str(path), error) from error


@contextmanager
def said_of_writing(path: Path) -> Iterator[None]:
    """An error of the disk as a sentence with the path."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error

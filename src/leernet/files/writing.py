"""Documents in; they appear on the disk together or not at all, in the project and never over the user's.

Each is written beside its place first, with a mark that names them all. Once all are there, the mark says so
and each is put in its place. So a run that is killed, or a disk that refuses, leaves everything as it was or
a mark that tells the next command what to finish.
"""

import json
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from leernet.files.growing import grown, last_line
from leernet.files.paths import is_ours, must_be_writable, must_not_be_linked, part_of, places_of
from leernet.files.reading import bytes_of
from leernet.files.refused import said_of_writing
from leernet.finding import LeernetError
from leernet.read.feeds import FEEDS_KEY, key_findings
from leernet.words import _
from leernet.write.document import Document, pieces
from leernet.write.readers import is_private

# What is written by itself in here needs no mark: nothing else has parts of files here.
_OWN = ".leernet/"
# While documents are written beside their places, and while they are put there.
_WRITING = ".leernet/writing.json"
_FINISHING = ".leernet/finishing.json"


class _Change(NamedTuple):
    """What is to become different, by path relative to the project.

    Attributes:
        written: what is put in its place.
        removed: what goes.
        undone: what this takes back: the command, its day, its records; nothing where it takes nothing back.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    undone: tuple[str, ...] = ()


def write_whole(
    folder: Path,
    documents: Mapping[str, Document],
    removed: Iterable[str] = (),
    undone: tuple[str, ...] = (),
) -> None:
    """Writes documents into a project and takes others away, all of it or nothing.

    A document that is there already, byte for byte, is not touched. What is personal cannot be read by
    other accounts from its first byte on; a file that was there keeps its mode.

    Args:
        documents: by path relative to the folder, with forward slashes.
        removed: paths of documents of an earlier run.
        undone: the command that this takes back, its day, its records; :func:`finish_unfinished` tells it.

    Raises:
        LeernetError: a path leads out of the folder or to a file that the user wrote, or the disk refuses.
    """
    root = folder.resolve()
    changed = {}
    for path, place in places_of(root, sorted(documents)).items():
        is_same = _stands_there(place, documents[path])
        must_be_writable(place, path, is_same=is_same)
        if not is_same:
            changed[path] = documents[path]
    others = places_of(root, sorted({*removed} - {*documents}))
    gone = [path for path, place in others.items() if place.is_file()]
    change = _Change(tuple(changed), tuple(gone), undone)
    if len(changed) + len(gone) > 1 or any(not path.startswith(_OWN) for path in changed):
        _write_together(root, change, changed)
    else:
        _write_one(root, change, changed)


def _write_one(root: Path, change: _Change, changed: Mapping[str, Document]) -> None:
    try:
        for path, content in changed.items():
            _write_beside(root, path, content)
        _put_in_place(root, change)
    except LeernetError:
        _take_back(root, change)
        raise


def _write_together(root: Path, change: _Change, changed: Mapping[str, Document]) -> None:
    try:
        _write_one(root, _Change((_WRITING,), ()), {_WRITING: _mark_bytes(change)})
        for path, content in changed.items():
            _write_beside(root, path, content)
        with said_of_writing(root / _FINISHING):
            (root / _WRITING).replace(root / _FINISHING)
    except BaseException:
        # Also when somebody presses ^C: nothing has happened yet.
        _take_back(root, change)
        raise
    _finish(root, change)


def _mark_bytes(change: _Change) -> bytes:
    return json.dumps(change._asdict(), ensure_ascii=False, indent=1).encode()


def is_unfinished(folder: Path) -> bool:
    """Whether a run was stopped while it wrote, or another is writing now."""
    marks = any((folder / mark).exists() for mark in (_WRITING, _FINISHING))
    return marks or any((folder / _OWN).glob(".*.part"))


def finish_unfinished(folder: Path) -> tuple[str, ...]:
    """Puts in place what an earlier run could not, or takes back what it had only begun; in a locked project.

    Returns:
        Where that run was an ``undo`` and is done now: the command it took back, its day, its records.

    Raises:
        LeernetError: the disk still refuses, or the mark of that run says nothing that can be done.
    """
    root = folder.resolve()
    undone: tuple[str, ...] = ()
    if is_unfinished(root):
        must_not_be_linked(root, root / _OWN)
    if (root / _FINISHING).exists():
        change = _marked(root, _FINISHING)
        _finish(root, change)
        undone = change.undone
    elif (root / _WRITING).exists():
        _take_back(root, _marked(root, _WRITING))
    # Of what was written by itself; in a folder nobody may write in it is left.
    for part in (root / _OWN).glob(".*.part"):
        with suppress(OSError):
            part.unlink()
            _remove_empty(part.parent, root)
    return undone


def _marked(root: Path, mark: str) -> _Change:
    content = bytes_of(root / mark)
    try:
        change = _Change(**json.loads(content))
        paths = places_of(root, (*change.written, *change.removed))
        _command, _day, *_records = change.undone or ("", "")
    except (ValueError, TypeError) as error:
        raise LeernetError(
            _("'{file}' does not say what was being written.", file=mark),
            _("Remove it, and run the commands that write documents again."),
        ) from error
    return change if paths else _Change((), ())


def _finish(root: Path, change: _Change) -> None:
    try:
        _put_in_place(root, change)
    except LeernetError as error:
        raise LeernetError(error.sentence, _FINISH_LATER) from error
    with said_of_writing(root / _FINISHING):
        (root / _FINISHING).unlink(missing_ok=True)
        _remove_empty(root / ".leernet", root)


_FINISH_LATER = _(
    "Close the program that has it open, or make room on the disk; the next command finishes what was begun."
)


def _put_in_place(root: Path, change: _Change) -> None:
    for path in change.written:
        target = root / path
        part = part_of(target)
        with said_of_writing(target):
            # Put there already, by the run that was stopped; or by the user, while that run was stopped.
            if part.exists() and (is_ours(path) or not target.exists()):
                part.replace(target)
            else:
                part.unlink(missing_ok=True)
    for path in change.removed:
        target = root / path
        with said_of_writing(target):
            target.unlink(missing_ok=True)
            _remove_empty(target.parent, root / PurePosixPath(path).parts[0])


def _take_back(root: Path, change: _Change) -> None:
    """As if nothing was begun, as far as the disk allows; the mark goes last."""
    parts = (part_of(root / path) for path in change.written)
    for path in (*parts, part_of(root / _WRITING), root / _WRITING):
        with suppress(OSError):
            path.unlink(missing_ok=True)
            _remove_empty(path.parent, root)


def _remove_empty(folder: Path, until: Path) -> None:
    """Takes away a folder in which nothing is left, and those around it."""
    while folder != until and folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _stands_there(target: Path, content: Document) -> bool:
    with suppress(OSError):
        if target.is_symlink() or not target.is_file():
            return False
        with target.open("rb") as file:
            same = all(file.read(len(piece)) == piece for piece in pieces(content))
            return same and not file.read(1)
    # What cannot be read is written anew.
    return False


def _write_beside(root: Path, path: str, content: Document) -> None:
    target = root / path
    part = part_of(target)
    with said_of_writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        # O_EXCL: a link that somebody put there under this name is not followed.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(part, flags, 0o600 if is_private(path) else 0o666), "wb") as file:
            if target.is_file():
                part.chmod(stat.S_IMODE(target.stat().st_mode))
            file.writelines(pieces(content))
            file.flush()
            # A power cut may take documents, of which every byte comes back, but never a record; waiting for
            # the disk with each of 70,000 invitations would take minutes.
            if PurePosixPath(path).parts[0] != "out":
                os.fsync(file.fileno())


def new_folder(folder: Path) -> None:
    """Makes a folder where there is none yet.

    Raises:
        LeernetError: the disk refuses.
    """
    with said_of_writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def others_below(folder: Path, below: str, documents: Iterable[str]) -> tuple[str, ...]:
    """Documents of an earlier run, so that nobody takes an old one for a new one; links are not followed.

    Args:
        below: a folder, relative to the project as all paths here; everything in it is meant.
        documents: but not these.

    Raises:
        LeernetError: the folder is a link, or cannot be looked at.
    """
    root = folder.resolve()
    top = root / below
    must_not_be_linked(root, top)
    with said_of_writing(top):
        found = [Path(at, name) for at, _folders, names in os.walk(top, onerror=_stop) for name in names]
    paths = {path.relative_to(root).as_posix() for path in found}
    return tuple(sorted(paths.difference(documents)))


def _stop(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def project_secret(folder: Path) -> bytes:
    """A secret of this project, which is kept beside what was made with it; not in YAML, which people share.

    Where there is none yet it is a new one, which the caller writes together with what it makes.

    Raises:
        LeernetError: it is damaged; another would lead nobody to their own calendar.
    """
    target = folder / FEEDS_KEY
    kept = {FEEDS_KEY: bytes_of(target)} if target.is_file() else {}
    for damaged in key_findings(kept):
        raise LeernetError(damaged.sentence, damaged.hint)
    return kept.get(FEEDS_KEY) or secrets.token_hex(32).encode()


def append_lines(
    folder: Path, path: str, lines: str, header: str, is_whole: Callable[[bytes], bool] = bool
) -> None:
    """Adds whole lines to a record that only ever grows, and sees to it that they are on the disk.

    A last line without its end is ended where it is whole, as editors that trim files take the end away; a
    line that a killed program left half written is taken off.

    Args:
        header: what the record begins with when it is not there yet.
        is_whole: whether a last line without its end says all that it was to say.

    Raises:
        LeernetError: the record is a link, or the disk refuses.
    """
    (target,) = places_of(folder.resolve(), [path]).values()
    must_be_writable(target, path, is_same=False)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    with (
        said_of_writing(target),
        os.fdopen(os.open(target, flags, 0o600 if is_private(path) else 0o666), "r+b") as file,
    ):
        end, before = grown(*last_line(file), header, is_whole)
        file.seek(end)
        try:
            file.write(f"{before}{lines}".encode())
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            # Half a line would say nothing, or something else.
            with suppress(OSError):
                os.ftruncate(file.fileno(), end)
            raise

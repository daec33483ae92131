"""A project folder in; its own files as bytes out, and documents written into it whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from leernet.finding import LeernetError
from leernet.read.unused import may_be_ours
from leernet.words import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FOLDERS = (".leernet", "allocation", "calendars", "choices", "history", "inventory")
# What leernet writes and may write again; every other file belongs to the user.
_RECORDS = ("plan.yaml", "sent.yaml")
_OWN_FOLDERS = (".leernet", "allocation", "history", "out")
# Of what Windows forbids in a name, what an id or a language cannot hold anyway.
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')


def project_files(folder: Path) -> Mapping[str, bytes]:
    """The project's own files by path relative to the folder, with forward slashes; sorted.

    Its definitions and records, collected choices and inventories and earlier years, also what only looks
    like one of these, so that it can be said that nothing is read from it; not ``out/``, and neither hidden
    files nor those that Excel leaves beside an open workbook.

    Raises:
        LeernetError: there is no such folder, or a file cannot be read.
    """
    _must_exist(folder)
    top = [path for path in _files_in(folder) if may_be_ours(path.name)]
    inner = [path for name in _FOLDERS for path in _files_in(folder / name)]
    # An earlier year's plan and allocations may stand in a folder of their own.
    years = [year for year in _folders_in(folder / "history") for year in (year, year / "allocation")]
    inner += [path for year in years for path in _files_in(year)]
    # Where nothing is read from; that must be seen to be said.
    inner += _files_further_in(folder / "choices")
    return {path.relative_to(folder).as_posix(): bytes_of(path) for path in sorted((*top, *inner))}


def _must_exist(folder: Path) -> None:
    if not folder.is_dir():
        raise LeernetError(
            _("There is no folder '{folder}'.", folder=str(folder)),
            _("Go to the folder of your project, or name it: leernet -C FOLDER …"),
        )


def _files_in(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        return ()
    return (path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))


def _folders_in(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        return ()
    return (path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _files_further_in(folder: Path) -> Iterable[Path]:
    """Files in the folders in a folder, however deep."""
    inner = sorted(_folders_in(folder))
    return (path for below in inner for path in (*_files_in(below), *_files_further_in(below)))


def bytes_of(path: Path) -> bytes:
    """What a file holds, wherever it is.

    Raises:
        LeernetError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise LeernetError(
            _("'{file}' cannot be read: {reason}.", file=str(path), reason=error.strerror or str(error)),
            _("Look at who may read it, and whether another program has it open."),
        ) from error


def write_whole(folder: Path, documents: Mapping[str, bytes]) -> None:
    """Writes documents into a project, each whole: no reader ever sees half a file.

    All are written beside their places first and put there last, so that what goes wrong on the way leaves
    every file as it was. A document that stands there already, byte for byte, is not touched.

    Args:
        documents: bytes by path relative to the folder, with forward slashes.

    Raises:
        LeernetError: a path leads out of the folder or to a file that the user wrote, or the disk refuses.
    """
    root = folder.resolve()
    targets = {_target(root, path): content for path, content in sorted(documents.items())}
    changed = {target: content for target, content in targets.items() if not _stands_there(target, content)}
    beside: dict[Path, Path] = {}
    try:
        for target, content in changed.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = beside[target] = target.with_name(f".{target.name}.part")
            _write_new(part, content)
            # A power cut may take documents, of which every byte comes back, but never a record; waiting for
            # the disk with each of 70,000 invitations would take minutes.
            if not target.is_relative_to(root / "out"):
                _wait_for_disk(part)
        for target, part in beside.items():
            part.replace(target)
    except OSError as error:
        raise LeernetError(
            _(
                "'{file}' cannot be written: {reason}.",
                file=str(error.filename),
                reason=error.strerror or str(error),
            ),
            _("Look at whether another program has it open, and whether the disk is full."),
        ) from error
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)


def _target(root: Path, path: str) -> Path:
    """Where a document goes; a folder on the way may be a link, but not one that leads out of the project."""
    pure = PurePosixPath(path)
    target = root.joinpath(*pure.parts)
    inside = not pure.is_absolute() and ".." not in pure.parts and not _FORBIDDEN.search(path) and pure.name
    if not inside or not target.parent.resolve().is_relative_to(root):
        raise LeernetError(
            _("'{file}' leads out of the project, and nothing is written there.", file=path),
            _("Replace the link by a folder."),
        )
    if target.exists() and not _is_ours(pure):
        raise LeernetError(
            _("'{file}' is yours, and leernet does not write over it.", file=path),
            _("Move it, or choose another folder."),
        )
    return target


def _is_ours(path: PurePosixPath) -> bool:
    return str(path) in _RECORDS or (len(path.parts) > 1 and path.parts[0] in _OWN_FOLDERS)


def _stands_there(target: Path, content: bytes) -> bool:
    return target.is_file() and not target.is_symlink() and target.read_bytes() == content


def _write_new(part: Path, content: bytes) -> None:
    part.unlink(missing_ok=True)
    # "x": a link that somebody put there under this name is not followed.
    with part.open("xb") as file:
        file.write(content)


def _wait_for_disk(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def files_below(path: Path, endings: tuple[str, ...]) -> Mapping[str, bytes]:
    """A file, or the files below a folder that end in one of these; by path as the user would write it.

    Raises:
        LeernetError: there is nothing there, or a file cannot be read.
    """
    if path.is_file():
        return {path.as_posix(): bytes_of(path)} if path.suffix.lower() in endings else {}
    if not path.is_dir():
        raise LeernetError(
            _("There is no file or folder '{path}'.", path=str(path)), _("Look at how it is written.")
        )
    found = (one for one in sorted(path.rglob("*")) if one.suffix.lower() in endings and one.is_file())
    return {one.as_posix(): bytes_of(one) for one in found}


_FEEDS_KEY = ".leernet/feeds.key"


def project_secret(folder: Path) -> bytes:
    """A secret of this project, made when it is first asked for; not in YAML, which people share.

    Raises:
        LeernetError: the disk refuses.
    """
    target = folder / _FEEDS_KEY
    if not target.is_file():
        write_whole(folder, {_FEEDS_KEY: secrets.token_hex(32).encode()})
        target.chmod(0o600)
    return bytes_of(target)


def append_lines(folder: Path, path: str, lines: str, header: str) -> None:
    """Adds whole lines to a record that only ever grows, and sees to it that they are on the disk.

    A last line that a killed program left half written is taken off first.

    Args:
        header: what the record begins with when it is not there yet.

    Raises:
        LeernetError: the disk refuses.
    """
    target = _target(folder.resolve(), path)
    try:
        with target.open("a+b") as file:
            file.truncate(_end_of_last_line(file))
            beginning = "" if file.tell() else header
            file.write(f"{beginning}{lines}".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise LeernetError(
            _("'{file}' cannot be written: {reason}.", file=path, reason=error.strerror or str(error)),
            _("Look at whether another program has it open, and whether the disk is full."),
        ) from error


def _end_of_last_line(file: BinaryIO) -> int:
    """How many bytes stand before the end of the last whole line; the file is left there."""
    end = file.seek(0, os.SEEK_END)
    while end:
        begin = max(0, end - 65536)
        file.seek(begin)
        found = file.read(end - begin).rfind(b"\n")
        if found >= 0:
            return file.seek(begin + found + 1)
        end = begin
    return file.seek(0)


def remove_others(folder: Path, below: str, documents: Iterable[str]) -> None:
    """Takes away documents of an earlier run, so that nobody takes an old one for a new one.

    Args:
        below: a folder under ``out/``; everything in it but ``documents`` goes.
        documents: paths relative to the project folder.
    """
    keep = set(documents)
    for path in sorted((folder / "out" / below).rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in keep:
            path.unlink()
        elif path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()


def remove_listed(folder: Path, below: str, paths: Iterable[str]) -> None:
    """Takes away documents of an earlier run that this one does not write; what others put beside them stays.

    Args:
        below: a folder under ``out/``.
        paths: from that folder; one that leads out of it is left alone.
    """
    root = (folder / below).resolve()
    for path in sorted(paths, reverse=True):
        target = root.joinpath(*PurePosixPath(path).parts)
        if target.parent.resolve().is_relative_to(root) and ".." not in PurePosixPath(path).parts:
            target.unlink(missing_ok=True)
            for parent in target.parents:
                if parent == root or not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()


@contextmanager
def project_lock(folder: Path) -> Iterator[None]:
    """Keeps a second leernet from writing into the same project.

    Raises:
        LeernetError: there is no such folder, or another one is at work there.
    """
    _must_exist(folder)
    file = _lock(folder)
    try:
        yield
    finally:
        os.close(file)


def _lock(folder: Path) -> int:
    """An open file that holds the lock until it is closed, also when the program is killed."""
    if sys.platform == "win32":
        file = os.open(folder / ".leernet.lock", os.O_RDWR | os.O_CREAT)
    else:
        # The folder itself is locked, so that nothing is left behind in it.
        file = os.open(folder, os.O_RDONLY)
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(file)
        raise LeernetError(
            _("Another leernet is at work in '{folder}'.", folder=str(folder)),
            _("Wait until it is done and give the command again."),
        ) from error
    return file

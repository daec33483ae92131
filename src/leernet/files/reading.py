"""A project folder in; its own files as bytes out."""

import os
from collections.abc import Mapping
from pathlib import Path

from leernet.files.refused import said_of_reading
from leernet.finding import LeernetError
from leernet.model.limits import MOST_BYTES_OF_A_FILE, MOST_BYTES_OF_A_FOLDER
from leernet.read.unused import is_ours, may_be_ours
from leernet.words import _

_FOLDERS = (
    *(".leernet", "allocation", "attendance", "availability", "calendars", "choices", "history"),
    "inventory",
)
_RECORDS = ("plan.yaml", "sent.yaml", "answers.csv")
_RECORD_FOLDERS = (".leernet", "allocation")


def project_files(folder: Path) -> Mapping[str, bytes]:
    """The project's own files by path relative to the folder, with forward slashes; sorted.

    Its definitions and records, collected choices and inventories and earlier years, also what only looks
    like one of these, so that it can be said that nothing is read from it; not ``out/``, and neither hidden
    files nor those that Excel leaves beside an open workbook.

    Raises:
        LeernetError: there is no such folder, or a folder or file cannot be read.
    """
    must_exist(folder)
    top = [path for path in _files_in(folder) if may_be_ours(path.name)]
    inner = [path for name in _FOLDERS for path in _files_in(folder / name)]
    # An earlier year's plan and allocations may be in a folder of their own.
    years = [year for year in _folders_in(folder / "history") for year in (year, year / "allocation")]
    inner += [path for year in years for path in _files_in(year)]
    # Where nothing is read from; that must be seen to be said.
    inner += _files_further_in(folder / "choices", set())
    return {path.relative_to(folder).as_posix(): bytes_of(path) for path in sorted((*top, *inner))}


# What leernet writes, and what other programs keep in folders of their own.
_NOT_LOOKED_AT = ("out", "node_modules")


def unread_files(folder: Path) -> tuple[str, ...]:
    """Files in folders that nothing is read from, though they end as definitions, tables and choices do."""
    others = [one for one in _folders_in(folder) if one.name not in (*_FOLDERS, *_NOT_LOOKED_AT)]
    found = [path for one in others for path in (*_files_in(one), *_files_further_in(one, set()))]
    return tuple(path.relative_to(folder).as_posix() for path in found if is_ours(path.name))


def folders_read() -> tuple[str, ...]:
    """The folders that a person puts files into."""
    return tuple(name for name in _FOLDERS if name not in _RECORD_FOLDERS)


def must_exist(folder: Path) -> None:
    """Stop where there is no such folder.

    Raises:
        LeernetError: there is none, or it cannot be looked at.
    """
    with said_of_reading(folder):
        found = folder.is_dir()
    if not found:
        raise LeernetError(
            _("There is no folder '{folder}'.", folder=str(folder)),
            _("Go to the folder of your project, or name it: leernet -C FOLDER …"),
        )


def _files_in(folder: Path) -> tuple[Path, ...]:
    with said_of_reading(folder):
        if not folder.is_dir():
            return ()
        names = (path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
        return tuple(path for path in names if path.is_file())


def _folders_in(folder: Path) -> tuple[Path, ...]:
    with said_of_reading(folder):
        if not folder.is_dir():
            return ()
        return tuple(path for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] != ".")


def _files_further_in(folder: Path, seen: set[Path]) -> tuple[Path, ...]:
    """Files in the folders in a folder, however deep; each folder once, as links may go round."""
    seen.add(_real(folder))
    found: tuple[Path, ...] = ()
    for below in _folders_in(folder):
        if _real(below) not in seen:
            found = (*found, *_files_in(below), *_files_further_in(below, seen))
    return found


def _real(path: Path) -> Path:
    # Of links that go round, resolve() would be an error.
    return Path(os.path.realpath(path))


def bytes_of(path: Path) -> bytes:
    """What a file holds, wherever it is.

    Raises:
        LeernetError: it cannot be read.
    """
    with said_of_reading(path):
        size = path.stat().st_size
        if size > MOST_BYTES_OF_A_FILE:
            raise _too_large(path, size, MOST_BYTES_OF_A_FILE)
        return path.read_bytes()


def _too_large(path: Path, size: int, most: int) -> LeernetError:
    return LeernetError(
        _(
            "'{file}' is {megabytes} MB; leernet reads at most {most} MB at once.",
            file=str(path),
            megabytes=-(-size // 2**20),
            most=most // 2**20,
        ),
        _("Keep only what leernet is to read, or give it in parts."),
    )


def files_below(path: Path, endings: tuple[str, ...] = ()) -> Mapping[str, bytes]:
    """A file, or the files below a folder that end in one of these; by path as the user would write it.

    No endings named: all but hidden ones.

    Raises:
        LeernetError: there is nothing there, or a file cannot be read.
    """
    with said_of_reading(path):
        is_file, is_folder = path.is_file(), path.is_dir()
    if is_file:
        return {path.as_posix(): bytes_of(path)} if _ends_in(path, endings) else {}
    if not is_folder:
        raise LeernetError(
            _("There is no file or folder '{path}'.", path=str(path)), _("Look at how it is written.")
        )
    with said_of_reading(path):
        found = [one for one in sorted(path.rglob("*")) if _ends_in(one, endings) and one.is_file()]
        size = sum(one.stat().st_size for one in found)
    if size > MOST_BYTES_OF_A_FOLDER:
        raise _too_large(path, size, MOST_BYTES_OF_A_FOLDER)
    return {one.as_posix(): bytes_of(one) for one in found}


def _ends_in(path: Path, endings: tuple[str, ...]) -> bool:
    return path.suffix.lower() in endings if endings else not path.name.startswith(".")


def linked_records(folder: Path) -> tuple[str, ...]:
    """The records, and folders of records, that are links: written to, they change something elsewhere."""
    with said_of_reading(folder):
        inner = [path for name in _RECORD_FOLDERS for path in (folder / name).glob("*")]
        named = (folder / name for name in (*_RECORDS, *_RECORD_FOLDERS))
        linked = [path for path in (*named, *inner) if path.is_symlink()]
    return tuple(path.relative_to(folder).as_posix() for path in linked)

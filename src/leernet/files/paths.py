"""A path in the project in; its place on the disk out, where leernet may write or take away what is there."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from leernet.finding import LeernetError
from leernet.words import Sentence, _

# What leernet writes and may write again; every other file belongs to the user.
_RECORDS = ("plan.yaml", "sent.yaml", "answers.csv")
_OWN_FOLDERS = (".leernet", "allocation", "history", "out")
# Of what Windows forbids in a name, what an id or a language cannot hold anyway.
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')


def places_of(root: Path, paths: Iterable[str]) -> Mapping[str, Path]:
    """Where documents go, by path relative to the project.

    Raises:
        LeernetError: a path leads out of the project, or a folder on its way is a link; wherever that
            leads, in the project too, what is there is not leernet's.
    """
    places = {path: _inside(root, path) for path in paths}
    for folder in sorted({place.parent for place in places.values()}):
        must_not_be_linked(root, folder)
    return places


def _inside(root: Path, path: str) -> Path:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or _FORBIDDEN.search(path) or not pure.name:
        raise LeernetError(
            _("'{file}' is outside the project, and leernet writes nothing there.", file=path),
            _("Name a file in the project, for example out/agendas/autumn.html."),
        )
    return root.joinpath(*pure.parts)


def must_not_be_linked(root: Path, folder: Path) -> None:
    """Stop where a folder in the project, or one that it is in, is a link or a junction.

    Raises:
        LeernetError: one is.
    """
    for one in reversed((folder, *folder.parents)):
        if one != root and one.is_relative_to(root) and (one.is_symlink() or _is_elsewhere(one)):
            raise is_a_link(one.relative_to(root).as_posix(), _("Replace the link by a folder."))


def _is_elsewhere(folder: Path) -> bool:
    # A junction of Windows is no link to Python, and leads away like one.
    return os.path.normcase(os.path.realpath(folder)) != os.path.normcase(folder)


def must_be_writable(place: Path, path: str, *, is_same: bool) -> None:
    """Stop where what is at a place may not be replaced.

    Args:
        place: where the file is or will be.
        path: relative to the project.
        is_same: whether the file that is there has the bytes that would be written.

    Raises:
        LeernetError: it is a link, a folder, or a file that the user wrote.
    """
    pure = PurePosixPath(path)
    # A document is made again, whatever is there; the link goes and what it led to stays.
    if place.is_symlink() and pure.parts[0] != "out":
        raise is_a_link(path, _("Put the file itself there in place of the link."))
    if place.is_dir() and not place.is_symlink():
        raise LeernetError(
            _("'{file}' is a folder, and leernet writes a file of that name.", file=path),
            _("Move or rename what is there, and run the command again."),
        )
    if not is_ours(path) and place.exists() and not is_same:
        raise LeernetError(
            _("'{file}' is yours, and leernet does not write over it.", file=path),
            _("Move it, or choose another folder."),
        )


def is_a_link(path: str, mend: Sentence) -> LeernetError:
    """The sentence about a link."""
    return LeernetError(_("'{file}' is a link, and leernet does not write through links.", file=path), mend)


def is_ours(path: str) -> bool:
    """Whether a file is one that leernet wrote, and may write again."""
    parts = PurePosixPath(path).parts
    return path in _RECORDS or (len(parts) > 1 and parts[0] in _OWN_FOLDERS)


def part_of(place: Path) -> Path:
    """The name under which a file is written before it gets its own."""
    return place.with_name(f".{place.name}.part")

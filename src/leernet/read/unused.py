"""What is said of files that nothing is read from."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

from leernet.catalogue import unread as rules
from leernet.finding import Finding, Place
from leernet.read.near import nearest
from leernet.read.table import TABLE_ENDINGS

YAML_ENDINGS = (".yaml", ".yml")
_OURS = (*YAML_ENDINGS, *TABLE_ENDINGS)
# What may hold definitions or choices, in a form that is not read.
_OTHER_ENDINGS = (".xlsb", ".numbers")
# What may hold a list that somebody thinks is read, and may as well be about something else.
_DOCUMENTS = (".doc", ".docx", ".odt", ".pages", ".pdf", ".rtf")
# How programs call a copy: of Windows, of a browser that downloads once more, of OneDrive, of Dropbox.
_COPY = re.compile(
    r"\s*(?:-\s*(?:kopie|copy|kopiëren)(?:\s*\(\d+\))?|\(\d+\)|\((?:kopie|copy)[^)]*\)"
    r"|[-_ ](?-i:LAPTOP|DESKTOP|MacBook)[-\w]*|\([^)]*conflict[^)]*\)|[-_ ]conflict\b.*"
    r"|\.(?:bak|old|orig))$",
    re.IGNORECASE,
)
_BEFORE_COPY = re.compile(r"^(?:kopie van|copy of)\s+", re.IGNORECASE)


def original_of(file: str) -> str | None:
    """The file of which another is a copy by its name; None where it is none."""
    path = PurePosixPath(file)
    stem = _BEFORE_COPY.sub("", _COPY.sub("", path.stem))
    return None if stem == path.stem or not stem else str(path.with_name(stem + path.suffix))


def is_ours(file: str) -> bool:
    """Whether a file ends as definitions, tables and choices do; capitals or not."""
    return PurePosixPath(file).suffix.casefold() in _OURS


def may_be_ours(file: str) -> bool:
    """Whether something may be said of a file directly in the project: it is ours, or looks as if it were."""
    return is_ours(file) or original_of(file) is not None or unused_file(file) is not None


def unused_file(file: str) -> Finding | None:
    """What is said of a file directly in the project that is no definition; None of files of other kinds."""
    path = PurePosixPath(file)
    suffix = path.suffix.casefold()
    inner = PurePosixPath(path.stem).suffix.casefold()
    if suffix in (".txt", ".bak", ".old", ".orig") and inner in _OURS:
        return rules.SECOND_ENDING.at(Place(file), file=file, name=path.stem)
    if suffix in _OTHER_ENDINGS:
        return rules.OTHER_PROGRAM.at(Place(file), file=file)
    if suffix in _DOCUMENTS:
        return rules.DOCUMENT.at(Place(file), file=file)
    return None


def unused_copy(file: str, original: str, files: Collection[str]) -> Finding:
    """What is said of a copy."""
    rule = rules.COPY_OF_A_FILE if original in files else rules.NOT_A_DEFINITION
    return rule.at(Place(file), file=file, original=original)


def unused_table(file: str, tables: Iterable[str]) -> Finding:
    """What is said of a table whose name does not say of what."""
    suffix = PurePosixPath(file).suffix
    names = ", ".join(f"{kind}{suffix}" for kind in tables)
    return rules.NO_KIND_OF_TABLE.at(Place(file), file=file, names=names)


def unused_folders(files: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    """What is said of folders nobody reads that hold files as leernet reads them: one finding a folder.

    Args:
        files: those in such folders, by path.
        known: the folders from which files are read.
    """
    inside: dict[str, list[str]] = {}
    for file in sorted(files):
        inside.setdefault(PurePosixPath(file).parts[0], []).append(file)
    for folder, there in inside.items():
        meant = nearest(folder, known) or _DUTCH.get(folder.casefold())
        names = ", ".join(sorted(known))
        mend = rules.PERHAPS_THE_FOLDER(folder=meant) if meant else rules.THE_FOLDERS(folders=names)
        yield rules.FOLDER_NOT_READ.at(Place(there[0]), mend, name=folder, count=len(there))


_DUTCH = {"keuzes": "choices", "keuze": "choices", "beschikbaarheid": "availability", "agenda's": "calendars"}

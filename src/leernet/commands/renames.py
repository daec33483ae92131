"""Networks and meetings that have another id now: told once, and written down so that it stays known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from leernet.catalogue.records import RENAMED
from leernet.files import append_lines, with_lines
from leernet.finding import Finding, Places
from leernet.model.ledger import LEDGER_HEADER, NewName, ledger_line
from leernet.read.ledger import LEDGER_FILE, is_whole_line


def rename_findings(before: Mapping[str, str], places: Places) -> Iterator[Finding]:
    """What is taken for the same under another name; a network once, and not each of its meetings.

    Args:
        before: by its name of now what each was called before.
    """
    told = {
        (was, now) if _circle(was) == _circle(now) else (_circle(was), _circle(now))
        for now, was in before.items()
    }
    for was, now in sorted(told):
        yield RENAMED.at(places.of("networks", _circle(now)), before=was, now=now)


def _circle(name: str) -> str:
    return name.partition("/")[0]


def keep_names(folder: Path, names: Iterable[NewName]) -> None:
    """Write down in the ledger what is called otherwise now."""
    if lines := "".join(map(ledger_line, names)):
        append_lines(folder, LEDGER_FILE, lines, LEDGER_HEADER, is_whole_line)


def ledger_with(files: Mapping[str, bytes], names: Iterable[NewName], lines: str) -> bytes:
    """The ledger with what is called otherwise now, and with more lines; to be written along with documents.

    Args:
        files: of the project.
    """
    more = "".join(map(ledger_line, names)) + lines
    return with_lines(files.get(LEDGER_FILE, b""), more, LEDGER_HEADER, is_whole_line)

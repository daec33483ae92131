"""Networks and meetings that have another id now: told once, and written down so that it stays known."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from leernet.catalogue.records import RENAMED
from leernet.commands.steps import current
from leernet.files import with_lines, write_whole
from leernet.finding import Finding, Places
from leernet.model.ledger import LEDGER_HEADER, NewName, ledger_line, note_bytes, note_of
from leernet.model.values import SchoolYear
from leernet.read.ledger import LEDGER_FILE, SENDING_FILE, is_whole_line, read_ledger


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


def keep_names(folder: Path, school_year: SchoolYear, names: Iterable[NewName]) -> None:
    """Write down in the ledger what is called otherwise now."""
    if names:
        write_whole(folder, ledger_with(folder, school_year, names))


def ledger_with(
    folder: Path, school_year: SchoolYear, names: Iterable[NewName], lines: str = ""
) -> Mapping[str, bytes]:
    """The ledger with what is called otherwise now and with more lines, and the note of how far it is."""
    found = {path: current(folder, path) for path in (LEDGER_FILE, SENDING_FILE)}
    before = {path: content for path, content in found.items() if content is not None}
    more = "".join(map(ledger_line, names)) + lines
    content = with_lines(before.get(LEDGER_FILE, b""), more, LEDGER_HEADER, is_whole_line)
    ledger, _findings = read_ledger({**before, LEDGER_FILE: content}, school_year)
    return {LEDGER_FILE: content, SENDING_FILE: note_bytes(note_of(ledger))}

"""What the Tab key completes behind a command: the project's own ids, each with what people call it.

A shell asks this of ``leernet`` itself on every Tab: nothing is printed or written, and a project that
cannot be read has nothing to complete.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from leernet.files import project_files
from leernet.finding import LeernetError
from leernet.model.plan import meeting_reference
from leernet.model.year import Year
from leernet.read.definitions import read_definitions
from leernet.write.projects import example_names

Item = tuple[str, str]


def _networks(year: Year) -> Iterator[Item]:
    return ((id, network.title) for id, network in year.networks.items())


def _meetings(year: Year) -> Iterator[Item]:
    for id, network in year.networks.items():
        yield from ((meeting_reference(id, one.id), one.title) for one in network.meetings)


def _series(year: Year) -> Iterator[Item]:
    return ((id, one.title) for id, one in year.series.items())


def _moments(year: Year) -> Iterator[Item]:
    for id, one in year.series.items():
        yield from ((f"{id}/{moment}", one.title) for moment in one.moments)


def _members(year: Year) -> Iterator[Item]:
    return ((id, member.name) for id, member in year.members.items())


# What may stand behind a command, by what its help calls it.
_KINDS: Mapping[str, tuple[Callable[[Year], Iterator[Item]], ...]] = {
    "series": (_series,),
    "meeting": (_meetings,),
    "member": (_members,),
    "agenda": (_meetings, _moments),
    "asked": (_series, _networks, _meetings),
    "invited": (_networks, _meetings, _series),
    "explained": (_networks, _meetings, _series, _moments),
}


def completions(kind: str, folder: Path, incomplete: str) -> list[Item]:
    """What begins with what was typed: ids of the project in a folder, or the names of the examples."""
    items = ((name, "") for name in example_names()) if kind == "example" else _ids(kind, folder)
    return [item for item in items if item[0].startswith(incomplete)]


def _ids(kind: str, folder: Path) -> Iterator[Item]:
    try:
        year = read_definitions(project_files(folder))[0].year
    except (LeernetError, OSError):
        return
    if year is not None:
        for items in _KINDS[kind]:
            yield from items(year)

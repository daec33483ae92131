"""Rules about the names that files get."""

from collections.abc import Iterator

from leernet.catalogue.networks import SAME_FILE_NAME
from leernet.finding import Finding, Path, Place
from leernet.model.file_names import file_name
from leernet.rules.project import Project


def one_file_name(project: Project) -> Iterator[Finding]:
    """No two meetings or moments have files of one name, also where a disk takes ``A`` for ``a``."""
    first: dict[str, tuple[str, Place]] = {}
    for reference, path in _written_about(project):
        place = project.places.of(*path)
        name = file_name(reference)
        other, where = first.setdefault(name.casefold(), (reference, place))
        if other != reference:
            yield SAME_FILE_NAME.at(place, one=reference, other=other, name=name, place=str(where))


def _written_about(project: Project) -> Iterator[tuple[str, Path]]:
    for id, network in sorted(project.year.networks.items()):
        for at, meeting in enumerate(network.meetings):
            yield f"{id}/{meeting.id}", ("networks", id, "meetings", at, "id")
    for id, series in sorted(project.year.series.items()):
        for moment in series.moments:
            yield f"{id}/{moment}", ("series", id, "moments", moment)

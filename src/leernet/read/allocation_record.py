"""The records of allocations, as files, in; what they hold and findings out."""

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from leernet.catalogue.records import RECORD_OF_NO_SERIES
from leernet.finding import Finding, Place, Places
from leernet.model.allocation import AllocationRecord
from leernet.read.records import read_record


class KeptAllocation(NamedTuple):
    """The record of a series.

    Attributes:
        places: where its values are.
    """

    record: AllocationRecord
    places: Places


def record_file(series: str) -> str:
    """Path of the record of a series, relative to the project folder."""
    return f"allocation/{series}.yaml"


def read_allocations(
    files: Mapping[str, bytes], series: Collection[str]
) -> tuple[Mapping[str, KeptAllocation], tuple[Finding, ...]]:
    """The records in ``allocation/`` by what the file is called: the series.

    Args:
        files: of the project, by path.
        series: ids of those that there are; the record of another one is a finding.
    """
    kept: dict[str, KeptAllocation] = {}
    findings: list[Finding] = []
    for file in sorted(files):
        path = PurePosixPath(file)
        if path.parent.as_posix() == "allocation" and path.suffix == ".yaml":
            record, places, found = read_record(AllocationRecord, file, files[file])
            findings.extend(found)
            if record is not None:
                kept[path.stem] = KeptAllocation(record, places)
            if path.stem not in series:
                findings.append(RECORD_OF_NO_SERIES.at(Place(file), file=file, series=path.stem))
    return kept, tuple(findings)

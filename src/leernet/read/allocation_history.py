"""The files of a project in; the allocations of earlier years that are in ``history/``, and findings, out.

Last year's folder ``allocation/`` goes into ``history/2025-2026/`` as it is; its records may also be there
without that folder.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath

from leernet.catalogue.records import MISNAMED_ALLOCATION, MISNAMED_FOLDER
from leernet.finding import Finding, Place, has_errors
from leernet.model.allocation import AllocationRecord, EarlierAllocation
from leernet.read.records import named_year, read_record


def allocation_history(
    files: Mapping[str, bytes],
) -> tuple[tuple[EarlierAllocation, ...], tuple[Finding, ...]]:
    """Allocations of earlier years, in order of file; one that is wrong is left out, and a finding."""
    earlier: list[EarlierAllocation] = []
    findings: list[Finding] = []
    for file in sorted(files):
        path = PurePosixPath(file)
        if not _is_of_a_year(path):
            continue
        school_year = named_year(path.parts[1])
        record, places, found = read_record(AllocationRecord, file, files[file])
        if school_year is None:
            found = (*found, MISNAMED_FOLDER.at(Place(file), folder=path.parts[1]))
        if record is not None and record.series != path.stem:
            found = (*found, MISNAMED_ALLOCATION.at(places.of("series"), file=file, series=record.series))
        findings.extend(found)
        if record is not None and school_year is not None and not has_errors(found):
            earlier.append(EarlierAllocation(record, school_year))
    return tuple(earlier), tuple(findings)


# Records of the year itself that may be there.
_OTHERS = ("plan.yaml", "attendance.yaml")


def _is_of_a_year(path: PurePosixPath) -> bool:
    """Whether it is a record below a folder of ``history/``; records of the year itself are none."""
    below = path.parts[2:-1] in ((), ("allocation",))
    record = path.suffix in (".yaml", ".yml") and path.name not in _OTHERS
    return path.parts[0] == "history" and len(path.parts) > 2 and below and record

"""The records of allocations, as files, in; what they hold and findings out."""

from __future__ import annotations

from collections.abc import Mapping

from leernet.finding import Finding, Places
from leernet.model.allocation import AllocationRecord
from leernet.read.records import read_record


def record_file(series: str) -> str:
    """Path of the record of a series, relative to the project folder."""
    return f"allocation/{series}.yaml"


def read_allocation(
    files: Mapping[str, bytes], series: str
) -> tuple[AllocationRecord | None, Places, tuple[Finding, ...]]:
    """The record of a series; None, without findings, when there is none yet."""
    file = record_file(series)
    if file not in files:
        return None, Places(), ()
    return read_record(AllocationRecord, file, files[file])


def read_other_allocations(
    files: Mapping[str, bytes], series: str
) -> tuple[tuple[AllocationRecord, ...], tuple[Finding, ...]]:
    """The records of other series in ``allocation/``."""
    records = []
    findings: list[Finding] = []
    for file in sorted(files):
        if file.startswith("allocation/") and file.endswith(".yaml") and file != record_file(series):
            record, _places, found = read_record(AllocationRecord, file, files[file])
            findings.extend(found)
            if record is not None:
                records.append(record)
    return tuple(records), tuple(findings)

"""The bytes of a record that leernet wrote, and a person may have edited, in; the record and findings out."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TypeVar

from pydantic_core import PydanticCustomError

from leernet.catalogue.records import (
    MISNAMED_PLAN,
    NEWER_RECORD,
    NOTHING_BEHIND_KEY,
    RECORD_EMPTY,
    RECORD_NOT_A_BLOCK,
    UNKNOWN_SCHEMA,
)
from leernet.finding import Finding, Path, Place, Places, has_errors, in_file_order
from leernet.model.plan import Plan, Record
from leernet.model.values import SchoolYear, school_year_from_text
from leernet.read.closing import announces_its_end, cut_off
from leernet.read.typed import TextSource, typed
from leernet.read.yamltext import Value, read_yaml
from leernet.words import _

R = TypeVar("R", bound=Record)

# The version of the records that this leernet writes and reads.
SCHEMA = 1


def read_record(model: type[R], file: str, text: bytes) -> tuple[R | None, Places, tuple[Finding, ...]]:
    """A record from its file; None when anything in it is wrong: half a record says something else.

    Args:
        model: what kind of record it is.
        file: its path as findings name it.
        text: its bytes.
    """
    if cut := cut_off(file, text):
        return None, Places(), (cut,)
    tree, findings = read_yaml(file, text)
    if tree is None:
        empty = () if has_errors(findings) else (RECORD_EMPTY.at(Place(file), file=file),)
        return None, Places(), empty or findings
    if not isinstance(tree.value, dict):
        return None, tree.places, (*findings, _no_record(file)) if not tree.cut else findings
    if other := _other_schema(tree.places.of("schema"), tree.value.get("schema", str(SCHEMA))):
        return None, tree.places, (*findings, other)
    made = typed(model, tree.value, TextSource((), tree.places, _("'{file}'", file=file)))
    lost = _lost(tree.places, tree.value, ()) if announces_its_end(text) else ()
    found = in_file_order((*findings, *lost, *made.findings))
    return (None if has_errors(found) else made.value), tree.places, found


def _lost(places: Places, value: Value, at: Path) -> Iterator[Finding]:
    """The keys that have nothing behind them: leernet writes none."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in inner:
        if below == "" and isinstance(step, str):
            yield NOTHING_BEHIND_KEY.at(places.key(*at, step), key=step)
        yield from _lost(places, below, (*at, step))


def _no_record(file: str) -> Finding:
    return RECORD_NOT_A_BLOCK.at(Place(file, 1, 1), file=file)


def _other_schema(place: Place, version: Value) -> Finding | None:
    """That a record is of a version that cannot be read.

    There never was an older one: what is no later number is a slip or damage.
    """
    if version == str(SCHEMA):
        return None
    if isinstance(version, str) and version.isdecimal() and len(version) < 9 and int(version) > SCHEMA:
        return NEWER_RECORD.at(place, version=version, schema=SCHEMA)
    return UNKNOWN_SCHEMA.at(place, version=str(version), schema=SCHEMA)


def read_plan(files: Mapping[str, bytes]) -> tuple[Plan | None, Places, tuple[Finding, ...]]:
    """The plan of ``plan.yaml``; None, without findings, when there is none yet."""
    if "plan.yaml" not in files:
        return None, Places(), ()
    return read_record(Plan, "plan.yaml", files["plan.yaml"])


def read_history(files: Mapping[str, bytes]) -> Mapping[SchoolYear, Plan]:
    """The plans of earlier years, by school year; what is wrong is left out.

    They are in ``history/2025-2026.yaml``, or in ``history/2025-2026/plan.yaml``.
    """
    return {plan.school_year: plan for plan, found in _history(files) if plan and not has_errors(found)}


def history_findings(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What is wrong with the plans of earlier years."""
    return tuple(finding for _plan, found in _history(files) for finding in found)


def _history(
    files: Mapping[str, bytes],
) -> Iterator[tuple[Plan | None, tuple[Finding, ...]]]:
    for file in sorted(files):
        path = PurePosixPath(file)
        of_year = path.parent.as_posix() == "history" and path.suffix in (".yaml", ".yml")
        in_folder = path.match("history/*/plan.yaml") and len(path.parts) == 3
        if of_year or in_folder:
            plan, places, found = read_record(Plan, file, files[file])
            named = path.parent.name if in_folder else path.stem
            if plan is not None and named_year(named) != plan.school_year:
                found = (*found, _misnamed(places.of("school_year"), file, plan.school_year))
            yield plan, found


def named_year(stem: str) -> SchoolYear | None:
    """The school year that a file or folder is named after; None when it is none."""
    try:
        return school_year_from_text(stem)
    except PydanticCustomError:
        return None


def _misnamed(place: Place, file: str, school_year: SchoolYear) -> Finding:
    return MISNAMED_PLAN.at(place, file=file, school_year=str(school_year))

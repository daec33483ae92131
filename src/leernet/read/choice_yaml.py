"""Choices written as YAML, own columns as keys, in; the same as a table out."""

from collections.abc import Iterator

from leernet.catalogue.choices import NOT_AN_ANSWER
from leernet.finding import Finding, Place
from leernet.read.table import Table
from leernet.read.yamltext import Tree, Value, read_yaml


def choices_as_table(file: str, content: bytes) -> tuple[Table | None, tuple[Finding, ...]]:
    """One row for each member: ``s017: {1: toets, 2: drama = muziek, absent: [herfst]}``.

    A list of blocks that each have the key ``member`` is read as well.
    """
    tree, findings = read_yaml(file, content)
    if tree is None:
        return None, findings
    entries = tuple(_entries(tree))
    whole = [(line, cells) for line, cells in entries if cells is not None]
    broken = tuple(NOT_AN_ANSWER.at(Place(file, line)) for line, cells in entries if cells is None)
    heading = tuple(dict.fromkeys(("member", *(key for _line, cells in whole for key in cells))))
    rows = tuple(tuple(cells.get(key, "") for key in heading) for _line, cells in whole)
    return Table(file, None, heading, rows, tuple(line for line, _cells in whole)), (*findings, *broken)


def _entries(tree: Tree) -> Iterator[tuple[int, dict[str, str] | None]]:
    """The line and the cells of each entry; None for cells where there is something else."""
    if isinstance(tree.value, list):
        for at, entry in enumerate(tree.value):
            yield tree.places.of(at).line or 1, _cells(entry)
    elif isinstance(tree.value, dict):
        for member, entry in tree.value.items():
            cells = _cells(entry)
            yield tree.places.key(member).line or 1, cells if cells is None else {"member": member, **cells}


def _cells(entry: Value) -> dict[str, str] | None:
    return {key: _cell(value) for key, value in entry.items()} if isinstance(entry, dict) else None


def _cell(value: Value) -> str:
    """A list with ``;`` between, a block as ``moment:workshop``: as the cells of a table are written."""
    if isinstance(value, dict):
        return ";".join(f"{key}:{_cell(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ";".join(_cell(inner) for inner in value)
    return value

"""Rows without an id and the ids that were made before in; an id for each, and what is kept of it, out.

An id once made stays: it is kept with what tells whose it is. Where that does not tell for certain who a row
is, nothing is guessed and an ``id`` is asked for.
"""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from pydantic import Field

from leernet.catalogue.tables import DOUBLE_ROW, LISTED_TWICE, SAME_ID_MADE, UNCERTAIN_ID
from leernet.finding import Finding
from leernet.model.plain import bare_words, plain, plain_words
from leernet.model.plan import Record
from leernet.model.values import Label, Number, id_of
from leernet.read.closing import closed
from leernet.read.records import read_record
from leernet.read.rows import Row
from leernet.read.yamltext import Value, read_yaml

KEPT_IDS = ".leernet/ids.yaml"


class _Person(Record):
    name: Label = ""
    email: Label = ""
    school: Label = ""


class _Building(Record):
    name: Label = ""
    address: Label = ""
    place: Label = ""


class _Named(Record):
    name: Label = ""


class _Titled(Record):
    title: Label = ""
    series: Label = ""


class _KeptIds(Record):
    """What is kept of a thing beside its id; the first and the second can tell whose a row is."""

    schema_version: Number = Field(default=1, alias="schema")
    members: Mapping[Label, _Person] = {}
    schools: Mapping[Label, _Building] = {}
    boards: Mapping[Label, _Named] = {}
    workshops: Mapping[Label, _Titled] = {}


_KEPT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "members": tuple(_Person.model_fields),
        "schools": tuple(_Building.model_fields),
        "boards": tuple(_Named.model_fields),
        "workshops": tuple(_Titled.model_fields),
    }
)

# By kind and id what is kept of a thing.
Kept = Mapping[str, Mapping[str, Mapping[str, str]]]


class MadeIds(Struct, frozen=True):
    """The ids of rows without one.

    Attributes:
        ids: for each row its id; None for a row that is there twice or whose id is not certain.
        kept: id and what is kept of it, of every row that has one.
        findings: what is not certain.
    """

    ids: tuple[str | None, ...]
    kept: Mapping[str, Mapping[str, str]]
    findings: tuple[Finding, ...]


def kept_ids(files: Mapping[str, bytes | str]) -> Kept:
    """What ``.leernet/ids.yaml`` keeps; nothing of what cannot be read."""
    tree, _findings = read_yaml(KEPT_IDS, _content(files))
    written = tree.value if tree is not None and isinstance(tree.value, dict) else {}
    return {
        kind: {
            id: {key: value for key, value in about.items() if isinstance(value, str)}
            for id, about in ids.items()
            if isinstance(about, dict)
        }
        for kind, ids in written.items()
        if isinstance(ids, dict)
    }


def _content(files: Mapping[str, bytes | str]) -> bytes:
    content = files.get(KEPT_IDS, b"")
    return content.encode() if isinstance(content, str) else content


def kept_ids_findings(files: Mapping[str, bytes | str]) -> tuple[Finding, ...]:
    """What is wrong with ``.leernet/ids.yaml``: ids that are made again may be others."""
    return read_record(_KeptIds, KEPT_IDS, _content(files))[2] if KEPT_IDS in files else ()


def made_ids(kind: str, rows: Sequence[Row], before: Mapping[str, Mapping[str, str]]) -> MadeIds:
    """An id for each row, the one it had before where there was one.

    Args:
        kind: of the things in the table, ``members``.
        rows: those without an id, of all tables of that kind.
        before: id and what was kept of it.
    """
    again = dict(_listed_again(kind, rows))
    findings = list(again.values())
    once = [at for at in range(len(rows)) if at not in again]
    fitting = _fitting(kind, [rows[at] for at in once], before)
    certain = {fits[0] for fits, _near in fitting if len(fits) == 1}
    found: list[str | None] = [None] * len(rows)
    for at, (fits, near) in zip(once, fitting, strict=True):
        # What is somebody else's for certain is not meant.
        doubts = [id for id in (fits or near) if id not in certain]
        doubts = doubts or _longer_or_shorter(kind, rows[at], before, certain)
        if len(fits) == 1:
            found[at] = fits[0]
        elif doubts:
            findings.append(_uncertain(kind, rows[at], doubts[0], before))
        else:
            found[at] = _new_id(kind, rows[at])
    owners: dict[str, list[int]] = defaultdict(list)
    for at, id in enumerate(found):
        if id:
            owners[id.casefold()].append(at)
    for shared, places in sorted(owners.items()):
        if len(places) > 1:
            findings += _same(shared, [rows[at] for at in places], kind)
    ids = tuple(id if id and len(owners[id.casefold()]) == 1 else None for id in found)
    kept = {id: _about(kind, row) for id, row in zip(ids, rows, strict=True) if id is not None}
    return MadeIds(ids, kept, tuple(findings))


def text_of_kept(kept: Kept) -> str:
    """The file that keeps ids; empty where there are none."""
    lines = ["# Made by leernet for rows without an id. Keep this file with the project.\n"]
    filled = {kind: ids for kind, ids in kept.items() if ids}
    for kind, ids in sorted(filled.items()):
        lines.append(f"{kind}:\n")
        for id, about in sorted(ids.items()):
            values = ", ".join(f"{key}: {_quoted(value)}" for key, value in about.items() if value)
            lines.append(f"  {_quoted(id)}: {{{values}}}\n")
    return closed("".join(lines)) if filled else ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _about(kind: str, row: Row) -> dict[str, str]:
    return {key: text for key in _KEPT[kind] if (text := _text(row.tree.get(key, "")))}


def _text(value: Value) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _name(kind: str, row: Row) -> str:
    return _text(row.tree.get(_KEPT[kind][0], "")) or _text(row.tree.get("email", "")) or row.id


def _new_id(kind: str, row: Row) -> str:
    """From the first part of the address, else from the name: ``Anne van den Berg`` is ``a.vandenberg``."""
    if kind != "members":
        return id_of(_name(kind, row).replace("'", " "))
    address = _text(row.tree.get("email", ""))
    if "@" in address and (id := id_of(address.removeprefix("mailto:").partition("@")[0])):
        return id
    words = bare_words(_text(row.tree.get("name", "")))
    return id_of(f"{words[0][0]}.{''.join(words[1:])}" if len(words) > 1 else "".join(words))


def _listed_again(kind: str, rows: Sequence[Row]) -> Iterator[tuple[int, Finding]]:
    """Rows about somebody or something that an earlier row is about."""
    first: dict[tuple[str, ...], Row] = {}
    for at, row in enumerate(rows):
        about = tuple(plain(_text(row.tree.get(key, ""))) for key in _KEPT[kind])
        earlier = first.setdefault(about[:2], row)
        if (
            earlier is row
            or not about[0]
            or (kind == "members" and not about[1] and earlier.tree != row.tree)
        ):
            continue
        rule = DOUBLE_ROW if earlier.tree == row.tree else LISTED_TWICE
        yield at, rule.at(row.place, name=_name(kind, row), other=str(earlier.place))


# Ids that are certainly those of a row, and others of which one may be.
_Fits = tuple[list[str], list[str]]


def _fitting(kind: str, rows: Sequence[Row], before: Mapping[str, Mapping[str, str]]) -> list[_Fits]:
    """For each row the ids it may have had, found by what can tell whose a row is."""
    by: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id, about in sorted(before.items()):
        for key in _telling(kind, about):
            by[key].append(id)
    found = []
    for row in rows:
        about, new = _about(kind, row), _new_id(kind, row)
        near = [id for key in _telling(kind, about) for id in by[key]]
        near = list(dict.fromkeys((*near, new) if new in before else near))
        alike = {id: _alike(kind, about, before[id], same_address=new == id) for id in near}
        enough = {id: how for id, how in alike.items() if how[1] >= min(2, len(_KEPT[kind]))}
        found.append(([id for id, how in enough.items() if how == max(enough.values())], near))
    return found


def _longer_or_shorter(
    kind: str, row: Row, before: Mapping[str, Mapping[str, str]], certain: Container[str]
) -> list[str]:
    """Members of that school in no row now, whose name is a part of this one or the other way round."""
    about = _about(kind, row)
    school, words = about.get("school"), set(bare_words(about.get("name", "")))
    if kind != "members" or not school:
        return []
    there = {id: known.get("name", "") for id, known in before.items() if known.get("school") == school}
    names = {id: set(bare_words(name)) for id, name in there.items() if id not in certain}
    return sorted(
        id for id, own in names.items() if min(len(own), len(words)) > 1 and (own < words or words < own)
    )


def _telling(kind: str, about: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in _KEPT[kind][:2]:
        if key != "series" and (compared := _compared(key, about.get(key, ""))):
            yield key, compared


def _alike(
    kind: str, about: Mapping[str, str], known: Mapping[str, str], *, same_address: bool
) -> tuple[bool, int]:
    """Whether name and address are the same, and how many of name, address and school are."""
    same = [_compared(key, about.get(key, "")) == _compared(key, known.get(key, "")) for key in _KEPT[kind]]
    if kind == "members" and about.get("email") and same_address:
        same[1] = True
    return all(same[:2]) and all(about.get(key) for key in _KEPT[kind][:2]), sum(same)


def _uncertain(kind: str, row: Row, id: str, before: Mapping[str, Mapping[str, str]]) -> Finding:
    place = row.places.get((_KEPT[kind][0],), row.place)
    known = " · ".join(before[id].values())
    return UNCERTAIN_ID.at(place, name=_name(kind, row), id=id, known=known)


def _compared(key: str, text: str) -> str:
    return " ".join(plain_words(text)) if key in ("name", "title") else text.strip().casefold()


def _same(id: str, rows: Iterable[Row], kind: str) -> Iterator[Finding]:
    """One finding for each file with rows that would get the same id."""
    by_file: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    alike = list(rows)
    for row in alike:
        by_file[row.place.file, row.place.sheet].append(row)
    names = tuple(dict.fromkeys(_name(kind, row) for row in alike))
    for there in by_file.values():
        found = SAME_ID_MADE.at(there[0].place, names=names, id=id)
        yield found.with_rows(row.place.line or 0 for row in there)

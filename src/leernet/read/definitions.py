"""The files of a project in; the year they define, the place of every value and findings out."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from pydantic_core import PydanticCustomError

from leernet.finding import Finding, Level, Path, Place, Places, has_errors, in_file_order
from leernet.model.values import SchoolYear, id_from_text
from leernet.model.year import Settings, Year
from leernet.read.keys import KINDS, called
from leernet.read.near import nearest
from leernet.read.rows import rows_of
from leernet.read.table import read_table
from leernet.read.typed import Source, Typed, moved, typed
from leernet.read.yamltext import Tree, Value, read_yaml
from leernet.words import Sentence, _

TOP_LEVEL = ("year", *KINDS)
TABLES = ("boards", "schools", "members", "workshops")
# What nothing is counted by: an entry in which one of these is wrong still counts.
_NOT_COUNTED = (
    "name",
    "email",
    "title",
    "text",
    "language",
    "address",
    "location",
    "place",
    "tour",
    "reason",
)
# Where people write these keys in another way; the Dutch words are those of the glossary.
_MEANT = MappingProxyType(
    {
        "jaar": "year",
        "schooljaar": "year",
        "besturen": "boards",
        "scholen": "schools",
        "leden": "members",
        "deelnemers": "members",
        "netwerken": "networks",
        "leernetwerken": "networks",
        "reeksen": "series",
        "series": "series",
        **{key: key for key in TOP_LEVEL},
    }
)


@dataclass(frozen=True, slots=True)
class Definitions:
    """What the files define, and what a rule has to know about what could not be read.

    Attributes:
        year: None when nothing says that there is a year to plan.
        places: where every value stands.
        declared: for every kind the ids that stand in the files, also of entries that could not be kept; for
            "meetings" and "moments" references as ``schoolopleiders/herfst``.
        unread: the kinds of which a whole table could not be read; any id of theirs may exist.
        incomplete: the kinds of which something is missing that may count, so that nothing can be counted.
        school_year_known: False when the school year is missing or wrong and that of ``year`` is a stand-in.
    """

    year: Year | None
    places: Places
    declared: Mapping[str, frozenset[str]]
    unread: frozenset[str] = frozenset()
    incomplete: frozenset[str] = frozenset()
    school_year_known: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    """One definition as it stands in a file."""

    kind: str
    id: str
    tree: Value
    key_place: Place
    table: bool


@dataclass(slots=True)
class _Gathered:
    """What the files hold before any of it is given a type."""

    settings: dict[str, Value] = field(default_factory=dict)
    has_settings: bool = False
    entries: dict[tuple[str, str], _Entry] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    # For every top-level key the words before a colon in lines that could not be read: maybe ids.
    lost: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)

    def report(self, place: Place, rule: str, sentence: Sentence, hint: Sentence) -> None:
        self.findings.append(Finding(place, Level.ERROR, rule, sentence, hint))


def read_definitions(files: Mapping[str, bytes | str]) -> tuple[Definitions, tuple[Finding, ...]]:
    """The year that a project's files define, and everything that is wrong with them one by one.

    What must hold between definitions is for ``rules``. Files in folders are no definitions and stay unread.

    Args:
        files: bytes by path relative to the project folder; text is taken as UTF-8.
    """
    gathered = _Gathered()
    for file, content in _in_order(files):
        written = content.encode() if isinstance(content, str) else content
        if PurePosixPath(file).suffix in (".yaml", ".yml"):
            _gather_yaml(gathered, file, written)
        else:
            _gather_table(gathered, file, written)
    gathered.findings.extend(_unused_tables(files))
    return _define(gathered)


def _in_order(files: Mapping[str, bytes | str]) -> Iterator[tuple[str, bytes | str]]:
    """The files with definitions: ``leernet.yaml`` first, then by name, tables last."""
    records = ("plan.yaml", "sent.yaml")
    written = [
        file for file in files if "/" not in file and file.endswith((".yaml", ".yml")) and file not in records
    ]
    for file in (*sorted(written, key=lambda file: (file != "leernet.yaml", file)), *_table_names()):
        if file in files:
            yield file, files[file]


def _unused_tables(files: Iterable[str]) -> Iterator[Finding]:
    """A table in the project folder under a name that leernet does not read."""
    for file in files:
        path = PurePosixPath(file)
        if "/" in file or path.suffix.lower() not in (".csv", ".xlsx") or file in _table_names():
            continue
        meant = _MEANT.get(path.stem.casefold(), nearest(path.stem, TABLES))
        names = ", ".join(f"{kind}{path.suffix.lower()}" for kind in TABLES)
        yield Finding(
            Place(file),
            Level.WARNING,
            "unused-file",
            _("Nothing is read from '{file}'.", file=file),
            _("Call it {name} if that is what it holds.", name=f"{meant}{path.suffix.lower()}")
            if meant in TABLES
            else _("Tables are called {names}; choices stand in the folder 'choices'.", names=names),
        )


def _table_names() -> tuple[str, ...]:
    return tuple(f"{kind}{suffix}" for kind in TABLES for suffix in (".csv", ".xlsx"))


def _gather_yaml(gathered: _Gathered, file: str, text: bytes) -> None:
    tree, findings = read_yaml(file, text)
    gathered.findings.extend(findings)
    if tree is None:
        _gather_lost(gathered, text, None)
        return
    _gather_lost(gathered, text, tree.cut)
    if isinstance(tree.value, dict):
        tree, blocks = _with_meant_keys(gathered, tree, tree.value)
        for key, value in blocks.items():
            _gather_top_level(gathered, tree, key, value)
        # What stands twice keeps the places of the first, as that is the one that is read.
        gathered.values = dict(tree.places.values) | gathered.values
        gathered.keys = dict(tree.places.keys) | gathered.keys
    elif tree.value:
        gathered.report(
            tree.places.of(),
            "not-a-block",
            _("'{file}' begins with text or a list where keys are expected.", file=file),
            _("Begin with one of these keys, with a colon after it: {keys}.", keys=", ".join(TOP_LEVEL)),
        )


def _with_meant_keys(
    gathered: _Gathered, tree: Tree, blocks: Mapping[str, Value]
) -> tuple[Tree, Mapping[str, Value]]:
    """The tree as if each mistyped or Dutch key at the top were the one that was meant; the others go."""
    meant: dict[str, str] = {}
    for key in blocks:
        found = key if key in TOP_LEVEL else nearest(key, _MEANT)
        if found is not None:
            meant[key] = _MEANT[found]
        if key not in TOP_LEVEL:
            hint = (
                _("Did you mean '{other}'?", other=meant[key])
                if key in meant
                else _("The keys here are: {keys}.", keys=", ".join(TOP_LEVEL))
            )
            sentence = _("'{key}' is not a key that a file can begin with.", key=key)
            gathered.report(tree.places.key(key), "unknown-key", sentence, hint)
    if all(key == other for key, other in meant.items()):
        return tree, {key: blocks[key] for key in meant}
    # Of two blocks that come to the same the one with the right key is kept.
    order = sorted(meant, key=lambda key: key in TOP_LEVEL)
    places = Places(_renamed(tree.places.values, meant), _renamed(tree.places.keys, meant))
    return Tree(tree.value, places, tree.cut), {meant[key]: blocks[key] for key in order}


def _renamed(places: Mapping[Path, Place], meant: Mapping[str, str]) -> dict[Path, Place]:
    return {
        (meant.get(str(path[0]), path[0]), *path[1:]) if path else path: place
        for path, place in places.items()
    }


def _gather_lost(gathered: _Gathered, text: bytes, cut: Container[int] | None) -> None:
    """Notes what may have been defined in the lines that could not be read; None: in all of them."""
    kind = ""
    for number, line in enumerate(text.decode("utf-8", errors="replace").splitlines(), 1):
        top_level = re.match(r"([A-Za-z_]+)\s*:", line)
        kind = _MEANT.get(top_level[1], top_level[1]) if top_level else kind
        if (cut is None or number in cut) and line.strip():
            words = re.findall(r"([A-Za-z0-9._-]+)[\"']?\s*:", line)
            gathered.lost.setdefault(kind, set()).update(words)


def _gather_top_level(gathered: _Gathered, tree: Tree, key: str, value: Value) -> None:
    gathered.has_settings |= key == "year"
    if value == "":
        return
    if not isinstance(value, dict):
        _report_no_block(gathered, tree.places.of(key), key)
    elif key == "year":
        _gather_settings(gathered, tree, value)
    else:
        for id, entry in value.items():
            _gather_entry(gathered, _Entry(key, id, entry, tree.places.key(key, id), table=False))


def _report_no_block(gathered: _Gathered, place: Place, key: str) -> None:
    if key == "year":
        sentence = _("'year' needs a block of keys under it.")
        hint = _("Begin with 'school_year: 2026-2027' on the next line, indented by two spaces.")
    else:
        sentence = _("'{key}' needs a block with one entry for each id under it.", key=key)
        hint = _("Write each id on a line of its own, indented by two spaces, with a colon after it.")
    gathered.report(place, "not-a-block", sentence, hint)


def _gather_settings(gathered: _Gathered, tree: Tree, settings: Mapping[str, Value]) -> None:
    for key, value in settings.items():
        if key in gathered.settings:
            gathered.report(
                tree.places.key("year", key),
                "defined-twice",
                _(
                    "'{key}' of 'year' stands in two files; the other is {place}.",
                    key=key,
                    place=line_of(gathered.keys[("year", key)]),
                ),
                _("Keep one of the two."),
            )
        else:
            gathered.settings[key] = value


def _gather_entry(gathered: _Gathered, entry: _Entry) -> None:
    first = gathered.entries.get((entry.kind, entry.id))
    if first is not None:
        gathered.report(
            entry.key_place,
            "defined-twice",
            _(
                "{thing} is defined twice; the other is {place}.",
                thing=called(entry.kind, entry.id),
                place=line_of(first.key_place),
            ),
            _("Keep one of the two, or give one of them another id."),
        )
        return
    gathered.entries[(entry.kind, entry.id)] = entry
    mistake = _wrong_id(entry.id)
    if mistake is not None:
        context: Any = mistake.context
        gathered.report(entry.key_place, mistake.type, context["sentence"], context["hint"])


def _wrong_id(id: str) -> PydanticCustomError | None:
    try:
        id_from_text(id)
    except PydanticCustomError as mistake:
        return mistake
    return None


def line_of(place: Place) -> str:
    """A place as a sentence names it: file and line, ``schools.yaml:3``."""
    return str(Place(place.file, place.line, sheet=place.sheet))


def _gather_table(gathered: _Gathered, file: str, content: bytes) -> None:
    kind = PurePosixPath(file).stem
    table, findings = read_table(file, content)
    gathered.findings.extend(findings)
    rows, found = rows_of(table, KINDS[kind]) if table is not None else (None, ())
    gathered.findings.extend(found)
    if has_errors(found):
        # A row without an id, or a column that is not understood.
        gathered.incomplete.add(kind)
    if rows is None:
        gathered.unread.add(kind)
        return
    for row in rows:
        at: Path = (kind, row.id)
        if (kind, row.id) not in gathered.entries:
            gathered.values[at] = gathered.keys[at] = row.place
            gathered.values.update({(*at, *path): place for path, place in row.places.items()})
        _gather_entry(gathered, _Entry(kind, row.id, row.tree, row.place, table=True))


def _define(gathered: _Gathered) -> tuple[Definitions, tuple[Finding, ...]]:
    places = Places(gathered.values, gathered.keys)
    settings = typed(Settings, gathered.settings, Source(("year",), places, _("'year'")))
    findings = [*gathered.findings, *_about_settings(gathered, settings.findings)]
    left_out = [settings.left_out]
    year: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for (kind, id), entry in sorted(gathered.entries.items()):
        made = _typed_entry(entry, places)
        findings.extend(made.findings)
        left_out.append(made.left_out)
        if made.value is not None:
            year[kind][id] = made.value
        if made.value is None or any(path[2] not in _NOT_COUNTED for path in chain(*made.left_out)):
            gathered.incomplete.add(kind)
    defined = None
    if gathered.has_settings or gathered.entries:
        # The entries are typed already; to validate them once more would take as long again.
        defined = Year.model_construct(None, settings=settings.value or _stand_in(gathered.settings), **year)
    findings = list(_with_meant_ids(findings, gathered))
    definitions = Definitions(
        defined,
        _moved(places, left_out),
        MappingProxyType(_declared(gathered)),
        frozenset(gathered.unread),
        frozenset((*gathered.incomplete, *gathered.unread, *gathered.lost)),
        settings.value is not None,
    )
    return definitions, in_file_order(findings)


def _with_meant_ids(findings: Iterable[Finding], gathered: _Gathered) -> Iterator[Finding]:
    """Where a name stands instead of an id, the hint gives the id of who or what is called so."""
    named = {
        name: entry
        for entry in gathered.entries.values()
        if isinstance(entry.tree, dict) and isinstance(name := entry.tree.get("name"), str)
    }
    own_ids = {(entry.key_place, entry.id) for entry in gathered.entries.values()}
    for finding in findings:
        text = dict(finding.sentence.fields).get("text")
        misplaced = (
            finding.rule == "bad-id" and isinstance(text, str) and (finding.place, text) not in own_ids
        )
        meant = nearest(str(text), named) if misplaced else None
        if meant is None:
            yield finding
        else:
            id, place = named[meant].id, line_of(named[meant].key_place)
            hint = _("The id of '{name}' is '{id}' ({place}).", name=meant, id=id, place=place)
            yield replace(finding, hint=hint)


def _about_settings(gathered: _Gathered, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    if gathered.has_settings:
        return findings
    if "year" in gathered.lost:
        return ()
    sentence = _("No file has the key 'year', which says what school year this is.")
    hint = _(
        "Write 'year:' in leernet.yaml and under it '  school_year: 2026-2027', or begin with 'leernet init'."
    )
    return (Finding(Place("leernet.yaml"), Level.ERROR, "no-year", sentence, hint),)


def _stand_in(settings: Mapping[str, Value]) -> Settings:
    """The settings with a school year for one that is missing or wrong, so that the rest can be checked."""
    written = re.search(r"\d{4}", str(settings.get("school_year", "")))
    year = SchoolYear(int(written[0]) if written else 2000)
    made = typed(Settings, {**settings, "school_year": str(year)}, Source(("year",), Places(), _("'year'")))
    return made.value or Settings(school_year=year)


def _typed_entry(entry: _Entry, places: Places) -> Typed[Any]:
    thing = called(entry.kind, entry.id)
    at = (entry.kind, entry.id)
    if not isinstance(entry.tree, dict) and entry.tree != "":
        sentence = _("{thing} needs a block of keys under it.", thing=thing)
        hint = _("Write its keys under it, each on a line of its own and indented further.")
        return Typed(None, (Finding(places.of(*at), Level.ERROR, "not-a-block", sentence, hint),), ())
    tree = entry.tree if isinstance(entry.tree, dict) else {}
    # What is wrong with the id itself was said when it was gathered.
    has_id = _wrong_id(entry.id) is None
    complete = {**tree, "id": entry.id if has_id else entry.kind}
    made = typed(KINDS[entry.kind], complete, Source(at, places, thing, table=entry.table))
    findings = list(made.findings)
    if "id" in tree:
        sentence = _("{thing} has a key 'id', but its id stands before the colon already.", thing=thing)
        hint = _("Take the line with 'id' out.")
        findings.append(Finding(places.key(*at, "id"), Level.ERROR, "unknown-key", sentence, hint))
    return Typed(made.value if has_id else None, tuple(findings), made.left_out)


def _moved(places: Places, left_out: Iterable[tuple[frozenset[Path], ...]]) -> Places:
    """The places by their path in the models, from which list items may have been left out."""
    rounds = tuple(
        frozenset[Path]().union(*one) for one in zip_longest(*left_out, fillvalue=frozenset[Path]())
    )
    if not any(isinstance(path[-1], int) for dropped in rounds for path in dropped):
        return places
    return Places(
        {new: place for path, place in places.values.items() if (new := moved(path, rounds)) is not None},
        {new: place for path, place in places.keys.items() if (new := moved(path, rounds)) is not None},
    )


def _declared(gathered: _Gathered) -> dict[str, frozenset[str]]:
    anywhere = gathered.lost.get("", set())
    ids: dict[str, set[str]] = {kind: anywhere | gathered.lost.get(kind, set()) for kind in KINDS}
    ids |= {"meetings": set(), "moments": set()}
    for kind, id in gathered.entries:
        ids[kind].add(id)
    for (kind, id), entry in gathered.entries.items():
        if not isinstance(entry.tree, dict):
            continue
        meetings, moments = entry.tree.get("meetings"), entry.tree.get("moments")
        if kind == "networks" and isinstance(meetings, list):
            named = (meeting.get("id") for meeting in meetings if isinstance(meeting, dict))
            ids["meetings"].update(f"{id}/{meeting}" for meeting in named)
        if kind == "series" and isinstance(moments, dict):
            ids["moments"].update(f"{id}/{moment}" for moment in moments)
    return {kind: frozenset(found) for kind, found in ids.items()}

"""The files of a project in; every definition as it is in them, before any of it is given a type, out."""

import re
from collections.abc import Container, Mapping

from msgspec import Struct
from pydantic_core import PydanticCustomError

from leernet.catalogue import definitions as rules
from leernet.catalogue.mends import DID_YOU_MEAN, KEYS_HERE
from leernet.catalogue.rule import Broken
from leernet.finding import Finding, Path, Place, Places
from leernet.model.mistake import broken_in
from leernet.model.reading import ReadTable
from leernet.model.values import id_from_text
from leernet.read.keys import KINDS, called
from leernet.read.made_ids import Kept
from leernet.read.near import nearest
from leernet.read.yamltext import Tree, Value, read_yaml

TOP_LEVEL = ("year", *KINDS)
TABLES = ("boards", "schools", "members", "workshops")
# Where people write these keys in another way; the Dutch words are those of the glossary.
_MEANT: Mapping[str, str] = {
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


class Entry(Struct, frozen=True):
    """One definition as it is in a file.

    Attributes:
        table: whether it is a row, in which lists and dates are written in other ways.
    """

    kind: str
    id: str
    tree: Value
    key_place: Place
    table: bool


class Gathered(Struct):
    """What the files hold before any of it is given a type; filled file by file.

    Attributes:
        settings: what is under ``year``, in whatever files.
        entries: every definition by kind and id; of an id that is used twice the first.
        values: places of the values, by path.
        keys: places of the keys, by path.
        lost: for every top-level key the words before a colon in lines that could not be read: maybe ids.
        unread: kinds of which a whole table could not be read.
        incomplete: kinds of which a row could not be read.
        ids: by kind and id in small letters the id as it is written first.
        tables: how each table was read.
        kept: what is kept of the ids that were made, now and before.
        made: by kind how many rows have an id that was made.
    """

    settings: dict[str, Value] = {}
    has_settings: bool = False
    entries: dict[tuple[str, str], Entry] = {}
    values: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    findings: list[Finding] = []
    lost: dict[str, set[str]] = {}
    unread: set[str] = set()
    incomplete: set[str] = set()
    ids: dict[tuple[str, str], str] = {}
    tables: list[ReadTable] = []
    kept: Kept = {}
    made: dict[str, int] = {}

    def report(self, place: Place, broken: Broken) -> None:
        self.findings.append(broken.at(place))


def meant_kind(word: str) -> str | None:
    """The top-level key that a word means, in English or Dutch."""
    return _MEANT.get(word.casefold())


def gather_yaml(gathered: Gathered, file: str, text: bytes) -> None:
    """Adds what a YAML file defines."""
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
        # What is there twice keeps the places of the first, as that is the one that is read.
        gathered.values = dict(tree.places.values) | gathered.values
        gathered.keys = dict(tree.places.keys) | gathered.keys
    elif tree.value:
        gathered.report(tree.places.of(), rules.FILE_NOT_A_BLOCK.broken(file=file, keys=", ".join(TOP_LEVEL)))


def _with_meant_keys(
    gathered: Gathered, tree: Tree, blocks: Mapping[str, Value]
) -> tuple[Tree, Mapping[str, Value]]:
    """The tree as if each mistyped or Dutch key at the top were the one that was meant; the others go."""
    meant: dict[str, str] = {}
    for key in blocks:
        found = key if key in TOP_LEVEL else nearest(key, _MEANT)
        if found is not None:
            meant[key] = _MEANT[found]
        if key not in TOP_LEVEL:
            mend = DID_YOU_MEAN(other=meant[key]) if key in meant else KEYS_HERE(keys=", ".join(TOP_LEVEL))
            gathered.report(tree.places.key(key), rules.UNKNOWN_KEY_AT_THE_TOP.broken(mend, key=key))
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


# Each word is looked at once, however long it is.
_KEYS = re.compile(r"(?<![A-Za-z0-9._-])([A-Za-z0-9._-]++)[\"']?\s*+:")


def _gather_lost(gathered: Gathered, text: bytes, cut: Container[int] | None) -> None:
    """Notes what may have been defined in the lines that could not be read; None: in all of them."""
    kind = ""
    for number, line in enumerate(text.decode("utf-8", errors="replace").splitlines(), 1):
        top_level = re.match(r"([A-Za-z_]+)\s*:", line)
        kind = _MEANT.get(top_level[1], top_level[1]) if top_level else kind
        if (cut is None or number in cut) and line.strip():
            words = _KEYS.findall(line)
            gathered.lost.setdefault(kind, set()).update(words)


def _gather_top_level(gathered: Gathered, tree: Tree, key: str, value: Value) -> None:
    gathered.has_settings |= key == "year"
    if value == "":
        return
    if not isinstance(value, dict):
        _report_no_block(gathered, tree.places.of(key), key)
    elif key == "year":
        _gather_settings(gathered, tree, value)
    else:
        for id, entry in value.items():
            add_entry(gathered, Entry(key, id, entry, tree.places.key(key, id), table=False))


def _report_no_block(gathered: Gathered, place: Place, key: str) -> None:
    broken = rules.YEAR_NOT_A_BLOCK.broken() if key == "year" else rules.KIND_NOT_A_BLOCK.broken(key=key)
    gathered.report(place, broken)


def _gather_settings(gathered: Gathered, tree: Tree, settings: Mapping[str, Value]) -> None:
    for key, value in settings.items():
        if key in gathered.settings:
            gathered.report(
                tree.places.key("year", key),
                rules.SETTING_DEFINED_TWICE.broken(key=key, place=line_of(gathered.keys[("year", key)])),
            )
        else:
            gathered.settings[key] = value


def add_entry(gathered: Gathered, entry: Entry) -> None:
    """Adds a definition; of two with one id, capitals or not, the first is kept."""
    id = gathered.ids.setdefault((entry.kind, entry.id.casefold()), entry.id)
    first = gathered.entries.get((entry.kind, id))
    if first is not None:
        gathered.report(
            entry.key_place,
            rules.DEFINED_TWICE.broken(thing=called(entry.kind, entry.id), place=line_of(first.key_place)),
        )
        return
    gathered.entries[(entry.kind, entry.id)] = entry
    broken = wrong_id(entry.id)
    if broken is not None:
        gathered.report(entry.key_place, broken)


def wrong_id(id: str) -> Broken | None:
    """What keeps a text from being an id; None when nothing does."""
    try:
        id_from_text(id)
    except PydanticCustomError as mistake:
        return broken_in(mistake)
    return None


def line_of(place: Place) -> str:
    """A place as a sentence names it: file and line, ``schools.yaml:3``."""
    return str(Place(place.file, place.line, sheet=place.sheet))

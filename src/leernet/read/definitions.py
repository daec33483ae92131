"""The files of a project in; the year they define, the place of every value and findings out."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain, zip_longest
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from leernet.catalogue.definitions import ENTRY_NOT_A_BLOCK, ID_TWICE, NO_YEAR
from leernet.finding import Finding, Level, Path, Place, Places, in_file_order
from leernet.model.limits import FIRST_YEAR, LAST_YEAR
from leernet.model.naming import Names
from leernet.model.reading import ReadTable
from leernet.model.values import SchoolYear
from leernet.model.year import Settings, Year
from leernet.read.availability import with_polls
from leernet.read.calendars import with_calendars
from leernet.read.day_cells import whole_dates
from leernet.read.entries import Entry, Gathered, wrong_id
from leernet.read.gather import gather
from leernet.read.keys import KINDS, called
from leernet.read.made_ids import Kept
from leernet.read.names import names_in
from leernet.read.typed import TextSource, Typed, moved, typed
from leernet.read.yamltext import Value
from leernet.words import _

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


class Definitions(Struct, frozen=True):
    """What the files define, and what a rule has to know about what could not be read.

    Attributes:
        year: None when nothing says that there is a year to plan.
        places: where every value is.
        declared: for every kind the ids that are in the files, also of entries that could not be kept; for
            "meetings" and "moments" references as ``schoolopleiders/herfst``.
        unread: the kinds of which a whole table could not be read; any id of theirs may exist.
        incomplete: the kinds of which something is missing that may count, so that nothing can be counted.
        school_year_known: False when the school year is missing or wrong and that of ``year`` is a are-in.
        tables: how each table was read.
        kept_ids: what is kept of the ids that were made; empty when every row has its own.
        made: by kind how many rows have an id that was made.
        told: what was understood of calendars and polls, which only ``check`` shows.
    """

    year: Year | None
    places: Places
    declared: Mapping[str, frozenset[str]]
    unread: frozenset[str] = frozenset()
    incomplete: frozenset[str] = frozenset()
    school_year_known: bool = True
    tables: tuple[ReadTable, ...] = ()
    kept_ids: Kept = {}
    made: Mapping[str, int] = {}
    told: tuple[Finding, ...] = ()


def read_definitions(
    files: Mapping[str, bytes | str], what_if: Mapping[str, bytes | str] | None = None
) -> tuple[Definitions, tuple[Finding, ...]]:
    """The year that a project's files define, and everything that is wrong with them one by one.

    What must hold between definitions is for ``rules``. Files in folders are no definitions and stay unread.

    Args:
        files: bytes by path relative to the project folder; text is taken as UTF-8.
        what_if: files whose definitions are laid over those of the project.
    """
    gathered = gather(files)
    definitions, findings = _define(laid_over(gathered, gather(what_if)) if what_if else gathered)
    if definitions.year is None or not definitions.school_year_known:
        return definitions, findings
    year, in_calendars = with_calendars(definitions.year, files)
    year, polls, in_polls = with_polls(year, files)
    places = definitions.places
    values = dict(places.values) | {("availability", file): place for file, place in polls.items()}
    found = (*in_calendars, *in_polls)
    told = tuple(one for one in found if one.level is Level.REMARK)
    wrong = (one for one in found if one.level is not Level.REMARK)
    definitions = replace(definitions, year=year, places=Places(values, places.keys), told=told)
    return definitions, in_file_order((*findings, *wrong))


def _define(gathered: Gathered) -> tuple[Definitions, tuple[Finding, ...]]:
    places = Places(gathered.values, gathered.keys)
    names = names_in(gathered.entries.values())
    settings = typed(Settings, gathered.settings, TextSource(("year",), places, _("'year'")))
    findings = [*gathered.findings, *_about_settings(gathered, settings.findings)]
    left_out = [settings.left_out]
    school_year = settings.value.school_year if settings.value else None
    year: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for (kind, id), entry in sorted(gathered.entries.items()):
        made = _typed_entry(entry, places, names, school_year)
        findings.extend(made.findings)
        left_out.append(made.left_out)
        if made.value is not None:
            year[kind][id] = made.value
        if made.value is None or any(path[2] not in _NOT_COUNTED for path in chain(*made.left_out)):
            gathered.incomplete.add(kind)
    defined = None
    if gathered.has_settings or gathered.entries:
        # The entries are typed already; to validate them once more would take as long again.
        defined = Year.model_construct(
            None, settings=settings.value or _stand_in(gathered.settings), polls=(), **year
        )
    definitions = Definitions(
        defined,
        _moved(places, left_out),
        MappingProxyType(_declared(gathered)),
        frozenset(gathered.unread),
        frozenset((*gathered.incomplete, *gathered.unread, *gathered.lost)),
        settings.value is not None,
        tuple(gathered.tables),
        gathered.kept,
        gathered.made,
    )
    return definitions, in_file_order(findings)


def _about_settings(gathered: Gathered, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    if gathered.has_settings:
        return findings
    if "year" in gathered.lost:
        return ()
    return (NO_YEAR.at(Place("leernet.yaml")),)


def _stand_in(settings: Mapping[str, Value]) -> Settings:
    """The settings with a school year for one that is missing or wrong, so that the rest can be checked."""
    written = re.search(r"\d{4}", str(settings.get("school_year", "")))
    year = SchoolYear(min(max(int(written[0]), FIRST_YEAR), LAST_YEAR) if written else 2000)
    made = typed(
        Settings, {**settings, "school_year": str(year)}, TextSource(("year",), Places(), _("'year'"))
    )
    return made.value or Settings(school_year=year)


def _typed_entry(entry: Entry, places: Places, names: Names, school_year: SchoolYear | None) -> Typed[Any]:
    thing = called(entry.kind, entry.id)
    at = (entry.kind, entry.id)
    if not isinstance(entry.tree, dict) and entry.tree != "":
        return Typed(None, (ENTRY_NOT_A_BLOCK.at(places.of(*at), thing=thing),), ())
    tree = entry.tree if isinstance(entry.tree, dict) else {}
    if entry.table and school_year is not None:
        tree = {key: _with_dates(key, value, school_year) for key, value in tree.items()}
    # What is wrong with the id itself was said when it was gathered.
    has_id = wrong_id(entry.id) is None
    complete = {**tree, "id": entry.id if has_id else entry.kind}
    made = typed(KINDS[entry.kind], complete, TextSource(at, places, thing, entry.table, names))
    findings = list(made.findings)
    if "id" in tree:
        findings.append(ID_TWICE.at(places.key(*at, "id"), thing=thing))
    return Typed(made.value if has_id else None, tuple(findings), made.left_out)


_KEYS_OF_DAYS = frozenset(("away", "closed", "from", "host_not", "open", "until"))


def _with_dates(key: str, value: Value, school_year: SchoolYear) -> Value:
    return whole_dates(value, school_year) if key in _KEYS_OF_DAYS and isinstance(value, str) else value


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


def _declared(gathered: Gathered) -> dict[str, frozenset[str]]:
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


def laid_over(base: Gathered, top: Gathered) -> Gathered:
    """What is in ``top`` goes before what is in ``base``, key by key; all else stays as it is.

    Blocks are laid over blocks. Of lists of things with an id, as meetings are, those with the same id are
    laid over one another and others are added; any other list takes the place of the one there was.
    """
    moved: dict[Path, Path] = {}
    settings = _over(base.settings, top.settings, ("year",), ("year",), moved)
    entries = dict(base.entries)
    for key, entry in top.entries.items():
        entries[key] = _entry_over(base.entries.get(key), entry, moved)
    return replace(
        base,
        settings=settings if isinstance(settings, dict) else base.settings,
        has_settings=base.has_settings or top.has_settings,
        entries=entries,
        values=base.values | {_moved_path(path, moved): place for path, place in top.values.items()},
        keys=base.keys | {_moved_path(path, moved): place for path, place in top.keys.items()},
        findings=[*base.findings, *top.findings],
    )


def _entry_over(base: Entry | None, top: Entry, moved: dict[Path, Path]) -> Entry:
    if base is None:
        return top
    path: Path = (top.kind, top.id)
    return replace(base, tree=_over(base.tree, top.tree, path, path, moved))


def _over(base: Value, top: Value, at: Path, came_from: Path, moved: dict[Path, Path]) -> Value:
    """``top`` laid over ``base``; notes in ``moved`` where in the result the parts of ``top`` are."""
    moved[came_from] = at
    if isinstance(base, dict) and isinstance(top, dict):
        laid = dict(base)
        for key, value in top.items():
            laid[key] = _over(base.get(key, ""), value, (*at, key), (*came_from, key), moved)
        return laid
    if isinstance(base, list) and isinstance(top, list) and _ids(base) and _ids(top):
        return _lists_over(base, top, at, came_from, moved)
    return top


def _ids(things: list[Value]) -> dict[str, int]:
    """Place of each thing by its id; nothing when one of them has none."""
    ids = [thing.get("id") if isinstance(thing, dict) else None for thing in things]
    return {str(id): at for at, id in enumerate(ids)} if all(ids) else {}


def _lists_over(
    base: list[Value], top: list[Value], at: Path, came_from: Path, moved: dict[Path, Path]
) -> list[Value]:
    laid, places = list(base), _ids(base)
    for number, (id, _place) in enumerate(_ids(top).items()):
        place = places.get(id, len(laid))
        if place == len(laid):
            laid.append("")
        laid[place] = _over(laid[place], top[number], (*at, place), (*came_from, number), moved)
    return laid


def _moved_path(path: Path, moved: dict[Path, Path]) -> Path:
    """Where a value of the what-if is in the result."""
    for length in range(len(path), 0, -1):
        if path[:length] in moved:
            return (*moved[path[:length]], *path[length:])
    return path

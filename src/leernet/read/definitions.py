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
from leernet.read.overlay import laid_over
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

"""The headings of a table of definitions in; the key that each of them means out."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel

from leernet.model.plain import plain
from leernet.model.weekdays import WEEKDAY_NAMES
from leernet.read.keys import KINDS, model_at, plain_headings_of
from leernet.read.table import Known

# A key inside a block, ("open_to", "cohorts"); or a part of a value that is in several columns.
KeyPath = tuple[str, ...]

# Besides "id", what the column with ids is called in the lists that schools keep.
_ID_HEADINGS = ("id", "code", "sleutel")
FIRST, INITIALS, PREFIX, LAST = (("name", part) for part in ("first", "initials", "prefix", "last"))
_PARTS_OF_A_NAME: Mapping[str, KeyPath] = {
    **dict.fromkeys(("voornaam", "roepnaam", "voornamen", "firstname", "givenname"), FIRST),
    **dict.fromkeys(("voorletters", "voorletter", "initialen", "initials"), INITIALS),
    **dict.fromkeys(("tussenvoegsel", "tussenvoegsels", "tussenv", "tv", "voorvoegsel"), PREFIX),
    **dict.fromkeys(("prefix", "infix"), PREFIX),
    **dict.fromkeys(("achternaam", "familienaam", "lastname", "surname", "familyname"), LAST),
}
_DAY_OF_THE_WEEK = MappingProxyType(
    {name: ("working_days", names[0]) for names in WEEKDAY_NAMES[:5] for name in names}
)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


def heading_path(kind: str, heading: str, told: Mapping[str, str]) -> KeyPath | None:
    """The path of keys that a heading means, in English or Dutch; None when there is no such key.

    Args:
        kind: of the things in the table, ``members``.
        heading: as it is there.
        told: what the user says that headings mean, by heading as people compare it.
    """
    path = _path(KINDS[kind], told.get(plain(heading), heading))
    if path is None and plain(heading) not in told:
        path = _path(KINDS[kind], _IN_BRACKETS.sub("", heading))
        if kind == "members":
            path = path or part_of_a_name(heading) or _DAY_OF_THE_WEEK.get(plain(heading))
    return path


def part_of_a_name(heading: str) -> KeyPath | None:
    """Which part of somebody's name is under a heading."""
    return _PARTS_OF_A_NAME.get(plain(_IN_BRACKETS.sub("", heading)))


def _path(model: type[BaseModel], heading: str) -> KeyPath | None:
    path: KeyPath = ()
    around: type[BaseModel] | None = model
    for part in heading.split("."):
        if around is None:
            return None
        key = plain_headings_of(around).get(plain(part))
        if key is None and not path and plain(part) in _ID_HEADINGS:
            key = "id"
        if key is None:
            # "e.g. e-mail" or "t.m.": a full stop inside an abbreviation is not a block.
            whole = plain_headings_of(model).get(plain(heading))
            return (whole,) if whole is not None else None
        path = (*path, key)
        around = model_at(model, path)
    return path


@cache
def is_heading(kind: str, text: str) -> bool:
    """Whether a text is a heading of this kind of table."""
    return heading_path(kind, text, {}) is not None


def headings_known(
    kind_of: Callable[[str | None], str | None], told: Mapping[str, Mapping[str, str]]
) -> Callable[[str | None, str], Known]:
    """Whether a cell is a heading in a sheet.

    Args:
        kind_of: the kind of things in a sheet by its name; None: unknown.
        told: by kind, what the user says that headings mean.
    """

    def known(sheet: str | None, text: str) -> Known:
        kind = kind_of(sheet)
        if kind is None:
            return Known.NO
        return Known.SURE if plain(text) in told.get(kind, {}) or is_heading(kind, text) else Known.NO

    return known

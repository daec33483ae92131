"""A tree of text and the model it is meant for in; the typed value, what it leaves out, and findings out."""

import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct
from pydantic import BaseModel, ValidationError

from leernet.catalogue import definitions as rules
from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.rule import Broken
from leernet.finding import Finding, Path, Place, Places
from leernet.model.naming import Names
from leernet.model.plain import plain
from leernet.read.keys import meant_key, model_at, unknown_key_hint
from leernet.read.near import nearest
from leernet.read.yamltext import Value
from leernet.words import Sentence

M = TypeVar("M", bound=BaseModel)

# A broken value is left out and the rest tried again, at most once for each block inside a block.
_MOST_ROUNDS = 8


class Typed(Struct, Generic[M], frozen=True):
    """What came of a tree of text.

    Attributes:
        value: the model; None when something that it cannot do without is missing or wrong.
        findings: what is wrong, each at its place.
        left_out: paths of the values that were left out, round after round: in a list those after it move up.
    """

    value: M | None
    findings: tuple[Finding, ...]
    left_out: tuple[frozenset[Path], ...]


_NO_NAMES = Names()


class TextSource(Struct, frozen=True):
    """Where a tree of text comes from.

    Attributes:
        at: path of the tree in all that was read.
        places: where everything is.
        thing: what the tree is about, at the beginning of a sentence.
        table: whether it is a row, in which lists are written with ``;`` and dates the Dutch way.
        names: how the things of the project are called.
    """

    at: Path
    places: Places
    thing: Sentence
    table: bool = False
    names: Names = _NO_NAMES


def typed(model: type[M], tree: Mapping[str, Value], source: TextSource) -> Typed[M]:
    """The model made from a tree; a wrong value is a finding and does not hide those beside it."""
    findings: tuple[Finding, ...] = ()
    left_out: list[frozenset[Path]] = []
    rest: Any = _without_empty(dict(tree))
    context = {"table": source.table, "names": source.names}
    for _round in range(_MOST_ROUNDS):
        try:
            value = model.model_validate(rest, context=context, by_alias=True, by_name=False)
        except ValidationError as mistakes:
            errors = mistakes.errors(include_url=False, include_input=False)
            located = [(_path(rest, error), error) for error in errors]
            respelled = {path: choice for path, error in located if (choice := _respelled(rest, path, error))}
            if respelled:
                rest = _with(rest, respelled, ())
                continue
            if not findings:
                findings = _findings(model, rest, located, source)
            # Without a block's own key the whole block has to go.
            dropped = {path[:-1] if error["type"] == "missing" else path for path, error in located}
            if () in dropped:
                return Typed(None, findings, tuple(left_out))
            left_out.append(frozenset((*source.at, *path) for path in dropped))
            rest = _without(rest, dropped, ())
        else:
            return Typed(value, findings, tuple(left_out))
    return Typed(None, findings, tuple(left_out))


def _without_empty(value: Value) -> Value:
    """A key with nothing behind it says nothing: it is as if it were not there."""
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner != ""}
    if isinstance(value, list):
        return [_without_empty(inner) for inner in value]
    return value


def _without(value: Value, dropped: set[Path], at: Path) -> Value:
    if isinstance(value, dict):
        return {
            key: _without(inner, dropped, (*at, key))
            for key, inner in value.items()
            if (*at, key) not in dropped
        }
    if isinstance(value, list):
        return [
            _without(inner, dropped, (*at, index))
            for index, inner in enumerate(value)
            if (*at, index) not in dropped
        ]
    return value


def _with(value: Value, other: Mapping[Path, str], at: Path) -> Value:
    if at in other:
        return other[at]
    if isinstance(value, dict):
        return {key: _with(inner, other, (*at, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with(inner, other, (*at, index)) for index, inner in enumerate(value)]
    return value


def moved(path: Path, left_out: tuple[frozenset[Path], ...]) -> Path | None:
    """Where a value is in the model when others are gone from the lists around it; None: gone itself."""
    for dropped in left_out:
        steps: list[str | int] = []
        for depth, step in enumerate(path):
            around = path[:depth]
            # What was wrong under a key keeps its place: rules ask whether anything was there.
            if isinstance(step, int) and (*around, step) in dropped:
                return None
            steps.append(
                step
                if isinstance(step, str)
                else step - sum((*around, before) in dropped for before in range(step))
            )
        path = tuple(steps)
    return path


def _path(tree: Value, error: Any) -> Path:
    """Where in the tree an error is, without the marks pydantic puts between for kinds and keys."""
    steps: list[str | int] = []
    here: Any = tree
    location = (*error["loc"], *((error["ctx"]["at"],) if "at" in error.get("ctx", {}) else ()))
    for step in location:
        in_list = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if in_list or (isinstance(here, dict) and step in here):
            here = here[step]
            steps.append(step)
    if error["type"] == "missing":
        steps.append(error["loc"][-1])
    return tuple(steps)


def _findings(
    model: type[BaseModel], tree: Value, located: list[tuple[Path, Any]], source: TextSource
) -> tuple[Finding, ...]:
    unknown = [path for path, error in located if error["type"] == "extra_forbidden"]
    findings = []
    for path, error in located:
        if error["type"] == "missing" and _is_mistyped(model, path, unknown):
            continue
        findings.append(_finding(model, tree, path, error, source))
    return tuple(findings)


def _is_mistyped(model: type[BaseModel], path: Path, unknown: list[Path]) -> bool:
    """Whether a missing key is there under another name, which is reported as such."""
    around = model_at(model, path[:-1])
    return around is not None and any(
        other[:-1] == path[:-1] and meant_key(around, str(other[-1])) == path[-1] for other in unknown
    )


def _finding(model: type[BaseModel], tree: Value, path: Path, error: Any, source: TextSource) -> Finding:
    place = _place(source.places, (*source.at, *path), error)
    return _broken(model, tree, path, error, source).at(place)


def _broken(model: type[BaseModel], tree: Value, path: Path, error: Any, source: TextSource) -> Broken:
    match error["type"]:
        case "broken":
            broken: Broken = error["ctx"]["broken"]
            return broken
        case "missing":
            return _missing(path, source)
        case "extra_forbidden":
            return _unknown(model, path, source)
        case "literal_error" | "enum":
            return _choice(_at(tree, path), _choices(error))
        case _:
            return _not_a_block(model, path, _at(tree, path))


def _place(places: Places, path: Path, error: Any) -> Place:
    """Of a wrong key the key, of a missing one the key of its block, of all else the value."""
    if error["type"] == "missing":
        return places.key(*path[:-1])
    if error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",):
        return places.key(*path)
    return places.of(*path)


def _at(tree: Value, path: Path) -> Value:
    here: Any = tree
    for step in path:
        here = here[step]
    found: Value = here
    return found


# What a key that cannot be missed looks like.
_EXAMPLES = {
    "email": "email: a.bakker@kiem.example",
    "facilitator": "facilitator: a.bakker",
    "members": "members: {roles: [schoolopleider]}",
    "for": "for: {roles: [student]}",
    "moments": "moments: {herfst: {date: 2026-10-15, time: 9.00-12.00}}",
    "series": "series: studentworkshops",
    "seats": "seats: 6-18",
    "size": "size: 4-6",
    "title": "title: Rekenen in de zandbak",
    "minutes": "minutes: 30",
    "any_of": "any_of: {roles: [directeur]}",
    "times": "times: 4",
    "time": "time: 15.30-17.00",
    "window": "window: 2026-09-14..2026-11-27",
    "school_year": "school_year: 2026-2027",
    "url": "url: https://pos.example/leernetwerken/",
    "id": "id: herfst",
}


def _missing(path: Path, source: TextSource) -> Broken:
    key = str(path[-1])
    if source.table and len(path) == 1:
        return rules.MISSING_CELL.broken(thing=source.thing, key=key)
    example = _EXAMPLES.get(key, f"{key}: …")
    if block := _block_around(path):
        return rules.MISSING_KEY_OF_BLOCK.broken(thing=source.thing, block=block, key=key, example=example)
    return rules.MISSING_KEY.broken(thing=source.thing, key=key, example=example)


def _block_around(path: Path) -> str:
    """The key of the block in which a key is; none at the top."""
    return next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")


def _unknown(model: type[BaseModel], path: Path, source: TextSource) -> Broken:
    key = str(path[-1])
    mend = unknown_key_hint(model_at(model, path[:-1]) or model, key)
    if block := _block_around(path):
        return rules.UNKNOWN_KEY_OF_BLOCK.broken(mend, key=key, block=block)
    return rules.UNKNOWN_KEY.broken(mend, thing=source.thing, key=key)


# What Dutch schools write where the choices are English.
_DUTCH_CHOICES = {
    "onderbouw": "lower",
    "middenbouw": "middle",
    "bovenbouw": "upper",
    "ja": "yes",
    "nee": "no",
    "nederlands": "nl",
    "engels": "en",
}


def _choices(error: Any) -> list[str]:
    return re.findall("'([^']*)'", error["ctx"]["expected"])


def _respelled(tree: Value, path: Path, error: Any) -> str | None:
    """The choice that a word is, but for capitals, accents and hyphens or but for being Dutch."""
    value = _at(tree, path) if error["type"] in ("literal_error", "enum") else None
    if not isinstance(value, str):
        return None
    word = _DUTCH_CHOICES.get(plain(value), value)
    return next((choice for choice in _choices(error) if plain(choice) == plain(word)), None)


def _choice(value: Value, choices: list[str]) -> Broken:
    if not isinstance(value, str):
        return rules.CHOICE_IS_NOT_A_WORD.broken(choices=", ".join(choices))
    meant = nearest(value, choices)
    mend = rules.ONE_OF(choices=", ".join(choices)) if meant is None else DID_YOU_MEAN(other=meant)
    return rules.NOT_A_CHOICE.broken(mend, text=value)


def _not_a_block(model: type[BaseModel], path: Path, value: Value) -> Broken:
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    around = model_at(model, path)
    mend = (
        rules.EACH_WITH_AN_ID() if around is None else rules.THESE_KEYS(keys=", ".join(around.model_fields))
    )
    if isinstance(value, str):
        return rules.TEXT_NOT_A_BLOCK.broken(mend, text=value, key=key)
    return rules.LIST_NOT_A_BLOCK.broken(mend, key=key)

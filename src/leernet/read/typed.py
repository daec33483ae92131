"""A tree of text and the model it is meant for in; the typed value, what it leaves out, and findings out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from leernet.finding import Finding, Level, Path, Place, Places
from leernet.read.keys import meant_key, model_at, unknown_key_hint
from leernet.read.near import nearest, plain
from leernet.read.yamltext import Value
from leernet.words import Sentence, _

M = TypeVar("M", bound=BaseModel)

# A broken value is left out and the rest tried again, at most once for each block inside a block.
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Typed(Generic[M]):
    """What came of a tree of text.

    Attributes:
        value: the model; None when something that it cannot do without is missing or wrong.
        findings: what is wrong, each at its place.
        left_out: paths of the values that were left out, round after round: in a list those after it move up.
    """

    value: M | None
    findings: tuple[Finding, ...]
    left_out: tuple[frozenset[Path], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a tree of text comes from.

    Attributes:
        at: path of the tree in all that was read.
        places: where everything stands.
        thing: what the tree is about, at the beginning of a sentence.
        table: whether it is a row, in which lists are written with ``;`` and dates the Dutch way.
    """

    at: Path
    places: Places
    thing: Sentence
    table: bool = False


def typed(model: type[M], tree: Mapping[str, Value], source: Source) -> Typed[M]:
    """The model made from a tree; a wrong value is a finding and does not hide those beside it."""
    findings: tuple[Finding, ...] = ()
    left_out: list[frozenset[Path]] = []
    rest: Any = _without_empty(dict(tree))
    for _round in range(_MOST_ROUNDS):
        try:
            value = model.model_validate(rest, context={"table": source.table}, by_alias=True, by_name=False)
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
    """A key with nothing behind it says nothing: it is as if it did not stand there."""
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
    """Where a value stands in the model when others are gone from the lists around it; None: gone itself."""
    for dropped in left_out:
        steps: list[str | int] = []
        for depth, step in enumerate(path):
            around = path[:depth]
            # What was wrong under a key keeps its place: rules ask whether anything stood there.
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
    """Where in the tree an error stands, without the marks pydantic puts between for kinds and keys."""
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
    model: type[BaseModel], tree: Value, located: list[tuple[Path, Any]], source: Source
) -> tuple[Finding, ...]:
    unknown = [path for path, error in located if error["type"] == "extra_forbidden"]
    findings = []
    for path, error in located:
        if error["type"] == "missing" and _is_mistyped(model, path, unknown):
            continue
        findings.append(_finding(model, tree, path, error, source))
    return tuple(findings)


def _is_mistyped(model: type[BaseModel], path: Path, unknown: list[Path]) -> bool:
    """Whether a missing key stands there under another name, which is reported as such."""
    around = model_at(model, path[:-1])
    return around is not None and any(
        other[:-1] == path[:-1] and meant_key(around, str(other[-1])) == path[-1] for other in unknown
    )


def _finding(model: type[BaseModel], tree: Value, path: Path, error: Any, source: Source) -> Finding:
    context = error.get("ctx", {})
    whole = (*source.at, *path)
    place = _place(source.places, whole, error)
    if "sentence" in context:
        return Finding(place, Level.ERROR, error["type"], context["sentence"], context["hint"])
    match error["type"]:
        case "missing":
            rule, (sentence, hint) = "missing-key", _missing(path, source)
        case "extra_forbidden":
            rule, (sentence, hint) = "unknown-key", _unknown(model, path, source)
        case "literal_error" | "enum":
            rule, (sentence, hint) = "not-a-choice", _choice(_at(tree, path), _choices(error))
        case _:
            rule, (sentence, hint) = "not-a-block", _not_a_block(model, path, _at(tree, path))
    return Finding(place, Level.ERROR, rule, sentence, hint)


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


def _missing(path: Path, source: Source) -> tuple[Sentence, Sentence]:
    key = str(path[-1])
    if source.table and len(path) == 1:
        return (
            _("{thing} has no '{key}'.", thing=source.thing, key=key),
            _("Fill in the cell in the column '{key}', or add that column.", key=key),
        )
    named = [str(step) for step in path[:-1] if isinstance(step, str)]
    if named:
        sentence = _("{thing}: '{block}' has no '{key}'.", thing=source.thing, block=named[-1], key=key)
    else:
        sentence = _("{thing} has no '{key}'.", thing=source.thing, key=key)
    return sentence, _("Add it, as in '{example}'.", example=_EXAMPLES.get(key, f"{key}: …"))


def _unknown(model: type[BaseModel], path: Path, source: Source) -> tuple[Sentence, Sentence]:
    key = str(path[-1])
    around = model_at(model, path[:-1]) or model
    named = [str(step) for step in path[:-1] if isinstance(step, str)]
    if named:
        sentence = _("'{key}' is not a key of '{block}'.", key=key, block=named[-1])
    else:
        sentence = _("{thing} cannot have '{key}'.", thing=source.thing, key=key)
    return sentence, unknown_key_hint(around, key)


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


def _choice(value: Value, choices: list[str]) -> tuple[Sentence, Sentence]:
    if not isinstance(value, str):
        sentence = _("Here stands a list or a block where one word is asked for.")
    else:
        sentence = _("'{text}' is not one of the words that can stand here.", text=value)
        if (meant := nearest(value, choices)) is not None:
            return sentence, _("Did you mean '{other}'?", other=meant)
    return sentence, _("Write one of: {choices}.", choices=", ".join(choices))


def _not_a_block(model: type[BaseModel], path: Path, value: Value) -> tuple[Sentence, Sentence]:
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    around = model_at(model, path)
    if isinstance(value, str):
        sentence = _("'{text}' stands where '{key}' needs a block of keys.", text=value, key=key)
    else:
        sentence = _("A list stands where '{key}' needs a block of keys.", key=key)
    if around is None:
        return sentence, _("Write each on a line of its own, indented, as 'id: …'.")
    keys = ", ".join(around.model_fields)
    return sentence, _("Write one or more of these keys under it, each with a colon: {keys}.", keys=keys)

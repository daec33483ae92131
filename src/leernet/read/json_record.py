"""A record in JSON and its model in; the value, or where it is not what leernet wrote, out.

What is cut off is no JSON, so that nothing has to say where such a record ends.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from leernet.catalogue.records import DAMAGED, NEWER_RECORD
from leernet.finding import Finding, Place, Places
from leernet.read.records import SCHEMA
from leernet.read.yamltext import read_yaml
from leernet.words import Sentence

M = TypeVar("M", bound=BaseModel)


class JsonPart(BaseModel):
    """Part of such a record: no value passes for one of another type, and no key is unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


def read_json(model: type[M], file: str, content: bytes) -> tuple[M | None, tuple[Place, ...]]:
    """The record; None, and every place where it is wrong."""
    try:
        return model.model_validate(json.loads(content, object_pairs_hook=_each_once)), ()
    except json.JSONDecodeError as error:
        return None, (Place(file, error.lineno, error.colno),)
    except ValidationError as error:
        places = places_in_json(file, content)
        return None, tuple(dict.fromkeys(places.of(*wrong["loc"]) for wrong in error.errors()))
    except (ValueError, RecursionError):
        _tree, found = read_yaml(file, content)
        return None, (found[0].place if found else Place(file),)


def unreadable(
    file: str, content: bytes, wrong: Iterable[Place], broken: Callable[[Place], Finding]
) -> tuple[Finding, ...]:
    """Why a record is not read: a newer leernet wrote it, or it is broken at these places."""
    wrong, version = tuple(wrong), _schema_of(content)
    if wrong and version > SCHEMA:
        return (NEWER_RECORD.at(places_in_json(file, content).of("schema"), version=version, schema=SCHEMA),)
    return tuple(map(broken, wrong))


def damaged(file: str, mend: Sentence) -> Callable[[Place], Finding]:
    """What is said of a record that is broken and that leernet can do without, or can make again."""
    return lambda place: DAMAGED.at(place, mend, file=file)


def _schema_of(content: bytes) -> int:
    """The version that a record says it has; 0: it says none."""
    try:
        version = json.loads(content)["schema"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return 0
    return version if type(version) is int else 0


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    block = dict(pairs)
    if len(block) < len(pairs):
        raise ValueError("a key that is there twice")
    return block


def places_in_json(file: str, content: bytes) -> Places:
    """Where the values are."""
    # JSON is YAML, and our reader of YAML knows where things are.
    tree, _findings = read_yaml(file, content)
    return tree.places if tree else Places({(): Place(file)})

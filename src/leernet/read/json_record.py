"""A record in JSON and its model in; the value, or where it is not what leernet wrote, out.

What is cut off is no JSON, so that nothing has to say where such a record ends.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from leernet.finding import Place, Places
from leernet.read.yamltext import read_yaml

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

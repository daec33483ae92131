"""The JSON Schema of a project's files, from which editors complete and check them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from leernet.model.keeping import Term
from leernet.model.year import Definition, Dutch, Settings
from leernet.read.keys import KINDS, keys_of
from leernet.words import Language

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = {"type": "string", "pattern": "^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$"}


_IN_A_TABLE = {"en": "Dutch", "nl": "In een tabel ook"}


def _words(text: str) -> Any:
    # Scalars stay text, and nothing is made of tags.
    return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506


@cache
def meanings() -> Any:
    """What each model and each of its keys means, by name: ``en``, ``nl`` and for a key an ``example``."""
    text = (files("leernet") / "data" / "keys.yaml").read_text(encoding="utf-8")
    return _words(text)


def dutch_headings(model: type[BaseModel], key: str) -> tuple[str, ...]:
    """The Dutch headings under which a key may be in a table."""
    marks = (mark for mark in keys_of(model)[key].metadata if isinstance(mark, Dutch))
    return tuple(heading for mark in marks for heading in mark.headings)


def example_value(key: Mapping[str, str]) -> Any:
    """The example of a key as an editor shows it: words, lists and blocks of words."""
    return _words(key["example"])


class _WithTextForTerms(GenerateJsonSchema):
    def encode_default(self, dft: Any) -> Any:
        return super().encode_default(str(dft) if isinstance(dft, Term) else dft)


def json_schema(language: Language) -> dict[str, Any]:
    """The schema of one YAML file: the top-level keys, under all but ``year`` one entry for each id.

    It allows what leernet reads and an editor takes for something else: a number where text is asked for,
    and one value where a list may be. Each key has a title, what it means in this language, the Dutch
    headings under which it may be in a table, and an example.

    Source: JSON Schema, draft 2020-12, https://json-schema.org/draft/2020-12.
    """
    top_level: list[type[BaseModel]] = [Settings, *KINDS.values()]
    references, schema = models_json_schema(
        [(model, "validation") for model in top_level],
        by_alias=True,
        ref_template="#/$defs/{model}",
        schema_generator=_WithTextForTerms,
    )
    models = {model.__name__: model for model in _models(Definition)}
    # Values that pydantic describes and that our own description of their text replaces.
    definitions = {
        name: _definition(models[name], written, language) if name in models else written
        for name, written in sorted(schema["$defs"].items())
        if name in models or "enum" in written
    }
    properties: dict[str, Any] = {"year": references[(Settings, "validation")]}
    for kind, model in KINDS.items():
        definitions[model.__name__] = _without_id(definitions[model.__name__])
        properties[kind] = {
            "type": ["object", "null"],
            "description": definitions[model.__name__]["description"],
            "patternProperties": {_ID["pattern"]: references[(model, "validation")]},
            "additionalProperties": False,
        }
    return {
        "$schema": DIALECT,
        "title": "leernet",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": definitions,
    }


def _models(model: type[BaseModel]) -> set[type[BaseModel]]:
    return {model}.union(*(_models(inner) for inner in model.__subclasses__()))


def _definition(model: type[BaseModel], written: dict[str, Any], language: Language) -> dict[str, Any]:
    meaning = meanings()[model.__name__]
    properties = {
        key: _lenient(written["properties"][key]) | _explained(model, key, language)
        for key in keys_of(model)
        if key in meaning["keys"]
    }
    return {**written, "description": meaning[language], "properties": properties}


def _explained(model: type[BaseModel], key: str, language: Language) -> dict[str, Any]:
    meaning = meanings()[model.__name__]["keys"][key]
    headings = dutch_headings(model, key)
    title = headings[0] if headings and language == "nl" else key.replace("_", " ")
    also = f" {_IN_A_TABLE[language]}: {', '.join(headings)}." if headings else ""
    return {
        "title": title[0].upper() + title[1:],
        "description": meaning[language] + also,
        "examples": [example_value(meaning)],
    }


def _without_id(definition: dict[str, Any]) -> dict[str, Any]:
    """The id of an entry is the word before its colon, not a key inside it."""
    required = [key for key in definition.get("required", ()) if key != "id"]
    # A key with nothing behind it is an entry without any of its keys.
    empty = [] if required else ["null"]
    return {**definition, "required": required, "type": ["object", *empty]}


def _lenient(schema: Any) -> Any:
    """A schema as pydantic makes it, allowing what the reader of YAML allows."""
    if isinstance(schema, list):
        return [_lenient(inner) for inner in schema if inner != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    if schema == {"$ref": "#/$defs/AnyOf"}:
        return {"anyOf": [schema, _ID]}
    # A title that repeats the key, and a default that says that there is none, help nobody.
    kept = {key: _lenient(inner) for key, inner in schema.items() if key != "title" and inner is not None}
    if len(kept.get("anyOf", ())) == 1:
        kept.update(kept.pop("anyOf")[0])
    return _with_other_types(kept)


def _with_other_types(schema: dict[str, Any]) -> dict[str, Any]:
    if schema.get("type") == "string" and not {"format", "enum", "const"} & set(schema):
        return {**schema, "type": ["string", "number"]}
    if schema.get("type") == "boolean":
        return {**schema, "type": ["boolean", "string"]}
    if schema.get("type") == "array" and "minItems" not in schema:
        rest = {key: value for key, value in schema.items() if key not in ("type", "items")}
        return {**rest, "anyOf": [schema["items"], {"type": "array", "items": schema["items"]}]}
    return schema

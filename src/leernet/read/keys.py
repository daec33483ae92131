"""The keys that a user may write, their Dutch headings, and the kind of thing each belongs to."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from leernet.catalogue.mends import DID_YOU_MEAN, DID_YOU_MEAN_UNDER, KEY_OF_ANOTHER_KIND, KEYS_HERE
from leernet.finding import Path
from leernet.model.plain import plain
from leernet.model.year import Board, Dutch, Member, Network, Organisation, School, Series, Settings, Workshop
from leernet.read.near import nearest
from leernet.words import Sentence, _

# The top-level keys under which entries are by id, in the order in which one refers to the other.
KINDS: Mapping[str, type[BaseModel]] = {
    "boards": Board,
    "schools": School,
    "organisations": Organisation,
    "members": Member,
    "networks": Network,
    "series": Series,
    "workshops": Workshop,
}
_MODELS: Mapping[str, type[BaseModel]] = MappingProxyType({"year": Settings, **KINDS})

# How many keys a hint still lists.
_LISTED = 24


_CALLED: Mapping[str, Callable[..., Sentence]] = {
    "boards": lambda id: _("Board '{id}'", id=id),
    "schools": lambda id: _("School '{id}'", id=id),
    "organisations": lambda id: _("Organisation '{id}'", id=id),
    "members": lambda id: _("Member '{id}'", id=id),
    "networks": lambda id: _("Network '{id}'", id=id),
    "series": lambda id: _("Series '{id}'", id=id),
    "workshops": lambda id: _("Workshop '{id}'", id=id),
}


def called(kind: str, id: str) -> Sentence:
    """What an entry is called at the beginning of a sentence."""
    return _CALLED[kind](id) if kind in _CALLED else _("'{id}'", id=id)


@cache
def keys_of(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """The fields of a model by the key that a user writes, in the order of the model."""
    return MappingProxyType({field.alias or name: field for name, field in model.model_fields.items()})


@cache
def headings_of(model: type[BaseModel]) -> Mapping[str, str]:
    """The key that each heading means, English and Dutch, as written in the model."""
    headings = {key: key for key in keys_of(model)}
    for key, field in keys_of(model).items():
        for dutch in (mark for mark in field.metadata if isinstance(mark, Dutch)):
            for heading in dutch.headings:
                headings.setdefault(heading, key)
    return MappingProxyType(headings)


@cache
def plain_headings_of(model: type[BaseModel]) -> Mapping[str, str]:
    """The key that each heading means, by the heading without case, accents, spaces and underscores.

    English headings may be in the singular and in the plural.
    """
    plain_headings: dict[str, str] = {}
    for heading, key in headings_of(model).items():
        plain_headings.setdefault(plain(heading), key)
    for key in keys_of(model):
        plain_headings.setdefault(plain(_in_other_number(key)), key)
    return MappingProxyType(plain_headings)


def _in_other_number(key: str) -> str:
    """A key that is several as one, ``role`` of ``roles``, and one that is one as several."""
    if key.endswith("s") and not key.endswith("ss"):
        return key.removesuffix("s")
    return f"{key}{'es' if key.endswith('s') else 's'}"


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that describes what is at a path inside another; None where there is text or a list."""
    annotation: Any = model
    for step in path:
        annotation = _inside(annotation, step)
    return _model_in(annotation)


def _inside(annotation: Any, step: str | int) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = keys_of(annotation).get(str(step))
        return field.annotation if field else None
    if origin in (Union, UnionType):
        return next((found for one in arguments if (found := _inside(one, step)) is not None), None)
    if origin is tuple:
        return arguments[0] if isinstance(step, int) else None
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return arguments[1] if isinstance(step, str) else None
    # What is left is Annotated: its first argument is the type.
    return _inside(arguments[0], step) if arguments else None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, UnionType) or hasattr(annotation, "__metadata__"):
        return next((found for one in get_args(annotation) if (found := _model_in(one)) is not None), None)
    return None


@cache
def blocks_of(model: type[BaseModel]) -> Mapping[str, type[BaseModel]]:
    """The models of the blocks, and of the lists of blocks, under the keys of a model."""
    inner = {key: model_at(model, (key,)) or model_at(model, (key, 0)) for key in keys_of(model)}
    return MappingProxyType({key: found for key, found in inner.items() if found is not None})


def meant_key(model: type[BaseModel], word: str) -> str | None:
    """The key of a model that a word was probably meant to be, in English or Dutch."""
    headings = headings_of(model)
    found = nearest(word, headings)
    return None if found is None else headings[found]


def unknown_key_hint(model: type[BaseModel], word: str) -> Sentence:
    """How to mend a key that a model does not have."""
    if meant := meant_key(model, word):
        return DID_YOU_MEAN(other=meant)
    for block, inner in blocks_of(model).items():
        if (key := meant_key(inner, word)) is not None:
            return DID_YOU_MEAN_UNDER(other=key, block=block)
    for kind, other in _MODELS.items():
        if other is not model and word in keys_of(other):
            return KEY_OF_ANOTHER_KIND(key=word, kind=kind)
    keys = [key for key in keys_of(model) if key != "id"]
    return KEYS_HERE(keys=", ".join(keys[:_LISTED]))

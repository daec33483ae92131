"""A frozen value and a path in; the same value with something else at the end of the path out."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from leernet.finding import Path

T = TypeVar("T")


def updated(thing: T, path: Path, **values: object) -> T:
    """The thing, with these values of what is at a path in it; keys and places in lists lead there.

    >>> from leernet.model.year import Year
    >>> def one_day(year: Year) -> Year:
    ...     return updated(year, ("networks", "pos", "meetings", 0), window=None, dates=())
    """
    found: T = _updated(thing, path, values)
    return found


def _updated(thing: Any, path: Path, values: Mapping[str, object]) -> Any:
    if not path:
        return thing.model_copy(update=values)
    key, *rest = path
    if isinstance(thing, BaseModel):
        return thing.model_copy(update={str(key): _updated(getattr(thing, str(key)), tuple(rest), values)})
    if isinstance(thing, Mapping):
        return {**thing, key: _updated(thing[key], tuple(rest), values)}
    at = int(key)
    return (*thing[:at], _updated(thing[at], tuple(rest), values), *thing[at + 1 :])

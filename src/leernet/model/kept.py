"""Values as ``sent.yaml`` and what is beside it keep them: texts, numbers, lists and mappings; and back."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeVar

from msgspec import Struct, structs
from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema, create_model
from pydantic_core.core_schema import no_info_after_validator_function, plain_serializer_function_ser_schema

from leernet.model.limits import FIRST_YEAR, LAST_YEAR

S = TypeVar("S", bound=Struct)

# No value passes for one of another type; what a newer leernet adds is left out.
_KEPT = ConfigDict(strict=True, extra="ignore")


def kept_as(shape: Any, read: Callable[[Any], Any], write: Callable[[Any], Any]) -> GetPydanticSchema:
    """How a value is kept: as something of a simpler shape, which one function reads and another writes."""
    return GetPydanticSchema(
        lambda _source, schema_of: no_info_after_validator_function(
            read, schema_of(shape), serialization=plain_serializer_function_ser_schema(write)
        )
    )


def _utc(moment: datetime) -> str:
    """``2026-09-01T08:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> datetime:
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(text)
    return moment


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


Moment: TypeAlias = Annotated[datetime, kept_as(str, _moment, _utc)]
Day: TypeAlias = Annotated[date, kept_as(str, _day, date.isoformat)]
Text: TypeAlias = Annotated[str, Field(min_length=1)]
Number: TypeAlias = Annotated[int, Field(ge=0, le=2**31 - 1)]


@cache
def _model(kind: type[Struct]) -> type[BaseModel]:
    """What pydantic reads and writes a kind of value with; made when first needed, which takes a while."""
    described: dict[str, Any] = {
        one.name: (one.type, ... if one.required else one.default) for one in structs.fields(kind)
    }
    return create_model(kind.__name__, __config__=_KEPT, **described)


def value_of(kind: type[S], record: Any) -> S:
    """The value that a record holds.

    Raises:
        ValueError: something is missing, or is not of its type.
        TypeError: the record is no JSON.
    """
    # In Python, "strict" takes no mapping for a value and no list for a tuple.
    return kind(**dict(_model(kind).model_validate_json(json.dumps(record))))


def record_of(value: Struct) -> dict[str, Any]:
    """A value as it is kept, without what is empty."""
    record = _model(type(value)).model_construct(**structs.asdict(value)).model_dump(mode="json")
    return {name: inner for name, inner in record.items() if inner or name in _COUNTERS}


# Of these 0 is a number like others.
_COUNTERS = ("sequence", "revision")

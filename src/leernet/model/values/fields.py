"""The fields of definitions: each is read from a value of YAML or a cell, and says its JSON Schema."""

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from leernet.catalogue.values import EVERY_OTHER_WEEK, NAME_OF_SEVERAL, NOT_A_BLOCK_OF_DAYS, NOT_ONE_VALUE
from leernet.model.mistake import wrong
from leernet.model.naming import Names
from leernet.model.values.dates import (
    day_from_text,
    days_from_text,
    ordered_days,
    school_year_from_text,
    span_from_text,
    time_from_text,
)
from leernet.model.values.shapes import Days, Point, Range, SchoolYear, Span
from leernet.model.values.texts import (
    ID,
    email_from_text,
    id_from_text,
    number_from_text,
    point_from_texts,
    range_from_text,
    truth_from_text,
)
from leernet.model.weekdays import HalfDays, Weeks, half_days_from_text


def in_table(info: ValidationInfo) -> bool:
    """Whether the text was in a table, where dates may be written the Dutch way."""
    return bool(info.context and info.context.get("table"))


def _text(value: Any) -> str:
    """The text of a scalar; a list or a mapping where one value is asked for is the user's mistake."""
    if not isinstance(value, str):
        raise wrong(NOT_ONE_VALUE.broken())
    return value


# "Taal- en rekencoördinator" is one role, "10/11/2026" one date.
_DIVIDERS = re.compile(
    r"\s*[;\n]\s*|\s*[,+&]\s*|(?<!-)\s+(?:en|and)\s+(?!met\b)|\s+/\s*|\s*/\s+|(?<=[^\W\d])(?<!\bt)/(?=[^\W\d])|(?<=\d{4})/(?=\d)"
)


def parts_of_cell(cell: str) -> tuple[str, ...]:
    """The parts of a list in a cell, between ``;``, ``,``, ``/``, ``&``, ``+``, ``en`` or on lines.

    Where there is a ``;``, nothing else divides.
    """
    pieces = cell.split(";") if ";" in cell else _DIVIDERS.split(cell)
    return tuple(piece.strip() for piece in pieces if piece.strip())


def parts(value: Any, info: ValidationInfo) -> tuple[Any, ...]:
    """A list; one value alone is a list of one; in a table the parts are between ``;`` or ``,``."""
    if isinstance(value, list | tuple):
        return tuple(value)
    if isinstance(value, str) and in_table(info):
        return parts_of_cell(value)
    return () if value == "" else (value,)


def _days(value: Any, info: ValidationInfo) -> Days:
    if isinstance(value, Days):
        return value
    if isinstance(value, dict):
        return _days_from_block(value, info)
    return days_from_text(_text(value), in_table=in_table(info))


def _days_from_block(block: dict[str, Any], info: ValidationInfo) -> Days:
    unknown = sorted(set(block) - {"from", "until", "reason"})
    if unknown or "from" not in block:
        raise wrong(NOT_A_BLOCK_OF_DAYS.broken())
    first = day_from_text(_text(block["from"]), in_table=in_table(info))
    last = day_from_text(_text(block.get("until", block["from"])), in_table=in_table(info))
    return ordered_days(first, last, _text(block.get("reason", "")))


def _half_days(value: Any) -> HalfDays:
    if isinstance(value, tuple):
        return value
    texts = value if isinstance(value, list) else [value]
    for at, text in enumerate(texts):
        try:
            half_days_from_text(_text(text))
        except PydanticCustomError as mistake:
            # Which of the list: read/ adds it to the path, so that the finding is about the word itself.
            raise PydanticCustomError(
                mistake.type, "{sentence}", {**(mistake.context or {}), "at": at}
            ) from None
    return half_days_from_text(", ".join(texts)) if texts else ()


def _weekdays(value: Any) -> HalfDays:
    """Weekdays on which something is: every week."""
    half_days = _half_days(value)
    if any(one.weeks is not Weeks.EVERY for one in half_days):
        raise wrong(EVERY_OTHER_WEEK.broken())
    return half_days


def _point(value: Any, info: ValidationInfo) -> Point:
    return (
        value
        if isinstance(value, Point)
        else point_from_texts(tuple(_text(part) for part in parts(value, info)))
    )


def _schema(pattern: str | None = None, **keys: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **({"pattern": pattern} if pattern else {}), **keys})


def _list_schema(item: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}]})


_WEEKDAY_ITEM = {"type": "string", "description": "ma, do-ochtend, wo even, ma-vr, niet op vr"}
_DAY_PATTERN = r"^([A-Za-z]+ )?\d{4}-\d{2}-\d{2}$"
_DAYS_PATTERN = r"^([A-Za-z]+ )?\d{4}-\d{2}-\d{2}(\.\.([A-Za-z]+ )?\d{4}-\d{2}-\d{2})?$"
_DAYS_ITEM = {
    "anyOf": [
        {"type": "string", "pattern": _DAYS_PATTERN},
        {
            "type": "object",
            "properties": {key: {"type": "string"} for key in ("from", "until", "reason")},
            "required": ["from"],
            "additionalProperties": False,
        },
    ]
}


def _from_text(parse: Any, made: type) -> BeforeValidator:
    """Text becomes a value; a value that has been made already stays as it is."""
    return BeforeValidator(lambda value: value if isinstance(value, made) else parse(_text(value)))


Id = Annotated[str, BeforeValidator(lambda value: id_from_text(_text(value))), _schema(f"^{ID.pattern}$")]


def _reference(kind: str) -> BeforeValidator:
    """The id of what a text refers to, by its id or its name; a text that fits nothing stays as it is."""

    def referred(value: Any, info: ValidationInfo) -> str:
        text = _text(value).strip()
        found = _names(info).meant(kind, text)
        if len(found) > 1:
            raise wrong(NAME_OF_SEVERAL.broken(text=text, ids=found))
        return found[0] if found else text

    return BeforeValidator(referred)


def _lead(value: Any, info: ValidationInfo) -> str:
    """The id of a member who is named by id, name or address; anybody else is a guest."""
    text = _text(value).strip()
    found = _names(info).meant("members", text)
    return found[0] if len(found) == 1 else text


def reached(value: Any, info: ValidationInfo) -> Any:
    """Who is written to: a text with an address that is not a member's becomes the block that says so."""
    if isinstance(value, str) and "@" in value and not _names(info).meant("members", value):
        return {"email": value}
    return value


def _spelled(kind: str) -> BeforeValidator:
    """A word in the spelling that it has in the whole project."""
    return BeforeValidator(lambda value, info: _names(info).spelling(kind, _text(value).strip()))


def _names(info: ValidationInfo) -> Names:
    """How things are called in the project that is read; in a record there are only ids."""
    names: Names = (info.context or {}).get("names", _NO_NAMES)
    return names


_NO_NAMES = Names()
BoardId = Annotated[str, _reference("boards"), _schema()]
SchoolId = Annotated[str, _reference("schools"), _schema()]
MemberId = Annotated[str, _reference("members"), _schema()]
NetworkId = Annotated[str, _reference("networks"), _schema()]
SeriesId = Annotated[str, _reference("series"), _schema()]
MomentId = Annotated[str, _reference("moments"), _schema()]
Lead = Annotated[str, BeforeValidator(_lead), _schema()]
Role = Annotated[str, _spelled("roles"), _schema()]
Area = Annotated[str, _spelled("areas"), _schema()]
Cohort = Annotated[str, _spelled("cohorts"), _schema()]
Label = Annotated[str, BeforeValidator(lambda value: _text(value).strip()), _schema()]
Email = Annotated[str, BeforeValidator(lambda value: email_from_text(_text(value))), _schema(format="email")]
Day = Annotated[
    date,
    BeforeValidator(
        lambda value, info: (
            value if isinstance(value, date) else day_from_text(_text(value), in_table=in_table(info))
        )
    ),
    _schema(_DAY_PATTERN),
]
Window = Annotated[Days, BeforeValidator(_days), WithJsonSchema(_DAYS_ITEM)]
DayList = Annotated[tuple[Window, ...], BeforeValidator(parts), _list_schema(_DAYS_ITEM)]
TimeSpan = Annotated[
    Span, _from_text(span_from_text, Span), _schema(r"^\d{1,2}[.:]\d{2}\s*[-\u2013]\s*\d{1,2}[.:]\d{2}$")
]
Clock = Annotated[time, _from_text(time_from_text, time), _schema(r"^\d{1,2}[.:]\d{2}$")]
WorkingDays = Annotated[HalfDays, BeforeValidator(_half_days), _list_schema(_WEEKDAY_ITEM)]
Weekdays = Annotated[HalfDays, BeforeValidator(_weekdays), _list_schema(_WEEKDAY_ITEM)]
Number = Annotated[int, _from_text(number_from_text, int), WithJsonSchema({"type": "integer", "minimum": 0})]
Seats = Annotated[
    Range,
    _from_text(lambda text: range_from_text(text, single_is_largest=True), Range),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+-\d+$"}]}),
]
Size = Annotated[
    Range,
    _from_text(lambda text: range_from_text(text, single_is_largest=False), Range),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+-\d+$"}]}),
]
Truth = Annotated[bool, _from_text(truth_from_text, bool), WithJsonSchema({"type": "boolean"})]
Location = Annotated[
    Point,
    BeforeValidator(_point),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
]
SchoolYearValue = Annotated[
    SchoolYear, _from_text(school_year_from_text, SchoolYear), _schema(r"^\d{4}-\d{4}$")
]
